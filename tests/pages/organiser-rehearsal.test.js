/* A rehearsal from the organisers' desk: chosen, begun, watched, ended; and refused with the reason. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axeComplaints, PHONE } from '../lib/browser.js';
import { find, FOLDING, openCourtyard } from '../lib/courtyard.js';
import { openDesk } from '../lib/desk.js';
import { comeBack } from '../lib/rehearsal.js';

const { server, browser } = await openCourtyard();
const button = ({ page }, name) => page.getByRole('button', { name, exact: true });
const script = (steps) => ({ name: 'script.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(steps)) });
const picture = ({ page }, name) => process.env.PICTURES && page.screenshot({ path: `${process.env.PICTURES}/desk-${name}.png` });
const fits = ({ page }) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

async function begin(screen) {
  await button(screen, 'Begin the rehearsal').click();
  await button(screen, 'Yes, begin').click();
}

test('a day is chosen, played with its script, and ended', async () => {
  const screen = await openDesk(browser, server, '#/rehearsal', { quiet: true });
  const { id } = await find(server, 'sessions', 'title', FOLDING);
  await button(screen, '10×').click();
  await screen.page.getByLabel('Begins at').fill('10:30');
  await screen.page.getByLabel('Script file').setInputFiles(script([
    { at: '10:31', method: 'PATCH', path: `/api/v1/sessions/${id}`, body: { title: 'Scripted' } },
    { at: '11:30', method: 'PATCH', path: `/api/v1/sessions/${id}`, body: { title: 'Later' } },
  ]));
  await screen.page.getByText('It holds 2 changes.').waitFor();
  assert.deepEqual(await axeComplaints(screen.page), []);
  await picture(screen, 'form');
  await begin(screen);
  await button(screen, 'End the rehearsal').waitFor();
  await screen.page.getByText('Running at 10× speed.').waitFor();
  await screen.page.locator('.steps .done').waitFor();
  assert.equal(await screen.page.locator('.steps li').count(), 2);
  await find(server, 'sessions', 'title', 'Scripted');
  assert.deepEqual(await axeComplaints(screen.page), []);
  await picture(screen, 'running');
  await button(screen, 'End the rehearsal').click();
  await screen.page.locator('[data-last=desk]', { hasText: 'after 1 of 2 changes' }).waitFor();
  await find(server, 'sessions', 'title', FOLDING);
  await screen.assertClean();
  await screen.close();
});

test('a script that would fail is refused with its step, on a phone too', async () => {
  const screen = await openDesk(browser, server, '#/rehearsal', { viewport: PHONE, quiet: true });
  await screen.page.getByLabel('Script file').setInputFiles({ ...script([]), buffer: Buffer.from('no JSON') });
  await screen.page.getByRole('alert').getByText('cannot be read').waitFor();
  assert.equal(await button(screen, 'Begin the rehearsal').isDisabled(), true);
  await screen.page.getByLabel('Script file').setInputFiles(script([{ at: '10:31', method: 'PATCH', path: '/api/v1/sessions/s999', body: {} }]));
  await begin(screen);
  await screen.page.getByRole('alert').getByText(/It cannot begin: PATCH \/api\/v1\/sessions\/s999/).waitFor();
  assert.equal(await screen.page.getByLabel('Script file').evaluate(({ files }) => files[0].name), 'script.json', 'what was chosen stays');
  assert.deepEqual(await axeComplaints(screen.page), []);
  assert.ok(await fits(screen));
  await screen.page.getByRole('alert').scrollIntoViewIfNeeded();
  await picture(screen, 'refused');
  await screen.close();
});

test('one that ends with a refused step says so afterwards', async () => {
  const { id } = (await server.api('POST', '/api/v1/announcements', { text: 'soon gone' })).json;
  const screen = await openDesk(browser, server, '#/rehearsal', { quiet: true });
  await button(screen, '30×').click();
  await screen.page.getByLabel('Begins at').fill('10:30');
  await screen.page.getByLabel('Script file').setInputFiles(script([{ at: '10:33', method: 'DELETE', path: `/api/v1/announcements/${id}` }]));
  await begin(screen);
  await button(screen, 'End the rehearsal').waitFor();
  await server.api('DELETE', `/api/v1/announcements/${id}`);
  assert.equal((await comeBack(server)).ended_by, 'script');
  await screen.page.locator('[data-last=script]', { hasText: `DELETE /api/v1/announcements/${id}` }).waitFor();
  await screen.close();
});
