import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Documents } from '../../static/shared/documents.js';
import { canonical } from '../lib/canonical.js';

const snapshot = (documents) => JSON.parse(JSON.stringify({
  epoch: documents.epoch, seq: documents.seq, docs: documents.docs,
}));

test('a snapshot is taken as it is', () => {
  const documents = new Documents();
  documents.reset({ epoch: 'e', seq: 7, docs: { rooms: { a: { id: 'a' } } } });
  assert.equal(documents.epoch, 'e');
  assert.equal(documents.seq, 7);
  assert.deepEqual(documents.docs, { rooms: { a: { id: 'a' } } });
});

test('a change sets and deletes whole documents', () => {
  const documents = new Documents();
  documents.reset({ epoch: 'e', seq: 1, docs: { rooms: { a: { id: 'a', order: 1 }, b: { id: 'b' } } } });
  assert.equal(documents.apply({ seq: 2, set: { rooms: { a: { id: 'a' } }, days: { d: { id: 'd' } } }, del: { rooms: ['b', 'z'] } }), true);
  assert.equal(canonical(documents.docs), canonical({ rooms: { a: { id: 'a' } }, days: { d: { id: 'd' } } }));
  assert.equal(documents.seq, 2);
});

test('seq never falls: an older change is left out, one of the same seq is taken', () => {
  const documents = new Documents();
  documents.reset({ epoch: 'e', seq: 5, docs: { rooms: {} } });
  assert.equal(documents.apply({ seq: 4, set: { rooms: { a: { id: 'a' } } } }), false);
  assert.equal(documents.seq, 5);
  assert.equal(documents.apply({ seq: 5, set: { rooms: { b: { id: 'b' } } } }), true);
  assert.equal(canonical(documents.docs), canonical({ rooms: { b: { id: 'b' } } }));
});

test('what a change does not touch keeps its identity, what it touches gets a new one', () => {
  const documents = new Documents();
  documents.reset({ epoch: 'e', seq: 1, docs: { rooms: { a: { id: 'a' } }, days: { d: { id: 'd' } } } });
  const before = documents.docs;
  documents.apply({ seq: 2, set: { rooms: { a: { id: 'a', order: 2 } } } });
  assert.notEqual(documents.docs, before);
  assert.notEqual(documents.docs.rooms, before.rooms);
  assert.equal(documents.docs.days, before.days);
  assert.deepEqual(before.rooms.a, { id: 'a' });
  const after = documents.docs;
  assert.equal(documents.apply({ seq: 3 }), false);
  assert.equal(documents.apply({ seq: 4, del: { rooms: ['nobody'], nowhere: ['x'] } }), false);
  assert.equal(documents.docs, after);
  assert.equal(documents.seq, 4);
});

test('private documents are in no snapshot, and come as a whole', () => {
  const documents = new Documents();
  documents.reset({ epoch: 'e', seq: 5, docs: { rooms: {} } });
  documents.apply({ seq: 5, set: { stars: { a: { id: 'a' } }, places: { p: { id: 'p' } } }, del: {}, why: 'me' });
  documents.apply({ seq: 6, set: { stars: { b: { id: 'b' } } }, why: 'star' });
  assert.deepEqual(Object.keys(documents.docs.stars), ['a', 'b']);
  documents.apply({ seq: 7, set: { stars: { c: { id: 'c' } }, places: {} }, del: {}, why: 'me' });
  assert.deepEqual([Object.keys(documents.docs.stars), Object.keys(documents.docs.places)], [['c'], []]);

  /* A snapshot that is taken meanwhile leaves them; a frame sent before it is late for the rooms, not for the stars. */
  documents.reset({ epoch: 'e', seq: 9, docs: { rooms: {} } });
  assert.deepEqual(Object.keys(documents.docs.stars), ['c']);
  documents.apply({ seq: 8, set: { stars: { d: { id: 'd' } }, rooms: { old: { id: 'old' } } }, del: {}, why: 'me' });
  assert.equal(canonical(documents.docs), canonical({ rooms: {}, stars: { d: { id: 'd' } }, places: {} }));
  assert.equal(documents.seq, 9);
});

test('private documents are told from the others, and can be forgotten', () => {
  const documents = new Documents();
  documents.reset({ epoch: 'e', seq: 5, docs: { rooms: { a: { id: 'a' } } } });
  assert.equal(documents.forget(), false);
  documents.apply({ seq: 5, set: { stars: { s: { id: 's' } } }, why: 'me' });
  const kept = documents.parts();
  assert.equal(canonical(kept), canonical({ docs: { rooms: { a: { id: 'a' } } }, own: { stars: { s: { id: 's' } } } }));

  const restored = new Documents();
  restored.reset({ epoch: 'e', seq: 5, ...kept });
  assert.equal(canonical(restored.docs), canonical(documents.docs));
  assert.equal(restored.forget(), true, 'also what was kept on the device is known as private');
  assert.equal(canonical(restored.docs), canonical({ rooms: { a: { id: 'a' } } }));
});

test('ids from outside are only ids', () => {
  const documents = new Documents();
  documents.reset({ epoch: 'e', seq: 1, docs: {} });
  documents.apply(JSON.parse('{"seq":2,"set":{"people":{"__proto__":{"id":"__proto__"},"constructor":{"id":"constructor"}}}}'));
  assert.deepEqual(Object.keys(documents.docs.people).sort(), ['__proto__', 'constructor']);
  assert.equal({}.id, undefined);
  documents.apply(JSON.parse('{"seq":3,"del":{"people":["__proto__","toString"]}}'));
  assert.deepEqual(Object.keys(documents.docs.people), ['constructor']);
});

test('nonsense is refused and changes nothing', () => {
  const documents = new Documents();
  documents.reset({ epoch: 'e', seq: 1, docs: {} });
  for (const seq of [undefined, null, '2', 1.5, -1, NaN]) assert.throws(() => documents.apply({ seq }), TypeError);
  assert.throws(() => documents.reset({ epoch: 'e', seq: 2, docs: null }), TypeError);
  assert.equal(documents.seq, 1);
});

test('snapshot plus changes equals a fresh snapshot, from wherever it was taken', () => {
  const random = generator(20190829);
  const pick = (list) => list[Math.floor(random() * list.length)];
  for (let round = 0; round < 50; round += 1) {
    const origin = new Documents();
    origin.reset({ epoch: 'e', seq: 0, docs: {} });
    const followers = [];
    for (let seq = 1; seq <= 200; seq += 1) {
      if (random() < 0.05) {
        const follower = new Documents();
        follower.reset(snapshot(origin));
        followers.push(follower);
      }
      const change = randomChange(seq, random, pick);
      const sent = JSON.stringify(change);
      origin.apply(change);
      for (const follower of followers) follower.apply(JSON.parse(sent));
    }
    for (const follower of followers) assert.equal(canonical(follower.docs), canonical(origin.docs));
  }
});

test('changes may be merged: the newest of each document is enough', () => {
  const random = generator(7);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const each = new Documents();
  const merged = new Documents();
  for (const documents of [each, merged]) documents.reset({ epoch: 'e', seq: 0, docs: {} });
  let frame = { set: {}, del: {} };
  for (let seq = 1; seq <= 500; seq += 1) {
    const change = randomChange(seq, random, pick);
    each.apply(change);
    frame = merge(frame, change);
    if (random() < 0.1 || seq === 500) {
      merged.apply({ seq, ...frame });
      frame = { set: {}, del: {} };
    }
  }
  const filled = (docs) => Object.fromEntries(Object.entries(docs).filter(([, all]) => Object.keys(all).length > 0));
  assert.equal(canonical(filled(merged.docs)), canonical(filled(each.docs)));
});

function randomChange(seq, random, pick) {
  const names = ['rooms', 'sessions', 'people'];
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const set = {};
  const del = {};
  for (let n = Math.floor(random() * 4); n > 0; n -= 1) {
    const [name, id] = [pick(names), pick(ids)];
    if (random() < 0.3) {
      if (!set[name]?.[id]) (del[name] ??= []).push(id);
    } else if (!del[name]?.includes(id)) {
      (set[name] ??= {})[id] = { id, rev: seq, value: random() };
    }
  }
  return { seq, set, del };
}

function merge(frame, { set, del }) {
  const merged = structuredClone(frame);
  for (const [name, ids] of Object.entries(del)) {
    for (const id of ids) {
      delete merged.set[name]?.[id];
      (merged.del[name] ??= []).push(id);
    }
  }
  for (const [name, entries] of Object.entries(set)) {
    for (const [id, doc] of Object.entries(entries)) {
      if (merged.del[name]) merged.del[name] = merged.del[name].filter((other) => other !== id);
      (merged.set[name] ??= {})[id] = doc;
    }
  }
  return merged;
}

/* A small generator with a seed, so that a failure can be seen again. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}
