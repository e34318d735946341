/* What the desk reckons of a rehearsal: its days, how long it takes, what a script file holds. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { daysOf, minutes, progress, readScript } from '../../../static/organiser/rehearsal.js';

test('days come in order, and begin ten minutes before their first session', () => {
  const days = { b: { id: '2031-05-21', start: '2031-05-21T01:00:00Z', end: '2031-05-21T02:00:00Z' }, a: { id: '2031-05-20', start: '2031-05-20T01:00:00Z', end: '2031-05-20T09:00:00Z' } };
  assert.deepEqual(daysOf({ days }).map(({ id, from }) => [id, new Date(from).toISOString()]), [['2031-05-20', '2031-05-20T00:50:00.000Z'], ['2031-05-21', '2031-05-21T00:50:00.000Z']]);
  assert.deepEqual(daysOf({}), []);
});

test('how long it takes, and how far it has come', () => {
  const hour = 3_600_000;
  assert.deepEqual([minutes(0, 8 * hour, 60), minutes(0, hour, 120), minutes(hour, hour, 1)], [8, 1, 1]);
  assert.deepEqual([progress(0, 4, 1), progress(0, 4, 9), progress(0, 4, -1)], [0.25, 1, 0]);
});

test('a script is a list of steps, bare or by its name', () => {
  const steps = [{ at: '10:05' }];
  assert.deepEqual([readScript(JSON.stringify(steps)), readScript(JSON.stringify({ script: steps })), readScript('[]')], [steps, steps, []]);
  for (const wrong of ['', '{', '7', 'null', '{"script":{}}', '[7]', '[null]']) assert.equal(readScript(wrong), null, wrong);
});
