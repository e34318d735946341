/*
 * The attendee's app and its server, or the network between them: what a phone shows without
 * them, how it comes back, what it knows the time by, and what its first view costs.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { keptOnDevice, openScreen, PHONE, shownText, startBrowser } from '../lib/browser.js';
import { BUNDLER, find, FOLDING, startCourtyard, state } from '../lib/courtyard.js';
import { startServer } from '../lib/server.js';

const FIRST_VIEW_BYTES = 100_000;

let browser;
before(async () => { browser = await startBrowser(); });
after(async () => { await browser?.close(); });

async function open(server, options = {}) {
  const screen = await openScreen(browser, `${server.url}/`, { viewport: PHONE, worker: true, quiet: true, ...options });
  await screen.page.locator('.session').first().waitFor();
  return screen;
}

const rowOf = (page, title) => page.locator('.session', { hasText: title });

async function move(server, title, name) {
  const session = await find(server, 'sessions', 'title', title);
  const room = await find(server, 'rooms', 'name', name);
  const { status, text } = await server.api('PATCH', `/api/v1/sessions/${session.id}`, { room: room.id });
  assert.equal(status, 200, text);
}

/* Each has a server of its own, and some of them wait. */
describe('the app', { concurrency: 3 }, () => {
  test('opened again without a network, at any address: the last state, how old it is, and right again after', async () => {
    const first = await startCourtyard();
    const screen = await open(first, { wrongBy: 17 * 60_000 });
    const { page } = screen;
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, { timeout: 20_000 });
    await page.waitForFunction(async () => {
      const keys = await caches.keys();
      return (await Promise.all(keys.map(async (key) => (await caches.open(key)).match('/app/views/session.js')))).some(Boolean);
    }, null, { timeout: 20_000 });
    await move(first, FOLDING, '103');
    await rowOf(page, FOLDING).locator('.chip').waitFor();
    await keptOnDevice(page, 'app', (await state(first)).seq);
    await first.stop({ keep: true });

    await page.reload();
    await rowOf(page, FOLDING).locator('.chip').waitFor({ timeout: 5_000 });
    await page.getByText(/^as of 10:1\d$/).waitFor({ timeout: 10_000 });
    await rowOf(page, BUNDLER).getByRole('link').click();
    await page.locator('dialog[open]').getByRole('heading', { name: BUNDLER }).waitFor();
    await page.keyboard.press('Escape');

    const second = await startCourtyard({ db: first.db, port: first.port });
    await move(second, FOLDING, '102');
    await page.getByText(/^as of/).waitFor({ state: 'detached', timeout: 40_000 });
    await rowOf(page, FOLDING).locator('.chip', { hasText: '102' }).waitFor();
    await screen.close();
    await second.stop();
  });

  test('a server that falls silent is told of, and the page goes on by its own clock', async () => {
    const server = await startCourtyard();
    const screen = await open(server);
    await server.stop();
    await screen.page.getByText(/^as of 10:1\d$/).waitFor({ timeout: 15_000 });
    assert.match(await shownText(screen.page), new RegExp(BUNDLER));
    await screen.close();
  });

  test('on a device clock 17 minutes off, in another zone, the time is right', async () => {
    const server = await startCourtyard();
    for (const wrongBy of [17 * 60_000, -17 * 60_000]) {
      const screen = await open(server, { wrongBy });
      assert.match(await screen.page.locator('.clock').textContent(), /^10:1\d$/);
      await screen.assertClean();
      await screen.close();
    }
    await server.stop();
  });

  test('a phone that slept resumes by what it has seen, without taking the state again', async () => {
    const server = await startCourtyard();
    const screen = await open(server);
    const asked = [];
    screen.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await screen.context.setOffline(true);
    await screen.page.evaluate(() => { globalThis.sameLife = true; });
    await move(server, FOLDING, '103');
    await screen.context.setOffline(false);
    await screen.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await rowOf(screen.page, FOLDING).locator('.chip').waitFor({ timeout: 30_000 });
    assert.equal(await screen.page.evaluate(() => globalThis.sameLife), true);
    assert.equal(asked.includes('/api/v1/state'), false, asked.join(' '));
    await screen.close();
    await server.stop();
  });

  test('nothing there yet: a calm page that waits, and fills itself', async () => {
    const server = await startServer();
    const screen = await openScreen(browser, `${server.url}/`, { viewport: PHONE, worker: true });
    await screen.page.getByText('The timetable is on its way').waitFor();
    await screen.assertClean();
    const { json } = await server.api('POST', '/api/v1/rooms', { name: 'A' });
    await server.api('POST', '/api/v1/sessions', { title: 'The first of all', room: json.id, start: new Date(Date.now() + 3_600_000).toISOString(), duration: 30 });
    await rowOf(screen.page, 'The first of all').waitFor();
    await screen.close();
    await server.stop();
  });

  test('a cookie whose token has gone: the page falls back to nobody, once', async () => {
    const server = await startCourtyard();
    const screen = await openScreen(browser, 'about:blank', { viewport: PHONE, worker: true, quiet: true });
    await screen.context.addCookies([{ name: 'madang', value: 'of-somebody-who-is-gone', url: server.url, httpOnly: true, sameSite: 'Strict' }]);
    await screen.context.addInitScript(() => { if (!sessionStorage.told) localStorage.setItem('madang-signed-in', '1'); sessionStorage.told = '1'; });
    const sockets = [];
    screen.page.on('websocket', (socket) => sockets.push(new URL(socket.url()).searchParams.get('topics')));
    await screen.page.goto(`${server.url}/`);
    await rowOf(screen.page, BUNDLER).waitFor();
    await move(server, FOLDING, '103');
    await rowOf(screen.page, FOLDING).locator('.chip').waitFor({ timeout: 15_000 });
    /* On a busy machine it may ask twice before it hears that it is nobody; then never again. */
    assert.equal(sockets[0], 'timetable,meetups,me');
    assert.deepEqual(sockets.slice(sockets.indexOf('timetable,meetups')), ['timetable,meetups']);
    assert.equal(await screen.page.evaluate(() => localStorage.getItem('madang-signed-in')), null);
    await screen.close();
    await server.stop();
  });
});

test('the first view costs less than 100 kB besides fonts, and its modules are fetched in one wave', async () => {
  const server = await startServer({ args: ['--demo'] });
  const screen = await openScreen(browser, 'about:blank', { viewport: PHONE, worker: true, locale: 'ko-KR' });
  const session = await screen.context.newCDPSession(screen.page);
  const bytes = new Map();
  const names = new Map();
  await session.send('Network.enable');
  session.on('Network.requestWillBeSent', ({ requestId, request }) => names.set(requestId, new URL(request.url).pathname));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => bytes.set(names.get(requestId), encodedDataLength));
  await screen.page.goto(`${server.url}/`, { waitUntil: 'load' });
  await screen.page.locator('.session').first().waitFor();
  await screen.page.waitForLoadState('networkidle');
  const counted = [...bytes].filter(([path]) => !path.startsWith('/fonts/'));
  const sum = counted.reduce((all, [, one]) => all + one, 0);
  assert.ok(counted.some(([path]) => path === '/api/v1/state') && counted.length > 30, 'everything is counted');
  assert.ok(sum < FIRST_VIEW_BYTES, `${sum} bytes: ${counted.sort((a, b) => b[1] - a[1]).map(([path, one]) => `${path} ${one}`).join(', ')}`);

  const { loaded, preloaded } = await screen.page.evaluate(() => ({
    loaded: performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname).filter((path) => path.endsWith('.js')),
    preloaded: [...document.querySelectorAll('link[rel=modulepreload], script[src]')].map((one) => new URL(one.href ?? one.src).pathname),
  }));
  assert.deepEqual([...new Set(loaded)].sort(), [...preloaded].sort());
  await screen.close();
  await server.stop();
});
