/* The log of actions as rows: what it is about, who has put what back, and pages that join. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byDay, merged, rowsOf } from '../../../static/organiser/log.js';

const docs = { sessions: { s1: { title: { ko: '하나', en: 'One' } }, s2: { title: 'Two' }, s3: { title: 'Three' }, s4: { title: 'Four' } }, rooms: { r1: { name: '101' } }, announcements: {} };
const action = (id, what, about, more = {}) => ({ id: String(id), at: `2031-05-20T01:0${id % 10}:00Z`, who: 'Kim', what, about, undone_by: null, ...more });

test('a step is told by what people know by name, the rest counted', () => {
  const [row] = rowsOf([action(1, 'imports.post', ['rooms/r1', 'sessions/s1', 'sessions/s2', 'sessions/s3', 'sessions/s4'])], docs);
  assert.deepEqual([row.kind, row.more, row.who, row.at], ['imports_post', 1, 'Kim', Date.parse('2031-05-20T01:01:00Z')]);
  assert.deepEqual(row.subjects.map(({ id }) => id), ['s1', 's2', 's3']);
});

test('what is gone has no title, and what nobody has heard of is a change', () => {
  const [row] = rowsOf([action(1, 'moons.put', ['announcements/n9'])], docs);
  assert.deepEqual([row.kind, row.subjects[0].title, row.undoneBy, row.undid], ['other', '', null, null]);
});

test('an undo names what it has put back, and what was put back names who', () => {
  const [undo, patch] = rowsOf([action(2, 'undo', ['rooms/r1'], { who: 'Lee' }), action(1, 'rooms.patch', ['rooms/r1'], { undone_by: '2' })], docs);
  assert.equal(undo.undid.kind, 'rooms_patch');
  assert.deepEqual(patch.undoneBy, { who: 'Lee', at: undo.at });
});

test('a step that was put back beyond this page is told so without a name', () => {
  const [row] = rowsOf([action(1, 'rooms.patch', ['rooms/r1'], { undone_by: '400' })], docs);
  assert.deepEqual(row.undoneBy, { who: '', at: null });
});

test('a newer first page takes the place of what it holds, and older pages stay', () => {
  const old = [action(3, 'a', []), action(2, 'a', []), action(1, 'a', [])];
  const fresh = [action(4, 'b', []), action(3, 'b', []), action(2, 'b', [])];
  assert.deepEqual(merged(fresh, old).map(({ id, what }) => id + what), ['4b', '3b', '2b', '1a']);
  assert.deepEqual(merged([action(9, 'b', [])], old).map(({ id }) => id), ['9'], 'no gap between them');
});

test('rows stand by day', () => {
  const days = byDay([{ at: 30 }, { at: 20 }, { at: 11 }], (at) => `day ${Math.floor(at / 20)}`);
  assert.deepEqual(days.map(({ day, rows }) => [day, rows.length]), [['day 1', 2], ['day 0', 1]]);
});
