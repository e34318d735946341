/*
 * The words on the pages, in the languages of the house.
 *
 *   text(value, lang)          a text from a document: a string, or an object
 *                              by language, {"ko": …, "en": …}
 *   word(lang, key, params)    a text of Madang's own, from data/locales/LANG.json
 *
 * A locale is one flat object, key → text. `{name}` in a text is replaced by
 * params.name. A text may have forms by number, {"one": …, "other": …}: the
 * form is chosen by params.n and the rules of that language.
 *
 * Both functions answer with something whatever is missing: a screen shows the
 * other language rather than a hole. That nothing is missing is a test's
 * business (tests/web/words.test.js).
 */
export const LANGUAGES = ['ko', 'en'];

const locales = new Map();

/** Takes the words of one language: {key: text}. */
export function setLocale(lang, entries) {
  locales.set(lang, { entries, rules: new Intl.PluralRules(lang) });
}

/** Loads locales from the server, all of them or those asked for; one that can't be had is left out. */
export async function loadLocales(fetch = globalThis.fetch, languages = LANGUAGES) {
  await Promise.all(languages.map(async (lang) => {
    try {
      const answer = await fetch(`/locales/${lang}.json`);
      if (answer.ok) setLocale(lang, await answer.json());
    } catch {
      /* no server, no cache: word() makes do with what there is */
    }
  }));
}

/** The text of a document's field for a reader of lang; '' where there is none. */
export function text(value, lang) {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  const found = inLanguage(lang, (one) => value[one]) ?? Object.values(value).find(Boolean);
  return found ?? '';
}

/** Madang's own text for key; the key itself where no language has it. */
export function word(lang, key, params = {}) {
  const locale = inLanguage(lang, (one) => (locales.get(one)?.entries[key] === undefined ? null : locales.get(one)));
  if (!locale) return key;
  const entry = locale.entries[key];
  const pattern = typeof entry === 'object'
    ? entry[locale.rules.select(Number(params.n))] ?? entry.other
    : entry;
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => (name in params ? String(params[name]) : whole));
}

/* The first that look() finds for the language, its base, English, Korean. */
function inLanguage(lang, look) {
  for (const one of [lang, String(lang).split('-')[0], 'en', 'ko']) {
    const found = look(one);
    if (found) return found;
  }
  return null;
}
