/*
 * What follows when a session is moved, late, cancelled, or held by the desk,
 * and what the clock does by itself.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { assertProblem, at, instant, makeMorning, patch, session, startHouse, until } from '../lib/house.js';

/* [expected_start, expected_end] by the clock of Seoul, "10:05–10:50". */
const expected = (document) => [document.expected_start, document.expected_end]
  .map((text) => instant(Date.parse(text) + 9 * 3_600_000).slice(11, 16)).join('–');

describe('a room that is late', () => {
  let server;
  let ids;
  beforeEach(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
  });
  const stop = async () => { await server.stop(); };
  const delay = (body, room = ids.A) => server.api('POST', `/api/v1/rooms/${room}/delay`, body);
  const times = async () => Object.fromEntries(await Promise.all(['one', 'coffee', 'two', 'three', 'four'].map(async (name) => [name, expected(await session(server, ids[name]))])));
  const planned = { one: '10:00–10:45', coffee: '10:45–11:15', two: '11:15–12:00', three: '12:30–13:15', four: '10:00–10:45' };

  test('what follows begins when the one before ends; the break gives its length away; free time absorbs', async () => {
    const answer = await delay({ minutes: 12, from: ids.one });
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(await times(), { ...planned, one: '10:12–10:57', coffee: '10:57–11:15' });
    assert.deepEqual([...answer.json.sessions].sort(), [ids.one, ids.coffee].sort());
    /* More than the break has: it is all gone, and what follows moves; half an hour is free before three. */
    await delay({ minutes: 40, from: ids.one });
    assert.deepEqual(await times(), { ...planned, one: '10:40–11:25', coffee: '11:25–11:25', two: '11:25–12:10' });
    await delay({ minutes: 85, from: ids.one });
    assert.deepEqual(await times(), { ...planned, one: '11:25–12:10', coffee: '12:10–12:10', two: '12:10–12:55', three: '12:55–13:40' });
    await stop();
  });

  test('planned times stay, and the documents say both', async () => {
    const before = await session(server, ids.two);
    await delay({ minutes: 40, from: ids.one });
    const late = await session(server, ids.two);
    assert.deepEqual([late.start, late.duration], [before.start, before.duration]);
    assert.equal(late.moved_from, undefined, 'late is not moved');
    assert.equal(late.rev, before.rev + 1);
    await stop();
  });

  test('the delay counts from the plan: 12 and then 5 is 5, and 0 takes it back', async () => {
    await delay({ minutes: 40, from: ids.one });
    await delay({ minutes: 5, from: ids.one });
    assert.deepEqual(await times(), { ...planned, one: '10:05–10:50', coffee: '10:50–11:15' });
    await delay({ minutes: 0, from: ids.one });
    assert.deepEqual(await times(), planned);
    await stop();
  });

  test('without from it is the session that runs now, else the next; the other room is left alone', async () => {
    await delay({ minutes: 10 });
    assert.equal((await times()).one, '10:10–10:55', 'the next, before the first begins');
    await delay({ minutes: 10, from: ids.two });
    assert.deepEqual(await times(), { ...planned, one: '10:10–10:55', coffee: '10:55–11:15', two: '11:25–12:10' });
    await stop();
  });

  test('a session that runs already only ends later', async () => {
    await patch(server, ids.one, { status: 'live' });
    await delay({ minutes: 12 });
    const { one, coffee } = await times();
    assert.equal(one, '10:00–10:57');
    assert.equal(coffee, '10:57–11:15');
    await stop();
  });

  test('what is cancelled or hidden, or on another day, is not moved and holds nothing up', async () => {
    await patch(server, ids.two, { status: 'cancelled' });
    const tomorrow = (await server.good('POST', '/api/v1/sessions', { title: 'tomorrow', room: ids.A, start: at('10:00', 30), duration: 45 })).id;
    await delay({ minutes: 180, from: ids.one });
    const now = await times();
    assert.equal(now.two, planned.two);
    assert.equal(now.coffee, '13:45–13:45');
    assert.equal(now.three, '13:45–14:30');
    assert.equal(expected(await session(server, tomorrow)), '10:00–10:45');
    await stop();
  });

  test('sessions side by side in one room do not hold each other up', async () => {
    const beside = (await server.good('POST', '/api/v1/sessions', { title: 'beside', room: ids.A, start: at('10:15'), duration: 15 })).id;
    await delay({ minutes: 20, from: ids.one });
    assert.equal(expected(await session(server, beside)), '10:15–10:30');
    await stop();
  });

  test('wrong requests are refused by name and change nothing', async () => {
    const { seq } = await server.state();
    for (const minutes of [-1, 721, 1.5, '12', null, undefined, true]) assertProblem(await delay({ minutes, from: ids.one }), 422, 'invalid_field', /minutes/);
    assertProblem(await delay({ minutes: 5, from: 5 }), 422, 'invalid_field', /from/);
    assertProblem(await delay({ minutes: 5, form: ids.two }), 422, 'unknown_field', /form/);
    assertProblem(await delay({ minutes: 5, from: ids.four }), 422, 'not_in_room');
    assertProblem(await delay({ minutes: 5, from: 's999' }), 422, 'not_in_room');
    const empty = await server.good('POST', '/api/v1/rooms', { name: 'empty' });
    assertProblem(await delay({ minutes: 5 }, empty.id), 422, 'nothing_to_delay');
    assertProblem(await delay({ minutes: 5 }, 'r999'), 404, 'not_found');
    assert.equal((await server.state()).seq, seq + 1, 'only the new room');
    await stop();
  });
});

describe('a session', () => {
  let server;
  let ids;
  before(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
  });
  after(() => server.stop());
  const make = async (more) => (await server.good('POST', '/api/v1/sessions', { title: 'x', room: ids.A, start: at('16:00'), duration: 30, ...more })).id;

  test('moved to another room it remembers the place it left', async () => {
    const id = await make();
    const { now } = await server.state();
    const moved = (await patch(server, id, { room: ids.B })).json;
    assert.equal(moved.room, ids.B);
    assert.equal(moved.moved_from.room, ids.A);
    assert.equal(moved.moved_from.start, at('16:00'));
    assert.ok(Math.abs(Date.parse(moved.moved_from.at) - now) < 60_000, 'by the house\'s clock');
    const later = (await patch(server, id, { start: at('17:00') })).json;
    assert.deepEqual([later.moved_from.room, later.moved_from.start], [ids.B, at('16:00')], 'the place it left last');
    const other = (await patch(server, id, { note: 'mind the step' })).json;
    assert.deepEqual(other.moved_from, later.moved_from, 'another change is no move');
  });

  test('back where it came from, it has not moved', async () => {
    const id = await make();
    await patch(server, id, { room: ids.B, start: at('17:00') });
    assert.equal((await patch(server, id, { room: ids.A })).json.moved_from.room, ids.B);
    await patch(server, id, { room: ids.B });
    const other = await make();
    await patch(server, other, { room: ids.B });
    const back = (await patch(server, other, { room: ids.A })).json;
    assert.ok(!('moved_from' in back), JSON.stringify(back.moved_from));
  });

  test('without a time there is no place it left', async () => {
    const id = await make();
    const off = (await patch(server, id, { start: null })).json;
    assert.deepEqual([off.start, off.expected_start, off.expected_end], [null, null, null]);
    assert.ok(!('moved_from' in off));
    const on = (await patch(server, id, { start: at('17:30') })).json;
    assert.equal(expected(on), '17:30–18:00');
    assert.ok(!('moved_from' in on), 'it had no place to leave');
  });

  test('a new planned time takes the delay away; a new duration moves the end', async () => {
    const id = await make();
    await server.good('POST', `/api/v1/rooms/${ids.A}/delay`, { minutes: 10, from: id });
    assert.equal(expected(await session(server, id)), '16:10–16:40');
    assert.equal(expected((await patch(server, id, { duration: 60 })).json), '16:10–17:10');
    assert.equal(expected((await patch(server, id, { start: at('16:30') })).json), '16:30–17:30');
    assert.equal(expected((await patch(server, id, { title: 'y' })).json), '16:30–17:30');
    await patch(server, id, { status: 'hidden' });
  });

  test('expected times that the desk sets stand', async () => {
    const id = await make();
    const set = (await patch(server, id, { expected_start: at('16:07') })).json;
    assert.equal(expected(set), '16:07–16:37');
    assert.equal(expected((await patch(server, id, { expected_end: at('16:50') })).json), '16:07–16:50');
    assertProblem(await patch(server, id, { expected_end: at('16:00') }), 422, 'invalid_field', /expected_end/);
    assert.equal(set.start, at('16:00'));
  });

  test('cancelled, with what takes its place; taken back it runs by the clock again', async () => {
    const id = await make();
    const gone = (await patch(server, id, { status: 'cancelled', replaced_by: ids.four, note: { ko: '취소', en: 'cancelled' } })).json;
    assert.deepEqual([gone.status, gone.replaced_by], ['cancelled', ids.four]);
    assert.equal((await patch(server, id, { start: at('08:59') })).json.status, 'cancelled', 'also where its time is now');
    await patch(server, id, { start: at('16:00') });
    const back = (await patch(server, id, { status: 'scheduled', replaced_by: null })).json;
    assert.equal(back.status, 'scheduled');
    assert.equal((await patch(server, id, { start: at('08:55') })).json.status, 'live', 'the clock has it again');
  });

  test('an instant past what RFC 3339 can write is refused', async () => {
    assertProblem(await server.api('POST', '/api/v1/sessions', { title: 'x', start: '9999-12-31T23:00:00Z', duration: 600 }), 422, 'invalid_field', /start/);
  });

  test('a session of no minutes is a point in time', async () => {
    const id = await make({ duration: 0, start: at('08:00') });
    assert.equal((await session(server, id)).status, 'ended');
    assert.equal(expected(await session(server, id)), '08:00–08:00');
  });
});

describe('a session that is over, and rooms that change places', () => {
  let server;
  let ids;
  before(async () => { server = await startHouse({ now: at('10:20') }); });
  after(() => server.stop());
  beforeEach(async () => { ids = await makeMorning(server); });
  const post = (path, body, headers) => server.api('POST', `/api/v1/${path}`, body, headers);
  const place = async (name) => (await session(server, ids[name])).room;

  test('it ends now, and a delay behind it is made up for', async () => {
    assert.equal((await session(server, ids.one)).status, 'live');
    await post(`rooms/${ids.A}/delay`, { minutes: 40, from: ids.one });
    assert.equal(expected(await session(server, ids.two)), '11:25–12:10');
    const { rev } = await session(server, ids.one);
    assertProblem(await post(`sessions/${ids.one}/end`, undefined, { 'if-match': '"999"' }), 412, 'changed_meanwhile');
    const answer = await post(`sessions/${ids.one}/end`, undefined, { 'if-match': `"${rev}"` });
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual([answer.json.id, answer.json.status], [ids.one, 'ended']);
    assert.ok(Date.parse(answer.json.expected_end) < Date.parse(at('10:30')));
    assert.equal(expected(await session(server, ids.two)), '11:15–12:00');
    const again = await post(`sessions/${ids.one}/end`);
    assert.deepEqual([again.status, again.json.seq, again.json.action], [200, answer.json.seq, undefined], 'twice is once');
    await server.good('POST', `/api/v1/actions/${answer.json.action}/undo`);
    assert.equal((await session(server, ids.one)).status, 'live');
    assertProblem(await post(`sessions/${ids.three}/end`), 409, 'not_running');
    assertProblem(await post('sessions/s999/end'), 404, 'not_found');
  });

  test('rooms change places from now on, and back by one undo', async () => {
    const answer = await post(`rooms/${ids.A}/swap`, { room: ids.B });
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual([...answer.json.sessions].sort(), [ids.coffee, ids.two, ids.three].sort());
    assert.deepEqual([await place('one'), await place('four'), await place('coffee'), await place('three')], [ids.A, ids.B, ids.B, ids.B]);
    assert.deepEqual((await session(server, ids.two)).moved_from.room, ids.A);
    await server.good('POST', `/api/v1/actions/${answer.json.action}/undo`);
    assert.equal(await place('two'), ids.A);
    const early = await server.good('POST', `/api/v1/rooms/${ids.B}/swap`, { room: ids.A, from: at('10:00'), until: at('10:45') });
    assert.deepEqual([...early.sessions].sort(), [ids.one, ids.four].sort());
    const both = await server.good('POST', '/api/v1/preview?method=POST&path=/api/v1/rooms/' + ids.A + '/swap', { room: ids.B, from: at('11:00'), until: at('12:00') });
    assert.deepEqual(both.documents, [`sessions/${ids.two}`]);
  });

  test('a wrong swap is refused', async () => {
    const swap = (body, room = ids.A) => post(`rooms/${room}/swap`, body);
    for (const body of [{}, { room: ids.A }, { room: 1 }, { room: ids.B, from: 'now' }, { room: ids.B, until: 1 }, { room: ids.B, from: [at('10:00')] },
      { room: ids.B, from: at('11:00'), until: at('11:00') }, { room: ids.B, until: at('10:00') }]) {
      assertProblem(await swap(body), 422, 'invalid_field');
    }
    assertProblem(await swap({ room: 'r999' }), 422, 'unknown_reference');
    assertProblem(await swap({ room: ids.B, rooms: [] }), 422, 'unknown_field');
    assertProblem(await swap({ room: ids.B }, 'r999'), 404, 'not_found');
    assertProblem(await swap({ room: ids.B, from: at('20:00') }), 422, 'nothing_to_swap');
    assertProblem(await swap({ room: ids.B, from: '0001-01-01T00:00:00Z' }), 422, 'nothing_to_swap');
  });
});

describe('the clock', () => {
  test('sessions begin and end by it, frames and states say so, and nobody did it', async () => {
    /* A minute of the house is a tenth of a second. */
    const server = await startHouse({ now: at('09:58'), speed: 600 });
    try {
      const room = (await server.good('POST', '/api/v1/rooms', { name: 'A' })).id;
      const soon = instant(Math.floor((await server.state()).now / 60_000) * 60_000 + 5 * 60_000);
      const id = (await server.good('POST', '/api/v1/sessions', { title: 'x', room, start: soon, duration: 20 })).id;
      const { rev } = await session(server, id);
      await until('live', async () => (await session(server, id)).status === 'live');
      assert.ok((await server.state()).now >= Date.parse(soon), 'not before its time');
      await until('ended', async () => (await session(server, id)).status === 'ended');
      assert.ok((await server.state()).now >= Date.parse(soon) + 20 * 60_000);
      assert.equal((await session(server, id)).rev, rev, 'what the clock does counts no revision');
      const { actions } = await server.good('GET', '/api/v1/actions');
      assert.ok(actions.every(({ what }) => !/clock|phase/.test(what)), 'and is no action');
    } finally {
      await server.stop();
    }
  });

  test('what the clock changed while no server ran is right at once', async () => {
    const server = await startHouse();
    const ids = await makeMorning(server);
    await server.stop({ keep: true });
    const later = await startHouse({ db: server.db, now: at('10:30') });
    try {
      assert.equal((await session(later, ids.one)).status, 'live');
      assert.equal((await session(later, ids.two)).status, 'scheduled');
    } finally {
      await later.stop({ keep: true });
    }
    const earlier = await startHouse({ db: server.db, now: at('09:30') });
    assert.equal((await session(earlier, ids.one)).status, 'scheduled', 'also where it has gone back');
    await earlier.stop();
  });

  test('the desk may say otherwise, until it or the times say otherwise again', async () => {
    const server = await startHouse({ now: at('10:10') });
    try {
      const ids = await makeMorning(server);
      const status = async (name) => (await session(server, ids[name])).status;
      assert.deepEqual([await status('one'), await status('two')], ['live', 'scheduled']);
      await patch(server, ids.one, { status: 'ended' });
      assert.equal(await status('one'), 'ended', 'ended early');
      await patch(server, ids.two, { status: 'live' });
      assert.equal(await status('two'), 'live', 'begun early');
      await patch(server, ids.four, { status: 'scheduled' });
      assert.equal(await status('four'), 'scheduled', 'not begun yet, whatever the clock says');
      await patch(server, ids.four, { note: 'the projector' });
      assert.equal(await status('four'), 'scheduled', 'another change takes nothing back');
      await patch(server, ids.four, { expected_start: at('10:15') });
      assert.equal(await status('four'), 'scheduled');
      await patch(server, ids.four, { expected_start: at('10:05') });
      assert.equal(await status('four'), 'live', 'new times give it back to the clock');
      await server.stop({ keep: true });
    } catch (error) {
      await server.stop();
      throw error;
    }
    const later = await startHouse({ db: server.db, now: at('10:20') });
    try {
      const { docs } = await later.state();
      const byTitle = Object.fromEntries(Object.values(docs.sessions).map(({ title, status }) => [title, status]));
      assert.deepEqual([byTitle.one, byTitle.two, byTitle.four], ['ended', 'live', 'live'], 'held also through a restart');
    } finally {
      await later.stop();
    }
  });
});
