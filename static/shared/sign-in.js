/*
 * Sign-in links: `PAGE#sign-in/CODE`, on every page of the house. A code works once, and what
 * it opens the server knows: oneself on another device, a speaker, a screen, an organiser.
 *
 * The cookie is one for all roles. Whoever signs in is that and nothing else from then on: an
 * organiser who opens a screen's link is a screen in this browser; an attendee who opens one
 * loses the way back to stars and bookings here, unless another device has it. Only a speaker's
 * link keeps who has joined already: that attendee becomes the speaker (unless the speaker is
 * another attendee by now). So a page with hands asks first, and says who is here:
 *
 *   const code = codeIn(location.hash);
 *   if (code) …ask, naming (await whoIsHere())?.name…; await signIn(code); location.replace('/host/')
 *
 * A screen has no hands: signInAlone() signs in at once.
 */
import { call } from './api.js';
import { forgetPerson } from './keep.js';
import { store } from './store.js';

const HASH = /^#\/?sign-in\/([\w-]{1,128})$/;
const PAGES = { attendee: '/', host: '/host/', screen: '/kiosk/', organiser: '/organiser/', steward: '/organiser/' };

/** The code in the hash of an address; null: there is none. */
export function codeIn(hash) {
  return HASH.exec(hash)?.[1] ?? null;
}

/** Where somebody of this role is at home. */
export function homeOf(role) {
  return PAGES[role] ?? PAGES.attendee;
}

/** Is this Problem the server's word that a code is none (any more)? */
export function isOver(problem) {
  return problem.status === 404 || problem.status === 422;
}

/** The attendee whom this browser's cookie is, or null. Throws a Problem where nobody can tell. */
export async function whoIsHere(env) {
  try {
    return await call('GET', '/api/v1/me', undefined, env);
  } catch (problem) {
    if ([401, 403, 404].includes(problem.status)) return null;
    throw problem;
  }
}

/**
 * Uses the code up: gives the server's answer, {role, …}, and remembers the role. What this device
 * remembers of another attendee, it forgets. Throws a Problem; after one that is not isOver the code
 * may be used again.
 */
export async function signIn(code, env) {
  const before = store.get('signed-in') ? await whoIsHere(env) : null;
  const answer = await call('POST', '/api/v1/sign-in', { code }, env);
  if (before && before.id !== answer.id) await forgetPerson();
  store.set('signed-in', answer.id ? '1' : null);
  store.set('role', answer.role);
  return answer;
}

/**
 * For a page that nobody stands at: signs in by the address's code, if there is one, and takes
 * it out of the address, so that loading the page again is no second try. Gives true where it
 * was signed in just now. Without a network the code stays, for the next call.
 */
export async function signInAlone({ location = globalThis.location, history = globalThis.history, ...env } = {}) {
  const code = codeIn(location.hash);
  if (!code) return false;
  try {
    await signIn(code, env);
  } catch (problem) {
    if (isOver(problem)) history.replaceState(null, '', location.pathname + location.search);
    return false;
  }
  history.replaceState(null, '', location.pathname + location.search);
  return true;
}
