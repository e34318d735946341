/*
 * The fleet: every paired screen, what it shows drawn small, and how it is. Those in trouble stand
 * on top. The list is asked for again every few seconds, while it is looked at: what screens report
 * is in no document.
 */
import { css } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { DeskView, html, nothing } from '../view.js';
import { boardFor, commonBuild, fleetOf } from '../screen-plan.js';
import { scheme, schemeStyle } from '../screen-scheme.js';
import { addressOf } from '/kiosk/address.js';
import { base } from '/shared/style.js';
import { vars } from '/shared/vars.js';

const EVERY_MS = 5_000;
const BOARDS = ['lobby', 'door', 'meetups', 'table', 'characters'];
const TURN_SECONDS = 20;
const LOOK_WIDTH = 320;
const VERSION_SHOWN = 8;        /* tells builds apart */

class Screens extends DeskView {
  static properties = { ...DeskView.properties, listed: { state: true }, open: { state: true }, asked: { state: true }, problem: { state: true }, busy: { state: true } };

  static styles = [base, schemeStyle, css`
    .top { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-2); }
    .sum { display: flex; flex-wrap: wrap; gap: 0 1.2em; color: var(--ink-soft); font-variant-numeric: tabular-nums; }
    .sum strong { color: var(--ink); }
    .list { display: grid; gap: var(--space-2); grid-template-columns: minmax(0, 1fr); }
    .list > li { content-visibility: auto; contain-intrinsic-size: auto 78px; border-radius: 14px; background: var(--surface); }
    .list > li.silent { box-shadow: inset 4px 0 0 var(--alarm); }
    .list > li.locked { background: none; box-shadow: inset 0 0 0 1px var(--line); }
    .opens { display: grid; grid-template-columns: 96px minmax(0, 1fr); justify-items: start; gap: var(--space-3); width: 100%; padding: var(--space-3); border: 0; border-radius: inherit; background: none; text-align: start; font-weight: 500; }
    .opens:focus-visible { outline-offset: -3px; }
    .scheme { justify-self: center; }
    .list > li:has(.more) { grid-column: 1 / -1; }
    .silent .scheme { opacity: 0.4; }
    .what { display: grid; gap: 2px; min-width: 0; }
    .name { font-weight: 720; font-size: var(--text-3); }
    .how { display: flex; flex-wrap: wrap; gap: 0 0.9em; color: var(--ink-soft); font-size: var(--text-1); font-variant-numeric: tabular-nums; }
    .faults { display: flex; flex-wrap: wrap; gap: var(--space-1); }
    .more { display: grid; gap: var(--space-3); padding: 0 var(--space-3) var(--space-3); }
    .look { width: calc(1px * var(--w) * var(--share)); aspect-ratio: var(--w) / var(--h); overflow: hidden; border-radius: var(--radius); box-shadow: 0 0 0 1px var(--edge); }
    iframe { width: calc(1px * var(--w)); height: calc(1px * var(--h)); border: 0; pointer-events: none; transform-origin: 0 0; scale: var(--share); }
    .boards { display: grid; gap: var(--space-2); }
    .boards li { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) auto; gap: var(--space-2); }
    @media (min-width: 1200px) { .list { grid-template-columns: repeat(2, minmax(0, 1fr)); align-items: start; } }
  `];

  #timer = null;
  #listedAt = 0;                  /* by the machine's clock, as last_seen is: a rehearsal's is another */

  constructor() {
    super();
    Object.assign(this, { listed: [], open: null, asked: false, problem: '', busy: false });
  }

  connectedCallback() {
    super.connectedCallback();
    this.#listen();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  get heading() {
    return this.say('desk_nav_screens');
  }

  #listen = async () => {
    clearTimeout(this.#timer);
    try {
      if (document.visibilityState === 'visible') {
        const { now, screens } = await this.api('GET', '/screens');
        this.#listedAt = Date.parse(now);
        this.listed = screens;
      }
    } catch {
      /* the shell says what there is to say of the network */
    }
    clearTimeout(this.#timer);
    if (this.isConnected) this.#timer = setTimeout(this.#listen, EVERY_MS);
  };

  render() {
    const rows = fleetOf(this.listed, this.docs.screens ?? {}, commonBuild(this.listed));
    return html`<div class="stack">
      <div class="top"><h1>${this.heading}</h1><a class="button primary" href="#/screens/pair">${this.say('desk_screens_pair')}</a></div>
      ${rows.length ? this.#sum(rows) : html`<p class="soft">${this.say('desk_screens_none')}</p>`}
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      <ul class="list">${repeat(rows, ({ screen }) => screen.id, (row) => this.#row(row))}</ul>
    </div>`;
  }

  #sum(rows) {
    const silent = rows.filter(({ faults }) => faults.includes('silent')).length;
    const online = rows.filter(({ screen }) => screen.online && !screen.locked).length;
    return html`<p class="sum"><span>${this.say('desk_screens_online')} <strong>${online}</strong></span>
      <span>${this.say('desk_screens_fault_silent')} <strong>${silent}</strong></span></p>`;
  }

  #row({ screen, faults }) {
    const isOpen = this.open === screen.id;
    const on = screen.shows ?? screen.boards[0];
    return html`<li class=${faults.join(' ')} data-screen=${screen.id}>
      <button class="opens" aria-expanded=${isOpen} @click=${() => this.#toggle(screen.id)}>
        ${this.#scheme(on, screen.size)}
        <span class="what"><span class="name" dir="auto">${screen.name}</span>
          <span class="how">${this.#how(screen, on).map((part) => html`<span dir="auto">${part}</span>`)}</span>
          ${faults.length ? html`<span class="faults">${faults.map((fault) => html`<span class="chip standing">${this.say(`desk_screens_fault_${fault}`)}</span>`)}</span>` : nothing}
        </span>
      </button>
      ${isOpen ? this.#opened(screen) : nothing}
    </li>`;
  }

  #scheme({ board, room }, size) {
    const label = this.#roomName(room) || this.#boardName(board);
    return guard([board, label, size?.join()], () => scheme(board, label, size));
  }

  #how(screen, on) {
    const seconds = (ms) => new Intl.NumberFormat(this.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format(ms / 1000);
    return [
      screen.place,
      [this.#boardName(on.board), this.#roomName(on.room)].filter(Boolean).join(' · '),
      screen.last_seen && this.#age(Math.max(0, this.#listedAt - Date.parse(screen.last_seen))),
      screen.size?.join('×'),
      screen.version?.slice(0, VERSION_SHOWN),
      Number.isFinite(screen.drift_ms) && this.say('desk_screens_drift', { n: seconds(screen.drift_ms) }),
      screen.seq_lag > 0 && this.say('desk_screens_lag', { n: screen.seq_lag }),
    ].filter(Boolean);
  }

  #age(ms) {
    const seconds = Math.round(ms / 1000);
    return seconds < 120 ? this.say('desk_screens_seen', { n: seconds }) : this.say('desk_screens_seen_minutes', { n: Math.floor(seconds / 60) });
  }

  #boardName(board) {
    return BOARDS.includes(board) ? this.say(`desk_screens_board_${board}`) : '';
  }

  #roomName(id) {
    return this.text(this.tt.roomById.get(id)?.name);
  }

  /* ---- one that is opened -------------------------------------------------- */

  #opened(screen) {
    const { id, locked } = screen;
    return html`<div class="more">
      ${locked ? nothing : this.#look(screen)}
      ${locked ? nothing : html`<div class="row">
        <button @click=${() => this.#ask('POST', `/screens/${id}/identify`, {})}>${this.say('desk_screens_identify')}</button>
        <button @click=${() => this.#ask('POST', `/screens/${id}/reload`, {})}>${this.say('desk_screens_reload')}</button></div>
        ${this.#boards(screen)}`}
      <div class="row">${this.asked
        ? html`<button class="danger" @click=${() => this.#ask('DELETE', `/screens/${id}`)}>${this.say(locked ? 'desk_screens_forget_sure' : 'desk_screens_lock_sure')}</button>
          <button @click=${() => { this.asked = false; }}>${this.say('desk_screens_keep')}</button>`
        : html`<button @click=${() => { this.asked = true; }}>${this.say(locked ? 'desk_screens_forget' : 'desk_screens_lock')}</button>`}</div>
    </div>`;
  }

  /* The very board, of the screen's size, as it is drawn here and now. */
  #look({ shows, boards, size, languages, theme, name }) {
    const [w, h] = size ?? [1920, 1080];
    return html`<div class="look" ${vars({ '--w': String(w), '--h': String(h), '--share': String(LOOK_WIDTH * Math.min(1, w / h) / w) })}>
      <iframe tabindex="-1" title=${name} src=${addressOf(shows ?? boards[0], { languages, theme, look: true })}></iframe></div>`;
  }

  /* Several boards take turns. Each change is one write. */
  #boards({ id, boards }) {
    const put = (next) => this.#ask('PATCH', `/screens/${id}`, { boards: next });
    return html`<ul class="boards">${boards.map((one, i) => html`<li>
        <select aria-label=${this.say('desk_screens_board')} .value=${one.board} @change=${({ target }) => put(boards.with(i, this.#turn(target.value, one)))}>
          ${BOARDS.filter((board) => board !== 'table' || one.board === 'table' || this.tt.rooms.length).map((board) => html`<option value=${board} ?selected=${board === one.board}>${this.#boardName(board)}</option>`)}</select>
        ${['door', 'table'].includes(one.board) && !one.meetup ? html`<select aria-label=${this.say('desk_screens_room')} @change=${({ target }) => put(boards.with(i, { ...one, room: target.value }))}>
          ${this.tt.rooms.map((room) => html`<option value=${room.id} ?selected=${room.id === one.room}>${this.text(room.name)}</option>`)}</select>` : html`<span></span>`}
        ${boards.length > 1 ? html`<button aria-label=${this.say('desk_screens_board_less')} @click=${() => put(boards.toSpliced(i, 1))}>−</button>` : html`<span></span>`}
      </li>`)}</ul>
      <p><button @click=${() => put([...boards, { ...boardFor(null), seconds: TURN_SECONDS }])}>${this.say('desk_screens_board_more')}</button></p>`;
  }

  #turn(board, { room, seconds }) {
    const needsRoom = ['door', 'table'].includes(board);
    const at = room ?? this.tt.rooms[0]?.id;
    return { board, ...(needsRoom && at && { room: at }), ...(seconds && { seconds }) };
  }

  #toggle(id) {
    this.open = this.open === id ? null : id;
    this.asked = false;
  }

  async #ask(method, path, body) {
    if (this.busy) return;
    Object.assign(this, { busy: true, problem: '', asked: false });
    try {
      await this.api(method, path, body);
      this.#listen();
    } catch (problem) {
      this.problem = this.fault(problem);
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('madang-desk-screens', Screens);
