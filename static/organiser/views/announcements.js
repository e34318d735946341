/*
 * Announcements: a form that makes and changes them, in the languages of the event, with a level
 * and an end; those that hold, that come, and that are over. One that is urgent takes every screen
 * and phone, and the form says how many before it is sent.
 */
import { css } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { bodyOf, editForm, endedNow, ENDS, faultOf, listed, newForm } from '../announcements-plan.js';
import { DeskView, html, nothing } from '../view.js';
import { SIREN } from '/shared/signs.js';
import { base } from '/shared/style.js';
import { LANGUAGES } from '/shared/words.js';

const LEVELS = ['info', 'urgent'];
const SOME = 8;                 /* of those that are over, until one asks for all */

class Announcements extends DeskView {
  static properties = {
    ...DeskView.properties, form: { state: true }, busy: { state: true }, problem: { state: true }, done: { state: true }, reach: { state: true }, isAll: { state: true },
  };

  static styles = [base, css`
    .both { display: grid; gap: var(--space-5); grid-template-columns: minmax(0, 1fr); align-items: start; margin-block-start: var(--space-3); }
    form, .field { display: grid; gap: var(--space-2); grid-template-columns: minmax(0, 1fr); }
    form { gap: var(--space-4); }
    .segments { background: var(--surface-high); }
    .segments > [aria-pressed='true'] { background: var(--ink); color: var(--ground); box-shadow: none; }
    .segments > .urgent[aria-pressed='true'] { background: var(--alarm); color: var(--alarm-ink); }
    .ends { display: flex; flex-wrap: wrap; gap: var(--space-2); }
    .ends button[aria-pressed='true'] { border-color: var(--ink); background: var(--ink); color: var(--ground); }
    .ends input { width: 8.5rem; }
    textarea { min-height: 5.5rem; resize: vertical; }
    .siren { width: 1.3em; height: 1.3em; flex: none; }
    .warns { display: flex; gap: var(--space-3); align-items: center; padding: var(--space-3); border-radius: var(--radius); box-shadow: inset 0 0 0 2px var(--alarm); }
    .list { display: grid; gap: var(--space-3); margin-block: var(--space-2) var(--space-5); }
    .one { display: grid; gap: var(--space-2); grid-template-columns: minmax(0, 1fr); }
    .one .urgent { display: inline-flex; align-items: center; gap: 0.4em; padding: 0.1em 0.6em; border-radius: 6px; background: var(--alarm); color: var(--alarm-ink); font-weight: 700; }
    .one .says { font-weight: 600; white-space: pre-line; }
    .one .other { color: var(--ink-soft); }
    .over { background: none; box-shadow: inset 0 0 0 1px var(--line); }
    .over .says { color: var(--ink-soft); font-weight: 500; }
    .row { gap: var(--space-2); }
    [aria-busy='true'] { opacity: 0.6; }
    @media (min-width: 1100px) {
      .both { grid-template-columns: minmax(20rem, 26rem) minmax(0, 1fr); }
    }
  `];

  constructor() {
    super();
    Object.assign(this, { form: null, busy: [], problem: null, done: null, reach: null, isAll: false });
  }

  get heading() {
    return this.say('desk_nav_announcements');
  }

  get languages() {
    const { languages } = this.tt.event;
    return Array.isArray(languages) && languages.length ? languages : LANGUAGES;
  }

  /* Each minute, and when one begins or ends within it. */
  shouldUpdate(changed) {
    const before = changed.get('now') ?? this.now;
    const passed = (at) => before < Date.parse(at) && Date.parse(at) <= this.now;
    return super.shouldUpdate(changed) || this.tt.announcements.some(({ from, until }) => passed(from) || passed(until));
  }

  willUpdate() {
    if (!this.form && this.docs.event) this.form = newForm(this.languages);
  }

  /* ---- what is asked of the server ---------------------------------------- */

  async #ask(what, request, words) {
    if (this.busy.includes(what)) return false;
    Object.assign(this, { busy: [...this.busy, what], problem: null, done: null });
    try {
      const answer = await this.api(...request);
      this.done = { words, action: what === 'undo' ? null : answer?.action ?? null };
      this.announce(words);
      return true;
    } catch (problem) {
      this.problem = { at: what, text: problem.code === 'changed_meanwhile' ? this.say('desk_announcements_meanwhile') : this.fault(problem) };
      return false;
    } finally {
      this.busy = this.busy.filter((one) => one !== what);
    }
  }

  async #send(event) {
    event.preventDefault();
    const { form } = this;
    const fault = faultOf(form, this.tt, this.now);
    if (fault) {
      this.problem = { at: 'form', text: this.say(`desk_announcements_fault_${fault}`) };
      this.renderRoot.querySelector(fault === 'time' ? '#time' : 'textarea')?.focus();
      return;
    }
    const body = bodyOf(form, this.tt, this.now);
    const request = form.id ? ['PATCH', `/announcements/${form.id}`, body, { rev: form.rev }] : ['POST', '/announcements', body];
    if (await this.#ask('form', request, this.say(form.id ? 'desk_announcements_said_changed' : 'desk_announcements_said_made'))) this.#fresh();
  }

  #end({ doc, from }) {
    this.#ask(`end ${doc.id}`, ['PATCH', `/announcements/${doc.id}`, endedNow({ from }, this.now)], this.say('desk_announcements_said_ended'));
  }

  /* Whom it would take over now; that nobody can say is no reason to keep quiet. */
  async #askReach() {
    this.reach = null;
    try {
      this.reach = await this.api('POST', '/preview?method=POST&path=/api/v1/announcements', { text: '…', level: 'urgent' });
    } catch {
      /* the warning stands without numbers */
    }
  }

  /* ---- the form ----------------------------------------------------------------- */

  #change(change) {
    this.form = { ...this.form, ...change };
    this.problem = null;
  }

  #level(level) {
    this.#change({ level });
    if (level === 'urgent') this.#askReach();
  }

  #fresh() {
    this.form = newForm(this.languages);
  }

  async #open(form) {
    this.form = form;
    Object.assign(this, { problem: null, done: null });
    if (form.level === 'urgent') this.#askReach();
    await this.updateComplete;
    this.renderRoot.querySelector('form').scrollIntoView({ block: 'start' });
    this.renderRoot.querySelector('textarea').focus({ preventScroll: true });
  }

  /* ---- drawing -------------------------------------------------------------------- */

  render() {
    return html`<section><h1>${this.heading}</h1>
      <div class="both">${this.form ? this.#formOf(this.form) : nothing}<div>${this.now ? this.#lists() : nothing}</div></div></section>`;
  }

  #formOf(form) {
    const isUrgent = form.level === 'urgent';
    const press = (level) => html`<button type="button" class=${level} aria-pressed=${form.level === level} @click=${() => this.#level(level)}>${this.say(`desk_announcements_${level}`)}</button>`;
    return html`<form class="card" novalidate @submit=${this.#send}>
      <h2>${this.say(form.id ? 'desk_announcements_edit_title' : 'desk_announcements_new')}</h2>
      <div class="segments" role="group" aria-label=${this.say('desk_announcements_level')}>${LEVELS.map(press)}</div>
      ${isUrgent ? this.#warning() : nothing}
      ${Object.keys(form.text).map((lang) => this.#words(lang))}
      <div class="field"><p id="ends"><b>${this.say('desk_announcements_until')}</b></p><div class="ends" role="group" aria-labelledby="ends">${this.#ends(form)}</div></div>
      ${this.problem?.at === 'form' ? html`<p class="problem" role="alert">${this.problem.text}</p>` : nothing}
      <div class="row"><button class=${isUrgent ? 'danger' : 'primary'} aria-busy=${this.busy.includes('form')}>${this.say(form.id ? 'desk_announcements_save' : isUrgent ? 'desk_announcements_send_urgent' : 'desk_announcements_send')}</button>
        ${form.id ? html`<button type="button" @click=${() => this.#fresh()}>${this.say('desk_announcements_cancel')}</button>` : nothing}</div>
      ${this.done ? this.#done() : nothing}
    </form>`;
  }

  #warning() {
    const { reach } = this;
    return html`<p class="warns">${SIREN}<span>${this.say('desk_announcements_takes')} ${reach ? this.say('desk_announcements_reach', { screens: this.#number(reach.screens), phones: this.#number(reach.phones) }) : nothing}</span></p>`;
  }

  #number(n) {
    return new Intl.NumberFormat(this.lang).format(n);
  }

  #words(lang) {
    const typed = (event) => this.#change({ text: { ...this.form.text, [lang]: event.target.value } });
    return html`<div class="field"><label for="text-${lang}">${this.say('desk_announcements_text', { language: this.#language(lang) })}</label>
      <textarea id="text-${lang}" lang=${lang} dir="auto" .value=${this.form.text[lang]} @input=${typed}></textarea></div>`;
  }

  #language(lang) {
    try {
      return new Intl.DisplayNames([this.lang], { type: 'language' }).of(lang);
    } catch {
      return lang;
    }
  }

  #ends(form) {
    const choices = form.id ? ['kept', ...ENDS] : ENDS;
    const words = (end) => (/^\d+$/.test(end) ? this.say('desk_announcements_minutes', { n: end }) : end === 'kept' ? this.#kept(form.kept) : this.say(`desk_announcements_end_${end}`));
    return html`${choices.map((end) => html`<button type="button" aria-pressed=${form.end === end} @click=${() => this.#change({ end })}>${words(end)}</button>`)}
      ${form.end === 'at' ? html`<input id="time" type="time" aria-label=${this.say('desk_announcements_time')} .value=${form.time} @input=${(event) => this.#change({ time: event.target.value })}>` : nothing}`;
  }

  #kept(until) {
    return this.say('desk_announcements_kept', { end: until === null ? this.say('desk_announcements_end_open') : this.#untilOf(until) });
  }

  #done() {
    const { words, action } = this.done;
    const undo = () => this.#ask('undo', ['POST', `/actions/${action}/undo`, {}], this.say('desk_changes_undone_now'));
    return html`<p class="row"><span>${words}</span>${action ? html`<button type="button" aria-busy=${this.busy.includes('undo')} @click=${undo}>${this.say('desk_changes_undo')}</button>` : nothing}</p>
      ${this.problem?.at === 'undo' ? html`<p class="problem" role="alert">${this.problem.text}</p>` : nothing}`;
  }

  /* ---- the lists -------------------------------------------------------------------- */

  #lists() {
    const { now, ahead, over } = listed(this.tt, this.now);
    const shown = this.isAll ? over : over.slice(0, SOME);
    return html`<h2>${this.say('desk_announcements_now')}</h2>
      ${now.length ? this.#list(now, '') : html`<p class="soft list">${this.say('desk_announcements_none')}</p>`}
      ${ahead.length ? html`<h2>${this.say('desk_announcements_ahead')}</h2>${this.#list(ahead, '')}` : nothing}
      ${over.length ? html`<h2>${this.say('desk_announcements_over')}</h2>${this.#list(shown, 'over')}` : nothing}
      ${over.length > shown.length ? html`<button @click=${() => { this.isAll = true; }}>${this.say('desk_announcements_all', { n: over.length })}</button>` : nothing}`;
  }

  #list(items, look) {
    return html`<ul class="list">${repeat(items, ({ doc }) => doc.id, (one) => this.#one(one, look))}</ul>`;
  }

  #one(one, look) {
    const { doc } = one;
    const said = [...new Set(this.languages.map((lang) => (typeof doc.text === 'object' ? doc.text?.[lang] : doc.text)).filter(Boolean))];
    const about = (key) => `${this.say(key)}: ${said[0] ?? doc.id}`;
    return html`<li class="card one ${look}" data-announcement=${doc.id}>
      <p class="small soft row">${doc.level === 'urgent' ? html`<span class="urgent">${SIREN}${this.say('board_urgent')}</span>` : nothing}<span class="numbers">${this.#spanOf(one)}</span></p>
      ${said.map((words, i) => html`<p class=${i ? 'other' : 'says'} dir="auto">${words}</p>`)}
      <div class="row">${look === 'over'
        ? html`<button aria-label=${about('desk_announcements_again')} @click=${() => this.#open(newForm(this.languages, doc))}>${this.say('desk_announcements_again')}</button>`
        : html`<button aria-label=${about('desk_announcements_edit')} @click=${() => this.#open(editForm(this.languages, one))}>${this.say('desk_announcements_edit')}</button>
          <button aria-label=${about('desk_announcements_end')} aria-busy=${this.busy.includes(`end ${doc.id}`)} @click=${() => this.#end(one)}>${this.say('desk_announcements_end')}</button>`}</div>
      ${this.problem?.at === `end ${doc.id}` ? html`<p class="problem" role="alert">${this.problem.text}</p>` : nothing}
    </li>`;
  }

  #spanOf({ from, until }) {
    const began = this.#moment(from);
    return until === null ? this.say('desk_announcements_since', { time: began }) : `${began} – ${this.#moment(until, from)}`;
  }

  #untilOf(until) {
    return this.say('board_until', { time: this.#moment(until) });
  }

  /* A time, with its day where that is another one than today, or than `beside` it. */
  #moment(at, beside = this.now) {
    const isToday = this.date(at, 'short') === this.date(beside, 'short');
    return isToday ? this.time(at) : `${this.date(at, 'short')} ${this.time(at)}`;
  }
}

customElements.define('madang-desk-announcements', Announcements);
