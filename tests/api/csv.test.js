/*
 * Tables in and out: the preview of what each column was read as, the caller's
 * choice, and the way to a spreadsheet and back.
 */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { assertProblem, startHouse } from '../lib/house.js';

const known = `ID,Session title,Speakers,Speaker e-mail,Room,Date,Start,Duration
QX7LMN,"Leaves, fallen","Ada Birch, Bo Kim",ada@example.org,Maple,2031-10-06,10:00,00:45
ZR2ABC,Roots,,,Pine,2031-10-06,11:00,1:30
`;
const unknown = 'Wat,Hoe laat,Waar\nPraatje,2031-10-06 10:00,Zolder\n';

describe('tables', () => {
  let server;
  beforeEach(async () => { server = await startHouse(); });
  afterEach(() => server.stop());

  const send = (bytes, query = '') => server.api('POST', `/api/v1/imports${query}`, bytes);
  const take = async (bytes, query) => {
    const answer = await send(bytes, query);
    assert.equal(answer.status, 200, answer.text);
    return answer.json;
  };
  const sessions = async () => Object.values((await server.state()).docs.sessions);

  test('a dry run shows what each column was read as', async () => {
    const report = await take(known, '?tz=Asia/Seoul&dry_run=1');
    assert.equal(report.format, 'csv');
    assert.equal(report.added.length, 2);
    assert.deepEqual(report.columns, {
      ID: 'id', 'Session title': 'title', Speakers: 'people', 'Speaker e-mail': null, Room: 'room', Date: 'date', Start: 'start', Duration: 'duration',
    });
    assert.deepEqual(await sessions(), []);
  });

  test('no address that stands in a table is published', async () => {
    await take(known, '?tz=Asia/Seoul');
    assert.ok(!JSON.stringify((await server.state()).docs).includes('example.org'));
    const [leaves] = (await sessions()).filter(({ title }) => title === 'Leaves, fallen');
    assert.deepEqual([leaves.start, leaves.duration, leaves.people.length], ['2031-10-06T01:00:00Z', 45, 2]);
  });

  test('the caller says which column is which', async () => {
    assertProblem(await send(unknown, '?tz=Asia/Seoul'), 422, 'columns_needed', /"Wat", "Hoe laat", "Waar"/);
    const columns = encodeURIComponent('title=Wat,start=Hoe laat,room=Waar');
    const report = await take(unknown, `?tz=Asia/Seoul&columns=${columns}&dry_run=1`);
    assert.deepEqual(report.columns, { Wat: 'title', 'Hoe laat': 'start', Waar: 'room' });
    assertProblem(await send(unknown, `?tz=Asia/Seoul&columns=${columns},type=Wie`), 422, 'unknown_column', /Wie/);
    assertProblem(await send(known, '?tz=Asia/Seoul&columns=dates=american'), 422, 'invalid_columns', /dmy/);
    assertProblem(await send(known), 422, 'zone_needed', /tz=/);
    assertProblem(await send('\u0000\u0001title,room\nA,B\n', '?tz=Asia/Seoul'), 422, 'unsupported_format');
    assert.deepEqual(await sessions(), []);
  });

  test('to a spreadsheet and back: nothing changes', async () => {
    await take(known, '?tz=Asia/Seoul');
    const table = await server.api('GET', '/api/v1/export/schedule.csv');
    assert.equal(table.status, 200);
    assert.equal(table.headers.get('content-type'), 'text/csv; charset=utf-8; header=present');
    assert.match(table.text, /,"Leaves, fallen",.*,2031-10-06,10:00,10:45,00:45,Asia\/Seoul,scheduled,,"Ada Birch; Bo Kim",/);
    const report = await take(table.text);
    assert.deepEqual([report.added, report.changed, report.moved, report.vanished, report.unchanged], [[], [], [], [], 2]);
    const moved = await take(table.text.replace('11:00,12:30', '11:30,13:00'));
    assert.deepEqual(moved.moved.map(({ title, to }) => [title, to.start]), [['Roots', '2031-10-06T02:30:00Z']]);
  });
});
