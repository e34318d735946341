/*
 * The service worker, in a world made of a few files: what it keeps, what it
 * serves without a server, and how it takes over a new build. A browser runs
 * it in tests/pages/alone.test.js.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

const ORIGIN = 'http://madang.test';
const source = readFileSync(new URL('../../static/sw.js', import.meta.url), 'utf8');

const FILES = {
  '/': '<script type="module" src="/app/app.js"></script>',
  '/app/app.js': '',
  '/kiosk/': `<link rel="stylesheet" href="/shared/tokens.css"><link href="https://elsewhere.example/x.css">
    <script type="importmap">{"imports":{"lit":"/lib/lit/index.js","lit/":"/lib/lit/"}}</script>
    <script type="module" src="/kiosk/screen.js"></script>`,
  '/kiosk/screen.js': `import { a } from './boards/index.js';\nimport '/shared/live.js';\nimport"lit"; /* import x from './not-there.js' */`,
  '/kiosk/boards/index.js': `export const boards = { lobby: { load: () => import('./lobby.js') } };`,
  '/kiosk/boards/lobby.js': `import { guard } from 'lit/directives/guard.js';`,
  '/shared/live.js': 'export {} // 1',
  '/shared/tokens.css': ':root {}',
  '/lib/lit/index.js': 'import"unknown-package";export*from"./other.js";',
  '/lib/lit/other.js': '',
  '/lib/lit/directives/guard.js': '',
  '/locales/ko.json': '{}',
  '/locales/en.json': '{}',
  '/fonts/pretendard.css': '@font-face { src: url(./woff2-dynamic-subset/0.woff2) }',
  '/fonts/woff2-dynamic-subset/0.woff2': 'font',
  '/api/v1/qr.svg': '<svg/>',
  '/api/v1/state': '{"seq":1}',
};

function type(path) {
  if (path.endsWith('/')) return 'text/html; charset=utf-8';
  return path.endsWith('.js') ? 'text/javascript' : 'text/plain';
}

/* Cache storage as far as it is used: exact addresses. */
class FakeCaches {
  all = new Map();

  async open(name) {
    if (!this.all.has(name)) this.all.set(name, new Map());
    const kept = this.all.get(name);
    const key = (asked) => new URL(asked.url ?? asked, ORIGIN).href;
    return {
      match: async (asked) => kept.get(key(asked))?.clone(),
      put: async (asked, answer) => { kept.set(key(asked), answer); },
      add: async (asked) => { kept.set(key(asked), await this.fetch(asked)); },
      keys: async () => [...kept.keys()],
    };
  }

  keys = async () => [...this.all.keys()];

  delete = async (name) => this.all.delete(name);
}

function worker({ caches = new FakeCaches(), files = { ...FILES } } = {}) {
  const handlers = {};
  const net = { up: true, files, asked: [] };
  const fetch = async (request) => {
    const url = new URL(request.url ?? request, ORIGIN);
    net.asked.push(url.pathname);
    if (!net.up) throw new TypeError('Failed to fetch');
    const body = net.files[url.pathname];
    if (body === undefined) return new Response('', { status: 404 });
    if (body === 'broken') return new Response('', { status: 500 });
    return new Response(body, { headers: { 'content-type': type(url.pathname), etag: `"${Buffer.from(body).toString('base64url')}"` } });
  };
  caches.fetch = fetch;
  const windows = [];
  const opened = [];
  const pages = new Map(); /* id → the client, where it is not just any page */
  let clock = 1_000;
  const self = {
    location: { origin: ORIGIN },
    addEventListener: (name, run) => { handlers[name] = run; },
    skipWaiting: async () => {},
    clients: { claim: async () => {}, matchAll: async () => windows, get: async (id) => pages.get(id), openWindow: async (url) => { opened.push(url); } },
  };
  const FakeDate = { now: () => { clock += 1; return clock; } };
  vm.runInNewContext(source, { self, caches, fetch, URL, Response, Headers, Date: FakeDate, Map, Set, Promise, JSON, Math });

  async function run(name, event) {
    const waits = [];
    let answer;
    handlers[name]({ ...event, waitUntil: (one) => waits.push(one), respondWith: (one) => { answer = one; } });
    const result = await answer;
    await Promise.all(waits);
    return result;
  }
  return {
    net,
    caches,
    windows,
    opened,
    pages,
    click: (data) => run('notificationclick', { notification: { data, close() { opened.push('closed'); } } }),
    start: async () => { await run('install', {}); await run('activate', {}); },
    async get(path, { client = 'page', navigate = false, method = 'GET' } = {}) {
      const url = new URL(path, ORIGIN).href;
      const answer = await run('fetch', {
        request: { url, method, mode: navigate ? 'navigate' : 'cors' },
        ...(navigate ? { resultingClientId: client, clientId: '' } : { clientId: client }),
      });
      return answer && { text: await answer.text(), status: answer.status, kept: answer.headers.has('madang-kept') };
    },
    async ask(data, client = 'page') {
      let answer;
      await run('message', { data, source: { id: client }, ports: [{ postMessage: (said) => { answer = structuredClone(said); } }] });
      return answer;
    },
  };
}

const OF_A_PAGE = Object.keys(FILES).filter((path) => !path.startsWith('/api/') && !path.endsWith('.woff2'));

test('follows what the page loads and imports, and keeps all of it', async () => {
  const it = worker();
  await it.start();
  it.net.up = false;
  assert.equal((await it.get('/kiosk/?board=door&room=1', { navigate: true })).text, FILES['/kiosk/']);
  for (const path of OF_A_PAGE) assert.equal((await it.get(path)).text, FILES[path], path);
  assert.equal(it.net.asked.some((path) => path.includes('woff2')), false, 'fonts only as used');
});

test('the app stands without a server, by whatever address it is opened', async () => {
  const it = worker();
  await it.start();
  it.net.up = false;
  for (const path of ['/', '/?utm=poster', '/index.html', '/index.html?x']) assert.equal((await it.get(path, { navigate: true }))?.text, FILES['/'], path);
});

test('what is live, written or private passes by', async () => {
  const it = worker();
  await it.start();
  for (const path of ['/live', '/api/v1/live', '/healthz', '/api/v1/me', '/api/v1/state?topics=timetable,me', '/api/v1/state?topics=desk', '/organiser/', 'https://elsewhere.example/kiosk/']) {
    assert.equal(await it.get(path), undefined, path);
  }
  assert.equal(await it.get('/api/v1/state?topics=timetable', { method: 'POST' }), undefined);
});

test('the state: network first, and an old one says so', async () => {
  const it = worker();
  await it.start();
  assert.deepEqual(await it.get('/api/v1/state?topics=timetable'), { text: '{"seq":1}', status: 200, kept: false });
  it.net.files['/api/v1/state'] = '{"seq":2}';
  assert.equal((await it.get('/api/v1/state?topics=timetable')).text, '{"seq":2}');
  it.net.up = false;
  assert.deepEqual(await it.get('/api/v1/state?topics=timetable'), { text: '{"seq":2}', status: 200, kept: true });
  await assert.rejects(it.get('/api/v1/state?topics=meetups'));
});

test('fonts and codes are kept as used, also those used before the worker was there', async () => {
  const it = worker();
  await it.start();
  await it.get('/api/v1/qr.svg?path=%2Fkiosk%2F');
  await it.ask({ ask: 'keep', urls: [`${ORIGIN}/fonts/woff2-dynamic-subset/0.woff2`, 'https://elsewhere.example/fonts/x.woff2', '/api/v1/me'] });
  it.net.up = false;
  assert.equal((await it.get('/api/v1/qr.svg?path=%2Fkiosk%2F')).text, '<svg/>');
  assert.equal((await it.get('/fonts/woff2-dynamic-subset/0.woff2')).text, 'font');
  assert.equal(it.net.asked.includes('/fonts/x.woff2'), false);
});

test('a new build is taken as a whole; a running page keeps its own files', async () => {
  const it = worker();
  await it.start();
  await it.get('/kiosk/', { client: 'old', navigate: true });
  assert.deepEqual(await it.ask({ ask: 'renew', build: 'b1' }, 'old'), { ok: true, value: false });
  assert.deepEqual(await it.ask({ ask: 'build' }, 'old'), { ok: true, value: 'b1' });

  it.net.files['/shared/live.js'] = 'export {} // 2';
  it.net.files['/kiosk/boards/lobby.js'] = `import './new.js';`;
  it.net.files['/kiosk/boards/new.js'] = 'new';
  assert.deepEqual(await it.ask({ ask: 'renew', build: 'b2' }, 'old'), { ok: true, value: true });
  assert.equal((await it.get('/shared/live.js', { client: 'old' })).text, 'export {} // 1');
  assert.deepEqual(await it.ask({ ask: 'build' }, 'old'), { ok: true, value: 'b1' });

  await it.get('/kiosk/', { client: 'new', navigate: true });
  it.net.up = false;
  assert.equal((await it.get('/shared/live.js', { client: 'new' })).text, 'export {} // 2');
  assert.equal((await it.get('/kiosk/boards/new.js', { client: 'new' })).text, 'new');
  assert.deepEqual(await it.ask({ ask: 'build' }, 'new'), { ok: true, value: 'b2' });
});

test('files that changed without a word of it are there at the load after the next', async () => {
  const it = worker();
  await it.start();
  it.net.files['/shared/live.js'] = 'export {} // 2';
  await it.get('/kiosk/', { client: 'one', navigate: true });
  assert.equal((await it.get('/shared/live.js', { client: 'one' })).text, 'export {} // 1');
  await it.get('/kiosk/', { client: 'two', navigate: true });
  assert.equal((await it.get('/shared/live.js', { client: 'two' })).text, 'export {} // 2');
});

test('the organisers\' desk lives by the server: nothing of it is kept, and what it shares is never older than it is', async () => {
  const it = worker();
  it.net.files['/organiser/'] = '<script type="module" src="/organiser/organiser.js"></script>';
  await it.start();
  it.pages.set('desk', { url: `${ORIGIN}/organiser/#/changes` });
  it.net.files['/shared/live.js'] = 'export {} // 2';
  assert.equal((await it.get('/shared/live.js', { client: 'desk' })).text, 'export {} // 2');
  assert.equal((await it.get('/shared/live.js', { client: 'page' })).text, 'export {} // 1');
  assert.equal(await it.get('/organiser/', { client: 'desk', navigate: true }), undefined);
  assert.equal(await it.get('/api/v1/state?topics=timetable,desk', { client: 'desk' }), undefined);
});

test('a taking that fails half way leaves everything as it was', async () => {
  for (const spoil of [
    (it) => { it.net.files['/shared/live.js'] = 'broken'; },
    (it) => { it.net.up = false; },
  ]) {
    const it = worker();
    await it.start();
    const before = await it.caches.keys();
    it.net.files['/kiosk/screen.js'] = `import '/shared/live.js'; // 2`;
    spoil(it);
    assert.deepEqual(await it.ask({ ask: 'renew', build: 'b2' }), { ok: false });
    assert.equal((await it.get('/kiosk/screen.js')).text, FILES['/kiosk/screen.js']);
    assert.deepEqual(await it.caches.keys(), before);
  }
});

test('two generations are kept, and other programs\' caches', async () => {
  const caches = new FakeCaches();
  await caches.open('of-another-program');
  await caches.open('madang-0-of-an-older-worker');
  const it = worker({ caches });
  await it.start();
  for (let build = 1; build <= 4; build += 1) {
    it.net.files['/shared/live.js'] = `// ${build}`;
    await it.ask({ ask: 'renew', build: `b${build}` });
  }
  const names = await caches.keys();
  assert.equal(names.filter((name) => name.includes('-files-')).length, 2);
  assert.ok(names.includes('of-another-program'));
  assert.ok(!names.includes('madang-0-of-an-older-worker'));
});

test('a notification leads to its session in the app that is open, or in a new one', async () => {
  const it = worker();
  await it.click({ hash: '#/session/s1' });
  await it.click();
  assert.deepEqual(it.opened.splice(0), ['closed', '/#/session/s1', 'closed', '/#/notices']);
  const told = [];
  for (const path of ['/kiosk/', '/#/day']) it.windows.push({ url: ORIGIN + path, postMessage: ({ open }) => told.push(`${path} ${open}`), focus: async () => told.push(`${path} focus`) });
  await it.click({ hash: '#/session/s1' });
  assert.deepEqual([it.opened, told], [['closed'], ['/#/day #/session/s1', '/#/day focus']]);
});
