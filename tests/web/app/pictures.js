/*
 * Takes pictures of the app for people to judge, with the scenes of the boards and no server.
 *   node tests/web/app/pictures.js [FOLDER] [SCENE…]      default: /tmp/madang-app, all scenes
 * A scene may be given as scene:what@size.lang.theme, any part left out: eventful:session@laptop.en.light
 * What: top, whole (all of the page), session, search, room, track; of the scene `meet`: list, table, slot,
 * full, join, notices, speaker, and each state of a place (tests/web/app/meetings.js).
 */
import { mkdirSync } from 'node:fs';
import { startStand } from '../boards/server.js';
import { openBrowser, SIZES } from '../boards/browser.js';
import { scenes } from '../boards/fixtures.js';
import { ME, meetings, notices, NOW, STATES } from './meetings.js';

const WHAT = {
  top: async () => {},
  whole: async () => {},
  session: (page) => openSession(page, 'a17'),
  full: (page) => openSession(page, 'a11'),
  off: (page) => openSession(page, 'a14'),
  search: (page) => page.getByRole('searchbox').fill('ㅋㅋㅇ'),
  room: (page) => page.getByRole('group').getByRole('button').nth(1).click(),
};

/* Meeting a speaker: {what: [own documents, hash, what to do then]}. */
const tap = (name) => (page) => page.locator('madang-meetup').getByRole('button', { name }).first().click();
const MEET = {
  list: [{}, '#/meet'],
  table: [{}, '#/meet/m1'],
  shared: [{}, '#/meet/m2', tap(/^15:05/)],
  slot: [{ stars: { a15: { id: 'a15' }, a12: { id: 'a12' } }, ...STATES.booked }, '#/meet/m1', async (page) => {
    await page.locator('madang-meetup .slot.free').first().click();
    await page.locator('madang-meetup textarea').fill('작은 팀에서 로그를 모으기 시작한다면 무엇부터 하면 좋을까요?');
  }],
  full: [{}, '#/meet/m6', tap(/^16:55/)],
  line: [{}, '#/meet/m1', tap(/^(줄 서기|Join the line)/)],
  draw: [{}, '#/meet/m4'],
  off: [{}, '#/meet/m5'],
  join: [null, '#/meet/m1', async (page) => { await page.locator('madang-meetup .slot.free').first().click(); }],
  notices: [{ notices: notices() }, '#/notices'],
  speaker: [{}, '#/session/a11'],
  day: [{ stars: { a15: { id: 'a15' }, a12: { id: 'a12' } }, ...STATES.booked }, '#/day'],
  bar: [STATES.called, '#/'],
  ...Object.fromEntries(Object.entries(STATES).map(([name, own]) => [`my_${name}`, [own, '#/meet']])),
};

async function openMeeting(page, what) {
  const [own, hash, then = async () => {}] = MEET[what];
  if (own) await page.addInitScript(() => localStorage.setItem('madang-signed-in', '1'));
  await serve(page, { docs: meetings(), now: NOW }, own && { attendees: { a1: ME }, stars: {}, notices: {}, bookings: {}, places: {}, ...own });
  await page.goto(`${stand.url}/${hash}`);
  await page.locator(hash === '#/meet' ? 'madang-meet h2' : 'h1').first().waitFor();
  await page.waitForTimeout(400);
  await then(page);
}

const [folder = '/tmp/madang-app', ...asked] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

function everything() {
  const list = [];
  for (const scene of ['day', 'eventful', 'urgent', 'before', 'closed', 'crowded', 'tracks', 'empty']) {
    for (const size of ['phone', 'laptop']) list.push(`${scene}:top@${size}.ko.dark`, `${scene}:top@${size}.en.light`);
  }
  for (const what of ['whole', 'session', 'full', 'off', 'search']) {
    for (const size of ['phone', 'laptop']) list.push(`eventful:${what}@${size}.ko.light`, `eventful:${what}@${size}.en.dark`);
  }
  for (const what of Object.keys(MEET)) list.push(`meet:${what}@phone.ko.light`, `meet:${what}@phone.en.dark`, `meet:${what}@laptop.en.light`);
  return list;
}

function parse(spec) {
  const [, scene, what = 'top', size = 'phone', lang = 'ko', theme = 'light'] = /^(\w+)(?::(\w+))?(?:@(\w+))?(?:\.(\w+))?(?:\.(\w+))?$/.exec(spec);
  return { scene, what, size, lang, theme };
}

/* As if a server stood at the scene's time. */
async function serve(page, { docs, now }, own = null) {
  await page.route('**/api/v1/state?*', (route) => route.fulfill({ json: { epoch: 'pictures', seq: 1, now, docs } }));
  await page.route('**/healthz', (route) => route.fulfill({ json: { status: 'ok' } }));
  await page.routeWebSocket(/\/live\?/, (socket) => {
    socket.send(JSON.stringify({ hello: { epoch: 'pictures', seq: 1, now, rate: 1 } }));
    if (own) socket.send(JSON.stringify({ seq: 1, set: own, why: 'me' }));
  });
}

async function openScene(page, scene, what) {
  await serve(page, scenes[scene]());
  await page.goto(`${stand.url}/`);
  await page.locator('madang-programme').waitFor();
  await page.waitForTimeout(500);
  await WHAT[what](page);
}

async function openSession(page, id) {
  await page.evaluate((one) => { location.hash = `#/session/${one}`; }, id);
  await page.locator('dialog[open] h1').waitFor();
}

const stand = await startStand();
const browser = await openBrowser();
for (const { scene, what, size, lang, theme } of (asked.length ? asked : everything()).map(parse)) {
  const page = await browser.newPage({ viewport: SIZES[size], locale: lang, colorScheme: theme, reducedMotion: 'reduce', serviceWorkers: 'block' });
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && console.log('   console:', message.text()));
  page.on('pageerror', (error) => console.log('   error:', error.stack));
  if (scene === 'meet') await openMeeting(page, what);
  else await openScene(page, scene, what);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(300);
  const path = `${folder}/${scene}-${what}-${size}-${lang}-${theme}.png`;
  await page.screenshot({ path, fullPage: what === 'whole' });
  console.log(path);
  await page.close();
}
await browser.close();
stand.close();
