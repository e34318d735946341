/* The code of a table: asked for in time, never shown when it is out of date. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Presence } from '../../static/shared/presence.js';

/* A device and a server: `answers` are given in turn, the last one again and again. */
function setUp(...answers) {
  const device = { at: 0, slept: 0, set: 0, asked: [], timer: null, changes: 0 };
  const env = {
    now: () => [device.at, device.at + device.slept + device.set],
    setTimeout: (run, ms) => { device.timer = { run, due: device.at + ms }; return 1; },
    clearTimeout: () => { device.timer = null; },
    fetch: async (path) => {
      device.asked.push([path, device.at]);
      const { status = 200, type = 'image/svg+xml; charset=utf-8', body = `<svg id="${device.asked.length}"/>`, fails = false, wait } = answers.length > 1 ? answers.shift() : answers[0];
      await wait;
      if (fails) throw new TypeError('Failed to fetch');
      return new Response(body, { status, headers: { 'Content-Type': type } });
    },
  };
  const presence = new Presence({ changed: () => { device.changes += 1; }, env });
  const settle = () => new Promise((resolve) => { setImmediate(resolve); });
  const pass = async (ms) => {
    const until = device.at + ms;
    while (device.timer && device.timer.due <= until) {
      const { run, due } = device.timer;
      device.at = due;
      device.timer = null;
      run();
      await settle();
    }
    device.at = until;
  };
  return { presence, device, settle, pass };
}

const number = ({ shown }) => (shown.picture ? decodeURIComponent(shown.picture).match(/id="(\d+)"/)[1] : shown.why);

test('it is asked for at once and then every ten seconds, and each answer is shown', async () => {
  const { presence, device, settle, pass } = setUp({});
  assert.equal(number(presence), 'asking');
  presence.watch('m/1');
  presence.watch('m/1');
  await settle();
  assert.equal(number(presence), '1');
  assert.match(presence.shown.picture, /^data:image\/svg\+xml,/);
  await pass(9_999);
  assert.equal(number(presence), '1');
  await pass(1);
  assert.equal(number(presence), '2');
  assert.deepEqual(device.asked, [['/api/v1/meetups/m%2F1/presence.svg', 0], ['/api/v1/meetups/m%2F1/presence.svg', 10_000]]);
  assert.equal(device.changes, 2);
});

test('without answers it is shown as long as it is good, and not longer; then it comes back', async () => {
  const { presence, settle, pass } = setUp({}, { fails: true }, { status: 503 }, {});
  presence.watch('m1');
  await settle();
  await pass(27_999);
  assert.equal(number(presence), '1');
  await pass(1);
  assert.equal(number(presence), 'away');
  await pass(2_000);
  assert.equal(number(presence), '4');
});

test('its age counts from the asking, and through a sleep or a clock that is set', async () => {
  for (const [what, wanted] of [[{}, '1'], [{ slept: 28_000 }, 'away'], [{ set: -28_000 }, 'away']]) {
    const { presence, device, settle } = setUp({}, { fails: true });
    presence.watch('m1');
    await settle();
    Object.assign(device, what);
    assert.equal(number(presence), wanted, JSON.stringify(what));
  }
  let answer;
  const { presence, device, settle } = setUp({ wait: new Promise((resolve) => { answer = resolve; }) });
  presence.watch('m1');
  device.at = 28_000;
  answer();
  await settle();
  assert.equal(number(presence), 'away');
});

test('who is not signed in is told so, and asked less often; a code that was shown is taken away', async () => {
  for (const status of [401, 403]) {
    const { presence, device, settle, pass } = setUp({}, { status }, {});
    presence.watch('m1');
    await settle();
    await pass(10_000);
    assert.equal(number(presence), 'signed_out');
    await pass(59_999);
    assert.equal(device.asked.length, 2);
    await pass(1);
    assert.equal(number(presence), '3');
  }
});

test('what is no picture is not shown', async () => {
  for (const answer of [{ type: 'text/html' }, { body: '' }, { body: 'x'.repeat(200_001) }, { status: 404 }]) {
    const { presence, settle } = setUp(answer);
    presence.watch('m1');
    await settle();
    assert.equal(number(presence), 'away', JSON.stringify(answer).slice(0, 60));
  }
});

test('another meetup: the old code is gone at once, and its late answer is left', async () => {
  let late;
  const { presence, device, settle } = setUp({ wait: new Promise((resolve) => { late = resolve; }) }, {});
  presence.watch('m1');
  presence.watch('m2');
  await settle();
  assert.equal(number(presence), '2');
  late();
  await settle();
  assert.equal(number(presence), '2');
  presence.watch(null);
  assert.equal(number(presence), 'asking');
  assert.equal(device.timer, null);
});
