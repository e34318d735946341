/*
 * Meetups as pages see them: pure functions from the live documents (`meetups`, `slots`, `lines`,
 * and the timetable's for names) and the server's time to "which tables are there, who is there
 * now, who is next, what is free". No DOM, no words, no device clock.
 *
 * A table is one meetup, with everything about it in one object:
 *
 *   id, title, note        texts; title may be '': then the host's name says it
 *   minutes, seats         of a slot, as planned
 *   host                   {id, name, company}; session {id, title} or null: the talk it belongs to
 *   place, placeName       a room's id and its name
 *   plannedStart, plannedEnd, start, end    instants; start and end are the expected ones
 *   late                   minutes by which it opens, or with it closes, later than planned
 *   state                  'ahead', 'open', 'paused', 'closed' (nobody new), 'cancelled', 'ended'
 *   pausedUntil, opens     instants or null; draw: who asks in the first minute of `opens` is drawn
 *   walkIn, waiting, waitMinutes ([low, high] or null), present, chats, noShows
 *   now, next              guests (below); called, arrived, talking: those of `now` by state
 *   slots, free            all of its slots in order, and those that can still be booked
 *
 * A guest is {number, state, slot, since, until, name, picture, attendee}; name, picture and
 * attendee are null where he does not show himself: then his number is called out. A slot is
 * {id, meetup, start, end, plannedStart, seats, free, waiting, topics}.
 */
import { dateOf, instant, timetable, MINUTE } from './schedule.js';

const LINGER = 30 * MINUTE; // how long a table that is over is still shown
const GRACE = MINUTE; // by then a server that answers has told what its clock has changed
const HELD = ['open', 'paused', 'closed'];
const NOTHING = {};

const memo = new WeakMap();

/**
 * All tables, in the order of places and times. `now` is the server's time, `heard` the last moment
 * at which the server was heard: what the clock alone changes goes on without it.
 */
export function tables(docs, now, heard = now) {
  return known(docs).map((table) => inTime(table, now, heard));
}

/**
 * The same without the time, once for each identity of `docs`: states as the server has `said` them last,
 * `guests` for all who are there, and neither `state` nor `free`.
 */
export function tablesTold(docs) {
  return known(docs);
}

/** The table of this meetup, or null. */
export function tableOf(docs, meetup, now, heard = now) {
  const table = known(docs).find(({ id }) => id === meetup);
  return table ? inTime(table, now, heard) : null;
}

/**
 * What a wall shows: {shown, next, over}. `shown` are today's tables that are open or will be, what was
 * cancelled until it would have ended, what has ended for half an hour: first those whose time has
 * come, by their places, then the others by time, the ended ones last. `next`, {at, count}, says when
 * and how many open on the next day that has any; null where none do. `over`: something was today.
 */
export function tablesToday(docs, now, heard = now) {
  const { zone } = timetable(docs);
  const today = dateOf(now, zone);
  const all = tables(docs, now, heard);
  const shown = all.filter((t) => (dateOf(t.start, zone) === today || t.start <= now) && lasts(t, now));
  shown.sort((a, b) => turnOf(a, now) - turnOf(b, now) || (turnOf(a, now) === 1 ? a.start - b.start : 0));
  const later = all.filter((t) => t.start > now && dateOf(t.start, zone) !== today && t.state !== 'cancelled');
  const over = all.some((t) => dateOf(t.start, zone) === today);
  if (!later.length) return { shown, next: null, over };
  const at = Math.min(...later.map(({ start }) => start));
  return { shown, next: { at, count: later.filter(({ start }) => dateOf(start, zone) === dateOf(at, zone)).length }, over };
}

/**
 * The table that a screen at this place belongs to now: the one that is held, else the next of today,
 * else what has just ended or is cancelled; null where there is none.
 */
export function tableAt(docs, place, now, heard = now) {
  const here = tablesToday(docs, now, heard).shown.filter((t) => t.place === place);
  const ahead = here.filter((t) => t.state === 'ahead').sort((a, b) => a.start - b.start);
  return here.find((t) => isHeld(t) && turnOf(t, now) === 0) ?? ahead[0] ?? here.at(-1) ?? null;
}

/** All who are called at these tables, who was first, first: [{guest, table}]. */
export function calls(list) {
  const all = list.flatMap((table) => table.called.map((guest) => ({ guest, table })));
  return all.sort((a, b) => (a.guest.since ?? 0) - (b.guest.since ?? 0) || a.guest.number - b.guest.number);
}

/** The places that have tables on any day, in order: a place keeps its hue and mark by them. */
export function placesOf(docs) {
  return [...new Set(known(docs).map(({ place }) => place))];
}

/** Whether the host is, or should be, at the table. */
export function isHeld({ state }) {
  return HELD.includes(state);
}

/** Whether somebody who walks by can have a chat at once. */
export function isVacant({ state, walkIn, now, next, waiting }) {
  return state === 'open' && walkIn && !now.length && !next.length && !waiting;
}

/* ---- documents → tables ---- */

/* What the documents say, whatever the time; once for each identity of `docs`. */
function known(docs) {
  const key = docs ?? NOTHING;
  if (!memo.has(key)) memo.set(key, normalise(key));
  return memo.get(key);
}

function normalise(docs) {
  const tt = timetable(docs);
  const order = new Map(tt.rooms.map(({ id }, i) => [id, i]));
  const slots = slotsByMeetup(docs.slots);
  const all = Object.entries(docs.meetups ?? {})
    .map(([id, doc]) => tableFrom({ ...doc, id }, docs.lines?.[id] ?? {}, slots.get(id) ?? [], { tt, people: docs.people ?? {} }))
    .filter(Boolean);
  const rank = ({ place }) => order.get(place) ?? order.size;
  return all.sort((a, b) => rank(a) - rank(b) || a.start - b.start || a.id.localeCompare(b.id, 'en', { numeric: true }));
}

function tableFrom(doc, line, slots, { tt, people }) {
  const plannedStart = instant(doc.start);
  const plannedEnd = instant(doc.end);
  if (plannedStart === null || plannedEnd === null) return null;
  const start = instant(line.expected_start) ?? plannedStart;
  const end = Math.max(start, instant(line.expected_end) ?? plannedEnd);
  const session = tt.sessionById.get(doc.session);
  return {
    id: doc.id, title: doc.title ?? '', note: doc.note ?? '', minutes: doc.slot_minutes ?? 0, seats: doc.seats ?? 1,
    host: { id: doc.host, name: people[doc.host]?.name ?? '', company: people[doc.host]?.company ?? '' },
    session: session ? { id: session.id, title: session.title } : null,
    place: doc.place, placeName: tt.roomById.get(doc.place)?.name ?? doc.place ?? '',
    plannedStart, plannedEnd, start, end, late: Math.max(0, Math.round((start - plannedStart) / MINUTE)),
    said: line.state ?? (doc.status === 'open' || !doc.status ? 'ahead' : doc.status),
    pausedUntil: instant(line.paused_until), opens: instant(doc.opens), draw: Boolean(doc.draw),
    walkIn: line.walk_in ?? doc.walk_in ?? false, waiting: line.waiting ?? 0, waitMinutes: line.wait_minutes ?? null,
    present: line.present ?? 0, chats: line.chats ?? 0, noShows: line.no_shows ?? 0,
    guests: (line.now ?? []).map(guestFrom), next: (line.next ?? []).map(guestFrom), slots,
  };
}

function guestFrom(doc) {
  return { ...doc, slot: doc.slot ?? null, since: instant(doc.since), until: instant(doc.until), name: doc.name ?? null, picture: doc.picture ?? null, attendee: doc.attendee ?? null };
}

function slotsByMeetup(docs) {
  const all = new Map();
  for (const [id, doc] of Object.entries(docs ?? {})) {
    if (!all.has(doc.meetup)) all.set(doc.meetup, []);
    all.get(doc.meetup).push(slotFrom(id, doc));
  }
  for (const slots of all.values()) slots.sort((a, b) => a.start - b.start || a.plannedStart - b.plannedStart);
  return all;
}

function slotFrom(id, doc) {
  const plannedStart = instant(doc.start) ?? 0;
  return {
    id, meetup: doc.meetup, plannedStart, start: instant(doc.expected_start) ?? plannedStart, end: instant(doc.expected_end) ?? instant(doc.end) ?? plannedStart,
    seats: doc.seats ?? 1, free: doc.free ?? 0, waiting: doc.waiting ?? 0, topics: doc.topics ?? [],
  };
}

/* ---- tables in time ---- */

function inTime({ said, guests, ...table }, now, heard) {
  const untold = (at) => now >= at && heard < at + GRACE; // the server had no chance to say what follows
  const present = guests.filter((g) => !(g.state === 'called' && g.until !== null && now >= g.until + GRACE && heard < g.until + GRACE));
  const byState = (state) => present.filter((g) => g.state === state);
  const talking = byState('talking');
  const goesOn = talking.length > 0 && now < table.end + LINGER;
  const state = stateOf(said, table, goesOn, untold);
  return {
    ...table, state, now: present, called: byState('called'), arrived: byState('arrived'), talking,
    free: ['ahead', 'open', 'paused'].includes(state) ? table.slots.filter((s) => s.free > 0 && s.start > now) : [],
  };
}

/* The desk's word rules: an `ahead` may wait for a talk that runs over, an `open` for a chat that does. */
function stateOf(said, { start, end }, goesOn, untold) {
  if (said === 'cancelled' || said === 'ended') return said;
  if (untold(end) && !goesOn) return 'ended';
  return said === 'ahead' && untold(start) ? 'open' : said;
}

/* 0: its time has come, 1: it comes, 2: it is over. */
function turnOf(table, now) {
  if (table.state === 'ended') return 2;
  const opened = table.state === 'open' || table.state === 'paused';
  return opened || table.start <= now || table.plannedStart <= now ? 0 : 1;
}

function lasts({ state, end, plannedEnd }, now) {
  if (state === 'ended') return now < Math.max(end, plannedEnd) + LINGER;
  return state === 'cancelled' ? now < Math.max(end, plannedEnd) : true;
}
