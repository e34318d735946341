/*
 * The command line: exit codes, the one clear line, environment twins, and
 * what import, export, backup and check do with a file.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import WebSocket from 'ws';
import { canonical } from '../lib/canonical.js';
import { at, attend, furnish, makeMorning, patch, startHouse } from '../lib/house.js';
import { LiveClient } from '../lib/live-client.js';
import { madang } from '../lib/program.js';
import { binary, startServer, tempFolder } from '../lib/server.js';

const fixture = (name) => fileURLToPath(new URL(`../fixtures/api/${name}`, import.meta.url));
const newDb = () => path.join(tempFolder(), 'madang.db');
const sqlite = (db, sql) => execFileSync('sqlite3', [db, sql], { encoding: 'utf8' }).trim();

/* Refused: exit 1, and one line that says why. */
const refused = (result, why) => {
  assert.equal(result.code, 1, result.stdout + result.stderr);
  assert.equal(result.lines.length, 1, result.stderr);
  assert.match(result.stderr, /^madang: /);
  if (why) assert.match(result.stderr, why);
};
/* Wrong usage: exit 2, why, and how. */
const misused = (result, why) => {
  assert.equal(result.code, 2, result.stdout + result.stderr);
  assert.match(result.stderr, /usage: madang/);
  if (why) assert.match(result.lines[0], why);
};

describe('usage', () => {
  test('--version and --help', async () => {
    const version = await madang(['--version']);
    assert.deepEqual([version.code, version.stderr], [0, '']);
    assert.match(version.stdout, /^madang \d+\.\d+\.\d+\n$/);
    const help = await madang(['--help']);
    assert.equal(help.code, 0);
    assert.match(help.stdout, /usage: madang serve/);
  });

  test('what is not known, missing or too much is exit 2', async () => {
    for (const [args, why] of [
      [[], /./], [['dance'], /dance/], [['serve', '--colour'], /--colour/], [['serve', '--db'], /--db/], [['serve', 'extra'], /extra/], [['import'], /FILE/], [['export'], /FORMAT/],
      [['export', 'pdf'], /pdf/], [['backup'], /FILE/], [['backup', 'a', 'b'], /b/], [['check', '--speed'], /--speed/], [['check', 'x'], /x/], [['serve', '--tls-cert', 'a'], /together/],
      [['serve', '--now', 'yesterday'], /--now/], [['serve', '--speed', '0'], /--speed/], [['serve', '--speed', '-1'], /--speed/], [['serve', '--speed', 'fast'], /--speed/], [['serve', '--speed', 'nan'], /--speed/],
      [['serve', '--speed', '1e9'], /--speed/], [['serve', '--db=/nowhere/x.db', '--now=2019-13-01T00:00:00Z'], /--now/],
    ]) {
      const result = await madang(args, { cwd: tempFolder() });
      assert.equal(result.code, 2, `${args.join(' ')}: ${result.code} ${result.stderr}`);
      misused(result, why);
    }
  });
});

describe('serve', () => {
  test('refuses an address that is none, and a port that is taken', async () => {
    for (const listen of ['here', '127.0.0.1', '127.0.0.1:x', '127.0.0.1:99999', '999.1.1.1:80', ':', '']) {
      const result = await madang(['serve', '--db', newDb(), '--listen', listen, '--organiser-token', 'x']);
      refused(result);
    }
    const server = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => { server.once('listening', resolve); });
    const { port } = server.address();
    refused(await madang(['serve', '--db', newDb(), '--listen', `127.0.0.1:${port}`, '--organiser-token', 'x']), new RegExp(`${port}`));
    server.close();
  });

  test('refuses a file that is no database, another program\'s, a newer one, a folder that is not there', async () => {
    const folder = tempFolder();
    const text = path.join(folder, 'text.db');
    writeFileSync(text, 'this is no database at all, but long enough to be taken for one'.repeat(20));
    const other = path.join(folder, 'other.db');
    sqlite(other, 'PRAGMA application_id = 77; CREATE TABLE t (x); INSERT INTO t VALUES (1)');
    const nameless = path.join(folder, 'nameless.db');
    sqlite(nameless, 'CREATE TABLE t (x)');
    const newer = path.join(folder, 'newer.db');
    assert.equal((await madang(['import', fixture('autumn.xml'), '--db', newer])).code, 0);
    sqlite(newer, 'PRAGMA user_version = 999');
    for (const [db, why] of [[text, /text\.db/], [other, /another program/], [nameless, /another program/], [newer, /newer/], [path.join(folder, 'nowhere', 'x.db'), /nowhere/], [folder, /./]]) {
      const bytes = existsSync(db) && db !== folder ? readFileSync(db) : null;
      for (const command of [['serve', '--listen', '127.0.0.1:0', '--organiser-token', 'x'], ['check'], ['import', fixture('autumn.xml')]]) {
        refused(await madang([...command, '--db', db]), why);
      }
      if (bytes) assert.ok(readFileSync(db).equals(bytes), `${db} was written to`);
    }
  });

  test('refuses a database that a running server has, for every command that writes', async () => {
    const server = await startHouse();
    await makeMorning(server);
    refused(await madang(['serve', '--db', server.db, '--listen', '127.0.0.1:0']), /in use|another/i);
    refused(await madang(['import', fixture('autumn.xml'), '--db', server.db]), /in use|another/i);
    assert.equal((await madang(['check', '--db', server.db])).code, 0, 'reading does no harm');
    assert.equal((await madang(['export', 'frab-xml', '--db', server.db])).code, 0);
    assert.equal((await server.api('GET', '/healthz')).status, 200);
    await server.stop();
  });

  test('every option has its twin in the environment; the option wins', async () => {
    const db = newDb();
    const env = { MADANG_DB: db, MADANG_LISTEN: '127.0.0.1:0', MADANG_ORGANISER_TOKEN: 'from-the-environment', MADANG_NOW: at('12:00'), MADANG_SPEED: '2', MADANG_TZ: 'Asia/Seoul' };
    const imported = await madang(['import', fixture('winter.json')], { env });
    assert.equal(imported.code, 0, imported.stderr);
    assert.ok(existsSync(db));
    const other = await madang(['import', fixture('winter.json'), '--tz', 'Asia/Atlantis'], { env });
    refused(other, /Atlantis/);
    const dry = await madang(['import', fixture('autumn.xml')], { env: { ...env, MADANG_DRY_RUN: '1', MADANG_DB: newDb() } });
    assert.match(dry.stdout, /dry run/);
    const server = furnish(await startServer({ db, env: { MADANG_NOW: at('12:00'), MADANG_SPEED: '2' } }));
    const { now, docs } = await server.state();
    assert.ok(now >= Date.parse(at('12:00')) && now < Date.parse(at('13:00')));
    assert.equal(Object.keys(docs.sessions).length, 2);
    await server.stop();
  });

  test('a house without an organiser says a link that makes the first one, once', async () => {
    const db = newDb();
    const run = (...args) => new Promise((resolve) => {
      const child = spawn(binary, ['serve', '--db', db, '--listen', '127.0.0.1:0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
      let out = '';
      child.stdout.setEncoding('utf8').on('data', (text) => {
        out += text;
        const url = /^listening on (\S+)$/m.exec(out)?.[1];
        if (url) resolve({ child, url, code: /^sign in as the first organiser: (\S+)\/organiser\/#sign-in\/(\S+)$/m.exec(out), out, ended: new Promise((done) => { child.once('exit', done); }) });
      });
    });
    const stop = async ({ child, ended }) => {
      child.kill('SIGTERM');
      assert.equal(await ended, 0);
    };
    const signIn = (url, code) => fetch(new URL('/api/v1/sign-in', url), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) });
    const ask = (url, token) => fetch(new URL('/api/v1/members', url), { headers: { authorization: `Bearer ${token}` } });

    const given = await run('--organiser-token', 'a-token-of-the-command-line');
    assert.equal(given.code, null, 'who gives a token needs no link');
    await stop(given);
    const first = await run();
    assert.equal(first.code?.[1], first.url, first.out);
    assert.doesNotMatch(sqlite(db, 'SELECT * FROM links'), new RegExp(first.code[2]), 'only its hash is kept');
    await stop(first);
    const second = await run('--public-url', 'https://madang.example');
    assert.equal(second.code?.[1], 'https://madang.example', second.out);
    assert.equal((await signIn(second.url, first.code[2])).status, 404, 'the link of the start before is none');
    const answer = await signIn(second.url, second.code[2]);
    assert.equal(answer.status, 201);
    const { token, role } = await answer.json();
    assert.equal(role, 'organiser');
    assert.equal((await signIn(second.url, second.code[2])).status, 404, 'it opens once');
    const { members: [me, ...others] } = await (await ask(second.url, token)).json();
    assert.deepEqual([me.role, me.you, others], ['organiser', true, []]);
    const alone = await fetch(new URL(`/api/v1/members/${me.id}`, second.url), { method: 'DELETE', headers: { authorization: `Bearer ${token}` } });
    assert.deepEqual([alone.status, (await alone.json()).code], [409, 'last_organiser']);
    await stop(second);
    const third = await run();
    assert.equal(third.code, null, 'there is an organiser now');
    assert.equal((await ask(third.url, token)).status, 200, 'who stays one');
    await stop(third);
  });

  test('TLS: https and wss, with the certificate that is given', async () => {
    const folder = tempFolder();
    const [cert, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', cert], { stdio: 'ignore' });
    const server = await startServer({ args: ['--tls-cert', cert, '--tls-key', key] });
    assert.match(server.url, /^https:\/\//);
    const ca = readFileSync(cert);
    const get = (where, options = {}) => new Promise((resolve, reject) => {
      https.get(new URL(where, server.url), { ca, ...options }, (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part)).on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString() }));
      }).on('error', reject);
    });
    const state = await get('/api/v1/state');
    assert.equal(state.status, 200);
    assert.ok(JSON.parse(state.text).docs.event.main);
    assert.equal((await get('/api/v1/openapi.json')).text, readFileSync(new URL('../../data/openapi.json', import.meta.url), 'utf8'), 'also what takes many records');
    const ws = new WebSocket(`${server.url.replace('https', 'wss')}/live?topics=timetable`, ['madang.v1'], { ca });
    const frames = [];
    ws.on('message', (data) => frames.push(JSON.parse(data)));
    await new Promise((resolve, reject) => { ws.once('message', resolve); ws.once('error', reject); });
    assert.ok(frames[0].hello);
    const post = await new Promise((resolve, reject) => {
      const request = https.request(new URL('/api/v1/rooms', server.url), { method: 'POST', ca, headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' } }, (answer) => { answer.resume(); resolve(answer.statusCode); });
      request.on('error', reject);
      request.end('{"name":"A"}');
    });
    assert.equal(post, 201);
    await new Promise((resolve) => { const look = () => (frames.some(({ set }) => set?.rooms) ? resolve() : setTimeout(look, 20)); look(); });
    /* Plain HTTP on that port is no way in, and harms nothing. */
    await new Promise((resolve) => { const socket = net.connect(server.port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')); socket.on('data', () => {}).on('close', resolve).on('error', resolve); setTimeout(() => socket.destroy(), 2000); });
    assert.equal((await get('/healthz')).status, 200);
    ws.terminate();
    const { code, ms } = await server.stop();
    assert.equal(code, 0);
    assert.ok(ms < 2000, `took ${ms} ms`);
  });

  test('TLS: a certificate that is none, or not the key\'s, is refused', async () => {
    const folder = tempFolder();
    const bad = path.join(folder, 'bad.pem');
    writeFileSync(bad, 'no certificate');
    refused(await madang(['serve', '--db', newDb(), '--listen', '127.0.0.1:0', '--tls-cert', bad, '--tls-key', bad]), /certificate|bad\.pem/);
    refused(await madang(['serve', '--db', newDb(), '--listen', '127.0.0.1:0', '--tls-cert', '/nowhere.pem', '--tls-key', '/nowhere.pem']), /nowhere/);
  });

  test('--demo over an empty file plays the demo event: sessions begin and end within a minute', async () => {
    const server = furnish(await startServer({ db: newDb(), args: ['--demo'] }));
    const { now, docs } = await server.state();
    assert.equal(docs.event.main.title, 'if(kakao) dev 2019');
    assert.ok(now > Date.parse('2019-08-29T00:00:00Z') && now < Date.parse('2019-08-29T08:00:00Z'), 'on the first day');
    const client = await LiveClient.open(server);
    const { rate } = await client.socket.hello();
    const turns = Object.values(docs.sessions).flatMap((s) => [Date.parse(s.expected_start), Date.parse(s.expected_end)]);
    for (const what of [0, 1]) {
      const next = Math.min(...turns.filter((at, i) => i % 2 === what && at > now));
      assert.ok((next - now) / rate < 60_000, `${what ? 'an end' : 'a beginning'} within a minute`);
    }
    client.close();
    assert.equal((await server.stop()).code, 0);
  });

  test('--demo plays the programme that is there', async () => {
    const db = newDb();
    assert.equal((await madang(['import', fixture('autumn.xml'), '--db', db])).code, 0);
    const server = furnish(await startServer({ db, args: ['--demo', '--demo-changes'] }));
    const client = await LiveClient.open(server);
    const hello = await client.socket.hello();
    assert.ok(hello.rate > 1, 'the clock runs fast');
    const { now } = await server.state();
    assert.ok(now > Date.parse('2031-10-05T15:00:00Z') && now < Date.parse('2031-10-06T15:00:00Z'), 'on the first day');
    client.close();
    assert.equal((await server.stop()).code, 0);
  });

  test('the log has one line an event, key=value', async () => {
    const server = await startHouse();
    await server.api('GET', '/healthz');
    await server.stop();
    for (const line of server.log().split('\n').filter((text) => text && !text.startsWith('listening on'))) {
      assert.match(line, /^(?:\S+ )?\S*=?\S+( \w+=("[^"]*"|\S+))*$/, line);
    }
  });
});

/* A programme so large that its import takes seconds. */
const largeFile = () => {
  const events = Array.from({ length: 6000 }, (_, i) => ({
    guid: `g${i}`, id: i + 1, date: `2026-06-12T${String(9 + (i % 8)).padStart(2, '0')}:00:00+09:00`, start: '09:00', duration: '00:30', title: `Talk ${i}`, persons: [{ code: `P${i}`, public_name: `Person ${i}` }],
  }));
  const file = path.join(tempFolder(), 'large.json');
  writeFileSync(file, JSON.stringify({ schedule: { conference: { title: 'Large', time_zone_name: 'Asia/Seoul', days: [{ date: '2026-06-12', rooms: { Hall: events } }] } } }));
  return file;
};

describe('progress', () => {
  test('is drawn on a terminal and taken away at the end; a pipe sees none', async () => {
    const file = largeFile();
    const terminal = execFileSync('script', ['-qec', `'${binary}' import '${file}' --db '${newDb()}'`, '/dev/null'], { encoding: 'utf8', env: { ...process.env, TERM: 'xterm' } });
    assert.match(terminal, /importing \[#+ +\] +\d+ %, \d+ of 6000/);
    assert.match(terminal, /\r\x1b\[Kc3voc-json: 6000 added/, 'the line is gone before the report');
    const pipe = await madang(['import', file, '--db', newDb()], { env: { TERM: 'xterm' } });
    assert.equal(pipe.code, 0);
    assert.doesNotMatch(pipe.stdout + pipe.stderr, /[\r\x1b]|importing/);
  });

  test('a dry run lists what would be done', async () => {
    const db = newDb();
    assert.equal((await madang(['import', fixture('autumn.xml'), '--db', db])).code, 0);
    const dry = await madang(['import', fixture('autumn-2.xml'), '--db', db, '--dry-run', '--confirm']);
    assert.equal(dry.code, 0, dry.stderr);
    const counts = /(\d+) added, (\d+) changed, (\d+) moved, (\d+) vanished/.exec(dry.stdout).slice(1).map(Number);
    for (const [i, name] of ['added', 'changed', 'moved', 'vanished'].entries()) {
      assert.equal([...dry.stdout.matchAll(new RegExp(`^  ${name} `, 'gm'))].length, counts[i], dry.stdout);
    }
    assert.ok(counts.some(Boolean));
  });
});

describe('import, export, check', () => {
  test('import makes the file, tells what it did, and twice is no change', async () => {
    const db = newDb();
    const first = await madang(['import', fixture('autumn.xml'), '--db', db]);
    assert.deepEqual([first.code, first.stderr], [0, '']);
    assert.match(first.stdout, /^frab-xml: 5 added, .* 0 unchanged\n$/);
    const second = await madang(['import', fixture('autumn.xml'), '--db', db]);
    assert.match(second.stdout, /0 added, 0 changed, 0 moved, 0 vanished, .* 5 unchanged/);
    const dry = await madang(['import', fixture('autumn-2.xml'), '--db', db, '--dry-run']);
    assert.equal(dry.code, 0);
    assert.match(dry.stdout, /1 added, .* 1 moved, 1 vanished.*dry run/);
    assert.match((await madang(['import', fixture('autumn-2.xml'), '--db', db])).stdout, /1 added/, 'the dry run has kept nothing');
    assert.equal((await madang(['check', '--db', db])).code, 0);
  });

  test('export knows a format by its name, its file name and its ending', async () => {
    const db = newDb();
    await madang(['import', fixture('autumn.xml'), '--db', db]);
    const [name, file, ending] = await Promise.all(['frab-xml', 'schedule.xml', 'xml'].map((format) => madang(['export', format, '--db', db])));
    assert.match(name.stdout, /^<\?xml/);
    assert.equal(file.stdout, name.stdout);
    assert.equal(ending.stdout, name.stdout);
  });

  test('import refuses with one line, and keeps nothing', async () => {
    const folder = tempFolder();
    const db = path.join(folder, 'madang.db');
    assert.equal((await madang(['import', fixture('autumn.xml'), '--db', db])).code, 0);
    const before = (await madang(['export', 'c3voc-json', '--db', db])).stdout;
    const file = (name, text) => { const at_ = path.join(folder, name); writeFileSync(at_, text); return at_; };
    const autumn = readFileSync(fixture('autumn.xml'), 'utf8');
    for (const [args, why] of [
      [[path.join(folder, 'nowhere.xml')], /nowhere\.xml/], [[folder], /./], [[file('broken.xml', autumn.slice(0, 900))], /line \d+, column \d+/], [[file('other.txt', 'hello')], /./], [[file('empty', '')], /./],
      [[fixture('winter.json')], /tz/], [[fixture('winter.json'), '--tz', 'Asia/Atlantis'], /Atlantis/], [[file('few.xml', autumn.replace(/<event [^]*<\/event>/, ''))], /confirm/],
    ]) {
      const result = await madang(['import', ...args, '--db', db]);
      refused({ ...result, lines: result.lines.filter((line) => !line.includes('warning')), stderr: result.lines.filter((line) => !line.includes('warning')).join('\n') }, why);
    }
    assert.equal((await madang(['export', 'c3voc-json', '--db', db])).stdout, before);
    assert.equal((await madang(['import', file('few.xml', autumn.replace(/<event [^]*<\/event>/, '')), '--db', db, '--confirm'])).code, 0);
  });

  test('export writes the file that a server gives', async () => {
    const server = await startHouse();
    await makeMorning(server);
    for (const [format, where] of [['frab-xml', 'schedule.xml'], ['c3voc-json', 'schedule.json'], ['schedule.xml', 'schedule.xml'], ['icalendar', 'schedule.ics']]) {
      const out = await madang(['export', format, '--db', server.db]);
      assert.equal(out.code, 0, out.stderr);
      assert.equal(out.stdout, (await server.api('GET', `/api/v1/export/${where}`)).text, format);
    }
    await server.stop();
    refused(await madang(['export', 'frab-xml', '--db', newDb()]));
  });

  test('check is silent about a sound file, and names what is broken', async () => {
    const server = await startHouse();
    await makeMorning(server);
    const kim = await attend(server);
    await server.as(kim.token)('PUT', '/api/v1/me/avatar', { set: 'v1' });
    await server.stop({ keep: true });
    assert.ok(!existsSync(`${server.db}-wal`), 'after a clean stop the file alone is everything');
    const sound = await madang(['check', '--db', server.db]);
    assert.deepEqual([sound.code, sound.stdout, sound.stderr], [0, '', '']);
    const damage = (sql) => {
      const copy = newDb();
      copyFileSync(server.db, copy);
      sqlite(copy, `PRAGMA foreign_keys = OFF; ${sql}`);
      return copy;
    };
    for (const [sql, what] of [
      ["UPDATE sessions SET people = '[\"p77\"]' WHERE id = 's1'", /s1/], ["UPDATE sessions SET room = 'r77' WHERE id = 's2'", /sessions|foreign/i], ["UPDATE event SET days = '[]'", /days/],
      ["DELETE FROM journal WHERE seq = 5", /journal/], ["UPDATE sessions SET replaced_by = 's3' WHERE id = 's3'", /s3/],
      ['UPDATE attendee_count SET n = 7', /counted: 7/], [`UPDATE attendees SET told = 0 WHERE id = '${kim.id}'`, new RegExp(`told: ${kim.id}`)], ['UPDATE attendees SET barred = 1', /otherwise/],
      ["UPDATE tokens SET attendee = NULL WHERE role = 'attendee'", /nobody's/], ['DELETE FROM characters_told', /could not be forgotten/], ['DELETE FROM attendees', /attendee/],
    ]) {
      const result = await madang(['check', '--db', damage(sql)]);
      assert.equal(result.code, 1, sql);
      assert.ok(result.stdout.trim().split('\n').every(Boolean));
      assert.match(result.stdout, what, sql);
    }
    const torn = damage('SELECT 1');
    const bytes = readFileSync(torn);
    bytes.fill(0x5a, 8192, 8192 + 3000);
    writeFileSync(torn, bytes);
    assert.equal((await madang(['check', '--db', torn])).code, 1, 'a torn page');
    refused(await madang(['check', '--db', newDb()]));
  });
});

describe('backup', () => {
  test('under load: complete, sound, served elsewhere with an epoch of its own', async () => {
    const server = await startHouse();
    const ids = await makeMorning(server);
    let going = true;
    const answered = [];
    const load = Array.from({ length: 6 }, async (_, n) => {
      for (let i = 0; going; i++) {
        const answer = await patch(server, [ids.one, ids.two, ids.three, ids.four][n % 4], { note: `${n} ${i}` });
        assert.equal(answer.status, 200, answer.text);
        answered.push(answer.json.seq);
      }
    });
    const copy = path.join(tempFolder(), 'copy.db');
    const before = Math.max(0, ...answered);
    const result = await madang(['backup', copy, '--db', server.db]);
    going = false;
    await Promise.all(load);
    assert.deepEqual([result.code, result.stderr], [0, '']);
    assert.equal((await madang(['check', '--db', copy])).code, 0);
    refused(await madang(['backup', copy, '--db', server.db]), /already|exists/);

    const client = await LiveClient.open(server);
    client.close();
    const other = furnish(await startServer({ db: copy, args: ['--now', at('09:00')] }));
    const [here, there] = [await server.state(), await other.state()];
    assert.notEqual(there.epoch, here.epoch);
    assert.ok(there.seq >= before);
    assert.deepEqual(Object.keys(there.docs.sessions).sort(), Object.keys(here.docs.sessions).sort());
    /* A screen that is pointed at it takes the state anew. */
    await client.listen(other);
    await client.reaches((await patch(other, ids.one, { note: 'from the copy' })).json.seq);
    assert.equal(client.resets, 1);
    assert.equal(canonical(client.documents.docs), canonical((await other.state()).docs));
    client.close();
    await other.stop();
    await server.stop();
  });

  test('what cannot be written, or is not there, is refused', async () => {
    refused(await madang(['backup', path.join(tempFolder(), 'x.db'), '--db', newDb()]));
    const db = newDb();
    await madang(['import', fixture('autumn.xml'), '--db', db]);
    refused(await madang(['backup', '/nowhere/x.db', '--db', db]), /nowhere/);
    refused(await madang(['backup', db, '--db', db]));
    assert.equal((await madang(['check', '--db', db])).code, 0);
  });
});
