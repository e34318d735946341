/*
 * The attendee's app in a Chromium, as somebody holds it.
 *
 *   const phone = await openPhone(browser, server, { hash: '#/day' });
 *   await join(phone, '김마당');
 *   const other = await sameOn(browser, server, phone);      another device of theirs
 */
import assert from 'node:assert/strict';
import { PHONE, openScreen } from './browser.js';

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
