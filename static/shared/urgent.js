/*
 * Which urgent announcements a reader still has to see. Each is shown once, and again when its
 * text is another one. What was dismissed is a list of keys, the newest first, which the device
 * remembers (store.js) under URGENT_SEEN. No DOM, no storage.
 */
export const URGENT_SEEN = 'urgent-seen';
const MOST_SEEN = 24;

/** What stands in the list for an announcement that reads so. */
export function keyOf({ id, text }) {
  return `${id} ${digest(JSON.stringify(text))}`;
}

/** Those of the announcements that were not dismissed as they read now. */
export function unseen(announcements, seen) {
  return announcements.filter((one) => !seen.includes(keyOf(one)));
}

/** The list, now that these were dismissed; what an announcement said before is forgotten. */
export function withSeen(seen, announcements) {
  const ids = new Set(announcements.map(({ id }) => id));
  const others = seen.filter((key) => !ids.has(key.slice(0, key.lastIndexOf(' '))));
  return [...announcements.map(keyOf), ...others].slice(0, MOST_SEEN);
}

/** The list as a device kept it: whatever else is there counts as nothing. */
export function readSeen(kept) {
  try {
    const seen = JSON.parse(kept ?? '[]');
    return Array.isArray(seen) ? seen.filter((key) => typeof key === 'string').slice(0, MOST_SEEN) : [];
  } catch {
    return [];
  }
}

/* FNV-1a: two texts of one announcement are told apart, nobody is kept from anything by it. */
function digest(words) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i += 1) hash = Math.imul(hash ^ words.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}
