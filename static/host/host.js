/*
 * The host's desk: a shell (/shared/desk-shell.js), and what its views work with.
 *
 *   GuestList  the guests of the table that is open, whom only its host and organisers may see
 *   Taps       what the buttons ask of the server
 *   Awake      the screen stays lit while a table is open
 *
 * Who may see what is the server's business: the page goes by what this device remembers of who
 * signed in, and by the first word of the server that says otherwise. Whoever is nobody gets a
 * page that says how one gets in, and nothing else is asked for.
 */
import { html } from 'lit';
import { Awake } from './awake.js';
import { GuestList } from './guest-list.js';
import { hostStyle } from './host-style.js';
import { Taps } from './taps.js';
import { views } from './views/index.js';
import { DeskShell } from '/shared/desk-shell.js';
import { Keep } from '/shared/keep.js';
import { address } from '/shared/router.js';
import { same } from '/shared/shell.js';
import { store } from '/shared/store.js';
import { word } from '/shared/words.js';

class Host extends DeskShell {
  static styles = [DeskShell.styles, hostStyle];

  #role;
  #list = new GuestList();
  #taps = new Taps();
  #awake = new Awake();

  constructor() {
    const role = firstRole();
    super({ views, topics: topicsOf(role), as: 'desk', keep: role ? new Keep('host') : null });
    this.#role = role;
  }

  connectedCallback() {
    this.#list.addEventListener('change', () => this.#listened());
    this.#taps.addEventListener('done', () => this.#list.again());
    super.connectedCallback();
  }

  /** Who works here: {role: 'organiser' | 'host' | 'attendee' | null, person}; role undefined while nobody knows. */
  get who() {
    if (this.#role !== 'host') return { role: this.#role, person: null };
    const { me } = this;
    if (!me) return { role: undefined, person: null };
    return { role: me.person ? 'host' : 'attendee', person: me.person ?? null };
  }

  taken() {
    this.#followGuests();
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
    if (this.#list.refused === 'unauthorized') this.refused();
  }

  async renew(build) {
    await this.offline.renew(build);
  }

  follow() {
    super.follow();
    this.#taps.forgetFault();
    this.#followGuests();
  }

  /* Who has no business here sees the door, at every address but a sign-in link's. */
  get shown() {
    const { role } = this.who;
    const isDoor = role === null || role === 'attendee';
    return isDoor && this.place.view.name !== 'sign-in' ? views.find(({ name }) => name === 'door') : this.place.view;
  }

  give(element, where) {
    super.give(element, where);
    Object.assign(element, { list: this.#list, taps: this.#taps, who: same(element.who, this.who) });
  }

  header() {
    const isBelow = ['table', 'setup', 'edit'].includes(this.shown.name);
    return html`${isBelow ? html`<a class="button bare back" href=${this.#above}><span class="arrow-back" aria-hidden="true"></span>${word(this.lang, 'host_back')}</a><span class="event"></span>` : this.titleLine()}
      ${this.timeLine()}
      ${this.languageButton()}`;
  }

  get #above() {
    const { view, params } = this.place;
    return view.name === 'edit' ? address(views.find(({ name }) => name === 'table'), params) : address(views[0]);
  }
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
