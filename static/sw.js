/*
 * The service worker: a page that is loaded again without a server still
 * stands, and shows what was last known. Browsers run it only where the
 * address is secure (https, or localhost); elsewhere pages do without.
 *
 * What a page is made of (its HTML, modules, styles, words) is kept as a
 * **generation**: a whole set, taken at one time. Which files belong to it is
 * not listed anywhere: take() reads the pages in SEEDS and follows what they
 * load and import, so a new module cannot be forgotten.
 *
 * A page is served from the present generation at once, and then the server
 * is asked, by ETag, whether anything is different. If so the new set is taken
 * beside the old, and becomes the present one only when it is complete. A
 * running page keeps its own generation to the end, so it never gets one
 * module of the old build and one of the new. Two generations are kept.
 *
 * Besides: the state is network first, and marked `madang-kept` where it is
 * an old one; fonts and QR codes are kept as they are used. Live connections,
 * writes and everything private pass by untouched.
 *
 * Pages talk to it through static/shared/offline.js.
 */
'use strict';

const PREFIX = 'madang-1-';                 /* raise it when what is kept changes its form */
const META = `${PREFIX}meta`;
const STATES = `${PREFIX}states`;
const USED = `${PREFIX}used`;
const SEEDS = ['/', '/host/', '/kiosk/', '/locales/ko.json', '/locales/en.json', '/fonts/pretendard.css'];
const OF_A_GENERATION = /^\/(index\.html)?$|^\/(app|host|kiosk|shared|lib|locales)\/|^\/fonts\/[^/]*\.css$/;
const OF_USE = /^\/fonts\/|^\/api\/v1\/qr\.svg$/;

/* Which generation a page was given; lost when the browser lets the worker
   sleep, and then the present one serves. */
const generations = new Map();
let renewing = null;

self.addEventListener('install', (event) => {
  event.waitUntil(renew(null).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(removeForeign().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname === '/api/v1/state') {
    if (!/\b(me|desk)\b/.test(url.searchParams.get('topics') ?? '')) event.respondWith(stateFirst(request));
  } else if (OF_A_GENERATION.test(url.pathname)) {
    event.respondWith(fromGeneration(event, url));
    if (request.mode === 'navigate') event.waitUntil(renew(null).catch(() => {}));
  } else if (OF_USE.test(url.pathname)) {
    event.respondWith(fromUse(event));
  }
});

self.addEventListener('message', (event) => {
  const { ask, build, urls } = event.data ?? {};
  const answer = (promise) => event.waitUntil(promise.then(
    (value) => event.ports[0]?.postMessage({ ok: true, value }),
    () => event.ports[0]?.postMessage({ ok: false }),
  ));
  if (ask === 'build') answer(buildOf(event.source?.id));
  else if (ask === 'renew') answer(renew(build).then((changed) => outdated(event.source?.id, changed)));
  else if (ask === 'keep') answer(keepUsed(urls));
});

/* Shown by static/app/notify.js: the app that is open goes there, or a new one. */
self.addEventListener('notificationclick', (event) => {
  const { hash = '#/notices' } = event.notification.data ?? {};
  event.notification.close();
  event.waitUntil(openApp(hash));
});

async function openApp(hash) {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const app = windows.find(({ url }) => new URL(url).pathname === '/');
  if (!app) return self.clients.openWindow(`/${hash}`);
  app.postMessage({ open: hash });
  return app.focus();
}

/* ---- generations ------------------------------------------------------- */

async function fromGeneration(event, url) {
  if (await isForDesk(event.clientId)) return fetch(event.request);
  const { current } = await readMeta();
  const client = event.resultingClientId || event.clientId;
  if (event.request.mode === 'navigate') generations.set(client, current?.name);
  const name = generations.get(client) ?? current?.name;
  const path = url.pathname.replace(/\/index\.html$/, '/');
  const kept = name && await (await caches.open(name)).match(path);
  return kept || fetch(event.request);
}

/* The organiser's desk lives by the server alone: its files are no part of a generation, so that no
   phone takes them, and what it shares with other pages must be of the same build as they are. */
async function isForDesk(id) {
  const client = id && await self.clients.get(id);
  return Boolean(client) && new URL(client.url).pathname.startsWith('/organiser/');
}

/*
 * Takes all files anew; where any is different, they become the present
 * generation. build is the one that the files are known to be of, or null.
 * One at a time: who comes meanwhile waits for the one that runs.
 */
async function renew(build) {
  while (renewing) await renewing.catch(() => {});
  renewing = renewNow(build);
  try {
    return await renewing;
  } finally {
    renewing = null;
  }
}

async function renewNow(build) {
  const meta = await readMeta();
  const name = `${PREFIX}files-${Date.now()}`;
  const cache = await caches.open(name);
  let taken;
  try {
    taken = await take(cache);
  } catch (error) {
    await caches.delete(name);
    throw error;
  }
  if (meta.current && await sameFiles(await caches.open(meta.current.name), taken)) {
    await caches.delete(name);
    if (build) await nameBuild(build);
    return false;
  }
  await writeMeta({ current: { name, build }, previous: meta.current });
  await removeForeign();
  return true;
}

/* Fetches the seeds and all that they lead to; gives path → ETag. */
async function take(cache) {
  const taken = new Map();
  const imports = {};
  let wave = SEEDS;
  while (wave.length > 0) {
    const found = await Promise.all(wave.map((path) => takeOne(cache, path, imports, taken)));
    wave = [...new Set(found.flat())].filter((path) => !taken.has(path));
  }
  return taken;
}

/* A file that isn't there is left out: what looks like an import in a comment
   need not exist. A server that fails ends the taking. */
async function takeOne(cache, path, imports, taken) {
  taken.set(path, null);
  const answer = await fetch(path, { cache: 'no-cache' });
  if (answer.status >= 500) throw new Error(`${path}: ${answer.status}`);
  if (!answer.ok || answer.redirected) return [];
  taken.set(path, mark(answer));
  const copy = answer.clone();
  await cache.put(path, answer);
  return references(path, copy.headers.get('content-type') ?? '', await copy.text(), imports);
}

function references(path, type, body, imports) {
  const base = new URL(path, self.location.origin);
  const all = (pattern) => [...body.matchAll(pattern)].map((match) => match[1]);
  let found = [];
  if (type.includes('html')) {
    const [map] = all(/<script type="importmap">([^]*?)<\/script>/g);
    if (map) Object.assign(imports, JSON.parse(map).imports);
    found = all(/<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+)"/g);
  } else if (type.includes('javascript')) {
    found = all(/\b(?:from|import)\s*\(?\s*["']([^"'\s]+)["']/g).map((name) => resolve(name, imports));
  }
  return found
    .filter(Boolean)
    .map((name) => new URL(name, base))
    .filter((url) => url.origin === self.location.origin && OF_A_GENERATION.test(url.pathname))
    .map((url) => url.pathname);
}

/* A bare module name by the page's import map: whole, or by its longest folder. */
function resolve(name, imports) {
  if (/^[./]/.test(name)) return name;
  if (imports[name]) return imports[name];
  const [folder] = Object.keys(imports)
    .filter((key) => key.endsWith('/') && name.startsWith(key))
    .sort((a, b) => b.length - a.length);
  return folder ? imports[folder] + name.slice(folder.length) : null;
}

async function sameFiles(cache, taken) {
  const kept = await cache.keys();
  const there = [...taken.values()].filter(Boolean).length;
  if (kept.length !== there) return false;
  for (const [path, wanted] of taken) {
    if (wanted === null) continue;
    const one = await cache.match(path);
    if (!one || mark(one) !== wanted) return false;
  }
  return true;
}

function mark(answer) {
  return answer.headers.get('etag') ?? answer.headers.get('last-modified') ?? `${Math.random()}`;
}

/* ---- what a generation is called --------------------------------------- */

/** The build of the files that a page was given; null where nobody has said. */
async function buildOf(client) {
  const { current, previous } = await readMeta();
  const name = generations.get(client) ?? current?.name;
  return [current, previous].find((one) => one?.name === name)?.build ?? null;
}

/* Whether a page runs on files that are no longer the present ones. */
async function outdated(client, changed) {
  if (!generations.has(client)) return changed;
  const { current } = await readMeta();
  return generations.get(client) !== current?.name;
}

async function nameBuild(build) {
  const meta = await readMeta();
  if (meta.current) await writeMeta({ ...meta, current: { ...meta.current, build } });
}

async function readMeta() {
  const kept = await (await caches.open(META)).match('/meta');
  return kept ? kept.json() : { current: null, previous: null };
}

async function writeMeta(meta) {
  await (await caches.open(META)).put('/meta', new Response(JSON.stringify(meta)));
}

/* Only our own caches: other programs may live at the same address. */
async function removeForeign() {
  const { current, previous } = await readMeta();
  const wanted = new Set([META, STATES, USED, current?.name, previous?.name]);
  const names = (await caches.keys()).filter((name) => name.startsWith('madang-') && !wanted.has(name));
  await Promise.all(names.map((name) => caches.delete(name)));
}

/* ---- the state, fonts, QR codes ----------------------------------------- */

async function stateFirst(request) {
  const cache = await caches.open(STATES);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request.url, answer.clone()).catch(() => {});
    return answer;
  } catch (error) {
    const kept = await cache.match(request.url);
    if (!kept) throw error;
    const headers = new Headers(kept.headers);
    headers.set('madang-kept', '1');
    return new Response(kept.body, { status: kept.status, headers });
  }
}

async function fromUse(event) {
  const cache = await caches.open(USED);
  const kept = await cache.match(event.request.url);
  const fresh = fetch(event.request).then(async (answer) => {
    if (answer.ok) await cache.put(event.request.url, answer.clone()).catch(() => {});
    return answer;
  });
  if (!kept) return fresh;
  event.waitUntil(fresh.catch(() => {}));
  return kept;
}

/* Fonts and codes that a page loaded before the worker was there to see it. */
async function keepUsed(urls) {
  const cache = await caches.open(USED);
  const ours = urls.map((url) => new URL(url, self.location.origin))
    .filter((url) => url.origin === self.location.origin && OF_USE.test(url.pathname) && !/\.css$/.test(url.pathname));
  await Promise.all(ours.map(async ({ href }) => {
    if (!await cache.match(href)) await cache.add(href);
  }));
}
