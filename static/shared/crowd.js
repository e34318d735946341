/*
 * Who stands where in the courtyard: pure arithmetic, in units of 1 % of the screen's height.
 *
 * The front row is for the newest: who has just pressed "save" looks up and is there, large. Behind
 * it stand the others by name. As long as all fit, each is there once, and as large as goes. A crowd
 * takes turns in pages of names, as in a dictionary, with the page's first and last name as guide
 * words: so anyone can tell whether his page is up or when it will be, which no order by time or
 * chance could say. The newest stay in front on every page, and stand on their own page too.
 */
import { paginate } from './layout.js';

const SIZES = [46, 40, 34, 29, 25, 21.5, 18.5, 16, 14, 12.4, 11, 9.8, 8.6, 7.8, 7.3]; // of a figure in the back rows, as wide as high
const IN_FRONT = 1.25; // how much larger the front row is
const NARROWEST = 8.8; // of a place: its name must be readable…
const NARROW_YARD = 80;
const NARROWEST_THERE = 7.2; // …and on an upright screen all the places must not be too few
const STAGGERED = 5; // from so many in a row on, every other row stands half a place aside
const HIGHEST = 50;
const AIR = 1.04;
const CLOSE = 13; // up to this size names have two lines, or "Katherine Johnson" and "Katherine Hopper" would be one

const nameSize = (size, close) => Math.min(3, Math.max(close ? 1.8 : 1.9, size * 0.11));
const placeWidth = (size, width) => Math.max(width < NARROW_YARD ? NARROWEST_THERE : NARROWEST, size * AIR);
const footOf = (size, close) => nameSize(size, close) * (close ? 2.34 : 1.5);
const rowHeight = (size, close) => size + footOf(size, close) + (close ? 0.3 : 0.5);
const frontOf = (size) => Math.min(HIGHEST, size * IN_FRONT);

/* All by name, as the language's own dictionary would have them. */
export function byName(characters, lang) {
  const { compare } = new Intl.Collator([lang, 'en'], { numeric: true });
  return [...characters].sort((a, b) => compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
}

/* The newest first. */
export function byAge(characters) {
  return [...characters].sort((a, b) => b.at.localeCompare(a.at) || (a.id < b.id ? -1 : 1));
}

/*
 * How large so many stand in a yard of this size, and in how many rows.
 * → {size, front: places in the front row, columns, rows, paged, close: names have two lines}
 */
export function planCrowd(count, yard) {
  const plans = SIZES.map((size) => planAt(size, yard)).filter((plan) => plan.front > 0);
  const most = Math.max(...plans.map(places));
  return plans.find((plan) => count <= plan.front + places(plan))
    ?? { ...plans.find((plan) => places(plan) === most) ?? planAt(SIZES.at(-1), yard), paged: true };
}

const places = ({ columns, rows }) => columns * rows;

function planAt(size, { width, height }) {
  const close = size <= CLOSE;
  const left = height - rowHeight(frontOf(size), close);
  const front = left < 0 ? 0 : Math.floor(width / placeWidth(frontOf(size), width));
  return {
    size, front, close, paged: false,
    rows: Math.max(0, Math.floor(left / rowHeight(size, close))),
    columns: columnsAt(size, width),
  };
}

function columnsAt(size, width) {
  const fit = width / placeWidth(size, width);
  return Math.max(1, Math.floor(width < NARROW_YARD || fit < STAGGERED ? fit : fit - 0.5));
}

/*
 * Seats of the front row: who is still among the newest keeps his, newcomers take the free ones, so
 * that somebody's coming moves nobody. `before` and the answer: ids by seat.
 */
export function seatNewest(before, newest, count) {
  const wanted = newest.slice(0, count);
  const held = before.slice(0, wanted.length);
  const coming = wanted.filter((id) => !held.includes(id));
  return wanted.map((_, seat) => (wanted.includes(held[seat]) ? held[seat] : coming.shift()));
}

/* The pages of a crowd behind its front row; one where all fit. */
export function pagesOf(plan, sorted, front) {
  if (plan.paged) return paginate(sorted, plan.columns * plan.rows);
  const inFront = new Set(front);
  return [sorted.filter(({ id }) => !inFront.has(id))];
}

/*
 * Where each one's feet are. x from the yard's left edge to a place's middle, y up from its lower edge.
 * → [{id, x, y, size, width, text: size of the name, foot: height for the name}]
 */
export function stand(plan, { width }, front, back) {
  const size = frontOf(plan.size);
  const { close } = plan;
  const first = rowOf(front, { size, close, width, y: 0, step: Math.min(width / Math.max(1, front.length), placeWidth(size, width) * 1.25), aside: 0 });
  const rows = Math.ceil(back.length / plan.columns);
  const perRow = Math.ceil(back.length / Math.max(1, rows));
  const aside = width >= NARROW_YARD && rows > 1 && perRow >= STAGGERED ? 0.25 : 0;
  const step = Math.min(width / (perRow + 2 * aside), placeWidth(plan.size, width) * 1.3);
  const behind = Array.from({ length: rows }, (_, row) => rowOf(back.slice(row * perRow, (row + 1) * perRow), {
    size: plan.size, close, width, step, y: rowHeight(size, close) + (rows - 1 - row) * rowHeight(plan.size, close), aside: (row % 2 ? 1 : -1) * aside * step,
  }));
  return [...behind.flat(), ...first];
}

function rowOf(ids, { size, close, width, y, step, aside }) {
  const from = width / 2 - step * (ids.length - 1) / 2 + aside;
  return ids.map((id, i) => ({ id, x: from + i * step, y, size, width: step - 0.6, text: nameSize(size, close), foot: footOf(size, close) }));
}

/*
 * Guide words of pages of names: as much of each page's first and last name as tells it from its
 * neighbours', at most MOST characters. → [[from, to]]
 */
const MOST = 5;

export function guideWords(pages) {
  return pages.map((page, i) => [
    beginning(page[0].name, pages[i - 1]?.at(-1).name),
    beginning(page.at(-1).name, pages[i + 1]?.[0].name),
  ]);
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

function beginning(name, other) {
  const mine = letters(name);
  const theirs = other === undefined ? [] : letters(other);
  let same = 0;
  while (same < mine.length && mine[same].toLowerCase() === theirs[same]?.toLowerCase()) same += 1;
  return mine.slice(0, Math.min(MOST, same + 1)).join('').trim();
}

function letters(name) {
  return Array.from(graphemes.segment(name), ({ segment }) => segment);
}
