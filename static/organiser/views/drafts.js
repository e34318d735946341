/* Drafts: what organisers have collected to change as one; what it would reach, and its release. Below, what was released. */
import { css } from 'lit';
import { draftsOf, tellChange } from '../drafts.js';
import { fieldName, fromTo } from '../field-words.js';
import { DeskView, html, nothing } from '../view.js';
import { parts } from './changes-parts.js';
import { partsStyle } from './changes-style.js';
import { changeLine, nextVersion, releasesOf } from '/shared/changelog.js';
import { base } from '/shared/style.js';

const FIRST = 8;                /* changes of a draft or release that are seen before all are asked for */
const SINCE = 'since';          /* the release of all that was changed without a draft */

class Drafts extends DeskView {
  static properties = {
    ...DeskView.properties, open: { state: true }, deleting: { state: true }, reach: { state: true }, problem: { state: true }, busy: { state: true }, whole: { state: true },
  };

  static styles = [base, partsStyle, css`
    section > h2 { padding-block-start: var(--space-3); }
    .card > * + * { margin-block-start: var(--space-3); }
    .head { display: flex; gap: var(--space-3); justify-content: space-between; align-items: baseline; }
    .title { font-weight: 650; }
    .lines > li { padding-block: var(--space-2); border-block-start: 1px solid var(--line); }
    del { color: var(--ink-soft); text-decoration-thickness: 1px; }
    ins { text-decoration: none; font-weight: 600; }
    .what { margin-inline-end: var(--space-1); }
    .old { color: var(--warm); font-weight: 650; }
    form { display: grid; gap: var(--space-2); max-width: 32rem; }
    form .row { margin-block-start: var(--space-2); }
  `];

  constructor() {
    super();
    Object.assign(this, { open: null, deleting: null, reach: {}, problem: null, busy: '', whole: new Set() });
  }

  get heading() {
    return this.say('desk_drafts_title');
  }

  /* One thing asked of the server at a time; `where`: at which draft its refusal is told. */
  async #ask(where, method, path, body, options) {
    if (this.busy) return null;
    this.busy = where;
    this.problem = null;
    try {
      return await this.api(method, path, body, options) ?? {};
    } catch (problem) {
      this.problem = { where, text: this.#told(problem) };
      return null;
    } finally {
      this.busy = '';
    }
  }

  #told(problem) {
    if (problem.code === 'version_taken') return this.say('desk_drafts_version_taken');
    if (problem.code === 'changed_meanwhile') return this.say('desk_drafts_changed', { name: this.text(problem.members.document?.title ?? problem.members.document?.name) });
    if (problem.status === 404) return this.say('desk_drafts_gone');
    return problem.status === 409 || problem.status === 422 ? this.say('desk_drafts_refused', { detail: problem.detail }) : this.fault(problem);
  }

  async #preview({ id, rev }) {
    const reach = await this.#ask(id, 'POST', `/drafts/${id}/preview`, {});
    if (reach) this.reach = { ...this.reach, [id]: { ...reach, rev } };
  }

  async #delete({ id, rev }) {
    const done = await this.#ask(id, 'DELETE', `/drafts/${id}`, undefined, { rev });
    if (done) this.announce(this.say('desk_drafts_deleted'));
    this.deleting = null;
  }

  async #release(event, id) {
    event.preventDefault();
    const form = new FormData(event.target);
    const body = { version: form.get('version').trim(), ...(form.get('note').trim() ? { note: form.get('note').trim() } : {}) };
    const done = await this.#ask(id, 'POST', id === SINCE ? '/releases' : `/drafts/${id}/release`, body);
    if (!done) return;
    this.open = null;
    this.announce(this.say('desk_drafts_released'));
  }

  render() {
    const drafts = draftsOf(this.docs);
    const releases = releasesOf(this.docs);
    return html`<section class="stack">
      <h1>${this.heading}</h1>
      ${parts(this, 'drafts')}
      ${drafts.length ? drafts.map((draft) => this.#draft(draft, releases)) : html`<p class="soft">${this.say('desk_drafts_none')}</p>`}
      <h2>${this.say('desk_drafts_releases')}</h2>
      <div class="card" data-release=${SINCE}>
        <p class="soft">${this.say('desk_drafts_since')}</p>
        ${this.open === SINCE ? this.#form(SINCE, releases) : html`<button @click=${() => { this.open = SINCE; }}>${this.say('desk_drafts_release_since')}</button>`}
        ${this.#refusal(SINCE)}
      </div>
      <p><a href="/#/changelog">${this.say('desk_drafts_public')}</a></p>
      ${releases.map((release) => this.#released(release))}
    </section>`;
  }

  #draft(draft, releases) {
    const { id, title, by, changes } = draft;
    const reach = this.reach[id]?.rev === draft.rev ? this.reach[id] : null;
    return html`<article class="card" data-draft=${id}>
      <div class="head"><h2 dir="auto">${this.text(title)}</h2><span class="small soft" dir="auto">${by}</span></div>
      ${this.#lines(id, changes, (change) => this.#change(change))}
      ${reach ? this.#reach(reach) : nothing}
      ${this.#refusal(id)}
      ${this.open === id ? this.#form(id, releases) : this.#acts(draft)}
    </article>`;
  }

  #acts(draft) {
    if (this.deleting === draft.id) {
      return html`<div class="row"><span>${this.say('desk_drafts_delete_sure')}</span>
        <button class="danger" @click=${() => this.#delete(draft)}>${this.say('desk_drafts_delete')}</button>
        <button @click=${() => { this.deleting = null; }}>${this.say('desk_drafts_keep')}</button></div>`;
    }
    const isEmpty = draft.changes.length === 0;
    return html`<div class="row">
      ${isEmpty ? html`<span class="soft">${this.say('desk_drafts_empty')}</span>` : html`<button class="primary" @click=${() => { this.open = draft.id; }}>${this.say('desk_drafts_release')}</button>
        <button aria-busy=${this.busy === draft.id} @click=${() => this.#preview(draft)}>${this.say('desk_drafts_preview')}</button>`}
      <button class="bare" @click=${() => { this.deleting = draft.id; }}>${this.say('desk_drafts_delete')}</button>
    </div>`;
  }

  #form(id, releases) {
    return html`<form @submit=${(event) => this.#release(event, id)}>
      <label for="version-${id}">${this.say('desk_drafts_version')}</label>
      <input id="version-${id}" name="version" required maxlength="60" autocomplete="off" .value=${nextVersion(releases)}>
      <label for="note-${id}">${this.say('desk_drafts_note')}</label>
      <input id="note-${id}" name="note" maxlength="200" autocomplete="off">
      <div class="row"><button class="primary" aria-busy=${this.busy === id}>${this.say(id === SINCE ? 'desk_drafts_release_since' : 'desk_drafts_release')}</button>
        <button type="button" @click=${() => { this.open = null; }}>${this.say('desk_drafts_not_now')}</button></div>
    </form>`;
  }

  #refusal(where) {
    return this.problem?.where === where ? html`<p class="problem" role="alert">${this.problem.text}</p>` : nothing;
  }

  #reach({ phones, screens, stars, bookings, clashes }) {
    return html`<p role="status">${this.say('desk_drafts_reach', { phones, screens, stars, bookings })}
      ${clashes.length ? html`<span class="old">${this.say('desk_drafts_clashes', { n: clashes.length })}</span>` : nothing}</p>`;
  }

  #released({ id, version, at, note, changes, more }) {
    return html`<article class="card" data-release=${id}>
      <div class="head"><h3 class="title" dir="auto">${version}</h3><span class="small soft">${this.date(Date.parse(at), 'short')} ${this.time(Date.parse(at))}</span></div>
      ${note ? html`<p dir="auto">${this.text(note)}</p>` : nothing}
      ${changes.length ? this.#lines(id, changes, (change) => changeLine(this, change)) : html`<p class="soft">${this.say('changelog_nothing')}</p>`}
      ${more ? html`<p class="soft">${this.say('changelog_more', { n: more })}</p>` : nothing}
    </article>`;
  }

  #lines(id, all, draw) {
    const seen = this.whole.has(id) ? all : all.slice(0, FIRST);
    const showAll = () => { this.whole = new Set([...this.whole, id]); };
    return html`<ul class="lines">${seen.map((one) => html`<li>${draw(one)}</li>`)}</ul>
      ${seen.length < all.length ? html`<button @click=${showAll}>${this.say('desk_import_all', { n: all.length })}</button>` : nothing}`;
  }

  #change(change) {
    const { kind, subject, fields, isOld } = tellChange(change, this.docs);
    return html`<p class="title" dir="auto">${this.text(subject.title)}</p>
      <p><span class="small soft">${this.say(`desk_changes_what_${kind}`)}</span>${isOld ? html`<span class="small old">${this.say('desk_drafts_old')}</span>` : nothing}</p>
      ${fields.map((field) => html`<p class="small" dir="auto"><span class="soft">${fieldName(this, field.name)}</span> ${fromTo(this, field)}</p>`)}`;
  }
}

customElements.define('madang-desk-drafts', Drafts);
