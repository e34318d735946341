/*
 * What a host may do now, at every point of a chat: the buttons of the desk, who they are about,
 * and when a booked slot is in the way.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actsOf, chatTime, countdown, deskOf, guestFrom, isDone, mayReturn } from '../../../static/host/desk.js';

const at = (clock) => Date.parse(`2031-05-20T${clock}:00Z`);
const NOW = at('14:00');
const TABLE = { state: 'open', start: at('13:00'), end: at('16:00'), slots: [{ start: at('13:00'), end: at('13:15') }] };

let number = 0;
function guest(state, more = {}) {
  number += 1;
  return { ...guestFrom({ id: `b${number}`, number, state, topic: 'a topic', name: 'Kim' }), ...more };
}
const booked = (clock, more = {}) => guest('booked', { slot: `m1-${clock}`, start: at(clock), end: at(clock) + 15 * 60_000, ...more });

function bar(guests, table = TABLE, now = NOW) {
  return deskOf({ ...TABLE, ...table }, guests, now).bar.map(({ act }) => act).join(' ');
}

test('nobody is there: the next may be called, where there is one whose time has come', () => {
  assert.equal(bar([guest('waiting')]), 'next pause');
  assert.equal(bar([booked('14:00')]), 'next pause');
  assert.equal(bar([booked('13:45')]), 'next pause');
  assert.equal(bar([booked('14:15')]), 'pause');
  assert.equal(bar([]), 'pause');
  assert.equal(bar([guest('waiting', { slot: 'm1-9' })]), 'pause');
});

test('who is called next: a booked guest whose time has come, else the first of the line', () => {
  const [late, due, line] = [booked('14:30'), booked('14:00'), guest('waiting')];
  const first = (...guests) => deskOf(TABLE, guests, NOW).first;
  assert.equal(first(late, line, guest('waiting')), line);
  assert.equal(first(due, late, line), due);
  assert.equal(first(late), null);
  assert.equal(deskOf({ ...TABLE, state: 'ahead' }, [late, line], NOW).first, null);
});

test('before the table opens the line is not called; a booked seat whose time has come is', () => {
  assert.equal(bar([guest('waiting')], { state: 'ahead' }), '');
  assert.equal(bar([booked('14:00')], { state: 'ahead' }), 'next');
});

test('the course of one chat', () => {
  const waiting = guest('waiting');
  assert.equal(bar([guest('called'), waiting]), 'arrived start no_show pause');
  assert.equal(bar([guest('arrived'), waiting]), 'start no_show pause');
  assert.equal(bar([guest('talking'), waiting]), 'finish extend next pause');
  assert.equal(bar([guest('talking')]), 'finish extend pause');
  assert.equal(bar([guest('talking'), guest('called'), waiting]), 'finish extend pause');
});

test('a pause calls nobody, and lets a chat end', () => {
  const paused = { state: 'paused' };
  assert.equal(bar([guest('waiting')], paused), 'resume');
  assert.equal(bar([guest('talking'), guest('waiting')], paused), 'finish extend resume');
  assert.equal(bar([guest('called')], paused), 'arrived start no_show resume');
});

test('nobody new comes to a table that is closed, but the line goes on; one that is over only finishes', () => {
  assert.equal(bar([guest('waiting')], { state: 'closed' }), 'next pause');
  for (const state of ['ended', 'cancelled']) {
    assert.equal(bar([guest('waiting')], { state }), '');
    assert.equal(bar([guest('talking')], { state }), 'finish extend');
  }
});

test('exactly one button is the first thing to do', () => {
  for (const state of ['called', 'arrived', 'talking', 'waiting']) {
    const { bar: acts } = deskOf(TABLE, [guest(state)], NOW);
    assert.deepEqual(acts.map(({ primary }) => primary), acts.map((_, i) => i === 0));
  }
});

test('a group: one button for all who are so far, each for itself besides', () => {
  const slot = { slot: 'm1-4', start: NOW };
  const group = [guest('arrived', slot), guest('called', slot), guest('arrived', slot)];
  const { up, bar: acts } = deskOf(TABLE, group, NOW);
  assert.deepEqual(up.map(({ state }) => state), ['arrived', 'arrived', 'called']);
  assert.deepEqual(acts[0], { act: 'start', ids: [group[0].id, group[2].id], primary: true });
  assert.ok(!acts.some(({ act }) => act === 'no_show'), 'who of them?');
  assert.deepEqual(actsOf(group[1], NOW), ['arrived', 'start', 'no_show']);
  assert.deepEqual(actsOf(group[0], NOW), ['start', 'no_show']);
});

test('who comes long before a booked slot waits in the queue, and the line goes on', () => {
  const early = { ...booked('14:12'), state: 'arrived' };
  const { up, queue, bar: acts } = deskOf(TABLE, [early, guest('waiting')], NOW);
  assert.deepEqual(up, []);
  assert.equal(queue[0], early);
  assert.equal(acts[0].act, 'next');
  assert.deepEqual(actsOf(early, NOW), ['start']);
  assert.equal(deskOf(TABLE, [early], at('14:07')).up.length, 1);
});

test('who waits for a seat in a full slot is not in the queue', () => {
  const { queue } = deskOf(TABLE, [booked('14:15'), guest('waiting', { slot: 'm1-5' }), guest('waiting')], NOW);
  assert.equal(queue.length, 2);
});

test('what can be done for somebody in the queue', () => {
  assert.deepEqual(actsOf(guest('waiting'), NOW), []);
  assert.deepEqual(actsOf(booked('14:30'), NOW), ['arrived', 'start']);
  assert.deepEqual(actsOf(booked('13:45'), NOW), ['arrived', 'start', 'no_show']);
});

test('the next booked slot, and by how much the present chat runs into it', () => {
  const talking = (until) => guest('talking', { since: at('13:50'), until });
  const list = (until) => [talking(until), booked('14:30'), booked('14:10'), booked('14:10'), guest('waiting')];
  const { upcoming, clash } = deskOf(TABLE, list(at('14:05')), NOW);
  assert.deepEqual([upcoming.start, upcoming.guests.length, clash], [at('14:10'), 2, 0]);
  assert.equal(deskOf(TABLE, list(at('14:13')), NOW).clash, 3);
  assert.equal(deskOf(TABLE, list(at('14:05')), at('14:12')).clash, 2, 'over its time, it ends now at the soonest');
  assert.equal(deskOf(TABLE, list(null), at('14:11')).clash, 1);
  assert.equal(deskOf(TABLE, [guest('talking', { slot: 'm1-14:00', since: NOW, until: at('14:15') }), booked('14:00')], NOW).clash, 0, 'the same slot');
});

test('the time of a chat: minutes, never below nothing', () => {
  const chat = { since: at('14:00'), until: at('14:15') };
  assert.deepEqual(chatTime(chat, at('14:06')), { minutes: 6, left: 9, over: 0, share: 0.4 });
  assert.deepEqual(chatTime(chat, at('14:18')), { minutes: 18, left: 0, over: 3, share: 1 });
  assert.deepEqual(chatTime(chat, at('13:59')), { minutes: 0, left: 16, over: 0, share: 0 });
  assert.deepEqual(chatTime({ since: at('14:00'), until: null }, at('14:06')), { minutes: 6, left: null, over: 0, share: 0 });
  assert.equal(countdown(NOW + 125_000, NOW), '2:05');
  assert.equal(countdown(NOW - 1, NOW), '0:00');
});

test('a tap that comes twice finds its work done', () => {
  assert.ok(isDone('arrived', 'arrived') && isDone('start', 'talking') && isDone('finish', 'done') && isDone('no_show', 'no_show'));
  assert.ok(!isDone('arrived', 'talking') && !isDone('next', 'called') && !isDone('extend', undefined));
});

test('who did not come may still be taken while the slot, or the table, lasts', () => {
  assert.ok(mayReturn({ end: at('14:15') }, TABLE, NOW));
  assert.ok(!mayReturn({ end: at('14:15') }, TABLE, at('14:15')));
  assert.ok(mayReturn({ end: null }, TABLE, NOW));
  assert.ok(!mayReturn({ end: null }, { ...TABLE, state: 'ended' }, NOW));
});

test('a guest of whom the server says little is still a guest', () => {
  const { state, ...rest } = guestFrom({ id: 'b9', state: 'waiting' });
  assert.equal(state, 'waiting');
  assert.deepEqual([rest.slot, rest.start, rest.until, rest.topic, rest.chats], [null, null, null, '', 0]);
});
