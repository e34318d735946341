/*
 * The programme: what is on in each room and what comes next, then the day by time, room or track,
 * and what one searches for, whatever the day. What one chose stays as long as the page does.
 */
import { repeat } from 'lit/directives/repeat.js';
import { html, nothing, View } from '/shared/view.js';
import { base } from '/shared/style.js';
import { partStyle, sessionRow } from '../parts.js';
import { programmeStyle } from './programme-style.js';
import { nowAndNext } from './programme-now.js';
import { icons } from '../icons.js';
import { search } from '../search.js';
import { stars } from '../stars.js';
import { announcementsNow, changedBetween, dayShown, instant, isByTrack, phaseOf, roomIndex, timetable } from '/shared/schedule.js';
import { hue, mark } from '/shared/signs.js';
import { vars } from '/shared/vars.js';

const ORDERS = ['time', 'room', 'track'];
const MANY_FOUND = 40;    /* of more, so many are shown until one asks for all: a letter must not hold up the next one */

class Programme extends View {
  static properties = {
    chosen: { state: true }, order: { state: true }, query: { state: true }, starred: { state: true },
    past: { state: true }, whole: { state: true }, every: { state: true }, heard: { state: true },
  };
  static styles = [base, partStyle, programmeStyle];

  constructor() {
    super();
    this.chosen = null;           /* the date of a day, or null for the one that is on */
    this.order = 'time';
    this.query = '';
    this.starred = false;
    this.past = false;            /* whether what is over is shown too */
    this.whole = false;           /* whether all rooms are, of many */
    this.every = false;           /* whether all that was found is, of much */
    this.heard = '';              /* what changed last, for those who listen to the page */
    this.seen = new Map();        /* session id → when this page saw it change */
    this.turning = new Set();
    this.redrawOn(stars);
  }

  get heading() {
    return this.say('app_tab_programme');
  }

  /* An announcement begins and ends within a minute, too. */
  shouldUpdate(changed) {
    const before = changed.get('now') ?? this.now;
    const passed = (at) => before < instant(at) && instant(at) <= this.now;
    return super.shouldUpdate(changed) || this.tt.announcements.some(({ from, until }) => passed(from) || passed(until));
  }

  willUpdate(changed) {
    if (changed.has('docs')) this.noteChanges(changed.get('docs'));
  }

  /* The first documents after the empty start are news to nobody. */
  noteChanges(before) {
    if (!before?.sessions) return;
    const ids = changedBetween(timetable(before), this.tt);
    for (const id of ids) {
      this.seen.set(id, this.now);
      this.turning.add(id);
    }
    const titles = ids.slice(0, 3).map((id) => this.text(this.tt.sessionById.get(id).title)).join(', ');
    if (titles) this.heard = this.say('app_changed', { titles });
  }

  updated() {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    for (const id of this.turning) {
      for (const row of this.renderRoot.querySelectorAll(`[data-session="${CSS.escape(id)}"]`)) if (!still) turn(row);
    }
    this.turning.clear();
  }

  /* ---- drawing -------------------------------------------------------- */

  render() {
    const { tt } = this;
    if (!tt.sessions.length) return this.waiting();
    const shown = dayShown(tt, this.now);
    const found = this.query.trim() ? search(this.docs, this.query) : null;
    return html`<h1 class="visually-hidden">${this.heading}</h1>
      <p class="visually-hidden" role="status">${this.heard}</p>
      ${this.announcements()}
      ${this.searchField(found)}
      ${found ? this.results(found) : html`${nowAndNext(this, shown)}${this.day(shown)}`}`;
  }

  waiting() {
    const told = this.docs.event ? 'board_no_programme' : 'app_waiting';
    return html`<h1 class="visually-hidden">${this.heading}</h1>${this.announcements()}<p class="waiting">${this.say(told)}</p>`;
  }

  announcements() {
    const { urgent, info } = announcementsNow(this.tt, this.now);
    const one = (look) => (item) => html`<p class="notice ${look}" dir="auto">${look === 'urgent' ? html`<b>${this.say('board_urgent')}</b> ` : nothing}${this.text(item.text)}</p>`;
    if (!urgent.length && !info.length) return nothing;
    return html`<section class="notices" aria-label=${this.say('board_announcements')}>${urgent.map(one('urgent'))}${info.map(one('info'))}</section>`;
  }

  searchField(found) {
    return html`<div class="search" role="search"><span class="in">${icons.search}<input type="search" enterkeyhint="search" autocomplete="off" .value=${this.query}
      aria-label=${this.say('app_search')} placeholder=${this.say('app_search_hint')}
      @input=${(event) => this.ask(event.target.value)} @keydown=${this.searchKey}></span>
      <span class="visually-hidden" role="status">${found ? this.say('app_found', { n: found.length }) : nothing}</span></div>`;
  }

  ask(query) {
    this.query = query;
    this.every = false;
  }

  searchKey(event) {
    if (event.key === 'Escape') this.ask('');
  }

  results(found) {
    if (!found.length) return html`<p class="none">${this.say('app_found_none', { query: this.query.trim() })}</p>`;
    const isOver = (session) => phaseOf(session, this.clock) === 'past';
    const ordered = [...found.filter((one) => !isOver(one)), ...found.filter(isOver)];
    const shown = this.every ? ordered : ordered.slice(0, MANY_FOUND);
    return html`<section><h2 class="count">${this.say('app_found', { n: found.length })}</h2>${this.rows(shown, { dated: this.tt.days.length > 1 })}
      ${shown.length < found.length ? html`<button class="fold" @click=${() => { this.every = true; }}>${this.say('app_found_all', { n: found.length })}</button>` : nothing}</section>`;
  }

  day(shown) {
    const day = this.tt.days.find(({ date }) => date === this.chosen) ?? shown.day;
    const sessions = day.sessions.filter((one) => !this.starred || stars.isStarred(one.id));
    return html`<section class="day" aria-labelledby="day">
      <h2 id="day">${this.date(day.first)}</h2>
      ${this.days(day)}
      <div class="choices">${this.orders()}
        <button class="only" aria-pressed=${this.starred} @click=${() => { this.starred = !this.starred; }}>${icons.star}<span>${this.say('app_starred')}</span></button></div>
      ${sessions.length ? this.groups(day, sessions) : html`<p class="none">${this.say(this.starred ? 'app_starred_none' : 'board_nothing_more')}</p>`}
    </section>`;
  }

  days(shown) {
    const { days } = this.tt;
    if (days.length < 2) return nothing;
    return html`<div class="segments days" role="group" aria-label=${this.say('app_days')}>${days.map((day) => html`<button
      aria-pressed=${day === shown} @click=${() => { this.chosen = day.date; }}><b>${this.say('board_day_n', { n: day.number })}</b> <span class="small">${this.date(day.first, 'short')}</span></button>`)}</div>`;
  }

  orders() {
    const orders = ORDERS.filter((order) => order !== 'track' || isByTrack(this.tt));
    return html`<div class="segments" role="group" aria-label=${this.say('app_order')}>${orders.map((order) => html`<button
      aria-pressed=${order === this.order} @click=${() => { this.order = order; }}>${this.say(`app_by_${order}`)}</button>`)}</div>`;
  }

  groups(day, sessions) {
    if (this.order === 'room') return repeat(this.tt.rooms, ({ id }) => id, (room) => this.group(this.text(room.name) || room.id, sessions.filter((one) => one.room === room.id || one.alsoIn.includes(room.id)), isByTrack(this.tt) ? -1 : roomIndex(this.tt, room.id)));
    if (this.order === 'track') return repeat([...this.tt.tracks, { id: null, name: this.say('app_no_track') }], ({ id }) => id, (track, i) => this.group(this.text(track.name), sessions.filter((one) => one.track === track.id), track.id === null ? -1 : i));
    return this.byTime(day, sessions);
  }

  group(name, sessions, sign) {
    if (!sessions.length) return nothing;
    return html`<section class="group" ${vars({ '--hue': hue(sign) })}><h3 class="head" dir="auto">${mark(sign)}${name}</h3>${this.rows(sessions)}</section>`;
  }

  /* What is over on the day that is on is folded away: now and what comes is what one looks for. */
  byTime(day, sessions) {
    const over = sessions.filter((one) => phaseOf(one, this.clock) === 'past');
    const fold = over.length > 0 && over.length < sessions.length;
    const shown = fold && !this.past ? sessions.filter((one) => !over.includes(one)) : sessions;
    const starts = [...new Set(shown.map(({ start }) => start))].sort((a, b) => a - b);
    return html`${fold ? html`<button class="fold" aria-expanded=${this.past} @click=${() => { this.past = !this.past; }}>${this.say(this.past ? 'app_past_hide' : 'app_past_show', { n: over.length })}</button>` : nothing}
      ${repeat(starts, (start) => start, (start) => html`<section class="group"><h3 class="head"><time>${this.time(start)}</time></h3>${this.rows(this.byPlace(shown.filter((one) => one.start === start)))}</section>`)}`;
  }

  /* Those of one time stand in the order of the rooms, every time. */
  byPlace(sessions) {
    const place = ({ room }) => (this.tt.roomById.has(room) ? this.tt.rooms.indexOf(this.tt.roomById.get(room)) : this.tt.rooms.length);
    return sessions.sort((a, b) => place(a) - place(b));
  }

  /* Each row stays its session's: what has the focus, or is under the thumb, is not another one after a change. */
  rows(sessions, options = {}) {
    return html`<ul class="rows">${repeat(sessions, ({ id }) => id, (session) => html`<li>${sessionRow(this, session, { seen: this.seen, ...options })}</li>`)}</ul>`;
  }
}

function turn(row) {
  row.animate([{ transform: 'perspective(40rem) rotateX(-80deg)', opacity: 0.4 }, { transform: 'none', opacity: 1 }], { duration: 600, easing: 'cubic-bezier(.2,.8,.3,1)' });
}

customElements.define('madang-programme', Programme);
