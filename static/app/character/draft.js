/*
 * What this device remembers of a figure that is not saved yet, so that neither a reload nor a lost
 * network takes it away: what was chosen, and what of it by hand.
 */
import { store } from '../../shared/store.js';

const KEY = 'character';

export const draft = {
  /** What was kept, whatever it is; null where there is nothing, or nothing that can be read. */
  get() {
    try {
      return JSON.parse(store.get(KEY));
    } catch {
      return null;
    }
  },

  /** null forgets it. */
  set(recipe) {
    store.set(KEY, recipe && JSON.stringify(recipe));
  },
};
