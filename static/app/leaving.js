/* What goes from this device with whoever leaves it: all but the language that it speaks. */
import { stars } from './stars.js';
import { forgetPerson } from '../shared/keep.js';

export function forgetDevice() {
  stars.forget();
  forgetPerson();
}
