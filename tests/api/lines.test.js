/*
 * The line of a table, by those who stand in it: who may join, where one
 * stands, letting one by, leaving; and what one is told on the way.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertProblem, at, makeMorning, newKey, startHouse, until } from '../lib/house.js';
import { attendAll, makeMeetup, mine } from '../lib/meetups.js';

describe('the line', () => {
  let server;
  let ids;
  before(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
  });
  after(() => server.stop());

  const call = (meetup) => server.good('POST', `/api/v1/meetups/${meetup}/next`);
  /* The words of the unread notices of these places. */
  const words = async (who) => Object.values((await mine(server, who)).notices).flatMap(({ changes }) => changes);

  test('one stands in it without standing, and is told where', async () => {
    const { id } = await makeMeetup(server, ids.kim);
    const [kim, lee] = await attendAll(server, 'Kim', 'Lee');
    const first = await kim.line(id);
    assert.equal(first.status, 201, first.text);
    assert.equal(first.json.ahead, 0);
    assert.deepEqual([first.json.place.state, first.json.place.slot, first.json.place.meetup], ['waiting', null, id]);
    const second = (await lee.line(id)).json;
    assert.equal(second.ahead, 1);
    assert.ok(second.wait_minutes[0] < second.wait_minutes[1], 'a range');
    assert.ok(second.wait_minutes[0] >= 180, 'the table opens at twelve');
    const { seq, ...rest } = second;
    assert.deepEqual((await mine(server, lee)).places[rest.place.id], rest.place);
    assert.deepEqual((await mine(server, kim)).bookings, {});
  });

  test('one place in a host\'s line, also at its other table; the same key gives the same answer', async () => {
    const [{ id }, { id: other }] = [await makeMeetup(server, ids.kim), await makeMeetup(server, ids.kim, { start: at('14:00'), end: at('15:00') })];
    const [kim] = await attendAll(server, 'Kim');
    const key = newKey();
    const ask = () => kim.as('POST', `/api/v1/meetups/${id}/line`, { topic: 'C17' }, { 'idempotency-key': key });
    const [one, two] = [await ask(), await ask()];
    assert.equal(one.text, two.text);
    for (const meetup of [id, other]) {
      const again = await kim.line(meetup);
      assertProblem(again, 409, 'already_waiting');
      assert.deepEqual(again.json.place, one.json.place);
    }
  });

  test('who cannot join is told why', async () => {
    const [kim] = await attendAll(server, 'Kim');
    assertProblem(await kim.line('m999'), 404, 'not_found');
    const none = await makeMeetup(server, ids.kim, { walk_in: false });
    assertProblem(await kim.line(none.id), 409, 'no_line');
    const closed = await makeMeetup(server, ids.kim, { status: 'closed' });
    assertProblem(await kim.line(closed.id), 409, 'closed');
    const after = await makeMeetup(server, ids.kim, { session: ids.one });
    assertProblem(await kim.line(after.id), 409, 'not_open');
    const own = (await server.good('POST', '/api/v1/tokens', { role: 'host', person: ids.kim, name: 'Kim' })).token;
    const { id } = await makeMeetup(server, ids.kim);
    assertProblem(await server.as(own)('POST', `/api/v1/meetups/${id}/line`, { topic: 'me' }), 409, 'own_table');
    for (const body of [{}, { topic: '' }, { topic: ' ' }, { topic: 'x'.repeat(201) }, { topic: 7 }, { topic: 'a\nb' }]) {
      assertProblem(await kim.as('POST', `/api/v1/meetups/${id}/line`, body), 422, 'invalid_field');
    }
    assertProblem(await kim.as('POST', `/api/v1/meetups/${id}/line`, { topic: 'x', place: 1 }), 422, 'unknown_field');
    assert.deepEqual((await mine(server, kim)).places, {});
    assertProblem(await kim.line(id, 'POST', '/pass'), 404, 'not_found');
    assertProblem(await kim.line(id, 'DELETE'), 404, 'not_found');
  });

  test('who lets one by keeps the place; called, too', async () => {
    const { id } = await makeMeetup(server, ids.kim);
    const [kim, lee, han] = await attendAll(server, 'Kim', 'Lee', 'Han');
    for (const who of [kim, lee, han]) await who.line(id);
    assert.equal((await kim.line(id, 'POST', '/pass')).json.ahead, 1);
    assert.deepEqual((await call(id)).places.map(({ name }) => name), ['Lee']);
    assert.deepEqual(await words(lee), ['called']);
    const passed = await lee.line(id, 'POST', '/pass');
    assert.deepEqual([passed.json.place.state, passed.json.ahead], ['waiting', 0]);
    assert.deepEqual(Object.values((await mine(server, kim)).places).map(({ state }) => state), ['called']);
    assert.deepEqual((await call(id)).place.name, 'Lee');
    await call(id);
    const alone = await han.line(id, 'POST', '/pass');
    assertProblem(alone, 409, 'nobody_behind');
    assert.equal(alone.json.state, 'called');
    await server.good('POST', `/api/v1/places/${Object.keys((await mine(server, han)).places)[0]}/start`);
    const talking = await han.line(id, 'POST', '/pass');
    assertProblem(talking, 409, 'wrong_state');
    assert.equal(talking.json.state, 'talking');
    const stays = await han.line(id, 'DELETE');
    assertProblem(stays, 409, 'wrong_state');
    assert.equal(stays.json.state, 'talking');
  });

  test('who leaves makes room: all behind move up, who has two ahead is told', async () => {
    const { id } = await makeMeetup(server, ids.kim);
    const all = await attendAll(server, 'A', 'B', 'C', 'D', 'E');
    for (const who of all) await who.line(id);
    const left = (await all[1].line(id, 'DELETE')).json.place;
    assert.deepEqual([left.state, left.why], ['left', 'given_back']);
    const ahead = async (who) => Object.values((await mine(server, who)).places)[0].ahead;
    assert.deepEqual(await Promise.all([0, 2, 3, 4].map((n) => ahead(all[n]))), [0, 1, 2, 3]);
    assert.deepEqual(await words(all[3]), ['two_ahead']);
    assert.deepEqual(await words(all[4]), []);
    assert.equal((await all[1].line(id)).json.ahead, 4, 'it may come back, as one who has never been there');
  });

  test('who deletes itself leaves the line too', async () => {
    const { id } = await makeMeetup(server, ids.kim);
    const [kim, lee] = await attendAll(server, 'Kim', 'Lee');
    await kim.line(id);
    await lee.line(id);
    assert.equal((await kim.as('DELETE', '/api/v1/me')).status, 200);
    assert.equal(Object.values((await mine(server, lee)).places)[0].ahead, 0);
  });

  test('the board is told who is up', async () => {
    const { id } = await makeMeetup(server, ids.kim);
    const [kim, lee] = await attendAll(server, 'Kim', 'Lee');
    for (const who of [kim, lee]) await who.line(id);
    await call(id);
    await until('the line to be told', async () => (await server.good('GET', `/api/v1/meetups/${id}`)).line?.now.length === 1);
    const { line } = await server.good('GET', `/api/v1/meetups/${id}`);
    assert.deepEqual([line.now[0].state, line.next[0].state, line.waiting], ['called', 'waiting', 1]);
  });
});
