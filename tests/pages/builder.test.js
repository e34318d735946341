/*
 * The character builder in a real browser against a real server: a figure of one's own in a few
 * taps, by keyboard alone, kept over whatever happens, and seen on the wall.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { axeComplaints, board, LAPTOP, openScreen, PHONE } from '../lib/browser.js';
import { addCharacter, openCourtyard } from '../lib/courtyard.js';

const MOST_TAPS = 12;
const GONE_WITHIN_MS = 1_000;

const { server, browser } = await openCourtyard();

async function openBuilder({ draft = null, ...options } = {}) {
  const screen = await openScreen(browser, 'about:blank', { viewport: PHONE, ...options });
  if (draft) {
    await screen.context.addInitScript((text) => {
      if (!localStorage.getItem('given')) localStorage.setItem('madang-character', text);
      localStorage.setItem('given', 'yes');
    }, JSON.stringify(draft));
  }
  await screen.page.goto(`${server.url}/#/character`);
  await screen.page.getByRole('tab').first().waitFor();
  return screen;
}

/* The recipe of the picture that the preview shows, once it shows the latest choice. */
async function shownRecipe(page) {
  await page.waitForFunction(() => {
    const view = document.querySelector('madang-app').shadowRoot.querySelector('madang-character');
    return view.previewed === view.choice;
  });
  const src = await page.locator('.preview img').first().getAttribute('src');
  return JSON.parse(new URL(src, server.url).searchParams.get('recipe'));
}

const choose = (page, tab, part) => [() => page.getByRole('tab', { name: tab, exact: true }).click(), () => page.getByRole('radio', { name: part, exact: true }).click()];

async function join(page, name) {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByLabel('What shall we call you?').fill(name);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Saved', exact: true }).waitFor();
}

/* The element that has the focus, through shadow roots: {role, name}. */
function focused(page) {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return `${element.getAttribute('role') ?? element.type ?? element.localName} ${element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent.trim() ?? element.textContent.trim()}`;
  });
}

async function tabTo(page, wanted) {
  const met = [];
  for (let i = 0; i < 60; i += 1) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    if (wanted.test(at)) return;
    met.push(at);
  }
  assert.fail(`no ${wanted} among ${met.join(' | ')}`);
}

test('hijab, beard and wheelchair: a few taps, a name, saved; there after a reload and on the wall', async () => {
  const { page, assertClean, close } = await openBuilder();
  const taps = [...choose(page, 'Hair', 'Hijab'), ...choose(page, 'Beard', 'Full beard'), ...choose(page, 'Getting about', 'Wheelchair')];
  for (const tap of taps) await tap();
  await join(page, '하늘 Haneul');
  assert.ok(taps.length + 2 <= MOST_TAPS);
  const { parts } = await shownRecipe(page);
  assert.deepEqual([parts.hair, parts.beard, parts.mobility], ['hijab', 'full', 'wheelchair']);
  assert.match(await page.locator('.sentence').textContent(), /hijab.*wheelchair/);

  await page.reload();
  await page.getByRole('button', { name: 'Saved', exact: true }).waitFor();
  assert.deepEqual((await shownRecipe(page)).parts, parts);
  const address = await page.locator('.mine img').getAttribute('src');
  const png = await fetch(new URL(await page.getByRole('link', { name: 'Share as a picture' }).getAttribute('href'), server.url));
  assert.deepEqual([png.status, png.headers.get('content-type')], [200, 'image/png']);
  assert.equal(await page.locator('.mine img').evaluate((image) => image.decode().then(() => image.naturalWidth > 0)), true);

  const wall = await openScreen(browser, `${server.url}/kiosk/?board=characters&lang=en`);
  await wall.page.getByText('하늘 Haneul').waitFor();
  assert.equal(await wall.page.locator('[data-character] img').getAttribute('src'), address);
  await wall.assertClean();
  await wall.close();
  await assertClean();
  await close();
});

test('who hides himself is off the wall within a second, and back as quickly; taken away is gone', async () => {
  const { page, assertClean, close } = await openBuilder();
  const wall = await openScreen(browser, `${server.url}/kiosk/?board=characters&lang=ko`);
  await board(wall.page);
  await join(page, 'Shy');
  const there = wall.page.getByText('Shy');
  await there.waitFor();
  for (const [act, state] of [[() => page.getByRole('switch').click(), 'detached'], [() => page.getByRole('switch').click(), 'attached'], [() => page.getByRole('button', { name: 'Take my character away' }).click(), 'detached']]) {
    await page.waitForFunction(() => !document.querySelector('madang-app').shadowRoot.querySelector('madang-character').doing);
    await act();
    await there.waitFor({ state, timeout: GONE_WITHIN_MS });
  }
  await page.getByText('Save again to bring it back').waitFor();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await there.waitFor();
  await wall.assertClean();
  await wall.close();
  await assertClean();
  await close();
});

test('by keyboard alone: slot, part, colour, dice, undo, name, save', async () => {
  const { page, assertClean, close } = await openBuilder({ viewport: LAPTOP });
  await tabTo(page, /^tab Build/);
  for (let i = 0; i < 4; i += 1) await page.keyboard.press('ArrowRight');
  assert.equal(await focused(page), 'tab Hair');
  await tabTo(page, /^radio/);
  await page.keyboard.press('ArrowRight');
  const chosen = await shownRecipe(page);
  await tabTo(page, /^button Save|^submit Save/);
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'text What shall we call you?');
  await page.keyboard.type('Keys');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Saved', exact: true }).waitFor();

  await page.getByRole('button', { name: 'Roll the dice' }).focus();
  await page.keyboard.press('Enter');
  assert.notDeepEqual(await shownRecipe(page), chosen);
  await page.getByRole('button', { name: 'Undo' }).focus();
  await page.keyboard.press('Enter');
  assert.deepEqual(await shownRecipe(page), chosen);
  await assertClean();
  await close();
});

test('the dice leaves what was chosen by hand; undo gives back exactly what was, redo what came', async () => {
  const { page, close } = await openBuilder();
  for (const tap of choose(page, 'Getting about', 'Wheelchair')) await tap();
  const before = await shownRecipe(page);
  const button = (name) => page.getByRole('button', { name });
  const seen = [];
  for (let i = 0; i < 3; i += 1) {
    await button('Roll the dice').click();
    seen.push(await shownRecipe(page));
    assert.equal(seen.at(-1).parts.mobility, 'wheelchair');
  }
  for (let i = 0; i < 3; i += 1) await button('Undo').click();
  assert.deepEqual(await shownRecipe(page), before);
  for (let i = 0; i < 3; i += 1) await button('Redo').click();
  assert.deepEqual(await shownRecipe(page), seen.at(-1));
  await close();
});

test('a swipe over the preview leafs through the slot; in haste it asks for few pictures', async () => {
  const { page, assertClean, close } = await openBuilder();
  await page.getByRole('tab', { name: 'Hair', exact: true }).click();
  const before = await shownRecipe(page);
  const box = await page.locator('.preview').boundingBox();
  const middle = box.y + box.height / 2;
  const swipe = async (from, to) => {
    await page.mouse.move(box.x + from, middle);
    await page.mouse.down();
    await page.mouse.move(box.x + to, middle + 4);
    await page.mouse.up();
  };
  await swipe(150, 40);
  const after = await shownRecipe(page);
  assert.notEqual(after.parts.hair, before.parts.hair);
  await swipe(40, 150);
  assert.deepEqual(await shownRecipe(page), before);

  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.locator('.preview').focus();
  const began = performance.now();
  for (let i = 0; i < 24; i += 1) await page.keyboard.press('ArrowRight');
  await shownRecipe(page);
  const rounds = Math.ceil((performance.now() - began) / 160) + 1;
  assert.ok(asked.filter((url) => url.includes('avatar.svg')).length <= rounds, `${asked.length} in ${rounds} rounds`);
  await assertClean();
  await close();
});

test('who was taken off the wall by a steward is told no lie', async () => {
  const { page, assertClean, close } = await openBuilder();
  await join(page, 'Barred');
  await page.getByText('You have walked in on the lobby screen').waitFor();
  const id = new URL(await page.locator('.mine img').getAttribute('src'), server.url).pathname.replace(/^.avatars.|.svg$/g, '');
  assert.equal((await server.api('DELETE', `/api/v1/characters/${id}`)).status, 200);
  await page.getByText('You have walked in on the lobby screen').waitFor({ state: 'detached' });
  await page.getByRole('switch').click();
  await page.getByText('The organisers have taken your character off the lobby screen').waitFor();
  assert.equal(await page.getByRole('switch').isChecked(), false);
  await assertClean();
  await close();
});

describe('a bad network', { concurrency: true }, () => {
  test('without a network nothing is lost: it says so, keeps the figure over a reload, and saves it later', async () => {
    const { page, context, close } = await openBuilder({ quiet: true });
    await page.getByRole('tab', { name: 'Getting about' }).click();
    await page.getByRole('radio', { name: 'Cane', exact: true }).click();
    const mine = await shownRecipe(page);
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByLabel('What shall we call you?').fill('Late');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Not saved yet. It is kept on this device').waitFor();
    await context.setOffline(false);
    await page.reload();
    await page.getByRole('tab').first().waitFor();
    assert.deepEqual(await shownRecipe(page), mine);
    await join(page, 'Late');
    await close();
  });

  test('pictures that did not come say so, and come by themselves when the network is back', async () => {
    const { page, context, close } = await openBuilder({ quiet: true });
    let down = true;
    await context.route(/avatar\.svg/, (route) => (down ? route.abort() : route.continue()));
    await page.getByRole('tab', { name: 'Hair', exact: true }).click();
    await page.getByText('The picture comes once you are connected').waitFor();
    assert.equal(await page.locator('.preview img').isVisible(), false);
    down = false;
    await page.waitForFunction(() => {
      const { renderRoot } = document.querySelector('madang-app').shadowRoot.querySelector('madang-character');
      return renderRoot.querySelectorAll('.lost').length === 0 && renderRoot.querySelector('.preview img').naturalWidth > 0;
    });
    await close();
  });

  test('a wall whose pictures did not come has them as soon as they can be had', async () => {
    await addCharacter(server, 'Patience');
    const wall = await openScreen(browser, 'about:blank', { quiet: true });
    let down = true;
    await wall.context.route(/avatars/, (route) => (down ? route.abort() : route.continue()));
    await wall.page.goto(`${server.url}/kiosk/?board=characters&lang=en`);
    const picture = wall.page.locator('li', { hasText: 'Patience' }).locator('img');
    await picture.and(wall.page.locator('.lost')).waitFor({ state: 'attached' });
    down = false;
    await picture.and(wall.page.locator('.lost')).waitFor({ state: 'detached' });
    assert.equal(await picture.isVisible(), true);
    await wall.close();
  });
});

test('what an older draft has and the set has not is dropped, kindly; the rest is there', async () => {
  const { page, assertClean, close } = await openBuilder({ draft: { set: 'v0', parts: { hair: 'hijab', tail: 'long', hat: 'crown-of-2024' }, colours: { skin: 'umber', aura: 'gold' } } });
  await page.getByText('Some of what you chose is no longer there').waitFor();
  assert.deepEqual(await shownRecipe(page), { set: 'v1', parts: { hair: 'hijab' }, colours: { skin: 'umber' } });
  await assertClean();
  await close();
});

test('who leaves the device leaves no figure behind, and the next can join', async () => {
  const { page, assertClean, close } = await openBuilder();
  for (const tap of choose(page, 'Getting about', 'Crutches')) await tap();
  await join(page, 'First');
  await page.locator('.mine').waitFor();
  await page.evaluate(() => document.querySelector('madang-app').dispatchEvent(new CustomEvent('left', { detail: { farewell: 'Good-bye' } })));
  await page.locator('.mine').waitFor({ state: 'detached' });
  assert.equal((await shownRecipe(page)).parts.mobility, undefined);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByLabel('What shall we call you?').waitFor();
  await assertClean();
  await close();
});

test('a name that is none is asked for again, and nothing is saved', async () => {
  const { page, close } = await openBuilder();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByLabel('What shall we call you?').fill('   ');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Please write a name on one line').waitFor();
  await close();
});

for (const [name, viewport] of [['a phone', PHONE], ['a laptop', LAPTOP]]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing to complain of: ${name}, ${colorScheme}, also with a name asked for and saved`, async () => {
      const { page, close } = await openBuilder({ viewport });
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await axeComplaints(page), []);
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      assert.deepEqual(await axeComplaints(page), []);
      await page.getByLabel('What shall we call you?').fill('Axe');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('button', { name: 'Saved', exact: true }).waitFor();
      assert.deepEqual(await axeComplaints(page), []);
      const small = await page.evaluate(() => {
        const root = document.querySelector('madang-app').shadowRoot.querySelector('madang-character').shadowRoot;
        return [...root.querySelectorAll('button, .button, .part, .swatch, .toggle, input[type=text]')].map((one) => [one.className, one.getBoundingClientRect()]).filter(([, box]) => box.width && Math.min(box.width, box.height) < 43.5).map(([what]) => what);
      });
      assert.deepEqual(small, []);
      await close();
    });
  }
}
