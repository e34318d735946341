/*
 * By how much a device's clock is wrong, against the wall clock of the server:
 * in a rehearsal the event's time is another, and the device is none the worse.
 *
 * An answer's `Date` says the server's second in which it was written, and that
 * was between asking and answer. So each answer gives two bounds; those of
 * several answers together are soon some tens of milliseconds apart. When they
 * contradict each other the clock was set meanwhile, and the newest counts.
 */
const REMEMBERED = 12;
const SECOND_MS = 1_000;
const SLACK_MS = 50;            /* clocks wander a little between two answers */

export class Drift {
  #bounds = [];

  /** An answer: the device's ms when it was asked for and when it came, and its Date header. */
  heard(asked, came, date) {
    const at = Date.parse(date ?? '');
    if (!Number.isFinite(at) || came < asked) return;
    const fresh = { least: asked - at - SECOND_MS, most: came - at };
    this.#bounds = [...this.#bounds, fresh].slice(-REMEMBERED);
    const { least, most } = this.#span();
    if (least > most + SLACK_MS) this.#bounds = [fresh];
  }

  /** ms that the device's clock is ahead; null before any answer. */
  get ms() {
    if (this.#bounds.length === 0) return null;
    const { least, most } = this.#span();
    return Math.round((least + most) / 2);
  }

  #span() {
    return {
      least: Math.max(...this.#bounds.map((one) => one.least)),
      most: Math.min(...this.#bounds.map((one) => one.most)),
    };
  }
}
