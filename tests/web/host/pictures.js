/*
 * Takes pictures of the host's desk for people to judge, with scenes and no server.
 *   node tests/web/host/pictures.js [FOLDER] [SCENE…]      default: /tmp/madang-host, all scenes
 * A scene may be given as scene:what@size.lang.theme, any part left out: talking:whole@laptop.en.light
 * What: top, whole (all of the page), opened (a row of the queue), about, pausing, lost (a tap that did not arrive).
 */
import { mkdirSync } from 'node:fs';
import { startStand } from '../boards/server.js';
import { openBrowser, SIZES } from '../boards/browser.js';
import { scenes } from './scenes.js';

const WHAT = {
  top: async () => {},
  whole: async () => {},
  opened: (page) => page.locator('.waiting-one button').first().click(),
  about: async (page) => { await page.locator('summary').click(); await page.locator('summary').scrollIntoViewIfNeeded(); },
  pausing: (page) => page.locator('[data-act=pause]').click(),
  refused: async (page) => { await page.locator('.bar button').first().click(); await page.getByRole('alert').waitFor(); },
};

const [folder = '/tmp/madang-host', ...asked] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

function everything() {
  const list = [];
  for (const scene of Object.keys(scenes)) list.push(`${scene}:top@phone.ko.light`, `${scene}:top@phone.en.dark`, `${scene}:top@laptop.ko.dark`);
  for (const what of ['whole', 'opened', 'about', 'pausing', 'refused']) list.push(`talking:${what}@phone.ko.light`, `talking:${what}@laptop.en.light`);
  return [...list, 'all:whole@phone.ko.light', 'setup:whole@phone.en.light', 'setup:whole@laptop.ko.light', 'group:whole@phone.ko.dark'];
}

function parse(spec) {
  const [, scene, what = 'top', size = 'phone', lang = 'ko', theme = 'light'] = /^(\w+)(?::(\w+))?(?:@(\w+))?(?:\.(\w+))?(?:\.(\w+))?$/.exec(spec);
  return { scene, what, size, lang, theme };
}

/* As if a server stood at the scene's time, and somebody had signed in. */
async function serve(page, { docs, now, guests, role }) {
  const me = { id: 'me1', name: '정원천', language: 'ko', person: role === 'host' ? 'host' : null, rev: 1 };
  await page.addInitScript((one) => {
    if (one === 'organiser') localStorage.setItem('madang-role', 'organiser');
    else if (one) localStorage.setItem('madang-signed-in', '1');
  }, role);
  await page.route('**/api/v1/state?*', (route) => route.fulfill({ json: { epoch: 'pictures', seq: 1, now, docs } }));
  await page.route('**/healthz', (route) => route.fulfill({ json: { status: 'ok' } }));
  await page.route('**/api/v1/meetups/*/guests', (route) => (typeof guests === 'number' ? route.fulfill({ status: guests, json: { code: 'no' } }) : route.fulfill({ json: guests })));
  await page.route('**/api/v1/places/*/*', (route) => route.fulfill({ status: 409, json: { code: 'wrong_state', state: 'left', detail: '' } }));
  await page.routeWebSocket(/\/live\?/, (socket) => {
    socket.send(JSON.stringify({ hello: { epoch: 'pictures', seq: 1, now, rate: 1 } }));
    if (role && role !== 'organiser') socket.send(JSON.stringify({ seq: 1, set: { attendees: { me1: me } }, why: 'me' }));
  });
}

const stand = await startStand();
const browser = await openBrowser();
for (const { scene, what, size, lang, theme } of (asked.length ? asked : everything()).map(parse)) {
  const page = await browser.newPage({ viewport: SIZES[size], locale: lang, colorScheme: theme, reducedMotion: 'reduce', serviceWorkers: 'block' });
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && console.log('   console:', message.text()));
  page.on('pageerror', (error) => console.log('   error:', error.stack));
  const one = scenes[scene]();
  await serve(page, one);
  await page.goto(`${stand.url}/host/${one.hash}`);
  await page.locator('main > *').waitFor();
  await page.waitForTimeout(600);
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
