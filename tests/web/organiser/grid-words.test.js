import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { movesOf } from '../../../static/organiser/grid-drag.js';
import { differenceWords, moveWords, reachWords } from '../../../static/organiser/grid-words.js';
import { timeText } from '../../../static/shared/times.js';
import { setLocale, text, word } from '../../../static/shared/words.js';
import { planOf, talk } from './grid.js';

setLocale('en', JSON.parse(readFileSync(new URL('../../../data/locales/en.json', import.meta.url))));
const { plan, docs } = planOf([talk('a', 'r1', '10:00'), talk('b', 'r1', '11:00'), talk('c', 'r2', '12:00')]);
const view = {
  docs: { ...docs, people: { p1: { name: '김마당' } } }, say: (key, params) => word('en', key, params), text: (value) => text(value, 'en'), time: (at) => timeText('Asia/Seoul', at),
};

test('what it reaches, without what is nothing', () => {
  const reach = { phones: 412, screens: 1, stars: 0, bookings: 3, clashes: [] };
  assert.deepEqual(reachWords(view, reach), { figures: ['412 phones', '1 screen', '3 bookings'], clashes: [] });
  assert.deepEqual(reachWords(view, {}), { figures: [], clashes: [] });
});

test('clashes name the other session, and each is said once', () => {
  const person = { kind: 'person', person: 'p1', sessions: ['b', 'a'], from: '2031-05-20T01:30:00Z', until: '2031-05-20T01:45:00Z' };
  const room = { kind: 'room', room: 'r1', sessions: ['a', 'b'], from: '2031-05-20T01:30:00Z', until: '2031-05-20T01:45:00Z' };
  const slot = { kind: 'slot', sessions: ['a'], from: '2031-05-20T01:30:00Z', until: '2031-05-20T01:45:00Z' };
  assert.deepEqual(reachWords(view, { clashes: [person, room, room, slot] }, ['a']).clashes, [
    'Speaker clash: 김마당 at 10:30, with b', 'Room clash: 101 at 10:30, with b', 'Too long for its slot: a, by 15 min',
  ]);
});

test('moves: one by its title, several by how far', () => {
  const words = (ids, distance) => moveWords(view, movesOf(plan, ids, distance));
  assert.equal(words(['a'], { minutes: 15, columns: 1 }), 'a: 10:00 · 101 → 10:15 · 102');
  assert.equal(words(['a', 'b'], { minutes: -5, columns: 1 }), '2 sessions: −5 min, 101 → 102');
  assert.equal(words(['a', 'c'], { minutes: 5, columns: 0 }), '2 sessions: +5 min');
});

test('what somebody else changed', () => {
  const before = talk('a', 'r1', '10:00', 45, { people: ['p1'] });
  assert.deepEqual(differenceWords(view, before, { ...before, room: 'r2', people: [], status: 'cancelled' }), ['101 → 102', '김마당 → –', 'Scheduled → Cancelled']);
  assert.deepEqual(differenceWords(view, before, { ...before, start: '2031-05-20T01:30:00Z', duration: 30 }), ['10:00 → 10:30', '45 min → 30 min']);
  assert.deepEqual(differenceWords(view, before, { ...before, url: 'x' }), ['other details']);
});
