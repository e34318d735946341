/* What the desk reckons of a rehearsal, without a DOM. */

const MINUTE = 60_000;
const LEAD = 10 * MINUTE;       /* as the server begins where nobody says when */
export const SPEEDS = [1, 10, 30, 60, 120];

/** The days there are to rehearse, in order: {id, from, until}, ms. */
export function daysOf(docs) {
  return Object.values(docs.days ?? {})
    .map(({ id, start, end }) => ({ id, from: Date.parse(start) - LEAD, until: Date.parse(end) }))
    .sort((a, b) => a.from - b.from);
}

/** Minutes of real time from `from` until `until`, at least one. */
export function minutes(from, until, speed) {
  return Math.max(1, Math.ceil((until - from) / speed / MINUTE));
}

/** How far from → until has come at `now`, 0 to 1. */
export function progress(from, until, now) {
  return Math.min(1, Math.max(0, (now - from) / (until - from)));
}

/** The steps in a script file: a list, or an object with one called `script`. Null where it is none. */
export function readScript(text) {
  let all;
  try {
    all = JSON.parse(text);
  } catch {
    return null;
  }
  const steps = Array.isArray(all) ? all : all?.script;
  return Array.isArray(steps) && steps.every((step) => step !== null && typeof step === 'object') ? steps : null;
}
