import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Live } from '../../static/shared/live.js';
import { ServerClock } from '../../static/shared/clock.js';
import { canonical } from '../lib/canonical.js';
import { FakeNetwork } from '../lib/fake-network.js';
import { settle } from '../lib/fake-time.js';

const T0 = Date.UTC(2031, 4, 20, 1);
const doc = (id, more = {}) => ({ [id]: { id, ...more } });

/* A page and the world around it. */
function page({ keep = null, net = new FakeNetwork() } = {}) {
  const seen = { docs: [], status: [], hello: [], refused: 0 };
  const clock = new ServerClock({ monotonic: net.time.monotonic, device: () => T0 + net.time.monotonic() });
  const live = new Live({
    topics: ['timetable', 'meetups'], as: 'screen', params: { board: 'door', room: 'r 1' }, clock, keep, env: net.env,
    on: {
      docs: (docs) => seen.docs.push(docs),
      status: (status) => seen.status.push(status.state),
      hello: (hello) => seen.hello.push(hello),
      refused: () => { seen.refused += 1; },
    },
  });
  const now = () => T0 + net.time.monotonic();
  return {
    net, live, seen, clock, now,
    hello: (more = {}) => net.last.say({ hello: { epoch: 'e1', seq: 0, now: now(), rate: 1, ...more } }),
    /** Time passes on a healthy link that beats each 5 s. */
    async quiet(ms) {
      for (let left = ms; left > 0; left -= 5000) {
        await net.time.advance(Math.min(5000, left));
        net.last.say({ now: now() });
      }
    },
  };
}

async function livePage(options) {
  const it = page(options);
  it.net.state = { epoch: 'e1', seq: 3, now: T0, docs: { rooms: doc('a') } };
  await it.live.start();
  await settle();
  it.hello({ seq: 3 });
  return it;
}

test('takes the state, then connects for what comes after it', async () => {
  const it = await livePage();
  assert.deepEqual(it.net.fetched, ['/api/v1/state']);
  assert.equal(it.net.last.url.href, 'ws://madang.test:8080/live?topics=timetable%2Cmeetups&epoch=e1&since=3&as=screen&board=door&room=r+1');
  assert.equal(it.net.last.protocol, 'madang.v1');
  assert.deepEqual(it.seen.status, ['connecting', 'live']);
  assert.equal(it.seen.hello.length, 1);
  it.net.last.say({ seq: 4, set: { rooms: doc('b') }, why: 'room' });
  assert.deepEqual(Object.keys(it.live.docs.rooms), ['a', 'b']);
  assert.equal(it.seen.docs.length, 2);
  assert.deepEqual(it.live.status, { state: 'live', since: T0 });
});

test('resumes by seq after a loss, without taking the state again', async () => {
  const it = await livePage();
  it.net.last.say({ seq: 9, set: { rooms: doc('b') } });
  it.net.last.drop();
  assert.equal(it.live.status.state, 'connecting');
  await it.net.time.advance(1000);
  assert.equal(it.net.tried.length, 2);
  assert.equal(it.net.last.query.since, '9');
  assert.deepEqual(it.net.fetched, ['/api/v1/state']);
  it.hello({ seq: 12 });
  it.net.last.say({ seq: 12, set: { rooms: doc('c') } });
  assert.deepEqual(Object.keys(it.live.docs.rooms), ['a', 'b', 'c']);
  assert.deepEqual(it.seen.status, ['connecting', 'live', 'connecting', 'live']);
});

test('reset: the old documents stay until the new ones are there; changes meanwhile are not lost', async () => {
  const it = await livePage();
  const paints = it.seen.docs.length;
  let answer;
  it.net.state = () => new Promise((resolve) => { answer = resolve; });
  it.net.last.say({ reset: { epoch: 'e1', seq: 50 } });
  it.net.last.say({ seq: 51, set: { rooms: doc('new') } });
  it.net.last.say({ seq: 52, set: { rooms: doc('newer') } });
  await settle();
  assert.equal(it.seen.docs.length, paints);
  assert.deepEqual(Object.keys(it.live.docs.rooms), ['a']);
  answer(new Response(JSON.stringify({ epoch: 'e1', seq: 51, now: T0, docs: { rooms: { ...doc('x'), ...doc('new') } } })));
  await settle();
  assert.deepEqual(Object.keys(it.live.docs.rooms).sort(), ['new', 'newer', 'x']);
  assert.equal(it.live.seq, 52);
  assert.equal(it.net.tried.length, 1);
  assert.ok(it.seen.docs.every((docs) => Object.keys(docs).length > 0));
});

test('another epoch, or a seq behind ours, is a reset even if the server does not say so', async () => {
  for (const hello of [{ epoch: 'e2', seq: 9 }, { epoch: 'e1', seq: 2 }]) {
    const it = await livePage();
    it.net.last.drop();
    await it.net.time.advance(1000);
    it.net.state = { epoch: hello.epoch, seq: hello.seq, now: T0, docs: { days: doc('d') } };
    it.hello(hello);
    it.net.last.say({ reset: { epoch: hello.epoch, seq: hello.seq } });
    await settle();
    assert.deepEqual(it.live.docs, { days: doc('d') });
    assert.equal(it.live.epoch, hello.epoch);
    assert.equal(it.live.status.state, 'live');
    assert.equal(it.net.fetched.filter((path) => path === '/api/v1/state').length, 2);
  }
});

test('a reset whose state cannot be had keeps the documents and tries again', async () => {
  const it = await livePage();
  it.net.state = () => new Response('busy', { status: 503, headers: { 'retry-after': '2' } });
  it.net.last.say({ reset: { epoch: 'e1', seq: 50 } });
  await settle();
  assert.equal(it.net.last.closed, true);
  assert.deepEqual(Object.keys(it.live.docs.rooms), ['a']);
  it.net.state = { epoch: 'e1', seq: 50, now: T0, docs: { rooms: doc('z') } };
  await it.net.time.advance(2900);
  assert.equal(it.net.tried.length, 1);
  await it.net.time.advance(200);
  assert.equal(it.net.tried.length, 2);
  assert.deepEqual(Object.keys(it.live.docs.rooms), ['z']);
});

test('bye: comes back when asked to, with jitter', async () => {
  const it = await livePage();
  it.net.last.say({ bye: { retry_ms: 3000 } });
  await it.net.time.advance(4400);
  assert.equal(it.net.tried.length, 1);
  await it.net.time.advance(200);
  assert.equal(it.net.tried.length, 2);
});

test('close codes 4500–4999 mean: do not come back; 4008 (slow) does not', async () => {
  const slow = await livePage();
  slow.net.last.drop(4008);
  await slow.net.time.advance(1000);
  assert.equal(slow.net.tried.length, 2);

  const told = await livePage();
  told.net.last.drop(4501);
  assert.equal(told.live.status.state, 'closed');
  await told.net.time.advance(3_600_000);
  told.net.window.dispatchEvent(new Event('online'));
  await told.net.time.advance(60_000);
  assert.equal(told.net.tried.length, 1);
  assert.deepEqual(Object.keys(told.live.docs.rooms), ['a']);
});

test('backs off exponentially with full jitter, between 1 and 30 s', async () => {
  const it = await livePage();
  it.net.random = 0.999;
  await it.quiet(20_000);
  it.net.crash();
  const waits = [];
  let waited = 0;
  while (waits.length < 8) {
    const before = it.net.tried.length;
    await it.net.time.advance(100);
    waited += 100;
    if (it.net.tried.length > before) {
      waits.push(Math.round(waited / 1000));
      waited = 0;
    }
  }
  assert.deepEqual(waits, [1, 2, 4, 8, 16, 30, 30, 30]);
  it.net.random = 0;
  it.net.up = true;
  await it.net.time.advance(31_000);
  it.hello({ seq: 3 });
  assert.equal(it.live.status.state, 'live');
});

test('a connection that breaks right after its hello does not start the back-off anew', async () => {
  const it = await livePage();
  it.net.random = 0.999;
  for (let i = 0; i < 6; i += 1) {
    it.net.last.drop();
    await it.net.time.advance(31_000);
    it.hello({ seq: 3 });
  }
  const before = it.net.tried.length;
  it.net.last.drop();
  await it.net.time.advance(25_000);
  assert.equal(it.net.tried.length, before);
});

test('a server that dies is called stale within seconds, with the time it was last heard', async () => {
  const it = await livePage();
  await it.quiet(60_000);
  const heard = it.now();
  it.net.crash();
  assert.equal(it.live.status.state, 'connecting');
  await it.net.time.advance(4_100);
  assert.deepEqual(it.live.status, { state: 'stale', since: heard });
  assert.deepEqual(Object.keys(it.live.docs.rooms), ['a']);
});

test('a link that goes silent is stale soon, ended later, and a quiet one never flickers', async () => {
  const it = await livePage();
  await it.quiet(600_000);
  assert.deepEqual(it.seen.status, ['connecting', 'live']);
  await it.net.time.advance(8_100);
  assert.equal(it.live.status.state, 'stale');
  assert.equal(it.net.tried.length, 1);
  await it.net.time.advance(11_000);
  assert.equal(it.net.tried.length, 2);
});

test('a server that beats at the slowest the contract allows is not called stale either', async () => {
  const it = await livePage();
  for (let i = 0; i < 40; i += 1) {
    await it.net.time.advance(15_000);
    it.net.last.say({ now: it.now() });
  }
  assert.deepEqual(it.seen.status, ['connecting', 'live']);
  assert.equal(it.net.tried.length, 1);
});

test('a restart of half a second is not shown at all', async () => {
  const it = await livePage();
  await it.quiet(30_000);
  it.net.crash();
  await it.net.time.advance(400);
  it.net.up = true;
  await it.net.time.advance(3_000);
  it.hello({ seq: 3 });
  assert.equal(it.seen.status.includes('stale'), false);
  assert.equal(it.live.status.state, 'live');
});

test('a WebSocket that opens and says nothing counts as failed', async () => {
  const it = page();
  await it.live.start();
  await settle();
  await it.net.time.advance(10_100);
  assert.equal(it.net.tried[0].closed, true);
  await it.net.time.advance(2_000);
  assert.equal(it.net.tried.length, 2);
});

test('blocked WebSockets: Server-Sent Events carry the frames, and it tries the WebSocket again', async () => {
  const it = page();
  it.net.socketsBlocked = true;
  it.net.state = { epoch: 'e1', seq: 3, now: T0, docs: {} };
  await it.live.start();
  await it.net.time.advance(10_000);
  assert.equal(it.net.tried.filter(({ blockable }) => blockable).length, 3);
  assert.equal(it.net.last.url.href, 'http://madang.test:8080/api/v1/live?topics=timetable%2Cmeetups&epoch=e1&since=3&as=screen&board=door&room=r+1');
  it.hello({ seq: 3 });
  it.net.last.say({ seq: 4, set: { rooms: doc('b') } });
  assert.equal(it.live.status.state, 'live');
  assert.deepEqual(Object.keys(it.live.docs.rooms), ['b']);

  await it.quiet(15_000);
  const tried = it.net.tried.length;
  it.net.last.drop();
  await it.net.time.advance(10_000);
  const since = it.net.tried.slice(tried);
  assert.deepEqual(since.slice(0, 2).map(({ blockable }) => Boolean(blockable)), [true, false]);
  assert.equal(since[1].query.since, '4');

  it.hello({ seq: 4 });
  await it.quiet(15_000);
  it.net.socketsBlocked = false;
  it.net.last.drop();
  await it.net.time.advance(5_000);
  assert.equal(it.net.last.blockable, true);
});

test('a server that is gone is no reason to leave WebSockets', async () => {
  const it = await livePage();
  it.net.crash();
  await it.net.time.advance(600_000);
  assert.ok(it.net.tried.length > 10);
  assert.ok(it.net.tried.every(({ blockable }) => blockable));
});

test('a network that comes back, or a device that wakes, is used within a second', async () => {
  for (const wake of [
    (net) => net.window.dispatchEvent(new Event('online')),
    (net) => net.document.dispatchEvent(new Event('visibilitychange')),
  ]) {
    const it = await livePage();
    it.net.random = 0.999;
    it.net.crash();
    await it.net.time.advance(200_000);
    it.net.up = true;
    const before = it.net.tried.length;
    wake(it.net);
    await it.net.time.advance(1_000);
    assert.equal(it.net.tried.length, before + 1);
  }
});

test('what was kept is painted before any network, and resumed from', async () => {
  const kept = {
    state: { epoch: 'e1', seq: 8, docs: { rooms: doc('kept') } },
    beat: { clock: { server: T0 - 60_000, device: T0 - 60_000 - 17 * 60_000, rate: 1 }, since: T0 - 60_000 },
  };
  const keep = { load: async () => kept, state() {}, beat() {}, flush() {} };
  const net = new FakeNetwork();
  net.up = false;
  const it = page({ keep, net });
  await it.live.start();
  assert.deepEqual(it.live.docs, { rooms: doc('kept') });
  assert.equal(it.clock.now(), T0 + 17 * 60_000);
  await net.time.advance(4_100);
  assert.deepEqual(it.live.status, { state: 'stale', since: T0 - 60_000 });
  net.up = true;
  await net.time.advance(31_000);
  assert.equal(net.last.query.since, '8');
  assert.equal(net.fetched.includes('/api/v1/state'), false);
});

test('nothing of a rehearsal is kept, though the page shows it', async () => {
  const made = {};
  const keep = { load: async () => ({ state: null, beat: null }), state: (make) => { made.state = make; }, beat: (make) => { made.beat = make; }, flush() {} };
  const it = await livePage({ keep });
  assert.ok(made.state() && made.beat());
  it.net.last.say({ seq: 4, set: { rehearsal: doc('main') } });
  await it.quiet(5_000);
  assert.ok(it.live.docs.rehearsal.main);
  assert.deepEqual([made.state(), made.beat()], [null, null]);
});

test('what is kept is the newest', async () => {
  const made = {};
  const keep = { load: async () => ({ state: null, beat: null }), state: (make) => { made.state = make; }, beat: (make) => { made.beat = make; }, flush() {} };
  const it = await livePage({ keep });
  it.net.last.say({ seq: 4, set: { rooms: doc('b') } });
  await it.quiet(5_000);
  assert.deepEqual(JSON.parse(JSON.stringify(made.state())), { epoch: 'e1', seq: 4, docs: { rooms: { ...doc('a'), ...doc('b') } }, own: {} });
  assert.deepEqual(made.beat().since, it.now());
});

test('broken storage is harmless', async () => {
  const keep = { load: async () => ({ state: { seq: 'x' }, beat: { clock: {}, since: null } }), state() {}, beat() {}, flush() {} };
  const it = await livePage({ keep });
  assert.equal(it.live.status.state, 'live');
  assert.deepEqual(Object.keys(it.live.docs.rooms), ['a']);
});

test('the service worker\'s old state is painted where there is nothing else, but is not the server', async () => {
  const it = page();
  it.net.state = () => new Response(JSON.stringify({ epoch: 'e1', seq: 5, now: T0, docs: { rooms: doc('old') } }), { headers: { 'madang-kept': '1' } });
  it.net.up = false;
  await it.live.start();
  await settle();
  assert.deepEqual(Object.keys(it.live.docs.rooms), ['old']);
  assert.equal(it.net.tried.length, 0);
  it.net.up = true;
  it.net.state = { epoch: 'e1', seq: 6, now: T0, docs: { rooms: doc('new') } };
  await it.net.time.advance(5_000);
  assert.deepEqual(Object.keys(it.live.docs.rooms), ['new']);
});

test('frames that make no sense end the connection, and the state is taken again', async () => {
  for (const nonsense of ['{', 'null', { seq: 'x', set: {} }, { seq: 9, set: { rooms: null } }, { reset: null, seq: -1 }, { now: 'noon' }]) {
    const it = await livePage();
    it.net.last.say(nonsense);
    assert.equal(it.net.last.closed, true, JSON.stringify(nonsense));
    await it.net.time.advance(1_000);
    assert.equal(it.net.tried.length, 2);
    assert.deepEqual(Object.keys(it.live.docs.rooms), ['a']);
  }
});

test('frames and fields of a later version are passed over', async () => {
  const it = await livePage();
  it.net.last.say({ weather: 'fine' });
  it.net.last.say({ seq: 4, set: { rooms: doc('b') }, mood: 'calm' });
  assert.equal(it.live.status.state, 'live');
  assert.equal(it.live.seq, 4);
});

test('a page whose handler throws stays connected', async () => {
  const net = new FakeNetwork();
  const live = new Live({
    topics: ['timetable'], as: 'screen', env: { ...net.env, setTimeout: (run, ms) => net.time.setTimeout(() => { try { run(); } catch { /* reported */ } }, ms) },
    clock: new ServerClock({ monotonic: net.time.monotonic, device: () => T0 }),
    on: { docs() { throw new Error('a board'); } },
  });
  await live.start();
  await settle();
  net.last.say({ hello: { epoch: 'e1', seq: 0, now: T0, rate: 1 } });
  net.last.say({ seq: 1, set: { rooms: doc('a') } });
  assert.equal(live.status.state, 'live');
  assert.equal(live.seq, 1);
});

test('stop() leaves nothing behind', async () => {
  const it = await livePage();
  it.live.stop();
  assert.equal(it.net.last.closed, true);
  await it.net.time.advance(600_000);
  it.net.window.dispatchEvent(new Event('online'));
  await it.net.time.advance(60_000);
  assert.equal(it.net.tried.length, 1);
  assert.equal(it.live.status.state, 'closed');
});

/* ---- one's own documents ------------------------------------------------ */

/* A page whose reader has just signed in, and the Keep that it has. */
async function ownPage() {
  const kept = [];
  const keep = { load: async () => ({ state: null, beat: null }), state: (make) => kept.push(make()), beat() {}, flush() {} };
  const it = await livePage({ keep });
  it.net.fetched.length = 0;
  it.live.own(true);
  await settle();
  it.hello({ seq: 3 });
  it.net.last.say({ seq: 3, set: { stars: doc('s'), attendees: doc('me') }, del: {}, why: 'me' });
  return { ...it, kept };
}

test('signing in: another connection, by what is held, and one\'s own documents beside the others', async () => {
  const it = await ownPage();
  assert.deepEqual(it.net.fetched, [], 'the state is not taken again');
  assert.deepEqual(it.net.tried.map(({ closed, query }) => [closed, query.topics, query.since]), [[true, 'timetable,meetups', '3'], [false, 'timetable,meetups,me', '3']]);
  assert.equal(canonical(it.live.docs), canonical({ rooms: doc('a'), stars: doc('s'), attendees: doc('me') }));
  assert.equal(canonical(it.kept.at(-1)), canonical({ epoch: 'e1', seq: 3, docs: { rooms: doc('a') }, own: { stars: doc('s'), attendees: doc('me') } }));
});

test('signing out: they are forgotten, here and on the device', async () => {
  const it = await ownPage();
  it.live.own(false);
  await settle();
  assert.equal(canonical(it.live.docs), canonical({ rooms: doc('a') }));
  assert.deepEqual(it.kept.at(-1).own, {});
  assert.equal(it.net.last.query.topics, 'timetable,meetups');
  it.hello({ seq: 3 });
  assert.equal(it.live.status.state, 'live');
});

test('taking the state anew, in the middle of a connection, leaves them', async () => {
  const it = await ownPage();
  it.net.state = { epoch: 'e1', seq: 9, now: T0, docs: { rooms: doc('b') } };
  it.net.last.say({ reset: { epoch: 'e1', seq: 9 } });
  await settle();
  assert.equal(canonical(it.live.docs), canonical({ rooms: doc('b'), stars: doc('s'), attendees: doc('me') }));
});

test('a server that no longer knows who we are: on as nobody, without theirs, and the page is told once', async () => {
  const it = await ownPage();
  it.net.state = (url) => new Response('{}', { status: url.searchParams.get('topics') === 'me' ? 401 : 200 });
  it.net.last.drop();
  await it.net.time.advance(1_000);
  it.net.last.drop();
  await settle();
  assert.equal(it.seen.refused, 1);
  assert.equal(it.net.last.query.topics, 'timetable,meetups');
  assert.equal(canonical(it.live.docs), canonical({ rooms: doc('a') }));
  it.hello({ seq: 3 });
  assert.equal(it.live.status.state, 'live');
});

test('what was kept of one\'s own is not shown to a page of nobody', async () => {
  const state = { epoch: 'e1', seq: 3, docs: { rooms: doc('a') }, own: { stars: doc('s') } };
  const it = page({ keep: { load: async () => ({ state, beat: null }), state() {}, beat() {}, flush() {} } });
  await it.live.start();
  assert.equal(canonical(it.live.docs), canonical({ rooms: doc('a') }));
});
