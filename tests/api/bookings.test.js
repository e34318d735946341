/*
 * Seats at a host's table: booked, waited for, drawn, confirmed, given back;
 * each refusal; and that a refusal which put one on the waiting list is kept
 * like any answer. The clock stands at nine in Seoul; a test that needs another
 * time starts the server again with it.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { assertProblem, at, makeMorning, newKey, startHouse, until } from '../lib/house.js';
import { attendAll, makeMeetup, mine } from '../lib/meetups.js';

const byId = (method, id) => [method, `/api/v1/bookings/${id}`];
const wait = (who, slot, topic = 'x') => who.as('POST', `/api/v1/slots/${slot}/waiting`, { topic });
const giveBack = (who, id, headers) => who.as(...byId('DELETE', id), undefined, headers);
const confirm = (who, id) => who.as('POST', `/api/v1/bookings/${id}/confirm`);
const booked = async (answer) => {
  const { status, text, json } = await answer;
  assert.equal(status, 201, text);
  return json.booking;
};
/* The waiting booking that a full slot's refusal tells. */
const queued = async (answer) => {
  const got = await answer;
  assertProblem(got, 409, 'slot_full');
  return got.json;
};

describe('a seat in a slot', () => {
  let server;
  let ids;
  let kim;
  let lee;
  let han;
  let table;

  before(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
    [kim, lee, han] = await attendAll(server, 'Kim', 'Lee', 'Han');
  });
  after(() => server.stop());
  const person = async (name) => (await server.good('POST', '/api/v1/people', { name })).id;
  /* Of a host who has no other. */
  const fresh = async (more) => { table = await makeMeetup(server, await person('A host'), more); };

  test('is booked once, and the answer is the document that its owner gets', async () => {
    await fresh({ seats: 2 });
    const booking = await booked(kim.book(table.slots[0], 'testing'));
    assert.equal(booking.state, 'booked');
    assert.deepEqual([booking.slot, booking.topic, booking.start, booking.end], [table.slots[0], 'testing', at('12:00'), at('12:15')]);
    assert.equal(booking.id, `b${booking.number}`);
    assert.deepEqual((await mine(server, kim)).bookings[booking.id], booking);
    assert.equal((await mine(server, lee)).bookings[booking.id], undefined);
    const again = await kim.book(table.slots[0]);
    assertProblem(again, 409, 'already_booked');
    assert.deepEqual(again.json.booking, booking);
    await until('the slot tells its topics', async () => {
      const slot = (await server.state('meetups')).docs.slots[table.slots[0]];
      return slot.free === 1 && slot.topics.includes('testing');
    });
    assert.equal((await giveBack(kim, booking.id)).status, 200);
  });

  test('takes any topic as text, and none that says nothing', async () => {
    await fresh();
    const topic = '<script>alert("x")</script> & \'"\\';
    const booking = await booked(kim.book(table.slots[0], topic));
    assert.equal(booking.topic, topic);
    await giveBack(kim, booking.id);
    const longest = '가'.repeat(200);
    const other = await booked(kim.book(table.slots[0], longest));
    assert.equal(other.topic, longest);
    await giveBack(kim, other.id);
    for (const wrong of ['', '   ', 'two\nlines', `${longest}가`, 'x'.repeat(10_000), null, 17, ['x']]) {
      const answer = await kim.as('POST', `/api/v1/slots/${table.slots[0]}/bookings`, { topic: wrong });
      assertProblem(answer, 422, 'invalid_field', /^topic/);
      assertProblem(await wait(kim, table.slots[0], wrong), 422, 'invalid_field', /^topic/);
    }
    assertProblem(await kim.as('POST', `/api/v1/slots/${table.slots[0]}/bookings`, {}), 422, 'invalid_field', /^topic/);
    assertProblem(await kim.as('POST', `/api/v1/slots/${table.slots[0]}/bookings`, { topic: 'x', tpoic: 1 }), 422, 'unknown_field');
    assert.equal((await kim.as('POST', `/api/v1/slots/${table.slots[0]}/bookings`, [])).status, 400);
  });

  test('is nobody else\'s to see, give back or confirm', async () => {
    await fresh();
    const { id } = await booked(kim.book(table.slots[0]));
    for (const wrong of [id, 'b999999', 'b0', 'x', 'm1-0']) {
      assertProblem(await giveBack(lee, wrong), 404, 'not_found');
      assertProblem(await confirm(lee, wrong), 404, 'not_found');
    }
    assertProblem(await lee.book('m999-0'), 404, 'not_found');
    assertProblem(await wait(lee, `${table.id}-4`), 404, 'not_found');
    assert.equal((await mine(server, kim)).bookings[id].state, 'booked');
    assert.equal((await giveBack(kim, id)).status, 200);
    const again = await giveBack(kim, id);
    assertProblem(again, 409, 'wrong_state');
    assert.equal(again.json.state, 'left');
    assertProblem(await confirm(kim, id), 409, 'wrong_state');
  });

  test('is given back only as it was seen, with If-Match', async () => {
    await fresh();
    const { id, rev } = await booked(kim.book(table.slots[0]));
    const stale = await giveBack(kim, id, { 'if-match': `"${rev + 1}"` });
    assertProblem(stale, 412, 'changed_meanwhile');
    assert.equal(stale.json.document.id, id);
    const left = (await giveBack(kim, id, { 'if-match': `"${rev}"` })).json.booking;
    assert.deepEqual([left.state, left.why], ['left', 'given_back']);
  });

  test('is refused where one sits elsewhere at that time, or has enough', async () => {
    await fresh();
    const other = await makeMeetup(server, ids.lee, { start: at('12:05'), end: at('13:05') });
    const [guest] = await attendAll(server, 'Guest');
    const first = await booked(guest.book(table.slots[0]));
    const overlap = await guest.book(other.slots[0]);
    assertProblem(overlap, 409, 'overlap');
    assert.deepEqual(overlap.json.booking, first);
    await booked(guest.book(table.slots[1]));
    await booked(guest.book(table.slots[2]));
    assertProblem(await guest.book(table.slots[3]), 409, 'limit');
    await server.good('PATCH', '/api/v1/event', { max_bookings: 4 });
    await booked(guest.book(table.slots[3]));
    await server.good('PATCH', '/api/v1/event', { max_bookings: 3 });
  });

  test('is refused to a speaker whose own talk runs then, and at the own table', async () => {
    /* "four" is Lee's talk, from ten to a quarter to eleven. */
    await fresh({ start: at('10:30'), end: at('11:30') });
    const own = await makeMeetup(server, ids.lee);
    const { token } = await server.good('POST', '/api/v1/tokens', { role: 'host', person: ids.lee, name: 'Lee' });
    const book = (slot) => server.as(token)('POST', `/api/v1/slots/${slot}/bookings`, { topic: 'x' });
    const talk = await book(table.slots[0]);
    assertProblem(talk, 409, 'own_talk');
    assert.equal(talk.json.session, ids.four);
    assert.equal((await book(table.slots[1])).status, 201);
    assertProblem(await book(own.slots[0]), 409, 'own_table');
  });

  test('is not to be had at a closed or cancelled meetup, or before it opens', async () => {
    for (const status of ['closed', 'cancelled']) {
      await fresh();
      await server.good('PATCH', `/api/v1/meetups/${table.id}`, { status });
      assertProblem(await kim.book(table.slots[0]), 409, 'closed');
      assertProblem(await wait(kim, table.slots[0]), 409, 'closed');
    }
    await fresh({ opens: at('09:30') });
    assertProblem(await kim.book(table.slots[0]), 409, 'not_open');
  });

  test('that is full puts one on the waiting list, and says where', async () => {
    await fresh();
    await booked(kim.book(table.slots[0]));
    const answer = await lee.book(table.slots[0], 'me too');
    assertProblem(answer, 409, 'slot_full');
    const { waiting_place: place, next_free: free, booking } = answer.json;
    assert.equal(place, 1);
    assert.deepEqual(free.map(({ id }) => id), table.slots.slice(1));
    assert.deepEqual(free[0], { id: table.slots[1], start: at('12:15'), end: at('12:30'), free: 1 });
    assert.deepEqual([booking.state, booking.topic, booking.waiting_place], ['waiting', 'me too', 1]);
    assert.deepEqual((await mine(server, lee)).bookings[booking.id], booking);
    /* Asked again, nobody waits twice. */
    assert.equal((await queued(lee.book(table.slots[0], 'another'))).booking.id, booking.id);
    const waits = await wait(lee, table.slots[0]);
    assert.deepEqual([waits.status, waits.json.waiting_place, waits.json.booking.topic], [201, 1, 'me too']);
    assert.equal((await wait(han, table.slots[0])).json.waiting_place, 2);
    assertProblem(await wait(han, table.slots[1]), 409, 'slot_free');
    await giveBack(lee, booking.id);
    const next = Object.values((await mine(server, han)).bookings).find(({ state }) => state === 'waiting');
    assert.equal(next.waiting_place, 1);
    await giveBack(han, next.id);
  });

  test('that comes free goes at once to the first who is free then', async () => {
    await fresh();
    const other = await makeMeetup(server, ids.lee);
    const people = await attendAll(server, 'First', 'Second', 'Third', 'Fourth');
    const [first, second, third, fourth] = people;
    const seat = await booked(first.book(table.slots[0]));
    const [busy, next, last] = [
      await queued(second.book(table.slots[0])), await queued(third.book(table.slots[0])), await queued(fourth.book(table.slots[0])),
    ].map(({ booking }) => booking.id);
    const elsewhere = await booked(second.book(other.slots[0]));
    await giveBack(first, seat.id);
    const got = (await mine(server, third)).bookings[next];
    assert.equal(got.state, 'booked');
    assert.equal(Date.parse(got.confirm_by) - Date.parse(got.since), 10 * 60_000);
    const notices = Object.values((await mine(server, third)).notices);
    assert.deepEqual(notices.map(({ place, changes, until: by }) => [place, changes, by]), [[next, ['seat'], got.confirm_by]]);
    assert.equal((await mine(server, second)).bookings[busy].state, 'waiting');
    const kept = (await confirm(third, next)).json.booking;
    assert.deepEqual([kept.state, kept.confirm_by], ['booked', null]);
    assert.equal((await confirm(third, next)).status, 200, 'twice is fine');
    await giveBack(second, elsewhere.id);
    await giveBack(third, next);
    assert.equal((await mine(server, second)).bookings[busy].state, 'booked', 'is free now, and before the last');
    assert.equal((await mine(server, fourth)).bookings[last].waiting_place, 1);
  });

  test('goes on to the next when its holder goes', async () => {
    await fresh();
    const [first, second] = await attendAll(server, 'First', 'Second');
    const seat = await booked(first.book(table.slots[0], 'secret plans'));
    const { booking } = await queued(second.book(table.slots[0]));
    const all = (await first.as('GET', '/api/v1/me/export')).json;
    assert.deepEqual(all.places.map(({ place }) => place.id), [seat.id]);
    assert.equal((await first.as('DELETE', '/api/v1/me')).status, 200);
    assert.equal((await mine(server, second)).bookings[booking.id].state, 'booked');
    await until('the topic is gone from the slot', async () => !JSON.stringify(await server.state('meetups')).includes('secret plans'));
  });

  test('is one among five hundred who ask at once', async () => {
    await fresh();
    const crowd = await attendAll(server, ...Array.from({ length: 500 }, (_, i) => `Guest ${i}`));
    const answers = await Promise.all(crowd.map((one) => one.book(table.slots[0])));
    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
    const places = answers.filter(({ status }) => status === 409).map(({ json }) => json.waiting_place);
    assert.deepEqual(places.sort((a, b) => a - b), Array.from({ length: 499 }, (_, i) => i + 1));
  });
});

describe('with a key', () => {
  test('the first answer is given again, a refusal too, also after a restart', async () => {
    let server = await startHouse();
    const ids = await makeMorning(server);
    const table = await makeMeetup(server, ids.kim);
    const [kim, lee] = await attendAll(server, 'Kim', 'Lee');
    const key = { 'idempotency-key': newKey() };
    const first = await kim.book(table.slots[0], 'x', key);
    const full = await lee.book(table.slots[0], 'x', key);
    assert.equal(first.status, 201, first.text);
    assertProblem(full, 409, 'slot_full');
    const same = async () => {
      for (const [who, answer] of [[kim, first], [lee, full]]) {
        const again = await server.as(who.token)('POST', `/api/v1/slots/${table.slots[0]}/bookings`, { topic: 'x' }, key);
        assert.deepEqual([again.status, again.text, again.headers.get('content-type')], [answer.status, answer.text, answer.headers.get('content-type')]);
        assertProblem(await server.as(who.token)('POST', `/api/v1/slots/${table.slots[0]}/bookings`, { topic: 'y' }, key), 422, 'key_reused');
        assert.equal(Object.keys((await mine(server, who)).bookings).length, 1);
      }
    };
    await same();
    await server.stop({ keep: true });
    server = await startHouse({ db: server.db });
    await same();
    /* What was refused without a trace is asked anew. */
    const other = { 'idempotency-key': newKey() };
    const again = server.as(kim.token);
    assertProblem(await again('POST', `/api/v1/slots/${table.slots[0]}/bookings`, { topic: 'x' }, other), 409, 'already_booked');
    await again(...byId('DELETE', first.json.booking.id));
    assertProblem(await again('POST', `/api/v1/slots/${table.slots[0]}/bookings`, { topic: 'x' }, other), 409, 'slot_full');
    await server.stop();
  });
});

describe('later', () => {
  /* The same house at another time. */
  const later = async (server, now) => {
    await server.stop({ keep: true });
    return startHouse({ db: server.db, now });
  };
  const book = (server, who, slot) => server.as(who.token)('POST', `/api/v1/slots/${slot}/bookings`, { topic: 'x' });

  test('a slot that has begun, and a meetup that is over, take nobody', async () => {
    let server = await startHouse();
    const ids = await makeMorning(server);
    const table = await makeMeetup(server, ids.kim);
    const [kim] = await attendAll(server, 'Kim');
    server = await later(server, at('12:10'));
    assertProblem(await book(server, kim, table.slots[0]), 409, 'past_slot');
    assert.equal((await book(server, kim, table.slots[1])).status, 201);
    server = await later(server, at('13:00'));
    assertProblem(await book(server, kim, table.slots[3]), 409, 'closed');
    await server.stop();
  });

  test('a seat that is not confirmed in time goes to the next', async () => {
    let server = await startHouse();
    const ids = await makeMorning(server);
    const table = await makeMeetup(server, ids.kim);
    const [kim, lee, han] = await attendAll(server, 'Kim', 'Lee', 'Han');
    const seat = await booked(kim.book(table.slots[0]));
    const [second, third] = [await queued(lee.book(table.slots[0])), await queued(han.book(table.slots[0]))].map(({ booking }) => booking.id);
    await giveBack(kim, seat.id);
    assert.equal((await mine(server, lee)).bookings[second].state, 'booked');
    server = await later(server, at('09:11'));
    const next = await until('the next one has it', async () => {
      const now = (await mine(server, han)).bookings[third];
      return now.state === 'booked' && now;
    });
    assert.equal(Date.parse(next.confirm_by) - Date.parse(next.since), 10 * 60_000);
    const { bookings, notices } = await mine(server, lee);
    assert.deepEqual([bookings[second].state, bookings[second].why], ['left', 'lapsed']);
    assert.deepEqual(Object.values(notices).map(({ changes }) => changes), [['lapsed']]);
    assertProblem(await server.as(lee.token)('POST', `/api/v1/bookings/${second}/confirm`), 409, 'wrong_state');
    await server.stop();
  });

  test('a draw is what anybody makes of the seed, whose hash was told before', async () => {
    let server = await startHouse();
    const ids = await makeMorning(server);
    const table = await makeMeetup(server, ids.kim, { draw: true, opens: at('09:00') });
    const line = async () => (await server.state('meetups')).docs.lines[table.id];
    const told = await until('the line', line);
    assert.equal(told.seed, null);
    const crowd = await attendAll(server, ...Array.from({ length: 12 }, (_, i) => `Guest ${i}`));
    const asked = [];
    for (const one of crowd) asked.push({ one, ...await booked(one.book(table.slots[0])) });
    assert.ok(asked.every(({ state }) => state === 'waiting'));
    server = await later(server, at('09:02'));
    const [late] = await attendAll(server, 'Late');
    const { waiting_place: place } = await queued(late.book(table.slots[0]));
    assert.equal(place, 12, 'behind all who were there in the first minute');
    const { seed } = await until('the seed', async () => { const doc = await line(); return doc?.seed && doc; });
    assert.equal(createHash('sha256').update(seed).digest('hex'), told.seed_hash);
    const hash = ({ number }) => createHash('sha256').update(`${seed}:${number}`).digest('hex');
    const order = asked.map((lot) => ({ lot, hash: hash(lot) })).sort((a, b) => (a.hash < b.hash ? -1 : 1));
    for (const [i, { lot }] of order.entries()) {
      const { bookings, notices } = await mine(server, lot.one);
      const now = bookings[lot.id];
      assert.deepEqual([now.state, now.waiting_place], i === 0 ? ['booked', null] : ['waiting', i]);
      assert.deepEqual(Object.values(notices).map(({ changes }) => changes), [[i === 0 ? 'drawn' : 'not_drawn']]);
    }
    await server.stop();
  });
});
