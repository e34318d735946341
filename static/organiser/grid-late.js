/*
 * A room that runs late: which of its sessions is meant, and how late it is. Pure.
 */
import { MINUTE, phaseOf, roomNow } from '../shared/schedule.js';

/** {session, isOn, minutes} of what is on in a room, or comes next there; null: nothing any more today. */
export function lateOf(tt, room, day, clock) {
  const { on, next } = roomNow(tt, room, day, clock);
  const session = on[0] ?? next;
  if (!session) return null;
  const isOn = phaseOf(session, clock) === 'now';
  const late = isOn ? session.end - session.plannedEnd : session.start - session.plannedStart;
  return { session, isOn, minutes: Math.max(0, Math.round(late / MINUTE)) };
}
