/*
 * Writing documents: what is taken, what is refused and with which code, and
 * that a refused write changes nothing.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { canonical } from '../lib/canonical.js';
import { assertProblem, at, makeMorning, patch, session, startHouse, tokenFor } from '../lib/house.js';

describe('documents', () => {
  let server;
  let ids;
  let steward;
  before(async () => {
    server = await startHouse();
    ids = await makeMorning(server);
    steward = await tokenFor(server, 'steward');
  });
  after(() => server.stop());

  /* The write is refused so, and afterwards everything is as it was. */
  const refused = async (method, path, body, status, code, detail) => {
    const { seq, docs } = await server.state();
    assertProblem(await server.api(method, path, body), status, code, detail);
    const now = await server.state();
    assert.equal(now.seq, seq, 'a refused write has used up a seq');
    assert.equal(canonical(now.docs), canonical(docs), 'a refused write has changed something');
  };

  test('a new document has an id of its own, rev 1, and the seq in which it is published', async () => {
    const before = await server.state();
    const made = await server.good('POST', '/api/v1/rooms', { name: { ko: '다', en: 'C' }, kind: 'booth', capacity: 12, order: 7 });
    assert.equal(made.rev, 1);
    assert.equal(made.seq, before.seq + 1);
    assert.match(made.action, /./);
    const state = await server.state();
    assert.equal(state.seq, made.seq);
    const { seq, action, ...document } = made;
    assert.deepEqual(state.docs.rooms[made.id], document);
    assert.deepEqual(await server.good('GET', `/api/v1/rooms/${made.id}`), document);
    assert.notEqual((await server.good('POST', '/api/v1/rooms', { name: 'D' })).id, made.id);
  });

  test('an id is never used twice, also not of what was deleted', async () => {
    const first = await server.good('POST', '/api/v1/announcements', { text: 'one' });
    await server.good('DELETE', `/api/v1/announcements/${first.id}`);
    assert.notEqual((await server.good('POST', '/api/v1/announcements', { text: 'two' })).id, first.id);
  });

  test('what is not given has its default', async () => {
    const room = await server.good('POST', '/api/v1/rooms', { name: 'E' });
    assert.equal(room.kind, 'room');
    const orders = Object.values((await server.state()).docs.rooms).filter(({ id }) => id !== room.id).map(({ order }) => order);
    assert.equal(room.order, Math.max(...orders) + 1);
    const bare = await server.good('POST', '/api/v1/sessions', { title: 'bare' });
    assert.deepEqual([bare.status, bare.duration, bare.people, bare.start, bare.expected_start, bare.room], ['scheduled', 0, [], null, null, null]);
    assert.deepEqual(bare.clashes, []);
    const said = await server.good('POST', '/api/v1/announcements', { text: 'hear' });
    assert.equal(said.level, 'info');
    assert.equal(said.until, null);
    assert.ok(Math.abs(Date.parse(said.from) - (await server.state()).now) < 60_000, 'from is now by the house\'s clock');
  });

  test('a change counts the revision up by one, and what is the same counts nothing', async () => {
    const before = await session(server, ids.one);
    const changed = (await patch(server, ids.one, { note: 'first' })).json;
    assert.equal(changed.rev, before.rev + 1);
    const again = (await patch(server, ids.one, { note: 'first' })).json;
    assert.equal(again.rev, changed.rev);
    assert.equal(again.action, undefined, 'nothing was changed: no action');
    assert.equal(again.seq, (await server.state()).seq);
    const nothing = (await patch(server, ids.one, {})).json;
    assert.equal(nothing.rev, changed.rev);
  });

  test('a whole document may be sent back as it came', async () => {
    for (const [collection, id] of [['sessions', ids.one], ['rooms', ids.B], ['people', ids.kim], ['tracks', ids.track]]) {
      const document = await server.good('GET', `/api/v1/${collection}/${id}`);
      assert.equal((await server.good('PATCH', `/api/v1/${collection}/${id}`, document)).rev, document.rev, collection);
    }
    const event = await server.good('GET', '/api/v1/event');
    assert.equal((await server.good('PATCH', '/api/v1/event', event)).rev, event.rev);
  });

  test('texts by language go in and come out as they are', async () => {
    const title = { ko: '큰 바다 🌊', en: 'The “sea”', 'zh-Hant': '海', ar: 'البحر', de: 'Meer & mehr <b>' };
    assert.deepEqual((await patch(server, ids.two, { title })).json.title, title);
    assert.deepEqual((await session(server, ids.two)).title, title);
    assert.equal((await patch(server, ids.two, { title: 'two' })).json.title, 'two');
  });

  test('null takes an optional field away', async () => {
    await server.good('PATCH', `/api/v1/people/${ids.lee}`, { company: 'X', bio: 'a\n\nb', url: 'https://lee.example/' });
    const emptied = await server.good('PATCH', `/api/v1/people/${ids.lee}`, { company: null, bio: null, url: null });
    assert.deepEqual([emptied.company, emptied.bio, emptied.url], [null, null, null]);
    await patch(server, ids.two, { replaced_by: ids.three });
    const freed = (await patch(server, ids.two, { replaced_by: null })).json;
    assert.ok(!('replaced_by' in freed), 'an optional member that is null is left out');
  });

  test('a session is shown in other rooms, never in its own as in another', async () => {
    assert.deepEqual((await patch(server, ids.two, { also_in: [ids.B, ids.A] })).json.also_in, [ids.B], 'it is in A');
    assert.deepEqual((await session(server, ids.two)).also_in, [ids.B]);
    assert.ok(!('also_in' in (await patch(server, ids.two, { room: ids.B })).json), 'it has moved there');
    await patch(server, ids.two, { room: ids.A, also_in: [ids.B] });
    for (const none of [[], null]) {
      assert.ok(!('also_in' in (await patch(server, ids.two, { also_in: none })).json), 'left out where there are none');
    }
    const made = await server.good('POST', '/api/v1/sessions', { title: 'both', also_in: [ids.A, ids.B], no_recording: true });
    assert.deepEqual([made.room, made.also_in, made.no_recording], [null, [ids.A, ids.B], true]);
    assert.ok(!('no_recording' in (await patch(server, made.id, { no_recording: false })).json));
  });

  test('a field that is not known, or is not to be set, is refused by name', async () => {
    const cases = [
      ['rooms', { name: 'X', colour: '#000000' }, 'unknown_field', /colour/],
      ['rooms', { name: 'X', imported: {} }, 'unknown_field', /imported/],
      ['rooms', { name: 'X', fill_at: at('10:00') }, 'read_only', /fill_at/],
      ['rooms', { name: 'X', id: 'r77' }, 'read_only', /id/],
      ['rooms', { name: 'X', rev: 4 }, 'read_only', /rev/],
      ['sessions', { title: 'X', held: true }, 'unknown_field', /held/],
      ['sessions', { title: 'X', moved_from: { room: ids.A, start: at('10:00'), at: at('09:00') } }, 'read_only', /moved_from/],
      ['sessions', { title: 'X', speakers: [] }, 'unknown_field', /speakers/],
      ['tracks', { name: 'X', Name: 'Y' }, 'unknown_field', /Name/],
      ['people', { name: 'X', __proto__: undefined, constructor: 'Y' }, 'unknown_field', /constructor/],
      ['announcements', { text: 'X', colour: 'red' }, 'unknown_field', /colour/],
    ];
    for (const [collection, body, code, detail] of cases) await refused('POST', `/api/v1/${collection}`, body, 422, code, detail);
    await refused('PATCH', '/api/v1/event', { days: ['2031-01-01'] }, 422, 'read_only', /days/);
    await refused('PATCH', '/api/v1/event', { name: 'X' }, 422, 'unknown_field', /name/);
    await refused('PATCH', `/api/v1/sessions/${ids.one}`, { rev: 99 }, 422, 'read_only', /rev/);
  });

  test('a value of the wrong type, or out of range, is refused by the field\'s name', async () => {
    const wrong = {
      sessions: [
        ['title', 5], ['title', ''], ['title', '   '], ['title', '\u3000\u00a0'], ['title', {}], ['title', { ko: 5 }], ['title', { ko: '' }],
        ['title', { 'not a tag': 'x' }], ['title', { k: 'x' }], ['title', { ko: { deep: 'x' } }], ['title', ['x']], ['title', true],
        ['title', 'two\nlines'], ['title', 'x'.repeat(1001)], ['title', { en: 'x'.repeat(1001) }], ['subtitle', 'x'.repeat(1001)],
        ['title', Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`x${i}`, 'x']))],
        ['type', 5], ['type', 'x'.repeat(1001)], ['type', 'a\u0000b'.replace('\u0000', '\u0001')], ['track', 5], ['room', 5], ['room', []],
        ['start', 'tomorrow'], ['start', 5], ['start', '2019-08-29'], ['start', '2019-13-29T02:00:00Z'], ['start', '2019-08-29T02:00:00'], ['start', ''],
        ['duration', -1], ['duration', 1.5], ['duration', '45'], ['duration', 44641], ['duration', 1e300], ['duration', null],
        ['people', ids.kim], ['people', [5]], ['people', [null]], ['people', null], ['people', {}], ['status', 'gone'], ['status', ''], ['status', 'live|ended'],
        ['status', null], ['expected_start', 'soon'], ['note', 'a\nb'], ['note', 5], ['language', 'x'.repeat(65)], ['title', null],
      ],
      rooms: [['kind', 'hall'], ['kind', 5], ['order', -1], ['order', 2 ** 31], ['order', 1.1], ['capacity', -1], ['capacity', 1000001], ['capacity', '5'],
        ['fill', 'empty'], ['fill', 1], ['name', ''], ['name', null], ['order', null]],
      tracks: [['colour', 'red'], ['colour', '#12345'], ['colour', '#12345g'], ['colour', '#1234567'], ['colour', 5], ['name', [1]]],
      people: [['bio', 5], ['bio', {}], ['company', 'a\u0007b'], ['url', 5], ['url', 'x'.repeat(1001)], ['name', '\t']],
      announcements: [['level', 'loud'], ['level', null], ['text', 5], ['text', ' '], ['from', null], ['from', 'now'], ['until', 'later']],
    };
    const field = { sessions: 'title', rooms: 'name', tracks: 'name', people: 'name', announcements: 'text' };
    const { seq } = await server.state();
    for (const [collection, list] of Object.entries(wrong)) {
      for (const [name, value] of list) {
        const answer = await server.api('POST', `/api/v1/${collection}`, { [field[collection]]: 'x', [name]: value });
        assert.equal(answer.status, 422, `${collection}.${name} ${JSON.stringify(value)?.slice(0, 50)}: ${answer.text}`);
        assert.ok(['invalid_field', 'missing_field'].includes(answer.json.code), answer.text);
        assert.ok(answer.json.detail.startsWith(name), answer.text);
      }
    }
    assert.equal((await server.state()).seq, seq);
  });

  test('what is required cannot be left out, nor be made null', async () => {
    for (const [collection, body, name] of [['sessions', {}, 'title'], ['rooms', { kind: 'room' }, 'name'], ['tracks', {}, 'name'],
      ['people', { company: 'X' }, 'name'], ['announcements', { level: 'info' }, 'text']]) {
      await refused('POST', `/api/v1/${collection}`, body, 422, 'missing_field', new RegExp(`^${name} `));
    }
    for (const [path, name] of [[`/api/v1/sessions/${ids.one}`, 'title'], [`/api/v1/rooms/${ids.A}`, 'name'], ['/api/v1/event', 'zone'], ['/api/v1/event', 'languages'], ['/api/v1/event', 'title']]) {
      await refused('PATCH', path, { [name]: null }, 422, 'missing_field', new RegExp(`^${name} `));
    }
  });

  test('a reference must lead somewhere', async () => {
    for (const [name, value, there] of [['room', 'r999', 'rooms/r999'], ['track', 't999', 'tracks/t999'], ['people', [ids.kim, 'p999'], 'people/p999'], ['also_in', ['r999'], 'rooms/r999'], ['replaced_by', 's999', 'sessions/s999']]) {
      await refused('PATCH', `/api/v1/sessions/${ids.one}`, { [name]: value }, 422, 'unknown_reference', new RegExp(there));
    }
    await refused('PATCH', `/api/v1/sessions/${ids.one}`, { replaced_by: ids.one }, 422, 'invalid_field', /itself/);
    await refused('PATCH', `/api/v1/sessions/${ids.one}`, { people: [ids.kim, ids.kim] }, 422, 'invalid_field', /people/);
    await refused('PATCH', `/api/v1/sessions/${ids.one}`, { room: "r1' OR '1'='1" }, 422, 'unknown_reference');
  });

  test('the longest texts are taken, and one byte more is not', async () => {
    const line = '가'.repeat(333) + 'x'; /* 1000 bytes in UTF-8 */
    assert.equal((await patch(server, ids.three, { title: line })).json.title, line);
    await refused('PATCH', `/api/v1/sessions/${ids.three}`, { title: `${line}x` }, 422, 'invalid_field', /^title/);
    const text = `${'a\n\tb '.repeat(9000)}é`;
    assert.equal((await patch(server, ids.three, { abstract: { en: text } })).json.abstract.en, text);
    await patch(server, ids.three, { title: 'three', abstract: null });
  });

  test('instants are taken with any offset and given in UTC', async () => {
    for (const [given, said] of [['2019-08-29T15:00:00+09:00', '2019-08-29T06:00:00Z'], ['2019-08-29T06:00:00.250Z', '2019-08-29T06:00:00.250Z'], ['2019-08-28T23:00:00-07:00', '2019-08-29T06:00:00Z']]) {
      assert.equal((await server.good('POST', '/api/v1/announcements', { text: 'x', until: given })).until, said);
    }
  });

  test('an unknown zone is refused, a known one cuts the days anew', async () => {
    for (const zone of ['Asia/Atlantis', '', '+09:00', '../../etc/passwd', 'asia/seoul ']) {
      const answer = await server.api('PATCH', '/api/v1/event', { zone });
      assert.equal(answer.status, 422, `${JSON.stringify(zone)}: ${answer.text}`);
      assert.ok(['zone_unknown', 'invalid_field'].includes(answer.json.code), answer.text);
    }
    assertProblem(await server.api('PATCH', '/api/v1/event', { zone: 5 }), 422, 'invalid_field', /zone/);
    const event = await server.good('PATCH', '/api/v1/event', { zone: 'America/Los_Angeles' });
    assert.equal(event.zone, 'America/Los_Angeles');
    assert.deepEqual(event.days, ['2019-08-28'], 'ten in Seoul is the evening before there');
    assert.deepEqual(Object.keys((await server.state()).docs.days), ['2019-08-28']);
    await server.good('PATCH', '/api/v1/event', { zone: 'Asia/Seoul' });
    assert.deepEqual(Object.keys((await server.state()).docs.days), ['2019-08-29']);
  });

  test('the days follow from the sessions', async () => {
    const made = await server.good('POST', '/api/v1/sessions', { title: 'night', start: at('02:00', 31), duration: 60 });
    let { docs } = await server.state();
    assert.deepEqual(docs.event.main.days, ['2019-08-29', '2019-08-30'], 'two in the morning belongs to the evening before');
    assert.deepEqual([docs.days['2019-08-30'].start, docs.days['2019-08-30'].end], [at('02:00', 31), at('03:00', 31)]);
    await patch(server, made.id, { status: 'hidden' });
    ({ docs } = await server.state());
    assert.deepEqual(docs.event.main.days, ['2019-08-29'], 'a hidden session makes no day');
    assert.equal(docs.days['2019-08-30'], undefined);
  });

  test('the body must be one JSON object, and JSON must be JSON', async () => {
    const path = `/api/v1/sessions/${ids.one}`;
    const json = { 'content-type': 'application/json' };
    for (const [body, code, detail] of [
      ['', 'malformed_json', /line 1, column 1/], ['{', 'malformed_json', /line 1/], ['{"a":1,}', 'malformed_json', /column/],
      ['{"note":"a"}\n  x', 'malformed_json', /line \d+, column \d+/], ['{"note":"\\u0000"}', 'malformed_json', /u0000/], ['{"note":"\u0001"}', 'malformed_json', /control/],
      [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'malformed_json', /UTF-8/], [`${'['.repeat(40)}${']'.repeat(40)}`, 'malformed_json', /deep/],
      ['[]', 'invalid_body'], ['"x"', 'invalid_body'], ['5', 'invalid_body'], ['null', 'invalid_body'], ["{'note':'a'}", 'malformed_json'],
      ['{"note":NaN}', 'malformed_json'], ['{"note": "a" // x\n}', 'malformed_json'],
    ]) {
      const answer = await server.api('PATCH', path, body, json);
      assertProblem(answer, 400, code, detail);
    }
    assert.equal((await server.api('PATCH', path, '\ufeff{"note":"with a mark"}', json)).status, 200, 'a byte order mark is no fault');
  });

  test('the body must be said to be JSON, or not be named', async () => {
    const path = `/api/v1/sessions/${ids.one}`;
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonx', 'json']) {
      assertProblem(await server.api('PATCH', path, '{"note":"x"}', { 'content-type': type }), 415, 'unsupported_media_type');
    }
    for (const type of ['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON', 'application/merge-patch+json']) {
      assert.equal((await server.api('PATCH', path, '{"note":"x"}', { 'content-type': type })).status, 200, type);
    }
  });

  test('a body past its bound is refused before it is read', async () => {
    const body = (bytes) => `{"note":"x"${' '.repeat(bytes - 12)}}`;
    const json = { 'content-type': 'application/json' };
    assert.equal((await server.api('PATCH', `/api/v1/sessions/${ids.one}`, body(64 * 1024), json)).status, 200);
    assertProblem(await server.api('PATCH', `/api/v1/sessions/${ids.one}`, body(64 * 1024 + 1), json), 413, 'too_large');
  });

  test('a steward says how full a room is, and nothing else', async () => {
    const as = server.as(steward);
    const path = `/api/v1/rooms/${ids.A}`;
    for (const body of [{ name: 'X' }, { fill: 'full', capacity: 5 }, { order: 1 }]) {
      assertProblem(await as('PATCH', path, body), 403, 'forbidden');
    }
    assertProblem(await as('PATCH', path, { fill: 'brimming' }), 422, 'invalid_field', /fill/);
    assertProblem(await as('PATCH', path, { floor: 5 }), 422, 'unknown_field', /floor/);
    const filled = (await as('PATCH', path, { fill: 'full' })).json;
    assert.equal(filled.fill, 'full');
    const first = Date.parse(filled.fill_at);
    assert.ok(Math.abs(first - (await server.state()).now) < 60_000, 'fill_at is the house\'s clock');
    const again = (await as('PATCH', path, { fill: 'full' })).json;
    assert.ok(Date.parse(again.fill_at) > first, 'said again it is as old as now');
    assert.equal(again.rev, filled.rev + 1);
    const other = await server.good('PATCH', path, { capacity: 40 });
    assert.equal(other.fill_at, again.fill_at, 'another change does not renew the mark');
    const cleared = (await as('PATCH', path, { fill: null })).json;
    assert.deepEqual([cleared.fill, cleared.fill_at], [null, null]);
  });

  test('a token is made for a role, with a name, and runs out', async () => {
    const path = '/api/v1/tokens';
    for (const [body, code, detail] of [
      [{}, 'invalid_field', /role/], [{ role: 'king', name: 'x' }, 'invalid_field', /role/], [{ role: 5, name: 'x' }, 'invalid_field', /role/], [{ role: 'screen' }, 'invalid_field', /name/],
      [{ role: 'screen', name: '' }, 'invalid_field', /name/], [{ role: 'screen', name: 'x'.repeat(65) }, 'invalid_field', /name/], [{ role: 'screen', name: 'x', until: 'later' }, 'invalid_field', /until/],
      [{ role: 'screen', name: 'x', until: 5 }, 'invalid_field', /until/], [{ role: 'screen', name: 'x', untli: at('10:00') }, 'unknown_field', /untli/],
    ]) await refused('POST', path, body, 422, code, detail);
    const soon = new Date(Date.now() + 60_000).toISOString();
    const lasting = server.as(await tokenFor(server, 'organiser', soon));
    assert.equal((await lasting('GET', '/api/v1/actions')).status, 200, 'by the machine\'s clock, not the rehearsal\'s');
  });

  test('clashes are told: one room, one speaker, at the same time', async () => {
    const made = await server.good('POST', '/api/v1/sessions', { title: 'beside', room: ids.A, start: at('10:30'), duration: 30, people: [ids.lee] });
    const told = made.clashes.map(({ kind, room, person, sessions, from, until }) => ({ kind, what: room ?? person, sessions: [...sessions].sort(), from, until }));
    assert.deepEqual(told.sort((a, b) => a.until.localeCompare(b.until) || a.kind.localeCompare(b.kind)), [
      { kind: 'person', what: ids.lee, sessions: [ids.four, made.id].sort(), from: at('10:30'), until: at('10:45') },
      { kind: 'room', what: ids.A, sessions: [ids.one, made.id].sort(), from: at('10:30'), until: at('10:45') },
      { kind: 'room', what: ids.A, sessions: [ids.coffee, made.id].sort(), from: at('10:45'), until: at('11:00') },
    ]);
    assert.deepEqual((await patch(server, made.id, { status: 'cancelled' })).json.clashes, [], 'what is cancelled clashes with nothing');
    assert.deepEqual((await patch(server, made.id, { status: 'scheduled', room: null, people: [], start: at('10:45') })).json.clashes, []);
    await patch(server, made.id, { status: 'hidden' });
  });

  test('a session is read with its clashes, which the live document has not', async () => {
    const long = await server.good('POST', '/api/v1/sessions', { title: 'long', room: ids.A, start: at('20:00'), duration: 30, length: 45 });
    const next = await server.good('POST', '/api/v1/sessions', { title: 'next', room: ids.A, start: at('20:20'), duration: 60 });
    const read = await server.good('GET', `/api/v1/sessions/${long.id}`);
    assert.deepEqual(read.clashes, [
      { kind: 'slot', sessions: [long.id], from: at('20:30'), until: at('20:45') },
      { kind: 'room', sessions: [long.id, next.id], from: at('20:20'), until: at('20:30'), room: ids.A, overrun: 10 },
    ]);
    const { clashes, ...document } = read;
    assert.deepEqual(document, (await server.state()).docs.sessions[long.id]);
    const back = await patch(server, long.id, read);
    assert.equal(back.status, 200, 'what was read can be sent back whole');
    assert.equal(back.json.rev, read.rev);
    await patch(server, next.id, { status: 'cancelled' });
    await patch(server, long.id, { duration: 45 });
    assert.deepEqual((await server.good('GET', `/api/v1/sessions/${long.id}`)).clashes, []);
    assert.equal((await server.api('GET', '/api/v1/sessions/none')).status, 404);
    for (const { id } of [long, next])
      await patch(server, id, { status: 'hidden' });
  });

  test('the ETag is the revision, for If-Match, and no ground for a 304', async () => {
    for (const where of [`/api/v1/sessions/${ids.two}`, '/api/v1/event', `/api/v1/rooms/${ids.A}`]) {
      const { headers, json } = await server.api('GET', where);
      assert.equal(headers.get('etag'), `"${json.rev}"`);
      assert.equal((await server.api('PATCH', where, {}, { 'if-match': headers.get('etag') })).status, 200);
    }
    /* A new session on another day changes the event's days, and no revision. */
    const event = await server.api('GET', '/api/v1/event');
    await server.good('POST', '/api/v1/sessions', { title: 'another day', start: at('10:00', 30), duration: 5 });
    const later = await server.api('GET', '/api/v1/event', undefined, { 'if-none-match': event.headers.get('etag') });
    assert.equal(later.status, 200);
    assert.deepEqual(later.json.days, ['2019-08-29', '2019-08-30']);
  });
});
