/*
 * Tables under those who mean no good, or have no luck: ids that are none,
 * topics of all kinds, keys used again, hosts who are none any more, codes of
 * tables that are over, clocks that go back.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { assertProblem, at, makeMorning, newKey, startHouse, tokenFor, until, wait } from '../lib/house.js';
import { attendAll, makeMeetup, mine } from '../lib/meetups.js';
import { madang } from '../lib/program.js';
import { readQr } from '../lib/qr.js';

const key = (value = newKey()) => ({ 'idempotency-key': value });
const states = async (server, who) => {
  const { places, bookings } = await mine(server, who);
  return [...Object.values(bookings), ...Object.values(places)].map(({ state }) => state);
};

describe('tables under hostile hands', () => {
  let server;
  let ids;
  before(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
  });
  after(() => server.stop());

  test('ids that are none are found nowhere', async () => {
    const [kim] = await attendAll(server, 'Kim');
    const { slots: [slot] } = await makeMeetup(server, ids.kim);
    const { booking } = (await kim.book(slot)).json;
    const n = booking.number;
    for (const id of ['b0', 'b-1', 'b9999999999999999999', 'b9223372036854775807', `b0${n}`, `b+${n}`, `b${n}.0`, `B${n}`, `${n}`, 'b', `b%20${n}`, 'b'.repeat(200)]) {
      const foreign = (answer) => assert.ok(answer.status === 404 || answer.status === 400, `${id}: ${answer.status} ${answer.text}`);
      foreign(await kim.as('DELETE', `/api/v1/bookings/${id}`));
      foreign(await kim.as('POST', `/api/v1/bookings/${id}/confirm`));
      foreign(await kim.as('POST', `/api/v1/places/${id}/choose`));
      for (const word of ['arrived', 'start', 'finish', 'no_show']) foreign(await server.api('POST', `/api/v1/places/${id}/${word}`));
      foreign(await kim.book(id));
    }
    assert.deepEqual(await states(server, kim), ['booked']);
  });

  test('a topic is one line, whatever is in it; else nothing happens', async () => {
    const [kim] = await attendAll(server, 'Kim');
    const { id, slots: [slot] } = await makeMeetup(server, ids.kim);
    for (const topic of ['', ' ', '\u3000', '\u00a0\u2003', 'a\nb', 'a\u001bb', 'a\u0085b', 'a\u2028b', 'x'.repeat(201), '😀'.repeat(201), null, 17, ['x'], { topic: 'x' }]) {
      assertProblem(await kim.book(slot, topic), 422, 'invalid_field', /topic/);
      assertProblem(await kim.as('POST', `/api/v1/meetups/${id}/line`, { topic }), 422, 'invalid_field', /topic/);
    }
    assert.deepEqual(await states(server, kim), []);
    const topic = `‏שלום "C17" </script> ${'👩🏽‍💻'.repeat(20)} \\u0000 'x'; DROP TABLE places; --`;
    assert.equal((await kim.book(slot, topic)).json.booking.topic, topic);
    await until('the topic', async () => (await server.state('meetups')).docs.slots[slot].topics[0] === topic);
  });

  test('numbers that are too large, or none, change nothing', async () => {
    const { id } = await makeMeetup(server, ids.kim);
    for (const minutes of [0, -1, 1441, 1e18, 1e308, '5', 0.5, true, [], {}]) {
      const answer = await server.api('POST', `/api/v1/meetups/${id}/pause`, { minutes });
      assertProblem(answer, 422, 'invalid_field', /minutes/);
    }
    for (const body of [{ seats: 1e18 }, { seats: -1 }, { slot_minutes: 1e308 }, { seats: 1.5 }, { start: at('12:00').replace('2019', '9999') }, { end: at('11:00') }])
      assertProblem(await server.api('PATCH', `/api/v1/meetups/${id}`, body), 422, 'invalid_field');
    assert.equal((await server.good('GET', `/api/v1/meetups/${id}`)).rev, 1);
  });

  test('a pause needs no body', async () => {
    const { id } = await makeMeetup(server, ids.kim);
    const pause = await server.api('POST', `/api/v1/meetups/${id}/pause`, undefined, key('p'));
    assert.deepEqual([pause.status, pause.json.paused, pause.json.paused_until], [200, true, null]);
    assert.equal((await server.api('POST', `/api/v1/meetups/${id}/pause`, undefined, key('p'))).text, pause.text);
    assertProblem(await server.api('POST', `/api/v1/meetups/${id}/pause`, [1]), 400, 'invalid_body');
  });

  test('a `next` that is sent again calls nobody else', async () => {
    const { id } = await makeMeetup(server, ids.kim);
    const [kim, lee] = await attendAll(server, 'Kim', 'Lee');
    await kim.line(id);
    await lee.line(id);
    const first = await server.api('POST', `/api/v1/meetups/${id}/next`, undefined, key('next'));
    const again = await server.api('POST', `/api/v1/meetups/${id}/next`, undefined, key('next'));
    assert.equal(again.text, first.text);
    assert.deepEqual([await states(server, kim), await states(server, lee)], [['called'], ['waiting']]);
    const [one, other] = await Promise.all([1, 2].map(() => server.api('POST', `/api/v1/meetups/${id}/next`, undefined, key('both'))));
    assert.equal(one.text, other.text);
    assert.deepEqual(await states(server, lee), ['called']);
  });

  test('who is host no more has no table from then on', async () => {
    const { token } = await server.good('POST', '/api/v1/tokens', { role: 'host', person: ids.lee, name: 'Lee' });
    const host = server.as(token);
    const { id, place } = await makeMeetup(server, ids.lee);
    const [kim] = await attendAll(server, 'Kim');
    const { place: mineThere } = (await kim.line(id)).json;
    assert.equal((await host('GET', `/api/v1/meetups/${id}/guests`)).status, 200);
    await server.good('DELETE', `/api/v1/people/${ids.lee}/host`);
    for (const [method, path, body] of [['GET', `/meetups/${id}/guests`], ['GET', `/meetups/${id}/presence.svg`], ['POST', `/meetups/${id}/next`], ['POST', `/meetups/${id}/pause`, {}],
      ['POST', `/meetups/${id}/resume`], ['PATCH', `/meetups/${id}`, { seats: 2 }], ['POST', `/places/${mineThere.id}/no_show`],
      ['POST', '/meetups', { host: ids.lee, place, start: at('15:00'), end: at('16:00'), slot_minutes: 15 }]])
      assertProblem(await host(method, `/api/v1${path}`, body), 403, 'forbidden');
    assert.deepEqual(await states(server, kim), ['waiting']);
  });

  test('a host has its own table alone, whatever the row says', async () => {
    const { token } = await server.good('POST', '/api/v1/tokens', { role: 'host', person: ids.lee, name: 'Lee' });
    const host = server.as(token);
    const { id: own } = await makeMeetup(server, ids.lee);
    const { id: foreign, slots: [slot] } = await makeMeetup(server, ids.kim);
    assertProblem(await host('PATCH', `/api/v1/meetups/${own}`, { host: ids.kim }), 403, 'forbidden');
    assertProblem(await host('PATCH', `/api/v1/meetups/${foreign}`, { host: ids.lee }), 403, 'forbidden');
    assertProblem(await host('PATCH', `/api/v1/meetups/${foreign}`, { status: 'cancelled' }), 403, 'forbidden');
    assertProblem(await host('POST', `/api/v1/slots/${own}-0/bookings`, { topic: 'me' }), 409, 'own_table');
    assertProblem(await host('POST', `/api/v1/meetups/${own}/line`, { topic: 'me' }), 409, 'own_table');
    assert.equal((await host('POST', `/api/v1/slots/${slot}/bookings`, { topic: 'a guest elsewhere' })).status, 201);
  });

  test('If-Match and undo keep a table as it is known', async () => {
    const { id, slots: [slot] } = await makeMeetup(server, ids.kim);
    assertProblem(await server.api('PATCH', `/api/v1/meetups/${id}`, { seats: 2 }, { 'if-match': '"7"' }), 412, 'changed_meanwhile');
    const { actions } = await server.good('GET', '/api/v1/actions?limit=1');
    const [kim] = await attendAll(server, 'Kim');
    await kim.book(slot);
    assertProblem(await server.api('POST', `/api/v1/actions/${actions[0].id}/undo`), 409, 'in_use');
    const moved = await server.api('PATCH', `/api/v1/meetups/${id}`, { start: at('14:00'), end: at('15:00') }, { 'if-match': '"1"' });
    assert.equal(moved.status, 200, moved.text);
    assert.equal(Object.values((await mine(server, kim)).bookings)[0].start, at('14:00'));
    await server.good('POST', `/api/v1/actions/${moved.json.action}/undo`);
    assert.equal(Object.values((await mine(server, kim)).bookings)[0].start, at('12:00'));
  });

  test('closed, it keeps who is there and takes nobody; open again, who waits comes first', async () => {
    const { id, slots: [slot] } = await makeMeetup(server, ids.kim);
    const [kim, lee, han] = await attendAll(server, 'Kim', 'Lee', 'Han');
    const { booking } = (await kim.book(slot)).json;
    assertProblem(await lee.book(slot), 409, 'slot_full');
    await server.good('PATCH', `/api/v1/meetups/${id}`, { status: 'closed' });
    await kim.as('DELETE', `/api/v1/bookings/${booking.id}`);
    assert.deepEqual(await states(server, lee), ['waiting']);
    assertProblem(await han.book(slot), 409, 'closed');
    assertProblem(await han.line(id), 409, 'closed');
    await server.good('PATCH', `/api/v1/meetups/${id}`, { status: 'open' });
    assert.deepEqual(await states(server, lee), ['booked']);
  });

  test('another table is told to all who come, once', async () => {
    const { id, slots: [slot] } = await makeMeetup(server, ids.kim);
    const [kim, lee] = await attendAll(server, 'Kim', 'Lee');
    await kim.book(slot);
    await lee.line(id);
    await server.good('PATCH', `/api/v1/meetups/${id}`, { place: ids.B });
    for (const who of [kim, lee]) assert.deepEqual(Object.values((await mine(server, who)).notices).map(({ changes }) => changes), [['elsewhere']]);
  });

  test('two tables of one host at one time: one line place, no two seats', async () => {
    const [one, other] = [await makeMeetup(server, ids.kim), await makeMeetup(server, ids.kim)];
    const [kim] = await attendAll(server, 'Kim');
    const first = (await kim.line(one.id)).json.place;
    const second = await kim.line(other.id);
    assertProblem(second, 409, 'already_waiting');
    assert.equal(second.json.place.id, first.id);
    await kim.book(one.slots[0]);
    assertProblem(await kim.book(other.slots[0]), 409, 'overlap');
    assert.equal((await kim.book(other.slots[1])).status, 201, 'which only touches it');
  });

  test('nobody but its people works a table', async () => {
    const { id } = await makeMeetup(server, ids.kim);
    const [kim] = await attendAll(server, 'Kim');
    const { place } = (await kim.line(id)).json;
    for (const role of ['attendee', 'screen', 'steward']) {
      const as = server.as(await tokenFor(server, role));
      for (const path of [`meetups/${id}/next`, `meetups/${id}/pause`, `meetups/${id}/resume`, ...['arrived', 'start', 'finish', 'no_show'].map((word) => `places/${place.id}/${word}`)])
        assertProblem(await as('POST', `/api/v1/${path}`), 403, 'forbidden');
      assertProblem(await as('GET', `/api/v1/meetups/${id}/guests`), 403, 'forbidden');
    }
    assert.deepEqual(await states(server, kim), ['waiting']);
  });
});

describe('tables across a crash, and a clock that goes back', () => {
  const seen = async (server, who, id) => {
    const [, code] = readQr((await server.api('GET', `/api/v1/meetups/${id}/presence.svg`)).text).split('#here/');
    return who.as('POST', '/api/v1/presence', { code });
  };

  test('what was answered is answered again, and nobody is called twice', async () => {
    let server = await startHouse({ now: at('11:59') });
    const ids = await makeMorning(server);
    const { id, slots: [slot] } = await makeMeetup(server, ids.kim);
    const guests = await attendAll(server, 'Kim', 'Lee', 'Han');
    const [kim, lee, han] = guests;
    const booked = await kim.book(slot, 'C17', key('book'));
    const full = await lee.book(slot, 'C17', key('full'));
    assertProblem(full, 409, 'slot_full');
    await lee.line(id);
    await han.line(id);
    const called = await server.api('POST', `/api/v1/meetups/${id}/next`, undefined, key('next'));
    await server.kill();
    const { db, port, token } = server;
    server = await startHouse({ db, port, token, now: at('09:30') }); /* and the clock went back */
    const as = ({ token: theirs }) => server.as(theirs);
    for (const guest of guests) guest.as = as(guest);
    assert.equal((await kim.as('POST', `/api/v1/slots/${slot}/bookings`, { topic: 'C17' }, key('book'))).text, booked.text);
    const again = await lee.as('POST', `/api/v1/slots/${slot}/bookings`, { topic: 'C17' }, key('full'));
    assert.deepEqual([again.status, again.text], [409, full.text]);
    assert.equal((await server.api('POST', `/api/v1/meetups/${id}/next`, undefined, key('next'))).text, called.text);
    assert.deepEqual(await Promise.all(guests.map((guest) => states(server, guest))), [['booked'], ['waiting', 'called'], ['waiting']]);
    await until('the line, ahead again', async () => (await server.state('meetups')).docs.lines[id].state === 'ahead');
    /* All goes on as before: who was called comes, talks, and has done. */
    const { place } = called.json;
    assert.equal((await seen(server, lee, id)).json.place.state, 'arrived');
    for (const word of ['start', 'finish']) assert.equal((await server.api('POST', `/api/v1/places/${place.id}/${word}`)).status, 200);
    assert.equal((await server.api('POST', `/api/v1/meetups/${id}/next`)).json.place.name, 'Han');
    await server.stop({ keep: true });
    const check = await madang(['check', '--db', db]);
    assert.equal(`${check.code} ${check.stdout}${check.stderr}`, '0 ');
  });

  test('a clock that cannot be written is asked again in a second, and not all the time', async () => {
    const server = await startHouse({ now: at('11:58'), speed: 20 });
    const ids = await makeMorning(server);
    const { id } = await makeMeetup(server, ids.kim);
    const sql = (text) => execFileSync('sqlite3', ['-cmd', '.timeout 5000', server.db, text]);
    const failures = () => server.log().split('clock_failed').length - 1;
    sql('CREATE TRIGGER broken AFTER UPDATE OF phase ON lines BEGIN INSERT INTO nowhere VALUES (1); END');
    await until('a clock that fails', failures);
    await wait(1500);
    assert.ok(failures() <= 3, `${failures()} times`);
    sql('DROP TRIGGER broken');
    await until('the line, open', async () => (await server.state('meetups')).docs.lines[id].state === 'open');
    await server.stop();
  });

  test('a table that was cancelled, or is over, has nobody to see', async () => {
    const server = await startHouse({ now: at('11:59') });
    const ids = await makeMorning(server);
    const { id } = await makeMeetup(server, ids.kim);
    const [kim] = await attendAll(server, 'Kim');
    await kim.line(id);
    assert.equal((await seen(server, kim, id)).json.place.present, true);
    await server.good('PATCH', `/api/v1/meetups/${id}`, { status: 'cancelled' });
    assertProblem(await seen(server, kim, id), 409, 'no_place');
    assertProblem(await server.api('POST', `/api/v1/meetups/${id}/next`), 409, 'closed');
    assert.deepEqual(await states(server, kim), ['left']);
    const { id: over } = await makeMeetup(server, ids.kim, { start: at('11:00'), end: at('12:00') });
    await kim.line(over);
    await server.good('PATCH', `/api/v1/meetups/${over}`, { start: at('10:00'), end: at('11:00') });
    await until('its end', async () => (await states(server, kim)).every((state) => state === 'left'));
    assertProblem(await seen(server, kim, over), 409, 'no_place');
    assertProblem(await kim.line(over), 409, 'closed');
    await server.stop();
  });
});
