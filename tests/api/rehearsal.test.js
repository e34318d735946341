/*
 * A day is rehearsed on a copy, by its own clock and script, on all screens;
 * and afterwards nothing of it is left.
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { canonical } from '../lib/canonical.js';
import { assertProblem, at, attend, furnish, makeMorning, NOW, session, startHouse, tokenFor, until } from '../lib/house.js';
import { LiveClient } from '../lib/live-client.js';
import { comeBack, endRehearsal, lookAt, rehearse } from '../lib/rehearsal.js';
import { startServer, tempFolder } from '../lib/server.js';

const DAY = '2019-08-29';
const files = (server) => readdirSync(path.dirname(server.db)).filter((name) => name.includes('rehearsal'));
const wanted = (answer) => assert.equal(answer.status, 202, answer.text);

describe('a rehearsal', () => {
  let server;
  let ids;
  let fan;

  before(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
    fan = await attend(server);
    await server.as(fan.token)('PUT', `/api/v1/me/stars/${ids.two}`);
  });
  after(() => server.stop());

  test('begins ten minutes before the day, runs at its speed, and all are told with the state', async () => {
    const real = await server.state();
    assert.equal(real.docs.rehearsal, undefined);
    assert.deepEqual(await lookAt(server).then(({ rehearsal, last }) => [rehearsal, last]), [null, null]);
    const client = await LiveClient.open(server);
    const plan = await rehearse(server, { day: DAY, speed: 60 });
    assert.deepEqual(plan, { day: DAY, from: at('09:50'), until: at('13:15'), speed: 60, script: [] });
    assert.ok(client.socket.frames.some((frame) => frame.bye), 'everybody was told to come back');
    const state = await server.state();
    assert.notEqual(state.epoch, real.epoch);
    assert.deepEqual(state.docs.rehearsal.main, { id: 'main', day: DAY, from: at('09:50'), until: at('13:15'), speed: 60, rev: 1 });
    assert.match((await server.api('GET', '/metrics')).text, /^madang_rehearsal 1$/m);
    const begun = Date.now();
    const first = Date.parse((await lookAt(server)).now);
    await until('four of its minutes', async () => Date.parse((await lookAt(server)).now) - first >= 240_000);
    assert.ok(Date.now() - begun >= 3_500, 'they took about four seconds');
    assert.notDeepEqual(files(server), [], 'there is a copy');
  });

  test('is only one at a time', async () => {
    assertProblem(await server.api('POST', '/api/v1/rehearsal', { day: DAY, speed: 60 }), 409, 'rehearsal_runs');
  });

  test('leaves nothing behind: stars, tokens, links and changes were those of the copy', async () => {
    const guest = await attend(server, 'Park');
    await server.good('PATCH', `/api/v1/sessions/${ids.two}`, { room: ids.B });
    await server.as(fan.token)('DELETE', `/api/v1/me/stars/${ids.two}`);
    await server.as(fan.token)('PUT', `/api/v1/me/stars/${ids.four}`);
    const link = await server.good('POST', '/api/v1/links', { role: 'steward', name: 'Kim' });
    const steward = await tokenFor(server, 'steward');
    const last = await endRehearsal(server);
    assert.deepEqual([last.day, last.ended_by, last.detail, last.steps, last.done], [DAY, 'desk', null, 0, 0]);
    assert.deepEqual(files(server), []);
    assert.equal((await session(server, ids.two)).room, ids.A);
    const own = await server.as(fan.token)('GET', '/api/v1/me/export');
    assert.match(own.text, new RegExp(ids.two));
    assert.doesNotMatch(own.text, new RegExp(`"${ids.four}"`));
    for (const token of [guest.token, steward]) assertProblem(await server.as(token)('GET', '/api/v1/me'), 401, 'invalid_token');
    assert.ok((await server.as(null)('POST', '/api/v1/sign-in', { code: link.code })).status >= 400, 'its links open nothing');
    assertProblem(await server.api('DELETE', '/api/v1/rehearsal'), 409, 'no_rehearsal');
  });

  test('makes the script’s changes when their time comes; the state is the same before and after', async () => {
    const real = await server.state('timetable,meetups,characters');
    const log = server.log().length;
    await rehearse(server, { day: DAY,
      from: '09:58',
      speed: 120,
      script: [
        { at: '10:10', method: 'POST', path: `/api/v1/rooms/${ids.A}/delay`, body: { minutes: 12 } },
        { at: at('10:02'), method: 'PATCH', path: `/api/v1/sessions/${ids.two}`, body: { room: ids.B } },
      ] });
    await until('both steps', async () => (await lookAt(server)).rehearsal.script.every(({ done }) => done));
    const seen = await lookAt(server);
    assert.deepEqual(seen.rehearsal.script.map((step) => step.at), [at('10:02'), at('10:10')]);
    const moved = await session(server, ids.two);
    assert.equal(moved.room, ids.B);
    const late = Date.parse(moved.moved_from.at) - Date.parse(at('10:02'));
    assert.ok(late >= 0 && late < 600_000, `at its own time, not ${late} ms from it`);
    assert.equal((await session(server, ids.one)).status, 'live', 'the house goes by that clock');
    const { actions } = await server.good('GET', '/api/v1/actions');
    assert.deepEqual(actions.slice(0, 2).map(({ who, what }) => [who, what]), [['rehearsal', 'rooms.delay'], ['rehearsal', 'sessions.patch']]);
    const { steps, done } = await endRehearsal(server);
    assert.deepEqual([steps, done], [2, 2]);
    const back = await server.state('timetable,meetups,characters');
    assert.deepEqual([back.epoch, back.seq], [real.epoch, real.seq]);
    assert.equal(canonical(back.docs), canonical(real.docs));
    assert.doesNotMatch(server.log().slice(log), /failed/);
  });

  test('ends with a step that is refused, and says which', async () => {
    const { id } = await server.good('POST', '/api/v1/announcements', { text: 'soon gone' });
    const script = [{ at: '09:59', method: 'DELETE', path: `/api/v1/announcements/${id}` }];
    await rehearse(server, { day: DAY, from: '09:56', speed: 40, script });
    await server.good('DELETE', `/api/v1/announcements/${id}`);
    const last = await comeBack(server);
    assert.deepEqual([last.ended_by, last.steps, last.done], ['script', 1, 0]);
    assert.match(last.detail, new RegExp(`^DELETE /api/v1/announcements/${id} \\(${at('09:59')}\\): `));
    assert.match(server.log(), /rehearsal_ends by=script detail="DELETE/);
    await server.good('DELETE', `/api/v1/announcements/${id}`);
  });

  test('ends with the day', async () => {
    await rehearse(server, { day: DAY, from: '13:14', speed: 60 });
    assert.equal((await comeBack(server)).ended_by, 'day');
    assert.deepEqual(files(server), []);
  });
});

describe('a rehearsal that is refused before it begins', () => {
  let server;
  let ids;
  before(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
  });
  after(() => server.stop());

  const wish = (more) => server.api('POST', '/api/v1/rehearsal', { day: DAY, speed: 60, ...more });
  const step = (more) => wish({ script: [{ at: '10:05', method: 'PATCH', path: `/api/v1/sessions/${ids.one}`, body: { note: 'x' }, ...more }] });

  test('for its day, its time, its speed', async () => {
    for (const day of ['2019-08-30', '', null, 7, undefined]) assertProblem(await wish({ day }), 422, 'invalid_day');
    for (const speed of [0, 0.5, 121, '60', null, undefined]) assertProblem(await wish({ speed }), 422, 'invalid_speed');
    for (const from of ['13:15', '25:00', '9', 'soon', 5, at('10:00', 30), '10:00:00']) assertProblem(await wish({ from }), 422, 'invalid_from');
    assertProblem(await wish({ sped: 3 }), 422, 'unknown_field', /sped/);
  });

  test('for a script that is none, or too long', async () => {
    assertProblem(await wish({ script: {} }), 422, 'invalid_script');
    assertProblem(await wish({ script: [7] }), 422, 'invalid_script', /script\[0\]/);
    const many = Array.from({ length: 201 }, () => ({ at: '10:05', method: 'PATCH', path: `/api/v1/sessions/${ids.one}`, body: {} }));
    assertProblem(await wish({ script: many }), 422, 'invalid_script', /200/);
    assertProblem(await step({ at: '09:00' }), 422, 'invalid_script', /at must be/);
    assertProblem(await step({ att: '09:00' }), 422, 'unknown_field', /script\[0\]\.att/);
    assertProblem(await step({ body: [] }), 422, 'invalid_script', /body/);
    assertProblem(await step({ method: null }), 422, 'invalid_script', /method/);
  });

  test('for a step that no organiser may do by a script', async () => {
    for (const [method, where] of [['GET', '/api/v1/state'], ['PATCH', '/api/v1/nothing'], ['PUT', `/api/v1/me/stars/${ids.one}`], ['POST', '/api/v1/tokens'],
      ['POST', '/api/v1/links'], ['POST', '/api/v1/sign-out'], ['POST', '/api/v1/imports'], ['POST', '/api/v1/rehearsal'], ['DELETE', '/api/v1/rehearsal'], ['FLY', '/api/v1/rooms']]) {
      assertProblem(await step({ method, path: where }), 422, 'invalid_script', /is no write that an organiser may do by a script/);
    }
  });

  test('for a step that would be refused, and says why', async () => {
    assertProblem(await step({ body: { room: 'r999' } }), 422, 'invalid_script', /^PATCH \/api\/v1\/sessions\/\w+ \(2019-08-29T01:05:00Z\): .*r999/);
    assertProblem(await step({ path: '/api/v1/sessions/s999' }), 422, 'invalid_script', /s999/);
    assertProblem(await step({ body: undefined }), 422, 'invalid_script', /body is missing/);
    assertProblem(await step({ body: { colour: 'red' } }), 422, 'invalid_script', /colour/);
  });

  test('and then nothing has changed', async () => {
    assert.equal((await lookAt(server)).rehearsal, null);
    assert.deepEqual(files(server), []);
    assert.equal((await server.good('GET', '/api/v1/actions')).actions[0].what, 'sessions.post');
  });
});

test('killed amid a rehearsal and started by the usual command line, it is the event itself', async () => {
  const db = path.join(tempFolder(), 'madang.db');
  const server = await startHouse({ db });
  const ids = await makeMorning(server);
  const real = await server.state();
  await rehearse(server, { day: DAY, speed: 1 });
  await server.good('PATCH', `/api/v1/sessions/${ids.one}`, { title: 'rehearsed' });
  await server.kill();
  assert.notDeepEqual(files(server), []);
  const again = furnish(await startServer({ db, port: server.port, args: ['--now', NOW] }));
  const state = await again.state();
  assert.deepEqual([state.epoch, state.seq, canonical(state.docs)], [real.epoch, real.seq, canonical(real.docs)]);
  assert.deepEqual(files(again), []);
  await again.stop();
});

test('SIGTERM amid a rehearsal ends the program, and its copy', async () => {
  const db = path.join(tempFolder(), 'madang.db');
  const server = await startHouse({ db });
  await makeMorning(server);
  wanted(await server.api('POST', '/api/v1/rehearsal', { day: DAY, speed: 1 }));
  await until('it is played', async () => (await lookAt(server))?.rehearsal);
  await server.stop();
  assert.deepEqual(files(server), []);
});
