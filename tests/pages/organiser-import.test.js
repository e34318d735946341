/* Taking a schedule file in at the organisers' desk, in a Chromium: compare first, apply, be asked once where much would vanish. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { beforeEach, test } from 'node:test';
import { axeComplaints, PHONE } from '../lib/browser.js';
import { find, FOLDING, openCourtyard, state } from '../lib/courtyard.js';
import { openDesk } from '../lib/desk.js';

const { server, browser } = await openCourtyard();
const COURTYARD = readFileSync(new URL('../fixtures/pages/courtyard.json', import.meta.url), 'utf8');

/* The file as it came first, after `edit` has had it; gives its bytes. */
function courtyard(edit = () => {}) {
  const file = JSON.parse(COURTYARD);
  const { rooms } = file.schedule.conference.days[0];
  edit(rooms, Object.values(rooms).flat());
  return Buffer.from(JSON.stringify(file));
}
const button = ({ page }, name) => page.getByRole('button', { name });
const part = ({ page }, name) => page.locator(`[data-part="${name}"]`);
const choose = ({ page }, buffer, name = 'programme.json') => page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
const titles = async () => Object.values((await state(server)).docs.sessions).filter(({ status }) => status !== 'hidden').map(({ title }) => (typeof title === 'string' ? title : Object.values(title)[0])).sort();

beforeEach(async () => {
  const { status, text } = await server.api('POST', '/api/v1/imports?confirm=1', courtyard().toString(), { 'content-type': 'application/json' });
  assert.equal(status, 200, text);
});

test('what a file would change is looked through first, and then applied as one', async () => {
  const screen = await openDesk(browser, server, '#/changes', { viewport: PHONE });
  await screen.page.getByRole('link', { name: 'Import', exact: true }).click();
  await choose(screen, courtyard((rooms, all) => {
    const talk = all.find(({ title }) => title === FOLDING);
    talk.start = '13:00';
    talk.date = talk.date.replace(/T\d\d:\d\d/, 'T13:00');
    talk.abstract = 'Said anew';
  }));
  await part(screen, 'moved').getByText('13:00').waitFor();
  await part(screen, 'changed').getByText('Said anew').waitFor();
  assert.deepEqual(await axeComplaints(screen.page), []);
  assert.ok(await screen.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  const before = await find(server, 'sessions', 'title', FOLDING);
  assert.notEqual(before.start, '2031-05-20T04:00:00Z', 'looking changes nothing');

  await button(screen, 'Apply 2').click();
  await screen.page.getByText('Applied.', { exact: false }).first().waitFor();
  assert.equal((await find(server, 'sessions', 'title', FOLDING)).start, '2031-05-20T04:00:00Z');
  await screen.page.getByRole('link', { name: 'To undo it, see the log' }).click();
  await screen.page.getByRole('button', { name: /^Undo: File imported/ }).first().waitFor();
  await screen.assertClean();
  await screen.close();
});

test('where much would vanish it asks once, and the answer goes through', async () => {
  const screen = await openDesk(browser, server, '#/changes/import', { quiet: true });
  const all = await titles();
  await choose(screen, courtyard((rooms) => { rooms['101'].pop(); }));
  await button(screen, 'Apply 1').click();
  await screen.page.getByRole('alert').filter({ hasText: 'would be hidden' }).waitFor();
  assert.deepEqual(await titles(), all);
  await button(screen, 'I have looked').click();
  await screen.page.getByText('Applied.', { exact: false }).first().waitFor();
  assert.equal((await titles()).length, all.length - 1);
  await screen.close();
});

test('a file that says what stands here already changes nothing, and one that is none is told', async () => {
  const screen = await openDesk(browser, server, '#/changes/import', { quiet: true });
  await choose(screen, courtyard());
  await screen.page.getByText('Nothing changes', { exact: false }).waitFor();
  assert.equal(await button(screen, /^Apply/).count(), 0);
  await button(screen, 'Another file').click();
  await choose(screen, Buffer.from('<html>no schedule</html>'), 'page.html');
  await screen.page.getByRole('alert').filter({ hasText: 'This file cannot be read' }).waitFor();
  await screen.close();
});

test('a file without a zone is asked for one, the event\'s at hand', async () => {
  const screen = await openDesk(browser, server, '#/changes/import', { quiet: true });
  await choose(screen, Buffer.from('Title,Start,End,Room\nAt the gate,2031-05-20 15:00,2031-05-20 15:30,101\n'), 'table.csv');
  const zone = screen.page.getByLabel('Time zone of the file');
  await zone.waitFor();
  assert.equal(await zone.inputValue(), 'Asia/Seoul');
  await zone.fill('Mars/Olympus');
  await button(screen, 'Compare').click();
  await screen.page.getByRole('alert').filter({ hasText: 'not known' }).waitFor();
  await zone.fill('Asia/Seoul');
  await button(screen, 'Compare').click();
  await part(screen, 'added').getByText('At the gate').waitFor();
  await part(screen, 'added').getByText('15:00').waitFor();
  await screen.close();
});
