/*
 * The state: what is in it, in which form, and the house's clock.
 */
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { assertProblem, makeMorning, NOW, patch, startHouse, tokenFor, wait } from '../lib/house.js';

/* As it comes: fetch would unpack it. */
function get(server, path, headers = {}) {
  return new Promise((resolve, reject) => {
    http.get(new URL(path, server.url), { headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
    }).on('error', reject);
  });
}

describe('the state', () => {
  let server;
  let ids;
  before(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
  });
  after(() => server.stop());

  test('every collection of the topics is there, also the empty ones', async () => {
    const timetable = ['announcements', 'days', 'event', 'people', 'rooms', 'sessions', 'tracks'];
    assert.deepEqual(Object.keys((await server.state()).docs).sort(), timetable);
    assert.deepEqual(Object.keys((await server.good('GET', '/api/v1/state')).docs).sort(), timetable, 'timetable is what is meant');
    assert.deepEqual(Object.keys((await server.state('meetups')).docs).sort(), ['lines', 'meetups', 'slots']);
    assert.equal(Object.keys((await server.state('meetups,timetable')).docs).length, 10);
    assert.equal(Object.keys((await server.state('timetable,timetable')).docs).length, 7);
    assert.deepEqual((await server.state('changelog')).docs, { releases: {} });
    assert.deepEqual(Object.keys((await server.state('desk')).docs).sort(), ['drafts', 'members', 'screens']);
  });

  test('a new house has its event, and nothing else', async () => {
    const fresh = await startHouse();
    const { docs, epoch } = await fresh.state();
    assert.equal(docs.event.main.zone, 'UTC');
    for (const collection of ['days', 'rooms', 'tracks', 'people', 'sessions', 'announcements']) assert.deepEqual(docs[collection], {}, collection);
    assert.notEqual(epoch, (await server.state()).epoch, 'each database has an epoch of its own');
    await fresh.stop();
  });

  test('an unknown topic is refused, and one\'s own need a token', async () => {
    for (const topics of ['', 'nothing', 'timetable,nothing', ',', 'timetable,', 'Timetable', 'sessions']) {
      const answer = await server.api('GET', `/api/v1/state?topics=${topics}`);
      if (topics === 'timetable,') assert.ok([200, 400].includes(answer.status));
      else assertProblem(answer, 400, 'unknown_topic');
    }
    assertProblem(await server.as(null)('GET', '/api/v1/state?topics=me'), 401, 'unauthorized');
    const attendee = server.as(await tokenFor(server, 'attendee'));
    assert.equal((await attendee('GET', '/api/v1/state?topics=timetable,me')).status, 200);
  });

  test('the desk\'s is for organisers and stewards', async () => {
    for (const topics of ['desk', 'timetable,desk', 'me,desk']) {
      assertProblem(await server.as(null)('GET', `/api/v1/state?topics=${topics}`), 401, 'unauthorized');
      for (const role of ['attendee', 'host', 'screen']) {
        assertProblem(await server.as(await tokenFor(server, role))('GET', `/api/v1/state?topics=${topics}`), 403, 'forbidden');
      }
      for (const role of ['steward', 'organiser']) {
        assert.equal((await server.as(await tokenFor(server, role))('GET', `/api/v1/state?topics=${topics}`)).status, 200, role);
      }
    }
  });

  test('If-None-Match gives 304 until a document of the topics changes', async () => {
    const ask = (topics, etag) => get(server, `/api/v1/state?topics=${topics}`, etag ? { 'if-none-match': etag } : {});
    const first = await ask('timetable');
    const other = await ask('meetups');
    const { etag } = first.headers;
    assert.match(etag, /^(W\/)?"[^"]+"$/);
    assert.notEqual(other.headers.etag, etag);
    const same = await ask('timetable', etag);
    assert.equal(same.status, 304);
    assert.equal(same.body.length, 0);
    assert.equal(same.headers.etag, etag);
    assert.equal((await ask('timetable', `"x", ${etag}, "y"`)).status, 304);
    assert.equal((await ask('timetable', '*')).status, 304);
    assert.equal((await ask('timetable', other.headers.etag)).status, 200);
    await patch(server, ids.one, { note: `${Math.random()}` });
    const changed = await ask('timetable', etag);
    assert.equal(changed.status, 200);
    assert.notEqual(changed.headers.etag, etag);
    assert.equal((await ask('meetups', other.headers.etag)).status, 304, 'other topics have not changed');
  });

  test('gzip where it is accepted, and the same documents', async () => {
    const plain = await get(server, '/api/v1/state');
    assert.equal(plain.headers['content-encoding'], undefined);
    for (const accept of ['gzip', 'br;q=1, gzip;q=0.5', '*', 'GZIP']) {
      const packed = await get(server, '/api/v1/state', { 'accept-encoding': accept });
      assert.equal(packed.headers['content-encoding'], 'gzip', accept);
      assert.match(packed.headers.vary ?? '', /accept-encoding/i);
      assert.equal(packed.headers.etag, plain.headers.etag);
      const [one, two] = [JSON.parse(gunzipSync(packed.body)), JSON.parse(plain.body)];
      assert.deepEqual({ ...one, now: 0 }, { ...two, now: 0 });
      assert.ok(gunzipSync(packed.body).equals(Buffer.from(plain.body.toString().replace(/"now":\d+/, `"now":${one.now}`))), 'byte for byte, apart from now');
    }
    for (const accept of ['gzip;q=0', 'br', 'identity', 'xgzip', '*;q=0']) {
      assert.equal((await get(server, '/api/v1/state', { 'accept-encoding': accept })).headers['content-encoding'], undefined, accept);
    }
    assert.equal((await get(server, '/api/v1/state', { 'accept-encoding': 'gzip', 'if-none-match': plain.headers.etag })).status, 304);
  });

  test('gzip follows every change', async () => {
    for (let i = 0; i < 5; i++) {
      await patch(server, ids.one, { abstract: `${i} `.repeat(5000) });
      const packed = await get(server, '/api/v1/state', { 'accept-encoding': 'gzip' });
      assert.equal(JSON.parse(gunzipSync(packed.body)).docs.sessions[ids.one].abstract, `${i} `.repeat(5000));
    }
  });

  test('large documents come whole', async () => {
    for (let i = 0; i < 12; i++) await server.good('POST', '/api/v1/people', { name: `P${i}`, bio: 'abcdefghijkl'[i].repeat(60_000) });
    const [plain, packed] = [await get(server, '/api/v1/state'), await get(server, '/api/v1/state', { 'accept-encoding': 'gzip' })];
    assert.ok(plain.body.length > 700_000);
    assert.equal(Number(plain.headers['content-length']), plain.body.length);
    const state = JSON.parse(plain.body);
    assert.deepEqual(JSON.parse(gunzipSync(packed.body)).docs, state.docs);
    assert.equal(Object.values(state.docs.people).filter(({ bio }) => bio?.length >= 60_000).length, 12);
  });

  test('the head says what it is', async () => {
    const { headers } = await get(server, '/api/v1/state');
    assert.match(headers['content-type'], /^application\/json/);
    assert.equal(headers['cache-control'], 'no-cache');
    assert.equal(headers['x-content-type-options'], 'nosniff');
  });
});

describe('the house\'s clock', () => {
  test('stands where --now put it, and runs as fast as --speed says', async () => {
    const server = await startHouse({ now: NOW, speed: 3600 });
    const first = (await server.state()).now;
    assert.ok(first >= Date.parse(NOW), 'not before');
    assert.ok(first < Date.parse(NOW) + 3600 * 15_000, 'not far after');
    const begun = performance.now();
    await wait(300);
    const second = (await server.state()).now;
    const passed = performance.now() - begun;
    assert.ok(second - first >= 0.9 * 300 * 3600, `${second - first} ms of the house`);
    assert.ok(second - first <= (passed + 500) * 3600, `${second - first} ms of the house in ${passed} ms`);
    const { hello } = JSON.parse(await firstFrame(server));
    assert.equal(hello.rate, 3600);
    await server.stop();
  });

  test('is the machine\'s without them', async () => {
    const server = await startHouse({ now: null });
    const { now } = await server.state();
    assert.ok(Math.abs(now - Date.now()) < 10_000);
    assert.equal(JSON.parse(await firstFrame(server)).hello.rate, 1);
    await server.stop();
  });

  test('--speed alone begins now', async () => {
    const server = await startHouse({ now: null, args: ['--speed', '2'] });
    assert.ok(Math.abs((await server.state()).now - Date.now()) < 30_000);
    await server.stop();
  });
});

async function firstFrame(server) {
  const stop = new AbortController();
  const answer = await fetch(new URL('/api/v1/live', server.url), { signal: stop.signal });
  const { value } = await answer.body.getReader().read();
  stop.abort();
  return /data: (.*)/.exec(new TextDecoder().decode(value))[1];
}
