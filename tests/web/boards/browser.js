/* Chromium by playwright-core, and the sizes of screen that the boards are looked at in. */
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { modules } from './server.js';

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

/* Opens a scene on the stand; → {page, troubles}: what the console and the page complained of. */
export async function openScene({ browser, stand }, board, scene, size, { lang = 'ko', langs = 'ko,en', theme = 'dark', ...options } = {}) {
  const page = await browser.newPage({ viewport: SIZES[size], ...options });
  const troubles = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(error.message));
  await page.goto(`${stand.url}/stand.html?${new URLSearchParams({ board, scene, lang, langs, theme })}`);
  await page.waitForFunction(() => window.board);
  await page.waitForTimeout(150);
  return { page, troubles };
}
