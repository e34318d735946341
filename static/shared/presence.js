/*
 * The code of a table that says "I am here", as it has to be shown: it rotates, and one that is out of
 * date is worse than none, because who scans it is refused.
 *
 * The server takes a code's step and the one before: a picture that was just asked for can be scanned
 * for GOOD_MS at least. It is asked for anew long before, and is gone when it would be too old, whether
 * the answer is late, the network is away or the device slept. Clocks need not be right, only to go.
 */
const ASK_MS = 10_000;
const GOOD_MS = 28_000;
const SIGNED_OUT_MS = 60_000;
const ANSWER_MS = 8_000;
const MOST_CHARACTERS = 200_000;

export class Presence {
  #env;
  #changed;
  #meetup = null;
  #asked = 0; // how often; answers to what is not asked any more are left
  #got = null; // {picture, at}
  #why = 'asking';
  #timer = null;

  /** changed is called when there is another picture, or none any more. */
  constructor({ changed, env = {} }) {
    this.#changed = changed;
    this.#env = {
      fetch: (...args) => fetch(...args), now: () => [performance.now(), Date.now()],
      setTimeout: (...args) => setTimeout(...args), clearTimeout: (id) => clearTimeout(id), ...env,
    };
  }

  /** Shows this meetup's code from now on; null: none. */
  watch(meetup) {
    if (meetup === this.#meetup) return;
    this.#meetup = meetup;
    this.#got = null;
    this.#why = 'asking';
    this.#asked += 1;
    this.#env.clearTimeout(this.#timer);
    if (meetup !== null) this.#ask();
  }

  /** {picture, why}: an address for <img>, or null and why there is none: 'asking', 'signed_out', 'away'. */
  get shown() {
    const good = this.#got !== null && this.#age(this.#got.at) < GOOD_MS;
    return good ? { picture: this.#got.picture, why: null } : { picture: null, why: this.#got && this.#why === 'asking' ? 'away' : this.#why };
  }

  async #ask() {
    const asked = this.#asked += 1;
    const at = this.#env.now();
    const { picture = null, why = null } = await this.#load();
    if (asked !== this.#asked) return;
    if (picture !== null) this.#got = { picture, at };
    if (why === 'signed_out') this.#got = null;
    this.#why = why ?? 'asking';
    this.#changed();
    this.#timer = this.#env.setTimeout(() => this.#ask(), why === 'signed_out' ? SIGNED_OUT_MS : ASK_MS);
  }

  async #load() {
    try {
      const answer = await this.#env.fetch(`/api/v1/meetups/${encodeURIComponent(this.#meetup)}/presence.svg`, { cache: 'no-store', signal: AbortSignal.timeout(ANSWER_MS) });
      if (answer.status === 401 || answer.status === 403) return { why: 'signed_out' };
      const svg = answer.ok && /^image\/svg\+xml/.test(answer.headers.get('Content-Type') ?? '') ? await answer.text() : '';
      if (!svg || svg.length > MOST_CHARACTERS) return { why: 'away' };
      return { picture: `data:image/svg+xml,${encodeURIComponent(svg)}` };
    } catch {
      return { why: 'away' };
    }
  }

  /* By the clock that tells more: one stands still while a device sleeps, the other may be set back. */
  #age([monotonic, wall]) {
    const [m, w] = this.#env.now();
    return Math.max(m - monotonic, Math.abs(w - wall));
  }
}
