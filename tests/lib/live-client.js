/*
 * A client of the live state, as a program of the tests: it takes the state,
 * listens, and folds what comes, as static/shared/live.js does in a page.
 *
 *   const client = await LiveClient.open(server);        // state, then /live?since
 *   await client.reaches(seq);                           // has seen that change
 *   canonical(client.documents.docs)
 *
 * Every frame is checked against openapi.json, and that seq never falls.
 */
import assert from 'node:assert/strict';
import http from 'node:http';
import WebSocket from 'ws';
import { Documents } from '../../static/shared/documents.js';
import { assertFrame } from './openapi.js';

const PATIENCE_MS = 20_000;

export function liveUrl(server, query = {}) {
  const url = new URL('/live', server.url.replace(/^http/, 'ws'));
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
  return url;
}

/** What both transports have in common: frames in order, and waiting for one. */
class Frames {
  frames = [];
  #waiting = new Set();
  closed = null;
  seq = -1;

  take(text) {
    const frame = JSON.parse(text);
    assertFrame(frame);
    if (this.frames.length === 0) assert.ok(frame.hello, `hello comes first, not ${text}`);
    if (frame.set) {
      assert.ok(frame.seq >= this.seq, `seq fell from ${this.seq} to ${frame.seq}`);
      this.seq = frame.seq;
    }
    this.frames.push(frame);
    this.onFrame?.(frame);
    this.look();
  }

  end(how) {
    this.closed ??= how;
    this.look();
  }

  look() {
    for (const waiter of this.#waiting) waiter();
  }

  /** Waits until `test(frame)` is true of a frame, from the `from`-th on. */
  async frame(test, from = 0, limit = PATIENCE_MS) {
    let found;
    await this.until(() => {
      found = this.frames.slice(from).find(test);
      return found;
    }, `a frame ${test}`, limit);
    return found;
  }

  until(test, what, limit = PATIENCE_MS) {
    return new Promise((resolve, reject) => {
      let overdue = null;
      const look = () => {
        let yes;
        try { yes = test(); } catch (error) { finish(); reject(error); return; }
        if (yes) { finish(); resolve(yes); } else if (this.closed && !this.outlives) {
          finish();
          reject(new Error(`closed (${JSON.stringify(this.closed)}) before ${what}`));
        }
      };
      const finish = () => { clearTimeout(overdue); this.#waiting.delete(look); };
      overdue = setTimeout(() => { finish(); reject(new Error(`not within ${limit} ms: ${what}; last frames ${JSON.stringify(this.frames.slice(-3)).slice(0, 600)}`)); }, limit);
      this.#waiting.add(look);
      look();
    });
  }

  whenClosed(limit) {
    this.outlives = true;
    return this.until(() => this.closed, 'closing', limit);
  }

  async hello() {
    return (await this.frame((frame) => frame.hello)).hello;
  }

  /** The frames that are changes. */
  get changes() {
    return this.frames.filter((frame) => frame.set);
  }
}

/** A WebSocket that keeps its frames. */
export class Socket extends Frames {
  static async open(server, query, { token, origin, protocol = 'madang.v1' } = {}) {
    const socket = new Socket(server, query, { token, origin, protocol });
    await socket.hello();
    return socket;
  }

  constructor(server, query = {}, { token, origin, protocol = 'madang.v1' } = {}) {
    super();
    const headers = { ...(token && { authorization: `Bearer ${token}` }), ...(origin && { origin }) };
    this.ws = new WebSocket(liveUrl(server, query), protocol === null ? [] : [protocol], { headers, perMessageDeflate: false });
    this.ws.on('message', (data, binary) => { assert.equal(binary, false); this.take(data.toString()); });
    this.ws.on('close', (code, reason) => this.end({ code, reason: reason.toString() }));
    this.ws.on('error', (error) => this.end({ error: error.message }));
  }

  close() {
    this.ws.terminate();
  }
}

/** An event stream that keeps its frames, and the ids beside them. */
export class Stream extends Frames {
  ids = [];
  retries = [];

  static async open(server, query, headers) {
    const stream = new Stream(server, query, headers);
    await stream.hello();
    return stream;
  }

  constructor(server, query = {}, headers = {}) {
    super();
    const url = liveUrl(server, query);
    this.request = http.get({ host: url.hostname, port: url.port, path: `/api/v1/live${url.search}`, headers: { accept: 'text/event-stream', ...headers } }, (answer) => {
      this.answer = answer;
      this.status = answer.statusCode;
      let rest = '';
      answer.setEncoding('utf8');
      answer.on('data', (text) => {
        rest += text;
        for (let end; (end = rest.indexOf('\n\n')) >= 0; rest = rest.slice(end + 2)) this.event(rest.slice(0, end));
      });
      answer.on('end', () => this.end({ rest }));
      answer.on('error', (error) => this.end({ error: error.message }));
    });
    this.request.on('error', (error) => this.end({ error: error.message }));
  }

  event(text) {
    const fields = Object.fromEntries(text.split('\n').map((line) => line.split(/: ?(.*)/s).slice(0, 2)));
    if (fields.retry) this.retries.push(Number(fields.retry));
    this.ids.push(fields.id);
    if (fields.data) this.take(fields.data);
  }

  close() {
    this.request.destroy();
  }
}

/** State and frames folded; survives being cut off and resumes by since. */
export class LiveClient {
  documents = new Documents();
  resets = 0;

  static async open(server, { query = {}, options } = {}) {
    const client = new LiveClient();
    client.query = query;
    client.options = options;
    await client.takeState(server);
    await client.listen(server);
    return client;
  }

  async takeState(server) {
    const answer = await server.as(this.options?.token ?? null)('GET', `/api/v1/state?topics=${this.query?.topics ?? 'timetable'}`);
    this.documents.reset(answer.json);
  }

  /** Connects, and resumes where it stands. */
  async listen(server) {
    this.server = server;
    this.pending = Promise.resolve();
    const { epoch, seq } = this.documents;
    this.socket = new Socket(server, { topics: 'timetable', epoch, since: seq, ...this.query }, this.options);
    this.socket.onFrame = (frame) => this.onFrame(frame);
    await this.socket.hello();
  }

  onFrame(frame) {
    if (frame.set) this.documents.apply(frame);
    if (frame.reset) {
      this.resets++;
      this.pending = this.takeState(this.server).then(() => this.socket.look());
    }
  }

  async reaches(seq) {
    await this.socket.until(() => this.documents.seq >= seq, `seq ${seq}`);
    await this.pending;
  }

  close() {
    this.socket.close();
  }
}
