/*
 * Several changes made as one: all or none, one change for every screen, one
 * undo; and what is no such change.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { canonical } from '../lib/canonical.js';
import { assertProblem, at, attend, makeMorning, newKey, patch, session, startHouse, tokenFor } from '../lib/house.js';
import { LiveClient, Socket } from '../lib/live-client.js';

/* Documents without what counts up. */
const withoutRev = (docs) => canonical(JSON.parse(JSON.stringify(docs, (name, value) => (name === 'rev' ? undefined : value))));

const MAX_CHANGES = 500;
const MAX_BODY = 256 * 1024;

describe('changes as one', () => {
  let server;
  let ids;
  before(async () => { server = await startHouse(); });
  after(() => server.stop());
  beforeEach(async () => { ids = await makeMorning(server); });

  const change = (name, body, more) => ({ method: 'PATCH', path: `/api/v1/sessions/${ids[name]}`, body, ...more });
  const ask = (changes, more, headers) => server.api('POST', '/api/v1/changes', { changes, ...more }, headers);
  const newest = async () => (await server.good('GET', '/api/v1/actions')).actions[0];
  /* What is asked for is refused, and nothing has changed: no document, no action. */
  const refused = async (request, ...problem) => {
    const [old, action] = [await server.state('timetable,meetups,desk'), await newest()];
    const answer = await request();
    assertProblem(answer, ...problem);
    const now = await server.state('timetable,meetups,desk');
    assert.equal(canonical(now.docs), canonical(old.docs));
    assert.equal(now.seq, old.seq);
    assert.equal((await newest()).id, action.id);
    return answer;
  };

  test('all of them are one change for every screen, one action and one undo', async () => {
    const old = await server.state();
    const client = await LiveClient.open(server);
    const { seq, action, results, clashes } = await server.good('POST', '/api/v1/changes', {
      changes: [
        change('one', { room: ids.B }),
        change('four', { room: ids.A }),
        { method: 'PATCH', path: `/api/v1/rooms/${ids.A}`, body: { capacity: 120 } },
        { method: 'POST', path: '/api/v1/sessions', body: { title: 'new', room: ids.A, start: at('09:00'), duration: 30 } },
        { method: 'POST', path: '/api/v1/announcements', body: { text: { ko: '바뀌었어요', en: 'Changed' } } },
        { method: 'PATCH', path: '/api/v1/event', body: { url: 'https://conference.example/' } },
        { method: 'POST', path: `/api/v1/rooms/${ids.A}/delay`, body: { minutes: 5, from: ids.two } },
      ],
      note: 'the morning anew',
    });
    assert.equal(seq, old.seq + 1);
    assert.deepEqual(clashes, []);
    await client.reaches(seq);
    client.close();
    const { docs } = await server.state();
    assert.equal(canonical(client.documents.docs), canonical(docs));
    assert.deepEqual(results.slice(0, 3), [docs.sessions[ids.one], docs.sessions[ids.four], docs.rooms[ids.A]], 'the documents');
    assert.deepEqual(results[3], docs.sessions[results[3].id]);
    assert.equal(results[4].text.en, 'Changed');
    assert.equal(results[5].id, 'main');
    assert.deepEqual(results[6], { sessions: [ids.two] }, 'only what this part changed');
    assert.deepEqual([docs.sessions[ids.one].room, docs.sessions[ids.four].room], [ids.B, ids.A]);

    const listed = await newest();
    assert.deepEqual([listed.id, listed.what, listed.note], [action, 'changes.post', 'the morning anew']);
    assert.deepEqual(listed.about, [`sessions/${ids.one}`, `sessions/${ids.four}`, `rooms/${ids.A}`, `sessions/${results[3].id}`, `announcements/${results[4].id}`, 'event/main', `sessions/${ids.two}`]);
    const undone = await server.good('POST', `/api/v1/actions/${action}/undo`);
    assert.equal(undone.seq, seq + 1);
    assert.equal(withoutRev((await server.state()).docs), withoutRev(old.docs));
  });

  test('a document that is gone answers null, and what clashes is said', async () => {
    const { id } = await server.good('POST', '/api/v1/announcements', { text: 'soon' });
    const { results, clashes } = await server.good('POST', '/api/v1/changes', {
      changes: [{ method: 'DELETE', path: `/api/v1/announcements/${id}` }, change('four', { room: ids.A })],
    });
    assert.equal(results[0], null);
    assert.deepEqual(clashes.map(({ kind, sessions }) => [kind, ...sessions.sort()]), [['room', ...[ids.one, ids.four].sort()]]);
  });

  test('one that is refused undoes those before it, and is named', async () => {
    const good = change('one', { room: ids.B });
    for (const [bad, status, code, detail] of [
      [change('two', { duration: -1 }), 422, 'invalid_field', /changes\[1\]: duration/],
      [change('two', { room: 'r999' }), 422, 'unknown_reference', /changes\[1\]: room/],
      [change('two', { nothing: 1 }), 422, 'unknown_field', /changes\[1\]/],
      [{ method: 'PATCH', path: '/api/v1/sessions/s999', body: { note: 'x' } }, 404, 'not_found', /changes\[1\].*s999/],
      [{ method: 'POST', path: `/api/v1/rooms/${ids.B}/delay`, body: { minutes: 5, from: ids.two } }, 422, 'not_in_room', /changes\[1\]/],
      [{ method: 'PATCH', path: '/api/v1/event', body: { zone: 'Mars/Base' } }, 422, 'zone_unknown', /changes\[1\]/],
      [{ method: 'DELETE', path: '/api/v1/announcements/a999' }, 404, 'not_found', /changes\[1\]/],
    ]) {
      const answer = await refused(() => ask([good, bad, good]), status, code, detail);
      assert.equal(answer.json.change, 1, detail);
    }
  });

  test('if_match: the second of two organisers is told what and why', async () => {
    const seen = await session(server, ids.two);
    const other = server.as(await tokenFor(server, 'organiser'));
    await other('PATCH', `/api/v1/sessions/${ids.two}`, { note: 'mine' });
    const answer = await refused(() => ask([change('one', { room: ids.B }), change('two', { room: ids.B }, { if_match: seen.rev })]), 412, 'changed_meanwhile', /changes\[1\]: sessions/);
    assert.equal(answer.json.change, 1);
    assert.equal(answer.json.document.note, 'mine');
    assert.equal((await ask([change('two', { room: ids.B }, { if_match: answer.json.document.rev })])).status, 200);
  });

  test('if_match is about the document before all of them, so one may be changed twice', async () => {
    const { rev } = await session(server, ids.one);
    const { results } = await server.good('POST', '/api/v1/changes', { changes: [change('one', { note: 'x' }, { if_match: rev }), change('one', { start: at('10:05') }, { if_match: rev })] });
    assert.deepEqual([results[0].note, results[1].start], ['x', at('10:05')]);
    assert.deepEqual(results[0], results[1], 'both as it is after all');
    await refused(() => ask([change('one', { note: 'y' }), change('one', { note: 'z' }, { if_match: rev })]), 412, 'changed_meanwhile');
  });

  test('two organisers at once: each group is whole, none is half of both', async () => {
    const tokens = [await tokenFor(server, 'organiser'), await tokenFor(server, 'organiser')];
    const revs = { one: (await session(server, ids.one)).rev, four: (await session(server, ids.four)).rev };
    for (let round = 0; round < 10; round++) {
      const answers = await Promise.all(tokens.map((token, who) => server.as(token)('POST', '/api/v1/changes', {
        changes: ['one', 'four'].map((name) => change(name, { note: `${round}/${who}` }, { if_match: revs[name] })),
      })));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412]);
      const [one, four] = [await session(server, ids.one), await session(server, ids.four)];
      assert.equal(one.note, four.note);
      assert.equal(one.note, `${round}/${answers.findIndex(({ status }) => status === 200)}`);
      Object.assign(revs, { one: one.rev, four: four.rev });
    }
  });

  test('a preview tells what all of them reach, and changes nothing', async () => {
    const guest = await attend(server);
    for (const name of ['one', 'two']) await server.as(guest.token)('PUT', `/api/v1/me/stars/${ids[name]}`);
    const phone = new Socket(server, { as: 'phone' });
    await phone.hello();
    const old = await server.state();
    const body = { changes: [change('one', { room: ids.B }), change('two', { note: 'x' })] };
    for (const path of ['/api/v1/preview', '/api/v1/preview?method=POST&path=/api/v1/changes']) {
      const preview = await server.good('POST', path, body);
      assert.deepEqual(preview.documents, [`sessions/${ids.one}`, `sessions/${ids.two}`]);
      assert.deepEqual([preview.stars, preview.phones], [1, 1], 'who has starred both is one');
      assert.deepEqual(preview.clashes.map(({ kind, sessions }) => [kind, ...sessions.sort()]), [['room', ...[ids.one, ids.four].sort()]]);
    }
    const now = await server.state();
    assert.equal(canonical(now.docs), canonical(old.docs));
    assert.equal(now.seq, old.seq);
    phone.ws.close();
    assertProblem(await server.api('POST', '/api/v1/preview', { changes: [change('one', { note: 'x' }, { if_match: 999 })] }), 412, 'changed_meanwhile');
    assertProblem(await server.as(await tokenFor(server, 'steward'))('POST', '/api/v1/preview', body), 403, 'forbidden');
  });

  test('only an edit of a document can be one of them', async () => {
    const one = change('one', { note: 'x' });
    const { action } = (await patch(server, ids.one, { note: `${Math.random()}` })).json;
    for (const [method, path, body] of [
      ['POST', '/api/v1/changes', { changes: [one] }],
      ['POST', '/api/v1/preview', { changes: [one] }],
      ['POST', `/api/v1/actions/${action}/undo`, {}],
      ['POST', '/api/v1/imports', {}],
      ['POST', '/api/v1/tokens', { role: 'organiser', name: 'x' }],
      ['POST', '/api/v1/links', { role: 'organiser' }],
      ['POST', '/api/v1/attendees', { name: 'x', language: 'ko' }],
      ['PATCH', '/api/v1/me', { name: 'x' }],
      ['DELETE', '/api/v1/me', undefined],
      ['POST', `/api/v1/meetups/${ids.one}/next`, {}],
      ['GET', `/api/v1/sessions/${ids.one}`, undefined],
      ['PUT', `/api/v1/sessions/${ids.one}`, {}],
      ['PATCH', `/api/v1/sessions/${ids.one}?x=1`, {}],
      ['PATCH', `/api/v1/sessions/../rooms/${ids.A}`, {}],
      ['PATCH', `/api/v1/sessions/${ids.one}/`, {}],
      ['PATCH', `http://127.0.0.1/api/v1/sessions/${ids.one}`, {}],
      ['PATCH', `/api/v1/sessions/${'x'.repeat(100)}`, {}],
      ['PATCH', '', {}],
      ['', '/api/v1/sessions', {}],
    ]) {
      const answer = await refused(() => ask([one, { method, path, body }]), 422, 'unknown_write', /^changes\[1\]/);
      assert.equal(answer.json.change, undefined, 'the list is wrong, before any of it is tried');
    }
  });

  test('what is no list of changes is refused', async () => {
    const one = change('one', { note: 'x' });
    const { id } = await server.good('POST', '/api/v1/announcements', { text: 'soon' });
    for (const changes of [undefined, null, [], {}, 'x', 1, [null], ['x'], [[one]], [{}], [{ ...one, method: 1 }], [{ ...one, path: null }],
      [{ ...one, body: [] }], [{ ...one, body: null }], [{ ...one, body: 'x' }], [{ ...one, if_match: '1' }], [{ ...one, if_match: 0 }], [{ ...one, if_match: 1.5 }],
      [{ method: 'DELETE', path: `/api/v1/announcements/${id}`, body: {} }], [{ method: 'POST', path: '/api/v1/rooms', body: { name: 'x' }, if_match: 1 }]]) {
      await refused(() => ask(changes), 422, 'invalid_field');
    }
    await refused(() => ask([{ ...one, headers: {} }]), 422, 'unknown_field');
    await refused(() => ask([one], { notes: 'x' }), 422, 'unknown_field');
    for (const note of [1, {}, 'x'.repeat(1001)]) await refused(() => ask([one], { note }), 422, 'invalid_field');
  });

  test('as many as there may be, and no more', async () => {
    const many = (n) => Array.from({ length: n }, (_, i) => change('one', { note: `${i}` }));
    const { results } = await server.good('POST', '/api/v1/changes', { changes: many(MAX_CHANGES) });
    assert.equal(results.at(-1).note, `${MAX_CHANGES - 1}`);
    await refused(() => ask(many(MAX_CHANGES + 1)), 422, 'invalid_field');
    await refused(() => ask(Array.from({ length: 10_000 }, () => ({}))), 422, 'invalid_field');
    await refused(() => ask(many(10_000)), 413, 'too_large');
    await refused(() => server.api('POST', '/api/v1/preview', { changes: many(10_000) }), 413, 'too_large');
    const large = change('one', { abstract: 'x'.repeat(MAX_BODY - 200) });
    assert.equal((await ask([large])).status, 200);
    let deep = 'x';
    for (let i = 0; i < 40; i++) deep = { deep };
    await refused(() => ask([change('one', deep)]), 400, 'malformed_json');
  });

  test('asked again with the same key it is done once', async () => {
    const key = { 'idempotency-key': newKey() };
    const body = [{ method: 'POST', path: '/api/v1/rooms', body: { name: 'once' } }];
    const first = await ask(body, {}, key);
    const again = await ask(body, {}, key);
    assert.equal(again.text, first.text);
    assert.equal(Object.values((await server.state()).docs.rooms).filter(({ name }) => name === 'once').length, 1);
    assertProblem(await ask([change('one', { note: 'other' })], {}, key), 422, 'key_reused');
  });

  test('the undo is refused where a later edit stands on one of them', async () => {
    const { action } = (await ask([change('one', { note: 'a' }), change('two', { note: 'b' })])).json;
    await patch(server, ids.two, { note: 'later' });
    await refused(() => server.api('POST', `/api/v1/actions/${action}/undo`), 409, 'changed_meanwhile', new RegExp(ids.two));
  });
});
