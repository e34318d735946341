/* Members as the desk shows them: their order, when they were seen, and the last day of a token. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOfDay, groupsOf, seenOf, usualLastDay } from '../../../static/organiser/members.js';

const NOW = Date.parse('2031-05-20T01:10:00Z');

test('by role, in one order, a role that nobody has left out', () => {
  const [door, lee, kim, table] = [['door', 'screen'], ['lee', 'host'], ['kim', 'organiser'], ['table', 'screen']].map(([id, role]) => ({ id, role }));
  assert.deepEqual(groupsOf([door, lee, kim, table]), [
    { role: 'organiser', members: [kim] }, { role: 'host', members: [lee] }, { role: 'screen', members: [door, table] },
  ]);
  assert.deepEqual(groupsOf([]), []);
});

test('seen within the minute is here, before that at a time, and never is never', () => {
  assert.equal(seenOf({ last_seen: '2031-05-20T01:09:01Z' }, NOW), 'here');
  assert.equal(seenOf({ last_seen: '2031-05-20T01:10:02Z' }, NOW), 'here');
  assert.equal(seenOf({ last_seen: '2031-05-20T01:09:00Z' }, NOW), NOW - 60_000);
  assert.equal(seenOf({ last_seen: null }, NOW), 'unseen');
});

test('a token lives to the end of its last day, where the event is, over a change of clocks too', () => {
  assert.equal(endOfDay('2031-06-19', 'Asia/Seoul'), '2031-06-19T19:00:00.000Z');
  assert.equal(endOfDay('2026-03-28', 'Europe/Berlin'), '2026-03-29T02:00:00.000Z');
  assert.equal(endOfDay('2031-12-31', 'UTC'), '2032-01-01T04:00:00.000Z');
  for (const odd of ['', 'tomorrow', '2031-13-01']) assert.equal(endOfDay(odd, 'UTC'), '');
});

test('without a word it is a month', () => {
  assert.equal(usualLastDay(NOW, 'Asia/Seoul'), '2031-06-19');
  assert.equal(usualLastDay(Date.parse('2031-05-20T23:00:00Z'), 'Asia/Seoul'), '2031-06-20');
});
