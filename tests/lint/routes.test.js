/*
 * The route table: one line a route, sorted, none twice; each described in
 * data/openapi.json, with the roles that it names, and nothing else besides.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesBelow, read } from './files.js';
import { routes } from '../lib/routes.js';
import { openapi } from '../lib/openapi.js';

/* Described, and not in the table: the WebSocket is answered by net/. */
const besides = ['GET /live'];

const described = Object.entries(openapi.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ key: `${method.toUpperCase()} ${path.replace(/\{[^}]*\}/g, '{}')}`, operation })));

test('the table is sorted by pattern, and by method within one', () => {
  assert.ok(routes.length > 25, `${routes.length} routes`);
  const order = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
  for (let i = 1; i < routes.length; i++) {
    const [before, here] = [routes[i - 1], routes[i]];
    const sorted = before.pattern < here.pattern || (before.pattern === here.pattern && order.indexOf(before.method) < order.indexOf(here.method));
    assert.ok(sorted, `${here.key} stands behind ${before.key}`);
  }
});

test('no route stands there twice', () => {
  assert.equal(new Set(routes.map(({ key }) => key)).size, routes.length);
});

test('every route is described, and every description is of a route', () => {
  const keys = described.map(({ key }) => key).filter((key) => !besides.includes(key));
  assert.deepEqual([...keys].sort(), routes.map(({ key }) => key).sort());
});

test('the description names the roles of the table', () => {
  for (const { key, roles } of routes) {
    const { operation } = described.find((one) => one.key === key);
    assert.deepEqual([...operation['x-roles']].sort(), [...roles].sort(), key);
  }
});

test('operation ids are unique, and every reference leads somewhere', () => {
  const ids = described.map(({ operation }) => operation.operationId);
  assert.equal(new Set(ids).size, ids.length);
  const text = JSON.stringify(openapi);
  for (const [, path] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    let at = openapi;
    for (const part of path.split('/')) at = at?.[part];
    assert.ok(at, path);
  }
});

test('every operation has its path\'s parameters, an answer that is good, and one for everything else', () => {
  for (const [path, item] of Object.entries(openapi.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const what = `${method} ${path}`;
      const parameters = (operation.parameters ?? []).map((one) => (one.$ref ? openapi.components.parameters[one.$ref.split('/').at(-1)] : one));
      assert.deepEqual(parameters.filter((one) => one.in === 'path').map(({ name }) => name), [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name), what);
      assert.equal(new Set(parameters.map((one) => `${one.in} ${one.name}`)).size, parameters.length, what);
      const statuses = Object.keys(operation.responses);
      assert.ok(statuses.some((status) => /^[123]/.test(status)), what);
      assert.ok(statuses.includes('default'), what);
      assert.ok(operation.summary && operation.tags.length, what);
    }
  }
});

/* {"title", KIND_TEXT, FLAG_REQUIRED, MAX_LINE, …} of server/event/resource.c. */
test('the schema of every document has the fields of its table, and no others', () => {
  const text = read('server/event/resource.c');
  const schemas = { event: 'Event', day: 'Day', room: 'Room', track: 'Track', person: 'Person', session: 'Session', announcement: 'Announcement', meetup: 'Meetup', screen: 'Screen' };
  const tables = [...text.matchAll(/static const struct field (\w+)_fields\[\] = \{([^]*?)\n\};/g)];
  assert.deepEqual(tables.map(([, name]) => name).sort(), Object.keys(schemas).sort());
  for (const [, name, body] of tables) {
    const fields = [...body.matchAll(/\{"(\w+)", (KIND_\w+), ([^,}]+)/g)]
      .map(([, field, kind, flags]) => ({ field, kind, flags }))
      .filter(({ flags }) => !flags.includes('FLAG_INTERNAL'));
    const { properties, required } = openapi.components.schemas[schemas[name]];
    const own = name === 'day' ? ['id', 'date', 'rev'] : ['id', 'rev'];
    assert.deepEqual(Object.keys(properties).sort(), [...fields.map(({ field }) => field), ...own].sort(), name);
    const always = fields.filter(({ flags }) => !flags.includes('FLAG_OPTIONAL')).map(({ field }) => field);
    assert.deepEqual([...required].sort(), [...always, ...own].sort(), `required of ${name}`);
    for (const { field, flags } of fields) {
      assert.equal(Boolean(properties[field].readOnly), flags.includes('FLAG_READ_ONLY'), `readOnly of ${name}.${field}`);
    }
    const written = openapi.components.schemas[`${schemas[name]}Write`];
    if (!written) continue;
    const writable = fields.filter(({ flags }) => !flags.includes('FLAG_READ_ONLY')).map(({ field }) => field);
    assert.deepEqual(Object.keys(written.properties).sort(), writable.sort(), `${schemas[name]}Write`);
  }
});

/* Codes are stable: other programs compare them. */
test('every code that the server answers with is in the description', () => {
  const codes = new Set();
  for (const file of filesBelow('server/api', /\.c$/).concat(filesBelow('server/event', /\.c$/), filesBelow('server/formats', /\.c$/))) {
    const text = read(file);
    for (const [, code] of text.matchAll(/err_set\(\s*&?[\w>-]+,\s*(?:STATUS_\w+|st|status),\s*"([a-z_]+)"/g)) codes.add(code);
    for (const [, code] of text.matchAll(/request_problem_http\(\s*\w+,\s*\d+,\s*"([a-z_]+)"/g)) codes.add(code);
  }
  assert.ok(codes.size > 20, [...codes].join(' '));
  const text = JSON.stringify(openapi);
  /* Of the command line and of the start only, and what the prose tells of every path. */
  const elsewhere = ['broken_set', 'empty', 'internal', 'method_not_allowed'];
  const missing = [...codes].filter((code) => !text.includes(`"${code}"`) && !elsewhere.includes(code));
  assert.deepEqual(missing, []);
});
