/*
 * The table's rotating QR code: who has seen it is there; a forged one, one of
 * another table and a photograph of yesterday are worth nothing.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertProblem, makeMorning, startHouse, until } from '../lib/house.js';
import { attendAll, makeMeetup, mine } from '../lib/meetups.js';
import { readQr } from '../lib/qr.js';

describe('presence', () => {
  let server;
  let ids;
  before(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
  });
  after(() => server.stop());

  const codeOf = async (meetup) => {
    const answer = await server.api('GET', `/api/v1/meetups/${meetup}/presence.svg`);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    const [address, code] = readQr(answer.text).split('#here/');
    assert.equal(address, `${server.url}/`);
    return code;
  };
  const be = (who, code) => who.as('POST', '/api/v1/presence', { code });

  test('who waits is present, who is called has arrived', async () => {
    const { id } = await makeMeetup(server, ids.kim);
    const [kim] = await attendAll(server, 'Kim');
    await kim.line(id);
    const waiting = (await be(kim, await codeOf(id))).json.place;
    assert.deepEqual([waiting.state, waiting.present], ['waiting', true]);
    await server.good('POST', `/api/v1/meetups/${id}/next`);
    assert.equal((await be(kim, await codeOf(id))).json.place.state, 'arrived');
    assert.equal((await be(kim, await codeOf(id))).json.place.state, 'arrived', 'twice is fine');
    assert.equal(Object.values((await mine(server, kim)).places)[0].state, 'arrived');
  });

  test('after an absence the next who is present is called by itself', async () => {
    const { id } = await makeMeetup(server, ids.kim);
    const [kim, lee, han] = await attendAll(server, 'Kim', 'Lee', 'Han');
    for (const who of [kim, lee, han]) await who.line(id);
    await be(han, await codeOf(id));
    const { place } = await server.good('POST', `/api/v1/meetups/${id}/next`);
    await server.good('POST', `/api/v1/places/${place.id}/no_show`);
    const state = async (who) => Object.values((await mine(server, who)).places)[0].state;
    assert.deepEqual([await state(kim), await state(lee), await state(han)], ['no_show', 'waiting', 'called']);
  });

  test('who has no place there is told at which table', async () => {
    const { id, slots } = await makeMeetup(server, ids.kim);
    const [kim] = await attendAll(server, 'Kim');
    const nowhere = await be(kim, await codeOf(id));
    assertProblem(nowhere, 409, 'no_place');
    assert.equal(nowhere.json.meetup, id);
    await kim.book(slots[0]); /* which is three hours from now */
    assertProblem(await be(kim, await codeOf(id)), 409, 'no_place');
  });

  test('a forged code and another table\'s are none', async () => {
    const [one, two] = [await makeMeetup(server, ids.kim), await makeMeetup(server, ids.lee)];
    const [kim] = await attendAll(server, 'Kim');
    await kim.line(one.id);
    const code = await codeOf(one.id);
    const [, step, mac] = code.split('.');
    const [, , other] = (await codeOf(two.id)).split('.');
    const forged = [`${one.id}.${step}.${other}`, `${two.id}.${step}.${mac}`, `${one.id}.${Number(step) + 1}.${mac}`, `${one.id}.${step}.${'a'.repeat(16)}`,
      `m999.${step}.${mac}`, code.slice(0, -1), `${code}a`, '', '.', 'x'.repeat(2000), `${one.id}'--.${step}.${mac}`];
    for (const text of forged) assertProblem(await be(kim, text), 422, 'invalid_code');
    assertProblem(await kim.as('POST', '/api/v1/presence', {}), 422, 'invalid_field');
    assertProblem(await kim.as('POST', '/api/v1/presence', { code: 7 }), 422, 'invalid_field');
    assertProblem(await kim.as('POST', '/api/v1/presence', { code, table: 1 }), 422, 'unknown_field');
    assert.equal(Object.values((await mine(server, kim)).places)[0].present, false, 'nothing has changed');
  });

  test('a photograph of it is worth nothing later', { timeout: 120_000 }, async () => {
    const { id } = await makeMeetup(server, ids.kim);
    const [kim] = await attendAll(server, 'Kim');
    await kim.line(id);
    const photograph = await codeOf(id);
    /* It goes by the machine's clock, which no test can turn: the code of two steps on. */
    await until('the second code after it', async () => Number((await codeOf(id)).split('.')[1]) >= Number(photograph.split('.')[1]) + 2, 90_000);
    assertProblem(await be(kim, photograph), 422, 'stale_code');
    assert.equal((await be(kim, await codeOf(id))).status, 200);
  });

  test('its picture is for screens and its host', async () => {
    const { id } = await makeMeetup(server, ids.kim);
    assertProblem(await server.api('GET', '/api/v1/meetups/m999/presence.svg'), 404, 'not_found');
    const token = async (body) => (await server.good('POST', '/api/v1/tokens', body)).token;
    const [screen, own, other] = [await token({ role: 'screen', name: 'x' }), await token({ role: 'host', person: ids.kim, name: 'x' }),
      await token({ role: 'host', person: ids.lee, name: 'x' })];
    const ask = (as) => server.as(as)('GET', `/api/v1/meetups/${id}/presence.svg`);
    assert.deepEqual([(await ask(screen)).status, (await ask(own)).status], [200, 200]);
    assertProblem(await ask(other), 403, 'forbidden');
    assertProblem(await ask(null), 401, 'unauthorized');
  });
});
