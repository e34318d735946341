/*
 * The app's shell (/shared/shell.js), and what only a phone in a pocket needs: tabs, stars, news,
 * what can't wait, and sheets. A view that is a sheet lies, as a modal dialogue, over the one that
 * it was opened from; back, Escape and its cross close it.
 */
import { html, nothing } from 'lit';
import { icons } from './icons.js';
import { forgetDevice } from './leaving.js';
import { address, match } from '/shared/router.js';
import { shellStyle } from './shell-style.js';
import { stars } from './stars.js';
import { views } from './views/index.js';
import { Keep } from '/shared/keep.js';
import { Shell } from '/shared/shell.js';
import { store } from '/shared/store.js';
import { word } from '/shared/words.js';

const SIGNED_IN = 'signed-in';    /* whether this device has the cookie, which pages can't see */
const SETTLED_MS = 2_000;
const SETTLED_SPREAD_MS = 4_000;
const TURN_MS = [300, 150, 300, 150, 300];   /* how the phone shakes when it is one's turn */

class App extends Shell {
  static properties = { sheet: { state: true }, urgent: { state: true } };
  static styles = [Shell.styles, shellStyle];

  #scrolled = new Map();          /* view name → how far down it was left */
  #cameFrom = null;               /* what had the focus before a sheet */
  #entered = null;                /* the {view, params} that was last given the focus */

  constructor() {
    super({
      views,
      topics: store.get(SIGNED_IN) ? ['timetable', 'meetups', 'me'] : ['timetable', 'meetups'],
      as: 'phone',
      keep: new Keep('app'),
    });
    this.sheet = null;
    this.urgent = null;           /* what can't wait, as place-bar.js tells of it */
  }

  connectedCallback() {
    stars.addEventListener('join', () => { location.hash = '#/join'; });
    this.addEventListener('joined', () => this.#signed(true));
    this.addEventListener('left', ({ detail }) => this.#left(detail));
    this.addEventListener('urgent', ({ detail }) => this.#press(detail));
    super.connectedCallback();
  }

  taken(isNews) {
    if (isNews) stars.take({ docs: this.docs, me: this.me, live: this.status.state === 'live' });
    if (this.me) this.#bringNews();
  }

  /* What the worker keeps is taken when the page has its own. */
  settled() {
    setTimeout(() => this.#keepFiles(), SETTLED_MS + SETTLED_SPREAD_MS * Math.random());
  }

  async #keepFiles() {
    await this.offline.register();
    const used = performance.getEntriesByType('resource').map(({ name }) => name);
    this.offline.keep(used.filter((name) => new URL(name).pathname.startsWith('/fonts/')));
  }

  /* ---- who reads ---------------------------------------------------------- */

  #signed(yes) {
    store.set(SIGNED_IN, yes ? '1' : null);
    this.live.own(yes);
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

  heard(event) {
    super.heard(event);
    if (event.key === store.name(SIGNED_IN)) this.live.own(event.newValue !== null);
  }

  refused() {
    forgetDevice();
  }

  /* ---- where -------------------------------------------------------------- */

  /* A sheet leaves the place below it as it is. Each entry of the history knows how many sheets lie over its place. */
  follow() {
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
    this.bring(this.place.view);
    this.bring(view);
  }

  #leaveSheet() {
    const { sheets } = this.sheet;
    if (sheets > 0) history.go(-sheets);
    else location.replace(address(this.place.view, this.place.params));
  }

  /* ---- drawing -------------------------------------------------------------- */

  willUpdate() {
    document.documentElement.lang = this.lang;
    for (const where of [this.place, this.sheet]) {
      const element = where && this.elements.get(where.view.name);
      if (element) this.give(element, where);
    }
  }

  async updated() {
    const dialog = this.renderRoot.querySelector('dialog');
    const where = this.sheet ?? this.place;
    const element = this.elements.get(where.view.name);
    if (!this.sheet && dialog.open) dialog.close();
    if (this.sheet && element && !dialog.open) {
      dialog.showModal();
      this.renderRoot.querySelector('madang-urgent').raise();
    }
    document.documentElement.classList.toggle('still', dialog.open);
    if (!element) return;
    await element.updateComplete;
    if (where !== (this.sheet ?? this.place)) return;
    const heading = element.heading;
    this.nameTab(this.urgent?.title, heading);
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
    return html`${this.header()}${this.#tabs()}
      <main>${this.#page()}</main>
      <dialog class="sheet" @cancel=${this.#cancelled} @pointerdown=${this.#pressedOutside}>
        <div class="sheet-bar"><button class="bare" aria-label=${word(this.lang, 'app_close')} @click=${() => this.#leaveSheet()}>${icons.close}</button></div>
        ${this.sheet ? this.#bar() : nothing}
        <div class="sheet-body">${this.sheet ? this.elements.get(this.sheet.view.name) ?? nothing : nothing}</div>
      </dialog>
      ${this.sheet ? nothing : this.#bar()}
      <madang-news .docs=${this.docs} .now=${this.now} .lang=${this.lang} .status=${this.status} .me=${this.me} .seen=${this.place.view.name === 'notices'}></madang-news>
      ${this.urgentSheet()}`;
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

  header() {
    return html`<header>
      ${this.titleLine()}
      ${this.timeLine()}
      ${this.#bell()}
      ${this.languageButton()}
    </header>`;
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
    const pages = views.filter((one) => !one.sheet && this.elements.has(one.name)).map((one) => this.elements.get(one.name));
    for (const page of pages) page.hidden = page !== this.elements.get(view.name);
    if (this.elements.has(view.name)) return pages;
    return html`${pages}${this.waiting(view)}`;
  }
}

/* The focused element itself, in whatever shadow it stands. */
function focused() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

customElements.define('madang-app', App);
