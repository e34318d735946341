/*
 * Members: who may do more than attend, the list of them, and their end, which
 * is at once: the next request, the sockets, and what they would have heard.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertProblem, attend, makeMorning, newKey, startHouse, tokenFor, until } from '../lib/house.js';
import { Socket, Stream } from '../lib/live-client.js';

const MEMBERS = '/api/v1/members';

describe('members', () => {
  let server;
  let ids;
  before(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
  });
  after(() => server.stop());

  const list = async (token = server.token) => {
    const answer = await server.as(token)('GET', MEMBERS);
    assert.equal(answer.status, 200, answer.text);
    return answer.json.members;
  };
  const named = async (name) => (await list()).filter((member) => member.name === name);
  const documents = async () => (await server.state('desk')).docs.members;
  const remove = (id, token = server.token, headers = {}) => server.as(token)('DELETE', `${MEMBERS}/${id}`, undefined, headers);
  const invite = async (body) => (await server.good('POST', '/api/v1/links', body)).code;
  const signIn = async (code) => {
    const answer = await server.as(null)('POST', '/api/v1/sign-in', { code });
    assert.equal(answer.status, 201, answer.text);
    return answer.json;
  };
  const listen = (Client, token) =>
    Client.open(server, { topics: 'timetable,desk' }, Client === Socket ? { token } : { authorization: `Bearer ${token}` });
  const make = (body) => server.good('POST', '/api/v1/tokens', body);

  test('who came by a link, and a program, stand in the list and in the topic of the desk; what opens in neither', async () => {
    const code = await invite({ role: 'steward', name: 'Door 1' });
    assert.deepEqual(await named('Door 1'), [], 'a link that waits is nobody yet');
    const steward = await signIn(code);
    const program = await make({ role: 'organiser', name: 'The importer', until: '2100-01-01T00:00:00Z' });
    const [door] = await named('Door 1');
    const [importer] = await named('The importer');
    assert.deepEqual([door.role, door.person, door.until, door.you], ['steward', null, null, false]);
    assert.deepEqual([importer.id, importer.role, importer.until], [program.id, 'organiser', '2100-01-01T00:00:00Z']);
    const docs = await documents();
    const { last_seen: seen, you, ...document } = importer;
    assert.deepEqual(docs[importer.id], document);
    assert.deepEqual(Object.keys(docs).sort(), (await list()).map(({ id }) => id).sort());
    const all = JSON.stringify([await list(), docs]);
    for (const { token } of [steward, program]) assert.ok(!all.includes(token));
    assertProblem(await server.as(door.id)('GET', '/api/v1/state?topics=desk'), 401, 'invalid_token');
  });

  test('it says who asks, and who was seen when', async () => {
    const one = await signIn(await invite({ role: 'organiser', name: 'Han' }));
    const two = await make({ role: 'organiser', name: 'Never here' });
    assert.deepEqual((await list(one.token)).filter(({ you }) => you).map(({ name }) => name), ['Han']);
    const [han] = await named('Han');
    assert.ok(Math.abs(Date.parse(han.last_seen) - (await server.state()).now) < 60_000, han.last_seen);
    const [silent] = (await list()).filter(({ id }) => id === two.id);
    assert.equal(silent.last_seen, null);
    const heard = await listen(Socket, two.token);
    const asked = (await list()).find(({ id }) => id === two.id).last_seen;
    const later = await until('it is here as long as it listens', async () => {
      const seen = (await list()).find(({ id }) => id === two.id).last_seen;
      return seen > asked && seen;
    });
    assert.ok(later > asked);
    heard.close();
  });

  test('one who is removed is nobody with the next request, and hears nothing more', async () => {
    for (const Client of [Socket, Stream]) {
      const steward = await signIn(await invite({ role: 'steward', name: 'Gate' }));
      const other = await tokenFor(server, 'steward');
      const [heard, stays] = await Promise.all([steward.token, other].map((token) => listen(Client, token)));
      const [{ id }] = await named('Gate');
      const answer = await remove(id);
      assert.equal(answer.status, 200, answer.text);
      assertProblem(await server.as(steward.token)('GET', '/api/v1/state?topics=desk'), 401, 'invalid_token');
      const { code } = await heard.whenClosed();
      if (Client === Socket) assert.equal(code, 4001);
      await server.good('POST', '/api/v1/announcements', { text: 'after it' });
      await stays.frame(({ why }) => why === 'announcements.post');
      assert.ok(stays.frames.some(({ del }) => del?.members?.includes(id)), 'the desk is told');
      assert.ok(!heard.frames.some(({ why }) => why === 'announcements.post'));
      stays.close();
      assertProblem(await remove(id), 404, 'not_found');
    }
  });

  test('who signs out leaves the list, and the sockets of the desk', async () => {
    const steward = await signIn(await invite({ role: 'steward', name: 'Lobby' }));
    const heard = await listen(Socket, steward.token);
    await server.as(steward.token)('POST', '/api/v1/sign-out');
    assert.equal((await heard.whenClosed()).code, 4001);
    assert.deepEqual(await named('Lobby'), []);
  });

  test('a host of the programme is one member on all devices, and attends still when removed', async () => {
    const host = await signIn(await invite({ role: 'host', person: ids.kim }));
    await signIn((await server.as(host.token)('POST', '/api/v1/me/links')).json.code);
    const [member, ...others] = (await list()).filter(({ person }) => person === ids.kim);
    assert.deepEqual([member.role, member.name, member.id, others], ['host', '김마당', ids.kim, []]);
    assert.equal((await documents())[ids.kim].name, null);
    assert.equal((await remove(ids.kim)).status, 200);
    assert.equal((await documents())[ids.kim], undefined);
    const me = await server.as(host.token)('GET', '/api/v1/me');
    assert.deepEqual([me.status, me.json.person], [200, null]);
  });

  test('one who attends is no member, and a token that has run out is none any more', async () => {
    const before = (await list()).length;
    const { id } = await attend(server, 'Somebody');
    await make({ role: 'steward', name: 'Yesterday', until: '2001-01-01T00:00:00Z' });
    const now = await list();
    assert.equal(now.length, before);
    assertProblem(await remove(id), 404, 'not_found');
    for (const odd of ['x', '%00', 'a'.repeat(64)]) assert.equal((await remove(odd)).status, 404, odd);
  });

  test('removed twice at once, or again with one key: once', async () => {
    await make({ role: 'screen', name: 'Old screen' });
    const [{ id }] = await named('Old screen');
    const both = await Promise.all([remove(id), remove(id)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 404]);
    const { id: next } = await make({ role: 'screen', name: 'Old screen' });
    const key = { 'idempotency-key': newKey() };
    assert.deepEqual((await remove(next, server.token, key)).json, (await remove(next, server.token, key)).json);
  });
});

describe('members of a house', () => {
  test('stand in its documents after a restart, byte for byte as before', async () => {
    const server = await startHouse();
    const { lee } = await makeMorning(server);
    await server.good('POST', '/api/v1/tokens', { role: 'steward', name: 'Door' });
    await server.good('POST', '/api/v1/tokens', { role: 'host', person: lee, name: 'Lee' });
    const { docs } = await server.state('desk');
    assert.equal(Object.keys(docs.members).length, 2);
    await server.stop({ keep: true });
    const next = await startHouse({ db: server.db });
    assert.deepEqual((await next.state('desk')).docs, docs);
    await next.stop();
  });
});
