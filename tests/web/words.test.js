import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { LANGUAGES, loadLocales, setLocale, text, word } from '../../static/shared/words.js';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const locale = (lang) => JSON.parse(readFileSync(path.join(root, 'data/locales', `${lang}.json`), 'utf8'));
const locales = new Map(LANGUAGES.map((lang) => [lang, locale(lang)]));

test('text of a document, by language', () => {
  assert.equal(text('하나', 'en'), '하나');
  assert.equal(text({ ko: '하나', en: 'One' }, 'en'), 'One');
  assert.equal(text({ ko: '하나', en: 'One' }, 'ko-KR'), '하나');
  assert.equal(text({ ko: '하나' }, 'en'), '하나');
  assert.equal(text({ ko: '하나', en: 'One' }, 'de'), 'One');
  assert.equal(text({ ja: '一' }, 'ko'), '一');
  assert.equal(text({ ko: '', en: 'One' }, 'ko'), 'One');
  for (const nothing of [null, undefined, '', {}, { ko: '' }]) assert.equal(text(nothing, 'ko'), '');
  assert.equal(text(103, 'ko'), '103');
});

test('words: parameters, forms by number, and something whatever is missing', () => {
  setLocale('ko', { left: '{n}분 남음', only: '한국어' });
  setLocale('en', { left: { one: '{n} minute left', other: '{n} minutes left' } });
  assert.equal(word('ko', 'left', { n: 1 }), '1분 남음');
  assert.equal(word('en', 'left', { n: 1 }), '1 minute left');
  assert.equal(word('en', 'left', { n: 12 }), '12 minutes left');
  assert.equal(word('en-GB', 'left', { n: 12 }), '12 minutes left');
  assert.equal(word('en', 'left'), '{n} minutes left');
  assert.equal(word('en', 'only'), '한국어');
  assert.equal(word('en', 'nowhere'), 'nowhere');
  assert.equal(word('ko', 'left', { n: '{n}' }), '{n}분 남음');
});

test('a locale that cannot be loaded is left out', async () => {
  setLocale('ko', { a: '가' });
  setLocale('en', { a: 'a' });
  await loadLocales(async (url) => {
    if (url === '/locales/ko.json') return new Response('{"a":"나"}');
    throw new TypeError('Failed to fetch');
  });
  assert.equal(word('ko', 'a'), '나');
  assert.equal(word('en', 'a'), 'a');
});

test('every language has every word, with the same parameters', () => {
  const parameters = (entry) => {
    const patterns = typeof entry === 'object' ? Object.values(entry) : [entry];
    return [...new Set(patterns.flatMap((pattern) => [...pattern.matchAll(/\{(\w+)\}/g)].map((match) => match[1])))].sort();
  };
  const [first, ...others] = LANGUAGES;
  for (const other of others) {
    assert.deepEqual(Object.keys(locales.get(other)).sort(), Object.keys(locales.get(first)).sort());
    for (const [key, entry] of Object.entries(locales.get(first))) {
      assert.deepEqual(parameters(locales.get(other)[key]), parameters(entry), key);
    }
  }
});

test('no word is empty, and forms by number are complete', () => {
  for (const [lang, entries] of locales) {
    const forms = new Intl.PluralRules(lang).resolvedOptions().pluralCategories;
    for (const [key, entry] of Object.entries(entries)) {
      if (typeof entry === 'object') assert.ok(forms.every((form) => entry[form]), `${lang} ${key}`);
      else assert.ok(typeof entry === 'string' && entry.trim() !== '', `${lang} ${key}`);
    }
  }
});

test('the pages use words that exist, and all words are used', () => {
  const sources = ['kiosk', 'static'].flatMap((folder) => modules(path.join(root, folder)))
    .map((file) => [path.relative(root, file), readFileSync(file, 'utf8')]);
  const known = locales.get(LANGUAGES[0]);
  const named = new Set();
  const first = [...new Set(Object.keys(known).map((key) => key.split('_')[0]))].join('|');
  for (const [file, source] of sources) {
    /* A key stands in the call, or in a string that begins like a key. */
    const keys = [...source.matchAll(/\bword\(\s*[\w.#]+,\s*'([^']+)'/g), ...source.matchAll(new RegExp(`'((?:${first})_[a-z0-9_]+)'`, 'g'))];
    for (const [, key] of keys) {
      assert.ok(key in known, `${file} uses "${key}", which data/locales does not have`);
      named.add(key);
    }
    /* `notice_${when}_${unit}`: at least one word is of this form. */
    for (const [, template] of source.matchAll(new RegExp(`\`((?:${first})_[a-z0-9_]*\\$\\{[^\`]*)\``, 'g'))) {
      const form = new RegExp(`^${template.replaceAll(/\$\{[^}]*\}/g, '[a-z0-9_]+')}$`);
      const family = Object.keys(known).filter((key) => form.test(key));
      assert.ok(family.length > 0, `${file} uses words like "${template}", and there are none`);
      family.forEach((key) => named.add(key));
    }
  }
  assert.deepEqual(Object.keys(known).filter((key) => !named.has(key)), [], 'words that no page uses');
});

function modules(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const whole = path.join(folder, entry.name);
    if (entry.name === 'node_modules') return [];
    if (entry.isDirectory()) return modules(whole);
    return entry.name.endsWith('.js') ? [whole] : [];
  });
}
