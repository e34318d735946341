/*
 * Takes pictures of the boards for people to judge, and lists what the checks find.
 *   node tests/web/boards/pictures.js [FOLDER] [SCENE…]      default: /tmp/madang-pictures, all scenes
 * A scene may be given as board:scene@size.lang.theme, any part left out: lobby:day@4k.en.light
 */
import { mkdirSync } from 'node:fs';
import { startStand } from './server.js';
import { openBrowser, SIZES } from './browser.js';
import { complaints } from './checks.js';
import { meetupScenes, tableScenes } from './meetup-fixtures.js';

const DOOR = ['full', 'left', 'late', 'cancelled', 'door', 'shown', 'between', 'done', 'unknown', 'urgent_door'];
const LOBBY = ['day', 'morning', 'lunch', 'tracks', 'eventful', 'urgent', 'urgent_long', 'stale', 'before', 'evening', 'closed', 'crowded', 'empty', 'bare'];
const YARD = ['nobody', 'alone', 'few', 'folk', 'crowd', 'alarm'];
const MEET = Object.keys(meetupScenes);
const TABLE = Object.keys(tableScenes);
const BOARD_OF = (scene) => (MEET.includes(scene) ? 'meetups' : TABLE.includes(scene) ? 'table' : DOOR.includes(scene) ? 'door' : YARD.includes(scene) ? 'characters' : 'lobby');

const [folder = '/tmp/madang-pictures', ...asked] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

function everything() {
  const list = [];
  for (const scene of LOBBY) for (const size of ['hd', 'tall', 'phone']) list.push(`lobby:${scene}@${size}.ko.dark`);
  for (const scene of DOOR) for (const size of ['hd', 'tall', 'phone']) list.push(`door:${scene}@${size}.ko.dark`);
  for (const scene of YARD) for (const size of ['hd', 'tall', 'phone']) list.push(`characters:${scene}@${size}.ko.dark`);
  for (const scene of MEET) for (const size of ['hd', 'tall', 'phone']) list.push(`meetups:${scene}@${size}.ko.dark`);
  for (const scene of TABLE) for (const size of ['tablet', 'tall', 'hd']) list.push(`table:${scene}@${size}.ko.dark`);
  return [...list, 'meetups:twelve@4k.en.light', 'meetups:called@tablet.en.dark', 'characters:folk@hd.en.light', 'characters:crowd@4k.en.light', 'lobby:day@4k.en.dark', 'lobby:day@hd.en.light', 'lobby:eventful@hd.en.light', 'lobby:crowded@laptop.en.dark', 'door:door@hd.en.light'];
}

function parse(spec) {
  const [, board = BOARD_OF(spec), scene, size = 'hd', lang = 'ko', theme = 'dark'] = /^(?:(\w+):)?(\w+)(?:@(\w+))?(?:\.(\w+))?(?:\.(\w+))?$/.exec(spec);
  return { board, scene, size, lang, theme };
}

const stand = await startStand();
const browser = await openBrowser();
for (const { board, scene, size, lang, theme } of (asked.length ? asked : everything()).map(parse)) {
  const page = await browser.newPage({ viewport: SIZES[size] });
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && console.log('   console:', message.text()));
  page.on('pageerror', (error) => console.log('   error:', error.stack));
  await page.goto(`${stand.url}/stand.html?${new URLSearchParams({ board, scene, lang, theme })}`);
  await page.waitForFunction(() => window.board);
  await page.waitForTimeout(1300);
  const path = `${folder}/${board}-${scene}-${size}-${lang}-${theme}.png`;
  await page.screenshot({ path, fullPage: size === 'phone' });
  console.log(path);
  for (const complaint of await page.evaluate(complaints, { least: size === 'phone' ? null : 1.8 })) console.log('  ', complaint);
  await page.close();
}
await browser.close();
stand.close();
