/*
 * design.md's table of rooms: who may include whom, and who alone may include
 * a library.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bare, filesBelow, read } from './files.js';

const mayUse = {
  base: ['base'],
  store: ['base', 'store'],
  event: ['base', 'store', 'event', 'formats/programme.h', 'formats/clean.h'],
  formats: ['base', 'formats'],
  live: ['base', 'live'],
  net: ['base', 'live', 'net'],
  api: ['base', 'store', 'event', 'formats', 'live', 'net', 'api'],
  cli: ['base', 'cli'],
  'main.c': ['base', 'store', 'event', 'formats', 'live', 'net', 'api', 'cli'],
};

const libraries = [
  { header: /^sqlite3/, rooms: ['store'] },
  { header: /^libwebsockets/, rooms: ['net'] },
  { header: /^uv\.h/, rooms: ['net'] },
];

const files = filesBelow('server', /\.[ch]$/);
const roomOf = (file) => file.split('/')[1];
const includes = (file) => [...bare(read(file)).matchAll(/^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)/gm)]
  .map(([, own, library]) => ({ own, library }));

test('there are files to look at', () => {
  assert.ok(files.length > 30, `${files.length} files`);
  for (const room of Object.keys(mayUse)) assert.ok(files.some((file) => roomOf(file) === room), room);
});

test('no room includes one that it may not use', () => {
  const crossed = [];
  for (const file of files) {
    const allowed = mayUse[roomOf(file)];
    assert.ok(allowed, `${file}: this room is not in design.md's table`);
    for (const { own } of includes(file)) {
      if (own && !allowed.some((what) => own === what || own.startsWith(`${what}/`))) crossed.push(`${file} includes ${own}`);
    }
  }
  assert.deepEqual(crossed, []);
});

test('a library is included only where it lives', () => {
  const crossed = [];
  for (const file of files) {
    for (const { library } of includes(file)) {
      for (const rule of library ? libraries : []) {
        if (!rule.header.test(library)) continue;
        if (rule.rooms && !rule.rooms.includes(roomOf(file))) crossed.push(`${file} includes <${library}>`);
        if (rule.not?.includes(roomOf(file))) crossed.push(`${file} includes <${library}>`);
      }
    }
  }
  assert.deepEqual(crossed, []);
});

test('no include climbs out of its folder', () => {
  assert.deepEqual(files.filter((file) => includes(file).some(({ own }) => own?.includes('..'))), []);
});
