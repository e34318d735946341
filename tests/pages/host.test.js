/*
 * The host's desk in a Chromium, on a phone and on a laptop, with a real server: the course of a
 * chat by taps, who may see what, what an outage and a refusal look like, and all tables for an
 * organiser.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeComplaints, LAPTOP, openScreen, PHONE, shownText, startBrowser } from '../lib/browser.js';
import { addCharacter, find, startCourtyard } from '../lib/courtyard.js';
import { tabTo } from '../lib/phone.js';

const MORNING = ['2031-05-20T01:00:00Z', '2031-05-20T03:00:00Z']; /* ten to twelve */
const BEFORE = '2031-05-20T00:50:00Z';
const NOW = '2031-05-20T01:02:00Z'; /* the slot of ten o'clock has come */

let server;
let browser;
let course;
let filled;
let group;

/* Seats are booked before their time: the server stands at ten to ten first, then at two past ten. */
before(async () => {
  browser = await startBrowser();
  server = await startCourtyard({ now: BEFORE });
  [course, filled, group] = [await host({ walk_in: true }), await host(), await host({ seats: 3 })];
  filled.booked = await book(filled, 'Booked Kim', 'A seat of ten o\'clock');
  group.guests = [await book(group, 'Group One', 'first'), await book(group, 'Group Two', 'second')];
  await server.stop({ keep: true });
  server = await startCourtyard({ db: server.db, port: server.port, now: NOW });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function good(method, path, body, token) {
  const answer = await server.api(method, path, body, token ? { authorization: `Bearer ${token}` } : {});
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.json;
}

let hosts = 0;
/* A host of the programme with a table of its own: {person, token, table}; more: of the meetup. null: no table. */
async function host(more = {}) {
  hosts += 1;
  const name = `Host ${hosts}`;
  const person = (await good('POST', '/api/v1/people', { name })).id;
  const { token } = await good('POST', '/api/v1/tokens', { role: 'host', name, person });
  const room = (await good('POST', '/api/v1/rooms', { name: `Table ${hosts}`, kind: 'table' })).id;
  if (more === null) return { name, person, token, room };
  const [start, end] = MORNING;
  const table = (await good('POST', '/api/v1/meetups', { host: person, place: room, start, end, slot_minutes: 15, ...more })).id;
  return { name, person, token, room, table };
}

let guests = 0;
async function guest(name) {
  guests += 1;
  return addCharacter(server, `${name} ${guests}`);
}

/* A guest with the table's first slot. */
async function book({ table }, name, topic) {
  const one = await guest(name);
  await good('POST', `/api/v1/slots/${table}-0/bookings`, { topic }, one.token);
  return one;
}

/* A guest at the end of the table's line. */
async function queue({ table }, name, topic) {
  const one = await guest(name);
  await good('POST', `/api/v1/meetups/${table}/line`, { topic }, one.token);
  return one;
}

const leave = ({ table }, { token }) => good('DELETE', `/api/v1/meetups/${table}/line`, undefined, token);

/* The desk on somebody's device: token null is nobody; organiser: with the organisers' own. */
async function open({ token, organiser = false }, hash = '#/', options = {}) {
  const screen = await openScreen(browser, 'about:blank', { viewport: PHONE, ...options });
  if (token) await screen.context.addCookies([{ name: 'madang', value: token, url: server.url, httpOnly: true, sameSite: 'Strict' }]);
  if (token) await screen.context.addInitScript((role) => { if (!sessionStorage.told) localStorage.setItem(role ? 'madang-role' : 'madang-signed-in', role ?? '1'); sessionStorage.told = '1'; }, organiser ? 'organiser' : null);
  await screen.page.goto(`${server.url}/host/${hash}`);
  await screen.page.locator('main > *').waitFor();
  return screen;
}

const desk = (one, options) => open(one, `#/table/${one.table}`, options);
const button = ({ page }, name) => page.getByRole('button', { name, exact: true });
const heading = ({ page }, name) => page.getByRole('heading', { name, exact: true });

async function sound(screen) {
  assert.deepEqual(await axeComplaints(screen.page), []);
  await screen.assertClean();
}

test('signed out: how one gets in, and nothing of anybody is asked for', async () => {
  for (const viewport of [PHONE, LAPTOP]) {
    const screen = await openScreen(browser, 'about:blank', { viewport });
    const asked = [];
    screen.page.on('request', (request) => asked.push(new URL(request.url())));
    await screen.page.goto(`${server.url}/host/#/table/m1`);
    await heading(screen, 'Host\'s desk').waitFor();
    await screen.page.getByText('Ask the organisers for a host link.').waitFor();
    assert.deepEqual(asked.filter(({ pathname, search }) => /meetups|\/me\b/.test(pathname + search)).map(String), []);
    await sound(screen);
    await screen.close();
  }
});

test('an attendee who is no host is told so', async () => {
  const { token } = await addCharacter(server, '김마당');
  const screen = await open({ token });
  await screen.page.getByText('You are here as an attendee.', { exact: false }).waitFor();
  await sound(screen);
  await screen.close();
});

test('a host opens a table of its own by the form, changes it, takes nobody new, and takes them again', async () => {
  const own = await host(null);
  const screen = await open(own);
  const { page } = screen;
  await page.getByText('You have no table yet.', { exact: false }).waitFor();
  await page.getByRole('link', { name: 'Open a table' }).click();
  await page.getByLabel('Place').selectOption({ value: own.room });
  await page.getByLabel('From').fill('14:00');
  await page.getByLabel('To').fill('13:00');
  await button(screen, 'Open it').click();
  await page.getByRole('alert').getByText('Please check the times', { exact: false }).waitFor();
  await page.getByLabel('To').fill('15:30');
  await page.getByLabel('Each chat').selectOption({ value: '20' });
  await page.getByLabel('At once').selectOption({ value: '2' });
  await page.getByLabel('Note').fill('Bring <b>questions</b>');
  await sound(screen);
  await button(screen, 'Open it').click();
  await heading(screen, own.name).waitFor();
  await page.getByText('14:00–15:30').waitFor();
  const made = Object.values((await good('GET', '/api/v1/state?topics=meetups')).docs.meetups).find((one) => one.host === own.person);
  assert.deepEqual([made.place, made.start, made.end, made.slot_minutes, made.seats, made.walk_in, made.note],
    [own.room, '2031-05-20T05:00:00Z', '2031-05-20T06:30:00Z', 20, 2, true, 'Bring <b>questions</b>']);

  await page.getByText('This table', { exact: true }).click();
  await page.getByText('Bring <b>questions</b>').waitFor();
  const way = page.getByRole('link', { name: 'Open the screen' });
  assert.equal(await way.getAttribute('href'), `/kiosk/?board=table&meetup=${made.id}`);
  await button(screen, 'Take nobody new').click();
  await button(screen, 'Take new guests again').waitFor();
  await page.getByText('Nobody new', { exact: true }).waitFor();
  await button(screen, 'Take new guests again').click();
  await button(screen, 'Take nobody new').waitFor();
  await page.getByRole('link', { name: 'Change' }).click();
  await page.getByLabel('Note').fill('');
  await page.getByLabel('To').fill('15:00');
  await button(screen, 'Save').click();
  await page.getByText('14:00–15:00').waitFor();
  const changed = await good('GET', `/api/v1/meetups/${made.id}`);
  assert.deepEqual([changed.note, changed.end, changed.slot_minutes], [null, '2031-05-20T06:00:00Z', 20]);
  await sound(screen);
  await screen.close();
});

const card = ({ page }, name) => page.locator('.guest', { hasText: name });
const row = ({ page }, name) => page.locator('.waiting-one', { hasText: name });
const told = ({ page }, words) => page.getByRole('status').getByText(words).waitFor({ state: 'attached' });

test('the course of a chat by taps: called, here, started, five minutes more, finished; then the next one', async () => {
  const first = await queue(course, 'Line Lee', 'How do <i>you</i> test it?');
  const second = await queue(course, '한마당', '두 번째 주제예요');
  const screen = await desk(course);
  const { page } = screen;
  await row(screen, first.name).waitFor();
  await row(screen, second.name).waitFor();
  await button(screen, 'Call the next one').click();
  await card(screen, first.name).getByText('Called', { exact: true }).waitFor();
  await card(screen, first.name).getByText('How do <i>you</i> test it?').waitFor();
  await card(screen, first.name).getByText('First chat with you').waitFor();
  await told(screen, `${first.name} is called.`);
  await card(screen, first.name).getByText(/^\d:\d\d left$/).waitFor();
  assert.equal(await button(screen, 'Call the next one').count(), 0);

  await button(screen, 'Is here').click();
  await card(screen, first.name).getByText('Here', { exact: true }).waitFor();
  await button(screen, 'Start').click();
  await card(screen, first.name).getByText('Talking', { exact: true }).waitFor();
  await told(screen, `The chat with ${first.name} has begun.`);
  const left = card(screen, first.name).getByText(/^\d+ min left$/);
  const before5 = parseInt(await left.textContent(), 10);
  await button(screen, '+5 min').click();
  await page.getByText(new RegExp(`^(${before5 + 5}|${before5 + 4}) min left$`)).waitFor(); /* a minute may have passed */
  await button(screen, 'Finish').click();
  await card(screen, first.name).waitFor({ state: 'detached' });
  await button(screen, 'Call the next one').click();
  await card(screen, second.name).getByText('Called', { exact: true }).waitFor();
  await sound(screen);

  await button(screen, 'No-show').click();
  await told(screen, `${second.name} is marked as a no-show.`);
  await page.reload();
  await heading(screen, 'Did not come').waitFor();
  await page.getByRole('button', { name: `Came after all, ${second.name}` }).click();
  await card(screen, second.name).getByText('Here', { exact: true }).waitFor();
  await button(screen, 'Start').click();
  await card(screen, second.name).getByText('Talking', { exact: true }).waitFor();
  await button(screen, 'Finish').click();
  await page.getByText('Nobody is waiting', { exact: true }).waitFor();
  await screen.assertClean();
  await screen.close();
});

test('a booked guest who does not come: the line goes on in that time', async () => {
  const waiting = await queue(filled, 'Walk-in', 'whenever there is time');
  const screen = await desk(filled);
  await button(screen, 'Call the next one').click();
  await card(screen, filled.booked.name).getByText('Called', { exact: true }).waitFor();
  await row(screen, waiting.name).waitFor();
  await button(screen, 'No-show').click();
  await card(screen, filled.booked.name).waitFor({ state: 'detached' });
  await button(screen, 'Call the next one').click();
  await card(screen, waiting.name).getByText('Called', { exact: true }).waitFor();
  await screen.assertClean();
  await screen.close();
});

test('a pause calls nobody until it is over', async () => {
  const own = await host();
  const waiting = await queue(own, 'Patient', 'a topic');
  const screen = await desk(own);
  await button(screen, 'Pause').click();
  await button(screen, '15 min').click();
  await screen.page.getByText(/^Paused until 10:(1[7-9]|2\d)$/).waitFor(); /* a quarter of an hour from whenever it is by now */
  await told(screen, 'Paused.');
  assert.equal(await button(screen, 'Call the next one').count(), 0);
  await sound(screen);
  await button(screen, 'Go on').click();
  await button(screen, 'Call the next one').click();
  await card(screen, waiting.name).getByText('Called', { exact: true }).waitFor();
  await button(screen, 'Pause').click();
  await button(screen, 'Until I go on').click();
  await button(screen, 'Go on').waitFor();
  await screen.assertClean();
  await screen.close();
});

test('a group: called together, each comes for itself, one joins later, all finish together', async () => {
  const [one, two] = group.guests;
  const screen = await desk(group, { viewport: LAPTOP });
  await button(screen, 'Call the next one').click();
  for (const { name } of group.guests) await card(screen, name).getByText('Called', { exact: true }).waitFor();
  await button(screen, `Is here, ${one.name}`).click();
  await card(screen, one.name).getByText('Here', { exact: true }).waitFor();
  await sound(screen);
  await screen.page.locator('.bar').getByRole('button', { name: 'Start', exact: true }).click();
  await card(screen, one.name).getByText('Talking', { exact: true }).waitFor();
  await button(screen, `Start, ${two.name}`).click();
  await card(screen, two.name).getByText('Talking', { exact: true }).waitFor();
  await button(screen, 'Finish with 2').click();
  for (const { name } of group.guests) await card(screen, name).waitFor({ state: 'detached' });
  await screen.assertClean();
  await screen.close();
});

test('what was refused shows the present state; what did not arrive says so, and is tapped again', async () => {
  const own = await host();
  const gone = await queue(own, 'Gone', 'a topic');
  const stays = await queue(own, 'Stays', 'another');
  const screen = await desk(own, { quiet: true });
  await button(screen, 'Call the next one').click();
  await card(screen, gone.name).getByText('Called', { exact: true }).waitFor();
  await screen.page.route('**/guests', (route) => route.abort());
  await leave(own, gone);
  await button(screen, 'Is here').click();
  await screen.page.getByRole('alert').getByText(`This has changed meanwhile. ${gone.name}: “Left”.`).waitFor();
  await screen.page.getByText(/^As of 10:0\d\. It may be different by now\.$/).waitFor();
  await screen.page.unroute('**/guests');
  await card(screen, gone.name).waitFor({ state: 'detached', timeout: 30_000 });

  await screen.page.route('**/next', (route) => route.abort());
  await button(screen, 'Call the next one').click();
  await screen.page.getByRole('alert').getByText('“Call the next one” did not arrive. Please tap again.').waitFor({ timeout: 15_000 });
  await screen.page.unroute('**/next');
  await button(screen, 'Call the next one').click();
  await card(screen, stays.name).getByText('Called', { exact: true }).waitFor();
  await screen.page.getByRole('alert').waitFor({ state: 'detached' });
  await screen.close();
});

test('an answer that is lost on the way: the next tap calls nobody else', async () => {
  const own = await host();
  const first = await queue(own, 'First', 'a topic');
  const second = await queue(own, 'Second', 'another');
  const screen = await desk(own, { quiet: true });
  await row(screen, second.name).waitFor();
  await screen.page.route('**/next', async (route) => { await route.fetch(); await route.abort(); }, { times: 1 });
  await button(screen, 'Call the next one').click();
  await card(screen, first.name).getByText('Called', { exact: true }).waitFor();
  await row(screen, second.name).waitFor();
  await screen.page.waitForFunction(() => !document.querySelector('madang-host').shadowRoot.querySelector('madang-table').shadowRoot.querySelector('[aria-busy=true]'));
  await row(screen, second.name).waitFor();
  await screen.close();
});

test('the host of another table sees nothing of its guests, by the page and by the server', async () => {
  const [own, other] = [await host(), await host()];
  const waiting = await queue(other, 'Private', 'not for everybody');
  const screen = await open(own, `#/table/${other.table}`);
  await heading(screen, 'Somebody else\'s table').waitFor();
  assert.doesNotMatch(await shownText(screen.page), new RegExp(`${waiting.name}|not for everybody`));
  const answer = await server.api('GET', `/api/v1/meetups/${other.table}/guests`, undefined, { authorization: `Bearer ${own.token}` });
  assert.equal(answer.status, 403);
  await sound(screen);
  await screen.page.getByRole('link', { name: 'To the tables' }).click();
  await screen.page.locator(`[data-meetup="${own.table}"]`).waitFor();
  assert.equal(await screen.page.locator(`[data-meetup="${other.table}"]`).count(), 0);
  await screen.close();
});

test('an organiser sees all tables, what needs somebody on top, and takes over at one of them', async () => {
  const [idle, busy] = [await host(), await host()];
  const waiting = await queue(idle, 'Waits', 'for a while');
  await queue(busy, 'Talks', 'a lot');
  await good('POST', `/api/v1/meetups/${idle.table}/pause`, {});
  await good('POST', `/api/v1/meetups/${busy.table}/next`);
  for (const colorScheme of ['light', 'dark']) {
    const screen = await open({ token: server.token, organiser: true }, '#/', { viewport: LAPTOP, colorScheme });
    const attention = screen.page.locator('section.attention');
    await attention.locator(`[data-meetup="${idle.table}"]`).getByText('Paused while 1 waits').waitFor();
    await screen.page.locator(`section.open [data-meetup="${busy.table}"]`).getByText('Called', { exact: true }).waitFor();
    await sound(screen);
    await screen.close();
  }
  const screen = await open({ token: server.token, organiser: true }, '#/');
  await screen.page.getByRole('link', { name: idle.name, exact: true }).click();
  await heading(screen, idle.name).waitFor();
  await button(screen, 'Go on').click();
  await button(screen, 'Call the next one').click();
  await card(screen, waiting.name).getByText('Called', { exact: true }).waitFor();
  await screen.assertClean();
  await screen.close();
});

test('by the keyboard alone, and sound for those who listen, in both themes and sizes', async () => {
  const own = await host();
  const one = await queue(own, 'Keys', 'a topic');
  for (const options of [{ viewport: PHONE, colorScheme: 'light' }, { viewport: PHONE, colorScheme: 'dark' }, { viewport: LAPTOP, colorScheme: 'dark' }]) {
    const screen = await desk(own, options);
    await row(screen, one.name).waitFor();
    await sound(screen);
    await screen.close();
  }
  const screen = await desk(own);
  await row(screen, one.name).waitFor();
  await tabTo(screen, 'Call the next one');
  await screen.page.keyboard.press('Enter');
  await card(screen, one.name).getByText('Called', { exact: true }).waitFor();
  await tabTo(screen, 'Is here');
  await screen.page.keyboard.press('Enter');
  await card(screen, one.name).getByText('Here', { exact: true }).waitFor();
  const { width, height } = await button(screen, 'Start').boundingBox();
  assert.ok(height >= 64 && width >= 300, `${width}×${height}`);
  await screen.assertClean();
  await screen.close();
});

test('a sign-in link makes a host of this phone, once; an organiser\'s shows all tables', async () => {
  const own = await host();
  const { path } = await good('POST', '/api/v1/links', { role: 'host', person: own.person });
  const screen = await openScreen(browser, `${server.url}${path}`, { viewport: PHONE, quiet: true });
  await heading(screen, 'Start on this device?').waitFor();
  assert.deepEqual(await axeComplaints(screen.page), []);
  await button(screen, 'Start').click();
  await screen.page.getByRole('link', { name: own.name, exact: true }).waitFor();
  await screen.page.goto('about:blank');
  await screen.page.goto(`${server.url}${path}`);
  await button(screen, 'Start').click();
  await screen.page.getByText('This link was used, or has run out.', { exact: false }).waitFor();
  await screen.page.getByRole('link', { name: 'To the tables' }).click();
  await screen.page.getByRole('link', { name: own.name, exact: true }).waitFor();
  await screen.close();

  const all = await good('POST', '/api/v1/links', { role: 'organiser', name: 'desk' });
  const other = await openScreen(browser, `${server.url}/host/${new URL(all.path, server.url).hash}`, { viewport: PHONE });
  await button(other, 'Start').click();
  await other.page.waitForURL(`${server.url}/organiser/`);
  await other.page.getByRole('link', { name: 'Speakers\' tables' }).or(other.page.getByRole('button', { name: 'More' })).first().waitFor();
  await other.page.goto(`${server.url}/host/`);
  await heading(other, 'All tables').waitFor();
  await other.page.locator(`[data-meetup="${own.table}"]`).waitFor();
  await other.page.reload();
  await heading(other, 'All tables').waitFor();
  await sound(other);
  await other.close();
});

/* Without a live connection, so that a page shows what its device has kept, or the state of everybody. */
test('whoever signs in after somebody else is given nothing of theirs that this device has kept', async () => {
  const [own, other] = [await host(), await host()];
  const { path } = await good('POST', '/api/v1/links', { role: 'host', person: other.person });
  const screen = await open(own, '#/', { quiet: true });
  const { page } = screen;
  const docs = (run) => page.waitForFunction(run).then((handle) => handle.jsonValue());
  await page.getByRole('link', { name: own.name, exact: true }).waitFor();
  await page.waitForTimeout(2_000); /* it is kept after a second */
  await page.addInitScript(() => { delete globalThis.WebSocket; delete globalThis.EventSource; });
  await page.reload();
  assert.equal(await docs(() => Object.values(document.querySelector('madang-host')?.docs.attendees ?? {})[0]?.name), own.name, 'it is kept');
  await page.evaluate((to) => { location.hash = to; }, new URL(path, server.url).hash);
  await button(screen, 'Start').click();
  await page.waitForURL(`${server.url}/host/`);
  await docs(() => document.querySelector('madang-host')?.docs.meetups && true);
  assert.equal(await page.evaluate(() => document.querySelector('madang-host').docs.attendees), undefined);
  await screen.close();
});

test('a view that comes slowly is not called missing for another that could not be had', async () => {
  const own = await host();
  const screen = await open(own, '#/', { quiet: true });
  const { page } = screen;
  const go = (hash) => page.evaluate((to) => { location.hash = to; }, hash);
  await page.getByRole('link', { name: own.name, exact: true }).waitFor();
  await page.route('**/host/views/table.js', (route) => route.abort());
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route('**/host/views/setup.js', async (route) => { await held; await route.continue(); });
  await go(`#/table/${own.table}`);
  await page.getByText('This page could not be loaded yet', { exact: false }).waitFor();
  await go('#/new');
  await page.waitForFunction(() => document.querySelector('madang-host').place.view.name === 'setup');
  assert.equal(await page.locator('main .waiting').innerText(), '');
  release();
  await heading(screen, 'Open a table').waitFor();
  await screen.close();
});

test('the language that is chosen in one tab is spoken in the other', async () => {
  const screen = await open({});
  const other = await screen.context.newPage();
  await other.goto(`${server.url}/host/`);
  await other.getByRole('button', { name: '한국어' }).click();
  await screen.page.getByRole('button', { name: 'English' }).waitFor();
  assert.equal(await screen.page.getAttribute('html', 'lang'), 'ko');
  await sound(screen);
  await screen.close();
});

test('a server that goes and comes back: who is up stays, with its time, and is right again after', async () => {
  const first = await startCourtyard({ now: NOW });
  const house = server;
  server = first;
  try {
    const own = await host();
    const one = await queue(own, 'Patient', 'a topic');
    const screen = await desk(own, { quiet: true });
    await button(screen, 'Call the next one').click();
    await card(screen, one.name).getByText('Called', { exact: true }).waitFor();
    await first.stop({ keep: true });
    await screen.page.getByText(/^As of 10:0\d\. It may be different by now\.$/).waitFor({ timeout: 20_000 });
    await card(screen, one.name).getByText('a topic').waitFor();
    server = await startCourtyard({ db: first.db, port: first.port, now: NOW });
    await good('POST', `/api/v1/meetups/${own.table}/pause`, {});
    await screen.page.getByText(/It may be different by now/).waitFor({ state: 'detached', timeout: 40_000 });
    await button(screen, 'Go on').waitFor();
    await card(screen, one.name).getByText('Called', { exact: true }).waitFor();
    await screen.close();
    await server.stop();
  } finally {
    server = house;
  }
});
