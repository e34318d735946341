/*
 * What has changed of the sessions with a star and of one's places at tables, unread, newest first, each in one sentence from
 * what it was to what it is.
 */
import { css } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { call } from '/shared/api.js';
import { MINUTE } from '/shared/schedule.js';
import { ARROW } from '/shared/signs.js';
import { icons } from '../icons.js';
import { inbox, noticeOf } from '../notice-text.js';
import { notifier } from '../notify.js';
import { problemText } from '/shared/problems.js';
import { base } from '/shared/style.js';
import { View, html, nothing } from '/shared/view.js';
import './join.js';

const KINDS = {
  moved: 'notice_moved', retimed: 'notice_retimed', late: 'notice_late',
  cancelled: 'notice_cancelled_kind', gone: 'notice_gone_kind', restored: 'notice_restored_kind',
  place: 'notice_place_kind', place_seat: 'notice_place_kind_seat', place_two_ahead: 'notice_place_kind_soon', place_called: 'notice_place_kind_called',
  place_choose: 'notice_place_kind_choose', place_absent: 'notice_place_kind_absent', place_moved: 'notice_retimed', place_elsewhere: 'notice_place_kind_elsewhere', place_cancelled: 'notice_cancelled_kind',
  place_restored: 'notice_restored_kind', place_lapsed: 'notice_place_kind_lapsed', place_drawn: 'notice_place_kind_drawn', place_not_drawn: 'notice_place_kind_drawn', place_ended: 'notice_place_kind_ended',
};
const OFF = ['cancelled', 'gone', 'place_cancelled'];
const LOUD = ['place_called', 'place_choose', 'place_seat'];

export class Notices extends View {
  static properties = { ...View.properties, problem: { state: true } };

  static styles = [base, css`
    :host { max-width: 44rem; }
    ol { display: grid; gap: var(--space-2); grid-template-columns: minmax(0, 1fr); }
    article { position: relative; display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--space-1) var(--space-3); padding: var(--space-3) var(--space-2) var(--space-3) var(--space-4); border-radius: 14px; background: var(--surface); }
    .kind { display: flex; align-items: baseline; gap: var(--space-2); grid-column: 1; font-size: var(--text-1); color: var(--ink-soft); }
    .title { grid-column: 1; font-size: var(--text-3); font-weight: 650; line-height: 1.35; text-decoration: none; }
    .title::after { content: ''; position: absolute; inset: 0; }
    .title:hover { text-decoration: underline; text-underline-offset: 0.2em; }
    .parts { grid-column: 1; display: grid; gap: 2px; }
    .parts p { display: flex; flex-wrap: wrap; align-items: center; font-variant-numeric: tabular-nums; }
    .parts b { font-weight: 750; }
    .parts .tail { font-weight: 650; }
    .parts b + .tail { margin-inline-start: 0.6em; color: var(--ink-soft); font-weight: 500; }
    .read { position: relative; grid-column: 2; grid-row: 1 / span 3; align-self: center; font-size: var(--text-1); }
    .top { justify-content: space-between; }
    .empty { display: grid; justify-items: center; gap: var(--space-2); padding: var(--space-6) var(--space-4); text-align: center; text-wrap: balance; }
    .empty .sign { display: grid; place-items: center; width: 72px; height: 72px; border-radius: 50%; background: var(--surface); color: var(--ink-soft); }
    .empty .sign .icon { width: 32px; height: 32px; }
  `];

  constructor() {
    super();
    this.problem = '';
    this.reading = new Set(); // `id rev` of those on their way to being read
    this.redrawOn(notifier);
  }

  get heading() {
    return this.say('notice_title');
  }

  render() {
    const unread = inbox(this.docs).filter((notice) => !this.reading.has(keyOf(notice)));
    return html`<div class="stack">
      <div class="row top"><h1>${this.say('notice_title')}</h1>
        ${unread.length > 1 ? html`<button class="bare" @click=${() => this.read(unread, '/api/v1/me/notices')}>${this.say('notice_read_all')}</button>` : nothing}</div>
      <p class="visually-hidden" role="status">${this.say('notice_unread', { n: unread.length })}</p>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${this.me ? nothing : html`<madang-join class="card" .lang=${this.lang} .me=${this.me}></madang-join>`}
      ${unread.length ? html`<ol>${repeat(unread, ({ id }) => id, (notice) => html`<li>${this.notice(notice)}</li>`)}</ol>` : this.empty()}
      ${this.me ? this.asking() : nothing}
      <p><a class="button" href="#/changelog">${this.say('changelog_title')}</a></p>
    </div>`;
  }

  notice(notice) {
    const { id, hash, title, at, kind, parts } = noticeOf(notice, this.docs, this);
    return html`<article>
      <p class="kind"><span class="chip ${OFF.includes(kind) ? 'cancelled' : LOUD.includes(kind) ? 'fresh' : 'standing'}">${this.say(KINDS[kind])}</span>
        ${at === null ? nothing : html`<time>${this.when(at)}</time>`}</p>
      <a class="title" href=${hash} dir="auto">${title}</a>
      <div class="parts">${parts.map(({ from, to, tail }) => html`<p>
        ${from ? html`<s dir="auto">${from}</s>${ARROW}<b dir="auto">${to}</b>` : nothing}${tail ? html`<span class="tail">${tail}</span>` : nothing}</p>`)}</div>
      <button class="bare read" aria-label=${this.say('notice_read_one', { title })} @click=${() => this.read([notice], `/api/v1/me/notices/${encodeURIComponent(id)}`)}>${this.say('notice_read')}</button>
    </article>`;
  }

  when(at) {
    if (this.now - at < MINUTE) return this.say('notice_ago_now');
    const today = this.date(at) === this.date(this.now);
    return today ? this.time(at) : `${this.date(at, 'short')} ${this.time(at)}`;
  }

  empty() {
    return html`<section class="empty">
      <span class="sign">${icons.bell}</span>
      <h2>${this.say('notice_empty_title')}</h2>
      <p class="soft">${this.say('notice_empty')}</p>
    </section>`;
  }

  /* Gone at once; back where the server could not be told. */
  async read(notices, path) {
    const keys = notices.map(keyOf);
    keys.forEach((key) => this.reading.add(key));
    this.problem = '';
    this.requestUpdate();
    await this.updateComplete;
    (this.renderRoot.querySelector('.read') ?? this.renderRoot.querySelector('h1')).focus();
    try {
      await call('DELETE', path);
    } catch (problem) {
      if (problem.status === 404) return;
      keys.forEach((key) => this.reading.delete(key));
      this.problem = problemText(this, problem);
    }
  }

  /* Leave for the browser's notifications is asked for by a tap, after saying what they are. */
  asking() {
    if (notifier.permission === 'unsupported') return nothing;
    if (notifier.permission === 'denied') return html`<p class="soft small">${this.say('notice_denied')}</p>`;
    if (notifier.on) {
      return html`<div class="row"><p class="soft small">${this.say('notice_on')}</p><button class="bare" @click=${() => notifier.off()}>${this.say('notice_off')}</button></div>`;
    }
    return html`<section class="card stack">
      <div><h2>${this.say('notice_ask_title')}</h2><p class="soft">${this.say('notice_ask')}</p></div>
      <div><button class="primary" @click=${() => notifier.ask()}>${this.say('notice_ask_yes')}</button></div>
    </section>`;
  }
}

const keyOf = ({ id, rev }) => `${id} ${rev}`;

customElements.define('madang-notices', Notices);
