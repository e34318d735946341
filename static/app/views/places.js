/*
 * One's own places at the tables, the most pressing first, each as it stands and with what can be
 * done about it. Stands in other views: on top of my day and of the meetings, and in a meetup.
 */
import { repeat } from 'lit/directives/repeat.js';
import { call } from '/shared/api.js';
import { vars } from '/shared/vars.js';
import { icons } from '../icons.js';
import { countdowns, dayAround, minutesTo, nextFree, othersToChoose, placesShown, shutBy } from '../meet-plan.js';
import { meetProblem, momentText, ownTitle, rangeText, tableText, waitText } from '../meet-text.js';
import { stars } from '../stars.js';
import { base } from '/shared/style.js';
import { View, html, nothing } from '/shared/view.js';
import { placesStyle } from './places-style.js';

export class Places extends View {
  static properties = { ...View.properties, only: { attribute: false }, without: { attribute: false }, asking: { state: true }, problem: { state: true }, busy: { state: true } };

  static styles = [base, placesStyle];

  constructor() {
    super();
    this.only = null;           /* a meetup's id: its places alone */
    this.without = [];          /* ids of bookings that need nothing yet, and stand elsewhere on the page */
    this.asking = '';           /* `id action` that waits for a yes */
    this.problem = null;        /* {id, text} */
    this.busy = '';
    this.redrawOn(stars);
  }

  shouldUpdate(changed) {
    if (changed.size > 1 || !changed.has('now')) return true;
    return super.shouldUpdate(changed) || countdowns(this.docs, changed.get('now')) !== countdowns(this.docs, this.now);
  }

  willUpdate() {
    this.places = placesShown(this.docs, this.now).filter(({ meetupId }) => this.only === null || meetupId === this.only)
      .filter(({ id, kind }) => kind !== 'booked' || !this.without.includes(id));
    this.hidden = this.places.length === 0;
  }

  render() {
    const { places } = this;
    if (!places.length) return nothing;
    return html`<div class="all">
      <h2 class=${this.only === null ? '' : 'visually-hidden'}>${this.say('meet_mine')}</h2>
      <ul>${repeat(places, ({ id }) => id, (place) => html`<li>${this.place(place)}</li>`)}</ul>
    </div>`;
  }

  place(place) {
    const pressing = ['choose', 'called', 'confirm'].includes(place.kind);
    return html`<article class="place is-${place.kind} ${pressing ? 'pressing' : ''} ${place.ended ? 'ended' : ''}" data-place=${place.id}>
      ${this[`of_${place.kind}`](place)}
      ${this.problem?.id === place.id ? html`<p class="problem" role="alert">${this.problem.text}</p>` : nothing}
    </article>`;
  }

  /* ---- what they have in common ---- */

  /* What it is, then with whom and where. */
  head(place, title, note = '') {
    const { meetup } = place;
    const name = this.text(meetup?.person) || this.say('meet_host_unknown');
    const table = tableText(this, meetup?.place);
    return html`<p class="kind"><b>${title}</b>${note ? html`<span>${note}</span>` : nothing}</p>
      <h3>${meetup && this.only === null ? html`<a href="#/meet/${encodeURIComponent(meetup.id)}" dir="auto">${name}</a>` : html`<span dir="auto">${name}</span>`}</h3>
      ${place.ended ? nothing : html`<p class="where">${place.slot && place.start !== null ? html`<time>${rangeText(this, place.start, place.end)}</time>` : nothing}${table ? html`<span dir="auto">${table}</span>` : nothing}</p>`}`;
  }

  topic({ topic }) {
    return topic ? html`<p class="topic"><span class="visually-hidden">${this.say('meet_topic')}: </span><span dir="auto">${topic}</span></p>` : nothing;
  }

  /* Buttons: {action, word, sure, yes}; what gives something up asks once, in the same place. */
  actions(place, list) {
    const asked = list.find(({ action }) => this.asking === `${place.id} ${action}`);
    if (asked) {
      return html`<div class="sure"><p>${asked.sure}</p><div class="row">
        <button class="yes" aria-disabled=${this.busy === place.id} @click=${() => this.act(place, asked)}>${asked.yes}</button>
        <button class="bare" @click=${() => this.ask(place, '')}>${this.say('meet_stay')}</button></div></div>`;
    }
    return html`<div class="row actions">${list.map((one) => html`<button class=${one.look ?? ''} data-action=${one.action} aria-disabled=${this.busy === place.id}
      @click=${() => (one.sure ? this.ask(place, one.action) : this.act(place, one))}>${one.word}</button>`)}</div>`;
  }

  giveBack(place) {
    return { action: 'give', look: 'bare', word: this.say('meet_give_back'), sure: this.say('meet_give_back_sure'), yes: this.say('meet_give_back'), ask: () => ['DELETE', `/api/v1/bookings/${encodeURIComponent(place.id)}`] };
  }

  leave(place) {
    const path = place.slot ? `/api/v1/bookings/${encodeURIComponent(place.id)}` : `/api/v1/meetups/${encodeURIComponent(place.meetupId)}/line`;
    return { action: 'leave', look: 'bare', word: this.say('meet_leave'), sure: this.say('meet_leave_sure'), yes: this.say('meet_leave'), ask: () => ['DELETE', path] };
  }

  pass(place) {
    return { action: 'pass', look: '', word: this.say('meet_pass'), sure: this.say('meet_pass_sure'), yes: this.say('meet_pass'), ask: () => ['POST', `/api/v1/meetups/${encodeURIComponent(place.meetupId)}/line/pass`, {}] };
  }

  async ask(place, action) {
    const before = this.asking.split(' ')[1];
    this.asking = action && `${place.id} ${action}`;
    await this.updateComplete;
    this.cardOf(place)?.querySelector(action ? '.yes' : `[data-action="${before}"]`)?.focus();
  }

  cardOf(place) {
    return this.renderRoot.querySelector(`[data-place="${CSS.escape(place.id)}"]`);
  }

  async act(place, { ask }) {
    if (this.busy) return;
    Object.assign(this, { busy: place.id, problem: null });
    try {
      await call(...ask());
    } catch (problem) {
      /* What one wanted to give up, and is gone already, is given up. */
      if (problem.status !== 404) this.problem = { id: place.id, text: meetProblem(this, problem, place.meetup) };
    } finally {
      Object.assign(this, { busy: '', asking: '' });
    }
  }

  /* ---- state by state ---- */

  of_choose(place) {
    const others = othersToChoose(this.docs, place);
    const all = [place, ...others];
    return html`<p class="kind"><b>${this.say('meet_choose_title')}</b><span>${this.untilText(place)}</span></p>
      <h3>${this.say('meet_choose')}</h3>
      <div class="choices">${all.map((one) => html`<button class=${one === place ? 'primary' : ''} aria-disabled=${this.busy === place.id}
        @click=${() => this.act(place, { ask: () => ['POST', `/api/v1/places/${encodeURIComponent(one.id)}/choose`, {}] })}>
        <span class="choice"><b dir="auto">${this.say('meet_choose_this', { name: this.text(one.meetup?.person) })}</b>
        <span class="small" dir="auto">${[one.slot && one.start !== null ? this.time(one.start) : this.say('meet_line'), tableText(this, one.meetup?.place)].filter(Boolean).join(' · ')}</span></span></button>`)}</div>
      <p class="small soft">${this.say('meet_choose_else')}</p>`;
  }

  untilText({ until }) {
    const n = minutesTo(until, this.now);
    return n ? this.say('meet_within', { n }) : '';
  }

  of_called(place) {
    const table = tableText(this, place.meetup?.place).replaceAll(' ', '\u00a0');
    const n = minutesTo(place.until, this.now);
    return html`<p class="kind"><b>${this.say('meet_called_title')}</b></p>
      <h3 dir="auto">${this.text(place.meetup?.person) || this.say('meet_host_unknown')}</h3>
      <p class="come" dir="auto">${n ? this.say('meet_called', { place: table, n }) : this.say('meet_called_at_once', { place: table })}</p>
      <p class="small">${this.say('meet_scan_here')}</p>
      ${this.topic(place)}
      ${this.actions(place, place.slot ? [this.giveBack(place)] : [this.pass(place), this.leave(place)])}`;
  }

  of_confirm(place) {
    const n = minutesTo(place.confirmBy, this.now);
    return html`${this.head(place, this.say('meet_confirm_title'), n ? this.say('meet_left', { n }) : '')}
      ${this.topic(place)}
      ${this.clashes(place)}
      <p class="small">${this.say('meet_confirm', { time: momentText(this, place.confirmBy) })}</p>
      ${this.actions(place, [
        { action: 'confirm', look: 'primary wide', word: this.say('meet_confirm_go'), ask: () => ['POST', `/api/v1/bookings/${encodeURIComponent(place.id)}/confirm`, {}] },
        this.giveBack(place),
      ])}`;
  }

  of_booked(place) {
    const n = minutesTo(place.start, this.now);
    const soon = n !== null && n > 0 && n <= 60 ? this.say('meet_in', { n }) : '';
    return html`${this.head(place, this.say('meet_booked_title'), soon)}
      ${this.topic(place)}
      ${this.clashes(place)}
      ${n !== null && n <= 15 ? html`<p class="small">${this.say('meet_scan_booked')}</p>` : nothing}
      ${this.actions(place, [this.giveBack(place)])}`;
  }

  clashes(place) {
    if (place.start === null) return nothing;
    const { clashes } = dayAround(this.docs, stars.all(), place, { except: place.id });
    return clashes.map((one) => html`<p class="clash">${icons.clash}<span dir="auto">${this.say('meet_clash', { title: ownTitle(this, one), time: this.time(one.start) })}</span></p>`);
  }

  of_seat(place) {
    const slot = place.meetup?.slots.find(({ id }) => id === place.slot);
    const free = slot ? nextFree(this.docs, slot, this.now) : [];
    return html`${this.head(place, this.say('meet_seat_title'), place.waitingPlace ? this.say('meet_seat_number', { n: place.waitingPlace }) : '')}
      <p>${this.say('meet_seat')}</p>
      ${this.topic(place)}
      ${free.length ? html`<p class="small">${this.say('meet_free_else')}</p><p class="row">${free.map((one) => html`<a class="button" href="#/meet/${encodeURIComponent(one.meetup)}" @click=${() => this.tell('slot', { slot: one.id })}>${momentText(this, one.start)}</a>`)}</p>` : nothing}
      ${this.actions(place, [this.leave(place)])}`;
  }

  of_draw(place) {
    return html`${this.head(place, this.say('meet_draw_title'))}<p>${this.say('meet_draw')}</p>${this.topic(place)}${this.actions(place, [this.leave(place)])}`;
  }

  of_line(place) {
    const { ahead, wait, meetup, present } = place;
    const paused = meetup?.state === 'paused';
    return html`${this.head(place, this.say('meet_line_title'))}
      <p class="ahead" role="status"><b>${ahead === 0 ? this.say('meet_ahead_you') : this.say('meet_ahead', { n: ahead ?? '' })}</b><span>${waitText(this, wait)}</span></p>
      ${paused ? html`<p class="small">${this.pausedText(meetup)}</p>` : nothing}
      <p class="small">${this.say(present ? 'meet_present' : ahead > 2 ? 'meet_line_free' : 'meet_line_near')}</p>
      ${this.topic(place)}
      ${this.actions(place, [this.pass(place), this.leave(place)])}`;
  }

  pausedText({ line }) {
    const until = Date.parse(line?.paused_until ?? '');
    return until ? this.say('meet_paused_until', { time: momentText(this, until) }) : this.say('meet_paused');
  }

  of_arrived(place) {
    return html`${this.head(place, this.say('meet_arrived_title'))}<p>${this.say('meet_arrived')}</p>${this.topic(place)}
      ${this.actions(place, [place.slot ? this.giveBack(place) : this.leave(place)])}`;
  }

  of_talking(place) {
    const n = minutesTo(place.until, this.now);
    const whole = place.until === null ? 0 : place.until - place.since;
    const share = whole > 0 ? Math.min(1, Math.max(0, (this.now - place.since) / whole)) : 0;
    return html`${this.head(place, this.say('meet_talking_title'))}
      ${n === null ? nothing : html`<p class="ahead"><b>${n > 0 ? this.say('meet_left', { n }) : this.say('meet_talking_over')}</b></p>
        <div class="progress" aria-hidden="true" ${vars({ '--share': share })}></div>`}
      ${this.topic(place)}`;
  }

  of_no_show(place) {
    const open = place.meetup && place.meetup.walkIn && shutBy(place.meetup, this.now) === null && place.topic;
    return html`${this.head(place, this.say('meet_no_show_title'))}<p>${this.say(open ? 'meet_no_show' : 'meet_no_show_closed')}</p>
      ${open ? this.actions(place, [{ action: 'again', look: 'primary wide', word: this.say('meet_rejoin'), ask: () => ['POST', `/api/v1/meetups/${encodeURIComponent(place.meetupId)}/line`, { topic: place.topic }] }]) : nothing}`;
  }

  of_done(place) {
    return html`${this.head(place, this.say('meet_done_title'))}<p>${this.say('meet_done')}</p>`;
  }

  of_left(place) {
    const why = WHYS.includes(place.why) ? place.why : 'other';
    return html`${this.head(place, this.say('meet_left_title'))}<p>${this.say(`meet_why_${why}`)}</p>`;
  }
}

const WHYS = ['lapsed', 'cancelled', 'ended', 'not_drawn', 'chosen'];

customElements.define('madang-places', Places);
