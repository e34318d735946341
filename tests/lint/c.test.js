/*
 * What may not be called in server/, and how long a file and a function may be.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bare, filesBelow, linesThat, read } from './files.js';

const MAX_FILE_LINES = 700;
const MAX_FUNCTION_LINES = 60;

const banned = ['strcpy', 'strcat', 'strncpy', 'strncat', 'sprintf', 'vsprintf', 'strtok', 'gmtime', 'localtime', 'ctime', 'asctime', 'gets', 'system', 'popen', 'alloca', 'atoi', 'atol', 'atof', 'rand', 'tmpnam'];
const call = new RegExp(`(?<![\\w.>])(?:${banned.join('|')})\\s*\\(`);

const sources = filesBelow('server', /\.[ch]$/);

test('nothing that is banned is called', () => {
  const found = sources.flatMap((file) => linesThat(bare(read(file), { strings: false }), call)
    .map(([number, line]) => `${file}:${number}: ${line}`));
  assert.deepEqual(found, []);
});

test(`no file of server/ has more than ${MAX_FILE_LINES} lines`, () => {
  const long = sources.map((file) => [file, read(file).split('\n').length - 1]).filter(([, lines]) => lines > MAX_FILE_LINES);
  assert.deepEqual(long, []);
});

/* A function is from its name to the brace in the first column that ends it. */
export function functionsOf(text) {
  const found = [];
  const lines = bare(text, { strings: false }).split('\n');
  let head = -1;
  let name = '';
  let depth = 0;
  lines.forEach((line, i) => {
    if (depth === 0 && /^[A-Za-z_].*\(/.test(line) && !/;\s*$/.test(line)) {
      head = i;
      name = /(\w+)\s*\(/.exec(line)[1];
    }
    const opens = depth === 0 && line.startsWith('{') && head >= 0;
    depth += (line.match(/\{/g) ?? []).length - (line.match(/\}/g) ?? []).length;
    if (opens) found.push({ name, head, from: i });
    if (depth === 0 && line.startsWith('}') && found.length && found.at(-1).to === undefined) found.at(-1).to = i;
    if (depth === 0 && /^[};]/.test(line)) head = -1;
  });
  return found;
}

test('the counter of functions counts', () => {
  const text = 'struct a {\n\tint b;\n};\n\nstatic int f(int a,\n\tint b)\n{\n\tif (a) {\n\t\treturn "}"[0];\n\t}\n\treturn b;\n}\n\nint g(void)\n{\n}\n';
  assert.deepEqual(functionsOf(text).map(({ name, from, to }) => [name, to - from + 1]), [['f', 6], ['g', 2]]);
});

test(`no function of server/ has more than ${MAX_FUNCTION_LINES} lines`, () => {
  let count = 0;
  const long = [];
  for (const file of sources) {
    for (const { name, head, to } of functionsOf(read(file))) {
      count++;
      if (to - head + 1 > MAX_FUNCTION_LINES) long.push(`${file}: ${name} has ${to - head + 1} lines`);
    }
  }
  assert.ok(count > 300, `only ${count} functions found`);
  assert.deepEqual(long, []);
});
