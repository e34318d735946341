/*
 * Asking the server: an answer, a problem, and what is done when either is lost on the way.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, Problem } from '../../static/shared/api.js';

/* A server that gives these answers one after the other; 'lost' is a network that fails. */
function server(...answers) {
  const asked = [];
  const waits = [];
  return {
    asked,
    waits,
    env: {
      fetch: async (path, request) => {
        asked.push({ path, ...request });
        const answer = answers.shift();
        if (answer === 'lost') throw new TypeError('Failed to fetch');
        return answer;
      },
      wait: async (ms) => { waits.push(ms); },
    },
  };
}

const good = (body, status = 200) => new Response(body === undefined ? null : JSON.stringify(body), { status });
const bad = (status, code, headers) => new Response(JSON.stringify({ status, code, detail: `about ${code}` }), { status, headers });

test('gives the JSON of the answer, or null where there is none', async () => {
  const it = server(good({ id: 'a' }), good(undefined, 204));
  assert.deepEqual(await call('PATCH', '/api/v1/me', { name: '길동' }, it.env), { id: 'a' });
  assert.equal(await call('DELETE', '/api/v1/me', undefined, it.env), null);
  const [patch, remove] = it.asked;
  assert.deepEqual([patch.method, patch.path, patch.body, patch.headers['content-type']], ['PATCH', '/api/v1/me', '{"name":"길동"}', 'application/json']);
  assert.deepEqual([remove.body, remove.headers['content-type'], remove.headers['idempotency-key']], [undefined, undefined, undefined]);
});

test('a POST carries a key, its repetition the same, another POST another', async () => {
  const it = server('lost', good({ id: 'a' }, 201), good({ id: 'b' }, 201));
  assert.deepEqual(await call('POST', '/api/v1/attendees', { name: 'x' }, it.env), { id: 'a' });
  await call('POST', '/api/v1/attendees', { name: 'x' }, it.env);
  const keys = it.asked.map(({ headers }) => headers['idempotency-key']);
  assert.match(keys[0], /^[0-9a-f]{32}$/);
  assert.equal(keys[1], keys[0]);
  assert.notEqual(keys[2], keys[0]);
  assert.equal(it.waits.length, 1);
});

test('a network that stays away is told as offline, after three tries', async () => {
  const it = server('lost', 'lost', 'lost', good({}));
  await assert.rejects(call('PUT', '/x', {}, it.env), (problem) => problem instanceof Problem && problem.status === 0 && problem.code === 'offline');
  assert.equal(it.asked.length, 3);
});

test('a problem is the server\'s, and is not asked for twice', async () => {
  const it = server(bad(422, 'unknown_part'), bad(429, 'too_many', { 'retry-after': '7' }), new Response('<h1>proxy</h1>', { status: 502 }));
  await assert.rejects(call('PUT', '/x', {}, it.env), { status: 422, code: 'unknown_part', detail: 'about unknown_part', retryAfter: null });
  await assert.rejects(call('PUT', '/x', {}, it.env), { status: 429, code: 'too_many', retryAfter: 7 });
  await assert.rejects(call('PUT', '/x', {}, it.env), { status: 502, code: 'unknown', detail: '' });
  assert.equal(it.asked.length, 3);
});

test('a busy server is asked again after the time that it said, unless that is long', async () => {
  const it = server(bad(503, 'busy', { 'retry-after': '2' }), good({ ok: true }));
  assert.deepEqual(await call('POST', '/x', {}, it.env), { ok: true });
  assert.deepEqual(it.waits, [2000]);
  const long = server(bad(503, 'storage', { 'retry-after': '60' }));
  await assert.rejects(call('POST', '/x', {}, long.env), { status: 503, code: 'storage', retryAfter: 60 });
});

test('a write that stands on a revision says so, and has a key that lets it be asked twice', async () => {
  const it = server('lost', good({}));
  await call('PATCH', '/api/v1/sessions/s1', { room: 'r2' }, { ...it.env, rev: 4 });
  assert.deepEqual(it.asked.map(({ headers }) => headers['if-match']), ['"4"', '"4"']);
  assert.match(it.asked[0].headers['idempotency-key'], /^[0-9a-f]{32}$/);
  assert.equal(it.asked[1].headers['idempotency-key'], it.asked[0].headers['idempotency-key']);
});
