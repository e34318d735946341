/*
 * Where things go on a big timetable: pure arithmetic, in units of 1 % of the screen's height.
 * Text is estimated from a table of widths; the browser clamps what the estimate got wrong.
 */

/* ---- text ---- */

/* Widths in em of Pretendard at weight 600, rounded up a little: a line too many is better than a clipped one. */
function charWidth(char) {
  const code = char.codePointAt(0);
  if (code >= 0x1100) return 0.89;
  if (char === ' ') return 0.24;
  if (/[iljtfrI1.,:;'|!()[\]·]/.test(char)) return 0.36;
  if (/[mwMW@%&]/.test(char)) return 0.9;
  if (/[A-Z0-9#]/.test(char)) return 0.68;
  return 0.585;
}

export function textWidth(string) {
  let width = 0;
  for (const char of string) width += charWidth(char);
  return width;
}

/* How many lines a text takes at `size` in a box of `width`, broken at spaces as word-break: keep-all does. */
export function lineCount(string, width, size) {
  const room = Math.max(1, width / size); // a column may be narrower than one character
  let lines = 1;
  let used = 0;
  for (const word of String(string).split(/[\s\u200b]+/)) {
    const w = textWidth(word);
    if (used && used + 0.24 + w > room) {
      lines += 1;
      used = 0;
    }
    used += (used ? 0.24 : 0) + w;
    while (used > room) { // a word longer than the line is broken anywhere
      lines += 1;
      used -= room;
    }
  }
  return lines;
}

/*
 * Words too long for their line get a place to break between Latin and Hangul: "Microservice에서"
 * as "Microservice" + "에서", which keep-all would not do and breaking anywhere does worse.
 */
export function soften(string, width, size) {
  return String(string).replace(/\S+/g, (word) => (textWidth(word) * size > width ? word.replace(/([\w)])(?=[\uac00-\ud7a3])/g, '$1\u200b') : word));
}

/*
 * Room names without what all have in common ("그랜드볼룸 101", "그랜드볼룸 102" → "101", "102"),
 * where the whole name would not fit its column's head.
 */
export function shortNames(names, width, size) {
  if (names.length < 2 || names.every((n) => textWidth(n) * size <= width)) return names;
  const words = names.map((n) => n.split(' '));
  let common = 0;
  while (words.every((w) => w.length > common + 1 && w[common] === words[0][common])) common += 1;
  return words.map((w) => w.slice(common).join(' '));
}

/* ---- pages ---- */

export const PAGE_MS = 10_000;

/* Which of `count` pages is up, from the server's time alone, so that all screens turn together. */
export function pageAt(now, count, period = PAGE_MS) {
  return count > 1 ? Math.floor(now / period) % count : 0;
}

/* Items in order, cut into as few pages as `capacity` allows, each about as full as the others. */
export function paginate(items, capacity, sizeOf = () => 1) {
  const total = items.reduce((sum, item) => sum + Math.min(sizeOf(item), capacity), 0);
  const target = total / Math.max(1, Math.ceil(total / capacity));
  const pages = [];
  let used = Infinity;
  for (const item of items) {
    const size = Math.min(sizeOf(item), capacity);
    const full = used + size > capacity + 1e-9;
    if (full || used >= target - 1e-9) {
      pages.push([]);
      used = 0;
    }
    pages.at(-1).push(item);
    used += size;
  }
  return pages;
}

/* ---- the elastic day ---- */

/*
 * A day's time axis that gives each stretch of time the height its contents need: what is on now
 * is tall, pauses and the past are thin, and time still runs one way, so that a line can
 * move through it. spans: [{start, end, need, weight}]; what is left of `available` is shared by
 * duration × weight. → {edges, tops, total}
 */
export function elasticScale(spans, available) {
  const edges = [...new Set(spans.flatMap((s) => [s.start, s.end]))].sort((a, b) => a - b);
  const at = new Map(edges.map((edge, i) => [edge, i]));
  const placed = spans.map((s) => ({ ...s, from: at.get(s.start), to: at.get(s.end) })).sort((a, b) => (a.to - a.from) - (b.to - b.from));
  const heights = edges.slice(1).map(() => 0);
  const weights = heights.map(() => 0.08);
  for (const span of placed) {
    for (let i = span.from; i < span.to; i++) weights[i] = Math.max(weights[i], span.weight);
    grow(heights, edges, span, span.need);
  }
  const sum = heights.reduce((a, b) => a + b, 0);
  if (sum < available) spread(heights, edges, weights, available - sum);
  const tops = [0];
  for (const height of heights) tops.push(tops.at(-1) + height);
  return { edges, tops, total: tops.at(-1) };
}

function grow(heights, edges, { from, to }, need) {
  let has = 0;
  for (let i = from; i < to; i++) has += heights[i];
  if (has >= need) return;
  for (let i = from; i < to; i++) heights[i] += (need - has) * (edges[i + 1] - edges[i]) / (edges[to] - edges[from]);
}

function spread(heights, edges, weights, spare) {
  const shares = heights.map((_, i) => (edges[i + 1] - edges[i]) * weights[i]);
  const sum = shares.reduce((a, b) => a + b, 0);
  if (sum > 0) heights.forEach((_, i) => { heights[i] += spare * shares[i] / sum; });
}

/* Time → height on a scale, at its ends held. */
export function heightAt({ edges, tops }, time) {
  if (!edges.length || time <= edges[0]) return 0;
  const i = edges.findIndex((edge) => edge > time);
  if (i < 0) return tops.at(-1);
  return tops[i - 1] + (tops[i] - tops[i - 1]) * (time - edges[i - 1]) / (edges[i] - edges[i - 1]);
}

/*
 * A scale with `time` moved to the height `lead`: what is above is stretched or pressed, what is below
 * goes down with it. So a line at `time` keeps its place from page to page.
 */
export function pinScale(scale, time, lead) {
  const above = heightAt(scale, time);
  const edges = [...new Set([...scale.edges, Math.max(time, scale.edges[0])])].sort((a, b) => a - b);
  const tops = edges.map((edge) => {
    const y = heightAt(scale, edge);
    return edge <= time && above > 0 ? y * lead / above : y + lead - above;
  });
  return { edges, tops, total: tops.at(-1) };
}

/*
 * A scale too tall for the screen, cut into windows [{start, end, from, to}] of about the same
 * height, at edges that the fewest spans cross.
 */
export function windowsOf({ edges, tops }, spans, available) {
  const windows = [];
  for (let i = 0; i < edges.length - 1;) {
    const from = i ? tops[i] : 0;
    const next = cutAfter(i, from, { edges, tops }, spans, available);
    windows.push({ start: edges[i], end: edges[next], from, to: tops[next] });
    i = next;
  }
  return windows;
}

function cutAfter(first, from, { edges, tops }, spans, available) {
  const rest = tops.at(-1) - from;
  const target = rest / Math.ceil(rest / available - 1e-6);
  let last = first + 1;
  while (last + 1 < edges.length && tops[last + 1] - from <= available) last += 1;
  if (last === edges.length - 1) return last;
  const crossing = (edge) => spans.filter((s) => s.start < edge && s.end > edge).length;
  let best = last;
  for (let i = last; i > first && tops[i] - from > target * 0.8; i--) {
    if (crossing(edges[i]) < crossing(edges[best])) best = i;
  }
  return best;
}
