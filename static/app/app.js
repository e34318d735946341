/*
 * The app's shell: what stands around the views, and what joins the parts.
 *
 *   Live     keeps the documents equal to the server's, also the reader's own once there is a cookie
 *   router   which view the address asks for
 *   views    one custom element each, loaded when first shown, kept while the page lives
 *   Offline  the service worker, for a page that is opened without a network
 *
 * Views get everything as properties (view.js) and tell by events. A view that is a sheet lies, as
 * a modal dialogue, over the one that it was opened from; back, Escape and its cross close it.
 */
import { LitElement, html, nothing } from 'lit';
import { icons } from './icons.js';
import { forgetDevice } from './leaving.js';
import { address, match } from '/shared/router.js';
import { shellStyle } from './shell-style.js';
import { stars } from './stars.js';
import { store } from '../shared/store.js';
import { base } from '/shared/style.js';
import { views } from './views/index.js';
import { ServerClock } from '/shared/clock.js';
import { Keep } from '/shared/keep.js';
import { firstLanguage, LANGUAGE, NAMES, otherLanguage } from '/shared/language.js';
import { Live } from '/shared/live.js';
import { Offline } from '/shared/offline.js';
import { timetable } from '/shared/schedule.js';
import { fullSecond, untilNextTick } from '/shared/ticker.js';
import { timeText } from '/shared/times.js';
import { LANGUAGES, loadLocales, text, word } from '/shared/words.js';

const SIGNED_IN = 'signed-in';    /* whether this device has the cookie, which pages can't see */
const SETTLED_MS = 2_000;         /* the worker takes its files when the page has its own */
const SETTLED_SPREAD_MS = 4_000;
const TURN_MS = [300, 150, 300, 150, 300];   /* how the phone shakes when it is one's turn */

class App extends LitElement {
  static properties = {
    docs: { state: true }, now: { state: true }, lang: { state: true }, status: { state: true },
    place: { state: true }, sheet: { state: true }, missing: { state: true }, urgent: { state: true },
  };
  static styles = [base, shellStyle];

  #clock = new ServerClock();
  #offline = new Offline();
  #build = null;
  #timer = null;
  #live;
  #elements = new Map();          /* view name → its element, once its module is there */
  #scrolled = new Map();          /* view name → how far down it was left */
  #cameFrom = null;               /* what had the focus before a sheet */
  #entered = null;                /* the {view, params} that was last given the focus */

  constructor() {
    super();
    Object.assign(this, { docs: {}, now: 0, lang: firstLanguage(), status: { state: 'connecting', since: null } });
    this.place = { view: views[0], params: {} };
    this.sheet = null;
    this.urgent = null;           /* what can't wait, as place-bar.js tells of it */
    this.missing = null;          /* the view whose module could not be had */
    this.#live = new Live({
      topics: store.get(SIGNED_IN) ? ['timetable', 'meetups', 'me'] : ['timetable', 'meetups'],
      as: 'phone',
      clock: this.#clock,
      keep: new Keep('app'),
      on: {
        docs: () => this.#take(),
        status: () => this.#take(),
        hello: ({ build }) => this.#greeted(build),
        refused: () => forgetDevice(),
      },
    });
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('hashchange', () => this.#follow());
    window.addEventListener('storage', (event) => this.#heardOtherTab(event));
    document.addEventListener('visibilitychange', () => this.#tick());
    stars.addEventListener('join', () => { location.hash = '#/join'; });
    this.addEventListener('joined', () => this.#signed(true));
    this.addEventListener('left', ({ detail }) => this.#left(detail));
    this.addEventListener('urgent', ({ detail }) => this.#press(detail));
    this.addEventListener('language', ({ detail }) => this.#chooseLanguage(detail.lang));
    this.#follow();
    this.#start();
  }

  async #start() {
    await loadLocales(undefined, [this.lang]);
    this.requestUpdate();
    this.#tick();
    await this.#live.start();
    setTimeout(() => this.#keepFiles(), SETTLED_MS + SETTLED_SPREAD_MS * Math.random());
  }

  /** The signed-in attendee's own document, or null. */
  get me() {
    return Object.values(this.docs.attendees ?? {})[0] ?? null;
  }

  /* ---- time and documents ---------------------------------------------- */

  #tick() {
    clearTimeout(this.#timer);
    if (document.visibilityState === 'hidden') return;
    this.#timer = setTimeout(() => this.#tick(), untilNextTick(this.#clock.now(), this.#clock.rate));
    this.#take();
  }

  /* 0 while there is nothing to know the time by but a device that may be wrong. */
  #take() {
    const { docs, status } = this.#live;
    const isNews = docs !== this.docs || status.state !== this.status.state;
    this.docs = docs;
    if (!sameStatus(status, this.status)) this.status = status;
    if (isNews) stars.take({ docs, me: this.me, live: status.state === 'live' });
    if (this.me) this.#bringNews();
    this.now = this.#clock.sure || this.#live.epoch !== null ? fullSecond(this.#clock.now()) : 0;
    if (this.missing && this.status.state === 'live') this.#bring(this.missing);
  }

  /* The page is not loaded again under somebody's thumb: a new build is there when it is next opened. */
  async #greeted(build) {
    this.#tick();
    if (!build || build === this.#build) return;
    const first = this.#build === null;
    this.#build = build;
    if (first && await this.#offline.build() === build) return;
    await this.#offline.renew(build);
  }

  async #keepFiles() {
    await this.#offline.register();
    const used = performance.getEntriesByType('resource').map(({ name }) => name);
    this.#offline.keep(used.filter((name) => new URL(name).pathname.startsWith('/fonts/')));
  }

  /* ---- who reads, and in which language ---------------------------------- */

  #signed(yes) {
    store.set(SIGNED_IN, yes ? '1' : null);
    this.#live.own(yes);
  }

  /* Here or on another device: what was private is gone from this one as well. */
  async #left({ farewell }) {
    forgetDevice();
    this.#signed(false);
    await this.#bringNews();
    this.renderRoot.querySelector('madang-news').show?.(farewell);
  }

  /* What tells of notices is only needed by those who have a name here. */
  async #bringNews() {
    try {
      await import('./news.js');
    } catch {
      /* no network: at the next word of the server */
    }
  }

  /* One's turn is felt in the pocket, once; browsers allow it to a page that was touched. */
  #press(urgent) {
    const isNews = urgent?.kind === 'called' && (this.urgent?.id !== urgent.id || this.urgent.kind !== urgent.kind);
    this.urgent = urgent;
    this.toggleAttribute('urgent', urgent !== null);
    if (isNews && navigator.userActivation?.hasBeenActive) navigator.vibrate?.(TURN_MS);
  }

  #heardOtherTab({ key, newValue }) {
    if (key === store.name(SIGNED_IN)) this.#live.own(newValue !== null);
    if (key === store.name(LANGUAGE) && LANGUAGES.includes(newValue)) this.#speak(newValue);
  }

  #chooseLanguage(lang) {
    store.set(LANGUAGE, lang);
    this.#speak(lang);
  }

  async #speak(lang) {
    await loadLocales(undefined, [lang]);
    this.lang = lang;
  }

  /* ---- where -------------------------------------------------------------- */

  /* A sheet leaves the place below it as it is. Each entry of the history knows how many sheets lie over its place. */
  #follow() {
    const { view, params } = match(views, location.hash);
    if (view.sheet) {
      if (history.state === null) history.replaceState({ sheets: this.#entered ? (this.sheet?.sheets ?? 0) + 1 : 0 }, '');
      if (!this.sheet) this.#cameFrom = focused();
      this.sheet = { view, params, sheets: history.state.sheets ?? 0 };
    } else {
      if (!this.sheet) this.#scrolled.set(this.place.view.name, window.scrollY);
      this.sheet = null;
      this.place = { view, params };
    }
    this.#bring(this.place.view);
    this.#bring(view);
  }

  #leaveSheet() {
    const { sheets } = this.sheet;
    if (sheets > 0) history.go(-sheets);
    else location.replace(address(this.place.view, this.place.params));
  }

  async #bring(view) {
    if (this.#elements.has(view.name)) return;
    try {
      await view.load();
    } catch {
      this.missing = view;
      return;
    }
    if (this.missing === view) this.missing = null;
    if (!this.#elements.has(view.name)) this.#elements.set(view.name, document.createElement(view.tag));
    this.requestUpdate();
  }

  /* ---- drawing -------------------------------------------------------------- */

  willUpdate() {
    document.documentElement.lang = this.lang;
    for (const where of [this.place, this.sheet]) {
      const element = where && this.#elements.get(where.view.name);
      if (!element) continue;
      const { docs, now, lang, status, me } = this;
      Object.assign(element, { docs, now, lang, status, me, route: this.#routeOf(element, where) });
    }
  }

  /* The same object as long as it says the same. */
  #routeOf(element, { view, params }) {
    const route = { name: view.name, params };
    return JSON.stringify(element.route) === JSON.stringify(route) ? element.route : route;
  }

  async updated() {
    const dialog = this.renderRoot.querySelector('dialog');
    const where = this.sheet ?? this.place;
    const element = this.#elements.get(where.view.name);
    if (!this.sheet && dialog.open) dialog.close();
    if (this.sheet && element && !dialog.open) dialog.showModal();
    document.documentElement.classList.toggle('still', dialog.open);
    if (!element) return;
    await element.updateComplete;
    if (where !== (this.sheet ?? this.place)) return;
    const heading = element.heading;
    const title = text(timetable(this.docs).event.title, this.lang) || 'Madang';
    document.title = [this.urgent?.title, heading, title].filter(Boolean).join(' · ');
    if (this.sheet) dialog.setAttribute('aria-label', heading);
    this.#enter(where, element);
  }

  /* Somebody came here: to the heading by focus, or back to where a sheet was opened from. */
  #enter(where, element) {
    const before = this.#entered;
    if (before === where) return;
    this.#entered = where;
    if (!before && !this.sheet) return;
    const back = before?.view.sheet && !this.sheet ? this.#cameFrom : null;
    if (back?.isConnected) {
      back.focus({ preventScroll: true });
      return;
    }
    if (before?.view === where.view && !this.sheet) return;
    if (!this.sheet) window.scrollTo(0, this.#scrolled.get(where.view.name) ?? 0);
    element.focusHeading();
  }

  render() {
    return html`${this.#header()}${this.#tabs()}
      <main>${this.#page()}</main>
      <dialog class="sheet" @cancel=${this.#cancelled} @pointerdown=${this.#pressedOutside}>
        <div class="sheet-bar"><button class="bare" aria-label=${word(this.lang, 'app_close')} @click=${() => this.#leaveSheet()}>${icons.close}</button></div>
        ${this.sheet ? this.#bar() : nothing}
        <div class="sheet-body">${this.sheet ? this.#elements.get(this.sheet.view.name) ?? nothing : nothing}</div>
      </dialog>
      ${this.sheet ? nothing : this.#bar()}
      <madang-news .docs=${this.docs} .now=${this.now} .lang=${this.lang} .status=${this.status} .me=${this.me} .seen=${this.place.view.name === 'notices'}></madang-news>`;
  }

  /* What can't wait (place-bar.js), also over a sheet. */
  #bar() {
    return html`<madang-place-bar .docs=${this.docs} .now=${this.now} .lang=${this.lang} .status=${this.status} .me=${this.me}></madang-place-bar>`;
  }

  #cancelled(event) {
    event.preventDefault();
    this.#leaveSheet();
  }

  #pressedOutside(event) {
    if (event.target === event.currentTarget && this.sheet) this.#leaveSheet();
  }

  #header() {
    const { zone, event } = timetable(this.docs);
    const other = otherLanguage(this.lang);
    return html`<header class="top">
      <p class="event" dir="auto">${text(event.title, this.lang) || 'Madang'}</p>
      ${this.#stale(zone)}
      ${this.now ? html`<time class="clock">${timeText(zone, this.now)}</time>` : nothing}
      ${this.#bell()}
      <button class="bare language" lang=${other} @click=${() => this.#chooseLanguage(other)}>${NAMES[other]}</button>
    </header>`;
  }

  #stale(zone) {
    const { state, since } = this.status;
    if ((state !== 'stale' && state !== 'closed') || since === null) return nothing;
    return html`<p class="stale">${word(this.lang, 'board_as_of', { time: timeText(zone, since) })}</p>`;
  }

  #bell() {
    const view = views.find(({ name }) => name === 'notices');
    const count = Object.keys(this.docs.notices ?? {}).length;
    if (!view || !this.me) return nothing;
    return html`<a class="button bare bell" href=${address(view)} aria-label=${word(this.lang, 'app_notices', { n: count })}>${icons.bell}
      ${count ? html`<span class="badge" aria-hidden="true">${count > 99 ? '99+' : count}</span>` : nothing}</a>`;
  }

  #tabs() {
    return html`<nav aria-label=${word(this.lang, 'app_tabs')}>${views.filter(({ tab }) => tab).map((view) => html`
      <a href=${address(view)} aria-current=${view === this.place.view ? 'page' : nothing}>${icons[view.tab.icon]}<span>${word(this.lang, view.tab.word)}</span></a>`)}</nav>`;
  }

  /* All views that were shown stay as they were left; one is to be seen. */
  #page() {
    const { view } = this.place;
    const pages = views.filter((one) => !one.sheet && this.#elements.has(one.name)).map((one) => this.#elements.get(one.name));
    for (const page of pages) page.hidden = page !== this.#elements.get(view.name);
    if (this.#elements.has(view.name)) return pages;
    return html`${pages}<p class="waiting">${this.missing === view ? word(this.lang, 'app_missing') : nothing}</p>`;
  }
}

/* While the server is heard, every word of it is the last: nothing that would have to be drawn. */
function sameStatus(one, other) {
  return one.state === other.state && (one.state === 'live' || one.since === other.since);
}

/* The focused element itself, in whatever shadow it stands. */
function focused() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

customElements.define('madang-app', App);
