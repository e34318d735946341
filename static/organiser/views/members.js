/* Who may do more than attend: inviting them by a link and a code, tokens for programs, and the end of each. */
import { css } from 'lit';
import { endOfDay, groupsOf, ROLES, seenOf, usualLastDay } from '../members.js';
import { DeskView, html, nothing } from '../view.js';
import { dateOf, instant } from '/shared/schedule.js';
import { base } from '/shared/style.js';
import { fullDateText } from '/shared/times.js';

const MOST_NAME_BYTES = 64;
const PACE_MS = 5_000;          /* who is here is asked for again: no document tells it */

class Members extends DeskView {
  static properties = {
    ...DeskView.properties, members: { state: true }, problem: { state: true }, role: { state: true }, link: { state: true },
    token: { state: true }, trouble: { state: true }, said: { state: true }, busy: { state: true }, asked: { state: true }, refusal: { state: true },
  };

  static styles = [base, css`
    .page { display: grid; gap: var(--space-4); grid-template-columns: minmax(0, 1fr); }
    fieldset { min-width: 0; margin: 0; padding: 0; border: 0; }
    legend { padding: 0; font-weight: 650; }
    .field { display: grid; gap: var(--space-1); }
    .segments { flex-wrap: wrap; background: var(--ground); }
    .made { gap: var(--space-3); padding: var(--space-3); border: 1px solid var(--line); border-radius: 14px; }
    .code { width: 100%; max-width: 15rem; margin-inline: auto; padding: var(--space-3); border-radius: 14px; background: var(--paper); }
    .code img { display: block; width: 100%; aspect-ratio: 1; }
    .secret { font-size: var(--text-1); user-select: all; word-break: break-all; }
    .list { display: grid; margin-block-start: var(--space-2); border-radius: 14px; background: var(--surface); }
    .list > li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--space-2) var(--space-3); align-items: center; min-height: 60px; padding: var(--space-2) var(--space-2) var(--space-2) var(--space-4); }
    .list > li + li { border-block-start: 1px solid var(--line); }
    .list b { display: block; font-weight: 650; }
    .sure { grid-column: 1 / -1; display: grid; gap: var(--space-3); padding: var(--space-3); border-radius: var(--radius); background: var(--warm-soft); }
    .list .problem { grid-column: 1 / -1; }
    [role='status']:empty { display: none; }
    @media (min-width: 900px) {
      .page { grid-template: auto auto 1fr / 23rem minmax(0, 44rem); column-gap: var(--space-5); align-items: start; }
      .page > * { grid-column: 1; }
      .all { grid-area: 2 / 2 / span 2; }
    }
  `];

  #asking = null;
  #again = false;
  #timer = null;
  #known = null;

  constructor() {
    super();
    Object.assign(this, { members: null, problem: '', role: 'organiser', link: null, token: null, trouble: null, said: null, busy: '', asked: '', refusal: null });
  }

  get heading() {
    return this.say('desk_nav_members');
  }

  connectedCallback() {
    super.connectedCallback();
    this.#ask();
    this.#timer = setInterval(() => { if (!document.hidden && this.status.state === 'live') this.#ask(); }, PACE_MS);
  }

  /* A secret is not left standing on a page that somebody has turned from. */
  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    Object.assign(this, { link: null, token: null, said: null, trouble: null, asked: '', refusal: null });
  }

  willUpdate(changed) {
    const isNews = this.docs.members !== this.#known;
    const isBack = changed.has('status') && this.status.state === 'live' && changed.get('status')?.state !== 'live';
    this.#known = this.docs.members;
    if (isNews || isBack) this.#ask();
  }

  async #ask() {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = this.#take();
    await this.#asking;
    this.#asking = null;
    if (!this.#again) return;
    this.#again = false;
    this.#ask();
  }

  async #take() {
    try {
      this.members = (await this.api('GET', '/members')).members;
      this.problem = '';
    } catch (problem) {
      this.problem = this.fault(problem);
    }
  }

  /* Asks for something of the form `what`; gives the answer, or null. */
  async #make(what, path, body) {
    if (this.busy) return null;
    Object.assign(this, { busy: what, trouble: null, said: null });
    try {
      return await this.api('POST', path, body);
    } catch (problem) {
      this.trouble = { what, text: problem.code === 'full' ? this.say('desk_members_full') : this.fault(problem) };
      return null;
    } finally {
      this.busy = '';
    }
  }

  #invite = async (event) => {
    event.preventDefault();
    const form = event.target;
    const given = new FormData(form);
    const { role } = this;
    const person = given.get('person');
    const body = role === 'host' ? { role, person } : { role, name: given.get('name').trim() };
    const made = await this.#make('link', '/links', body);
    if (!made) return;
    this.link = { ...made, role, name: role === 'host' ? this.#personName(person) : body.name, address: new URL(made.path, location.href).href };
    form.reset();
    this.#show('#link');
  };

  #makeToken = async (event) => {
    event.preventDefault();
    const form = event.target;
    const given = new FormData(form);
    const body = { role: given.get('role'), name: given.get('name').trim(), until: endOfDay(given.get('until'), this.zone) };
    const made = await this.#make('token', '/tokens', body);
    if (!made) return;
    this.token = { ...made, until: body.until };
    form.reset();
    this.#show('#token');
  };

  async #show(selector) {
    await this.updateComplete;
    this.renderRoot.querySelector(selector)?.focus();
  }

  async #copy(what, text) {
    try {
      await navigator.clipboard.writeText(text);
      this.said = { what, text: this.say('day_copied') };
    } catch {
      this.said = { what, text: this.say('day_copy_failed') };
    }
  }

  async #wonder(id) {
    Object.assign(this, { asked: id, refusal: null });
    await this.#show('.sure button');
  }

  async #keep(id) {
    this.asked = '';
    await this.#show(`[data-member="${CSS.escape(id)}"] button`);
  }

  async #remove({ id }) {
    if (this.busy) return;
    this.busy = id;
    try {
      await this.api('DELETE', `/members/${encodeURIComponent(id)}`);
      this.#gone(id);
    } catch (problem) {
      if (problem.status === 404) this.#gone(id);
      else this.refusal = { id, text: problem.code === 'last_organiser' ? this.say('desk_members_last') : this.fault(problem) };
    } finally {
      Object.assign(this, { busy: '', asked: '' });
    }
    this.#ask();
  }

  #gone(id) {
    this.members = this.members.filter((one) => one.id !== id);
    this.announce(this.say('desk_members_removed'));
    this.focusHeading();
  }

  #personName(id) {
    return this.text(this.docs.people?.[id]?.name) ?? '';
  }

  #nameOf({ person, name }) {
    return (person && this.#personName(person)) || name;
  }

  #moment(at) {
    const [then, now] = [at, this.now].map((one) => dateOf(one, this.zone));
    if (then === now) return this.time(at);
    const isThisYear = then.slice(0, 4) === now.slice(0, 4);
    return `${isThisYear ? this.date(at, 'short') : fullDateText(this.lang, this.zone, at)} ${this.time(at)}`;
  }

  render() {
    return html`<div class="page">
      <h1>${this.heading}</h1>
      ${this.#invitation()}
      <div class="all stack">${this.#all()}</div>
      ${this.#program()}
    </div>`;
  }

  #all() {
    return html`${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${this.members && !this.members.length ? html`<p class="soft">${this.say('desk_members_none')}</p>` : nothing}
      ${groupsOf(this.members ?? []).map(({ role, members }) => html`<section>
        <h2>${this.say(`desk_members_${role}`)}</h2>
        <ul class="list">${members.map((one) => this.#member(one))}</ul>
      </section>`)}`;
  }

  #invitation() {
    return html`<section class="card stack" aria-labelledby="invite">
      <div><h2 id="invite">${this.say('desk_members_invite')}</h2><p class="soft">${this.say('desk_members_invite_hint')}</p></div>
      ${this.link ? this.#madeLink(this.link) : nothing}
      <form class="stack" @submit=${this.#invite}>
        <fieldset class="field"><legend>${this.say('desk_members_role')}</legend>
          <div class="segments">${ROLES.map((role) => html`<button type="button" aria-pressed=${this.role === role} @click=${() => { this.role = role; }}>${this.say(`desk_role_${role}`)}</button>`)}</div>
          <p class="small soft">${this.say(`desk_members_can_${this.role}`)}</p>
        </fieldset>
        ${this.role === 'host' ? this.#people() : this.#name('invited')}
        ${this.#trouble('link')}
        <div><button class="primary" aria-busy=${this.busy === 'link'}>${this.say('desk_members_make')}</button></div>
      </form>
    </section>`;
  }

  #name(id) {
    return html`<div class="field"><label for=${id}>${this.say('desk_members_name')}</label>
      <input id=${id} name="name" required pattern=".*\\S.*" maxlength="40" autocomplete="off" aria-describedby=${`${id}-hint`} @input=${checkBytes}>
      <p class="small soft" id=${`${id}-hint`}>${this.say('desk_members_name_hint')}</p></div>`;
  }

  #people() {
    const people = Object.values(this.docs.people ?? {}).map(({ id }) => ({ id, name: this.#personName(id) })).sort((a, b) => a.name.localeCompare(b.name, this.lang));
    return html`<div class="field"><label for="person">${this.say('desk_members_person')}</label>
      <select id="person" name="person" required>
        <option value="">${this.say('desk_members_person_none')}</option>
        ${people.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
      </select></div>`;
  }

  #madeLink({ name, role, qr, until, address }) {
    return html`<div class="made stack">
      <h3 id="link" tabindex="-1" dir="auto"><b>${name}</b> · ${this.say(`desk_role_${role}`)}</h3>
      <div class="code"><img src="data:image/svg+xml,${encodeURIComponent(qr)}" alt=${this.say('desk_members_alt')}></div>
      <p class="problem">${this.say('desk_members_until', { until: this.#moment(instant(until)) })}</p>
      <p class="secret soft" translate="no">${address}</p>
      <div class="row">
        <button @click=${() => this.#copy('link', address)}>${this.say('me_link_copy')}</button>
        ${navigator.share ? html`<button @click=${() => navigator.share({ url: address }).catch(() => {})}>${this.say('me_link_share')}</button>` : nothing}
      </div>
      ${this.#said('link')}
    </div>`;
  }

  /* Tokens run out by the machine's clock, not by a rehearsal's: hence the browser's, and not `now`. */
  #program() {
    const today = Date.now();
    return html`<section class="card stack" aria-labelledby="programs">
      <div><h2 id="programs">${this.say('desk_members_token')}</h2><p class="soft">${this.say('desk_members_token_hint')}</p></div>
      ${this.token ? this.#madeToken(this.token) : nothing}
      <form class="stack" @submit=${this.#makeToken}>
        <div class="field"><label for="program-role">${this.say('desk_members_role')}</label>
          <select id="program-role" name="role">${ROLES.filter((role) => role !== 'host').map((role) => html`<option value=${role}>${this.say(`desk_role_${role}`)}</option>`)}</select></div>
        ${this.#name('program')}
        <div class="field"><label for="last-day">${this.say('desk_members_last_day')}</label>
          <input id="last-day" name="until" type="date" required min=${dateOf(today, this.zone)} .defaultValue=${usualLastDay(today, this.zone)}></div>
        ${this.#trouble('token')}
        <div><button aria-busy=${this.busy === 'token'}>${this.say('desk_members_token_make')}</button></div>
      </form>
    </section>`;
  }

  #madeToken({ name, role, token, until }) {
    return html`<div class="made stack">
      <h3 id="token" tabindex="-1" dir="auto"><b>${name}</b> · ${this.say(`desk_role_${role}`)} · ${this.say('desk_members_ends', { when: this.#moment(instant(until)) })}</h3>
      <p class="problem">${this.say('desk_members_token_once')}</p>
      <p class="secret" translate="no"><code>${token}</code></p>
      <div><button @click=${() => this.#copy('token', token)}>${this.say('desk_members_token_copy')}</button></div>
      ${this.#said('token')}
    </div>`;
  }

  #trouble(what) {
    return this.trouble?.what === what ? html`<p class="problem" role="alert">${this.trouble.text}</p>` : nothing;
  }

  #said(what) {
    return html`<p role="status" class="small">${this.said?.what === what ? this.said.text : ''}</p>`;
  }

  #member(one) {
    const name = this.#nameOf(one);
    const isAsked = this.asked === one.id;
    return html`<li data-member=${one.id}>
      <div><b dir="auto">${name}</b><span class="small soft">${this.#seen(one)}${one.until ? ` · ${this.say('desk_members_ends', { when: this.#moment(instant(one.until)) })}` : ''}</span></div>
      ${one.you || isAsked ? html`<span></span>` : html`<button aria-label=${this.say('desk_members_remove_name', { name })} @click=${() => this.#wonder(one.id)}>${this.say('desk_members_remove')}</button>`}
      ${isAsked ? this.#sure(one) : nothing}
      ${this.refusal?.id === one.id ? html`<p class="problem" role="alert">${this.refusal.text}</p>` : nothing}
    </li>`;
  }

  #seen(one) {
    if (one.you) return this.say('desk_members_you');
    const seen = seenOf(one, this.now);
    return typeof seen === 'string' ? this.say(`desk_members_${seen}`) : this.say('desk_members_seen', { when: this.#moment(seen) });
  }

  #sure(one) {
    return html`<div class="sure" role="group" aria-label=${this.say('desk_members_remove_name', { name: this.#nameOf(one) })}>
      <p>${this.say(one.person ? 'desk_members_sure_host' : 'desk_members_sure')}</p>
      <div class="row">
        <button @click=${() => this.#keep(one.id)}>${this.say('desk_members_no')}</button>
        <button class="danger" aria-busy=${this.busy === one.id} @click=${() => this.#remove(one)}>${this.say('desk_members_yes')}</button>
      </div>
    </div>`;
  }
}

/* The server counts bytes, and one of hangul has three. */
function checkBytes({ target }) {
  while (new TextEncoder().encode(target.value.trim()).length > MOST_NAME_BYTES) target.value = [...target.value].slice(0, -1).join('');
}

customElements.define('madang-desk-members', Members);
