/*
 * The language that a page begins in, and the one that its button turns to.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstLanguage, LANGUAGE, NAMES, otherLanguage } from '../../static/shared/language.js';
import { store } from '../../static/shared/store.js';
import { LANGUAGES } from '../../static/shared/words.js';
import { FakeStorage } from '../lib/fake-storage.js';

test('a page speaks what was chosen here, else what its reader reads best, else English', (t) => {
  t.after(() => { delete globalThis.localStorage; });
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, value: new FakeStorage() });
  assert.deepEqual([['ko-KR', 'en'], ['de', 'en-GB', 'ko'], ['ja'], []].map(firstLanguage), ['ko', 'en', 'en', 'en']);
  store.set(LANGUAGE, 'ko');
  assert.equal(firstLanguage(['en']), 'ko');
  store.set(LANGUAGE, 'tlh');
  assert.equal(firstLanguage(['en']), 'en');
});

test('every language has a name of its own, and one after the other they come round', () => {
  assert.deepEqual(Object.keys(NAMES), LANGUAGES);
  assert.deepEqual(LANGUAGES.map(otherLanguage), [...LANGUAGES.slice(1), LANGUAGES[0]]);
});
