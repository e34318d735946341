/*
 * The boards in Chromium, where a picture can be wrong without a person looking: sizes, overflow,
 * every session reachable over the pages, no style or script refused by the policy.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBoards } from './browser.js';
import { complaints } from './checks.js';
import { meetupScenes, tableScenes } from './meetup-fixtures.js';

const { skip, open } = await openBoards();

const LOBBY = ['day', 'lunch', 'tracks', 'eventful', 'urgent', 'urgent_long', 'stale', 'before', 'closed', 'crowded', 'empty', 'bare'];
const DOOR = ['full', 'left', 'late', 'cancelled', 'door', 'shown', 'between', 'done', 'unknown', 'urgent_door'];
const YARD = ['nobody', 'alone', 'few', 'folk', 'crowd', 'alarm'];

const MEETUPS = Object.keys(meetupScenes);
const TABLE = Object.keys(tableScenes).filter((scene) => scene !== 'signed_out'); // its 401 is in the console

for (const [board, scenes] of [['lobby', LOBBY], ['door', DOOR], ['characters', YARD], ['meetups', MEETUPS], ['table', TABLE]]) {
  for (const scene of scenes) {
    test(`${board}, ${scene}: nothing too small, cut off or refused`, { skip }, async () => {
      await Promise.all(['hd', 'tall', 'phone', ...(board === 'meetups' || board === 'table' ? ['tablet'] : [])].map(async (size) => {
        const { page, troubles } = await open(board, scene, size, { lang: size === 'hd' ? 'en' : 'ko', reducedMotion: 'reduce' });
        const found = await page.evaluate(complaints, { least: size === 'phone' ? null : 1.8 });
        assert.deepEqual([...troubles, ...found].map((c) => `${size}: ${c}`), []);
        await page.close();
      }));
    });
  }
}

test('4K is the same picture as 1080p, twice as large', { skip }, async () => {
  const boxes = [];
  for (const size of ['hd', '4k']) {
    const { page } = await open('lobby', 'day', size, { reducedMotion: 'reduce' });
    boxes.push(await page.evaluate(() => [...window.board.renderRoot.querySelectorAll('.cell')].map((c) => { const b = c.getBoundingClientRect(); return [b.x, b.y, b.width, b.height].map((v) => v / innerHeight); })));
    await page.close();
  }
  assert.equal(boxes[0].length, boxes[1].length);
  for (const [i, box] of boxes[0].entries()) box.forEach((v, k) => assert.ok(Math.abs(v - boxes[1][i][k]) < 0.003));
});

for (const size of ['hd', 'tall']) {
  test(`24 rooms, ${size}: whatever is not over comes up on some page`, { skip }, async () => {
    const { page } = await open('lobby', 'crowded', size, { reducedMotion: 'reduce' });
    const { missing, found } = await page.evaluate(async () => {
      const { board } = window;
      const seen = new Set();
      for (let k = 0; k < 120; k++) {
        board.page = (count) => k % count;
        board.requestUpdate();
        await board.updateComplete;
        for (const el of board.renderRoot.querySelectorAll('[data-session] .title')) if (el.getBoundingClientRect().height) seen.add(el.closest('[data-session]').dataset.session);
      }
      const ids = board.shown.day.sessions.filter((s) => s.end > board.now).map((s) => s.id);
      return { missing: ids.filter((id) => !seen.has(id)), found: seen.size };
    });
    assert.ok(found > 150);
    assert.deepEqual(missing, []);
    await page.close();
  });
}

test('the alternation of languages moves nothing', { skip }, async () => {
  const { page } = await open('lobby', 'eventful', 'hd', { reducedMotion: 'reduce' });
  const places = () => page.evaluate(() => [...window.board.renderRoot.querySelectorAll('.cell, .band, .head, .chip, .row, .foot, .rail p, .qr')].map((el) => { const b = el.getBoundingClientRect(); return [el.className, b.x, b.y, b.width, b.height].join(' '); }));
  const korean = await places();
  await page.evaluate(async () => { window.board.lang = 'en'; await window.board.updateComplete; });
  assert.deepEqual(await places(), korean);
  await page.close();
});

test('a move turns its cell once and shows old and new place; reduced motion only shows', { skip }, async () => {
  for (const [reducedMotion, turns] of [['no-preference', 1], ['reduce', 0]]) {
    const { page } = await open('lobby', 'day', 'hd', { reducedMotion });
    const seen = await page.evaluate(async () => {
      const { board } = window;
      const moved = { ...board.docs.sessions.a17, room: 'r105', moved_from: { room: 'r103', start: board.docs.sessions.a17.start, at: new Date(board.now).toISOString() } };
      board.docs = { ...board.docs, sessions: { ...board.docs.sessions, a17: moved } };
      await board.updateComplete;
      const cell = board.renderRoot.querySelector('[data-session="a17"]');
      return { turns: cell.getAnimations().filter((a) => a.effect.getTiming().duration === 600 && !(a instanceof CSSTransition)).length, chip: cell.querySelector('.chip')?.textContent.replace(/\s/g, ''), rail: board.renderRoot.querySelector('.changes')?.textContent.includes('105') };
    });
    assert.deepEqual(seen, { turns, chip: '103105', rail: true });
    await page.close();
  }
});

for (const [board, scene] of [['lobby', 'urgent'], ['door', 'urgent_door'], ['characters', 'alarm'], ['meetups', 'meet_urgent'], ['table', 'table_urgent']]) {
  test(`${board}: what is urgent takes the whole board, in all its languages, until it is over`, { skip }, async () => {
    for (const size of ['hd', 'tall', 'phone']) {
      const { page } = await open(board, scene, size, { reducedMotion: 'reduce' });
      const seen = await page.evaluate(async () => {
        const { board: one } = window;
        const alert = one.renderRoot.querySelector('[role=alert]');
        const box = alert.getBoundingClientRect();
        const during = {
          head: alert.querySelector('h1').textContent.trim(), sign: Boolean(alert.querySelector('h1 svg')),
          said: [...alert.querySelectorAll('.said p')].map((p) => `${p.lang}: ${p.textContent.slice(0, 8)}`),
          covers: box.left <= 0 && box.top <= 0 && box.right >= innerWidth && box.bottom >= innerHeight, others: one.renderRoot.querySelectorAll('.board').length - 1,
        };
        const announcements = structuredClone(one.docs.announcements);
        announcements.u1.until = new Date(one.now + 1000).toISOString();
        one.docs = { ...one.docs, announcements };
        one.now += 1000;
        await one.updateComplete;
        return { ...during, after: one.renderRoot.querySelectorAll('[role=alert]').length, back: one.renderRoot.querySelectorAll('.board').length };
      });
      assert.deepEqual(seen, { head: '긴급 · Urgent', sign: true, said: ['ko: 화재 경보가 울', 'en: The fire'], covers: true, others: size === 'phone' ? 1 : 0, after: 0, back: 1 });
      await page.close();
    }
  });
}

test('a second costs little with 24 rooms', { skip }, async () => {
  const { page } = await open('lobby', 'crowded', 'hd');
  const ms = await page.evaluate(async () => {
    const { board } = window;
    const began = performance.now();
    for (let i = 0; i < 20; i++) {
      board.now += 1000;
      await board.updateComplete;
    }
    return (performance.now() - began) / 20;
  });
  assert.ok(ms < 50, `${ms.toFixed(1)} ms`);
  await page.close();
});

/* Changes the characters of the board that is up; → what there is to be seen then. */
function changeFolk(page, change) {
  return page.evaluate(async ([added, removed]) => {
    const { board } = window;
    const characters = { ...board.docs.characters, ...added };
    for (const id of removed) delete characters[id];
    board.docs = { ...board.docs, characters };
    await board.updateComplete;
    const cells = [...board.renderRoot.querySelectorAll('[data-character]')];
    return {
      front: cells.filter((c) => c.classList.contains('front')).map((c) => c.dataset.character),
      behind: cells.filter((c) => !c.classList.contains('front')).map((c) => c.dataset.character),
      walking: cells.filter((c) => c.getAnimations().some((a) => a.effect.getTiming().duration > 2_000)).map((c) => c.dataset.character),
    };
  }, [change.added ?? {}, change.removed ?? []]);
}

const newcomer = (id, name = '새별') => ({ [id]: { id, name, picture: `/avatars/${id}.svg?v=1`, at: '2030-01-01T00:00:00Z', rev: 1 } });

test('a newcomer walks in to the front row and moves nobody there; reduced motion only shows him', { skip }, async () => {
  for (const [reducedMotion, walking] of [['no-preference', ['new']], ['reduce', []]]) {
    const { page } = await open('characters', 'crowd', 'hd', { reducedMotion });
    const before = await changeFolk(page, {});
    const after = await changeFolk(page, { added: newcomer('new') });
    assert.deepEqual(after.walking, walking);
    assert.ok(after.front.includes('new'));
    assert.equal(after.front.filter((id, seat) => id !== before.front[seat]).length, 1);
    assert.deepEqual(after.behind, before.behind, 'the page stays as it is');
    await page.close();
  }
});

test('who hides himself is gone at once, and his neighbours stay where they are', { skip }, async () => {
  const { page } = await open('characters', 'crowd', 'hd', { reducedMotion: 'reduce' });
  const { behind } = await changeFolk(page, {});
  const places = () => page.evaluate(() => Object.fromEntries([...window.board.renderRoot.querySelectorAll('li:not(.front)')].map((c) => [c.dataset.character, [c.offsetLeft, c.offsetTop].join()])));
  const before = await places();
  const after = await changeFolk(page, { removed: [behind[3]] });
  assert.deepEqual(after.behind, behind.filter((id) => id !== behind[3]));
  delete before[behind[3]];
  assert.deepEqual(await places(), before);
  await page.close();
});

test('1,742 characters: over the pages all are seen, a page at a time has elements, a second costs little', { skip }, async () => {
  const { page } = await open('characters', 'crowd', 'hd', { reducedMotion: 'reduce' });
  const { seen, most, ms } = await page.evaluate(async () => {
    const { board } = window;
    const names = new Set();
    let most = 0;
    for (let turn = 0; turn < 20; turn++) {
      board.now += 8_000;
      await board.updateComplete;
      const cells = [...board.renderRoot.querySelectorAll('[data-character]')];
      most = Math.max(most, cells.length);
      for (const cell of cells) names.add(cell.dataset.character);
    }
    const began = performance.now();
    for (let i = 0; i < 20; i++) {
      board.now += 100;
      await board.updateComplete;
    }
    return { seen: names.size, most, ms: (performance.now() - began) / 20 };
  });
  assert.equal(seen, 1_742);
  assert.ok(most <= 160, `${most} elements`);
  assert.ok(ms < 50, `${ms.toFixed(1)} ms`);
  await page.close();
});
