import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, match } from '../../../static/shared/router.js';

const views = [
  { name: 'home', path: '#/' },
  { name: 'session', path: '#/session/{id}' },
  { name: 'sign-in', path: '#sign-in/{code}' },
  { name: 'me', path: '#/me' },
];
const go = (hash) => {
  const { view, params } = match(views, hash);
  return [view.name, params];
};

test('an address leads to its view, with what stands in it', () => {
  assert.deepEqual(go(''), ['home', {}]);
  assert.deepEqual(go('#/'), ['home', {}]);
  assert.deepEqual(go('#/me'), ['me', {}]);
  assert.deepEqual(go('#/session/s17'), ['session', { id: 's17' }]);
  assert.deepEqual(go('#sign-in/aB-1'), ['sign-in', { code: 'aB-1' }]);
  assert.deepEqual(go('#/session/a%2Fb%20%EA%B0%80'), ['session', { id: 'a/b 가' }]);
});

test('an address that leads nowhere leads home', () => {
  for (const hash of ['#/nowhere', '#/session', '#/session/a/b', '#/session/%E0%A4%A', '#me/x/y', '#/__proto__', '#']) assert.deepEqual(go(hash), ['home', {}], hash);
});

test('a view\'s address leads to it again', () => {
  for (const id of ['s17', 'a/b', '가 나', '%', '#', '{id}', '$&']) assert.deepEqual(go(address(views[1], { id })), ['session', { id }], id);
  assert.equal(address(views[3]), '#/me');
});
