/*
 * A page's side of the service worker (/sw.js): registering it, and asking it
 * for things. Where there is none (an address that isn't secure, a browser
 * that forbids it, the first visit) every question is answered by null, and
 * the page lives without.
 */
const READY_LIMIT_MS = 60_000;

export class Offline {
  #container;
  /** Whether this page's own files came from the worker. */
  served;

  constructor(container = globalThis.navigator?.serviceWorker) {
    this.#container = container;
    this.served = Boolean(container?.controller);
  }

  /** Registers the worker, and has it keep what this page loaded before. */
  async register() {
    if (!this.#container) return;
    try {
      await this.#container.register('/sw.js', { scope: '/', updateViaCache: 'none' });
      await this.#container.ready;
    } catch {
      this.#container = null;
    }
  }

  /** The build of the files that the worker gave this page. */
  async build() {
    return this.served ? this.#ask({ ask: 'build' }) : null;
  }

  /** Has the worker take all files of a build; gives whether this page runs on other ones. */
  async renew(build) {
    return this.#ask({ ask: 'renew', build });
  }

  /** Has the worker keep files (fonts, codes) that this page has used. */
  async keep(urls) {
    return this.#ask({ ask: 'keep', urls });
  }

  async #ask(question) {
    const worker = this.#container && (await this.#worker());
    if (!worker) return null;
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      const overdue = setTimeout(() => resolve(null), READY_LIMIT_MS);
      port1.onmessage = ({ data }) => {
        clearTimeout(overdue);
        port1.close();
        resolve(data.ok ? data.value : null);
      };
      worker.postMessage(question, [port2]);
    });
  }

  async #worker() {
    if (this.#container.controller) return this.#container.controller;
    const registration = await this.#container.getRegistration();
    return registration?.active ?? null;
  }
}
