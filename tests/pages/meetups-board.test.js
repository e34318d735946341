/*
 * Meetups on the wall and on a table's own screen, against a real server: a call is shown on both, by
 * the number or by the character; the end of a chat frees the table; a link signs the table's screen
 * in, and its code comes anew.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { axeComplaints, board, openScreen, shownText } from '../lib/browser.js';
import { addCharacter, BUNDLER, find, openCourtyard } from '../lib/courtyard.js';
import { tempFolder } from '../lib/server.js';

const TABLET = { width: 1024, height: 768 };
const UPRIGHT = { width: 1080, height: 1920 };

const { server, browser } = await openCourtyard();
let hosts = 0;

async function good(method, where, body, headers) {
  const { status, text, json } = await server.api(method, where, body, headers);
  assert.ok(status < 300, `${method} ${where}: ${status} ${text}`);
  return json;
}

/* A table of its own with a host of its own, open from ten to twelve. */
async function setTable(more = {}) {
  const n = hosts += 1;
  const room = await good('POST', '/api/v1/rooms', { name: { ko: `테이블 ${n}`, en: `Table ${n}` }, kind: 'table', order: 100 + n });
  const host = await good('POST', '/api/v1/people', { name: `Host ${n}`, company: 'Open Yard' });
  const meetup = await good('POST', '/api/v1/meetups', {
    host: host.id, place: room.id, start: '2031-05-20T01:00:00Z', end: '2031-05-20T03:00:00Z', slot_minutes: 20, seats: 1, walk_in: true, ...more,
  });
  return { n, room, host, meetup };
}

/* Somebody who stands in the line of this table; → their place. */
async function lineUp(meetup, { token }) {
  const { place } = await good('POST', `/api/v1/meetups/${meetup.id}/line`, { topic: 'How to begin' }, { authorization: `Bearer ${token}`, 'idempotency-key': `line-${meetup.id}-${token.slice(-12)}` });
  return place;
}

async function somebody(name) {
  return good('POST', '/api/v1/attendees', { name, language: 'en' }, { authorization: null });
}

const wall = (search = 'lang=en', more = {}) => openScreen(browser, `${server.url}/kiosk/?board=meetups&${search}`, more);
const onTable = (where, more = {}) => openScreen(browser, `${server.url}/kiosk/?board=table&lang=en&${where}`, { viewport: TABLET, ...more });

/* The table's card, once it reads so; many tables take turns in pages. */
async function reads(screen, selector, pattern) {
  const shell = await board(screen.page);
  await screen.page.waitForFunction(([one, where, [source, flags]]) => {
    const part = one.shadowRoot.querySelector(where);
    return part && new RegExp(source, flags).test(part.innerText.replace(/\s+/g, ' '));
  }, [shell, selector, [pattern.source, pattern.flags]], { timeout: 15_000 });
}

test('a call is shown in the lobby and at the table by its number; the end of the chat frees the table', async () => {
  const { n, meetup, room } = await setTable();
  const lobby = await wall();
  const table = await onTable(`room=${room.id}`, { quiet: true });
  const card = `[data-table="${meetup.id}"]`;
  await reads(lobby, card, new RegExp(`Table ${n}.*Host ${n}.*Free now`));
  await reads(table, '.stage', /Free now/);

  const place = await lineUp(meetup, await somebody('Nobody shows me'));
  await reads(lobby, card, new RegExp(`Next No\\. ${place.number} 1 waiting`));
  await reads(table, '.next', new RegExp(`No\\. ${place.number}`));

  await good('POST', `/api/v1/meetups/${meetup.id}/next`, {});
  await reads(lobby, `[data-call="${meetup.id} ${place.number}"]`, new RegExp(`No\\. ${place.number} Table ${n}`));
  await reads(lobby, card, new RegExp(`Come now No\\. ${place.number}`));
  await reads(table, '.stage', new RegExp(`Come now No\\. ${place.number}`));
  assert.doesNotMatch(await shownText(lobby.page), /Nobody shows me/);

  await good('POST', `/api/v1/places/${place.id}/arrived`, {});
  await reads(table, '.stage', /Welcome/);
  await good('POST', `/api/v1/places/${place.id}/start`, {});
  await reads(lobby, card, /min left/);
  await reads(table, '.stage', /Talking.*min left/);
  await lobby.page.waitForFunction(() => !document.querySelector('madang-meetups').shadowRoot.querySelector('[data-call]'));

  await good('POST', `/api/v1/places/${place.id}/finish`, {});
  await reads(lobby, card, /Free now/);
  await reads(table, '.stage', /Free now/);
  await lobby.assertClean();
  await lobby.close();
  await table.close();
});

test('who shows a character is called by name and figure, until it is hidden', async () => {
  const { n, meetup } = await setTable();
  const folk = await addCharacter(server, '하늘 Haneul', { companion: 'magpie' });
  const place = await lineUp(meetup, folk);
  await good('POST', `/api/v1/meetups/${meetup.id}/next`, {});
  const lobby = await wall();
  const call = `[data-call="${meetup.id} ${place.number}"]`;
  await reads(lobby, call, new RegExp(`하늘 Haneul.*Table ${n}`));
  await lobby.page.locator(`${call} img`).waitFor();
  await good('DELETE', `/api/v1/characters/${folk.id}`);
  await reads(lobby, call, new RegExp(`^No\\. ${place.number} Table ${n}`));
  assert.doesNotMatch(await shownText(lobby.page), /Haneul/);
  await lobby.assertClean();
  await lobby.close();
});

test('paused, on again, cancelled: the wall says so', async () => {
  const { meetup } = await setTable();
  const card = `[data-table="${meetup.id}"]`;
  const lobby = await wall();
  await reads(lobby, card, /Free now/);
  await good('POST', `/api/v1/meetups/${meetup.id}/pause`, { minutes: 20 });
  await reads(lobby, card, /On a break until \d\d:\d\d/);
  await good('POST', `/api/v1/meetups/${meetup.id}/resume`, {});
  await reads(lobby, card, /Free now/);
  await good('PATCH', `/api/v1/meetups/${meetup.id}`, { status: 'cancelled' });
  await reads(lobby, card, /Cancelled/);
  await lobby.assertClean();
  await lobby.close();
});

test('a link signs the table\'s screen in: its address is clean after, and the code is there', async () => {
  const { meetup } = await setTable();
  const hash = await screenLink();
  const screen = await onTable(`meetup=${meetup.id}`);
  await reads(screen, '.no-code', /isn’t signed in/);
  await screen.page.evaluate((to) => { location.hash = to; }, hash);
  await screen.page.locator('.code img').waitFor();
  assert.equal(await screen.page.evaluate(() => location.hash), '');
  assert.match(await screen.page.evaluate(() => location.search), /board=table/);
  await screen.close();
});

test('a table that opens after a talk is late with it, and says by how much', async () => {
  const talk = await find(server, 'sessions', 'title', BUNDLER);
  const { meetup } = await setTable({ host: talk.people[0], session: talk.id, start: undefined, end: undefined });
  const card = `[data-table="${meetup.id}"]`;
  const lobby = await wall();
  await reads(lobby, card, /10:45–11:45.*Pages without a bundler.*Opens in \d+ min/);
  await good('POST', `/api/v1/rooms/${talk.room}/delay`, { minutes: 12, from: talk.id });
  await reads(lobby, card, /10:57–11:57.*10:45 \+12 min/);
  await lobby.assertClean();
  await lobby.close();
});

/* The part of a fresh sign-in link that goes behind any screen's address. */
async function screenLink() {
  const link = await good('POST', '/api/v1/links', { role: 'screen', name: 'Screen of a table' });
  assert.match(link.path, /^\/kiosk\/#sign-in\//);
  return link.path.slice(link.path.indexOf('#'));
}

/* A screen that is signed in; the pauses between two askings of a code are short. */
async function signedIn(where, more) {
  const hash = await screenLink();
  const screen = await openScreen(browser, 'about:blank', { viewport: TABLET, ...more });
  await screen.context.addInitScript(() => {
    const real = setTimeout;
    globalThis.setTimeout = (run, ms, ...rest) => real(run, ms === 10_000 ? 100 : ms, ...rest);
  });
  await screen.page.goto(`${server.url}/kiosk/?board=table&lang=en&${where}${hash}`);
  await screen.page.locator('.code img').waitFor();
  return screen;
}

/* What a camera reads in the picture that the screen shows. */
async function readCode(screen) {
  const picture = await screen.page.locator('.code img').getAttribute('src');
  const file = path.join(tempFolder(), 'code');
  writeFileSync(`${file}.svg`, decodeURIComponent(picture.slice(picture.indexOf(',') + 1)));
  execFileSync('rsvg-convert', ['--zoom', '8', '--output', `${file}.png`, `${file}.svg`]);
  return execFileSync('zbarimg', ['--quiet', '--raw', `${file}.png`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}

test('who scans the code of the table\'s screen is here, and the screen greets them', async () => {
  const { meetup } = await setTable();
  const guest = await somebody('Scanner');
  const place = await lineUp(meetup, guest);
  await good('POST', `/api/v1/meetups/${meetup.id}/next`, {});
  const screen = await signedIn(`meetup=${meetup.id}`);
  await reads(screen, '.stage', new RegExp(`Come now No\\. ${place.number}`));
  const [address, code] = (await readCode(screen)).split('/#here/');
  assert.equal(address, server.url);
  const { place: now } = await good('POST', '/api/v1/presence', { code }, { authorization: `Bearer ${guest.token}` });
  assert.equal(now.state, 'arrived');
  await reads(screen, '.stage', new RegExp(`Welcome No\\. ${place.number}`));
  await screen.assertClean();
  await screen.close();
});

test('the code is asked for anew, and what came last is shown; without the server none is', async () => {
  const { meetup } = await setTable();
  const screen = await signedIn(`meetup=${meetup.id}`);
  const shell = await board(screen.page);
  const shows = (another) => screen.page.waitForFunction(([one, wanted]) => {
    const src = one.shadowRoot.querySelector('.code img')?.getAttribute('src') ?? '';
    return src !== '' && decodeURIComponent(src).includes('another') === wanted;
  }, [shell, another]);
  await shows(false);
  await screen.page.route('**/presence.svg', (route) => route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" id="another"/>' }));
  await shows(true);
  await screen.page.unroute('**/presence.svg');
  await shows(false);
  await screen.assertClean();

  await screen.page.route('**/presence.svg', (route) => route.abort());
  await screen.page.evaluate(() => {
    const real = performance.now.bind(performance);
    performance.now = () => real() + 28_000; // so much later
  });
  await reads(screen, '.no-code', /can’t be shown just now/);
  await screen.close();
});

test('axe finds nothing to complain of', async () => {
  const { meetup } = await setTable();
  await lineUp(meetup, await somebody('First'));
  await good('POST', `/api/v1/meetups/${meetup.id}/next`, {});
  for (const [search, viewport] of [['lang=ko'], ['lang=en&theme=light'], ['lang=en', UPRIGHT], ['lang=ko', { width: 360, height: 740 }]]) {
    const lobby = await wall(search, viewport && { viewport });
    await lobby.page.locator('[data-call]').first().waitFor();
    assert.deepEqual(await axeComplaints(lobby.page), [], search);
    await lobby.close();
  }
  for (const viewport of [TABLET, UPRIGHT, { width: 360, height: 740 }]) {
    const screen = await signedIn(`meetup=${meetup.id}`, { viewport });
    assert.deepEqual(await axeComplaints(screen.page), [], JSON.stringify(viewport));
    await screen.close();
  }
});

test('an address of a table that isn\'t there says so', async () => {
  for (const [where, words] of [['meetup=m999', /no table “m999”/], ['room=nowhere', /no table “nowhere”/], ['', /no table yet/]]) {
    const screen = await onTable(where);
    await reads(screen, '.rest', words);
    await screen.assertClean();
    await screen.close();
  }
});
