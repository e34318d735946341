/*
 * Serves the pages' folders as the real server does, with its Content-Security-Policy, and a
 * stand on which one board is put with the documents of one scene: /stand.html?board=lobby&scene=day.
 */
import { createServer } from 'node:http';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { someone } from './avatars.js';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');

/* Where npm put a package: the pages' own folder, or one given by MADANG_NODE_MODULES. */
export function modules(name) {
  const places = [join(root, 'static/node_modules'), join(root, 'tests/node_modules'), process.env.MADANG_NODE_MODULES].filter(Boolean);
  return places.map((place) => join(place, name)).find((path) => existsSync(path)) ?? null;
}

function fileFor(path) {
  const [, first, ...rest] = path.split('/');
  const below = (folder) => join(folder, ...rest);
  if (path === '/') return join(root, 'static/index.html');
  if (first === 'app') return below(join(root, 'static/app'));
  if (path === '/host/') return join(root, 'static/host/index.html');
  if (first === 'host') return below(join(root, 'static/host'));
  if (path === '/organiser/') return join(root, 'static/organiser/index.html');
  if (first === 'organiser') return below(join(root, 'static/organiser'));
  if (first === 'shared') return below(join(root, 'static/shared'));
  if (first === 'kiosk') return below(join(root, 'kiosk'));
  if (first === 'locales') return below(join(root, 'data/locales'));
  if (first === 'lib') return modules(rest.join('/'));
  if (first === 'fonts') return below(join(modules('pretendard') ?? '', 'dist/web/variable')).replace(/pretendard\.css$/, 'pretendardvariable-dynamic-subset.css');
  return join(here, normalize(path));
}

const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html', '.json': 'application/json', '.woff2': 'font/woff2', '.svg': 'image/svg+xml' };

/* Not a QR code, but as restless as one. */
function qr() {
  let path = '';
  for (let i = 0; i < 29 * 29; i++) if ((i * 7919 + (i >> 3) * 31) % 5 < 2) path += `M${2 + i % 29} ${2 + Math.floor(i / 29)}h1v1h-1z`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 33 33"><path d="${path}"/></svg>`;
}

/* What the real server would draw; null for files. */
function drawn(pathname) {
  if (pathname === '/api/v1/qr.svg' || pathname.endsWith('/presence.svg')) return qr();
  return pathname.startsWith('/avatars/') ? someone(pathname) : null;
}

const SIGNED_OUT = '/api/v1/meetups/unsigned/presence.svg';

async function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://stand');
  if (pathname === SIGNED_OUT) return response.writeHead(401).end();
  try {
    const body = drawn(pathname) ?? await readFile(fileFor(pathname));
    const type = TYPES[extname(pathname) || '.html'] ?? 'application/octet-stream';
    response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'max-age=3600', 'Content-Security-Policy': policyFor(type, body) });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}

function policyFor(type, body) {
  const map = type === 'text/html' && /<script type="importmap">([\s\S]*?)<\/script>/.exec(body.toString());
  const hash = map ? ` 'sha256-${createHash('sha256').update(map[1]).digest('base64')}'` : '';
  return `default-src 'self'; img-src 'self' data:; script-src 'self'${hash}`;
}

/* → {url, close} */
export async function startStand() {
  const server = createServer(answer);
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
