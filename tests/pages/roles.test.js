/*
 * Every page for every role, in a Chromium: it asks the server for nothing that the role may not
 * have, hears no topic that is not the role's, and loads no file of another page. Whoever has no
 * business at a desk gets its door, and no document. What the server refuses to whom is
 * tests/api/routes.test.js.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openScreen, PHONE } from '../lib/browser.js';
import { addCharacter, openCourtyard } from '../lib/courtyard.js';
import { routes } from '../lib/routes.js';

const { server, browser } = await openCourtyard();

const PAGES = { '/': '/app/', '/host/': '/host/', '/kiosk/': '/kiosk/', '/organiser/': '/organiser/' };
/* What all pages share, the house's icon too. */
const FOR_ALL = /^\/(shared|lib|locales|fonts)\/|^\/app\/icon\.svg$|^\/avatars\//;
/* Whether one who attends is a host stands in their own document. */
const DESKS = { '/host/': ['attendee', 'host', 'organiser'], '/organiser/': ['steward', 'organiser'] };
/* What a desk's page needs to say how one gets in; the host's has the event's name and clock above it, which are for everybody. */
const DOORS = {
  '/host/': { files: /^\/host\/(views\/(index|door)\.js|[\w-]+\.(js|css|svg)|index\.html)?$/, paths: /^\/(api\/v1\/state\?topics=timetable|live\?topics=timetable&.*)$/ },
  '/organiser/': { files: /^\/organiser\/(door\.js|organiser\.js|page\.css)?$/, paths: /^\/api\/v1\/caller$/ },
};
const TOPICS = { desk: ['steward', 'organiser'], me: ['attendee', 'screen', 'host', 'steward', 'organiser'] };

async function good(method, path, body) {
  const { status, json, text } = await server.api(method, `/api/v1${path}`, body);
  assert.ok(status < 300, `${method} ${path}: ${text}`);
  return json;
}
const tokenOf = async (role, more) => (await good('POST', '/tokens', { role, name: `a ${role}`, ...more })).token;

/* Somebody of each role; who was removed has a cookie still, and a browser that remembers the role. */
async function makeCallers() {
  const { id: person } = await good('POST', '/people', { name: 'Speaker' });
  const removed = await good('POST', '/tokens', { role: 'organiser', name: 'removed' });
  await good('DELETE', `/members/${removed.id}`);
  return {
    anyone: null,
    attendee: (await addCharacter(server, 'Guest')).token,
    screen: await tokenOf('screen'),
    host: await tokenOf('host', { person }),
    steward: await tokenOf('steward'),
    organiser: await tokenOf('organiser'),
    removed: removed.token,
  };
}

/* As /shared/sign-in.js leaves a browser that has signed in. */
function remember({ role, attends }) {
  localStorage.setItem('madang-role', role);
  if (attends) localStorage.setItem('madang-signed-in', '1');
}

const fits = (pattern, path) => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('{}', '[^/]+')}$`).test(path);

/* Which roles may send this, by the route table. */
function rolesOf(method, path) {
  const [route] = routes.filter((one) => one.method === method && fits(one.pattern, path)).sort((a, b) => b.pattern.length - a.pattern.length);
  assert.ok(route, `no route for ${method} ${path}`);
  return route.roles;
}

/* Opens the page as this role, until it has asked for all that it wants; gives what that was. */
async function visit(page, role, token) {
  const screen = await openScreen(browser, 'about:blank', { viewport: PHONE, quiet: true });
  const asked = [];
  if (token) {
    await screen.context.addCookies([{ name: 'madang', value: token, url: server.url, httpOnly: true, sameSite: 'Strict' }]);
    await screen.context.addInitScript(remember, { role: role === 'removed' ? 'organiser' : role, attends: ['attendee', 'host'].includes(role) });
  }
  screen.page.on('response', (answer) => asked.push({ method: answer.request().method(), url: new URL(answer.url()), status: answer.status() }));
  screen.page.on('websocket', (socket) => asked.push({ method: 'GET', url: new URL(socket.url()), status: 101 }));
  await screen.page.goto(`${server.url}${page}`);
  await screen.page.waitForLoadState('networkidle');
  await screen.close();
  return asked.filter(({ url }) => url.host === new URL(server.url).host);
}

const isApi = ({ url }) => url.pathname.startsWith('/api/') || url.pathname === '/live';
const callers = await makeCallers();

for (const [page, folder] of Object.entries(PAGES)) {
  test(`${page} loads for each role what that role may have, and nothing else`, async () => {
    await Promise.all(Object.entries(callers).map(async ([name, token]) => {
      const role = name === 'removed' ? 'anyone' : name;
      /* A bare kiosk that is nobody's asks to be a screen, and has its own document from then on. */
      const is = ['anyone', role, ...(role === 'host' ? ['attendee'] : []), ...(page === '/kiosk/' && role === 'anyone' ? ['screen'] : [])];
      const asked = await visit(page, name, token);
      assert.ok(asked.some(({ url }) => url.pathname.startsWith(folder)), `${name}: the page came`);
      for (const { method, url, status } of asked.filter(isApi)) {
        const what = `${name} at ${page}: ${method} ${url.pathname}${url.search} ${status}`;
        if (url.pathname !== '/live') assert.ok(rolesOf(method, url.pathname).some((one) => is.includes(one)), what);
        for (const topic of url.searchParams.get('topics')?.split(',') ?? []) assert.ok(TOPICS[topic]?.some((one) => is.includes(one)) ?? true, what);
        assert.ok(![401, 403].includes(status), what);
      }
      const files = asked.filter((one) => !isApi(one) && one.status === 200).map(({ url }) => url.pathname);
      for (const file of files) assert.ok(file === page || file.startsWith(folder) || FOR_ALL.test(file), `${name} at ${page}: ${file}`);
      /* The host's desk is there without a network, too: it goes by what the device remembers, until the server says otherwise. */
      const isRemembered = page === '/host/' && name === 'removed';
      if (!DESKS[page] || DESKS[page].includes(role) || isRemembered) return;
      for (const file of files.filter((one) => one.startsWith(folder))) assert.match(file, DOORS[page].files, `${name} at the door of ${page}`);
      for (const { url } of asked.filter(isApi)) assert.match(url.pathname + url.search, DOORS[page].paths, `${name} at the door of ${page}`);
    }));
  });
}
