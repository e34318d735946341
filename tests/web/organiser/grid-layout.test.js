import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planDay, SHORTEST_PX, topOf } from '../../../static/organiser/grid-layout.js';
import { timetable } from '../../../static/shared/schedule.js';
import { at, docsOf, late, planOf, talk } from './grid.js';

test('rooms are columns, in their order, empty ones too; a booth only where it is used', () => {
  const { plan } = planOf([talk('a', 'r2', '10:00')]);
  assert.deepEqual(plan.columns.map(({ id, blocks }) => [id, blocks.map((one) => one.id)]), [['r1', []], ['r2', ['a']], ['r3', []]]);
  assert.deepEqual(planOf([talk('a', 'b1', '10:00')]).plan.columns.map(({ id }) => id), ['r1', 'r2', 'r3', 'b1']);
});

test('what has no room, or one that is not there, has a column of its own', () => {
  const { plan } = planOf([talk('a', null, '10:00'), talk('b', 'gone', '11:00')]);
  assert.deepEqual(plan.columns.at(-1).blocks.map(({ id }) => id), ['a', 'b']);
  assert.equal(plan.columns.at(-1).id, null);
});

test('the day begins and ends at full hours of the venue, with an hour around it', () => {
  const { plan } = planOf([talk('a', 'r1', '10:20'), talk('b', 'r1', '16:00', 50)]);
  assert.equal(plan.start, at('09:00'));
  assert.equal(plan.end, at('18:00'));
  assert.deepEqual(plan.hours.map((hour) => hour.at), Array.from({ length: 10 }, (_, i) => at('09:00') + i * 3_600_000));
  assert.equal(plan.height, topOf(plan, plan.end));
  assert.equal(topOf(plan, at('03:00')), 0);
});

test('a zone that is half an hour off has its own full hours', () => {
  const docs = docsOf([{ ...talk('a', 'r1', '10:00'), start: '2031-05-20T04:45:00Z' }], { event: { main: { zone: 'Asia/Kolkata' } } });
  const tt = timetable(docs);
  assert.equal(planDay(tt, tt.days[0]).start, Date.parse('2031-05-20T03:30:00Z'));
});

test('a session stands where it is expected to be', () => {
  const { plan } = planOf([late(talk('a', 'r1', '10:00', 45), 15)]);
  assert.equal(plan.blocks.get('a').top, topOf(plan, at('10:15')));
});

test('sessions at the same time share a column', () => {
  const { plan } = planOf([talk('a', 'r1', '10:00'), talk('b', 'r1', '10:30'), talk('c', 'r1', '12:00')]);
  const lane = (id) => [plan.blocks.get(id).lane, plan.blocks.get(id).lanes];
  assert.deepEqual([lane('a'), lane('b'), lane('c')], [[0, 2], [1, 2], [0, 1]]);
});

test('what is short is tall enough to be seen, and lies over nothing', () => {
  const { plan } = planOf([talk('a', 'r1', '10:00', 0), talk('b', 'r1', '10:05', 5), talk('c', 'r1', '14:00'), talk('d', 'r1', '15:00'), talk('e', 'r1', '16:00')]);
  for (const block of plan.blocks.values()) assert.ok(block.height >= SHORTEST_PX);
  assert.equal(plan.blocks.get('a').lanes, 2);
});

test('one room alone, for a phone', () => {
  const { plan } = planOf([talk('a', 'r1', '10:00'), talk('b', 'r2', '10:00')], { only: 'r2' });
  assert.deepEqual([...plan.blocks.keys()], ['b']);
  assert.equal(plan.blocks.get('b').column, 0);
});

test('a day without sessions has hours all the same', () => {
  const docs = docsOf([], { days: { d1: { id: 'd1', date: '2031-05-20' } } });
  const tt = timetable(docs);
  assert.ok(planDay(tt, tt.days[0]).hours.length > 4);
});

test('a session of weeks does not make a grid of weeks', () => {
  const { plan } = planOf([talk('a', 'r1', '10:00', 44_640)]);
  assert.ok(plan.hours.length <= 49, String(plan.hours.length));
});
