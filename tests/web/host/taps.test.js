/*
 * Taps in a noisy hall: sent twice, lost, refused, late; and the list of guests that follows the
 * table's line through outages, never another table's, never silently old.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GuestList } from '../../../static/host/guest-list.js';
import { Taps } from '../../../static/host/taps.js';
import { Problem } from '../../../static/shared/api.js';

const problem = (status, code, members = {}) => new Problem({ status, code, members });
const OFFLINE = problem(0, 'offline');
const settle = () => new Promise((resolve) => { setImmediate(resolve); });

/* A server that gives these answers one after the other; a function waits for its promise. */
function server(...answers) {
  const asked = [];
  const ask = async (method, path, body, { key } = {}) => {
    asked.push({ method, path, body, key });
    const answer = answers.shift();
    const found = typeof answer === 'function' ? await answer() : answer;
    if (found instanceof Error) throw found;
    return found;
  };
  return { asked, ask };
}

const FINISH = { act: 'finish', ids: ['b1'], meetup: 'm1', rev: 1 };
const NEXT = { act: 'next', meetup: 'm1', rev: 1 };

test('each act asks for exactly its own', async () => {
  const it = server({ place: {} }, { place: {} }, {}, {}, {}, { places: [{ id: 'b4' }], place: { id: 'b4' } });
  const taps = new Taps(it);
  await taps.tap({ act: 'start', ids: ['b1', 'b2'], meetup: 'm/1' });
  await taps.tap({ act: 'extend', ids: ['b1'], meetup: 'm/1' });
  await taps.tap({ act: 'pause', meetup: 'm/1', minutes: 15 });
  await taps.tap({ act: 'pause', meetup: 'm/1', minutes: null });
  assert.deepEqual(await taps.tap({ act: 'next', meetup: 'm/1' }), [{ id: 'b4' }]);
  assert.deepEqual(it.asked.map(({ method, path, body }) => `${method} ${path} ${JSON.stringify(body) ?? '-'}`), [
    'POST /api/v1/places/b1/start -', 'POST /api/v1/places/b2/start -', 'POST /api/v1/places/b1/extend {"minutes":5}',
    'POST /api/v1/meetups/m%2F1/pause {"minutes":15}', 'POST /api/v1/meetups/m%2F1/pause {}', 'POST /api/v1/meetups/m%2F1/next -',
  ]);
});

test('two quick taps are one', async () => {
  let answer;
  const it = server(() => new Promise((resolve) => { answer = resolve; }));
  let now = 0;
  const taps = new Taps({ ...it, monotonic: () => now });
  const first = taps.tap(FINISH);
  assert.deepEqual([taps.busy('finish', ['b1']), taps.slow], [true, false]);
  now += 2_500;
  assert.equal(taps.slow, true);
  assert.equal(await taps.tap(FINISH), null);
  answer({ place: { id: 'b1' } });
  assert.deepEqual(await first, [{ id: 'b1' }]);
  assert.equal(it.asked.length, 1);
  assert.equal(taps.busy('finish', ['b1']), false);
});

test('a tap whose answer never came is asked again with its key, and is told of meanwhile', async () => {
  const it = server(OFFLINE, { places: [], place: null }, { places: [], place: null });
  const taps = new Taps(it);
  assert.equal(await taps.tap(NEXT), null);
  assert.deepEqual([taps.fault.act, taps.fault.problem.status], ['next', 0]);
  taps.heard(1);
  await taps.tap(NEXT);
  assert.equal(taps.fault, null);
  await taps.tap(NEXT);
  const [first, again, another] = it.asked.map(({ key }) => key);
  assert.equal(again, first);
  assert.notEqual(another, first);
});

test('where the table has changed since, the next tap is a new question', async () => {
  const it = server(OFFLINE, { places: [] });
  const taps = new Taps(it);
  await taps.tap(NEXT);
  taps.heard(2);
  await taps.tap({ ...NEXT, rev: 2 });
  assert.notEqual(it.asked[1].key, it.asked[0].key);
});

test('what is found done was a success; what is found otherwise says the present state', async () => {
  const taps = new Taps(server(problem(409, 'wrong_state', { state: 'done' }), problem(409, 'wrong_state', { state: 'left' })));
  assert.deepEqual(await taps.tap(FINISH), []);
  assert.equal(taps.fault, null);
  assert.equal(await taps.tap(FINISH), null);
  assert.equal(taps.fault.state, 'left');
  taps.forgetFault();
  assert.equal(taps.fault, null);
});

/* ---- the list of guests ---- */

function follow(...answers) {
  const asked = [];
  let now = 0;
  let changes = 0;
  const list = new GuestList({
    monotonic: () => now,
    ask: async (path) => {
      asked.push(path);
      const answer = answers.shift();
      const found = typeof answer === 'function' ? await answer() : answer;
      if (found instanceof Error) throw found;
      return found;
    },
  });
  list.addEventListener('change', () => { changes += 1; });
  return { list, asked, changes: () => changes, wait: (ms) => { now += ms; } };
}
const answer = (...ids) => ({ now: '2031-05-20T05:00:00Z', guests: ids.map((id) => ({ id, state: 'waiting' })) });
const ids = (list) => list.guests?.map(({ id }) => id).join(' ') ?? null;

test('the list is taken once, and again whenever the line says so', async () => {
  const it = follow(answer('b1'), answer('b1', 'b2'));
  it.list.follow({ meetup: 'm 1', rev: 4 });
  await settle();
  for (let i = 0; i < 5; i += 1) it.list.follow({ meetup: 'm 1', rev: 4 });
  assert.deepEqual([it.asked, ids(it.list), it.list.behind], [['/api/v1/meetups/m%201/guests'], 'b1', false]);
  it.list.follow({ meetup: 'm 1', rev: 5 });
  assert.equal(it.list.behind, true, 'until it is there');
  await settle();
  assert.deepEqual([ids(it.list), it.list.behind, it.asked.length], ['b1 b2', false, 2]);
});

test('what changes while it is asked for is asked for once more', async () => {
  let first;
  const it = follow(() => new Promise((resolve) => { first = resolve; }), answer('b2'));
  it.list.follow({ meetup: 'm1', rev: 1 });
  it.list.follow({ meetup: 'm1', rev: 2 });
  it.list.again();
  first(answer('b1'));
  await settle();
  await settle();
  assert.deepEqual([it.asked.length, ids(it.list), it.list.behind], [2, 'b2', false]);
});

test('in an outage what is known stays, is told to be old, and is asked for again, ever more slowly', async () => {
  const it = follow(answer('b1'), OFFLINE, OFFLINE, answer('b2'));
  it.list.follow({ meetup: 'm1', rev: 1 });
  await settle();
  it.list.follow({ meetup: 'm1', rev: 2 });
  await settle();
  assert.deepEqual([ids(it.list), it.list.behind], ['b1', true]);
  it.list.follow({ meetup: 'm1', rev: 2 });
  assert.equal(it.asked.length, 2);
  it.wait(1_000);
  it.list.follow({ meetup: 'm1', rev: 2 });
  await settle();
  it.wait(1_000);
  it.list.follow({ meetup: 'm1', rev: 2 });
  assert.equal(it.asked.length, 3, 'two seconds now');
  it.wait(1_000);
  it.list.follow({ meetup: 'm1', rev: 2 });
  await settle();
  assert.deepEqual([ids(it.list), it.list.behind], ['b2', false]);
});

test('when the network is back it asks at once', async () => {
  const it = follow(answer('b1'), answer('b2'));
  it.list.follow({ meetup: 'm1', rev: 1 });
  await settle();
  it.list.follow({ meetup: 'm1', rev: 1, live: false });
  it.list.follow({ meetup: 'm1', rev: 1, live: true });
  await settle();
  assert.equal(ids(it.list), 'b2');
});

test('another table: nothing of the one before, also where its answer comes late', async () => {
  let late;
  const it = follow(answer('b1'), () => new Promise((resolve) => { late = resolve; }), answer('b9'));
  it.list.follow({ meetup: 'm1', rev: 1 });
  await settle();
  it.list.follow({ meetup: 'm1', rev: 2 });
  it.list.follow({ meetup: 'm2', rev: 1 });
  assert.equal(it.list.guests, null);
  await settle();
  assert.equal(ids(it.list), 'b9');
  late(answer('b1'));
  await settle();
  assert.equal(ids(it.list), 'b9');
  it.list.follow({ meetup: null });
  assert.equal(it.list.guests, null);
});

test('who did not come is known from the server, whoever marked it and whenever; a server that does not tell, tells of nobody', async () => {
  const missed = (...all) => ({ now: '2031-05-20T05:00:00Z', guests: [], missed: all.map((id) => ({ id, state: 'no_show', end: '2031-05-20T05:10:00Z' })) });
  const it = follow(missed('b1'), missed(), { now: '2031-05-20T05:00:00Z', guests: [] });
  it.list.follow({ meetup: 'm1', rev: 1 });
  await settle();
  assert.deepEqual(it.list.missed.map(({ id, end }) => [id, end]), [['b1', Date.parse('2031-05-20T05:10:00Z')]]);
  for (const rev of [2, 3]) {
    it.list.follow({ meetup: 'm1', rev });
    await settle();
    assert.deepEqual(it.list.missed, []);
  }
});

test('refused: nothing is held, and it is not asked for again', async () => {
  for (const [status, refused] of [[401, 'unauthorized'], [403, 'forbidden'], [404, 'not_found']]) {
    const it = follow(answer('b1'), problem(status, 'no'));
    it.list.follow({ meetup: 'm1', rev: 1 });
    await settle();
    it.list.follow({ meetup: 'm1', rev: 2 });
    await settle();
    it.wait(60_000);
    it.list.follow({ meetup: 'm1', rev: 3 });
    await settle();
    assert.deepEqual([it.list.guests, it.list.refused, it.asked.length], [null, refused, 2]);
  }
});
