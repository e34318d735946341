/*
 * The attendee's app in a real browser against a real server: the programme and a session's sheet,
 * live, by thumb and by keyboard, in both languages, on a phone and on a laptop.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { axeComplaints, LAPTOP, openScreen, PHONE, preciseNow, shownText } from '../lib/browser.js';
import { BUNDLER, find, FOLDING, openCourtyard } from '../lib/courtyard.js';

const PAINTED_WITHIN_MS = 1_000;
const WALLS = '읽기 좋은 벽 시간표';

const { server, browser } = await openCourtyard();

async function open({ hash = '', ...options } = {}) {
  const screen = await openScreen(browser, `${server.url}/${hash}`, { viewport: PHONE, locale: 'ko-KR', ...options });
  await screen.page.locator('.session, .told, dialog h1').first().waitFor();
  return screen;
}

const rowOf = (page, title) => page.locator('.session', { hasText: title });
const focusedText = (page) => page.evaluate(() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element.textContent.trim();
});

for (const [device, viewport] of [['a phone', PHONE], ['a laptop', LAPTOP]]) {
  describe(`on ${device}`, () => {
    test('what is on and how long still stands on top, then the day', async () => {
      const screen = await open({ viewport });
      const text = await shownText(screen.page);
      assert.match(text, /마당 Courtyard 2031.*지금 열리는 세션.*101.*35분 남음 · 10:45까지.*다음 11:00 Folding/);
      assert.match(text, /5월 20일.*10:00.*11:00/);
      assert.equal(await screen.page.evaluate(() => document.documentElement.lang), 'ko');
      assert.equal(await screen.page.title(), '시간표 · 마당 Courtyard 2031');
      await screen.assertClean();
      await screen.close();
    });

    test('a move is marked within a second of the answer, without a reload', async () => {
      const screen = await open({ viewport });
      await screen.page.evaluate(() => { globalThis.sameLife = true; });
      const session = await find(server, 'sessions', 'title', FOLDING);
      const to = await find(server, 'rooms', 'name', session.room === (await find(server, 'rooms', 'name', '103')).id ? '101' : '103');
      const { status, text } = await server.api('PATCH', `/api/v1/sessions/${session.id}`, { room: to.id });
      const answered = preciseNow();
      assert.equal(status, 200, text);
      const chip = rowOf(screen.page, FOLDING).locator('.chip', { hasText: to.name });
      await chip.waitFor();
      const took = await screen.page.evaluate(() => performance.timeOrigin + performance.now()) - answered;
      assert.ok(took < PAINTED_WITHIN_MS, `${Math.round(took)} ms`);
      assert.match(await chip.textContent(), /10\d\s*10\d/);
      assert.match(await screen.page.locator('[role=status]').first().textContent(), new RegExp(`바뀌었어요: .*${FOLDING}`));
      assert.equal(await screen.page.evaluate(() => globalThis.sameLife), true);
      await server.api('PATCH', `/api/v1/sessions/${session.id}`, { room: session.room });
      await screen.close();
    });

    test('axe finds nothing, and nothing is wider than the page', async () => {
      for (const colorScheme of ['light', 'dark']) {
        const screen = await open({ viewport, colorScheme });
        const { page } = screen;
        assert.deepEqual(await axeComplaints(page), [], colorScheme);
        await page.getByRole('searchbox').fill('courtyard');
        await page.getByRole('heading', { name: '검색 결과' }).waitFor();
        assert.deepEqual(await axeComplaints(page), [], `${colorScheme}, searching`);
        await page.getByRole('searchbox').fill('');
        await rowOf(page, BUNDLER).getByRole('link').click();
        await page.locator('dialog[open] h1').waitFor();
        assert.deepEqual(await axeComplaints(page), [], `${colorScheme}, with a sheet`);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
        await screen.assertClean();
        await screen.close();
      }
    });
  });
}

test('search finds Korean and English, people and rooms, and what is not there', async () => {
  const screen = await open();
  const field = screen.page.getByRole('searchbox');
  for (const [query, title] of [['벽 시', WALLS], ['bundl', BUNDLER], ['이한', BUNDLER], ['ㅂㅅㄱ', WALLS], ['ＦＯＬＤ', FOLDING]]) {
    await field.fill(query);
    await screen.page.getByRole('heading', { name: '검색 결과' }).waitFor();
    await rowOf(screen.page, title).waitFor();
  }
  await field.fill('없는 말');
  await screen.page.getByText('‘없는 말’ 검색 결과가 없어요').waitFor();
  await field.press('Escape');
  await screen.page.getByRole('heading', { name: '지금 열리는 세션' }).waitFor();
  await screen.close();
});

test('a second that passes draws nothing, and what has the focus stays its session when others come before it', async () => {
  const screen = await open();
  const { page } = screen;
  const drawn = await page.evaluate(async () => {
    const view = document.querySelector('madang-app').shadowRoot.querySelector('madang-programme');
    const { now } = view;
    let times = 0;
    view.render = ((render) => function counted() { times += 1; return render.call(this); })(view.render);
    while (view.now < now + 2_000) await new Promise((resolve) => { setTimeout(resolve, 50); });
    return Math.floor(view.now / 60_000) === Math.floor(now / 60_000) ? times : 0;
  });
  assert.equal(drawn, 0);

  const star = rowOf(page, WALLS).getByRole('button');
  await star.focus();
  const label = () => page.evaluate(() => {
    let element = document.activeElement;
    while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element.getAttribute('aria-label');
  });
  const before = await label();
  const [room, theirs] = [await find(server, 'rooms', 'name', '101'), await find(server, 'sessions', 'title', WALLS)];
  const title = 'مقدمة <b>أولى</b>';
  const { json } = await server.api('POST', '/api/v1/sessions', { title, room: room.id, start: theirs.start, duration: 10 });
  await rowOf(page, title).waitFor();
  assert.equal(await label(), before);
  assert.equal(await rowOf(page, title).locator('.title a').evaluate((link) => getComputedStyle(link).direction), 'rtl');
  await server.api('PATCH', `/api/v1/sessions/${json.id}`, { status: 'hidden' });
  await rowOf(page, title).waitFor({ state: 'detached' });
  await screen.assertClean();
  await screen.close();
});

test('by room and by track: the same sessions under other heads', async () => {
  const screen = await open();
  const heads = () => screen.page.locator('.group .head').allInnerTexts();
  await screen.page.getByRole('button', { name: '방별' }).click();
  assert.deepEqual((await heads()).map((one) => one.trim()), ['101', '102']);
  await screen.page.getByRole('button', { name: '분야별' }).click();
  assert.deepEqual((await heads()).map((one) => one.trim()), ['서버', 'Front-end']);
  await screen.close();
});

describe('a session', () => {
  test('opens as a sheet by keyboard, tells everything, and gives the focus back', async () => {
    const screen = await open();
    const { page } = screen;
    const link = rowOf(page, BUNDLER).getByRole('link');
    await link.focus();
    await page.keyboard.press('Enter');
    await page.locator('dialog[open]').waitFor();
    await page.waitForFunction((title) => document.title.startsWith(title), BUNDLER);
    assert.equal(await focusedText(page), BUNDLER, 'the heading has the focus');
    const sheet = page.getByRole('dialog', { name: BUNDLER });
    const text = await shownText(sheet);
    assert.match(text, /5월 20일.*10:00–10:45/);
    assert.match(text, /102.*영어.*발표자.*이한글/);
    assert.ok(await sheet.getByRole('img', { name: 'QR' }).evaluate(async (image) => { await image.decode(); return image.naturalWidth > 0; }));
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    assert.equal(await focusedText(page), BUNDLER, 'the link has it again');
    assert.equal(new URL(page.url()).hash.replace('#/', ''), '');
    await screen.assertClean();
    await screen.close();
  });

  test('back and forward lead out of it and in again; the cross closes one that was opened by its address', async () => {
    const { id } = await find(server, 'sessions', 'title', BUNDLER);
    const screen = await open();
    const { page } = screen;
    const sheet = page.locator('dialog[open]');
    await rowOf(page, BUNDLER).getByRole('link').click();
    await sheet.waitFor();
    await page.goBack();
    await sheet.waitFor({ state: 'detached' });
    await page.goForward();
    await sheet.getByRole('heading', { name: BUNDLER }).waitFor();
    await page.goBack();
    await sheet.waitFor({ state: 'detached' });
    await screen.close();

    const direct = await open({ hash: `#/session/${id}` });
    await direct.page.locator('dialog[open]').getByRole('heading', { name: BUNDLER }).waitFor();
    await direct.page.getByRole('button', { name: '닫기' }).click();
    await direct.page.locator('dialog[open]').waitFor({ state: 'detached' });
    await rowOf(direct.page, BUNDLER).waitFor();
    await direct.close();
  });

  test('says what is late, from what; and what was cancelled; text from outside is text', async () => {
    const room = await find(server, 'rooms', 'name', '103');
    const { json } = await server.api('POST', '/api/v1/sessions', {
      title: '<b>굵게</b> "x"', room: room.id, start: '2031-05-20T06:00:00Z', duration: 30,
      description: 'All of it, at length', abstract: 'First line\nsecond <script>alert(1)</script>\n\nSee https://example.org/a?b=1. And javascript:alert(1)',
    });
    const screen = await open({ hash: `#/session/${json.id}` });
    const sheet = screen.page.locator('dialog[open]');
    await sheet.getByRole('heading', { name: '<b>굵게</b> "x"' }).waitFor();
    assert.match(await shownText(sheet), /First line second <script>alert\(1\)<\/script>.*All of it, at length/);
    assert.deepEqual(await sheet.getByRole('link').evaluateAll((all) => all.map((one) => [one.href, one.rel])), [['https://example.org/a?b=1', 'noopener noreferrer']]);

    await server.api('POST', `/api/v1/rooms/${room.id}/delay`, { minutes: 12, from: json.id });
    await sheet.getByText('12분 늦어졌어요').waitFor();
    assert.match(await shownText(sheet), /15:00\s*15:12/);
    await server.api('PATCH', `/api/v1/sessions/${json.id}`, { status: 'cancelled' });
    await sheet.getByText('취소되었어요').waitFor();
    await screen.assertClean();
    await screen.close();
  });

  test('that is not there is said to be gone', async () => {
    const screen = await open({ hash: '#/session/nothing-like-it' });
    await screen.page.getByText('이 세션은 지금 시간표에 없어요').waitFor();
    await screen.assertClean();
    await screen.close();
  });
});

test('the language is switched without a reload, and kept', async () => {
  const screen = await open();
  await screen.page.getByRole('button', { name: 'English' }).click();
  await screen.page.getByRole('heading', { name: 'On now' }).waitFor();
  assert.equal(await screen.page.evaluate(() => document.documentElement.lang), 'en');
  await screen.page.reload();
  await screen.page.getByRole('heading', { name: 'On now' }).waitFor();
  await screen.close();
});

test('announcements stand on top while they hold, the urgent ones first', async () => {
  const screen = await open();
  await server.api('POST', '/api/v1/announcements', { text: { ko: '점심은 로비에서', en: 'Lunch is in the lobby' }, level: 'info' });
  const urgent = await server.api('POST', '/api/v1/announcements', { text: { ko: '모두 밖으로 나가 주세요', en: 'Please leave' }, level: 'urgent' });
  await screen.page.getByRole('button', { name: '확인했어요' }).click();
  await screen.page.locator('.notice.urgent').waitFor();
  assert.match(await shownText(screen.page), /긴급 모두 밖으로 나가 주세요 점심은 로비에서/);
  await server.api('DELETE', `/api/v1/announcements/${urgent.json.id}`);
  await screen.close();
});

test('every target is 44 px, and 320 px or a zoom of 200 % needs no scrolling sideways', async () => {
  const screen = await open({ viewport: { width: 320, height: 640 } });
  const { page } = screen;
  const look = () => page.evaluate(() => {
    const small = [];
    const walk = (root) => {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) walk(element.shadowRoot);
        if (!element.matches('button, a, input, select')) continue;
        const box = element.getBoundingClientRect();
        if (!box.width || element.closest('p.plain, .who')) continue;
        /* A row's link reaches over the row by a pseudo-element; hit the middle of 44 px around it. */
        const over = getComputedStyle(element, '::after').position === 'absolute' || getComputedStyle(element, '::before').position === 'absolute';
        if (!over && (box.height < 43.5 || box.width < 43.5)) small.push(`${element.outerHTML.slice(0, 80)} ${Math.round(box.width)}×${Math.round(box.height)}`);
      }
    };
    walk(document);
    return { small, wide: document.documentElement.scrollWidth - innerWidth };
  });
  assert.deepEqual(await look(), { small: [], wide: 0 });
  await rowOf(page, BUNDLER).getByRole('link').click();
  await page.locator('dialog[open] h1').waitFor();
  assert.deepEqual(await look(), { small: [], wide: 0 });
  await screen.close();
});
