/*
 * Announcements as the desk keeps them: which hold, which come, which are over, and the form that
 * makes one. Pure functions; no DOM, no words.
 *
 * A form is {id, rev, level, text: {ko, en, …}, end, time, kept}: `id` and `rev` of what is edited, null
 * for a new one; `end` is a choice of ENDS, or 'kept' for the end that it had (`kept`, ms or null);
 * `time` is "14:30", for the choice 'at'.
 */
import { dateOf, HOUR, MINUTE, startOfDate } from '../shared/schedule.js';
import { instantOf, written } from '../shared/moment.js';

export const ENDS = ['15', '60', 'day', 'at', 'open'];
export const MOST_BYTES = 1000;         /* of a text in one language, as the server has it */

const msOf = (text) => (text ? Date.parse(text) : null);

/** {now, ahead, over} of [{doc, from, until}]: those that hold urgent first and then the newest, the rest by time. */
export function listed(tt, now) {
  const all = tt.announcements.map((doc) => ({ doc, from: msOf(doc.from) ?? 0, until: msOf(doc.until) }));
  const isOver = ({ until }) => until !== null && until <= now;
  const urgency = ({ doc }) => (doc.level === 'urgent' ? 0 : 1);
  return {
    now: all.filter((one) => one.from <= now && !isOver(one)).sort((a, b) => urgency(a) - urgency(b) || b.from - a.from),
    ahead: all.filter((one) => one.from > now && !isOver(one)).sort((a, b) => a.from - b.from),
    over: all.filter(isOver).sort((a, b) => b.until - a.until),
  };
}

/** A form for a new announcement, in these languages; `like`: with the words of one that was. */
export function newForm(languages, like = null) {
  return { id: null, rev: null, level: 'info', text: textsOf(languages, like?.text), end: '15', time: '', kept: null };
}

/** A form for one that is there. */
export function editForm(languages, { doc, until }) {
  return { id: doc.id, rev: doc.rev, level: doc.level, text: textsOf(languages, doc.text), end: 'kept', time: '', kept: until };
}

/* A text that is the same in all languages stands in the first field. */
function textsOf(languages, text) {
  const known = typeof text === 'object' ? text ?? {} : { [languages[0]]: text ?? '' };
  return Object.fromEntries([...new Set([...languages, ...Object.keys(known)])].map((lang) => [lang, known[lang] ?? '']));
}

/** When an announcement with this end is over, ms; null: by hand alone. undefined: the form does not say so yet. */
export function endOf({ end, time, kept }, tt, now) {
  if (end === 'kept') return kept;
  if (end === 'open') return null;
  if (end === 'day') return endOfDay(tt, now);
  if (end !== 'at') return now + Number(end) * MINUTE;
  const at = instantOf(dateOf(now, tt.zone), time, tt.zone);
  return at !== null && at > now ? at : undefined;
}

/** When today is over: as the programme says, or, where that is past, when the night is. */
export function endOfDay(tt, now) {
  const date = dateOf(now, tt.zone);
  const day = tt.days.find((one) => one.date === date);
  const end = day ? Math.max(day.documented ? day.end : 0, day.sessions.length ? day.last : 0) : 0;
  return end > now ? end : startOfDate(dateOf(startOfDate(date, tt.zone) + 30 * HOUR, tt.zone), tt.zone);
}

/** What is wrong with a form: 'text', 'long', 'time', or null. */
export function faultOf(form, tt, now) {
  const texts = Object.values(form.text).map((one) => one.trim());
  if (!texts.some(Boolean)) return 'text';
  if (texts.some((one) => new TextEncoder().encode(one).length > MOST_BYTES)) return 'long';
  return endOf(form, tt, now) === undefined ? 'time' : null;
}

/** What is asked of the server; of a form without fault. */
export function bodyOf(form, tt, now) {
  const text = Object.fromEntries(Object.entries(form.text).map(([lang, one]) => [lang, one.trim()]).filter(([, one]) => one));
  const until = endOf(form, tt, now);
  return { text, level: form.level, until: until === null ? null : written(until) };
}

/** The end that ends it now; one that has only just begun has lasted a moment. */
export function endedNow({ from }, now) {
  return { until: written(Math.max(now, from + 1)) };
}
