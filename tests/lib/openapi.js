/*
 * data/openapi.json, and whether an answer is what it describes.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { check, resolve } from './schema.js';

export const openapi = JSON.parse(readFileSync(new URL('../../data/openapi.json', import.meta.url), 'utf8'));

const patterns = Object.entries(openapi.paths).map(([path, item]) => ({
  expression: new RegExp(`^${path.replace(/\{[^}]*\}/g, '[^/]+').replaceAll('.', '\\.')}$`),
  literal: !path.includes('{'),
  length: path.length,
  item,
})).sort((a, b) => b.literal - a.literal || b.length - a.length);

/** The operation of a method and a path (with or without a query), or undefined. */
export function operationOf(method, where) {
  const path = where.split('?')[0];
  const found = patterns.find(({ expression }) => expression.test(path));
  return found?.item[method === 'HEAD' ? 'get' : method.toLowerCase()];
}

/**
 * Fails where the answer {status, headers, json, text} is not described: its
 * status, its content type, its members, and the code of a problem. A path or
 * method that is not in the description may only be refused, by a problem.
 */
export function assertDescribed(method, where, answer) {
  const what = `${method} ${where} → ${answer.status} ${answer.text?.slice(0, 300) ?? ''}`;
  const operation = operationOf(method, where);
  if (!operation && answer.status < 400 && !where.startsWith('/api/')) return; /* a page */
  const responses = operation?.responses ?? { default: openapi.components.responses.Problem };
  let response = responses[answer.status];
  if (!response) {
    assert.ok(answer.status >= 400, `not described: ${what}`);
    response = responses.default;
  }
  if (response.$ref) response = resolve(response.$ref, openapi);
  const type = (answer.headers.get('content-type') ?? '').split(';')[0];
  if (!response.content || method === 'HEAD') return;
  const content = response.content[type];
  assert.ok(content, `content type "${type}" is not described: ${what}`);
  if (answer.json === undefined) return;
  assert.deepEqual(check(content.schema, answer.json, openapi), [], what);
  if (answer.status >= 400) {
    assert.equal(type, 'application/problem+json', what);
    assert.equal(answer.json.status, answer.status, what);
  }
}

/** Fails where a frame of the live state is not as described. */
export function assertFrame(frame) {
  assert.deepEqual(check(openapi.components.schemas.Frame, frame, openapi), [], JSON.stringify(frame).slice(0, 300));
}
