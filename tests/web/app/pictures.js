/*
 * Takes pictures of the app for people to judge, with the scenes of the boards and no server.
 *   node tests/web/app/pictures.js [FOLDER] [SCENE…]      default: /tmp/madang-app, all scenes
 * A scene may be given as scene:what@size.lang.theme, any part left out: eventful:session@laptop.en.light
 * What: top, whole (all of the page), session, search, room, track.
 */
import { mkdirSync } from 'node:fs';
import { startStand } from '../boards/server.js';
import { openBrowser, SIZES } from '../boards/browser.js';
import { scenes } from '../boards/fixtures.js';

const WHAT = {
  top: async () => {},
  whole: async () => {},
  session: (page) => openSession(page, 'a17'),
  full: (page) => openSession(page, 'a11'),
  off: (page) => openSession(page, 'a14'),
  search: (page) => page.getByRole('searchbox').fill('ㅋㅋㅇ'),
  room: (page) => page.getByRole('group').getByRole('button').nth(1).click(),
};

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
  return list;
}

function parse(spec) {
  const [, scene, what = 'top', size = 'phone', lang = 'ko', theme = 'light'] = /^(\w+)(?::(\w+))?(?:@(\w+))?(?:\.(\w+))?(?:\.(\w+))?$/.exec(spec);
  return { scene, what, size, lang, theme };
}

/* As if a server stood at the scene's time. */
async function serve(page, { docs, now }) {
  await page.route('**/api/v1/state?*', (route) => route.fulfill({ json: { epoch: 'pictures', seq: 1, now, docs } }));
  await page.route('**/healthz', (route) => route.fulfill({ json: { status: 'ok' } }));
  await page.routeWebSocket(/\/live\?/, (socket) => {
    socket.send(JSON.stringify({ hello: { epoch: 'pictures', seq: 1, now, rate: 1 } }));
  });
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
  await serve(page, scenes[scene]());
  await page.goto(`${stand.url}/`);
  await page.locator('madang-programme').waitFor();
  await page.waitForTimeout(500);
  await WHAT[what](page);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(300);
  const path = `${folder}/${scene}-${what}-${size}-${lang}-${theme}.png`;
  await page.screenshot({ path, fullPage: what === 'whole' });
  console.log(path);
  await page.close();
}
await browser.close();
stand.close();
