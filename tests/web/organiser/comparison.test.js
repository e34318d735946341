/* What an import would do, as the desk tells it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clashesOf, partsOf, reachOf } from '../../../static/organiser/comparison.js';

const NOTHING = { added: [], changed: [], moved: [], vanished: [], made: { rooms: [], tracks: [], people: [] }, clashes: [], warnings: [], unchanged: 4 };
const docs = { rooms: { r1: { id: 'r1', name: '101' } }, people: { p1: { id: 'p1', name: { ko: '김', en: 'Kim' } } }, sessions: { s1: { id: 's1', title: 'One' } } };

test('nothing is nothing', () => {
  assert.deepEqual([partsOf(NOTHING, docs), reachOf(NOTHING), clashesOf(NOTHING, docs)], [[], 0, []]);
});

test('sessions come with their places, in the order of what is to be looked at', () => {
  const at = '2031-05-20T01:00:00Z';
  const report = {
    ...NOTHING,
    vanished: [{ id: 's3', title: 'Three', room: 'r1', room_name: '101', start: null }],
    added: [{ id: 's2', title: 'Two', room: 'r1', room_name: '101', start: at, again: true }],
    moved: [{ id: 's1', title: 'One', from: { room: 'r1', room_name: '101', start: at }, to: { room: null, room_name: null, start: at } }],
  };
  const parts = partsOf(report, docs);
  assert.deepEqual(parts.map(({ name }) => name), ['added', 'moved', 'vanished']);
  assert.deepEqual(parts[0].entries, [{ id: 's2', collection: 'sessions', title: 'Two', again: true, place: { room: '101', start: Date.parse(at) } }]);
  assert.deepEqual(parts[1].entries[0].to, { room: null, start: Date.parse(at) });
  assert.deepEqual(parts[2].entries[0].place.start, null);
  assert.equal(reachOf(report), 3);
});

test('fields name people and rooms, be they here or only in the file', () => {
  const report = {
    ...NOTHING,
    made: { ...NOTHING.made, people: [{ id: 'p9', title: 'Lee' }] },
    changed: [{ id: 's1', title: 'One', collection: 'sessions', fields: { people: { from: ['p1'], to: ['p1', 'p9'] }, room: { from: null, to: 'r1' }, duration: { from: 30, to: 45 }, abstract: { from: '', to: 'Said' } } }],
  };
  const { fields } = partsOf(report, docs)[0].entries[0];
  assert.deepEqual(fields, [
    { name: 'people', from: '김', to: '김, Lee' }, { name: 'room', from: null, to: '101' }, { name: 'duration', from: 30, to: 45 }, { name: 'abstract', from: null, to: 'Said' },
  ]);
});

test('a clash names both talks and where', () => {
  const report = { ...NOTHING, added: [{ id: 's2', title: 'Two', room_name: null, start: null }], clashes: [{ kind: 'room', room: 'r1', sessions: ['s1', 's2'], from: '2031-05-20T01:00:00Z', until: '2031-05-20T01:10:00Z' }] };
  assert.deepEqual(clashesOf(report, docs), [{ kind: 'room', where: '101', titles: ['One', 'Two'], from: Date.parse('2031-05-20T01:00:00Z'), until: Date.parse('2031-05-20T01:10:00Z') }]);
});
