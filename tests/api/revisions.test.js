/*
 * Twice is once (Idempotency-Key), and several at once (If-Match).
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertProblem, at, furnish, makeMorning, newKey, patch, session, startHouse, tokenFor } from '../lib/house.js';
import { startServer, tempFolder } from '../lib/server.js';
import path from 'node:path';

describe('Idempotency-Key', () => {
  let server;
  let ids;
  const db = path.join(tempFolder(), 'madang.db');
  before(async () => {
    server = await startHouse({ db });
    ids = await makeMorning(server);
  });
  after(() => server.stop());
  const count = async (collection) => Object.keys((await server.state()).docs[collection]).length;

  test('the same key and body give the first answer again, and change nothing', async () => {
    for (const [method, where, body] of [
      ['POST', '/api/v1/rooms', { name: 'once' }], ['POST', '/api/v1/sessions', { title: 'once' }], ['POST', '/api/v1/announcements', { text: 'once' }],
      ['PATCH', `/api/v1/sessions/${ids.one}`, { note: 'once' }], ['POST', `/api/v1/rooms/${ids.A}/delay`, { minutes: 3 }],
    ]) {
      const key = { 'idempotency-key': newKey() };
      const first = await server.api(method, where, body, key);
      const { seq } = await server.state();
      const second = await server.api(method, where, body, key);
      assert.equal(second.status, first.status, second.text);
      assert.equal(second.text, first.text);
      assert.equal((await server.state()).seq, seq, `${method} ${where} was carried out twice`);
    }
  });

  test('the same key with another body, or for another path, is 422 key_reused', async () => {
    const key = { 'idempotency-key': newKey() };
    await server.good('POST', '/api/v1/rooms', { name: 'a' }, key);
    const rooms = await count('rooms');
    assertProblem(await server.api('POST', '/api/v1/rooms', { name: 'b' }, key), 422, 'key_reused');
    assertProblem(await server.api('POST', '/api/v1/tracks', { name: 'a' }, key), 422, 'key_reused');
    assertProblem(await server.api('PATCH', `/api/v1/rooms/${ids.A}`, { name: 'a' }, key), 422, 'key_reused');
    assert.equal(await count('rooms'), rooms);
  });

  test('a key is its caller\'s own', async () => {
    const other = server.as(await tokenFor(server, 'organiser'));
    const key = { 'idempotency-key': newKey() };
    const first = await server.api('POST', '/api/v1/tracks', { name: 'mine' }, key);
    const second = await other('POST', '/api/v1/tracks', { name: 'theirs' }, key);
    assert.equal(second.status, 201);
    assert.notEqual(second.json.id, first.json.id);
  });

  test('a refused write is not kept: the next try with the key counts', async () => {
    const key = { 'idempotency-key': newKey() };
    assertProblem(await server.api('POST', '/api/v1/sessions', { title: 'x', room: 'r99' }, key), 422, 'unknown_reference');
    assert.equal((await server.api('POST', '/api/v1/sessions', { title: 'x', room: ids.A }, key)).status, 201);
  });

  test('a key that is empty or too long is refused', async () => {
    for (const key of ['', 'x'.repeat(129)]) {
      const answer = await server.api('POST', '/api/v1/tracks', { name: 'x' }, { 'idempotency-key': key });
      assertProblem(answer, 400, 'invalid_key');
    }
    assert.equal((await server.api('POST', '/api/v1/tracks', { name: 'x' }, { 'idempotency-key': 'x'.repeat(128) })).status, 201);
  });

  test('twins sent at the same moment: one document, one answer', async () => {
    for (let round = 0; round < 5; round++) {
      const key = { 'idempotency-key': newKey() };
      const before = await count('tracks');
      const answers = await Promise.all(Array.from({ length: 8 }, () => server.api('POST', '/api/v1/tracks', { name: `twin ${round}` }, key)));
      assert.equal(new Set(answers.map(({ text }) => text)).size, 1, answers.map(({ text }) => text).join('\n'));
      assert.ok(answers.every(({ status }) => status === 201));
      assert.equal(await count('tracks'), before + 1);
    }
  });

  test('a token is told again to the same key, and is another to another', async () => {
    const key = { 'idempotency-key': newKey() };
    const body = { role: 'screen', name: 'Lobby' };
    const [one, two] = [await server.good('POST', '/api/v1/tokens', body, key), await server.good('POST', '/api/v1/tokens', body, key)];
    assert.deepEqual(one, two);
    assert.ok(one.token.length >= 22, 'at least 128 bits');
    const more = [await server.good('POST', '/api/v1/tokens', body, { 'idempotency-key': newKey() }), await server.good('POST', '/api/v1/tokens', body)];
    assert.equal(new Set([one, ...more].map(({ token }) => token)).size, 3);
  });

  test('a preview does not use the key up', async () => {
    const key = { 'idempotency-key': newKey() };
    await server.good('POST', '/api/v1/preview?method=POST&path=/api/v1/tracks', { name: 'seen before' }, key);
    assert.equal((await server.api('POST', '/api/v1/tracks', { name: 'seen before' }, key)).status, 201);
  });

  test('the first answer is given again also after a restart', async () => {
    const key = { 'idempotency-key': newKey() };
    const first = await server.api('POST', '/api/v1/rooms', { name: 'lasting' }, key);
    await server.kill();
    server = furnish(await startServer({ db, args: ['--now', at('09:05')] }));
    const rooms = await count('rooms');
    const second = await server.api('POST', '/api/v1/rooms', { name: 'lasting' }, key);
    assert.equal(`${second.status} ${second.text}`, `${first.status} ${first.text}`);
    assert.equal(await count('rooms'), rooms);
    assertProblem(await server.api('POST', '/api/v1/rooms', { name: 'other' }, key), 422, 'key_reused');
  });
});

describe('If-Match', () => {
  let server;
  let ids;
  before(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
  });
  after(() => server.stop());
  const rev = (n) => ({ 'if-match': `"${n}"` });

  test('the present revision passes, an older one is 412 with the present document', async () => {
    const before = await session(server, ids.one);
    const changed = await patch(server, ids.one, { note: 'a' }, rev(before.rev));
    assert.equal(changed.status, 200);
    const late = await patch(server, ids.one, { note: 'b' }, rev(before.rev));
    assertProblem(late, 412, 'changed_meanwhile');
    assert.deepEqual(late.json.document, (await server.state()).docs.sessions[ids.one]);
    assert.equal((await session(server, ids.one)).note, 'a');
  });

  test('lists, weak tags and * are understood, everything else is another revision', async () => {
    const { rev: now } = await session(server, ids.two);
    for (const [tag, status] of [['*', 200], [`"x", "${now}"`, 200], [`W/"${now}"`, 200], [`"${now + 1}"`, 412], ['""', 412], [`"0${now}"`, 412], ['"x", "y"', 412]]) {
      const answer = await patch(server, ids.two, { note: null }, { 'if-match': tag });
      assert.equal(answer.status, status, `${tag}: ${answer.text}`);
    }
  });

  test('every kind of document has it', async () => {
    const said = await server.good('POST', '/api/v1/announcements', { text: 'x' });
    const stale = { 'if-match': '"999"' };
    for (const [where, body] of [[`/api/v1/rooms/${ids.A}`, { name: 'A1' }], [`/api/v1/tracks/${ids.track}`, { name: 'T1' }], [`/api/v1/people/${ids.kim}`, { name: 'K1' }],
      ['/api/v1/event', { title: 'E1' }], [`/api/v1/announcements/${said.id}`, { text: 'y' }]]) {
      const answer = await server.api('PATCH', where, body, stale);
      assertProblem(answer, 412, 'changed_meanwhile');
      assert.deepEqual(answer.json.document, await server.good('GET', where), where);
      assert.equal((await server.api('PATCH', where, body, rev(answer.json.document.rev))).status, 200, where);
    }
    assertProblem(await server.api('DELETE', `/api/v1/announcements/${said.id}`, undefined, stale), 412, 'changed_meanwhile');
    assert.equal((await server.api('DELETE', `/api/v1/announcements/${said.id}`, undefined, rev(2))).status, 200);
  });

  test('two organisers move one talk at once: exactly one wins, the other is told what is there now', async () => {
    const one = server.as(await tokenFor(server, 'organiser'));
    const two = server.as(await tokenFor(server, 'organiser'));
    for (let round = 0; round < 10; round++) {
      const before = await session(server, ids.three);
      const rooms = before.room === ids.A ? [ids.B, null] : [ids.A, round % 2 ? ids.B : null];
      const [a, b] = await Promise.all([
        one('PATCH', `/api/v1/sessions/${ids.three}`, { room: rooms[0], note: `one ${round}` }, rev(before.rev)),
        two('PATCH', `/api/v1/sessions/${ids.three}`, { room: rooms[1], note: `two ${round}` }, rev(before.rev)),
      ]);
      assert.deepEqual([a.status, b.status].sort(), [200, 412], `${a.text} ${b.text}`);
      const [winner, loser] = a.status === 200 ? [a, b] : [b, a];
      assertProblem(loser, 412, 'changed_meanwhile');
      const now = (await server.state()).docs.sessions[ids.three];
      assert.equal(now.note, winner.json.note);
      assert.equal(now.rev, before.rev + 1);
      assert.deepEqual(loser.json.document, now);
    }
  });

  test('many organisers at once: one step each, and every lost one knows', async () => {
    const before = await session(server, ids.four);
    let { rev: seen } = before;
    let won = 0;
    for (let round = 0; round < 5; round++) {
      const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => patch(server, ids.four, { note: `${round} ${i}` }, rev(seen))));
      assert.equal(answers.filter(({ status }) => status === 200).length, 1);
      assert.equal(answers.filter(({ status }) => status === 412).length, 11);
      seen = answers.find(({ status }) => status === 200).json.rev;
      won++;
    }
    assert.equal((await session(server, ids.four)).rev, before.rev + won);
  });

  test('rev never falls, also not of what was deleted and brought back', async () => {
    const said = await server.good('POST', '/api/v1/announcements', { text: 'first' });
    const changed = await server.good('PATCH', `/api/v1/announcements/${said.id}`, { text: 'second' });
    const gone = await server.good('DELETE', `/api/v1/announcements/${said.id}`);
    await server.good('POST', `/api/v1/actions/${gone.action}/undo`);
    const back = await server.good('GET', `/api/v1/announcements/${said.id}`);
    assert.equal(back.text, 'second');
    assert.ok(back.rev > changed.rev, `rev ${changed.rev}, and ${back.rev} when it came back`);
    assertProblem(await server.api('PATCH', `/api/v1/announcements/${said.id}`, { text: 'third' }, rev(said.rev)), 412, 'changed_meanwhile');
  });
});
