/*
 * The boards are for everyone's eyes, and on the phone that the QR code leads
 * to, for everyone's ears: axe finds nothing to complain of.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { openScreen, startBrowser } from '../lib/browser.js';
import { addCharacter, BUNDLER, find, startCourtyard } from '../lib/courtyard.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let server;
let browser;

before(async () => {
  server = await startCourtyard();
  for (const one of [FOLK, 'أمل', 'Zoë']) await addCharacter(server, one, { companion: 'magpie' });
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const FOLK = '하늘 Haneul';
const LOOKS = [
  ['the lobby on a wall', '?lang=ko', { width: 1920, height: 1080 }],
  ['the lobby on a wall, light', '?lang=ko&theme=light', { width: 1920, height: 1080 }],
  ['the lobby upright', '?lang=en', { width: 1080, height: 1920 }],
  ['the lobby on a phone', '?lang=ko', { width: 360, height: 740 }],
  ['a door', '?board=door&lang=ko', { width: 1920, height: 1080 }],
  ['a door on a phone', '?board=door&lang=en', { width: 360, height: 740 }],
  ['the characters on a wall', '?board=characters&lang=ko', { width: 1920, height: 1080 }, FOLK],
  ['the characters upright, light', '?board=characters&lang=en&theme=light', { width: 1080, height: 1920 }, FOLK],
  ['the characters on a phone', '?board=characters&lang=ko', { width: 360, height: 740 }, FOLK],
];

for (const [name, search, viewport, shown = BUNDLER] of LOOKS) {
  test(name, async () => {
    const room = await find(server, 'rooms', 'name', '102');
    const screen = await openScreen(browser, `${server.url}/kiosk/${search}&room=${encodeURIComponent(room.id)}`, { viewport });
    await screen.page.getByText(shown).first().waitFor();
    await screen.page.evaluate(axe);
    const { violations } = await screen.page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target.flat().join(' ')} ${failureSummary.replace(/\s+/g, ' ')}`).join(' | ')}`);
    assert.deepEqual(told, []);
    await screen.close();
  });
}
