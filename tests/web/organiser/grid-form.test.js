import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyOf, formOf } from '../../../static/organiser/grid-form.js';
import { lateOf } from '../../../static/organiser/grid-late.js';
import { at, docsOf, late, talk } from './grid.js';
import { timetable } from '../../../static/shared/schedule.js';

const env = { zone: 'Asia/Seoul', languages: ['ko', 'en'] };
const doc = talk('a', 'r1', '10:00', 45, { title: { ko: '하나', en: 'One' }, language: 'ko', people: ['p1'] });
const edited = (changes, of = doc) => bodyOf({ ...formOf(of, env), ...changes }, of, env);

test('a form that nobody touched writes nothing', () => {
  for (const one of [doc, { ...doc, title: 'plain' }, { ...doc, start: null }, { ...doc, room: null, replaced_by: 'b', status: 'cancelled' }, { ...doc, title: { ja: '一', ko: '하나' } }]) {
    assert.deepEqual(edited({}, one), { body: {} });
  }
});

test('only what differs is written', () => {
  assert.deepEqual(edited({ room: 'r2' }), { body: { room: 'r2' } });
  assert.deepEqual(edited({ time: '10:20' }), { body: { start: '2031-05-20T01:20:00Z' } });
  assert.deepEqual(edited({ time: '' }), { body: { start: null } });
  assert.deepEqual(edited({ people: [] }), { body: { people: [] } });
  assert.deepEqual(edited({ title: { ko: '하나', en: '' } }), { body: { title: { ko: '하나' } } });
  assert.deepEqual(edited({ note: { ko: ' 안내 ', en: '' } }), { body: { note: '안내' } });
});

test('a plain title stays plain until it has a second language, and is in the session\'s own', () => {
  const plain = { ...doc, title: 'plain', language: 'en' };
  assert.deepEqual(formOf(plain, env).title, { ko: '', en: 'plain' });
  assert.deepEqual(edited({ title: { ko: '', en: 'other' } }, plain), { body: { title: 'other' } });
  assert.deepEqual(edited({ title: { ko: '둘', en: 'plain' } }, plain), { body: { title: { ko: '둘', en: 'plain' } } });
});

test('cancelled with a replacement; taken back, the replacement goes too', () => {
  assert.deepEqual(edited({ status: 'cancelled', replaced_by: 'b' }), { body: { status: 'cancelled', replaced_by: 'b' } });
  assert.deepEqual(edited({ status: 'scheduled' }, { ...doc, status: 'cancelled', replaced_by: 'b' }), { body: { status: 'scheduled', replaced_by: null } });
});

test('what cannot be is named, the first of it', () => {
  assert.deepEqual(edited({ title: { ko: ' ', en: '' }, duration: 'x' }), { wrong: 'title' });
  assert.deepEqual(edited({ time: '25' }), { wrong: 'time' });
  for (const duration of ['', '-5', '4.5', '99999', 'x']) assert.deepEqual(edited({ duration }), { wrong: 'duration' });
});

test('a new session has what was filled in', () => {
  const form = formOf(null, { ...env, date: '2031-05-20', room: 'r2' });
  assert.deepEqual(bodyOf(form, null, env), { wrong: 'title' });
  assert.deepEqual(bodyOf({ ...form, title: { ko: '새', en: '' }, time: '01:00' }, null, env), { body: { title: '새', room: 'r2', start: '2031-05-20T16:00:00Z', duration: 45 } });
  assert.deepEqual(bodyOf({ ...form, title: { ko: '새', en: '' } }, null, env).body, { title: '새', room: 'r2', duration: 45 });
});

test('which session of a room is late, and by how much', () => {
  const tt = timetable(docsOf([late(talk('a', 'r1', '10:00'), 5), talk('b', 'r1', '11:00')]));
  const of = (time, room = 'r1') => lateOf(tt, room, tt.days[0], { now: at(time) });
  assert.deepEqual([of('10:10').session.id, of('10:10').isOn, of('10:10').minutes], ['a', true, 5]);
  assert.deepEqual([of('10:55').session.id, of('10:55').isOn, of('10:55').minutes], ['b', false, 0]);
  assert.equal(of('18:00'), null);
  assert.equal(of('10:00', 'r2'), null);
});
