/*
 * Who did what, putting it back, and looking before.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { canonical } from '../lib/canonical.js';
import { assertProblem, at, makeMorning, patch, session, startHouse, tokenFor } from '../lib/house.js';
import { LiveClient, Socket } from '../lib/live-client.js';

/* Documents without what counts up. */
const withoutRev = (docs) => canonical(JSON.parse(JSON.stringify(docs, (name, value) => (name === 'rev' ? undefined : value))));

describe('actions', () => {
  let server;
  let ids;
  before(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
  });
  after(() => server.stop());
  const undo = (action) => server.api('POST', `/api/v1/actions/${action}/undo`);
  const newest = async () => (await server.good('GET', '/api/v1/actions')).actions;

  test('each write that changed something is listed: who, what, when, about what', async () => {
    const name = 'Kim of the desk';
    const { token } = await server.good('POST', '/api/v1/tokens', { role: 'organiser', name });
    const done = (await server.as(token)('PATCH', `/api/v1/sessions/${ids.one}`, { note: 'x' })).json;
    const [action] = await newest();
    assert.equal(action.id, done.action);
    assert.deepEqual([action.who, action.what, action.about, action.undone_by], [name, 'sessions.patch', [`sessions/${ids.one}`], null]);
    assert.ok(Math.abs(Date.parse(action.at) - (await server.state()).now) < 60_000);
    await server.as(token)('PATCH', `/api/v1/sessions/${ids.one}`, { note: 'x' });
    assert.equal((await newest())[0].id, done.action, 'what changes nothing is no action');
    assert.ok((await newest()).every(({ what }) => !what.includes('tokens')));
  });

  test('the list goes back page by page', async () => {
    for (let i = 0; i < 110; i++) await patch(server, ids.three, { note: `n ${i}` });
    const first = await newest();
    assert.equal(first.length, 100);
    const older = (await server.good('GET', `/api/v1/actions?before=${first.at(-1).id}`)).actions;
    assert.ok(older.length >= 10);
    const all = [...first, ...older].map(({ id }) => Number(id));
    assert.deepEqual(all, [...all].sort((a, b) => b - a));
    assert.equal(new Set(all).size, all.length);
    for (const before of ['abc', '-1', '', '1x']) assertProblem(await server.api('GET', `/api/v1/actions?before=${before}`), 400, 'invalid_query');
  });

  test('undo puts a change back, in one change that all see', async () => {
    const before = await server.state();
    const done = (await patch(server, ids.two, { title: { ko: '새', en: 'New' }, room: ids.B, people: [ids.lee], note: 'moved' })).json;
    const client = await LiveClient.open(server);
    const answer = await undo(done.action);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.json.undone, done.action);
    await client.reaches(answer.json.seq);
    client.close();
    const now = await server.state();
    assert.equal(withoutRev(now.docs), withoutRev(before.docs));
    assert.equal(canonical(client.documents.docs), canonical(now.docs));
    assert.ok(now.docs.sessions[ids.two].rev > done.rev, 'rev goes on');
    const [action, undone] = await newest();
    assert.equal(action.what, 'undo');
    assert.equal(undone.undone_by, action.id);
  });

  test('undo of the undo is the change again', async () => {
    const before = withoutRev((await server.state()).docs);
    const done = (await patch(server, ids.two, { room: ids.B, note: 'again' })).json;
    const changed = withoutRev((await server.state()).docs);
    const back = (await undo(done.action)).json;
    assert.equal(withoutRev((await server.state()).docs), before);
    const forth = (await undo(back.action)).json;
    assert.equal(withoutRev((await server.state()).docs), changed);
    assert.equal((await undo(forth.action)).status, 200);
    assert.equal(withoutRev((await server.state()).docs), before);
  });

  test('twice is refused, and so is what was changed again since', async () => {
    const done = (await patch(server, ids.two, { note: 'a' })).json;
    await undo(done.action);
    assertProblem(await undo(done.action), 409, 'undone_already');
    const first = (await patch(server, ids.two, { note: 'b' })).json;
    await patch(server, ids.two, { subtitle: 'c' });
    const { seq, docs } = await server.state();
    const refused = await undo(first.action);
    assertProblem(refused, 409, 'changed_meanwhile', new RegExp(`sessions/${ids.two}`));
    const now = await server.state();
    assert.equal(now.seq, seq);
    assert.equal(canonical(now.docs), canonical(docs));
  });

  test('an action over several documents is put back whole or not at all', async () => {
    const before = withoutRev((await server.state()).docs);
    const late = await server.good('POST', `/api/v1/rooms/${ids.A}/delay`, { minutes: 100, from: ids.one });
    assert.ok(late.sessions.length >= 4);
    const { note } = await session(server, ids.three);
    await patch(server, ids.three, { note: 'stands on it' });
    const { seq } = await server.state();
    assertProblem(await undo(late.action), 409, 'changed_meanwhile', new RegExp(ids.three));
    assert.equal((await server.state()).seq, seq);
    await patch(server, ids.three, { note });
    await server.good('POST', `/api/v1/rooms/${ids.A}/delay`, { minutes: 0, from: ids.one });
    assert.equal(withoutRev((await server.state()).docs), before);
    const again = await server.good('POST', `/api/v1/rooms/${ids.A}/delay`, { minutes: 100, from: ids.one });
    assert.equal((await undo(again.action)).status, 200);
    assert.equal(withoutRev((await server.state()).docs), before);
  });

  test('what stood on it and was undone stands no more: back step by step', async () => {
    const before = withoutRev((await server.state()).docs);
    const steps = [];
    for (const body of [{ note: 'one' }, { note: 'two', room: ids.B }, { note: 'three' }]) steps.push((await patch(server, ids.two, body)).json.action);
    for (const action of steps.reverse()) {
      const answer = await undo(action);
      assert.equal(answer.status, 200, answer.text);
    }
    assert.equal(withoutRev((await server.state()).docs), before);
  });

  test('what was made is gone, what was deleted is back', async () => {
    const before = withoutRev((await server.state()).docs);
    for (const [collection, body] of [['rooms', { name: 'x' }], ['tracks', { name: 'x' }], ['people', { name: 'x' }], ['announcements', { text: 'x' }],
      ['sessions', { title: 'x', room: ids.A, start: at('10:00', 31), duration: 5 }]]) {
      const made = await server.good('POST', `/api/v1/${collection}`, body);
      assert.equal((await undo(made.action)).status, 200, collection);
      assertProblem(await server.api('GET', `/api/v1/${collection}/${made.id}`), 404, 'not_found');
      assert.equal(withoutRev((await server.state()).docs), before, `${collection}, and the days besides`);
    }
    const said = await server.good('POST', '/api/v1/announcements', { text: { ko: '가', en: 'a' }, level: 'urgent', until: at('15:00') });
    const gone = await server.good('DELETE', `/api/v1/announcements/${said.id}`);
    assert.equal((await undo(gone.action)).status, 200);
    const back = await server.good('GET', `/api/v1/announcements/${said.id}`);
    assert.deepEqual([back.text, back.level, back.until, back.from], [said.text, said.level, said.until, said.from]);
    await server.good('DELETE', `/api/v1/announcements/${said.id}`);
  });

  test('what others name now cannot be made undone', async () => {
    const room = await server.good('POST', '/api/v1/rooms', { name: 'needed' });
    const person = await server.good('POST', '/api/v1/people', { name: 'needed' });
    await patch(server, ids.four, { room: room.id, people: [person.id] });
    assertProblem(await undo(room.action), 409, 'in_use');
    assertProblem(await undo(person.action), 409, 'in_use');
    assert.equal((await session(server, ids.four)).room, room.id);
  });
});

describe('preview', () => {
  let server;
  let ids;
  const sockets = [];
  beforeEach(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
  });
  const listen = async (query) => { sockets.push(await Socket.open(server, { topics: 'timetable', ...query })); };
  const stop = async () => {
    for (const socket of sockets.splice(0)) socket.close();
    await server.stop();
  };
  const preview = (method, path, body) => server.api('POST', `/api/v1/preview?method=${method}&path=${encodeURIComponent(path)}`, body);

  test('counts the screens and phones that a move reaches', async () => {
    await listen({ as: 'screen', board: 'lobby' });
    await listen({ as: 'screen', board: 'lobby' });
    await listen({ as: 'screen', board: 'door', room: ids.A });
    await listen({ as: 'screen', board: 'door', room: ids.B });
    await listen({ as: 'screen', board: 'door', room: ids.B });
    await listen({ as: 'screen', board: 'door', room: 'r77' });
    await listen({ as: 'desk' });
    await listen({ as: 'phone' });
    await listen({});
    await listen({});
    const path = `/api/v1/sessions/${ids.one}`;
    const moved = (await preview('PATCH', path, { room: ids.B })).json;
    assert.deepEqual([moved.screens, moved.phones, moved.stars, moved.bookings], [5, 3, 0, 0], 'both lobbies, the old door, both new doors');
    assert.deepEqual(moved.documents, [`sessions/${ids.one}`]);
    assert.deepEqual(moved.clashes.map(({ kind, room, sessions }) => [kind, room, [...sessions].sort()]), [['room', ids.B, [ids.one, ids.four].sort()]]);
    assert.equal((await preview('PATCH', path, { note: 'x' })).json.screens, 3, 'its own door and the lobbies');
    const nothing = (await preview('PATCH', path, {})).json;
    assert.deepEqual([nothing.screens, nothing.phones, nothing.documents], [0, 0, []], 'what changes nothing reaches nobody');
    sockets.pop().close();
    await server.good('PATCH', '/api/v1/event', { url: 'https://a.example/' });
    await stop();
  });

  test('changes nothing: no seq, no document, no action, no frame', async () => {
    const steward = server.as(await tokenFor(server, 'steward')); /* a member more is a change */
    const client = await LiveClient.open(server);
    const before = await server.state();
    const actions = canonical(await server.good('GET', '/api/v1/actions'));
    for (const [method, path, body] of [
      ['PATCH', `/api/v1/sessions/${ids.one}`, { room: ids.B, start: at('15:00'), status: 'cancelled', replaced_by: ids.four }],
      ['POST', '/api/v1/sessions', { title: 'new', room: ids.A, start: at('10:00', 31), duration: 30 }],
      ['POST', `/api/v1/rooms/${ids.A}/delay`, { minutes: 30 }], ['POST', '/api/v1/rooms', { name: 'x' }], ['PATCH', `/api/v1/rooms/${ids.A}`, { fill: 'full' }],
      ['PATCH', '/api/v1/event', { zone: 'UTC' }], ['POST', '/api/v1/announcements', { text: 'x' }],
      ['POST', `/api/v1/actions/${(await server.good('GET', '/api/v1/actions')).actions[0].id}/undo`, {}],
    ]) {
      const answer = await preview(method, path, body);
      assert.equal(answer.status, 200, `${method} ${path}: ${answer.text}`);
      assert.ok(answer.json.documents.length > 0, `${method} ${path}: ${answer.text}`);
    }
    assert.equal((await steward('POST', `/api/v1/preview?path=/api/v1/rooms/${ids.A}&method=PATCH`, { fill: 'free' })).status, 200);
    const now = await server.state();
    assert.equal(now.seq, before.seq);
    assert.equal(canonical(now.docs), canonical(before.docs));
    assert.equal(canonical(await server.good('GET', '/api/v1/actions')), actions);
    assert.equal(client.socket.changes.length, 0);
    client.close();
    /* The ids that it would have given are still to be given. */
    const made = await server.good('POST', '/api/v1/rooms', { name: 'C' });
    assert.equal(made.id, 'r3');
    await stop();
  });

  test('without a path the body tells: with an id that session, without one a new one', async () => {
    assert.deepEqual((await server.good('POST', '/api/v1/preview', { id: ids.one, note: 'x' })).documents, [`sessions/${ids.one}`]);
    const fresh = (await server.good('POST', '/api/v1/preview', { title: 'new' })).documents;
    assert.equal(fresh.length, 1);
    assert.match(fresh[0], /^sessions\//);
    await stop();
  });

  test('is refused where the write would be, with the same error', async () => {
    const steward = server.as(await tokenFor(server, 'steward'));
    assertProblem(await preview('PATCH', `/api/v1/sessions/${ids.one}`, { room: 'r99' }), 422, 'unknown_reference');
    assertProblem(await preview('PATCH', '/api/v1/sessions/s99', { note: 'x' }), 404, 'not_found');
    assertProblem(await preview('POST', `/api/v1/rooms/${ids.A}/delay`, { minutes: -1 }), 422, 'invalid_field');
    assertProblem(await steward('POST', `/api/v1/preview?method=PATCH&path=/api/v1/sessions/${ids.one}`, { note: 'x' }), 403, 'forbidden');
    assertProblem(await steward('POST', `/api/v1/preview?method=PATCH&path=/api/v1/rooms/${ids.A}`, { name: 'x' }), 403, 'forbidden');
    for (const [method, path] of [['GET', '/api/v1/state'], ['PATCH', '/api/v1/nothing'], ['DELETE', `/api/v1/sessions/${ids.one}`], ['POST', '/api/v1/preview'], ['BREW', `/api/v1/state`]]) {
      assertProblem(await preview(method, path, {}), 422, 'unknown_write');
    }
    assertProblem(await server.api('POST', `/api/v1/preview?method=PATCH&path=/api/v1/sessions/${ids.one}`, { note: 'x' }, { 'if-match': '"77"' }), 412, 'changed_meanwhile');
    await stop();
  });
});
