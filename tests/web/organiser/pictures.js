/*
 * Takes pictures of the organisers' desk for people to judge, with a server of its own.
 *   node tests/web/organiser/pictures.js [FOLDER] [SCENE…]      default: /tmp/madang-organiser, all scenes
 * A scene is one of SCENES, and may be given as scene@size.lang.theme, any part left out: log@laptop.en.dark
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { LAPTOP, PHONE, startBrowser } from '../../lib/browser.js';
import { find, FOLDING, startCourtyard } from '../../lib/courtyard.js';
import { openDesk } from '../../lib/desk.js';

const SIZES = { phone: PHONE, laptop: LAPTOP };

/* name → the address, who is there, and what is done there before the picture. */
const SCENES = {
  door: { hash: '', token: null },
  'sign-in': { hash: '#sign-in/abcdef' },
  log: { hash: '#/changes' },
  import: { hash: '#/changes/import' },
  comparison: { hash: '#/changes/import', run: compare },
  many: { hash: '#/changes/import', run: many },
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
  const screen = await openDesk(browser, server, hash, { token, viewport: SIZES[size], locale: lang, colorScheme: theme, quiet: true });
  await screen.page.waitForLoadState('networkidle');
  await run(screen.page);
  await screen.page.evaluate(() => document.fonts.ready);
  const file = `${folder}/${name}-${size}-${lang}-${theme}.png`;
  await screen.page.screenshot({ path: file, fullPage: name === 'comparison' });
  console.log(file);
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

/* The courtyard's file, after some work on it. */
async function compare(page) {
  const file = JSON.parse(readFileSync(new URL('../../fixtures/pages/courtyard.json', import.meta.url)));
  const { rooms } = file.schedule.conference.days[0];
  const all = Object.values(rooms).flat();
  Object.assign(all[0], { title: '하나의 프로그램으로 회의장 전체를 그리고 그 바깥까지', abstract: 'A much longer abstract than there was, which says what the talk is about, and for whom.' });
  Object.assign(all[1], { start: '13:00', date: all[1].date.replace(/T\d\d:\d\d/, 'T13:00') });
  rooms['103'] = [{ ...all[0], id: 90, guid: '7a3d8a52-6f0e-4f39-9b1a-0c54f6a1c090', slug: 'new', title: 'A new talk in a new room', room: '103', persons: [{ id: 1, public_name: '김마당' }, { id: 77, public_name: 'Ada Guest' }] }];
  rooms['102'].pop();
  await page.locator('input[type=file]').setInputFiles({ name: 'courtyard-v2.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(file)) });
  await page.locator('[data-part=added]').waitFor();
}

async function many(page) {
  await compare(page);
  await page.locator('.act .primary').click();
  await page.locator('.danger').waitFor();
}
