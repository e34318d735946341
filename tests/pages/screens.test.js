/*
 * The fleet: a screen that nobody set up shows a code, is paired at the desk, and does what the
 * desk says from then on.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axeComplaints, board, openScreen, PHONE, shownText } from '../lib/browser.js';
import { find, FOLDING, openCourtyard } from '../lib/courtyard.js';
import { openDesk } from '../lib/desk.js';

const { server, browser } = await openCourtyard();

const good = async (method, where, body) => {
  const answer = await server.api(method, `/api/v1${where}`, body);
  assert.ok(answer.status < 300, `${method} ${where}: ${answer.status} ${answer.text}`);
  return answer.json;
};
const codeOn = async (page) => (await page.locator('.code').innerText()).trim();
const boardName = (page, name) => page.waitForFunction((tag) => document.querySelector('#stage > :not(.coming)')?.localName === tag, `madang-${name}`);

/* A new device, with what it is paired as. */
async function pair(body, options) {
  const screen = await openScreen(browser, `${server.url}/kiosk/`, options);
  const code = await codeOn(screen.page);
  assert.match(code, /^\d{3} \d{3}$/);
  const doc = await good('POST', '/screens/pair', { code, ...body });
  return { ...screen, doc };
}

test('a bare address shows a code; paired, the screen follows its document at once, and over a reload', async () => {
  const room = await find(server, 'rooms', 'name', '101');
  const screen = await pair({ name: '101 door', room: room.id, languages: ['en'] });
  await boardName(screen.page, 'door');
  assert.match(await shownText(screen.page), new RegExp(FOLDING));

  await good('PATCH', `/screens/${screen.doc.id}`, { boards: [{ board: 'lobby' }], theme: 'light' });
  await boardName(screen.page, 'lobby');
  assert.equal(await screen.page.evaluate(() => document.documentElement.getAttribute('theme')), 'light');

  await screen.page.reload();
  await boardName(screen.page, 'lobby');
  assert.equal(await screen.page.locator('.code').count(), 0);
  await screen.assertClean();
  await screen.close();
});

test('it says its name when it is asked, loads its page again when it is told, and reports', async () => {
  const screen = await pair({ name: 'North stairs' });
  await board(screen.page);
  await good('POST', `/screens/${screen.doc.id}/identify`, {});
  await screen.page.getByText('North stairs').waitFor();

  await screen.page.evaluate(() => { globalThis.sameLife = true; });
  await good('POST', `/screens/${screen.doc.id}/reload`, {});
  await screen.page.waitForFunction(() => globalThis.sameLife === undefined);
  await boardName(screen.page, 'lobby');

  await screen.page.waitForResponse((answer) => answer.url().endsWith('/screens/me/status') && answer.status() === 200);
  const { screens } = await good('GET', '/screens');
  const own = screens.find(({ id }) => id === screen.doc.id);
  assert.deepEqual([own.online, own.silent, own.shows, own.size, own.seq_lag], [true, false, { board: 'lobby' }, [1920, 1080], 0]);
  await screen.assertClean();
  await screen.close();
});

test('a device clock that is 17 minutes wrong is known, whatever the time of the event', async () => {
  const screen = await pair({ name: 'Wrong' }, { wrongBy: 17 * 60_000 });
  await screen.page.waitForRequest((request) => request.url().endsWith('/screens/me/status') && 'drift_ms' in request.postDataJSON(), { timeout: 30_000 });
  let own;
  for (let tries = 0; tries < 50 && !own?.drift_ms; tries += 1) {
    own = (await good('GET', '/screens')).screens.find(({ id }) => id === screen.doc.id);
    if (!own.drift_ms) await screen.page.waitForTimeout(100);
  }
  assert.ok(Math.abs(own.drift_ms - 17 * 60_000) < 2_000, `${own.drift_ms}`);
  await screen.close();
});

test('boards take turns', async () => {
  const screen = await pair({ name: 'Turns', boards: [{ board: 'lobby', seconds: 5 }, { board: 'meetups', seconds: 5 }] });
  for (const name of ['lobby', 'meetups', 'lobby']) await boardName(screen.page, name);
  await screen.assertClean();
  await screen.close();
});

test('locked out, it shows another code', async () => {
  const screen = await pair({ name: 'Lost' }, { quiet: true });
  await board(screen.page);
  await boardName(screen.page, 'lobby');
  await good('DELETE', `/screens/${screen.doc.id}`);
  assert.match(await codeOn(screen.page), /^\d{3} \d{3}$/);
  await screen.close();
});

test('a browser that is somebody\'s does not become a screen by itself', async () => {
  const { json: { token } } = await server.api('POST', '/api/v1/attendees', { name: 'Kim', language: 'ko' }, { authorization: null });
  const screen = await openScreen(browser, 'about:blank', { quiet: true });
  await screen.context.addCookies([{ name: 'madang', value: token, url: server.url, httpOnly: true, sameSite: 'Strict' }]);
  await screen.page.goto(`${server.url}/kiosk/`);
  await screen.page.getByRole('button', { name: 'Use as a screen' }).click();
  assert.match(await codeOn(screen.page), /^\d{3} \d{3}$/);
  await screen.close();
});

test('at the desk, on a phone: the scanned link, a room, and the screen shows its door', async () => {
  const screen = await openScreen(browser, `${server.url}/kiosk/`);
  const code = (await codeOn(screen.page)).replace(' ', '');
  const desk = await openDesk(browser, server, `#/screens/pair/${code}`, { viewport: PHONE });
  await desk.page.getByRole('button', { name: '102' }).click();
  assert.deepEqual(await axeComplaints(desk.page), []);
  await desk.page.getByRole('button', { name: 'Add it' }).click();
  await desk.page.getByText('102 is added').waitFor();
  await boardName(screen.page, 'door');

  await desk.page.getByLabel('Code on the screen').fill('12 34');
  await desk.page.getByRole('button', { name: 'Add it' }).click();
  await desk.page.getByText('six digits').waitFor();
  await desk.assertClean();
  await desk.close();
  await screen.close();
});

test('a steward may pair, and sees no list', async () => {
  const { token } = await good('POST', '/tokens', { role: 'steward', name: 'Lee' });
  const desk = await openDesk(browser, server, '#/screens/pair', { token });
  await desk.page.getByRole('heading', { name: 'Add a screen' }).waitFor();
  assert.equal(await desk.page.getByRole('link', { name: 'All screens' }).count(), 0);
  await desk.close();
});

test('the list says how a screen is, asks for its name, changes its boards, and locks it out', async () => {
  const screen = await pair({ name: 'South hall' }, { wrongBy: 17 * 60_000, quiet: true });
  await screen.page.waitForRequest((request) => request.url().endsWith('/screens/me/status') && 'drift_ms' in request.postDataJSON(), { timeout: 30_000 });
  const desk = await openDesk(browser, server, '#/screens');
  const row = desk.page.locator(`[data-screen="${screen.doc.id}"]`);
  await row.getByText('Clock is off').waitFor();
  assert.match(await row.innerText(), /1920×1080/);

  await row.getByRole('button', { name: 'South hall' }).click();
  await row.frameLocator('iframe').getByText(FOLDING).first().waitFor();
  await row.getByRole('button', { name: 'Identify' }).click();
  await screen.page.getByText('South hall').waitFor();
  await row.getByLabel('Board').selectOption('meetups');
  await boardName(screen.page, 'meetups');
  assert.deepEqual(await axeComplaints(desk.page), []);

  await row.getByRole('button', { name: 'Lock out' }).click();
  await row.getByRole('button', { name: 'Yes, lock it out' }).click();
  assert.match(await codeOn(screen.page), /^\d{3} \d{3}$/);
  await row.getByText('Locked out').waitFor();
  await desk.assertClean();
  await desk.close();
  await screen.close();
});
