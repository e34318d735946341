/*
 * The pure parts of a screen: what its address asks for, when it ticks, when
 * it loads itself again.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages, readAddress } from '../../kiosk/address.js';
import { fullSecond, languageAt, untilNextTick } from '../../static/shared/ticker.js';
import { Watchdog } from '../../kiosk/watchdog.js';
import { Reloader } from '../../static/shared/reload.js';
import { FakeTime } from '../lib/fake-time.js';

const BOARDS = { lobby: {}, door: {} };

test('an address has a meaning whatever was typed', () => {
  const lobby = { board: 'lobby', room: null, meetup: null, langs: null, theme: 'dark' };
  for (const search of ['', '?', '?board=', '?board=nowhere', '?board=__proto__', '?lang=', '?lang=%20,&theme=pink', '?room=', '?meetup=']) {
    assert.deepEqual(readAddress(search, BOARDS), lobby, search);
  }
  assert.deepEqual(readAddress('?board=door&room=r%201&lang=en,%20ko,en,<b>&theme=light', BOARDS), {
    board: 'door', room: 'r 1', meetup: null, langs: ['en', 'ko'], theme: 'light',
  });
  assert.equal(readAddress('?meetup=m%203', BOARDS).meetup, 'm 3');
});

test('languages: asked for, else the event\'s, else the house\'s', () => {
  const docs = { event: { main: { languages: ['ko', 'ja'] } } };
  assert.deepEqual(languages(['en'], docs, ['ko', 'en']), ['en']);
  assert.deepEqual(languages(null, docs, ['ko', 'en']), ['ko', 'ja']);
  for (const without of [{}, { event: {} }, { event: { main: {} } }, { event: { main: { languages: [] } } }]) {
    assert.deepEqual(languages(null, without, ['ko', 'en']), ['ko', 'en']);
  }
});

test('ticks fall on the full seconds of the server\'s time', () => {
  assert.equal(untilNextTick(5_400, 1), 600);
  assert.equal(untilNextTick(5_000, 1), 1000);
  assert.equal(untilNextTick(5_995, 1), 1000);
  assert.equal(untilNextTick(5_400, 0), 1000);
  for (const rate of [0.5, 2, 60, 600]) {
    for (const now of [0, 1, 499, 500, 999, 123_456]) {
      const wait = untilNextTick(now, rate);
      assert.ok(wait > 0 && wait <= 1000, `${wait} at ${rate}`);
      if (rate > 1) assert.ok(wait >= 500, `${wait} at ${rate}`);
    }
  }
  assert.equal(fullSecond(5_995), 6_000);
  assert.equal(fullSecond(6_004), 6_000);
});

test('languages take turns, together on all screens, and not faster when time is', () => {
  const langs = ['ko', 'en'];
  assert.deepEqual([0, 9_999, 10_000, 19_999, 20_000].map((now) => languageAt(now, 1, langs)), ['ko', 'ko', 'en', 'en', 'ko']);
  assert.deepEqual([0, 599_999, 600_000].map((now) => languageAt(now, 60, langs)), ['ko', 'ko', 'en']);
  assert.equal(languageAt(12_345, 1, ['en']), 'en');
  assert.equal(languageAt(-1, 1, langs), 'en');
});

test('the watchdog bites a page that stands still, and only then', async () => {
  for (const [still, wanted] of [['ticked', true], ['painted', true], ['neither', false]]) {
    const time = new FakeTime();
    let bites = 0;
    const dog = new Watchdog({ bite: () => { bites += 1; }, monotonic: time.monotonic, visible: () => true, setInterval: time.setInterval });
    for (let second = 0; second < 120; second += 1) {
      if (still !== 'ticked') dog.ticked();
      if (still !== 'painted') dog.painted();
      await time.advance(1000);
    }
    assert.equal(bites > 0, wanted, still);
  }
});

test('the watchdog lets a hidden page go unpainted, and a device that slept wake up', async () => {
  const time = new FakeTime();
  let asleep = 0;
  let bites = 0;
  const dog = new Watchdog({ bite: () => { bites += 1; }, monotonic: () => time.monotonic() + asleep, visible: () => false, setInterval: time.setInterval });
  for (let second = 0; second < 120; second += 1) {
    if (second === 60) asleep = 3_600_000;
    await time.advance(1000);
    dog.ticked();
  }
  assert.equal(bites, 0);
});

/* A page that may be loaded again, and a server that may answer. */
function reloading({ random = 0.5, stored = new Map() } = {}) {
  const time = new FakeTime();
  const it = { time, stored, reloads: 0, health: 200, device: 1_000_000 };
  it.reloader = new Reloader({
    fetch: async () => {
      if (it.health === null) throw new TypeError('Failed to fetch');
      return new Response('', { status: it.health });
    },
    reload: () => { it.reloads += 1; },
    setTimeout: time.setTimeout,
    random: () => random,
    device: () => it.device + time.monotonic(),
    storage: { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => stored.set(key, value) },
  });
  return it;
}

test('a page is loaded again only after the server has answered, and once', async () => {
  for (const down of [null, 503, 404]) {
    const it = reloading();
    it.health = down;
    it.reloader.request('trouble');
    it.reloader.request('trouble');
    await it.time.advance(600_000);
    assert.equal(it.reloads, 0);
    it.health = 200;
    await it.time.advance(20_000);
    assert.equal(it.reloads, 1);
  }
});

test('forty screens do not do it in the same second', async () => {
  const at = [0, 0.25, 0.5, 0.75, 0.99].map((random) => ({ random, it: reloading({ random }) }));
  for (const { it } of at) it.reloader.request('build');
  for (const { it } of at) await it.time.advance(5_100);
  assert.deepEqual(at.map(({ it }) => it.reloads), [1, 1, 1, 0, 0]);
});

test('a page in trouble for good does not blink', async () => {
  const stored = new Map();
  const first = reloading({ stored });
  first.reloader.request('trouble');
  await first.time.advance(6_000);
  assert.equal(first.reloads, 1);

  const second = reloading({ stored });
  second.device = 1_010_000;
  second.reloader.request('trouble');
  await second.time.advance(200_000);
  assert.equal(second.reloads, 0);
  await second.time.advance(100_000);
  assert.equal(second.reloads, 1);

  const jumped = reloading({ stored });
  jumped.device = 5;
  jumped.reloader.request('trouble');
  await jumped.time.advance(6_000);
  assert.equal(jumped.reloads, 1);
});
