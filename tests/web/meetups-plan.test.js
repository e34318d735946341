/* How many tables stand on a page of the board, and how large. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planTables } from '../../kiosk/boards/meetups-plan.js';

const WALL = { width: 131, height: 88.2, gap: 1.2, upright: false };
const UPRIGHT = { width: 51.4, height: 68.8, gap: 1.2, upright: true };

const plans = (yard, counts) => counts.map((count) => {
  const { columns, rows, kind, capacity } = planTables(count, yard);
  return `${count}: ${columns}x${rows} ${kind} ${capacity}`;
});

test('few tables are large, more are smaller, too many take turns', () => {
  assert.deepEqual(plans(WALL, [1, 2, 4, 6, 9, 10, 12, 13, 40]), [
    '1: 1x1 full 1', '2: 1x2 full 2', '4: 2x2 full 4', '6: 2x3 full 6', '9: 3x3 full 9', '10: 3x4 dense 12', '12: 3x4 dense 12', '13: 3x3 dense 12', '40: 3x4 dense 12',
  ]);
  assert.deepEqual(plans(UPRIGHT, [1, 2, 3, 4, 5, 6, 40]), ['1: 1x1 full 1', '2: 1x2 full 2', '3: 1x3 dense 3', '4: 1x4 flat 5', '5: 1x5 flat 5', '6: 1x3 flat 5', '40: 1x5 flat 5']);
});

test('text is never smaller than at scale 1, and there is always a place', () => {
  for (const yard of [WALL, UPRIGHT, { ...WALL, width: 20, height: 10 }, { ...UPRIGHT, width: 20, height: 10 }]) {
    for (let count = 1; count <= 60; count += 1) {
      const { scale, capacity, columns, rows } = planTables(count, yard);
      assert.ok(scale >= 1 && scale <= 1.8 && capacity >= 1 && columns * rows >= Math.min(1, count), JSON.stringify({ count, scale, capacity }));
    }
  }
});
