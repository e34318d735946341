/*
 * An urgent announcement takes every screen and every phone, within a second: the boards, the app,
 * a host's desk; and where a room is full, its door and the phones name rooms with seats.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { afterEach, test } from 'node:test';
import { axeComplaints, board, LAPTOP, openScreen, PHONE, preciseNow, shownText } from '../lib/browser.js';
import { find, FOLDING, openCourtyard } from '../lib/courtyard.js';

const FIRE = { ko: '화재 경보예요. 가까운 비상구로 나가 주세요', en: 'The fire alarm has gone off. Please leave by the nearest exit' };
const PICTURES = process.env.PICTURES;

const { server, browser } = await openCourtyard();
let told = [];

async function announce(more = {}) {
  const { status, json, text } = await server.api('POST', '/api/v1/announcements', { text: FIRE, level: 'urgent', ...more });
  assert.equal(status, 201, text);
  told.push(json.id);
  return json.id;
}

const change = async (id, body) => assert.equal((await server.api('PATCH', `/api/v1/announcements/${id}`, body)).status, 200);

afterEach(async () => {
  for (const id of told) await server.api('DELETE', `/api/v1/announcements/${id}`);
  told = [];
});

const phone = (path = '/', options = {}) => openScreen(browser, `${server.url}${path}`, { viewport: PHONE, locale: 'ko-KR', ...options });
const sheet = ({ page }) => page.getByRole('alertdialog');
const ready = ({ page }) => page.locator('.session, dialog h1').first().waitFor();

async function picture({ page }, name) {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png` });
}

/* When the page painted what is urgent, on the clock of preciseNow(). */
const paintedAt = ({ page }) => page.evaluate(() => new Promise((resolve) => {
  const look = () => {
    const hosts = [document.querySelector('#stage > :not(.coming)'), document.querySelector('madang-app')?.shadowRoot.querySelector('madang-urgent')];
    if (hosts.some((host) => host?.shadowRoot?.querySelector('[role=alert]'))) resolve(performance.timeOrigin + performance.now());
    else requestAnimationFrame(look);
  };
  look();
}));

test('every board and the app show it at once, and no longer than it is urgent', async (t) => {
  const room = await find(server, 'rooms', 'name', '101');
  const boards = ['board=lobby', `board=door&room=${room.id}`, 'board=characters', 'board=meetups', `board=table&room=${room.id}`];
  const walls = await Promise.all(boards.map(async (query) => {
    const screen = await openScreen(browser, `${server.url}/kiosk/?${query}`);
    await board(screen.page);
    return screen;
  }));
  const app = await phone();
  await ready(app);
  const painted = [...walls, app].map(paintedAt);
  const id = await announce();
  const answered = preciseNow();
  t.diagnostic(`ms from the answer to the picture: ${(await Promise.all(painted)).map((at) => Math.round(at - answered)).join(' ')}`);
  for (const screen of walls) {
    const text = await shownText(screen.page);
    assert.match(text, /긴급 · Urgent.*화재 경보예요.*The fire alarm/);
    assert.doesNotMatch(text, /Courtyard/);
    assert.deepEqual(await axeComplaints(screen.page), []);
  }
  await change(id, { level: 'info' });
  for (const screen of [...walls, app]) {
    await screen.page.getByRole('alert').first().waitFor({ state: 'detached' });
    await screen.assertClean();
    await screen.close();
  }
});

test('on a phone it must be dismissed, once; another text comes again, another end does not', async () => {
  const screen = await phone();
  await ready(screen);
  const id = await announce();
  await sheet(screen).waitFor();
  assert.match(await shownText(sheet(screen)), /긴급.*화재 경보예요/);
  assert.equal(await sheet(screen).getByRole('alert').count(), 1);
  assert.deepEqual(await axeComplaints(screen.page), []);
  await picture(screen, 'phone-ko');
  await screen.page.mouse.click(180, 60);
  assert.equal(await sheet(screen).isVisible(), true, 'a touch somewhere dismisses nothing');
  await sheet(screen).getByRole('button', { name: '확인했어요' }).click();
  await sheet(screen).waitFor({ state: 'hidden' });

  await change(id, { until: '2031-05-20T03:00:00Z' });
  await screen.page.reload();
  await screen.page.locator('.notice.urgent').waitFor();
  assert.equal(await sheet(screen).isVisible(), false, 'it was seen on this device');
  await change(id, { text: { ...FIRE, ko: '다시 들어오셔도 돼요' } });
  await sheet(screen).waitFor();
  assert.match(await shownText(sheet(screen)), /다시 들어오셔도 돼요.*12:00까지/);
  await screen.page.keyboard.press('Escape');
  await sheet(screen).waitFor({ state: 'hidden' });
  await screen.assertClean();
  await screen.close();
});

test('it lies above a sheet, also one that is opened later, and is gone by itself when it ends', async () => {
  const session = await find(server, 'sessions', 'title', FOLDING);
  const screen = await phone(`/#/session/${session.id}`, { locale: 'en-GB', colorScheme: 'dark' });
  await ready(screen);
  const isOnTop = () => screen.page.evaluate(() => {
    const [x, y] = [innerWidth / 2, innerHeight / 2];
    const app = document.querySelector('madang-app');
    return app.shadowRoot.elementFromPoint(x, y)?.localName;
  });
  const id = await announce();
  await sheet(screen).waitFor();
  assert.equal(await isOnTop(), 'madang-urgent');
  await picture(screen, 'phone-en-dark');
  await screen.page.evaluate(() => { location.hash = '#/'; });
  await screen.page.locator('dialog.sheet').waitFor({ state: 'hidden' });
  await screen.page.evaluate((hash) => { location.hash = hash; }, `#/session/${session.id}`);
  await screen.page.locator('dialog.sheet[open]').waitFor();
  assert.equal(await isOnTop(), 'madang-urgent');
  const { now } = (await server.api('GET', '/api/v1/state?topics=timetable')).json;
  await change(id, { until: new Date(now + 2_000).toISOString() });
  await sheet(screen).waitFor({ state: 'hidden' });
  assert.equal(await isOnTop() !== 'madang-urgent', true);
  await screen.assertClean();
  await screen.close();
});

test('a host\'s desk and a laptop show it too; one that was over is news to nobody', async () => {
  await announce({ text: 'long past', from: '2031-05-20T00:00:00Z', until: '2031-05-20T00:30:00Z' });
  await announce();
  for (const path of ['/', '/host/']) {
    const screen = await phone(path, { viewport: LAPTOP, locale: 'en-GB' });
    await sheet(screen).waitFor();
    assert.match(await shownText(sheet(screen)), /Urgent.*The fire alarm/);
    assert.doesNotMatch(await shownText(sheet(screen)), /long past/);
    assert.deepEqual(await axeComplaints(screen.page), []);
    await picture(screen, `laptop${path.replaceAll('/', '-')}`);
    await screen.page.keyboard.press('Enter');
    await sheet(screen).waitFor({ state: 'hidden' });
    await screen.assertClean();
    await screen.close();
  }
});

test('a full room names others with seats, on its door and on phones', async () => {
  const [full, other] = [await find(server, 'rooms', 'name', '101'), await find(server, 'rooms', 'name', '102')];
  const on = Object.values((await server.api('GET', '/api/v1/state?topics=timetable')).json.docs.sessions).find((one) => one.room === full.id && one.start === '2031-05-20T01:00:00Z');
  const [door, app] = await Promise.all([openScreen(browser, `${server.url}/kiosk/?board=door&room=${full.id}&lang=en`), phone(`/#/session/${on.id}`, { locale: 'en-GB' })]);
  assert.equal((await server.api('PATCH', `/api/v1/rooms/${full.id}`, { fill: 'full' })).status, 200);
  await door.page.locator('.no-seats li', { hasText: other.name }).waitFor();
  await app.page.locator('.elsewhere li', { hasText: other.name }).waitFor();
  assert.equal((await server.api('PATCH', `/api/v1/rooms/${full.id}`, { fill: null })).status, 200);
  await door.page.locator('.no-seats').waitFor({ state: 'detached' });
  await app.page.locator('.elsewhere').waitFor({ state: 'detached' });
  await Promise.all([door.close(), app.close()]);
});
