/*
 * Documents as one string, for the contract's equality promise: "snapshot plus
 * frames equals a fresh snapshot, byte for byte after sorting keys".
 */
export function canonical(value) {
  return JSON.stringify(sorted(value));
}

function sorted(value) {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}
