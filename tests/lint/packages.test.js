/*
 * What npm may bring: only from the registry, each with its checksum, and in
 * the pages nothing but what design.md names.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { read, root } from './files.js';

const locks = ['static/package-lock.json', 'tests/package-lock.json'];

for (const file of locks) {
  test(`${file} names no host but the registry`, () => {
    const text = read(file);
    const hosts = [...text.matchAll(/"(?:resolved|version)":\s*"(?:git\+)?\w+:\/\/([^/"]+)/g)].map(([, host]) => host);
    assert.deepEqual([...new Set(hosts)].filter((host) => host !== 'registry.npmjs.org'), []);
    for (const [name, one] of Object.entries(JSON.parse(text).packages)) {
      if (name && !one.link) assert.match(one.integrity ?? '', /^sha512-/, `${name} has no checksum`);
    }
  });
}

test('the pages use lit and Pretendard, and no other library', () => {
  assert.deepEqual(Object.keys(JSON.parse(read('static/package.json')).dependencies).sort(), ['lit', 'pretendard']);
});

test('every package.json has its lock', () => {
  for (const file of locks) assert.ok(existsSync(path.join(root, file.replace('-lock', ''))), file);
});
