import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elasticScale, heightAt, lineCount, pageAt, paginate, pinScale, shortNames, soften, windowsOf } from '../../static/shared/layout.js';
import { planGrid, SIZE } from '../../static/shared/grid.js';
import { dayShown, phaseOf, timetable } from '../../static/shared/schedule.js';
import { at, crowded, eventful, kakao } from './boards/fixtures.js';

test('lines break at spaces, and a word longer than the line anywhere', () => {
  assert.equal(lineCount('가나다 라마', 100, 1), 1);
  assert.equal(lineCount('가나다 라마', 3, 1), 2);
  assert.equal(lineCount('가나다라마바사', 3, 1), 3);
});

test('a word too long breaks between Latin and Hangul only', () => {
  assert.equal(soften('Microservice에서 K8S에서', 5, 1), 'Microservice\u200b에서 K8S에서');
  assert.equal(soften('Microservice에서', 50, 1), 'Microservice에서');
});

test('room names lose what they share only where they are too long', () => {
  assert.deepEqual(shortNames(['그랜드볼룸 101', '그랜드볼룸 102'], 15, 4), ['101', '102']);
  assert.deepEqual(shortNames(['Saal 1', 'Saal G'], 20, 4), ['Saal 1', 'Saal G']);
  assert.deepEqual(shortNames(['Very long hall', 'Another long hall'], 5, 4), ['Very long hall', 'Another long hall']);
});

test('pages are few, even, in order, and turn by the given time alone', () => {
  assert.deepEqual(paginate([1, 2, 3, 4, 5, 6, 7], 6).map((p) => p.length), [4, 3]);
  assert.deepEqual(paginate([1, 2, 3, 4, 5], 6).map((p) => p.length), [5]);
  assert.deepEqual(paginate([], 6), []);
  assert.deepEqual(paginate([9, 1, 1], 3, (n) => n).flat(), [9, 1, 1]);
  assert.deepEqual([0, 9_999, 10_000, 20_000].map((now) => pageAt(now, 2)), [0, 0, 1, 0]);
});

const SPANS = [{ start: 0, end: 60, need: 5, weight: 1 }, { start: 60, end: 120, need: 20, weight: 1 }, { start: 30, end: 120, need: 10, weight: 1 }];

test('the elastic scale gives everyone the height it needs and fills what there is', () => {
  for (const available of [0, 30, 100]) {
    const scale = elasticScale(SPANS, available);
    for (const s of SPANS) assert.ok(heightAt(scale, s.end) - heightAt(scale, s.start) >= s.need - 1e-9);
    assert.ok(Math.abs(scale.total - Math.max(25, available)) < 1e-6);
  }
});

test('time runs one way on it', () => {
  const scale = elasticScale(SPANS, 40);
  for (let t = -10, last = -1; t <= 130; t += 1) {
    assert.ok(heightAt(scale, t) >= last);
    last = heightAt(scale, t);
  }
  assert.equal(heightAt(elasticScale([], 40), 5), 0);
});

test('a pinned scale has the given time at the given height', () => {
  const pinned = pinScale(elasticScale(SPANS, 0), 45, 9);
  assert.ok(Math.abs(heightAt(pinned, 45) - 9) < 1e-9);
  assert.ok(Math.abs(pinned.total - (elasticScale(SPANS, 0).total - heightAt(elasticScale(SPANS, 0), 45) + 9)) < 1e-9);
});

test('windows follow each other without a gap and none is taller than the screen', () => {
  const spans = Array.from({ length: 20 }, (_, i) => ({ start: i * 10, end: i * 10 + 10, need: 7, weight: 1 }));
  const scale = elasticScale(spans, 0);
  const windows = windowsOf(scale, spans, 50);
  assert.equal(windows[0].start, 0);
  assert.equal(windows.at(-1).end, 200);
  for (const [i, w] of windows.entries()) {
    assert.ok(w.to - w.from <= 50);
    if (i) assert.equal(w.start, windows[i - 1].end);
  }
});

/* ---- the lobby's grid ---- */

const WIDTHS = { '16:9': 125, '4:3': 80, '16:10': 107 };

function plan(docs, now, width) {
  const tt = timetable(docs);
  const clock = { now, heard: now };
  const names = (value) => (typeof value === 'object' && value ? Object.values(value) : [String(value ?? '')]);
  const { day } = dayShown(tt, now);
  return { tt, day, clock, ...planGrid({ tt, day, clock, width, height: () => 80, names, seen: new Map(), marks: false }) };
}

const CASES = [
  ['kakao', kakao(), at('14:18')], ['kakao early', kakao(), at('08:00')], ['kakao late', kakao(), at('16:50')],
  ['eventful', eventful(), at('14:24')], ['crowded', crowded(), at('13:40', '2026-09-12')], ['crowded early', crowded(), at('09:00', '2026-09-12')],
];

for (const [name, docs, now] of CASES) {
  for (const [shape, width] of Object.entries(WIDTHS)) {
    test(`${name} at ${shape}: all that is not over is reachable, with its title`, () => {
      const p = plan(docs, now, width);
      const readable = new Set();
      for (const page of p.pages) {
        for (const cell of page.cells) if (cell.session && cell.lines > 0) readable.add(cell.session.id);
        for (const cell of page.cells) for (const gone of cell.gone.slice(0, cell.session ? cell.goneRows : 1)) readable.add(gone.session.id);
        for (const band of page.bands) if (band.text) for (const s of band.sessions) readable.add(s.id);
      }
      for (const s of p.alongside.flat()) readable.add(s.id);
      const missing = p.day.sessions.filter((s) => phaseOf(s, p.clock) !== 'past' && !readable.has(s.id));
      assert.deepEqual(missing.map((s) => s.id), []);
    });

    test(`${name} at ${shape}: cells stay inside, don't overlap, and hold their lines`, () => {
      const p = plan(docs, now, width);
      for (const page of p.pages) {
        for (const c of page.cells) {
          assert.ok(c.y >= -0.01 && c.y + c.height <= 80.01 && c.x + c.width <= width + 0.01, `${c.session?.id} is outside`);
          assert.ok(c.lines * c.size * 1.2 <= c.height + 0.01);
          assert.ok(c.size >= (c.phase === 'now' ? SIZE.now : SIZE.title));
          for (const d of page.cells) {
            if (d !== c && c.x < d.x + d.width - 0.01 && d.x < c.x + c.width - 0.01) assert.ok(c.y >= d.y + d.height - 0.01 || d.y >= c.y + c.height - 0.01, `${c.session?.id} on ${d.session?.id}`);
          }
        }
      }
    });
  }
}

test('the now-line keeps its place over the pages that have it', () => {
  const p = plan(crowded(), at('13:40', '2026-09-12'), 125);
  const places = p.pages.filter((page) => page.start <= p.clock.now && p.clock.now < page.end).map((page) => page.top(p.clock.now));
  assert.ok(places.length > 1);
  for (const place of places) assert.ok(Math.abs(place - places[0]) < 0.01);
});

test('a cancellation and its replacement do not move the columns', () => {
  const columns = (docs) => plan(docs, at('14:24'), 125).pages[0].columns.map((c) => c.x);
  assert.deepEqual(columns(eventful()), columns(kakao()));
});

test('a column without any width still has lines', () => {
  for (const width of [0, -40]) assert.equal(lineCount('가나다', width, 1), 3);
});
