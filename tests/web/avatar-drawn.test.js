/*
 * What is chosen is drawn: for every part of every slot, given any one part of any other slot, another
 * choice changes the picture by at least 0.1 % of its pixels. Rendered by librsvg (rsvg-convert), a sheet
 * for each two slots: one row for each part of the first, one column for each part of the second.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';

const SIZE = 120;
const LEAST = SIZE * SIZE / 1000;
const GROUND = '#f3f1ea';

const root = new URL('../../data/avatar/v1/', import.meta.url);
const set = JSON.parse(readFileSync(new URL('catalogue.json', root), 'utf8'));

const tones = {};
for (const { id, default: chosen, palette } of set.colours) {
  for (const [tone, value] of Object.entries(palette.find((entry) => entry.id === chosen).tones)) tones[`{${id}.${tone}}`] = value;
}

function groups(slot, part) {
  const text = readFileSync(new URL(`${slot}/${part}.svg`, root), 'utf8').replace(/\{[\w.]+\}/g, (tone) => tones[tone]);
  return [...text.matchAll(/<g data-layer="([^"]*)"(?: data-when="([a-z]+)(!?)=([^"]*)")?>(.*?)<\/g>\n/gs)]
    .map(([, layer, asked, not, list, body]) => ({ layer, holds: (parts) => !asked || list.split('|').includes(parts[asked]) !== (not === '!'), body }));
}

const drawings = new Map(set.slots.flatMap((slot) => slot.parts.map((part) => [`${slot.id}/${part.id}`, groups(slot.id, part.id)])));
const usual = Object.fromEntries(set.slots.map((slot) => [slot.id, slot.default]));

function compose(chosen) {
  const parts = { ...usual, ...chosen };
  return set.layers.flatMap((layer) => set.slots.flatMap(({ id }) => drawings.get(`${id}/${parts[id]}`).filter((group) => group.layer === layer && group.holds(parts)).map(({ body }) => body))).join('');
}

/* A PNG of 8-bit RGB or RGBA as [width, pixels], each pixel cut to 4 bits a channel: less can't be seen. */
function pixels(png) {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  assert.ok(png[24] === 8 && (png[25] === 2 || png[25] === 6), 'RGB or RGBA');
  const step = png[25] === 2 ? 3 : 4;
  const data = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const raw = inflateSync(Buffer.concat(data));
  const stride = width * step;
  const found = new Uint16Array(width * height);
  for (let y = 0, from = 0, above = -1; y < height; y++) {
    const filter = raw[from++];
    for (let i = 0; filter > 0 && i < stride; i++) {
      const left = i >= step ? raw[from + i - step] : 0;
      const up = above >= 0 ? raw[above + i] : 0;
      const corner = i >= step && above >= 0 ? raw[above + i - step] : 0;
      raw[from + i] += filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : paeth(left, up, corner);
    }
    for (let x = 0; x < width; x++) {
      const at = from + x * step;
      found[y * width + x] = (raw[at] >> 4 << 8) | (raw[at + 1] >> 4 << 4) | raw[at + 2] >> 4;
    }
    above = from;
    from += stride;
  }
  return [width, found];
}

function paeth(a, b, c) {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

async function sheet(rows, columns) {
  const cells = rows.parts.flatMap((row, y) => columns.parts.map((column, x) => `<svg x="${x * SIZE}" y="${y * SIZE}" width="${SIZE}" height="${SIZE}" viewBox="${set.views.figure.join(' ')}">${compose({ [rows.id]: row.id, [columns.id]: column.id })}</svg>`));
  const [width, height] = [columns.parts.length * SIZE, rows.parts.length * SIZE];
  const child = spawn('rsvg-convert', ['--unlimited'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="${GROUND}"/>${cells.join('')}</svg>`);
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  const [code] = await once(child, 'close');
  assert.equal(code, 0);
  const [wide, all] = pixels(Buffer.concat(chunks));
  return (row, column) => {
    const cell = new Uint16Array(SIZE * SIZE);
    for (let y = 0; y < SIZE; y++) {
      const from = (row * SIZE + y) * wide + column * SIZE;
      cell.set(all.subarray(from, from + SIZE), y * SIZE);
    }
    return cell;
  };
}

function differs(a, b) {
  let count = 0;
  for (let i = 0; i < a.length && count < LEAST; i++) if (a[i] !== b[i]) count++;
  return count >= LEAST;
}

/* What of `slot` can't be told apart while `other` is as given; cell(i, j) is part i with other's part j. */
function alike(slot, other, cell) {
  const found = [];
  other.parts.forEach((given, j) => {
    const seen = slot.parts.map((_, i) => cell(i, j));
    for (let i = 0; i < seen.length; i++) {
      for (let k = i + 1; k < seen.length; k++) if (!differs(seen[i], seen[k])) found.push(`${slot.id}: ${slot.parts[i].id} and ${slot.parts[k].id} look alike with ${other.id} ${given.id}`);
    }
  });
  return found;
}

for (const [i, rows] of set.slots.entries()) {
  for (const columns of set.slots.slice(i + 1)) {
    test(`${rows.id} and ${columns.id} leave each other in sight`, async () => {
      const cell = await sheet(rows, columns);
      assert.deepEqual([...alike(rows, columns, cell), ...alike(columns, rows, (part, given) => cell(given, part))], []);
    });
  }
}
