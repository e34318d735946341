/*
 * The table's rotating QR code: who has seen it is there; a forged one, one of
 * another table and a photograph of yesterday are worth nothing.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { assertProblem, makeMorning, startHouse } from '../lib/house.js';
import { attendAll, makeMeetup, mine } from '../lib/meetups.js';
import { readQr } from '../lib/qr.js';

/* The table's code in a step of half a minute, as server/event/presence.c makes it. */
function makeCode(key, meetup, step) {
  const bits = [...createHmac('sha256', key).update(`${meetup}.${step}`).digest()].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const mac = Array.from({ length: 16 }, (_, i) => 'abcdefghijklmnopqrstuvwxyz234567'[parseInt(bits.slice(i * 5, i * 5 + 5), 2)]).join('');
  return `${meetup}.${step}.${mac}`;
}

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

  test('a photograph of it is worth nothing later, nor is a code of tomorrow', async () => {
    const { id } = await makeMeetup(server, ids.kim);
    const [kim] = await attendAll(server, 'Kim');
    await kim.line(id);
    /* It goes by the machine's clock, which no test can turn: the codes of before and after. */
    const key = execFileSync('sqlite3', [server.db, `SELECT key FROM lines WHERE meetup = '${id}'`], { encoding: 'utf8' }).trim();
    const shown = await codeOf(id);
    const now = async () => Number((await codeOf(id)).split('.')[1]);
    assert.equal(shown, makeCode(key, id, Number(shown.split('.')[1])), 'the test makes them as the server does');
    for (const away of [-2, -3, -100, 2]) assertProblem(await be(kim, makeCode(key, id, await now() + away)), 422, 'stale_code');
    assert.equal(Object.values((await mine(server, kim)).places)[0].present, false);
    assert.equal((await be(kim, makeCode(key, id, await now()))).status, 200);
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
