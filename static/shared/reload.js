/*
 * Loading the page again, for a reason: a new build, or a page that no longer
 * works. An old picture is better than a browser's error page, so it happens
 * only after the server has answered at /healthz, just before; and not in the
 * same second as the other screens of the hall.
 *
 * A page that is in trouble for good must not blink: between two reloads of
 * one kind there is a pause, remembered across them in sessionStorage.
 */
const SPREAD_MS = 10_000;
const ASK_AGAIN_MS = 5_000;
const ANSWER_LIMIT_MS = 5_000;
const PAUSES_MS = { build: 30_000, trouble: 300_000 };

export class Reloader {
  #env;
  #asked = new Set();

  /** env: {fetch, reload, setTimeout, random, storage, device}; all have a browser's default. */
  constructor(env = {}) {
    this.#env = {
      fetch: (...args) => globalThis.fetch(...args),
      reload: () => globalThis.location.reload(),
      setTimeout: (...args) => globalThis.setTimeout(...args),
      random: Math.random,
      storage: globalThis.sessionStorage,
      device: () => Date.now(),
      ...env,
    };
  }

  /** kind: 'build' or 'trouble'. Asking again while one is pending changes nothing. */
  request(kind) {
    if (this.#asked.has(kind)) return;
    this.#asked.add(kind);
    const spread = SPREAD_MS * this.#env.random();
    this.#env.setTimeout(() => this.#whenServed(kind), Math.max(spread, this.#pause(kind)));
  }

  async #whenServed(kind) {
    if (await this.#serverAnswers()) {
      this.#remember(kind);
      this.#env.reload();
      return;
    }
    this.#env.setTimeout(() => this.#whenServed(kind), ASK_AGAIN_MS * (1 + this.#env.random()));
  }

  async #serverAnswers() {
    const abort = new AbortController();
    this.#env.setTimeout(() => abort.abort(), ANSWER_LIMIT_MS);
    try {
      const answer = await this.#env.fetch('/healthz', { cache: 'no-store', signal: abort.signal });
      return answer.status === 200;
    } catch {
      return false;
    }
  }

  /* What is left of the pause since the last reload of this kind. A device
     clock that jumped makes it at most one whole pause. */
  #pause(kind) {
    const since = this.#env.device() - this.#last(kind);
    return since >= 0 && since < PAUSES_MS[kind] ? PAUSES_MS[kind] - since : 0;
  }

  #last(kind) {
    try {
      return Number(this.#env.storage.getItem(`madang-reload-${kind}`)) || 0;
    } catch {
      return 0;
    }
  }

  #remember(kind) {
    try {
      this.#env.storage.setItem(`madang-reload-${kind}`, String(this.#env.device()));
    } catch {
      /* no storage: no pause to keep, and none to break */
    }
  }
}
