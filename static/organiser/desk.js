/*
 * The organiser's desk: a shell (/shared/desk-shell.js) whose views (views/index.js) depend on
 * who works here, which the gate (organiser.js) has asked of the server.
 *
 * The desk stands on no service worker: what it shows is the present, and it can do nothing
 * without the server. It keeps nothing on the device either. Where the server runs on another
 * build, the page says so and leaves the moment to whoever works.
 */
import { html, nothing } from 'lit';
import { deskStyle } from './desk-style.js';
import { icons } from './icons.js';
import { views } from './views/index.js';
import { call } from '/shared/api.js';
import { DeskShell } from '/shared/desk-shell.js';
import { forgetPerson } from '/shared/keep.js';
import { address } from '/shared/router.js';
import { store } from '/shared/store.js';
import { word } from '/shared/words.js';

const TOPICS = ['timetable', 'meetups', 'characters', 'changelog', 'desk'];
const ASK_EVERY_MS = 10_000;
const IN_THE_BAR = 4;           /* sections on a phone, beside the one that opens the rest */

class Desk extends DeskShell {
  static properties = { more: { state: true }, renewed: { state: true } };
  static styles = [DeskShell.styles, deskStyle];

  #me = { role: null, name: '' };
  #askedAt = -Infinity;

  constructor() {
    const role = store.get('role');
    super({ views: views.filter(({ roles }) => roles.includes(role)), topics: TOPICS, as: 'desk', keep: null });
    Object.assign(this, { more: false, renewed: false });
  }

  connectedCallback() {
    this.addEventListener('refused', () => this.refused());
    this.addEventListener('keydown', (event) => { if (event.key === 'Escape') this.#close(); });
    super.connectedCallback();
  }

  get me() {
    return this.#me;
  }

  set me(me) {
    this.#me = me;
    this.requestUpdate();
  }

  settled() {}

  taken() {
    const isDue = performance.now() - this.#askedAt > ASK_EVERY_MS;
    if (this.status.state !== 'live' && isDue && this.#me.role) this.#ask();
  }

  /* No browser says why a connection failed: whoever is an organiser no longer is led out. */
  async #ask() {
    this.#askedAt = performance.now();
    try {
      const { role } = await call('GET', '/api/v1/caller');
      if (role !== this.#me.role) await this.refused();
    } catch {
      /* no server: nobody can say */
    }
  }

  renew(build, first) {
    this.renewed = !first;
  }

  follow() {
    super.follow();
    this.more = false;
  }

  #close() {
    if (!this.more) return;
    this.more = false;
    this.renderRoot.querySelector('.opens button').focus();
  }

  #leave = async () => {
    try {
      await call('POST', '/api/v1/sign-out', {});
    } catch (problem) {
      if (problem.status !== 401) {
        this.dispatchEvent(new CustomEvent('announce', { detail: { text: word(this.lang, 'me_error_offline') } }));
        return;
      }
    }
    this.live.stop();
    await forgetPerson();
    location.replace('/organiser/');
  };

  render() {
    return html`<header>${this.titleLine()}${this.timeLine()}${this.languageButton()}</header>
      ${this.#navigation()}
      <main>
        ${this.renewed ? html`<p class="problem row renewed">${this.#say('desk_renewed')}<button @click=${() => location.reload()}>${this.#say('desk_renew')}</button></p>` : nothing}
        ${this.elements.get(this.shown.name) ?? this.waiting(this.shown)}
      </main>
      <p class="visually-hidden" role="status">${this.news}</p>`;
  }

  #navigation() {
    const sections = this.views.filter(({ icon }) => icon);
    const bar = sections.slice(0, IN_THE_BAR);
    const beyond = sections.slice(IN_THE_BAR);
    const isBeyond = beyond.some((one) => this.#isHere(one));
    return html`<nav aria-label=${this.#say('desk_nav')}>
      ${this.more ? html`<div class="more" id="more">${beyond.length ? html`<ul>${beyond.map((one) => html`<li>${this.#section(one)}</li>`)}</ul>` : nothing}${this.#mine()}</div>` : nothing}
      <ul class="sections">
        ${bar.map((one) => html`<li>${this.#section(one)}</li>`)}
        ${beyond.map((one) => html`<li class="beyond">${this.#section(one)}</li>`)}
        <li class="opens"><button class="section" aria-expanded=${this.more} aria-controls="more" aria-current=${isBeyond ? 'true' : nothing} @click=${() => { this.more = !this.more; }}>${icons.more}<span>${this.#say('desk_nav_more')}</span></button></li>
      </ul>
      <div class="side">${this.#mine()}</div>
    </nav>`;
  }

  #isHere({ name }) {
    return (this.shown.under ?? this.shown.name) === name;
  }

  #section(view) {
    return html`<a class="section" href=${address(view)} aria-current=${this.#isHere(view) ? 'page' : nothing} @click=${() => { this.more = false; }}>${icons[view.icon]}<span>${this.#say(`desk_nav_${view.name}`)}</span></a>`;
  }

  /* Who I am, where else one works, and the way out. */
  #mine() {
    const { name, role } = this.me;
    return html`<div class="mine">
      <p class="who small soft" dir="auto"><b>${name}</b>${this.#say(`desk_role_${role}`)}</p>
      <a href="/host/">${this.#say('desk_nav_tables')}</a>
      <button @click=${this.#leave}>${this.#say('desk_leave')}</button>
    </div>`;
  }

  #say(key) {
    return word(this.lang, key);
  }
}

customElements.define('madang-desk', Desk);
