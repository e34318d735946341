/*
 * What the address of a screen asks for:
 *
 *   /kiosk/?board=lobby|door|characters|meetups|table&room=ID&meetup=ID&lang=ko,en&theme=dark|light
 *
 * An address is typed on a ladder with a remote control. Whatever is missing
 * or misspelt has a sensible meaning, and never an error: a board that isn't
 * there is the lobby, languages that can't be read are those of the event.
 * An address that asks for nothing leaves it to the desk (fleet.js).
 *
 * `&look` is for the desk, which shows a board small: no screen of the venue.
 */
const LANGUAGE = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i;
const MOST_LANGUAGES = 4;
const ASKING = ['board', 'room', 'meetup', 'lang', 'theme', 'look'];

/** boards: {name: …} of the boards there are. Gives {board, room, meetup, langs, theme}; langs null where the event decides. */
export function readAddress(search, boards) {
  const asked = new URLSearchParams(search);
  const board = asked.get('board');
  const langs = (asked.get('lang') ?? '').split(',')
    .map((lang) => lang.trim())
    .filter((lang) => LANGUAGE.test(lang))
    .slice(0, MOST_LANGUAGES);
  return {
    board: Object.hasOwn(boards, board) ? board : 'lobby',
    room: asked.get('room') || null,
    meetup: asked.get('meetup') || null,
    langs: langs.length > 0 ? [...new Set(langs)] : null,
    theme: asked.get('theme') === 'light' ? 'light' : 'dark',
  };
}

/** Whether the address asks for anything at all, or leaves it to the desk. */
export function asks(search) {
  const asked = new URLSearchParams(search);
  return ASKING.some((name) => asked.has(name));
}

export function isLook(search) {
  return new URLSearchParams(search).has('look');
}

/** The address that shows one board of a screen, {board, room?, meetup?}, wherever it is opened. */
export function addressOf({ board, room, meetup }, { languages: langs = [], theme = null, look = false } = {}) {
  const asked = { board, room, meetup, lang: langs?.join(','), theme: theme === 'light' ? theme : null, look: look ? '1' : null };
  return `/kiosk/?${new URLSearchParams(Object.entries(asked).filter(([, value]) => value))}`;
}

/** The languages that a screen shows: asked for, else the event's, else the house's. */
export function languages(asked, docs, house) {
  if (asked?.length > 0) return asked;
  const ofEvent = Object.values(docs.event ?? {})[0]?.languages;
  return Array.isArray(ofEvent) && ofEvent.length > 0 ? ofEvent : house;
}
