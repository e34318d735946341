/*
 * A screen's live connection, whose topics may change: another board needs
 * other documents. The old connection goes on until the new one has something
 * to show, so a board is never without documents.
 *
 * `own` documents are what the server says of this screen. Of the device's
 * memory they are not taken: fleet.js remembers what counts.
 */
import { Keep } from '/shared/keep.js';
import { Live } from '/shared/live.js';

export class Feed {
  #clock;
  #as;
  #on;
  #live = null;
  #coming = null;
  #wanted = '';
  #own = false;
  #make;

  /** clock, as, on: as of Live; make(options): a Live, for tests. */
  constructor({ clock, as, on, make = (options) => new Live(options) }) {
    this.#clock = clock;
    this.#as = as;
    this.#on = on;
    this.#make = make;
  }

  get docs() {
    return this.#live?.docs ?? {};
  }

  get status() {
    return this.#live?.status ?? { state: 'connecting', since: null };
  }

  get epoch() {
    return this.#live?.epoch ?? null;
  }

  get seq() {
    return this.#live?.seq ?? 0;
  }

  /** Brings these topics; params: what the server counts this screen as. */
  follow(topics, params) {
    const wanted = JSON.stringify([topics, params]);
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#coming?.stop();
    const live = this.#make({
      topics: this.#own ? [...topics, 'me'] : topics,
      as: this.#as,
      params,
      clock: this.#clock,
      keep: withoutOwn(new Keep(topics.join(','))),
      on: {
        docs: () => this.#heard(live),
        status: () => { if (live === this.#live) this.#on.status(); },
        hello: (hello) => { if (this.#concerns(live)) this.#on.hello(hello); },
        refused: () => { if (this.#concerns(live)) this.#on.refused(); },
      },
    });
    if (this.#live) this.#coming = live;
    else this.#live = live;
    live.start();
  }

  /** Whether the server is asked what it says of this screen. */
  own(yes) {
    if (yes === this.#own) return;
    this.#own = yes;
    for (const live of [this.#live, this.#coming]) live?.own(yes);
  }

  #concerns(live) {
    return live === this.#live || live === this.#coming;
  }

  #heard(live) {
    if (live === this.#coming) {
      this.#live.stop();
      this.#live = live;
      this.#coming = null;
      this.#on.status();
    }
    if (live === this.#live) this.#on.docs();
  }
}

function withoutOwn(keep) {
  return {
    load: async () => {
      const { state, beat } = await keep.load();
      return { state: state && { ...state, own: {} }, beat };
    },
    state: (make) => keep.state(() => ({ ...make(), own: {} })),
    beat: (make) => keep.beat(make),
    flush: () => keep.flush(),
  };
}
