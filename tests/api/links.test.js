/*
 * Links that sign a device in as a host, a screen, a steward or an organiser.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { after, before, describe, test } from 'node:test';
import { assertProblem, attend, makeMorning, newKey, startHouse } from '../lib/house.js';
import { tempFolder } from '../lib/server.js';

const LINKS = '/api/v1/links';
const SIGN_IN = '/api/v1/sign-in';
const run = promisify(execFile);

describe('links of the desk', () => {
  let server;
  let ids;
  before(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
  });
  after(() => server.stop());

  const person = async (name) => (await server.good('POST', '/api/v1/people', { name })).id;
  const make = (body, headers) => server.api('POST', LINKS, body, headers);
  const open = (code, token = null, headers = {}) => server.as(token)('POST', SIGN_IN, { code }, headers);
  const hours = (until) => (Date.parse(until) - Date.now()) / 3_600_000;

  test('a link leads to the page of its role, also as a picture, and signs in with that role once', async () => {
    for (const [role, page, life] of [['screen', '/kiosk/', 24], ['steward', '/host/', 24], ['organiser', '/host/', 0.25]]) {
      const link = (await make({ role, name: `a ${role}` })).json;
      assert.equal(link.path, `${page}#sign-in/${link.code}`);
      assert.ok(Math.abs(hours(link.until) - life) < 0.05, link.until);
      const answer = await open(link.code);
      assert.equal(answer.status, 201, answer.text);
      assert.deepEqual([answer.json.role, answer.json.name, answer.json.id], [role, `a ${role}`, undefined]);
      assert.match(answer.headers.get('set-cookie'), new RegExp(`^madang=${answer.json.token};`));
      const may = await server.as(answer.json.token)('POST', '/api/v1/preview?method=PATCH&path=/api/v1/rooms/r1', { fill: 'full' });
      assert.equal(may.status, role === 'screen' ? 403 : 200, may.text);
      assertProblem(await open(link.code), 404, 'not_found');
    }
  });

  test('whoever asks is told whom the server takes them for', async () => {
    const who = async (token) => (await server.as(token)('GET', '/api/v1/caller')).json;
    assert.deepEqual(await who(null), { role: null, name: null });
    assert.deepEqual(await who((await attend(server, 'Somebody')).token), { role: 'attendee', name: null });
    for (const role of ['screen', 'steward', 'organiser']) {
      const { token } = (await open((await make({ role, name: `a ${role}` })).json.code)).json;
      assert.deepEqual(await who(token), { role, name: `a ${role}` });
    }
    const { token } = (await open((await make({ role: 'host', person: ids.kim })).json.code)).json;
    assert.equal((await who(token)).role, 'host');
    assertProblem(await server.as('not a token')('GET', '/api/v1/caller'), 401, 'invalid_token');
    const cookie = await server.as(null)('GET', '/api/v1/caller', undefined, { cookie: 'madang=not-a-token' });
    assert.deepEqual(cookie.json, { role: null, name: null });
  });

  test('the picture of a host\'s link holds the whole address', async () => {
    const link = (await make({ role: 'host', person: ids.kim }, { host: 'madang.example' })).json;
    const folder = tempFolder();
    await writeFile(path.join(folder, 'a.svg'), link.qr);
    await run('rsvg-convert', ['-w', '600', '-o', path.join(folder, 'a.png'), path.join(folder, 'a.svg')]);
    const { stdout } = await run('zbarimg', ['-q', '--raw', path.join(folder, 'a.png')]);
    assert.match(stdout.trim(), new RegExp(`^http://[^/]+/host/#sign-in/${link.code}$`));
  });

  test('who has joined already becomes the person, with all that is theirs', async () => {
    const one = await person('Park');
    const me = await attend(server, 'Somebody');
    await server.as(me.token)('PUT', `/api/v1/me/stars/${ids.two}`);
    const { code } = (await make({ role: 'host', person: one })).json;
    const answer = await open(code, me.token);
    assert.deepEqual([answer.json.id, answer.json.name, answer.json.person, answer.json.role], [me.id, 'Somebody', one, 'host']);
    assert.equal((await server.as(me.token)('GET', '/api/v1/me')).json.person, one);
    const data = await server.as(answer.json.token)('GET', '/api/v1/me/export');
    assert.match(data.text, new RegExp(`"${ids.two}"`));
  });

  test('by the cookie of a page of this house the same; from a page of another, nothing', async () => {
    const one = await person('Cho');
    const me = await attend(server, 'Cho');
    const link = (await make({ role: 'host', person: one })).json;
    const cookie = { cookie: `madang=${me.token}`, authorization: null };
    assertProblem(await open(link.code, null, { ...cookie, origin: 'https://elsewhere.example' }), 403, 'cross_origin');
    const answer = await open(link.code, null, { ...cookie, origin: server.url.replace(/\/$/, '') });
    assert.deepEqual([answer.status, answer.json.id, answer.json.person], [201, me.id, one]);
  });

  test('a new phone becomes a new attendee of the person\'s name, the next one a device of theirs', async () => {
    const one = await person({ ko: '박마당', en: 'Park' });
    const links = [(await make({ role: 'host', person: one })).json, (await make({ role: 'host', person: one })).json];
    const first = (await open(links[0].code)).json;
    assert.deepEqual([first.name, first.language, first.person, first.role], ['박마당', 'ko', one, 'host']);
    const other = await attend(server, 'Other');
    const second = (await open(links[1].code, other.token)).json;
    assert.equal(second.id, first.id);
    assert.equal((await server.as(other.token)('GET', '/api/v1/me')).json.person, null);
  });

  test('one who is somebody of the programme does not become somebody else', async () => {
    const [one, two] = [await person('One'), await person('Two')];
    const first = (await open((await make({ role: 'host', person: one })).json.code)).json;
    const second = (await open((await make({ role: 'host', person: two })).json.code, first.token)).json;
    assert.notEqual(second.id, first.id);
    assert.equal((await server.as(first.token)('GET', '/api/v1/me')).json.person, one);
  });

  test('an own link of a host\'s signs a host in', async () => {
    const host = (await open((await make({ role: 'host', person: await person('Han') })).json.code)).json;
    const { code, path: where } = (await server.as(host.token)('POST', '/api/v1/me/links')).json;
    assert.equal(where, `/#sign-in/${code}`);
    assert.equal((await open(code)).json.role, 'host');
  });

  test('of two phones that open one link at once exactly one gets in', async () => {
    const { code } = (await make({ role: 'host', person: await person('Seo') })).json;
    const statuses = (await Promise.all(Array.from({ length: 8 }, () => open(code)))).map(({ status }) => status);
    assert.deepEqual(statuses.sort(), [201, ...Array(7).fill(404)]);
  });

  test('asked again with one key, the same link and the same token come', async () => {
    const key = { 'idempotency-key': newKey() };
    const links = [(await make({ role: 'screen' }, key)).json, (await make({ role: 'screen' }, key)).json];
    assert.deepEqual(links[1], links[0]);
    const again = { 'idempotency-key': newKey() };
    const first = await open(links[0].code, null, again);
    assert.deepEqual((await open(links[0].code, null, again)).json, first.json);
    assertProblem(await make({ role: 'screen' }, key), 404, 'not_found');
  });

  test('what is no such link is refused', async () => {
    for (const [body, code, detail] of [
      [{}, 'invalid_field', /role/], [{ role: 'attendee' }, 'invalid_field', /role/], [{ role: 'king' }, 'invalid_field', /role/],
      [{ role: 'host' }, 'invalid_field', /person/], [{ role: 'host', person: 7 }, 'invalid_field', /person/], [{ role: 'host', person: '' }, 'invalid_field', /person/],
      [{ role: 'host', person: 'x'.repeat(65) }, 'invalid_field', /person/], [{ role: 'host', person: 'p999' }, 'unknown_reference', /p999/],
      [{ role: 'screen', person: ids.kim }, 'invalid_field', /person/], [{ role: 'screen', name: '' }, 'invalid_field', /name/],
      [{ role: 'screen', name: 'x'.repeat(65) }, 'invalid_field', /name/], [{ role: 'screen', nmae: 'x' }, 'unknown_field', /nmae/],
    ]) assertProblem(await make(body), 422, code, detail);
  });

  test('the one who got it by mistake is the host no more', async () => {
    const one = await person('Kwon');
    const wrong = (await open((await make({ role: 'host', person: one })).json.code)).json;
    assert.equal((await server.api('DELETE', `/api/v1/people/${one}/host`)).status, 200);
    const me = (await server.as(wrong.token)('GET', '/api/v1/me')).json;
    assert.deepEqual([me.id, me.person], [wrong.id, null]);
    assertProblem(await server.api('DELETE', `/api/v1/people/${one}/host`), 404, 'not_found');
    const right = (await open((await make({ role: 'host', person: one })).json.code)).json;
    assert.notEqual(right.id, wrong.id);
  });

  test('every role signs out, and its token is none any more', async () => {
    for (const role of ['screen', 'steward', 'organiser']) {
      const { token } = (await open((await make({ role })).json.code)).json;
      const out = await server.as(token)('POST', '/api/v1/sign-out');
      assert.equal(out.status, 200, out.text);
      assert.match(out.headers.get('set-cookie'), /^madang=; .*Max-Age=0/);
      assertProblem(await server.as(token)('GET', '/api/v1/actions'), 401, 'invalid_token');
    }
  });

  test('a link that waited through a restart still opens', async () => {
    const house = await startHouse();
    const { id } = await house.good('POST', '/api/v1/people', { name: 'Min' });
    const { code } = await house.good('POST', LINKS, { role: 'host', person: id });
    await house.stop({ keep: true });
    const next = await startHouse({ db: house.db });
    const answer = await next.as(null)('POST', SIGN_IN, { code });
    assert.deepEqual([answer.status, answer.json.person], [201, id]);
    await next.stop();
  });
});
