/*
 * Me: name, pass, another device, and taking everything along or away.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { axeComplaints, LAPTOP, PHONE } from '../lib/browser.js';
import { FOLDING, find, openCourtyard } from '../lib/courtyard.js';
import { join, openPhone, sameOn, tabTo, toggleStar } from '../lib/phone.js';

const { server, browser } = await openCourtyard();
const { id: folding } = await find(server, 'sessions', 'title', FOLDING);

const button = ({ page }, name) => page.locator('madang-me, madang-sign-in').getByRole('button', { name, exact: true });
const kept = ({ page }) => page.evaluate(async () => {
  const opening = indexedDB.open('madang');
  const db = await new Promise((resolve, reject) => { opening.onsuccess = () => resolve(opening.result); opening.onerror = reject; });
  const all = db.transaction('kept').objectStore('kept').getAll();
  const documents = await new Promise((resolve, reject) => { all.onsuccess = () => resolve(all.result); all.onerror = reject; });
  const caches = await Promise.all((await globalThis.caches.keys()).map(async (name) => (await (await globalThis.caches.open(name)).keys()).map(({ url }) => url)));
  db.close();
  return JSON.stringify([{ ...localStorage }, documents, caches]);
});

async function linkOf(phone) {
  await phone.go('#/me');
  await button(phone, 'Make a sign-in link').click();
  await phone.page.getByAltText('QR code of the sign-in link').waitFor();
  return phone.page.locator('madang-me-device .address').innerText();
}

test('the name is changed, and what is none is told in words', async () => {
  const phone = await openPhone(browser, server);
  await join(phone, 'Frist');
  await phone.go('#/me');
  await button(phone, 'Change name').click();
  const name = phone.page.locator('madang-me').getByLabel('Name');
  await name.fill('   ');
  await phone.page.keyboard.press('Enter');
  await phone.page.getByText('Please write a name of at least one letter.').waitFor();
  await name.fill('First');
  await phone.page.keyboard.press('Enter');
  await phone.page.getByRole('heading', { name: 'First', exact: true }).waitFor();
  await phone.assertClean();
  await phone.close();
});

test('the pass is there, and again without a network', async () => {
  const phone = await openPhone(browser, server, { worker: true, quiet: true });
  await join(phone, 'Pass');
  await phone.go('#/me');
  const image = phone.page.getByAltText(/QR code of the pass, number/);
  await image.waitFor();
  assert.ok(await image.evaluate((one) => one.decode().then(() => one.naturalWidth > 0)));
  await phone.context.route('**/me/pass.svg', (route) => route.abort());
  await phone.page.reload();
  await image.waitFor();
  assert.ok(await image.evaluate((one) => one.decode().then(() => one.naturalWidth > 0)));
  await phone.close();
});

test('a link takes one to another device: by a tap, once', async () => {
  const phone = await openPhone(browser, server);
  await join(phone, 'Mover');
  await toggleStar(phone, folding);
  const link = new URL(await linkOf(phone));
  const other = await openPhone(browser, server, { hash: link.hash, viewport: LAPTOP });
  await other.page.getByRole('heading', { name: 'Continue on this device?' }).waitFor();
  await other.page.reload();
  await button(other, 'Continue').click();
  await other.page.getByRole('heading', { name: 'Mover', exact: true }).waitFor();
  await other.go('#/day');
  await other.page.locator('madang-day').getByRole('link', { name: FOLDING, exact: true }).waitFor();
  await other.assertClean();

  const late = await openPhone(browser, server, { quiet: true });
  await join(late, 'Late');
  await late.go(link.hash);
  await late.page.getByText('This device is signed in as “Late” now.').waitFor();
  await button(late, 'Continue').click();
  await late.page.getByText('This link has been used or has run out.').waitFor();
  assert.deepEqual(await axeComplaints(late.page), [], 'a used link');
  await late.go('#/me');
  await late.page.getByRole('heading', { name: 'Late', exact: true }).waitFor();
  for (const one of [phone, other, late]) await one.close();
});

test('all data can be had, as it is held', async () => {
  const phone = await openPhone(browser, server);
  await join(phone, 'Export');
  await toggleStar(phone, folding);
  await phone.go('#/me');
  const [download] = await Promise.all([phone.page.waitForEvent('download'), phone.page.getByRole('link', { name: 'Download all' }).click()]);
  const text = await readFile(await download.path(), 'utf8');
  assert.match(text, /"Export"/);
  assert.doesNotThrow(() => JSON.parse(text));
  await phone.close();
});

test('deleted is gone from the server, and from every device', async () => {
  const phone = await openPhone(browser, server, { worker: true });
  await join(phone, 'Vergissmeinnicht');
  const other = await sameOn(browser, server, phone, { hash: '#/me', worker: true, quiet: true });
  await other.page.getByRole('heading', { name: 'Vergissmeinnicht' }).waitFor();
  await phone.go('#/me');
  await phone.page.getByAltText(/QR code of the pass/).waitFor();
  await button(phone, 'Delete all').click();
  const confirm = phone.page.getByLabel('To confirm, write your name: Vergissmeinnicht');
  await confirm.fill('vergiss');
  assert.equal(await button(phone, 'Delete for good').isDisabled(), true);
  await confirm.fill('Vergissmeinnicht');
  await button(phone, 'Delete for good').click();
  for (const device of [phone, other]) {
    await device.page.getByText('All of it is deleted.').waitFor();
    await device.page.locator('madang-me').getByLabel('Name').waitFor();
    await device.page.waitForFunction(() => !document.querySelector('madang-app').docs.attendees);
    assert.doesNotMatch(await kept(device), /Vergissmeinnicht|"pass"|madang-pass|madang-signed-in|madang-wishes/);
    await device.page.reload();
    await device.page.locator('madang-me').getByLabel('Name').waitFor();
  }
  const me = await phone.page.evaluate(async () => (await fetch('/api/v1/me')).status);
  assert.equal(me, 401);
  await phone.close();
  await other.close();
});

test('signed out, this device knows nothing any more; the other does', async () => {
  const phone = await openPhone(browser, server, { worker: true });
  await join(phone, 'Leaver');
  const other = await sameOn(browser, server, phone, { hash: '#/me', worker: true });
  await other.page.getByRole('heading', { name: 'Leaver' }).waitFor();
  const link = new URL(await linkOf(phone));
  await other.page.goto(`${server.url}/`);
  await other.page.evaluate((hash) => { location.hash = hash; }, link.hash);
  await button(other, 'Continue').click();
  await other.page.getByRole('heading', { name: 'Leaver', exact: true }).waitFor();
  await button(phone, 'Sign out on this device').click();
  await button(phone, 'Sign out').click();
  await phone.page.getByText('You are signed out').waitFor();
  assert.doesNotMatch(await kept(phone), /Leaver|madang-pass|madang-signed-in/);
  await other.page.reload();
  await other.go('#/me');
  await other.page.getByRole('heading', { name: 'Leaver', exact: true }).waitFor();
  await phone.close();
  await other.close();
});

for (const [size, viewport] of [['a phone', PHONE], ['a laptop', LAPTOP]]) {
  test(`nothing for axe to say, with everything open, on ${size}`, async () => {
    const phone = await openPhone(browser, server, { viewport });
    await join(phone, '김마당');
    await linkOf(phone);
    assert.deepEqual(await axeComplaints(phone.page), [], 'me');
    await button(phone, 'Delete all').click();
    assert.deepEqual(await axeComplaints(phone.page), [], 'deleting');
    await phone.page.getByRole('button', { name: '한국어' }).last().click();
    await phone.page.getByText('입장 패스').waitFor();
    assert.deepEqual(await axeComplaints(phone.page), [], 'in Korean');
    await phone.assertClean();
    await phone.close();
  });
}

test('by the keyboard alone: delete all', async () => {
  const phone = await openPhone(browser, server);
  await join(phone, 'Keys');
  await phone.go('#/me');
  await phone.page.getByRole('heading', { name: 'Keys', exact: true }).waitFor();
  await tabTo(phone, 'Delete all');
  await phone.page.keyboard.press('Enter');
  await phone.page.getByLabel('To confirm').waitFor();
  await phone.page.keyboard.type('Keys');
  await tabTo(phone, 'Delete for good');
  await phone.page.keyboard.press('Enter');
  await phone.page.getByText('All of it is deleted.').waitFor();
  await phone.close();
});
