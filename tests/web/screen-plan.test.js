/* The fleet at the desk: what is wrong with a screen, and which one stands on top. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boardFor, codeOf, commonBuild, faultsOf, fleetOf } from '../../static/organiser/screen-plan.js';

const well = { id: 's', silent: false, drift_ms: 40, seq_lag: 0, version: 'b1', locked: false };

test('what is wrong with a screen', () => {
  assert.deepEqual(faultsOf(well, 'b1'), []);
  assert.deepEqual(faultsOf({ id: 's' }, null), []);
  assert.deepEqual(faultsOf({ ...well, drift_ms: 2_000 }, 'b1'), []);
  assert.deepEqual(faultsOf({ ...well, drift_ms: -2_001, seq_lag: 2 }, 'b2'), ['drift', 'lag', 'version']);
  assert.deepEqual(faultsOf({ ...well, silent: true, drift_ms: 9_000 }, 'b1'), ['silent']);
  assert.deepEqual(faultsOf({ ...well, silent: true, locked: true }, 'b1'), ['locked']);
});

test('silent ones stand on top, locked ones below, by name between; the document is newer than the list', () => {
  const docs = Object.fromEntries(['door 10', 'door 9', 'quiet', 'off', 'wrong'].map((name) => [name, { id: name, name, boards: [], locked: name === 'off' }]));
  const listed = [{ ...well, id: 'quiet', name: 'old name', silent: true }, { ...well, id: 'wrong', drift_ms: 5_000 }, { ...well, id: 'gone' }];
  assert.deepEqual(fleetOf(listed, docs, 'b1').map(({ screen }) => screen.name), ['quiet', 'wrong', 'door 9', 'door 10', 'off']);
});

test('the common build is that of most', () => {
  assert.equal(commonBuild([]), null);
  assert.equal(commonBuild([{ version: 'a' }, { version: 'b' }, { version: null }, { version: 'b' }]), 'b');
});

test('a room has a board that fits it, and a code is six digits however typed', () => {
  assert.deepEqual([null, { id: 'r', kind: 'lobby' }].map(boardFor), [{ board: 'lobby' }, { board: 'lobby' }]);
  assert.deepEqual(boardFor({ id: 'r', kind: 'room' }), { board: 'door', room: 'r' });
  assert.deepEqual(boardFor({ id: 'r', kind: 'table' }), { board: 'table', room: 'r' });
  for (const typed of ['483920', '483 920', ' 483-920 ']) assert.equal(codeOf(typed), '483920');
  for (const typed of [undefined, null, '', '48392', '4839201', '48392a']) assert.equal(codeOf(typed), null);
});
