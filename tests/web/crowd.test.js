/* Who stands where in the courtyard: the newest in front, all to be found by name, nobody on another's feet. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byAge, byName, guideWords, pagesOf, planCrowd, seatNewest, stand } from '../../static/shared/crowd.js';

const YARD = { width: 172, height: 78 };
const people = (count) => Array.from({ length: count }, (_, i) => ({ id: `p${i}`, name: `Name ${i}`, at: new Date(i * 1000).toISOString() }));

test('names stand as in a dictionary, of any script, and the same twice', () => {
  const names = ['zoë', '하늘', 'Ada', '가온', 'Émile', '김 2', '김 10', 'أمل', '李雷'];
  const sorted = byName(names.map((name, i) => ({ id: `${i}`, name })), 'ko').map(({ name }) => name);
  assert.deepEqual(sorted.filter((name) => /[가-힣]/.test(name)), ['가온', '김 2', '김 10', '하늘']);
  assert.deepEqual(sorted.filter((name) => /[a-z]/i.test(name)), ['Ada', 'Émile', 'zoë']);
  assert.deepEqual(byName([{ id: 'b', name: '김' }, { id: 'a', name: '김' }], 'ko').map(({ id }) => id), ['a', 'b']);
});

test('the newest come first', () => {
  assert.deepEqual(byAge(people(3)).map(({ id }) => id), ['p2', 'p1', 'p0']);
});

test('few stand large, more stand smaller, a crowd takes turns', () => {
  const plans = [1, 8, 40, 90, 1_700].map((count) => planCrowd(count, YARD));
  for (const [i, plan] of plans.slice(1).entries()) assert.ok(plan.size <= plans[i].size);
  assert.deepEqual(plans.map(({ paged }) => paged), [false, false, false, false, true]);
  const { columns, rows, front } = plans.at(-1);
  assert.ok(columns * rows >= 80 && front >= 8, JSON.stringify(plans.at(-1)));
  assert.ok(planCrowd(1_700, { width: 52, height: 70 }).rows >= 4, 'a screen on its side has rows too');
});

test('who stands close has two lines for his name, and no row less on an upright screen', () => {
  const upright = { width: 51.45, height: 73.4 };
  for (const yard of [YARD, upright]) assert.equal(planCrowd(1_700, yard).close, true);
  assert.equal(planCrowd(10, YARD).close, false);
  assert.deepEqual([planCrowd(1_700, upright).rows, planCrowd(1_700, upright).columns], [5, 6]);
  for (const { text, foot } of stand(planCrowd(1_700, YARD), YARD, ['a'], ['b'])) assert.ok(text >= 1.8 && foot >= 2 * 1.16 * text);
});

test('everyone is there once as long as all fit, and on a page of his own in a crowd', () => {
  for (const count of [1, 5, 30, 60]) {
    const plan = planCrowd(count, YARD);
    const front = seatNewest([], byAge(people(count)).map(({ id }) => id), plan.front);
    const ids = [...front, ...pagesOf(plan, byName(people(count), 'en'), front).flat().map(({ id }) => id)];
    assert.deepEqual([ids.length, new Set(ids).size], [count, count]);
  }
  const plan = planCrowd(1_700, YARD);
  const pages = pagesOf(plan, byName(people(1_700), 'en'), ['p1699']);
  assert.equal(pages.flat().length, 1_700);
  assert.ok(pages.every((page) => page.length <= plan.columns * plan.rows));
});

test('nobody stands on another, and nobody outside', () => {
  for (const count of [1, 2, 13, 60, 120, 1_700]) {
    const plan = planCrowd(count, YARD);
    const all = people(count).map(({ id }) => id);
    const places = stand(plan, YARD, all.slice(0, plan.front), all.slice(plan.front, plan.front + plan.columns * plan.rows));
    const tops = [];
    for (const { x, y, size, width, foot } of places) {
      assert.ok(x - width / 2 >= -0.01 && x + width / 2 <= YARD.width + 0.01, `${count}: ${x} ± ${width / 2}`);
      assert.ok(y >= 0 && y + foot + size <= YARD.height + 0.01, `${count}: ${y} + ${size}`);
      for (const other of tops.filter((one) => one.y === y)) assert.ok(Math.abs(other.x - x) >= width, `${count}: too near`);
      tops.push({ x, y });
    }
  }
});

test('somebody coming or going moves nobody in the front row', () => {
  const first = seatNewest([], ['c', 'b', 'a'], 3);
  assert.deepEqual(first, ['c', 'b', 'a']);
  assert.deepEqual(seatNewest(first, ['d', 'c', 'b', 'a'], 3), ['c', 'b', 'd'], 'the newcomer gets the seat of the oldest');
  assert.deepEqual(seatNewest(first, ['c', 'a'], 3), ['c', 'a'], 'a gap closes where nobody fills it');
  assert.deepEqual(seatNewest(['a', 'b'], ['c', 'b', 'a'], 3), ['a', 'b', 'c']);
  assert.deepEqual(seatNewest([], [], 3), []);
  assert.deepEqual(seatNewest(['a', 'b', 'c'], ['d'], 2), ['d']);
});

test('guide words tell a page from its neighbours, and no more', () => {
  const page = (...names) => names.map((name) => ({ name }));
  assert.deepEqual(guideWords([page('가온', '김가람'), page('김나리', '김나윤'), page('김다솜', 'Zoë')]), [['가', '김가'], ['김나', '김나'], ['김다', 'Z']]);
  assert.deepEqual(guideWords([page('Annabelle', 'Annabelle'), page('Annabelle')]), [['A', 'Annab'], ['Annab', 'A']]);
  assert.deepEqual(guideWords([]), []);
});
