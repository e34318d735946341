/*
 * A rehearsal as phones and screens see it: a band over every page while it is
 * played, and afterwards nothing of it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axeComplaints, board, openScreen, PHONE } from '../lib/browser.js';
import { find, FOLDING, openCourtyard } from '../lib/courtyard.js';
import { endRehearsal, rehearse } from '../lib/rehearsal.js';

const { server, browser } = await openCourtyard();
const bandOf = (page) => page.locator('madang-rehearsal-band [role=status]');

/* What the device has kept, by key. */
const kept = (page) => page.evaluate(() => new Promise((resolve, reject) => {
  const opening = indexedDB.open('madang', 1);
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const asking = opening.result.transaction('kept').objectStore('kept').get('app/state');
    asking.onsuccess = () => resolve(asking.result ?? null);
    asking.onerror = () => reject(asking.error);
  };
}));

async function keptState(page) {
  for (;;) {
    const state = await kept(page);
    if (state) return state;
    await page.waitForTimeout(100);
  }
}

test('phone and kiosk say that it is one, show its changes, and are back afterwards', async () => {
  const phone = await openScreen(browser, `${server.url}/`, { viewport: PHONE, locale: 'ko-KR', quiet: true });
  const wall = await openScreen(browser, `${server.url}/kiosk/?lang=ko,en`, { quiet: true });
  await phone.page.locator('.session').first().waitFor();
  await board(wall.page);
  const session = await find(server, 'sessions', 'title', FOLDING);
  const { epoch } = await keptState(phone.page);
  assert.equal(await bandOf(phone.page).count() + await bandOf(wall.page).count(), 0);

  await rehearse(server, { day: '2031-05-20', from: '10:20', speed: 2 });
  await bandOf(phone.page).waitFor();
  await bandOf(wall.page).waitFor();
  assert.match(await bandOf(phone.page).textContent(), /리허설.*2배/);
  await server.api('PATCH', `/api/v1/sessions/${session.id}`, { title: 'Rehearsed words' });
  await phone.page.getByText('Rehearsed words').first().waitFor();
  await wall.page.getByText('Rehearsed words').first().waitFor();
  assert.deepEqual(await axeComplaints(phone.page), []);
  assert.deepEqual(await axeComplaints(wall.page), []);
  const covered = await wall.page.evaluate(() => {
    const band = document.querySelector('madang-rehearsal-band').getBoundingClientRect();
    const stage = document.getElementById('stage').getBoundingClientRect();
    return { over: band.bottom - stage.top, beyond: stage.bottom - innerHeight };
  });
  assert.deepEqual(covered, { over: 0, beyond: 0 }, 'the board stands below the band and ends with the screen');
  if (process.env.PICTURES) {
    await phone.page.screenshot({ path: `${process.env.PICTURES}/rehearsal-phone.png` });
    await wall.page.screenshot({ path: `${process.env.PICTURES}/rehearsal-wall.png` });
  }

  await endRehearsal(server);
  await bandOf(phone.page).waitFor({ state: 'detached' });
  await bandOf(wall.page).waitFor({ state: 'detached' });
  await phone.page.getByText(FOLDING).first().waitFor();
  await wall.page.getByText(FOLDING).first().waitFor();
  assert.equal(await phone.page.evaluate(() => document.documentElement.hasAttribute('rehearsal')), false);
  const after = await keptState(phone.page);
  assert.deepEqual([after.epoch, after.docs.rehearsal, after.docs.sessions[session.id].title], [epoch, undefined, session.title]);
  await phone.assertClean();
  await wall.assertClean();
  await phone.close();
  await wall.close();
});

test('a page that is opened amid one keeps nothing of it', async () => {
  await rehearse(server, { day: '2031-05-20', from: '10:20', speed: 2 });
  const phone = await openScreen(browser, `${server.url}/`, { viewport: PHONE, quiet: true });
  await bandOf(phone.page).waitFor();
  assert.match(await bandOf(phone.page).textContent(), /Rehearsal at 2×/);
  await phone.page.goto('about:blank');
  await phone.page.goto(`${server.url}/api/v1/openapi.json`);
  assert.equal(await kept(phone.page), null);
  await endRehearsal(server);
  await phone.close();
});
