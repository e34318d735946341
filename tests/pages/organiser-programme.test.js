/*
 * The organiser's programme in a Chromium: sessions moved by mouse, finger and keyboard, one and
 * several; what a step reaches, applied, taken back and undone; two organisers at one session; the
 * form; a room that is late; on a laptop and on a phone.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axeComplaints, LAPTOP, openScreen, PHONE } from '../lib/browser.js';
import { BUNDLER, find, FOLDING, openCourtyard } from '../lib/courtyard.js';

const { server, browser } = await openCourtyard();
const WALL_TIMETABLE = '읽기 좋은 벽 시간표';   /* at eleven in 102 */

async function open(viewport, { locale = 'en-US', touch = false } = {}) {
  const screen = await openScreen(browser, 'about:blank', { viewport, locale });
  await screen.context.addCookies([{ name: 'madang', value: server.token, url: server.url, httpOnly: true, sameSite: 'Strict' }]);
  if (touch) await (await screen.context.newCDPSession(screen.page)).send('Emulation.setTouchEmulationEnabled', { enabled: true });
  await screen.page.goto(`${server.url}/organiser/#/programme`);
  await screen.page.locator('.block').first().waitFor();
  return screen;
}

async function good(method, path, body) {
  const answer = await server.api(method, path, body);
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.json;
}

const session = (title) => find(server, 'sessions', 'title', title);
const room = (name) => find(server, 'rooms', 'name', name);
const block = ({ page }, title) => page.getByRole('option', { name: title });
const button = ({ page }, name) => page.getByRole('button', { name, exact: true });
const told = ({ page }, words) => page.getByRole('status').getByText(words).waitFor({ state: 'attached' });
const bar = ({ page }) => page.locator('.bar');
/* The block of a session once it stands in this room at this time. */
const at = ({ page }, title, name, time) => page.getByRole('group', { name, exact: true }).getByRole('option', { name: new RegExp(`^${title}, ${time}`) }).waitFor();

async function sound(screen) {
  assert.deepEqual(await axeComplaints(screen.page), []);
  await screen.assertClean();
}

/* From a block by so many px; the button stays down while `then` looks. */
async function drag({ page }, from, { x = 0, y = 0 }, then = () => {}) {
  const box = await from.boundingBox();
  const [left, top] = [box.x + 30, box.y + 12];
  await page.mouse.move(left, top);
  await page.mouse.down();
  await page.mouse.move(left + x / 2, top + y / 2);
  await page.mouse.move(left + x, top + y);
  await then();
  await page.mouse.up();
}

/* px of a room, and of an hour. */
async function scale({ page }) {
  const column = await page.locator('.column').first().boundingBox();
  const [nine, ten] = await Promise.all([0, 1].map((n) => page.locator('.hours time').nth(n + 1).boundingBox()));
  return { room: column.width, hour: ten.y - nine.y };
}

/* Everything as it was imported. */
async function undoAll(screen, steps) {
  for (let n = 0; n < steps; n += 1) {
    await button(screen, 'Undo').click();
    await told(screen, /^Undone/);
  }
}

test('a session dragged to another room and time says what it reaches before it is let go; applied, and undone', async () => {
  const wall = await openScreen(browser, `${server.url}/kiosk/?board=lobby&lang=en`);
  await wall.page.getByText(FOLDING).first().waitFor();
  const screen = await open(LAPTOP);
  const px = await scale(screen);
  await drag(screen, block(screen, FOLDING), { x: px.room * 2, y: px.hour / 2 }, async () => {
    await bar(screen).getByText(`${FOLDING}: 11:00 · 101 → 11:30 · 103`).waitFor();
    await bar(screen).getByText(/^Reaches .*1 screen/).waitFor();
  });
  assert.equal((await session(FOLDING)).room, (await room('101')).id, 'nothing is changed before it is applied');
  await sound(screen);
  await button(screen, 'Apply').click();
  await at(screen, FOLDING, '103', '11:30');
  assert.equal((await session(FOLDING)).start, '2031-05-20T02:30:00Z');
  await wall.page.getByText('11:30').first().waitFor();
  await undoAll(screen, 1);
  await at(screen, FOLDING, '101', '11:00');
  assert.equal((await session(FOLDING)).moved_from, undefined);
  await screen.close();
  await wall.close();
});

test('a drag is taken back by Escape, by the button, and by where it began', async () => {
  const screen = await open(LAPTOP);
  const px = await scale(screen);
  const moves = bar(screen).getByText(/^Folding.*→/);
  await drag(screen, block(screen, FOLDING), { y: px.hour }, async () => {
    await moves.waitFor();
    await screen.page.keyboard.press('Escape');
    await moves.waitFor({ state: 'detached' });
  });
  await drag(screen, block(screen, FOLDING), { y: px.hour });
  await button(screen, 'Take back').click();
  await moves.waitFor({ state: 'detached' });
  await drag(screen, block(screen, FOLDING), { y: px.hour });
  await drag(screen, block(screen, FOLDING), { y: -px.hour });
  await moves.waitFor({ state: 'detached' });
  await screen.assertClean();
  await screen.close();
});

test('several dragged at once are one step, and one undo', async () => {
  const screen = await open(LAPTOP);
  const px = await scale(screen);
  await block(screen, FOLDING).click();
  await block(screen, WALL_TIMETABLE).click({ modifiers: ['ControlOrMeta'] });
  await bar(screen).getByText('2 selected').waitFor();
  await drag(screen, block(screen, FOLDING), { x: px.room, y: px.hour });
  await bar(screen).getByText('2 sessions: +60 min').waitFor();
  await button(screen, 'Apply').click();
  await at(screen, FOLDING, '102', '12:00');
  await at(screen, WALL_TIMETABLE, '103', '12:00');
  await undoAll(screen, 1);
  await at(screen, FOLDING, '101', '11:00');
  await at(screen, WALL_TIMETABLE, '102', '11:00');
  await screen.assertClean();
  await screen.close();
});

test('all of it by keyboard, and told to those who listen', async () => {
  const screen = await open(LAPTOP);
  const { keyboard } = screen.page;
  const focused = (title) => screen.page.waitForFunction((wanted) => {
    let one = document.activeElement;
    while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
    return one?.getAttribute('aria-label')?.startsWith(wanted);
  }, title);
  await block(screen, '하나의 프로그램으로').focus();
  await keyboard.press('ArrowDown');
  await focused(FOLDING);
  await keyboard.press('Shift+ArrowRight');
  await focused(WALL_TIMETABLE);
  await bar(screen).getByText('2 selected').waitFor();
  await keyboard.press('Escape');
  await keyboard.press('Alt+ArrowDown');
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowRight');
  await told(screen, /11:00 · 102 → 11:10 · 103\. Reaches/);
  await keyboard.press('Enter');
  await at(screen, WALL_TIMETABLE, '103', '11:10');
  await told(screen, /^Applied/);
  await focused(WALL_TIMETABLE);
  await keyboard.press('Control+z');
  await at(screen, WALL_TIMETABLE, '102', '11:00');
  await focused(WALL_TIMETABLE);
  await keyboard.press('Alt+ArrowUp');
  await keyboard.press('Escape');
  await told(screen, 'Taken back. Nothing was changed.');
  await keyboard.press('Enter');
  await screen.page.getByRole('heading', { name: WALL_TIMETABLE }).waitFor();
  await keyboard.press('Escape');
  await focused(WALL_TIMETABLE);
  await screen.assertClean();
  await screen.close();
});

test('two organisers at one session: the second sees who did what, and chooses', async () => {
  const screen = await open(LAPTOP);
  const px = await scale(screen);
  const { id } = await session(FOLDING);
  await drag(screen, block(screen, FOLDING), { y: px.hour });
  await button(screen, 'Apply').waitFor();
  await good('PATCH', `/api/v1/sessions/${id}`, { start: '2031-05-20T02:15:00Z' });
  await bar(screen).getByText(`organiser · 10:10 changed ${FOLDING} meanwhile: 11:00 → 11:15`).waitFor();
  await at(screen, FOLDING, '101', '11:15');
  await sound(screen);
  await button(screen, 'Keep theirs').click();
  await at(screen, FOLDING, '101', '11:15');
  await drag(screen, block(screen, FOLDING), { y: px.hour });
  await good('PATCH', `/api/v1/sessions/${id}`, { start: '2031-05-20T02:00:00Z' });
  await button(screen, 'Apply mine').click();
  await at(screen, FOLDING, '101', '12:15');
  await undoAll(screen, 1);
  await at(screen, FOLDING, '101', '11:00');
  await screen.assertClean();
  await screen.close();
});

test('the form: titles, a speaker who clashes, cancelled with a replacement, a new session', async () => {
  const screen = await open(LAPTOP);
  const { page } = screen;
  const person = (await session(BUNDLER)).people[0];
  const { name } = (await good('GET', `/api/v1/people/${person}`));
  await block(screen, FOLDING).dblclick();
  await page.getByLabel('Title · 한국어').fill('접기');
  await page.getByLabel('Speakers').fill(typeof name === 'object' ? Object.values(name)[0] : name);
  await page.getByRole('button', { name: /^Add / }).click();
  await page.getByLabel('Start').fill('10:15');
  await bar(screen).getByText(/^Speaker clash: .* at 10:15, with Pages without a bundler/).waitFor();
  await sound(screen);
  await page.getByLabel('Minutes').fill('x');
  await page.getByRole('alert').getByText('Please give the length in minutes.').waitFor();
  await page.getByLabel('Minutes').fill('40');
  await page.getByLabel('Start').fill('11:00');
  await page.getByLabel('Status').selectOption('cancelled');
  await page.getByLabel('Replaced by').selectOption({ label: `11:00 · ${WALL_TIMETABLE}` });
  await button(screen, 'Apply').click();
  await page.locator('.block.off').waitFor();
  const changed = await session(FOLDING);
  assert.deepEqual([changed.title, changed.duration, changed.status, changed.people.length, changed.replaced_by],
    [{ ko: '접기', en: FOLDING }, 40, 'cancelled', 2, (await session(WALL_TIMETABLE)).id]);
  await undoAll(screen, 1);
  await button(screen, 'New session').click();
  await page.getByLabel('Title · English').fill('Closing');
  await page.getByLabel('Room').selectOption('103');
  await page.getByLabel('Start').fill('11:30');
  await button(screen, 'Apply').click();
  await at(screen, 'Closing', '103', '11:30');
  await undoAll(screen, 1);
  await block(screen, 'Closing').waitFor({ state: 'detached' });
  await screen.assertClean();
  await screen.close();
});

test('put into a draft, nothing is changed yet; a second step goes into the same', async () => {
  const screen = await open(LAPTOP);
  const px = await scale(screen);
  for (const title of [FOLDING, WALL_TIMETABLE]) {
    await drag(screen, block(screen, title), { y: px.hour });
    await button(screen, 'To the draft').click();
    await bar(screen).getByText('Put into the draft: Draft of 10:10').waitFor();
    await at(screen, title, title === FOLDING ? '101' : '102', '11:00');
    if (title === FOLDING) await screen.page.waitForFunction(() => Object.keys(document.querySelector('madang-desk').docs.drafts ?? {}).length === 1);
  }
  const { docs } = await good('GET', '/api/v1/state?topics=desk');
  const [draft, ...others] = Object.values(docs.drafts);
  assert.deepEqual([draft.changes.map(({ body }) => body.start), others], [['2031-05-20T03:00:00Z', '2031-05-20T03:00:00Z'], []]);
  await good('DELETE', `/api/v1/drafts/${draft.id}`);
  await screen.assertClean();
  await screen.close();
});

test('a room that runs late, ends now, or changes places with another', async () => {
  const screen = await open(LAPTOP);
  const { page } = screen;
  await page.getByRole('button', { name: /^102: late/ }).click();
  await button(screen, '+12 min').click();
  await bar(screen).getByText('102: 12 min late').waitFor();
  await button(screen, 'Apply').click();
  await at(screen, BUNDLER, '102', '10:00–10:57');
  await button(screen, '+5 min').click();
  await bar(screen).getByText('102: 17 min late').waitFor();
  await button(screen, 'Take back').click();
  await sound(screen);
  await button(screen, 'End now').click();
  await button(screen, 'Apply').click();
  await at(screen, BUNDLER, '102', '10:00–10:10');
  await page.getByLabel('Swap the rest of the day').selectOption('103');
  await bar(screen).getByText('Swap rooms: 102 ↔ 103').waitFor();
  await button(screen, 'Apply').click();
  await at(screen, WALL_TIMETABLE, '103', '11:00');
  await undoAll(screen, 3);
  await at(screen, BUNDLER, '102', '10:00–10:45');
  await screen.assertClean();
  await screen.close();
});

test('on a phone: one room at a time, by finger and by buttons', async () => {
  const screen = await open(PHONE, { locale: 'ko-KR', touch: true });
  const { page } = screen;
  const finger = await screen.context.newCDPSession(page);
  const touch = (type, ...points) => finger.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y]) => ({ x, y })) });
  await page.getByLabel('장소').first().selectOption('102');
  await block(screen, WALL_TIMETABLE).waitFor();
  assert.equal(await page.locator('.column').count(), 1);
  const px = await scale(screen);
  await block(screen, WALL_TIMETABLE).click();
  const box = await block(screen, WALL_TIMETABLE).boundingBox();
  await touch('touchStart', [box.x + 40, box.y + 10]);
  await touch('touchMove', [box.x + 40, box.y + 10 + px.hour / 4]);
  await touch('touchMove', [box.x + 40, box.y + 10 + px.hour / 2]);
  await touch('touchEnd');
  await bar(screen).getByText('11:00 · 102 → 11:30 · 102').waitFor();
  await sound(screen);
  await button(screen, '되돌리기').click();
  await page.getByLabel('다른 장소로…').selectOption('103');
  await button(screen, '적용').click();
  await page.getByLabel('장소').first().selectOption('103');
  await at(screen, WALL_TIMETABLE, '103', '11:00');
  await button(screen, '실행 취소').click();
  await block(screen, WALL_TIMETABLE).waitFor({ state: 'detached' });
  await sound(screen);
  await screen.close();
});
