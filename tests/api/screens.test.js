/*
 * The fleet of screens: a code at the kiosk, a name at the desk, and from then
 * on the document that the screen follows; and how each of them is, of which
 * nothing is written down.
 */
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { after, afterEach, before, describe, test } from 'node:test';
import { attend, assertProblem, makeMorning, newKey, startHouse, tokenFor } from '../lib/house.js';
import { Socket } from '../lib/live-client.js';
import { makeMeetup } from '../lib/meetups.js';
import { readQr } from '../lib/qr.js';

describe('the fleet of screens', () => {
  let server;
  let ids;
  const sockets = [];
  before(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
  });
  afterEach(() => { for (const socket of sockets.splice(0)) socket.close(); });
  after(() => server.stop());

  const ask = async (body = {}, token = null, headers = {}) => {
    const answer = await server.as(token)('POST', '/api/v1/screens', body, headers);
    assert.equal(answer.status, 201, answer.text);
    return answer.json;
  };
  const pair = (screen, body, token = server.token) => server.as(token)('POST', '/api/v1/screens/pair', { code: screen.code, name: 'Hall', ...body });
  const paired = async (body) => {
    const screen = await ask();
    assert.equal((await pair(screen, body)).status, 201);
    return screen;
  };
  const listen = async (screen) => {
    const socket = await Socket.open(server, { topics: 'timetable,me' }, { token: screen.token });
    sockets.push(socket);
    return socket;
  };
  const own = async (socket, test, from) => {
    const frame = await socket.frame(({ set }) => Object.values(set?.screen ?? {}).some(test), from);
    return Object.values(frame.set.screen)[0];
  };
  const report = (screen, body) => server.as(screen.token)('PUT', '/api/v1/screens/me/status', body);
  const listed = async (id) => (await server.good('GET', '/api/v1/screens')).screens.find((one) => one.id === id);
  const metric = async (line) => Number(new RegExp(`^${line.replace(/[{}"]/g, '\\$&')} (.*)$`, 'm').exec((await server.api('GET', '/metrics')).text)?.[1]);

  test('a screen shows its code, and hears at once that it was paired, and of each change', async () => {
    const screen = await ask({ size: [1920, 1080], version: 'b1' });
    assert.match(screen.code, /^\d{3} \d{3}$/);
    assert.equal(screen.path, `/organiser/#/screens/pair/${screen.code.replace(' ', '')}`);
    assert.equal(readQr(screen.qr), server.url + screen.path);
    const socket = await listen(screen);
    const waiting = await own(socket, () => true);
    assert.deepEqual([waiting.id, waiting.code, waiting.paired_at], [screen.id, screen.code, null]);

    const answer = await pair(screen, { name: '대강당 왼쪽', room: ids.A, languages: ['en'] });
    assert.equal(answer.status, 201, answer.text);
    assert.deepEqual(answer.json.boards, [{ board: 'door', room: ids.A }]);
    const doc = await own(socket, (one) => one.paired_at);
    assert.deepEqual([doc.name, doc.languages, doc.locked, doc.code], ['대강당 왼쪽', ['en'], false, undefined]);

    const at = socket.frames.length;
    await server.good('PATCH', `/api/v1/screens/${screen.id}`, { boards: [{ board: 'lobby', seconds: 20 }, { board: 'meetups', seconds: 10 }], theme: 'light' });
    assert.deepEqual((await own(socket, (one) => one.theme === 'light', at)).boards.map(({ board }) => board), ['lobby', 'meetups']);
    await server.good('POST', `/api/v1/screens/${screen.id}/identify`);
    const shown = await own(socket, (one) => one.identify_until, at);
    const { now } = await server.state();
    assert.ok(Math.abs(Date.parse(shown.identify_until) - now - 10_000) < 5000, `${shown.identify_until} at ${now}`);
    await server.good('POST', `/api/v1/screens/${screen.id}/reload`);
    await own(socket, (one) => one.reload === 1, at);
  });

  test('the desk sees those that are paired, at once, and no code of those that wait', async () => {
    const desk = await Socket.open(server, { topics: 'desk,me' }, { token: server.token });
    sockets.push(desk);
    const waiting = await ask();
    const screen = await paired({ name: 'Lobby' });
    const frame = await desk.frame(({ set }) => set?.screens?.[screen.id]);
    assert.equal(frame.set.screens[screen.id].name, 'Lobby');
    assert.doesNotMatch(JSON.stringify([desk.frames, await server.state('desk')]), new RegExp(`${waiting.id}|${waiting.code}|${screen.token}`));
    assert.deepEqual((await desk.frame(({ why }) => why === 'me')).set.screen, {}, 'a screen\'s own is nobody else\'s');
    assert.equal((await server.state('desk')).docs.screens[screen.id].name, 'Lobby');
  });

  test('of two organisers who pair one code the second is told, and shown, what the first made', async () => {
    const screen = await ask();
    const steward = await tokenFor(server, 'steward');
    const answers = await Promise.all([pair(screen, { name: 'first' }), pair(screen, { name: 'second' }, steward)]);
    const [good, bad] = answers.sort((a, b) => a.status - b.status);
    assert.equal(good.status, 201);
    assertProblem(bad, 409, 'paired_already');
    assert.equal(bad.json.document.name, good.json.name);
    assert.equal((await listed(screen.id)).name, good.json.name);
  });

  test('a lost answer is given again: the same token to the screen, the same screen to the desk', async () => {
    const headers = { 'idempotency-key': newKey() };
    const screen = await ask({}, null, headers);
    const again = await ask({}, null, headers);
    assert.deepEqual(again, screen);
    const key = { 'idempotency-key': newKey() };
    const body = { code: screen.code, name: 'once' };
    const first = await server.api('POST', '/api/v1/screens/pair', body, key);
    const second = await server.api('POST', '/api/v1/screens/pair', body, key);
    assert.deepEqual([second.status, second.json], [201, first.json]);
  });

  test('who asks again stays the same device, until it is paired', async () => {
    const screen = await ask();
    const again = await ask({}, screen.token);
    assert.deepEqual([again.id, again.code], [screen.id, screen.code]);
    await pair(again);
    assertProblem(await server.as(again.token)('POST', '/api/v1/screens', {}), 409, 'paired_already');
    assert.equal((await report(again, {})).status, 200, 'and keeps its token');
  });

  test('a browser that is signed in does not become a screen by mistake', async () => {
    for (const token of [server.token, (await attend(server)).token]) {
      const answer = await server.as(null)('POST', '/api/v1/screens', {}, { cookie: `madang=${token}`, origin: server.url });
      assertProblem(answer, 409, 'signed_in');
      assert.equal(answer.headers.get('set-cookie'), null);
    }
    const fresh = await server.as(null)('POST', '/api/v1/screens', {}, { cookie: 'madang=of-one-that-was-locked-out', origin: server.url });
    assert.equal(fresh.status, 201);
    assert.match(fresh.headers.get('set-cookie'), new RegExp(`^madang=${fresh.json.token};`));
    assertProblem(await server.as(null)('POST', '/api/v1/screens', {}, { origin: 'https://elsewhere.example' }), 403, 'cross_origin');
  });

  test('who is locked out: its socket closes, its token is none; undone, it is back', async () => {
    const [screen, other] = [await paired(), await paired()];
    const [socket, neighbour] = [await listen(screen), await listen(other)];
    const { action } = await server.good('DELETE', `/api/v1/screens/${screen.id}`);
    assert.deepEqual(await socket.whenClosed(), { code: 4001, reason: 'ended' });
    assertProblem(await report(screen, {}), 401, 'invalid_token');
    assertProblem(await server.as(screen.token)('GET', '/api/v1/state?topics=timetable'), 401, 'invalid_token');
    const locked = await listed(screen.id);
    assert.deepEqual([locked.locked, locked.online, locked.silent], [true, false, false]);
    assertProblem(await server.api('POST', `/api/v1/screens/${screen.id}/identify`), 409, 'locked_out');
    assert.equal(neighbour.closed, null);
    assert.equal((await report(other, {})).status, 200);

    await server.good('POST', `/api/v1/actions/${action}/undo`);
    assert.equal((await report(screen, {})).status, 200);
    await server.good('DELETE', `/api/v1/screens/${screen.id}`);
    await server.good('DELETE', `/api/v1/screens/${screen.id}`);
    assert.equal(await listed(screen.id), undefined);
    assertProblem(await server.api('DELETE', `/api/v1/screens/${screen.id}`), 404, 'not_found');
  });

  test('a pairing that is undone ends the token, and the socket', async () => {
    const screen = await ask();
    const { action } = (await pair(screen)).json;
    const socket = await listen(screen);
    await server.good('POST', `/api/v1/actions/${action}/undo`);
    assert.equal((await socket.whenClosed()).code, 4001);
    assertProblem(await report(screen, {}), 401, 'invalid_token');
  });

  test('a screen that signs out has no token; the desk keeps its place in the list', async () => {
    const screen = await paired();
    assert.equal((await server.as(screen.token)('POST', '/api/v1/sign-out', {})).status, 200);
    assertProblem(await report(screen, {}), 401, 'invalid_token');
    assert.equal((await listed(screen.id)).locked, false);
  });

  test('the list says how each is, as it has said itself', async () => {
    const screen = await paired();
    const before = await listed(screen.id);
    assert.deepEqual([before.online, before.silent, before.shows], [true, false, null]);
    const { seq } = await server.good('PATCH', '/api/v1/event', { url: 'https://conference.example/' });
    const shows = { board: 'door', room: ids.A };
    assert.deepEqual((await report(screen, { shows, seq: seq - 3, drift_ms: -12.5, size: [1080, 1920], version: 'b2' })).json, { seq });
    const { now, screens } = await server.good('GET', '/api/v1/screens');
    const one = screens.find(({ id }) => id === screen.id);
    assert.deepEqual([one.online, one.silent, one.shows, one.seq_lag, one.drift_ms, one.size, one.version], [true, false, shows, 3, -12.5, [1080, 1920], 'b2']);
    assert.ok(Date.parse(one.last_seen) <= Date.parse(now));
    assert.equal((await report(screen, { seq: seq + 1000 })).status, 200);
    assert.equal((await listed(screen.id)).seq_lag, 0, 'of a journal that was');
    assert.ok(await metric(`madang_screen_last_seen_seconds{screen="${screen.id}"}`) < 30);
    assert.ok(await metric('madang_screens{state="online"}') > 0);
    assert.equal(await metric('madang_screens{state="silent"}'), 0);
    const waiting = await metric('madang_screens{state="unpaired"}');
    await ask();
    assert.equal(await metric('madang_screens{state="unpaired"}'), waiting + 1);
  });

  test('what no screen can say is refused, and what it said before stands', async () => {
    const screen = await paired();
    await report(screen, { version: 'good' });
    const bad = [{ shows: 'lobby' }, { shows: { board: 1 } }, { shows: { board: { x: 1 } } }, { shows: { board: 'x'.repeat(510) } }, { seq: -1 }, { seq: 1.5 }, { seq: '1' },
      { drift_ms: 'none' }, { size: [1] }, { size: [0, 1] }, { size: [1, 65536] }, { size: { w: 1 } }, { version: 'x'.repeat(65) }, { version: 5 }];
    for (const body of bad) assertProblem(await report(screen, body), 422, 'invalid_field');
    assertProblem(await report(screen, { hows: null }), 422, 'unknown_field');
    for (const [text, status] of [['[]', 400], ['{', 400], ['{"drift_ms":1e999}', 422]]) {
      const answer = await fetch(new URL('/api/v1/screens/me/status', server.url), { method: 'PUT', body: text, headers: { authorization: `Bearer ${screen.token}`, 'content-type': 'application/json' } });
      assert.equal(answer.status, status, text);
    }
    assert.equal((await listed(screen.id)).version, 'good');
    for (const body of [{ size: [1] }, { version: 5 }, { other: 1 }]) assert.equal((await server.as(null)('POST', '/api/v1/screens', body)).status, 422);
  });

  test('If-Match holds for all that the desk does', async () => {
    const screen = await paired();
    const url = `/api/v1/screens/${screen.id}`;
    for (const [method, where, body] of [['PATCH', url, { name: 'New' }], ['POST', `${url}/identify`], ['POST', `${url}/reload`], ['DELETE', url]]) {
      const answer = await server.api(method, where, body, { 'if-match': '"99"' });
      assertProblem(answer, 412, 'changed_meanwhile');
      assert.equal(answer.json.document.name, 'Hall');
    }
    assert.equal((await server.api('PATCH', url, { name: 'New' }, { 'if-match': '"1"' })).json.rev, 2);
  });

  test('a screen shows the code of its own table, and of no other; one that waits, of none', async () => {
    const mine = (await makeMeetup(server, ids.kim)).id;
    const other = (await makeMeetup(server, ids.lee, { place: ids.A })).id;
    const see = async (screen, meetup) => (await server.as(screen.token)('GET', `/api/v1/meetups/${meetup}/presence.svg`)).status;
    const waiting = await ask();
    assert.equal(await see(waiting, mine), 403);
    const table = await paired({ boards: [{ board: 'lobby' }, { board: 'table', meetup: mine }] });
    assert.deepEqual([await see(table, mine), await see(table, other)], [200, 403]);
    const room = await paired({ boards: [{ board: 'table', room: ids.A }] });
    assert.deepEqual([await see(room, other), await see(room, mine)], [200, 403]);
    const door = await paired({ room: ids.A });
    assert.equal(await see(door, other), 403);
    assert.equal(await see({ token: await tokenFor(server, 'screen') }, mine), 200, 'by an organiser\'s link');
  });

  test('a code that is none', async () => {
    const screen = await ask();
    for (const code of ['', '12345', '1234567', 'abcdef', 123456, null, undefined]) {
      assertProblem(await server.api('POST', '/api/v1/screens/pair', { code, name: 'x' }), 422, 'invalid_field');
    }
    assert.equal((await pair({ code: screen.code.replace(' ', '-') })).status, 201);
  });

  test('who guesses codes is stopped, while good ones pass', async () => {
    const steward = await tokenFor(server, 'steward');
    const screen = await ask();
    const guesses = Array.from({ length: 25 }, (_, i) => String(100_000 + i)).filter((code) => code !== screen.code.replace(' ', ''));
    const answers = [];
    for (const code of guesses) answers.push(await pair({ code }, {}, steward));
    assertProblem(answers[0], 404, 'not_found');
    assertProblem(answers.at(-1), 429, 'too_many');
    assert.ok(Number(answers.at(-1).headers.get('retry-after')) > 0);
    assert.equal(answers.filter(({ status }) => status === 404).length, 20, 'MAX_BAD_CODES_AT_ONCE');
    assert.equal((await pair(screen, {}, steward)).status, 201);
    assertProblem(await pair({ code: '100000' }), 404, 'not_found');
  });
});

describe('a fleet', () => {
  const SCREENS = 500;

  test('of 500 screens that say how they are writes nothing; a restart keeps them paired', async () => {
    let server = await startHouse();
    const good = async (token, method, where, body) => {
      const answer = await server.as(token)(method, where, body);
      assert.ok(answer.status < 300, answer.text);
      return answer.json;
    };
    const screens = [];
    for (let i = 0; i < SCREENS; i += 50) {
      screens.push(...await Promise.all(Array.from({ length: 50 }, () => good(null, 'POST', '/api/v1/screens', {}))));
    }
    await Promise.all(screens.map(({ code }, i) => good(server.token, 'POST', '/api/v1/screens/pair', { code, name: `screen ${i}` })));
    const socket = await Socket.open(server, { topics: 'timetable,me' }, { token: screens[0].token });
    await socket.frame(({ why }) => why === 'me');

    const bytes = () => [server.db, `${server.db}-wal`].map((file) => statSync(file).size);
    const writes = async () => Number(/^madang_writes_total (.*)$/m.exec((await server.api('GET', '/metrics')).text)[1]);
    const [size, written, { seq }] = [bytes(), await writes(), await server.state()];
    for (let round = 0; round < 3; round++) {
      await Promise.all(screens.map(({ token }, i) => good(token, 'PUT', '/api/v1/screens/me/status', {
        shows: { board: 'lobby' }, seq, drift_ms: i, size: [1920, 1080], version: `b${round}` })));
    }
    assert.deepEqual([bytes(), await writes(), (await server.state()).seq], [size, written, seq]);
    assert.equal(socket.frames.filter((frame) => frame.set).length, 1, 'nor does anybody hear of it');
    const { screens: list } = await server.good('GET', '/api/v1/screens');
    assert.equal(list.length, SCREENS);
    assert.ok(list.every(({ online, version }) => online && version === 'b2'));
    assert.match((await server.api('GET', '/metrics')).text, /^madang_screens\{state="online"\} 500$/m);

    const before = (await server.state('desk')).docs.screens;
    await server.stop({ keep: true });
    server = await startHouse({ db: server.db });
    assert.deepEqual((await server.state('desk')).docs.screens, before);
    const [first] = (await server.good('GET', '/api/v1/screens')).screens;
    assert.deepEqual([first.last_seen, first.online, first.silent], [null, false, false], 'nobody knows yet');
    assert.equal((await good(screens[7].token, 'PUT', '/api/v1/screens/me/status', {})).seq, (await server.state()).seq);
    const again = await Socket.open(server, { topics: 'timetable,me' }, { token: screens[7].token });
    const frame = await again.frame(({ why }) => why === 'me');
    assert.equal(frame.set.screen[screens[7].id].name, 'screen 7');
    socket.close();
    again.close();
    await server.stop();
  });

  test('who asks for codes without end is stopped; a screen that is known still gets its own', async () => {
    const server = await startHouse();
    const ask = (token = null) => server.as(token)('POST', '/api/v1/screens', {});
    const first = (await ask()).json;
    let refused = null;
    for (let i = 0; i < 40 && !refused; i++) {
      refused = (await Promise.all(Array.from({ length: 50 }, () => ask()))).find(({ status }) => status !== 201);
    }
    assertProblem(refused, 429, 'too_many');
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    assert.equal((await ask(first.token)).json.code, first.code);
    await server.stop();
  });
});
