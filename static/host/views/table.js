/*
 * One table, for the thumb of its host: who is up, what may be done now, who comes after.
 *
 * What is shown of guests is the server's list and nothing else; while the server has told of
 * something newer, or can't be asked, the page says of when it is. Each button names whom it is
 * about, so one that comes late is refused rather than meant for somebody else.
 */
import { actsOf, deskOf, mayReturn } from '../desk.js';
import { faultText, queueRow, bar, upCards } from './table-parts.js';
import { tableStyle } from './table-style.js';
import { aboutTable } from './table-about.js';
import { spanOf, stateChip, titleOf } from '../words.js';
import { call } from '/shared/api.js';
import { tableOf } from '/shared/meetups.js';
import { LostPictures } from '/shared/pictures.js';
import { problemText } from '/shared/problems.js';
import { MINUTE } from '/shared/schedule.js';
import { base } from '/shared/style.js';
import { View, html, nothing } from '/shared/view.js';

const TOLD = ['called', 'arrived', 'talking'];
const BEHIND_MS = 3_000;        /* a list is on its way for so long before anybody is told */

class Table extends View {
  static properties = {
    ...View.properties, list: { attribute: false }, taps: { attribute: false }, who: { attribute: false },
    pausing: { state: true }, opened: { state: true }, note: { state: true }, patching: { state: true },
  };

  static styles = [base, tableStyle];

  lost = new LostPictures();
  #before = null;                 /* id → state, of the list drawn last */
  #behindSince = null;
  #listening = false;

  constructor() {
    super();
    Object.assign(this, { list: null, taps: null, who: {}, pausing: false, opened: null, note: '', patching: false });
  }

  get heading() {
    return this.table ? titleOf(this, this.table) : this.say('host_unknown_title');
  }

  /* Calls are counted by the second. */
  shouldUpdate() {
    return true;
  }

  willUpdate(changed) {
    if (this.list && !this.#listening) {
      this.#listening = true;
      this.redrawOn(this.list);
      this.redrawOn(this.taps);
      this.list.addEventListener('change', () => this.#tellWhatChanged());
    }
    if (changed.has('route') && changed.get('route')?.params.id !== this.route.params.id) this.#forget();
    if (this.#before === null && this.list?.guests) this.#before = statesOf(this.list.guests);
    this.table = tableOf(this.docs, this.route.params.id, this.now, this.clock.heard);
    this.desk = this.table && this.list?.guests ? deskOf(this.table, this.list.guests, this.now) : null;
    this.#behindSince = this.list?.behind ? this.#behindSince ?? performance.now() : null;
  }

  #forget() {
    this.#before = null;
    Object.assign(this, { pausing: false, opened: null, note: '' });
  }

  /* ---- taps ------------------------------------------------------------------- */

  tap = async (act, ids = [], minutes) => {
    if (act === 'pause' && minutes === undefined) {
      this.pausing = true;
      await this.updateComplete;
      this.renderRoot.querySelector('.pausing button')?.focus();
      return;
    }
    this.pausing = false;
    this.note = '';
    const meant = (this.list.guests ?? []).filter(({ id }) => ids.includes(id));
    const places = await this.taps.tap({ act, ids, meetup: this.table.id, rev: this.docs.lines?.[this.table.id]?.rev ?? 0, minutes });
    if (!places) {
      this.list.again();
      return;
    }
    /* Who is wanted elsewhere keeps the place, and is no no-show. */
    const became = ({ id }) => places.find((one) => one.id === id)?.state ?? 'no_show';
    const told = act === 'no_show' ? meant.filter((one) => became(one) === 'no_show') : meant;
    if (act === 'next' && places.length === 0) this.note = this.say('host_nobody');
    if (['finish', 'no_show'].includes(act) && told.length) this.tell('announce', { text: this.say(`host_said_${act}`, { name: told.map(({ name }) => name).join(', ') }) });
    if (['pause', 'resume', 'extend'].includes(act)) this.tell('announce', { text: this.say(`host_said_${act}`) });
    if (this.note) this.tell('announce', { text: this.note });
  };

  set = async (fields) => {
    if (this.patching) return;
    this.patching = true;
    this.note = '';
    try {
      await call('PATCH', `/api/v1/meetups/${encodeURIComponent(this.table.id)}`, fields);
    } catch (problem) {
      this.note = problem.status === 403 ? this.say('host_fault_forbidden') : problemText(this, problem);
      this.tell('announce', { text: this.note });
    } finally {
      this.patching = false;
    }
  };

  open = (id) => {
    this.opened = this.opened === id ? null : id;
  };

  /* Who is called, has come, or talks by now is told; what was there when one came is not news. */
  #tellWhatChanged() {
    const { guests } = this.list;
    if (!guests) return;
    const before = this.#before;
    this.#before = statesOf(guests);
    if (!before) return;
    const news = guests.filter(({ id, state }) => TOLD.includes(state) && before.get(id) !== state);
    const words = news.map(({ name, state }) => this.say(`host_said_${state}`, { name }));
    if (words.length) this.tell('announce', { text: words.join(' ') });
  }

  /* Who ended as a no-show and might still be taken. */
  get missed() {
    return this.list.missed.filter((one) => mayReturn(one, this.table, this.now));
  }

  /* ---- drawing ----------------------------------------------------------------- */

  render() {
    if (!this.table) return this.now ? this.#nothingHere('host_unknown_title', 'host_unknown') : nothing;
    const isMine = this.who.role === 'organiser' || this.who.person === this.table.host.id;
    if (!isMine || this.list.refused === 'forbidden') return this.#nothingHere('host_foreign_title', 'host_foreign');
    return html`<div class="page">
      <section class="now">${this.#head()}${this.#behind()}${this.desk ? upCards(this) : this.#unknown()}${this.#clash()}
        <div class="dock">${this.#fault()}${this.desk ? bar(this) : nothing}</div></section>
      <section class="then">${this.desk ? this.#queue() : nothing}${aboutTable(this)}</section>
    </div>`;
  }

  #nothingHere(title, words) {
    return html`<section class="stack nothing-here"><h1>${this.say(title)}</h1><p class="soft">${this.say(words)}</p>
      <p><a class="button" href="#/">${this.say('host_to_tables')}</a></p></section>`;
  }

  #head() {
    const { table } = this;
    return html`<div class="head">
      <h1 dir="auto">${titleOf(this, table)}</h1>
      <p class="meta">${stateChip(this, table)}<span dir="auto">${this.text(table.placeName)}</span><time>${spanOf(this, table)}</time>
        ${table.late > 0 ? html`<span class="chip standing">${this.say('board_delay', { n: table.late })}</span>` : nothing}</p>
    </div>`;
  }

  /* A list that is older than what the server has told: of when, and that it may be wrong. */
  #behind() {
    const isLate = this.#behindSince !== null && performance.now() - this.#behindSince >= BEHIND_MS;
    const isSilent = this.status.state === 'stale' || this.status.state === 'closed';
    if ((!isLate && !isSilent) || !this.list.heardAt) return nothing;
    return html`<p class="problem behind" role="status">${this.say('host_behind', { time: this.time(this.list.heardAt) })}</p>`;
  }

  #unknown() {
    const isLost = this.list?.behind;
    return html`<p class="soft unknown">${isLost ? this.say('host_list_offline') : this.say('host_list_coming')}</p>`;
  }

  #clash() {
    if (!this.desk?.upcoming) return nothing;
    const { upcoming, clash } = this.desk;
    const names = upcoming.guests.map(({ name }) => name).join(', ');
    const away = Math.ceil((upcoming.start - this.now) / MINUTE);
    const when = away > 0 ? this.say('host_upcoming', { time: this.time(upcoming.start), n: away }) : this.say('host_upcoming_now', { time: this.time(upcoming.start) });
    return html`<p class="upcoming ${clash ? 'problem' : 'soft'}"><span>${when}</span> <span dir="auto">${names}</span>
      ${clash ? html`<strong>${this.say('host_clash', { n: clash })}</strong>` : nothing}</p>`;
  }

  #fault() {
    const { fault } = this.taps;
    if (fault && this.#isStanding(fault)) return html`<p class="problem" role="alert">${faultText(this, fault)}</p>`;
    if (this.taps.slow) return html`<p class="problem calm" role="status">${this.say('host_sending')}</p>`;
    return this.note ? html`<p class="problem calm">${this.note}</p>` : nothing;
  }

  /* A tap that was taken after all, though its answer was lost: its button is gone. */
  #isStanding({ act, ids, problem }) {
    if (problem.status !== 0 || !this.desk) return true;
    const offered = [...this.desk.bar, ...this.list.guests.flatMap((one) => actsOf(one, this.now).map((own) => ({ act: own, ids: [one.id] })))];
    return offered.some((one) => one.act === act && String(one.ids) === String(ids)) || this.missed.some(({ id }) => ids.includes(id));
  }

  #queue() {
    const { queue } = this.desk;
    const { missed } = this;
    return html`
      <h2>${this.say('host_queue')}${queue.length ? html` <span class="count">${this.say('host_people', { n: queue.length })}</span>` : nothing}</h2>
      ${queue.length ? html`<ol class="queue">${queue.map((one) => queueRow(this, one))}</ol>` : html`<p class="soft">${this.say('host_queue_empty')}</p>`}
      ${missed.length ? html`<h2>${this.say('host_missed')}</h2><ul class="queue">${missed.map((one) => queueRow(this, one, ['return']))}</ul>` : nothing}`;
  }
}

function statesOf(guests) {
  return new Map(guests.map(({ id, state }) => [id, state]));
}

customElements.define('madang-table', Table);
