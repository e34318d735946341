/*
 * What a host may do now: a pure function from the table (../shared/meetups.js), the list of its
 * guests as the server gave it, and the time, to whom it is about and which buttons there are. No
 * DOM, no words, no device clock. The server decides in the end; this keeps buttons away that it
 * would refuse, and says which matters most.
 *
 *   up       who is at the table or called to it: talking first, then arrived, then called
 *   queue    who comes after them, in the order they will be called: seats booked, then the line
 *   first    whom the next call is for, as far as this page can know; null: nobody
 *   bar      the buttons of the table: [{act, ids, primary}], what is to be done first is first
 *   upcoming {start, guests, taken}: the next slot that somebody has booked, or null
 *   clash    minutes by which the present chat runs into it; 0 where it does not
 *
 * A guest is {id, number, slot, state, topic, start, end, present, choose, confirmBy, until, since,
 * name, language, picture, chats, noShows}, with instants as ms.
 */
import { instant, MINUTE } from '../shared/schedule.js';

export const EXTEND_MINUTES = 5;
const EARLY = 5 * MINUTE;       /* so long before its slot somebody who is there may be taken */

const UP = ['talking', 'arrived', 'called'];
/* What each act makes of a place: asked twice, the second finds it done. */
const MAKES = { arrived: 'arrived', start: 'talking', finish: 'done', no_show: 'no_show' };

export function guestFrom(doc) {
  return {
    id: doc.id, number: doc.number, slot: doc.slot ?? null, state: doc.state, topic: doc.topic ?? '',
    start: instant(doc.start), end: instant(doc.end), present: Boolean(doc.present), choose: Boolean(doc.choose),
    confirmBy: instant(doc.confirm_by), until: instant(doc.until), since: instant(doc.since),
    name: doc.name ?? '', language: doc.language ?? '', picture: doc.picture ?? null, chats: doc.chats ?? 0, noShows: doc.no_shows ?? 0,
  };
}

export function deskOf(table, guests, now) {
  const up = UP.flatMap((state) => guests.filter((one) => one.state === state && !isEarly(one, now)));
  const queue = guests.filter((one) => one.state === 'booked' || (one.state === 'waiting' && !one.slot) || isEarly(one, now));
  const upcoming = upcomingOf(queue);
  const first = queue.find((one) => one.slot && hasCome(one, now)) ?? (isRunning(table) ? queue.find((one) => !one.slot) : null) ?? null;
  return { up, queue, first, bar: barOf(table, up, first), upcoming, clash: clashOf(table, up, upcoming, now) };
}

/** The buttons of one guest, where there are several, or where it is not this one's turn. */
export function actsOf(guest, now) {
  if (guest.state === 'talking') return ['finish'];
  if (guest.state === 'arrived') return isEarly(guest, now) ? ['start'] : ['start', 'no_show'];
  if (guest.state === 'called') return ['arrived', 'start', 'no_show'];
  if (guest.state !== 'booked') return [];
  return hasCome(guest, now) ? ['arrived', 'start', 'no_show'] : ['arrived', 'start'];
}

/** Whether somebody who did not come may still be taken: while the slot lasts, or the table is held. */
export function mayReturn(missed, table, now) {
  if (table.state === 'ended' || table.state === 'cancelled') return false;
  return now < (missed.end ?? table.end);
}

/** Whether a refusal says that the act was done before. */
export function isDone(act, state) {
  return MAKES[act] !== undefined && MAKES[act] === state;
}

/** {minutes, left, over, share} of a chat: minutes since it began, whole minutes left or over, how much of its time is gone. */
export function chatTime({ since, until }, now) {
  const minutes = Math.max(0, Math.floor((now - (since ?? now)) / MINUTE));
  if (until === null || since === null || until <= since) return { minutes, left: null, over: 0, share: 0 };
  return {
    minutes,
    left: Math.max(0, Math.ceil((until - now) / MINUTE)),
    over: Math.max(0, Math.floor((now - until) / MINUTE)),
    share: Math.min(1, Math.max(0, (now - since) / (until - since))),
  };
}

/** "2:05" until then; '0:00' when it is over. */
export function countdown(until, now) {
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/* Is at the table before its slot: the line goes on until then. */
function isEarly({ state, start }, now) {
  return state === 'arrived' && start !== null && start > now + EARLY;
}

function hasCome({ start }, now) {
  return start !== null && start <= now;
}

function upcomingOf(queue) {
  const booked = queue.filter((one) => one.slot && one.start !== null);
  if (!booked.length) return null;
  const start = Math.min(...booked.map((one) => one.start));
  const guests = booked.filter((one) => one.start === start);
  return { start, guests, slot: guests[0].slot };
}

/* A chat of the same slot is no clash: somebody joins it. */
function clashOf({ slots }, up, upcoming, now) {
  const [talking] = up.filter(({ state }) => state === 'talking');
  if (!talking || !upcoming || talking.slot === upcoming.slot) return 0;
  const length = slots.length ? slots[0].end - slots[0].start : 0;
  const end = Math.max(now, talking.until ?? (talking.since ?? now) + length);
  return Math.max(0, Math.ceil((end - upcoming.start) / MINUTE));
}

function barOf(table, up, first) {
  const of = (state) => up.filter((one) => one.state === state).map(({ id }) => id);
  const [talking, arrived, called] = UP.map(of);
  const call = arrived.length || called.length ? null : callOf(table, first);
  const acts = [];
  const add = (act, ids = []) => acts.push({ act, ids, primary: acts.length === 0 });
  if (talking.length) {
    add('finish', talking);
    add('extend', talking);
    if (call) add(call);
  } else if (arrived.length) {
    add('start', arrived);
    if (up.length === 1) add('no_show', arrived);
  } else if (called.length) {
    add('arrived', called);
    add('start', called);
    if (up.length === 1) add('no_show', called);
  } else if (call) {
    add(call);
  }
  if (isRunning(table)) add('pause');
  if (table.state === 'paused' && !acts.some(({ act }) => act === 'resume')) add('resume');
  return acts;
}

/* What begins with the next guest. */
function callOf(table, first) {
  if (table.state === 'paused') return 'resume';
  return first && (isRunning(table) || table.state === 'ahead') ? 'next' : null;
}

function isRunning({ state }) {
  return state === 'open' || state === 'closed';
}
