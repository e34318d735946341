/*
 * Setting up a table, and changing it: where, when, for how long each, how many at once, with a line
 * or without. A host sets up its own; an organiser anybody's.
 */
import { css } from 'lit';
import { daysOf, instantOf, nextHalfHour, written } from '/shared/moment.js';
import { titleOf } from '../words.js';
import { call } from '/shared/api.js';
import { tableOf } from '/shared/meetups.js';
import { problemText } from '/shared/problems.js';
import { dateOf, HOUR } from '/shared/schedule.js';
import { base } from '/shared/style.js';
import { View, html, nothing } from '/shared/view.js';

const KINDS = ['table', 'booth', 'lobby', 'room'];   /* where meetups mostly are, first */
const MINUTES = [10, 15, 20, 30];
const SEATS = [1, 2, 3, 4, 6, 8, 12];
const NOTE_MOST = 500;

class Setup extends View {
  static properties = { ...View.properties, who: { attribute: false }, fault: { state: true }, busy: { state: true }, after: { state: true } };

  static styles = [base, css`
    form { display: grid; gap: var(--space-4); max-width: 34rem; grid-template-columns: minmax(0, 1fr); }
    .field { display: grid; gap: var(--space-1); }
    .pair { display: grid; gap: var(--space-3); grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); }
    fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
    .check { display: flex; align-items: center; gap: var(--space-3); min-height: var(--touch); font-weight: 600; }
    .check input { flex: none; width: 26px; height: 26px; min-height: 0; accent-color: var(--ink); }
    textarea { min-height: 5.5rem; }
    .go { min-height: 64px; font-size: var(--text-3); }
  `];

  constructor() {
    super();
    Object.assign(this, { who: {}, fault: '', busy: false, after: '' });
  }

  get heading() {
    return this.say(this.route.name === 'edit' ? 'host_edit_title' : 'host_new');
  }

  /* A form that is being filled in does not move with the time. */
  shouldUpdate(changed) {
    return [...changed.keys()].some((key) => !['now', 'docs', 'status'].includes(key)) || !this.renderRoot?.querySelector('form');
  }

  willUpdate(changed) {
    if (!changed.has('route')) return;
    Object.assign(this, { fault: '', after: '' });
  }

  get #old() {
    return this.route.name === 'edit' ? tableOf(this.docs, this.route.params.id, this.now) : null;
  }

  render() {
    if (!this.now || !this.who.role || !this.tt.rooms.length) return nothing;
    const old = this.#old;
    if (this.route.name === 'edit' && !old) return html`<section class="stack"><h1>${this.say('host_unknown_title')}</h1><p class="soft">${this.say('host_unknown')}</p></section>`;
    return html`<section class="stack"><h1>${this.heading}</h1>${old ? html`<p class="soft" dir="auto">${titleOf(this, old)}</p>` : nothing}
      <form novalidate @submit=${this.save}>
        ${!old && this.who.role === 'organiser' ? this.#host() : nothing}
        ${this.#place(old)}
        ${old ? nothing : this.#session()}
        ${this.after ? nothing : this.#window(old)}
        <div class="pair">${this.#minutes(old)}${this.#seats(old)}</div>
        <label class="check"><input type="checkbox" name="walk_in" ?checked=${old ? old.walkIn : true}>${this.say('host_form_line')}</label>
        <div class="field"><label for="note">${this.say('host_form_note')}</label>
          <textarea id="note" name="note" dir="auto" maxlength=${NOTE_MOST} .value=${old ? this.text(old.note) : ''}></textarea></div>
        <p class="problem" role="alert" ?hidden=${!this.fault}>${this.fault}</p>
        <button class="primary go" aria-busy=${this.busy}>${this.say(old ? 'me_save' : 'host_form_go')}</button>
      </form></section>`;
  }

  #select(name, word, options, selected, on = nothing) {
    return html`<div class="field"><label for=${name}>${this.say(word)}</label>
      <select id=${name} name=${name} @change=${on}>${options.map(([value, words]) => html`<option value=${value} ?selected=${String(value) === String(selected)}>${words}</option>`)}</select></div>`;
  }

  #host() {
    const people = Object.values(this.docs.people ?? {}).map((one) => [one.id, this.text(one.name)]);
    people.sort((a, b) => a[1].localeCompare(b[1], this.lang));
    return this.#select('host', 'host_form_host', people, '');
  }

  #place(old) {
    const rank = ({ kind }) => KINDS.indexOf(kind ?? 'room');
    const rooms = [...this.tt.rooms].sort((a, b) => rank(a) - rank(b));
    return this.#select('place', 'host_form_place', rooms.map((one) => [one.id, this.text(one.name)]), old?.place);
  }

  /* After one's own talk: it moves with that. */
  #session() {
    const own = this.tt.sessions.filter((one) => this.who.person && (this.docs.sessions?.[one.id]?.people ?? []).includes(this.who.person) && one.end > this.now);
    if (!own.length) return nothing;
    const options = [['', this.say('host_form_at_time')], ...own.map((one) => [one.id, this.say('host_form_after', { title: this.text(one.title), time: this.time(one.end) })])];
    return this.#select('session', 'host_form_when', options, this.after, (event) => { this.after = event.target.value; });
  }

  #window(old) {
    const { zone } = this.tt;
    const start = old?.plannedStart ?? nextHalfHour(this.now);
    const end = old?.plannedEnd ?? start + HOUR;
    const days = [...new Set([...daysOf(this.tt, this.now), dateOf(start, zone)])].sort();
    const dayName = (date) => this.date(instantOf(date, '12:00', zone));
    return html`${days.length > 1 ? this.#select('date', 'host_form_day', days.map((one) => [one, dayName(one)]), dateOf(start, zone)) : html`<input type="hidden" name="date" value=${days[0]}>`}
      <div class="pair">
        <div class="field"><label for="start">${this.say('host_form_from')}</label><input id="start" name="start" type="time" required .value=${this.time(start)}></div>
        <div class="field"><label for="end">${this.say('host_form_to')}</label><input id="end" name="end" type="time" required .value=${this.time(end)}></div>
      </div>`;
  }

  #minutes(old) {
    const length = this.docs.meetups?.[old?.id]?.slot_minutes ?? 15;
    const all = [...new Set([...MINUTES, length])].sort((a, b) => a - b);
    return this.#select('slot_minutes', 'host_form_minutes', all.map((n) => [n, this.say('host_minutes', { n })]), length);
  }

  #seats(old) {
    const seats = this.docs.meetups?.[old?.id]?.seats ?? 1;
    const all = [...new Set([...SEATS, seats])].sort((a, b) => a - b);
    return this.#select('seats', 'host_form_seats', all.map((n) => [n, this.say('host_people', { n })]), seats);
  }

  save = async (event) => {
    event.preventDefault();
    if (this.busy) return;
    const old = this.#old;
    const wanted = this.#wanted(new FormData(event.target), old);
    if (!wanted) return;
    this.busy = true;
    this.fault = '';
    try {
      const path = old ? `/api/v1/meetups/${encodeURIComponent(old.id)}` : '/api/v1/meetups';
      const { id } = await call(old ? 'PATCH' : 'POST', path, wanted);
      window.location.hash = `#/table/${encodeURIComponent(id ?? old.id)}`;
    } catch (problem) {
      this.fault = problem.status === 403 ? this.say('host_fault_forbidden') : problem.status === 422 ? this.say('host_form_refused', { detail: problem.detail }) : problemText(this, problem);
    } finally {
      this.busy = false;
    }
  };

  /* What is to be written; null where the times are none. Of an old table, only what differs. */
  #wanted(form, old) {
    const note = form.get('note').trim();
    const fields = {
      place: form.get('place'), slot_minutes: Number(form.get('slot_minutes')), seats: Number(form.get('seats')),
      walk_in: form.get('walk_in') !== null, note: note || null,
    };
    if (!old) fields.host = this.who.person ?? form.get('host');
    if (form.get('session')) return { ...fields, session: form.get('session') };
    const { zone } = this.tt;
    const start = instantOf(form.get('date'), form.get('start'), zone);
    const end = instantOf(form.get('date'), form.get('end'), zone);
    if (start === null || end === null || end <= start) {
      this.fault = this.say('host_form_times');
      return null;
    }
    const all = { ...fields, start: written(start), end: written(end) };
    if (!old) return all;
    const doc = this.docs.meetups[old.id];
    if (fields.note === (this.text(doc.note) || null)) delete all.note;
    return Object.fromEntries(Object.entries(all).filter(([name, value]) => value !== doc[name]));
  }
}

customElements.define('madang-setup', Setup);
