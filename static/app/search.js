/*
 * Search as one types: every word of the query must stand somewhere in a session's title, people,
 * room, track or abstract, in any language.
 *
 * Letters are compared without case, width and accents (Ｋ８ｓ finds K8s), and Hangul by its jamo, not
 * by its syllables, for while one is typed it changes what it was: 카카ㅇ, then 카카오; 간, then 가나.
 * A word of initial consonants alone finds by these: ㅁㄷ → 마당.
 */
import { timetable } from '../shared/schedule.js';

const INITIALS = /^[\u1100-\u1112]+$/;
const ALL_BUT_INITIALS = /[\u1161-\u1175\u11a8-\u11c2]|[^\S\n]/g;
const FIRST_FINAL = 0x11a8;
/* The initial that each final consonant becomes when a vowel follows; \0: none, it is two. */
const FINAL_AS_INITIAL = '\u1100\u1101\0\u1102\0\0\u1103\u1105\0\0\0\0\0\0\0\u1106\u1107\0\u1109\u110a\u110b\u110c\u110e\u110f\u1110\u1111\u1112';

/** The sessions that a query finds, in order of time; those with it in the title come first. */
export function search(docs, query) {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found = textsOf(docs).flatMap(({ session, title, all, initials }) => {
    if (!words.every((one) => holds(one, all, initials))) return [];
    return [{ session, later: words.every((one) => holds(one, title, initials)) ? 0 : 1 }];
  });
  return found.sort((a, b) => a.later - b.later).map(({ session }) => session);
}

/** Whether a query finds these texts (strings, or objects by language): for short lists, made anew each time. */
export function finds(query, values) {
  const all = plain(forms(values));
  return plain(query).split(/\s+/).filter(Boolean).every((one) => holds(one, all, all.replace(ALL_BUT_INITIALS, '')));
}

/* NFKD takes apart what is wide, accented, or a syllable. */
function plain(value) {
  return value.normalize('NFKD').replace(/\p{Mn}/gu, '').toLowerCase();
}

function holds(word, text, initials) {
  if (text.includes(word)) return true;
  if (INITIALS.test(word)) return initials.includes(word);
  const initial = FINAL_AS_INITIAL[word.charCodeAt(word.length - 1) - FIRST_FINAL];
  return initial > '\0' && text.includes(word.slice(0, -1) + initial);
}

/* ---- what is looked through, made once for each identity of the documents ---- */

const memo = new WeakMap();

function textsOf(docs) {
  if (!memo.has(docs)) memo.set(docs, timetable(docs).sessions.map((session) => textOf(docs, session)));
  return memo.get(docs);
}

function textOf(docs, session) {
  const doc = docs.sessions[session.id];
  const people = (doc.people ?? []).map((one) => (typeof one === 'string' ? docs.people?.[one] : one));
  const rooms = [session.room, ...session.alsoIn].map((id) => docs.rooms?.[id]?.name);
  const title = plain(forms([doc.title, doc.subtitle]));
  const named = plain(forms([...people.flatMap((one) => [one?.name, one?.company]), ...rooms, docs.tracks?.[session.track]?.name]));
  return {
    session,
    title,
    all: `${title}\n${named}\n${plain(forms([doc.abstract]))}`,
    initials: `${title}\n${named}`.replace(ALL_BUT_INITIALS, ''),
  };
}

/* All languages' forms of texts as one text. */
function forms(values) {
  return values.flatMap((value) => (value !== null && typeof value === 'object' ? Object.values(value) : [value ?? '']))
    .join('\n');
}
