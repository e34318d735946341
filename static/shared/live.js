/*
 * The live connection of a page: keeps a document store equal to the server's
 * and a clock in step with it, whatever the network does.
 *
 *   const live = new Live({
 *     topics: ['timetable'], as: 'screen', params: { board: 'lobby' },
 *     on: { docs(docs) {…}, status({ state, since }) {…}, hello(hello) {…} },
 *   });
 *   await live.start();
 *
 * One small machine, whose state the page may show:
 *
 *   connecting   no connection, but so far nobody need worry
 *   live         the server said hello, and is heard
 *   stale        nothing heard for too long; `since` says when it last was.
 *                It goes on trying, and the page goes on by its own clock
 *   closed       stopped by the page, or told not to come back
 *
 * The way to `live`: what was kept on the device is given to the page at once;
 * where nothing was kept, /api/v1/state is taken. Then a connection is opened
 * that asks for everything since the seq held. The server sends what was
 * missed, or `reset`: then the state is taken again, the old documents stay
 * until it is there, and changes that arrive meanwhile are held back.
 *
 * Liveness: the server beats every few seconds (the contract says 15 at most).
 * How often is learnt by listening, so that a dead server shows within seconds
 * and a quiet link never flickers. Silence of SILENCE_MS ends a connection
 * that the network forgot to end.
 *
 * Coming back: full-jitter exponential back-off, so that a hall of clients
 * does not return in one instant; `bye` says when instead; a device that wakes
 * or gets its network back tries within a second. Where HTTP answers but the
 * WebSocket does not, a few times in a row, Server-Sent Events carry the
 * frames; each time they break, the WebSocket gets one more chance.
 *
 * Everything outside is injected (see browserEnvironment), so tests drive the
 * machine with a fake network and a fake clock.
 */
import { Documents } from './documents.js';
import { ServerClock } from './clock.js';
import { openSocket, openEvents } from './transport.js';

const BACKOFF_MIN_MS = 1_000;
const BACKOFF_MAX_MS = 30_000;
const SETTLED_MS = 10_000;      /* a connection that lived this long was a good one */
const HELLO_MS = 10_000;        /* some proxies open a WebSocket and swallow its frames */
const SILENCE_MS = 18_000;
const BEAT_MIN_MS = 2_000;
const BEAT_MAX_MS = 15_000;
const BEATS_LEARNT = 3;
const SLACK_MS = 3_000;         /* how much later than expected a beat may come */
const GRACE_MS = 4_000;         /* without a connection, before that is called stale */
const STATE_LIMIT_MS = 30_000;
const PROBE_LIMIT_MS = 5_000;
const BLOCKED_AFTER = 3;        /* failed WebSockets in a row */
const WAKE_SPREAD_MS = 1_000;
const PRIVATE = 'me';           /* the topic that no snapshot holds */

/** What Live needs from a browser. Tests pass their own. */
export function browserEnvironment() {
  return {
    origin: location.origin,
    WebSocket: globalThis.WebSocket,
    EventSource: globalThis.EventSource,
    fetch: (...args) => globalThis.fetch(...args),
    setTimeout: (...args) => globalThis.setTimeout(...args),
    clearTimeout: (timer) => globalThis.clearTimeout(timer),
    monotonic: () => performance.now(),
    random: Math.random,
    window: globalThis.window,
    document: globalThis.document,
  };
}

export class Live {
  #env;
  #keep;
  #on;
  #query;
  #topics;
  #own;                         /* an identity while the topic me is listened to, or null */
  #documents = new Documents();
  #mustTakeState = true;
  #state = 'closed';
  #since = null;                /* server ms when the server was last heard */
  #timers = new Map();
  #attempt = null;              /* identity of the connecting that is under way */
  #link = null;                 /* the connection: {close, via, helloed, held, floor} */
  #failures = 0;
  #failedSockets = 0;
  #retryAfter = 0;              /* ms, as the server asked */
  #heardAt = 0;                 /* monotonic */
  #beatAt = null;
  #gaps = [];

  /**
   * topics   e.g. ['timetable', 'meetups']; with 'me' as after own(true)
   * as       'screen', 'phone' or 'desk': for the server's own figures
   * params   more for the server's figures: {board, room} of a screen
   * on       {docs(docs), status({state, since}), hello(hello), refused()}, each
   *          optional; refused: the server no longer knows who we are, and
   *          what follows is as after own(false)
   * clock    a ServerClock, which is kept in step
   * keep     a Keep, or nothing to keep nothing
   */
  constructor({ topics, as, params = {}, on = {}, clock = new ServerClock(), keep = null, env = browserEnvironment() }) {
    this.#env = env;
    this.#keep = keep;
    this.#on = on;
    this.#topics = topics.filter((topic) => topic !== PRIVATE).join(',');
    this.#own = topics.includes(PRIVATE) ? {} : null;
    this.#query = { as, ...params };
    this.clock = clock;
  }

  /** {collection: {id: document}}, a new object at each change. */
  get docs() {
    return this.#documents.docs;
  }

  get epoch() {
    return this.#documents.epoch;
  }

  get seq() {
    return this.#documents.seq;
  }

  /** {state, since}: since is in server ms, null where the server was never heard. */
  get status() {
    return { state: this.#state, since: this.#since };
  }

  /** Paints what was kept, then connects. */
  async start() {
    this.#env.window?.addEventListener('online', this.#cameOnline);
    this.#env.window?.addEventListener('pagehide', this.#leaving);
    this.#env.document?.addEventListener('visibilitychange', this.#cameBack);
    this.#become('connecting');
    this.#arm('stale', GRACE_MS, () => this.#becomeStale());
    this.#restore(await this.#keep?.load());
    if (this.#state !== 'closed') this.#connect();
  }

  stop() {
    this.#env.window?.removeEventListener('online', this.#cameOnline);
    this.#env.window?.removeEventListener('pagehide', this.#leaving);
    this.#env.document?.removeEventListener('visibilitychange', this.#cameBack);
    this.#keep?.flush();
    this.#close();
  }

  /**
   * Whether the reader's own documents (topic `me`) come as well, from now on.
   * Those of before are forgotten, here and on the device, and a new
   * connection is made: somebody signed in, or out.
   */
  own(yes) {
    this.#own = yes ? {} : null;
    if (this.#documents.forget()) this.#changed();
    this.#keep?.flush();
    if (this.#state === 'closed') return;
    this.#attempt = null;
    this.#link?.close();
    this.#dropped();
    this.#failures = 0;
    this.#disarm('retry');
    this.#connect();
  }

  /* ---- connecting ---------------------------------------------------- */

  async #connect() {
    const attempt = {};
    this.#attempt = attempt;
    const wanted = () => this.#attempt === attempt;
    const take = this.#mustTakeState;
    try {
      if (take) await this.#takeState(wanted);
    } catch {
      if (wanted()) this.#retry();
      return;
    }
    if (!wanted()) return;
    if (take) this.#changed();
    this.#open();
  }

  #open() {
    const link = { via: this.#choose(), close() {}, helloed: false, held: null, floor: 0 };
    this.#link = link;
    this.#beatAt = null;
    this.#arm('hello', HELLO_MS, () => this.#lost(link, 0));
    const open = link.via === 'socket' ? openSocket : openEvents;
    try {
      link.close = open(this.#env, { origin: this.#env.origin, query: this.#search() }, {
        frame: (frame) => this.#frame(link, frame),
        lost: (code) => this.#lost(link, code),
      });
    } catch {
      this.#lost(link, 0);
    }
  }

  #choose() {
    if (!this.#env.EventSource) return 'socket';
    return this.#failedSockets >= BLOCKED_AFTER || !this.#env.WebSocket ? 'events' : 'socket';
  }

  #search() {
    const { epoch, seq } = this.#documents;
    const topics = this.#own ? `${this.#topics},${PRIVATE}` : this.#topics;
    const all = { topics, epoch, since: seq, ...this.#query };
    const given = Object.entries(all).filter(([, value]) => value !== undefined && value !== null && value !== '');
    return new URLSearchParams(given).toString();
  }

  #lost(link, code) {
    if (link !== this.#link) return;
    link.close();
    this.#dropped();
    if (code >= 4500 && code <= 4999) {
      this.#close();
      return;
    }
    if (link.via === 'events') this.#failedSockets = BLOCKED_AFTER - 1;
    if (!link.helloed) this.#probe(link.via, this.#own);
    this.#retry();
  }

  /* There is no connection any more. */
  #dropped() {
    this.#link = null;
    for (const timer of ['hello', 'silence', 'settled']) this.#disarm(timer);
    if (this.#state !== 'live') return;
    this.#become('connecting');
    this.#arm('stale', GRACE_MS, () => this.#becomeStale());
  }

  /* A connection failed, and no browser says why. A WebSocket is blocked only
     if the server answers otherwise; and it may not know us any more. */
  async #probe(via, own) {
    const where = own ? `/api/v1/state?topics=${PRIVATE}` : '/healthz';
    try {
      const { status } = await this.#fetch(where, PROBE_LIMIT_MS, { cache: 'no-store' });
      if (own && own === this.#own && status === 401) {
        this.own(false);
        this.#tell('refused');
      } else if (via === 'socket') {
        this.#failedSockets += 1;
      }
    } catch {
      /* No server at all: that says nothing about WebSockets. */
    }
  }

  #retry() {
    this.#attempt = null;
    const ceiling = Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** this.#failures);
    const wait = this.#retryAfter > 0
      ? this.#retryAfter * (1 + this.#env.random())
      : ceiling * this.#env.random();
    this.#failures += 1;
    this.#retryAfter = 0;
    this.#arm('retry', wait, () => this.#connect());
  }

  #close() {
    this.#attempt = null;
    this.#link?.close();
    this.#link = null;
    for (const name of [...this.#timers.keys()]) this.#disarm(name);
    this.#become('closed');
  }

  /* ---- frames -------------------------------------------------------- */

  #frame(link, frame) {
    if (link !== this.#link) return;
    try {
      if (frame.hello) this.#hello(link, frame.hello);
      else if (frame.reset) this.#reset(link, frame.reset.seq);
      else if (frame.bye) this.#bye(link, frame.bye);
      else if (frame.seq !== undefined) this.#change(link, frame);
      else if (frame.now !== undefined) this.#beat(frame.now);
    } catch {
      /* A frame that makes no sense: what we hold may be wrong, so take it all again. */
      this.#mustTakeState = true;
      this.#lost(link, 0);
      return;
    }
    /* While the state is being taken again, what is shown may be wrong: the
       page is not called live for hearing that. */
    if (link === this.#link && link.helloed && !link.held) this.#heard();
  }

  #hello(link, hello) {
    link.helloed = true;
    if (link.via === 'socket') this.#failedSockets = 0;
    this.#disarm('hello');
    this.#arm('settled', SETTLED_MS, () => { this.#failures = 0; });
    this.clock.hello(hello);
    const { epoch, seq } = this.#documents;
    /* The server says reset as well; but a database that was put back from a
       copy must not leave a screen with documents that never were. */
    if (hello.epoch !== epoch || hello.seq < seq) this.#reset(link, hello.seq);
    this.#tell('hello', hello);
  }

  #change(link, change) {
    if (link.held) link.held.push(change);
    else if (this.#documents.apply(change)) this.#changed();
  }

  #beat(now) {
    this.clock.beat(now);
    const at = this.#env.monotonic();
    if (this.#beatAt !== null) this.#gaps = [...this.#gaps, at - this.#beatAt].slice(-BEATS_LEARNT);
    this.#beatAt = at;
  }

  #bye(link, { retry_ms: wait }) {
    this.#retryAfter = Number.isFinite(wait) ? Math.max(0, wait) : 0;
    this.#lost(link, 0);
  }

  async #reset(link, floor) {
    link.floor = Math.max(link.floor, floor);
    if (link.held) return;
    link.held = [];
    this.#mustTakeState = true;
    try {
      await this.#takeState(() => link === this.#link, link.floor);
      if (link !== this.#link) return;
      if (this.#documents.seq < link.floor) throw new Error('reset again meanwhile');
      const held = link.held;
      link.held = null;
      for (const change of held) this.#documents.apply(change);
      this.#changed();
      this.#heard();
    } catch {
      this.#mustTakeState = true;
      this.#lost(link, 0);
    }
  }

  /* ---- the state ----------------------------------------------------- */

  /*
   * wanted() says, when the answer is there, whether anyone still waits for it.
   * The browser's cache is left out: the state that is worth keeping is kept
   * as documents, and the answer's `now` is a word of the server only if fresh.
   */
  async #takeState(wanted, floor = 0) {
    const where = `/api/v1/state?topics=${encodeURIComponent(this.#topics)}`;
    const { answer, state } = await this.#fetch(where, STATE_LIMIT_MS, { cache: 'no-store' }, async (got) => (
      { answer: got, state: got.ok ? await got.json() : null }
    ));
    if (!wanted()) return;
    if (!state) {
      this.#retryAfter = 1000 * (Number(answer.headers.get('retry-after')) || 0);
      throw new Error(`state: ${answer.status}`);
    }
    /* The service worker answers for a server that is gone. Better than
       nothing to show, but not a word of the server. */
    const kept = answer.headers.has('madang-kept');
    if (kept && this.epoch !== null) throw new Error('no server');
    if (state.seq < floor) throw new Error('an old state');
    this.#documents.reset(state);
    if (kept) {
      this.#changed();
      throw new Error('no server');
    }
    this.clock.beat(state.now);
    this.#since = this.clock.now();
    this.#mustTakeState = false;
  }

  #restore(kept) {
    if (kept?.beat) {
      this.clock.restore(kept.beat.clock);
      this.#since = kept.beat.since;
    }
    if (!kept?.state || this.#state === 'closed') return;
    try {
      this.#documents.reset(this.#own ? kept.state : { ...kept.state, own: {} });
    } catch {
      return;
    }
    this.#mustTakeState = false;
    this.#tell('docs', this.docs);
  }

  #changed() {
    this.#keep?.state(() => this.#worthKeeping({ epoch: this.epoch, seq: this.seq, ...this.#documents.parts() }));
    this.#tell('docs', this.docs);
  }

  /* What is rehearsed is shown, and never kept: the event itself is. */
  #worthKeeping(record) {
    return this.docs.rehearsal ? null : record;
  }

  /* ---- liveness ------------------------------------------------------ */

  #heard() {
    this.#heardAt = this.#env.monotonic();
    this.#since = this.clock.now();
    this.#keep?.beat(() => this.#worthKeeping({ clock: this.clock.save(), since: this.#since }));
    this.#arm('stale', this.#patience(), () => this.#becomeStale());
    const link = this.#link;
    this.#arm('silence', SILENCE_MS, () => this.#lost(link, 0));
    this.#become('live');
  }

  /* How long a connection may be silent before the page says so. */
  #patience() {
    const beat = this.#gaps.length < 2 ? BEAT_MAX_MS : Math.max(...this.#gaps);
    return Math.max(BEAT_MIN_MS, Math.min(BEAT_MAX_MS, beat)) + SLACK_MS;
  }

  #becomeStale() {
    this.#become('stale');
  }

  #become(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#tell('status', this.status);
  }

  #cameOnline = () => {
    this.#failedSockets = 0;
    this.#hurry();
  };

  #cameBack = () => {
    if (this.#env.document.visibilityState === 'visible') this.#hurry();
    else this.#keep?.flush();
  };

  #leaving = () => this.#keep?.flush();

  /* The device woke, or its network came: do not sit out a long wait. */
  #hurry() {
    if (this.#state === 'closed') return;
    const silent = this.#env.monotonic() - this.#heardAt > this.#patience();
    if (this.#link?.helloed && silent) this.#lost(this.#link, 0);
    if (!this.#timers.has('retry')) return;
    this.#failures = 0;
    this.#arm('retry', WAKE_SPREAD_MS * this.#env.random(), () => this.#connect());
  }

  /* ---- small tools --------------------------------------------------- */

  /* A page's handler that throws must not break the connection. */
  #tell(what, value) {
    try {
      this.#on[what]?.(value);
    } catch (error) {
      this.#env.setTimeout(() => { throw error; }, 0);
    }
  }

  /* The limit holds for the whole of the answer, until it is read. */
  async #fetch(where, limit, options, read = (answer) => answer) {
    const abort = new AbortController();
    const timer = this.#env.setTimeout(() => abort.abort(), limit);
    try {
      return await read(await this.#env.fetch(new URL(where, this.#env.origin).href, { ...options, signal: abort.signal }));
    } finally {
      this.#env.clearTimeout(timer);
    }
  }

  #arm(name, ms, run) {
    this.#disarm(name);
    this.#timers.set(name, this.#env.setTimeout(() => {
      this.#timers.delete(name);
      run();
    }, ms));
  }

  #disarm(name) {
    if (!this.#timers.has(name)) return;
    this.#env.clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }
}
