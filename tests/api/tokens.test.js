/*
 * Whose a token is is kept in memory: never for longer than it is one.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertProblem, attend, startHouse, tokenFor, until } from '../lib/house.js';

const ME = '/api/v1/me';

describe('a token that was seen', () => {
  let server;
  before(async () => { server = await startHouse({ now: null }); });
  after(() => server.stop());

  const seen = async (token, where = ME) => {
    for (let i = 0; i < 3; i++) assert.equal((await server.as(token)('GET', where)).status, 200);
  };

  test('signed out, the very next request is 401; the other device stays', async () => {
    const { token } = await attend(server);
    const { code } = (await server.as(token)('POST', `${ME}/links`)).json;
    const other = (await server.as(null)('POST', '/api/v1/sign-in', { code })).json.token;
    await seen(token);
    await seen(other);
    assert.equal((await server.as(token)('POST', '/api/v1/sign-out')).status, 200);
    assertProblem(await server.as(token)('GET', ME), 401, 'invalid_token');
    await seen(other);
  });

  test('of one who has gone, no device is known from then on', async () => {
    const { token } = await attend(server);
    const { code } = (await server.as(token)('POST', `${ME}/links`)).json;
    const other = (await server.as(null)('POST', '/api/v1/sign-in', { code })).json.token;
    await seen(token);
    await seen(other);
    assert.equal((await server.as(token)('DELETE', ME)).status, 200);
    for (const gone of [token, other]) {
      assertProblem(await server.as(gone)('GET', ME), 401, 'invalid_token');
      assertProblem(await server.as(gone)('PUT', `${ME}/avatar`, { set: 'v1' }), 401, 'invalid_token');
    }
  });

  test('many requests on their way while one signs out: what is asked after the answer is 401', async () => {
    const { token } = await attend(server);
    const asked = Array.from({ length: 50 }, () => server.as(token)('GET', ME));
    const out = await server.as(token)('POST', '/api/v1/sign-out');
    assert.equal(out.status, 200);
    assertProblem(await server.as(token)('GET', ME), 401, 'invalid_token');
    for (const answer of await Promise.all(asked)) assert.ok([200, 401].includes(answer.status), answer.text);
  });

  test('who becomes a host, and is none any more, is so on all devices with the next request', async () => {
    const { id: person } = await server.good('POST', '/api/v1/people', { name: 'Park' });
    const { token } = await attend(server);
    await seen(token);
    const { code } = await server.good('POST', '/api/v1/links', { role: 'host', person });
    assert.equal((await server.as(token)('POST', '/api/v1/sign-in', { code })).status, 201);
    const next = await server.good('POST', '/api/v1/links', { role: 'host', person });
    const desk = () => server.as(token)('POST', '/api/v1/links', { role: 'host', person });
    assertProblem(await desk(), 403, 'forbidden');
    assert.equal((await server.as(token)('GET', ME)).json.person, person);
    const other = (await server.as(null)('POST', '/api/v1/sign-in', { code: next.code })).json;
    assert.equal(other.person, person);
    assert.equal((await server.api('DELETE', `/api/v1/people/${person}/host`)).status, 200);
    for (const one of [token, other.token]) assert.equal((await server.as(one)('GET', ME)).json.person, null);
  });

  test('one that runs out is known until then and no longer', async () => {
    const end = Date.now() + 3000;
    const token = await tokenFor(server, 'steward', new Date(end).toISOString());
    const ask = () => server.as(token)('POST', '/api/v1/preview?method=PATCH&path=/api/v1/rooms/r1', { fill: 'full' });
    assert.notEqual((await ask()).status, 401);
    const refused = await until('the token runs out', async () => {
      const begun = Date.now();
      const answer = await ask();
      assert.ok(answer.status === 401 || begun <= end, 'known after its end');
      return answer.status === 401 && answer;
    });
    assertProblem(refused, 401, 'invalid_token');
    assert.ok(Date.now() >= end, 'refused before its end');
  });
});
