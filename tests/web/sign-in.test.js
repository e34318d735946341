/*
 * Sign-in links on every page: whose code it is, what the device forgets, and a screen that
 * signs in with nobody there.
 */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { codeIn, homeOf, isOver, signIn, signInAlone, whoIsHere } from '../../static/shared/sign-in.js';
import { FakeStorage } from '../lib/fake-storage.js';

let storage;
beforeEach(() => {
  storage = new FakeStorage();
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, value: storage });
});
afterEach(() => { delete globalThis.localStorage; });

/* A server that answers by "METHOD PATH"; 'lost' is a network that fails. */
function server(answers) {
  const asked = [];
  return {
    asked,
    fetch: async (path, { method, body }) => {
      asked.push([method, path, body && JSON.parse(body)]);
      const { status = 200, ...json } = answers[`${method} ${path}`] ?? { status: 500 };
      if (status === 'lost') throw new TypeError('Failed to fetch');
      return new Response(JSON.stringify(status < 300 ? json : { code: 'no' }), { status });
    },
    wait: async () => {},
  };
}
const ME = 'GET /api/v1/me';
const SIGN_IN = 'POST /api/v1/sign-in';

function page(hash) {
  const location = { pathname: '/kiosk/', search: '?board=meetups', hash };
  const history = {
    replaceState: (state, title, url) => {
      assert.equal(url, '/kiosk/?board=meetups');
      location.hash = '';
    },
  };
  return { location, history };
}

test('a code is read from the hash, and nothing else is one', () => {
  assert.equal(codeIn('#sign-in/abc234'), 'abc234');
  assert.equal(codeIn('#/sign-in/abc234'), 'abc234');
  for (const none of ['', '#', '#sign-in', '#sign-in/', '#sign-in/a/b', '#sign-in/%3Cb%3E', '#here/abc', `#sign-in/${'a'.repeat(129)}`]) assert.equal(codeIn(none), null, none);
});

test('each role has a page', () => {
  assert.deepEqual(['attendee', 'host', 'screen', 'organiser', 'steward'].map(homeOf), ['/', '/host/', '/kiosk/', '/organiser/', '/organiser/']);
});

test('who is here: the attendee, nobody, or nobody can tell', async () => {
  assert.equal((await whoIsHere(server({ [ME]: { id: 'a1', name: 'Kim' } }))).name, 'Kim');
  for (const status of [401, 403, 404]) assert.equal(await whoIsHere(server({ [ME]: { status } })), null);
  await assert.rejects(whoIsHere(server({ [ME]: { status: 'lost' } })), { code: 'offline' });
});

test('a speaker who has joined stays who they are, with all that the device remembers', async () => {
  storage.setItem('madang-signed-in', '1');
  storage.setItem('madang-wishes', 'stars');
  const it = server({ [ME]: { id: 'a1' }, [SIGN_IN]: { status: 201, id: 'a1', role: 'host' } });
  assert.equal((await signIn('abc', it)).role, 'host');
  assert.deepEqual(it.asked.at(-1), ['POST', '/api/v1/sign-in', { code: 'abc' }]);
  assert.deepEqual([storage.getItem('madang-wishes'), storage.getItem('madang-signed-in')], ['stars', '1']);
});

test('of another attendee the device forgets all but the language', async () => {
  for (const [name, value] of [['signed-in', '1'], ['wishes', 'stars'], ['language', 'ko']]) storage.setItem(`madang-${name}`, value);
  storage.setItem('theirs', '1');
  await signIn('abc', server({ [ME]: { id: 'a1' }, [SIGN_IN]: { status: 201, id: 'a2', role: 'host' } }));
  assert.deepEqual(['signed-in', 'wishes', 'language'].map((name) => storage.getItem(`madang-${name}`)), ['1', null, 'ko']);
  assert.equal(storage.getItem('theirs'), '1');
});

test('who is a screen or an organiser now is no attendee for the app', async () => {
  storage.setItem('madang-signed-in', '1');
  await signIn('abc', server({ [ME]: { id: 'a1' }, [SIGN_IN]: { status: 201, role: 'organiser', name: 'Kim' } }));
  assert.deepEqual([storage.getItem('madang-signed-in'), storage.getItem('madang-role')], [null, 'organiser']);
});

test('where the code is refused nothing is forgotten', async () => {
  storage.setItem('madang-signed-in', '1');
  storage.setItem('madang-wishes', 'stars');
  await assert.rejects(signIn('abc', server({ [ME]: { id: 'a1' }, [SIGN_IN]: { status: 404 } })), isOver);
  await assert.rejects(signIn('abc', server({ [ME]: { status: 'lost' } })), (problem) => !isOver(problem));
  assert.deepEqual([storage.getItem('madang-wishes'), storage.getItem('madang-signed-in')], ['stars', '1']);
});

test('a screen signs in at once, and its address has no code any more', async () => {
  const it = server({ [SIGN_IN]: { status: 201, role: 'screen', name: 'Lobby' } });
  const here = page('#sign-in/abc');
  assert.equal(await signInAlone({ ...here, ...it }), true);
  assert.equal(await signInAlone({ ...here, ...it }), false);
  assert.equal(it.asked.length, 1);
});

test('a screen whose player opens the used link again goes on with its cookie', async () => {
  const it = server({ [SIGN_IN]: { status: 404 } });
  const here = page('#sign-in/abc');
  assert.equal(await signInAlone({ ...here, ...it }), false);
  assert.equal(here.location.hash, '');
});

test('a screen without a network keeps its code for later', async () => {
  const here = page('#sign-in/abc');
  assert.equal(await signInAlone({ ...here, ...server({ [SIGN_IN]: { status: 'lost' } }) }), false);
  assert.equal(here.location.hash, '#sign-in/abc');
  assert.equal(await signInAlone({ ...here, ...server({ [SIGN_IN]: { status: 201, role: 'screen' } }) }), true);
});
