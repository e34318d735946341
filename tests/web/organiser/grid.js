/* A day for the tests of the grid: rooms 101, 102 and a booth, talks by room; times are those of Seoul. */
import { planDay } from '../../../static/organiser/grid-layout.js';
import { timetable } from '../../../static/shared/schedule.js';

export const at = (clock, day = 20) => Date.UTC(2031, 4, day, Number(clock.slice(0, 2)) - 9, Number(clock.slice(3)));
const iso = (ms) => new Date(ms).toISOString().replace('.000Z', 'Z');

export const talk = (id, room, start, duration = 45, more = {}) => ({ id, title: id, room, start: iso(at(start)), duration, status: 'scheduled', people: [], rev: 1, ...more });

export const late = (doc, minutes) => ({
  ...doc, expected_start: iso(Date.parse(doc.start) + minutes * 60_000), expected_end: iso(Date.parse(doc.start) + (doc.duration + minutes) * 60_000),
});

export function docsOf(sessions, more = {}) {
  return {
    event: { main: { zone: 'Asia/Seoul', languages: ['ko', 'en'] } },
    rooms: { r1: { name: '101', order: 1 }, r2: { name: '102', order: 2 }, r3: { name: '103', order: 3 }, b1: { name: 'Booth', kind: 'booth', order: 4 } },
    sessions: Object.fromEntries(sessions.map((one) => [one.id, one])),
    ...more,
  };
}

export function planOf(sessions, options) {
  const docs = docsOf(sessions);
  const tt = timetable(docs);
  return { docs, tt, plan: planDay(tt, tt.days[0], options) };
}
