/*
 * One day of the programme as the desk's grid: rooms across, time down, a fixed scale. Pure: from
 * the timetable (../shared/schedule.js) to rectangles in pixels of a column; no DOM, no clock.
 *
 * A session stands where it is expected to be, as on the walls. Sessions that overlap in a room
 * share its width; what is too short to be touched is drawn longer and counts as that long.
 */
import { HOUR, MINUTE, lanesOf, startOfDate } from '../shared/schedule.js';

export const SHORTEST_PX = 26;
const TOUCH_PX = 44;
const SCALE_MIN = 1.4;          /* px a minute: half a day on a laptop without losing the small ones */
const SCALE_MAX = 3.2;
const MOST_HOURS = 48;          /* a day document may say anything */

/**
 * {start, end, base, scale, height, hours, columns, blocks}: instants in ms, the rest in px.
 *
 *   hours    [{at, top}], on full hours of the event's zone
 *   columns  [{id, room, blocks}] of the rooms, each with its blocks in time; id and room null: of no room
 *   blocks   Map: id → {id, session, column, top, height, lane, lanes}
 *
 * Rooms are columns, used or not, so that something can be put there; a booth, a table or a lobby is
 * one on days on which it is used. `only`: the one room that is to be seen (a phone), by id.
 */
export function planDay(tt, day, { only } = {}) {
  const axis = axisOf(tt, day);
  const rooms = columnsOf(tt, day).filter(({ id }) => only === undefined || id === only);
  const blocks = new Map();
  const columns = rooms.map((column, index) => {
    const own = day.sessions.filter((one) => roomOf(tt, one) === column.id);
    return { ...column, blocks: placed(own, index, axis, blocks) };
  });
  return { ...axis, columns, blocks };
}

/** The columns that a day has: [{id, room}]. */
export function columnsOf(tt, day) {
  const used = new Set(day.sessions.map((one) => roomOf(tt, one)));
  const columns = tt.rooms.filter((room) => (room.kind ?? 'room') === 'room' || used.has(room.id)).map((room) => ({ id: room.id, room }));
  return used.has(null) ? [...columns, { id: null, room: null }] : columns;
}

/** The room that a session stands in; null: none, or one that is not there. */
function roomOf(tt, { room }) {
  return tt.roomById.has(room) ? room : null;
}

/** Where an instant is, px from the top, held inside the day. */
export function topOf({ start, end, scale }, at) {
  return (Math.min(Math.max(at, start), end) - start) / MINUTE * scale;
}

/* Full hours by the clock of the venue, and an hour more on both sides to move to. */
function axisOf(tt, day) {
  const base = startOfDate(day.date, tt.zone);
  const span = day.documented ? [{ start: day.start, end: day.end }] : [];
  const all = [...span, ...day.sessions];
  const first = all.length ? Math.min(...all.map((one) => one.start)) : base + 5 * HOUR;
  const last = all.length ? Math.max(...all.map((one) => one.end)) : base + 14 * HOUR;
  const start = base + Math.floor((first - base) / HOUR - 1) * HOUR;
  const end = base + Math.min(Math.ceil((last - base) / HOUR + 1), (start - base) / HOUR + MOST_HOURS) * HOUR;
  const scale = scaleOf(day.sessions);
  const hours = [];
  for (let at = start; at <= end; at += HOUR) hours.push({ at, top: (at - start) / MINUTE * scale });
  return { base, start, end, scale, hours, height: (end - start) / MINUTE * scale };
}

/* So that four of five sessions are tall enough for a finger. */
function scaleOf(sessions) {
  const lengths = sessions.map((one) => (one.end - one.start) / MINUTE).filter((n) => n > 0).sort((a, b) => a - b);
  const short = lengths[Math.floor(lengths.length / 5)] ?? 30;
  return Math.round(Math.min(SCALE_MAX, Math.max(SCALE_MIN, TOUCH_PX / short)) * 10) / 10;
}

function placed(sessions, column, axis, blocks) {
  const shortest = SHORTEST_PX / axis.scale * MINUTE;
  const items = sessions.map((session) => ({ session, start: session.start, end: Math.max(session.end, session.start + shortest) }));
  const lanes = lanesOf(items);
  items.sort((a, b) => a.start - b.start || lanes.get(a).lane - lanes.get(b).lane);
  return items.map((item) => {
    const top = topOf(axis, item.start);
    const block = { id: item.session.id, session: item.session, column, top, height: Math.max(SHORTEST_PX, topOf(axis, item.end) - top), ...lanes.get(item) };
    blocks.set(block.id, block);
    return block;
  });
}
