/*
 * Stars: what somebody wants to see. A tap counts at once; the wish is kept on the device and
 * sent as soon as there is a network and a name, one after the other, each until it is answered.
 *
 *   stars.isStarred(id)   as wished, or else as the server has it
 *   stars.isPending(id)   whether that is not yet with the server
 *   stars.toggle(id)      without a name: kept, and 'join' asks for one
 *
 * Events: 'change' (draw again), 'join' {session}, 'refused' {session, problem}.
 *
 * An answered wish is held on to until the live documents say the same, so that no star blinks;
 * but while these are live not for long, for another device may have wished otherwise meanwhile.
 */
import { call } from '../shared/api.js';
import { deviceStorage } from '../shared/store.js';
import { Wishes } from './wishes.js';

const BACKOFF_MIN_MS = 1_000;
const BACKOFF_MAX_MS = 60_000;
const SETTLE_MS = 10_000;

export function browserEnvironment() {
  return {
    call,
    storage: deviceStorage(),
    window: globalThis.window,
    random: Math.random,
    setTimeout: (...args) => globalThis.setTimeout(...args),
    clearTimeout: (timer) => globalThis.clearTimeout(timer),
  };
}

export class Stars extends EventTarget {
  #env;
  #wishes;
  #stars = {};
  #me = null;
  #rehearsal = false;
  #live = false;
  #answered = new Map(); // session → {star}: with the server, not yet in the documents
  #sending = false;
  #failures = 0;
  #timer = null;

  constructor(env = browserEnvironment()) {
    super();
    this.#env = env;
    this.#wishes = new Wishes(env.storage);
    env.window?.addEventListener('online', () => this.#hurry());
    env.window?.addEventListener('storage', () => { this.#tell('change'); this.#hurry(); });
  }

  /** The live documents, who one is (null: nobody yet), whether they are live. Call it whenever one of them changes. */
  take({ docs, me, live = true }) {
    this.#goTo(Boolean(docs?.rehearsal));
    const owner = me?.id ?? null;
    const other = owner !== this.#me;
    this.#me = owner;
    this.#live = live;
    this.#stars = docs?.stars ?? {};
    if (other) {
      this.#answered.clear();
      if (owner) this.#wishes.adopt(owner);
    }
    for (const [session, { star }] of this.#answered) {
      if (Object.hasOwn(this.#stars, session) === star) this.#answered.delete(session);
    }
    this.#tell('change');
    if (other) this.#hurry();
  }

  /* What is wished for in a rehearsal is of it alone, and what was before waits for its end. */
  #goTo(rehearsal) {
    if (rehearsal === this.#rehearsal) return;
    this.#rehearsal = rehearsal;
    this.#wishes = new Wishes(rehearsal ? null : this.#env.storage);
    this.#answered.clear();
    this.#hurry();
  }

  isStarred(session) {
    const wish = this.#wishOf(session) ?? this.#answered.get(session);
    return wish ? wish.star : Object.hasOwn(this.#stars, session);
  }

  isPending(session) {
    return this.#wishOf(session) !== undefined;
  }

  /** Ids of all that is starred, wishes counted in. */
  all() {
    const ids = new Set(Object.keys(this.#stars));
    for (const [session, { star }] of [...this.#answered, ...this.#wishes.of(this.#me).map((wish) => [wish.session, wish])]) {
      if (star) ids.add(session);
      else ids.delete(session);
    }
    return [...ids];
  }

  /** How many wishes wait for the network, or for a name. */
  get waiting() {
    return this.#wishes.of(this.#me).length;
  }

  toggle(session) {
    const star = !this.isStarred(session);
    if (!this.#wishes.add({ session, star, owner: this.#me })) {
      this.#tell('refused', { session, problem: { status: 0, code: 'too_many_wishes' } });
      return;
    }
    this.#tell('change');
    if (!this.#me && star) this.#tell('join', { session });
    this.#hurry();
  }

  /** Forgets what this device holds: its owner signs out or is deleted. */
  forget() {
    this.#wishes.clear();
    this.#answered.clear();
    this.#tell('change');
  }

  #wishOf(session) {
    return this.#wishes.of(this.#me).find((wish) => wish.session === session);
  }

  #hurry() {
    this.#env.clearTimeout(this.#timer);
    this.#failures = 0;
    this.#send();
  }

  async #send() {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let wish; this.#me && (wish = this.#wishes.of(this.#me)[0]);) {
        const wait = await this.#sendOne(wish);
        if (wait > 0) {
          this.#timer = this.#env.setTimeout(() => this.#send(), wait);
          return;
        }
      }
    } finally {
      this.#sending = false;
    }
  }

  /* Sends a wish; gives 0 when it is done with, or the ms after which to try again. */
  async #sendOne(wish) {
    try {
      await this.#env.call(wish.star ? 'PUT' : 'DELETE', `/api/v1/me/stars/${encodeURIComponent(wish.session)}`);
    } catch (problem) {
      const wait = this.#waitFor(problem);
      if (wait > 0) return wait;
      this.#wishes.remove(wish);
      /* A star that goes with its session is as gone as was wished. */
      if (wish.star || problem.status !== 404) this.#tell('refused', { session: wish.session, problem });
      this.#tell('change');
      return 0;
    }
    this.#failures = 0;
    this.#wishes.remove(wish);
    this.#settle(wish);
    this.#tell('change');
    return 0;
  }

  /* What is the network's or the server's trouble passes; 401 ends when somebody signs in again. */
  #waitFor({ status = 0, retryAfter = 0 }) {
    if (status >= 400 && status < 500 && ![401, 408, 429].includes(status)) return 0;
    const ceiling = Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** this.#failures);
    this.#failures += 1;
    return Math.max((retryAfter || 0) * 1000, ceiling * (0.5 + this.#env.random() / 2));
  }

  #settle(wish) {
    this.#answered.delete(wish.session);
    if (wish.owner !== this.#me || Object.hasOwn(this.#stars, wish.session) === wish.star) return;
    const held = { star: wish.star };
    this.#answered.set(wish.session, held);
    this.#letGo(wish.session, held);
  }

  #letGo(session, held) {
    this.#env.setTimeout(() => {
      if (this.#answered.get(session) !== held) return;
      if (!this.#live) {
        this.#letGo(session, held);
        return;
      }
      this.#answered.delete(session);
      this.#tell('change');
    }, SETTLE_MS);
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** The stars of this device. */
export const stars = new Stars();
