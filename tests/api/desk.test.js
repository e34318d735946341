/*
 * The host's desk over HTTP: calling, chats, absence, two tables at once, and
 * what is refused to whom; and the clock, by a house that runs fast.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertProblem, at, makeMorning, startHouse, until } from '../lib/house.js';
import { attendAll, makeMeetup, mine } from '../lib/meetups.js';

const post = (server, path, body) => server.api('POST', `/api/v1${path}`, body);
const next = (server, meetup) => server.good('POST', `/api/v1/meetups/${meetup}/next`);
const desk = (server, place, word, body) => post(server, `/places/${place}/${word}`, body);
const words = async (server, who) => Object.values((await mine(server, who)).notices).flatMap(({ changes }) => changes);
const states = async (server, who) => {
  const { places, bookings } = await mine(server, who);
  return [...Object.values(bookings), ...Object.values(places)].map(({ state }) => state);
};

describe('the desk', () => {
  let server;
  let ids;
  before(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
  });
  after(() => server.stop());

  /* A table with these in its line, in order. */
  const tableWith = async (...names) => {
    const table = await makeMeetup(server, ids.kim);
    const guests = await attendAll(server, ...names);
    for (const guest of guests) guest.place = (await guest.line(table.id)).json.place.id;
    return [table.id, ...guests];
  };

  test('a chat from the call to its end', async () => {
    const [id, kim] = await tableWith('Kim');
    const { place, places } = await next(server, id);
    assert.deepEqual(places, [place]);
    assert.deepEqual([place.id, place.state, place.name, place.topic, place.language, place.picture, place.chats, place.no_shows],
      [kim.place, 'called', 'Kim', 'Kim\'s topic', 'ko', null, 0, 0]);
    assert.equal(Date.parse(place.until) - Date.parse(place.since), 3 * 60_000, 'three minutes to come');
    assert.deepEqual(await words(server, kim), ['called']);
    for (const [word, state, body] of [['arrived', 'arrived'], ['start', 'talking'], ['extend', 'talking', { minutes: 5 }], ['finish', 'done']]) {
      const answer = await desk(server, kim.place, word, body);
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.json.place.state, state);
    }
    const { guests, done, no_shows: absent } = await server.good('GET', `/api/v1/meetups/${id}/guests`);
    assert.deepEqual([guests, done, absent], [[], 1, 0]);
    assert.deepEqual(await next(server, id).then(({ place: none, places: all }) => [none, all]), [null, []]);
    await kim.line(id);
    assert.equal((await next(server, id)).place.chats, 1);
  });

  test('what may not follow is refused, with the present state', async () => {
    const [id, kim, lee] = await tableWith('Kim', 'Lee');
    for (const [word, body] of [['arrived'], ['start'], ['finish'], ['extend', { minutes: 5 }], ['no_show']]) {
      const answer = await desk(server, lee.place, word, body);
      assertProblem(answer, 409, 'wrong_state');
      assert.equal(answer.json.state, 'waiting', word);
    }
    await next(server, id);
    await desk(server, kim.place, 'start');
    for (const word of ['arrived', 'start', 'no_show']) {
      const answer = await desk(server, kim.place, word);
      assertProblem(answer, 409, 'wrong_state');
      assert.equal(answer.json.state, 'talking', word);
    }
    assert.deepEqual(await states(server, kim), ['talking'], 'nothing has changed');
  });

  test('the desk is the host\'s own, and the organisers\'', async () => {
    const [id, kim] = await tableWith('Kim');
    const host = async (person) => server.as((await server.good('POST', '/api/v1/tokens', { role: 'host', person, name: 'x' })).token);
    const [own, other] = [await host(ids.kim), await host(ids.lee)];
    const asks = [['POST', `/api/v1/meetups/${id}/next`], ['GET', `/api/v1/meetups/${id}/guests`],
      ['GET', `/api/v1/meetups/${id}/presence.svg`], ...['arrived', 'start', 'finish', 'no_show'].map((word) => ['POST', `/api/v1/places/${kim.place}/${word}`]),
      ['POST', `/api/v1/places/${kim.place}/extend`, { minutes: 5 }]];
    for (const ask of asks) assertProblem(await other(...ask), 403, 'forbidden');
    assert.deepEqual(await states(server, kim), ['waiting']);
    for (const ask of asks.slice(0, 4)) assert.equal((await own(...ask)).status, 200, ask[1]);
  });

  test('what is nowhere, and what makes no sense', async () => {
    const [, kim] = await tableWith('Kim');
    assertProblem(await post(server, '/meetups/m999/next'), 404, 'not_found');
    assertProblem(await server.api('GET', '/api/v1/meetups/m999/guests'), 404, 'not_found');
    for (const id of ['b999999', 'x', 'b', 'b-1', 's1']) {
      assertProblem(await desk(server, id, 'arrived'), 404, 'not_found');
      assertProblem(await desk(server, id, 'extend', { minutes: 5 }), 404, 'not_found');
      assertProblem(await kim.as('POST', `/api/v1/places/${id}/choose`), 404, 'not_found');
    }
    for (const minutes of [0, 61, -5, 1.5, '5', null, undefined]) assertProblem(await desk(server, kim.place, 'extend', { minutes }), 422, 'invalid_field');
    assertProblem(await desk(server, kim.place, 'extend', { minutes: 5, hours: 1 }), 422, 'unknown_field');
  });

  test('who does not come makes room, is told, and stands behind when back', async () => {
    const [id, kim, lee, han] = await tableWith('Kim', 'Lee', 'Han');
    await next(server, id);
    assert.equal((await desk(server, kim.place, 'no_show')).json.place.state, 'no_show');
    assert.deepEqual(await words(server, kim), ['absent']);
    assert.deepEqual(await states(server, lee), ['waiting'], 'nobody is there to be called by itself');
    assert.equal((await kim.line(id)).json.ahead, 2);
    assert.equal((await next(server, id)).place.id, lee.place);
    const { guests, no_shows: absent } = await server.good('GET', `/api/v1/meetups/${id}/guests`);
    assert.deepEqual([guests.map(({ name }) => name), absent], [['Lee', 'Han', 'Kim'], 1]);
    assert.equal(guests[2].no_shows, 1);
    assert.equal(han.place, guests[1].id);
  });

  test('called at two tables one is asked to choose, and nothing is lost', async () => {
    const [one, kim, lee] = await tableWith('Kim', 'Lee');
    const two = await makeMeetup(server, ids.lee);
    const second = (await kim.line(two.id)).json.place.id;
    await next(server, one);
    const { place } = await next(server, two.id);
    assert.deepEqual([place.id, place.choose], [second, true]);
    assert.deepEqual((await words(server, kim)).sort(), ['called', 'choose']);
    assertProblem(await lee.as('POST', `/api/v1/places/${second}/choose`), 404, 'not_found');
    const chosen = await kim.as('POST', `/api/v1/places/${second}/choose`);
    assert.deepEqual([chosen.status, chosen.json.place.state, chosen.json.place.choose], [200, 'called', false]);
    const own = (await mine(server, kim)).places;
    assert.deepEqual([own[kim.place].state, own[kim.place].ahead], ['waiting', 0]);
    const again = await kim.as('POST', `/api/v1/places/${second}/choose`);
    assertProblem(again, 409, 'nothing_to_choose');
    assert.equal(again.json.state, 'called');
    await desk(server, second, 'start');
    assert.deepEqual((await next(server, one)).place.id, lee.place, 'who talks elsewhere keeps the place');
    await desk(server, second, 'finish');
    assert.deepEqual((await next(server, one)).place.id, kim.place);
  });

  test('nobody is called into a pause; everybody\'s wait is longer', async () => {
    const [id, kim] = await tableWith('Kim');
    const before = Object.values((await mine(server, kim)).places)[0].wait_minutes;
    await server.good('POST', `/api/v1/meetups/${id}/pause`, { minutes: 239 });
    assertProblem(await post(server, `/meetups/${id}/next`), 409, 'paused');
    const paused = Object.values((await mine(server, kim)).places)[0].wait_minutes;
    assert.ok(paused[0] > before[0], `${paused} after ${before}`);
    await server.good('POST', `/api/v1/meetups/${id}/resume`);
    assert.equal((await next(server, id)).place.id, kim.place);
    await server.good('PATCH', `/api/v1/meetups/${id}`, { status: 'cancelled' });
    assertProblem(await post(server, `/meetups/${id}/next`), 409, 'closed');
  });

  test('a booked seat is nobody\'s no-show before its time', async () => {
    const { id, slots } = await makeMeetup(server, ids.kim);
    const [kim] = await attendAll(server, 'Kim');
    const { booking } = (await kim.book(slots[0])).json;
    assertProblem(await desk(server, booking.id, 'no_show'), 409, 'too_early');
    assert.deepEqual((await next(server, id)).places, []);
  });
});

describe('the clock at the tables', { concurrency: true }, () => {
  /* Three minutes to twelve in Seoul; a minute is a second. */
  const startFast = async () => {
    const server = await startHouse({ now: '2019-08-29T02:57:00Z', speed: 60 });
    return [server, await makeMorning(server)];
  };

  test('a call runs out, the next who is present is called; at the end all are told', async () => {
    const [server, ids] = await startFast();
    const { id, slots } = await makeMeetup(server, ids.kim, { end: at('12:15'), slot_minutes: 7 });
    const [kim, lee, han, bae] = await attendAll(server, 'Kim', 'Lee', 'Han', 'Bae');
    await bae.book(slots[1]);
    const places = [];
    for (const who of [kim, lee, han]) places.push((await who.line(id)).json.place.id);
    await next(server, id);
    await until('kim to be absent', async () => (await states(server, kim))[0] === 'no_show');
    assert.deepEqual(await words(server, kim), ['absent']);
    await until('the meetup to be over', async () => (await states(server, han))[0] === 'left', 60_000);
    for (const who of [lee, han, bae]) {
      assert.deepEqual(await states(server, who), ['left']);
      assert.ok((await words(server, who)).includes('ended'));
    }
    await until('the line to say so', async () => (await server.good('GET', `/api/v1/meetups/${id}`)).line.state === 'ended');
    assertProblem(await kim.line(id), 409, 'closed');
    await server.stop();
  });

  test('guests of one slot are called together; a no-show is filled from the line by who is present', async () => {
    const [server, ids] = await startFast();
    const { id, slots } = await makeMeetup(server, ids.kim, { seats: 2, slot_minutes: 10 });
    const [kim, lee, han] = await attendAll(server, 'Kim', 'Lee', 'Han');
    const booked = [];
    for (const who of [kim, lee]) booked.push((await who.book(slots[0])).json.booking.id);
    await han.line(id);
    await until('the slot to come', async () => (await server.good('GET', `/api/v1/meetups/${id}/guests`)).now >= '2019-08-29T03:00:00Z');
    assert.deepEqual((await next(server, id)).places.map((one) => one.id), booked);
    await until('both to be absent', async () => (await server.good('GET', `/api/v1/meetups/${id}/guests`)).no_shows === 2);
    assert.equal((await server.good('POST', `/api/v1/places/${booked[0]}/arrived`)).place.state, 'arrived', 'after all, while the slot lasts');
    await until('the slot to be over', async () => (await server.good('GET', `/api/v1/meetups/${id}/guests`)).now >= '2019-08-29T03:10:00Z', 60_000);
    assertProblem(await desk(server, booked[1], 'arrived'), 409, 'past_slot');
    await server.stop();
  });
});
