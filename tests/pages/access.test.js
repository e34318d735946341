/*
 * The boards are for everyone's eyes, and on the phone that the QR code leads
 * to, for everyone's ears: axe finds nothing to complain of.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axeComplaints, openScreen } from '../lib/browser.js';
import { addCharacter, BUNDLER, find, openCourtyard } from '../lib/courtyard.js';

const FOLK = '하늘 Haneul';
const { server, browser } = await openCourtyard();
for (const one of [FOLK, 'أمل', 'Zoë']) await addCharacter(server, one, { companion: 'magpie' });

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
