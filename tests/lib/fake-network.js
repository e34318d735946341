/*
 * The world around a Live connection, all of it fake: a server that can be
 * down, block WebSockets, or answer slowly; the device's network; time.
 *
 *   const net = new FakeNetwork();
 *   const live = new Live({ …, env: net.env });
 *   net.last.open(); net.last.say({ hello: … });
 */
import { FakeTime } from './fake-time.js';

export class FakeNetwork {
  time = new FakeTime();
  up = true;
  socketsBlocked = false;
  /** What /api/v1/state answers: an object, or a function that gives a Response. */
  state = { epoch: 'e1', seq: 0, now: 0, docs: {} };
  /** Every connection that was tried, oldest first. */
  tried = [];
  fetched = [];
  random = 0.5;
  window = new EventTarget();
  document = Object.assign(new EventTarget(), { visibilityState: 'visible' });

  get env() {
    const net = this;
    return {
      origin: 'http://madang.test:8080',
      WebSocket: class extends FakeSocket { constructor(...args) { super(net, ...args); } },
      EventSource: class extends FakeEvents { constructor(...args) { super(net, ...args); } },
      fetch: (url, options) => net.#fetch(new URL(url), options),
      setTimeout: net.time.setTimeout,
      clearTimeout: net.time.clearTimeout,
      monotonic: net.time.monotonic,
      random: () => net.random,
      window: net.window,
      document: net.document,
    };
  }

  get last() {
    return this.tried.at(-1);
  }

  /** The server's end of every open connection goes, as when a process dies. */
  crash() {
    this.up = false;
    for (const one of this.tried) one.drop();
  }

  async #fetch(url, options) {
    this.fetched.push(url.pathname);
    if (url.pathname === '/api/v1/state' && typeof this.state === 'function') return this.state(url, options);
    if (!this.up) throw new TypeError('Failed to fetch');
    if (url.pathname === '/healthz') return new Response('ok');
    return new Response(JSON.stringify(this.state), { headers: { 'content-type': 'application/json' } });
  }
}

class FakeConnection {
  closed = false;

  constructor(net, url) {
    this.net = net;
    this.url = new URL(url);
    this.query = Object.fromEntries(this.url.searchParams);
    net.tried.push(this);
    if (!net.up || (this.blockable && net.socketsBlocked)) net.time.setTimeout(() => this.drop(), 5);
  }

  say(frame) {
    if (!this.closed) this.onmessage({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) });
  }
}

class FakeSocket extends FakeConnection {
  constructor(net, url, protocol) {
    super(net, url);
    this.protocol = protocol;
  }

  get blockable() {
    return true;
  }

  drop(code = 1006) {
    if (this.closed) return;
    this.closed = true;
    this.onclose({ code });
  }

  close(code) {
    this.closed = true;
    this.closedWith = code;
  }
}

class FakeEvents extends FakeConnection {
  drop() {
    if (this.closed) return;
    this.onerror({});
  }

  close() {
    this.closed = true;
  }
}
