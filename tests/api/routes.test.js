/*
 * Every route of server/api/routes.c: the right answer to who may, and a
 * refusal to everybody else. A route that is missing here fails the last test.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertProblem, at, attend, makeMorning, startHouse, tokenFor } from '../lib/house.js';
import { attendAll, openTable } from '../lib/meetups.js';
import { readQr } from '../lib/qr.js';
import { routes } from '../lib/routes.js';

const EMPTY_FRAB = '<schedule><conference><acronym>x</acronym><title>x</title><time_zone_name>Asia/Seoul</time_zone_name></conference></schedule>';

/* A slot of a new table, with a free seat; full; with a seat of who asks. A
 * host asks at another's table. */
async function freeSlot(server, ids) {
  Object.assign(ids, await openTable(server, ids.lee));
  ids.slot = ids.slots[0];
}
async function fullSlot(server, ids) {
  await freeSlot(server, ids);
  const [other] = await attendAll(server, 'Park');
  await other.book(ids.slot);
}
async function book(server, ids, token) {
  await freeSlot(server, ids);
  const answer = await server.as(token)('POST', `/api/v1/slots/${ids.slot}/bookings`, { topic: 'testing' });
  ids.booking = answer.json?.booking?.id;
}

/* A new table, and in its line: who asks, and somebody behind. */
const standIn = async (server, token, meetup) => (await server.as(token)('POST', `/api/v1/meetups/${meetup}/line`, { topic: 'testing' })).json?.place?.id;
async function stand(server, ids, token) {
  const table = await openTable(server, ids.lee);
  ids.table = table.id;
  ids.place = await standIn(server, token, table.id);
  const [other] = await attendAll(server, 'Park');
  await other.line(table.id);
}
/* Who asks is called at two tables. */
async function calledTwice(server, ids, token) {
  const park = (await server.good('POST', '/api/v1/people', { name: 'Park' })).id;
  for (const host of [ids.lee, park]) {
    const { id } = await openTable(server, host);
    ids.place = await standIn(server, token, id);
    await server.good('POST', `/api/v1/meetups/${id}/next`);
  }
}
/* A table of the host, and how far its guest has come. */
async function waitFor(server, ids) {
  ids.table = (await openTable(server, ids.kim)).id;
  const [guest] = await attendAll(server, 'Park');
  ids.place = (await guest.line(ids.table)).json.place.id;
}
async function callOne(server, ids) {
  await waitFor(server, ids);
  await server.good('POST', `/api/v1/meetups/${ids.table}/next`);
}
async function talk(server, ids) {
  await callOne(server, ids);
  await server.good('POST', `/api/v1/places/${ids.place}/start`);
}
async function seeCode(server, ids, token) {
  await stand(server, ids, token);
  ids.code = readQr((await server.api('GET', `/api/v1/meetups/${ids.table}/presence.svg`)).text).split('#here/')[1];
}
/* A device that shows a code, and one that was paired. */
async function askCode(server, ids) {
  ids.screen = (await server.as(null)('POST', '/api/v1/screens', {})).json;
}
async function pairScreen(server, ids) {
  await askCode(server, ids);
  await server.good('POST', '/api/v1/screens/pair', { code: ids.screen.code, name: 'Hall' });
}
/* The first talk runs: the desk says so. */
async function begin(server, ids) {
  await server.good('PATCH', `/api/v1/sessions/${ids.one}`, { status: 'live' });
}
const place = (word) => (ids) => `/api/v1/places/${ids.place}/${word}`;
const table = (path) => (ids) => `/api/v1/meetups/${ids.table}/${path}`;

/* For each route: a request that succeeds, and the status of its answer. What
 * `prepare`, ours and the route's, makes for each try stands in ids. */
const cases = {
  'GET /api/v1/actions': {},
  'POST /api/v1/actions/{}/undo': { path: (ids) => `/api/v1/actions/${ids.action}/undo`, body: {} },
  'POST /api/v1/announcements': { body: { text: { ko: '점심', en: 'Lunch' }, level: 'urgent', until: at('13:00') }, status: 201 },
  'GET /api/v1/announcements/{}': { path: (ids) => `/api/v1/announcements/${ids.announcement}` },
  'PATCH /api/v1/announcements/{}': { path: (ids) => `/api/v1/announcements/${ids.announcement}`, body: { level: 'urgent' } },
  'DELETE /api/v1/announcements/{}': { path: (ids) => `/api/v1/announcements/${ids.announcement}` },
  'POST /api/v1/attendees': { body: { name: '김마당', language: 'ko' }, status: 201 },
  'GET /api/v1/avatar.png': { path: () => `/api/v1/avatar.png?recipe=${encodeURIComponent('{"set":"v1"}')}&size=32` },
  'GET /api/v1/avatar.svg': { path: () => `/api/v1/avatar.svg?recipe=${encodeURIComponent('{"set":"v1"}')}` },
  'GET /api/v1/avatar/parts': {},
  'DELETE /api/v1/bookings/{}': { path: (ids) => `/api/v1/bookings/${ids.booking}`, prepare: book },
  'POST /api/v1/bookings/{}/confirm': { path: (ids) => `/api/v1/bookings/${ids.booking}/confirm`, prepare: book },
  'POST /api/v1/changes': { body: (ids) => ({ changes: [{ method: 'PATCH', path: `/api/v1/sessions/${ids.one}`, body: { note: 'as one' } }] }) },
  'DELETE /api/v1/characters/{}': { path: (ids) => `/api/v1/characters/${ids.character}` },
  'PUT /api/v1/me/avatar': { body: { set: 'v1' } },
  'DELETE /api/v1/me/avatar': {},
  'GET /avatars/{}.png': { path: (ids) => `/avatars/${ids.character}.png?size=32` },
  'GET /avatars/{}.svg': { path: (ids) => `/avatars/${ids.character}.svg` },
  'GET /api/v1/caller': {},
  'GET /api/v1/event': {},
  'PATCH /api/v1/event': { body: { url: 'https://conference.example/' } },
  'GET /api/v1/export/me/stars.ics': { path: (ids) => ids.calendar.replace('/me/', '/export/me/') },
  'GET /api/v1/export/people/{}.ics': { path: (ids) => `/api/v1/export/people/${ids.kim}.ics` },
  'GET /api/v1/export/rooms/{}.ics': { path: (ids) => `/api/v1/export/rooms/${ids.A}.ics` },
  'GET /api/v1/export/tracks/{}.ics': { path: (ids) => `/api/v1/export/tracks/${ids.track}.ics` },
  'GET /api/v1/export/{}': { path: () => '/api/v1/export/schedule.json' },
  'POST /api/v1/imports': { path: () => '/api/v1/imports?dry_run=1', body: EMPTY_FRAB },
  'POST /api/v1/links': { body: (ids) => ({ role: 'host', person: ids.lee }), status: 201 },
  'GET /api/v1/live': { stream: true },
  'GET /api/v1/me': {},
  'PATCH /api/v1/me': { body: { name: '이마당' } },
  'DELETE /api/v1/me': {},
  'GET /api/v1/me/export': {},
  'POST /api/v1/me/links': { body: {}, status: 201 },
  'GET /api/v1/me/pass.svg': {},
  'POST /api/v1/me/calendar': {},
  'DELETE /api/v1/me/notices': {},
  'DELETE /api/v1/me/notices/{}': { path: () => '/api/v1/me/notices/read-long-ago' },
  'GET /api/v1/me/stars.ics': { path: (ids) => ids.calendar },
  'PUT /api/v1/me/stars/{}': { path: (ids) => `/api/v1/me/stars/${ids.one}` },
  'DELETE /api/v1/me/stars/{}': { path: (ids) => `/api/v1/me/stars/${ids.one}` },
  'POST /api/v1/meetups': { body: (ids) => ({ host: ids.kim, place: ids.B, start: at('14:00'), end: at('15:00'), slot_minutes: 15 }), status: 201 },
  'GET /api/v1/meetups/{}': { path: (ids) => `/api/v1/meetups/${ids.meetup}` },
  'PATCH /api/v1/meetups/{}': { path: (ids) => `/api/v1/meetups/${ids.meetup}`, body: { note: 'Bring questions' } },
  'GET /api/v1/meetups/{}/guests': { path: table('guests'), prepare: waitFor },
  'POST /api/v1/meetups/{}/line': { path: (ids) => `/api/v1/meetups/${ids.id}/line`, prepare: freeSlot, body: { topic: 'testing' }, status: 201 },
  'DELETE /api/v1/meetups/{}/line': { path: table('line'), prepare: stand },
  'POST /api/v1/meetups/{}/line/pass': { path: table('line/pass'), prepare: stand, body: {} },
  'POST /api/v1/meetups/{}/next': { path: table('next'), prepare: waitFor, body: {} },
  'GET /api/v1/meetups/{}/presence.svg': { path: table('presence.svg'), prepare: waitFor },
  'POST /api/v1/meetups/{}/pause': { path: (ids) => `/api/v1/meetups/${ids.meetup}/pause`, body: { minutes: 5 } },
  'POST /api/v1/meetups/{}/resume': { path: (ids) => `/api/v1/meetups/${ids.meetup}/resume` },
  'POST /api/v1/people': { body: { name: 'Park', bio: 'Two\nlines' }, status: 201 },
  'GET /api/v1/people/{}': { path: (ids) => `/api/v1/people/${ids.kim}` },
  'DELETE /api/v1/people/{}/host': { path: (ids) => `/api/v1/people/${ids.kim}/host` },
  'PATCH /api/v1/people/{}': { path: (ids) => `/api/v1/people/${ids.kim}`, body: { company: { ko: '마당', en: 'Madang' } } },
  'POST /api/v1/places/{}/arrived': { path: place('arrived'), prepare: callOne, body: {} },
  'POST /api/v1/places/{}/choose': { path: place('choose'), prepare: calledTwice, body: {} },
  'POST /api/v1/places/{}/extend': { path: place('extend'), prepare: talk, body: { minutes: 5 } },
  'POST /api/v1/places/{}/finish': { path: place('finish'), prepare: talk, body: {} },
  'POST /api/v1/places/{}/no_show': { path: place('no_show'), prepare: callOne, body: {} },
  'POST /api/v1/places/{}/start': { path: place('start'), prepare: callOne, body: {} },
  'POST /api/v1/presence': { prepare: seeCode, body: (ids) => ({ code: ids.code }) },
  'POST /api/v1/preview': { path: (ids) => `/api/v1/preview?method=PATCH&path=/api/v1/rooms/${ids.A}`, body: { fill: 'full' } },
  'GET /api/v1/qr.svg': { path: () => '/api/v1/qr.svg?path=/kiosk/' },
  'POST /api/v1/rooms': { body: { name: 'C', kind: 'booth' }, status: 201 },
  'GET /api/v1/rooms/{}': { path: (ids) => `/api/v1/rooms/${ids.A}` },
  'GET /api/v1/people/{}.ics': { path: (ids) => `/api/v1/people/${ids.kim}.ics` },
  'GET /api/v1/tracks/{}.ics': { path: (ids) => `/api/v1/tracks/${ids.track}.ics` },
  'GET /api/v1/rooms/{}.ics': { path: (ids) => `/api/v1/rooms/${ids.A}.ics` },
  'PATCH /api/v1/rooms/{}': { path: (ids) => `/api/v1/rooms/${ids.A}`, body: { fill: 'filling' } },
  'POST /api/v1/rooms/{}/delay': { path: (ids) => `/api/v1/rooms/${ids.B}/delay`, body: { minutes: 5 } },
  'POST /api/v1/rooms/{}/swap': { path: (ids) => `/api/v1/rooms/${ids.A}/swap`, body: (ids) => ({ room: ids.B }) },
  'GET /api/v1/screens': {},
  'POST /api/v1/screens': { body: { size: [1920, 1080], version: 'test' }, status: 201 },
  'PUT /api/v1/screens/me/status': { body: { shows: { board: 'lobby' }, seq: 1 } },
  'POST /api/v1/screens/pair': { prepare: askCode, body: (ids) => ({ code: ids.screen.code, name: 'Hall' }), status: 201 },
  'PATCH /api/v1/screens/{}': { path: (ids) => `/api/v1/screens/${ids.screen.id}`, prepare: pairScreen, body: { name: 'Door' } },
  'DELETE /api/v1/screens/{}': { path: (ids) => `/api/v1/screens/${ids.screen.id}`, prepare: pairScreen },
  'POST /api/v1/screens/{}/identify': { path: (ids) => `/api/v1/screens/${ids.screen.id}/identify`, prepare: pairScreen, body: {} },
  'POST /api/v1/screens/{}/reload': { path: (ids) => `/api/v1/screens/${ids.screen.id}/reload`, prepare: pairScreen, body: {} },
  'POST /api/v1/sessions': { body: { title: 'five' }, status: 201 },
  'GET /api/v1/sessions/{}': { path: (ids) => `/api/v1/sessions/${ids.one}` },
  'PATCH /api/v1/sessions/{}': { path: (ids) => `/api/v1/sessions/${ids.one}`, body: { note: 'bring a chair' } },
  'POST /api/v1/slots/{}/bookings': { path: (ids) => `/api/v1/slots/${ids.slot}/bookings`, prepare: freeSlot, body: { topic: 'testing' }, status: 201 },
  'POST /api/v1/slots/{}/waiting': { path: (ids) => `/api/v1/slots/${ids.slot}/waiting`, prepare: fullSlot, body: { topic: 'testing' }, status: 201 },
  'POST /api/v1/sessions/{}/end': { path: (ids) => `/api/v1/sessions/${ids.one}/end`, prepare: begin },
  'POST /api/v1/sign-in': { body: (ids) => ({ code: ids.code }), status: 201 },
  'POST /api/v1/sign-out': { body: {} },
  'GET /api/v1/state': {},
  'POST /api/v1/tokens': { body: { role: 'steward', name: 'Kim' }, status: 201 },
  'POST /api/v1/tracks': { body: { name: 'Web', colour: '#00ff00' }, status: 201 },
  'GET /api/v1/tracks/{}': { path: (ids) => `/api/v1/tracks/${ids.track}` },
  'PATCH /api/v1/tracks/{}': { path: (ids) => `/api/v1/tracks/${ids.track}`, body: { colour: null } },
  'GET /healthz': {},
  'GET /metrics': {},
  'GET /readyz': {},
};

describe('every route', () => {
  let server;
  const tokens = {};
  const ids = {};

  before(async () => {
    server = await startHouse();
    tokens.organiser = server.token;
    tokens.nobody = await tokenFor(server, 'host');
    tokens.expired = await tokenFor(server, 'organiser', '2001-01-01T00:00:00Z');
    tokens.anyone = null;
    Object.assign(ids, await makeMorning(server));
    ids.meetup = (await server.good('POST', '/api/v1/meetups', { host: ids.kim, session: ids.one, place: ids.B, slot_minutes: 15 })).id;
    const someone = await attend(server);
    ids.character = someone.id;
    await server.as(someone.token)('PUT', '/api/v1/me/avatar', { set: 'v1' });
    ids.calendar = (await attend(server, 'Lee')).calendar;
  });
  after(() => server.stop());

  /* Made anew for each try, so that one that is undone, deleted or signed out stays one. */
  const prepare = async (route, role) => {
    const made = await server.good('POST', '/api/v1/announcements', { text: 'here' });
    ids.announcement = made.id;
    ids.action = (await server.good('POST', '/api/v1/tracks', { name: 'gone soon' })).action;
    for (const role of ['attendee', 'steward', 'screen']) tokens[role] = await tokenFor(server, role);
    await server.api('DELETE', `/api/v1/people/${ids.kim}/host`); /* whose places are in nobody's way */
    tokens.host = (await server.good('POST', '/api/v1/tokens', { role: 'host', person: ids.kim, name: 'Kim' })).token;
    ids.code = (await server.as(tokens.attendee)('POST', '/api/v1/me/links')).json.code;
    /* Where it is one's own: whoever may ask, asks for theirs. */
    await cases[route.key].prepare?.(server, ids, tokens[role === 'host' ? 'host' : 'attendee']);
  };

  const send = async (route, token, extra) => {
    const { path = () => route.pattern, body } = cases[route.key];
    if (cases[route.key].stream) return openStream(server, token);
    const headers = { authorization: token === null ? null : `Bearer ${token}`, ...extra };
    return server.api(route.method, path(ids), typeof body === 'function' ? body(ids) : body, headers);
  };

  for (const route of routes) {
    test(`${route.key} is answered to ${route.roles.join(', ')} alone`, async () => {
      assert.ok(cases[route.key], `tests/api/routes.test.js has no case for ${route.key}`);
      for (const role of ['anyone', 'attendee', 'screen', 'host', 'steward', 'organiser']) {
        await prepare(route, role);
        const answer = await send(route, tokens[role]);
        /* A host attends, too. */
        const may = ['anyone', role, ...(role === 'host' ? ['attendee'] : [])];
        if (route.roles.some((one) => may.includes(one))) {
          assert.equal(answer.status, cases[route.key].status ?? 200, `${role}: ${answer.text}`);
        } else if (role === 'anyone') {
          assertProblem(answer, 401, 'unauthorized');
          assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
        } else {
          assertProblem(answer, 403, 'forbidden');
        }
      }
      /* A host's token that is nobody's may do what anyone may, and sign out. */
      if (!route.roles.includes('anyone') && route.key !== 'POST /api/v1/sign-out') assertProblem(await send(route, tokens.nobody), 403, 'forbidden');
      assertProblem(await send(route, 'not-a-token'), 401, 'invalid_token');
      assertProblem(await send(route, tokens.expired), 401, 'invalid_token');
    });
  }

  test('a method that a path does not take is refused, and told which it takes', async () => {
    for (const pattern of new Set(routes.map((route) => route.pattern))) {
      const allowed = routes.filter((route) => route.pattern === pattern).map((route) => route.method);
      const path = pattern.replace('{}', 'x1');
      for (const method of ['GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS']) {
        if (allowed.includes(method)) continue;
        const answer = await server.api(method, path, ['PUT', 'POST', 'PATCH'].includes(method) ? {} : undefined);
        assertProblem(answer, 405, 'method_not_allowed');
        assert.deepEqual(answer.headers.get('allow').split(', ').sort(), [...allowed].sort(), `${method} ${path}`);
      }
    }
  });

  test('HEAD is answered wherever GET is, without a body', async () => {
    for (const path of ['/api/v1/state', '/api/v1/event', `/api/v1/sessions/${ids.one}`, '/metrics', '/kiosk/']) {
      const [head, get] = [await server.api('HEAD', path), await server.api('GET', path)];
      assert.equal(head.status, 200, path);
      assert.equal(head.text, '', path);
      assert.equal(head.headers.get('content-type'), get.headers.get('content-type'), path);
      assert.equal(head.headers.get('etag'), get.headers.get('etag'), path);
    }
  });

  test('what is nowhere is 404, by a problem that says so', async () => {
    for (const path of ['/nothing', '/api/v1', '/api/v1/', '/api/v2/state', '/api/v1/sessions/', '/api/v1/sessions/s999', '/api/v1/rooms/r1/',
      '/api/v1/rooms/r999', '/api/v1/people/x', '/api/v1/tracks/x', '/api/v1/announcements/x', '/api/v1/sessions/s1/s1', '/API/v1/state',
      `/api/v1/sessions/${'x'.repeat(65)}`, '/api/v1/export/schedule.pdf', '/api/v1/export/x',
      '/api/v1/rooms/r999.ics', '/api/v1/rooms/.ics', '/api/v1/export/rooms/r999.ics', '/api/v1/export/people/x.ics', '/api/v1/export/tracks/x.ics',
      '/api/v1/export/rooms/', '/api/v1/export/rooms/r1', '/api/v1/export/sessions/s1.ics', `/api/v1/rooms/${'x'.repeat(65)}.ics`]) {
      assertProblem(await server.api('GET', path), 404, 'not_found');
    }
    for (const [method, path] of [['PATCH', '/api/v1/sessions/s999'], ['PATCH', '/api/v1/rooms/x'], ['PATCH', '/api/v1/people/x'],
      ['PATCH', '/api/v1/tracks/x'], ['PATCH', '/api/v1/announcements/x'], ['DELETE', '/api/v1/announcements/x'], ['POST', '/api/v1/rooms/x/delay'],
      ['POST', '/api/v1/actions/999999/undo'], ['POST', '/api/v1/actions/0/undo'], ['POST', '/api/v1/actions/-1/undo'], ['POST', '/api/v1/actions/x/undo']]) {
      assertProblem(await server.api(method, path, method === 'DELETE' ? undefined : { minutes: 1, ...(method === 'PATCH' && { minutes: undefined }) }), 404, 'not_found');
    }
  });

  test('the description is served as it stands in the repository', async () => {
    const { readFile } = await import('node:fs/promises');
    const answer = await fetch(new URL('/api/v1/openapi.json', server.url));
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type'), /^application\/json/);
    assert.equal(await answer.text(), await readFile(new URL('../../data/openapi.json', import.meta.url), 'utf8'));
  });

  test('no case here is of a route that is not there', () => {
    assert.deepEqual(Object.keys(cases).sort(), routes.map((route) => route.key).sort());
  });
});

/* The stream has no end: its head and first bytes are the answer. */
async function openStream(server, token) {
  const stop = new AbortController();
  const answer = await fetch(new URL('/api/v1/live', server.url), { signal: stop.signal, headers: token ? { authorization: `Bearer ${token}` } : {} });
  if (answer.status === 200) {
    assert.match(answer.headers.get('content-type'), /^text\/event-stream/);
    const { value } = await answer.body.getReader().read();
    assert.match(new TextDecoder().decode(value), /data: \{"hello":/);
    stop.abort();
    return { status: 200, headers: answer.headers, text: '' };
  }
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: JSON.parse(text) };
}
