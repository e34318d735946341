/*
 * The pages' files, built into the program, and the QR code.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { assertProblem, makeMorning, patch, startHouse, until } from '../lib/house.js';

const { transformSync } = createRequire(new URL('../../static/package.json', import.meta.url))('esbuild');

/* A file as it is served: our JavaScript without what only its readers need (server/embed.py). */
function repository(file) {
  const bytes = readFileSync(new URL(`../../${file}`, import.meta.url));
  if (!file.endsWith('.js')) return bytes;
  const { code } = transformSync(bytes.toString(), { minify: true, charset: 'utf8', format: 'esm' });
  assert.ok(code.length > 0 && code.length < bytes.length);
  return Buffer.from(code);
}

describe('files', () => {
  let server;
  before(async () => { server = await startHouse(); });
  after(() => server.stop());

  /* As it comes: fetch would unpack it and go where it is sent. */
  const get = (path, headers = {}, method = 'GET') => new Promise((resolve, reject) => {
    http.request(new URL(path, server.url), { method, headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
    }).on('error', reject).end();
  });
  const policy = (headers) => Object.fromEntries(headers['content-security-policy'].split(';').map((part) => part.trim().split(/ (.*)/s).slice(0, 2)));

  test('each comes as it stands in the repository, scripts minified, with its type', async () => {
    for (const [path, file, type] of [
      ['/', 'static/index.html', 'text/html; charset=utf-8'], ['/app/manifest.webmanifest', 'static/app/manifest.webmanifest', 'application/manifest+json'], ['/kiosk/', 'kiosk/index.html', 'text/html; charset=utf-8'], ['/kiosk/index.html', 'kiosk/index.html', 'text/html; charset=utf-8'], ['/kiosk/screen.js', 'kiosk/screen.js', 'text/javascript; charset=utf-8'],
      ['/shared/tokens.css', 'static/shared/tokens.css', 'text/css; charset=utf-8'], ['/kiosk/icon.svg', 'kiosk/icon.svg', 'image/svg+xml'], ['/locales/ko.json', 'data/locales/ko.json', 'application/json'],
      ['/sw.js', 'static/sw.js', 'text/javascript; charset=utf-8'], ['/api/v1/openapi.json', 'data/openapi.json', 'application/json'],
    ]) {
      const { status, headers, body } = await get(path);
      assert.equal(status, 200, path);
      assert.equal(headers['content-type'], type, path);
      assert.ok(body.equals(repository(file)), path);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.match(headers.etag, /^"[^"]+"$/);
      assert.equal(headers['cache-control'], 'no-cache', path);
    }
  });

  test('everything that the page loads is there, with a type that a browser takes', async () => {
    const seen = new Set();
    const follow = async (path) => {
      if (seen.has(path)) return;
      seen.add(path);
      const { status, headers, body } = await get(path);
      assert.equal(status, 200, path);
      const text = body.toString();
      const link = (to) => new URL(to, new URL(path, server.url)).pathname;
      if (headers['content-type'].startsWith('text/html')) {
        for (const [, to] of text.matchAll(/(?:src|href)="([^"]+)"/g)) await follow(link(to));
        for (const [, to] of text.matchAll(/"[^"]+": "(\/lib\/[^"]+\.js)"/g)) await follow(to);
      } else if (headers['content-type'].startsWith('text/javascript')) {
        for (const [, to] of text.matchAll(/\b(?:from|import)\s*\(?\s*["'](\.{0,2}\/[^"']+)["']/g)) await follow(link(to));
      } else if (headers['content-type'].startsWith('text/css')) {
        for (const [, to] of [...text.matchAll(/url\(['"]?([^'")]+)['"]?\)/g)].slice(0, 3)) await follow(link(to));
      }
    };
    await follow('/kiosk/');
    await follow('/');
    assert.ok(seen.size > 25, [...seen].join(' '));
    const font = [...seen].find((path) => path.endsWith('.woff2'));
    assert.equal((await get(font)).headers['content-type'], 'font/woff2');
  });

  test('the page\'s policy lets in its own host and its one import map, and nothing inline', async () => {
    const { headers, body } = await get('/kiosk/');
    const map = /<script type="importmap">([^]*?)<\/script>/.exec(body.toString())[1];
    const hash = createHash('sha256').update(map).digest('base64');
    const rules = policy(headers);
    assert.equal(rules['script-src'], `'self' 'sha256-${hash}'`);
    assert.equal(rules['default-src'], "'self'");
    assert.equal(rules['frame-ancestors'], "'self'", 'a board is looked at from the desk');
    for (const page of ['/', '/host/', '/organiser/']) assert.equal(policy((await get(page)).headers)['frame-ancestors'], "'none'", page);
    assert.equal(rules['object-src'], "'none'");
    assert.equal(rules['base-uri'], "'none'");
    assert.doesNotMatch(headers['content-security-policy'], /unsafe-inline|unsafe-eval|https?:|\*/);
  });

  test('the service worker may fetch from its own host: its policy is that of its script', async () => {
    const { headers } = await get('/sw.js');
    const rules = policy(headers);
    assert.match(rules['connect-src'] ?? rules['default-src'], /'self'/, headers['content-security-policy']);
    assert.equal(headers['service-worker-allowed'], '/');
  });

  test('ETag and 304', async () => {
    const first = await get('/kiosk/screen.js');
    const { etag } = first.headers;
    const again = await get('/kiosk/screen.js', { 'if-none-match': etag });
    assert.deepEqual([again.status, again.body.length], [304, 0]);
    assert.equal((await get('/kiosk/screen.js', { 'if-none-match': '"other"' })).status, 200);
    assert.equal((await get('/kiosk/screen.js', { 'if-none-match': `"x", W/${etag}` })).status, 304);
    assert.notEqual((await get('/static/shared/ticker.js')).headers.etag, etag);
    const packed = await get('/kiosk/screen.js', { 'accept-encoding': 'gzip' });
    assert.equal((await get('/kiosk/screen.js', { 'accept-encoding': 'gzip', 'if-none-match': packed.headers.etag })).status, 304);
  });

  test('gzip for text where it is accepted, and not for fonts', async () => {
    for (const [path, file] of [['/kiosk/', 'kiosk/index.html'], ['/kiosk/screen.js', 'kiosk/screen.js'], ['/api/v1/openapi.json', 'data/openapi.json']]) {
      const packed = await get(path, { 'accept-encoding': 'gzip' });
      assert.equal(packed.headers['content-encoding'], 'gzip', path);
      assert.match(packed.headers.vary, /accept-encoding/i);
      assert.ok(gunzipSync(packed.body).equals(repository(file)), path);
      assert.equal((await get(path, { 'accept-encoding': 'gzip;q=0' })).headers['content-encoding'], undefined);
    }
  });

  test('a folder without its slash leads to the one with it', async () => {
    for (const path of ['/kiosk', '/kiosk?board=door&room=r1']) {
      const { status, headers } = await get(path);
      assert.equal(status, 308);
      assert.equal(new URL(headers.location, server.url).pathname, '/kiosk/');
      assert.equal(new URL(headers.location, server.url).search, new URL(path, server.url).search, 'the query goes with it');
    }
  });

  test('only GET and HEAD', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const answer = await get('/kiosk/screen.js', ['POST', 'PUT', 'PATCH'].includes(method) ? { 'content-length': 0 } : {}, method);
      assert.equal(answer.status, 405, method);
      assert.match(answer.headers.allow, /GET/);
    }
    const head = await get('/kiosk/screen.js', {}, 'HEAD');
    assert.deepEqual([head.status, head.body.length], [200, 0]);
    assert.equal(Number(head.headers['content-length']), repository('kiosk/screen.js').length);
  });

  test('no file but those that were built in', async () => {
    for (const path of ['/kiosk/package.json.bak', '/meson.build', '/server/main.c', '/kiosk/.git', '/static/sw.js', '/data/openapi.json', '/shared', '/shared/', '/kiosk/index.htm', '/KIOSK/', '/kiosk//screen.js/x', '/fonts/', '/lib/']) {
      const answer = await get(path);
      assert.ok([404, 308].includes(answer.status), `${path}: ${answer.status}`);
    }
  });
});

describe('qr.svg', () => {
  let server;
  before(async () => { server = await startHouse(); });
  after(() => server.stop());
  const qr = (path, headers) => server.api('GET', `/api/v1/qr.svg?path=${encodeURIComponent(path)}`, undefined, headers);

  /* The dark modules as rows of booleans, without the quiet zone. */
  function modules(svg) {
    const side = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)[1]);
    const grid = Array.from({ length: side }, () => Array(side).fill(false));
    const dark = /<path d="([^"]*)"\/><\/svg>$/.exec(svg)[1];
    for (const [, x, y, run] of dark.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) for (let i = 0; i < Number(run); i++) grid[Number(y)][Number(x) + i] = true;
    return grid;
  }

  test('is an SVG with a quiet zone of four, three finder patterns and the timing pattern', async () => {
    const { status, text, headers } = await qr('/kiosk/?board=lobby');
    assert.equal(status, 200);
    assert.match(headers.get('content-type'), /^image\/svg\+xml/);
    assert.match(text, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox/);
    const grid = modules(text);
    const side = grid.length - 8;
    assert.ok(side >= 21 && (side - 17) % 4 === 0, `${side} modules are no QR code`);
    for (let i = 0; i < grid.length; i++) for (const edge of [0, 1, 2, 3, side + 4, side + 7]) assert.ok(!grid[edge][i] && !grid[i][edge], 'the quiet zone is quiet');
    const finder = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'];
    for (const [left, top] of [[4, 4], [side - 3, 4], [4, side - 3]]) {
      assert.deepEqual(Array.from({ length: 7 }, (_, y) => grid[top + y].slice(left, left + 7).map(Number).join('')), finder);
    }
    for (let i = 8; i < side - 8; i++) assert.equal(grid[10][4 + i], i % 2 === 0, 'the timing pattern');
  });

  test('another path, or another host, is another code; the same is the same', async () => {
    const [one, two, other] = [(await qr('/kiosk/?a')).text, (await qr('/kiosk/?a')).text, (await qr('/kiosk/?b')).text];
    assert.equal(one, two);
    assert.notEqual(one, other);
    const named = await startHouse({ args: ['--public-url', 'https://conference.example'] });
    const elsewhere = (await named.api('GET', '/api/v1/qr.svg?path=/kiosk/?a')).text;
    assert.notEqual(elsewhere, one);
    await named.stop();
  });

  test('is of a path of this server, and nothing else', async () => {
    for (const path of ['', 'kiosk/', 'https://elsewhere.example/', '//elsewhere.example/', 'javascript:alert(1)', `/${'x'.repeat(1100)}`]) {
      assertProblem(await qr(path), 400, 'invalid_path');
    }
    assertProblem(await server.api('GET', '/api/v1/qr.svg'), 400, 'invalid_path');
    assert.equal((await qr(`/${'x'.repeat(900)}`)).status, 200);
  });

  test('what is in the path is no markup', async () => {
    const { text } = await qr('/"><script>alert(1)</script>');
    assert.doesNotMatch(text, /script|alert/);
  });
});

describe('operations', () => {
  test('metrics are Prometheus text, and count', async () => {
    const server = await startHouse();
    const read = async () => (await server.api('GET', '/metrics')).text;
    const value = (text, name) => Number(new RegExp(`^${name.replace(/[{}"]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1]);
    const first = await read();
    for (const line of first.trim().split('\n')) assert.match(line, /^(# (HELP|TYPE) madang_\w+ .+|madang_\w+(\{\w+="[^"]*"\})? -?[0-9.e+-]+)$/, line);
    await server.good('POST', '/api/v1/rooms', { name: 'A' });
    await server.api('POST', '/api/v1/rooms', {});
    const second = await read();
    assert.equal(value(second, 'madang_writes_total') - value(first, 'madang_writes_total'), 1);
    assert.equal(value(second, 'madang_writes_refused_total') - value(first, 'madang_writes_refused_total'), 1);
    assert.equal(value(second, 'madang_seq'), (await server.state()).seq);
    assert.ok(value(second, 'madang_requests_total{class="2xx"}') > value(first, 'madang_requests_total{class="2xx"}'));
    assert.equal(value(second, 'madang_documents'), 2);
    await server.stop();
  });

  test('healthz is honest: 503 with the reason while the file is held by another, and well again after', async () => {
    const server = await startHouse();
    const ids = await makeMorning(server);
    const holder = spawn('sqlite3', [server.db], { stdio: ['pipe', 'pipe', 'inherit'] });
    holder.stdin.write("BEGIN IMMEDIATE; SELECT 'held';\n");
    await new Promise((resolve) => { holder.stdout.once('data', resolve); });
    const [health, write, state] = await Promise.all([server.api('GET', '/healthz'), patch(server, ids.one, { note: 'x' }), server.state()]);
    assertProblem(health, 503, 'storage', /writer/);
    assertProblem(write, 503, 'storage', /locked/);
    for (const answer of [health, write]) assert.match(answer.headers.get('retry-after'), /^\d+$/);
    assert.equal(Object.keys(state.docs.sessions).length, 5, 'what is in memory is still told');
    const ended = new Promise((resolve) => { holder.once('exit', resolve); });
    holder.stdin.end('ROLLBACK;\n.quit\n');
    await ended;
    await until('well again', async () => (await server.api('GET', '/healthz')).status === 200);
    assert.equal((await patch(server, ids.one, { note: 'y' })).status, 200);
    assert.match(server.log(), /write_failed what=sessions\.patch/);
    await server.stop();
  });

  test('healthz and readyz say that all is well', async () => {
    const server = await startHouse();
    assert.deepEqual((await server.api('GET', '/healthz')).json, { status: 'ok' });
    assert.deepEqual((await server.api('GET', '/readyz')).json, { status: 'ready' });
    await server.stop();
  });
});
