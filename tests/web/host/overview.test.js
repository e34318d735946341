/* All tables: which of them need somebody, why, and in which order; and the forms' times. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instantOf, nextHalfHour, written } from '../../../static/shared/moment.js';
import { overviewOf, rowOf } from '../../../static/host/overview.js';

const at = (clock) => Date.parse(`2031-05-20T${clock}:00Z`);
const NOW = at('14:00');
const table = (more = {}) => ({
  id: 'm1', state: 'open', start: at('13:00'), end: at('16:00'), pausedUntil: null, talking: [], called: [], arrived: [],
  waiting: 0, waitMinutes: null, noShows: 0, late: 0, ...more,
});
const words = (more) => rowOf(table(more), NOW).why.map(({ word, n }) => `${word} ${n}`).join(', ');

test('what needs somebody', () => {
  const chat = (until) => [{ since: at('13:30'), until }];
  assert.equal(words({}), '');
  assert.equal(words({ talking: chat(at('13:56')), waiting: 9 }), '');
  assert.equal(words({ talking: chat(at('13:52')) }), 'over 8');
  assert.equal(words({ talking: chat(null) }), '');
  assert.equal(words({ waiting: 4 }), 'idle 4');
  assert.equal(words({ waiting: 4, start: at('13:58') }), '', 'it has hardly begun');
  assert.equal(words({ waiting: 4, called: [{}] }), '');
  assert.equal(words({ state: 'paused', pausedUntil: at('13:50') }), 'pause_over 10');
  assert.equal(words({ state: 'paused', pausedUntil: at('14:10'), waiting: 4 }), '');
  assert.equal(words({ state: 'paused', waiting: 4 }), 'pause_open 4');
  assert.equal(words({ waitMinutes: [20, 45], talking: chat(null) }), 'long 45');
  assert.equal(words({ late: 12, noShows: 3 }), 'late 12, no_shows 3');
  assert.equal(words({ state: 'ended', noShows: 9, late: 9 }), '');
  assert.equal(words({ state: 'cancelled', waiting: 4 }), '');
});

test('the worst stands on top, then what is open, what comes, what is over', () => {
  const parts = overviewOf([
    table({ id: 'late', late: 9 }), table({ id: 'idle', waiting: 2 }), table({ id: 'fine' }), table({ id: 'done', state: 'ended' }),
    table({ id: 'evening', state: 'ahead', start: at('18:00') }), table({ id: 'noon', state: 'ahead', start: at('15:00') }),
  ], NOW);
  const ids = Object.fromEntries(Object.entries(parts).map(([part, rows]) => [part, rows.map((row) => row.table.id)]));
  assert.deepEqual(ids, { attention: ['idle', 'late'], open: ['fine'], ahead: ['noon', 'evening'], over: ['done'] });
});

test('a day and a time of the form, in the zone of the event', () => {
  const seoul = (date, time) => { const found = instantOf(date, time, 'Asia/Seoul'); return found === null ? null : written(found); };
  assert.equal(seoul('2031-05-20', '14:30'), '2031-05-20T05:30:00Z');
  assert.equal(seoul('2031-05-20', '04:00'), '2031-05-19T19:00:00Z');
  assert.equal(seoul('2031-05-20', '01:15'), '2031-05-20T16:15:00Z', 'the night of that day');
  assert.equal(seoul('2031-05-20', ''), null);
  assert.equal(seoul(undefined, '14:30'), null);
  assert.equal(written(nextHalfHour(at('14:01'))), '2031-05-20T14:30:00Z');
  assert.equal(nextHalfHour(at('14:30')), at('14:30'));
});
