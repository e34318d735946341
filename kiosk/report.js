/*
 * What a paired screen tells the desk of itself, each ten seconds: what it
 * shows, how far it has heard, its size, its build, and by how much its clock
 * is wrong. A report that is lost is not sent again: the next one is newer.
 */
import { Drift } from './drift.js';

const EVERY_MS = 10_000;
const LIMIT_MS = 8_000;

export class Report {
  #make;
  #refused;
  #env;
  #drift = new Drift();
  #timer = null;

  /** make(): the report but for its drift, or null for none; refused(): the server no longer knows this screen. */
  constructor({ make, refused, env = {} }) {
    this.#make = make;
    this.#refused = refused;
    this.#env = {
      fetch: (...args) => globalThis.fetch(...args),
      setTimeout: (...args) => globalThis.setTimeout(...args),
      clearTimeout: (timer) => globalThis.clearTimeout(timer),
      device: () => Date.now(),
      ...env,
    };
  }

  /** Tells now, and from now on. */
  soon() {
    this.#env.clearTimeout(this.#timer);
    this.#timer = this.#env.setTimeout(() => this.#tell(), 0);
  }

  async #tell() {
    this.#timer = this.#env.setTimeout(() => this.#tell(), EVERY_MS);
    const report = this.#make();
    if (!report) return;
    const asked = this.#env.device();
    try {
      const answer = await this.#env.fetch('/api/v1/screens/me/status', {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...report, ...(this.#drift.ms !== null && { drift_ms: this.#drift.ms }) }),
        cache: 'no-store',
        signal: AbortSignal.timeout(LIMIT_MS),
      });
      this.#drift.heard(asked, this.#env.device(), answer.headers.get('date'));
      if ([401, 403].includes(answer.status)) this.#refused();
    } catch {
      /* no network: the desk sees that by itself */
    }
  }
}
