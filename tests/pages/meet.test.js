/*
 * Meeting a speaker on a phone: two tables in a real server, a real browser, and other attendees
 * and a host by the API.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, test } from 'node:test';
import { axeComplaints, LAPTOP, PHONE, shownText } from '../lib/browser.js';
import { find, openCourtyard, state } from '../lib/courtyard.js';
import { openPhone, toggleStar } from '../lib/phone.js';
import { tempFolder } from '../lib/server.js';

const { server, browser } = await openCourtyard();
const kim = await good('POST', '/api/v1/people', { name: '김하늘', company: 'Courtyard' });
const ada = await good('POST', '/api/v1/people', { name: 'Grace Table' });
const tables = [await good('POST', '/api/v1/rooms', { name: { ko: '테이블 1', en: 'Table 1' }, kind: 'table' }), await good('POST', '/api/v1/rooms', { name: { ko: '테이블 2', en: 'Table 2' }, kind: 'table' })];

/* Each test has tables of its own; those of the test before are closed by then. */
let made = [];
beforeEach(async () => {
  for (const id of made) await good('PATCH', `/api/v1/meetups/${id}`, { status: 'cancelled' });
  made = [];
});

async function good(method, where, body, token = null) {
  const answer = await server.api(method, where, body, token ? { authorization: `Bearer ${token}` } : {});
  assert.ok(answer.status < 300, `${method} ${where}: ${answer.status} ${answer.text}`);
  return answer.json;
}

const clock = (time) => `2031-05-20T${time}:00+09:00`;

/* A host's table; from and to by the clock of Seoul, where it is ten past ten. */
async function table(host = kim, { from = '10:30', to = '11:00', place = tables[0], ...more } = {}) {
  const meetup = await good('POST', '/api/v1/meetups', { host: host.id, place: place.id, start: clock(from), end: clock(to), slot_minutes: 10, ...more });
  made.push(meetup.id);
  return meetup;
}

async function somebody(name = 'Somebody') {
  const { id, token } = await good('POST', '/api/v1/attendees', { name, language: 'en' });
  return { id, name, call: (method, where, body) => good(method, where, body, token) };
}

/* Somebody's phone, with a name, at this address. */
async function phoneOf(name, hash, options = {}) {
  const phone = await openPhone(browser, server, { hash: '#/day', ...options });
  await phone.page.getByLabel(options.locale === 'ko-KR' ? '이름' : 'Name').fill(name);
  await phone.page.keyboard.press('Enter');
  await phone.page.getByLabel(options.locale === 'ko-KR' ? '이름' : 'Name').waitFor({ state: 'detached' });
  await phone.go(hash);
  return phone;
}

const sheet = ({ page }) => page.locator('madang-meetup');
/* Views that were shown stay; a sheet comes after the page that it lies over. */
const mine = ({ page }, kind) => page.locator(`.place.is-${kind}:visible`).last();
const slotAt = (phone, time) => sheet(phone).getByRole('button', { name: new RegExp(`^${time}`) });
const bar = ({ page }) => page.locator('madang-place-bar').getByRole('link');

async function book(phone, time, topic) {
  await slotAt(phone, time).click();
  await phone.page.getByLabel('What would you like to talk about?').fill(topic);
  await sheet(phone).getByRole('button', { name: /^(Book|Join) this time/ }).click();
}

async function standInLine(phone, topic) {
  await sheet(phone).getByRole('button', { name: 'Join the line' }).click();
  await phone.page.getByLabel('What would you like to talk about?').fill(topic);
  await sheet(phone).getByRole('button', { name: 'Join the line' }).click();
  await mine(phone, 'line').waitFor();
}

/* What a camera reads off the table's screen. */
async function codeAt(meetup) {
  const { text, status } = await server.api('GET', `/api/v1/meetups/${meetup.id}/presence.svg`);
  assert.equal(status, 200, text);
  const file = path.join(tempFolder(), 'code');
  writeFileSync(`${file}.svg`, text);
  execFileSync('rsvg-convert', ['--width', '480', '--background-color', 'white', '--output', `${file}.png`, `${file}.svg`]);
  const read = execFileSync('zbarimg', ['--quiet', '--raw', `${file}.png`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trimEnd();
  return new URL(read).hash;
}

describe('a time', () => {
  test('is booked by two taps and a topic; the phone says what one gets, and every other phone sees it go', async () => {
    const meetup = await table(kim, { from: '10:50', to: '11:20' });
    const phone = await phoneOf('Guest', '#/meet');
    const other = await openPhone(browser, server, { hash: `#/meet/${meetup.id}` });
    const clashing = await find(server, 'sessions', 'title', 'Folding changes over a snapshot');
    await toggleStar(phone, clashing.id);
    await phone.page.getByRole('link', { name: '김하늘' }).first().click();
    await slotAt(phone, '11:00').click();
    const asking = await shownText(sheet(phone).locator('.asking'));
    assert.match(asking, /11:00–11:10 Table 1 김하늘.*At the same time, 11:00: Folding changes over a snapshot/);
    await phone.page.getByLabel('What would you like to talk about?').fill('How do <b>snapshots</b> age?');
    await sheet(phone).getByRole('button', { name: 'Book this time' }).click();
    await sheet(phone).getByText('Booked. See you at 11:00.').waitFor();
    assert.match(await shownText(mine(phone, 'booked')), /Booked.*11:00–11:10.*Table 1.*How do <b>snapshots<\/b> age\?/);
    await slotAt(other, '11:00').getByText('full').waitFor();
    await slotAt(phone, '11:00').getByText('yours').waitFor();
    await phone.assertClean();
    await phone.close();
    await other.close();
  });

  test('is booked by two taps from the list, or from a session; then it stands in my day among what is starred', async () => {
    const speaker = await find(server, 'people', 'name', '김마당');
    const session = Object.values((await state(server)).docs.sessions).find(({ people }) => people?.includes(speaker.id));
    await table(kim, { from: '10:50', to: '11:20' });
    await table(speaker, { from: '13:00', to: '14:00', place: tables[1] });
    const clashing = await find(server, 'sessions', 'title', 'Folding changes over a snapshot');
    const phone = await phoneOf('Guest', '#/meet');
    await toggleStar(phone, clashing.id);
    await phone.page.locator('madang-meet').getByRole('link', { name: 'Book 11:00, 김하늘' }).click();
    await phone.page.getByLabel('What would you like to talk about?').fill('Two taps');
    await sheet(phone).getByRole('button', { name: 'Book this time' }).click();
    await sheet(phone).getByText('Booked. See you at 11:00.').waitFor();
    await phone.page.getByRole('button', { name: 'Close' }).click();
    await phone.page.locator('madang-meet').getByRole('link', { name: 'Book 11:10, 김하늘' }).waitFor({ state: 'detached' });

    await phone.go(`#/session/${session.id}`);
    await phone.page.locator('madang-session').getByRole('link', { name: 'Book 13:00, 김마당' }).click();
    await phone.page.getByLabel('What would you like to talk about?').fill('Two more');
    await sheet(phone).getByRole('button', { name: 'Book this time' }).click();
    await sheet(phone).getByText('Booked. See you at 13:00.').waitFor();

    await phone.go('#/day');
    const day = phone.page.locator('madang-day');
    await day.locator('.booked').getByRole('link', { name: '김마당' }).waitFor();
    assert.match(await shownText(day.locator('ol').first()), /11:00 11:10 Meeting 김하늘 Table 1 10 min overlap Meeting 김하늘 11:00 .*Folding changes.*13:00 13:10 Meeting 김마당 Table 2/);
    await day.locator('madang-places').getByText('Two taps').waitFor();
    await day.locator('madang-places').getByText('Two more').waitFor({ state: 'detached' });
    await day.locator('.booked').getByRole('link', { name: '김하늘' }).click();
    await sheet(phone).getByRole('heading', { name: '김하늘' }).first().waitFor();
    await phone.assertClean();
    await phone.close();
  });

  test('that fills up under the thumb: on its waiting list, next free ones as buttons, the topic kept', async () => {
    const meetup = await table();
    const rival = await somebody();
    const phone = await phoneOf('Guest', `#/meet/${meetup.id}`);
    /* Between the tap and the server, where the service worker doesn't hide it from us. */
    await phone.page.exposeFunction('rivalBooks', () => rival.call('POST', `/api/v1/slots/${meetup.id}-0/bookings`, { topic: 'Faster' }));
    await phone.page.evaluate(() => {
      const { fetch } = globalThis;
      globalThis.fetch = async (address, options) => {
        if (options?.method === 'POST') await globalThis.rivalBooks();
        return fetch(address, options);
      };
    });
    await book(phone, '10:30', 'Pages without a build');
    await slotAt(phone, '10:30').getByText('waiting').waitFor();
    await sheet(phone).locator('.asking').getByText('You are number 1 on the waiting list').first().waitFor();
    await sheet(phone).locator('.asking').getByRole('button', { name: '10:40' }).click();
    assert.equal(await phone.page.getByLabel('What would you like to talk about?').inputValue(), 'Pages without a build');
    await phone.close();
  });

  test('that was full: a place on the list, then a seat to be confirmed, told in every view; then given back', async () => {
    const meetup = await table(kim, { to: '10:40', from: '10:30' });
    const first = await somebody();
    const { booking } = await first.call('POST', `/api/v1/slots/${meetup.id}-0/bookings`, { topic: 'First' });
    const phone = await phoneOf('Guest', `#/meet/${meetup.id}`);
    await slotAt(phone, '10:30').click();
    assert.match(await shownText(sheet(phone).locator('.asking')), /What they come to talk about First/);
    await phone.page.getByLabel('What would you like to talk about?').fill('Second');
    await sheet(phone).getByRole('button', { name: 'Join the waiting list' }).click();
    await mine(phone, 'seat').getByText('number 1 in the list').waitFor();
    await phone.go('#/');
    await first.call('DELETE', `/api/v1/bookings/${booking.id}`);
    await bar(phone).getByText('A seat has come free').waitFor();
    await bar(phone).click();
    const seat = mine(phone, 'confirm');
    assert.match(await shownText(seat), /min left.*10:30–10:40.*Table 1/);
    await seat.getByRole('button', { name: 'Take this seat' }).click();
    await mine(phone, 'booked').waitFor();
    await bar(phone).waitFor({ state: 'detached' });

    await mine(phone, 'booked').getByRole('button', { name: 'Give back' }).click();
    await mine(phone, 'booked').getByRole('button', { name: 'Keep it' }).click();
    await mine(phone, 'booked').getByRole('button', { name: 'Give back' }).click();
    await mine(phone, 'booked').getByText('the next person can have it').waitFor();
    await mine(phone, 'booked').getByRole('button', { name: 'Give back' }).click();
    await phone.page.locator('.place:visible').waitFor({ state: 'detached' });
    await phone.assertClean();
    await phone.close();
  });

  test('can be shared: their topics are told, and one joins', async () => {
    const meetup = await table(kim, { seats: 2 });
    await (await somebody()).call('POST', `/api/v1/slots/${meetup.id}-1/bookings`, { topic: 'مرحبا' });
    const phone = await phoneOf('Guest', `#/meet/${meetup.id}`);
    await slotAt(phone, '10:40').getByText('1 seat').waitFor();
    await slotAt(phone, '10:40').click();
    const topic = sheet(phone).locator('.topics li');
    assert.deepEqual([await topic.textContent(), await topic.evaluate((one) => getComputedStyle(one).direction)], ['مرحبا', 'rtl']);
    await phone.page.getByLabel('What would you like to talk about?').fill('The same');
    await sheet(phone).getByRole('button', { name: 'Join this time' }).click();
    await mine(phone, 'booked').waitFor();
    await phone.close();
  });

  test('needs a topic, and no two at once', async () => {
    const [one, two] = [await table(), await table(ada, { place: tables[1] })];
    const phone = await phoneOf('Guest', `#/meet/${one.id}`);
    await book(phone, '10:30', '  ');
    await sheet(phone).getByText('Please write a line about your topic').waitFor();
    await phone.page.getByLabel('What would you like to talk about?').fill('x'.repeat(201));
    await sheet(phone).getByRole('button', { name: 'Book this time' }).click();
    await sheet(phone).getByText('There is room for 200 characters').waitFor();
    await phone.page.getByLabel('What would you like to talk about?').fill('Fine');
    await sheet(phone).getByRole('button', { name: 'Book this time' }).click();
    await mine(phone, 'booked').waitFor();
    await phone.go(`#/meet/${two.id}`);
    await book(phone, '10:30', 'Also');
    await sheet(phone).getByText('You meet 김하늘 at 10:30, which overlaps.').waitFor();
    await phone.close();
  });
});

test('whoever has no name is asked for one, and comes back to what was written', async () => {
  const meetup = await table();
  const phone = await openPhone(browser, server, { hash: `#/meet/${meetup.id}` });
  await book(phone, '10:40', 'What I came for');
  await phone.page.getByLabel('Name', { exact: true }).fill('Newcomer');
  await phone.page.keyboard.press('Enter');
  await sheet(phone).waitFor();
  assert.equal(await phone.page.getByLabel('What would you like to talk about?').inputValue(), 'What I came for');
  await sheet(phone).getByRole('button', { name: 'Book this time' }).click();
  await mine(phone, 'booked').getByText('What I came for').waitFor();
  await phone.assertClean();
  await phone.close();
});

test('without a network nothing written is lost, and the page says so', async () => {
  const meetup = await table();
  const phone = await phoneOf('Guest', `#/meet/${meetup.id}`, { quiet: true });
  await slotAt(phone, '10:50').click();
  await phone.context.setOffline(true);
  await phone.page.getByLabel('What would you like to talk about?').fill('In the tunnel');
  await sheet(phone).getByRole('button', { name: 'Book this time' }).click();
  await sheet(phone).getByText('You are offline. Nothing you wrote is lost').waitFor();
  await phone.context.setOffline(false);
  await sheet(phone).getByRole('button', { name: 'Book this time' }).click();
  await mine(phone, 'booked').getByText('In the tunnel').waitFor();
  await phone.close();
});

describe('the line', () => {
  test('moves live; called in any view; seen by the table\'s code; talking; met', async () => {
    const meetup = await table(kim, { from: '10:00', to: '11:30', seats: 1 });
    const [a, b] = [await somebody('A'), await somebody('B')];
    for (const one of [a, b]) await one.call('POST', `/api/v1/meetups/${meetup.id}/line`, { topic: 'Mine' });
    const phone = await phoneOf('Guest', `#/meet/${meetup.id}`);
    await sheet(phone).locator('.queue').getByText('2 ahead').waitFor();
    await standInLine(phone, 'Folding');
    await mine(phone, 'line').getByText('2 ahead').waitFor();
    assert.match(await shownText(mine(phone, 'line')), /about \d+(–\d+)? min|any moment/);
    await a.call('DELETE', `/api/v1/meetups/${meetup.id}/line`);
    await mine(phone, 'line').getByText('1 ahead').waitFor();
    await b.call('DELETE', `/api/v1/meetups/${meetup.id}/line`);
    await mine(phone, 'line').getByText('You are next').waitFor();

    await phone.go('#/');
    const { place } = await good('POST', `/api/v1/meetups/${meetup.id}/next`, {});
    await bar(phone).getByText('It is your turn').waitFor();
    await bar(phone).getByText('min left').waitFor();
    await phone.page.waitForFunction(() => document.title.startsWith('It is your turn · '));
    await phone.go('#/meet');
    await mine(phone, 'called').getByText(/Come to Table.1 within \d min/).waitFor();

    await phone.go(await codeAt(meetup));
    await phone.page.getByRole('heading', { name: 'You have been seen' }).waitFor();
    await mine(phone, 'arrived').waitFor();
    await bar(phone).waitFor({ state: 'detached' });
    await phone.page.waitForFunction(() => !document.title.includes('It is your turn'));
    await good('POST', `/api/v1/places/${place.id}/start`, {});
    await mine(phone, 'talking').getByText('min left').waitFor();
    await good('POST', `/api/v1/places/${place.id}/finish`, {});
    await mine(phone, 'done').waitFor();
    await phone.assertClean();
    await phone.close();
  });

  test('lets one by, and leaves, each after one question', async () => {
    const meetup = await table(kim, { from: '10:00', to: '11:30' });
    const phone = await phoneOf('Guest', `#/meet/${meetup.id}`);
    await standInLine(phone, 'Patience');
    await (await somebody()).call('POST', `/api/v1/meetups/${meetup.id}/line`, { topic: 'Hurry' });
    await mine(phone, 'line').getByText('You are next').waitFor();
    await mine(phone, 'line').getByRole('button', { name: 'Let one by' }).click();
    await mine(phone, 'line').getByText('The person behind you goes first').waitFor();
    await mine(phone, 'line').getByRole('button', { name: 'Let one by' }).click();
    await mine(phone, 'line').getByText('1 ahead').waitFor();
    await mine(phone, 'line').getByRole('button', { name: 'Leave' }).click();
    await mine(phone, 'line').locator('.sure').getByRole('button', { name: 'Leave' }).click();
    await sheet(phone).getByRole('button', { name: 'Join the line' }).waitFor();
    await phone.close();
  });

  test('called at two tables: one choice, and the other place is kept', async () => {
    const [one, two] = [await table(kim, { from: '10:00', to: '11:30' }), await table(ada, { from: '10:00', to: '11:30', place: tables[1] })];
    const phone = await phoneOf('Guest', `#/meet/${one.id}`);
    await standInLine(phone, 'Kim first');
    await phone.go(`#/meet/${two.id}`);
    await standInLine(phone, 'Ada first');
    await good('POST', `/api/v1/meetups/${one.id}/next`, {});
    await bar(phone).getByText('It is your turn').waitFor();
    await good('POST', `/api/v1/meetups/${two.id}/next`, {});
    await bar(phone).getByText('Two tables want you').waitFor();
    await phone.go('#/meet');
    await mine(phone, 'choose').getByRole('button', { name: 'Meet Grace Table' }).click();
    await mine(phone, 'called').getByText('Grace Table').waitFor();
    await mine(phone, 'line').getByText('김하늘').waitFor();
    await phone.assertClean();
    await phone.close();
  });

  test('who did not come is told, and joins again', async () => {
    const meetup = await table(kim, { from: '10:00', to: '11:30' });
    const phone = await phoneOf('Guest', `#/meet/${meetup.id}`);
    await standInLine(phone, 'Late again');
    const { place } = await good('POST', `/api/v1/meetups/${meetup.id}/next`, {});
    await mine(phone, 'called').waitFor();
    await good('POST', `/api/v1/places/${place.id}/no_show`, {});
    await mine(phone, 'no_show').getByText('Your turn has passed').waitFor();
    await mine(phone, 'no_show').getByRole('button', { name: 'Join the line again' }).click();
    await mine(phone, 'line').getByText('Late again').waitFor();
    await phone.page.locator('.place.is-no_show:visible').waitFor({ state: 'detached' });
    await phone.close();
  });
});

test('a table\'s code leads whoever has no place there to the table; a forged one nowhere', async () => {
  const meetup = await table(kim, { from: '10:00', to: '11:30' });
  const stranger = await openPhone(browser, server, { hash: await codeAt(meetup) });
  await sheet(stranger).getByRole('heading', { name: '김하늘' }).waitFor();
  await stranger.close();
  const phone = await phoneOf('Guest', await codeAt(meetup));
  await sheet(phone).getByRole('button', { name: 'Join the line' }).waitFor();
  await phone.page.getByRole('button', { name: 'Close' }).click();
  await phone.page.locator('madang-meet').getByRole('heading', { name: 'Meet a speaker' }).waitFor();
  await phone.go(`#here/${meetup.id}.1.AAAAAAAAAAAAAAAA`);
  await phone.page.getByText('Please scan the QR code on the table’s screen').waitFor();
  await phone.close();
});

test('a session says where its speaker can be met, and a table what it belongs to', async () => {
  const speaker = await find(server, 'people', 'name', '김마당');
  const session = Object.values((await state(server)).docs.sessions).find(({ people }) => people?.includes(speaker.id));
  await table(speaker, { from: '10:50', session: session.id });
  const phone = await openPhone(browser, server, { hash: `#/session/${session.id}` });
  await phone.page.getByRole('heading', { name: 'Meet the speaker' }).waitFor();
  await phone.page.locator('madang-session').getByRole('link', { name: /^김마당/ }).click();
  await sheet(phone).getByText('After the talk:').waitFor();
  await phone.close();
});

for (const [device, viewport] of [['a phone', PHONE], ['a laptop', LAPTOP]]) {
  test(`axe finds nothing, nothing is wider than the page, and each target is large enough, on ${device}`, async () => {
    const meetup = await table(kim, { from: '10:00', to: '11:30', note: { ko: '무엇이든', en: 'Anything goes' } });
    await table(ada, { place: tables[1], seats: 3 });
    for (const colorScheme of ['light', 'dark']) {
      const phone = await phoneOf('Guest', '#/meet', { viewport, colorScheme, locale: colorScheme === 'dark' ? 'ko-KR' : 'en-US' });
      const { page } = phone;
      const look = async (where) => {
        assert.deepEqual(await axeComplaints(page), [], `${colorScheme}, ${where}`);
        assert.deepEqual(await page.evaluate(tooSmallOrWide), { small: [], wide: 0 }, where);
      };
      await page.locator('madang-meet').getByRole('link', { name: '김하늘' }).first().waitFor();
      await look('the list');
      await phone.go(`#/meet/${meetup.id}`);
      await sheet(phone).locator('.slot.free').first().click();
      await sheet(phone).locator('textarea').waitFor();
      await look('a table');
      await page.locator('madang-meetup textarea').fill('ㅎ');
      await page.locator('madang-meetup form button').click();
      await mine(phone, 'booked').waitFor();
      await look('booked');
      await phone.go('#/day');
      await mine(phone, 'booked').waitFor();
      await look('my day');
      await phone.assertClean();
      await phone.close();
    }
  });
}

function tooSmallOrWide() {
  const small = [];
  const walk = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) walk(element.shadowRoot);
      if (!element.matches('button, a, input, textarea')) continue;
      const box = element.getBoundingClientRect();
      if (!box.width) continue;
      const over = ['::after', '::before'].some((part) => getComputedStyle(element, part).position === 'absolute');
      if (!over && (box.height < 43.5 || box.width < 43.5)) small.push(`${element.outerHTML.slice(0, 80)} ${Math.round(box.width)}×${Math.round(box.height)}`);
    }
  };
  walk(document);
  return { small, wide: document.documentElement.scrollWidth - innerWidth };
}
