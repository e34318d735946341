/*
 * The rooms as the desk runs them: what is on in each and what comes, how late it is, and what
 * somebody at the door has said of the seats. Pure functions; no DOM, no words.
 *
 *   {room, on, next, fill, late, seats}
 *
 * on, next   as people at the door see it: what is shown here from another room counts
 * fill       {state: 'free' | 'filling' | 'full' | null, at, minutes, isOld}: minutes since it was said;
 *            isOld, where it says nothing any more of what is on now (schedule.js)
 * late       {session, minutes, isOn} of what a delay would begin with, the room's own: what is on, or
 *            else what comes next and soon; null where nothing does
 * seats      of a room that is full: where those are sent who stand at its door
 */
import { dayShown, delayOf, doorNow, fillHolds, HOUR, isFull, MINUTE, progressOf, roomNow, seatsElsewhere } from '../shared/schedule.js';

export const FILLS = ['free', 'filling', 'full'];
export const MOST_DELAY = 12 * 60;      /* minutes, as the server has it */
const SOON = 2 * HOUR;                  /* what is further off is not late yet */

/** All rooms where people sit, and others as long as they have sessions on this day. */
export function roomsNow(tt, clock) {
  const { day } = dayShown(tt, clock.now);
  return tt.rooms
    .filter((room) => (room.kind ?? 'room') === 'room' || day?.sessions.some((session) => session.room === room.id))
    .map((room) => roomOf(tt, room, day, clock));
}

function roomOf(tt, room, day, clock) {
  const { on, next } = doorNow(tt, room.id, day, clock);
  const slot = on[0] ?? next;
  const seats = isFull(tt, room, clock) && slot ? seatsElsewhere(tt, room.id, slot, clock) : null;
  return { room, on, next, fill: fillOf(tt, room, clock), late: lateOf(tt, room, day, clock), seats };
}

function fillOf(tt, room, clock) {
  const state = FILLS.includes(room.fill) ? room.fill : null;
  const at = Date.parse(room.fill_at ?? '');
  const minutes = Number.isNaN(at) ? null : Math.max(0, Math.floor((clock.now - at) / MINUTE));
  return { state, at: Number.isNaN(at) ? null : at, minutes, isOld: state !== null && !fillHolds(tt, room, clock) };
}

function lateOf(tt, room, day, clock) {
  const { on, next } = roomNow(tt, room.id, day, clock);
  const session = on[0] ?? next;
  if (!session || session.start - clock.now > SOON) return null;
  const isOn = on.length > 0;
  const over = isOn ? progressOf(session, clock.now).over : 0;
  return { session, minutes: delayOf(session) + over, isOn };
}

/** How many rooms want somebody to look again: something is on there, and what was said of them is old. */
export function oldMarks(rooms) {
  return rooms.filter(({ on, fill }) => on.length > 0 && fill.isOld).length;
}

/** What is asked of the server to make it so much later than it is now; null where that is too much. */
export function delayBy({ session, minutes }, more) {
  const all = minutes + more;
  return all <= MOST_DELAY ? { minutes: all, from: session.id } : null;
}
