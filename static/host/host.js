/*
 * The host's desk: the shell around its views, and what joins the parts.
 *
 *   Live       keeps the documents equal to the server's
 *   GuestList  the guests of the table that is open, whom only its host and organisers may see
 *   Taps       what the buttons ask of the server
 *   Awake      the screen stays lit while a table is open
 *
 * Who may see what is the server's business: the page goes by what this device remembers of who
 * signed in, and by the first word of the server that says otherwise. Whoever is nobody gets a
 * page that says how one gets in, and nothing else is asked for.
 */
import { LitElement, html, nothing } from 'lit';
import { Awake } from './awake.js';
import { GuestList } from './guest-list.js';
import { hostStyle } from './host-style.js';
import { Taps } from './taps.js';
import { views } from './views/index.js';
import { ServerClock } from '/shared/clock.js';
import { deviceStorage, forgetStorage, store } from '/shared/store.js';
import { Keep } from '/shared/keep.js';
import { firstLanguage, LANGUAGE, NAMES, otherLanguage } from '/shared/language.js';
import { Live } from '/shared/live.js';
import { Offline } from '/shared/offline.js';
import { address, match } from '/shared/router.js';
import { timetable } from '/shared/schedule.js';
import { base } from '/shared/style.js';
import { fullSecond, untilNextTick } from '/shared/ticker.js';
import { timeText } from '/shared/times.js';
import { LANGUAGES, loadLocales, text, word } from '/shared/words.js';

class Host extends LitElement {
  static properties = {
    docs: { state: true }, now: { state: true }, lang: { state: true }, status: { state: true },
    place: { state: true }, missing: { state: true }, news: { state: true },
  };
  static styles = [base, hostStyle];

  #role = firstRole();
  #clock = new ServerClock();
  #offline = new Offline();
  #list = new GuestList();
  #taps = new Taps();
  #awake = new Awake();
  #elements = new Map();          /* view name → its element, once its module is there */
  #build = null;
  #timer = null;
  #entered = null;
  #live;

  constructor() {
    super();
    Object.assign(this, { docs: {}, now: 0, lang: firstLanguage(), status: { state: 'connecting', since: null }, news: '' });
    this.place = match(views, location.hash);
    this.missing = null;
    this.#live = new Live({
      topics: topicsOf(this.#role),
      as: 'desk',
      clock: this.#clock,
      keep: this.#role ? new Keep('host') : null,
      on: {
        docs: () => this.#take(),
        status: () => this.#take(),
        hello: ({ build }) => this.#greeted(build),
        refused: () => this.#signedOut(),
      },
    });
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('hashchange', () => this.#follow());
    window.addEventListener('storage', (event) => this.#heardOtherTab(event));
    document.addEventListener('visibilitychange', () => this.#tick());
    this.addEventListener('announce', ({ detail }) => this.#announce(detail.text));
    this.#list.addEventListener('change', () => this.#listened());
    this.#taps.addEventListener('done', () => this.#list.again());
    this.#follow();
    this.#start();
  }

  async #start() {
    await loadLocales(undefined, [this.lang]);
    this.requestUpdate();
    this.#tick();
    await this.#live.start();
    await this.#offline.register();
  }

  /** Who works here: {role: 'organiser' | 'host' | 'attendee' | null, person}; role undefined while nobody knows. */
  get who() {
    if (this.#role !== 'host') return { role: this.#role, person: null };
    const me = Object.values(this.docs.attendees ?? {})[0];
    if (!me) return { role: undefined, person: null };
    return { role: me.person ? 'host' : 'attendee', person: me.person ?? null };
  }

  /* ---- time and documents -------------------------------------------------- */

  #tick() {
    clearTimeout(this.#timer);
    if (document.visibilityState === 'hidden') return;
    this.#timer = setTimeout(() => this.#tick(), untilNextTick(this.#clock.now(), this.#clock.rate));
    this.#take();
  }

  #take() {
    const { docs, status } = this.#live;
    this.docs = docs;
    if (status.state !== this.status.state || (status.state !== 'live' && status.since !== this.status.since)) this.status = status;
    this.now = this.#clock.sure || this.#live.epoch !== null ? fullSecond(this.#clock.now()) : 0;
    this.#followGuests();
    if (this.missing && status.state === 'live') this.#bring(this.missing);
  }

  #followGuests() {
    const { role, person } = this.who;
    const meetup = this.place.view.name === 'table' ? this.place.params.id : null;
    const host = this.docs.meetups?.[meetup]?.host;
    const isThere = Boolean(host) && (role === 'organiser' || (role === 'host' && host === person));
    const rev = isThere ? this.docs.lines?.[meetup]?.rev ?? 0 : null;
    this.#list.follow({ meetup: isThere ? meetup : null, rev, live: this.status.state === 'live' });
    if (isThere) this.#taps.heard(rev);
    this.#awake.keep(isThere);
  }

  #listened() {
    if (this.#list.refused === 'unauthorized') this.#signedOut();
  }

  async #greeted(build) {
    this.#tick();
    if (!build || build === this.#build) return;
    this.#build = build;
    await this.#offline.renew(build);
  }

  /* The server no longer knows this cookie: nothing of anybody stays here. */
  #signedOut() {
    forgetStorage(deviceStorage(), [store.name(LANGUAGE)]);
    this.#live.stop();
    location.reload();
  }

  /* The same words again are news too. */
  #announce(words) {
    this.news = this.news === words ? `${words}\u00a0` : words;
  }

  /* ---- where, and in which language ----------------------------------------- */

  #follow() {
    this.place = match(views, location.hash);
    this.#taps.forgetFault();
    this.#followGuests();
    this.#bring(this.#shown);
  }

  /* Who has no business here sees the door, at every address but a sign-in link's. */
  get #shown() {
    const { role } = this.who;
    const isDoor = role === null || role === 'attendee';
    return isDoor && this.place.view.name !== 'sign-in' ? views.find(({ name }) => name === 'door') : this.place.view;
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

  #heardOtherTab({ key, newValue }) {
    if (key === store.name('signed-in') || key === store.name('role')) location.reload();
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

  /* ---- drawing ---------------------------------------------------------------- */

  willUpdate() {
    document.documentElement.lang = this.lang;
    const element = this.#elements.get(this.#shown.name);
    if (!element) {
      this.#bring(this.#shown);
      return;
    }
    const { docs, now, lang, status, who } = this;
    const route = { name: this.place.view.name, params: this.place.params };
    Object.assign(element, {
      docs, now, lang, status, list: this.#list, taps: this.#taps,
      who: same(element.who, who), route: same(element.route, route), me: Object.values(docs.attendees ?? {})[0] ?? null,
    });
  }

  async updated() {
    const view = this.#shown;
    const element = this.#elements.get(view.name);
    if (!element) return;
    await element.updateComplete;
    if (view !== this.#shown) return;
    const title = text(timetable(this.docs).event.title, this.lang) || 'Madang';
    document.title = element.heading ? `${element.heading} · ${title}` : title;
    const entered = JSON.stringify([view.name, this.place.params]);
    if (entered === this.#entered) return;
    const first = this.#entered === null;
    this.#entered = entered;
    if (first) return;
    window.scrollTo(0, 0);
    element.focusHeading();
  }

  render() {
    const { zone, event } = timetable(this.docs);
    const other = otherLanguage(this.lang);
    const isBelow = ['table', 'setup', 'edit'].includes(this.#shown.name);
    return html`<header>
        ${isBelow ? html`<a class="button bare back" href=${this.#above}><span class="arrow-back" aria-hidden="true"></span>${word(this.lang, 'host_back')}</a><span class="event"></span>`
    : html`<p class="event" dir="auto">${text(event.title, this.lang) || 'Madang'}</p>`}
        ${this.#stale(zone)}
        ${this.now ? html`<time class="clock">${timeText(zone, this.now)}</time>` : nothing}
        <button class="bare language" lang=${other} @click=${() => this.#chooseLanguage(other)}>${NAMES[other]}</button>
      </header>
      <main>${this.#elements.get(this.#shown.name) ?? html`<p class="waiting">${this.missing === this.#shown ? word(this.lang, 'app_missing') : nothing}</p>`}</main>
      <p class="visually-hidden" role="status">${this.news}</p>`;
  }

  get #above() {
    const { view, params } = this.place;
    return view.name === 'edit' ? address(views.find(({ name }) => name === 'table'), params) : address(views[0]);
  }

  #stale(zone) {
    const { state, since } = this.status;
    if ((state !== 'stale' && state !== 'closed') || since === null) return nothing;
    return html`<p class="stale">${word(this.lang, 'board_as_of', { time: timeText(zone, since) })}</p>`;
  }
}

/* The same object as long as it says the same. */
function same(before, after) {
  return JSON.stringify(before) === JSON.stringify(after) ? before : after;
}

function topicsOf(role) {
  if (role === null) return ['timetable'];
  return role === 'host' ? ['timetable', 'meetups', 'me'] : ['timetable', 'meetups'];
}

/* What this device remembers. Who has joined the app since is no organiser any more: there is one cookie. */
function firstRole() {
  if (store.get('signed-in')) return 'host';
  return store.get('role') === 'organiser' ? 'organiser' : null;
}

customElements.define('madang-host', Host);
