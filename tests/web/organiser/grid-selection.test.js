import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosen, entryOf, extended, NONE, pruned, toggled, walked } from '../../../static/organiser/grid-selection.js';
import { at, planOf, talk } from './grid.js';

const { plan } = planOf([talk('a', 'r1', '10:00'), talk('b', 'r1', '11:00'), talk('c', 'r3', '10:50'), talk('d', 'r3', '16:00')]);

test('up and down in a room, across to the nearest in time, over empty rooms', () => {
  assert.equal(walked(plan, 'a', 'down'), 'b');
  assert.equal(walked(plan, 'b', 'down'), 'b');
  assert.equal(walked(plan, 'b', 'right'), 'c');
  assert.equal(walked(plan, 'd', 'left'), 'b');
  assert.equal(walked(plan, 'a', 'left'), 'a');
  assert.deepEqual([walked(plan, 'd', 'first'), walked(plan, 'a', 'last'), walked(plan, 'gone', 'up')], ['c', 'b', 'gone']);
});

test('extending takes what lies between the anchor and there', () => {
  assert.deepEqual(extended(chosen('a'), plan, 'b').ids, ['a', 'b']);
  assert.deepEqual(extended(chosen('a'), plan, 'd').ids, ['a', 'b', 'c', 'd']);
  assert.deepEqual(extended(extended(chosen('b'), plan, 'd'), plan, 'a').ids, ['a', 'b']);
  assert.deepEqual(extended(NONE, plan, 'c'), chosen('c'));
});

test('one more, one less, and what is gone', () => {
  const both = toggled(chosen('a'), 'd');
  assert.deepEqual(both.ids, ['a', 'd']);
  assert.deepEqual(toggled(both, 'a').ids, ['d']);
  assert.deepEqual(pruned({ ids: ['a', 'gone'], anchor: 'gone', focus: 'a' }, plan), { ids: ['a'], anchor: null, focus: 'a' });
  assert.equal(pruned(both, plan), both);
});

test('the grid is entered at what is on', () => {
  assert.equal(entryOf(plan, NONE, at('10:50')), 'b');
  assert.equal(entryOf(plan, NONE, at('20:00')), 'a');
  assert.equal(entryOf(plan, chosen('d'), 0), 'd');
  assert.equal(entryOf(planOf([talk('x', 'r1', '10:00')], { only: 'r2' }).plan, NONE, 0), null);
});
