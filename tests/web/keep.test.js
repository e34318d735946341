import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forgetPerson, Keep } from '../../static/shared/keep.js';
import { FakeTime, settle } from '../lib/fake-time.js';

/* As much of IndexedDB as Keep uses; `broken` makes every write fail. */
function fakeIndexedDB() {
  const kept = new Map();
  const fake = { kept, writes: 0, broken: false };
  const request = (run) => {
    const one = {};
    queueMicrotask(() => {
      try {
        one.result = run();
        one.onupgradeneeded?.();
        one.onsuccess();
      } catch (error) {
        one.error = error;
        one.onerror();
      }
    });
    return one;
  };
  const store = {
    put: (value, key) => request(() => {
      fake.writes += 1;
      if (fake.broken) throw new Error('QuotaExceededError');
      kept.set(key, structuredClone(value));
    }),
    get: (key) => request(() => kept.get(key)),
    getAllKeys: () => request(() => [...kept.keys()]),
  };
  const db = { createObjectStore() {}, transaction: () => ({ objectStore: () => store }) };
  fake.open = () => request(() => db);
  return fake;
}

test('gives back what was kept, for each name apart', async () => {
  const time = new FakeTime();
  const indexedDB = fakeIndexedDB();
  const one = new Keep('timetable', { indexedDB, setTimeout: time.setTimeout });
  assert.deepEqual(await one.load(), { state: null, beat: null });
  one.state(() => ({ seq: 1 }));
  one.beat(() => ({ since: 5 }));
  await time.advance(1_000);
  const again = new Keep('timetable', { indexedDB, setTimeout: time.setTimeout });
  assert.deepEqual(await again.load(), { state: { seq: 1 }, beat: { since: 5 } });
  const other = new Keep('timetable,meetups', { indexedDB, setTimeout: time.setTimeout });
  assert.deepEqual(await other.load(), { state: null, beat: null });
});

test('a storm of changes is few writes, and the last one is the newest', async () => {
  const time = new FakeTime();
  const indexedDB = fakeIndexedDB();
  const keep = new Keep('t', { indexedDB, setTimeout: time.setTimeout });
  for (let seq = 1; seq <= 600; seq += 1) {
    keep.state(() => ({ seq }));
    await time.advance(100);
  }
  assert.ok(indexedDB.writes <= 7, `${indexedDB.writes} writes in a minute`);
  await time.advance(20_000);
  assert.equal(indexedDB.kept.get('t/state').seq, 600);
  const { writes } = indexedDB;
  await time.advance(600_000);
  assert.equal(indexedDB.writes, writes);
});

test('what is not worth keeping leaves what was kept', async () => {
  const time = new FakeTime();
  const indexedDB = fakeIndexedDB();
  const keep = new Keep('a', { indexedDB, setTimeout: time.setTimeout });
  keep.state(() => ({ seq: 1 }));
  await time.advance(2_000);
  keep.state(() => null);
  await time.advance(30_000);
  assert.deepEqual((await keep.load()).state, { seq: 1 });
  keep.state(() => ({ seq: 2 }));
  await time.advance(30_000);
  assert.deepEqual((await keep.load()).state, { seq: 2 });
});

test('flush writes at once what waits', async () => {
  const time = new FakeTime();
  const indexedDB = fakeIndexedDB();
  const keep = new Keep('t', { indexedDB, setTimeout: time.setTimeout });
  keep.state(() => ({ seq: 1 }));
  keep.flush();
  await settle();
  assert.equal(indexedDB.kept.get('t/state').seq, 1);
});

test('full, broken or missing storage is harmless', async () => {
  const time = new FakeTime();
  const indexedDB = fakeIndexedDB();
  indexedDB.broken = true;
  const full = new Keep('t', { indexedDB, setTimeout: time.setTimeout });
  full.state(() => ({ seq: 1 }));
  await time.advance(60_000);
  indexedDB.broken = false;
  full.state(() => ({ seq: 2 }));
  await time.advance(60_000);
  assert.equal(indexedDB.kept.get('t/state').seq, 2);

  const none = new Keep('t', { indexedDB: null, setTimeout: time.setTimeout });
  assert.deepEqual(await none.load(), { state: null, beat: null });
  none.state(() => ({ seq: 1 }));
  await time.advance(60_000);
});

test('whoever leaves is forgotten by all pages, and a device without storage has nothing to forget', async () => {
  const time = new FakeTime();
  const indexedDB = fakeIndexedDB();
  for (const name of ['app', 'host']) new Keep(name, { indexedDB, setTimeout: time.setTimeout }).state(() => ({ seq: 1, docs: { rooms: {} }, own: { stars: { s1: {} } } }));
  new Keep('app', { indexedDB, setTimeout: time.setTimeout }).beat(() => ({ since: 5 }));
  await time.advance(1_000);
  assert.equal(indexedDB.kept.size, 3);
  await forgetPerson({ indexedDB, setTimeout: time.setTimeout });
  for (const name of ['app', 'host']) assert.deepEqual(indexedDB.kept.get(`${name}/state`), { seq: 1, docs: { rooms: {} }, own: {} });
  assert.deepEqual(indexedDB.kept.get('app/beat'), { since: 5 });
  await forgetPerson({ indexedDB: null, setTimeout: time.setTimeout });
  const leaving = forgetPerson({ indexedDB: { open: () => ({}) }, setTimeout: time.setTimeout });
  await time.advance(1_500);
  await leaving;
});

test('storage that does not answer does not hold the page up', async () => {
  const time = new FakeTime();
  const keep = new Keep('t', { indexedDB: { open: () => ({}) }, setTimeout: time.setTimeout });
  const loading = keep.load();
  await time.advance(1_500);
  assert.deepEqual(await loading, { state: null, beat: null });
});
