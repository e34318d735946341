/* Drafts and releases as they are told: what a change would do, whether it is of yesterday, and versions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftsOf, tellChange } from '../../../static/organiser/drafts.js';

const docs = {
  event: { main: { id: 'main', title: 'Courtyard', rev: 1 } },
  rooms: { r1: { id: 'r1', name: '101' }, r2: { id: 'r2', name: '102' } },
  sessions: { s1: { id: 's1', title: { ko: '하나', en: 'One' }, room: 'r1', start: '2031-05-20T01:00:00Z', rev: 3 } },
  drafts: { d2: { id: 'd2' }, d10: { id: 'd10' } },
};

test('a change tells what stands there and what would', () => {
  const told = tellChange({ method: 'PATCH', path: '/api/v1/sessions/s1', body: { room: 'r2', start: '2031-05-20T02:00:00Z' }, if_match: 3 }, docs);
  assert.deepEqual(told, {
    kind: 'sessions_patch', subject: { collection: 'sessions', id: 's1', title: { ko: '하나', en: 'One' } }, isOld: false,
    fields: [{ name: 'room', from: '101', to: '102' }, { name: 'start', from: '2031-05-20T01:00:00Z', to: '2031-05-20T02:00:00Z' }],
  });
});

test('what was changed since its author saw it is old, and what names no revision is not', () => {
  const change = { method: 'PATCH', path: '/api/v1/sessions/s1', body: {} };
  assert.deepEqual([{ if_match: 2 }, { if_match: 3 }, {}].map((seen) => tellChange({ ...change, ...seen }, docs).isOld), [true, false, false]);
});

test('new ones, the event, and what is done to a room have names too', () => {
  const told = (method, path, body) => { const { kind, subject, fields } = tellChange({ method, path, body }, docs); return [kind, subject.title, fields.length]; };
  assert.deepEqual(told('POST', '/api/v1/sessions', { title: 'New' }), ['sessions_post', 'New', 1]);
  assert.deepEqual(told('PATCH', '/api/v1/event', { title: 'Yard' }), ['event_patch', 'Courtyard', 1]);
  assert.deepEqual(told('POST', '/api/v1/rooms/r1/delay', { minutes: 12 }), ['rooms_delay', '101', 1]);
  assert.deepEqual(told('DELETE', '/api/v1/announcements/a9'), ['announcements_delete', '', 0]);
  assert.deepEqual(told('POST', '/api/v1/moons/m1/rise', {}), ['other', '', 0]);
});

test('the newest draft comes first', () => {
  assert.deepEqual(draftsOf(docs).map(({ id }) => id), ['d10', 'd2']);
});
