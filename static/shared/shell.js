/*
 * What joins the parts of a page that has views (view.js): documents, time, language, views and
 * the service worker. The app builds on it, and desk-shell.js, which says how a page is put on it.
 */
import { LitElement, css, html, nothing } from 'lit';
import { ServerClock } from './clock.js';
import { firstLanguage, LANGUAGE, NAMES, otherLanguage } from './language.js';
import { Live } from './live.js';
import { Offline } from './offline.js';
import { timetable } from './schedule.js';
import { store } from './store.js';
import { base } from './style.js';
import { fullSecond, untilNextTick } from './ticker.js';
import { timeText } from './times.js';
import { LANGUAGES, loadLocales, text, word } from './words.js';
import './urgent-sheet.js';

export class Shell extends LitElement {
  static properties = {
    docs: { state: true }, now: { state: true }, lang: { state: true }, status: { state: true },
    place: { state: true }, missing: { state: true },
  };

  static styles = [base, css`
    :host { min-height: 100vh; min-height: 100dvh; }
    header {
      position: sticky; z-index: 2; inset-block-start: var(--band, 0); display: flex; align-items: center; gap: var(--space-2);
      min-height: 52px; padding: env(safe-area-inset-top) var(--space-2) 0 var(--space-4); background: var(--ground);
    }
    .event { flex: 1 1 0; min-width: 0; font-weight: 750; font-size: var(--text-3); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
    .clock { font-weight: 700; font-size: var(--text-3); }
    .stale { display: flex; align-items: center; gap: 0.4em; color: var(--ink-soft); font-size: var(--text-1); white-space: nowrap; font-variant-numeric: tabular-nums; }
    .stale::before { content: ''; width: 0.55em; height: 0.55em; border-radius: 50%; box-shadow: inset 0 0 0 0.14em var(--warm); }
    .language { font-size: var(--text-1); color: var(--ink-soft); }
    .waiting { padding: 20vh var(--space-4) 0; text-align: center; color: var(--ink-soft); }
  `];

  offline = new Offline();
  elements = new Map();           /* view name → its element, once its module is there */
  #clock = new ServerClock();
  #build = null;
  #timer = null;
  #band = null;                   /* rehearsal-band.js, once there was a rehearsal */

  /** views: as in a page's views/index.js; topics, as, keep: of Live. */
  constructor({ views, topics, as, keep }) {
    super();
    Object.assign(this, { docs: {}, now: 0, lang: firstLanguage(), status: { state: 'connecting', since: null } });
    this.views = views;
    this.place = { view: views[0], params: {} };
    this.missing = null;          /* the view whose module could not be had */
    this.live = new Live({
      topics,
      as,
      clock: this.#clock,
      keep,
      on: {
        docs: () => this.#take(),
        status: () => this.#take(),
        hello: ({ build }) => this.#greeted(build),
        refused: () => this.refused(),
      },
    });
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('hashchange', () => this.follow());
    window.addEventListener('storage', (event) => this.heard(event));
    document.addEventListener('visibilitychange', () => this.#tick());
    this.addEventListener('language', ({ detail }) => this.#chooseLanguage(detail.lang));
    this.follow();
    this.#start();
  }

  async #start() {
    await loadLocales(undefined, [this.lang]);
    this.requestUpdate();
    this.#tick();
    await this.live.start();
    this.settled();
  }

  /** The page has what it begins with: time for the service worker. */
  settled() {
    this.offline.register();
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

  /* now is 0 while there is nothing to know the time by but a device that may be wrong. */
  #take() {
    const { docs, status } = this.live;
    const isNews = docs !== this.docs || status.state !== this.status.state;
    this.docs = docs;
    if (!sameStatus(status, this.status)) this.status = status;
    this.now = this.#clock.sure || this.live.epoch !== null ? fullSecond(this.#clock.now()) : 0;
    this.taken(isNews);
    if (docs.rehearsal || this.#band) this.#rehearse(docs.rehearsal?.main);
    if (this.missing && status.state === 'live') this.bring(this.missing);
  }

  /** docs, status and now are of this moment; isNews: more than the time may be different. */
  taken() {}

  async #rehearse(mark) {
    try {
      this.#band ??= await import('./rehearsal-band.js');
      this.#band.show(mark, this.lang);
    } catch {
      /* no network: at the next tick */
    }
  }

  async #greeted(build) {
    this.#tick();
    if (!build || build === this.#build) return;
    const first = this.#build === null;
    this.#build = build;
    await this.renew(build, first);
  }

  /** The server runs on another build than before; its `first` word may name this page's own. */
  async renew(build, first) {
    if (first && await this.offline.build() === build) return;
    await this.offline.renew(build);
  }

  /** The server no longer knows this device's cookie. */
  refused() {}

  /* ---- in which language, and where ------------------------------------------ */

  /** Another tab has changed what this device remembers. */
  heard({ key, newValue }) {
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

  async bring(view) {
    if (this.elements.has(view.name)) return;
    try {
      await view.load();
    } catch {
      this.missing = view;
      return;
    }
    if (this.missing === view) this.missing = null;
    if (!this.elements.has(view.name)) this.elements.set(view.name, document.createElement(view.tag));
    this.requestUpdate();
  }

  /* ---- drawing ---------------------------------------------------------------- */

  give(element, { view, params }) {
    const { docs, now, lang, status, me } = this;
    Object.assign(element, { docs, now, lang, status, me, route: same(element.route, { name: view.name, params }) });
  }

  get eventTitle() {
    return text(timetable(this.docs).event.title, this.lang) || 'Madang';
  }

  /** What the browser's tab is called: these, and the event. */
  nameTab(...parts) {
    document.title = [...parts, this.eventTitle].filter(Boolean).join(' · ');
  }

  titleLine() {
    return html`<p class="event" dir="auto">${this.eventTitle}</p>`;
  }

  /** What time it is, and as of when the page is where that is not now. */
  timeLine() {
    const { zone } = timetable(this.docs);
    const { state, since } = this.status;
    const isStale = (state === 'stale' || state === 'closed') && since !== null;
    return html`${isStale ? html`<p class="stale">${word(this.lang, 'board_as_of', { time: timeText(zone, since) })}</p>` : nothing}
      ${this.now ? html`<time class="clock">${timeText(zone, this.now)}</time>` : nothing}`;
  }

  languageButton() {
    const other = otherLanguage(this.lang);
    return html`<button class="bare language" lang=${other} @click=${() => this.#chooseLanguage(other)}>${NAMES[other]}</button>`;
  }

  /** What can't wait, above everything else on the page. */
  urgentSheet() {
    return html`<madang-urgent .docs=${this.docs} .now=${this.now} .lang=${this.lang}></madang-urgent>`;
  }

  /** In place of a view that is not there: it comes, or could not be had. */
  waiting(view) {
    return html`<p class="waiting">${this.missing === view ? word(this.lang, 'app_missing') : nothing}</p>`;
  }
}

/** The same object as long as it says the same. */
export function same(before, after) {
  return JSON.stringify(before) === JSON.stringify(after) ? before : after;
}

/* While the server is heard, every word of it is the last: nothing that would have to be drawn. */
function sameStatus(one, other) {
  return one.state === other.state && (one.state === 'live' || one.since === other.since);
}
