import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServerClock } from '../../static/shared/clock.js';

const NOON = Date.UTC(2031, 4, 20, 3);

/* A world: real time passes; the device's clock and the server's are read from it. */
function world({ wrong = 0, rate = 1 } = {}) {
  const at = { real: 0, asleep: 0, wrong };
  const server = () => NOON + rate * at.real;
  const clock = new ServerClock({
    monotonic: () => at.real - at.asleep,
    device: () => NOON + at.real + at.wrong,
  });
  return {
    clock,
    server,
    at,
    pass: (ms) => { at.real += ms; },
    sleep: (ms) => { at.real += ms; at.asleep += ms; },
    hello: () => clock.hello({ now: server(), rate }),
    beat: (late = 0) => clock.beat(server() - rate * late),
    error: () => clock.now() - server(),
  };
}

const near = (value, wanted, within) => assert.ok(Math.abs(value - wanted) <= within, `${value} is not ${wanted} ± ${within}`);

test('before any word the clock goes by the device', () => {
  const { clock, at } = world({ wrong: 5000 });
  assert.equal(clock.known, false);
  assert.equal(clock.now(), NOON + at.real + 5000);
});

test('a device clock 17 minutes off, or jumping, does not matter', () => {
  const it = world({ wrong: -17 * 60_000 });
  it.hello();
  near(it.error(), 0, 0);
  it.pass(60_000);
  it.at.wrong = 3 * 3_600_000;
  near(it.error(), 0, 0.001);
});

test('the server may run fast', () => {
  const it = world({ rate: 60 });
  it.hello();
  it.pass(10_000);
  assert.equal(it.clock.now(), NOON + 600_000);
  it.beat();
  near(it.error(), 0, 0.01);
});

test('late words do not pull time back', () => {
  const it = world();
  it.hello();
  for (const late of [0, 40, 900, 1900, 5000, 0, 300]) {
    it.pass(5000);
    const before = it.clock.now();
    it.beat(late);
    assert.ok(it.clock.now() >= before);
    near(it.error(), 0, 0.001);
  }
});

test('a late hello is corrected by slewing, never backward', () => {
  const it = world();
  it.clock.hello({ now: it.server() - 800, rate: 1 });
  it.beat(20);
  near(it.error(), -800, 1);
  let before = it.clock.now();
  for (let i = 0; i < 100; i += 1) {
    it.pass(100);
    const now = it.clock.now();
    assert.ok(now - before >= 89 && now - before <= 111, `a step of ${now - before}`);
    before = now;
  }
  near(it.error(), -20, 1);
});

test('time that was too early is slewed too, and still goes forward', () => {
  const it = world();
  it.clock.hello({ now: it.server() + 1000, rate: 1 });
  let before = it.clock.now();
  for (let i = 0; i < 200; i += 1) {
    it.pass(1000);
    if (i % 5 === 0) it.beat(10);
    assert.ok(it.clock.now() > before);
    before = it.clock.now();
  }
  near(it.error(), -10, 1);
});

test('after a sleep that stopped the monotonic clock, the next word is believed at once', () => {
  const it = world();
  it.hello();
  it.sleep(3_600_000);
  near(it.error(), -3_600_000, 1);
  it.beat(30);
  near(it.error(), -30, 1);
});

test('a server whose clock was set back is believed after three words, or at a hello', () => {
  const it = world();
  it.hello();
  for (const wanted of [0, 0, -60_000]) {
    it.pass(5000);
    it.clock.beat(it.server() - 60_000);
    near(it.error(), wanted, 1);
  }
  const other = world();
  other.hello();
  other.clock.hello({ now: other.server() - 60_000, rate: 1 });
  near(other.error(), -60_000, 1);
});

test('words that were held up and come together are not taken for a clock set back', () => {
  const it = world();
  it.hello();
  it.pass(20_000);
  for (const late of [15_000, 10_000, 5_000, 0]) it.beat(late);
  near(it.error(), 0, 1);
});

test('a new speed is a new time', () => {
  const it = world();
  it.hello();
  it.pass(1000);
  it.clock.hello({ now: NOON, rate: 60 });
  assert.equal(it.clock.rate, 60);
  it.pass(1000);
  assert.equal(it.clock.now(), NOON + 60_000);
});

test('what was saved goes on after a reload, with the wrong device clock corrected', () => {
  const first = world({ wrong: -17 * 60_000 });
  first.hello();
  first.pass(5000);
  const saved = first.clock.save();
  const second = world({ wrong: -17 * 60_000 });
  second.pass(65_000);
  second.clock.restore(saved);
  near(second.error(), 0, 1);
  assert.equal(second.clock.known, false);
});

test('what was saved never overrules the server, and nonsense is left out', () => {
  const it = world();
  it.clock.restore({ server: 'x', device: 1, rate: 1 });
  near(it.error(), 0, 1);
  it.hello();
  it.clock.restore({ server: 0, device: 0, rate: 9 });
  near(it.error(), 0, 1);
});

test('it says whether it goes by the server or by the device alone', () => {
  const it = world();
  assert.deepEqual([it.clock.sure, it.clock.known], [false, false]);
  it.clock.restore({ server: NOON, device: NOON, rate: 1 });
  assert.deepEqual([it.clock.sure, it.clock.known], [true, false]);
  it.hello();
  assert.deepEqual([it.clock.sure, it.clock.known], [true, true]);
});
