/*
 * What a device remembers for the app, and forgets with whoever leaves it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceStorage, forgetStorage, store } from '../../static/shared/store.js';
import { FakeStorage } from '../lib/fake-storage.js';

test('a device forgets what is ours and nothing else', () => {
  const storage = new FakeStorage();
  for (const name of ['madang-wishes', 'madang-shown', 'madang-language', 'theirs']) storage.setItem(name, '1');
  forgetStorage(storage, ['madang-language']);
  assert.deepEqual([storage.length, storage.getItem('theirs'), storage.getItem('madang-language')], [2, '1', '1']);
  forgetStorage(null);
  assert.equal(deviceStorage({ get localStorage() { throw new Error('SecurityError'); } }), null);
});

test('a device that forbids storage, or whose storage is full, remembers nothing and goes on', (t) => {
  t.after(() => { delete globalThis.localStorage; });
  const set = (value) => Object.defineProperty(globalThis, 'localStorage', { configurable: true, ...value });
  set({ value: new FakeStorage() });
  store.set('language', 'ko');
  assert.deepEqual([store.get('language'), localStorage.getItem(store.name('language')), store.get('other')], ['ko', 'ko', null]);
  store.set('language', null);
  assert.equal(localStorage.length, 0);
  set({ value: { getItem: () => null, setItem() { throw new Error('QuotaExceededError'); } } });
  store.set('language', 'ko');
  set({ get() { throw new Error('SecurityError'); } });
  store.set('language', 'ko');
  assert.equal(store.get('language'), null);
});
