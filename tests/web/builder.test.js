/* The builder's logic: no wrong choice, nothing lost, and a dice with manners. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeTime } from '../lib/fake-time.js';
import { begin, changed, redone, undone } from '../../static/app/character/history.js';
import {
  choiceOf, coloursOf, pictureOf, recipeOf, rolled, sameFigure, sentenceOf, stepped, unknownIn, withColour, withPart,
} from '../../static/app/character/recipe.js';
import { Pace, Pause } from '../../static/app/character/pace.js';

const both = (ko, en) => ({ ko, en });
const part = (id, say = null) => ({ id, name: both(id, id), say });
const SET = {
  set: 'v1',
  sentence: both('{list} 캐릭터', 'A character with {list}.'), join: both(', ', ' and '),
  colours: [
    { id: 'skin', default: 'almond', palette: [{ id: 'almond', name: both('아몬드', 'almond') }, { id: 'umber', name: both('엄버', 'umber') }] },
    { id: 'hair', default: 'black', palette: [{ id: 'black', name: both('검은', 'black') }, { id: 'red', name: both('빨간', 'red') }] },
    { id: 'covering', default: 'jade', palette: [{ id: 'jade', name: both('옥색', 'jade') }] },
    { id: 'chair', default: 'red', palette: [{ id: 'red', name: both('빨간', 'red') }] },
  ],
  slots: [
    { id: 'build', default: 'broad', colours: ['skin'], parts: [part('broad'), part('slim')] },
    { id: 'beard', default: 'none', colours: ['hair'], parts: [part('none'), part('full', both('수염', 'a beard'))] },
    { id: 'hair', default: 'bob', colours: ['hair', 'covering'], parts: [part('bob', both('{hair} 단발', 'a {hair} bob')), part('hijab', both('{covering} 히잡', 'a {covering} hijab')), part('bald')] },
    { id: 'mobility', default: 'none', colours: ['chair'], parts: [part('none'), part('wheelchair', both('{chair} 휠체어', 'a {chair} wheelchair')), part('cane', both('흰 지팡이', 'a white cane'))] },
  ],
};
const start = choiceOf(SET, null);
const english = (value) => value?.en ?? '';

test('a choice is complete, in the catalogue\'s order, and takes only what the set has', () => {
  assert.deepEqual(start, { parts: { build: 'broad', beard: 'none', hair: 'bob', mobility: 'none' }, colours: { skin: 'almond', hair: 'black', covering: 'jade', chair: 'red' }, own: [] });
  const old = { set: 'v0', parts: { mobility: 'wheelchair', hair: 'mullet', tail: 'long' }, colours: { skin: '<script>', hair: 'red' } };
  assert.deepEqual(choiceOf(SET, old), { parts: { ...start.parts, mobility: 'wheelchair' }, colours: { skin: 'almond', hair: 'red', covering: 'jade', chair: 'red' }, own: [] });
  assert.equal(unknownIn(SET, old), 3);
  assert.equal(unknownIn(SET, start), 0);
  for (const odd of [undefined, {}, 5, 'x', [], { parts: null, colours: 7, own: null }, { own: 'x', parts: {} }, { own: [1, null] }]) assert.deepEqual(choiceOf(SET, odd), start);
});

test('equal figures have equal addresses, and a short one for the default', () => {
  assert.equal(pictureOf(SET, start, 'face'), `/api/v1/avatar.svg?recipe=${encodeURIComponent('{"set":"v1","parts":{},"colours":{}}')}&view=face`);
  const one = withColour(withPart(withPart(start, 'mobility', 'wheelchair'), 'hair', 'hijab'), 'skin', 'umber');
  const other = withPart(withPart(withColour(start, 'skin', 'umber'), 'hair', 'hijab'), 'mobility', 'wheelchair');
  assert.equal(pictureOf(SET, one), pictureOf(SET, other));
  assert.match(decodeURIComponent(pictureOf(SET, one)), /"parts":\{"hair":"hijab","mobility":"wheelchair"\},"colours":\{"skin":"umber"\}/);
  assert.ok(sameFigure(one, other) && !sameFigure(one, start));
  assert.deepEqual(recipeOf(SET, one), { set: 'v1', parts: one.parts, colours: one.colours });
});

test('leafing goes round and round', () => {
  assert.equal(stepped(SET, start, 'hair', 1).parts.hair, 'hijab');
  assert.equal(stepped(SET, start, 'hair', -1).parts.hair, 'bald');
  assert.equal(stepped(SET, stepped(SET, start, 'hair', -1), 'hair', 1).parts.hair, 'bob');
});

test('the colours of a slot are those to be seen: of the hair or of what covers it, of a chair but not of a white cane', () => {
  const names = (slot, chosen) => coloursOf(SET, withPart(start, slot, chosen), slot).map(({ id }) => id);
  assert.deepEqual([names('hair', 'bob'), names('hair', 'hijab'), names('hair', 'bald')], [['hair'], ['covering'], []]);
  assert.deepEqual([names('mobility', 'wheelchair'), names('mobility', 'cane'), names('mobility', 'none')], [['chair'], [], []]);
  assert.deepEqual(coloursOf(SET, start, 'beard'), []);
  assert.deepEqual(coloursOf(SET, withPart(start, 'beard', 'full'), 'beard').map(({ id }) => id), ['hair']);
});

test('the dice keeps what was chosen by hand, and gives nobody a wheelchair or a hijab', () => {
  const mine = withColour(withPart(withPart(start, 'hair', 'hijab'), 'mobility', 'wheelchair'), 'skin', 'umber');
  const seen = new Set();
  for (let i = 0; i < 200; i += 1) {
    const free = rolled(SET, start, Math.random);
    const kept = rolled(SET, mine, Math.random);
    seen.add(`${free.parts.build} ${free.parts.beard} ${free.parts.hair} ${free.colours.skin} ${free.colours.hair}`);
    assert.deepEqual([free.parts.mobility, free.parts.hair === 'hijab'], ['none', false]);
    assert.deepEqual([kept.parts.hair, kept.parts.mobility, kept.colours.skin], ['hijab', 'wheelchair', 'umber']);
    assert.deepEqual(choiceOf(SET, free), free);
  }
  assert.ok(seen.size > 12, `${seen.size} figures`);
  assert.equal(rolled(SET, start, () => 0).parts.beard, 'none');
  assert.equal(rolled(SET, start, () => 0.999).parts.beard, 'full');
});

test('the sentence names what is chosen, with its colours', () => {
  assert.equal(sentenceOf(SET, start, english), 'A character with a black bob.');
  const bearded = withColour(withPart(withPart(start, 'beard', 'full'), 'hair', 'hijab'), 'hair', 'red');
  assert.equal(sentenceOf(SET, bearded, english), 'A character with a beard and a jade hijab.');
});

test('undo and redo, and leafing is one step', () => {
  let history = begin('a');
  history = changed(history, 'b', 'hair', 1_000);
  history = changed(history, 'c', 'hair', 1_500);
  history = changed(history, 'd', 'hair', 3_000);
  history = changed(history, 'e', 'beard', 3_100);
  const walk = [];
  for (let i = 0; i < 5; i += 1) walk.push((history = undone(history)).present);
  assert.deepEqual(walk, ['d', 'c', 'a', 'a', 'a']);
  for (let i = 0; i < 3; i += 1) history = redone(history);
  assert.equal(history.present, 'e');
  assert.equal(redone(history), history);
  assert.deepEqual(changed(undone(history), 'f', null, 0).future, []);
});

test('two throws of the dice are two steps, whatever their haste', () => {
  const history = changed(changed(begin('a'), 'b', null, 10), 'c', null, 11);
  assert.equal(undone(history).present, 'b');
});

test('a history is long, not endless', () => {
  let history = begin(0);
  for (let i = 1; i <= 1_000; i += 1) history = changed(history, i, null, i);
  assert.equal(history.past.length, 200);
  assert.equal(undone(history).present, 999);
});

test('a hurried thumb makes few steps: the first at once, the last in any case', async () => {
  const time = new FakeTime();
  const taken = [];
  const pace = new Pace(160, (value) => taken.push(value), { now: time.monotonic, setTimeout: time.setTimeout });
  await time.advance(1_000);
  for (let i = 0; i < 20; i += 1) {
    pace.follow(i);
    await time.advance(20);
  }
  assert.equal(taken[0], 0);
  assert.ok(taken.length <= 4, `${taken.length} steps`);
  await time.advance(500);
  assert.equal(taken.at(-1), 19);
  pace.follow('rested');
  assert.equal(taken.at(-1), 'rested');
});

test('thumbnails wait for the thumb to rest: twenty changes make two sets, the first and the last', async () => {
  const time = new FakeTime();
  const taken = [];
  const pause = new Pause(400, (value) => taken.push(value), { setTimeout: time.setTimeout, clearTimeout: time.clearTimeout });
  for (let i = 0; i < 20; i += 1) {
    pause.follow(i);
    await time.advance(150);
  }
  assert.deepEqual(taken, [0]);
  await time.advance(400);
  assert.deepEqual(taken, [0, 19]);
  await time.advance(400);
  pause.follow('rested');
  assert.deepEqual(taken, [0, 19, 'rested']);
  await time.advance(1_000);
  assert.equal(taken.length, 3);
});
