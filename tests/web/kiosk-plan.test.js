/*
 * Which board a screen shows, and when; and by how much its device's clock is wrong.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, asks, isLook, readAddress } from '../../kiosk/address.js';
import { Drift } from '../../kiosk/drift.js';
import { planOfAddress, planOfDocument, topicsOf, turnAt } from '../../kiosk/plan.js';

const BOARDS = { lobby: {}, door: {}, meetups: {}, table: {}, characters: {} };
const plan = (boards, more = {}) => planOfDocument({ boards, ...more }, BOARDS);

test('an address asks for something, or leaves it to the desk', () => {
  for (const search of ['', '?', '?utm=1', '?x=board']) assert.equal(asks(search), false, search);
  for (const search of ['?board=lobby', '?board=', '?lang=ko', '?room=r1', '?theme=light', '?meetup=m', '?look=1']) assert.equal(asks(search), true, search);
  assert.deepEqual([isLook('?look=1'), isLook('?board=door')], [true, false]);
});

test('the address of a board asks for that board', () => {
  const address = addressOf({ board: 'door', room: 'r 1', meetup: null }, { languages: ['en', 'ko'], theme: 'light' });
  assert.equal(address, '/kiosk/?board=door&room=r+1&lang=en%2Cko&theme=light');
  const { board, room, meetup, langs, theme } = readAddress(address.slice(7), BOARDS);
  assert.deepEqual([board, room, meetup, langs, theme], ['door', 'r 1', null, ['en', 'ko'], 'light']);
  assert.equal(addressOf({ board: 'lobby' }), '/kiosk/?board=lobby');
  assert.equal(addressOf({ board: 'lobby' }, { languages: null, theme: 'dark', look: true }), '/kiosk/?board=lobby&look=1');
});

test('whatever a document says there is something to show', () => {
  for (const boards of [undefined, null, [], 'lobby', [null], [{ board: 'of a later build' }], [{ board: '__proto__' }]]) {
    assert.deepEqual(plan(boards).boards.map(({ board }) => board), ['lobby'], JSON.stringify(boards));
  }
  const two = plan([{ board: 'of a later build' }, { board: 'door', room: 'r1', seconds: -3 }], { languages: [], theme: 'pink' });
  assert.deepEqual(two, { boards: [{ board: 'door', room: 'r1', meetup: null, seconds: 20 }], langs: null, theme: 'dark' });
});

test('boards take turns by the server\'s clock, and not faster when time is', () => {
  const turns = plan([{ board: 'lobby', seconds: 30 }, { board: 'meetups', seconds: 10 }]);
  const shown = (rate) => (second) => turnAt(turns, second * 1000 * rate, rate).board;
  assert.deepEqual([0, 29, 30, 39, 40, 69, 70].map(shown(1)), ['lobby', 'lobby', 'meetups', 'meetups', 'lobby', 'lobby', 'meetups']);
  assert.deepEqual([0, 29, 30, 39, 40].map(shown(60)), ['lobby', 'lobby', 'meetups', 'meetups', 'lobby']);
  assert.equal(turnAt(planOfAddress(readAddress('?board=door', BOARDS)), 123_456_789, 1).board, 'door');
});

test('the topics are what the boards are made of', () => {
  assert.deepEqual(topicsOf(plan([{ board: 'lobby' }, { board: 'door' }])), ['timetable']);
  assert.deepEqual(topicsOf(plan([{ board: 'characters' }, { board: 'table' }, { board: 'meetups' }])), ['timetable', 'meetups', 'characters']);
});

/* An answer of a server whose clock is right, to a device whose clock is ahead by `wrong`. */
function answer(drift, at, wrong, { took = 40 } = {}) {
  const second = Math.floor((at + took / 2) / 1000) * 1000;
  drift.heard(at + wrong, at + took + wrong, new Date(second).toUTCString());
}

test('a device\'s clock is known to a second at once, and soon much better', () => {
  for (const wrong of [0, 1_020_000, -3_600_000, 2_100]) {
    const drift = new Drift();
    assert.equal(drift.ms, null);
    answer(drift, 1_700_000_000_000, wrong);
    assert.ok(Math.abs(drift.ms - wrong) <= 600, `${drift.ms}`);
    for (let i = 1; i < 12; i += 1) answer(drift, 1_700_000_000_000 + i * 10_083, wrong);
    assert.ok(Math.abs(drift.ms - wrong) < 100, `${drift.ms - wrong}`);
  }
});

test('a clock that is set counts from then, and an answer without a date says nothing', () => {
  const drift = new Drift();
  for (let i = 0; i < 12; i += 1) answer(drift, 1_700_000_000_000 + i * 10_083, 1_020_000);
  answer(drift, 1_700_000_200_000, 0);
  assert.ok(Math.abs(drift.ms) <= 600, `${drift.ms}`);
  for (const date of [null, '', 'yesterday']) drift.heard(0, 10, date);
  drift.heard(2_000, 1_000, new Date(0).toUTCString());
  assert.ok(Math.abs(drift.ms) <= 600);
});
