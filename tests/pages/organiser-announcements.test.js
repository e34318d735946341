/*
 * Announcements at the organisers' desk: made in both languages with a level and a ready-made end,
 * changed, ended, used again; an urgent one stands on top of every section of the desk.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { afterEach, test } from 'node:test';
import { axeComplaints, LAPTOP, openScreen, PHONE, shownText } from '../lib/browser.js';
import { openCourtyard, state } from '../lib/courtyard.js';
import { openDesk } from '../lib/desk.js';

const { server, browser } = await openCourtyard();
const PICTURES = process.env.PICTURES;

async function open(options = {}) {
  const screen = await openDesk(browser, server, '#/announcements', { locale: 'en-GB', ...options });
  await screen.page.locator('form').waitFor();
  return screen;
}

async function picture({ page }, name) {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/announcements-${name}.png`, fullPage: true });
}

const docs = async () => Object.values((await state(server)).docs.announcements);
const post = async (body) => (await server.api('POST', '/api/v1/announcements', body)).json;
const listed = (page, words) => page.locator('[data-announcement]', { hasText: words });

afterEach(async () => {
  for (const { id } of await docs()) await server.api('DELETE', `/api/v1/announcements/${id}`);
});

test('one is made in both languages with a ready-made end, changed, ended, and used again', async () => {
  const screen = await open();
  const { page } = screen;
  await page.getByLabel('Text (Korean)').fill('점심은 로비에서');
  await page.getByLabel('Text (English)').fill('Lunch is in the lobby');
  await page.getByRole('button', { name: 'Until the end of the day' }).click();
  await page.getByRole('button', { name: 'Announce', exact: true }).click();
  await page.getByText('Announced.', { exact: true }).first().waitFor();
  const [made] = await docs();
  assert.deepEqual([made.text, made.level, made.until], [{ ko: '점심은 로비에서', en: 'Lunch is in the lobby' }, 'info', '2031-05-20T02:45:00Z'], 'when the last talk is over');
  assert.equal(await page.getByLabel('Text (Korean)').inputValue(), '', 'the form is free for the next');

  await listed(page, 'Lunch').getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('button', { name: 'As it is (to 11:45)' }).waitFor();
  await page.getByLabel('Text (English)').fill('Lunch is in the garden');
  await page.getByRole('button', { name: 'Save' }).click();
  await listed(page, 'garden').waitFor();
  assert.equal((await docs())[0].until, made.until);

  await listed(page, 'garden').getByRole('button', { name: 'End now' }).click();
  await page.getByRole('heading', { name: 'Past' }).waitFor();
  await page.getByText('Nothing is being announced.').waitFor();
  await listed(page, 'garden').getByRole('button', { name: 'Use again' }).click();
  assert.equal(await page.getByLabel('Text (English)').inputValue(), 'Lunch is in the garden');
  await page.getByRole('button', { name: 'Announce', exact: true }).click();
  await page.getByText('Announced.', { exact: true }).first().waitFor();
  assert.equal((await docs()).length, 2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Nothing is being announced.').waitFor();
  await screen.assertClean();
  await screen.close();
});

test('an urgent one says whom it takes over before it is sent, and stands on top of the desk until it ends', async () => {
  const [screen, wall] = await Promise.all([open({ viewport: PHONE, locale: 'ko-KR' }), openScreen(browser, `${server.url}/kiosk/?board=lobby`)]);
  const { page } = screen;
  await wall.page.locator('.timetable').first().waitFor();
  await page.getByRole('button', { name: '긴급', exact: true }).click();
  await page.getByText('지금 화면 1대, 휴대폰 0대가 켜져 있어요').waitFor();
  await page.getByLabel('내용 (한국어)').fill('화재 경보예요. 밖으로 나가 주세요');
  await page.getByRole('button', { name: '15분 동안' }).click();
  await picture(screen, 'urgent-ko');
  await page.getByRole('button', { name: '긴급으로 알리기' }).click();
  await wall.page.getByText('화재 경보예요. 밖으로 나가 주세요').first().waitFor();
  await page.getByRole('alert').getByText('모든 화면에 긴급 알림이 떠 있어요').waitFor();
  assert.equal(await page.getByRole('alertdialog').count(), 0, 'who runs it is not kept from it');
  assert.deepEqual(await axeComplaints(page), []);
  await page.evaluate(() => { location.hash = '#/rooms'; });
  await page.locator('.room').first().waitFor();
  await page.getByRole('alert').getByRole('link').click();
  await listed(page, '화재').getByRole('button', { name: '지금 끝내기' }).click();
  await page.locator('.alarm').waitFor({ state: 'detached' });
  await wall.page.locator('.timetable').first().waitFor();
  await screen.assertClean();
  await Promise.all([screen.close(), wall.close()]);
});

test('what can\'t be sent is told before it is, and the second of two who change one hears of the first', async () => {
  const { id } = await post({ text: { en: 'Doors open' }, level: 'info' });
  const screen = await open();
  const { page } = screen;
  await page.getByRole('button', { name: 'Announce', exact: true }).click();
  await page.getByText('Please write what is to be announced.').waitFor();
  await page.getByLabel('Text (English)').fill('Late');
  await page.getByRole('button', { name: 'At a time' }).click();
  await page.getByLabel('It ends at').fill('09:00');
  await page.getByRole('button', { name: 'Announce', exact: true }).click();
  await page.getByText('Please choose a time later today.').waitFor();
  assert.equal((await docs()).length, 1);

  await listed(page, 'Doors').getByRole('button', { name: 'Edit' }).click();
  assert.equal((await server.api('PATCH', `/api/v1/announcements/${id}`, { text: { en: 'Doors stay shut' } })).status, 200);
  await listed(page, 'stay shut').waitFor();
  await page.getByLabel('Text (English)').fill('Doors open at ten');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Somebody else has changed it meanwhile.').waitFor();
  assert.deepEqual((await docs())[0].text, { en: 'Doors stay shut' });
  await screen.close();
});

for (const [name, options] of [['phone', { viewport: PHONE, colorScheme: 'dark' }], ['laptop', { viewport: LAPTOP, locale: 'ko-KR' }]]) {
  test(`on a ${name}: axe finds nothing, targets are 44 px, nothing is wider than the page`, async () => {
    await post({ text: { ko: '분실물은 등록 데스크에 있어요', en: 'Lost and found is at the registration desk' }, level: 'info', from: '2031-05-20T00:00:00Z', until: '2031-05-20T00:30:00Z' });
    await post({ text: { ko: '오늘 저녁은 6시에 로비에서 시작해요', en: 'Dinner begins at six in the lobby' }, level: 'info', until: '2031-05-20T09:00:00Z' });
    await post({ text: { ko: '엘리베이터가 멈췄어요. 계단을 이용해 주세요', en: 'The lift is out of order. Please take the stairs' }, level: 'urgent' });
    const screen = await open(options);
    const { page } = screen;
    await listed(page, /registration|등록/).waitFor();
    await listed(page, /lift|엘리베이터/).waitFor();
    await page.locator('.ends button').nth(3).click();
    assert.match(await shownText(page.locator('[data-announcement]').first()), /lift|엘리베이터/);
    assert.deepEqual(await axeComplaints(page), []);
    const small = await page.locator('madang-desk-announcements :is(button, a, input, textarea)').evaluateAll((all) => all.map((one) => [one.textContent.trim(), one.getBoundingClientRect()]).filter(([, box]) => box.height < 43.5 || box.width < 43.5).map(([text]) => text));
    assert.deepEqual(small, []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
    await picture(screen, name);
    await screen.assertClean();
    await screen.close();
  });
}
