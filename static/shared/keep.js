/*
 * What a page keeps on its device, to paint at once when it is loaded again,
 * also without a server: the last documents, and when they were heard.
 *
 * IndexedDB holds it: a state is 2–4 MB, too much for localStorage, which
 * would also write it synchronously; and unlike the Cache API it is there on
 * plain http:// addresses. Two records, because they change at different
 * speeds: `state` with each change, `beat` (small) with each word of the
 * server.
 *
 * Keeping is a convenience. Where storage is full, forbidden or broken, load()
 * gives null, writes do nothing, and nobody is told.
 */
import { LANGUAGE } from './language.js';
import { deviceStorage, forgetStorage, store } from './store.js';

const DATABASE = 'madang';
const STORE = 'kept';
const LOAD_LIMIT_MS = 1_500;
const FIRST_MS = 1_000;        /* a burst of changes is one write… */
const STATE_EVERY_MS = 10_000; /* …and a long one is few */
const BEAT_EVERY_MS = 30_000;

export class Keep {
  #name;
  #db;
  #timers;
  #writers = new Map();

  /** name tells apart pages that hold different documents. */
  constructor(name, { indexedDB = globalThis.indexedDB, setTimeout = globalThis.setTimeout.bind(globalThis) } = {}) {
    this.#name = name;
    this.#timers = setTimeout;
    this.#db = openDatabase(indexedDB);
    this.#db.catch(() => {});
  }

  /** {state, beat} as last kept; either is null where there is none. */
  async load() {
    const late = overdue(this.#timers);
    const read = (kind) => Promise.race([this.#read(kind), late]).catch(() => null);
    const [state, beat] = await Promise.all([read('state'), read('beat')]);
    return { state, beat };
  }

  /** Will write what make() gives, soon, and not too often; null is not written. */
  state(make) {
    this.#later('state', make, STATE_EVERY_MS);
  }

  beat(make) {
    this.#later('beat', make, BEAT_EVERY_MS);
  }

  /** Writes now what is waiting to be written: the page is about to go. */
  flush() {
    for (const [kind, writer] of this.#writers) this.#write(kind, writer);
  }

  #later(kind, make, every) {
    const writer = this.#writers.get(kind) ?? { make: null, resting: false };
    this.#writers.set(kind, writer);
    const idle = writer.make === null && !writer.resting;
    writer.make = make;
    writer.every = every;
    if (idle) this.#timers(() => this.#write(kind, writer), FIRST_MS);
  }

  async #write(kind, writer) {
    if (writer.make === null) return;
    const record = writer.make();
    writer.make = null;
    if (record === null) return;
    writer.resting = true;
    this.#timers(() => {
      writer.resting = false;
      this.#write(kind, writer);
    }, writer.every);
    try {
      const db = await this.#db;
      const store = db.transaction(STORE, 'readwrite').objectStore(STORE);
      await done(store.put(record, this.#key(kind)));
    } catch {
      /* quota, private mode, a closing page: the next write may fare better */
    }
  }

  async #read(kind) {
    const db = await this.#db;
    const store = db.transaction(STORE).objectStore(STORE);
    return (await done(store.get(this.#key(kind)))) ?? null;
  }

  #key(kind) {
    return `${this.#name}/${kind}`;
  }
}

/** Forgets whoever was here, for all pages: what this device remembers but its language, and what was kept of their own. */
export async function forgetPerson({ indexedDB = globalThis.indexedDB, setTimeout = globalThis.setTimeout } = {}) {
  forgetStorage(deviceStorage(), [store.name(LANGUAGE)]);
  await Promise.race([forgetOwn(indexedDB), overdue(setTimeout)]).catch(() => {});
}

async function forgetOwn(indexedDB) {
  const kept = (await openDatabase(indexedDB)).transaction(STORE, 'readwrite').objectStore(STORE);
  for (const key of await done(kept.getAllKeys())) {
    const record = await done(kept.get(key));
    if (record.own) await done(kept.put({ ...record, own: {} }, key));
  }
}

function overdue(setTimeout) {
  return new Promise((resolve) => { setTimeout(() => resolve(null), LOAD_LIMIT_MS); });
}

async function openDatabase(indexedDB) {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  return done(opening);
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('blocked'));
  });
}
