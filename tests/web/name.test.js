/*
 * Names as people have them, and what is none.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultOfName } from '../../static/app/name.js';

test('names of any script are names', () => {
  for (const name of ['김마당', 'Ada', 'أحمد', 'נועה', '李', 'Nguyễn Thị', '🐯', 'O’Brien-Łuk', 'x'.repeat(80), '😀'.repeat(80), `  ${'x'.repeat(80)}  `]) {
    assert.equal(faultOfName(name), null, name);
  }
});

test('blanks are none, and eighty characters are enough', () => {
  for (const blank of ['', '   ', '\t', '\u00a0', '\u200b\u200d', '\u3164', '\u2800', '\u202e']) assert.equal(faultOfName(blank), 'blank', JSON.stringify(blank));
  assert.equal(faultOfName('x'.repeat(81)), 'long');
  assert.equal(faultOfName('x'.repeat(10_000)), 'long');
});
