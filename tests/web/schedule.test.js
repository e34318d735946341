import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  announcementsNow, arrangeDay, changedBetween, changeOf, changesOfDay, chipOf, dateOf, dayShown, delayOf, doorNow, fillHolds, findRoom, goneFrom, isFull, lanesOf, phaseOf,
  progressOf, roomNow, seatsElsewhere, startOfDate, timetable, MINUTE,
} from '../../static/shared/schedule.js';
import { at, broadcast, crowded, eventful, kakao, urgent } from './boards/fixtures.js';

const iso = (ms) => new Date(ms).toISOString();
const one = (more = {}) => ({
  id: 's', title: 'T', room: 'r1', start: iso(at('10:00')), duration: 45, status: 'scheduled', people: [], ...more,
});
const docsOf = (...sessions) => ({
  event: { main: { zone: 'Asia/Seoul' } }, rooms: { r1: { name: 'One' }, r2: { name: 'Two' } }, sessions: Object.fromEntries(sessions.map((s) => [s.id, s])),
});
const session = (more) => timetable(docsOf(one(more))).sessions[0];
const clock = (time, heard) => ({ now: at(time), heard: heard === undefined ? at(time) : at(heard) });

test('nothing at all is an empty timetable', () => {
  assert.equal(dayShown(timetable({}), 0).mode, 'empty');
  assert.deepEqual(timetable(undefined).sessions, []);
  assert.equal(dayShown(timetable({ sessions: {} }), 0).day, null);
});

test('hidden and unscheduled sessions are never there', () => {
  const tt = timetable(docsOf(one({ status: 'hidden' }), one({ id: 'b', start: null }), one({ id: 'c', start: undefined }), one({ id: 'd', start: 'soon' }), one({ id: 'e' })));
  assert.deepEqual(tt.sessions.map((s) => s.id), ['e']);
});

test('the same documents are normalised once', () => {
  const docs = kakao();
  assert.equal(timetable(docs), timetable(docs));
  assert.notEqual(timetable(docs), timetable({ ...docs }));
});

test('an unknown zone or none does not stop a screen', () => {
  assert.ok(timetable({ event: { main: { zone: 'Mars/Olympus' } } }).zone);
  assert.ok(timetable({}).zone);
});

test('speakers are ids or objects', () => {
  const tt = timetable({ ...docsOf(one({ people: ['p', { name: 'B' }, 'gone'] })), people: { p: { name: 'A' } } });
  assert.deepEqual(tt.sessions[0].people, ['A', 'B']);
});

test('days are cut at 04:00 local', () => {
  assert.equal(dateOf(Date.parse('2026-09-12T18:59:00Z'), 'Asia/Seoul'), '2026-09-12'); // 03:59 on the 13th
  assert.equal(dateOf(Date.parse('2026-09-12T19:00:00Z'), 'Asia/Seoul'), '2026-09-13');
  assert.equal(startOfDate('2026-09-13', 'Asia/Seoul'), Date.parse('2026-09-12T19:00:00Z'));
});

test('days are cut right where the clocks change', () => {
  assert.equal(startOfDate('2026-03-29', 'Europe/Berlin'), Date.parse('2026-03-29T02:00:00Z'));
  assert.equal(startOfDate('2026-10-25', 'Europe/Berlin'), Date.parse('2026-10-25T03:00:00Z'));
});

test('a talk after midnight belongs to the evening before', () => {
  const tt = timetable(docsOf(one(), one({ id: 'late', start: '2019-08-29T16:30:00Z', duration: 120 }))); // 01:30 on the 30th
  assert.equal(tt.days.length, 1);
  assert.equal(tt.days[0].last, Date.parse('2019-08-29T18:30:00Z'));
  assert.equal(dayShown(tt, Date.parse('2019-08-29T17:00:00Z')).mode, 'during');
});

test('a day document with its own hours keeps what starts in them', () => {
  const docs = { ...docsOf(one({ start: '2019-08-29T20:00:00Z' })), days: { d: { date: '2019-08-29', start: '2019-08-29T00:00:00Z', end: '2019-08-29T22:00:00Z' } } };
  assert.equal(timetable(docs).days[0].sessions.length, 1); // 05:00 local, yet of this day
});

test('which day, and how it stands', () => {
  const tt = timetable(kakao());
  const shown = (time, date) => { const s = dayShown(tt, at(time, date)); return [s.mode, s.day.number, s.next?.number]; };
  assert.deepEqual(shown('18:00', '2019-08-01'), ['before', 1, undefined]);
  assert.deepEqual(shown('08:59'), ['before', 1, undefined]);
  assert.deepEqual(shown('09:00'), ['during', 1, undefined]);
  assert.deepEqual(shown('16:59'), ['during', 1, undefined]);
  assert.deepEqual(shown('17:05'), ['over', 1, 2]);
  assert.deepEqual(shown('17:31'), ['before', 2, undefined]);
  assert.deepEqual(shown('12:00', '2019-08-30'), ['during', 2, undefined]);
  assert.deepEqual(shown('18:00', '2019-08-30'), ['closed', 2, undefined]);
});

test('phases by the clock', () => {
  const s = session();
  assert.equal(phaseOf(s, clock('09:59')), 'later');
  assert.equal(phaseOf(s, clock('10:00')), 'now');
  assert.equal(phaseOf(s, clock('10:44')), 'now');
  assert.equal(phaseOf(s, clock('10:45')), 'past');
});

test('phases follow the expected times', () => {
  const s = session({ expected_start: iso(at('10:12')), expected_end: iso(at('10:57')) });
  assert.equal(phaseOf(s, clock('10:05')), 'later');
  assert.equal(phaseOf(s, clock('10:50')), 'now');
  assert.equal(delayOf(s), 12);
  assert.equal(changeOf(s), 'delayed');
});

test('what began in time and ends late is late too', () => {
  assert.equal(delayOf(session({ expected_end: iso(at('10:57')) })), 12);
  assert.equal(delayOf(session({ expected_end: iso(at('10:40')) })), 0);
});

test('what goes on at a booth stands beside the talks, a lunch across them', () => {
  const docs = { event: {}, sessions: {}, rooms: {} };
  const put = (id, room, from, minutes, kind = 'room') => {
    docs.rooms[room] = { id: room, name: room, kind, order: 1 };
    docs.sessions[id] = { ...session().doc, id, title: id, room, status: 'scheduled', start: iso(at(from)), duration: minutes, people: [] };
  };
  put('a', 'r1', '11:00', 45);
  put('b', 'r2', '11:00', 45);
  put('lunch', 'lobby', '12:00', 60, 'lobby');
  put('stand', 'booth', '09:00', 480, 'booth');
  const tt = timetable(docs);
  const { bands, alongside } = arrangeDay(tt, tt.days[0]);
  assert.deepEqual(bands.map((band) => band.session.id), ['lunch']);
  assert.deepEqual(alongside.map((s) => s.id), ['stand']);
});

test('the desk rules: ended early, begun early, running over', () => {
  assert.equal(phaseOf(session({ status: 'ended' }), clock('10:20')), 'past');
  assert.equal(phaseOf(session({ status: 'live' }), clock('09:55')), 'now');
  const over = session({ status: 'live' });
  assert.equal(phaseOf(over, clock('10:52')), 'now');
  assert.equal(progressOf(over, at('10:52')).over, 7);
});

test('with the server gone, what was live when it went ends by the clock', () => {
  const s = session({ status: 'live' });
  assert.equal(phaseOf(s, clock('10:40', '10:20')), 'now');
  assert.equal(phaseOf(s, clock('10:52', '10:20')), 'past');
  assert.equal(phaseOf(s, clock('10:52', '10:50')), 'now'); // the server still said so after its end
});

test('a cancelled talk is never on', () => {
  const s = session({ status: 'cancelled' });
  assert.equal(phaseOf(s, clock('10:10')), 'off');
  assert.equal(phaseOf(s, clock('10:50')), 'past');
});

test('a talk of no length is a point', () => {
  const s = session({ duration: 0 });
  assert.equal(phaseOf(s, clock('09:59')), 'later');
  assert.equal(phaseOf(s, clock('10:00')), 'past');
  assert.equal(progressOf(s, at('10:00')).share, 1);
});

test('minutes left count the running one', () => {
  assert.deepEqual(progressOf(session(), at('10:00')), { share: 0, left: 45, over: 0 });
  assert.equal(progressOf(session(), at('10:44') + 30_000).left, 1);
});

test('now, next and later in a room', () => {
  const tt = timetable(kakao());
  const view = roomNow(tt, 'r103', dayShown(tt, at('14:18')).day, clock('14:18'));
  assert.deepEqual(view.on.map((s) => s.id), ['a12']);
  assert.equal(view.next.id, 'a17');
  assert.deepEqual(view.later.map((s) => s.id), ['a22']);
});

test('an arrow stays where a talk left until it would have ended', () => {
  const tt = timetable(eventful());
  const gone = (time, room = 'r103') => goneFrom(tt, room, clock(time)).map((g) => g.session.id);
  assert.deepEqual(gone('14:24'), ['a12', 'a17']);
  assert.deepEqual(gone('14:45'), ['a17']);
  assert.deepEqual(gone('15:45'), []);
  assert.deepEqual(gone('14:24', 'r105'), ['a19']);
});

test('a talk that only changed its hour leaves an arrow in its own room', () => {
  const tt = timetable(docsOf(one({ start: iso(at('11:00')), moved_from: { room: 'r1', start: iso(at('10:00')), at: iso(at('09:00')) } })));
  assert.equal(changeOf(tt.sessions[0]), 'retimed');
  assert.equal(goneFrom(tt, 'r1', clock('10:10'))[0].sameRoom, true);
});

test('moved back where it came from is no change; a cancelled move leaves no arrow', () => {
  assert.equal(changeOf(session({ moved_from: { room: 'r1', start: iso(at('10:00')), at: iso(at('09:00')) } })), null);
  const tt = timetable(docsOf(one({ room: 'r2', status: 'cancelled', moved_from: { room: 'r1', start: iso(at('10:00')), at: iso(at('09:00')) } })));
  assert.deepEqual(goneFrom(tt, 'r1', clock('10:10')), []);
});

test('a chip is fresh for some minutes, stands until the talk has begun, and goes', () => {
  const moved = session({ room: 'r2', moved_from: { room: 'r1', start: iso(at('10:00')), at: iso(at('09:00')) } });
  assert.equal(chipOf(moved, undefined, clock('09:10')), 'fresh');
  assert.equal(chipOf(moved, undefined, clock('09:40')), 'standing');
  assert.equal(chipOf(moved, undefined, clock('10:05')), null);
  assert.equal(chipOf(session({ status: 'cancelled' }), at('09:58'), clock('10:05')), 'fresh');
  assert.equal(chipOf(session(), at('09:58'), clock('10:05')), null);
});

test('the rail lists what still matters, newest first, a delayed room once', () => {
  const tt = timetable(eventful());
  const changes = changesOfDay(dayShown(tt, at('14:24')).day, new Map([['a14', at('14:20')]]), clock('14:24'));
  assert.deepEqual(changes.map((c) => c.session.id), ['a14', 'a19', 'a17', 'a12', 'a11', 'a23']);
});

test('what a visitor would see differently turns, nothing else', () => {
  const before = kakao();
  const after = { ...before, sessions: { ...before.sessions, a1: { ...before.sessions.a1, room: 'r105' }, a2: { ...before.sessions.a2, rev: 9, status: 'live' } } };
  assert.deepEqual(changedBetween(timetable(before), timetable(after)), ['a1']);
});

test('announcements of this moment by level', () => {
  const now = announcementsNow(timetable(urgent()), at('14:24'));
  assert.deepEqual([now.urgent.length, now.info.length], [1, 1]);
  assert.deepEqual(announcementsNow(timetable(urgent()), at('12:00')), { urgent: [], info: [] });
});

test('a full mark holds for its talk and ages', () => {
  const docs = kakao();
  docs.rooms.r101 = { ...docs.rooms.r101, fill: 'full', fill_at: iso(at('13:55')) };
  const tt = timetable(docs);
  const full = (time) => isFull(tt, tt.roomById.get('r101'), clock(time));
  assert.equal(full('14:40'), true);
  assert.equal(full('15:05'), false);
  assert.equal(isFull(tt, tt.roomById.get('r102'), clock('14:00')), false);
  const holds = (room, time) => fillHolds(tt, tt.roomById.get(room), clock(time));
  assert.deepEqual([holds('r101', '14:40'), holds('r101', '15:05')], [true, false]);
  assert.equal(fillHolds(tt, { id: 'r101', fill: null }, clock('14:00')), false, 'no mark');
});

test('a room that was full an hour ago is not kept from those who look for seats', () => {
  const docs = kakao();
  docs.rooms.r104 = { ...docs.rooms.r104, fill: 'full', fill_at: iso(at('12:50')) };
  const tt = timetable(docs);
  const rooms = seatsElsewhere(tt, 'r101', { start: at('14:00'), end: at('14:45') }, clock('14:10'), 4).map(({ room }) => room.id);
  assert.deepEqual(rooms, ['r102', 'r103', 'r105', 'r104']);
});

test('seats elsewhere: at most three rooms in the same slot, emptiest first, none that is full', () => {
  const docs = kakao();
  docs.rooms.r102 = { ...docs.rooms.r102, fill: 'filling' };
  docs.rooms.r103 = { ...docs.rooms.r103, fill: 'full' };
  const tt = timetable(docs);
  const seats = seatsElsewhere(tt, 'r101', { start: at('14:00'), end: at('14:45') }, clock('14:10'));
  assert.deepEqual(seats.map(({ room }) => room.id), ['r104', 'r105', 'r102']);
});

test('a session that is broadcast to a room is on, and next, at its door; for the lobby it is in its own room alone', () => {
  const tt = timetable(broadcast());
  const seen = (see, room, time) => { const v = see(tt, room, tt.days[0], clock(time)); return [v.on.map((s) => s.id), v.next?.id]; };
  assert.deepEqual(seen(doorNow, 'r103', '10:20'), [['keynote'], 'a0']);
  assert.deepEqual(seen(doorNow, 'r103', '11:10'), [['a0', 'a2'], 'a7'], 'beside the room\'s own');
  assert.deepEqual(seen(doorNow, 'r102', '10:20'), [[], 'a1'], 'another room shows nothing of it');
  assert.deepEqual(seen(roomNow, 'r103', '10:20'), [[], 'a2']);
  const ids = (docs) => { const t = timetable(docs); const { columns, bands } = arrangeDay(t, t.days[0]); return [columns.map((c) => c.sessions.map((s) => s.id)), bands.map((b) => b.session.id)]; };
  assert.deepEqual(ids(broadcast()), ids(kakao()), 'the lobby board is as it was');
});

test('a talk that moved away and is still shown here leaves no arrow', () => {
  const docs = eventful();
  const gone = (see, d) => see(timetable(d), 'r103', timetable(d).days[0], clock('14:24')).gone.map((g) => g.session.id);
  assert.deepEqual(gone(doorNow, docs), ['a12', 'a17']);
  const shown = { ...docs, sessions: { ...docs.sessions, a12: { ...docs.sessions.a12, also_in: ['r103'] } } };
  assert.deepEqual(gone(doorNow, shown), ['a17']);
  assert.deepEqual(gone(roomNow, shown), ['a12', 'a17']);
});

test('where the very same talk is shown, there are the first seats for those turned away', () => {
  const docs = kakao();
  docs.sessions.a10 = { ...docs.sessions.a10, also_in: ['r105'] };
  docs.rooms.r105 = { ...docs.rooms.r105, fill: 'filling' };
  const tt = timetable(docs);
  const seats = seatsElsewhere(tt, 'r101', tt.sessionById.get('a10'), clock('14:10'));
  assert.deepEqual(seats.map(({ room, session: s }) => [room.id, s.id]), [['r105', 'a10'], ['r102', 'a11'], ['r103', 'a12']]);
});

test('a session that is shown in one room more turns', () => {
  assert.deepEqual(changedBetween(timetable(kakao()), timetable(broadcast())).sort(), ['a0', 'keynote']);
});

test('a room is found by id or by name in any language', () => {
  const tt = timetable(kakao());
  assert.equal(findRoom(tt, 'r103').id, 'r103');
  assert.equal(findRoom(tt, '그랜드볼룸 103').id, 'r103');
  assert.equal(findRoom(tt, ' grand ballroom 103 ').id, 'r103');
  assert.equal(findRoom(tt, '207'), null);
  assert.equal(findRoom(tt, null), null);
});

test('a day in columns: talks, the keynote and lunch as bands, booths alongside', () => {
  const tt = timetable(kakao());
  const { columns, bands, alongside } = arrangeDay(tt, tt.days[0]);
  assert.deepEqual(columns.map((c) => c.room.id), ['r101', 'r102', 'r103', 'r104', 'r105']);
  assert.deepEqual(bands.map((b) => b.session.id), ['registration', 'keynote', 'lunch']);
  assert.deepEqual(alongside.map((s) => s.id), ['booths']);
});

test('a break at the same time in several rooms is one band over them', () => {
  const docs = kakao();
  for (const room of ['r101', 'r102', 'r104']) docs.sessions[`c${room}`] = { ...one({ id: `c${room}`, title: 'Coffee', room, start: iso(at('14:45')), duration: 15 }) };
  const tt = timetable(docs);
  const { columns, bands } = arrangeDay(tt, tt.days[0]);
  assert.deepEqual([...bands.find((b) => b.rooms).rooms], ['r101', 'r102', 'r104']);
  assert.ok(columns.every((c) => c.sessions.every((s) => s.title !== 'Coffee')));
});

test('every session of a day is somewhere', () => {
  for (const docs of [kakao(), eventful(), crowded()]) {
    const tt = timetable(docs);
    for (const day of tt.days) {
      const { columns, bands, alongside } = arrangeDay(tt, day);
      const ids = [...columns.flatMap((c) => c.sessions), ...bands.flatMap((b) => b.sessions), ...alongside].map((s) => s.id);
      assert.deepEqual(ids.sort(), day.sessions.map((s) => s.id).sort());
    }
  }
});

test('overlaps are laid side by side, what only touches is not', () => {
  const items = [[0, 10], [5, 15], [10, 20], [20, 30]].map(([start, end]) => ({ start, end }));
  const lanes = lanesOf(items);
  assert.deepEqual(items.map((i) => lanes.get(i)), [{ lane: 0, lanes: 2 }, { lane: 1, lanes: 2 }, { lane: 0, lanes: 2 }, { lane: 0, lanes: 1 }]);
});

test('1,300 sessions are normalised and asked for quickly', () => {
  const docs = docsOf(...Array.from({ length: 1300 }, (_, i) => one({ id: `s${i}`, room: `r${i % 24}`, start: iso(at('10:00') + (i % 40) * 15 * MINUTE) })));
  const began = performance.now();
  const tt = timetable(docs);
  arrangeDay(tt, tt.days[0]);
  assert.ok(performance.now() - began < 500);
});
