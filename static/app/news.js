/*
 * What the app says by itself, wherever one is in it: a toast for a notice that came and for a
 * star that could not be set. It also tells the notifier and the server what the shell knows:
 * who one is, what has changed, the language.
 */
import { css } from 'lit';
import { call } from '/shared/api.js';
import { icons } from './icons.js';
import { notifier } from './notify.js';
import './place-bar.js';
import { stars } from './stars.js';
import { base } from '/shared/style.js';
import { View, html, nothing } from '/shared/view.js';

const TOAST_MS = 8_000;

class News extends View {
  static properties = { ...View.properties, seen: { attribute: false }, toast: { state: true } };

  static styles = [base, css`
    :host { position: fixed; inset: auto 0 calc(var(--bar) + var(--above, 0px) + env(safe-area-inset-bottom) + var(--space-2)); z-index: 3; pointer-events: none; }
    .toast { display: flex; align-items: center; gap: var(--space-2); width: fit-content; max-width: min(32rem, calc(100% - 2 * var(--space-3))); margin-inline: auto; padding-inline: var(--space-4) var(--space-1); border-radius: 14px; background: var(--ink); color: var(--ground); pointer-events: auto; box-shadow: 0 6px 24px var(--shade); animation: come 0.2s ease-out; }
    .toast > :first-child { flex: 1; padding-block: var(--space-3); text-decoration: none; }
    .toast button { color: inherit; }
    @keyframes come { from { translate: 0 12px; opacity: 0; } }
  `];

  constructor() {
    super();
    Object.assign(this, { seen: false, toast: null });
  }

  connectedCallback() {
    super.connectedCallback();
    stars.addEventListener('refused', ({ detail }) => this.show(this.refusal(detail)));
    notifier.addEventListener('toast', ({ detail }) => this.show(detail.text, detail.hash));
    notifier.addEventListener('open', ({ detail }) => { location.hash = detail.hash; });
  }

  willUpdate(changed) {
    const { docs, me } = this;
    if (changed.has('seen') && this.seen) this.toast = null;
    if (changed.has('docs') || changed.has('me')) notifier.take({ docs, me, words: this, seen: this.seen });
  }

  updated(changed) {
    if (changed.get('lang') && this.spoken && this.me) call('PATCH', '/api/v1/me', { language: this.lang }).catch(() => {}); // this device speaks it all the same
    this.spoken = true;
    /* Deleted, on whatever device: the collection is there, and nobody in it. */
    if (changed.get('me') && !this.me && this.docs.attendees) this.tell('left', { farewell: this.say('me_deleted') });
  }

  render() {
    return html`<div role="status">${this.toast ? html`<div class="toast">
      ${this.toast.hash ? html`<a href=${this.toast.hash} dir="auto" @click=${this.hide}>${this.toast.text}</a>` : html`<span dir="auto">${this.toast.text}</span>`}
      <button class="bare" aria-label=${this.say('app_close')} @click=${this.hide}>${icons.close}</button>
    </div>` : nothing}</div>`;
  }

  refusal({ session, problem }) {
    const title = this.text(this.tt.sessionById.get(session)?.title) || this.say('notice_session_unknown');
    return this.say(problem.status === 404 ? 'day_star_refused' : 'day_star_failed', { title });
  }

  show(text, hash = null) {
    clearTimeout(this.timer);
    this.toast = { text, hash };
    this.timer = setTimeout(this.hide, TOAST_MS);
  }

  hide = () => {
    this.toast = null;
  };
}

customElements.define('madang-news', News);
