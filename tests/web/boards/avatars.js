/*
 * Figures for the stand, which has no server to compose them: the drawings of data/avatar, put
 * together in the same order, somebody else for each address.
 */
import { readFileSync } from 'node:fs';

const folder = new URL('../../../data/avatar/v1/', import.meta.url);
const set = JSON.parse(readFileSync(new URL('catalogue.json', folder), 'utf8'));
const drawings = new Map();

/* The groups of a part's drawing: [{layer, when, svg}]. */
function groupsOf(slot, part) {
  const name = `${slot}/${part}.svg`;
  if (!drawings.has(name)) drawings.set(name, split(readFileSync(new URL(name, folder), 'utf8')));
  return drawings.get(name);
}

function split(svg) {
  const groups = [];
  let depth = 0;
  let from = 0;
  for (const { 0: tag, index } of svg.matchAll(/<g\b[^>]*>|<\/g>/g)) {
    if (tag.endsWith('/>')) continue;
    if (tag !== '</g>' && depth++ === 0) from = index;
    if (tag !== '</g>' || --depth > 0) continue;
    const whole = svg.slice(from, index + tag.length);
    const [, layer] = /data-layer="([^"]+)"/.exec(whole);
    const [, when = null] = /^<g[^>]*data-when="([^"]+)"/.exec(whole) ?? [];
    groups.push({ layer, when, svg: whole });
  }
  return groups;
}

function holds(when, parts) {
  if (when === null) return true;
  const [, slot, not, names] = /^(\w+)(!?)=(.*)$/.exec(when);
  return names.split('|').includes(parts[slot]) === (not === '');
}

function compose(parts, colours) {
  const drawn = set.layers.flatMap((layer) => set.slots.flatMap(({ id }) => groupsOf(id, parts[id]).filter((g) => g.layer === layer && holds(g.when, parts)).map(({ svg }) => svg)));
  const coloured = drawn.join('').replace(/\{(\w+)\.(\w+)\}/g, (_, colour, tone) => colours[colour].tones[tone]);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${set.views.figure.join(' ')}">${coloured}</svg>`;
}

/** The same figure for the same seed. */
export function someone(seed) {
  let state = [...seed].reduce((sum, char) => (Math.imul(sum, 31) + char.charCodeAt(0)) >>> 0, 7);
  const pick = (list) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return list[(state >>> 8) % list.length];
  };
  const parts = Object.fromEntries(set.slots.map(({ id, parts: all }) => {
    const bare = all.find((part) => part.id === 'none');
    return [id, (bare && pick([true, true, false]) ? bare : pick(all)).id];
  }));
  return compose(parts, Object.fromEntries(set.colours.map(({ id, palette }) => [id, pick(palette)])));
}
