/*
 * Stars: set and taken away, whoever asks and however often; what one's own
 * sockets are told of it; and the calendar that one's phone asks for.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertProblem, at, attend, makeMorning, newKey, patch, startHouse, tokenFor } from '../lib/house.js';
import { LiveClient, Socket } from '../lib/live-client.js';

/* A schedule file of talks by these numbers, all at ten. */
const frab = (numbers) => `<schedule><conference><acronym>x</acronym><title>x</title><time_zone_name>Asia/Seoul</time_zone_name></conference>
<day date="2019-08-30" index="1"><room name="Hall">${numbers.map((number) => `<event id="${number}"><start>10:00</start><duration>00:45</duration>
<room>Hall</room><title>Talk ${number}</title></event>`).join('')}</room></day></schedule>`;
const upTo = (count) => Array.from({ length: count }, (_, i) => i + 1);

describe('stars', () => {
  let server;
  let ids;
  let kim;
  let lee;
  const star = (who, id, method = 'PUT', headers = {}) => server.as(who.token)(method, `/api/v1/me/stars/${id}`, undefined, headers);
  const mine = async (who) => {
    const socket = await Socket.open(server, { topics: 'me' }, { token: who.token });
    const { set } = await socket.frame((frame) => frame.why === 'me');
    socket.close();
    return set;
  };

  before(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
    [kim, lee] = [await attend(server, 'Kim'), await attend(server, 'Lee', 'en')];
  });
  after(() => server.stop());

  test('a star is set once, and again is no error', async () => {
    const first = await star(kim, ids.one);
    assert.equal(first.status, 200, first.text);
    assert.equal(first.json.id, ids.one);
    const again = await star(kim, ids.one);
    assert.deepEqual([again.status, again.json], [200, first.json]);
    const { stars } = await mine(kim);
    assert.deepEqual(stars, { [ids.one]: { id: ids.one, at: first.json.at } });
    assert.deepEqual((await mine(lee)).stars, {});
    for (let i = 0; i < 2; i++) assert.equal((await star(kim, ids.one, 'DELETE')).status, 200);
    assert.deepEqual((await mine(kim)).stars, {});
  });

  test('with a key, the first answer is given again', async () => {
    const key = { 'idempotency-key': newKey() };
    const first = await star(kim, ids.two, 'PUT', key);
    await star(kim, ids.two, 'DELETE');
    assert.deepEqual((await star(kim, ids.two, 'PUT', key)).json, first.json);
    assert.deepEqual((await mine(kim)).stars, {}, 'it was not set again');
    assertProblem(await star(kim, ids.one, 'PUT', key), 422, 'key_reused');
    assert.equal((await star(lee, ids.one, 'PUT', key)).status, 200, 'another one\'s key is another key');
    await star(lee, ids.one, 'DELETE');
  });

  test('it goes to all sockets of its owner, to no other, and takes no seq', async () => {
    const phone = await Socket.open(server, { topics: 'timetable,me' }, { token: kim.token });
    const tablet = await Socket.open(server, { topics: 'me' }, { token: kim.token });
    const other = await Socket.open(server, { topics: 'timetable,me' }, { token: lee.token });
    const { seq } = await phone.hello();
    await Promise.all([phone, tablet, other].map((one) => one.frame((frame) => frame.why === 'me')));
    const answer = await star(kim, ids.three);
    assert.equal(answer.json.seq, seq);
    for (const socket of [phone, tablet]) {
      const frame = await socket.frame(({ set }) => set?.stars?.[ids.three]);
      assert.deepEqual(frame.set, { stars: { [ids.three]: { id: ids.three, at: answer.json.at } } });
      assert.deepEqual([frame.seq, frame.why], [seq, 'stars.put']);
    }
    await star(kim, ids.three, 'DELETE');
    assert.deepEqual((await phone.frame(({ del }) => del?.stars)).del, { stars: [ids.three] });
    /* What comes after it for all shows that nothing came before it. */
    const { seq: next } = (await patch(server, ids.three, { note: 'a chair' })).json;
    await other.frame((frame) => frame.seq === next);
    assert.equal(other.changes.filter((frame) => frame.set.stars || frame.del.stars).filter((frame) => frame.why !== 'me').length, 0);
    for (const socket of [phone, tablet, other]) socket.close();
  });

  test('what is not there, or has vanished, takes no star; one on it can be taken away', async () => {
    assertProblem(await star(kim, 's999'), 404, 'not_found', /s999/);
    assertProblem(await star(kim, encodeURIComponent('<script>')), 404, 'not_found');
    await star(kim, ids.four);
    await patch(server, ids.four, { status: 'hidden' });
    assertProblem(await star(lee, ids.four), 404, 'not_found', /left the programme/);
    assertProblem(await star(kim, ids.four), 404, 'not_found');
    assert.ok((await mine(kim)).stars[ids.four]);
    assert.equal((await star(kim, ids.four, 'DELETE')).status, 200);
    assert.equal((await star(kim, 's999', 'DELETE')).status, 200, 'there is none: as asked');
    assert.deepEqual((await mine(kim)).stars, {});
    await patch(server, ids.four, { status: 'scheduled' });
  });

  test('nobody stars for somebody else, and no other page for anybody', async () => {
    assertProblem(await server.as(null)('PUT', `/api/v1/me/stars/${ids.one}`), 401, 'unauthorized');
    assertProblem(await server.as(await tokenFor(server, 'steward'))('PUT', `/api/v1/me/stars/${ids.one}`), 403, 'forbidden');
    const cookie = { authorization: null, cookie: `madang=${kim.token}` };
    assertProblem(await star(kim, ids.one, 'PUT', { ...cookie, origin: 'https://elsewhere.example' }), 403, 'cross_origin');
    assert.deepEqual((await mine(kim)).stars, {});
    const own = await star(kim, ids.one, 'PUT', { ...cookie, origin: new URL(server.url).origin });
    assert.equal(own.status, 200, own.text);
    await star(kim, ids.one, 'DELETE');
  });

  test('a preview tells how many people have a star on what it touches', async () => {
    const preview = async (method, path, body) => server.good('POST', `/api/v1/preview?method=${method}&path=${encodeURIComponent(path)}`, body);
    for (const [who, id] of [[kim, ids.one], [kim, ids.two], [lee, ids.two]]) await star(who, id);
    assert.equal((await preview('PATCH', `/api/v1/sessions/${ids.one}`, { room: ids.B })).stars, 1);
    assert.equal((await preview('PATCH', `/api/v1/sessions/${ids.four}`, { room: ids.A })).stars, 0);
    assert.equal((await preview('PATCH', `/api/v1/rooms/${ids.A}`, { fill: 'full' })).stars, 0);
    const delay = await preview('POST', `/api/v1/rooms/${ids.A}/delay`, { minutes: 60, from: ids.one });
    assert.ok(delay.documents.includes(`sessions/${ids.two}`));
    assert.equal(delay.stars, 2, 'each attendee once');
    for (const [who, id] of [[kim, ids.one], [kim, ids.two], [lee, ids.two]]) await star(who, id, 'DELETE');
  });

  test('a session that is taken back takes its stars along, and their owners\' phones know', async () => {
    const made = await server.good('POST', '/api/v1/sessions', { title: 'short-lived', room: ids.A, start: at('20:00'), duration: 30 });
    await star(kim, made.id);
    const socket = await Socket.open(server, { topics: 'me' }, { token: kim.token });
    await server.good('POST', `/api/v1/actions/${made.action}/undo`);
    assert.deepEqual((await socket.frame(({ del }) => del?.stars)).del, { stars: [made.id] });
    socket.close();
  });

  /* Whichever comes first: each answer says how it was, and phones hold what is so. */
  test('a star and an import under which the session vanishes, at once', async () => {
    const imports = (numbers) => server.api('POST', '/api/v1/imports?confirm=1', frab(numbers));
    await imports([1, 2]);
    const { id } = Object.values((await server.state()).docs.sessions).find(({ title }) => title === 'Talk 1');
    const people = await Promise.all(upTo(12).map((i) => attend(server, `Fan ${i}`)));
    const client = await LiveClient.open(server, { query: { topics: 'timetable,me' }, options: { token: people[0].token } });
    for (let round = 0; round < 6; round++) {
      const going = round % 2 === 0;
      const [imported, ...answers] = await Promise.all([imports(going ? [2] : [1, 2]), ...people.map((who) => star(who, id))]);
      assert.equal(imported.status, 200, imported.text);
      for (const answer of answers) {
        if (answer.status !== 200) assertProblem(answer, 404, 'not_found');
      }
      assert.equal((await star(people[1], id)).status, going ? 404 : 200);
      for (const who of people) {
        const held = Boolean((await mine(who)).stars[id]);
        if (answers[people.indexOf(who)].status === 200) assert.ok(held, 'what was answered is kept');
      }
      await Promise.all(people.map((who) => star(who, id, 'DELETE')));
    }
    await client.socket.until(() => !client.documents.docs.stars?.[id], 'one\'s last star to go');
    client.close();
  });

  test('2,000 stars are enough', async () => {
    await server.good('POST', '/api/v1/imports?confirm=1', frab(upTo(2001)));
    const sessions = Object.values((await server.state()).docs.sessions).filter(({ title }) => /^Talk/.test(title));
    assert.equal(sessions.length, 2001);
    const park = await attend(server, 'Park');
    for (let from = 0; from < 2000; from += 50) {
      const answers = await Promise.all(sessions.slice(from, from + 50).map(({ id }) => star(park, id)));
      assert.ok(answers.every(({ status }) => status === 200));
    }
    assertProblem(await star(park, sessions[2000].id), 422, 'limit', /2000/);
    assert.equal((await star(park, sessions[0].id)).status, 200, 'one that is there');
    await star(park, sessions[0].id, 'DELETE');
    assert.equal((await star(park, sessions[2000].id)).status, 200);
  });
});

describe('the calendar of one\'s stars', () => {
  let server;
  let ids;
  let kim;
  let lee;
  const feed = (path, headers) => server.as(null)('GET', path, undefined, headers);
  const star = (who, id, method = 'PUT') => server.as(who.token)(method, `/api/v1/me/stars/${id}`);
  const events = (text) => text.split('BEGIN:VEVENT').slice(1).map((event) => Object.fromEntries(
    event.replaceAll('\r\n ', '').split('\r\n').filter((line) => line.includes(':')).map((line) => line.split(/[;:](.*)/s).slice(0, 2))));

  before(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
    [kim, lee] = [await attend(server, 'Kim'), await attend(server, 'Lee', 'en-GB')];
    await patch(server, ids.four, { title: { ko: '넷', en: 'Four' } });
    for (const id of [ids.one, ids.four]) await star(kim, id);
    await star(lee, ids.four);
  });
  after(() => server.stop());

  test('it has what one has starred, as the other feeds have it', async () => {
    const answer = await feed(kim.calendar);
    assert.equal(answer.status, 200, answer.text);
    assert.match(answer.headers.get('content-type'), /^text\/calendar/);
    assert.equal(answer.headers.get('cache-control'), 'private, no-cache');
    assert.match(answer.headers.get('content-disposition'), /^inline; filename="\w+-me-stars\.ics"$/);
    const found = events(answer.text);
    assert.deepEqual(found.map(({ SUMMARY }) => SUMMARY), ['one', '넷']);
    const all = events((await feed('/api/v1/export/schedule.ics')).text);
    for (const event of found) assert.ok(all.some(({ UID }) => UID === event.UID), event.UID);
    assert.equal((await feed(kim.calendar.replace('/me/', '/export/me/'))).text, answer.text);
  });

  test('in one\'s own language, where the event has it', async () => {
    const [ko, en] = [(await feed(kim.calendar)).text, (await feed(lee.calendar)).text];
    assert.match(ko, /\r\nX-WR-CALNAME:시험 – 내 일정\r\n/);
    assert.match(en, /\r\nX-WR-CALNAME:Test – My day\r\n/);
    assert.deepEqual(events(en).map(({ SUMMARY }) => SUMMARY), ['Four']);
    const german = await attend(server, 'Jürgen', 'de');
    assert.match((await feed(german.calendar)).text, /CALNAME:시험 – My day\r\n/);
  });

  test('unchanged it is 304; a delay, a star, what is cancelled show', async () => {
    const first = await feed(kim.calendar);
    const etag = { 'if-none-match': first.headers.get('etag') };
    assert.equal((await feed(kim.calendar, etag)).status, 304);
    await patch(server, ids.two, { room: ids.B });
    assert.equal((await feed(kim.calendar, etag)).status, 304, 'it is not of one\'s own');
    await server.good('POST', `/api/v1/rooms/${ids.A}/delay`, { minutes: 12, from: ids.one });
    assert.match(events((await feed(kim.calendar, etag)).text)[0].DTSTART, /T101200$/);
    await patch(server, ids.four, { status: 'cancelled' });
    assert.equal(events((await feed(kim.calendar)).text)[1].STATUS, 'CANCELLED');
    await patch(server, ids.four, { status: 'hidden' });
    assert.equal(events((await feed(kim.calendar)).text).length, 1);
    await star(kim, ids.one, 'DELETE');
    assert.equal(events((await feed(kim.calendar)).text).length, 0);
  });

  test('without the right key there is nothing', async () => {
    for (const path of ['/api/v1/me/stars.ics', '/api/v1/me/stars.ics?key=', `/api/v1/me/stars.ics?key=${kim.id}`, '/api/v1/me/stars.ics?key=%25',
      `${kim.calendar}x`, `/api/v1/export/me/stars.ics?key=${kim.pass}`, '/api/v1/export/me/stars.ics']) {
      assertProblem(await feed(path), 404, 'not_found', /calendar/);
    }
  });

  test('another address ends the old one at once, and all devices know', async () => {
    const socket = await Socket.open(server, { topics: 'me' }, { token: kim.token });
    const answer = await server.as(kim.token)('POST', '/api/v1/me/calendar', {});
    assert.equal(answer.status, 200, answer.text);
    assert.notEqual(answer.json.calendar, kim.calendar);
    assert.equal(answer.json.rev, kim.rev + 1);
    assertProblem(await feed(kim.calendar), 404, 'not_found');
    assert.equal((await feed(answer.json.calendar)).status, 200);
    const { set } = await socket.frame((frame) => frame.why === 'calendar.post');
    assert.equal(set.attendees[kim.id].calendar, answer.json.calendar);
    assert.equal((await feed(lee.calendar)).status, 200);
    socket.close();
  });
});
