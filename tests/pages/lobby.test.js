/*
 * The lobby board in a real browser against a real server: a change is painted
 * within a second, time is right on a wrong device, languages take turns,
 * nothing is asked of another host and no policy is broken.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { board, openScreen, preciseNow, shownText, startBrowser } from '../lib/browser.js';
import { BUNDLER, find, FOLDING, openCourtyard, startCourtyard } from '../lib/courtyard.js';

const PAINTED_WITHIN_MS = 1_000;

const { server, browser } = await openCourtyard();

/* Notes, in the page, when the session's cell is painted at another place than now. */
async function watchMove(page, id) {
  await board(page);
  await page.evaluate((session) => {
    const root = document.querySelector('#stage > :not(.coming)').shadowRoot;
    const cell = () => root.querySelector(`[data-session="${CSS.escape(session)}"]`);
    const place = () => Math.round(cell()?.getBoundingClientRect().left ?? -1);
    const was = place();
    globalThis.painted = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        const is = place();
        if (is < 0 || is === was) return;
        observer.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => {
          resolve({ at: performance.timeOrigin + performance.now(), was, is });
        }));
      });
      observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    });
  }, id);
}

test('a move is painted within a second of the answer', async () => {
  const screen = await openScreen(browser, `${server.url}/kiosk/?lang=ko`);
  const session = await find(server, 'sessions', 'title', FOLDING);
  const to = await find(server, 'rooms', 'name', '103');
  await screen.page.getByText(FOLDING).first().waitFor();
  await watchMove(screen.page, session.id);

  const { status, text } = await server.api('PATCH', `/api/v1/sessions/${session.id}`, { room: to.id });
  const answered = preciseNow();
  assert.equal(status, 200, text);
  const painted = await screen.page.evaluate(() => globalThis.painted);

  const took = Math.round(painted.at - answered);
  assert.ok(took < PAINTED_WITHIN_MS, `${took} ms`);
  assert.ok(painted.is > painted.was, 'the talk went to a room further right');
  assert.match(await shownText(screen.page), /101 *→? *103/);
  await screen.assertClean();
  await screen.close();
});

test('on a device clock 17 minutes off, in another zone, the time is right', async () => {
  for (const wrongBy of [17 * 60_000, -17 * 60_000]) {
    const screen = await openScreen(browser, `${server.url}/kiosk/?lang=en`, { wrongBy, zone: 'UTC' });
    const shell = await board(screen.page);
    await screen.page.waitForFunction((one) => one.now > 0, shell);
    const { now } = (await server.api('GET', '/api/v1/state?topics=timetable')).json;
    const shown = await shell.evaluate((one) => one.now);
    assert.ok(Math.abs(shown - now) < 2_000, `${shown - now} ms off`);
    const seoul = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Seoul', hour: '2-digit', minute: '2-digit' }).format(shown);
    assert.ok((await shownText(screen.page)).includes(seoul), `${seoul} is not shown`);
    assert.match(await shownText(screen.page), /Now|left/);
    await screen.assertClean();
    await screen.close();
  }
});

describe('as time goes by', { concurrency: true }, () => {
  test('the clock ticks each second', async () => {
    const screen = await openScreen(browser, `${server.url}/kiosk/?board=lobby`);
    const shell = await board(screen.page);
    const nows = [];
    for (let i = 0; i < 8; i += 1) {
      nows.push(await shell.evaluate((one) => one.now));
      await screen.page.waitForTimeout(500);
    }
    assert.ok(nows.every((now) => now % 1000 === 0), 'full seconds');
    assert.ok(nows.at(-1) - nows[0] >= 3_000, `${nows.at(-1) - nows[0]} ms in 3.5 s`);
    await screen.close();
  });

  test('in a rehearsal at sixty times, the screen lives in that time', async () => {
    const rehearsal = await startCourtyard({ speed: 60 });
    const screen = await openScreen(browser, `${rehearsal.url}/kiosk/?lang=en`);
    const shell = await board(screen.page);
    await screen.page.waitForFunction((one) => one.now > 0, shell);
    for (let i = 0; i < 6; i += 1) {
      await screen.page.waitForTimeout(1_000);
      const { now } = (await rehearsal.api('GET', '/api/v1/state?topics=timetable')).json;
      const [shown, stale, rate] = await shell.evaluate((one) => [one.now, one.stale, one.rate]);
      assert.ok(Math.abs(shown - now) < 2_000 * 60, `${shown - now} ms off`);
      assert.deepEqual([stale, rate], [null, 60]);
    }
    await screen.assertClean();
    await screen.close();
    await rehearsal.stop();
  });

  test('languages take turns, and <html lang> with them; lang= chooses', async () => {
    const both = await openScreen(browser, `${server.url}/kiosk/?lang=ko,en`);
    await board(both.page);
    const first = await both.page.evaluate(() => document.documentElement.lang);
    const other = first === 'ko' ? 'en' : 'ko';
    const before = await shownText(both.page);
    await both.page.waitForFunction((lang) => document.documentElement.lang === lang, other, { timeout: 12_000 });
    assert.notEqual(await shownText(both.page), before);
    await both.assertClean();
    await both.close();

    for (const [lang, word] of [['ko', /분/], ['en', /\bmin\b/]]) {
      const one = await openScreen(browser, `${server.url}/kiosk/?lang=${lang}`);
      await one.page.getByText(BUNDLER).first().waitFor();
      assert.equal(await one.page.evaluate(() => document.documentElement.lang), lang);
      assert.match(await shownText(one.page), word);
      await one.close();
    }
  });
});

test('an address with a mistake in it is the lobby', async () => {
  const screen = await openScreen(browser, `${server.url}/kiosk/?board=lobbby&room=nowhere&lang=%3Cb%3E&theme=blue`);
  const shell = await board(screen.page);
  assert.equal(await shell.evaluate((one) => one.localName), 'madang-lobby');
  await screen.page.getByText(BUNDLER).first().waitFor();
  await screen.assertClean();
  await screen.close();
});

test('the door board of a room, and the theme', async () => {
  const room = await find(server, 'rooms', 'name', '102');
  const screen = await openScreen(browser, `${server.url}/kiosk/?board=door&room=${encodeURIComponent(room.id)}&theme=light`);
  const shell = await board(screen.page);
  assert.equal(await shell.evaluate((one) => one.localName), 'madang-door');
  await screen.page.getByText(BUNDLER).first().waitFor();
  assert.equal(await screen.page.evaluate(() => document.documentElement.getAttribute('theme')), 'light');
  await screen.assertClean();
  await screen.close();
});

test('a wall has no scrollbar and no pointer; a phone scrolls', async () => {
  for (const viewport of [{ width: 1920, height: 1080 }, { width: 1080, height: 1920 }, { width: 3840, height: 2160 }]) {
    const wall = await openScreen(browser, `${server.url}/kiosk/?board=lobby`, { viewport });
    await board(wall.page);
    const { scrolls, cursor } = await wall.page.evaluate(() => ({
      scrolls: document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth,
      cursor: getComputedStyle(document.body).cursor,
    }));
    assert.deepEqual({ scrolls, cursor }, { scrolls: false, cursor: 'none' }, JSON.stringify(viewport));
    await wall.close();
  }
  const phone = await openScreen(browser, `${server.url}/kiosk/?board=lobby`, { viewport: { width: 360, height: 740 } });
  await board(phone.page);
  await phone.page.getByText(BUNDLER).first().waitFor();
  const style = await phone.page.evaluate(() => [getComputedStyle(document.body).overflowY, getComputedStyle(document.body).cursor, document.documentElement.scrollWidth > innerWidth]);
  assert.deepEqual(style, ['visible', 'auto', false]);
  await phone.assertClean();
  await phone.close();
});

test('thirty things in one room at one time do not hang the board', async () => {
  const crowded = await startCourtyard();
  const own = await startBrowser();       /* a page that hangs takes its browser with it */
  try {
    const screen = await openScreen(own, `${crowded.url}/kiosk/?lang=en`);
    const shell = await board(screen.page);
    const room = await find(crowded, 'rooms', 'name', '102');
    await Promise.all(Array.from({ length: 30 }, (_, i) => crowded.api('POST', '/api/v1/sessions', {
      title: `One of many ${i}`, room: room.id, start: '2031-05-20T03:30:00Z', duration: 30,
    })));
    await screen.page.waitForFunction((one) => Object.keys(one.docs.sessions).length === 34, shell, { timeout: 10_000 });
    const then = await shell.evaluate((one) => one.now);
    await screen.page.waitForFunction(([one, before]) => one.now >= before + 2_000, [shell, then], { timeout: 10_000 });
    await screen.assertClean();
  } finally {
    await own.close();
    await crowded.stop();
  }
});
