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

const MORNING = ['2031-05-20T01:00:00Z', '2031-05-20T03:00:00Z']; /* ten to twelve; it is ten past ten */

let server;
let browser;

before(async () => {
  server = await startCourtyard();
  browser = await startBrowser();
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
