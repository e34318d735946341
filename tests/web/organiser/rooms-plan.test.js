/* The rooms as the desk runs them: what is on, how late, and what was said of the seats. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { delayBy, oldMarks, roomsNow } from '../../../static/organiser/rooms-plan.js';
import { timetable } from '../../../static/shared/schedule.js';
import { at, broadcast, kakao } from '../boards/fixtures.js';

const iso = (ms) => new Date(ms).toISOString();
const rooms = (docs, time) => roomsNow(timetable(docs), { now: at(time), heard: at(time) });
const room = (docs, time, id = 'r101') => rooms(docs, time).find((one) => one.room.id === id);
const marked = (fill, said, id = 'r101', docs = kakao()) => ({ ...docs, rooms: { ...docs.rooms, [id]: { ...docs.rooms[id], fill, fill_at: said && iso(at(said)) } } });

test('rooms in their order, with what is on and what comes', () => {
  assert.deepEqual(rooms(kakao(), '14:10').map((one) => one.room.id), ['hall', 'lobby', 'r101', 'r102', 'r103', 'r104', 'r105']);
  const { on, next } = room(kakao(), '14:10');
  assert.deepEqual([on.map(({ id }) => id), next.id], [['a10'], 'a15']);
  const docs = kakao();
  docs.rooms.booth = { id: 'booth', name: 'Booth', kind: 'booth', order: 3 };
  assert.equal(room(docs, '14:10', 'booth'), undefined, 'a booth without sessions is no room to run');
  assert.deepEqual(roomsNow(timetable({}), { now: at('14:10') }), []);
});

test('a mark has an age, and is old when it was made for another talk', () => {
  const { fill } = room(marked('full', '13:55'), '14:20');
  assert.deepEqual([fill.state, fill.minutes, fill.isOld], ['full', 25, false]);
  assert.equal(room(marked('filling', '13:55'), '15:10').fill.isOld, true);
  assert.deepEqual(room(kakao(), '14:20').fill, { state: 'free', at: null, minutes: null, isOld: false });
  assert.deepEqual(room(marked(null, null), '14:20').fill, { state: null, at: null, minutes: null, isOld: false });
  assert.equal(room(marked('brimming', '14:00'), '14:20').fill.state, null);
  assert.equal(room(marked('free', '14:30'), '14:20').fill.minutes, 0, 'a mark of the next moment is of now');
});

test('who is to look again: where something is on and the mark is old', () => {
  const docs = marked('free', '12:00', 'r102', marked('full', '13:55'));
  assert.equal(oldMarks(rooms(docs, '14:20')), 1);
  assert.equal(oldMarks(rooms(docs, '15:10')), 2);
  assert.equal(oldMarks(rooms(docs, '16:50')), 0, 'nobody sits there any more');
});

test('a full room says where there are seats, at most three', () => {
  assert.deepEqual(room(marked('full', '14:05'), '14:10').seats.map((one) => one.room.id), ['r102', 'r103', 'r104']);
  assert.equal(room(marked('filling', '14:05'), '14:10').seats, null);
  assert.equal(room(marked('full', '13:05'), '15:10').seats, null, 'a mark that is old sends nobody away');
});

test('a delay begins with the room\'s own talk, on top of what it is late already', () => {
  const late = (docs, time, id) => { const { late: one } = room(docs, time, id); return one && [one.session.id, one.minutes, one.isOn]; };
  assert.deepEqual(late(kakao(), '14:10'), ['a10', 0, true]);
  assert.deepEqual(late(kakao(), '13:50'), ['a10', 0, false]);
  assert.equal(late(kakao(), '17:30'), null, 'tomorrow\'s is not late yet');
  assert.deepEqual(late(broadcast(), '10:20', 'r103'), ['a2', 0, false], 'what is shown here from the hall is not the room\'s');
  const docs = kakao();
  docs.sessions.a10 = { ...docs.sessions.a10, expected_end: iso(at('14:50')) };
  assert.deepEqual(late(docs, '14:10'), ['a10', 5, true]);
  const over = { ...docs, sessions: { ...docs.sessions, a10: { ...docs.sessions.a10, status: 'live' } } };
  assert.deepEqual(late(over, '14:54'), ['a10', 9, true], 'and runs over');
  assert.deepEqual(delayBy(room(docs, '14:10').late, 12), { minutes: 17, from: 'a10' });
  assert.equal(delayBy({ session: { id: 'a10' }, minutes: 715 }, 12), null);
});
