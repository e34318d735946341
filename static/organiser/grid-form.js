/*
 * A session as a form has it, and back. Pure.
 *
 *   {title: {ko, en}, note: {ko, en}, room, date, time, duration, status, replaced_by, people: [id]}
 *
 * all as text but for people; an empty room, time or replacement is ''. What a form does not show is
 * not written, and of what it shows only what differs.
 */
import { dateOf, instant } from '../shared/schedule.js';
import { timeText } from '../shared/times.js';
import { instantOf, written } from '../shared/moment.js';

const LONGEST = 44_640;         /* minutes, as the server has it */
/* What a new session differs from. */
const BLANK = { room: '', time: '', status: 'scheduled', people: [] };

/** doc: a document of `sessions`; null: a new one on this day. languages: those of the event. */
export function formOf(doc, { zone, languages, date = '', room = '' }) {
  const start = instant(doc?.start);
  return {
    title: byLanguage(doc?.title, languages, doc?.language),
    note: byLanguage(doc?.note, languages, doc?.language),
    room: doc ? doc.room ?? '' : room,
    date: start === null ? date : dateOf(start, zone),
    time: start === null ? '' : timeText(zone, start),
    duration: String(doc?.duration ?? 45),
    status: doc?.status ?? 'scheduled',
    replaced_by: doc?.replaced_by ?? '',
    people: [...(doc?.people ?? [])],
  };
}

/* What is written in no language is in the session's own. */
function byLanguage(value, languages, own) {
  const fields = Object.fromEntries(languages.map((lang) => [lang, '']));
  if (value && typeof value === 'object') return { ...fields, ...value };
  return { ...fields, [languages.includes(own) ? own : languages[0]]: value ?? '' };
}

/**
 * {body} to write, with what differs alone, {} where nothing does; or {wrong: 'title' | 'time' |
 * 'duration'}, the first field that is none. doc as in formOf.
 */
export function bodyOf(form, doc, { zone, languages }) {
  const title = textOf(form.title, doc?.title);
  if (!title) return { wrong: 'title' };
  const start = form.time ? instantOf(form.date, form.time, zone) : null;
  if (form.time && start === null) return { wrong: 'time' };
  if (!/^\d+$/.test(form.duration) || Number(form.duration) > LONGEST) return { wrong: 'duration' };
  const replacement = form.status === 'cancelled' ? form.replaced_by : '';
  const before = doc ? formOf(doc, { zone, languages, date: form.date }) : BLANK;
  const changed = (...names) => names.some((name) => !equal(form[name], before[name]));
  const body = {};
  if (changed('title')) body.title = title;
  if (changed('note')) body.note = textOf(form.note, doc?.note);
  if (changed('room')) body.room = form.room || null;
  if (changed('time') || (form.time && changed('date'))) body.start = start === null ? null : written(start);
  if (changed('duration')) body.duration = Number(form.duration);
  if (changed('status')) body.status = form.status;
  if (changed('people')) body.people = form.people;
  if (replacement !== (doc?.replaced_by ?? '')) body.replaced_by = replacement || null;
  if (!doc && body.note === null) delete body.note;
  return { body };
}

/* One language alone stays the plain text that it was. */
function textOf(fields, before) {
  const filled = Object.entries(fields).map(([lang, words]) => [lang, words.trim()]).filter(([, words]) => words);
  if (!filled.length) return null;
  return filled.length === 1 && typeof (before ?? '') === 'string' ? filled[0][1] : Object.fromEntries(filled);
}

function equal(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
