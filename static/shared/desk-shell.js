/*
 * The shell of a desk: a header, and below it one view at a time. A page extends it with its
 * views, its topics and its header:
 *
 *   class Desk extends DeskShell {
 *     constructor() { super({ views, topics: ['timetable'], as: 'desk', keep: new Keep('desk') }); }
 *     header() { return html`${this.titleLine()}${this.timeLine()}${this.languageButton()}`; }
 *   }
 *
 *   Live     keeps the documents equal to the server's
 *   router   which view the address asks for
 *   views    one custom element each, loaded when first shown, kept while the page lives
 *   Offline  the service worker, for a page that is opened without a network
 *
 * Views get everything as properties (view.js) and tell by events; by `announce` {text} what is to
 * be said to those who listen. A page that does more overrides
 *
 *   shown    which view is seen, where not the address alone says it
 *   give     what views get besides
 *   taken    after each word of the server, and each tick
 *   heard    another tab has changed what the device remembers
 *   settled, renew, refused: of the service worker, a new build, a cookie that is none any more
 */
import { css, html } from 'lit';
import { forgetPerson } from './keep.js';
import { match } from './router.js';
import { Shell } from './shell.js';
import { store } from './store.js';

export class DeskShell extends Shell {
  static properties = { news: { state: true } };
  static styles = [Shell.styles, css`
    main { padding: 0 var(--space-4) var(--space-5); }
    @media (min-width: 900px) {
      header, main { max-width: 1120px; margin-inline: auto; padding-inline: var(--space-5); }
    }
  `];

  #entered = null;                /* the view and params that were last given the focus */

  constructor(page) {
    super(page);
    this.news = '';
  }

  connectedCallback() {
    this.addEventListener('announce', ({ detail }) => this.#announce(detail.text));
    this.addEventListener('joined', () => this.live.own(false)); /* the page is about to begin anew */
    super.connectedCallback();
  }

  /* The same words again are news too. */
  #announce(words) {
    this.news = this.news === words ? `${words}\u00a0` : words;
  }

  /** Somebody came or went in another tab: the page is somebody else's now. */
  heard(event) {
    super.heard(event);
    if (event.key === store.name('signed-in') || event.key === store.name('role')) {
      this.live.own(false);
      location.reload();
    }
  }

  /** The server no longer knows this device's cookie: nothing of anybody stays here. */
  async refused() {
    this.live.own(false);
    this.live.stop();
    await forgetPerson();
    location.reload();
  }

  follow() {
    this.place = match(this.views, location.hash);
    this.bring(this.shown);
  }

  /** The view that is to be seen. */
  get shown() {
    return this.place.view;
  }

  willUpdate() {
    /* Said again it would have the browser style the whole page anew. */
    if (document.documentElement.lang !== this.lang) document.documentElement.lang = this.lang;
    const element = this.elements.get(this.shown.name);
    if (element) this.give(element, this.place);
    else this.bring(this.shown);
  }

  async updated() {
    const view = this.shown;
    const element = this.elements.get(view.name);
    if (!element) return;
    await element.updateComplete;
    if (view !== this.shown) return;
    this.nameTab(element.heading);
    const entered = JSON.stringify([view.name, this.place.params]);
    if (entered === this.#entered) return;
    const first = this.#entered === null;
    this.#entered = entered;
    if (first) return;
    window.scrollTo(0, 0);
    element.focusHeading();
  }

  render() {
    return html`<header>${this.header()}</header>
      <main>${this.elements.get(this.shown.name) ?? this.waiting(this.shown)}</main>
      <p class="visually-hidden" role="status">${this.news}</p>
      ${this.urgentSheet()}`;
  }
}
