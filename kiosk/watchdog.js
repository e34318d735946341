/*
 * The watchdog of a screen: notices that the page no longer ticks, or that
 * the browser no longer paints what is drawn. A screen that hangs looks like
 * one on which nothing happens, and nobody walks by to press a key.
 *
 *   const dog = new Watchdog({ bite });
 *   dog.ticked();    at each tick
 *   dog.painted();   in each requestAnimationFrame
 *
 * It looks every LOOK_MS and bites when it has seen the same trouble twice: a
 * device that slept wakes with everything overdue, and deserves a moment.
 */
const LOOK_MS = 10_000;
const STILL_MS = 30_000;
const LOOKS = 2;

export class Watchdog {
  #monotonic;
  #visible;
  #tickedAt;
  #paintedAt;
  #seen = 0;

  constructor({
    bite,
    monotonic = () => performance.now(),
    visible = () => document.visibilityState === 'visible',
    setInterval = globalThis.setInterval.bind(globalThis),
  }) {
    this.#monotonic = monotonic;
    this.#visible = visible;
    this.#tickedAt = monotonic();
    this.#paintedAt = monotonic();
    setInterval(() => {
      this.#seen = this.#still() ? this.#seen + 1 : 0;
      if (this.#seen >= LOOKS) bite();
    }, LOOK_MS);
  }

  ticked() {
    this.#tickedAt = this.#monotonic();
  }

  painted() {
    this.#paintedAt = this.#monotonic();
  }

  /* A page that nobody sees is not painted, and that is right. */
  #still() {
    const now = this.#monotonic();
    if (!this.#visible()) this.#paintedAt = now;
    return now - this.#tickedAt > STILL_MS || now - this.#paintedAt > STILL_MS;
  }
}
