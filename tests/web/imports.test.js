/*
 * A page without a bundler finds its modules through the import map of its
 * HTML. Every import of every module that a page can reach leads to a file.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const PLACES = [['/shared/', 'static/shared/'], ['/lib/', 'static/node_modules/'], ['/kiosk/', 'kiosk/'], ['/app/', 'static/app/'], ['/host/', 'static/host/'], ['/organiser/', 'static/organiser/']];

const pages = ['kiosk/index.html', 'static/index.html', 'static/host/index.html', 'static/organiser/index.html'].map((file) => [file, readFileSync(path.join(root, file), 'utf8')]);
const mapOf = (html) => JSON.parse(/<script type="importmap">([^]*?)<\/script>/.exec(html)[1]).imports;

function fileOf(url) {
  const [prefix, folder] = PLACES.find(([one]) => url.startsWith(one)) ?? [];
  assert.ok(prefix, `nothing is served at ${url}`);
  return path.join(root, folder, url.slice(prefix.length));
}

function resolve(name, from, imports) {
  if (/^\.{0,2}\//.test(name)) return new URL(name, `http://x${from}`).pathname;
  if (imports[name]) return imports[name];
  const folder = Object.keys(imports).filter((key) => key.endsWith('/') && name.startsWith(key)).sort((a, b) => b.length - a.length)[0];
  assert.ok(folder, `${from} imports "${name}", which the import map does not know`);
  return imports[folder] + name.slice(folder.length);
}

const IMPORT = /(?:^|[;}\s])(?:import|export)\b[^'"`;()]*?from\s*["']([^"']+)["']|(?:^|[;}\s])import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

for (const [page, html] of pages) {
  const imports = mapOf(html);
  const skip = !existsSync(path.join(root, 'static/node_modules')) && 'npm ci --prefix static';

  test(`${page}: every import leads to a file`, { skip }, () => {
    const waiting = [...html.matchAll(/<script type="module" src="([^"]+)"/g)].map((match) => match[1]);
    assert.ok(waiting.length > 0);
    const seen = new Set(waiting);
    while (waiting.length > 0) {
      const url = waiting.pop();
      const file = fileOf(url);
      assert.ok(existsSync(file), `${url} is not there`);
      for (const match of readFileSync(file, 'utf8').matchAll(IMPORT)) {
        const found = resolve(match[1] ?? match[2] ?? match[3], url, imports);
        if (!seen.has(found)) {
          seen.add(found);
          waiting.push(found);
        }
      }
    }
    assert.ok([...seen].some((url) => url.startsWith('/lib/@lit/')), 'lit was followed to its end');
  });

  test(`${page} has nothing inline but its import map, and asks no other host`, () => {
    const scripts = [...html.matchAll(/<script\b([^>]*)>/g)].map((match) => match[1]);
    assert.ok(scripts.every((attributes) => attributes.includes('src="/') || attributes.includes('type="importmap"')));
    assert.doesNotMatch(html, /<style\b|\sstyle=|\son[a-z]+=|https?:/);
  });
}

test('lock files name no host to download from', () => {
  for (const folder of ['static', 'tests']) {
    const lock = readFileSync(path.join(root, folder, 'package-lock.json'), 'utf8');
    const hosts = [...lock.matchAll(/https?:\/\/([^/"]+)/g)].map((match) => match[1]);
    assert.deepEqual(hosts.filter((host) => host !== 'registry.npmjs.org'), []);
  }
});
