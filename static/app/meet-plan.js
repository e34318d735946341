/*
 * Meetings as an attendee sees them: pure functions from the live documents and the server's time
 * to who can be met, what is one's own, and what stands around it in one's day. No DOM, no clock.
 */
import { tablesTold } from '../shared/meetups.js';
import { MINUTE, HOUR, dateOf, instant, timetable } from '../shared/schedule.js';

const SOON = HOUR;                 // a table that opens within this time comes "next"
const LATELY = 30 * MINUTE;        // what ended is told of for so long
const HELD = ['booked', 'called', 'arrived', 'talking']; // holds its time: two of them can clash

const memo = new WeakMap();

/*
 * All meetups, by their expected start: the tables of shared/meetups.js as the server told of them
 * last, with what the phone adds: `person` and `company` (the host's names, or the title where
 * there is no host), `host` and `session` as ids, `line` (the document, or null) and `state`.
 */
export function meetupsOf(docs) {
  const key = docs ?? NOTHING;
  if (!memo.has(key)) memo.set(key, tablesTold(key).map((table) => meetupOf(key, table)).sort(byTime));
  return memo.get(key);
}

const NOTHING = {};

function meetupOf(docs, table) {
  const { id, host, said } = table;
  const { name, company } = host;
  return {
    ...table, host: host.id, person: name || table.title || host.id, company, session: docs.meetups[id].session ?? null,
    line: docs.lines?.[id] ?? null, state: said,
  };
}

function byTime(a, b) {
  return a.start - b.start || a.id.localeCompare(b.id, 'en', { numeric: true });
}

/** One meetup, or null. */
export function meetupById(docs, id) {
  return meetupsOf(docs).find((meetup) => meetup.id === id) ?? null;
}

/** 'over', 'now', 'next', 'today' or 'day' (another one). */
export function whenOf(meetup, now, zone) {
  if (meetup.state === 'ended' || now >= meetup.end) return 'over';
  if (meetup.state === 'cancelled') return dateOf(meetup.start, zone) === dateOf(now, zone) ? 'today' : 'day';
  if (meetup.state === 'open' || meetup.state === 'paused' || now >= meetup.start) return 'now';
  if (meetup.start - now <= SOON) return 'next';
  return dateOf(meetup.start, zone) === dateOf(now, zone) ? 'today' : 'day';
}

/** [{when, date, meetups}]: now, next, later today, then one group for each other day; what is over is left out. */
export function groupsOf(meetups, now, zone) {
  const groups = new Map();
  for (const meetup of meetups) {
    const when = whenOf(meetup, now, zone);
    if (when === 'over') continue;
    const date = when === 'day' ? dateOf(meetup.start, zone) : null;
    const key = date ?? when;
    if (!groups.has(key)) groups.set(key, { when, date, at: meetup.start, meetups: [] });
    groups.get(key).meetups.push(meetup);
  }
  const rank = ({ when }) => ['now', 'next', 'today', 'day'].indexOf(when);
  return [...groups.values()].sort((a, b) => rank(a) - rank(b) || a.at - b.at);
}

/** Slots that have not begun. */
export function slotsAhead(meetup, now) {
  return meetup.slots.filter((slot) => slot.start > now);
}

/** How many seats can be booked still, over all slots. */
export function seatsFree(meetup, now) {
  return slotsAhead(meetup, now).reduce((sum, slot) => sum + slot.free, 0);
}

/** Why nobody new may book or stand in the line: 'closed', 'cancelled', 'ended', or null. */
export function shutBy(meetup, now) {
  if (['closed', 'cancelled', 'ended'].includes(meetup.state)) return meetup.state;
  return now >= meetup.end ? 'ended' : null;
}

/** Up to three other free slots for somebody who finds this one full: the same host's first, the next in time first. */
export function nextFree(docs, slot, now, count = 3) {
  const all = meetupsOf(docs);
  const host = all.find(({ id }) => id === slot.meetup)?.host;
  const free = all.filter((one) => one.host === host && shutBy(one, now) === null)
    .flatMap((one) => slotsAhead(one, now)).filter((one) => one.free > 0 && one.id !== slot.id);
  const rank = (one) => (one.start >= slot.start ? 0 : 1);
  return free.sort((a, b) => rank(a) - rank(b) || a.start - b.start).slice(0, count);
}

/* ---- one's own places ---- */

/*
 * What a place is for its owner, most pressing first. 'confirm' is booked, but to be confirmed;
 * 'seat' waits for a seat in a slot, 'line' in the line, 'draw' for the draw.
 */
const PRESSING = ['choose', 'called', 'talking', 'arrived', 'confirm', 'line', 'booked', 'seat', 'draw', 'no_show', 'left', 'done'];

/** Own places: [{id, kind, meetup, host, slot, topic, start, end, until, confirmBy, …}], the most pressing first, then by time; ended ones last, newest first. */
export function placesOf(docs) {
  const own = [...Object.values(docs?.bookings ?? {}), ...Object.values(docs?.places ?? {})].map((doc) => placeOf(docs, doc));
  return own.sort((a, b) => Number(a.ended) - Number(b.ended) || (a.ended ? (b.endedAt ?? 0) - (a.endedAt ?? 0) : rankOf(a) - rankOf(b) || (a.start ?? a.since) - (b.start ?? b.since)) || a.number - b.number);
}

function rankOf({ kind }) {
  const rank = PRESSING.indexOf(kind);
  return kind === 'booked' || kind === 'seat' || kind === 'draw' ? PRESSING.indexOf('booked') : rank;
}

function placeOf(docs, doc) {
  const meetup = meetupById(docs, doc.meetup);
  const slot = doc.slot ?? null;
  return {
    id: doc.id, number: doc.number ?? 0, state: doc.state, kind: kindOf(doc, meetup), ended: ['done', 'no_show', 'left'].includes(doc.state),
    meetup, meetupId: doc.meetup, host: meetup?.host ?? null, slot, topic: doc.topic ?? '',
    start: instant(doc.start), end: instant(doc.end), since: instant(doc.since) ?? 0, until: instant(doc.until), confirmBy: instant(doc.confirm_by),
    waitingPlace: doc.waiting_place ?? null, ahead: doc.ahead ?? null, wait: doc.wait_minutes ?? null, present: doc.present === true, choose: isSet(doc.choose),
    endedAt: instant(doc.ended_at), why: doc.why ?? null, rev: doc.rev ?? 0,
  };
}

/* SQLite's truth is 1. */
function isSet(value) {
  return value === true || value === 1;
}

function kindOf(doc, meetup) {
  const { state } = doc;
  if (isSet(doc.choose) && ['called', 'booked', 'waiting'].includes(state)) return 'choose';
  if (state === 'booked') return doc.confirm_by ? 'confirm' : 'booked';
  if (state !== 'waiting') return state;
  if (!doc.slot) return 'line';
  return meetup?.draw && !meetup.line?.seed ? 'draw' : 'seat'; // the seed is told when it is drawn
}

/** Those open, and those that ended lately with something to say. */
export function placesShown(docs, now) {
  return placesOf(docs).filter((place) => !place.ended || (now - (place.endedAt ?? place.since) < LATELY && place.why !== 'given_back' && !isReplaced(docs, place)));
}

/* Somebody who did not come and stands in the line again need not be told twice. */
function isReplaced(docs, place) {
  return placesOf(docs).some((other) => !other.ended && other.meetupId === place.meetupId && other.since >= place.since);
}

/** The rest of the ended ones. */
export function placesOver(docs, now) {
  const shown = new Set(placesShown(docs, now).map(({ id }) => id));
  return placesOf(docs).filter((place) => place.ended && !shown.has(place.id));
}

/** What asks for something at once, the most pressing of it: a place of kind 'choose', 'called' or 'confirm', or null. */
export function urgentOf(docs) {
  return placesOf(docs).find((place) => !place.ended && ['choose', 'called', 'confirm'].includes(place.kind)) ?? null;
}

/** The open places at a host's tables that this meetup's view is to show. */
export function placesAt(docs, meetup) {
  return placesOf(docs).filter((place) => !place.ended && place.meetupId === meetup.id);
}

/** Where two are wanted at once: the others beside `place` that it has to choose from. */
export function othersToChoose(docs, place) {
  return placesOf(docs).filter((other) => !other.ended && other.id !== place.id && overlapsCall(other, place));
}

function overlapsCall(other, place) {
  if (other.kind === 'called' || other.kind === 'choose' || other.kind === 'arrived') return true;
  if (other.kind !== 'booked' && other.kind !== 'confirm') return false;
  const from = place.start ?? place.since;
  return other.start !== null && other.start - 15 * MINUTE <= (place.until ?? from) && from < (other.end ?? other.start);
}

/** Whole minutes until an instant, 1 in the last one, 0 after it; null without one. */
export function minutesTo(at, now) {
  return at === null ? null : Math.max(0, Math.ceil((at - now) / MINUTE));
}

/** Changes whenever a countdown of the open places does: what is drawn by it need not be drawn each second. */
export function countdowns(docs, now) {
  return placesOf(docs).filter(({ ended }) => !ended).map(({ until, confirmBy, start }) => [until, confirmBy, start].map((at) => minutesTo(at, now)).join()).join(';');
}

/* ---- one's own day around a time ---- */

/*
 * {before, after, clashes} of [start, end): each one thing of one's own, {kind: 'session'|'place',
 * id, title, start, end, room}, from the stars and from places that hold a time; before and after
 * are null where that conference day has none. `except`: the id of a place that is not to count.
 */
export function dayAround(docs, stars, { start, end }, { except = null } = {}) {
  const tt = timetable(docs);
  const date = dateOf(start, tt.zone);
  const own = ownDay(docs, tt, stars).filter((one) => one.id !== except && dateOf(one.start, tt.zone) === date);
  return {
    before: own.filter((one) => one.end <= start).sort((a, b) => b.end - a.end)[0] ?? null,
    after: own.filter((one) => one.start >= end).sort((a, b) => a.start - b.start)[0] ?? null,
    clashes: own.filter((one) => one.start < end && one.end > start).sort((a, b) => a.start - b.start),
  };
}

function ownDay(docs, tt, stars) {
  const sessions = stars.map((id) => tt.sessionById.get(id)).filter((one) => one && !one.cancelled)
    .map(({ id, title, start, end, room }) => ({ kind: 'session', id, title, start, end, room }));
  return [...sessions, ...timesHeld(docs)];
}

/** The times that one's own places hold: [{kind: 'place', id, title, start, end, room, meetup}]; title is whom one meets. */
export function timesHeld(docs) {
  return placesOf(docs).filter((one) => HELD.includes(one.state) && one.slot && one.start !== null)
    .map((one) => ({ kind: 'place', id: one.id, title: one.meetup?.person ?? '', start: one.start, end: one.end ?? one.start, room: one.meetup?.place ?? null, meetup: one.meetupId }));
}

/* ---- where a speaker can be met ---- */

/** Meetups that belong to a session, or to its people, and are not over: its own first. */
export function meetupsOfSession(docs, session, people, now) {
  return meetupsOf(docs).filter((one) => (one.session === session || people.includes(one.host)) && !['cancelled', 'ended'].includes(one.state) && now < one.end)
    .sort((a, b) => Number(b.session === session) - Number(a.session === session) || a.start - b.start);
}
