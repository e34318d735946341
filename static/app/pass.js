/*
 * The pass's QR code, kept on the device once it was seen: at the entrance there may be no
 * network. Kept here and not by the service worker, so that it goes with everything else when its
 * owner leaves this device.
 */
import { store } from '../shared/store.js';

const KEY = 'pass';

/** The SVG of this pass as the address of an image, or null where it was never seen. */
export function keptPass(id) {
  try {
    const kept = JSON.parse(store.get(KEY));
    return kept?.id === id && typeof kept.svg === 'string' ? imageOf(kept.svg) : null;
  } catch {
    return null;
  }
}

/** Fetches it; null where it can't be had. */
export async function fetchPass(id, fetch = globalThis.fetch) {
  try {
    const answer = await fetch('/api/v1/me/pass.svg', { cache: 'no-store' });
    if (!answer.ok) return null;
    const svg = await answer.text();
    store.set(KEY, JSON.stringify({ id, svg }));
    return imageOf(svg);
  } catch {
    return null;
  }
}

function imageOf(svg) {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** In groups of four, to be read aloud. */
export function grouped(id) {
  return id.replace(/(.{4})(?=.)/g, '$1 ');
}
