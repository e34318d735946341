/* The language that a page speaks: what its reader chose on this device, or reads best. */
import { store } from './store.js';
import { LANGUAGES } from './words.js';

/** Under this name the store keeps the choice; a device keeps it for whoever comes next. */
export const LANGUAGE = 'language';

/** What each language calls itself. */
export const NAMES = { ko: '한국어', en: 'English' };

/** What this device chose before, or reads best. */
export function firstLanguage(read = navigator.languages) {
  const wanted = [store.get(LANGUAGE), ...read.map((one) => one.split('-')[0])];
  return wanted.find((one) => LANGUAGES.includes(one)) ?? LANGUAGES.at(-1);
}

/** The one that a button in the header turns to. */
export function otherLanguage(lang) {
  return LANGUAGES[(LANGUAGES.indexOf(lang) + 1) % LANGUAGES.length];
}
