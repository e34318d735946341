/*
 * What the host's taps ask of the server, each until it has arrived or is known not to have.
 *
 *   await taps.tap({ act: 'finish', ids: ['b17'], meetup: 'm3' });
 *
 * A tap that is repeated does no harm: while one is under way a second is nothing; one whose answer
 * never came is asked again with its Idempotency-Key; what is found done already was a success.
 * Tells of a `change`, and of each that is `done`.
 *
 *   busy(act, ids)   whether it is under way
 *   slow             whether any is for so long that one would tap again
 *   fault            {act, ids, problem, state?} of the last tap that failed, or null
 */
import { EXTEND_MINUTES, isDone } from './desk.js';
import { call, newKey } from '../shared/api.js';

const SLOW_MS = 2_500;
const AT_THE_TABLE = ['next', 'pause', 'resume'];

export class Taps extends EventTarget {
  fault = null;

  #ask;
  #monotonic;
  #busy = new Map();            /* what is under way → since when */
  #unanswered = new Map();      /* what was asked → {key, rev} where no answer came */

  constructor({ ask = call, monotonic = () => performance.now() } = {}) {
    super();
    this.#ask = ask;
    this.#monotonic = monotonic;
  }

  busy(act, ids = []) {
    return this.#busy.has(nameOf(act, ids));
  }

  get slow() {
    return [...this.#busy.values()].some((since) => this.#monotonic() - since >= SLOW_MS);
  }

  forgetFault() {
    if (this.fault) this.#settle(null);
  }

  /**
   * What is there has changed since (`rev` of the line): a question without an answer was either
   * taken or is outdated, and the next one is a new one.
   */
  heard(rev) {
    for (const [name, kept] of this.#unanswered) if (kept.rev !== rev) this.#unanswered.delete(name);
  }

  /** meetup and rev: of the table and its line; minutes: of a pause. Gives the places it was done to; null: it was not. */
  async tap({ act, ids = [], meetup, rev = null, minutes }) {
    const name = nameOf(act, ids);
    if (this.#busy.has(name)) return null;
    this.#busy.set(name, this.#monotonic());
    this.#settle(null);
    const places = [];
    try {
      for (const request of requestsOf({ act, ids, meetup, minutes })) places.push(...await this.#send(request, act, rev));
      this.dispatchEvent(new Event('done'));
      return places;
    } catch (problem) {
      this.fault = { act, ids, problem, state: problem.members?.state ?? null };
      return null;
    } finally {
      this.#busy.delete(name);
      this.dispatchEvent(new Event('change'));
    }
  }

  async #send({ path, body }, act, rev) {
    const kept = this.#unanswered.get(path);
    const key = kept?.key ?? newKey();
    try {
      const answer = await this.#ask('POST', path, body, { key });
      this.#unanswered.delete(path);
      return answer?.places ?? (answer?.place ? [answer.place] : []);
    } catch (problem) {
      if (problem.status === 0 || problem.status >= 500) this.#unanswered.set(path, { key, rev });
      else this.#unanswered.delete(path);
      if (problem.code === 'wrong_state' && isDone(act, problem.members?.state)) return [];
      throw problem;
    }
  }

  #settle(fault) {
    this.fault = fault;
    this.dispatchEvent(new Event('change'));
  }
}

function requestsOf({ act, ids, meetup, minutes }) {
  if (AT_THE_TABLE.includes(act)) {
    const body = act === 'pause' ? (minutes ? { minutes } : {}) : undefined;
    return [{ path: `/api/v1/meetups/${encodeURIComponent(meetup)}/${act}`, body }];
  }
  const body = act === 'extend' ? { minutes: EXTEND_MINUTES } : undefined;
  return ids.map((id) => ({ path: `/api/v1/places/${encodeURIComponent(id)}/${act}`, body }));
}

function nameOf(act, ids) {
  return `${act} ${ids.join(' ')}`;
}
