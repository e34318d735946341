/*
 * People who attend: coming by a name alone, changing, taking one's data away,
 * going for good; signing another device in and out; what hostile phones send.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { assertProblem, attend, furnish, makeMorning, newKey, startHouse } from '../lib/house.js';
import { Socket } from '../lib/live-client.js';
import { readQr } from '../lib/qr.js';
import { startServer, tempFolder } from '../lib/server.js';

const ME = '/api/v1/me';

describe('attendees', () => {
  let server;
  const open = new Set();
  before(async () => { server = await startHouse(); });
  after(async () => {
    for (const socket of open) socket.close();
    await server.stop();
  });

  /* Somebody new: their document, and `ask` with their token. */
  const somebody = async (name) => {
    const { token, seq, ...own } = await attend(server, name);
    return { own, token, ask: server.as(token) };
  };
  const listen = async (token) => {
    const socket = await Socket.open(server, { topics: 'timetable,me' }, { token });
    open.add(socket);
    await socket.frame(({ why }) => why === 'me');
    return socket;
  };
  const join = (body, headers) => server.as(null)('POST', '/api/v1/attendees', body, headers);
  const cookieOf = (answer) => answer.headers.get('set-cookie');

  test('a name is enough: the document, a token, and a cookie that scripts cannot read', async () => {
    const answer = await join({ name: '  김마당 \u{1F42F}', language: 'ko' });
    assert.equal(answer.status, 201);
    const { token, seq, ...own } = answer.json;
    assert.match(cookieOf(answer), new RegExp(`^madang=${token}; Path=/; Max-Age=\\d+; HttpOnly; SameSite=Strict$`));
    assert.deepEqual({ ...own, id: '', pass: '', calendar: '' }, { id: '', name: '  김마당 \u{1F42F}', language: 'ko', avatar: null, picture: null, shown: true, person: null, pass: '', calendar: '', rev: 1 });
    assert.deepEqual((await server.as(token)('GET', ME)).json, own);
    assert.equal(new Set([own.id, own.pass, own.calendar.split('key=')[1], token]).size, 4, 'none tells another');
    const secure = await join({ name: 'Kim', language: 'ko' }, { 'x-forwarded-proto': 'https' });
    assert.match(cookieOf(secure), /; Secure$/);
  });

  test('what is no name, or no body, is refused, and nobody has come', async () => {
    const attendees = async () => (await readFile(server.db)).length;
    const before = await attendees();
    for (const name of [undefined, null, 5, true, [], ['Kim'], {}, { ko: 'Kim' }, '', '   ', '\u3164', '\u200b', '\u2800', '\u00a0\u3000\ufeff', 'x'.repeat(81), 'x'.repeat(10_000), '김'.repeat(10_000), 'two\nlines', 'a\tb', 'a\u0007', 'a\u2028b', 'a\u0085b']) {
      const answer = await join({ name, language: 'ko' });
      assertProblem(answer, 422, 'invalid_field', /^name/);
      assert.equal(cookieOf(answer), null);
      assert.ok(answer.text.length < 500, 'the name does not come back');
    }
    for (const language of [null, 5, '', 'k', 'ko_KR', 'x'.repeat(36), '한국어', 'ko\n']) assertProblem(await join({ name: 'Kim', language }), 422, 'invalid_field', /^language/);
    assert.equal((await join({ name: 'Kim' })).json.language, 'ko', "the event's first");
    assertProblem(await join({ name: 'Kim', language: 'ko', role: 'organiser' }), 422, 'unknown_field', /role/);
    assertProblem(await join({ name: 'Kim', language: 'ko', id: 'mine' }), 422, 'unknown_field', /id/);
    const raw = (text) => server.as(null)('POST', '/api/v1/attendees', text, { 'content-type': 'application/json' });
    for (const text of ['', '{', '[]', '"Kim"', 'null', '{"name":"\\ud800","language":"ko"}', '{"name":"\\udc00\\ud800","language":"ko"}', '{"name":"a\\u0000b","language":"ko"}', `${'['.repeat(5000)}`]) {
      assert.equal((await raw(text)).status, 400, text.slice(0, 40));
    }
    assert.equal((await raw(Buffer.from('{"name":"\xff\xfe","language":"ko"}', 'latin1'))).status, 400, 'not UTF-8');
    assertProblem(await raw(JSON.stringify({ name: 'Kim', language: 'ko', more: 'x'.repeat(64 * 1024) })), 413, 'too_large');
    assertProblem(await server.as(null)('POST', '/api/v1/attendees', 'name=Kim&language=ko', { 'content-type': 'application/x-www-form-urlencoded' }), 415, 'unsupported_media_type');
    assert.equal(await attendees(), before);
  });

  test('PATCH changes name, language and shown, counts the revision, and tells all of one\'s devices', async () => {
    const { own, token, ask } = await somebody('Kim');
    const [mine, other] = [await listen(token), await listen((await somebody('Lee')).token)];
    const changed = await ask('PATCH', ME, { name: '이마당', shown: false });
    assert.equal(changed.status, 200);
    const { seq, ...document } = changed.json;
    assert.deepEqual(document, { ...own, name: '이마당', shown: false, rev: 2 });
    const frame = await mine.frame(({ why }) => why === 'me.patch');
    assert.deepEqual(frame.set, { attendees: { [own.id]: document } });
    assert.equal((await ask('PATCH', ME, {})).json.rev, 2, 'what changes nothing is no revision');
    assert.equal((await ask('PATCH', ME, { name: '이마당' })).json.rev, 2);
    await ask('PATCH', ME, { language: 'en' });
    await mine.frame(({ set }) => set?.attendees?.[own.id]?.language === 'en');
    assert.equal(other.changes.filter(({ why }) => why === 'me.patch').length, 0, 'nobody else is told');
  });

  test('a wrong PATCH changes nothing', async () => {
    const { own, ask } = await somebody('Kim');
    for (const [body, code, detail] of [
      [{ name: null }, 'invalid_field', /^name/], [{ name: ['x'] }, 'invalid_field', /^name/], [{ name: '\u3164' }, 'invalid_field', /^name/], [{ name: 'x'.repeat(10_000) }, 'invalid_field', /^name/], [{ language: 5 }, 'invalid_field', /^language/],
      [{ shown: 'yes' }, 'invalid_field', /^shown/], [{ shown: null }, 'invalid_field', /^shown/], [{ shown: 1 }, 'invalid_field', /^shown/], [{ name: 'Lee', shown: 0 }, 'invalid_field', /^shown/],
      [{ name: 'Lee', pass: 'x' }, 'unknown_field', /pass/], [{ rev: 7 }, 'unknown_field', /rev/], [{ Name: 'Lee' }, 'unknown_field', /Name/], [{ avatar: {} }, 'unknown_field', /avatar/],
    ]) assertProblem(await ask('PATCH', ME, body), 422, code, detail);
    assert.deepEqual((await ask('GET', ME)).json, own);
  });

  test('If-Match: another revision is 412, with the present document', async () => {
    const { own, ask } = await somebody('Kim');
    assert.equal((await ask('PATCH', ME, { name: 'Lee' }, { 'if-match': '"1"' })).status, 200);
    for (const [method, body] of [['PATCH', { name: 'Park' }], ['DELETE']]) {
      const answer = await ask(method, ME, body, { 'if-match': '"1"' });
      assertProblem(answer, 412, 'changed_meanwhile');
      assert.deepEqual(answer.json.document, { ...own, name: 'Lee', rev: 2 });
      assert.equal(cookieOf(answer), null);
    }
    assert.equal((await ask('PATCH', ME, { name: 'Park' }, { 'if-match': '*' })).json.name, 'Park');
  });

  test('one\'s own data: all that is held, as a file, and nothing of others', async () => {
    const ids = await makeMorning(server);
    const { own, ask } = await somebody('Kim of the export');
    const other = await somebody('Stranger');
    await other.ask('PATCH', ME, { language: 'en' }, { 'idempotency-key': newKey() });
    await ask('POST', `${ME}/links`);
    await ask('PATCH', ME, { shown: false }, { 'idempotency-key': newKey() });
    const answer = await ask('GET', `${ME}/export`);
    assert.match(answer.headers.get('content-disposition'), /^attachment; filename="[\w-]+\.json"$/);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.deepEqual(answer.json.attendee, { ...own, shown: false, rev: 2 });
    assert.deepEqual([answer.json.sign_ins.length, answer.json.links.length, answer.json.stars, answer.json.notices, answer.json.answers.length], [1, 1, [], [], 1]);
    for (const theirs of ['Stranger', other.own.id, other.own.pass, ids.kim]) assert.ok(!answer.text.includes(theirs), theirs);
  });

  test('the pass is a picture of the random id, for nobody else and not to be stored', async () => {
    const { own, ask } = await somebody('Kim');
    const answer = await ask('GET', `${ME}/pass.svg`);
    assert.match(answer.headers.get('content-type'), /^image\/svg\+xml/);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.match(answer.text, /^<svg [^>]*viewBox="0 0 (\d+) \1"/);
    assert.equal(readQr(answer.text), own.pass, 'the id, and nothing besides');
    assert.notEqual((await (await somebody('Kim')).ask('GET', `${ME}/pass.svg`)).text, answer.text);
  });

  /* --- going -------------------------------------------------------------- */

  test('DELETE: every device is told, signed out, and the cookie cleared', async () => {
    const { own, token, ask } = await somebody('Kim');
    const { code } = (await ask('POST', `${ME}/links`)).json;
    const second = (await server.as(null)('POST', '/api/v1/sign-in', { code })).json.token;
    const waiting = (await ask('POST', `${ME}/links`)).json.code;
    const [one, two] = [await listen(token), await listen(second)];
    const answer = await ask('DELETE', ME);
    assert.equal(answer.status, 200);
    assert.match(cookieOf(answer), /^madang=; Path=\/; Max-Age=0; HttpOnly; SameSite=Strict$/);
    for (const socket of [one, two]) assert.deepEqual((await socket.frame(({ why }) => why === 'me.delete')).del, { attendees: [own.id] });
    for (const gone of [token, second]) {
      assertProblem(await server.as(gone)('GET', ME), 401, 'invalid_token');
      assertProblem(await server.as(gone)('DELETE', ME), 401, 'invalid_token');
      const refused = new Socket(server, { topics: 'me' }, { token: gone });
      open.add(refused);
      assert.match((await refused.whenClosed()).error, /401/);
    }
    assertProblem(await server.as(null)('POST', '/api/v1/sign-in', { code: waiting }), 404, 'not_found');
  });

  test('a name stands in no log, no action, and nobody else\'s frame', async () => {
    const name = `Unsaid ${newKey()}`;
    const socket = await listen((await somebody('Listener')).token);
    const { ask } = await somebody(name);
    await ask('PATCH', ME, { name: `${name} 2` });
    await ask('PATCH', ME, { name: `${name}\n` });
    await ask('DELETE', ME);
    const said = await server.good('POST', '/api/v1/announcements', { text: 'after' });
    await socket.frame(({ seq }) => seq >= said.seq);
    for (const [what, text] of Object.entries({ log: server.log(), actions: (await server.api('GET', '/api/v1/actions')).text, frames: JSON.stringify(socket.frames), metrics: (await server.api('GET', '/metrics')).text })) {
      assert.ok(!text.includes('Unsaid'), what);
    }
  });

  /* --- other devices ------------------------------------------------------ */

  const signIn = (code, headers) => server.as(null)('POST', '/api/v1/sign-in', { code }, headers);

  test('a link signs another device in, once', async () => {
    const { own, token, ask } = await somebody('Kim');
    const link = await ask('POST', `${ME}/links`);
    const { code, path, until, qr } = link.json;
    assert.match(code, /^[a-z2-7]{26}$/);
    assert.equal(path, `/#sign-in/${code}`);
    assert.equal(readQr(qr), `${server.url}/#sign-in/${code}`);
    assert.equal(readQr((await server.as(null)('GET', `/api/v1/qr.svg?path=${encodeURIComponent('/#/session/s1')}`)).text), `${server.url}/#/session/s1`, 'to share');
    assert.ok(Math.abs(Date.parse(until) - Date.now() - 15 * 60_000) < 60_000, 'by the machine\'s clock, not the rehearsal\'s');
    const answer = await signIn(code);
    assert.equal(answer.status, 201);
    const { token: second, seq, role, ...document } = answer.json;
    assert.deepEqual([role, document], ['attendee', own]);
    assert.notEqual(second, token);
    assert.match(cookieOf(answer), new RegExp(`^madang=${second};`));
    assertProblem(await signIn(code), 404, 'not_found');
    const socket = await listen(token);
    await server.as(second)('PATCH', ME, { name: 'from the other one' });
    await socket.frame(({ set }) => set?.attendees?.[own.id]?.name === 'from the other one');
    assert.equal((await ask('GET', `${ME}/export`)).json.sign_ins.length, 2);
  });

  test('of two who sign in with one code at once exactly one gets in', async () => {
    for (let round = 0; round < 5; round++) {
      const { code } = (await (await somebody('Kim')).ask('POST', `${ME}/links`)).json;
      const answers = await Promise.all(Array.from({ length: 8 }, () => signIn(code)));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...Array(7).fill(404)]);
    }
  });

  test('codes that are none are refused', async () => {
    for (const code of ['', 'x', 'a'.repeat(26), 'A'.repeat(26), '\u3164', 'x'.repeat(60_000), '../../me', "' OR 1=1 --"]) assertProblem(await signIn(code), 404, 'not_found');
    for (const code of [undefined, null, 5, [], {}, true]) assertProblem(await signIn(code), 422, 'invalid_field', /^code/);
    assertProblem(await server.as(null)('POST', '/api/v1/sign-in', { code: 'x', token: 'y' }), 422, 'unknown_field');
  });

  test('of more than five links the oldest goes', async () => {
    const { ask } = await somebody('Kim');
    const codes = [];
    for (let i = 0; i < 6; i++) codes.push((await ask('POST', `${ME}/links`)).json.code);
    assert.equal((await ask('GET', `${ME}/export`)).json.links.length, 5);
    const good = [];
    for (const code of codes) good.push((await signIn(code)).status);
    assert.equal(good.filter((status) => status === 201).length, 5);
  });

  test('signing out ends this device\'s token alone, and its cookie', async () => {
    const { token, ask } = await somebody('Kim');
    const { code } = (await ask('POST', `${ME}/links`)).json;
    const second = (await signIn(code)).json.token;
    const cookie = { authorization: null, cookie: `madang=${second}`, origin: server.url };
    const answer = await server.api('POST', '/api/v1/sign-out', undefined, cookie);
    assert.equal(answer.status, 200);
    assert.match(cookieOf(answer), /^madang=; .*Max-Age=0/);
    const late = await server.api('GET', ME, undefined, cookie);
    assertProblem(late, 401, 'unauthorized');
    assert.equal((await server.as(token)('GET', ME)).status, 200);
  });

  test('an open socket of a device that signs out hears nothing private any more, the others do', async () => {
    const { own, token, ask } = await somebody('Kim');
    const second = (await signIn((await ask('POST', `${ME}/links`)).json.code)).json.token;
    const [here, there] = [await listen(second), await listen(token)];
    assert.equal((await server.as(second)('POST', '/api/v1/sign-out')).status, 200);
    await ask('PATCH', ME, { name: 'after that' });
    await there.frame(({ set }) => set?.attendees?.[own.id]?.name === 'after that');
    const said = await server.good('POST', '/api/v1/announcements', { text: 'after' });
    await here.frame(({ seq }) => seq >= said.seq);
    assert.ok(!JSON.stringify(here.frames).includes('after that'));
  });

  test('a cookie from a page of another host does nothing', async () => {
    const { own, token, ask } = await somebody('Kim');
    for (const origin of ['http://elsewhere.example', 'null', null]) {
      const headers = { authorization: null, cookie: `madang=${token}`, ...(origin && { origin }) };
      for (const [method, path, body] of [['PATCH', ME, { name: 'stolen' }], ['DELETE', ME], ['POST', `${ME}/links`], ['POST', '/api/v1/sign-out'], ['POST', '/api/v1/attendees', { name: 'x', language: 'ko' }]]) {
        assertProblem(await server.api(method, path, body, headers), 403, 'cross_origin');
      }
    }
    assert.deepEqual((await ask('GET', ME)).json, own);
    const headers = { origin: 'http://elsewhere.example' };
    for (const answer of [await join({ name: 'x', language: 'ko' }, headers), await signIn((await ask('POST', `${ME}/links`)).json.code, headers)]) {
      assertProblem(answer, 403, 'cross_origin');
      assert.equal(cookieOf(answer), null, 'another page must not sign somebody in here');
    }
  });

  test('a token of another role is nobody\'s me', async () => {
    const { own } = await somebody('Kim');
    assertProblem(await server.api('GET', ME), 403, 'forbidden');
    for (const token of [own.id, own.pass, own.calendar.split('key=')[1], `${own.id}x`, 'x'.repeat(129), 'x'.repeat(2000)]) assertProblem(await server.as(token)('GET', ME), 401, 'invalid_token');
  });

  test('what tells a secret cannot be previewed', async () => {
    for (const path of ['/api/v1/attendees', '/api/v1/sign-in', '/api/v1/tokens']) {
      assertProblem(await server.api('POST', `/api/v1/preview?method=POST&path=${path}`, { name: 'x', language: 'ko' }), 422, 'unknown_write');
    }
  });
});

/* --- asking again ----------------------------------------------------------- */

describe('asking again for an answer that told a secret', () => {
  let server;
  const db = `${tempFolder()}/madang.db`;
  before(async () => { server = furnish(await startServer({ db })); });
  after(() => server.stop());
  const join = (key, body = { name: 'Kim', language: 'ko' }) => server.as(null)('POST', '/api/v1/attendees', body, { 'idempotency-key': key });
  const same = (one, two) => assert.equal(`${two.status} ${two.text} ${two.headers.get('set-cookie')}`, `${one.status} ${one.text} ${one.headers.get('set-cookie')}`);

  test('the first answer comes again, token and cookie too, also after a restart', async () => {
    const keys = Array.from({ length: 4 }, newKey);
    const first = await join(keys[0]);
    const headers = { authorization: `Bearer ${first.json.token}`, 'idempotency-key': keys[1] };
    const ask = [
      () => join(keys[0]),
      () => server.api('POST', `${ME}/links`, {}, headers),
      () => server.api('POST', '/api/v1/tokens', { role: 'screen', name: 'Lobby' }, { 'idempotency-key': keys[2] }),
    ];
    const answers = [];
    for (const one of ask) answers.push(await one());
    same(first, answers[0]);
    for (const [i, one] of ask.entries()) same(answers[i], await one());
    const { code } = answers[1].json;
    await server.kill();
    server = furnish(await startServer({ db }));
    for (const [i, one] of ask.entries()) if (i !== 1) same(answers[i], await one()); /* the link's picture names the port */
    assert.equal((await ask[1]()).json.code, code);
    const signIn = () => server.as(null)('POST', '/api/v1/sign-in', { code }, { 'idempotency-key': keys[3] });
    const device = await signIn();
    assert.equal(device.status, 201);
    same(device, await signIn());
    assertProblem(await server.as(null)('POST', '/api/v1/sign-in', { code }, { 'idempotency-key': newKey() }), 404, 'not_found');
    assertProblem(await ask[1](), 404, 'not_found', /has ended/);
  });

  test('with another body the key is refused; with another key it is somebody else', async () => {
    const key = newKey();
    const first = await join(key);
    assertProblem(await join(key, { name: 'Lee', language: 'ko' }), 422, 'key_reused');
    assert.notEqual((await join(newKey())).json.token, first.json.token);
  });

  test('many at once with one key are one', async () => {
    const key = newKey();
    const answers = await Promise.all(Array.from({ length: 10 }, () => join(key)));
    assert.equal(new Set(answers.map(({ text }) => text)).size, 1);
  });

  test('strangers of two networks with one key are two', async () => {
    const from = (address) => server.as(null)('POST', '/api/v1/attendees', { name: 'Kim' }, { 'idempotency-key': 'join', 'x-forwarded-for': address });
    const [first, other, again] = [await from('192.0.2.1'), await from('198.51.100.7'), await from('192.0.2.1')];
    assert.notEqual(first.json.id, other.json.id);
    assert.equal(again.text, first.text);
  });

  test('what has ended is not told again', async () => {
    const key = newKey();
    const { token } = (await join(key)).json;
    await server.as(token)('POST', '/api/v1/sign-out');
    assertProblem(await join(key), 404, 'not_found', /has ended/);
  });

  test('after deleting oneself nothing of the answer is left: the key begins anew', async () => {
    const key = newKey();
    const { id, token } = (await join(key, { name: 'Needle-of-the-answer', language: 'ko' })).json;
    assert.equal((await server.as(token)('DELETE', ME, undefined, { 'idempotency-key': newKey() })).status, 200);
    for (const file of [db, `${db}-wal`]) {
      const bytes = await readFile(file);
      for (const trace of ['Needle-of-the-answer', token, id]) assert.ok(!bytes.includes(trace), `${trace} in ${file}`);
    }
    const again = (await join(key, { name: 'Needle-of-the-answer', language: 'ko' })).json;
    assert.notEqual(again.id, id);
    assert.notEqual(again.token, token, 'a dead token does not rise again');
  });

  test('neither tokens nor keys stand in the database', async () => {
    const key = newKey();
    const { token } = (await join(key)).json;
    const bytes = Buffer.concat([await readFile(db), await readFile(`${db}-wal`)]);
    for (const secret of [token, key]) assert.ok(!bytes.includes(secret));
  });
});

/* --- too often --------------------------------------------------------------- */

describe('too many from one address', () => {
  let server;
  before(async () => { server = await startHouse(); });
  after(() => server.stop());

  /* Sends until one is refused; gives that answer, and how many came before. */
  const flood = async (path, body, address, limit) => {
    let sent = 0;
    let refused = null;
    const one = async () => {
      while (!refused && sent < limit) {
        sent++;
        const answer = await server.as(null)('POST', path, body, { 'x-forwarded-for': address });
        if (answer.status === 429) refused ??= answer;
      }
    };
    await Promise.all(Array.from({ length: 16 }, one));
    return { refused, sent };
  };

  test('codes that are none are refused after a while, good ones and other addresses never', async () => {
    const { token } = await attend(server);
    const { refused, sent } = await flood('/api/v1/sign-in', { code: 'guess' }, '198.51.100.1, 192.0.2.7', 4000);
    assertProblem(refused, 429, 'too_many');
    assert.ok(Number(refused.headers.get('retry-after')) >= 1);
    assert.ok(sent > 1000, `${sent}`);
    const ask = (code, address) => server.as(null)('POST', '/api/v1/sign-in', { code }, { 'x-forwarded-for': address });
    assertProblem(await ask('guess', '192.0.2.8'), 404, 'not_found');
    assertProblem(await ask('guess', '192.0.2.7, 192.0.2.9'), 404, 'not_found');
    const { code } = (await server.as(token)('POST', `${ME}/links`)).json;
    assert.equal((await ask(code, '192.0.2.7')).status, 201);
  });

  test('one attendee changes name and character only so often; their stars, and other attendees, go on', async () => {
    const { one: session } = await makeMorning(server);
    const { token } = await attend(server);
    const ask = server.as(token);
    const changes = await Promise.all(Array.from({ length: 400 }, (_, i) => (i % 2 ? ask('PATCH', ME, { name: `Kim ${i}` }) : ask('PUT', `${ME}/avatar`, { set: 'v1' }))));
    const refused = changes.filter(({ status }) => status === 429);
    const count = changes.filter(({ status }) => status === 200).length;
    assert.ok(count >= 120 && count < 300, `${count}`);
    assert.equal(refused.length, 400 - count);
    assertProblem(refused[0], 429, 'too_many');
    assert.equal(refused[0].headers.get('retry-after'), '1');
    assertProblem((await Promise.all(Array.from({ length: 20 }, () => ask('DELETE', `${ME}/avatar`)))).find(({ status }) => status === 429), 429, 'too_many');
    for (let i = 0; i < 200; i++) assert.equal((await ask(i % 2 ? 'DELETE' : 'PUT', `${ME}/stars/${session}`)).status, 200);
    assert.equal((await server.as((await attend(server)).token)('PATCH', ME, { name: 'Lee' })).status, 200);
  });

  test('who has one address of IPv6 has them all', async () => {
    const { refused } = await flood('/api/v1/sign-in', { code: 'guess' }, '2001:db8::1', 4000);
    assertProblem(refused, 429, 'too_many');
    const ask = (address) => server.as(null)('POST', '/api/v1/sign-in', { code: 'guess' }, { 'x-forwarded-for': address });
    /* One of these may have come just as the next was allowed again. */
    const others = await Promise.all(Array.from({ length: 50 }, (_, i) => ask(`2001:db8::ffff:${i}`)));
    assert.ok(others.some(({ status }) => status === 429));
    assertProblem(await ask('2001:db8:0:1::1'), 404, 'not_found');
  });
});
