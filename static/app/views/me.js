/*
 * Who one is here: name and language, the character, the pass; and, each in an element of its
 * own, other devices and one's data.
 */
import { css } from 'lit';
import { call } from '/shared/api.js';
import { NAMES } from '/shared/language.js';
import { LANGUAGES } from '/shared/words.js';
import { icons } from '../icons.js';
import { NAME_MOST, faultOfName } from '../name.js';
import { fetchPass, grouped, keptPass } from '../pass.js';
import { problemText } from '/shared/problems.js';
import { base } from '/shared/style.js';
import { View, html, nothing } from '/shared/view.js';
import './join.js';
import './me-data.js';
import './me-device.js';

export class Me extends View {
  static properties = { ...View.properties, editing: { state: true }, fault: { state: true }, pass: { state: true }, shown: { state: true } };

  static styles = [base, css`
    :host { max-width: 40rem; }
    .who { display: flex; align-items: center; gap: var(--space-4); }
    .picture { flex: none; width: 76px; height: 76px; border-radius: 50%; background: var(--surface); object-fit: cover; overflow: hidden; }
    .nobody { display: grid; place-items: center; color: var(--ink-soft); }
    .nobody .icon { width: 40px; height: 40px; }
    .who div { min-width: 0; flex: 1; }
    .who h1 { overflow-wrap: anywhere; }
    .who .bare { padding-inline: 0; justify-content: start; color: var(--ink-soft); }
    form { display: grid; gap: var(--space-2); }
    .fault { font-weight: 650; }
    .fault::before { content: '! '; color: var(--warm); font-weight: 800; }

    .pass { display: grid; grid-template-columns: minmax(0, 1fr); justify-items: center; gap: var(--space-3); text-align: center; }
    .pass h2 { justify-self: start; }
    .code { display: grid; grid-template-columns: minmax(0, 1fr); justify-items: center; gap: var(--space-2); width: 100%; max-width: 20rem; padding: var(--space-4); border-radius: 14px; background: var(--paper); color: var(--paper-ink); }
    .code img, .code .hole { width: 100%; aspect-ratio: 1; display: block; }
    .code .hole { display: grid; place-items: center; text-wrap: balance; }
    .code p { font-family: ui-monospace, monospace; font-size: var(--text-1); letter-spacing: 0.02em; text-wrap: balance; }

    .switch { display: flex; align-items: center; justify-content: space-between; gap: var(--space-3); width: 100%; padding: 0; border: 0; background: none; text-align: start; }
    .switch .knob { flex: none; width: 50px; height: 30px; padding: 3px; border: 1.5px solid var(--edge); border-radius: 15px; background: var(--surface); }
    .switch .knob::before { content: ''; display: block; width: 21px; height: 21px; border-radius: 50%; background: var(--ink-soft); transition: translate 0.15s; }
    .switch[aria-checked='true'] .knob { border-color: var(--ink); background: var(--ink); }
    .switch[aria-checked='true'] .knob::before { translate: 20px 0; background: var(--ground); }
    .switch[aria-checked='true'] .knob:dir(rtl)::before { translate: -20px 0; }
  `];

  constructor() {
    super();
    Object.assign(this, { editing: false, fault: '', pass: null, shown: null });
    this.passOf = null; // the pass that was asked for last
  }

  get heading() {
    return this.say('me_title');
  }

  willUpdate(changed) {
    super.willUpdate?.(changed);
    if (changed.has('me')) this.shown = null;
    const id = this.me?.pass ?? null;
    const back = changed.has('status') && this.status.state === 'live' && !this.pass;
    if (id !== this.passOf || (id && back)) this.showPass(id);
  }

  async showPass(id) {
    this.passOf = id;
    this.pass = id && keptPass(id);
    if (!id || this.pass) return;
    const fetched = await fetchPass(id);
    if (this.passOf === id) this.pass = fetched;
  }

  render() {
    if (!this.me) return html`<div class="stack"><h1>${this.say('me_title')}</h1><madang-join class="card" .lang=${this.lang} .me=${this.me}></madang-join>${this.language()}</div>`;
    const { lang, me, docs, now, status, route } = this;
    return html`<div class="stack">
      ${this.who()}
      ${me.person ? html`<a class="button" href="/host/">${this.say('host_title')}</a>` : nothing}
      ${this.passCard()}
      ${this.character()}
      <madang-me-device class="card" .lang=${lang} .me=${me} .docs=${docs} .now=${now} .status=${status} .route=${route}></madang-me-device>
      ${this.language()}
      <madang-me-data class="card" .lang=${lang} .me=${me} .docs=${docs} .now=${now} .status=${status} .route=${route}></madang-me-data>
    </div>`;
  }

  /* ---- the name ---- */

  who() {
    const { name, picture } = this.me;
    return html`<section class="who">
      ${picture ? html`<img class="picture" src="${picture}&view=face&lang=${this.lang}" width="76" height="76" alt=${this.say('me_character_of', { name })}>`
        : html`<span class="picture nobody">${icons.character}</span>`}
      <div>${this.editing ? this.form() : html`<h1 dir="auto">${name}</h1>
        <button class="bare small edit" @click=${this.edit}>${this.say('me_edit_name')}</button>`}</div>
    </section>`;
  }

  form() {
    return html`<form novalidate @submit=${this.save}>
      <label class="visually-hidden" for="name">${this.say('join_name')}</label>
      <input id="name" dir="auto" autocomplete="nickname" enterkeyhint="done" .value=${this.me.name} aria-invalid=${this.fault ? 'true' : 'false'} aria-describedby="fault">
      <p id="fault" class="fault small" role="alert" ?hidden=${!this.fault}>${this.fault}</p>
      <div class="row"><button class="primary">${this.say('me_save')}</button><button type="button" class="bare" @click=${this.stopEditing}>${this.say('me_cancel')}</button></div>
    </form>`;
  }

  edit = async () => {
    Object.assign(this, { editing: true, fault: '' });
    await this.updateComplete;
    this.renderRoot.querySelector('#name').select();
  };

  stopEditing = async () => {
    this.editing = false;
    await this.updateComplete;
    this.renderRoot.querySelector('.edit')?.focus();
  };

  save = async (event) => {
    event.preventDefault();
    const input = this.renderRoot.querySelector('#name');
    const fault = faultOfName(input.value);
    this.fault = fault === 'blank' ? this.say('join_blank') : fault === 'long' ? this.say('join_long', { n: NAME_MOST }) : '';
    if (this.fault) {
      input.focus();
      return;
    }
    try {
      await call('PATCH', '/api/v1/me', { name: input.value.trim() });
      await this.stopEditing();
    } catch (problem) {
      this.fault = problem.code === 'invalid_field' ? this.say('join_refused') : problemText(this, problem);
    }
  };

  /* ---- the pass ---- */

  passCard() {
    const id = this.me.pass;
    return html`<section class="card pass" aria-labelledby="pass">
      <h2 id="pass">${this.say('me_pass')}</h2>
      <div class="code">
        ${this.pass ? html`<img src=${this.pass} alt=${this.say('me_pass_alt', { id: grouped(id) })}>` : html`<p class="hole">${this.say('me_pass_missing')}</p>`}
        <p translate="no">${grouped(id)}</p>
      </div>
      <p class="soft small">${this.say('me_pass_hint')}</p>
    </section>`;
  }

  /* ---- the character ---- */

  character() {
    if (!this.me.avatar) {
      return html`<section class="card stack"><div><h2>${this.say('me_character')}</h2><p class="soft">${this.say('me_character_invite')}</p></div>
        <div><a class="button primary" href="#/character">${this.say('me_character_build')}</a></div></section>`;
    }
    const shown = this.shown ?? this.me.shown;
    return html`<section class="card stack"><h2>${this.say('me_character')}</h2>
      <button class="switch" role="switch" aria-checked=${shown} aria-describedby="shown-hint" @click=${this.toggleShown}>
        <span>${this.say('me_shown')}</span><span class="knob"></span></button>
      <p id="shown-hint" class="soft small">${this.say('me_shown_hint')}</p>
      <div><a class="button" href="#/character">${this.say('me_character_change')}</a></div>
      ${this.fault && !this.editing ? html`<p class="problem" role="alert">${this.fault}</p>` : nothing}</section>`;
  }

  toggleShown = async () => {
    this.fault = '';
    const wanted = !(this.shown ?? this.me.shown);
    this.shown = wanted;
    try {
      await call('PATCH', '/api/v1/me', { shown: wanted });
    } catch (problem) {
      this.shown = null;
      this.fault = problemText(this, problem);
    }
  };

  /* ---- the language ---- */

  language() {
    return html`<section class="stack"><h2>${this.say('me_language')}</h2><div class="segments">${LANGUAGES.map((lang) => html`
      <button lang=${lang} aria-pressed=${lang === this.lang} @click=${() => this.tell('language', { lang })}>${NAMES[lang]}</button>`)}</div></section>`;
  }
}

customElements.define('madang-me', Me);
