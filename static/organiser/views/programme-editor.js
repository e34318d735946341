/*
 * One session as a form, or a new one. What is changed in it is a step of the view around it, from
 * the first keystroke: `propose` {request, words, about}, `take-back`, `apply`, all bubbling.
 */
import { bodyOf, formOf } from '../grid-form.js';
import { titleOf } from '../grid-words.js';
import { DeskView, html, nothing } from '../view.js';
import { panelStyle } from './programme-style.js';
import { base } from '/shared/style.js';
import { NAMES } from '/shared/language.js';
import { startOfDate } from '/shared/schedule.js';

const STATUS = ['scheduled', 'live', 'ended', 'cancelled', 'hidden'];

class Editor extends DeskView {
  static properties = {
    ...DeskView.properties, session: { attribute: false }, day: { attribute: false }, room: { attribute: false },
    form: { state: true }, wrong: { state: true }, wanted: { state: true }, refusal: { state: true },
  };

  static styles = [base, panelStyle];

  #doc = null;                  /* what the form was filled from */

  constructor() {
    super();
    Object.assign(this, { form: null, wrong: '', wanted: '', refusal: '' });
  }

  willUpdate(changed) {
    if (changed.has('session')) this.#fill();
    /* Untouched, it shows what is: also what others make of it. */
    else if (this.session && this.#doc && this.docs.sessions?.[this.session] !== this.#doc && !this.#isTouched) this.#fill();
  }

  updated(changed) {
    if (changed.has('session')) this.renderRoot.querySelector('h2')?.focus();
  }

  /** As if nothing had been typed. */
  forget() {
    this.#fill();
  }

  get #languages() {
    const { languages } = this.tt.event;
    return languages?.length ? languages : ['ko', 'en'];
  }

  get #zoned() {
    return { zone: this.zone, languages: this.#languages };
  }

  get #isTouched() {
    return this.form !== this.filled;
  }

  #fill() {
    this.#doc = this.docs.sessions?.[this.session] ?? null;
    this.form = formOf(this.#doc, { ...this.#zoned, date: this.day, room: this.room ?? '' });
    this.filled = this.form;
    Object.assign(this, { wrong: '', wanted: '', refusal: '' });
  }

  #set(changes) {
    this.form = { ...this.form, ...changes };
    const { body = {}, wrong = '' } = bodyOf(this.form, this.#doc, this.#zoned);
    this.wrong = wrong;
    if (wrong || !Object.keys(body).length) {
      this.tell('withdraw');
      return;
    }
    const doc = this.#doc;
    const title = this.text(body.title ?? doc?.title);
    const request = doc
      ? { method: 'PATCH', path: `/api/v1/sessions/${encodeURIComponent(doc.id)}`, body, rev: doc.rev, bases: { [doc.id]: doc } }
      : { method: 'POST', path: '/api/v1/sessions', body, bases: {} };
    this.tell('propose', { request, words: this.say(doc ? 'desk_programme_edit_words' : 'desk_programme_new_words', { title }), about: doc ? [doc.id] : [] });
  }

  render() {
    if (this.session && !this.#doc) return html`<p class="soft">${this.say('desk_programme_gone')}</p>`;
    const heading = this.#doc ? this.text(this.#doc.title) : this.say('desk_programme_new');
    return html`<form novalidate @submit=${this.#submit}>
      <div class="head"><h2 tabindex="-1" dir="auto">${heading}</h2><button type="button" class="bare" @click=${() => this.tell('close')}>${this.say('desk_programme_close')}</button></div>
      ${this.#byLanguage('title', 'desk_programme_title')}
      ${this.#people()}
      ${this.#select('room', 'desk_programme_room', [['', this.say('desk_programme_no_room')], ...this.tt.rooms.map((one) => [one.id, this.text(one.name)])])}
      ${this.#when()}
      ${this.#doc ? this.#select('status', 'desk_programme_status', STATUS.map((one) => [one, this.say(`desk_programme_status_${one}`)])) : nothing}
      ${this.form.status === 'cancelled' ? this.#replacement() : nothing}
      ${this.#byLanguage('note', 'desk_programme_note')}
      <p class="problem" role="alert" ?hidden=${!this.wrong && !this.refusal}>${this.refusal || (this.wrong ? this.say(`desk_programme_wrong_${this.wrong}`) : '')}</p>
    </form>`;
  }

  #submit = (event) => {
    event.preventDefault();
    if (!this.wrong) this.tell('apply');
  };

  #field(name, word, input) {
    return html`<div class="field"><label for=${name}>${word}</label>${input}</div>`;
  }

  #byLanguage(name, word) {
    return this.#languages.map((lang) => this.#field(`${name}-${lang}`, `${this.say(word)} · ${NAMES[lang] ?? lang}`,
      html`<input id=${`${name}-${lang}`} lang=${lang} dir="auto" autocomplete="off" .value=${this.form[name][lang] ?? ''} @input=${(event) => this.#set({ [name]: { ...this.form[name], [lang]: event.target.value } })}>`));
  }

  #select(name, word, options) {
    return this.#field(name, this.say(word), html`<select id=${name} @change=${(event) => this.#set({ [name]: event.target.value })}>
      ${options.map(([value, words]) => html`<option value=${value} ?selected=${value === this.form[name]}>${words}</option>`)}</select>`);
  }

  #when() {
    const dates = [...new Set([...this.tt.days.map(({ date }) => date), this.form.date])].filter(Boolean).sort();
    const input = (name, type, more) => html`<input id=${name} type=${type} inputmode=${more ?? nothing} .value=${this.form[name]} @input=${(event) => this.#set({ [name]: event.target.value })}>`;
    return html`${dates.length > 1 ? this.#select('date', 'desk_programme_day', dates.map((one) => [one, this.date(startOfDate(one, this.zone))])) : nothing}
      <div class="pair">${this.#field('time', this.say('desk_programme_time'), input('time', 'time'))}${this.#field('duration', this.say('desk_programme_duration'), input('duration', 'text', 'numeric'))}</div>`;
  }

  /* Instead of what is cancelled: what begins then or after, first. */
  #replacement() {
    const start = this.tt.sessionById.get(this.session)?.start ?? 0;
    const others = this.tt.sessions.filter(({ id, cancelled, end }) => id !== this.session && !cancelled && end > start);
    return this.#select('replaced_by', 'desk_programme_replaced', [['', this.say('desk_programme_replaced_none')], ...others.map((one) => [one.id, `${this.time(one.start)} · ${titleOf(this, one.id)}`])]);
  }

  /* ---- who speaks --------------------------------------------------------------- */

  #people() {
    const { people } = this.form;
    const known = Object.values(this.docs.people ?? {}).filter(({ id }) => !people.includes(id));
    const name = (id) => this.text(this.docs.people?.[id]?.name) || id;
    return html`<div class="field"><label for="person">${this.say('desk_programme_people')}</label>
      ${people.length ? html`<ul class="people">${people.map((id) => html`<li><span dir="auto">${name(id)}</span>
        <button type="button" class="bare" aria-label=${this.say('desk_programme_person_remove', { name: name(id) })} @click=${() => this.#set({ people: people.filter((one) => one !== id) })}>×</button></li>`)}</ul>` : nothing}
      <div class="row"><input id="person" list="people" dir="auto" autocomplete="off" .value=${this.wanted} @input=${(event) => { this.wanted = event.target.value; }} @keydown=${this.#personKey}>
        <datalist id="people">${known.map((one) => html`<option value=${this.text(one.name)}></option>`)}</datalist>
        ${this.wanted.trim() ? html`<button type="button" @click=${this.#addPerson}>${this.say(this.#wantedPerson ? 'desk_programme_person_add' : 'desk_programme_person_new', { name: this.wanted.trim() })}</button>` : nothing}</div></div>`;
  }

  get #wantedPerson() {
    const wanted = this.wanted.trim().toLowerCase();
    return Object.values(this.docs.people ?? {}).find(({ name }) => [name, ...Object.values(typeof name === 'object' ? name ?? {} : {})].some((one) => typeof one === 'string' && one.toLowerCase() === wanted));
  }

  #personKey = (event) => {
    if (event.key !== 'Enter' || !this.wanted.trim()) return;
    event.preventDefault();
    this.#addPerson();
  };

  /* Somebody nobody knew yet is made known at once: a session can only name who is there. */
  #addPerson = async () => {
    const name = this.wanted.trim();
    const known = this.#wantedPerson;
    this.refusal = '';
    try {
      const { id } = known ?? await this.api('POST', '/people', { name });
      this.wanted = '';
      if (!this.form.people.includes(id)) this.#set({ people: [...this.form.people, id] });
    } catch (problem) {
      this.refusal = this.fault(problem);
    }
  };
}

customElements.define('madang-desk-editor', Editor);
