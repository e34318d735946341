/*
 * The boards are for everyone's eyes, and on the phone that the QR code leads
 * to, for everyone's ears: axe finds nothing to complain of.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeComplaints, openScreen, startBrowser } from '../lib/browser.js';
import { addCharacter, BUNDLER, find, startCourtyard } from '../lib/courtyard.js';

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
    assert.deepEqual(await axeComplaints(screen.page), []);
    await screen.close();
  });
}
