/* Drafts and releases at the organisers' desk, in a Chromium: what a draft reaches, its release, and what everybody is told. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axeComplaints, LAPTOP, PHONE } from '../lib/browser.js';
import { BUNDLER, find, FOLDING, openCourtyard, state } from '../lib/courtyard.js';
import { openDesk } from '../lib/desk.js';
import { openPhone } from '../lib/phone.js';

const { server, browser } = await openCourtyard();

async function good(method, path, body) {
  const { status, json, text } = await server.api(method, `/api/v1${path}`, body);
  assert.ok(status < 300, `${method} ${path}: ${text}`);
  return json;
}
const button = (where, name) => where.getByRole('button', { name, exact: true });
const card = ({ page }, id) => page.locator(`[data-draft="${id}"]`);

/* A draft that moves a talk to another room; → {id, talk, room}. */
async function draft(title = FOLDING) {
  const talk = await find(server, 'sessions', 'title', title);
  const room = Object.values((await state(server)).docs.rooms).find(({ id }) => id !== talk.room);
  const { id } = await good('POST', '/drafts', { title: 'The afternoon anew', changes: [{ method: 'PATCH', path: `/api/v1/sessions/${talk.id}`, body: { room: room.id }, if_match: talk.rev }] });
  return { id, talk, room };
}

test('a draft comes as it is made, says what it reaches, and is released as one with what everybody is told', async () => {
  const screen = await openDesk(browser, server, '#/changes/drafts', { viewport: PHONE });
  await screen.page.getByText('There are no drafts', { exact: false }).waitFor();
  const { id, talk, room } = await draft();
  const one = card(screen, id);
  await one.getByText(FOLDING).waitFor();
  await one.getByText(room.name).waitFor();
  await button(one, 'Preview').click();
  await one.getByRole('status').filter({ hasText: 'Reaches' }).waitFor();
  assert.equal((await find(server, 'sessions', 'title', FOLDING)).room, talk.room, 'looking changes nothing');
  assert.deepEqual(await axeComplaints(screen.page), []);
  assert.ok(await screen.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));

  await button(one, 'Apply and release').click();
  assert.equal(await one.getByLabel('Version').inputValue(), 'v1');
  await one.getByLabel('In one line (optional)').fill('Two talks change rooms');
  await button(one, 'Apply and release').click();
  await one.waitFor({ state: 'detached' });
  assert.equal((await find(server, 'sessions', 'title', FOLDING)).room, room.id);
  await screen.page.getByRole('heading', { name: 'v1' }).waitFor();
  await screen.page.getByText('Two talks change rooms').waitFor();
  await screen.assertClean();
  await screen.close();

  const phone = await openPhone(browser, server, { hash: '#/notices' });
  await phone.page.getByRole('link', { name: 'What has changed' }).click();
  await phone.page.getByRole('heading', { name: 'v1' }).waitFor();
  await phone.page.getByText('Two talks change rooms').waitFor();
  await phone.page.getByText('Moved', { exact: true }).waitFor();
  assert.deepEqual(await axeComplaints(phone.page), []);
  await phone.assertClean();
  await phone.close();
});

test('what somebody has changed since is marked at once, and the release is refused by name', async () => {
  const screen = await openDesk(browser, server, '#/changes/drafts', { viewport: LAPTOP, quiet: true });
  const { id, talk } = await draft(BUNDLER);
  await button(card(screen, id), 'Apply and release').click();
  await good('PATCH', `/sessions/${talk.id}`, { duration: talk.duration + 5 });
  await card(screen, id).getByText('changed since the draft was made').waitFor();
  await button(card(screen, id), 'Apply and release').click();
  await card(screen, id).getByRole('alert').filter({ hasText: BUNDLER }).waitFor();
  assert.equal((await find(server, 'sessions', 'title', BUNDLER)).room, talk.room);

  await button(card(screen, id), 'Not now').click();
  await button(card(screen, id), 'Delete').click();
  await button(card(screen, id), 'Keep it').click();
  await button(card(screen, id), 'Delete').click();
  await button(card(screen, id), 'Delete').click();
  await card(screen, id).waitFor({ state: 'detached' });
  await screen.close();
});

test('what was changed without a draft is released too, under a name that is free', async () => {
  const screen = await openDesk(browser, server, '#/changes/drafts', { quiet: true });
  const talk = await find(server, 'sessions', 'title', FOLDING);
  const since = screen.page.locator('[data-release="since"]');
  const release = async (version) => {
    await since.getByLabel('Version').fill(version);
    await button(since, 'Release what has changed').click();
  };
  await button(since, 'Release what has changed').click();
  await release('first');
  await screen.page.getByRole('heading', { name: 'first' }).waitFor();
  await good('PATCH', `/sessions/${talk.id}`, { duration: 50 });
  await button(since, 'Release what has changed').click();
  await release('first');
  await since.getByRole('alert').filter({ hasText: 'such a version already' }).waitFor();
  await release('second');
  await screen.page.getByRole('heading', { name: 'second' }).waitFor();
  await screen.page.getByText('50 minutes').first().waitFor();
  await screen.close();
});
