/*
 * The organisers' desk in a Chromium: who gets in and by what, what nobody else is given, the way
 * about on a phone and on a laptop, and the way out.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axeComplaints, openScreen, PHONE } from '../lib/browser.js';
import { openCourtyard } from '../lib/courtyard.js';
import { openDesk } from '../lib/desk.js';

const { server, browser } = await openCourtyard();

async function good(method, path, body) {
  const { status, json, text } = await server.api(method, path, body);
  assert.ok(status < 300, text);
  return json;
}
const link = (role) => good('POST', '/api/v1/links', { role, name: `a ${role}` });
const hashOf = ({ code }) => `#sign-in/${code}`;
const tokenOf = async (role) => (await good('POST', '/api/v1/tokens', { role, name: `a ${role}` })).token;
const heading = ({ page }, name) => page.getByRole('heading', { level: 1, name, exact: true });
const button = ({ page }, name) => page.getByRole('button', { name, exact: true });

/* Everything that a page asks the server for. */
function asked({ page }) {
  const paths = [];
  page.on('request', (request) => paths.push(new URL(request.url()).pathname));
  page.on('websocket', (socket) => paths.push(new URL(socket.url()).pathname));
  return paths;
}

test('whoever is no organiser is given the door, its own files and no document', async () => {
  const attendee = (await server.api('POST', '/api/v1/attendees', { name: 'Kim', language: 'ko' }, { authorization: null })).json.token;
  for (const token of [null, attendee, await tokenOf('host'), await tokenOf('screen')]) {
    const screen = await openScreen(browser, 'about:blank', { viewport: PHONE });
    if (token) await screen.context.addCookies([{ name: 'madang', value: token, url: server.url }]);
    const paths = asked(screen);
    for (const hash of ['', '#/changes', '#/rooms']) {
      await screen.page.goto(`${server.url}/organiser/${hash}`);
      await screen.page.reload();
      await heading(screen, 'Organisers\' desk').waitFor();
    }
    assert.deepEqual([...new Set(paths.filter((path) => path.startsWith('/organiser/')))].sort(), ['/organiser/', '/organiser/door.js', '/organiser/organiser.js', '/organiser/page.css']);
    assert.deepEqual([...new Set(paths.filter((path) => path.startsWith('/api/') || path === '/live'))], ['/api/v1/caller']);
    await screen.assertClean();
    await screen.close();
  }
});

test('a link signs an organiser in by a tap, once, and the desk opens', async () => {
  const one = await link('organiser');
  const screen = await openDesk(browser, server, hashOf(one), { token: null, viewport: PHONE });
  await heading(screen, 'Start on this device').waitFor();
  assert.deepEqual(await axeComplaints(screen.page), []);
  await button(screen, 'Start on this device').click();
  await screen.page.waitForURL(`${server.url}/organiser/`);
  await button(screen, 'More').click();
  await screen.page.getByText('a organiser', { exact: true }).locator('visible=true').waitFor();
  await screen.assertClean();
  await screen.close();

  const other = await openDesk(browser, server, hashOf(one), { token: null, quiet: true });
  await button(other, 'Start on this device').click();
  await other.page.getByRole('alert').filter({ hasText: 'used already' }).waitFor();
  await other.close();
});

test('who is somebody already is told so before the link makes them another', async () => {
  const screen = await openDesk(browser, server, hashOf(await link('organiser')), { token: await tokenOf('steward') });
  await screen.page.getByText('signed in as a steward', { exact: false }).waitFor();
  await screen.close();
});

test('without a network a link waits, and works when there is one', async () => {
  const screen = await openDesk(browser, server, hashOf(await link('organiser')), { token: null, quiet: true });
  await screen.page.route('**/api/v1/sign-in', (route) => route.abort());
  await button(screen, 'Start on this device').click();
  await screen.page.getByRole('alert').filter({ hasText: 'offline' }).waitFor();
  await screen.page.unroute('**/api/v1/sign-in');
  await button(screen, 'Start on this device').click();
  await screen.page.waitForURL(`${server.url}/organiser/`);
  await screen.close();
});

test('the language is chosen in the header, and stays', async () => {
  const screen = await openDesk(browser, server);
  await button(screen, '한국어').click();
  await button(screen, '로그아웃').locator('visible=true').waitFor();
  assert.equal(await screen.page.evaluate(() => document.documentElement.lang), 'ko');
  await screen.page.reload();
  await button(screen, '로그아웃').locator('visible=true').waitFor();
  await screen.close();
});

test('on a phone the rest of the sections opens above the bar, by keyboard too', async () => {
  const screen = await openDesk(browser, server, '', { viewport: PHONE });
  const more = button(screen, 'More');
  await more.focus();
  await screen.page.keyboard.press('Enter');
  await button(screen, 'Sign out').locator('visible=true').waitFor();
  assert.equal(await more.getAttribute('aria-expanded'), 'true');
  assert.deepEqual(await axeComplaints(screen.page), []);
  await screen.page.keyboard.press('Escape');
  assert.equal(await more.getAttribute('aria-expanded'), 'false');
  assert.ok(await more.evaluate((node) => node.matches(':focus')));
  assert.ok(await screen.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await screen.close();
});

test('signing out ends it on this device and in its other tabs', async () => {
  const screen = await openDesk(browser, server, '', { token: await tokenOf('organiser') });
  const tab = await screen.context.newPage();
  await tab.goto(`${server.url}/organiser/`);
  await tab.getByRole('button', { name: 'Sign out' }).locator('visible=true').waitFor();
  await button(screen, 'Sign out').locator('visible=true').click();
  await heading(screen, 'Organisers\' desk').waitFor();
  await heading({ page: tab }, 'Organisers\' desk').waitFor();
  assert.equal(await screen.page.evaluate(() => localStorage.getItem('madang-role')), null);
  await screen.close();
});

test('who is an organiser no longer is led out by the first refusal', async () => {
  const token = await tokenOf('organiser');
  const screen = await openDesk(browser, server, '#/changes', { token, quiet: true });
  const undo = screen.page.getByRole('button', { name: 'Undo: File imported' });
  await undo.waitFor();
  const ended = await server.api('POST', '/api/v1/sign-out', {}, { authorization: `Bearer ${token}` });
  assert.equal(ended.status, 200, ended.text);
  await undo.click();
  await heading(screen, 'Organisers\' desk').waitFor();
  await screen.close();
});
