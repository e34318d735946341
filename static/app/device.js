/*
 * What the app keeps on its device under names of its own: everything in localStorage that
 * begins with `madang-`. (The documents are the live connection's, which forgets those that are
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

/** Forgets all of it, but for the names in `except`. */
export function forgetStorage(storage, except = []) {
  if (!storage) return;
  const names = Array.from({ length: storage.length }, (_, i) => storage.key(i));
  for (const name of names) if (name.startsWith(PREFIX) && !except.includes(name)) storage.removeItem(name);
}
