/*
 * The live state: hello, frames, resuming, resetting, beats, both transports,
 * and the equality promise: snapshot plus frames equals a fresh snapshot.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import WebSocket from 'ws';
import { Documents } from '../../static/shared/documents.js';
import { canonical } from '../lib/canonical.js';
import { assertProblem, at, attend, makeMorning, patch, startHouse, tokenFor, until } from '../lib/house.js';
import { LiveClient, liveUrl, Socket, Stream } from '../lib/live-client.js';
import { clientFrame, exchange, isWhole, upgrade } from '../lib/raw.js';

/* Reproducible, and said where a test fails. */
function random(seed) {
  let x = seed;
  return (n) => {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    return Math.floor((x / 2 ** 32) * n);
  };
}

/* Whatever an organiser may do, at random; answers of 4xx are fine. */
async function storm(server, seed, writes) {
  const pick = random(seed);
  const state = await server.state();
  const ids = (collection) => Object.keys(state.docs[collection]);
  const any = (list) => list[pick(list.length)];
  const actions = [];
  const made = [];
  for (let i = 0; i < writes; i++) {
    const id = any(ids('sessions'));
    const [method, path, body] = [
      () => ['PATCH', `/api/v1/sessions/${id}`, { room: any([...ids('rooms'), null]) }],
      () => ['PATCH', `/api/v1/sessions/${id}`, { start: any([null, at('10:00'), at('11:30', 30), at('16:45')]), duration: pick(90) }],
      () => ['PATCH', `/api/v1/sessions/${id}`, { status: any(['scheduled', 'live', 'ended', 'cancelled', 'hidden']), note: `n${i}` }],
      () => ['PATCH', `/api/v1/sessions/${id}`, { title: { ko: `제목 ${i} “\u2028”`, en: `Title ${i} \\ "quoted" \u{1F30A}` }, people: ids('people').filter(() => pick(2)) }],
      () => ['POST', `/api/v1/rooms/${any(ids('rooms'))}/delay`, { minutes: pick(60) }],
      () => ['POST', '/api/v1/sessions', { title: `new ${i}`, start: at('09:30', 29 + pick(2)), duration: 20, room: any(ids('rooms')) }],
      () => ['POST', '/api/v1/announcements', { text: `said ${i}` }],
      () => ['DELETE', `/api/v1/announcements/${any(made) ?? 'a0'}`],
      () => ['PATCH', `/api/v1/rooms/${any(ids('rooms'))}`, { fill: any(['free', 'filling', 'full', null]) }],
      () => ['POST', `/api/v1/actions/${any(actions) ?? 0}/undo`],
      () => ['PATCH', '/api/v1/event', { zone: any(['Asia/Seoul', 'UTC', 'America/New_York']) }],
    ][pick(11)]();
    const answer = await server.api(method, path, body);
    assert.ok(answer.status < 500, `seed ${seed}: ${method} ${path}: ${answer.text}`);
    if (answer.json?.action) actions.push(answer.json.action);
    if (path.endsWith('announcements') && answer.status === 201) made.push(answer.json.id);
  }
}

describe('live', () => {
  let server;
  let ids;
  const open = new Set();
  const opened = (client) => { open.add(client); return client; };
  before(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
  });
  afterEach(() => { for (const client of open) client.close(); open.clear(); });
  after(() => server.stop());
  const socket = async (query, options) => opened(await Socket.open(server, { topics: 'timetable', ...query }, options));

  test('hello comes first and says epoch, seq, now and rate', async () => {
    const client = await socket();
    const state = await server.state();
    const hello = await client.hello();
    assert.deepEqual([hello.epoch, hello.seq, hello.rate], [state.epoch, state.seq, 1]);
    assert.ok(Math.abs(hello.now - state.now) < 15_000);
    assert.equal(client.ws.protocol, 'madang.v1');
  });

  test('without since only what comes after hello is sent, whole, with its seq and why', async () => {
    const client = await socket();
    assert.equal(client.changes.length, 0);
    const done = (await patch(server, ids.one, { note: 'now' })).json;
    const frame = await client.frame(({ seq }) => seq >= done.seq);
    assert.equal(frame.seq, done.seq);
    assert.equal(frame.why, 'sessions.patch');
    assert.deepEqual(frame.set, { sessions: { [ids.one]: (await server.state()).docs.sessions[ids.one] } });
    assert.deepEqual(frame.del, {});
    assert.equal(client.frames.length, 2, 'hello, and this');
  });

  test('what is deleted is named in del', async () => {
    const client = await socket();
    const said = await server.good('POST', '/api/v1/announcements', { text: 'x' });
    const gone = await server.good('DELETE', `/api/v1/announcements/${said.id}`);
    const frame = await client.frame(({ seq }) => seq >= gone.seq);
    assert.deepEqual(frame.del.announcements, [said.id]);
    assert.ok(!frame.set.announcements);
  });

  test('a topic gets its own collections alone', async () => {
    const meetups = await socket({ topics: 'meetups' });
    const both = await socket({ topics: 'meetups,timetable' });
    const done = (await patch(server, ids.one, { note: 'topics' })).json;
    await both.frame(({ seq }) => seq >= done.seq);
    assert.equal(meetups.changes.length, 0);
  });

  test('resume by since: what was missed comes, and nothing else', async () => {
    const { seq, epoch } = await server.state();
    await patch(server, ids.one, { note: 'a' });
    await patch(server, ids.two, { note: 'b' });
    const last = (await patch(server, ids.one, { note: 'c' })).json;
    for (const query of [{ since: seq, epoch }, { since: seq }]) {
      const client = await socket(query);
      await client.frame((frame) => frame.seq === last.seq);
      const set = Object.assign({}, ...client.changes.map((frame) => frame.set.sessions));
      assert.deepEqual(Object.keys(set).sort(), [ids.one, ids.two].sort());
      assert.equal(set[ids.one].note, 'c', 'the newest, whole');
    }
    const upToDate = await socket({ since: last.seq, epoch });
    await patch(server, ids.three, { note: 'd' });
    await upToDate.frame((frame) => frame.set);
    assert.deepEqual(Object.keys(upToDate.changes[0].set.sessions), [ids.three]);
  });

  test('another epoch, or a since that is still to come, is reset', async () => {
    for (const query of [{ since: 0, epoch: 'another' }, { since: 0, epoch: 'x'.repeat(200) }, { ahead: 1 }, { ahead: 100_000 }]) {
      const { seq, epoch } = await server.state();
      const client = await socket(query.ahead ? { since: seq + query.ahead, epoch } : { ...query, since: seq });
      const { reset } = await client.frame((frame) => frame.reset);
      assert.deepEqual(reset, { epoch, seq }, JSON.stringify(query));
      /* From then on it gets what comes. */
      const done = (await patch(server, ids.one, { note: `${seq}` })).json;
      await client.frame((frame) => frame.seq === done.seq, 2);
    }
  });

  test('a since that is no number is refused', async () => {
    for (const since of ['-1', '1.5', 'x', '', '99999999999999999999']) {
      const client = new Socket(server, { topics: 'timetable', since });
      open.add(client);
      const closed = await client.whenClosed();
      assert.match(closed.error ?? '', /400/, `since=${since}`);
      assertProblem(await server.api('GET', `/api/v1/live?since=${since}`), 400, 'bad_since');
    }
  });

  test('beats come without being asked, at least each 15 s', async () => {
    const [client, stream] = [await socket(), opened(await Stream.open(server, { topics: 'timetable' }))];
    for (const one of [client, stream]) {
      const { now } = await one.frame((frame) => frame.now, 0, 15_000);
      assert.ok(Math.abs(now - (await server.state()).now) < 15_000);
    }
  });

  test('Server-Sent Events: the same frames, with their seq as id', async () => {
    const stream = opened(await Stream.open(server, { topics: 'timetable' }));
    assert.equal(stream.status, 200);
    assert.match(stream.answer.headers['content-type'], /^text\/event-stream/);
    assert.equal(stream.answer.headers['cache-control'], 'no-store');
    const client = await socket();
    const done = (await patch(server, ids.one, { title: 'two\u2028lines\u0085 “x”' })).json;
    const [one, two] = [await stream.frame((frame) => frame.seq === done.seq), await client.frame((frame) => frame.seq === done.seq)];
    assert.deepEqual(one, two);
    assert.equal(one.set.sessions[ids.one].title, 'two\u2028lines\u0085 “x”');
    assert.equal(stream.ids[stream.frames.indexOf(one)], String(done.seq));
    await patch(server, ids.one, { title: 'one' });
  });

  test('Server-Sent Events: Last-Event-ID resumes, and wins over since', async () => {
    const { seq, epoch } = await server.state();
    const done = (await patch(server, ids.one, { note: 'last event' })).json;
    for (const [query, headers] of [[{ epoch }, { 'last-event-id': String(seq) }], [{ epoch, since: done.seq }, { 'last-event-id': String(seq) }], [{ epoch, since: seq }, {}]]) {
      const stream = opened(await Stream.open(server, { topics: 'timetable', ...query }, headers));
      const frame = await stream.frame((one) => one.set);
      assert.equal(frame.set.sessions[ids.one].note, 'last event');
    }
    const fresh = opened(await Stream.open(server, { topics: 'timetable', epoch }, { 'last-event-id': String(done.seq) }));
    const next = (await patch(server, ids.one, { note: 'after' })).json;
    await fresh.frame((frame) => frame.seq === next.seq);
    assert.equal(fresh.changes.length, 1);
    const other = opened(await Stream.open(server, { topics: 'timetable', epoch: 'other' }, { 'last-event-id': '1' }));
    await other.frame((frame) => frame.reset);
    assertProblem(await server.api('GET', '/api/v1/live', undefined, { 'last-event-id': 'x' }), 400, 'bad_since');
  });

  test('Server-Sent Events: hello of one that resumes does not claim what it has yet to get', async () => {
    const { seq, epoch } = await server.state();
    await patch(server, ids.one, { note: 'unclaimed' });
    const stream = opened(await Stream.open(server, { topics: 'timetable', epoch, since: seq }));
    await stream.frame((one) => one.set);
    assert.equal(stream.ids[0], undefined, 'a browser cut off between the two would resume behind what it missed');
  });

  test('the topic me needs a token, and brings what is one\'s own', async () => {
    const client = new Socket(server, { topics: 'me' });
    open.add(client);
    assert.match((await client.whenClosed()).error, /401/);
    assertProblem(await server.as(null)('GET', '/api/v1/live?topics=me'), 401, 'unauthorized');
    const { token, seq, ...own } = await attend(server);
    const mine = await socket({ topics: 'timetable,me' }, { token });
    const frame = await mine.frame(({ why }) => why === 'me');
    assert.deepEqual(frame.set, { attendees: { [own.id]: own }, bookings: {}, places: {}, notices: {}, screen: {}, stars: {} });
    const desk = await socket({ topics: 'me' }, { token: server.token });
    assert.deepEqual((await desk.frame(({ why }) => why === 'me')).set.attendees, {}, 'nobody else\'s');
  });

  test('the topic desk is for organisers and stewards, by either way', async () => {
    const tokens = {};
    for (const role of ['attendee', 'host', 'screen', 'steward', 'organiser']) tokens[role] = await tokenFor(server, role);
    for (const topics of ['desk', 'timetable,desk']) {
      assert.equal((await refusal({ topics })).status, 401);
      assertProblem(await server.as(null)('GET', `/api/v1/live?topics=${topics}`), 401, 'unauthorized');
      for (const role of ['attendee', 'host', 'screen']) {
        const answer = await refusal({ topics }, { token: tokens[role] });
        assert.equal(`${answer.status} ${JSON.parse(answer.body).code}`, '403 forbidden', role);
        assertProblem(await server.as(tokens[role])('GET', `/api/v1/live?topics=${topics}`), 403, 'forbidden');
      }
      for (const role of ['steward', 'organiser']) {
        const desk = await socket({ topics }, { token: tokens[role] });
        assert.ok((await desk.hello()).epoch, role);
      }
    }
  });

  test('an unknown topic, no subprotocol, another page\'s Origin: refused before the upgrade', async () => {
    for (const [query, options, status, code] of [
      [{ topics: 'nothing' }, {}, 400, 'unknown_topic'], [{ topics: '' }, {}, 400, 'unknown_topic'], [{}, { protocol: null }, 400, 'subprotocol'], [{}, { protocol: 'madang.v2' }, 400, 'subprotocol'],
      [{}, { origin: 'http://elsewhere.example' }, 403, 'cross_origin'], [{}, { origin: 'null' }, 403, 'cross_origin'], [{}, { token: 'wrong' }, 401, 'invalid_token'],
    ]) {
      const answer = await refusal({ topics: 'timetable', ...query }, options);
      assert.equal(answer.status, status, JSON.stringify([query, options]));
      assert.equal(JSON.parse(answer.body).code, code);
    }
    const own = await socket({}, { origin: server.url });
    assert.ok((await own.hello()).epoch, 'a page of ours may');
    assert.equal((await server.api('GET', '/healthz')).status, 200);
  });

  const refusal = (query, { protocol = 'madang.v1', origin, token } = {}) => new Promise((resolve, reject) => {
    const ws = new WebSocket(liveUrl(server, query), protocol === null ? [] : [protocol], { headers: { ...(origin && { origin }), ...(token && { authorization: `Bearer ${token}` }) } });
    ws.on('unexpected-response', (_, answer) => {
      let body = '';
      answer.on('data', (part) => { body += part; }).on('end', () => resolve({ status: answer.statusCode, body }));
    });
    ws.on('open', () => { ws.terminate(); reject(new Error('was taken')); });
    ws.on('error', () => {});
  });

  test('a plain GET of /live says what it wants, a POST too', async () => {
    const answer = await server.api('GET', '/live');
    assertProblem(answer, 426, 'upgrade_required');
    assert.equal(answer.headers.get('upgrade'), 'websocket');
    assertProblem(await server.api('POST', '/live', {}), 405, 'method_not_allowed');
    for (const headers of [{ 'Sec-WebSocket-Key': null }, { 'Sec-WebSocket-Version': '12' }, { 'Sec-WebSocket-Key': 'x' }]) {
      const { status } = await exchange(server, upgrade(server, { headers }), { until: isWhole, limit: 5000 });
      assert.ok([400, 426].includes(status), `${JSON.stringify(headers)}: ${status}`);
    }
    for (const path of ['/', '/api/v1/state', '/live/', '/nothing']) {
      const { status } = await exchange(server, upgrade(server, { path }), { until: isWhole, limit: 5000 });
      assert.notEqual(status, 101, path);
    }
    assert.equal((await server.api('GET', '/healthz')).status, 200);
  });

  test('what a client says is read, and dropped; too much, too large or malformed ends it', async () => {
    const quiet = await socket();
    quiet.ws.send('hello?');
    quiet.ws.send('{"x":1}');
    quiet.ws.ping();
    await new Promise((resolve) => { quiet.ws.once('pong', resolve); });
    const done = (await patch(server, ids.one, { note: 'still here' })).json;
    await quiet.frame((frame) => frame.seq === done.seq);

    const loud = await socket();
    for (let i = 0; i < 100; i++) loud.ws.send('x');
    assert.equal((await loud.whenClosed()).code, 1008, 'too many');
    const large = await socket();
    large.ws.send('x'.repeat(1025));
    assert.equal((await large.whenClosed()).code, 1009, 'too large');
    const binary = await socket();
    binary.ws.send(Buffer.from([1, 2]));
    assert.equal((await binary.whenClosed()).code, 1003, 'text only');
    const fits = await socket();
    fits.ws.send('x'.repeat(1024));
    const later = (await patch(server, ids.one, { note: 'fits' })).json;
    await fits.frame((frame) => frame.seq === later.seq);
  });

  /* What comes in, and what it is told: a close code, 'cut' off without a word,
   * or null where it is let be. */
  for (const [name, bytes, told] of [
    ['an unmasked frame', clientFrame(0x81, Buffer.from('x'), { masked: false }), null],
    ['reserved bits', clientFrame(0xf1, Buffer.from('x')), 1002],
    ['an unknown opcode', clientFrame(0x83, Buffer.from('x')), 1002],
    ['a control frame in fragments', clientFrame(0x09, Buffer.from('x')), 1002],
    ['a control frame past 125 bytes', clientFrame(0x89, Buffer.alloc(126)), 'cut'],
    ['a continuation of nothing', clientFrame(0x80, Buffer.from('x')), 1002],
    ['a length that lies by gigabytes', clientFrame(0x81, Buffer.from('x'), { length: 2 ** 40 }), 1009],
    ['a length with its top bit set', Buffer.concat([Buffer.from([0x81, 0xff, 0xff]), Buffer.alloc(7, 0xff), Buffer.alloc(8)]), 'cut'],
    ['a close frame of one byte', clientFrame(0x88, Buffer.from('x')), 'cut'],
    ['a close frame with a code that is none', clientFrame(0x88, Buffer.from([0x03, 0xed])), 'cut'],
    ['text that is not UTF-8', clientFrame(0x81, Buffer.from([0xc3, 0x28, 0xff])), null],
    ['half a frame, and then silence', clientFrame(0x81, Buffer.alloc(100)).subarray(0, 20), null],
    ['HTTP in the middle of it', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20)), 'cut'],
    ['noise', Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919 + 13) & 255)), 'cut'],
  ]) {
    test(`${name} harms nobody else, and is ${told ? `told ${told}` : 'let be'}`, async () => {
      const other = await socket();
      const code = (text) => /\x88[\x02-\x7d]([^]{2})/.exec(text)?.[1];
      const { text, closed } = await exchange(server, [upgrade(server), 50, bytes], { until: (text) => told && code(text), limit: told ? 10_000 : 300 });
      assert.match(text, /^HTTP\/1\.1 101 /);
      assert.match(text, /"hello"/);
      if (typeof told === 'number') assert.equal(Buffer.from(code(text), 'latin1').readUInt16BE(), told);
      if (told === 'cut') assert.ok(closed || code(text));
      const done = (await patch(server, ids.one, { note: `after ${name}`.slice(0, 60) })).json;
      await other.frame((frame) => frame.seq === done.seq);
      assert.equal((await server.api('GET', '/healthz')).status, 200);
    });
  }

  test('clients that come and go at once leave nothing behind', async () => {
    const clients = async () => Number(/madang_clients\{kind="phone"\} (\d+)/.exec((await server.api('GET', '/metrics')).text)[1]);
    const before = await clients();
    await Promise.all(Array.from({ length: 60 }, async (_, i) => {
      const one = new Socket(server, { topics: 'timetable', since: 0 });
      if (i % 3 === 0) await one.hello();
      one.close();
    }));
    await until('all have left', async () => (await clients()) <= before);
    await patch(server, ids.one, { note: 'alone' });
  });
});

/* A client whose network blocks WebSockets. */
async function streamed(server) {
  const documents = new Documents();
  documents.reset(await server.state());
  const stream = new Stream(server, { topics: 'timetable', epoch: documents.epoch, since: documents.seq });
  stream.onFrame = (frame) => {
    assert.ok(!frame.reset);
    if (frame.set) documents.apply(frame);
  };
  await stream.hello();
  return { stream, documents };
}

describe('snapshot plus frames equals a fresh snapshot', () => {
  test('under a storm of writes, for all kinds of clients', async () => {
    const server = await startHouse({ now: at('10:20'), speed: 200 });
    const seed = Number(process.env.STORM_SEED ?? Date.now() % 1_000_000);
    try {
      await makeMorning(server);
      const steady = await LiveClient.open(server);
      const clients = await Promise.all(Array.from({ length: 4 }, () => LiveClient.open(server)));
      const { stream, documents } = await streamed(server);
      const storms = [storm(server, seed, 120), storm(server, seed + 1, 120)];
      /* Meanwhile they are cut off, and come back. */
      for (let round = 0; round < 12; round++) {
        const client = clients[round % clients.length];
        client.close();
        await new Promise((resolve) => { setTimeout(resolve, 15 * (round % 4)); });
        await client.listen(server);
      }
      await Promise.all(storms);
      /* The clock runs on: compare at one seq, with a state that nothing overtook. */
      const fresh = await until('a quiet moment', async () => {
        const state = await server.state();
        for (const client of [steady, ...clients]) await client.reaches(state.seq);
        await stream.until(() => documents.seq >= state.seq, `seq ${state.seq}`);
        return [{ documents }, steady, ...clients].every((one) => one.documents.seq === state.seq) ? state : null;
      });
      assert.equal(canonical(documents.docs), canonical(fresh.docs), `Server-Sent Events, STORM_SEED=${seed}`);
      stream.close();
      for (const client of [steady, ...clients]) {
        assert.equal(canonical(client.documents.docs), canonical(fresh.docs), `STORM_SEED=${seed}`);
      }
      for (const client of [steady, ...clients]) client.close();
    } finally {
      await server.stop();
    }
  });
});
