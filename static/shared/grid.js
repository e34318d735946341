/*
 * The lobby's timetable as rectangles: which rooms and hours are on which page, how tall each
 * stretch of the day is, how many lines each title gets. Pure; sizes in units of 1 % of the
 * board's height. The lobby draws what planGrid returns and adds nothing to it.
 *
 * How a day is made to fit: titles of the past and of the late afternoon give up lines first (LEVELS,
 * in this order); if even the last level is too tall, the hours are paged like the rooms, and
 * what is over makes room.
 */
import { arrangeDay, goneFrom, lanesOf, phaseOf, chipOf, MINUTE } from './schedule.js';
import { elasticScale, heightAt, lineCount, paginate, pinScale, shortNames, soften, textWidth, windowsOf } from './layout.js';

export const SIZE = { now: 3.2, title: 2.4, small: 1.9, head: 4, foot: 2.4 };
const LINE = 1.2; // line height of titles
const ROW = 2.7; // a row of small text: chips, speakers
const FOOT = 3.1; // the row of minutes left
const EDGE = 2.1; // a cell's padding and the gap to the next one
const SIDE = 2.7; // the same across
const MARK = 2; // a mark in a cell's corner
const MIN_COLUMN = 20.4;
const POINT = 5 * MINUTE; // what has no length is drawn as this long
const MAX_LINES = 3;

const LEVELS = [
  { past: 2, next: 3, later: 3, speakers: ['now', 'next', 'later'] },
  { past: 1, next: 3, later: 3, speakers: ['now', 'next', 'later'] },
  { past: 1, next: 3, later: 2, speakers: ['now', 'next', 'later'] },
  { past: 1, next: 2, later: 2, speakers: ['now', 'next'] },
  { past: 1, next: 2, later: 2, speakers: ['now', 'next'], overBands: 0 },
  { past: 1, next: 2, later: 2, speakers: ['now'], overBands: 0 },
  { past: 0, next: 3, later: 2, speakers: ['now', 'next'] },
  { past: 0, next: 2, later: 2, speakers: ['now'] },
];
const WINDOWED = { past: 0, next: 3, later: 2, speakers: ['now', 'next', 'later'] };

/*
 * {pages, alongside, headLines, height}: a page is {columns, cells, bands, labels, start, end, top}, the
 * hours it shows and a function from time to height; alongside is a list of pages too. Input: {tt, day, clock}; the
 * grid's width and height, the latter a function of {headLines, alongside}; `names(text)` → the
 * forms of a text in the languages shown; `seen` as in chipOf; `marks`: whether cells carry one.
 */
export function planGrid(input) {
  const { columns, bands, alongside } = arrangeDay(input.tt, input.day);
  const plan = { columns: columns.map((column) => columnItems(column, input)), bands: bands.map((band) => bandItem(band, input)) };
  const groups = paginate(plan.columns, Math.max(1, Math.floor(input.width / MIN_COLUMN)), (c) => c.weight);
  for (const group of groups) placeColumns(group, input);
  plan.alongside = alongsidePages(alongside, input);
  plan.headLines = Math.max(1, ...plan.columns.map((c) => c.headLines));
  plan.height = input.height(plan);
  plan.pages = hoursOf(plan, groups, input).map(({ group, hours }) => pageOf(group, plan.bands, hours, input));
  return plan;
}

/* What is not over yet of the things alongside, as many at a time as a line holds. */
function alongsidePages(sessions, { clock, names, tt, width }) {
  const longest = (value) => Math.max(...names(value ?? '').map(textWidth));
  const widthOf = (s) => 10 + (longest(s.title) + longest(tt.roomById.get(s.room)?.name)) * SIZE.small + 6;
  return paginate(sessions.filter((s) => phaseOf(s, clock) !== 'past'), width - 10, widthOf);
}

/* ---- what is in a column ---- */

function columnItems({ room, sessions }, input) {
  const items = sessions.map((session) => sessionItem(session, input));
  const next = items.find((item) => item.phase === 'later');
  if (next) next.phase = 'next';
  for (const gone of goneFrom(input.tt, room.id, input.clock)) addGone(items, gone, input);
  const kept = items.filter((item) => !noteCancelled(items, item));
  const lanes = lanesOf(kept);
  for (const item of kept) Object.assign(item, lanes.get(item));
  return { room, items: kept, weight: columnWeight(kept) };
}

/* A room that runs several things at a time is as wide as they are many; a clash or two doesn't move the columns. */
function columnWeight(items) {
  const beside = items.filter((item) => item.lanes > 1);
  return beside.length < 4 ? 1 : Math.max(...beside.map((item) => item.lanes));
}

/* What was cancelled and has been replaced in its slot becomes a line in the cell of what is there now. */
function noteCancelled(items, item) {
  if (item.phase !== 'off') return false;
  const taken = holderOf(items, item.start, item.end);
  taken?.gone.push({ session: item.session, cancelled: true });
  return Boolean(taken);
}

function holderOf(items, start, end) {
  return items.find((item) => item.session && ['now', 'next', 'later'].includes(item.phase) && item.start < end && item.end > start);
}

function sessionItem(session, { clock, seen }) {
  const phase = phaseOf(session, clock);
  const over = phase === 'now' ? Math.max(session.end, clock.now) : session.end;
  const end = Math.max(over, session.start + POINT);
  return { session, phase, start: session.start, end, chip: chipOf(session, seen.get(session.id), clock), gone: [] };
}

/* An arrow has the slot it left for itself, or, where another talk has taken it, a line in that talk's cell. */
function addGone(items, gone, { day }) {
  if (gone.from < day.start || gone.from >= day.end) return;
  const taken = holderOf(items, gone.from, gone.until);
  if (taken) taken.gone.push(gone);
  else items.push({ gone: [gone], phase: 'gone', start: gone.from, end: Math.max(gone.until, gone.from + POINT), chip: null });
}

function bandItem({ session, sessions, rooms }, input) {
  const item = sessionItem(session, input);
  if (item.phase === 'later') item.phase = 'band';
  return { ...item, sessions, rooms };
}

/* ---- across ---- */

function placeColumns(group, { width, names, marks }) {
  const unit = width / group.reduce((sum, c) => sum + c.weight, 0);
  let x = 0;
  for (const column of group) {
    column.x = x;
    column.width = column.weight * unit;
    x += column.width;
    for (const item of column.items) {
      item.width = column.width / item.lanes;
      item.x = column.x + item.lane * item.width;
      item.textWidth = item.width - SIDE - (marks ? MARK : 0);
      const title = (item.session ?? item.gone[0].session).title;
      item.lines = (size) => Math.max(...names(title).map((t) => lineCount(soften(t, item.textWidth, size), item.textWidth, size)));
    }
  }
  nameColumns(group, names);
}

const HEAD_MARK = 5.4;
const HEAD_FULL = 7.5; // the sign "full" beside the name, of which the number must stay readable
const headWidth = (column) => column.width - HEAD_MARK - (column.room.fill === 'full' ? HEAD_FULL : 0);

function nameColumns(group, names) {
  const forms = group.map((c) => names(c.room.name ?? c.room.id));
  const count = Math.max(...forms.map((f) => f.length));
  const width = Math.min(...group.map(headWidth));
  for (let i = 0; i < count; i++) {
    const short = shortNames(forms.map((f) => f[i] ?? f[0]), width, SIZE.head);
    group.forEach((column, k) => { (column.names ??= [])[i] = short[k]; });
  }
  for (const column of group) {
    column.headLines = Math.min(2, Math.max(...column.names.map((n) => lineCount(n, headWidth(column), SIZE.head))));
  }
}

/* ---- down ---- */

/*
 * Which hours are on which page: [{group, hours: {start, end, top}}]. The whole day for each group of
 * rooms on one scale, if that can be; else windows, and then each group has a scale of its own.
 */
function hoursOf(plan, groups, input) {
  const items = [...plan.columns.flatMap((c) => c.items), ...plan.bands];
  for (const level of LEVELS) {
    const scale = elasticScale(spansOf(items, level), plan.height);
    if (scale.total > plan.height + 0.01) continue;
    const hours = { start: scale.edges[0] ?? 0, end: scale.edges.at(-1) ?? 0, top: (time) => heightAt(scale, time) };
    return groups.map((group) => ({ group, hours }));
  }
  return windowedHours(plan, groups, input);
}

/*
 * The now-line is at one height on all pages that have it. Those pages come first, and again
 * between one stretch of later hours and the next: nobody waits long for what is on.
 */
function windowedHours(plan, groups, { clock, day }) {
  const scaled = groups.map((group) => {
    const items = [...group.flatMap((c) => c.items), ...plan.bands];
    const from = windowStart(items, clock, day);
    const spans = spansOf(items.filter((item) => item.end > from), WINDOWED).map((s) => ({ ...s, start: Math.max(s.start, from) }));
    return { group, spans, scale: elasticScale(spans, 0) };
  }).filter(({ spans }) => spans.length);
  const lead = Math.max(...scaled.map(({ scale }) => heightAt(scale, clock.now)));
  const pages = scaled.flatMap(({ group, spans, scale }) => {
    const pinned = pinScale(scale, clock.now, lead);
    return windowsOf(pinned, spans, plan.height).map((window, nth) => ({ group, nth, hours: stretched(pinned, window, clock.now, lead, plan.height) }));
  });
  const nth = (n) => pages.filter((page) => page.nth === n);
  const later = [...new Set(pages.map((page) => page.nth))].filter(Boolean).sort((a, b) => a - b);
  return later.length ? later.flatMap((n) => [...nth(0), ...nth(n)]) : nth(0);
}

const MOST_STRETCH = 1.9;

/* A window drawn to the board's height, within reason; above the now-line nothing is stretched. */
function stretched(scale, { start, end, from, to }, now, lead, height) {
  const fixed = start <= now && now < end ? lead - from : 0;
  const stretch = Math.min(MOST_STRETCH, (height - fixed) / Math.max(1, to - from - fixed));
  const top = (time) => {
    const y = heightAt(scale, Math.min(Math.max(time, start), end)) - from;
    return y <= fixed ? y : fixed + (y - fixed) * stretch;
  };
  return { start, end, top };
}

/* Paged hours begin with the oldest thing on now that isn't an all-day one, or with the first to come. */
function windowStart(items, clock, day) {
  const starts = items.filter((item) => item.phase !== 'past' && item.end - item.start <= 100 * MINUTE).map((item) => item.start);
  return starts.length ? Math.min(...starts) : Math.min(clock.now, day.last - 1);
}

function spansOf(items, level) {
  return items.map((item) => ({ start: item.start, end: item.end, need: needOf(item, level), weight: WEIGHTS[item.phase] * (item.rooms === undefined ? 1 : 0.5) }));
}

const WEIGHTS = { now: 1.2, next: 1, later: 1, off: 1, gone: 1, past: 0.3, band: 0.6 };

function needOf(item, level) {
  if (item.phase === 'past') {
    const lines = item.rooms === undefined ? level.past : level.overBands ?? level.past; // breaks that are over go first
    return lines ? EDGE + linesWanted(item, lines) * SIZE.title * LINE : 1.2;
  }
  if (item.rooms !== undefined) return EDGE + (item.phase === 'now' ? SIZE.now : SIZE.title) * LINE + 0.6;
  const rows = (hasMeta(item) ? ROW : 0) + item.gone.length * ROW + (level.speakers.includes(item.phase) && item.session?.people.length ? ROW : 0);
  if (item.phase === 'now') return EDGE + linesWanted(item, MAX_LINES) * SIZE.now * LINE + rows + FOOT;
  return EDGE + linesWanted(item, level[item.phase] ?? level.later) * SIZE.title * LINE + rows;
}

function linesWanted(item, most) {
  return item.rooms !== undefined ? 1 : Math.min(most, item.lines(item.phase === 'now' ? SIZE.now : SIZE.title));
}

function hasMeta(item) {
  return Boolean(item.chip) || item.phase === 'gone' || item.session?.cancelled;
}

/* ---- one page ---- */

function pageOf(group, bands, { start, end, top }, input) {
  const visible = (item) => item.start < end && item.end > start;
  const items = [...group.flatMap((c) => c.items), ...bands].filter((item) => visible(item) && item.start >= start);
  const labels = labelsOf(items.filter((item) => top(item.end) - top(item.start) >= 2.6), top);
  const labelled = new Set(labels.map((l) => l.time));
  const cells = group.flatMap((c) => c.items).filter(visible).map((item) => cellOf(item, top, labelled));
  return { columns: group, cells, labels, start, end, top, bands: bands.filter(visible).flatMap((band) => bandPieces(band, group, top, input)) };
}

function cellOf(item, top, labelled) {
  const y = top(item.start);
  const height = top(item.end) - y;
  return { ...item, y, height, ...fitText(item, height, !labelled.has(item.start)) };
}

/* What of a cell's wishes its height can hold: {rows: {meta, speakers, foot}, lines, size}. Title first. */
function fitText(item, height, offAxis) {
  const isNow = item.phase === 'now';
  const size = isNow ? SIZE.now : SIZE.title;
  const line = size * LINE;
  let free = height - EDGE + 0.05;
  const take = (wanted, amount) => {
    if (!wanted || free < amount + line) return false;
    free -= amount;
    return true;
  };
  const foot = take(isNow, FOOT);
  const meta = take(hasMeta(item), item.session ? ROW : 4);
  const goneRows = item.gone.filter(() => item.session && take(true, ROW)).length;
  const wanted = Math.min(MAX_LINES, item.lines(size));
  const withSpeakers = item.session?.people.length && item.phase !== 'past' && free >= Math.min(wanted, 2) * line + ROW;
  const speakers = Boolean(withSpeakers) && take(true, ROW);
  const lines = Math.max(0, Math.min(wanted, Math.floor(free / line)));
  const cut = item.lines(size) > lines;
  free -= lines * line;
  return { size, lines, cut, foot, until: item.width > 23.5, meta, speakers, goneRows, time: offAxis && !meta && item.phase !== 'past' && free >= ROW };
}

/*
 * The start times written on the axis, [{time, y, room}]: those that many things share come first,
 * none nearer to another than a line; `room` is the distance to the next.
 */
function labelsOf(items, top) {
  const counts = new Map();
  for (const item of items) counts.set(item.start, (counts.get(item.start) ?? 0) + (item.rooms === undefined ? 1 : 3));
  const labels = [];
  for (const [time] of [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
    const y = top(time);
    if (labels.every((l) => Math.abs(l.y - y) >= 3)) labels.push({ time, y });
  }
  labels.sort((a, b) => a.time - b.time);
  return labels.map((label, i) => ({ ...label, room: (labels[i + 1]?.y ?? Infinity) - label.y }));
}

/*
 * A band across the columns it covers: where a talk runs into it, that column's part begins
 * later or is left out; neighbours that are alike make one piece, and those wide enough carry the text.
 */
function bandPieces(band, group, top, { names }) {
  const pieces = [];
  for (const column of group) {
    const free = band.rooms === null || band.rooms.has(column.room.id) ? freePart(band, column.items) : null;
    const last = pieces.at(-1);
    if (free && last?.open && last.start === free.start && last.end === free.end) last.width += column.width;
    else {
      if (last) last.open = false;
      if (free) pieces.push({ ...free, x: column.x, width: column.width, open: true });
    }
  }
  const widest = pieces.reduce((best, p) => (!best || p.width > best.width + 0.01 ? p : best), null);
  const titleWidth = Math.max(...names(band.session.title).map((t) => textWidth(t)));
  return pieces.map((p) => {
    const y = top(p.start);
    const height = top(p.end) - y;
    const size = band.phase === 'now' && height >= SIZE.now * LINE + EDGE ? SIZE.now : SIZE.title;
    const carries = p === widest || titleWidth * size + SIDE + MARK < p.width; // no piece is an empty box where its word fits
    return { ...band, ...p, y, height, size, titleFits: titleWidth * size < p.width - 20, text: carries && height >= SIZE.title * LINE + 0.6 };
  });
}

function freePart(band, items) {
  let { start, end } = band;
  for (const item of items) {
    if (item.end <= start || item.start >= end) continue;
    if (item.start <= start) start = item.end;
    else end = Math.min(end, item.start);
  }
  return end - start >= Math.min(POINT, band.end - band.start) ? { start, end } : null;
}
