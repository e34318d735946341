/*
 * The end, asked for or not: bye and exit 0 within 2 s; and after kill -9
 * every answered write is there, and every client ends equal.
 */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import path from 'node:path';
import { canonical } from '../lib/canonical.js';
import { furnish, makeMorning, patch, startHouse, until, wait } from '../lib/house.js';
import { LiveClient, Socket, Stream } from '../lib/live-client.js';
import { madang } from '../lib/program.js';
import { startServer, tempFolder } from '../lib/server.js';

describe('SIGTERM', () => {
  test('with 200 clients on: bye to each, exit 0 within 2 s', async () => {
    const server = await startHouse();
    await makeMorning(server);
    const clients = [];
    for (let i = 0; i < 180; i++) clients.push(Socket.open(server, { topics: 'timetable' }));
    for (let i = 0; i < 20; i++) clients.push(Stream.open(server, { topics: 'timetable' }));
    const all = await Promise.all(clients);
    const ended = server.stop();
    const delays = await Promise.all(all.map(async (client) => {
      await client.whenClosed(10_000);
      const bye = client.frames.at(-1);
      assert.ok(bye.bye, `the last frame is ${JSON.stringify(bye)}`);
      return bye.bye.retry_ms;
    }));
    const { code, signal, ms } = await ended;
    assert.deepEqual([code, signal], [0, null]);
    assert.ok(ms < 2000, `took ${ms} ms`);
    assert.ok(new Set(delays).size > 10, `they come back spread over time: ${[...new Set(delays)]}`);
    for (const client of all.slice(0, 180)) assert.equal(client.closed.code, 1001);
    for (const stream of all.slice(180)) assert.deepEqual(stream.retries.length, 1, 'a browser is told by retry:');
  });

  test('with nobody on, twice, and with SIGINT too', async () => {
    const server = await startHouse();
    let how;
    server.ended.then((result) => { how = result; });
    process.kill(server.pid, 'SIGINT');
    assert.deepEqual(await until('ended', () => how), { code: 0, signal: null });
    const other = await startHouse();
    process.kill(other.pid, 'SIGTERM');
    const { code } = await other.stop();
    assert.equal(code, 0);
  });

  test('amid writes: what was answered is kept, the rest is refused or not heard', async () => {
    const db = path.join(tempFolder(), 'madang.db');
    const server = await startHouse({ db });
    const answered = [];
    let going = true;
    const writers = Array.from({ length: 8 }, async (_, n) => {
      for (let i = 0; going; i++) {
        try {
          const answer = await server.api('POST', '/api/v1/tracks', { name: `${n} ${i}` });
          if (answer.status === 201) answered.push(answer.json);
          else assert.equal(answer.status, 503, answer.text);
        } catch { break; }
      }
    });
    await until('a few are in', () => answered.length > 50);
    const { code, ms } = await server.stop();
    going = false;
    await Promise.all(writers);
    assert.equal(code, 0);
    assert.ok(ms < 2000, `took ${ms} ms`);
    const again = await startHouse({ db });
    const { tracks } = (await again.state()).docs;
    for (const { id, name } of answered) assert.equal(tracks[id]?.name, name);
    await again.stop();
  });
});

describe('kill -9', () => {
  const db = path.join(tempFolder(), 'madang.db');
  let server = null;
  after(() => server?.stop());

  test('amid writes loses no answered write, and every client ends equal', async () => {
    server = await startHouse({ db });
    const { port } = server;
    const ids = await makeMorning(server);
    const sessions = [ids.one, ids.coffee, ids.two, ids.three, ids.four];
    const clients = await Promise.all(Array.from({ length: 3 }, () => LiveClient.open(server)));
    const made = new Map();
    /* Per session the last note that was answered, and those asked for since. */
    const notes = new Map(sessions.map((id) => [id, { answered: null, asked: new Set([null]) }]));

    for (let round = 0; round < 5; round++) {
      let going = true;
      const writers = sessions.map(async (id, n) => {
        for (let i = 0; going; i++) {
          const note = `round ${round} ${i}`;
          const mine = notes.get(id);
          mine.asked.add(note);
          try {
            const answer = await patch(server, id, { note });
            assert.equal(answer.status, 200, answer.text);
            notes.set(id, { answered: note, seq: answer.json.seq, asked: new Set([note]) });
            if (i % 3 === 0) {
              const room = await server.api('POST', '/api/v1/rooms', { name: `${round} ${n} ${i}` }, { 'idempotency-key': `${round} ${n} ${i}` });
              assert.equal(room.status, 201, room.text);
              made.set(room.json.id, room.json);
            }
          } catch (error) {
            if (error.code === 'ERR_ASSERTION') throw error;
            break; /* the server is gone */
          }
        }
      });
      await wait(50 + Math.random() * 250);
      await server.kill();
      going = false;
      await Promise.all(writers);

      const check = await madang(['check', '--db', db]);
      assert.equal(`${check.code} ${check.stdout}${check.stderr}`, '0 ', 'madang check');

      const begun = performance.now();
      server = furnish(await startServer({ db, port, args: ['--now', '2019-08-29T00:00:00Z'] }));
      assert.ok(performance.now() - begun < 10_000);
      const { docs } = await server.state();
      for (const [id, room] of made) assert.equal(docs.rooms[id]?.name, room.name, `round ${round}: an answered room is lost`);
      for (const [id, { asked }] of notes) {
        assert.ok(asked.has(docs.sessions[id].note), `round ${round}: ${id} has the note ${docs.sessions[id].note}, not one of ${[...asked]}`);
        notes.set(id, { asked: new Set([docs.sessions[id].note]) });
      }
      /* Asked again with its key, an answered write is the same one. */
      const last = [...made.values()].at(-1);
      if (last) {
        const again = await server.api('POST', '/api/v1/rooms', { name: last.name }, { 'idempotency-key': last.name });
        assert.deepEqual(again.json, last);
      }
      for (const client of clients) await client.listen(server);
    }
    const fresh = await server.state();
    for (const client of clients) {
      await client.reaches(fresh.seq);
      assert.equal(canonical(client.documents.docs), canonical(fresh.docs));
      assert.equal(client.documents.epoch, fresh.epoch);
      assert.equal(client.resets, 0, 'all by since');
      client.close();
    }
    assert.ok(made.size > 5, `${made.size} rooms were made meanwhile`);
  });
});
