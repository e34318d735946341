/*
 * A schedule file in: choose it, look through what it would change, apply it. What was chosen is
 * kept by this page alone; the server reads it twice, once to compare and once to apply.
 *
 *   step   choose → comparing → compared → applying → done
 */
import { css } from 'lit';
import { clashesOf, partsOf, reachOf } from '../comparison.js';
import { DeskView, html, nothing } from '../view.js';
import { parts } from './changes-parts.js';
import { partsStyle } from './changes-style.js';
import { base } from '/shared/style.js';

const LARGEST = 32 * 1024 * 1024;
const LIMIT_MS = 120_000;       /* a large file on a slow line */
const FIRST = 20;               /* entries of a part that are seen before all are asked for */
const FIELDS = new Set(['title', 'subtitle', 'abstract', 'description', 'type', 'track', 'room', 'also_in', 'start', 'duration', 'length', 'language', 'people', 'url', 'status', 'name', 'company', 'bio', 'zone', 'colour', 'capacity']);
const INSTANT = /^\d{4}-\d{2}-\d{2}T.*Z$/;

class Import extends DeskView {
  static properties = {
    ...DeskView.properties, step: { state: true }, report: { state: true }, problem: { state: true }, zones: { state: true }, many: { state: true }, whole: { state: true },
  };

  static styles = [base, partsStyle, css`
    .choose { display: grid; justify-items: center; gap: var(--space-3); padding: var(--space-6) var(--space-4); border: 2px dashed var(--edge); border-radius: 14px; text-align: center; cursor: pointer; }
    .choose:hover, .choose.over { background: var(--surface); }
    .choose:focus-within { outline: 3px solid var(--warm); outline-offset: 2px; }
    .choose input { position: absolute; width: 1px; height: 1px; min-height: 0; opacity: 0; }
    progress { width: 100%; height: 10px; accent-color: var(--warm); }
    .counts { display: flex; flex-wrap: wrap; gap: var(--space-2); }
    .counts li { padding: var(--space-2) var(--space-3); border-radius: var(--radius); background: var(--surface); }
    .counts b { font-weight: 750; font-size: var(--text-3); font-variant-numeric: tabular-nums; }
    details { border-radius: 14px; background: var(--surface); }
    summary { display: flex; align-items: center; justify-content: space-between; min-height: 52px; padding: 0 var(--space-4); font-weight: 700; cursor: pointer; }
    summary::before { content: ''; width: 0.5em; height: 0.5em; margin-inline-end: var(--space-3); border: solid currentColor; border-width: 0 2px 2px 0; rotate: -45deg; }
    [open] > summary::before { rotate: 45deg; }
    summary > :first-child { flex: 1; }
    .entries > li { padding: var(--space-3) var(--space-4); border-block-start: 1px solid var(--line); }
    .title { font-weight: 650; }
    .field { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); gap: 0 var(--space-3); margin-block-start: var(--space-1); }
    del { color: var(--ink-soft); text-decoration-thickness: 1px; }
    ins { text-decoration: none; font-weight: 600; }
    .value { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 4; overflow: hidden; }
    .all { margin: var(--space-2) var(--space-4) var(--space-3); }
    .act { position: sticky; z-index: 1; inset-block-end: var(--desk-bottom); padding-block: var(--space-3); background: var(--ground); }
    .act .problem { flex: 1 0 100%; }
    .choose .soft { max-width: 32rem; font-weight: 400; text-wrap: balance; }
    .act .primary { flex: 1 1 12rem; min-height: 52px; }
    .warned > li { padding: var(--space-2) var(--space-4); border-block-start: 1px solid var(--line); }
  `];

  #file = null;
  #zone = null;                   /* in which the file's times are read, where it names none */

  constructor() {
    super();
    this.#begin();
  }

  get heading() {
    return this.say('desk_import_title');
  }

  #begin = () => {
    this.#file = null;
    this.#zone = null;
    Object.assign(this, { step: 'choose', report: null, problem: '', zones: null, many: false, whole: new Set() });
  };

  #choose(file) {
    if (!file) return;
    this.#begin();
    this.#file = file;
    if (file.size > LARGEST) this.problem = this.say('desk_import_too_large');
    else this.#compare(null);
  }

  async #compare(zone) {
    this.#zone = zone;
    this.step = 'comparing';
    this.problem = '';
    try {
      this.report = await this.#ask({ dry_run: '1' });
      this.step = 'compared';
      this.announce(this.say('desk_import_compared'));
    } catch (problem) {
      this.step = 'choose';
      this.zones = ['zone_needed', 'zone_unknown'].includes(problem.code) ? zone ?? this.tt.zone ?? '' : null;
      this.problem = this.#told(problem);
    }
  }

  #apply = async () => {
    if (this.step !== 'compared') return;
    const confirm = this.many ? { confirm: '1' } : {};
    this.step = 'applying';
    this.problem = '';
    try {
      this.report = await this.#ask(confirm);
      this.step = 'done';
      this.announce(this.say('desk_import_done'));
    } catch (problem) {
      this.step = 'compared';
      if (problem.code === 'many_vanished') {
        this.report = problem.members.report;
        this.many = true;
      } else {
        this.problem = this.#told(problem);
      }
    }
  };

  #ask(query) {
    const all = { ...query, ...(this.#zone ? { tz: this.#zone } : {}) };
    return this.api('POST', `/imports?${new URLSearchParams(all)}`, this.#file, { limit: LIMIT_MS });
  }

  /* What is wrong with a file only the server knows: it says where, in its own words. */
  #told(problem) {
    if (problem.code === 'zone_needed') return this.say('desk_import_zone_needed');
    if (problem.code === 'zone_unknown') return this.say('desk_import_zone_unknown');
    if (problem.status === 413) return this.say('desk_import_too_large');
    const isFile = problem.status === 400 || problem.status === 422;
    return isFile ? this.say('desk_import_unreadable', { detail: problem.detail }) : this.fault(problem);
  }

  render() {
    return html`<section class="stack">
      <h1>${this.heading}</h1>
      ${parts(this, 'import')}
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${this.#now()}
    </section>`;
  }

  #now() {
    if (this.step === 'choose') return this.#chooser();
    if (this.step === 'comparing' || this.step === 'applying') {
      const words = this.say(`desk_import_${this.step}`, { name: this.#file.name });
      return html`<div class="stack" role="status"><p dir="auto">${words}</p><progress aria-label=${words}></progress></div>`;
    }
    return this.#comparison();
  }

  #chooser() {
    return html`${this.zones === null ? nothing : this.#zoneForm()}
      <label class="choose" @dragover=${this.#over} @dragleave=${this.#out} @drop=${this.#drop}>
        <input type="file" @change=${(event) => { this.#choose(event.target.files[0]); event.target.value = ''; }}>
        <span class="button">${this.say('desk_import_choose')}</span>
        <span class="soft">${this.say('desk_import_formats')}</span>
      </label>`;
  }

  #over = (event) => {
    event.preventDefault();
    event.currentTarget.classList.add('over');
  };

  #out = (event) => event.currentTarget.classList.remove('over');

  #drop = (event) => {
    this.#out(event);
    event.preventDefault();
    this.#choose(event.dataTransfer.files[0]);
  };

  #zoneForm() {
    const submit = (event) => {
      event.preventDefault();
      this.#compare(new FormData(event.target).get('zone').trim());
    };
    return html`<form class="card stack" @submit=${submit}>
      <label for="zone">${this.say('desk_import_zone')}</label>
      <input id="zone" name="zone" list="zones" required autocomplete="off" .value=${this.zones}>
      <datalist id="zones">${Intl.supportedValuesOf('timeZone').map((zone) => html`<option value=${zone}></option>`)}</datalist>
      <button class="primary">${this.say('desk_import_compare')}</button>
    </form>`;
  }

  #comparison() {
    const { report, step } = this;
    const all = partsOf(report, this.docs);
    const clashes = clashesOf(report, this.docs);
    return html`<p dir="auto" class="soft">${this.#file.name} · ${report.format}</p>
      ${step === 'done' ? html`<p class="card" role="status">${this.say(report.action ? 'desk_import_done' : 'desk_import_same')} ${report.action ? html`<a href="#/changes">${this.say('desk_import_log')}</a>` : nothing}</p>` : nothing}
      <ul class="counts">
        ${all.map(({ name, entries }) => html`<li>${this.say(`desk_import_${name}`)} <b>${entries.length}</b></li>`)}
        <li>${this.say('desk_import_unchanged')} <b>${report.unchanged}</b></li>
      </ul>
      ${clashes.length ? this.#part('clashes', clashes, (one) => this.#clash(one)) : nothing}
      ${report.warnings.length ? this.#part('warnings', report.warnings, (one) => html`<span dir="auto">${one}</span>`) : nothing}
      ${all.map(({ name, entries }) => this.#part(name, entries, (one) => this.#entry(one)))}
      ${this.#acts()}`;
  }

  #acts() {
    const isNothing = reachOf(this.report) === 0;
    if (this.step === 'done' || isNothing) {
      return html`${isNothing && this.step !== 'done' ? html`<p class="card">${this.say('desk_import_same')}</p>` : nothing}
        <p><button @click=${this.#begin}>${this.say('desk_import_another')}</button></p>`;
    }
    return html`<div class="act row">
        ${this.many ? html`<p class="problem" role="alert">${this.say('desk_import_many', { n: this.report.vanished.length })}</p>` : nothing}
        <button @click=${this.#begin}>${this.say('desk_import_another')}</button>
        <button class=${this.many ? 'danger primary' : 'primary'} @click=${this.#apply}>${this.say(this.many ? 'desk_import_apply_many' : 'desk_import_apply', { n: reachOf(this.report) })}</button>
      </div>`;
  }

  #part(name, entries, draw) {
    const isWhole = this.whole.has(name);
    const seen = isWhole ? entries : entries.slice(0, FIRST);
    const showAll = () => { this.whole = new Set([...this.whole, name]); };
    return html`<details ?open=${entries.length <= FIRST} data-part=${name}>
      <summary><span>${this.say(`desk_import_${name}`)}</span><span class="numbers">${entries.length}</span></summary>
      <ul class="entries">${seen.map((one) => html`<li>${draw(one)}</li>`)}</ul>
      ${seen.length < entries.length ? html`<button class="all" @click=${showAll}>${this.say('desk_import_all', { n: entries.length })}</button>` : nothing}
    </details>`;
  }

  #entry({ collection, title, again, place, from, to, fields }) {
    return html`<p class="title" dir="auto">${this.text(title)}</p>
      ${collection === 'sessions' ? nothing : html`<p class="small soft">${this.say(`desk_import_of_${collection}`)}</p>`}
      ${again ? html`<p class="small soft">${this.say('desk_import_again')}</p>` : nothing}
      ${place ? html`<p class="soft" dir="auto">${this.#place(place)}</p>` : nothing}
      ${from ? html`<p dir="auto"><del>${this.#place(from)}</del> → <ins>${this.#place(to)}</ins></p>` : nothing}
      ${(fields ?? []).map((field) => this.#field(field))}`;
  }

  #place({ room, start }) {
    const when = start === null ? this.say('desk_import_no_time') : `${this.date(start, 'short')} ${this.time(start)}`;
    return [when, this.text(room)].filter(Boolean).join(' · ');
  }

  #field({ name, from, to }) {
    return html`<div class="field"><span class="small soft">${FIELDS.has(name) ? this.say(`desk_field_${name}`) : name}</span>
      <span class="value" dir="auto">${from === null ? nothing : html`<del>${this.#value(from)}</del> → `}<ins>${to === null ? this.say('desk_import_nothing') : this.#value(to)}</ins></span></div>`;
  }

  #value(value) {
    if (typeof value === 'string' && INSTANT.test(value)) return `${this.date(Date.parse(value), 'short')} ${this.time(Date.parse(value))}`;
    return this.text(value);
  }

  #clash({ kind, where, titles, from, until }) {
    const when = `${this.date(from, 'short')} ${this.time(from)}–${this.time(until)}`;
    return html`<p class="title" dir="auto">${titles.map((title) => this.text(title)).join(' ↔ ')}</p>
      <p class="soft" dir="auto">${[this.say(`desk_import_clash_${kind}`), this.text(where), when].filter(Boolean).join(' · ')}</p>`;
  }
}

customElements.define('madang-desk-import', Import);
