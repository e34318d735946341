/*
 * A real Madang for a test: its own process, its own temporary database, its
 * own port.
 *
 *   const server = await startServer();
 *   const { status, json } = await server.api('POST', '/api/v1/rooms', { name: 'A' });
 *   await server.stop();
 *
 * The program is $MADANG_BIN, or build/madang of this checkout. It is told to
 * take port 0 and prints "listening on http://ADDR:PORT" once it answers; that
 * line is what we wait for, so no test ever sleeps or guesses a port. To start
 * a server again where an earlier one was, pass the earlier one's `db` and
 * `port`.
 *
 * A process is ended by its id alone. A test that forgets to stop its server
 * does not leave it behind: whatever still runs is killed when this process
 * exits. The temporary folder goes with the server that made it, unless
 * stop({ keep: true }) or kill() left it for a successor; the last of them is
 * removed at exit.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const START_LIMIT_MS = 15_000;   /* generous: sanitizer builds on a busy machine */
const STOP_LIMIT_MS = 10_000;

const running = new Set();
const folders = new Set();

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
/* A runner that is told to stop passes the signal on to its test files. */
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => process.exit(1));

/** The program under test. */
export const binary = process.env.MADANG_BIN || path.join(root, 'build', 'madang');

/** A new empty folder that is gone when the tests are. */
export function tempFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-test-'));
  folders.add(folder);
  return folder;
}

/**
 * Starts a server and waits until it answers.
 *
 * db     the database file; a new one in a temporary folder where absent
 * port   0 (the default) takes a free one
 * token  the organiser's token
 * args   more of the command line, e.g. ['--now', '2019-08-29T10:00:00Z']
 * env    more of the environment
 *
 * Rejects, with the server's log in the message, when it ends or stays silent.
 */
export async function startServer({
  db, port = 0, token = 'organiser-token-of-the-tests', args = [], env = {},
} = {}) {
  const folder = db ? null : tempFolder();
  const file = db ?? path.join(folder, 'madang.db');
  const child = spawn(binary, [
    'serve', '--db', file, '--listen', `127.0.0.1:${port}`, '--organiser-token', token, ...args,
  ], { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);

  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text) => { log += text; });
  child.stderr.setEncoding('utf8').on('data', (text) => { log += text; });
  const ended = new Promise((resolve) => {
    child.once('error', (error) => { log += error.message; running.delete(child); resolve({ code: null, signal: null }); });
    child.once('exit', (code, signal) => { running.delete(child); resolve({ code, signal }); });
  });

  const url = await listening(child, ended, () => log);
  /* A server that a failed test left running must not keep the test file from ending. */
  for (const one of [child, child.stdout, child.stderr]) one.unref();
  return {
    url,
    port: Number(new URL(url).port),
    token,
    db: file,
    pid: child.pid,
    log: () => log,
    ended,
    api: (method, where, body, headers) => request(url, token, method, where, body, headers),

    /** SIGTERM; gives {code, signal, ms}. keep: leave the database for a successor. */
    async stop({ keep = false } = {}) {
      const begun = performance.now();
      child.ref();
      child.kill('SIGTERM');
      const overdue = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      const result = await ended;
      clearTimeout(overdue);
      if (folder && !keep) removeFolder(folder);
      return { ...result, ms: performance.now() - begun };
    },

    /** SIGKILL; the database stays, to be opened again. */
    async kill() {
      child.ref();
      child.kill('SIGKILL');
      return ended;
    },
  };
}

function removeFolder(folder) {
  folders.delete(folder);
  rmSync(folder, { recursive: true, force: true });
}

function listening(child, ended, log) {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`${binary}: ${why}\n${log()}`));
    const overdue = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`not listening after ${START_LIMIT_MS} ms`);
    }, START_LIMIT_MS);
    const look = () => {
      const line = /^listening on (https?:\/\/\S+)$/m.exec(log());
      if (!line) return;
      clearTimeout(overdue);
      child.stdout.off('data', look);
      resolve(line[1]);
    };
    child.stdout.on('data', look);
    ended.then(({ code, signal }) => {
      clearTimeout(overdue);
      fail(`ended before listening (code ${code}, signal ${signal})`);
    });
  });
}

/*
 * One request as the organiser. A body that is a string or bytes goes as it
 * is; anything else goes as JSON. Pass {authorization: null} to be nobody, or
 * {authorization: 'Bearer …'} to be somebody else.
 */
async function request(url, token, method, where, body, headers = {}) {
  const all = { authorization: `Bearer ${token}` };
  let payload = body;
  if (body !== undefined && typeof body !== 'string' && !ArrayBuffer.isView(body)) {
    all['content-type'] = 'application/json';
    payload = JSON.stringify(body);
  }
  for (const [name, value] of Object.entries(headers)) {
    if (value === null) delete all[name.toLowerCase()];
    else all[name.toLowerCase()] = value;
  }
  const answer = await fetch(new URL(where, url), { method, headers: all, body: payload });
  const text = await answer.text();
  const isJson = /\bjson\b/.test(answer.headers.get('content-type') ?? '');
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    json: isJson && text ? JSON.parse(text) : undefined,
  };
}
