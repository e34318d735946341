/*
 * Clients that were cut off for 1, 100 and 10,000 changes, and one that never
 * reads.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { describe, test } from 'node:test';
import { canonical } from '../lib/canonical.js';
import { makeMorning, patch, startHouse, until } from '../lib/house.js';
import { LiveClient } from '../lib/live-client.js';
import { upgrade } from '../lib/raw.js';

const SLOW_MS = 30_000; /* LIVE_STALL_MS */

/* `count` PATCHes over kept connections, many at a time; the last seq. */
async function patches(server, ids, count, body = (i) => ({ note: `change ${i}` })) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 48 });
  let next = 0;
  let seq = 0;
  const one = (i) => new Promise((resolve, reject) => {
    const json = JSON.stringify(body(i));
    const request = http.request({
      agent, host: '127.0.0.1', port: server.port, method: 'PATCH', path: `/api/v1/sessions/${ids[i % ids.length]}`,
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) },
    }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => { text += part; });
      answer.on('end', () => {
        if (answer.statusCode !== 200) { reject(new Error(text)); return; }
        seq = Math.max(seq, JSON.parse(text).seq);
        resolve();
      });
    });
    request.on('error', reject);
    request.end(json);
  });
  await Promise.all(Array.from({ length: 48 }, async () => { while (next < count) await one(next++); }));
  agent.destroy();
  return seq;
}

describe('cut off', () => {
  for (const changes of [1, 100, 10_000]) {
    test(`for ${changes} changes: two clients end equal to a fresh snapshot`, async () => {
      const server = await startHouse();
      try {
        const ids = Object.values(await makeMorning(server)).filter((id) => id.startsWith('s'));
        const clients = [await LiveClient.open(server), await LiveClient.open(server)];
        const before = clients[0].documents.seq;
        for (const client of clients) client.close();
        const seq = await patches(server, ids, changes);
        assert.ok(changes === 1 ? seq === before + 1 : seq > before, 'changes may share a commit');
        for (const client of clients) {
          await client.listen(server);
          await client.reaches(seq);
          assert.equal(client.resets, 0, 'what was missed came as frames');
          assert.ok(client.socket.frames.length < 20, `${client.socket.frames.length} frames for ${changes} changes: merged, not one by one`);
        }
        const fresh = await server.state();
        for (const client of clients) {
          assert.equal(canonical(client.documents.docs), canonical(fresh.docs));
          assert.equal(client.documents.seq, fresh.seq);
          client.close();
        }
        assert.equal(Object.values(fresh.docs.sessions).filter(({ note }) => /^change /.test(note)).length, Math.min(changes, ids.length));
      } finally {
        await server.stop();
      }
    });
  }

  test('for more than a frame may hold: reset, and equal all the same', async () => {
    const server = await startHouse();
    try {
      const ids = Object.values(await makeMorning(server)).filter((id) => id.startsWith('s'));
      const client = await LiveClient.open(server);
      client.close();
      const long = 'x'.repeat(60_000);
      const seq = await patches(server, ids, 6, (i) => ({ abstract: `${i}${long}` }));
      await client.listen(server);
      await client.reaches(seq);
      assert.equal(client.resets, 1);
      assert.equal(canonical(client.documents.docs), canonical((await server.state()).docs));
      client.close();
    } finally {
      await server.stop();
    }
  });
});

describe('a client that never reads', () => {
  const memory = (pid) => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
  const metric = async (server, name) => Number(new RegExp(`^madang_${name} (\\S+)$`, 'm').exec((await server.api('GET', '/metrics')).text)[1]);

  test('neither grows the server nor slows the others, and is closed as slow', async () => {
    /* Without the freed memory that ASan keeps, which would grow by itself. */
    const asan = `${process.env.ASAN_OPTIONS ?? ''}:quarantine_size_mb=1:thread_local_quarantine_size_kb=64`;
    const server = await startHouse({ env: { ASAN_OPTIONS: asan } });
    const stalled = [];
    try {
      const ids = Object.values(await makeMorning(server)).filter((id) => id.startsWith('s'));
      const steady = await LiveClient.open(server);
      const big = (i) => ({ abstract: `${i} `.padEnd(50_000, 'abc ') });
      await patches(server, ids, 200, big);
      for (let i = 0; i < 10; i++) stalled.push(await stall(server));
      const before = memory(server.pid);
      const begun = performance.now();
      let seq = 0;
      /* 50 kB to each of ten: what a queue would keep is more than 200 MB. */
      for (let round = 0; round < 4; round++) {
        seq = await patches(server, ids, 100, (i) => big(i + 1000 * round));
        const sent = performance.now();
        await steady.reaches(seq);
        assert.ok(performance.now() - sent < 5000, 'the others have it as soon as ever');
      }
      assert.ok(await metric(server, 'clients_choked') >= 10, 'they are stalled indeed');
      /* Generous: the journal's pages, SQLite's cache, ASan's own. */
      assert.ok(memory(server.pid) - before < 60, `grew from ${before} to ${memory(server.pid)} MB`);
      await until('they are closed as slow', async () => await metric(server, 'slow_closes_total') >= 10, SLOW_MS * 2);
      assert.ok(performance.now() - begun > SLOW_MS * 0.8, 'not before the limit');
      await until('and are gone', async () => await metric(server, 'clients_choked') === 0, 10_000);
      const done = (await patch(server, ids[0], { note: 'still here' })).json;
      await steady.reaches(done.seq);
      assert.equal(steady.resets, 0);
      assert.equal(canonical(steady.documents.docs), canonical((await server.state()).docs));
      steady.close();
    } finally {
      for (const socket of stalled) socket.destroy();
      await server.stop();
    }
  });

  /* Upgraded by hand, and paused with hello unread. */
  function stall(server) {
    return new Promise((resolve, reject) => {
      const socket = net.connect({ port: server.port, host: '127.0.0.1' });
      socket.on('error', () => {});
      socket.once('connect', () => socket.write(upgrade(server)));
      socket.once('data', (data) => {
        if (!/ 101 /.test(data.toString())) { reject(new Error(data.toString())); return; }
        socket.pause();
        resolve(socket);
      });
    });
  }

  test('an answer that is not read is let go of too', async () => {
    const server = await startHouse();
    try {
      await makeMorning(server);
      for (let i = 0; i < 20; i++) await server.good('POST', '/api/v1/people', { name: `P${i}`, bio: 'x'.repeat(60_000) });
      const sockets = await Promise.all(Array.from({ length: 5 }, () => new Promise((resolve) => {
        const request = http.get(`${server.url}/api/v1/state`, (answer) => { answer.pause(); resolve(request); });
        request.on('error', () => {});
      })));
      assert.equal((await server.api('GET', '/healthz')).status, 200);
      assert.equal(Object.keys((await server.state()).docs.people).length, 22, 'others are answered');
      for (const request of sockets) request.destroy();
    } finally {
      await server.stop();
    }
  });
});
