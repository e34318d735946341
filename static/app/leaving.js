/* What goes from this device with whoever leaves it: all but the language that it speaks. */
import { stars } from './stars.js';
import { LANGUAGE } from '../shared/language.js';
import { deviceStorage, forgetStorage, store } from '../shared/store.js';

export function forgetDevice() {
  stars.forget();
  forgetStorage(deviceStorage(), [store.name(LANGUAGE)]);
}
