/*
 * The members of a house in a Chromium: inviting by a link and its code, tokens for programs, and the
 * end of each, which is at once on their own device too.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axeComplaints, PHONE } from '../lib/browser.js';
import { openCourtyard } from '../lib/courtyard.js';
import { openDesk } from '../lib/desk.js';
import { readQr } from '../lib/qr.js';

const { server, browser } = await openCourtyard();

async function good(method, path, body) {
  const { status, json, text } = await server.api(method, `/api/v1${path}`, body);
  assert.ok(status < 300, `${method} ${path}: ${text}`);
  return json;
}
const button = ({ page }, name) => page.getByRole('button', { name, exact: true });
const row = ({ page }, name) => page.locator('[data-member]').filter({ hasText: name });
const fits = ({ page }) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
const as = (token) => (path) => server.api('GET', path, undefined, { authorization: `Bearer ${token}` });

test('a link is made for a role and a name, as an address and as a code, and who opens it is there at once', async () => {
  const screen = await openDesk(browser, server, '#/members', { viewport: PHONE });
  await screen.page.getByText('Nobody yet').waitFor();
  await button(screen, 'Make an invitation link').waitFor();
  assert.deepEqual(await axeComplaints(screen.page), []);
  await screen.page.getByLabel('Name').first().fill('문지기 이마당');
  await button(screen, 'Make an invitation link').click();
  const address = await screen.page.locator('.made .secret').textContent();
  assert.match(address, /\/organiser\/#sign-in\/\S+$/);
  const picture = await screen.page.getByRole('img', { name: 'QR code of the invitation link' }).getAttribute('src');
  assert.equal(readQr(decodeURIComponent(picture.slice(picture.indexOf(',') + 1))), address);
  assert.ok(await screen.page.getByRole('heading', { name: '문지기 이마당 · Organiser' }).evaluate((node) => node.matches(':focus')));
  assert.deepEqual(await axeComplaints(screen.page), []);
  assert.ok(await fits(screen));

  const other = await openDesk(browser, server, address.slice(address.indexOf('#')), { token: null, viewport: PHONE });
  await button(other, 'Start on this device').click();
  await row(screen, '문지기 이마당').getByText('Here now').waitFor();
  await screen.assertClean();
  await Promise.all([screen.close(), other.close()]);
});

test('a speaker is chosen from the programme, and the link leads to the host\'s desk', async () => {
  const screen = await openDesk(browser, server, '#/members');
  await button(screen, 'Host').click();
  const choice = screen.page.getByLabel('Speaker', { exact: true });
  const [name] = (await choice.locator('option').allTextContents()).slice(1);
  await choice.selectOption({ label: name });
  await button(screen, 'Make an invitation link').click();
  const address = await screen.page.locator('.made .secret').textContent();
  assert.match(address, /\/host\/#sign-in\//);
  const signedIn = await server.api('POST', '/api/v1/sign-in', { code: address.split('sign-in/')[1] }, { authorization: null });
  assert.equal(signedIn.json.role, 'host');
  await row(screen, name).waitFor();
  await button(screen, `Remove: ${name}`).click();
  await row(screen, name).getByText('go on attending').waitFor();
  await button(screen, 'Yes, remove').click();
  await row(screen, name).waitFor({ state: 'detached' });
  assert.equal((await as(signedIn.json.token)('/api/v1/me')).json.person, null);
  await screen.assertClean();
  await screen.close();
});

test('a program\'s token is shown once, has a role and a last day, and works', async () => {
  const screen = await openDesk(browser, server, '#/members');
  await screen.page.getByLabel('Name').last().fill('The importer');
  await screen.page.getByLabel('Last day').fill('2100-12-31');
  await button(screen, 'Make a token').click();
  const token = await screen.page.locator('.made code').textContent();
  assert.equal((await as(token)('/api/v1/members')).status, 200);
  const { members } = await good('GET', '/members');
  const made = members.find((one) => one.name === 'The importer');
  assert.deepEqual([made.role, made.until], ['organiser', '2100-12-31T19:00:00Z']);
  await row(screen, 'The importer').getByText('Until').waitFor();
  assert.deepEqual(await axeComplaints(screen.page), []);
  await screen.page.evaluate(() => { location.hash = '#/changes'; });
  await screen.page.getByRole('heading', { level: 1, name: 'Changes' }).waitFor();
  await screen.page.goBack();
  await row(screen, 'The importer').waitFor();
  assert.equal(await screen.page.locator('.made').count(), 0, 'who comes back does not find it');
  await screen.assertClean();
  await screen.close();
});

test('removing asks once, and whoever is removed is led out of their desk at once', async () => {
  const { token } = await good('POST', '/tokens', { role: 'organiser', name: 'Han' });
  const screen = await openDesk(browser, server, '#/members');
  const theirs = await openDesk(browser, server, '', { token, viewport: PHONE, quiet: true });
  await row(screen, 'Han').getByText('Here now').waitFor();
  await button(screen, 'Remove: Han').click();
  await button(screen, 'Keep').click();
  assert.ok(await button(screen, 'Remove: Han').evaluate((node) => node.matches(':focus')));
  assert.equal((await as(token)('/api/v1/state?topics=desk')).status, 200);
  await button(screen, 'Remove: Han').click();
  assert.deepEqual(await axeComplaints(screen.page), []);
  await button(screen, 'Yes, remove').click();
  await row(screen, 'Han').waitFor({ state: 'detached' });
  await theirs.page.getByRole('heading', { level: 1, name: 'Organisers\' desk' }).waitFor();
  assert.equal((await as(token)('/api/v1/state?topics=desk')).status, 401);
  await screen.assertClean();
  await Promise.all([screen.close(), theirs.close()]);
});

test('what another organiser does shows without asking, oneself has no button, a refusal says why', async () => {
  const { token, id } = await good('POST', '/tokens', { role: 'organiser', name: 'Lee' });
  const screen = await openDesk(browser, server, '#/members', { token, quiet: true });
  await row(screen, 'Lee').getByText('This device').waitFor();
  assert.equal(await button(screen, 'Remove: Lee').count(), 0);
  const other = await good('POST', '/tokens', { role: 'screen', name: 'Table 4' });
  await row(screen, 'Table 4').waitFor();
  await good('DELETE', `/members/${other.id}`);
  await row(screen, 'Table 4').waitFor({ state: 'detached' });
  await screen.page.route(`**/api/v1/links`, (route) => route.fulfill({ status: 409, contentType: 'application/problem+json', body: '{"status":409,"code":"full","title":"full"}' }));
  await screen.page.getByLabel('Name').first().fill('One more');
  await button(screen, 'Make an invitation link').click();
  await screen.page.getByRole('alert').filter({ hasText: 'too many already' }).waitFor();
  await good('DELETE', `/members/${id}`);
  await screen.page.getByRole('heading', { level: 1, name: 'Organisers\' desk' }).waitFor();
  await screen.close();
});

test('in Korean, with a long name, on a phone, everything fits', async () => {
  await good('POST', '/tokens', { role: 'screen', name: '아주긴이름을가진스크린이라서한줄에들어가지않는이름' .slice(0, 21) });
  const screen = await openDesk(browser, server, '#/members', { viewport: PHONE });
  await button(screen, '한국어').click();
  await screen.page.getByRole('heading', { level: 1, name: '멤버' }).waitFor();
  await screen.page.locator('[data-member]').last().waitFor();
  assert.ok(await fits(screen));
  await screen.assertClean();
  await screen.close();
});
