/*
 * All tables that are somebody's business here: a host's own ones, or, for an organiser, everybody's,
 * with what needs somebody on top. Made from the public documents alone.
 */
import { css } from 'lit';
import { chatTime } from '../desk.js';
import { overviewOf } from '../overview.js';
import { spanOf, stateChip, titleOf, waitOf } from '../words.js';
import { faceStyle } from './table-style.js';
import { tables } from '/shared/meetups.js';
import { base } from '/shared/style.js';
import { dateOf, MINUTE } from '/shared/schedule.js';
import { View, html, nothing } from '/shared/view.js';

const PARTS = ['attention', 'open', 'ahead', 'over'];

class Tables extends View {
  static properties = { ...View.properties, who: { attribute: false } };

  static styles = [base, faceStyle, css`
    .page { display: grid; gap: var(--space-5); grid-template-columns: minmax(0, 1fr); padding-block: var(--space-2) var(--space-5); }
    section { display: grid; gap: var(--space-2); }
    .top { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-2); }
    .sum { display: flex; flex-wrap: wrap; gap: 0 1.2em; color: var(--ink-soft); font-weight: 600; }
    .sum strong { color: var(--ink); font-variant-numeric: tabular-nums; }
    ul { display: grid; gap: var(--space-2); grid-template-columns: minmax(0, 1fr); }
    .table { position: relative; display: grid; gap: 2px; padding: var(--space-3) var(--space-4); border-radius: 14px; background: var(--surface); }
    .table:has(a:focus-visible) { outline: 3px solid var(--warm); outline-offset: -3px; }
    .table h3 { font-weight: 720; font-size: var(--text-3); line-height: 1.3; }
    .table a { text-decoration: none; }
    .table a:focus-visible { outline: none; }
    .table a::after { content: ''; position: absolute; inset: 0; border-radius: inherit; }
    .attention .table { box-shadow: inset 3px 0 0 var(--warm); }
    .attention .table:dir(rtl) { box-shadow: inset -3px 0 0 var(--warm); }
    .over .table { background: none; box-shadow: inset 0 0 0 1px var(--line); }
    .line { display: flex; flex-wrap: wrap; align-items: center; gap: 0 0.75em; color: var(--ink-soft); font-variant-numeric: tabular-nums; }
    .line .chip { margin-block: 2px; }
    .talk { color: var(--ink); }
    .why { display: flex; flex-wrap: wrap; gap: var(--space-1); }
    .empty { padding-block: var(--space-5); }
    @media (min-width: 900px) { ul { grid-template-columns: repeat(2, minmax(0, 1fr)); align-items: start; } }
  `];

  constructor() {
    super();
    this.who = {};
  }

  get heading() {
    return this.say(this.who.role === 'organiser' ? 'host_all' : 'host_mine');
  }

  /* The days that are over are history. */
  get #mine() {
    const today = dateOf(this.now, this.tt.zone);
    const isOrganiser = this.who.role === 'organiser';
    return tables(this.docs, this.now, this.clock.heard)
      .filter((table) => (isOrganiser || table.host.id === this.who.person) && (dateOf(table.start, this.tt.zone) >= today || table.talking.length));
  }

  render() {
    if (!this.now || this.who.role === undefined) return nothing;
    const all = this.#mine;
    const parts = overviewOf(all, this.now);
    return html`<div class="page">
      <div class="top"><h1>${this.heading}</h1><a class="button" href="#/new">${this.say('host_new')}</a></div>
      ${this.who.role === 'organiser' && all.length ? this.#sum(all) : nothing}
      ${PARTS.filter((part) => parts[part].length).map((part) => html`<section class=${part}>
        <h2>${this.say(`host_part_${part}`)}</h2><ul>${parts[part].map((row) => html`<li>${this.#row(row)}</li>`)}</ul></section>`)}
      ${all.length ? nothing : html`<p class="soft empty">${this.say(this.who.role === 'organiser' ? 'host_none_at_all' : 'host_none')}</p>`}
    </div>`;
  }

  #sum(all) {
    const count = (of) => all.reduce((sum, table) => sum + of(table), 0);
    const figures = [['host_sum_talking', count(({ talking }) => talking.length)], ['host_sum_waiting', count(({ waiting }) => waiting)],
      ['host_sum_chats', count(({ chats }) => chats)], ['host_sum_no_shows', count(({ noShows }) => noShows)]];
    return html`<p class="sum">${figures.map(([key, n]) => html`<span>${this.say(key)} <strong>${n}</strong></span>`)}</p>`;
  }

  #row({ table, why }) {
    return html`<article class="table" data-meetup=${table.id}>
      <h3><a href="#/table/${encodeURIComponent(table.id)}" dir="auto">${titleOf(this, table)}</a></h3>
      <p class="line">${stateChip(this, table)}<span dir="auto">${this.text(table.placeName)}</span><time>${this.#when(table)}</time></p>
      ${why.length ? html`<p class="why">${why.map(({ word, n }) => html`<span class="chip standing">${this.say(`host_why_${word}`, { n })}</span>`)}</p>` : nothing}
      ${this.#now(table)}
      ${this.#counts(table)}
    </article>`;
  }

  #when(table) {
    const day = dateOf(table.start, this.tt.zone) === dateOf(this.now, this.tt.zone) ? '' : `${this.date(table.start, 'short')} `;
    return `${day}${spanOf(this, table)}`;
  }

  #now(table) {
    const name = (guest) => guest.name ?? this.say('host_number', { n: guest.number });
    const words = [
      ...table.talking.map((guest) => [name(guest), this.say('host_since', { n: chatTime(guest, this.now).minutes })]),
      ...table.arrived.map((guest) => [name(guest), this.say('host_guest_arrived')]),
      ...table.called.map((guest) => [name(guest), this.say('host_guest_called')]),
    ];
    return words.map(([who, what]) => html`<p class="line talk"><strong dir="auto">${who}</strong><span>${what}</span></p>`);
  }

  #counts({ waiting, waitMinutes, noShows, chats, state, free, start }) {
    const all = [
      waiting ? this.say('host_waiting', { n: waiting }) : '',
      waiting ? waitOf(this, waitMinutes) : '',
      chats ? this.say('host_chats_done', { n: chats }) : '',
      noShows ? this.say('host_no_shows_here', { n: noShows }) : '',
      state === 'ahead' && start > this.now ? this.say('board_starts_in', { n: Math.ceil((start - this.now) / MINUTE) }) : '',
      free.length ? this.say('host_free_slots', { n: free.length }) : '',
    ].filter(Boolean);
    return all.length ? html`<p class="line small">${all.map((one) => html`<span>${one}</span>`)}</p>` : nothing;
  }
}

customElements.define('madang-tables', Tables);
