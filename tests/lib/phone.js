/*
 * The attendee's app in a Chromium, as somebody holds it.
 *
 *   const phone = await openPhone(browser, server, { hash: '#/day' });
 *   await join(phone, '김마당');
 *   const other = await sameOn(browser, server, phone);      another device of theirs
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { openScreen } from './browser.js';

export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1280, height: 800 };

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function openPhone(browser, server, { hash = '#/', viewport = PHONE, ...more } = {}) {
  const phone = await openScreen(browser, `${server.url}/${hash}`, { viewport, ...more });
  return Object.assign(phone, { go: (to) => phone.page.evaluate((where) => { location.hash = where; }, to) });
}

/** By the form on my day, as anybody would. */
export async function join(phone, name) {
  await phone.go('#/day');
  await phone.page.getByLabel('Name').fill(name);
  await phone.page.keyboard.press('Enter');
  await phone.page.getByLabel('Name').waitFor({ state: 'detached' });
}

/** Another device of the same person: it has the cookie. */
export async function sameOn(browser, server, phone, { hash = '#/day', ...more } = {}) {
  const other = await openPhone(browser, server, { hash: '#/', ...more });
  await other.context.addCookies(await phone.context.cookies());
  await other.page.evaluate(() => localStorage.setItem('madang-signed-in', '1'));
  await other.page.reload();
  await other.go(hash);
  return other;
}

/** A tap on the star of a session, wherever it stands. */
export function toggleStar(phone, id) {
  return phone.page.evaluate(async (session) => {
    const { stars } = await import('/app/stars.js');
    stars.toggle(session);
  }, id);
}

/** axe finds nothing to complain of. */
export async function assertAccessible({ page }, what) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target.flat().join(' ')} ${failureSummary.replace(/\s+/g, ' ')}`).join(' | ')}`);
  assert.deepEqual(told, [], what);
}

/** Tab by tab to the control that is called so; the keyboard alone. */
export async function tabTo({ page }, name) {
  for (let i = 0; i < 60; i += 1) {
    await page.keyboard.press('Tab');
    const called = await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.ariaLabel || element?.labels?.[0]?.textContent || element?.textContent?.trim() || '';
    });
    if (called.trim() === name) return;
  }
  assert.fail(`no way by the keyboard to "${name}"`);
}
