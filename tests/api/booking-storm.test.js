/*
 * A storm of bookings, waits, lines and calls at a few tables with few seats,
 * while the server is killed fifty times at random moments. After each: every
 * answer ever given holds in the file, what was in flight is asked again by
 * its key and answered once, the phones' documents are those of a fresh one,
 * and `madang check` has nothing to say.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { canonical } from '../lib/canonical.js';
import { instant, until, wait } from '../lib/house.js';
import { LiveClient } from '../lib/live-client.js';
import { madang } from '../lib/program.js';
import { startServer, tempFolder } from '../lib/server.js';
import { Asker, Ledger, Lost } from '../lib/storm.js';

const KILLS = 50;
const GUESTS = 14;
const SPEED = 60;               /* a second is a minute: slots come, calls and confirmations run out */
const BEGIN = Date.UTC(2019, 7, 29, 1);
const MINUTE = 60_000;
const TOPICS = 'meetups,me';

/* What such a storm has at least one of: else it tests less than it says. */
const EVERY = ['book 201', 'book slot_full', 'wait 201', 'give back 200', 'confirm 200', 'line 201', 'next 200', 'arrived 200', 'start 200', 'finish 200'];

const begun = performance.now();
const houseNow = () => BEGIN + Math.round((performance.now() - begun) * SPEED);
const pick = (list) => list[randomInt(list.length)];

const db = path.join(tempFolder(), 'madang.db');
const ledger = new Ledger();
let server = null;
let port = 0;
let going = false;
let topics = 0;

async function start() {
  server = await startServer({ db, port, args: ['--now', new Date(houseNow()).toISOString(), '--speed', String(SPEED)] });
  server.as = (token) => (method, where, body, headers) => server.api(method, where, body, { authorization: token && `Bearer ${token}`, ...headers });
  port = server.port;
}

/* --- whom there is ----------------------------------------------------------- */

async function make(where, body) {
  const { status, json, text } = await server.api('POST', `/api/v1/${where}`, body);
  assert.equal(status, 201, text);
  return json;
}

/* Three hosts, each with a table; the third one's second opens by draw. */
async function makeTables() {
  await server.api('PATCH', '/api/v1/event', { title: 'Storm', zone: 'Asia/Seoul', max_bookings: 4 });
  const hosts = [];
  for (const [n, seats] of [1, 2, 1].entries()) {
    const person = (await make('people', { name: `Host ${n}` })).id;
    const place = (await make('rooms', { name: `Table ${n}`, kind: 'table' })).id;
    const table = { host: person, place, slot_minutes: 10, seats, start: instant(BEGIN - 10 * MINUTE), end: instant(BEGIN + 240 * MINUTE) };
    const meetups = [(await make('meetups', table)).id];
    if (n === 2) meetups.push((await make('meetups', { ...table, walk_in: false, draw: true, opens: instant(houseNow() + 10 * MINUTE), start: instant(BEGIN + 30 * MINUTE) })).id);
    const { token } = await make('tokens', { role: 'host', name: 'Host', person });
    hosts.push({ meetups, asker: new Asker(() => server, token, ledger) });
  }
  return hosts;
}

async function makeGuests() {
  const guests = [];
  for (let n = 0; n < GUESTS; n++) {
    const { token, id } = await make('attendees', { name: `Guest ${n}`, language: 'ko' });
    guests.push({ id, token, asker: new Asker(() => server, token, ledger), phone: await LiveClient.open(server, { query: { topics: TOPICS }, options: { token } }) });
  }
  return guests;
}

/* --- what they do ---------------------------------------------------------------- */

const topic = () => ({ topic: `topic ${topics++}` });
const values = (docs, name) => Object.values(docs[name] ?? {});

/* The slots that everybody wants: the next ones. */
function wanted(docs) {
  const now = houseNow();
  return values(docs, 'slots').filter(({ expected_start: start }) => Date.parse(start) > now && Date.parse(start) < now + 40 * MINUTE);
}

function ownIn(docs, states) {
  return [...values(docs, 'bookings'), ...values(docs, 'places')].filter(({ state }) => states.includes(state));
}

/* What a guest may ask for; null where there is nothing to ask it of. */
const of = (list, ask) => (list.length > 0 ? ask(pick(list)) : null);
const inLine = (docs) => ownIn(docs, ['waiting', 'called']).filter(({ slot }) => !slot);
const deeds = [
  [8, (docs) => of(wanted(docs), ({ id }) => ['book', 'POST', `slots/${id}/bookings`, topic()])],
  [2, (docs) => of(wanted(docs).filter(({ free }) => free === 0), ({ id }) => ['wait', 'POST', `slots/${id}/waiting`, topic()])],
  [3, (docs) => of(ownIn(docs, ['booked', 'waiting']).filter(({ slot }) => slot), ({ id }) => ['give back', 'DELETE', `bookings/${id}`])],
  [6, (docs) => of(ownIn(docs, ['booked']).filter((one) => one.confirm_by), ({ id }) => ['confirm', 'POST', `bookings/${id}/confirm`])],
  [3, (docs) => of(values(docs, 'lines').filter((line) => line.walk_in), ({ id }) => ['line', 'POST', `meetups/${id}/line`, topic()])],
  [1, (docs) => of(inLine(docs), ({ meetup }) => ['pass', 'POST', `meetups/${meetup}/line/pass`])],
  [1, (docs) => of(inLine(docs), ({ meetup }) => ['leave', 'DELETE', `meetups/${meetup}/line`])],
  [4, (docs) => of(ownIn(docs, ['called']).filter((one) => one.choose), ({ id }) => ['choose', 'POST', `places/${id}/choose`])],
].flatMap(([weight, deed]) => Array(weight).fill(deed));

async function attend({ asker, phone }) {
  while (going) {
    const [name, method, where, body] = pick(deeds)(phone.documents.docs) ?? [];
    if (name) await asker.ask(name, method, `/api/v1/${where}`, body);
    else await wait(1);
  }
}

const STEPS = { called: ['arrived', 'arrived', 'no_show'], arrived: ['start'], talking: ['finish', 'finish', 'extend'] };

async function host({ asker, meetups }) {
  while (going) {
    const meetup = pick(meetups);
    await asker.ask('next', 'POST', `/api/v1/meetups/${meetup}/next`);
    const { guests = [] } = await asker.read(`/api/v1/meetups/${meetup}/guests`);
    for (const { id, state } of guests.filter((one) => STEPS[one.state])) {
      const step = pick(STEPS[state]);
      await asker.ask(step, 'POST', `/api/v1/places/${id}/${step}`, step === 'extend' ? { minutes: 5 } : undefined);
    }
  }
}

/* --- what must be true then -------------------------------------------------- */

/* Both as of one moment: the server's clock goes on. */
function readFile() {
  const sql = 'BEGIN; SELECT s.*, m.draw FROM slots AS s JOIN meetups AS m ON m.id = s.meetup; SELECT * FROM places; COMMIT;';
  const text = execFileSync('sqlite3', ['-json', db, sql], { encoding: 'utf8', maxBuffer: 1 << 26 });
  const [slots, places = []] = text.trim().split(/\n(?=\[)/).map((list) => JSON.parse(list));
  return { slots, rows: places };
}

function assertFile() {
  const { slots, rows } = readFile();
  ledger.assertHolds(rows);
  /* What nothing but counting can say: seats, and lists without a gap. */
  const open = rows.filter((row) => row.ended_at === null);
  for (const slot of slots) {
    const here = rows.filter((row) => row.slot === slot.id);
    const seated = here.filter(({ state }) => ['booked', 'called', 'arrived', 'talking', 'done'].includes(state));
    assert.equal(seated.length, slot.taken, slot.id);
    assert.ok(slot.taken <= slot.seats, slot.id);
    const waiting = here.filter(({ state }) => state === 'waiting');
    assert.equal(waiting.length, slot.waiting_first + slot.waiting_again, slot.id);
    /* Who came into the second tier by a chat meanwhile stands behind there, so the order of asking is the first one's. */
    const [first, again] = [0, 1].map((tier) => waiting.filter((row) => row.tier === tier).sort((a, b) => a.turn - b.turn));
    if (!slot.draw) assert.deepEqual(first.map(({ id }) => id), first.map(({ id }) => id).sort((a, b) => a - b), `${slot.id}: in the order of asking`);
    for (const list of [first, again]) assert.equal(new Set(list.map(({ turn }) => turn)).size, list.length, `${slot.id}: one turn each`);
  }
  const lines = new Set(open.filter(({ slot }) => !slot).map(({ attendee, host: whom }) => `${attendee} ${whom}`));
  assert.equal(lines.size, open.filter(({ slot }) => !slot).length, 'two places in one line');
}

/* Which documents differ, and how. How long a wait takes is an estimate of the moment when the
   document was written: each booking at the table changes it, and nobody is told for that alone. */
function differences(ours, theirs) {
  const names = [...new Set([ours, theirs].flatMap((docs) => Object.entries(docs).flatMap(([name, list]) => Object.keys(list).map((id) => `${name}/${id}`))))];
  const one = (docs, name) => {
    const [collection, id] = name.split('/');
    const { wait_minutes: estimate, ...doc } = docs[collection]?.[id] ?? {};
    return canonical(collection === 'places' ? doc : { ...doc, estimate });
  };
  return names.filter((name) => one(ours, name) !== one(theirs, name)).map((name) => `${name}: ${one(ours, name)} is ${one(theirs, name)}`);
}

/* The phone's documents are those of one that comes fresh, as soon as nothing moves. */
async function assertEqual({ phone, token }) {
  let wrong = [];
  const fresh = async () => {
    const client = await LiveClient.open(server, { query: { topics: TOPICS }, options: { token } });
    await client.socket.frame((frame) => frame.why === 'me');
    client.close();
    wrong = differences(phone.documents.docs, client.documents.docs);
    return wrong.length === 0;
  };
  await until('the phone is as a fresh one', fresh).catch(() => assert.deepEqual(wrong, []));
}

describe('a storm at the tables', () => {
  after(() => server?.stop());

  test(`kill -9, ${KILLS} times: nothing that was answered is lost, and nothing is done twice`, { timeout: 600_000 }, async () => {
    await start();
    const hosts = await makeTables();
    const guests = await makeGuests();
    const askers = [...hosts, ...guests].map(({ asker }) => asker);
    let lost = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      going = true;
      const writers = [...hosts.map(host), ...guests.map(attend)].map((writer) => writer.catch((error) => error));
      await wait(50 + randomInt(300));
      await server.kill();
      going = false;
      for (const error of await Promise.all(writers)) if (error && !(error instanceof Lost)) throw error;
      const check = await madang(['check', '--db', db]);
      assert.equal(`${check.code} ${check.stdout}${check.stderr}`, '0 ');
      await start();
      for (const { phone } of guests) await phone.listen(server);
      for (const again of await Promise.all(askers.map((asker) => asker.again()))) lost += Number(again);
      for (const before of ledger.some(10)) await before.request.asker.assertSame(before);
      assertFile();
      await assertEqual(guests[kill % GUESTS]);
    }
    for (const guest of guests) {
      await assertEqual(guest);
      assert.equal(guest.phone.resets, 0, 'all by since');
      guest.phone.close();
    }
    assert.ok(lost > KILLS, `only ${lost} were in flight`);
    for (const deed of EVERY) assert.ok(ledger.counts[deed] > 0, `no "${deed}" among ${JSON.stringify(ledger.counts)}`);
  });
});
