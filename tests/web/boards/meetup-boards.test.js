/*
 * The boards of meetups in Chromium: who is called is always to be seen, every table comes up, a call
 * lights once, words move nothing, and a table's code is shown only while it is good.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBoards } from './browser.js';
import { complaints } from './checks.js';

const { skip, open } = await openBoards();
const shown = (page, selector) => page.evaluate((all) => [...window.board.renderRoot.querySelectorAll(all)].map((el) => el.dataset.table ?? el.dataset.call ?? el.textContent.trim()), selector);

/* What is to be seen over a full turn of the pages: {tables, calls: on each page}. */
function turn(page) {
  return page.evaluate(async () => {
    const { board } = window;
    const [tables, calls] = [new Set(), []];
    for (let k = 0; k < 24; k++) {
      board.now += 10_000;
      await board.updateComplete;
      for (const { dataset } of board.renderRoot.querySelectorAll('[data-table]')) tables.add(dataset.table);
      calls.push([...board.renderRoot.querySelectorAll('[data-call]')].map(({ dataset }) => dataset.call));
    }
    return { tables: [...tables], calls };
  });
}

for (const size of ['hd', 'tall', 'tablet']) {
  test(`forty tables, ${size}: over the pages all come up, and who is called is on every page`, { skip }, async () => {
    const { page } = await open('meetups', 'forty', size, { reducedMotion: 'reduce' });
    await page.evaluate(() => {
      const { lines } = window.board.docs;
      const called = Object.values(lines).flatMap(({ now }) => now.filter(({ state }) => state === 'called'));
      called.slice(5).forEach((guest) => { guest.state = 'arrived'; }); // five calls, more than are large
      window.board.docs = { ...window.board.docs };
    });
    const { tables, calls } = await turn(page);
    assert.equal(tables.length, 40);
    assert.equal(new Set(calls.flat()).size, 5);
    assert.ok(calls.every((all) => all.length === 5), JSON.stringify(calls));
    await page.close();
  });
}

test('more calls than fit take turns, none is left out', { skip }, async () => {
  for (const [size, most] of [['hd', 8], ['tall', 6]]) {
    const { page } = await open('meetups', 'all_called', size, { reducedMotion: 'reduce' });
    const { calls } = await turn(page);
    assert.equal(new Set(calls.flat()).size, 24);
    assert.ok(calls.every((all) => all.length === most), size);
    await page.close();
  }
});

/* Somebody of table m1 is called; → how the list and the table look then. */
function call(page) {
  return page.evaluate(async () => {
    const { board } = window;
    const guest = { number: 77, state: 'called', slot: null, since: new Date(board.now).toISOString(), until: null, name: null, picture: null, attendee: null };
    board.docs = { ...board.docs, lines: { ...board.docs.lines, m1: { ...board.docs.lines.m1, now: [guest] } } };
    await board.updateComplete;
    const item = board.renderRoot.querySelector('[data-call="m1 77"]');
    return {
      words: item.innerText.replace(/\s+/g, ' '), lit: item.getAnimations().length, calling: board.renderRoot.querySelector('[data-table="m1"]').classList.contains('calling'),
      others: [...board.renderRoot.querySelectorAll('[data-call]')].filter((one) => one !== item && one.getAnimations().length).length,
    };
  });
}

test('a call lights up once, with number and place; reduced motion only shows it', { skip }, async () => {
  for (const [reducedMotion, lit] of [['no-preference', 1], ['reduce', 0]]) {
    const { page } = await open('meetups', 'three_tables', 'hd', { reducedMotion, langs: 'en', lang: 'en' });
    assert.deepEqual(await call(page), { words: 'No. 77 Table 1', lit, calling: true, others: 0 });
    await page.close();
  }
});

test('the alternation of languages moves nothing', { skip }, async () => {
  for (const [board, scene, size] of [['meetups', 'twelve', 'hd'], ['meetups', 'twelve', 'tall'], ['table', 'talking', 'tablet'], ['table', 'come', 'tall']]) {
    const { page } = await open(board, scene, size, { reducedMotion: 'reduce' });
    const places = () => page.evaluate(() => [...window.board.renderRoot.querySelectorAll('h1, h2, p, li, figure, article, .chip, .stage')].map((el) => { const b = el.getBoundingClientRect(); return [el.className, b.x, b.y, b.width, b.height].join(' '); }));
    const korean = await places();
    await page.evaluate(async () => { window.board.lang = 'en'; await window.board.updateComplete; });
    assert.deepEqual(await places(), korean, `${board} ${size}`);
    await page.close();
  }
});

test('in one language alone, and in light, nothing is too small or cut off', { skip }, async () => {
  for (const [board, scene, lang] of [['meetups', 'twelve', 'ko'], ['meetups', 'long_names', 'en'], ['table', 'long_table', 'ko'], ['table', 'talking', 'en']]) {
    const { page, troubles } = await open(board, scene, 'hd', { lang, langs: lang, theme: 'light', reducedMotion: 'reduce' });
    assert.deepEqual([...troubles, ...await page.evaluate(complaints, { least: 1.8 })], [], `${board} ${scene} ${lang}`);
    await page.close();
  }
});

test('places with long names keep what tells them apart', { skip }, async () => {
  const { page } = await open('meetups', 'long_names', 'hd', { langs: 'en', lang: 'en', reducedMotion: 'reduce' });
  const names = await shown(page, '.table .place');
  assert.equal(new Set(names).size, 12);
  assert.ok(names.every((name) => /booth \d+$/.test(name)), names.join(', '));
  await page.close();
});

test('a second costs little with forty tables, and so does a change', { skip }, async () => {
  const { page } = await open('meetups', 'forty', 'hd');
  const ms = await page.evaluate(async () => {
    const { board } = window;
    const began = performance.now();
    for (let i = 0; i < 20; i++) {
      board.now += 1_000;
      board.docs = { ...board.docs };
      await board.updateComplete;
    }
    return (performance.now() - began) / 20;
  });
  assert.ok(ms < 50, `${ms.toFixed(1)} ms`);
  await page.close();
});

test('a table\'s screen: the ring fills with the chat and stays full when it runs over', { skip }, async () => {
  const { page } = await open('table', 'talking', 'tablet', { reducedMotion: 'reduce' });
  const share = () => page.evaluate(() => Number(window.board.renderRoot.querySelector('.ring .gone').style.getPropertyValue('--share')));
  assert.equal(await share(), 0.4);
  await page.evaluate(async () => { window.board.now += 8 * 60_000; await window.board.updateComplete; });
  assert.equal(await share(), 1);
  assert.match((await shown(page, '.stage .left')).join(), /2분 넘김/);
  await page.close();
});

test('a table\'s screen asks for its code anew, and shows none that is out of date', { skip }, async () => {
  const { page } = await open('table', 'talking', 'tablet', { reducedMotion: 'reduce' });
  const code = () => page.evaluate(() => window.board.renderRoot.querySelector('.code img')?.getAttribute('src').slice(0, 19) ?? null);
  await page.waitForFunction(() => window.board.renderRoot.querySelector('.code img'));
  assert.equal(await code(), 'data:image/svg+xml,');
  await page.evaluate(async () => {
    const real = performance.now.bind(performance);
    performance.now = () => real() + 28_000; // so much later, and no answer came meanwhile
    window.board.requestUpdate();
    await window.board.updateComplete;
  });
  assert.equal(await code(), null);
  assert.match((await shown(page, '.no-code')).join(), /지금은 코드를 보여 드릴 수 없어요/);
  await page.close();
});

test('a table\'s screen that isn\'t signed in shows all but the code, and says what to do', { skip }, async () => {
  const { page, troubles } = await open('table', 'signed_out', 'tablet', { lang: 'en', langs: 'en', reducedMotion: 'reduce' });
  await page.waitForFunction(() => window.board.renderRoot.querySelector('.no-code'));
  assert.match((await shown(page, '.no-code')).join(), /isn’t signed in/);
  assert.equal((await shown(page, '.alone .name')).length, 1);
  assert.deepEqual(troubles.filter((trouble) => !/401/.test(trouble)), []);
  await page.close();
});

test('a table that is over has no code', { skip }, async () => {
  for (const scene of ['ended', 'off']) {
    const { page } = await open('table', scene, 'tablet', { reducedMotion: 'reduce' });
    assert.deepEqual(await shown(page, '.code, .no-code'), []);
    await page.close();
  }
});
