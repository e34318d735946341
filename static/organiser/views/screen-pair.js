/*
 * A new screen gets its name and its place: its code typed, or in the address by the QR that it
 * shows. A room is one tap, and the rest follows from it; then the next screen.
 */
import { css } from 'lit';
import { DeskView, html, nothing } from '../view.js';
import { codeOf } from '../screen-plan.js';
import { base } from '/shared/style.js';

const ERRORS = { not_found: 'desk_screens_no_code', paired_already: 'desk_screens_paired_already', full: 'desk_screens_full' };

class ScreenPair extends DeskView {
  static properties = {
    ...DeskView.properties, code: { state: true }, name: { state: true }, room: { state: true },
    problem: { state: true }, busy: { state: true }, done: { state: true },
  };

  static styles = [base, css`
    form { max-width: 34rem; }
    .code { min-height: 64px; font-size: 2rem; font-weight: 750; letter-spacing: 0.08em; font-variant-numeric: tabular-nums; text-align: center; }
    fieldset { margin: 0; padding: 0; border: 0; }
    legend { padding: 0; font-weight: 650; }
    .rooms { display: flex; flex-wrap: wrap; gap: var(--space-2); margin-block-start: var(--space-2); }
    .rooms button[aria-pressed='true'] { border-color: var(--ink); box-shadow: inset 0 0 0 2px var(--ink); }
    .go { min-height: 56px; font-size: var(--text-3); }
    .done { border-inline-start: 4px solid var(--warm); }
  `];

  #typed = false;                 /* whether somebody has named it */
  #given = null;                  /* the code of the address that was taken over */

  constructor() {
    super();
    Object.assign(this, { code: '', name: '', room: null, problem: '', busy: false, done: '' });
  }

  get heading() {
    return this.say('desk_screens_pair');
  }

  willUpdate() {
    const given = codeOf(this.route.params.code);
    if (given === this.#given) return;
    this.#given = given;
    if (given) Object.assign(this, { code: given, problem: '', done: '' });
  }

  render() {
    return html`<form class="stack" @submit=${this.#pair}>
      <h1>${this.heading}</h1>
      ${this.done ? html`<p class="card done" role="status">${this.say('desk_screens_done', { name: this.done })}</p>` : nothing}
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      <div><label for="code">${this.say('desk_screens_code')}</label>
        <input id="code" class="code" inputmode="numeric" autocomplete="off" maxlength="9" .value=${this.code} @input=${({ target }) => { this.code = target.value; }}></div>
      <fieldset><legend>${this.say('desk_screens_where')}</legend><div class="rooms">
        ${this.#choice(null, this.say('desk_screens_lobby'))}
        ${this.tt.rooms.map((room) => this.#choice(room, this.text(room.name)))}
      </div></fieldset>
      <div><label for="name">${this.say('desk_screens_name')}</label>
        <input id="name" maxlength="80" autocomplete="off" .value=${this.name} @input=${this.#named}></div>
      <button class="primary go" aria-busy=${this.busy}>${this.say('desk_screens_go')}</button>
      ${this.isOrganiser ? html`<p><a class="button bare" href="#/screens">${this.say('desk_screens_all')}</a></p>` : nothing}
    </form>`;
  }

  #choice(room, label) {
    const isOn = this.name !== '' && this.room === (room?.id ?? null);
    return html`<button type="button" dir="auto" aria-pressed=${isOn} @click=${() => this.#choose(room, label)}>${label}</button>`;
  }

  #choose(room, label) {
    this.room = room?.id ?? null;
    if (!this.#typed || !this.name.trim()) {
      this.#typed = false;
      this.name = label;
    }
  }

  #named = ({ target }) => {
    this.#typed = true;
    this.name = target.value;
  };

  #pair = async (event) => {
    event.preventDefault();
    if (this.busy) return;
    const code = codeOf(this.code);
    const name = this.name.trim();
    this.done = '';
    this.problem = code && name ? '' : this.say(code ? 'desk_screens_need_name' : 'desk_screens_need_code');
    if (this.problem) return;
    this.busy = true;
    try {
      await this.api('POST', '/screens/pair', { code, name, ...(this.room && { room: this.room }) });
      this.#typed = false;
      Object.assign(this, { done: name, code: '', name: '', room: null });
      this.renderRoot.querySelector('#code').focus();
    } catch (problem) {
      this.problem = ERRORS[problem.code] ? this.say(ERRORS[problem.code]) : this.fault(problem);
    } finally {
      this.busy = false;
    }
  };
}

customElements.define('madang-desk-screen-pair', ScreenPair);
