/*
 * Schedule files in and out: the report, the three-way comparison, what is
 * refused, and that nothing is ever half-applied.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { canonical } from '../lib/canonical.js';
import { assertProblem, makeMorning, newKey, patch, session, startHouse } from '../lib/house.js';
import { LiveClient } from '../lib/live-client.js';
import { madang } from '../lib/program.js';
import { exchange, isWhole } from '../lib/raw.js';

const file = (name) => readFileSync(new URL(`../fixtures/api/${name}`, import.meta.url), 'utf8');
const autumn = file('autumn.xml');
const autumn2 = file('autumn-2.xml');
const winter = file('winter.json');

const titles = (list) => list.map(({ title }) => title).sort();

describe('import', () => {
  let server;
  beforeEach(async () => { server = await startHouse(); });
  afterEach(() => server.stop());

  const send = (bytes, query = '', headers) => server.api('POST', `/api/v1/imports${query}`, bytes, headers);
  const take = async (bytes, query, headers) => {
    const answer = await send(bytes, query, headers);
    assert.equal(answer.status, 200, answer.text);
    return answer.json;
  };
  const docs = async () => (await server.state()).docs;
  const titled = async (title) => {
    const found = Object.values((await docs()).sessions).filter((one) => one.title === title);
    assert.equal(found.length, 1, `sessions titled ${title}`);
    return found[0];
  };
  const withoutRev = (value) => canonical(JSON.parse(JSON.stringify(value, (name, member) => (name === 'rev' ? undefined : member))));

  /* `act` is done, and afterwards everything is as it was. */
  const changesNothing = async (act) => {
    const before = await server.state();
    await act();
    const now = await server.state();
    assert.equal(now.seq, before.seq);
    assert.equal(canonical(now.docs), canonical(before.docs));
  };

  test('a first file makes the event, its rooms, tracks, people, sessions and days', async () => {
    const report = await take(autumn);
    assert.equal(report.format, 'frab-xml');
    assert.equal(report.applied, true);
    assert.equal(report.added.length, 5);
    assert.deepEqual([report.changed.filter(({ collection }) => collection !== 'event'), report.moved, report.vanished, report.unchanged], [[], [], [], 0]);
    assert.deepEqual([titles(report.made.rooms), titles(report.made.tracks), titles(report.made.people)], [['Maple', 'Pine'], ['Data', 'Web'], ['Lee Garden', '김마당']]);
    assert.deepEqual(report.clashes.map(({ kind, from }) => [kind, from]), [['person', '2031-10-06T02:00:00Z']], 'Lee Garden is in two rooms at eleven');
    const now = await docs();
    assert.deepEqual([now.event.main.title, now.event.main.zone, now.event.main.days], ['가을 Autumn 2031', 'Asia/Seoul', ['2031-10-06']]);
    const leaves = await titled('Leaves & trees');
    assert.deepEqual([leaves.start, leaves.duration, leaves.language, leaves.type, leaves.licence, leaves.abstract, leaves.status],
      ['2031-10-06T01:00:00Z', 45, 'en', 'talk', 'CC BY 4.0', 'Two\n\nparagraphs.', 'scheduled']);
    assert.equal(now.rooms[leaves.room].name, 'Maple');
    assert.equal(now.tracks[leaves.track].name, 'Data');
    assert.deepEqual(leaves.people.map((id) => now.people[id].name), ['김마당']);
    assert.equal((await titled('Workshop')).duration, 90);
    assert.equal((await titled('Workshop')).people.length, 2);
    assert.ok(now.rooms[leaves.room].order < now.rooms[(await titled('Needles')).room].order, 'rooms in the order of the file');
  });

  test('the same file again changes nothing', async () => {
    await take(autumn);
    await changesNothing(async () => {
      const report = await take(autumn);
      assert.deepEqual([report.added, report.changed, report.moved, report.vanished, report.unchanged], [[], [], [], [], 5]);
      assert.equal(report.action, undefined);
    });
  });

  test('a dry run tells the same, and changes nothing', async () => {
    await changesNothing(async () => {
      const report = await take(autumn, '?dry_run=1');
      assert.equal(report.applied, false);
      assert.equal(report.added.length, 5);
      assert.equal(report.seq, undefined);
    });
    const dry = await take(autumn, '?dry_run=1');
    const { seq, action, ...wet } = await take(autumn);
    assert.deepEqual({ ...dry, applied: true }, wet);
    assert.equal((await take(autumn2, '?dry_run=0')).applied, true);
  });

  test('a later file: moved, renamed, gone, new', async () => {
    await take(autumn);
    const before = await titled('데이터가 흐르는 강');
    const client = await LiveClient.open(server);
    const report = await take(autumn2);
    assert.deepEqual(titles(report.added), ['Closing']);
    assert.deepEqual(titles(report.vanished), ['Lunch']);
    assert.equal(report.unchanged, 2);
    assert.deepEqual(report.moved.map(({ title, from, to }) => [title, from.room_name, from.start, to.room_name, to.start]),
      [['데이터가 흐르는 강', 'Maple', '2031-10-06T02:00:00Z', 'Pine', '2031-10-06T04:00:00Z']]);
    const renamed = report.changed.filter(({ collection }) => collection === 'sessions');
    assert.deepEqual(renamed.map(({ fields }) => fields), [{ title: { from: 'Needles', to: 'Needles and pins' } }]);
    const moved = await titled('데이터가 흐르는 강');
    assert.equal(moved.id, before.id, 'it is the same session');
    assert.deepEqual([moved.moved_from.room, moved.moved_from.start], [before.room, before.start]);
    assert.equal((await titled('Lunch')).status, 'hidden', 'hidden, not deleted');
    await client.reaches(report.seq);
    assert.equal(canonical(client.documents.docs), canonical(await docs()), 'one change that all see');
    client.close();
  });

  test('what had vanished and is back again is shown again; a move back is none', async () => {
    await take(autumn);
    const lunch = await titled('Lunch');
    await take(autumn2);
    const report = await take(autumn, '?confirm=1');
    assert.deepEqual(report.added.map(({ id, again }) => [id, again]), [[lunch.id, true]]);
    assert.equal((await titled('Lunch')).status, 'scheduled');
    assert.ok(!('moved_from' in await titled('데이터가 흐르는 강')));
  });

  test('more than a fifth gone is refused with the whole report, unless it is confirmed', async () => {
    await take(autumn);
    const empty = autumn.replace(/<event guid="[^"]*[345]"[^]*?<\/event>/g, '');
    await changesNothing(async () => {
      const answer = await send(empty);
      assertProblem(answer, 409, 'many_vanished', /3 of 5/);
      assert.equal(answer.json.report.applied, false);
      assert.deepEqual(titles(answer.json.report.vanished), ['Lunch', 'Needles', 'Workshop']);
      assert.equal((await take(empty, '?dry_run=1')).vanished.length, 3, 'a dry run tells it without refusing');
    });
    const report = await take(empty, '?confirm=1');
    assert.equal(report.vanished.length, 3);
    assert.equal((await titled('Workshop')).status, 'hidden');
  });

  test('an edit of the desk is kept: alone in silence, against the file with a warning', async () => {
    await take(autumn);
    const needles = await titled('Needles');
    const leaves = await titled('Leaves & trees');
    const river = await titled('데이터가 흐르는 강');
    await patch(server, leaves.id, { title: { ko: '잎', en: 'Leaves' }, note: 'mind the step' });
    await patch(server, needles.id, { title: 'Nettles' });
    await patch(server, river.id, { room: needles.room });
    const report = await take(autumn2);
    const now = (await docs()).sessions;
    assert.deepEqual(now[leaves.id].title, { ko: '잎', en: 'Leaves' });
    assert.equal(now[leaves.id].note, 'mind the step');
    assert.equal(now[needles.id].title, 'Nettles', 'both changed it: the desk\'s');
    assert.ok(report.warnings.some((line) => line.includes('Nettles') && line.includes('Needles and pins')), report.warnings.join('\n'));
    assert.deepEqual([now[river.id].room, now[river.id].start], [needles.room, '2031-10-06T04:00:00Z'], 'the room was the desk\'s, and is the file\'s now; the time is the file\'s');
    /* And the next one again. */
    await take(autumn2);
    assert.equal((await docs()).sessions[needles.id].title, 'Nettles');
  });

  test('what is cancelled stays cancelled, what the desk made stays', async () => {
    await take(autumn);
    const lunch = await titled('Lunch');
    const needles = await titled('Needles');
    await patch(server, needles.id, { status: 'cancelled', replaced_by: lunch.id });
    const own = await server.good('POST', '/api/v1/sessions', { title: 'Ours', room: needles.room, start: '2031-10-06T06:00:00Z', duration: 30 });
    await patch(server, (await titled('Workshop')).id, { status: 'hidden' });
    await take(autumn2, '?confirm=1');
    assert.deepEqual([(await session(server, needles.id)).status, (await session(server, needles.id)).replaced_by], ['cancelled', lunch.id]);
    assert.equal((await session(server, own.id)).status, 'scheduled', 'a file does not know it, and cannot take it away');
    assert.equal((await titled('Workshop')).status, 'hidden', 'what the desk has hidden stays hidden');
  });

  test('an import is one action, and is put back as one', async () => {
    const empty = withoutRev(await docs());
    const first = await take(autumn);
    await server.good('POST', `/api/v1/actions/${first.action}/undo`);
    assert.equal(withoutRev(await docs()), empty);
    assert.equal((await take(autumn)).added.length, 5, 'and it can be imported anew');
    const before = withoutRev(await docs());
    const second = await take(autumn2);
    const [action] = (await server.good('GET', '/api/v1/actions')).actions;
    assert.deepEqual([action.id, action.what], [second.action, 'imports.post']);
    await server.good('POST', `/api/v1/actions/${second.action}/undo`);
    assert.equal(withoutRev(await docs()), before);
    const again = await take(autumn2);
    assert.deepEqual([titles(again.added), titles(again.vanished), again.moved.length], [['Closing'], ['Lunch'], 1], 'and so can the second');
  });

  test('a file that names no zone needs one', async () => {
    await changesNothing(async () => {
      assertProblem(await send(winter), 422, 'zone_needed', /tz=/);
      assertProblem(await send(winter, '?tz=Asia/Atlantis'), 422, 'zone_unknown', /Atlantis/);
      assertProblem(await send(winter, '?tz='), 422, 'zone_unknown');
      assertProblem(await send(autumn.replace('Asia/Seoul', 'Asia/Atlantis')), 422, 'zone_unknown', /Atlantis/);
    });
    const report = await take(winter, '?tz=Asia/Seoul');
    assert.deepEqual([report.format, titles(report.added)], ['c3voc-json', ['Ice', 'Snow']]);
    assert.equal((await titled('Snow')).start, '2031-10-06T01:00:00Z');
    assert.equal((await docs()).event.main.zone, 'Asia/Seoul');
  });

  test('the zone that is asked for wins over the file\'s, with a warning', async () => {
    const report = await take(autumn, '?tz=Europe/Berlin');
    assert.equal((await docs()).event.main.zone, 'Europe/Berlin');
    assert.equal((await titled('Needles')).start, '2031-10-06T01:00:00Z', 'instants have their own offset');
    assert.ok(report.warnings.some((line) => /Berlin/.test(line)), report.warnings.join('\n'));
  });

  test('what is no schedule is refused with what was found', async () => {
    await changesNothing(async () => {
      for (const [bytes, found] of [
        ['<rss><channel/></rss>', /rss|feed/i], ['<html><body>x</body></html>', /html/i], ['{"hello":1}', /JSON/i], ['[1,2]', /JSON/i],
        ['BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n', /time zone/i], ['id,title\n1,x\n', /./], ['hello', /./], ['', /./], [Buffer.from([0, 1, 2, 3, 255, 254]), /./],
        ['{"schedule":{"conference":{"days":[{"rooms":{}}]},"$schema":"https://c3voc.de/schedule-v2.schema.json"}}', /./], ['{"schedule":[]}', /./],
      ]) {
        const answer = await send(bytes);
        assert.ok([400, 422].includes(answer.status), `${String(bytes).slice(0, 40)}: ${answer.text}`);
        assert.match(answer.json.detail, found);
      }
    });
  });

  test('malformed XML and JSON tell line and column', async () => {
    await changesNothing(async () => {
      const broken = autumn.replace('<title>Needles</title>', '<title>Needles</titel>');
      const line = broken.split('\n').findIndex((text) => text.includes('</titel>')) + 1;
      assertProblem(await send(broken), 400, 'malformed_xml', new RegExp(`line ${line}, column \\d+`));
      assertProblem(await send(autumn.slice(0, autumn.length / 2)), 400, 'malformed_xml', /line \d+, column \d+/);
      assertProblem(await send(`${autumn}<more/>`), 400, 'malformed_xml', /line \d+/);
      assertProblem(await send(winter.replace('"Snow"', '"Snow')), 400, 'malformed_json', /line \d+, column \d+/);
      assertProblem(await send(winter.slice(0, -20)), 400, 'malformed_json', /line \d+/);
    });
  });

  test('XML that would reach outside, or grow without end, is refused', async () => {
    await changesNothing(async () => {
      const laughs = `<?xml version="1.0"?><!DOCTYPE schedule [<!ENTITY a "${'x'.repeat(1000)}">${[..."bcdefghi"].map((name, i) => `<!ENTITY ${name} "${`&${'abcdefgh'[i]};`.repeat(10)}">`).join('')}]><schedule><conference><title>&i;</title></conference></schedule>`;
      for (const bytes of [laughs, '<?xml version="1.0"?><!DOCTYPE schedule [<!ENTITY x SYSTEM "file:///etc/passwd">]><schedule><conference><title>&x;</title></conference></schedule>',
        `<schedule>${'<a>'.repeat(100_000)}`, `${'{"schedule":'.repeat(5000)}`]) {
        const answer = await send(bytes);
        assert.ok([400, 413, 422].includes(answer.status), answer.text);
        assert.doesNotMatch(answer.text, /root:/);
      }
    });
  });

  test('a wrong field names its place, and nothing of the file is taken', async () => {
    await changesNothing(async () => {
      for (const [from, to] of [['<duration>1:30</duration>', '<duration>soon</duration>'], ['<date>2031-10-06T11:00:00+09:00</date>\n<start>11:00</start>\n<duration>1:30', '<date>2031-99-06T11:00:00+09:00</date>\n<start>11:00</start>\n<duration>1:30']]) {
        assert.ok(autumn.includes(from));
        const answer = await send(autumn.replace(from, to));
        assertProblem(answer, 422, 'invalid_field', /line \d+|event/);
      }
    });
  });

  test('a file past the bound is refused, without being taken in', async () => {
    await changesNothing(async () => {
      const { status, text } = await exchange(server, [`POST /api/v1/imports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${server.token}\r\nContent-Length: ${32 * 1024 * 1024 + 1}\r\n\r\n`, '<schedule>'], { until: isWhole });
      assert.equal(status, 413, text);
      assert.match(text, /"code":"too_large"/);
    });
  });

  test('text from a file is text: odd characters come through, controls go', async () => {
    await take(autumn.replace('Needles', '  &lt;b&gt;N\u00e9edles\u3000&#x1F332; \u0627\u0644&amp;amp;  '));
    assert.equal(Object.values((await docs()).sessions).filter(({ title }) => /N\u00e9edles.*\u{1F332}/u.test(title)).length, 1);
  });

  test('overlaps and sessions without a time are legal, and told', async () => {
    const overlapping = autumn.replaceAll('T11:00:00+09:00', 'T10:15:00+09:00').replaceAll('<start>11:00', '<start>10:15');
    const report = await take(overlapping);
    assert.equal(report.added.length, 5);
    assert.equal(report.clashes.filter(({ kind }) => kind === 'room').length, 2);
    const off = await take(overlapping.replace(/<date>2031-10-06T12:00:00\+09:00<\/date>\n<start>12:00<\/start>\n/, ''), '?dry_run=1');
    assert.ok(off.warnings.length > 0, 'Lunch without a time of its own is told');
  });

  test('the same key gives the same report again', async () => {
    const key = { 'idempotency-key': newKey() };
    const first = await send(autumn, '', key);
    const second = await send(autumn, '', key);
    assert.equal(second.text, first.text);
    assertProblem(await send(autumn2, '', key), 422, 'key_reused');
    assertProblem(await send(autumn, '?dry_run=1', key), 422, 'key_reused');
  });

  test('what is unticked in a dry run stays as it is, and is offered again', async () => {
    await take(autumn);
    const dry = await take(autumn2, '?dry_run=1&confirm=1');
    const all = [...dry.added, ...dry.changed, ...dry.moved, ...dry.vanished];
    assert.ok(dry.added.length && dry.moved.length && dry.vanished.length, 'one of each kind');
    assert.equal(dry.left, 0);
    for (const { id, except } of [...dry.changed, ...dry.moved, ...dry.vanished]) assert.equal(except, id);
    for (const { except } of dry.added) assert.match(except, /^new-\d+$/);

    const words = [...new Set(all.map(({ except }) => except))];
    const before = await docs();
    const none = await take(autumn2, `?except=${words.join(',')}`);
    assert.deepEqual([none.added, none.changed, none.moved, none.vanished, none.left], [[], [], [], [], words.length]);
    assert.equal(canonical((await docs()).sessions), canonical(before.sessions));
    assert.equal(canonical((await docs()).event), canonical(before.event));
    const again = await take(autumn2, '?dry_run=1&confirm=1');
    assert.deepEqual([...again.added, ...again.moved, ...again.vanished].map(({ except }) => except), [...dry.added, ...dry.moved, ...dry.vanished].map(({ except }) => except));

    const { action, ...some } = await take(autumn2, `?confirm=1&except=${dry.added[0].except},${dry.vanished[0].except}`);
    assert.deepEqual([titles(some.added), titles(some.vanished), some.left], [titles(dry.added.slice(1)), titles(dry.vanished.slice(1)), 2]);
    assert.deepEqual(titles(some.moved), titles(dry.moved));
    assert.equal((await session(server, dry.vanished[0].id)).status, before.sessions[dry.vanished[0].id].status);
    assert.equal(Object.values((await docs()).sessions).some(({ title }) => canonical(title) === canonical(dry.added[0].title)), false);
    await server.good('POST', `/api/v1/actions/${action}/undo`);
  });

  test('a session that somebody has made meanwhile changes none of the words for new ones', async () => {
    await take(autumn);
    const { added } = await take(autumn2, '?dry_run=1');
    await server.good('POST', '/api/v1/sessions', { title: 'meanwhile' });
    const report = await take(autumn2, `?confirm=1&except=${added[0].except}`);
    assert.deepEqual(titles(report.added), titles(added.slice(1)));
  });

  test('words that are none of the comparison are refused', async () => {
    await take(autumn);
    await changesNothing(async () => {
      for (const except of ['s999', 'new-', 'new-99999', 'new-0x1', 'new-00', 'new--1', 'x', 's1,', ',', 's1, s2', '%27', 'new-99999999999999999999999']) {
        assertProblem(await send(autumn2, `?confirm=1&except=${encodeURIComponent(except)}`), 422, 'invalid_field');
      }
      assertProblem(await send(autumn2, `?confirm=1&except=${'s1,'.repeat(800)}s1`), 400, 'bad_query');
    });
  });
});

describe('export', () => {
  let server;
  before(async () => {
    server = await startHouse();
    const ids = await makeMorning(server);
    /* What makes a round trip hard. */
    await patch(server, ids.one, { title: { ko: '하나', en: 'One & <all>' }, abstract: { ko: '가\n\n나', en: 'a\n\nb' }, note: 'x', language: 'ko', licence: 'CC0' });
    await patch(server, ids.two, { status: 'cancelled', replaced_by: ids.four });
    await server.good('POST', '/api/v1/sessions', { title: 'no time yet', duration: 30 });
    await server.good('POST', '/api/v1/sessions', { title: 'night', room: ids.B, start: '2019-08-29T16:30:00Z', duration: 25 * 60 });
    await server.good('POST', '/api/v1/sessions', { title: 'point ?> ]]>', room: ids.B, start: '2019-08-30T02:00:00Z', duration: 0 });
    await server.good('POST', '/api/v1/rooms', { name: 'Table', kind: 'table' });
    await server.good('POST', '/api/v1/people', { name: 'In no session', company: 'X' });
    await server.good('POST', '/api/v1/sessions', { title: 'HIDDEN', room: ids.A, start: '2019-08-29T05:00:00Z', duration: 10, status: 'hidden' });
    await server.good('POST', `/api/v1/rooms/${ids.A}/delay`, { minutes: 7, from: ids.one });
  });
  after(() => server.stop());

  for (const [path, type] of [['schedule.xml', 'application/xml'], ['schedule.json', 'application/json']]) {
    test(`${path}: imported again it changes nothing`, async () => {
      const out = await server.api('GET', `/api/v1/export/${path}`);
      assert.equal(out.status, 200);
      assert.ok(out.headers.get('content-type').startsWith(type));
      assert.ok(!out.text.includes('HIDDEN'), 'what is hidden is not given out');
      const before = await server.state();
      const answer = await server.api('POST', '/api/v1/imports', out.text, { 'content-type': type });
      assert.equal(answer.status, 200, answer.text);
      const { added, changed, moved, vanished, made } = answer.json;
      assert.deepEqual({ added, changed, moved, vanished, made }, { added: [], changed: [], moved: [], vanished: [], made: { rooms: [], tracks: [], people: [] } });
      const now = await server.state();
      assert.equal(canonical(now.docs), canonical(before.docs));
      assert.equal(now.seq, before.seq);
      assert.equal((await server.api('GET', `/api/v1/export/${path}`)).text, out.text, 'and it is given out the same');
    });

    test(`${path}: into an empty house it makes the same programme`, async () => {
      const out = await server.api('GET', `/api/v1/export/${path}`);
      const other = await startHouse();
      const answer = await other.api('POST', '/api/v1/imports', out.text, { 'content-type': type });
      assert.equal(answer.status, 200, answer.text);
      const gist = ({ docs }) => Object.values(docs.sessions).filter(({ status }) => status !== 'hidden')
        .map((one) => canonical([one.title, one.start, one.duration, one.abstract, one.language, one.status, one.type,
          one.room && docs.rooms[one.room].name, one.track && docs.tracks[one.track].name, one.people.map((id) => docs.people[id].name)])).sort();
      assert.deepEqual(gist(await other.state()), gist(await server.state()));
      const again = await other.api('GET', `/api/v1/export/${path}`);
      assert.equal(again.status, 200);
      await other.stop();
    });
  }

  test('rooms, tracks and people of one name stay who they are', async () => {
    const other = await startHouse();
    await other.good('PATCH', '/api/v1/event', { zone: 'Asia/Seoul' });
    const make = async (collection, body) => (await other.good('POST', `/api/v1/${collection}`, body)).id;
    const rooms = [await make('rooms', { name: 'Hall', capacity: 10, order: 7 }), await make('rooms', { name: 'Hall', order: 3 }), await make('rooms', { name: 'Hall', capacity: 30, order: 3 })];
    for (const [capacity, order] of [[5, 9], [null, 8], [7, 8]]) await make('rooms', { name: 'Empty', capacity, order });
    const people = [await make('people', { name: 'Kim', company: 'A' }), await make('people', { name: 'Kim', company: 'B' })];
    for (const [i, room] of rooms.entries()) {
      await make('sessions', { title: 'Same', room, start: '2019-08-29T01:00:00Z', duration: 30, people: [people[i % 2]] });
      await make('sessions', { title: 'Same', room, start: '2019-08-29T02:00:00Z', duration: 30, people });
    }
    for (const where of ['schedule.xml', 'schedule.json']) {
      const before = await other.state();
      const out = await other.api('GET', `/api/v1/export/${where}`);
      const report = await other.good('POST', '/api/v1/imports', out.text, { 'content-type': 'text/plain' });
      assert.deepEqual([report.added, report.changed, report.moved, report.vanished], [[], [], [], []], where);
      assert.equal(canonical((await other.state()).docs), canonical(before.docs), where);
    }
    await other.stop();
  });

  test('whatever time is taken, the days, the export and the file hold together', async () => {
    for (const start of ['0001-01-01T00:00:00Z', '1969-12-31T00:00:00Z', '1970-01-01T12:00:00Z', '2999-12-31T12:00:00Z', '3000-06-01T00:00:00Z', '9999-12-31T22:00:00Z']) {
      const other = await startHouse();
      await other.good('PATCH', '/api/v1/event', { zone: 'Asia/Seoul' });
      await other.good('POST', '/api/v1/sessions', { title: 'now', start: '2019-08-29T01:00:00Z', duration: 30 });
      const answer = await other.api('POST', '/api/v1/sessions', { title: 'far away', start, duration: 30 });
      assert.ok([201, 422].includes(answer.status), answer.text);
      if (answer.status === 201) {
        const { docs } = await other.state();
        assert.deepEqual(docs.event.main.days, Object.keys(docs.days).sort(), start);
        const check = await madang(['check', '--db', other.db]);
        assert.equal(`${check.code} ${check.stdout}`, '0 ', start);
        const out = await other.api('GET', '/api/v1/export/schedule.json');
        const again = await other.api('POST', '/api/v1/imports?dry_run=1', out.text);
        assert.equal(again.status, 200, `${start}: ${again.text}`);
      }
      await other.stop();
    }
  });

  test('an ETag that holds until the programme changes', async () => {
    const first = await server.api('GET', '/api/v1/export/schedule.json');
    const etag = { 'if-none-match': first.headers.get('etag') };
    assert.equal((await server.api('GET', '/api/v1/export/schedule.json', undefined, etag)).status, 304);
    await server.good('PATCH', '/api/v1/event', { acronym: 'other' });
    assert.equal((await server.api('GET', '/api/v1/export/schedule.json', undefined, etag)).status, 200);
  });
});
