/*
 * A Chromium for page tests: headless, an empty profile, no network of its own.
 *
 *   const browser = await startBrowser();
 *   const screen = await openScreen(browser, `${server.url}/kiosk/`, { … });
 *   … screen.page is a Playwright page …
 *   screen.assertClean();          no other host, no broken policy, no error
 *   await browser.close();
 *
 * The program is $CHROMIUM_BIN, or /usr/bin/chromium.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const WALL = { width: 1920, height: 1080 };
export const PHONE = { width: 360, height: 740 };
export const LAPTOP = { width: 1280, height: 800 };

export function startBrowser(more = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_BIN || '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-quic', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', ...more,
    ],
  });
}

/**
 * Opens a page on a device: a screen on a wall, or a phone. 'about:blank' where the test goes there itself.
 *
 * viewport    WALL, PHONE, LAPTOP or any size
 * locale      the device's language
 * colorScheme the device's theme, 'light' or 'dark'
 * wrongBy     ms by which the device's clock is off
 * zone        the device's zone; UTC, as on a player nobody set up
 * noSockets   true for a network that blocks WebSockets
 * worker      true for a service worker, which fetches every file of every page once more; without
 *             it the page is as on an address that isn't secure
 * quiet       true where the server is to go: failed requests are no fault then
 */
export async function openScreen(browser, url, {
  wrongBy = 0, zone = 'UTC', viewport = WALL, noSockets = false, worker = false, quiet = false, reducedMotion = 'reduce', locale = 'en-US', colorScheme = 'light',
} = {}) {
  const context = await browser.newContext({ viewport, timezoneId: zone, locale, colorScheme, reducedMotion });
  const faults = [];
  context.on('request', (request) => {
    const to = new URL(request.url());
    if (url !== 'about:blank' && to.protocol.startsWith('http') && to.host !== new URL(url).host) faults.push(`asked another host: ${request.url()}`);
  });
  if (wrongBy) await context.addInitScript(setDeviceClock, wrongBy);
  if (noSockets) await context.addInitScript(blockSockets);
  if (!worker) await context.addInitScript(() => { delete Navigator.prototype.serviceWorker; });
  await context.addInitScript(noteViolations);

  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(`error: ${error.stack ?? error}`));
  page.on('console', (message) => {
    const networkDown = quiet && /ERR_CONNECTION|ERR_FAILED|WebSocket connection|Failed to fetch/.test(message.text());
    const blocked = noSockets && /WebSocket/.test(message.text());
    if (message.type() === 'error' && !networkDown && !blocked) faults.push(`console: ${message.text()} ${message.location().url}`);
  });
  if (url !== 'about:blank') await page.goto(url);
  return {
    page,
    context,
    async assertClean() {
      const violations = await page.evaluate(() => globalThis.policyViolations);
      assert.deepEqual([...faults, ...violations], []);
    },
    close: () => context.close(),
  };
}

/* ---- in the page ---------------------------------------------------------- */

function setDeviceClock(wrongBy) {
  const Real = Date;
  const now = () => Real.now() + wrongBy;
  globalThis.Date = class extends Real {
    constructor(...args) {
      if (args.length === 0) super(now());
      else super(...args);
    }

    static now() {
      return now();
    }
  };
}

/* As a proxy does that knows nothing of WebSockets: it never opens, and closes soon. */
function blockSockets() {
  globalThis.WebSocket = class extends EventTarget {
    constructor() {
      super();
      setTimeout(() => this.onclose?.({ code: 1006 }), 10);
    }

    close() {}
  };
}

function noteViolations() {
  globalThis.policyViolations = [];
  document.addEventListener('securitypolicyviolation', (event) => {
    globalThis.policyViolations.push(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
  });
}

/* ---- what is on a page ---------------------------------------------------- */

/**
 * Everything a page, or a part of it (a locator), shows, as one text: through shadow roots, without what is hidden.
 * Words in several languages lie over each other; only the one to be seen counts.
 */
export function shownText(where) {
  return where.evaluate((part) => {
    const parts = [];
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) parts.push(node.data);
      if (node.nodeType === Node.ELEMENT_NODE) {
        if (/^(STYLE|SCRIPT)$/.test(node.tagName)) return;
        const style = getComputedStyle(node);
        if (style.display === 'none' || style.visibility === 'hidden' || node.getAttribute('aria-hidden') === 'true') return;
      }
      for (const child of (node.shadowRoot ?? node).childNodes) walk(child);
    };
    walk(part ?? document.getElementById('stage') ?? document.body);
    return parts.join(' ').replace(/\s+/g, ' ');
  });
}

/** What axe complains of, a line each. */
export async function axeComplaints(page) {
  if (!await page.evaluate(() => 'axe' in globalThis)) await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target.flat().join(' ')} ${failureSummary.replace(/\s+/g, ' ')}`).join(' | ')}`);
}

/**
 * Until the device keeps what the page has seen up to this seq, under this name (see static/shared/keep.js).
 * It is told that it is about to go, or it would write only each ten seconds.
 */
export function keptOnDevice(page, name, seq) {
  return page.evaluate(async ([key, wanted]) => {
    const ask = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
    const db = await ask(indexedDB.open('madang', 1));
    const read = () => ask(db.transaction('kept').objectStore('kept').get(key));
    while (!((await read())?.seq >= wanted)) {
      window.dispatchEvent(new Event('pagehide'));
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    db.close();
  }, [`${name}/state`, seq]);
}

/** The board's element, once it is there and has rendered. */
export async function board(page) {
  await page.waitForFunction(() => {
    const one = document.querySelector('#stage > :not(.face):not(.coming)');
    return one?.shadowRoot?.childElementCount > 0;
  }, null, { timeout: 15_000 });
  return page.evaluateHandle(() => document.querySelector('#stage > :not(.face):not(.coming)'));
}

/** Milliseconds on a clock that the page's performance.timeOrigin shares. */
export function preciseNow() {
  return performance.timeOrigin + performance.now();
}
