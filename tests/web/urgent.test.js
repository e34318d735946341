/* What of the urgent announcements a reader still has to see: once each, and again when it reads otherwise. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyOf, readSeen, unseen, withSeen } from '../../static/shared/urgent.js';

const FIRE = { id: 'a1', text: { ko: '나가 주세요', en: 'Please leave' } };
const WATER = { id: 'a2', text: '물이 안 나와요' };

test('what was dismissed does not come again, what was not does', () => {
  const seen = withSeen([], [FIRE]);
  assert.deepEqual(unseen([FIRE, WATER], []), [FIRE, WATER]);
  assert.deepEqual(unseen([FIRE, WATER], seen), [WATER]);
  assert.deepEqual(unseen([FIRE, WATER], withSeen(seen, [WATER])), []);
});

test('another text is shown again, in whichever language it changed, and another end is not', () => {
  const seen = withSeen([], [FIRE]);
  const corrected = { ...FIRE, text: { ...FIRE.text, en: 'Please come back' } };
  assert.deepEqual(unseen([corrected], seen), [corrected]);
  assert.deepEqual(unseen([{ ...FIRE, until: '2031-05-20T02:00:00Z', rev: 7 }], seen), []);
  assert.deepEqual(unseen([FIRE], withSeen(seen, [corrected])), [FIRE], 'what it said before counts no more');
});

test('the device remembers so many, the newest', () => {
  let seen = [];
  for (let i = 0; i < 60; i += 1) seen = withSeen(seen, [{ id: `a${i}`, text: 'x' }]);
  assert.equal(seen.length, 24);
  assert.equal(seen[0], keyOf({ id: 'a59', text: 'x' }));
});

test('an id that begins like another is another', () => {
  const seen = withSeen([], [{ id: 'a 1', text: 'x' }]);
  assert.equal(withSeen(seen, [{ id: 'a', text: 'x' }]).length, 2);
});

test('whatever a device has kept is a list, or nothing', () => {
  assert.deepEqual(readSeen(null), []);
  for (const kept of ['', '{', 'null', '7', '"a1"', '{"a1":1}']) assert.deepEqual(readSeen(kept), [], kept);
  assert.deepEqual(readSeen('["a1 x", 7, null, ["a"]]'), ['a1 x']);
});
