/*
 * The server's time, on a device whose own clock may be wrong.
 *
 * The server says its time (ms since 1970) in hello and in each beat. Between
 * two words of it, time is carried by the page's monotonic clock, which no one
 * can set, multiplied by `rate`: a rehearsal may run at sixty times.
 *
 *     server time = intercept + rate × monotonic
 *
 * A word of the server is always late, never early, by what the network took.
 * So of the recent words the one that gives the latest time is the best, and a
 * word that was held up somewhere cannot pull time back.
 *
 * What is shown follows that estimate: a small difference is slewed (time runs
 * up to a tenth faster or slower, so it never stands still or goes back), a
 * big one is jumped. A big one forward is believed at once: the device slept,
 * and its monotonic clock with it. A big one backward is more likely a late
 * word than a server whose clock was set back, so it takes three that agree,
 * or a hello, which begins a new connection and is believed as it is.
 *
 * Before the first word the clock goes by the device's own, corrected by what
 * was known when the page last ran (save, restore).
 */
const WINDOW = 12;            /* words remembered: a minute, at a beat each 5 s */
const JUMP_MS = 2_000;        /* real ms; a smaller difference is slewed */
const SLEW = 0.1;
const AGREE_MS = 500;         /* real ms between words that tell the same */
const WORDS_TO_GO_BACK = 3;

export class ServerClock {
  #monotonic;
  #device;
  #intercepts = [];           /* of recent words, newest last */
  #back = [];                 /* of words in a row that tell a much earlier time */
  #target = null;             /* the intercept that is believed; null before any word */
  #shown = null;              /* the intercept that now() uses */
  #shownAt = 0;               /* monotonic time of the last slewing */
  #guess = { server: 0, device: 0 };
  #restored = false;

  /** The speed of the server's clock: server ms in one real ms. */
  rate = 1;

  constructor({ monotonic = () => performance.now(), device = () => Date.now() } = {}) {
    this.#monotonic = monotonic;
    this.#device = device;
  }

  /** Whether the server has told its time since the page was loaded. */
  get known() {
    return this.#target !== null;
  }

  /** Whether now() goes by the server's word, of this page or of the one before, and not by the device alone. */
  get sure() {
    return this.known || this.#restored;
  }

  /** A connection begins: {now, rate}. */
  hello({ now, rate = 1 }) {
    if (![now, rate].every(Number.isFinite)) throw new TypeError('not a time');
    const intercept = now - rate * this.#monotonic();
    const begun = this.known && rate === this.rate;
    this.rate = rate;
    if (begun && Math.abs(intercept - this.#target) < this.#real(JUMP_MS)) this.#take(intercept);
    else this.#jump(intercept);
  }

  /** The server's time, heard just now. */
  beat(now) {
    if (!Number.isFinite(now)) throw new TypeError('not a time');
    const intercept = now - this.rate * this.#monotonic();
    if (!this.known || intercept - this.#target >= this.#real(JUMP_MS)) {
      this.#jump(intercept);
    } else if (this.#target - intercept >= this.#real(JUMP_MS)) {
      this.#doubt(intercept);
    } else {
      this.#back = [];
      this.#take(intercept);
    }
  }

  /** The server's time in ms since 1970. */
  now() {
    if (!this.known) {
      return this.#guess.server + this.rate * (this.#device() - this.#guess.device);
    }
    const at = this.#monotonic();
    const difference = this.#target - this.#shown;
    const most = SLEW * this.rate * (at - this.#shownAt);
    this.#shown += Math.max(-most, Math.min(most, difference));
    this.#shownAt = at;
    return this.#shown + this.rate * at;
  }

  /** What restore() needs to go on after a reload without a server. */
  save() {
    return { server: this.now(), device: this.#device(), rate: this.rate };
  }

  restore({ server, device, rate }) {
    if (this.known || ![server, device, rate].every(Number.isFinite)) return;
    this.rate = rate;
    this.#guess = { server, device };
    this.#restored = true;
  }

  /* Thresholds are in real ms: at a rate of sixty, one late by 50 ms tells 3 s less. */
  #real(ms) {
    return ms * Math.max(this.rate, 1);
  }

  #take(intercept) {
    this.#intercepts.push(intercept);
    if (this.#intercepts.length > WINDOW) this.#intercepts.shift();
    this.#target = Math.max(...this.#intercepts);
  }

  #jump(intercept) {
    this.#back = [];
    this.#intercepts = [intercept];
    this.#target = intercept;
    this.#shown = intercept;
    this.#shownAt = this.#monotonic();
  }

  #doubt(intercept) {
    const agrees = this.#back.every((other) => Math.abs(other - intercept) < this.#real(AGREE_MS));
    this.#back = agrees ? [...this.#back, intercept] : [intercept];
    if (this.#back.length >= WORDS_TO_GO_BACK) this.#jump(Math.max(...this.#back));
  }
}
