/*
 * The fleet as the desk sees it: pure. What a screen is (its document, of the topic desk) and how
 * it is (the list of `GET /api/v1/screens`) in one row each, with what needs somebody on top.
 */
export const DRIFT_MS = 2_000;

/** What is wrong with a screen, the worst first: 'silent', 'drift', 'lag', 'version', 'locked'. */
export function faultsOf(screen, build) {
  if (screen.locked) return ['locked'];
  if (screen.silent) return ['silent'];
  return [
    Math.abs(screen.drift_ms ?? 0) > DRIFT_MS && 'drift',
    screen.seq_lag > 0 && 'lag',
    build && screen.version && screen.version !== build && 'version',
  ].filter(Boolean);
}

/** The listed screens with the newest documents laid over them; those in trouble first, then by name. */
export function fleetOf(listed, docs, build) {
  const known = new Map(listed.map((screen) => [screen.id, screen]));
  const rows = Object.values(docs).map((doc) => {
    const screen = { ...known.get(doc.id), ...doc };
    return { screen, faults: faultsOf(screen, build) };
  });
  return rows.sort((one, other) => rankOf(one) - rankOf(other) || collator.compare(one.screen.name, other.screen.name));
}

const collator = new Intl.Collator(undefined, { numeric: true });

function rankOf({ faults }) {
  if (faults.includes('silent')) return 0;
  if (faults.includes('locked')) return 3;
  return faults.length > 0 ? 1 : 2;
}

/** The build that most screens run; those that run another are flagged. */
export function commonBuild(listed) {
  const counts = new Map();
  for (const { version } of listed) if (version) counts.set(version, (counts.get(version) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0] ?? null;
}

/** The board that fits a room, as the server chooses it. */
export function boardFor(room) {
  if (!room || room.kind === 'lobby') return { board: 'lobby' };
  return { board: room.kind === 'table' ? 'table' : 'door', room: room.id };
}

/** The six digits of what was typed, or null. */
export function codeOf(typed) {
  const digits = String(typed ?? '').replace(/[\s-]/g, '');
  return /^\d{6}$/.test(digits) ? digits : null;
}
