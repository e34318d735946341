/* What was released, as everybody is told. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextVersion, releasesOf, sidesOf } from '../../static/shared/changelog.js';

const docs = { rooms: { r1: { name: '101' } }, people: { p1: { name: 'Kim' } }, sessions: { s9: { title: 'Instead' } } };
const at = '2031-05-20T01:00:00Z';

test('versions go on from the last one', () => {
  for (const [last, next] of [[null, 'v1'], ['v1', 'v2'], ['1.9', '1.10'], ['final', 'final 2']]) assert.equal(nextVersion(last ? [{ version: last }] : []), next);
});

test('the newest release comes first, also of two in one second', () => {
  const releases = { x1: { id: 'x1', at }, x2: { id: 'x2', at }, x3: { id: 'x3', at: '2031-05-19T01:00:00Z' } };
  assert.deepEqual(releasesOf({ releases }).map(({ id }) => id), ['x2', 'x1', 'x3']);
  assert.deepEqual(releasesOf({}), []);
});

test('places name their rooms, people are named, and a cancelled talk says what comes instead', () => {
  const place = { room: '101', start: Date.parse(at) };
  assert.deepEqual(sidesOf({ what: 'moved', from: { room: 'r1', start: at }, to: { room: 'r7', start: null } }, docs), { from: place, to: { room: null, start: null } });
  assert.deepEqual(sidesOf({ what: 'added', from: null, to: { room: 'r1', start: at } }, docs), { from: null, to: place });
  assert.deepEqual(sidesOf({ what: 'people', from: ['p1'], to: ['p8'] }, docs), { from: ['Kim'], to: null });
  assert.deepEqual(sidesOf({ what: 'cancelled', from: { room: 'r1', start: at }, to: { replaced_by: 's9' } }, docs), { from: place, to: 'Instead' });
  assert.deepEqual(sidesOf({ what: 'details', from: null, to: null }, docs), { from: null, to: null });
  assert.deepEqual(sidesOf({ what: 'duration', from: 30, to: 45 }, docs), { from: 30, to: 45 });
});
