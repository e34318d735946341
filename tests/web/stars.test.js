/*
 * Stars on a phone that loses its network, its name, or its patience: no wish is lost in silence.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stars } from '../../static/app/stars.js';
import { FakeStorage } from '../lib/fake-storage.js';
import { FakeTime, settle } from '../lib/fake-time.js';

const ME = { id: 'me' };

/* A phone with a server behind it; `answer` may throw what call() would. */
function phone({ storage = new FakeStorage(), me = ME } = {}) {
  const time = new FakeTime();
  const window = new EventTarget();
  const sent = [];
  const told = [];
  const one = {
    storage, time, window, sent, told, answer: async () => null,
    docs: { stars: {} },
    show(stars, more) { one.docs = { stars: Object.fromEntries(stars.map((id) => [id, { id }])) }; one.stars.take({ docs: one.docs, me, ...more }); },
  };
  const call = async (method, path) => {
    sent.push(`${method} ${path.replace('/api/v1/me/stars/', '')}`);
    return one.answer(method, path);
  };
  one.stars = new Stars({ call, storage, window, random: () => 0.5, setTimeout: time.setTimeout, clearTimeout: time.clearTimeout });
  for (const type of ['join', 'refused']) one.stars.addEventListener(type, ({ detail }) => told.push([type, detail.session, detail.problem?.code].filter(Boolean).join(' ')));
  one.stars.take({ docs: one.docs, me });
  return one;
}

const problem = (status, code, retryAfter) => Object.assign(new Error(code), { status, code, retryAfter });
const offline = async () => { throw problem(0, 'offline'); };

test('a tap counts at once, is sent, and does not blink before the documents say it too', async () => {
  const { stars, sent, show, time } = phone();
  stars.toggle('a');
  assert.deepEqual([stars.isStarred('a'), stars.isPending('a')], [true, true]);
  await settle();
  assert.deepEqual(sent, ['PUT a']);
  assert.deepEqual([stars.isStarred('a'), stars.isPending('a')], [true, false]);
  show(['a']);
  show([]);
  assert.equal(stars.isStarred('a'), false, 'another device took it away');
  await time.advance(60_000);
});

test('an answered wish is not held against what the live documents go on saying', async () => {
  const { stars, show, time } = phone();
  stars.toggle('a');
  await settle();
  show([], { live: false });
  await time.advance(30_000);
  assert.equal(stars.isStarred('a'), true, 'no live documents: they know less');
  show([], { live: true });
  await time.advance(30_000);
  assert.equal(stars.isStarred('a'), false);
});

test('without a network wishes wait in their order, the last one for a session in place of others', async () => {
  const one = phone();
  one.answer = offline;
  for (const id of ['a', 'b', 'a', 'c', 'b', 'b']) one.stars.toggle(id);
  await settle();
  assert.deepEqual(one.stars.all().sort(), ['b', 'c']);
  assert.equal(one.stars.waiting, 3);
  one.answer = async () => null;
  one.sent.length = 0;
  one.window.dispatchEvent(new Event('online'));
  await settle();
  assert.deepEqual(one.sent, ['DELETE a', 'PUT c', 'PUT b']);
  assert.equal(one.stars.waiting, 0);
});

test('it tries again by itself, ever more seldom, and as the server asks', async () => {
  const one = phone();
  one.answer = offline;
  one.stars.toggle('a');
  await one.time.advance(5_000);
  const early = one.sent.length;
  assert.ok(early >= 3 && early <= 5, `${early} in 5 s`);
  await one.time.advance(600_000);
  assert.ok(one.sent.length < early + 20, `${one.sent.length} in 10 minutes`);
  one.answer = async () => { throw problem(429, 'too_many', 300); };
  await one.time.advance(60_000);
  one.sent.length = 0;
  await one.time.advance(299_000 - 60_000);
  assert.equal(one.sent.length, 0);
  one.answer = async () => null;
  await one.time.advance(120_000);
  assert.equal(one.sent.length, 1);
  assert.equal(one.stars.isPending('a'), false);
});

test('wishes outlive the page', async () => {
  const first = phone();
  first.answer = offline;
  first.stars.toggle('a');
  await settle();
  const second = phone({ storage: first.storage });
  assert.equal(second.stars.isStarred('a'), true);
  await settle();
  assert.deepEqual(second.sent, ['PUT a']);
});

test('what is wished for in a rehearsal ends with it, and what waited before is sent afterwards', async () => {
  const one = phone();
  one.answer = offline;
  one.stars.toggle('before');
  await settle();
  const rehearse = () => one.stars.take({ docs: { stars: {}, rehearsal: { main: {} } }, me: ME });
  rehearse();
  one.sent.splice(0);
  one.stars.toggle('during');
  await settle();
  assert.deepEqual(one.sent, ['PUT during']);
  assert.deepEqual(one.stars.all(), ['during']);
  one.answer = async () => null;
  one.sent.splice(0);
  one.show([]);
  await settle();
  await one.time.advance(60_000);
  assert.deepEqual(one.sent, ['PUT before']);
});

test('a session that vanished is told and dropped, and the next wish goes on', async () => {
  const one = phone();
  one.answer = async (method, path) => { if (path.endsWith('/gone')) throw problem(404, 'not_found'); };
  one.stars.toggle('gone');
  one.stars.toggle('b');
  await settle();
  assert.deepEqual(one.told, ['refused gone not_found']);
  assert.equal(one.stars.isStarred('gone'), false);
  assert.deepEqual(one.sent, ['PUT gone', 'PUT b']);
});

test('taking the star from what vanished is no trouble', async () => {
  const one = phone();
  one.show(['gone']);
  one.answer = async () => { throw problem(404, 'not_found'); };
  one.stars.toggle('gone');
  await settle();
  assert.deepEqual(one.told, []);
});

test('a wish that is changed while it is on its way is sent again as it is now', async () => {
  const one = phone();
  let go;
  one.answer = () => new Promise((resolve) => { go = resolve; });
  one.stars.toggle('a');
  await settle();
  one.stars.toggle('a');
  one.answer = async () => null;
  go(null);
  await settle();
  assert.deepEqual(one.sent, ['PUT a', 'DELETE a']);
  assert.equal(one.stars.isStarred('a'), false);
});

test('without a name a star asks to join, waits, and is set then', async () => {
  const one = phone({ me: null });
  one.stars.toggle('a');
  await settle();
  assert.deepEqual([one.told, one.sent, one.stars.isStarred('a')], [['join a'], [], true]);
  one.stars.take({ docs: one.docs, me: ME });
  await settle();
  assert.deepEqual(one.sent, ['PUT a']);
});

test('one person\'s wishes are never sent for another, nor kept by a device that forgets', async () => {
  const one = phone();
  one.answer = offline;
  one.stars.toggle('a');
  await settle();
  one.sent.length = 0;
  one.answer = async () => null;
  one.stars.take({ docs: { stars: {} }, me: { id: 'you' } });
  await one.time.advance(120_000);
  assert.deepEqual([one.sent, one.stars.isStarred('a')], [[], false]);
  one.stars.take({ docs: { stars: {} }, me: null });
  one.stars.forget();
  assert.equal(one.storage.length, 0);
});

test('full, forbidden or spoilt storage: wishes live as long as the page', async () => {
  for (const storage of [null, Object.assign(new FakeStorage(), { full: true })]) {
    const one = phone({ storage });
    one.answer = offline;
    one.stars.toggle('a');
    await settle();
    assert.equal(one.stars.isStarred('a'), true);
    one.answer = async () => null;
    one.window.dispatchEvent(new Event('online'));
    await settle();
    assert.equal(one.stars.isPending('a'), false);
  }
  const spoilt = new FakeStorage();
  spoilt.setItem('madang-wishes', '[{"session":1},null,{"session":"b","star":true,"owner":"me","stamp":1}]');
  const one = phone({ storage: spoilt });
  await settle();
  assert.deepEqual(one.sent, ['PUT b']);
  spoilt.setItem('madang-wishes', '{"no":"list"}');
  assert.deepEqual(one.stars.all(), ['b']);
});

test('a thousand wishes without a network are refused aloud, not dropped', async () => {
  const one = phone();
  one.answer = offline;
  for (let i = 0; i < 510; i += 1) one.stars.toggle(`s${i}`);
  await settle();
  assert.equal(one.stars.waiting, 500);
  assert.equal(one.told.length, 10);
});
