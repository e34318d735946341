/*
 * What the api tests share: a server whose every answer is checked against
 * openapi.json, tokens of each role, and a small timetable.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after } from 'node:test';
import { startServer } from './server.js';
import { assertDescribed } from './openapi.js';

/* The tests' day: 29 August 2019 in Seoul, one hour before the first talk. */
export const NOW = '2019-08-29T00:00:00Z';

/* What a failed test has left running would keep its process from ending. */
const running = new Set();
after(() => Promise.all([...running].map((server) => server.kill())));

/**
 * A server with a clock that stands (nearly) still at NOW, and besides what
 * startServer gives:
 *
 *   api(method, path, body, headers)  the answer, checked against openapi.json
 *   as(token)                         the same, with this token (null: nobody)
 *   good(…)                           api that must succeed; gives the JSON
 *   state(topics)                     GET state
 *   stop(options)                     which must end well: exit 0, no sanitizer's word
 */
export async function startHouse({ now = NOW, speed, args = [], ...options } = {}) {
  const clock = now ? ['--now', now, ...(speed ? ['--speed', String(speed)] : [])] : [];
  return furnish(await startServer({ ...options, args: [...clock, ...args] }));
}

export function furnish(server) {
  const plain = server.api;
  const api = async (method, where, body, headers) => {
    const answer = await plain(method, where, body, headers);
    assertDescribed(method, where, answer);
    return answer;
  };
  const as = (token) => (method, where, body, headers) =>
    api(method, where, body, { authorization: token === null ? null : `Bearer ${token}`, ...headers });
  const good = async (...request) => {
    const answer = await api(...request);
    assert.ok(answer.status < 300, `${request[0]} ${request[1]}: ${answer.status} ${answer.text}`);
    return answer.json;
  };
  const state = async (topics = 'timetable') => good('GET', `/api/v1/state?topics=${topics}`);
  running.add(server);
  server.ended.then(() => running.delete(server));
  const plainStop = server.stop;
  const stop = async (options) => {
    const result = await plainStop(options);
    assert.equal(result.code, 0, `the server ended by ${result.code ?? result.signal}:\n${server.log().slice(-4000)}`);
    assert.doesNotMatch(server.log(), /AddressSanitizer|runtime error:|LeakSanitizer/);
    return result;
  };
  return Object.assign(server, { api, as, good, state, stop });
}

/** A new token of this role; an attendee's is that of somebody who has just come. */
export async function tokenFor(server, role, until) {
  if (role === 'attendee') return (await attend(server)).token;
  return (await server.good('POST', '/api/v1/tokens', { role, name: `a ${role}`, ...(until && { until }) })).token;
}

/** Somebody who attends: their document, with their token. */
export async function attend(server, name = 'Kim', language = 'ko') {
  const answer = await server.as(null)('POST', '/api/v1/attendees', { name, language });
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
}

/** The answer must be this problem. */
export function assertProblem(answer, status, code, detail) {
  assert.equal(`${answer.status} ${answer.json?.code}`, `${status} ${code}`, answer.text);
  assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
  if (detail) assert.match(answer.json.detail, detail);
}

/** An instant of the tests' day by the clock of Seoul: at('10:30'). */
export function at(clock, day = 29) {
  const [hour, minute] = clock.split(':').map(Number);
  return instant(Date.UTC(2019, 7, day, hour - 9, minute));
}

/** As the server writes it: no milliseconds where there are none. */
export function instant(ms) {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

/**
 * Two rooms and a morning. In A: one 10:00–10:45, coffee 10:45–11:15 (a
 * break), two 11:15–12:00, three 12:30–13:15. In B: four 10:00–10:45.
 * Gives the ids by these names.
 */
export async function makeMorning(server) {
  await server.good('PATCH', '/api/v1/event', { title: { ko: '시험', en: 'Test' }, zone: 'Asia/Seoul', languages: ['ko', 'en'] });
  const make = async (collection, body) => (await server.good('POST', `/api/v1/${collection}`, body)).id;
  const ids = {};
  ids.A = await make('rooms', { name: 'A' });
  ids.B = await make('rooms', { name: { ko: '나', en: 'B' }, capacity: 80 });
  ids.track = await make('tracks', { name: 'Data', colour: '#0a7cff' });
  ids.kim = await make('people', { name: '김마당' });
  ids.lee = await make('people', { name: 'Lee' });
  const session = async (name, room, start, duration, more) => {
    ids[name] = await make('sessions', { title: name, room, start: at(start), duration, ...more });
  };
  await session('one', ids.A, '10:00', 45, { people: [ids.kim], track: ids.track });
  await session('coffee', ids.A, '10:45', 30, { type: 'break' });
  await session('two', ids.A, '11:15', 45);
  await session('three', ids.A, '12:30', 45);
  await session('four', ids.B, '10:00', 45, { people: [ids.lee] });
  return ids;
}

export const session = (server, id) => server.good('GET', `/api/v1/sessions/${id}`);
export const patch = (server, id, body, headers) => server.api('PATCH', `/api/v1/sessions/${id}`, body, headers);

/** Asks again until it says yes; generous, for machines that are busy. */
export async function until(what, ask, limit = 15_000) {
  const begun = performance.now();
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() - begun > limit) assert.fail(`not within ${limit} ms: ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

export const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
export const newKey = () => randomUUID();
