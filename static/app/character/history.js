/*
 * Undo and redo: what was before, what is, what was undone. A history is never altered; each
 * function gives the next.
 *
 * Leafing through the parts of one slot is one step back, not twenty: a change under the same `key`
 * as the one before it, and soon after, takes its place.
 */
const TOGETHER_MS = 900;
const MOST = 200;

export function begin(present) {
  return { past: [], present, future: [], key: null, at: 0 };
}

/** The history after a change; key null for one that stands alone. */
export function changed(history, present, key, at) {
  const together = key !== null && key === history.key && at - history.at < TOGETHER_MS;
  const past = together ? history.past : [...history.past, history.present].slice(-MOST);
  return { past, present, future: [], key, at };
}

export function undone(history) {
  const { past, present, future } = history;
  if (past.length === 0) return history;
  return { past: past.slice(0, -1), present: past.at(-1), future: [present, ...future], key: null, at: 0 };
}

export function redone(history) {
  const { past, present, future } = history;
  if (future.length === 0) return history;
  return { past: [...past, present], present: future[0], future: future.slice(1), key: null, at: 0 };
}
