/*
 * Time that a test moves by hand: timers and a monotonic clock. advance()
 * runs what falls due, in order, and lets promises settle in between.
 */
export class FakeTime {
  #at = 0;
  #next = 1;
  #timers = new Map();

  monotonic = () => this.#at;

  setTimeout = (run, ms = 0) => {
    const id = this.#next++;
    this.#timers.set(id, { run, due: this.#at + Math.max(0, ms) });
    return id;
  };

  setInterval = (run, ms) => {
    const again = () => {
      run();
      this.setTimeout(again, ms);
    };
    return this.setTimeout(again, ms);
  };

  clearTimeout = (id) => { this.#timers.delete(id); };

  async advance(ms) {
    const end = this.#at + ms;
    await settle();
    for (;;) {
      const due = [...this.#timers].filter(([, timer]) => timer.due <= end);
      if (due.length === 0) break;
      const [id, timer] = due.reduce((a, b) => (b[1].due < a[1].due ? b : a));
      this.#timers.delete(id);
      this.#at = Math.max(this.#at, timer.due);
      timer.run();
      await settle();
    }
    this.#at = end;
  }
}

/** Lets everything that only waits for promises go on. */
export async function settle() {
  for (let i = 0; i < 3; i += 1) await new Promise((resolve) => { setImmediate(resolve); });
}
