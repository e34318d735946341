/* Announcements as the desk keeps them: which hold, and what a form makes of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyOf, editForm, endedNow, endOf, endOfDay, faultOf, listed, newForm } from '../../../static/organiser/announcements-plan.js';
import { timetable } from '../../../static/shared/schedule.js';
import { at, kakao } from '../boards/fixtures.js';

const iso = (ms) => new Date(ms).toISOString();
const NOW = at('14:00');
const LANGS = ['ko', 'en'];
const tt = timetable(kakao());
const told = (id, from, until, more = {}) => ({ id, text: { ko: id }, level: 'info', from: iso(at(from)), until: until && iso(at(until)), rev: 1, ...more });
const of = (...docs) => timetable({ ...kakao(), announcements: Object.fromEntries(docs.map((doc) => [doc.id, doc])) });

test('those that hold, urgent first and then the newest; those to come; those that are over', () => {
  const all = of(told('a', '13:00', null), told('b', '13:30', '14:30'), told('c', '12:00', '15:00', { level: 'urgent' }), told('d', '16:00', null), told('e', '12:00', '14:00'), told('f', '12:00', '13:00'));
  const { now, ahead, over } = listed(all, NOW);
  assert.deepEqual([now, ahead, over].map((list) => list.map(({ doc }) => doc.id).join('')), ['cba', 'd', 'ef']);
});

test('ready-made ends', () => {
  const end = (choice, more = {}) => endOf({ ...newForm(LANGS), end: choice, ...more }, tt, NOW);
  assert.equal(end('15'), at('14:15'));
  assert.equal(end('60'), at('15:00'));
  assert.equal(end('open'), null);
  assert.equal(end('day'), at('18:00'));
  assert.equal(end('at', { time: '16:30' }), at('16:30'));
  assert.equal(end('kept', { kept: at('14:20') }), at('14:20'));
  for (const time of ['13:00', '14:00', '', 'soon']) assert.equal(end('at', { time }), undefined, time);
});

test('the day ends as the programme says, and after that with the night', () => {
  assert.equal(endOfDay(tt, at('18:30')), at('04:00', '2019-08-30'));
  assert.equal(endOfDay(tt, at('10:00', '2019-09-02')), at('04:00', '2019-09-03'), 'a day without programme');
  assert.equal(endOfDay(timetable({ event: kakao().event }), at('23:30')), at('04:00', '2019-08-30'));
  assert.equal(endOfDay(tt, at('01:00', '2019-08-30')), at('04:00', '2019-08-30'), 'the night belongs to the day before');
});

test('a form asks for what is said in it, and for nothing that is empty', () => {
  const form = { ...newForm(LANGS), text: { ko: ' 점심은 로비에서 ', en: '  ' }, level: 'urgent', end: 'open' };
  assert.deepEqual(bodyOf(form, tt, NOW), { text: { ko: '점심은 로비에서' }, level: 'urgent', until: null });
  assert.deepEqual(bodyOf({ ...form, end: '15' }, tt, NOW).until, '2019-08-29T05:15:00Z');
});

test('what is wrong with a form is known before it is sent', () => {
  const fault = (text, more = {}) => faultOf({ ...newForm(LANGS), text: { ko: text, en: '' }, ...more }, tt, NOW);
  assert.equal(fault(' '), 'text');
  assert.equal(fault('점심'), null);
  assert.equal(fault('가'.repeat(333)), null);
  assert.equal(fault('가'.repeat(334)), 'long', 'bytes count, not letters');
  assert.equal(fault('점심', { end: 'at', time: '09:00' }), 'time');
});

test('editing begins with what is there, whatever form its text has', () => {
  const doc = told('a', '13:00', '15:00', { rev: 4, level: 'urgent', text: { ko: '가', ja: '日' } });
  const form = editForm(LANGS, { doc, until: at('15:00') });
  assert.deepEqual(form, { id: 'a', rev: 4, level: 'urgent', text: { ko: '가', en: '', ja: '日' }, end: 'kept', time: '', kept: at('15:00') });
  assert.deepEqual(bodyOf(form, tt, NOW), { text: { ko: '가', ja: '日' }, level: 'urgent', until: '2019-08-29T06:00:00Z' });
  assert.deepEqual(editForm(LANGS, { doc: { ...doc, text: 'plain' }, until: null }).text, { ko: 'plain', en: '' });
  assert.deepEqual(newForm(LANGS, doc).text, { ko: '가', en: '', ja: '日' });
});

test('ended now it is over now; what began this very moment too', () => {
  assert.equal(endedNow({ from: at('13:00') }, NOW).until, '2019-08-29T05:00:00Z');
  assert.equal(endedNow({ from: NOW + 400 }, NOW).until, '2019-08-29T05:00:00.401Z');
});
