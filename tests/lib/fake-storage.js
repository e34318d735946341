/* A localStorage for modules that run in Node; full: it takes nothing any more. */
export class FakeStorage {
  #items = new Map();
  full = false;

  get length() { return this.#items.size; }

  key(i) { return [...this.#items.keys()][i] ?? null; }

  getItem(name) { return this.#items.get(name) ?? null; }

  setItem(name, value) {
    if (this.full) throw new Error('QuotaExceededError');
    this.#items.set(name, String(value));
  }

  removeItem(name) { this.#items.delete(name); }
}
