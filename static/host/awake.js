/* Keeps the screen lit while a table is open in front of its host, where the browser can. */
export class Awake {
  #env;
  #lock = null;
  #wanted = false;
  #asking = false;

  constructor(env = { navigator: globalThis.navigator, document: globalThis.document }) {
    this.#env = env;
    env.document.addEventListener('visibilitychange', () => this.#ask());
  }

  keep(yes) {
    this.#wanted = yes;
    if (yes) {
      this.#ask();
    } else {
      this.#lock?.release();
      this.#lock = null;
    }
  }

  /* The browser takes a lock back whenever the page is out of sight. */
  async #ask() {
    const { navigator, document } = this.#env;
    if (!this.#wanted || this.#asking || document.visibilityState !== 'visible' || !navigator.wakeLock || (this.#lock && !this.#lock.released)) return;
    this.#asking = true;
    try {
      this.#lock = await navigator.wakeLock.request('screen');
      if (!this.#wanted) this.keep(false);
    } catch {
      /* a battery that is low: the next look at the page asks again */
    } finally {
      this.#asking = false;
    }
  }
}
