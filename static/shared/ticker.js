/*
 * The beat of a page: when to draw next; and in which language, where a screen alternates.
 *
 * Both follow the server's time, so that all screens of a hall turn their
 * seconds, and their languages, together.
 */
const LANGUAGE_MS = 10_000;     /* real time, however fast the server's clock runs */
const FAST_TICK_MS = 500;
const EARLY_MS = 20;            /* a timer may fire a little before its time */

/**
 * Real ms until the next tick: the next full second of the server's time; where
 * that clock runs faster than real time, a full second at least FAST_TICK_MS away.
 */
export function untilNextTick(now, rate) {
  if (!(rate > 0)) return 1000;
  const second = 1000 / rate;
  const soonest = rate > 1 ? FAST_TICK_MS : EARLY_MS;
  const next = second - modulo(now, 1000) / rate;
  const more = Math.max(0, Math.ceil((soonest - next) / second));
  return Math.min(1000, next + more * second);
}

/** The full second that now belongs to. */
export function fullSecond(now) {
  return Math.floor((now + EARLY_MS) / 1000) * 1000;
}

/** Which of the languages is to be seen at the server's time now. */
export function languageAt(now, rate, langs) {
  const turn = Math.floor(now / (LANGUAGE_MS * Math.max(rate, 1)));
  return langs[modulo(turn, langs.length)];
}

function modulo(a, b) {
  return ((a % b) + b) % b;
}
