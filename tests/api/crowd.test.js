/*
 * A crowd that comes, sets stars, builds characters and goes, while the server
 * is killed again and again: every answer that was given holds afterwards, and
 * the wall is what a fresh snapshot says.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { canonical } from '../lib/canonical.js';
import { attend, furnish, makeMorning, startHouse, wait } from '../lib/house.js';
import { LiveClient } from '../lib/live-client.js';
import { madang } from '../lib/program.js';
import { startServer, tempFolder } from '../lib/server.js';

const ME = '/api/v1/me';
const TOPICS = 'timetable,characters';
const ROUNDS = 4;
const WRITERS = 12;
const db = path.join(tempFolder(), 'madang.db');
let server = null;

/* What somebody may do next, and what it makes of them once it was answered. */
const deeds = [
  (p, s) => ['PUT', `${ME}/stars/${s}`, undefined, () => p.stars.add(s)],
  (p, s) => ['DELETE', `${ME}/stars/${s}`, undefined, () => p.stars.delete(s)],
  (p, s, n) => ['PUT', `${ME}/avatar`, { set: 'v1', parts: { held: n % 2 ? 'laptop' : 'coffee' } }, () => { p.dressed = true; }],
  (p) => ['DELETE', `${ME}/avatar`, undefined, () => { p.dressed = false; }],
  (p, s, n) => ['PATCH', ME, { name: `Name ${n}`, shown: n % 3 > 0 }, () => Object.assign(p, { name: `Name ${n}`, shown: n % 3 > 0 })],
  (p) => ['DELETE', ME, undefined, () => { p.gone = true; }],
];

async function live(people, sessions, going) {
  for (let n = 0; going(); n++) {
    const made = await attend(server, `Name ${n}`);
    const person = { id: made.id, token: made.token, stars: new Set(), dressed: false, shown: true, name: `Name ${n}`, gone: false, sure: true };
    people.push(person);
    for (let i = 0; i < 8 && going() && !person.gone; i++) {
      const deed = deeds[i === 7 && n % 2 ? 5 : Math.floor(Math.random() * 5)];
      const [method, where, body, then] = deed(person, sessions[Math.floor(Math.random() * sessions.length)], n + i);
      person.sure = false; /* until the answer is here */
      const { status, text } = await server.as(person.token)(method, where, body);
      assert.equal(status, 200, `${method} ${where}: ${text}`);
      then();
      person.sure = true;
    }
  }
}

async function assertHolds(person, characters) {
  const { status, json } = await server.as(person.token)('GET', `${ME}/export`);
  if (person.gone) {
    assert.equal(status, 401, 'who has gone is gone');
    assert.ok(!(person.id in characters));
    return;
  }
  assert.equal(status, 200, 'who was told to be here is here');
  assert.deepEqual(json.stars.map(({ session }) => session).sort(), [...person.stars].sort());
  const { name, shown, avatar } = json.attendee;
  assert.deepEqual({ name, shown, dressed: avatar !== null }, { name: person.name, shown: person.shown, dressed: person.dressed });
  assert.equal(person.id in characters, person.dressed && person.shown);
}

describe('a crowd', () => {
  after(() => server?.stop());

  test('kill -9 amid a crowd loses nothing that was answered, and the wall ends equal', async () => {
    server = await startHouse({ db });
    const { port } = server;
    const ids = await makeMorning(server);
    const sessions = [ids.one, ids.coffee, ids.two, ids.three, ids.four];
    const clients = await Promise.all(Array.from({ length: 3 }, () => LiveClient.open(server, { query: { topics: TOPICS } })));
    const people = [];
    for (let round = 0; round < ROUNDS; round++) {
      let going = true;
      const writers = Array.from({ length: WRITERS }, () => live(people, sessions, () => going)
        .catch((error) => { if (error.code === 'ERR_ASSERTION') throw error; /* else the server is gone */ }));
      await wait(200 + Math.random() * 600);
      clients[round % clients.length].close(); /* sleeps over what comes now */
      await wait(200);
      await server.kill();
      going = false;
      await Promise.all(writers);
      const check = await madang(['check', '--db', db]);
      assert.equal(`${check.code} ${check.stdout}${check.stderr}`, '0 ');
      server = furnish(await startServer({ db, port, args: ['--now', '2019-08-29T00:00:00Z'] }));
      const { docs } = await server.state('characters');
      for (const person of people.filter(({ sure }) => sure)) await assertHolds(person, docs.characters);
      for (const client of clients) await client.listen(server);
    }
    const fresh = await server.state(TOPICS);
    for (const client of clients) {
      await client.reaches(fresh.seq);
      assert.equal(canonical(client.documents.docs), canonical(fresh.docs));
      assert.equal(client.resets, 0, 'all by since');
      client.close();
    }
    assert.ok(people.filter(({ sure }) => sure).length > 20 && people.some(({ gone }) => gone));
  });

  test('who resumes over a deletion is not told the name that was deleted', async () => {
    const before = await server.state(TOPICS);
    const person = await attend(server, 'Needle-before-deletion');
    const ask = server.as(person.token);
    assert.equal((await ask('PUT', `${ME}/avatar`, { set: 'v1' })).status, 200);
    assert.equal((await ask('PATCH', ME, { name: 'Needle-renamed' })).status, 200);
    assert.equal((await ask('DELETE', ME)).status, 200);
    const resume = async () => {
      const client = new LiveClient();
      client.query = { topics: TOPICS };
      client.documents.reset(before);
      await client.listen(server);
      const fresh = await server.state(TOPICS);
      await client.reaches(fresh.seq);
      assert.ok(!JSON.stringify(client.socket.frames).includes('Needle'));
      assert.equal(canonical(client.documents.docs), canonical(fresh.docs));
      client.close();
    };
    await resume();
    const { port } = server;
    await server.kill();
    server = furnish(await startServer({ db, port, args: ['--now', '2019-08-29T00:00:00Z'] }));
    await resume();
  });
});
