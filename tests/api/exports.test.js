/*
 * Calendars to subscribe to: what they say, what they are told when they poll,
 * and that what they know a session by stays.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertProblem, at, makeMorning, patch, session, startHouse, until } from '../lib/house.js';

const ALL = '/api/v1/export/schedule.ics';

/** The events of a calendar: {SUMMARY, DTSTART, …}, by the names before ';' and ':'. */
function events(text) {
  assert.match(text, /^BEGIN:VCALENDAR\r\n[^]*\r\nEND:VCALENDAR\r\n$/);
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
  return text.replaceAll('\r\n ', '').split('BEGIN:VEVENT\r\n').slice(1).map((part) => Object.fromEntries(
    part.split('\r\n').filter((line) => line.includes(':')).map((line) => [line.split(/[;:]/)[0], line.slice(line.indexOf(':') + 1)])));
}

const titled = (text, title) => {
  const found = events(text).filter((event) => event.SUMMARY === title);
  assert.equal(found.length, 1, title);
  return found[0];
};
const titles = (text) => events(text).map(({ SUMMARY }) => SUMMARY);

describe('a calendar', () => {
  let server;
  let ids;
  before(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
  });
  after(() => server.stop());

  const get = async (path = ALL, headers = {}) => {
    const answer = await server.api('GET', path, undefined, { authorization: null, ...headers });
    assert.ok([200, 304].includes(answer.status), answer.text);
    return answer;
  };
  const room = () => `/api/v1/export/rooms/${ids.A}.ics`;

  /* `act`, and then whether one who has this path is given it anew. */
  const pollAfter = async (path, act) => {
    const had = await get(path);
    await act();
    const now = await get(path, { 'if-none-match': had.headers.get('etag') });
    if (now.status === 304) {
      assert.equal(now.text, '');
      assert.equal(now.headers.get('etag'), had.headers.get('etag'));
      assert.equal((await get(path)).text, had.text);
    } else {
      assert.notEqual(now.headers.get('etag'), had.headers.get('etag'));
      assert.notEqual(now.text, had.text);
    }
    return { status: now.status, had: had.text, now: now.status === 304 ? had.text : now.text };
  };

  test('says what takes place, where, when and by whom', async () => {
    const answer = await get();
    assert.equal(answer.headers.get('content-type'), 'text/calendar; charset=utf-8');
    assert.match(answer.headers.get('content-disposition'), /^inline; filename="[a-z0-9-]+-schedule\.ics"$/);
    assert.match(answer.headers.get('etag'), /^"[0-9a-f]{32}"$/);
    assert.match(answer.text, /\r\nNAME:시험\r\n/);
    assert.match(answer.text, /\r\nX-WR-CALNAME:시험\r\n/);
    assert.ok(answer.text.indexOf('BEGIN:VTIMEZONE\r\nTZID:Asia/Seoul\r\n') < answer.text.indexOf('BEGIN:VEVENT'));
    assert.deepEqual(titles(answer.text), ['one', 'four', 'coffee', 'two', 'three']);
    const { UID, DTSTAMP, 'LAST-MODIFIED': modified, ...one } = titled(answer.text, 'one');
    assert.match(UID, /^[0-9a-f-]{36}$/);
    assert.match(DTSTAMP, /^2019\d{4}T\d{6}Z$/);
    assert.equal(modified, DTSTAMP);
    assert.deepEqual(one, {
      SEQUENCE: '0', DTSTART: '20190829T100000', DTEND: '20190829T104500', SUMMARY: 'one', STATUS: 'CONFIRMED', TRANSP: 'TRANSPARENT',
      LOCATION: 'A', CATEGORIES: 'Data', DESCRIPTION: '김마당', CONTACT: '김마당', END: 'VEVENT',
    });
  });

  test('of a room, a track, a person holds what is theirs', async () => {
    const a = await get(room());
    assert.deepEqual(titles(a.text), ['one', 'coffee', 'two', 'three']);
    assert.match(a.text, /\r\nNAME:시험 – A\r\n/);
    assert.match(a.headers.get('content-disposition'), new RegExp(`-rooms-${ids.A}\\.ics"$`));
    assert.equal((await get(`/api/v1/rooms/${ids.A}.ics`)).text, a.text);
    const b = await get(`/api/v1/rooms/${ids.B}.ics`);
    assert.deepEqual(titles(b.text), ['four']);
    assert.match(b.text, /\r\nNAME:시험 – 나\r\n/, 'in the event\'s first language');
    assert.deepEqual(titles((await get(`/api/v1/export/tracks/${ids.track}.ics`)).text), ['one']);
    assert.equal((await get(`/api/v1/tracks/${ids.track}.ics`)).text, (await get(`/api/v1/export/tracks/${ids.track}.ics`)).text);
    assert.equal((await get(`/api/v1/people/${ids.lee}.ics`)).text, (await get(`/api/v1/export/people/${ids.lee}.ics`)).text);
    const lee = await get(`/api/v1/export/people/${ids.lee}.ics`);
    assert.deepEqual(titles(lee.text), ['four']);
    assert.equal(titled(lee.text, 'four').LOCATION, '나');
    assert.equal(titled(lee.text, 'four').UID, titled(b.text, 'four').UID, 'one session, one uid');
  });

  test('of nobody and nowhere is none', async () => {
    for (const path of ['/api/v1/rooms/r99.ics', '/api/v1/export/rooms/r99.ics', '/api/v1/export/tracks/t99.ics', '/api/v1/export/people/p99.ics']) {
      assertProblem(await server.api('GET', path), 404, 'not_found');
    }
    assertProblem(await server.api('DELETE', `/api/v1/rooms/${ids.A}.ics`), 405, 'method_not_allowed');
  });

  test('is the same while it is asked for again, whole or by HEAD', async () => {
    for (const path of [ALL, room(), '/api/v1/export/schedule.xml', '/api/v1/export/schedule.json']) {
      const first = await get(path);
      const etag = first.headers.get('etag');
      assert.equal((await get(path)).text, first.text);
      assert.equal((await get(path, { 'if-none-match': etag })).status, 304);
      assert.equal((await get(path, { 'if-none-match': `"x", W/${etag}` })).status, 304);
      assert.equal((await get(path, { 'if-none-match': '*' })).status, 304);
      assert.equal((await get(path, { 'if-none-match': '"x"' })).status, 200);
      const head = await server.api('HEAD', path);
      assert.deepEqual([head.status, head.text], [200, '']);
      for (const name of ['etag', 'content-type', 'content-length', 'content-disposition']) assert.equal(head.headers.get(name), first.headers.get(name), `${name} of ${path}`);
    }
  });

  test('tells a move at the next poll, of the room that is left and the one that is entered', async () => {
    const left = await get(room());
    const { status, had, now } = await pollAfter(`/api/v1/rooms/${ids.B}.ics`, () => patch(server, ids.three, { room: ids.B, start: at('14:00') }));
    assert.equal(status, 200);
    assert.deepEqual([titles(had), titles(now)], [['four'], ['four', 'three']]);
    const [before, moved] = [titled(left.text, 'three'), titled(now, 'three')];
    assert.deepEqual([moved.UID, moved.DTSTART, moved.LOCATION], [before.UID, '20190829T140000', '나']);
    assert.ok(Number(moved.SEQUENCE) > Number(before.SEQUENCE));
    assert.ok(moved['LAST-MODIFIED'] >= before['LAST-MODIFIED']);
    const after = await get(room(), { 'if-none-match': left.headers.get('etag') });
    assert.deepEqual([after.status, titles(after.text)], [200, ['one', 'coffee', 'two']]);
  });

  test('shows a delay, with the plan beside it', async () => {
    const { status, now } = await pollAfter(room(), () => server.good('POST', `/api/v1/rooms/${ids.A}/delay`, { minutes: 12, from: ids.two }));
    assert.equal(status, 200);
    const two = titled(now, 'two');
    assert.deepEqual([two.DTSTART, two.DTEND, two['X-MADANG-PLANNED-START'], two['X-MADANG-PLANNED-END']], ['20190829T112700', '20190829T121200', '20190829T021500Z', '20190829T030000Z']);
    await server.good('POST', `/api/v1/rooms/${ids.A}/delay`, { minutes: 0, from: ids.two });
    const back = titled((await get(room())).text, 'two');
    assert.deepEqual([back.DTSTART, back['X-MADANG-PLANNED-START']], ['20190829T111500', undefined]);
    assert.ok(Number(back.SEQUENCE) > Number(two.SEQUENCE), 'it never falls');
  });

  test('hears nothing of what it does not show', async () => {
    for (const path of [ALL, room(), '/api/v1/export/schedule.xml', '/api/v1/export/schedule.json']) {
      const { status } = await pollAfter(path, async () => {
        await server.good('POST', '/api/v1/announcements', { text: 'Lunch is served' });
        await server.good('PATCH', `/api/v1/rooms/${ids.A}`, { fill: 'full' });
        await server.good('POST', '/api/v1/sessions', { title: 'nobody sees it', status: 'hidden', room: ids.A, start: at('16:00'), duration: 10 });
      });
      assert.equal(status, 304, path);
    }
    assert.equal((await pollAfter(room(), () => patch(server, ids.four, { title: 'fore' }))).status, 304, 'another room\'s');
    assert.equal((await pollAfter(ALL, () => patch(server, ids.four, { title: 'four' }))).status, 200);
  });

  test('keeps what is cancelled, marked, and drops what is hidden', async () => {
    const before = await get(room());
    await patch(server, ids.two, { status: 'cancelled' });
    const cancelled = titled((await get(room())).text, 'two');
    assert.equal(cancelled.STATUS, 'CANCELLED');
    assert.equal(cancelled.UID, titled(before.text, 'two').UID);
    await patch(server, ids.two, { status: 'hidden' });
    assert.deepEqual(titles((await get(room())).text), ['one', 'coffee']);
    await patch(server, ids.two, { status: 'scheduled' });
    const again = titled((await get(room())).text, 'two');
    assert.equal(again.STATUS, 'CONFIRMED');
    assert.ok(Number(again.SEQUENCE) > Number(cancelled.SEQUENCE));
  });

  test('an undo takes it back, and still counts up', async () => {
    const moved = await server.good('PATCH', `/api/v1/sessions/${ids.one}`, { start: at('09:30') });
    const there = titled((await get(room())).text, 'one');
    await server.good('POST', `/api/v1/actions/${moved.action}/undo`);
    const back = titled((await get(room())).text, 'one');
    assert.deepEqual([there.DTSTART, back.DTSTART, back.UID], ['20190829T093000', '20190829T100000', there.UID]);
    assert.ok(Number(back.SEQUENCE) > Number(there.SEQUENCE));
  });

  test('tells a room\'s, a track\'s and a speaker\'s new name as an edit', async () => {
    for (const [what, body, field, value] of [
      [`rooms/${ids.A}`, { name: 'A; left, upstairs' }, 'LOCATION', 'A\\; left\\, upstairs'],
      [`tracks/${ids.track}`, { name: 'Data & more' }, 'CATEGORIES', 'Data & more'],
      [`people/${ids.kim}`, { name: '김마당 (Kim)' }, 'CONTACT', '김마당 (Kim)'],
    ]) {
      const { status, now } = await pollAfter(room(), () => server.good('PATCH', `/api/v1/${what}`, body));
      assert.deepEqual([status, titled(now, 'one')[field]], [200, value]);
    }
  });

  test('is kept for more paths than there is room for, and is right for each', async () => {
    const rooms = [];
    for (let i = 0; i < 135; i++) rooms.push((await server.good('POST', '/api/v1/rooms', { name: `No. ${i}` })).id);
    for (let round = 0; round < 2; round++) {
      for (const [i, id] of rooms.entries()) assert.match((await get(`/api/v1/rooms/${id}.ics`)).text, new RegExp(`NAME:시험 – No\\. ${i}\\r\\n`));
    }
    await server.good('PATCH', `/api/v1/rooms/${rooms[0]}`, { name: 'other' });
    assert.match((await get(`/api/v1/rooms/${rooms[0]}.ics`)).text, /NAME:시험 – other\r\n/);
  });
});

describe('a calendar over time', () => {
  const gist = (text) => events(text).map(({ SUMMARY, UID, SEQUENCE, DTSTAMP }) => [SUMMARY, UID, SEQUENCE, DTSTAMP]);

  test('the clock alone changes nothing in it', async () => {
    const server = await startHouse({ speed: 600 });
    const ids = await makeMorning(server);
    const had = await server.api('GET', ALL);
    await until('the first talk runs', async () => (await session(server, ids.one)).status === 'live');
    assert.equal((await server.api('GET', ALL, undefined, { 'if-none-match': had.headers.get('etag') })).status, 304);
    await until('it has ended', async () => (await session(server, ids.one)).status === 'ended');
    assert.equal((await server.api('GET', ALL, undefined, { 'if-none-match': had.headers.get('etag') })).status, 304);
    await server.stop();
  });

  test('a restart and the same file again leave it as it is', async () => {
    const first = await startHouse();
    const event = (n, start) => `<event guid="0a3f1a40-6a7c-4c4a-9f6b-1f6f1d3a000${n}" id="${n}"><date>2019-08-29T${start}:00+09:00</date><start>${start}</start><duration>0:30</duration><room>Oak</room><title>Talk ${n}</title></event>`;
    const file = (...all) => `<schedule><version>1</version><conference><acronym>trees</acronym><title>Trees</title><time_zone_name>Asia/Seoul</time_zone_name></conference><day index="1" date="2019-08-29"><room name="Oak">${all.join('')}</room></day></schedule>`;
    await first.good('POST', '/api/v1/imports', file(event(1, '10:00'), event(2, '11:00')));
    const had = await first.api('GET', ALL);
    assert.deepEqual(titles(had.text), ['Talk 1', 'Talk 2']);
    await first.stop({ keep: true });
    const second = await startHouse({ db: first.db });
    const etag = { 'if-none-match': had.headers.get('etag') };
    assert.equal((await second.api('GET', ALL, undefined, etag)).status, 304, 'after a restart');
    await second.good('POST', '/api/v1/imports', file(event(1, '10:00'), event(2, '11:00')));
    assert.equal((await second.api('GET', ALL, undefined, etag)).status, 304, 'after the same file');
    await second.good('POST', '/api/v1/imports', file(event(1, '10:00'), event(2, '13:00')));
    const now = await second.api('GET', ALL, undefined, etag);
    assert.equal(now.status, 200);
    const [before, after] = [gist(had.text), gist(now.text)];
    assert.deepEqual(after[0], before[0]);
    assert.equal(after[1][1], before[1][1]);
    assert.deepEqual([before[1][2], after[1][2]], ['0', '1']);
    /* Gone from its source: it leaves, and keeps its place for its return. */
    await second.good('POST', '/api/v1/imports?confirm=1', file(event(1, '10:00')));
    assert.deepEqual(titles((await second.api('GET', ALL)).text), ['Talk 1']);
    await second.good('POST', '/api/v1/imports', file(event(1, '10:00'), event(2, '13:00')));
    const again = gist((await second.api('GET', ALL)).text)[1];
    assert.equal(again[1], before[1][1]);
    assert.ok(Number(again[2]) > 1);
    await second.stop();
  });
});
