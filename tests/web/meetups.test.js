/*
 * Meetups as pages see them: which tables a wall shows and in which order, who is called, what can be
 * booked, and what the clock alone changes when the server is gone.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calls, isVacant, tableAt, tableOf, tables, tablesToday } from '../../static/shared/meetups.js';

const at = (clock, day = '2031-05-20') => Date.parse(`${day}T${clock}:00+09:00`);
const utc = (ms) => new Date(ms).toISOString();

const guest = (number, state, more = {}) => ({
  number, state, slot: null, since: utc(at('13:50')), until: null, name: null, picture: null, attendee: null, ...more,
});

/* Tables by id: {place, host, start, end, …more of the meetup; line: more of its line}. */
function docsOf(list, slots = []) {
  const docs = {
    event: { main: { id: 'main', zone: 'Asia/Seoul' } },
    rooms: { t2: { id: 't2', name: 'Table 2', order: 2 }, t1: { id: 't1', name: { ko: '테이블 1', en: 'Table 1' }, order: 1 } },
    people: { kim: { id: 'kim', name: '김마당', company: 'Madang' } },
    sessions: { s1: { id: 's1', title: 'Folding', start: utc(at('12:00')), duration: 45 } },
    meetups: {}, lines: {}, slots: {},
  };
  for (const { id, line = {}, start = '13:00', end = '15:00', day, ...more } of list) {
    const [from, to] = [utc(at(start, day)), utc(at(end, day))];
    docs.meetups[id] = { id, host: 'kim', place: 't1', start: from, end: to, seats: 1, walk_in: true, status: 'open', ...more };
    docs.lines[id] = { id, state: 'open', expected_start: from, expected_end: to, walk_in: true, waiting: 0, wait_minutes: null, present: 0, now: [], next: [], ...line };
  }
  for (const slot of slots) docs.slots[slot.id] = { seats: 1, free: 1, waiting: 0, topics: [], ...slot };
  return docs;
}

const ids = (list) => list.map(({ id }) => id);

test('a table has its host, place and talk by name, and its times as instants', () => {
  const docs = docsOf([{ id: 'm1', session: 's1', line: { expected_start: utc(at('13:12')), expected_end: utc(at('15:12')), waiting: 4, wait_minutes: [6, 10] } }]);
  const [table] = tables(docs, at('14:00'));
  assert.deepEqual(table.host, { id: 'kim', name: '김마당', company: 'Madang' });
  assert.deepEqual(table.placeName, { ko: '테이블 1', en: 'Table 1' });
  assert.deepEqual(table.session, { id: 's1', title: 'Folding' });
  assert.deepEqual([table.start, table.plannedStart, table.late], [at('13:12'), at('13:00'), 12]);
  assert.deepEqual([table.waiting, table.waitMinutes, table.state], [4, [6, 10], 'open']);
});

test('documents that are missing, or on their way, leave a table as it is planned', () => {
  assert.deepEqual(tables({}, at('14:00')), []);
  const docs = { meetups: { m1: { id: 'm1', host: 'x', place: 'y', start: utc(at('13:00')), end: utc(at('15:00')), session: 'z', status: 'open' }, m2: { id: 'm2' } } };
  const [table, ...others] = tables(docs, at('12:00'));
  assert.deepEqual(others, []);
  assert.deepEqual([table.host.name, table.placeName, table.session, table.state, table.now], ['', 'y', null, 'ahead', []]);
});

test('a wall shows first whose time has come, by place, then the others by time, the ended last', () => {
  const docs = docsOf([
    { id: 'over', start: '11:00', end: '13:40', line: { state: 'ended' } },
    { id: 'late', place: 't1', start: '16:00', end: '17:00', line: { state: 'ahead' } },
    { id: 'soon', place: 't2', start: '15:00', end: '16:00', line: { state: 'ahead' } },
    { id: 'two', place: 't2' },
    { id: 'one', place: 't1', line: { state: 'paused' } },
    { id: 'off', place: 't2', line: { state: 'cancelled' }, start: '13:30' },
    { id: 'shut', place: 't1', line: { state: 'closed' }, start: '17:00', end: '18:00' },
  ]);
  const { shown, next } = tablesToday(docs, at('14:00'));
  assert.deepEqual(ids(shown), ['one', 'two', 'off', 'soon', 'late', 'shut', 'over']);
  assert.equal(next, null);
});

test('what is over goes after half an hour, what is cancelled when it would have ended', () => {
  const docs = docsOf([
    { id: 'over', end: '14:00', line: { state: 'ended' } }, { id: 'off', end: '14:00', line: { state: 'cancelled' } },
    { id: 'tomorrow', day: '2031-05-21', line: { state: 'ahead' } }, { id: 'also', day: '2031-05-21', start: '09:00', end: '10:00', line: { state: 'ahead' } },
    { id: 'never', day: '2031-05-21', start: '08:00', end: '09:00', line: { state: 'cancelled' } },
  ]);
  assert.deepEqual(ids(tablesToday(docs, at('14:00')).shown), ['over']);
  assert.deepEqual(ids(tablesToday(docs, at('13:59')).shown), ['off', 'over']);
  const { shown, next } = tablesToday(docs, at('14:30'));
  assert.deepEqual(shown, []);
  assert.deepEqual(next, { at: at('09:00', '2031-05-21'), count: 2 });
});

test('after midnight it is still the evening before', () => {
  const docs = docsOf([{ id: 'night', start: '23:00', end: '23:59', line: { state: 'ended' } }, { id: 'small', day: '2031-05-21', start: '01:00', end: '02:00', line: { state: 'ahead' } }]);
  assert.deepEqual(ids(tablesToday(docs, at('00:10', '2031-05-21')).shown), ['small', 'night']);
});

test('who is called, over all tables, who was first, first', () => {
  const docs = docsOf([
    { id: 'm1', line: { now: [guest(9, 'called', { since: utc(at('13:58')) }), guest(3, 'talking')] } },
    { id: 'm2', place: 't2', line: { now: [guest(5, 'called', { since: utc(at('13:57')) }), guest(4, 'arrived')] } },
  ]);
  const all = tables(docs, at('14:00'));
  assert.deepEqual(calls(all).map(({ guest: { number }, table }) => [number, table.id]), [[5, 'm2'], [9, 'm1']]);
  assert.deepEqual([all[0].talking.length, all[1].arrived.length], [1, 1]);
});

test('free slots: with a seat, ahead, by their expected times, while one can book', () => {
  const slot = (n, from, more = {}) => ({ id: `m1-${n}`, meetup: 'm1', start: utc(at(from)), end: utc(at(from) + 600_000), expected_start: utc(at(from) + 300_000), expected_end: utc(at(from) + 900_000), ...more });
  const slots = [slot(10, '14:30'), slot(2, '13:56'), slot(1, '13:50'), slot(3, '14:10', { free: 0 })];
  for (const [state, wanted] of [['open', ['m1-2', 'm1-10']], ['paused', ['m1-2', 'm1-10']], ['closed', []], ['cancelled', []]]) {
    const [table] = tables(docsOf([{ id: 'm1', line: { state } }], slots), at('14:00'));
    assert.deepEqual(ids(table.free), wanted, state);
    assert.equal(table.slots.length, 4);
  }
});

test('vacant is where one can sit down at once', () => {
  const vacant = (line) => isVacant(tables(docsOf([{ id: 'm1', line }]), at('14:00'))[0]);
  assert.equal(vacant({}), true);
  for (const line of [{ walk_in: false }, { state: 'paused' }, { waiting: 1 }, { now: [guest(1, 'talking')] }, { next: [guest(1, 'booked')] }]) assert.equal(vacant(line), false);
});

test('a screen at a table: the meetup that is held there, else the next, else what was', () => {
  const docs = docsOf([
    { id: 'first', start: '11:00', end: '12:00', line: { state: 'ended' } }, { id: 'second', start: '12:00', end: '13:00', line: { state: 'open' } },
    { id: 'third', start: '13:00', end: '14:00', line: { state: 'ahead' } }, { id: 'elsewhere', place: 't2' },
  ]);
  assert.equal(tableAt(docs, 't1', at('12:30')).id, 'second');
  docs.lines = { ...docs.lines, second: { ...docs.lines.second, state: 'ended' } };
  assert.equal(tableAt({ ...docs }, 't1', at('12:58')).id, 'third');
  assert.equal(tableAt({ ...docs, meetups: { first: docs.meetups.first } }, 't1', at('12:10')).id, 'first');
  assert.equal(tableAt(docs, 'nowhere', at('12:30')), null);
  assert.equal(tableOf(docs, 'third', at('12:30')).place, 't1');
  assert.equal(tableOf(docs, 'none', at('12:30')), null);
});

test('the clock goes on without the server, and the server\'s word counts while it answers', () => {
  const state = (said, clock, heard) => tables(docsOf([{ id: 'm1', line: { state: said } }]), at(clock), at(heard))[0].state;
  assert.equal(state('ahead', '12:59', '12:59'), 'ahead');
  assert.equal(state('ahead', '13:00', '13:00'), 'open', 'within the minute it takes to tell');
  assert.equal(state('ahead', '13:20', '13:20'), 'ahead', 'its talk runs over');
  assert.equal(state('ahead', '13:20', '12:40'), 'open');
  assert.equal(state('open', '15:20', '15:20'), 'open');
  assert.equal(state('paused', '15:20', '14:40'), 'ended');
  assert.equal(state('cancelled', '13:20', '12:40'), 'cancelled');
});

test('a call is over when its time is, also without the server; a chat that runs over is not', () => {
  const docs = docsOf([{ id: 'm1', line: { now: [guest(1, 'called', { until: utc(at('14:03')) }), guest(2, 'talking', { until: utc(at('14:00')) })] } }]);
  const shown = (now, heard) => tables(docs, at(now), at(heard))[0].now.map(({ number }) => number);
  assert.deepEqual(shown('14:03', '14:01'), [1, 2]);
  assert.deepEqual(shown('14:04', '14:01'), [2]);
  assert.deepEqual(shown('14:05', '14:05'), [1, 2], 'the server answers: it knows why');
  const state = (now) => tables(docs, at(now), at('14:01'))[0].state;
  assert.deepEqual([state('15:20'), state('15:30')], ['open', 'ended']);
});
