/*
 * Topics that somebody is writing, kept on the device until the server has them: through joining,
 * a lost network, a page that is loaded again. They go with their writer (leaving.js).
 */
import { store } from '../shared/store.js';

const KEY = 'topics';
const MOST = 20;

export const TOPIC_MOST = 200; // MAX_TOPIC_CHARACTERS in base/limits.h

/** What was being written for a slot or a meetup's line, by its id. */
export function topicOf(id) {
  const kept = read();
  return Object.hasOwn(kept, id) && typeof kept[id] === 'string' ? kept[id] : '';
}

/** '' forgets it. */
export function keepTopic(id, topic) {
  const others = Object.entries(read()).filter(([one]) => one !== id);
  const all = topic ? [...others, [id, topic]].slice(-MOST) : others;
  store.set(KEY, all.length ? JSON.stringify(Object.fromEntries(all)) : null);
}

/** What is wrong with a topic: 'blank', 'long', or null. */
export function faultOfTopic(topic) {
  if (!/[^\s\p{C}\p{Z}\u115F\u1160\u3164\uFFA0\u2800]/u.test(topic)) return 'blank';
  return [...topic.trim()].length > TOPIC_MOST ? 'long' : null;
}

function read() {
  try {
    const kept = JSON.parse(store.get(KEY));
    return kept !== null && typeof kept === 'object' && !Array.isArray(kept) ? kept : {};
  } catch {
    return {};
  }
}
