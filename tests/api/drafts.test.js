/*
 * Drafts that become one change, and the public changelog that they leave.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { canonical } from '../lib/canonical.js';
import { assertProblem, at, makeMorning, newKey, patch, session, startHouse, tokenFor } from '../lib/house.js';
import { LiveClient } from '../lib/live-client.js';

const withoutRev = (docs) => canonical(JSON.parse(JSON.stringify(docs, (name, value) => (name === 'rev' ? undefined : value))));
const told = ({ changes }) => changes.map(({ what, title }) => `${what} ${title}`).sort();

describe('drafts', () => {
  let server;
  let ids;
  before(async () => { server = await startHouse(); });
  after(() => server.stop());
  beforeEach(async () => { ids = await makeMorning(server); });

  const change = (name, body, more) => ({ method: 'PATCH', path: `/api/v1/sessions/${ids[name]}`, body, ...more });
  const post = (path, body, headers) => server.api('POST', `/api/v1/${path}`, body, headers);
  const draft = (changes, title = 'the afternoon') => server.good('POST', '/api/v1/drafts', { title, changes });
  const newest = async () => (await server.good('GET', '/api/v1/actions')).actions[0].id;
  const topics = 'timetable,desk,changelog';

  test('all who run the house see it at once, and nothing of it holds', async () => {
    const client = await LiveClient.open(server, { query: { topics: 'desk' }, options: { token: server.token } });
    const action = await newest();
    const name = 'Kim of the desk';
    const { token } = await server.good('POST', '/api/v1/tokens', { role: 'organiser', name });
    const { seq, ...made } = (await server.as(token)('POST', '/api/v1/drafts', { title: { ko: '오후', en: 'Afternoon' }, changes: [change('one', { room: ids.B }, { if_match: 1 })] })).json;
    await client.reaches(seq);
    assert.deepEqual(client.documents.docs.drafts[made.id], made);
    assert.equal(made.by, name);
    assert.deepEqual(made.changes, [change('one', { room: ids.B }, { if_match: 1 })], 'as it was sent');
    const later = await server.good('PATCH', `/api/v1/drafts/${made.id}`, { changes: [] }, { 'if-match': `"${made.rev}"` });
    assert.deepEqual([later.rev, later.changes, later.by], [made.rev + 1, [], name]);
    assert.equal((await server.good('PATCH', `/api/v1/drafts/${made.id}`, { title: made.title, by: name })).rev, later.rev, 'the same again is no change');
    const stale = await server.api('PATCH', `/api/v1/drafts/${made.id}`, { title: 'x' }, { 'if-match': `"${made.rev}"` });
    assertProblem(stale, 412, 'changed_meanwhile');
    assert.deepEqual(stale.json.document.changes, []);
    const gone = await server.good('DELETE', `/api/v1/drafts/${made.id}`);
    await client.reaches(gone.seq);
    assert.equal(client.documents.docs.drafts[made.id], undefined);
    client.close();
    assert.equal(await newest(), action, 'no part of the log');
    assert.equal((await session(server, ids.one)).room, ids.A);
    for (const request of [() => server.api('PATCH', `/api/v1/drafts/${made.id}`, { title: 'x' }), () => server.api('DELETE', `/api/v1/drafts/${made.id}`), () => post(`drafts/${made.id}/preview`), () => post(`drafts/${made.id}/release`, { version: 'x' })]) {
      assertProblem(await request(), 404, 'not_found');
    }
  });

  test('what could never be made is no draft', async () => {
    const one = change('one', { note: 'x' });
    for (const [body, code] of [
      [{ title: 'x', changes: {} }, 'invalid_field'], [{ title: 'x', changes: 'x' }, 'invalid_field'], [{ title: 'x', changes: [null] }, 'invalid_field'],
      [{ title: 'x', changes: [{ method: 'POST', path: '/api/v1/changes', body: { changes: [one] } }] }, 'unknown_write'],
      [{ title: 'x', changes: [{ method: 'POST', path: '/api/v1/tokens', body: { role: 'organiser', name: 'x' } }] }, 'unknown_write'],
      [{ title: 'x', changes: Array.from({ length: 501 }, () => one) }, 'invalid_field'],
      [{ title: 'x', changes: [{ ...one, more: 1 }] }, 'unknown_field'],
      [{ changes: [one] }, 'missing_field'], [{ title: 'x', by: 'me' }, 'read_only'], [{ title: 1 }, 'invalid_field'], [{ title: 'x', more: 1 }, 'unknown_field'],
    ]) assertProblem(await post('drafts', body), 422, code);
    const { id } = await draft([one]);
    assertProblem(await server.api('PATCH', `/api/v1/drafts/${id}`, { changes: [{}] }), 422, 'invalid_field');
    await server.good('DELETE', `/api/v1/drafts/${id}`);
  });

  test('a release makes all of it one action, tells the public, and its undo takes all of it back', async () => {
    const { id } = await draft([change('one', { room: ids.B, start: at('10:15') }), change('two', { status: 'cancelled', replaced_by: ids.three }), change('four', { title: { ko: '넷', en: 'Four' } })]);
    const old = await server.state(topics);
    const preview = await server.good('POST', `/api/v1/drafts/${id}/preview`);
    assert.deepEqual(preview.documents, [ids.one, ids.two, ids.four].map((one) => `sessions/${one}`));
    assert.deepEqual(preview.clashes.map(({ kind }) => kind), ['room']);
    assert.equal(canonical((await server.state(topics)).docs), canonical(old.docs));

    const client = await LiveClient.open(server, { query: { topics }, options: { token: server.token } });
    const version = newKey();
    const { release, results, clashes, seq, action } = await server.good('POST', `/api/v1/drafts/${id}/release`, { version, note: { ko: '오후가 바뀌었어요', en: 'A new afternoon' } });
    assert.equal(seq, old.seq + 1);
    assert.equal(clashes.length, 1);
    await client.reaches(seq);
    client.close();
    const { docs } = await server.state(topics);
    assert.equal(canonical(client.documents.docs), canonical(docs));
    assert.deepEqual(docs.drafts[id], undefined);
    assert.deepEqual(docs.releases[release.id], release);
    assert.deepEqual(results, [docs.sessions[ids.one], docs.sessions[ids.two], docs.sessions[ids.four]]);
    assert.equal(release.version, version);
    const moved = release.changes.find(({ what, id: about }) => what === 'moved' && about === ids.one);
    assert.deepEqual(moved, { what: 'moved', id: ids.one, title: 'one', from: { room: ids.A, start: at('10:00') }, to: { room: ids.B, start: at('10:15') } });
    assert.deepEqual(release.changes.find(({ what, id: about }) => what === 'cancelled' && about === ids.two).to, { replaced_by: ids.three });
    assert.deepEqual(release.changes.find(({ what, id: about }) => what === 'title' && about === ids.four), { what: 'title', id: ids.four, title: { ko: '넷', en: 'Four' }, from: 'four', to: { ko: '넷', en: 'Four' } });
    const [latest] = (await server.as(null)('GET', '/api/v1/changelog')).json.releases;
    assert.deepEqual(latest, release, 'for everybody');
    const [listed] = (await server.good('GET', '/api/v1/actions')).actions;
    assert.deepEqual([listed.id, listed.what, listed.note], [action, 'drafts.release', version]);

    await server.good('POST', `/api/v1/actions/${action}/undo`);
    assert.equal(withoutRev((await server.state(topics)).docs), withoutRev(old.docs), 'the draft is back, the release gone');
    assert.notEqual((await server.good('GET', '/api/v1/changelog')).releases[0]?.id, release.id);
    await server.good('POST', `/api/v1/drafts/${id}/release`, { version });
  });

  test('where one of its sessions has changed or is gone, nothing is released', async () => {
    const { rev } = await session(server, ids.two);
    const made = await server.good('POST', '/api/v1/sessions', { title: 'short-lived' });
    const { id } = await draft([change('one', { room: ids.B }), change('two', { note: 'mine' }, { if_match: rev }), { method: 'PATCH', path: `/api/v1/sessions/${made.id}`, body: { note: 'x' } }]);
    const refused = async (...problem) => {
      const old = await server.state(topics);
      for (const path of ['preview', 'release']) {
        const answer = await post(`drafts/${id}/${path}`, { version: newKey() });
        assertProblem(answer, ...problem);
        var { json } = answer;
      }
      assert.equal(canonical((await server.state(topics)).docs), canonical(old.docs));
      return json;
    };
    await patch(server, ids.two, { note: 'another\'s' });
    const changed = await refused(412, 'changed_meanwhile', /changes\[1\]/);
    assert.deepEqual([changed.change, changed.document.note], [1, 'another\'s']);
    const { changes } = (await server.state('desk')).docs.drafts[id];
    delete changes[1].if_match;
    await server.good('PATCH', `/api/v1/drafts/${id}`, { changes });
    await server.good('POST', `/api/v1/actions/${made.action}/undo`);
    assert.equal((await refused(404, 'not_found', /changes\[2\]/)).change, 2);
    await server.good('PATCH', `/api/v1/drafts/${id}`, { changes: changes.slice(0, 2) });
    assert.equal((await server.good('POST', `/api/v1/drafts/${id}/release`, { version: newKey() })).results[1].note, 'mine');
  });

  test('the draft itself may have changed: If-Match', async () => {
    const made = await draft([change('one', { note: 'x' })]);
    await server.good('PATCH', `/api/v1/drafts/${made.id}`, { changes: [change('one', { note: 'another\'s' })] });
    for (const path of ['preview', 'release']) {
      const answer = await post(`drafts/${made.id}/${path}`, { version: newKey() }, { 'if-match': `"${made.rev}"` });
      assertProblem(answer, 412, 'changed_meanwhile');
      assert.equal(answer.json.document.id, made.id);
      assert.equal(answer.json.change, undefined);
    }
    assertProblem(await server.api('DELETE', `/api/v1/drafts/${made.id}`, undefined, { 'if-match': `"${made.rev}"` }), 412, 'changed_meanwhile');
  });

  test('released twice at once it is released once', async () => {
    const { id } = await draft([change('one', { note: newKey() })]);
    const tokens = [await tokenFor(server, 'organiser'), await tokenFor(server, 'organiser')];
    const answers = await Promise.all(tokens.map((token) => server.as(token)('POST', `/api/v1/drafts/${id}/release`, { version: newKey() })));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 404]);
  });

  test('an empty draft, a wrong version: nothing is released', async () => {
    const empty = await draft([]);
    for (const path of ['preview', 'release']) assertProblem(await post(`drafts/${empty.id}/${path}`, { version: newKey() }), 422, 'invalid_field');
    const { id } = await draft([change('one', { note: newKey() })]);
    const taken = newKey();
    await server.good('POST', '/api/v1/releases', { version: taken });
    const old = await server.state(topics);
    for (const [body, status, code] of [[{}, 422, 'missing_field'], [{ version: '' }, 422, 'invalid_field'], [{ version: ' ' }, 422, 'invalid_field'], [{ version: 1 }, 422, 'invalid_field'],
      [{ version: 'a\nb' }, 422, 'invalid_field'], [{ version: 'x'.repeat(65) }, 422, 'invalid_field'], [{ version: 'x', note: 1 }, 422, 'invalid_field'], [{ version: 'x', note: 'x'.repeat(1001) }, 422, 'invalid_field'],
      [{ version: 'x', changes: ['x'] }, 422, 'read_only'], [{ version: 'x', at: at('10:00') }, 422, 'read_only'], [{ version: 'x', after: 0 }, 422, 'unknown_field'], [{ version: taken }, 409, 'version_taken']]) {
      assertProblem(await post(`drafts/${id}/release`, body), status, code);
      assertProblem(await post('releases', body), status, code);
    }
    assert.equal(canonical((await server.state(topics)).docs), canonical(old.docs));
  });

  test('there are as many as there may be', async () => {
    const full = await startHouse();
    for (let i = 0; i < 100; i++) await full.good('POST', '/api/v1/drafts', { title: `${i}` });
    assertProblem(await full.api('POST', '/api/v1/drafts', { title: 'one more' }), 409, 'too_many_drafts');
    await full.stop();
  });
});

describe('the changelog', () => {
  let server;
  let ids;
  beforeEach(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
  });
  const release = (version) => server.good('POST', '/api/v1/releases', { version });

  test('tells how each session stands against the release before, whatever it went through', async () => {
    assert.deepEqual(told(await release('1')), [], 'the first one has none before it');
    await patch(server, ids.one, { room: ids.B });
    await patch(server, ids.one, { room: ids.A });
    await patch(server, ids.two, { start: at('11:30') });
    await patch(server, ids.two, { start: at('11:45'), duration: 30, note: 'x' });
    await patch(server, ids.three, { status: 'hidden' });
    await patch(server, ids.four, { status: 'cancelled' });
    const made = (await server.good('POST', '/api/v1/sessions', { title: 'new' })).id;
    const secret = (await server.good('POST', '/api/v1/sessions', { title: 'secret', status: 'hidden' })).id;
    const undone = (await patch(server, ids.coffee, { title: 'tea' })).json.action;
    await server.good('POST', `/api/v1/actions/${undone}/undo`);
    const second = await release('2');
    assert.deepEqual(told(second), ['added new', 'cancelled four', 'details two', 'duration two', 'moved two', 'removed three']);
    assert.equal(JSON.stringify(second).includes('secret'), false, 'what is hidden is not told');
    assert.deepEqual(second.changes.find(({ what }) => what === 'moved'), { what: 'moved', id: ids.two, title: 'two', from: { room: ids.A, start: at('11:15') }, to: { room: ids.A, start: at('11:45') } });
    assert.deepEqual(second.changes.find(({ what }) => what === 'duration').to, 30);

    await patch(server, ids.four, { status: 'scheduled' });
    await patch(server, ids.three, { status: 'scheduled' });
    await patch(server, secret, { status: 'scheduled' });
    await patch(server, made, { people: [ids.kim] });
    assert.deepEqual(told(await release('3')), ['added secret', 'added three', 'people new', 'restored four']);
    assert.deepEqual(told(await release('4')), []);
    const { releases } = await server.good('GET', '/api/v1/changelog');
    assert.deepEqual(releases.map(({ version }) => version), ['4', '3', '2', '1'], 'the newest first');
    await server.stop();
  });

  test('a draft\'s release tells also what was changed besides, and what is undone is told by the next', async () => {
    await release('1');
    await patch(server, ids.one, { start: at('10:05') });
    const { id } = await server.good('POST', '/api/v1/drafts', { title: 'x', changes: [{ method: 'PATCH', path: `/api/v1/sessions/${ids.two}`, body: { room: ids.B } }] });
    const second = await server.good('POST', `/api/v1/drafts/${id}/release`, { version: '2' });
    assert.deepEqual(told(second.release), ['moved one', 'moved two']);
    await server.good('POST', `/api/v1/actions/${second.action}/undo`);
    assert.deepEqual(told(await release('2')), ['moved one'], 'the version may be said again');
    await server.stop();
  });

  test('an import is told as what it has changed, and a long list ends', async () => {
    const file = (n, minute) => `<schedule><conference><acronym>x</acronym><title>x</title><time_zone_name>Asia/Seoul</time_zone_name></conference><day index="1" date="2019-08-29"><room name="Hall">${Array.from({ length: n }, (_, i) => `<event guid="00000000-0000-4000-8000-${String(i).padStart(12, '0')}" id="${i}"><date>2019-08-29T${String(9 + Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}:${minute}+09:00</date><start>09:00</start><duration>00:01</duration><room>Hall</room><title>T${i}</title></event>`).join('')}</room></day></schedule>`;
    await server.good('POST', '/api/v1/imports', file(510, '00'));
    await release('1');
    await server.good('POST', '/api/v1/imports?confirm=1', file(505, '30'));
    const { changes, more } = await release('2');
    assert.deepEqual([changes.length, more], [500, 10]);
    await server.stop();
  });
});
