/* Chromium by playwright-core, and the sizes of screen that the boards are looked at in. */
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { after } from 'node:test';
import { modules, startStand } from './server.js';

export const SIZES = {
  hd: { width: 1920, height: 1080 }, '4k': { width: 3840, height: 2160 }, tall: { width: 1080, height: 1920 },
  phone: { width: 360, height: 740 }, laptop: { width: 1280, height: 800 }, tablet: { width: 1024, height: 768 },
};

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const QUIET = ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/* Whether everything is here that pictures need. */
export function canBrowse() {
  return existsSync(CHROMIUM) && ['playwright-core', 'lit', 'pretendard'].every(modules);
}

export function openBrowser() {
  const { chromium } = createRequire(import.meta.url)(modules('playwright-core'));
  return chromium.launch({ executablePath: CHROMIUM, args: QUIET });
}

/* A stand and a browser for the tests of a file: {skip: why they can't be, open(board, scene, size, options)}. */
export async function openBoards() {
  if (!canBrowse()) return { skip: 'Chromium or the npm packages are not here' };
  const [stand, browser] = await Promise.all([startStand(), openBrowser()]);
  after(async () => {
    await browser.close();
    stand.close();
  });
  /* Pages that move alike share what was fetched. */
  const contexts = Object.fromEntries(await Promise.all(['reduce', 'no-preference'].map(async (reducedMotion) => [reducedMotion, await browser.newContext({ reducedMotion })])));
  const open = (board, scene, size, { reducedMotion = 'no-preference', ...more } = {}) => openScene(contexts[reducedMotion], stand, board, scene, size, more);
  return { skip: false, open };
}

/* → {page, troubles}: what the console and the page complained of. */
async function openScene(context, stand, board, scene, size, { lang = 'ko', langs = 'ko,en', theme = 'dark' } = {}) {
  const page = await context.newPage();
  const troubles = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(error.message));
  await page.setViewportSize(SIZES[size]);
  await page.goto(`${stand.url}/stand.html?${new URLSearchParams({ board, scene, lang, langs, theme })}`);
  await page.waitForFunction(() => window.board);
  await page.waitForTimeout(150);
  return { page, troubles };
}
