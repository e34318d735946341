/*
 * Small things that this device remembers for the page, in localStorage, all under names that
 * begin with `madang-`. (The documents are the live connection's, which forgets those that are
 * private by itself.)
 */
const PREFIX = 'madang-';

/** localStorage, or null where it is forbidden: there, reading the property throws. */
export function deviceStorage(global = globalThis) {
  try {
    return global.localStorage ?? null;
  } catch {
    return null;
  }
}

/** Where storage is forbidden or full, it remembers nothing. */
export const store = {
  /** What localStorage and a `storage` event call the key. */
  name: (key) => PREFIX + key,

  get(key) {
    return deviceStorage()?.getItem(PREFIX + key) ?? null;
  },

  /** null removes it. */
  set(key, value) {
    try {
      if (value === null) deviceStorage()?.removeItem(PREFIX + key);
      else deviceStorage()?.setItem(PREFIX + key, value);
    } catch {
      /* full */
    }
  },
};

/** Forgets all that is ours in this storage (null: there is none), but for the names in `except`. */
export function forgetStorage(storage, except = []) {
  if (!storage) return;
  const names = Array.from({ length: storage.length }, (_, i) => storage.key(i));
  for (const name of names) if (name.startsWith(PREFIX) && !except.includes(name)) storage.removeItem(name);
}
