/*
 * My day and notices, on phones of two people: stars on all devices of one, without a network, and
 * before there is a name; what clashes; what an organiser's change tells, and to whom.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { axeComplaints, LAPTOP, PHONE } from '../lib/browser.js';
import { BUNDLER, FOLDING, find, openCourtyard } from '../lib/courtyard.js';
import { join, openPhone, sameOn, tabTo, toggleStar } from '../lib/phone.js';

const { server, browser } = await openCourtyard();
const [folding, bundler, wall] = (await Promise.all([FOLDING, BUNDLER, '읽기 좋은 벽 시간표'].map((title) => find(server, 'sessions', 'title', title)))).map(({ id }) => id);
const rooms = Object.fromEntries(await Promise.all(['101', '102', '103'].map(async (name) => [name, (await find(server, 'rooms', 'name', name)).id])));

const row = ({ page }, title) => page.locator('madang-day').getByRole('link', { name: title, exact: true });

async function patch(id, body) {
  const answer = await server.api('PATCH', `/api/v1/sessions/${id}`, body);
  assert.equal(answer.status, 200, answer.text);
}

test('a name is enough, errors are told in words, and a star from before is kept', async () => {
  const phone = await openPhone(browser, server, { hash: '#/day' });
  const name = phone.page.getByLabel('Name');
  await phone.page.getByText('Nothing starred yet').waitFor();
  await phone.page.getByRole('button', { name: 'Start' }).click();
  await phone.page.getByText('Please write a name of at least one letter.').waitFor();
  await name.fill('x'.repeat(10_000));
  await phone.page.keyboard.press('Enter');
  await phone.page.getByText('There is room for 80 characters').waitFor();
  await toggleStar(phone, folding);
  await phone.page.getByRole('dialog').getByText('All it takes is a name').waitFor();
  await phone.page.getByRole('dialog').getByLabel('Name').fill('  أحمد  ');
  await phone.page.keyboard.press('Enter');
  await row(phone, FOLDING).waitFor();
  await phone.page.getByRole('dialog').waitFor({ state: 'hidden' });
  await phone.page.waitForFunction(async (id) => !(await import('/app/stars.js')).stars.isPending(id), folding);
  await phone.page.reload();
  await row(phone, FOLDING).waitFor();
  await phone.assertClean();
  await phone.close();
});

test('a star on one device is on the other, and goes from it', async () => {
  const one = await openPhone(browser, server);
  await join(one, 'Kim');
  const other = await sameOn(browser, server, one, { viewport: LAPTOP });
  await other.page.getByText('Nothing starred yet').waitFor();
  await toggleStar(one, folding);
  await row(other, FOLDING).waitFor();
  await other.page.locator('madang-day').getByRole('button', { name: `Remove the star from “${FOLDING}”` }).click();
  await row(one, FOLDING).waitFor({ state: 'detached' });
  for (const device of [one, other]) {
    await device.assertClean();
    await device.close();
  }
});

test('a star without a network shows at once, says that it waits, and is sent when the network is back', async () => {
  const phone = await openPhone(browser, server, { quiet: true });
  await join(phone, 'Off');
  await phone.context.setOffline(true);
  await toggleStar(phone, folding);
  await row(phone, FOLDING).waitFor();
  await phone.page.getByText('1 star will be saved once you are online').waitFor();
  await phone.context.setOffline(false);
  await phone.page.getByText('1 star will be saved once you are online').waitFor({ state: 'detached' });
  const other = await sameOn(browser, server, phone);
  await row(other, FOLDING).waitFor();
  await other.close();
  await phone.close();
});

test('two at the same time: by how many minutes, and which', async () => {
  const phone = await openPhone(browser, server);
  await join(phone, 'Clash');
  for (const id of [folding, wall, bundler]) await toggleStar(phone, id);
  await phone.page.getByText('45 min overlap').waitFor();
  await phone.page.locator('madang-day').getByText(/^3[3-5] min left$/).waitFor();
  assert.equal(await phone.page.locator('.of-clash').count(), 1, 'what follows another does not clash');
  await phone.close();
});

describe('a notice', { concurrency: true }, () => {
  test('a change is told in one sentence to those with the star, and to no other', async () => {
    const phone = await openPhone(browser, server);
    const stranger = await openPhone(browser, server);
    await join(phone, 'Told');
    await join(stranger, 'Untold');
    await toggleStar(phone, folding);
    await toggleStar(stranger, wall);
    await phone.page.waitForFunction(async (id) => !(await import('/app/stars.js')).stars.isPending(id), folding);
    await phone.go('#/');
    await patch(folding, { room: rooms['103'], start: '2031-05-20T02:30:00Z' });
    const toast = phone.page.getByRole('link', { name: `${FOLDING}: 101 → 103 · 11:00 → 11:30, 30 min later` });
    await toast.waitFor();
    await phone.page.getByRole('link', { name: '1 notice', exact: true }).click();
    await phone.page.locator('madang-notices').getByText('30 min later').waitFor();
    assert.match((await phone.page.locator('madang-notices .parts').innerText()).replace(/\s+/g, ' '), /101 ?103 ?11:00 ?11:30 ?30 min later/);
    await toast.waitFor({ state: 'detached' });
    assert.deepEqual(await axeComplaints(phone.page), [], 'notices');

    /* Whatever the stranger was told had come before the notice of a later change. */
    await patch(wall, { status: 'cancelled' });
    await stranger.go('#/notices');
    await stranger.page.locator('madang-notices').getByText('Cancelled', { exact: true }).first().waitFor();
    assert.equal(await stranger.page.locator('madang-notices').getByRole('listitem').count(), 1);
    assert.equal(await stranger.page.getByText(FOLDING).locator('visible=true').count(), 0);

    await phone.page.getByRole('button', { name: `Got it: ${FOLDING}` }).click();
    await phone.page.getByText('No new notices').waitFor();
    await phone.page.reload();
    await phone.page.getByText('No new notices').waitFor();
    for (const one of [phone, stranger]) {
      await one.assertClean();
      await one.close();
    }
    await patch(folding, { room: rooms['101'], start: '2031-05-20T02:00:00Z' });
    await patch(wall, { status: 'scheduled' });
  });

  test('a notification by the browser, where it was allowed, once and with the sentence', async () => {
    const phone = await openPhone(browser, server, { hash: '#/', worker: true });
    await phone.context.grantPermissions(['notifications'], { origin: server.url });
    await join(phone, 'Away');
    await phone.go('#/notices');
    await phone.page.getByRole('button', { name: 'Turn on notifications' }).click();
    await phone.page.getByText('Notifications are on for this device').waitFor();
    await phone.page.evaluate(() => {
      globalThis.shown = [];
      const show = async (title, { body }) => { globalThis.shown.push(`${title}: ${body}`); };
      navigator.serviceWorker.getRegistration = async () => ({ active: {}, showNotification: show });
      Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
    });
    await phone.go('#/');
    await toggleStar(phone, bundler);
    await phone.page.waitForFunction(async (id) => !(await import('/app/stars.js')).stars.isPending(id), bundler);
    await patch(bundler, { room: rooms['103'] });
    await phone.page.waitForFunction(() => globalThis.shown.length > 0);
    assert.deepEqual(await phone.page.evaluate(() => globalThis.shown), [`${BUNDLER}: 102 → 103`]);
    await patch(bundler, { room: rooms['102'] });
    await phone.close();
  });
});

test('the calendar\'s address: to take along, and a new one ends the old', async () => {
  const phone = await openPhone(browser, server);
  await phone.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
  await join(phone, 'Feed');
  await toggleStar(phone, folding);
  await phone.page.getByRole('button', { name: 'Copy the address' }).click();
  await phone.page.getByText('Copied').waitFor();
  const address = await phone.page.evaluate(() => navigator.clipboard.readText());
  assert.match(await (await fetch(address)).text(), /BEGIN:VCALENDAR/);
  const webcal = phone.page.getByRole('link', { name: 'Add to calendar' });
  assert.equal(await webcal.getAttribute('href'), address.replace('http:', 'webcal:'));
  await phone.page.getByRole('button', { name: 'New address' }).click();
  await phone.page.getByRole('button', { name: 'New address' }).last().click();
  await phone.page.getByText('There is a new address').waitFor();
  await phone.page.waitForFunction((old) => !document.querySelector('madang-app').renderRoot.querySelector('madang-day').renderRoot.querySelector('.address').textContent.includes(old), address);
  assert.equal((await fetch(address)).status, 404);
  await phone.assertClean();
  await phone.close();
});

for (const [size, viewport] of [['a phone', PHONE], ['a laptop', LAPTOP]]) {
  test(`nothing for axe to say, empty, full and before joining, on ${size}`, async () => {
    const phone = await openPhone(browser, server, { hash: '#/day', viewport });
    await phone.page.getByLabel('Name').waitFor();
    assert.deepEqual(await axeComplaints(phone.page), [], 'joining');
    await join(phone, '김마당');
    assert.deepEqual(await axeComplaints(phone.page), [], 'empty');
    for (const id of [folding, wall, bundler]) await toggleStar(phone, id);
    await phone.page.getByText('45 min overlap').waitFor();
    assert.deepEqual(await axeComplaints(phone.page), [], 'full');
    await phone.go('#/notices');
    await phone.page.getByText('No new notices').waitFor();
    assert.deepEqual(await axeComplaints(phone.page), [], 'notices');
    await phone.close();
  });
}

test('by the keyboard alone: join, and take a star away', async () => {
  const phone = await openPhone(browser, server, { hash: '#/day' });
  await phone.page.getByLabel('Name').waitFor();
  await tabTo(phone, 'Name');
  await phone.page.keyboard.type('Keys');
  await phone.page.keyboard.press('Enter');
  await phone.page.getByLabel('Name').waitFor({ state: 'detached' });
  await toggleStar(phone, folding);
  await row(phone, FOLDING).waitFor();
  await tabTo(phone, `Remove the star from “${FOLDING}”`);
  await phone.page.keyboard.press('Enter');
  await row(phone, FOLDING).waitFor({ state: 'detached' });
  await phone.assertClean();
  await phone.close();
});
