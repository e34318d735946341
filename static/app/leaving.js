/* What goes from this device with whoever leaves it: all but the language that it speaks. */
import { deviceStorage, forgetStorage } from './device.js';
import { stars } from './stars.js';

export function forgetDevice() {
  stars.forget();
  forgetStorage(deviceStorage(), ['madang-language']);
}
