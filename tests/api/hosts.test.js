/*
 * Speakers are attendees who are somebody of the programme: who they are, and
 * what a token of theirs opens.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertProblem, attend, makeMorning, startHouse } from '../lib/house.js';

describe('hosts', () => {
  let server;
  let ids;
  before(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
  });
  after(() => server.stop());

  const give = (body) => server.api('POST', '/api/v1/tokens', { role: 'host', name: 'at the desk', ...body });

  test('a token of a person is that of an attendee of their name, who is one and stays one', async () => {
    const first = await give({ person: ids.kim });
    assert.equal(first.status, 201, first.text);
    assert.equal(first.json.person, ids.kim);
    const me = await server.as(first.json.token)('GET', '/api/v1/me');
    assert.deepEqual([me.json.id, me.json.name, me.json.person], [first.json.attendee, '김마당', ids.kim]);
    const second = await give({ person: ids.kim });
    assert.equal(second.json.attendee, first.json.attendee);
    assert.notEqual(second.json.token, first.json.token);
    assert.equal((await attend(server)).person, null);
  });

  test('a name on two lines, and a very long one, become one that an attendee may have', async () => {
    const long = await server.good('POST', '/api/v1/people', { name: { ko: '가'.repeat(200), en: 'A' } });
    const { attendee, token } = (await give({ person: long.id })).json;
    const me = await server.as(token)('GET', '/api/v1/me');
    assert.equal(me.json.id, attendee);
    assert.equal(me.json.name, '가'.repeat(80));
  });

  test('a token that is nobody\'s reaches nothing of an attendee\'s', async () => {
    const { token, person } = (await give({})).json;
    assert.equal(person, undefined);
    assertProblem(await server.as(token)('GET', '/api/v1/me'), 403, 'forbidden');
  });

  test('whom there is not, and who is no host, is refused', async () => {
    assertProblem(await give({ person: 'p999' }), 422, 'unknown_reference', /p999/);
    assertProblem(await give({ person: 7 }), 422, 'invalid_field', /person/);
    assertProblem(await give({ person: ids.kim, role: 'screen' }), 422, 'invalid_field', /person/);
  });

  test('a person who attends is not deleted from under them', async () => {
    const made = await server.good('POST', '/api/v1/people', { name: 'Park' });
    await give({ person: made.id });
    assertProblem(await server.api('POST', `/api/v1/actions/${made.action}/undo`), 409, 'in_use');
  });
});
