/*
 * A new build on the server: the screen loads itself again, after the server
 * has answered, and not all screens at once. And what the worker keeps.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import WebSocket from 'ws';
import { board, openScreen } from '../lib/browser.js';
import { FOLDING, openCourtyard } from '../lib/courtyard.js';

const { server, browser } = await openCourtyard();

test('hello says of which build the server is', async () => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/live?topics=timetable`, 'madang.v1');
  const [first] = await once(socket, 'message');
  socket.close();
  const { hello } = JSON.parse(first);
  assert.equal(typeof hello.build, 'string');
  assert.notEqual(hello.build, '');
});

test('another build: the page is loaded again, once, and only when the server is well', async () => {
  const screen = await openScreen(browser, 'about:blank', { worker: true, quiet: true });
  let build = 'first';
  let well = false;
  const sockets = [];
  await screen.context.routeWebSocket(/\/live\?/, (socket) => {
    sockets.push(socket);
    socket.connectToServer().onMessage((frame) => {
      const { hello } = JSON.parse(frame);
      socket.send(hello ? JSON.stringify({ hello: { ...hello, build } }) : frame);
    });
  });
  await screen.context.route('**/healthz', (route) => route.fulfill({ status: well ? 200 : 503 }));
  /* Little jitter, so that the test is short; tests/web/kiosk.test.js has the jitter. */
  await screen.context.addInitScript(() => { Math.random = () => 0.05; });
  await screen.page.goto(`${server.url}/kiosk/?lang=en`);
  await screen.page.getByText(FOLDING).first().waitFor();
  await screen.page.evaluate(() => { globalThis.sameLife = true; });

  build = 'second';
  await sockets.at(-1).close({ code: 1001 });
  await screen.page.waitForResponse((answer) => answer.url().endsWith('/healthz') && answer.status() === 503, { timeout: 15_000 });
  await screen.page.waitForTimeout(500);
  assert.equal(await screen.page.evaluate(() => globalThis.sameLife), true, 'not while the server is unwell');
  well = true;
  await screen.page.waitForFunction(() => globalThis.sameLife === undefined, null, { timeout: 25_000 });
  await screen.page.getByText(FOLDING).first().waitFor();

  await screen.page.evaluate(() => { globalThis.sameLife = true; });
  await screen.page.waitForTimeout(3_000);
  assert.equal(await screen.page.evaluate(() => globalThis.sameLife), true, 'once is enough');
  await screen.close();
});

test('the worker keeps all that the page is made of, and the fonts it used', async () => {
  const screen = await openScreen(browser, `${server.url}/kiosk/?lang=ko`, { worker: true });
  await board(screen.page);
  await screen.page.evaluate(() => document.fonts.ready);
  await screen.page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, { timeout: 15_000 });
  const used = await screen.page.evaluate(() => performance.getEntriesByType('resource')
    .map(({ name }) => new URL(name).pathname)
    .filter((path) => /^\/(kiosk|shared|lib|locales|fonts)\//.test(path) && path !== '/kiosk/icon.svg'));
  assert.ok(used.some((path) => path.endsWith('.woff2')), 'a font was used');
  assert.ok(used.length > 20, `${used.length} files`);
  await screen.page.waitForFunction(async (paths) => {
    const kept = await Promise.all(paths.map((path) => caches.match(path)));
    return kept.every(Boolean);
  }, used, { timeout: 10_000 });
  await screen.assertClean();
  await screen.close();
});
