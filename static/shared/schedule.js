/*
 * The timetable as pages see it: pure functions from the live documents (contract.md) and the
 * server's time to "what is on, what is next, what has changed". No DOM, no device clock.
 *
 * Everything starts with timetable(docs), which normalises the documents once for each
 * identity of `docs` and is cheap to call again. A `clock` below is {now, heard}: the server's
 * time, and the last moment at which the server was heard (equal to now while it answers).
 */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
const DAY_STARTS_AT = 4; // o'clock, local: what begins before belongs to the evening before
const OVER_GRACE = MINUTE; // a `live` that is over for less than this is only news on its way
const LINGER = 30 * MINUTE; // how long a finished day stays before the next one takes the board
const CHIP_MINUTES = 20;
const FULL_AGES = 20 * MINUTE;

/* ---- local time ---- */

const wallClocks = new Map();

function wallClock(zone) {
  if (!wallClocks.has(zone)) {
    const options = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' };
    wallClocks.set(zone, new Intl.DateTimeFormat('en-CA', { ...options, timeZone: zone }));
  }
  return wallClocks.get(zone);
}

/* Without an event's zone, or with one that this device doesn't know, its own is the best guess: it hangs at the venue. */
function knownZone(zone) {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  try {
    wallClock(zone || own);
    return zone || own;
  } catch {
    return own;
  }
}

function wallParts(at, zone) {
  const parts = {};
  for (const { type, value } of wallClock(zone).formatToParts(at)) parts[type] = Number(value);
  return parts;
}

const pad = (n) => String(n).padStart(2, '0');

/* The conference day of an instant, "2019-08-29", cut at 04:00 local. */
export function dateOf(at, zone) {
  const { year, month, day } = wallParts(at - DAY_STARTS_AT * HOUR, zone);
  return `${year}-${pad(month)}-${pad(day)}`;
}

/* The instant at which a conference day starts. Twice, because the first guess may sit on the other side of a change of clocks. */
export function startOfDate(date, zone) {
  const wanted = Date.parse(`${date}T${pad(DAY_STARTS_AT)}:00:00Z`);
  let at = wanted;
  for (let i = 0; i < 2; i++) {
    const p = wallParts(at, zone);
    at += wanted - Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second);
  }
  return at;
}

function dateAfter(date) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 24 * HOUR).toISOString().slice(0, 10);
}

/* ---- documents → timetable ---- */

const memo = new WeakMap();

/*
 * {event, zone, rooms[], tracks[], sessions[], days[], announcements[], roomById, sessionById,
 * trackById}: sorted, hidden and unscheduled sessions left out, instants as numbers.
 */
export function timetable(docs) {
  const key = docs ?? NOTHING;
  if (!memo.has(key)) memo.set(key, normalise(key));
  return memo.get(key);
}

const NOTHING = {};

function normalise(docs) {
  const event = docs.event?.main ?? {};
  const zone = knownZone(event.zone);
  const people = docs.people ?? {};
  const rooms = list(docs.rooms).sort((a, b) => (a.order ?? 1e9) - (b.order ?? 1e9) || a.id.localeCompare(b.id, 'en', { numeric: true }));
  const tracks = list(docs.tracks).sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
  const sessions = list(docs.sessions).map((doc) => sessionOf(doc, people)).filter(Boolean);
  sessions.sort((a, b) => a.start - b.start || a.end - b.end || a.id.localeCompare(b.id));
  return {
    event, zone, rooms, tracks, sessions,
    days: daysOf(list(docs.days), sessions, zone),
    announcements: list(docs.announcements),
    roomById: byId(rooms), trackById: byId(tracks), sessionById: byId(sessions),
  };
}

function list(collection) {
  return Object.entries(collection ?? {}).map(([id, doc]) => ({ id, ...doc }));
}

function byId(items) {
  return new Map(items.map((item) => [item.id, item]));
}

/* An RFC 3339 text as a number, or null. */
export function instant(value) {
  const at = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(at) ? null : at;
}

function sessionOf(doc, people) {
  const plannedStart = instant(doc.start);
  if (plannedStart === null || doc.status === 'hidden') return null;
  const plannedEnd = plannedStart + Math.max(0, doc.duration ?? 0) * MINUTE;
  const start = instant(doc.expected_start) ?? plannedStart;
  const end = Math.max(start, instant(doc.expected_end) ?? start + (plannedEnd - plannedStart));
  return {
    id: doc.id, title: doc.title ?? '', room: doc.room ?? null, alsoIn: doc.also_in ?? [], track: doc.track ?? null, type: doc.type ?? '',
    status: doc.status ?? 'scheduled', cancelled: doc.status === 'cancelled',
    plannedStart, plannedEnd, start, end,
    people: (doc.people ?? []).map((p) => nameOf(p, people)).filter(Boolean),
    movedFrom: movedFrom(doc), replacedBy: doc.replaced_by ?? null, note: doc.note ?? null,
  };
}

function nameOf(person, people) {
  return typeof person === 'string' ? people[person]?.name : person?.name;
}

function movedFrom(doc) {
  const from = doc.moved_from;
  if (!from) return null;
  const start = instant(from.start) ?? instant(doc.start);
  const room = from.room ?? doc.room ?? null;
  if (room === (doc.room ?? null) && start === instant(doc.start)) return null;
  return { room, start, at: instant(from.at) };
}

/* ---- days ---- */

/*
 * The event's days in order, each {id, date, number, start, end, sessions, first, last}; days
 * that only sessions speak of are added. A session belongs to the day document whose span
 * holds its planned start, or else to its local date.
 */
function daysOf(dayDocs, sessions, zone) {
  const days = new Map();
  for (const doc of dayDocs) {
    if (doc.date) days.set(doc.date, dayOf(doc.date, zone, doc));
  }
  for (const session of sessions) {
    const spanned = [...days.values()].find((d) => d.documented && session.plannedStart >= d.start && session.plannedStart < d.end);
    const date = spanned?.date ?? dateOf(session.plannedStart, zone);
    if (!days.has(date)) days.set(date, dayOf(date, zone));
    days.get(date).sessions.push(session);
  }
  const sorted = [...days.values()].sort((a, b) => a.date.localeCompare(b.date));
  sorted.forEach((day, i) => finishDay(day, i + 1));
  return sorted;
}

function dayOf(date, zone, doc = {}) {
  const start = instant(doc.start);
  const end = instant(doc.end);
  return {
    date, id: doc.id ?? date, documented: start !== null && end !== null,
    start: start ?? startOfDate(date, zone), end: end ?? startOfDate(dateAfter(date), zone), sessions: [],
  };
}

function finishDay(day, number) {
  const held = day.sessions.filter((s) => !s.cancelled);
  day.number = number;
  day.first = held.length ? Math.min(...held.map((s) => s.start)) : day.start;
  day.last = held.length ? Math.max(...held.map((s) => s.end)) : day.end;
}

/*
 * Which day a board shows: {day, mode, next}. mode: 'empty' (no days at all), 'before' (day has
 * not begun), 'during', 'over' (day has just ended, `next` comes), 'closed' (the last one is over).
 */
export function dayShown(tt, now) {
  const days = tt.days.some((d) => d.sessions.length) ? tt.days.filter((d) => d.sessions.length) : tt.days;
  if (!days.length) return { day: null, mode: 'empty', next: null };
  const ahead = days.findIndex((d) => now < d.last);
  const ended = ahead < 0 ? days.at(-1) : days[ahead - 1];
  if (ahead < 0) return { day: ended, mode: 'closed', next: null };
  const day = days[ahead];
  if (now >= day.first) return { day, mode: 'during', next: null };
  if (ended && now < ended.last + LINGER && now < day.first - HOUR) return { day: ended, mode: 'over', next: day };
  return { day, mode: 'before', next: null };
}

/* ---- one session in time ---- */

/*
 * 'later', 'now', 'past', or 'off' (cancelled, its slot not yet over). The desk's word rules: an
 * `ended` is over before its time, a `live` has begun early or runs over. But a `live` that we
 * could not have been told the end of (the server went before) ends by the clock.
 */
export function phaseOf(session, { now, heard = now }) {
  if (session.cancelled) return now < Math.max(session.end, session.plannedEnd) ? 'off' : 'past';
  if (session.status === 'ended') return 'past';
  if (now >= session.end) return runsOver(session, now, heard) ? 'now' : 'past';
  return now >= session.start || session.status === 'live' ? 'now' : 'later';
}

function runsOver(session, now, heard) {
  return session.status === 'live' && session.end > session.start && now > session.end && heard >= session.end + OVER_GRACE;
}

/* {share 0…1, left, over}: whole minutes, `left` counted so that 1 means "the last minute". */
export function progressOf(session, now) {
  const length = session.end - session.start;
  const share = length > 0 ? Math.min(1, Math.max(0, (now - session.start) / length)) : 1;
  return {
    share,
    left: Math.max(0, Math.ceil((session.end - now) / MINUTE)),
    over: Math.max(0, Math.floor((now - session.end) / MINUTE)),
  };
}

/* How many minutes it begins late, or, where it began in time, ends late. */
export function delayOf(session) {
  const begins = Math.round((session.start - session.plannedStart) / MINUTE);
  return begins > 0 ? begins : Math.max(0, Math.round((session.end - session.plannedEnd) / MINUTE));
}

/* ---- one room ---- */

/* The room whose id or name (in any language, whatever the case) was asked for, or null. */
export function findRoom(tt, asked) {
  const wanted = String(asked ?? '').trim().toLowerCase();
  const names = (room) => (typeof room.name === 'object' ? Object.values(room.name ?? {}) : [room.name]);
  return tt.roomById.get(asked) ?? tt.rooms.find((room) => [room.id, ...names(room)].some((n) => String(n ?? '').toLowerCase() === wanted)) ?? null;
}

/*
 * {on[], next, later[], off[], gone[]} of a room on a day: what is on, the first to come, the
 * rest, what was cancelled and would still be on or come, and what moved away (see goneFrom).
 */
export function roomNow(tt, roomId, day, clock) {
  return viewOf((day?.sessions ?? []).filter((s) => s.room === roomId), goneFrom(tt, roomId, clock), clock);
}

/* The same as people at the room's door see it: with what is shown there from another room. */
export function doorNow(tt, roomId, day, clock) {
  const gone = goneFrom(tt, roomId, clock).filter((g) => g.sameRoom || !isShownIn(g.session, roomId));
  return viewOf((day?.sessions ?? []).filter((s) => isShownIn(s, roomId)), gone, clock);
}

/* Whether a session takes place in the room or is broadcast to it. */
export function isShownIn(session, roomId) {
  return session.room === roomId || session.alsoIn.includes(roomId);
}

function viewOf(sessions, gone, clock) {
  const view = { on: [], next: null, later: [], off: [], gone };
  for (const session of sessions) {
    const phase = phaseOf(session, clock);
    if (phase === 'now') view.on.push(session);
    else if (phase === 'off') view.off.push(session);
    else if (phase === 'later' && !view.next) view.next = session;
    else if (phase === 'later') view.later.push(session);
  }
  return view;
}

/*
 * What left this room's slots: {session, from, until, sameRoom}, kept until the talk would have
 * ended here. A talk that was cancelled after its move leaves no arrow, it is not elsewhere.
 */
export function goneFrom(tt, roomId, { now }) {
  const gone = [];
  for (const session of tt.sessions) {
    const from = session.movedFrom;
    if (!from || from.room !== roomId || session.cancelled) continue;
    const until = from.start + (session.plannedEnd - session.plannedStart);
    if (now < until) gone.push({ session, from: from.start, until, sameRoom: session.room === roomId });
  }
  return gone;
}

/*
 * Whether the mark of how full a room is still says something. It was made for the people then at
 * the door: it holds for the talk it was made before or in, and otherwise ages.
 */
export function fillHolds(tt, room, { now, heard = now }) {
  if (!room?.fill) return false;
  const made = instant(room.fill_at);
  if (made === null || now - made < FULL_AGES) return true;
  return tt.sessions.some((s) => isShownIn(s, room.id) && phaseOf(s, { now, heard }) === 'now' && made >= s.start - FULL_AGES);
}

/* Whether a room counts as full. */
export function isFull(tt, room, clock) {
  return room?.fill === 'full' && fillHolds(tt, room, clock);
}

/*
 * Up to `count` other rooms with seats, for a person turned away at this door: [{room, session}],
 * a session in the same slot each, first where the very same is shown, then emptiest first. A room
 * that was full for another talk comes as one that is filling.
 */
export function seatsElsewhere(tt, roomId, slot, clock, count = 3) {
  const choices = [];
  for (const room of tt.rooms) {
    if (room.id === roomId || (room.kind ?? 'room') !== 'room' || isFull(tt, room, clock)) continue;
    const here = tt.sessions.filter((s) => isShownIn(s, room.id) && s.type !== 'break' && sameSlot(s, slot, clock));
    const session = here.find((s) => s.id === slot.id) ?? here[0];
    if (session) choices.push({ room, session });
  }
  const rank = ({ room, session }) => (session.id === slot.id ? 0 : 2) + (room.fill === 'filling' || room.fill === 'full' ? 1 : 0);
  choices.sort((a, b) => rank(a) - rank(b) || (b.room.capacity ?? 0) - (a.room.capacity ?? 0));
  return choices.slice(0, count);
}

function sameSlot(session, slot, clock) {
  const phase = phaseOf(session, clock);
  return (phase === 'now' || phase === 'later') && session.start < slot.end && session.end > Math.max(slot.start, clock.now);
}

/* ---- what changed ---- */

/* How a session differs from the programme as planned: 'cancelled', 'moved', 'retimed', 'delayed', or null. */
export function changeOf(session) {
  if (session.cancelled) return 'cancelled';
  if (session.movedFrom) return session.movedFrom.room === session.room ? 'retimed' : 'moved';
  return delayOf(session) > 0 ? 'delayed' : null;
}

/*
 * Whether a session wears the chip of its change, and how loudly: 'fresh', 'standing', or null.
 * A move that everyone has had time to see, of a talk that has begun, is no news any more.
 */
export function chipOf(session, seenAt, { now }) {
  const change = changeOf(session);
  if (!change) return null;
  const at = session.movedFrom?.at ?? seenAt ?? null;
  if (at !== null && now - at < CHIP_MINUTES * MINUTE) return 'fresh';
  return (change === 'moved' || change === 'retimed') && now >= session.start ? null : 'standing';
}

/*
 * The rail's list: the day's changes that still matter, newest first: [{kind, session, at}].
 * `seen` maps a session's id to the time at which this screen saw it change. A delay goes through
 * a whole room; only its first talk is listed.
 */
export function changesOfDay(day, seen, clock) {
  const changes = [];
  const late = new Set();
  for (const session of day?.sessions ?? []) {
    const kind = changeOf(session);
    if (!kind || phaseOf(session, clock) === 'past') continue;
    if (kind === 'delayed' && late.has(session.room)) continue;
    if (kind === 'delayed') late.add(session.room);
    changes.push({ kind, session, at: session.movedFrom?.at ?? seen.get(session.id) ?? null });
  }
  return changes.sort((a, b) => (b.at ?? 0) - (a.at ?? 0) || a.session.start - b.session.start);
}

/* Ids of the sessions that a visitor would see differently in `after`: they turn once. */
export function changedBetween(before, after) {
  const changed = [];
  for (const session of after.sessions) {
    const old = before.sessionById.get(session.id);
    if (!old || shownAs(old) !== shownAs(session)) changed.push(session.id);
  }
  return changed;
}

function shownAs(s) {
  return JSON.stringify([s.title, s.room, s.alsoIn, s.start, s.plannedStart, s.end, s.cancelled, s.replacedBy, s.people]);
}

/* {urgent[], info[]}: announcements of this moment, newest first. */
export function announcementsNow(tt, now) {
  const current = tt.announcements.filter((a) => (instant(a.from) ?? 0) <= now && now < (instant(a.until) ?? Infinity));
  current.sort((a, b) => (instant(b.from) ?? 0) - (instant(a.from) ?? 0) || b.id.localeCompare(a.id));
  return { urgent: current.filter((a) => a.level === 'urgent'), info: current.filter((a) => a.level !== 'urgent') };
}

/* ---- the day as columns ---- */

/*
 * How a day is laid out: {columns: [{room, sessions}], bands: [{sessions, session, rooms}],
 * alongside: [session]}. Columns are rooms that run beside each other. A band is one thing for
 * several or all columns: a break at the same time in them, a lunch in the lobby, a keynote in a
 * hall of its own; `rooms` is null for all columns or the ids it covers. What is elsewhere
 * while talks run (booths, a cloakroom) goes alongside.
 */
export function arrangeDay(tt, day) {
  const rooms = columnRooms(tt, day);
  const ids = new Set(rooms.map((r) => r.id));
  const shared = sharedBands(day.sessions.filter((s) => ids.has(s.room)));
  const inBand = new Set(shared.flatMap((band) => band.sessions.map((s) => s.id)));
  const columns = rooms.map((room) => ({ room, sessions: day.sessions.filter((s) => s.room === room.id && !inBand.has(s.id)) }));
  const bands = [...shared];
  const alongside = [];
  for (const session of day.sessions.filter((s) => !ids.has(s.room))) {
    if (!isStall(tt, session) && freeColumns(session, columns) * 2 > columns.length) bands.push({ session, sessions: [session], rooms: null });
    else alongside.push(session);
  }
  return { columns, bands, alongside };
}

function columnRooms(tt, day) {
  const used = tt.rooms.filter((room) => day.sessions.some((s) => s.room === room.id || s.movedFrom?.room === room.id));
  const halls = used.filter((room) => (room.kind ?? 'room') === 'room');
  const columns = halls.filter((room) => !isHallOfItsOwn(room, halls, day));
  return columns.length ? columns : halls.length ? halls : used;
}

/* The rooms that are a column on some day: they get hues and marks, in this order. */
export function signedRooms(tt) {
  tt.signed ??= tt.rooms.filter((room) => tt.days.some((day) => columnRooms(tt, day).includes(room)));
  return tt.signed;
}

/* Whether hue and mark go by track, as they do where the programme has several, or else by room. */
export function isByTrack(tt) {
  tt.byTrack ??= tt.tracks.length > 1 && tt.sessions.some((s) => s.track);
  return tt.byTrack;
}

/* Which hue and mark a session has; -1: none. */
export function signIndex(tt, session) {
  return isByTrack(tt) ? tt.tracks.findIndex((t) => t.id === session.track) : roomIndex(tt, session.room);
}

export function roomIndex(tt, id) {
  return signedRooms(tt).findIndex((r) => r.id === id);
}

/* A hall with a session or two that nothing else runs beside, such as a keynote's. */
function isHallOfItsOwn(room, halls, day) {
  const own = day.sessions.filter((s) => s.room === room.id);
  const others = day.sessions.filter((s) => s.room !== room.id && halls.some((h) => h.id === s.room) && s.type !== 'break');
  if (own.length > 2 || others.length <= own.length) return false;
  return own.every((a) => others.every((b) => a.plannedEnd <= b.plannedStart || b.plannedEnd <= a.plannedStart));
}

function sharedBands(sessions) {
  const groups = new Map();
  for (const s of sessions) {
    if (s.cancelled) continue;
    const key = JSON.stringify([s.start, s.end, s.title]);
    groups.set(key, [...(groups.get(key) ?? []), s]);
  }
  return [...groups.values()].filter((group) => new Set(group.map((s) => s.room)).size > 1)
    .map((group) => ({ session: group[0], sessions: group, rooms: new Set(group.map((s) => s.room)) }));
}

/* What goes on at a booth or a table goes on beside the talks, also in the hours without any. */
function isStall(tt, session) {
  return ['booth', 'table'].includes(tt.roomById.get(session.room)?.kind);
}

/* In how many columns at least two thirds of the session's time are unused. */
function freeColumns(session, columns) {
  const length = Math.max(session.end - session.start, MINUTE);
  return columns.filter(({ sessions }) => {
    let busy = 0;
    for (const s of sessions) busy += Math.max(0, Math.min(s.end, session.end) - Math.max(s.start, session.start));
    return busy * 3 < length;
  }).length;
}

/*
 * Overlapping items of one column side by side: a Map from item to {lane, lanes}. Items are
 * anything with start and end; those that touch nothing have the column's whole width.
 */
export function lanesOf(items) {
  const placed = new Map();
  let cluster = [];
  let ends = [];
  const close = () => {
    for (const item of cluster) placed.get(item).lanes = ends.length;
    cluster = [];
    ends = [];
  };
  for (const item of [...items].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (cluster.length && item.start >= Math.max(...ends)) close();
    let lane = ends.findIndex((end) => end <= item.start);
    if (lane < 0) lane = ends.length;
    ends[lane] = item.end;
    cluster.push(item);
    placed.set(item, { lane, lanes: 1 });
  }
  close();
  return placed;
}
