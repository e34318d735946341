/*
 * My day as a list: what somebody starred, and the times that are booked with speakers, in the order of time, with what
 * lies between those still to come. Pure functions over the timetable of shared/schedule.js; all by expected times.
 */
import { MINUTE, dateOf, phaseOf } from '../shared/schedule.js';

const GAP_MINUTES = 20; // less than that is the way to the next room

/*
 * {days: [{day, entries}], missing}: only days with a star or a booking; `missing` are ids of stars whose
 * session is not in the programme (hidden, or without a time). `booked` as meet-plan.js has them: {id, title,
 * start, end, room, meetup}; they stand among the sessions, with `meetup` set. Entries, in order:
 *
 *   {kind: 'session', session, phase, replacement, again}  phase as in phaseOf
 *   {kind: 'place', session, phase}            a time booked with a speaker
 *   {kind: 'clash', session, other, minutes}   before `session`; `other` stands above it
 *   {kind: 'gap', start, end, minutes}
 *   {kind: 'walk', from, to, minutes}          little time to another room; 0: at once
 *   {kind: 'now'}                              nothing is on: the line between past and to come
 */
export function planOf(tt, ids, clock, booked = []) {
  const wanted = new Set(ids);
  const days = [];
  for (const day of tt.days) {
    const places = booked.filter((one) => dayOf(tt, one) === day);
    const sessions = [...day.sessions.filter((session) => wanted.has(session.id)), ...places].sort(inOrder);
    if (sessions.length) days.push({ day, entries: entriesOf(tt, sessions, clock) });
  }
  return { days, missing: [...wanted].filter((id) => !tt.sessionById.has(id)) };
}

/* Of days that run past midnight, the one that is not over; else the date's. */
function dayOf(tt, { start }) {
  return tt.days.find((day) => day.documented && start >= day.start && start < day.end) ?? tt.days.find((day) => day.date === dateOf(start, tt.zone));
}

function inOrder(a, b) {
  return a.start - b.start || a.end - b.end || a.id.localeCompare(b.id);
}

function entriesOf(tt, sessions, clock) {
  const entries = [];
  const held = sessions.filter((session) => !session.cancelled);
  let before = null; // what was held last: the one that ends latest
  let gapAt = 0; // where a gap after it would stand: before what is cancelled
  for (const session of sessions) {
    const phase = phaseOf(session, clock);
    if (!session.cancelled) {
      const between = before && phase === 'later' ? betweenOf(before, session) : null;
      if (between) entries.splice(between.kind === 'gap' ? gapAt : entries.length, 0, between);
      for (const other of held) {
        const minutes = inOrder(other, session) < 0 ? clashOf(other, session, clock) : 0;
        if (minutes > 0) entries.push({ kind: 'clash', session, other, minutes });
      }
    }
    if (session.meetup) entries.push({ kind: 'place', session, phase });
    const replacement = session.cancelled ? tt.sessionById.get(session.replacedBy) ?? null : null;
    if (!session.meetup) entries.push({ kind: 'session', session, phase, replacement, again: againOf(tt, session, held, clock) });
    if (session.cancelled) continue;
    gapAt = entries.length;
    if (!before || session.end >= before.end) before = session;
  }
  return withNow(entries, clock);
}

/* What lies between two sessions, if it is worth a word. */
function betweenOf(before, session) {
  const minutes = Math.floor((session.start - before.end) / MINUTE);
  if (minutes >= GAP_MINUTES) return { kind: 'gap', start: before.end, end: session.start, minutes };
  const elsewhere = before.room && session.room && before.room !== session.room;
  return minutes >= 0 && elsewhere ? { kind: 'walk', from: before.room, to: session.room, minutes } : null;
}

/** By how many minutes two sessions, or a booking, overlap that both are still to be seen; 0: not at all. */
export function clashOf(a, b, clock) {
  if (a.cancelled || b.cancelled || [a, b].some((one) => phaseOf(one, clock) === 'past')) return 0;
  return Math.max(0, Math.ceil((Math.min(a.end, b.end) - Math.max(a.start, b.start)) / MINUTE));
}

/* The same talk at another time, where it overlaps another of one's own and then would not. */
function againOf(tt, session, held, clock) {
  const others = held.filter((one) => one.id !== session.id);
  if (!session.cancelled && !others.some((other) => clashOf(session, other, clock))) return null;
  const title = JSON.stringify(session.title);
  return tt.sessions.find((one) => one.id !== session.id && one.id !== session.replacedBy && JSON.stringify(one.title) === title && session.title
    && !one.cancelled && phaseOf(one, clock) === 'later' && !others.some((other) => other.id === one.id || clashOf(one, other, clock))) ?? null;
}

/* The line stands where nothing is on, between what is over and what is to come. */
function withNow(entries, { now }) {
  const sessions = entries.filter((entry) => ['session', 'place'].includes(entry.kind) && !entry.session.cancelled);
  if (sessions.some((entry) => entry.phase === 'now')) return entries;
  const over = sessions.filter((entry) => entry.phase === 'past');
  const next = sessions.find((entry) => entry.phase === 'later');
  if (!over.length || !next) return entries;
  const at = entries.findIndex((entry) => entry === next || (entry.kind === 'walk' && entries[entries.indexOf(entry) + 1] === next)
    || (entry.kind === 'gap' && entry.start <= now && now < entry.end) || (entry.kind === 'clash' && entry.session === next.session));
  return entries.toSpliced(at, 0, { kind: 'now' });
}
