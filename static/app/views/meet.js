/*
 * Whom one can meet: hosts and tables, now, next, later today and on other days, with what is
 * free and how long the line is. One's own places stand on top.
 */
import { css } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { bookAtStyle, timesToBook } from '../book-at.js';
import { icons } from '../icons.js';
import { groupsOf, meetupsOf, placesAt, seatsFree, shutBy, slotsAhead } from '../meet-plan.js';
import { rangeText, tableText, waitText } from '../meet-text.js';
import { finds } from '../search.js';
import { base } from '/shared/style.js';
import { View, html, nothing } from '/shared/view.js';
import './places.js';

const MANY = 8;           /* meetups; of more, there is a search */

export class Meet extends View {
  static properties = { ...View.properties, query: { state: true } };

  static styles = [base, bookAtStyle, css`
    .search { position: relative; display: block; }
    .search .icon { position: absolute; inset-block: 0; inset-inline-start: 12px; margin: auto; width: 20px; color: var(--ink-soft); pointer-events: none; }
    .search input { padding-inline-start: 42px; border-radius: 22px; }
    .group { display: grid; gap: var(--space-2); grid-template-columns: minmax(0, 1fr); }
    ul { display: grid; gap: var(--space-2); grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); }
    .one { position: relative; display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 var(--space-3); height: 100%; align-content: start; padding: var(--space-3) var(--space-4); border-radius: 14px; background: var(--surface); }
    .one.is-now { background: var(--surface-high); box-shadow: inset 0 0 0 1px var(--line); }
    .one > * { grid-column: 1; }
    .meta { display: flex; flex-wrap: wrap; gap: 0 0.7em; color: var(--ink-soft); font-size: var(--text-1); font-weight: 600; font-variant-numeric: tabular-nums; }
    h3 { font-size: var(--text-3); font-weight: 700; line-height: 1.35; }
    h3 a { text-decoration: none; }
    h3 a::after { content: ''; position: absolute; inset: 0; border-radius: 14px; }
    h3 a:focus-visible { outline: none; }
    .one:has(h3 a:focus-visible) { outline: 3px solid var(--warm); outline-offset: -3px; }
    .company, .about { color: var(--ink-soft); font-size: var(--text-1); }
    .about { overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
    .state { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-1) var(--space-3); padding-block-start: var(--space-2); font-size: var(--text-1); font-weight: 600; font-variant-numeric: tabular-nums; }
    .state .free { font-weight: 750; }
    .state .none { color: var(--ink-soft); }
    .one.off h3 { color: var(--ink-soft); text-decoration: line-through; }
    .one > .book-at { grid-column: 1 / -1; }
    .one > .go { grid-column: 2; grid-row: 1 / span 4; align-self: center; color: var(--ink-soft); }
    .go .icon { width: 18px; height: 18px; }
    .go:dir(rtl) .icon { scale: -1 1; }
    .empty { display: grid; justify-items: center; gap: var(--space-2); padding: var(--space-6) var(--space-4); text-align: center; text-wrap: balance; }
    .empty .sign { display: grid; place-items: center; width: 72px; height: 72px; border-radius: 50%; background: var(--surface); color: var(--warm); }
    .empty .sign .icon { width: 34px; height: 34px; }
    .none-found { padding: var(--space-5) 0; color: var(--ink-soft); text-align: center; }
  `];

  constructor() {
    super();
    this.query = '';
  }

  get heading() {
    return this.say('meet_title');
  }

  render() {
    const all = meetupsOf(this.docs);
    const found = this.query.trim() ? all.filter((one) => finds(this.query, this.wordsOf(one))) : all;
    const groups = groupsOf(found, this.now, this.tt.zone);
    const { docs, now, lang, status, me } = this;
    return html`<div class="stack">
      <h1>${this.say('meet_title')}</h1>
      ${status.state === 'stale' || status.state === 'closed' ? html`<p class="problem" role="status">${this.say('meet_offline')}</p>` : nothing}
      <madang-places .docs=${docs} .now=${now} .lang=${lang} .status=${status} .me=${me}></madang-places>
      ${all.length > MANY ? this.search(groups) : nothing}
      ${groups.map((group) => this.group(group))}
      ${groups.length ? nothing : this.empty(all)}
    </div>`;
  }

  wordsOf({ person, company, title, place, session }) {
    return [person, company, title, this.tt.roomById.get(place)?.name, this.tt.sessionById.get(session)?.title].map((one) => one ?? '');
  }

  search(groups) {
    const n = groups.reduce((sum, { meetups }) => sum + meetups.length, 0);
    return html`<div role="search"><span class="search">${icons.search}<input type="search" enterkeyhint="search" autocomplete="off" .value=${this.query}
      aria-label=${this.say('meet_search')} placeholder=${this.say('meet_search')} @input=${(event) => { this.query = event.target.value; }}
      @keydown=${(event) => { if (event.key === 'Escape') this.query = ''; }}></span>
      <span class="visually-hidden" role="status">${this.query.trim() ? this.say('meet_found', { n }) : nothing}</span></div>`;
  }

  group({ when, date, at, meetups }) {
    const title = when === 'day' ? this.date(at) : this.say(`meet_when_${when}`);
    const id = `group-${date ?? when}`;
    return html`<section class="group" aria-labelledby=${id}><h2 id=${id}>${title}</h2>
      <ul>${repeat(meetups, (one) => one.id, (one) => html`<li>${this.one(one, when)}</li>`)}</ul></section>`;
  }

  one(meetup, when) {
    const table = tableText(this, meetup.place);
    const session = this.tt.sessionById.get(meetup.session);
    const title = this.text(meetup.title) || (session ? this.say('meet_after', { title: this.text(session.title) }) : '');
    return html`<article class="one is-${when} ${meetup.state === 'cancelled' ? 'off' : ''}">
      <p class="meta"><time>${when === 'day' ? `${this.time(meetup.start)}–${this.time(meetup.end)}` : rangeText(this, meetup.start, meetup.end)}</time>${table ? html`<span dir="auto">${table}</span>` : nothing}</p>
      <h3><a href="#/meet/${encodeURIComponent(meetup.id)}" dir="auto">${this.text(meetup.person)}</a></h3>
      ${this.text(meetup.company) ? html`<p class="company" dir="auto">${this.text(meetup.company)}</p>` : nothing}
      ${title ? html`<p class="about" dir="auto">${title}</p>` : nothing}
      <p class="state">${this.state(meetup)}</p>
      ${timesToBook(this, meetup)}
      <span class="go" aria-hidden="true">${icons.go}</span>
    </article>`;
  }

  /* How it stands, in few words: mine, free seats, the line. */
  state(meetup) {
    const shut = shutBy(meetup, this.now);
    if (shut) return html`<span class="chip standing">${this.say(`meet_state_${shut}`)}</span>`;
    const free = seatsFree(meetup, this.now);
    const told = [];
    if (placesAt(this.docs, meetup).length) told.push(html`<span class="chip fresh">${this.say('meet_state_mine')}</span>`);
    if (meetup.state === 'paused') told.push(html`<span class="chip standing">${this.say('meet_state_paused')}</span>`);
    if (slotsAhead(meetup, this.now).length) told.push(free ? html`<span class="free">${this.say('meet_free', { n: free })}</span>` : html`<span class="none">${this.say('meet_full')}</span>`);
    if (meetup.walkIn && meetup.line) told.push(html`<span>${this.line(meetup)}</span>`);
    return told;
  }

  line({ line, state }) {
    if (state === 'ahead') return this.say('meet_line_later');
    if (!line.waiting) return this.say('meet_line_nobody');
    return [this.say('meet_line_count', { n: line.waiting }), waitText(this, line.wait_minutes)].filter(Boolean).join(', ');
  }

  empty(all) {
    if (all.length && this.query.trim()) return html`<p class="none-found">${this.say('meet_found_none', { query: this.query.trim() })}</p>`;
    return html`<section class="empty">
      <span class="sign">${icons.meet}</span>
      <h2>${this.say(all.length ? 'meet_over_title' : 'meet_empty_title')}</h2>
      <p class="soft">${this.say(all.length ? 'meet_over' : 'meet_empty')}</p>
    </section>`;
  }
}

customElements.define('madang-meet', Meet);
