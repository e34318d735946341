/*
 * <madang-urgent>: an urgent announcement takes the whole page, above every view and every sheet,
 * until it was dismissed or is over. Escape dismisses it too. The shell gives docs, now and lang,
 * and says when something else was opened above it (raise).
 */
import { LitElement, css, html, nothing } from 'lit';
import { announcementsNow, timetable } from './schedule.js';
import { SIREN } from './signs.js';
import { store } from './store.js';
import { base } from './style.js';
import { timeText } from './times.js';
import { readSeen, unseen, URGENT_SEEN, withSeen } from './urgent.js';
import { text, word } from './words.js';

const PATTERN_MS = [400, 150, 400, 150, 800];   /* how a phone in a pocket shakes */

export class MadangUrgent extends LitElement {
  static properties = { docs: { attribute: false }, now: { attribute: false }, lang: { attribute: false } };

  static styles = [base, css`
    dialog {
      width: 100%; max-width: 100%; height: 100dvh; max-height: 100dvh; margin: 0; padding: 0; overflow: hidden;
      border: 0; background: var(--alarm); color: var(--alarm-ink);
    }
    dialog[open] { display: flex; flex-direction: column; }
    dialog::before { content: ''; flex: none; height: 14px; margin-block-start: env(safe-area-inset-top); background: repeating-linear-gradient(-45deg, var(--alarm-ink) 0 14px, transparent 0 28px); }
    dialog::backdrop { background: var(--shade); }
    .told { flex: 1 1 auto; min-height: 0; overflow: auto; overscroll-behavior: contain; display: grid; align-content: safe center; gap: var(--space-6); padding: var(--space-5); }
    .told:focus-visible { outline-color: currentColor; outline-offset: -6px; }
    h2 { display: flex; align-items: center; gap: var(--space-3); font-size: var(--text-4); }
    .siren { width: 2.4em; height: 2.4em; flex: none; }
    .says { font-size: clamp(1.75rem, 8vw, 2.25rem); font-weight: 750; line-height: 1.3; letter-spacing: -0.01em; text-wrap: pretty; white-space: pre-line; }
    .until { margin-block-start: var(--space-3); font-weight: 600; font-variant-numeric: tabular-nums; }
    .foot { flex: none; padding: var(--space-3) var(--space-5) calc(var(--space-5) + env(safe-area-inset-bottom)); }
    button { width: 100%; min-height: 56px; border-color: var(--alarm-ink); background: var(--alarm-ink); color: var(--alarm); font-size: var(--text-3); font-weight: 750; }
    button:focus-visible { outline-color: var(--alarm-ink); outline-offset: 3px; }
    @media (min-width: 700px) and (min-height: 500px) {
      dialog { width: min(640px, calc(100vw - 80px)); height: fit-content; max-height: calc(100dvh - 80px); margin: auto; border-radius: 18px; }
    }
  `];

  #dismissed = null;              /* where the device forbids its storage; else what it keeps counts */
  #known = '';                    /* what was up at the last painting */

  constructor() {
    super();
    Object.assign(this, { docs: {}, now: 0, lang: this.getAttribute('lang') || 'ko' });
    this.items = [];
  }

  willUpdate() {
    const { urgent } = announcementsNow(timetable(this.docs), this.now);
    this.items = urgent.length ? unseen(urgent, this.#seen) : [];
  }

  get #seen() {
    const kept = store.get(URGENT_SEEN);
    return kept === null && this.#dismissed ? this.#dismissed : readSeen(kept);
  }

  updated() {
    const dialog = this.renderRoot.querySelector('dialog');
    const isUp = this.items.length > 0;
    if (isUp && !dialog.open) dialog.showModal();
    if (!isUp && dialog.open) dialog.close();
    const shown = JSON.stringify(this.items.map(({ id, text: words }) => [id, words]));
    if (isUp && shown !== this.#known && navigator.userActivation?.hasBeenActive) navigator.vibrate?.(PATTERN_MS);
    this.#known = shown;
  }

  /** Another dialogue was opened: what is urgent goes above it again. */
  raise() {
    const dialog = this.renderRoot?.querySelector('dialog');
    if (!dialog?.open) return;
    dialog.close();
    dialog.showModal();
  }

  /* Also by Escape. One that is over was dismissed by nobody; one that was raised is open again. */
  #closed({ target }) {
    if (!target.open && this.items.length) this.#dismiss();
  }

  #dismiss() {
    this.#dismissed = withSeen(this.#seen, this.items);
    store.set(URGENT_SEEN, JSON.stringify(this.#dismissed));
    this.requestUpdate();
  }

  render() {
    const { items } = this;
    return html`<dialog role="alertdialog" aria-labelledby="title" aria-describedby="says" @close=${this.#closed}>
      ${items.length ? html`<div class="told" tabindex="0" role="region" aria-labelledby="title">
        <h2 id="title">${SIREN}${word(this.lang, 'board_urgent')}</h2>
        <div class="stack" id="says" role="alert">${items.map((one) => this.#one(one))}</div></div>
      <div class="foot"><button autofocus @click=${this.#dismiss}>${word(this.lang, 'urgent_read')}</button></div>` : nothing}
    </dialog>`;
  }

  #one({ text: words, until }) {
    const end = Date.parse(until ?? '');
    return html`<div><p class="says" dir="auto">${text(words, this.lang)}</p>
      ${Number.isNaN(end) ? nothing : html`<p class="until">${word(this.lang, 'board_until', { time: timeText(timetable(this.docs).zone, end) })}</p>`}</div>`;
  }
}

customElements.define('madang-urgent', MadangUrgent);
