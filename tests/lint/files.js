/*
 * The files of the repository, for the tests that read them.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** The files below a folder, by their path in the repository. */
export function filesBelow(folder, ending = /./) {
  const found = [];
  for (const name of readdirSync(path.join(root, folder)).sort()) {
    const file = path.posix.join(folder, name);
    if (name === 'node_modules') continue;
    if (statSync(path.join(root, file)).isDirectory()) found.push(...filesBelow(file, ending));
    else if (ending.test(name)) found.push(file);
  }
  return found;
}

export function read(file) {
  return readFileSync(path.join(root, file), 'utf8');
}

/**
 * C with its comments gone, and with `strings: false` its literals empty too.
 * Lines stay where they are.
 */
export function bare(source, { strings = true } = {}) {
  return source.replace(/\/\*[^]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, (found) => {
    if (found.startsWith('/')) return found.replace(/[^\n]/g, ' ');
    return strings ? found : found[0] + found[0];
  });
}

/** [number, line] of each line that matches. */
export function linesThat(text, expression) {
  return text.split('\n').flatMap((line, i) => (expression.test(line) ? [[i + 1, line.trim()]] : []));
}
