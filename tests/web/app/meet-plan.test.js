/*
 * Meeting a speaker, as pure functions of the live documents: who can be met when, what one's own
 * places ask for, and what stands around a time in one's day.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  countdowns, dayAround, groupsOf, meetupById, meetupsOf, meetupsOfSession, minutesTo, nextFree, othersToChoose, placesAt, placesOf, placesShown,
  seatsFree, shutBy, slotsAhead, urgentOf,
} from '../../../static/app/meet-plan.js';
import { at } from '../boards/fixtures.js';
import { meetings, mine, NOW, own, STATES } from './meetings.js';

const MINUTE = 60_000;
const iso = (ms) => new Date(ms).toISOString();
const docs = meetings();
const withOwn = (state, more = {}) => ({ ...meetings(), ...state, ...more });
const groups = (now, from = docs) => groupsOf(meetupsOf(from), now, 'Asia/Seoul').map(({ when, date, meetups }) => [date ?? when, meetups.map(({ id }) => id).join(' ')]);

test('tables stand under now, next, later today and their other days; what is over goes', () => {
  assert.deepEqual(groups(NOW), [['now', 'm1 m2'], ['next', 'm3'], ['today', 'm4 m5 m6'], ['2019-08-30', 'm7']]);
  assert.deepEqual(groups(at('17:31')), [['now', 'm6'], ['2019-08-30', 'm7']]);
  assert.deepEqual(groups(at('10:00', '2019-08-30')), [['today', 'm7']]);
  assert.deepEqual(groups(at('13:00', '2019-08-30')), []);
  assert.deepEqual(groupsOf(meetupsOf({}), NOW, 'Asia/Seoul'), []);
});

test('a table that is late stands where it is expected, and its slots too', () => {
  const late = structuredClone(meetings());
  late.lines.m3.expected_start = iso(at('16:00'));
  late.slots['m3-0'].expected_start = iso(at('16:00'));
  late.slots['m3-0'].expected_end = iso(at('16:20'));
  assert.deepEqual(groups(NOW, late)[1], ['today', 'm3 m4 m5 m6']);
  assert.deepEqual([meetupById(late, 'm3').start, meetupById(late, 'm3').plannedStart], [at('16:00'), at('15:20')]);
  assert.deepEqual(meetupById(late, 'm3').slots.map(({ start }) => start), [at('15:40'), at('16:00')]);
});

test('there is something to show whatever is missing', () => {
  const bare = { meetups: { x: { id: 'x', host: 'gone', start: iso(NOW), end: iso(NOW + 60 * MINUTE), status: 'open' } } };
  const [one] = meetupsOf(bare);
  assert.deepEqual([one.person, one.state, one.slots, one.line], ['gone', 'ahead', [], null]);
  assert.equal(meetupById(bare, 'y'), null);
  assert.deepEqual(placesOf({ bookings: { b1: { id: 'b1', meetup: 'gone', state: 'booked', slot: 's' } } }).map(({ kind, meetup }) => [kind, meetup]), [['booked', null]]);
});

test('slots that have begun can\'t be booked; free seats are those of the rest', () => {
  const one = meetupById(docs, 'm1');
  assert.deepEqual(slotsAhead(one, NOW).map(({ id }) => id), ['m1-1', 'm1-2', 'm1-3', 'm1-4', 'm1-5'].filter((id) => docs.slots[id]));
  assert.deepEqual(slotsAhead(one, at('14:55')).map(({ id }) => id)[0], 'm1-2', 'one that begins now has begun');
  assert.equal(seatsFree(one, NOW), slotsAhead(one, NOW).filter(({ free }) => free).length);
});

test('who takes nobody new says why', () => {
  const state = (id, now = NOW) => shutBy(meetupById(docs, id), now);
  assert.deepEqual([state('m1'), state('m5'), state('m1', at('15:45'))], [null, 'cancelled', 'ended']);
});

test('next free ones are the same host\'s, later ones first, three at most', () => {
  const many = structuredClone(meetings());
  many.meetups.m6.host = many.meetups.m1.host;
  many.slots['m6-0'].free = 1;
  for (const id of ['m1-1', 'm1-2', 'm1-3', 'm1-5']) if (many.slots[id]) many.slots[id].free = 1;
  many.slots['m1-4'].free = 0;
  const slot = { ...meetupById(many, 'm1').slots[4] };
  assert.deepEqual(nextFree(many, slot, NOW).map(({ id }) => id), ['m1-5', 'm6-0', 'm1-1']);
  many.lines.m6.state = 'closed';
  assert.deepEqual(nextFree({ ...many }, slot, NOW, 9).map(({ id }) => id).includes('m6-0'), false);
});

test('each state is told for what it is', () => {
  const kinds = Object.fromEntries(Object.entries(STATES).map(([name, state]) => [name, placesOf(withOwn(state)).map(({ kind }) => kind).join(' ')]));
  assert.deepEqual(kinds, {
    booked: 'booked booked', confirm: 'confirm', waiting: 'seat', line: 'line', present: 'line', called: 'called', choose: 'choose arrived booked',
    arrived: 'arrived', talking: 'talking', no_show: 'no_show', ended: 'left left done', draw: 'draw',
  });
  const drawn = structuredClone(withOwn(STATES.draw));
  drawn.lines.m4.seed = 'a seed';
  assert.equal(placesOf(drawn)[0].kind, 'seat', 'after the draw it is a waiting list like any');
});

test('the most pressing comes first, then by time', () => {
  const all = mine(own(1, 'm3', 'booked', { slot: 'm3-1' }), own(2, 'm6', 'waiting', { slot: 'm6-0', waiting_place: 1 }), own(3, 'm3', 'booked', { slot: 'm3-0' }), own(4, 'm1', 'waiting', { ahead: 1 }), own(5, 'm2', 'called', { until: iso(NOW + MINUTE) }), own(6, 'm1', 'booked', { slot: 'm1-4', confirm_by: iso(NOW + MINUTE) }));
  assert.deepEqual(placesOf(withOwn(all)).map(({ number }) => number), [5, 6, 4, 3, 1, 2]);
  assert.equal(urgentOf(withOwn(all)).number, 5);
  assert.equal(urgentOf(withOwn(STATES.line)), null);
});

test('what ended lately is told of, but not what one gave back or has taken up again', () => {
  const shown = (...places) => placesShown(withOwn(mine(...places)), NOW).map(({ number }) => number);
  const ended = (why, minutes) => ({ why, ended_at: iso(NOW - minutes * MINUTE), since: iso(NOW - minutes * MINUTE) });
  assert.deepEqual(shown(own(1, 'm1', 'left', ended('lapsed', 5))), [1]);
  assert.deepEqual(shown(own(1, 'm1', 'left', ended('given_back', 5))), []);
  assert.deepEqual(shown(own(1, 'm1', 'left', ended('lapsed', 45))), []);
  assert.deepEqual(shown(own(1, 'm1', 'no_show', ended(null, 5)), own(2, 'm1', 'waiting', { since: iso(NOW) })), [2]);
  assert.deepEqual(shown(own(1, 'm1', 'no_show', ended(null, 5)), own(2, 'm2', 'waiting', { since: iso(NOW) })), [2, 1]);
});

test('whoever is wanted twice is asked between what is wanted now, not what comes later', () => {
  const all = withOwn(mine(own(1, 'm1', 'called', { until: iso(NOW + 3 * MINUTE), choose: 1 }), own(2, 'm2', 'called', { until: iso(NOW + MINUTE) }), own(3, 'm6', 'booked', { slot: 'm6-0' }), own(4, 'm1', 'booked', { slot: 'm1-1' }), own(5, 'm3', 'waiting')));
  const place = placesOf(all).find(({ number }) => number === 1);
  assert.equal(place.kind, 'choose');
  assert.deepEqual(othersToChoose(all, place).map(({ number }) => number).sort(), [2, 4]);
});

test('a meetup shows the own places that are open there', () => {
  const all = withOwn(mine(own(1, 'm1', 'waiting'), own(2, 'm1', 'done', { ended_at: iso(NOW) }), own(3, 'm2', 'waiting')));
  assert.deepEqual(placesAt(all, meetupById(all, 'm1')).map(({ number }) => number), [1]);
});

test('minutes are counted so that 1 is the last one, and drawn anew only when they change', () => {
  assert.deepEqual([minutesTo(NOW + 1, NOW), minutesTo(NOW + MINUTE, NOW), minutesTo(NOW + MINUTE + 1, NOW), minutesTo(NOW, NOW), minutesTo(NOW - 1, NOW), minutesTo(null, NOW)], [1, 1, 2, 0, 0, null]);
  const called = withOwn(STATES.called);
  assert.equal(countdowns(called, NOW + 1000), countdowns(called, NOW + 59_000));
  assert.notEqual(countdowns(called, NOW + 59_000), countdowns(called, NOW + 61_000));
});

test('around a time: what comes before and after that day, and what it clashes with, stars and places', () => {
  const own2 = withOwn(mine(own(1, 'm3', 'booked', { slot: 'm3-0' }), own(2, 'm6', 'waiting', { slot: 'm6-0' }), own(3, 'm1', 'left', { slot: 'm1-3', ended_at: iso(NOW) })));
  const around = (start, end, more) => {
    const { before, after, clashes } = dayAround(own2, ['a12', 'a15', 'b0', 'gone'], { start: at(start), end: at(end) }, more);
    return [before?.id ?? null, after?.id ?? null, clashes.map(({ id }) => id)];
  };
  assert.deepEqual(around('14:45', '14:55'), ['a12', 'a15', []]);
  assert.deepEqual(around('14:55', '15:05'), ['a12', 'b1', ['a15']]);
  assert.deepEqual(around('15:40', '15:45'), ['b1', null, ['a15']]);
  assert.deepEqual(around('15:20', '15:40', { except: 'b1' }), ['a12', null, ['a15']]);
  assert.deepEqual(around('09:00', '09:10'), [null, 'a12', []], 'the next day\'s is not after it');
});

test('a cancelled session in one\'s day is nothing', () => {
  const off = structuredClone(meetings());
  off.sessions.a12.status = 'cancelled';
  assert.equal(dayAround(off, ['a12'], { start: at('14:00'), end: at('14:10') }).clashes.length, 0);
});

test('a session knows where its speakers can be met: its own table first, none that is over', () => {
  const of = (session, people, now = NOW) => meetupsOfSession(docs, session, people, now).map(({ id }) => id);
  assert.deepEqual(of('a11', []), ['m1']);
  assert.deepEqual(of('a13', ['강윤창(perl.kang)']), ['m2', 'm1']);
  assert.deepEqual(of('a20', ['김준휘(james.j)']), [], 'cancelled');
  assert.deepEqual(of('a11', [], at('15:45')), []);
});
