/*
 * Whether a file is valid by the rules of the public schemas, which stand
 * beside this file in our own words.
 *
 *   wrongInXml(text)    what is wrong in a schedule.xml, as lines; [] if nothing
 *   wrongInJson(text)   the same of a schedule.json of schema v1
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { check } from '../lib/schema.js';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const schema = JSON.parse(readFileSync(here('c3voc-v1.schema.json'), 'utf8'));

export function wrongInJson(text) {
  try {
    return check(schema, JSON.parse(text), schema);
  } catch (error) {
    if (error instanceof SyntaxError) return [error.message];
    throw error;
  }
}

export async function wrongInXml(text) {
  const { code, stderr } = await xmllint(['--noout', '--huge', '--relaxng', here('frab.rng'), '-'], text);
  const wrong = stderr.split('\n').filter((line) => line && !/^- (validates|fails to validate)$/.test(line));
  if (code !== 0) return wrong;
  const keys = [['event guid', '//event/@guid'], ['event id', '//event/@id'], ['slug', '//event/slug/text()'], ['day index', '//day/@index']];
  for (const [name, path] of keys) {
    const { stdout } = await xmllint(['--huge', '--xpath', path, '-'], text);
    const values = stdout.split('\n').map((value) => value.trim()).filter(Boolean);
    const twice = values.find((value, i) => values.indexOf(value) !== i);
    if (twice) wrong.push(`${name}: ${twice} stands there twice`);
  }
  return wrong;
}

/* Gives {code, stdout, stderr}; an XPath that finds nothing is no error here. */
function xmllint(args, input) {
  return new Promise((resolve, reject) => {
    const child = execFile('xmllint', args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ code: error?.code ?? 0, stdout, stderr });
    });
    child.stdin.on('error', () => {}); /* it may have seen enough; its exit code says so */
    child.stdin.end(input);
  });
}
