/*
 * The rooms at the organisers' desk: seats by one tap of a steward, where a full room sends people,
 * delays with one undo each; who sees what, in both languages and on a phone.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import { axeComplaints, LAPTOP, openScreen, PHONE, shownText } from '../lib/browser.js';
import { BUNDLER, find, openCourtyard, startCourtyard, state } from '../lib/courtyard.js';
import { openDesk } from '../lib/desk.js';

const { server, browser } = await openCourtyard();
const good = async (method, path, body) => {
  const { status, json, text } = await server.api(method, `/api/v1${path}`, body);
  assert.ok(status < 300, `${method} ${path}: ${status} ${text}`);
  return json;
};
const steward = await good('POST', '/tokens', { role: 'steward', name: '문 앞' });
const card = (page, name) => page.locator('.room', { has: page.getByRole('heading', { name }) });
const roomDoc = (name) => find(server, 'rooms', 'name', name);
const PICTURES = process.env.PICTURES;

async function open({ role, ...options } = {}) {
  const screen = await openDesk(browser, server, '#/rooms', { locale: 'en-GB', ...(role === 'steward' ? { token: steward.token } : {}), ...options });
  await screen.page.locator('.room').first().waitFor();
  return screen;
}

async function picture({ page }, name) {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/rooms-${name}.png`, fullPage: true });
}

test('a steward says by one tap how full a room is, for the door and every phone; and does nothing else here', async () => {
  const full = await roomDoc('101');
  const [screen, door] = await Promise.all([
    open({ role: 'steward', viewport: PHONE, locale: 'ko-KR' }),
    openScreen(browser, `${server.url}/kiosk/?board=door&room=${full.id}&lang=en`),
  ]);
  const { page } = screen;
  const room = card(page, '101');
  assert.match(await shownText(room), /101.*하나의 프로그램으로.*35분 남음.*다음 11:00 Folding.*아직 아무도 알려 주지 않았어요/);
  assert.equal(await page.getByRole('button', { name: '+5분' }).count(), 0);
  assert.equal(await page.getByRole('link', { name: '알림' }).count(), 0);
  await room.getByRole('button', { name: '만석' }).click();
  await room.locator('[aria-pressed=true]', { hasText: '만석' }).waitFor();
  await room.getByText('방금 확인').waitFor();
  assert.match(await shownText(room), /자리가 있는 곳.*102.*Pages without a bundler.*‘만석’으로 알렸어요/);
  await door.page.locator('.no-seats li', { hasText: '102' }).waitFor();
  assert.equal((await roomDoc('101')).fill, 'full');
  await picture(screen, 'steward-ko');
  await room.getByRole('button', { name: '여유' }).click();
  await door.page.locator('.no-seats').waitFor({ state: 'detached' });
  assert.deepEqual(await axeComplaints(page), []);
  await screen.assertClean();
  await Promise.all([screen.close(), door.close()]);
});

test('+5 and +12 come on top of what it is late, end now ends it, and each is undone where it was done', async () => {
  const screen = await open();
  const room = card(screen.page, '102');
  const talk = await find(server, 'sessions', 'title', BUNDLER);
  const ends = async () => (await state(server)).docs.sessions[talk.id].expected_end;
  await room.getByText('On time', { exact: true }).waitFor();
  await room.getByRole('button', { name: '+5 min' }).click();
  await room.getByText('5 minutes late', { exact: true }).waitFor();
  await room.getByRole('button', { name: '+12 min' }).click();
  await room.getByText('17 minutes late', { exact: true }).waitFor();
  assert.equal(await ends(), '2031-05-20T02:02:00Z');
  await room.getByRole('button', { name: 'Undo' }).click();
  await room.getByText('5 minutes late', { exact: true }).waitFor();
  await picture(screen, 'late');
  await room.getByRole('button', { name: 'Back on time' }).click();
  await room.getByText('On time', { exact: true }).waitFor();
  assert.equal(await ends(), '2031-05-20T01:45:00Z');
  await room.getByRole('button', { name: 'End now' }).click();
  await room.getByText('Nothing on right now').waitFor();
  assert.equal((await state(server)).docs.sessions[talk.id].status, 'ended');
  await room.getByRole('button', { name: 'Undo' }).click();
  await room.locator('.title', { hasText: BUNDLER }).waitFor();
  await screen.assertClean();
  await screen.close();
});

test('a mark that was said of a talk that is over asks for another look, and is renewed by one tap', async () => {
  const day = await startCourtyard({ now: '2031-05-20T01:05:00Z', speed: 600 });   /* an hour in six seconds */
  const room = await find(day, 'rooms', 'name', '101');
  await day.api('PATCH', `/api/v1/rooms/${room.id}`, { fill: 'full' });
  const screen = await openDesk(browser, day, '#/rooms', { locale: 'en-GB' });
  const one = card(screen.page, '101');
  await one.getByText(/Said at|Said \d+ minutes? ago/).waitFor();
  await one.getByRole('button', { name: 'Still so' }).click({ timeout: 25_000 });
  await one.getByText('Told as full.').waitFor();
  await one.getByRole('button', { name: 'Still so' }).waitFor({ state: 'detached' });
  await screen.close();
  await day.stop();
});

test('the number of seats is changed, and wrong ones are told at once', async () => {
  const screen = await open();
  const room = card(screen.page, '103');
  await room.getByRole('button', { name: /Seats unknown/ }).click();
  const field = room.getByLabel('Change the number of seats', { exact: true });
  await field.fill('many');
  await field.press('Enter');
  await room.getByRole('alert').waitFor();
  await field.fill('120');
  await field.press('Enter');
  await room.getByRole('button', { name: /120 seats/ }).waitFor();
  assert.equal((await roomDoc('103')).capacity, 120);
  await screen.assertClean();
  await screen.close();
});

for (const [name, options] of [['phone', { viewport: PHONE, colorScheme: 'dark' }], ['laptop', { viewport: LAPTOP, locale: 'ko-KR' }]]) {
  test(`on a ${name}: axe finds nothing, targets are 44 px, nothing is wider than the page`, async () => {
    const screen = await open(options);
    const { page } = screen;
    await good('PATCH', `/rooms/${(await roomDoc('101')).id}`, { fill: 'full' });
    await page.locator('.elsewhere').waitFor();
    assert.deepEqual(await axeComplaints(page), []);
    const small = await page.locator('.room :is(button, a, input)').evaluateAll((all) => all.map((one) => [one.textContent.trim(), one.getBoundingClientRect()]).filter(([, box]) => box.height < 43.5 || box.width < 43.5).map(([text]) => text));
    assert.deepEqual(small, []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
    await picture(screen, name);
    await screen.assertClean();
    await screen.close();
  });
}
