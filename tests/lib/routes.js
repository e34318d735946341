/*
 * The route table of server/api/routes.c, read as text.
 */
import { readFileSync } from 'node:fs';

const source = readFileSync(new URL('../../server/api/routes.c', import.meta.url), 'utf8');
const roleSets = {
  ANYONE: ['anyone'],
  ATTENDEE: ['attendee'],
  ORGANISER: ['organiser'],
  STEWARD: ['steward', 'organiser'],
  HOST: ['host', 'organiser'],
  SCREEN: ['screen', 'host', 'organiser'],
  FLEET: ['screen'],
  SIGNED_IN: ['attendee', 'screen', 'host', 'steward', 'organiser'],
};

const table = /const struct route routes\[\] = \{([^]*?)\n\};/.exec(source)[1];

/** {method, pattern, key, roles} of each line, in their order. */
export const routes = [...table.matchAll(/\{METHOD_(\w+), (?:(API) )?"([^"]*)"|(\{0\})/g)].filter(([, , , , end]) => !end).map((found) => {
  const [, method, api, path] = found;
  const line = table.slice(found.index).split('\n')[0];
  const set = line.replace(/^\{METHOD_\w+, (?:API )?"[^"]*", /, '').split(',')[0].trim();
  const pattern = (api ? '/api/v1' : '') + path;
  if (!roleSets[set]) throw new Error(`routes.c: tests/lib/routes.js does not know the roles ${set}`);
  return { method, pattern, key: `${method} ${pattern}`, roles: roleSets[set] };
});
