/*
 * The guests of one table, kept fresh: the whole list is taken again whenever the table's line says
 * that something changed (its `rev`), after a tap of our own, and when the network is back.
 *
 *   list.follow({ meetup, rev, live });     at each change and each second
 *   list.again();                           something was done just now
 *
 * It tells of a `change`. What it holds stays until something newer is there, and says how old it
 * is: names and topics are never kept on the device, and never shown for another table than theirs.
 *
 *   guests   as desk.js has them, in the order in which they will be called; null: not known yet
 *   missed   who did not come, and might still
 *   heardAt  the server's time of what is held, or null
 *   behind   whether the server has told of something newer, or could not be asked
 *   refused  null, 'forbidden' (somebody else's table), 'unauthorized', 'not_found'
 */
import { guestFrom } from './desk.js';
import { call } from '../shared/api.js';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;
const NEVER = Number.POSITIVE_INFINITY;

export class GuestList extends EventTarget {
  guests = null;
  missed = [];
  heardAt = null;
  refused = null;

  #ask;
  #monotonic;
  #meetup = null;
  #rev = null;                  /* what the line said last */
  #taken = null;                /* the rev that was known when the list held was asked for */
  #asking = null;               /* identity of the question that is under way */
  #wanted = false;              /* something happened meanwhile */
  #failed = 0;
  #due = NEVER;
  #wasLive = false;

  constructor({ ask = (path) => call('GET', path), monotonic = () => performance.now() } = {}) {
    super();
    this.#ask = ask;
    this.#monotonic = monotonic;
  }

  get behind() {
    return this.#failed > 0 || (this.guests !== null && this.#taken !== this.#rev);
  }

  /** meetup null: nobody's; live: whether the server is heard. */
  follow({ meetup, rev = null, live = true }) {
    if (meetup !== this.#meetup) this.#turnTo(meetup);
    const cameBack = live && !this.#wasLive;
    this.#wasLive = live;
    if (meetup === null || this.refused) return;
    const isNews = rev !== this.#rev;
    this.#rev = rev;
    if (isNews || cameBack || this.#monotonic() >= this.#due) this.again();
  }

  /** Takes it now; while one is under way, once more after it. */
  async again() {
    if (this.#meetup === null) return;
    if (this.#asking) {
      this.#wanted = true;
      return;
    }
    const asking = {};
    this.#asking = asking;
    this.#due = NEVER;
    const rev = this.#rev;
    const outcome = await this.#question();
    if (this.#asking !== asking) return;
    this.#asking = null;
    this.#take(outcome, rev);
    this.dispatchEvent(new Event('change'));
    if (this.#wanted && !this.refused) {
      this.#wanted = false;
      await this.again();
    }
  }

  #turnTo(meetup) {
    this.#meetup = meetup;
    Object.assign(this, { guests: null, missed: [], heardAt: null, refused: null });
    this.#rev = null;
    this.#taken = null;
    this.#asking = null;
    this.#wanted = false;
    this.#failed = 0;
    this.#due = NEVER;
  }

  async #question() {
    try {
      return { answer: await this.#ask(`/api/v1/meetups/${encodeURIComponent(this.#meetup)}/guests`) };
    } catch (problem) {
      return { problem };
    }
  }

  #take({ answer, problem }, rev) {
    if (answer) {
      this.guests = (answer.guests ?? []).map(guestFrom);
      this.missed = (answer.missed ?? []).map(guestFrom);
      this.heardAt = Date.parse(answer.now);
      this.#taken = rev;
      this.#failed = 0;
      return;
    }
    if ([401, 403, 404].includes(problem.status)) {
      Object.assign(this, { guests: null, missed: [], refused: { 401: 'unauthorized', 403: 'forbidden', 404: 'not_found' }[problem.status] });
      return;
    }
    this.#due = this.#monotonic() + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failed);
    this.#failed += 1;
  }
}
