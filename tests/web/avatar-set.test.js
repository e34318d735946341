/* The avatar set keeps to the border between those who draw and the server that composes. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('../../data/avatar/v1/', import.meta.url);
const set = JSON.parse(readFileSync(new URL('catalogue.json', root), 'utf8'));

const INK = '#2a2130';
const ID = /^[a-z][a-z0-9-]*$/;
const HEX = /^#[0-9a-f]{6}$/;
const PAINT = ['fill', 'stroke', 'stroke-width', 'stroke-linecap', 'stroke-linejoin', 'fill-rule', 'transform'];
const SHAPES = {
  g: [], path: ['d'], circle: ['cx', 'cy', 'r'], ellipse: ['cx', 'cy', 'rx', 'ry'], rect: ['x', 'y', 'width', 'height', 'rx'],
  line: ['x1', 'y1', 'x2', 'y2'], polyline: ['points'], polygon: ['points'],
};

const slots = new Map(set.slots.map((slot) => [slot.id, new Set(slot.parts.map((part) => part.id))]));
const tones = new Set(set.colours.flatMap(({ id, palette }) => Object.keys(palette[0].tones).map((tone) => `${id}.${tone}`)));
const drawing = (slot, part) => readFileSync(new URL(`${slot}/${part}.svg`, root), 'utf8');
const unique = (list) => assert.equal(new Set(list).size, list.length, `one of ${list} stands twice`);

function words(text, where) {
  assert.deepEqual(Object.keys(text), ['ko', 'en'], where);
  for (const [lang, word] of Object.entries(text)) assert.ok(word.trim() === word && word.length > 0 && word.length < 80, `${where}.${lang}: "${word}"`);
  return text;
}

/* The drawing as a flat list of tags: {name, attributes, close, depth}; fails on any other markup. */
function tags(text, where) {
  const found = [];
  const open = [];
  const rest = text.replace(/<(\/?)([a-z]+)((?: [a-zA-Z-]+="[^"<>&]*")*)(\/?)>/g, (_, end, name, list, empty) => {
    if (end) assert.equal(open.pop(), name, where);
    else found.push({ name, depth: open.length, attributes: Object.fromEntries([...list.matchAll(/ ([a-zA-Z-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value])) });
    if (!end && !empty) open.push(name);
    return '';
  });
  assert.equal(rest.trim(), '', `${where}: text or markup that isn't allowed`);
  assert.deepEqual(open, [], where);
  return found;
}

function holds(when, parts) {
  const [, slot, not, list] = /^([a-z]+)(!?)=(.+)$/.exec(when ?? '') ?? [];
  return !slot || list.split('|').includes(parts[slot]) !== (not === '!');
}

function condition(when, where) {
  const [, slot, list] = /^([a-z]+)!?=([a-z0-9|-]+)$/.exec(when) ?? [];
  assert.ok(slots.has(slot), `${where}: ${when}`);
  for (const part of list.split('|')) assert.ok(slots.get(slot).has(part), `${where}: ${when} names no part`);
}

function paint(value, where) {
  if (value.startsWith('{')) assert.ok(tones.has(value.slice(1, -1)) && value.endsWith('}'), `${where}: no such tone ${value}`);
  else assert.ok(value === 'none' || HEX.test(value), `${where}: colour ${value}`);
}

test('the catalogue names views, layers, a sentence and how a list is joined', () => {
  assert.equal(set.set, 'v1');
  for (const view of ['figure', 'face']) assert.ok(set.views[view].length === 4 && set.views[view].every(Number.isInteger), view);
  const [x, y, width, height] = set.views.face;
  const [left, top, wide, high] = set.views.figure;
  assert.ok(x >= left && y >= top && x + width <= left + wide && y + height <= top + high, 'the face lies in the figure');
  unique(set.layers);
  for (const layer of set.layers) assert.match(layer, ID);
  words(set.title, 'title');
  assert.deepEqual(Object.keys(set.join), ['ko', 'en']);
  for (const [lang, text] of Object.entries(words(set.sentence, 'sentence'))) assert.equal(text.split('{list}').length, 2, lang);
});

test('every colour has names, a default and whole palettes', () => {
  unique(set.colours.map(({ id }) => id));
  for (const colour of set.colours) {
    assert.match(colour.id, ID);
    words(colour.name, colour.id);
    unique(colour.palette.map(({ id }) => id));
    assert.ok(colour.palette.some(({ id }) => id === colour.default), `${colour.id}: default`);
    for (const { id, name, tones: of } of colour.palette) {
      assert.match(id, ID);
      assert.doesNotMatch(words(name, `${colour.id}.${id}`).en, /^[aeiou]/, `phrases say "a ${name.en} …"`);
      assert.deepEqual(Object.keys(of), Object.keys(colour.palette[0].tones), `${colour.id}.${id}`);
      for (const value of Object.values(of)) assert.match(value, HEX);
    }
  }
});

test('every part has names and a phrase that can be said with its slot’s colours', () => {
  unique(set.slots.map(({ id }) => id));
  for (const slot of set.slots) {
    assert.match(slot.id, ID);
    words(slot.name, slot.id);
    unique(slot.parts.map(({ id }) => id));
    for (const lang of ['ko', 'en']) unique(slot.parts.map(({ name }) => name[lang]));
    assert.ok(slots.get(slot.id).has(slot.default), `${slot.id}: default`);
    for (const colour of slot.colours) assert.ok(set.colours.some(({ id }) => id === colour), `${slot.id}: ${colour}`);
    for (const part of slot.parts) {
      const where = `${slot.id}/${part.id}`;
      assert.match(part.id, ID);
      words(part.name, where);
      assert.equal(part.say === null, part.id === 'none', `${where}: say`);
      for (const text of Object.values(part.say ? words(part.say, where) : {})) {
        for (const [, colour] of text.matchAll(/\{([^}]*)\}/g)) assert.ok(slot.colours.includes(colour), `${where}: ${text}`);
      }
    }
  }
});

test('each part has one drawing, and there is no other file', () => {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  assert.deepEqual(folders.sort(), [...slots.keys()].sort());
  for (const [slot, parts] of slots) assert.deepEqual(readdirSync(new URL(`${slot}/`, root)).sort(), [...parts].map((part) => `${part}.svg`).sort());
});

test('a drawing holds flat shapes in known layers and nothing else', () => {
  for (const [slot, parts] of slots) {
    for (const part of parts) {
      const where = `${slot}/${part}`;
      const [svg, ...rest] = tags(drawing(slot, part), where);
      assert.equal(svg.name, 'svg');
      assert.deepEqual(svg.attributes, { xmlns: 'http://www.w3.org/2000/svg', viewBox: set.views.figure.join(' ') }, where);
      for (const { name, depth, attributes } of rest) {
        if (depth === 1) {
          const { 'data-layer': layer, 'data-when': when, transform, ...others } = attributes;
          assert.ok(name === 'g' && set.layers.includes(layer) && Object.keys(others).length === 0, `${where}: layer ${layer}`);
          if (when !== undefined) condition(when, where);
          continue;
        }
        assert.ok(Object.hasOwn(SHAPES, name), `${where}: <${name}>`);
        for (const [key, value] of Object.entries(attributes)) {
          assert.ok(PAINT.includes(key) || SHAPES[name].includes(key), `${where}: ${name} ${key}`);
          if (key === 'fill' || key === 'stroke') paint(value, where);
          else assert.doesNotMatch(value, /\.\d\d|\d[eE]|[{:]/, `${where}: ${key}="${value}"`);
        }
      }
    }
  }
});

test('only “none” draws nothing, and every layer is used', () => {
  const used = new Set();
  for (const [slot, parts] of slots) {
    for (const part of parts) {
      const layers = tags(drawing(slot, part), slot).flatMap(({ attributes }) => attributes['data-layer'] ?? []);
      assert.equal(layers.length === 0, part === 'none', `${slot}/${part}`);
      for (const layer of layers) used.add(layer);
    }
  }
  assert.deepEqual([...used].sort(), [...set.layers].sort());
});

test('one ink draws every outline', () => {
  for (const [slot, parts] of slots) {
    if (slot === 'background') continue;
    for (const part of parts) if (part !== 'none' && /stroke-width="4"/.test(drawing(slot, part))) assert.ok(drawing(slot, part).includes(`stroke="${INK}"`), `${slot}/${part}`);
  }
});

/* The dearest group of each slot, whatever the others are: no recipe can be larger. */
test('no figure is larger than 20 kB', () => {
  let most = 0;
  for (const [slot, parts] of slots) {
    const sizes = [...parts].flatMap((part) => [...slots.get('build')].flatMap((build) => [...slots.get('mobility')].flatMap((mobility) => ['bob', 'hijab'].map((hair) => {
      const chosen = { build, mobility, hair };
      return drawing(slot, part).split(/(?=<g data-layer)/).slice(1).reduce((sum, group) => sum + (holds(/data-when="([^"]*)"/.exec(group)?.[1], chosen) ? Buffer.byteLength(group) : 0), 0);
    }))));
    most += Math.max(...sizes);
  }
  assert.ok(most < 20_000, `${most} bytes`);
});
