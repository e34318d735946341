import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distanceOf, movesOf, requestOf, stepped } from '../../../static/organiser/grid-drag.js';
import { at, late, planOf, talk } from './grid.js';

const day = () => planOf([talk('a', 'r1', '10:00'), talk('b', 'r2', '11:03', 30), late(talk('c', 'r2', '14:00', 30), 12)]);
const far = { px: 1e6, columns: 99 };

test('the one that is held comes to stand on full five minutes', () => {
  const { plan } = day();
  assert.deepEqual(distanceOf(plan, 'a', ['a'], { px: 21 * plan.scale, columns: 0 }), { minutes: 20, columns: 0 });
  assert.deepEqual(distanceOf(plan, 'b', ['b'], { px: 20 * plan.scale, columns: 0 }), { minutes: 22, columns: 0 });
  assert.deepEqual(distanceOf(plan, 'b', ['b'], { px: 2 * plan.scale, columns: 1 }), { minutes: 0, columns: 1 });
});

test('nothing leaves the day or the rooms, nor does it in company', () => {
  const { plan } = day();
  const { minutes, columns } = distanceOf(plan, 'a', ['a', 'c'], far);
  assert.equal(columns, 1);
  assert.equal(plan.blocks.get('c').session.end + minutes * 60_000, plan.end);
  assert.deepEqual(distanceOf(plan, 'a', ['a', 'c'], { px: -1e6, columns: -99 }), { minutes: -(at('10:00') - plan.start) / 60_000, columns: 0 });
});

test('steps of the keyboard lead to the next five minutes', () => {
  const { plan } = day();
  const none = { minutes: 0, columns: 0 };
  assert.deepEqual(stepped(plan, 'b', ['b'], none, { minutes: 5, columns: 0 }), { minutes: 2, columns: 0 });
  assert.deepEqual(stepped(plan, 'b', ['b'], none, { minutes: -5, columns: 0 }), { minutes: -3, columns: 0 });
  assert.deepEqual(stepped(plan, 'b', ['b'], { minutes: 2, columns: 0 }, { minutes: 5, columns: 0 }), { minutes: 7, columns: 0 });
  assert.deepEqual(stepped(plan, 'b', ['b'], { minutes: 2, columns: 0 }, { minutes: 0, columns: -1 }), { minutes: 2, columns: -1 });
});

test('to another room alone keeps the planned time, to another time is planned anew', () => {
  const { plan } = day();
  assert.deepEqual(movesOf(plan, ['c'], { minutes: 0, columns: 1 }), [{ id: 'c', from: { start: at('14:00'), room: 'r2' }, to: { start: at('14:00'), room: 'r3' } }]);
  assert.deepEqual(movesOf(plan, ['c'], { minutes: 3, columns: 0 })[0].to, { start: at('14:15'), room: 'r2' });
  assert.deepEqual(movesOf(plan, ['a', 'b'], { minutes: 0, columns: 0, room: 'r2' }).map(({ id }) => id), ['a']);
  assert.deepEqual(movesOf(plan, ['a', 'gone'], { minutes: 0, columns: 0 }), []);
});

test('one session is one PATCH of what differs, several are one change', () => {
  const { plan, docs } = day();
  const request = (ids, by) => requestOf(movesOf(plan, ids, by), docs.sessions);
  assert.equal(request(['a'], { minutes: 0, columns: 0 }), null);
  assert.deepEqual(request(['a'], { minutes: 5, columns: 0 }), { method: 'PATCH', path: '/api/v1/sessions/a', body: { start: '2031-05-20T01:05:00Z' }, rev: 1, bases: { a: docs.sessions.a } });
  const both = request(['a', 'b'], { minutes: 0, columns: 1 });
  assert.equal(both.path, '/api/v1/changes');
  assert.deepEqual(both.body.changes[1], { method: 'PATCH', path: '/api/v1/sessions/b', body: { room: 'r3' }, if_match: 1 });
  assert.deepEqual(both.bases, { a: docs.sessions.a, b: docs.sessions.b });
});
