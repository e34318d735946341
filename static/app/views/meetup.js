/*
 * One host at a table: how it stands, its free times, its line. A tap on a time says what one
 * gets, with one's own day around it; the second tap books it.
 */
import { call } from '/shared/api.js';
import { MINUTE } from '/shared/schedule.js';
import { icons } from '../icons.js';
import { dayAround, meetupById, nextFree, placesAt, shutBy, slotsAhead } from '../meet-plan.js';
import { meetProblem, momentText, ownTitle, rangeText, tableText, waitText } from '../meet-text.js';
import { TOPIC_MOST, faultOfTopic, keepTopic, topicOf } from '../meet-topics.js';
import { paragraphs } from '../plain-text.js';
import { stars } from '../stars.js';
import { base } from '/shared/style.js';
import { View, html, nothing } from '/shared/view.js';
import { meetupStyle } from './meetup-style.js';
import './places.js';

export class Meetup extends View {
  static properties = { ...View.properties, chosen: { state: true }, problem: { state: true }, busy: { state: true }, said: { state: true }, offered: { state: true } };

  static styles = [base, meetupStyle];

  constructor() {
    super();
    this.forget();
    this.redrawOn(stars);
  }

  forget() {
    this.chosen = null;         /* a slot's id, 'line', or null */
    this.problem = null;        /* {for, text} */
    this.offered = null;        /* the server's next_free for a slot that was full */
    this.busy = false;
    this.said = '';
  }

  willUpdate(changed) {
    if (changed.has('route')) this.came(changed.get('route')?.params);
    this.meetup = meetupById(this.docs, this.route.params.id);
  }

  /* To another table, or to a time of it that was chosen where one came from. */
  came(before) {
    const { id, slot } = this.route.params;
    if (before?.id !== id) this.forget();
    if (slot && (before?.id !== id || before.slot !== slot)) this.chosen = slot;
  }

  get heading() {
    return this.meetup ? this.text(this.meetup.person) : this.say('meet_title');
  }

  render() {
    const { meetup } = this;
    if (!meetup) return html`<h1 class="visually-hidden">${this.heading}</h1><p class="gone">${this.say(this.docs.event ? 'meet_gone' : 'app_waiting')}</p>`;
    const { docs, now, lang, status, me } = this;
    return html`<div class="stack">
      ${this.head()}
      <p role="status" class="said">${this.said}</p>
      <madang-places .docs=${docs} .now=${now} .lang=${lang} .status=${status} .me=${me} .only=${meetup.id} @slot=${({ detail }) => this.choose(detail.slot)}></madang-places>
      ${this.text(meetup.note) ? html`<div>${paragraphs(this.text(meetup.note))}</div>` : nothing}
      ${shutBy(meetup, now) ? nothing : html`${this.times()}${this.line()}`}
    </div>`;
  }

  /* ---- how it stands ---- */

  head() {
    const { meetup } = this;
    const session = this.tt.sessionById.get(meetup.session);
    const table = tableText(this, meetup.place);
    return html`<div class="head">
      <h1 dir="auto">${this.text(meetup.person)}</h1>
      ${this.text(meetup.company) ? html`<p class="soft" dir="auto">${this.text(meetup.company)}</p>` : nothing}
      ${this.text(meetup.title) ? html`<p class="title" dir="auto">${this.text(meetup.title)}</p>` : nothing}
      <p class="facts"><time>${rangeText(this, meetup.start, meetup.end)}</time>${table ? html`<span class="table" dir="auto">${table}</span>` : nothing}</p>
      ${session ? html`<p class="small"><a class="after" href="#/session/${encodeURIComponent(session.id)}" dir="auto">${this.say('meet_after', { title: this.text(session.title) })}</a></p>` : nothing}
      ${this.stands().map((one) => html`<p class="told">${one}</p>`)}
    </div>`;
  }

  stands() {
    const { meetup } = this;
    const shut = shutBy(meetup, this.now);
    if (shut) return [this.say(`meet_shut_${shut}`)];
    const told = [];
    const late = Math.round((meetup.start - meetup.plannedStart) / MINUTE);
    const paused = Date.parse(meetup.line?.paused_until ?? '');
    if (meetup.state === 'paused') told.push(paused ? this.say('meet_paused_until', { time: momentText(this, paused) }) : this.say('meet_paused'));
    if (late > 0 && this.now < meetup.start) told.push(this.say('meet_late', { n: late, time: this.time(meetup.start) }));
    return told;
  }

  /* ---- times ---- */

  times() {
    const { meetup } = this;
    const slots = slotsAhead(meetup, this.now);
    if (!slots.length) return nothing;
    const opens = meetup.opens !== null && meetup.opens > this.now;
    return html`<section aria-labelledby="times"><h2 id="times">${this.say('meet_times')}</h2>
      <p class="small soft">${this.say('meet_times_each', { n: meetup.minutes })}${meetup.seats > 1 ? html` ${this.say('meet_seats_each', { n: meetup.seats })}` : nothing}</p>
      ${opens ? html`<p class="told">${this.say(meetup.draw ? 'meet_draw_at' : 'meet_opens_at', { time: momentText(this, meetup.opens) })}</p>` : nothing}
      <ul class="slots">${slots.map((slot) => html`<li>${this.slot(slot)}</li>`)}</ul>
      ${slots.some(({ id }) => id === this.chosen) ? this.booking(slots.find(({ id }) => id === this.chosen)) : nothing}
    </section>`;
  }

  slot(slot) {
    const mine = this.mine(slot);
    const state = mine ? this.say(mine.state === 'waiting' ? 'meet_slot_waiting' : 'meet_slot_mine') : this.seats(slot);
    const look = mine ? 'mine' : slot.free > 0 ? 'free' : 'full';
    return html`<button class="slot ${look}" aria-expanded=${this.chosen === slot.id} aria-controls="asking" @click=${() => this.choose(this.chosen === slot.id ? null : slot.id)}>
      <time>${this.time(slot.start)}</time><span>${state}</span></button>`;
  }

  seats(slot) {
    if (slot.free > 0) return slot.seats > 1 ? this.say('meet_seats', { n: slot.free }) : this.say('meet_slot_free');
    return slot.waiting ? this.say('meet_slot_queue', { n: slot.waiting }) : this.say('meet_slot_full');
  }

  mine(slot) {
    return placesAt(this.docs, this.meetup).find((place) => place.slot === slot.id) ?? null;
  }

  async choose(id) {
    Object.assign(this, { chosen: id, problem: null, offered: null, said: '' });
    await this.updateComplete;
    this.scrollToAsking();
  }

  focusHeading() {
    super.focusHeading();
    if (this.chosen) this.scrollToAsking();
  }

  scrollToAsking() {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.renderRoot.querySelector('#asking')?.scrollIntoView({ block: 'nearest', behavior: still ? 'auto' : 'smooth' });
  }

  /* What one gets: table, time, with whom, and what comes before and after. */
  booking(slot) {
    const mine = this.mine(slot);
    const { meetup } = this;
    const table = tableText(this, meetup.place);
    const full = slot.free === 0;
    return html`<section id="asking" class="asking" aria-labelledby="asked">
      <h3 id="asked"><time>${rangeText(this, slot.start, slot.end)}</time>${table ? html`<span dir="auto">${table}</span>` : nothing}<span dir="auto">${this.text(meetup.person)}</span></h3>
      ${slot.topics.length ? html`<div><p class="small soft">${this.say(full ? 'meet_others_full' : 'meet_others', { n: slot.topics.length })}</p>
        <ul class="topics">${slot.topics.map((topic) => html`<li dir="auto">${topic}</li>`)}</ul></div>` : nothing}
      ${mine ? html`<p>${this.say(mine.state === 'waiting' ? 'meet_slot_is_waiting' : 'meet_slot_is_mine', { n: mine.waitingPlace ?? '' })}</p>${full && mine.state === 'waiting' ? this.others(slot) : nothing}` : html`
        ${this.around(slot)}
        ${full ? html`<p class="told">${this.say('meet_slot_is_full', { n: slot.waiting })}</p>${this.others(slot)}` : nothing}
        ${this.form(full ? 'meet_wait_go' : slot.topics.length ? 'meet_join_go' : 'meet_book_go', (topic) => this.book(slot, topic, full))}`}
    </section>`;
  }

  around(slot) {
    const { before, after, clashes } = dayAround(this.docs, stars.all(), slot);
    const room = (one) => this.text(this.tt.roomById.get(one.room)?.name);
    const row = (word, one) => (one ? html`<div><dt>${this.say(word)}</dt><dd><time>${this.time(one.start)}–${this.time(one.end)}</time> <span dir="auto">${ownTitle(this, one)}</span>${room(one) ? html` <span class="soft" dir="auto">${room(one)}</span>` : nothing}</dd></div>` : nothing);
    if (!before && !after && !clashes.length) return nothing;
    return html`${clashes.map((one) => html`<p class="clash">${icons.clash}<span dir="auto">${this.say('meet_clash', { title: ownTitle(this, one), time: this.time(one.start) })}</span></p>`)}
      <dl class="around" aria-label=${this.say('meet_around')}>${row('meet_before', before)}${row('meet_after_it', after)}</dl>`;
  }

  others(slot) {
    const offered = (this.offered ?? []).map(({ id, start }) => ({ id, start: Date.parse(start), meetup: this.docs.slots?.[id]?.meetup })).filter(({ meetup }) => meetup);
    const free = offered.length ? offered : nextFree(this.docs, slot, this.now);
    if (!free.length) return nothing;
    return html`<p class="small">${this.say('meet_free_else')}</p><p class="row">${free.map((one) => (one.meetup === this.meetup.id
      ? html`<button @click=${() => this.choose(one.id)}>${momentText(this, one.start)}</button>`
      : html`<a class="button" href="#/meet/${encodeURIComponent(one.meetup)}" dir="auto">${momentText(this, one.start)} · ${this.text(meetupById(this.docs, one.meetup)?.person)}</a>`))}</p>`;
  }

  /* ---- the line ---- */

  line() {
    const { meetup } = this;
    const inLine = placesAt(this.docs, meetup).some(({ slot }) => !slot);
    if (!meetup.walkIn || !meetup.line || inLine) return nothing;
    const closed = meetup.state === 'ahead' && meetup.session !== null;
    return html`<section aria-labelledby="line"><h2 id="line">${this.say('meet_line_now')}</h2>
      ${closed ? html`<p>${this.say('meet_line_opens', { time: momentText(this, meetup.start) })}</p>` : html`
        <p class="queue"><b>${meetup.line.waiting ? this.say('meet_ahead', { n: meetup.line.waiting }) : this.say('meet_ahead_none')}</b><span>${waitText(this, meetup.line.wait_minutes)}</span></p>
        ${this.joining()}`}
    </section>`;
  }

  joining() {
    if (this.chosen !== 'line') return html`<p class="soft small">${this.say('meet_line_what')}</p><button class="primary wide" @click=${() => this.openLine()}>${this.say('meet_line_go')}</button>`;
    return html`<section id="asking" class="asking">${this.form('meet_line_go', (topic) => this.standInLine(topic))}</section>`;
  }

  async openLine() {
    await this.choose('line');
    this.renderRoot.querySelector('#topic')?.focus();
  }

  /* ---- the topic ---- */

  /* One topic for a host, whichever of the times one tries. */
  get key() {
    return this.meetup.host;
  }

  form(go, ask) {
    const { key, problem: fault } = this;
    return html`<form novalidate @submit=${(event) => { event.preventDefault(); this.send(ask); }}>
      <label for="topic">${this.say('meet_topic_ask')}</label>
      <textarea id="topic" rows="2" dir="auto" maxlength=${TOPIC_MOST * 2} placeholder=${this.say('meet_topic_hint')} .value=${topicOf(key)} aria-invalid=${fault?.topic ? 'true' : 'false'}
        aria-describedby="problem count" @input=${(event) => this.typed(event.target.value)}></textarea>
      <p id="count" class="small soft numbers">${this.say('meet_topic_count', { n: [...topicOf(key).trim()].length, most: TOPIC_MOST })}</p>
      <p id="problem" class="problem" role="alert" ?hidden=${!fault}>${fault?.text}</p>
      <button class="primary wide" aria-disabled=${this.busy}>${this.say(go)}</button>
      ${this.me ? nothing : html`<p class="small soft">${this.say('meet_name_first')}</p>`}
    </form>`;
  }

  typed(topic) {
    keepTopic(this.key, topic);
    if (this.problem?.topic && !faultOfTopic(topic)) this.problem = null;
    this.requestUpdate();
  }

  /* Whoever has no name yet is asked for one, and comes back to the topic as it was. */
  async send(ask) {
    if (this.busy) return;
    const topic = topicOf(this.key).trim();
    const fault = faultOfTopic(topic);
    if (fault) {
      this.problem = { topic: true, text: this.say(`meet_topic_${fault}`, { n: TOPIC_MOST }) };
      this.renderRoot.querySelector('#topic').focus();
      return;
    }
    if (!this.me) {
      location.hash = '#/join';
      return;
    }
    Object.assign(this, { busy: true, problem: null, said: '' });
    try {
      await ask(topic);
    } finally {
      this.busy = false;
    }
  }

  async book(slot, topic, full) {
    try {
      const { booking } = await call('POST', `/api/v1/slots/${encodeURIComponent(slot.id)}/${full ? 'waiting' : 'bookings'}`, { topic });
      this.done(booking?.state === 'waiting' ? (this.meetup.draw ? 'meet_said_draw' : 'meet_said_waiting') : 'meet_said_booked', { n: booking?.waiting_place ?? '', time: momentText(this, slot.start) });
    } catch (problem) {
      this.refused(problem);
    }
  }

  /* Full all the same: one is on its waiting list now, and may try another time with the same topic. */
  refused(problem) {
    if (problem.code === 'slot_full') this.offered = problem.members.next_free ?? null;
    this.problem = { text: meetProblem(this, problem, this.meetup) };
  }

  async standInLine(topic) {
    try {
      const { ahead } = await call('POST', `/api/v1/meetups/${encodeURIComponent(this.meetup.id)}/line`, { topic });
      this.done('meet_said_line', { n: ahead });
    } catch (problem) {
      this.problem = { text: meetProblem(this, problem, this.meetup) };
    }
  }

  async done(said, params) {
    keepTopic(this.key, '');
    Object.assign(this, { chosen: null, offered: null, said: this.say(said, params) });
    await this.updateComplete;
    this.focusHeading();
    this.renderRoot.querySelector('.said').scrollIntoView({ block: 'nearest' });
  }
}

customElements.define('madang-meetup', Meetup);
