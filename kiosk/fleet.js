/*
 * What a screen is to the desk, where its address asks for nothing:
 *
 *   asking    it wants a code, and the server has not answered yet; `trouble` says why
 *   taken     this browser is somebody's: it becomes a screen only when told to (use())
 *   waiting   it shows a code, until somebody pairs it
 *   paired    `doc` says what it is to show
 *   linked    a screen by an organiser's link, or one that has not heard yet what it is
 *
 * Paired, it stays so without a network, and over a reload: the device
 * remembers the document. Locked out, it asks for a code again. A code runs
 * out after CODE_MS; asking again gives the next one, to the same screen.
 */
import { call } from '/shared/api.js';
import { forgetPerson } from '/shared/keep.js';
import { store } from '/shared/store.js';

const REMEMBERED = 'screen';
const CODE_MS = 601_000;
const ASK_AGAIN_MS = 5_000;

export class Fleet {
  state = 'asking';
  /** The screen's document, as last heard. */
  doc = null;
  code = null;
  /** Where the code's QR leads to. */
  path = null;
  /** 'offline' or 'busy', while asking. */
  trouble = null;
  #on;
  #env;
  #asking = null;               /* identity of the asking that is under way */

  /**
   * on   {change(), own(yes), reload()}: something else is to be seen; whether
   *      the server's word on this screen is listened to; the desk wants the page loaded again
   * env  {call, setTimeout, random, store, forget, about()}: about gives {size, version}
   */
  constructor({ on, env }) {
    this.#on = on;
    this.#env = {
      call,
      setTimeout: (...args) => globalThis.setTimeout(...args),
      random: Math.random,
      store,
      forget: forgetPerson,
      ...env,
    };
    const isScreen = this.#env.store.get('role') === 'screen';
    const own = isScreen ? this.#remembered() : null;
    this.doc = own?.paired_at ? own : null;
    if (this.doc) this.state = 'paired';
    else if (isScreen && own === null) this.state = 'linked';
  }

  /** Asks for a code, where the device does not remember being a screen. */
  start() {
    if (this.state === 'asking') this.#ask();
  }

  /** The documents of the topic me: what the server says of this screen. */
  heard(docs) {
    const [own] = Object.values(docs.screen ?? {});
    if (!own || own === this.doc) return;
    if (own.locked) this.refused();
    else if (own.paired_at) this.#paired(own);
    else this.#waits(own);
  }

  /** The server no longer knows this screen. */
  refused() {
    if (this.state === 'asking') return;
    this.#env.store.set(REMEMBERED, null);
    this.#env.store.set('role', null);
    Object.assign(this, { doc: null, code: null, path: null });
    this.#on.own(false);
    this.#become('asking');
    this.#ask();
  }

  /** Makes a screen of a browser that was somebody's. */
  async use() {
    this.#become('asking');
    try {
      await this.#env.call('POST', '/api/v1/sign-out', {});
      await this.#env.forget();
    } catch {
      /* then asking will say so again */
    }
    this.#ask();
  }

  #paired(own) {
    const before = this.doc;
    this.doc = own;
    this.#env.store.set(REMEMBERED, JSON.stringify(own));
    this.code = null;
    this.#become('paired');
    if (before?.id === own.id && own.reload > before.reload) this.#on.reload();
  }

  #waits({ code }) {
    if (this.state === 'paired' || this.state === 'linked') {
      this.#env.store.set(REMEMBERED, null);
      this.doc = null;
      this.#become('asking');
      this.#ask();
    } else if (code && code !== this.code) {
      this.code = code;
      this.path = pathOf(code);
      this.#on.change();
    }
  }

  async #ask() {
    const asking = {};
    this.#asking = asking;
    const answer = await this.#answered();
    if (asking !== this.#asking || this.state === 'paired') return;
    if (answer.again) {
      this.trouble = answer.trouble;
      this.#on.change();
      this.#later(asking, answer.again * (1 + this.#env.random()));
    } else {
      this.trouble = null;
      this.#take(answer);
      if (this.state === 'waiting') this.#later(asking, CODE_MS);
    }
  }

  #later(asking, ms) {
    this.#env.setTimeout(() => {
      if (asking === this.#asking && this.state !== 'paired') this.#ask();
    }, ms);
  }

  /* {state, …} that came of it; or {again, trouble}: ms until the next try. */
  async #answered() {
    try {
      const { id, code, path } = await this.#env.call('POST', '/api/v1/screens', this.#env.about());
      this.#env.store.set(REMEMBERED, JSON.stringify({ id, paired_at: null }));
      return { state: 'waiting', code, path };
    } catch (problem) {
      if (problem.code === 'signed_in') return { state: 'taken' };
      if (problem.code === 'paired_already') return { state: 'linked' };
      return { again: Math.max(ASK_AGAIN_MS, (problem.retryAfter ?? 0) * 1_000), trouble: problem.status === 0 ? 'offline' : 'busy' };
    }
  }

  #take({ state, code = null, path = null }) {
    Object.assign(this, { code, path });
    this.#become(state);
    if (state === 'taken') return;
    this.#env.store.set('role', 'screen');
    this.#on.own(true);
  }

  #become(state) {
    this.state = state;
    this.#on.change();
  }

  #remembered() {
    try {
      return JSON.parse(this.#env.store.get(REMEMBERED));
    } catch {
      return null;
    }
  }
}

function pathOf(code) {
  return `/organiser/#/screens/pair/${code.replace(/\D/g, '')}`;
}
