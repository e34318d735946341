/* The organisers' desk in a browser: somebody's device, signed in by its cookie. */
import { LAPTOP, openScreen } from './browser.js';

/**
 * Opens /organiser/ at a hash. token: whose, by default the organisers' own; null is nobody. Gives what
 * openScreen gives.
 */
export async function openDesk(browser, server, hash = '', { token = server.token, ...options } = {}) {
  const screen = await openScreen(browser, 'about:blank', { viewport: LAPTOP, ...options });
  if (token) await screen.context.addCookies([{ name: 'madang', value: token, url: server.url, httpOnly: true, sameSite: 'Strict' }]);
  await screen.page.goto(`${server.url}/organiser/${hash}`);
  await screen.page.locator('main > *').first().waitFor();
  return screen;
}
