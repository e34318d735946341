/* The log of the organisers' desk in a Chromium: who did what, live, and one undo for each step. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axeComplaints, PHONE, shownText } from '../lib/browser.js';
import { find, FOLDING, openCourtyard } from '../lib/courtyard.js';
import { openDesk } from '../lib/desk.js';

const { server, browser } = await openCourtyard();

async function good(method, path, body, headers) {
  const { status, json, text } = await server.api(method, `/api/v1${path}`, body, headers);
  assert.ok(status < 300, `${method} ${path}: ${text}`);
  return json;
}
const row = ({ page }, id) => page.locator(`[data-action="${id}"]`);
const session = () => find(server, 'sessions', 'title', FOLDING);
const rooms = async () => Object.values((await good('GET', '/state?topics=timetable')).docs.rooms);

test('what another does is there at once, in words, and one undo puts it back', async () => {
  const screen = await openDesk(browser, server, '#/changes', { viewport: PHONE });
  await screen.page.getByText('File imported').waitFor();
  const before = await session();
  const other = (await rooms()).find(({ id }) => id !== before.room);
  const { token } = await good('POST', '/tokens', { role: 'organiser', name: 'Lee' });
  const { action } = await good('PATCH', `/sessions/${before.id}`, { room: other.id }, { authorization: `Bearer ${token}` });
  await row(screen, action).waitFor();
  const words = await shownText(row(screen, action));
  for (const part of ['Session changed', FOLDING, 'Lee', '10:1']) assert.ok(words.includes(part), `${part}: ${words}`);
  assert.deepEqual(await axeComplaints(screen.page), []);

  await row(screen, action).getByRole('button').click();
  await row(screen, action).getByText('undone by organiser').waitFor();
  assert.equal((await session()).room, before.room);
  await screen.page.getByText('Undone: Session changed').waitFor();
  await screen.assertClean();
  await screen.close();
});

test('several changes made as one are one step, with what was said of it', async () => {
  const screen = await openDesk(browser, server, '#/changes');
  const [one, two] = await rooms();
  const { action } = await good('POST', '/changes', { note: 'Chairs for the afternoon', changes: [one, two].map(({ id }) => ({ method: 'PATCH', path: `/api/v1/rooms/${id}`, body: { capacity: 61 } })) });
  await row(screen, action).getByText('Chairs for the afternoon').waitFor();
  await row(screen, action).getByRole('button').click();
  await row(screen, action).getByText('undone by').waitFor();
  assert.ok((await rooms()).every(({ capacity }) => capacity !== 61));
  await screen.close();
});

test('a step on which a later one stands is refused, and the page says why', async () => {
  const screen = await openDesk(browser, server, '#/changes', { quiet: true });
  const { id } = (await rooms())[0];
  const first = (await good('PATCH', `/rooms/${id}`, { capacity: 40 })).action;
  const second = (await good('PATCH', `/rooms/${id}`, { capacity: 50 })).action;
  await row(screen, second).waitFor();
  await row(screen, first).getByRole('button').click();
  await row(screen, first).getByRole('alert').filter({ hasText: 'A later change stands on this one' }).waitFor();
  assert.equal((await rooms()).find((room) => room.id === id).capacity, 50);
  await row(screen, second).getByRole('button').click();
  await row(screen, second).getByText('undone by').waitFor();
  await row(screen, first).getByRole('button').click();
  await row(screen, first).getByText('undone by').waitFor();
  await screen.close();
});

test('older steps come when asked for, and newer ones do not push them away', async () => {
  const { id } = (await rooms())[0];
  for (let capacity = 100; capacity < 203; capacity += 1) await good('PATCH', `/rooms/${id}`, { capacity });
  const screen = await openDesk(browser, server, '#/changes');
  const rows = screen.page.locator('[data-action]');
  await rows.first().waitFor();
  assert.equal(await rows.count(), 100);
  await screen.page.getByRole('button', { name: 'Show earlier changes' }).click();
  await screen.page.getByText('File imported').waitFor();
  assert.equal(await screen.page.getByRole('button', { name: 'Show earlier changes' }).count(), 0);
  const before = await rows.count();
  const { action } = await good('PATCH', `/rooms/${id}`, { capacity: 7 });
  await row(screen, action).waitFor();
  assert.equal(await rows.count(), before + 1);
  await screen.close();
});
