/*
 * Takes pictures of the organisers' desk for people to judge, with a server of its own.
 *   node tests/web/organiser/pictures.js [FOLDER] [SCENE…]      default: /tmp/madang-organiser, all scenes
 * A scene is one of SCENES, and may be given as scene@size.lang.theme, any part left out: log@laptop.en.dark
 */
import { mkdirSync } from 'node:fs';
import { LAPTOP, PHONE, startBrowser } from '../../lib/browser.js';
import { find, FOLDING, startCourtyard } from '../../lib/courtyard.js';
import { openDesk } from '../../lib/desk.js';

const SIZES = { phone: PHONE, laptop: LAPTOP };

/* name → the address, who is there, and what is done there before the picture. */
const SCENES = {
  door: { hash: '', token: null },
  'sign-in': { hash: '#sign-in/abcdef' },
  log: { hash: '#/changes' },
  more: { hash: '#/changes', run: async (page) => { const more = page.locator('.opens button'); if (await more.isVisible()) await more.click(); } },
};

const [folder = '/tmp/madang-organiser', ...wanted] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const [server, browser] = await Promise.all([startCourtyard(), startBrowser()]);
await fill();
for (const asked of wanted.length ? wanted : Object.keys(SCENES)) {
  const [name, how = ''] = asked.split('@');
  const parts = how.split('.').filter(Boolean);
  const chosen = (all) => { const some = parts.filter((part) => all.includes(part)); return some.length ? some : all; };
  for (const size of chosen(Object.keys(SIZES))) {
    for (const [lang, theme] of [['ko', 'light'], ['en', 'dark']].filter(([lang, theme]) => !parts.some((part) => ['ko', 'en'].includes(part) && part !== lang) && !parts.some((part) => ['light', 'dark'].includes(part) && part !== theme))) await take(name, size, lang, theme);
  }
}
await browser.close();
await server.stop();

async function take(name, size, lang, theme) {
  const { hash, token, run = async () => {} } = SCENES[name];
  const screen = await openDesk(browser, server, hash, { token, viewport: SIZES[size], locale: lang, colorScheme: theme });
  await screen.page.waitForLoadState('networkidle');
  await run(screen.page);
  await screen.page.evaluate(() => document.fonts.ready);
  const file = `${folder}/${name}-${size}-${lang}-${theme}.png`;
  await screen.page.screenshot({ path: file });
  console.log(file);
  await screen.assertClean();
  await screen.close();
}

async function good(method, path, body) {
  const { status, json, text } = await server.api(method, `/api/v1${path}`, body);
  if (status >= 300) throw new Error(`${method} ${path}: ${text}`);
  return json;
}

/* A morning's work. */
async function fill() {
  const talk = await find(server, 'sessions', 'title', FOLDING);
  const rooms = Object.values((await good('GET', '/state?topics=timetable')).docs.rooms);
  await good('PATCH', `/sessions/${talk.id}`, { room: rooms.find(({ id }) => id !== talk.room).id });
  await good('POST', `/rooms/${rooms[0].id}/delay`, { minutes: 12 });
  const { action } = await good('PATCH', `/rooms/${rooms[1].id}`, { fill: 'full' });
  await good('POST', `/actions/${action}/undo`, {});
  await good('POST', '/announcements', { text: { ko: '점심은 마당에서 드려요', en: 'Lunch is served in the courtyard' }, level: 'info', until: '2031-05-20T04:00:00Z' });
}
