/*
 * My day: what is starred in its order, what clashes, what lies between.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clashOf, planOf } from '../../static/app/day-plan.js';
import { timetable } from '../../static/shared/schedule.js';
import { at, kakao } from './boards/fixtures.js';

const iso = (ms) => new Date(ms).toISOString();
const clock = (time, date) => ({ now: at(time, date) });

function docsOf(sessions) {
  const made = Object.entries(sessions).map(([id, [start, minutes, room = 'r1', more = {}]]) => [id, { id, title: id, room, start: iso(at(start)), duration: minutes, status: 'scheduled', people: [], ...more }]);
  return { event: { main: { zone: 'Asia/Seoul' } }, rooms: { r1: { name: '1' }, r2: { name: '2' } }, sessions: Object.fromEntries(made) };
}

/* The plan as short words. */
function told(docs, ids, when = clock('08:00'), booked = []) {
  const { days } = planOf(timetable(docs), ids, when, booked);
  return days.map(({ entries }) => entries.map((entry) => {
    if (entry.kind === 'session') return entry.session.id;
    if (entry.kind === 'place') return `meet ${entry.session.id} ${entry.phase}`;
    if (entry.kind === 'clash') return `${entry.other.id}×${entry.session.id} ${entry.minutes}`;
    if (entry.kind === 'walk') return `walk ${entry.from}→${entry.to} ${entry.minutes}`;
    return entry.kind === 'gap' ? `gap ${entry.minutes}` : entry.kind;
  }));
}

const expected = (start, end) => ({ expected_start: iso(at(start)), expected_end: iso(at(end)) });

test('nothing starred is an empty plan; stars of hidden sessions are counted', () => {
  const docs = docsOf({ a: ['10:00', 45], h: ['11:00', 45, 'r1', { status: 'hidden' }] });
  assert.deepEqual(planOf(timetable(docs), [], clock('08:00')), { days: [], missing: [] });
  assert.deepEqual(planOf(timetable(docs), ['h', 'never'], clock('08:00')), { days: [], missing: ['h', 'never'] });
});

test('by day, in order of time', () => {
  assert.deepEqual(told(kakao(), ['b0', 'a10', 'a0']).map((day) => day.filter((e) => !/ /.test(e))), [['a0', 'a10'], ['b0']]);
});

test('a gap is told, a way to another room too, neither of what follows in the same room', () => {
  const docs = docsOf({ a: ['10:00', 45], b: ['10:45', 45, 'r2'], c: ['11:35', 25, 'r2'], d: ['12:45', 45], e: ['13:40', 20, 'r2'] });
  assert.deepEqual(told(docs, ['a', 'b', 'c', 'd', 'e']), [['a', 'walk r1→r2 0', 'b', 'c', 'gap 45', 'd', 'walk r1→r2 10', 'e']]);
});

test('two that overlap clash by minutes; adjacent ones do not, whatever the room', () => {
  const docs = docsOf({ a: ['10:00', 45], b: ['10:30', 45, 'r2'], c: ['11:15', 30] });
  assert.deepEqual(told(docs, ['a', 'b', 'c']), [['a', 'a×b 15', 'b', 'walk r2→r1 0', 'c']]);
});

test('three at once clash two by two', () => {
  const docs = docsOf({ a: ['10:00', 60], b: ['10:30', 60, 'r2'], c: ['10:50', 60] });
  assert.deepEqual(told(docs, ['a', 'b', 'c']), [['a', 'a×b 30', 'b', 'a×c 10', 'b×c 40', 'c']]);
});

test('clashes go by expected times: a delay makes them and undoes them', () => {
  const planned = { a: ['10:00', 45], b: ['10:45', 45, 'r2'] };
  const late = docsOf({ ...planned, a: ['10:00', 45, 'r1', expected('10:12', '10:57')] });
  assert.deepEqual(told(late, ['a', 'b']), [['a', 'a×b 12', 'b']]);
  const apart = docsOf({ a: ['10:00', 45], b: ['10:30', 45, 'r2', expected('10:45', '11:30')] });
  assert.deepEqual(told(apart, ['a', 'b']), [['a', 'walk r1→r2 0', 'b']]);
});

test('what is cancelled or over clashes with nothing, and no gap is counted from it', () => {
  const docs = docsOf({ a: ['10:00', 45], b: ['10:15', 45, 'r2', { status: 'cancelled' }], c: ['11:00', 45] });
  assert.deepEqual(told(docs, ['a', 'b', 'c']), [['a', 'b', 'c']]);
  const [one, two] = timetable(docsOf({ a: ['10:00', 45], b: ['10:30', 45] })).sessions;
  assert.equal(clashOf(one, two, clock('10:40')), 15);
  assert.equal(clashOf(one, two, clock('10:50')), 0);
});

test('a gap stands before what was cancelled in it, and nothing is told of gaps that are over', () => {
  const docs = docsOf({ a: ['10:00', 45], off: ['11:00', 45, 'r2', { status: 'cancelled' }], b: ['12:00', 45] });
  assert.deepEqual(told(docs, ['a', 'off', 'b']), [['a', 'gap 75', 'off', 'b']]);
  assert.deepEqual(told(docs, ['a', 'off', 'b'], clock('13:00')), [['a', 'off', 'b']]);
});

test('a long session keeps its end: a short one inside it makes no gap', () => {
  const docs = docsOf({ long: ['10:00', 180], short: ['10:30', 15, 'r2'], next: ['13:00', 30] });
  assert.deepEqual(told(docs, ['long', 'short', 'next']), [['long', 'long×short 15', 'short', 'next']]);
});

test('a cancelled one names what replaces it; a clash, the same talk at another time', () => {
  const again = { title: { ko: '반복' } };
  const docs = docsOf({ off: ['10:00', 45, 'r1', { status: 'cancelled', replaced_by: 'b' }], b: ['10:00', 45, 'r2'], x: ['11:00', 45], y: ['11:00', 45, 'r2', again], y2: ['14:00', 45, 'r2', again], y3: ['11:10', 45, 'r1', again] });
  const { days: [{ entries }] } = planOf(timetable(docs), ['off', 'x', 'y'], clock('08:00'));
  const entry = (id) => entries.find((one) => one.session?.id === id && one.kind === 'session');
  assert.equal(entry('off').replacement.id, 'b');
  assert.equal(entry('y').again.id, 'y2');
  assert.equal(entry('x').again, null, 'it has no other time');
  assert.equal(entry('off').again, null);
});

test('the now-line stands where nothing is on', () => {
  const docs = docsOf({ a: ['10:00', 45], b: ['11:45', 45], c: ['12:30', 45, 'r2'] });
  const ids = ['a', 'b', 'c'];
  const all = ['a', 'gap 60', 'b', 'walk r1→r2 0', 'c'];
  assert.deepEqual(told(docs, ids, clock('09:00')), [all], 'not begun');
  assert.deepEqual(told(docs, ids, clock('10:10')), [all], 'a talk is on: it carries the mark itself');
  assert.deepEqual(told(docs, ids, clock('11:00')), [['a', 'now', 'gap 60', 'b', 'walk r1→r2 0', 'c']]);
  assert.deepEqual(told(docs, ids, clock('18:00')), [['a', 'b', 'c']], 'all over');
  const close = docsOf({ a: ['10:00', 45], b: ['10:55', 45, 'r2'] });
  assert.deepEqual(told(close, ['a', 'b'], clock('10:50')), [['a', 'now', 'walk r1→r2 10', 'b']]);
});

test('a session without a room or of no length breaks nothing', () => {
  const docs = docsOf({ a: ['10:00', 0, null], b: ['10:00', 45], c: ['10:45', 0, null] });
  assert.deepEqual(told(docs, ['a', 'b', 'c']), [['a', 'b', 'c']]);
});

/* A time with a speaker, as meet-plan.js has it. */
const meeting = (id, from, to, date) => ({ kind: 'place', id, title: 'Ada', start: at(from, date), end: at(to, date), room: 't1', meetup: 'm1' });

test('a time booked with a speaker stands in the day: in its turn, with what it clashes with and the way there', () => {
  const docs = docsOf({ a: ['10:00', 45], b: ['11:00', 45, 'r2'] });
  assert.deepEqual(told(docs, ['a', 'b'], clock('08:00'), [meeting('b1', '10:50', '11:00')]), [['a', 'walk r1→t1 5', 'meet b1 later', 'walk t1→r2 0', 'b']]);
  assert.deepEqual(told(docs, ['a', 'b'], clock('08:00'), [meeting('b1', '11:30', '11:50')]), [['a', 'walk r1→r2 15', 'b', 'b×b1 15', 'meet b1 later']]);
  assert.deepEqual(told(docs, ['b'], clock('10:45'), [meeting('b1', '10:40', '10:50')]), [['meet b1 now', 'walk t1→r2 10', 'b']]);
  assert.deepEqual(told(docs, ['b'], clock('10:55'), [meeting('b1', '10:40', '10:50')]), [['meet b1 past', 'now', 'walk t1→r2 10', 'b']]);
});

test('a booking alone is a day too; on a date without a programme it is none', () => {
  const docs = docsOf({ a: ['10:00', 45] });
  assert.deepEqual(told(docs, [], clock('08:00'), [meeting('b1', '14:00', '14:10')]), [['meet b1 later']]);
  assert.deepEqual(told(docs, [], clock('08:00'), [meeting('b1', '14:00', '14:10', '2019-10-01')]), []);
});
