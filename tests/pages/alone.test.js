/*
 * A screen whose server, or whose network, lets it down: it stays on its page,
 * says how old its picture is, and is right again as soon as it can be.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { board, keptOnDevice, openScreen, shownText, startBrowser } from '../lib/browser.js';
import { canonical } from '../lib/canonical.js';
import { find, FOLDING, startCourtyard, state } from '../lib/courtyard.js';

let browser;
before(async () => { browser = await startBrowser(); });
after(async () => { await browser?.close(); });

/* A value that a reload would lose. */
const plant = (page) => page.evaluate(() => { globalThis.sameLife = true; });
const lives = (page) => page.evaluate(() => globalThis.sameLife === true);

async function addSession(server, title, start = '2031-05-20T03:30:00Z') {
  const room = await find(server, 'rooms', 'name', '102');
  const { json } = await server.api('POST', '/api/v1/sessions', { title, room: room.id, start, duration: 10 });
  return json.id;
}

/* What the board holds is, after sorting keys, what a fresh snapshot holds. */
async function assertEqual(page, server) {
  const wanted = canonical((await state(server)).docs);
  await page.waitForFunction(() => document.querySelector('#stage > *').stale === null, null, { timeout: 40_000 });
  let held;
  for (let tries = 0; tries < 50; tries += 1) {
    held = await (await board(page)).evaluate((one) => JSON.stringify(one.docs));
    if (canonical(JSON.parse(held)) === wanted) return;
    await page.waitForTimeout(100);
  }
  assert.equal(canonical(JSON.parse(held)), wanted);
}

/* Each has a server of its own, and most of them wait. */
describe('a screen', { concurrency: 3 }, () => {
  test('survives the server\'s stop and restart on its page, says its age, and is right again', async () => {
    const first = await startCourtyard();
    const screen = await openScreen(browser, `${first.url}/kiosk/?lang=en`, { worker: true, quiet: true });
    await screen.page.getByText(FOLDING).first().waitFor();
    await plant(screen.page);

    const { code, signal } = await first.stop({ keep: true });
    assert.deepEqual([code, signal], [0, null]);
    const shell = await board(screen.page);
    await screen.page.waitForFunction(() => document.querySelector('#stage > *').stale !== null, null, { timeout: 10_000 });
    assert.match(await shownText(screen.page), /as of 10:1\d/);
    assert.match(await shownText(screen.page), new RegExp(FOLDING));
    const then = await shell.evaluate((one) => one.now);
    await screen.page.waitForTimeout(2_500);
    assert.ok(await shell.evaluate((one) => one.now) - then >= 2_000, 'it goes on by its own clock');

    const second = await startCourtyard({ db: first.db, port: first.port });
    await addSession(second, 'Written while a screen was away');
    await screen.page.getByText('Written while a screen was away').first().waitFor({ timeout: 40_000 });
    await assertEqual(screen.page, second);
    assert.doesNotMatch(await shownText(screen.page), /as of/);
    assert.ok(await lives(screen.page), 'the page was never left');
    await screen.assertClean();
    await screen.close();
    await second.stop();
  });

  test('kill -9 in the middle of changes: equal to a fresh snapshot afterwards', async () => {
    const first = await startCourtyard();
    const screen = await openScreen(browser, `${first.url}/kiosk/?lang=en`, { worker: true, quiet: true });
    await screen.page.getByText(FOLDING).first().waitFor();
    await plant(screen.page);
    const noon = Date.parse('2031-05-20T03:00:00Z');
    const at = (i) => new Date(noon + i * 600_000).toISOString().replace('.000', '');
    const writes = Array.from({ length: 30 }, (_, i) => addSession(first, `Written ${i}`, at(i)).catch(() => null));
    await writes[10];
    await first.kill();
    await Promise.all(writes);
    const second = await startCourtyard({ db: first.db, port: first.port });
    await assertEqual(screen.page, second);
    assert.ok(await lives(screen.page));
    await screen.close();
    await second.stop();
  });

  test('loaded again with the server gone, it shows the last state, and its age', async () => {
    const first = await startCourtyard();
    const screen = await openScreen(browser, `${first.url}/kiosk/?lang=en`, { worker: true, quiet: true, wrongBy: 17 * 60_000 });
    await screen.page.getByText(FOLDING).first().waitFor();
    await screen.page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, { timeout: 15_000 });
    await addSession(first, 'The last thing that was heard');
    await screen.page.getByText('The last thing that was heard').first().waitFor();
    await keptOnDevice(screen.page, 'timetable', (await state(first)).seq);
    await first.stop({ keep: true });

    await screen.page.reload();
    await screen.page.getByText('The last thing that was heard').first().waitFor({ timeout: 5_000 });
    const shell = await board(screen.page);
    await screen.page.waitForFunction(() => document.querySelector('#stage > *').stale !== null, null, { timeout: 10_000 });
    assert.match(await shownText(screen.page), /as of 10:1\d/);
    const now = await shell.evaluate((one) => one.now);
    assert.ok(Math.abs(now - Date.parse('2031-05-20T01:10:15Z')) < 60_000, 'the clock goes on by what was kept, not by the device');

    const second = await startCourtyard({ db: first.db, port: first.port });
    await plant(screen.page);
    await assertEqual(screen.page, second);
    assert.ok(await lives(screen.page));
    await screen.assertClean();
    await screen.close();
    await second.stop();
  });

  test('where WebSockets are blocked, Server-Sent Events carry the changes', async () => {
    const server = await startCourtyard();
    const screen = await openScreen(browser, `${server.url}/kiosk/?lang=en`, { worker: true, noSockets: true, quiet: true });
    const events = screen.page.waitForRequest((request) => new URL(request.url()).pathname === '/api/v1/live', { timeout: 30_000 });
    await screen.page.getByText(FOLDING).first().waitFor();
    await events;
    await addSession(server, 'Carried by events');
    await screen.page.getByText('Carried by events').first().waitFor({ timeout: 10_000 });
    await assertEqual(screen.page, server);
    await screen.close();
    await server.stop();
  });

  test('a board that throws is made again, and its last picture stays meanwhile', async () => {
    const server = await startCourtyard();
    const screen = await openScreen(browser, `${server.url}/kiosk/?lang=en`, { worker: true });
    await screen.page.getByText(FOLDING).first().waitFor();
    await plant(screen.page);
    const old = await board(screen.page);
    await old.evaluate((one) => {
      one.render = () => { throw new Error('a board that is broken on purpose'); };
    });
    await screen.page.waitForFunction((one) => !one.isConnected, old, { timeout: 10_000 });
    const fresh = await board(screen.page);
    assert.ok(await fresh.evaluate((one, before) => one !== before && one.localName === before.localName, old));
    await screen.page.getByText(FOLDING).first().waitFor();
    assert.ok(await lives(screen.page));
    await screen.close();
    await server.stop();
  });

  test('a board whose module cannot be had: the time and the event stand there until it can', async () => {
    const server = await startCourtyard();
    const screen = await openScreen(browser, 'about:blank', { worker: true, quiet: true });
    let broken = true;
    await screen.context.route('**/boards/lobby.js', (route) => (broken ? route.abort() : route.continue()));
    await screen.page.goto(`${server.url}/kiosk/?lang=en`);
    await screen.page.getByText('Courtyard 2031').first().waitFor();
    assert.match(await shownText(screen.page), /10:1\d .*Courtyard 2031/);
    broken = false;
    await screen.page.getByText(FOLDING).first().waitFor({ timeout: 60_000 });
    assert.equal(await screen.page.locator('.face').count(), 0);
    await screen.close();
    await server.stop();
  });

  test('a flood of changes is drawn at the pace of the screen, and all of it arrives', async () => {
    const server = await startCourtyard();
    const screen = await openScreen(browser, `${server.url}/kiosk/?lang=en`, { worker: true });
    await screen.page.getByText(FOLDING).first().waitFor();
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(Array.from({ length: 20 }, (_, i) => announce(server, `Flood ${round}-${i}`)));
    }
    await assertEqual(screen.page, server);
    for (const { id } of Object.values((await state(server)).docs.announcements)) {
      assert.equal((await server.api('DELETE', `/api/v1/announcements/${id}`)).status < 300, true);
    }
    await assertEqual(screen.page, server);
    await screen.assertClean();
    await screen.close();
    await server.stop();
  });

  test('on an address that is not secure (no service worker) a screen does the same', async () => {
    const first = await startCourtyard();
    const venue = await startBrowser(['--host-resolver-rules=MAP venue.test 127.0.0.1']);
    const screen = await openScreen(venue, `http://venue.test:${first.port}/kiosk/?lang=en`, { worker: true, quiet: true });
    await screen.page.getByText(FOLDING).first().waitFor();
    assert.equal(await screen.page.evaluate(() => isSecureContext), false);
    await plant(screen.page);
    await first.stop({ keep: true });
    await screen.page.waitForFunction(() => document.querySelector('#stage > *').stale !== null, null, { timeout: 10_000 });
    const second = await startCourtyard({ db: first.db, port: first.port });
    await addSession(second, 'Heard in the clear');
    await screen.page.getByText('Heard in the clear').first().waitFor({ timeout: 40_000 });
    await assertEqual(screen.page, second);
    assert.ok(await lives(screen.page));
    await screen.assertClean();
    await venue.close();
    await second.stop();
  });
});

async function announce(server, title) {
  const { status, text } = await server.api('POST', '/api/v1/announcements', { text: { ko: title, en: title }, level: 'info', until: '2031-05-20T09:00:00Z' });
  assert.equal(status, 201, text);
}
