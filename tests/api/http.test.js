/*
 * What no client library would send: each is answered or cut off at its
 * bound, and afterwards the server is well and answers the next.
 */
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, afterEach, before, describe, test } from 'node:test';
import { canonical } from '../lib/canonical.js';
import { makeMorning, session, startHouse, until } from '../lib/house.js';
import { exchange, isWhole } from '../lib/raw.js';

describe('raw HTTP', () => {
  let server;
  let ids;
  let asItWas;
  let resting; /* connections that rest while the other tests run */
  /* Without revisions: some tests change a note and put it back. */
  const gist = async () => canonical(JSON.parse(JSON.stringify((await server.state()).docs, (name, value) => (name === 'rev' ? undefined : value))));
  before(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
    asItWas = await gist();
    resting = rest();
  });
  after(() => server.stop());
  afterEach(async () => {
    assert.equal((await server.api('GET', '/healthz')).status, 200, 'well afterwards');
    assert.equal(await gist(), asItWas, 'and as it was');
  });

  const send = (pieces, options) => exchange(server, pieces, { until: isWhole, ...options });
  const head = (line, headers = {}) => `${line}\r\n${Object.entries({ Host: `127.0.0.1:${server.port}`, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  const bearer = () => ({ Authorization: `Bearer ${server.token}` });
  /* Refused by a status of 4xx or 5xx, or cut off without a word. */
  const refused = ({ status, closed, text }, ...wanted) => {
    if (status === 0) assert.ok(closed, `neither answered nor closed: ${text}`);
    else if (wanted.length) assert.ok(wanted.includes(status), text);
    else assert.ok(status >= 400, text);
  };

  /* One that rests after its answer, one that asks again in time, and a stream on a used connection. */
  const rest = () => {
    const get = head('GET /healthz HTTP/1.1');
    const begun = performance.now();
    const stream = [get, 100, head('GET /api/v1/live?topics=timetable HTTP/1.1', { Accept: 'text/event-stream' })];
    return {
      idle: exchange(server, get, { limit: 60_000 }).then((end) => ({ ...end, ms: performance.now() - begun })),
      busy: exchange(server, [get, 20_000, get, 20_000, get], { until: (all) => answers(all).length === 3, limit: 60_000 }),
      stream: exchange(server, stream, { limit: 40_000 }),
    };
  };
  const answers = (text) => (text.match(/HTTP\/1\.1 \d+/g) ?? []).map((line) => Number(line.slice(9)));

  test('request lines that are none', async () => {
    for (const line of ['', ' ', 'GET', 'GET /', 'BREW /api/v1/state HTTP/1.1', 'GET api HTTP/1.1', 'GET * HTTP/1.1',
      'GET http://elsewhere.example/ HTTP/1.1', `${'X'.repeat(5000)} / HTTP/1.1`, '\u0016\u0003\u0001\u0002\u0000\u0001', 'PRI * HTTP/2.0', 'CONNECT a:80 HTTP/1.1', 'TRACE / HTTP/1.1']) {
      const answer = await send(`${line}\r\nHost: x\r\n\r\n`, { limit: 1500, half: true });
      assert.ok(answer.status !== 200, `${JSON.stringify(line.slice(0, 60))}: ${answer.text.slice(0, 200)}`);
    }
  });

  test('request lines that libwebsockets reads with indulgence lead to what they begin with, or nowhere', async () => {
    const page = (await send(head('GET / HTTP/1.1'))).text.split('\r\n\r\n')[1];
    for (const line of ['GET / HTTP/9.9', 'GET  / HTTP/1.1', 'get / http/1.1', 'GET /\u0000 HTTP/1.1', 'GET /%00 HTTP/1.1']) {
      const { status, text } = await send(`${line}\r\nHost: x\r\n\r\n`, { limit: 1500, half: true });
      assert.ok(status !== 200 || text.split('\r\n\r\n')[1] === page, JSON.stringify(line));
    }
  });

  test('a method that is not known is refused', async () => {
    for (const method of ['BREW', 'TRACE', 'PROPFIND']) refused(await send(head(`${method} /api/v1/state HTTP/1.1`), { limit: 3000 }));
  });

  test('headers past 8 kB end it', async () => {
    for (const headers of [{ 'X-Long': 'x'.repeat(9000) }, { 'X-Longer': 'x'.repeat(200_000) }, Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`X-${i}`, 'y'])), { Cookie: `madang=${'x'.repeat(20_000)}` }]) {
      refused(await send(head('GET /api/v1/state HTTP/1.1', headers), { limit: 8000 }));
    }
    const long = await send(head(`GET /${'x'.repeat(20_000)} HTTP/1.1`), { limit: 8000 });
    refused(long);
  });

  test('a path or a query value past its bound is 400', async () => {
    assert.equal((await send(head(`GET /${'x'.repeat(1024)} HTTP/1.1`))).status, 400);
    assert.equal((await send(head(`GET /${'x'.repeat(1000)} HTTP/1.1`))).status, 404);
    assert.equal((await send(head(`GET /api/v1/state?topics=${'x'.repeat(2200)} HTTP/1.1`))).status, 400);
    assert.equal((await send(head(`GET /api/v1/state?${'a=b&'.repeat(40)} HTTP/1.1`))).status, 400);
  });

  test('a request without a length has no body, and one where none is needed is carried out', async () => {
    const patched = await send(head(`PATCH /api/v1/sessions/${ids.one} HTTP/1.1`, bearer()));
    assert.equal(patched.status, 400);
    assert.match(patched.text, /"code":"malformed_json"/);
    const action = JSON.parse((await send(`${head(`PATCH /api/v1/sessions/${ids.one} HTTP/1.1`, { ...bearer(), 'Content-Length': 15 })}{"note":"seen"}`)).text.split('\r\n\r\n')[1]).action;
    const undone = await send(head(`POST /api/v1/actions/${action}/undo HTTP/1.1`, bearer()));
    assert.equal(undone.status, 200, undone.text);
  });

  test('a chunked body is 411', async () => {
    const path = `/api/v1/sessions/${ids.one}`;
    const chunked = await send(`${head(`PATCH ${path} HTTP/1.1`, { ...bearer(), 'Transfer-Encoding': 'chunked' })}10\r\n{"note":"chunk"}\r\n0\r\n\r\n`);
    assert.equal(chunked.status, 411);
    assert.match(chunked.text, /"code":"length_required"/);
    const both = await send(`${head(`PATCH ${path} HTTP/1.1`, { ...bearer(), 'Transfer-Encoding': 'chunked', 'Content-Length': 5 })}0\r\n\r\n`);
    refused(both, 400, 411);
  });

  test('a Content-Length that lies, or is none', async () => {
    const path = `/api/v1/sessions/${ids.one}`;
    for (const length of ['x', '-1', '1e3', '0x10', '+5', '99999999999999999999999', '5, 5']) {
      refused(await send(`${head(`PATCH ${path} HTTP/1.1`, { ...bearer(), 'Content-Length': length })}{}`, { limit: 4000 }));
    }
    assert.equal((await send(head(`PATCH ${path} HTTP/1.1`, { ...bearer(), 'Content-Length': 10 ** 12 }))).status, 413);
    /* Longer than said: the rest is no part of it, and no request either. */
    const more = await send(`${head(`PATCH ${path} HTTP/1.1`, { ...bearer(), 'Content-Length': 2 })}{}{"note":"smuggled"}`, { limit: 2000 });
    assert.equal(more.status, 200);
    assert.equal((await session(server, ids.one)).note, null);
    /* Shorter, and then gone: never handled. */
    const less = await send([`${head(`PATCH ${path} HTTP/1.1`, { ...bearer(), 'Content-Length': 60 })}{"note":"half"`], { half: true, limit: 2000 });
    assert.notEqual(less.status, 200);
  });

  test('a body on GET is refused, and the connection goes on or ends', async () => {
    const answer = await send(`${head('GET /api/v1/state HTTP/1.1', { 'Content-Length': 5 })}hello`, { limit: 3000 });
    refused(answer, 400, 413);
  });

  test('a body that never comes is given up, in bounded time', async () => {
    const begun = performance.now();
    const answer = await send([`${head(`PATCH /api/v1/sessions/${ids.one} HTTP/1.1`, { ...bearer(), 'Content-Length': 100 })}{`], { limit: 40_000 });
    refused(answer, 408);
    assert.ok(performance.now() - begun > 3000, 'a slow phone is given some time');
  });

  test('a body that comes slowly is taken', async () => {
    const body = JSON.stringify({ note: null });
    const answer = await send([head(`PATCH /api/v1/sessions/${ids.one} HTTP/1.1`, { ...bearer(), 'Content-Length': body.length }), ...[...body].flatMap((char) => [char, 20])]);
    assert.equal(answer.status, 200, answer.text);
  });

  test('requests without a body may be pipelined, and are answered in order', async () => {
    const paths = [`/api/v1/sessions/${ids.one}`, `/api/v1/sessions/${ids.two}`, '/api/v1/nothing', `/api/v1/rooms/${ids.A}`, '/healthz', `/api/v1/sessions/${ids.four}`];
    const { text } = await send(paths.map((path) => head(`GET ${path} HTTP/1.1`)).join(''), { until: (all) => (all.match(/HTTP\/1\.1 /g) ?? []).length === 6 && all.includes('"four"') });
    assert.deepEqual(text.match(/HTTP\/1\.1 \d+/g).map((line) => line.slice(9)), ['200', '200', '404', '200', '200', '200']);
    const order = ['"title":"one"', '"title":"two"', 'not_found', '"name":"A"', '"status":"ok"', '"title":"four"'].map((what) => text.indexOf(what));
    assert.ok(order.every((place, i) => place > (order[i - 1] ?? -1)), order.join(' '));
  });

  for (const [name, pieces, note = ''] of [
    ['in one piece', (first, second) => [first + second]],
    ['cut in its head', (first, second) => [first + second.slice(0, 60), 100, second.slice(60)]],
    ['cut in its body', (first, second) => [first + second.slice(0, -5), 100, second.slice(-5)]],
    ['both cut in their heads', (first, second) => [first.slice(0, 50), 50, first.slice(50) + second.slice(0, 60), 50, second.slice(60)]],
    ['a moment later', (first, second) => [first, 1, second]],
    ['with long answers', (first, second) => [first + second], 'x'.repeat(900)],
  ]) {
    test(`requests with a body, pipelined ${name}: each is carried out and answered, or refused and the connection ends`, async () => {
      const abstract = note && 'long '.repeat(8000);
      const request = (which) => {
        const body = JSON.stringify({ note: which + note, ...(abstract && { abstract }) });
        return `${head(`PATCH /api/v1/sessions/${ids.three} HTTP/1.1`, { ...bearer(), 'Content-Type': 'application/json', 'Content-Length': body.length })}${body}`;
      };
      const { text, closed } = await send(pieces(request('first'), request('second')), { until: (all) => answers(all).length === 2 && isWhole(all.slice(all.lastIndexOf('HTTP/1.1'))), limit: 6000 });
      const [first, second] = answers(text);
      const there = (await session(server, ids.three)).note;
      await server.good('PATCH', `/api/v1/sessions/${ids.three}`, { note: null, abstract: null });
      assert.equal(first, 200);
      assert.ok(isWhole(text), `only the head of the first answer came: ${text.slice(0, 300)}`);
      assert.equal(there, `${second === 200 ? 'second' : 'first'}${note}`);
      assert.ok(second >= 200 || closed, 'the second one is neither answered nor is the connection closed');
    });
  }

  test('large answers come whole also where the next request waits already', async () => {
    const request = head('GET /api/v1/openapi.json HTTP/1.1');
    const count = (text) => (text.match(/HTTP\/1\.1 200/g) ?? []).length;
    const { text } = await send(request.repeat(3), { until: (all) => count(all) === 3 && isWhole(all.slice(all.lastIndexOf('HTTP/1.1 200'))) });
    assert.equal(count(text), 3);
  });

  test('%00, control characters, what is not UTF-8 and dots lead nowhere', async () => {
    /* At a NUL in path or query libwebsockets hangs up before we see the request. */
    for (const path of ['/api/v1/rooms/a%00b', '/api/v1/state?topics=%00', '/api/v1/state?%00=a', '/api/v1/live?topics=me%00', '/live%00', '/live?topics=%00']) {
      for (const method of ['GET', 'DELETE']) {
        const { status, closed } = await send(head(`${method} ${path} HTTP/1.1`), { limit: 4000 });
        assert.ok(status === 0 && closed, `${method} ${path}`);
      }
    }
    for (const path of ['/kiosk%00', '/api/v1/state%00', '/kiosk/%0aindex.html', '/kiosk/%ff%fe', '/api/v1/sessions/%c0%ae', '/api/v1/rooms/%7f']) {
      const { status, text, closed } = await send(head(`GET ${path} HTTP/1.1`), { limit: 4000 });
      assert.ok((status === 0 && closed) || status >= 300, `${path}: ${text}`);
    }
    for (const path of ['/../../etc/passwd', '/kiosk/../../../etc/passwd', '/kiosk/%2e%2e/%2e%2e/etc/passwd', '/kiosk/..%2f..%2fetc/passwd', '/shared/....//....//etc/passwd', '/kiosk\\..\\..\\etc\\passwd', '//etc/passwd', '/kiosk/../meson.build', '/.git/config', '/../server/main.c']) {
      const answer = await send(head(`GET ${path} HTTP/1.1`), { limit: 4000 });
      refused(answer, 400, 403, 404);
      assert.doesNotMatch(answer.text, /root:|project\(|\[core\]|int main/);
    }
    assert.equal((await send(head('GET /kiosk/./../api/v1/event HTTP/1.1'))).status, 200, 'dots within are taken away');
    assert.equal((await send(head(`GET /api/v1/sessions/%73${ids.one.slice(1)} HTTP/1.1`))).status, 200, 'and what is encoded is decoded');
  });

  test('Upgrade to something else is not gone along with', async () => {
    for (const headers of [{ Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AAMAAABkAAQAAP__' }, { Connection: 'Upgrade', Upgrade: 'websocket' }, { Connection: 'Upgrade', Upgrade: 'irc/6.9' }, { Upgrade: 'h2c, websocket' }]) {
      const answer = await send(head('GET /api/v1/state HTTP/1.1', headers), { limit: 3000 });
      assert.notEqual(answer.status, 101, answer.text);
      assert.ok(answer.status >= 200 || answer.closed);
    }
  });

  test('a connection serves request after request, with and without a body, and with Expect', async () => {
    const body = JSON.stringify({ note: null });
    const patch = (more) => head(`PATCH /api/v1/sessions/${ids.one} HTTP/1.1`, { ...bearer(), 'Content-Length': body.length, ...more });
    const get = head('GET /healthz HTTP/1.1');
    const socket = net.connect(server.port, '127.0.0.1');
    let text = '';
    socket.setEncoding('latin1').on('data', (more) => { text += more; });
    const say = async (piece, count) => {
      socket.write(piece);
      await until(`answer ${count}`, () => answers(text).length === count && isWhole(text.slice(text.lastIndexOf('HTTP/1.1'))));
    };
    await say(get, 1);
    await say(patch() + body, 2);
    await say(patch({ Expect: '100-continue' }), 3);
    await say(body, 4);
    await say(get, 5);
    socket.destroy();
    assert.deepEqual(answers(text), [200, 200, 100, 200, 200]);
  });

  test('who shuts its side after asking is answered', async () => {
    const body = JSON.stringify({ note: null });
    const patch = `${head(`PATCH /api/v1/sessions/${ids.one} HTTP/1.1`, { ...bearer(), 'Content-Length': body.length })}${body}`;
    for (const request of [head('GET /healthz HTTP/1.1'), patch]) {
      const { status, text } = await send(request, { half: true });
      assert.equal(status, 200, text);
    }
  });

  test('HEAD has the length of GET and no body, OPTIONS is 405 with Allow', async () => {
    const answer = await exchange(server, head('HEAD /api/v1/event HTTP/1.1') + head('GET /healthz HTTP/1.1'), { until: '"ok"' });
    assert.match(answer.text, /^HTTP\/1\.1 200 OK\r\n/);
    assert.match(answer.text, /content-length: [1-9]/i);
    assert.match(answer.text, /\r\n\r\nHTTP\/1\.1 200/, 'nothing between the two');
    const options = await send(head('OPTIONS /api/v1/state HTTP/1.1'));
    assert.equal(options.status, 405);
    assert.match(options.text, /allow: GET\r\n/i);
    assert.doesNotMatch(options.text, /access-control-allow/i, 'no page of another host is let in');
  });

  test('HTTP/1.0 and Connection: close are answered, and closed', async () => {
    for (const request of [head('GET /healthz HTTP/1.0'), head('GET /healthz HTTP/1.1', { Connection: 'close' })]) {
      const answer = await exchange(server, request, { limit: 5000 });
      assert.equal(answer.status, 200);
      assert.ok(answer.closed);
      assert.match(answer.text, /\{"status":"ok"\}$/);
    }
  });

  test('a cookie counts for a write only from a page of ours', async () => {
    const path = `/api/v1/sessions/${ids.one}`;
    const ask = async (headers) => {
      const answer = await send(`${head(`PATCH ${path} HTTP/1.1`, { 'Content-Type': 'application/json', 'Content-Length': 2, Cookie: `a=b; madang=${server.token}; c=d`, ...headers })}{}`);
      return answer;
    };
    assert.equal((await ask({ Origin: server.url })).status, 200);
    for (const Origin of ['http://elsewhere.example', 'null', `${server.url}.elsewhere.example`, 'http://127.0.0.1:1']) {
      const answer = await ask({ Origin });
      assert.equal(answer.status, 403, Origin);
      assert.match(answer.text, /"code":"cross_origin"/);
    }
    assert.equal((await ask({})).status, 403, 'without Origin nobody knows');
    assert.equal((await send(head('GET /api/v1/actions HTTP/1.1', { Cookie: `madang=${server.token}` }))).status, 200, 'for reading it does');
    for (const value of ['Basic abc', 'Bearer', 'Bearer ', server.token, `Bearer ${'x'.repeat(129)}`]) {
      assert.equal((await send(head('GET /api/v1/actions HTTP/1.1', { Authorization: value }))).status, 401, value);
    }
  });

  test('a cookie whose token has gone is nobody\'s: what is for everybody is still there', async () => {
    for (const value of ['gone', '', 'x'.repeat(500)]) {
      const ask = (path) => send(head(`GET ${path} HTTP/1.1`, { Cookie: `madang=${value}` }));
      assert.equal((await ask('/api/v1/state')).status, 200, value);
      for (const path of ['/api/v1/me', '/api/v1/state?topics=me', '/api/v1/actions']) {
        const answer = await ask(path);
        assert.equal(answer.status, 401, path);
        assert.match(answer.text, /"code":"unauthorized"/);
      }
    }
  });

  test('every answer says that it is not to be sniffed, framed or run', async () => {
    for (const path of ['/api/v1/state', '/nothing', '/api/v1/qr.svg?path=/', '/metrics']) {
      const { text } = await send(head(`GET ${path} HTTP/1.1`));
      const headers = text.slice(0, text.indexOf('\r\n\r\n'));
      assert.match(headers, /\r\nx-content-type-options: nosniff/i, path);
      assert.match(headers, /\r\ncontent-security-policy: default-src 'none'; frame-ancestors 'none'/i, path);
      assert.match(headers, /\r\nreferrer-policy: /i, path);
      assert.doesNotMatch(headers, /\r\n(server|x-powered-by):/i);
    }
  });

  test('many connections that say nothing, or half a line, harm nobody', async () => {
    const pieces = ['', 'G', 'GET /api', 'GET / HTTP/1.1\r\nHo', '\r\n\r\n\r\n', '\u0000'.repeat(100)];
    await Promise.all(Array.from({ length: 60 }, (_, i) => exchange(server, pieces[i % pieces.length], { limit: 300 })));
  });

  test('a connection that rests is closed after half a minute, a busy one and a stream are not', { timeout: 90_000 }, async () => {
    const [idle, busy, stream] = await Promise.all([resting.idle, resting.busy, resting.stream]);
    assert.ok(idle.closed && idle.ms > 25_000, `closed: ${idle.closed}, after ${idle.ms} ms`);
    assert.deepEqual(answers(busy.text), [200, 200, 200]);
    assert.deepEqual([answers(stream.text), stream.closed], [[200, 200], false]);
  });
});
