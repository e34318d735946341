/* Small things that this device remembers for the page. Where storage is forbidden, it remembers nothing. */
const PREFIX = 'madang-';

export const store = {
  /** What a `storage` event calls the key. */
  name: (key) => PREFIX + key,

  get(key) {
    try {
      return localStorage.getItem(PREFIX + key);
    } catch {
      return null;
    }
  },

  /** null removes it. */
  set(key, value) {
    try {
      if (value === null) localStorage.removeItem(PREFIX + key);
      else localStorage.setItem(PREFIX + key, value);
    } catch {
      /* full, or forbidden */
    }
  },
};
