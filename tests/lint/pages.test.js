/*
 * The pages: text from outside is text, the policy holds without
 * 'unsafe-inline', and nothing is loaded from another host.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesBelow, linesThat, read } from './files.js';

const files = [...filesBelow('static', /\.(js|html|css|svg)$/), ...filesBelow('kiosk', /\.(js|html|css|svg)$/)];

function findings(expression, ok = () => false) {
  return files.flatMap((file) => linesThat(read(file), expression)
    .filter(([, line]) => !ok(line))
    .map(([number, line]) => `${file}:${number}: ${line.slice(0, 120)}`));
}

test('there are pages to look at', () => {
  assert.ok(files.length > 15, files.join(' '));
});

test('nothing is inserted as HTML', () => {
  assert.deepEqual(findings(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|unsafeHTML|unsafeSVG|unsafeStatic/), []);
});

test('no style, script or handler stands in markup', () => {
  assert.deepEqual(findings(/\sstyle="|\son[a-z]+="|javascript:/), []);
});

test('no text is made code', () => {
  assert.deepEqual(findings(/\beval\(|new Function\(|setTimeout\(\s*['"`]/), []);
});

test('no other host is named', () => {
  /* The names of XML namespaces are no addresses. */
  const namespace = /https?:\/\/www\.w3\.org\/(2000\/svg|1999\/x?html|1999\/xlink|XML\/1998\/namespace)/g;
  assert.deepEqual(findings(/\b(https?|wss?):\/\/[\w[]/, (line) => !/\b(https?|wss?):\/\/[\w[]/.test(line.replace(namespace, ''))), []);
});
