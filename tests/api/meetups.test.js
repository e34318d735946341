/*
 * Meetups: tables that a desk or a host opens, their slots and lines, and what
 * the world is told of them. Booking and the host's desk have files of their own.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { canonical } from '../lib/canonical.js';
import { assertProblem, at, attend, makeMorning, patch, startHouse, until } from '../lib/house.js';
import { LiveClient } from '../lib/live-client.js';
import { madang } from '../lib/program.js';

const meetups = async (server) => ({ slots: {}, lines: {}, ...(await server.state('meetups')).docs });
/** Waits until the world has been told so: slots and lines come behind. */
const told = (server, what, holds) => until(what, async () => holds(await meetups(server)));
const starts = (docs, id) => Object.values(docs.slots).filter((slot) => slot.meetup === id).sort((a, b) => a.start.localeCompare(b.start))
  .map((slot) => slot.expected_start);

async function makeTables(server) {
  const ids = await makeMorning(server);
  ids.table = (await server.good('POST', '/api/v1/rooms', { name: 'Table 1', kind: 'table' })).id;
  return ids;
}

async function checked(db) {
  const check = await madang(['check', '--db', db]);
  assert.equal(`${check.code} ${check.stdout}${check.stderr}`, '0 ');
}

describe('a meetup', () => {
  let server;
  let ids;
  before(async () => {
    server = await startHouse();
    ids = await makeTables(server);
  });
  after(() => server.stop());

  const post = (body) => server.api('POST', '/api/v1/meetups', body);

  test('behind a session begins when that ends, and takes an hour, where nobody says', async () => {
    const answer = await post({ host: ids.kim, session: ids.one, place: ids.table, slot_minutes: 20 });
    assert.equal(answer.status, 201, answer.text);
    const { id, seq, action, ...document } = answer.json;
    assert.deepEqual(document, { title: null, note: null, host: ids.kim, session: ids.one, place: ids.table, start: at('10:45'), end: at('11:45'),
      slot_minutes: 20, seats: 1, walk_in: true, draw: false, opens: null, status: 'open', rev: 1 });
    const docs = await told(server, 'the slots', (all) => all.lines[id] && all);
    assert.deepEqual(starts(docs, id), [at('10:45'), at('11:05'), at('11:25')]);
    const read = await server.good('GET', `/api/v1/meetups/${id}`);
    assert.deepEqual(read.slots.map((slot) => slot.id), [`${id}-0`, `${id}-1`, `${id}-2`]);
    assert.deepEqual(read.line, docs.lines[id]);
    /* A document as it was read may be sent back whole. */
    assert.equal((await server.good('PATCH', `/api/v1/meetups/${id}`, read)).rev, 1);
  });

  test('that makes no sense is refused, naming the field', async () => {
    const good = { host: ids.kim, place: ids.table, start: at('14:00'), end: at('15:00'), slot_minutes: 15 };
    for (const [change, code, detail] of [
      [{ host: undefined }, 'missing_field', /host/], [{ place: undefined }, 'missing_field', /place/], [{ start: undefined }, 'missing_field', /start/],
      [{ end: undefined }, 'missing_field', /end/], [{ slot_minutes: undefined }, 'missing_field', /slot_minutes/],
      [{ host: 'p999' }, 'unknown_reference', /host/], [{ place: 'r999' }, 'unknown_reference', /place/], [{ session: 's999' }, 'unknown_reference', /session/],
      [{ end: at('14:00') }, 'invalid_field', /end/], [{ end: at('14:01', 30) }, 'invalid_field', /end/], [{ slot_minutes: 0 }, 'invalid_field', /slot_minutes/],
      [{ slot_minutes: 241 }, 'invalid_field', /slot_minutes/], [{ slot_minutes: 1.5 }, 'invalid_field', /slot_minutes/], [{ seats: 0 }, 'invalid_field', /seats/],
      [{ seats: 13 }, 'invalid_field', /seats/], [{ draw: true }, 'invalid_field', /opens/], [{ status: 'late' }, 'invalid_field', /status/],
      [{ start: 'soon' }, 'invalid_field', /start/], [{ colour: 'red' }, 'unknown_field', /colour/], [{ id: 'm9' }, 'read_only', /id/],
    ]) assertProblem(await post({ ...good, ...change }), 422, code, detail);
    assertProblem(await server.api('PATCH', '/api/v1/meetups/m999', {}), 404, 'not_found');
    assertProblem(await server.api('GET', '/api/v1/meetups/m999'), 404, 'not_found');
    assertProblem(await server.api('POST', '/api/v1/meetups/m999/pause', {}), 404, 'not_found');
    assertProblem(await server.api('POST', '/api/v1/meetups/m999/resume'), 404, 'not_found');
  });

  test('is changed against its revision', async () => {
    const { id } = (await post({ host: ids.kim, place: ids.table, start: at('14:00'), end: at('15:00'), slot_minutes: 15 })).json;
    assert.equal((await server.api('PATCH', `/api/v1/meetups/${id}`, { seats: 2 }, { 'if-match': '"1"' })).status, 200);
    const answer = await server.api('PATCH', `/api/v1/meetups/${id}`, { seats: 3 }, { 'if-match': '"1"' });
    assertProblem(answer, 412, 'changed_meanwhile');
    assert.equal(answer.json.document.seats, 2);
  });

  test('is a host’s own affair, and nobody else’s', async () => {
    const token = async (person) => (await server.good('POST', '/api/v1/tokens', { role: 'host', person, name: 'host' })).token;
    const [kim, lee] = [server.as(await token(ids.kim)), server.as(await token(ids.lee))];
    const body = { place: ids.table, start: at('16:00'), end: at('17:00'), slot_minutes: 15 };
    const made = await kim('POST', '/api/v1/meetups', body);
    assert.equal(made.status, 201, made.text);
    assert.equal(made.json.host, ids.kim);
    const path = `/api/v1/meetups/${made.json.id}`;
    assertProblem(await lee('POST', '/api/v1/meetups', { ...body, host: ids.kim }), 403, 'forbidden');
    for (const [method, where, what] of [['PATCH', path, { seats: 2 }], ['POST', `${path}/pause`, {}], ['POST', `${path}/resume`, undefined]]) {
      assertProblem(await lee(method, where, what), 403, 'forbidden', /another host/);
      assert.equal((await kim(method, where, what)).status, 200);
    }
    assertProblem(await kim('PATCH', path, { host: ids.lee }), 403, 'forbidden');
    assertProblem(await server.as((await attend(server)).token)('PATCH', path, { seats: 2 }), 403, 'forbidden');
  });

  test('is paused, and goes on', async () => {
    const { id } = (await post({ host: ids.lee, place: ids.table, start: at('14:00'), end: at('15:00'), slot_minutes: 15 })).json;
    for (const minutes of [0, 1441, 1.5, 'x']) assertProblem(await server.api('POST', `/api/v1/meetups/${id}/pause`, { minutes }), 422, 'invalid_field', /minutes/);
    assertProblem(await server.api('POST', `/api/v1/meetups/${id}/pause`, { hours: 1 }), 422, 'unknown_field');
    const answer = await server.good('POST', `/api/v1/meetups/${id}/pause`, { minutes: 5 });
    assert.equal(answer.paused, true);
    await told(server, 'the pause', (docs) => docs.lines[id]?.state === 'paused' && docs.lines[id].paused_until === answer.paused_until);
    assert.equal((await server.good('POST', `/api/v1/meetups/${id}/resume`)).paused_until, null);
    await told(server, 'the end of the pause', (docs) => docs.lines[id].state === 'ahead');
    await server.good('PATCH', `/api/v1/meetups/${id}`, { status: 'cancelled' });
    assertProblem(await server.api('POST', `/api/v1/meetups/${id}/pause`, {}), 409, 'closed');
  });

  test('is made once for one key', async () => {
    const body = { host: ids.kim, place: ids.table, start: at('18:00'), end: at('19:00'), slot_minutes: 15 };
    const headers = { 'idempotency-key': 'a-table' };
    const [first, second] = [await server.api('POST', '/api/v1/meetups', body, headers), await server.api('POST', '/api/v1/meetups', body, headers)];
    assert.equal(second.text, first.text);
  });

  test('leaves the event with settings that have bounds', async () => {
    const event = await server.good('GET', '/api/v1/event');
    assert.deepEqual([event.max_bookings, event.call_minutes, event.confirm_minutes], [3, 3, 10]);
    assert.equal((await server.good('PATCH', '/api/v1/event', { max_bookings: 5 })).max_bookings, 5);
    for (const wrong of [{ max_bookings: 101 }, { call_minutes: 61 }, { confirm_minutes: 1441 }, { call_minutes: -1 }, { confirm_minutes: '3' }]) {
      assertProblem(await server.api('PATCH', '/api/v1/event', wrong), 422, 'invalid_field');
    }
    assertProblem(await server.api('PATCH', '/api/v1/event', { max_bookings: null }), 422, 'missing_field');
  });
});

describe('with its session', () => {
  let server;
  let ids;
  let id;
  before(async () => {
    server = await startHouse();
    ids = await makeTables(server);
    id = (await server.good('POST', '/api/v1/meetups', { host: ids.kim, session: ids.one, place: ids.table, slot_minutes: 30 })).id;
  });
  after(() => server.stop());

  test('a meetup moves, is late, goes and comes back, and undo takes each back', async () => {
    const begins = (...times) => told(server, `slots at ${times}`, (docs) => docs.lines[id] && canonical(starts(docs, id)) === canonical(times.map((time) => at(time))));
    const undone = async (answer) => server.good('POST', `/api/v1/actions/${answer.action}/undo`);
    const token = (await attend(server)).token;
    const booked = await server.as(token)('POST', `/api/v1/slots/${id}-1/bookings`, { topic: 'Why so?' });
    assert.equal(booked.status, 201, booked.text);
    const exported = async () => (await server.as(token)('GET', '/api/v1/me/export')).json;
    const mine = async () => (await exported()).places[0].place;
    await begins('10:45', '11:15');

    const moved = (await patch(server, ids.one, { start: at('10:30') })).json;
    await begins('11:15', '11:45');
    assert.equal((await server.good('GET', `/api/v1/meetups/${id}`)).start, at('11:15'));
    assert.equal((await mine()).start, at('11:45'));
    await undone(moved);
    await begins('10:45', '11:15');

    const late = await server.good('POST', `/api/v1/rooms/${ids.A}/delay`, { minutes: 12, from: ids.one });
    await begins('10:57', '11:27');
    assert.equal((await server.good('GET', `/api/v1/meetups/${id}`)).start, at('10:45'));
    await undone(late);
    await begins('10:45', '11:15');

    const cancelled = (await patch(server, ids.one, { status: 'cancelled' })).json;
    await told(server, 'cancelled', (docs) => docs.lines[id].state === 'cancelled');
    const left = await mine();
    assert.deepEqual([left.state, left.why], ['left', 'cancelled']);
    await undone(cancelled);
    await told(server, 'held after all', (docs) => docs.lines[id].state === 'ahead');
    assert.equal((await mine()).state, 'booked');
    assert.deepEqual((await exported()).notices.map(({ notice }) => notice.changes), [['restored']]);
  });

  test('a preview counts the bookings that it reaches, and changes nothing', async () => {
    const before = canonical(await meetups(server));
    const preview = (what, body) => server.good('POST', `/api/v1/preview?${new URLSearchParams(what)}`, body);
    const moved = await preview({ method: 'PATCH', path: `/api/v1/sessions/${ids.one}` }, { start: at('10:30') });
    assert.equal(moved.bookings, 1);
    assert.deepEqual(moved.documents, [`sessions/${ids.one}`, `meetups/${id}`]);
    assert.equal((await preview({ method: 'PATCH', path: `/api/v1/meetups/${id}` }, { status: 'cancelled' })).bookings, 1);
    assert.equal((await preview({ method: 'PATCH', path: `/api/v1/meetups/${id}` }, { seats: 2 })).bookings, 0);
    assert.equal(canonical(await meetups(server)), before);
  });

  test('a session that a meetup follows is not taken back from under it', async () => {
    const made = await server.good('POST', '/api/v1/sessions', { title: 'six', room: ids.A, start: at('15:00'), duration: 30, people: [ids.kim] });
    await server.good('POST', '/api/v1/meetups', { host: ids.kim, session: made.id, place: ids.table, slot_minutes: 15 });
    assertProblem(await server.api('POST', `/api/v1/actions/${made.action}/undo`), 409, 'in_use');
  });
});

describe('the world', () => {
  test('is told the same by frames as by the state, and after kill -9 too', async () => {
    let server = await startHouse();
    const ids = await makeTables(server);
    const client = await LiveClient.open(server, { query: { topics: 'meetups' } });
    const { id } = await server.good('POST', '/api/v1/meetups', { host: ids.kim, session: ids.one, place: ids.table, slot_minutes: 15, seats: 2 });
    const tokens = [];
    for (let n = 0; n < 6; n += 1) tokens.push((await attend(server, `Guest ${n}`)).token);
    await server.as(tokens[0])('PUT', '/api/v1/me/avatar', { set: 'v1' });
    await Promise.all(tokens.map((token, n) => server.as(token)('POST', `/api/v1/slots/${id}-${n % 3}/bookings`, { topic: `Topic ${n}` })));
    await patch(server, ids.one, { start: at('10:05') });
    await told(server, 'six booked', (docs) => docs.lines[id]?.next.length === 3 && Object.values(docs.slots).reduce((sum, slot) => sum + slot.free, 0) === 2);
    const state = await server.state('meetups');
    await client.reaches(state.seq);
    assert.equal(canonical(client.documents.docs), canonical(state.docs));
    client.close();

    /* Booked, and killed before it was told, if we are quick. */
    await server.as(tokens[5])('POST', `/api/v1/slots/${id}-3/bookings`, { topic: 'The last one' });
    const { db, port } = server;
    await server.kill();
    server = await startHouse({ db, port, token: server.token });
    const after = await meetups(server);
    assert.deepEqual(after.slots[`${id}-3`].topics, ['The last one']);
    assert.equal(after.slots[`${id}-3`].free, 1);
    await server.stop({ keep: true });
    await checked(db);
  });

  test('does not know who deleted themselves, from the first change on', async () => {
    const server = await startHouse();
    const ids = await makeTables(server);
    const { id } = await server.good('POST', '/api/v1/meetups', { host: ids.kim, session: ids.one, place: ids.table, slot_minutes: 15 });
    const guest = await attend(server, 'Somebody Special');
    await server.as(guest.token)('PUT', '/api/v1/me/avatar', { set: 'v1' });
    await server.as(guest.token)('POST', `/api/v1/slots/${id}-0/bookings`, { topic: 'Hello' });
    await told(server, 'the guest', (docs) => docs.lines[id]?.next[0]?.name === 'Somebody Special');
    await server.as(guest.token)('PATCH', '/api/v1/me', { name: 'Somebody Else' });
    await told(server, 'the new name', (docs) => docs.lines[id].next[0].name === 'Somebody Else');
    await server.as(guest.token)('PATCH', '/api/v1/me', { shown: false });
    await told(server, 'a number alone', (docs) => docs.lines[id].next[0].name === null && docs.lines[id].next[0].attendee === null);
    await server.as(guest.token)('PATCH', '/api/v1/me', { shown: true });
    await told(server, 'the name again', (docs) => docs.lines[id].next[0].name === 'Somebody Else');
    assert.equal((await server.as(guest.token)('DELETE', '/api/v1/me')).status, 200);
    assert.deepEqual((await meetups(server)).lines[id].next, []);
    await told(server, 'the seat', (docs) => docs.slots[`${id}-0`].free === 1);
    const { readFile } = await import('node:fs/promises');
    const { db } = server;
    await server.stop({ keep: true });
    assert.equal((await readFile(db)).includes('Somebody'), false);
    await checked(db);
  });

  test('has tables in the demonstration', async () => {
    const server = await startHouse({ now: null, args: ['--demo'] });
    const docs = await meetups(server);
    assert.ok(Object.keys(docs.meetups).length > 10);
    for (const id of Object.keys(docs.meetups)) {
      assert.ok(docs.lines[id]);
      assert.ok(starts(docs, id).length >= 3);
      assert.equal(docs.meetups[id].title ?? docs.meetups[id].note, null);
    }
    const { db } = server;
    await server.stop({ keep: true });
    await checked(db);
  });
});
