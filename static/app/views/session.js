/*
 * One session: when and where, whatever has changed about it, who speaks, what about, where seats
 * are when it is full, and how to hand it on.
 */
import { css } from 'lit';
import { html, nothing, View } from '/shared/view.js';
import { base } from '/shared/style.js';
import { leftText, partStyle, roomName, spanText, starButton, trackName } from '../parts.js';
import { bookAtStyle, timesToBook } from '../book-at.js';
import { meetupsOfSession } from '../meet-plan.js';
import { rangeText, tableText } from '../meet-text.js';
import { icons } from '../icons.js';
import { outsideLink, paragraphs } from '../plain-text.js';
import { stars } from '../stars.js';
import { delayOf, isFull, phaseOf, progressOf, seatsElsewhere, signIndex } from '/shared/schedule.js';
import { ARROW, hue, mark } from '/shared/signs.js';
import { vars } from '/shared/vars.js';

class Session extends View {
  static properties = { shared: { state: true } };
  static styles = [base, partStyle, bookAtStyle, css`
    .head { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--space-1) var(--space-2); align-items: start; }
    .head > p { grid-column: 1; }
    .head .star { grid-column: 2; grid-row: 1 / span 2; }
    .sign { display: flex; align-items: center; gap: 0.5em; color: var(--ink-soft); font-size: var(--text-1); font-weight: 600; min-height: 1.4em; }
    .sign .mark { width: 0.85em; height: 0.85em; }
    .subtitle { color: var(--ink-soft); font-size: var(--text-3); }
    .told { display: grid; gap: var(--space-1); padding: var(--space-3) var(--space-4); border-radius: 14px; background: var(--warm-soft); }
    .told.cancelled { background: var(--alarm); color: var(--alarm-ink); }
    .told b { font-weight: 750; }
    .facts { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--space-2) var(--space-4); align-items: baseline; }
    .facts dt { color: var(--ink-soft); font-size: var(--text-1); font-weight: 600; }
    .facts dd { font-weight: 600; font-variant-numeric: tabular-nums; }
    .plain { white-space: pre-line; max-width: 65ch; }
    .plain + .plain { margin-top: 0.8em; }
    .who + .who { margin-top: var(--space-4); }
    .who h3 { font-weight: 700; }
    .bio { margin-top: var(--space-1); }
    .plain a, .who a { overflow-wrap: anywhere; text-underline-offset: 0.2em; }
    .elsewhere li + li { border-block-start: 1px solid var(--line); }
    .elsewhere .book-at { padding-block: 0 var(--space-2); }
    .elsewhere a:not(.button) { display: flex; flex-wrap: wrap; align-items: center; gap: 0 0.6em; min-height: var(--touch); padding-block: var(--space-1); text-decoration: none; }
    .share { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-4); padding-top: var(--space-2); }
    .share .by { flex: 1 1 150px; display: grid; justify-items: start; gap: var(--space-2); }
    .share img { width: 132px; height: 132px; padding: 6px; border-radius: var(--radius); background: var(--paper); }
    .gone { padding: var(--space-6) 0; color: var(--ink-soft); text-align: center; }
  `];

  constructor() {
    super();
    this.shared = '';
    this.redrawOn(stars);
  }

  willUpdate(changed) {
    if (changed.has('route')) this.shared = '';
    this.session = this.tt.sessionById.get(this.route.params.id) ?? null;
  }

  get doc() {
    return this.docs.sessions[this.session.id];
  }

  get heading() {
    return this.session ? this.text(this.session.title) : this.say('app_session');
  }

  render() {
    const { session } = this;
    if (!session) return html`<h1 class="visually-hidden">${this.heading}</h1><p class="gone">${this.say(this.docs.event ? 'app_session_gone' : 'app_waiting')}</p>`;
    const sign = signIndex(this.tt, session);
    return html`<article class="stack" ${vars({ '--hue': hue(sign) })}>
      <header class="head"><p class="sign">${mark(sign)}<span dir="auto">${trackName(this, session.track) || roomName(this, session.room)}</span></p>
        <h1 dir="auto">${this.text(session.title)}</h1>${starButton(this, session)}
        ${this.text(this.doc.subtitle) ? html`<p class="subtitle" dir="auto">${this.text(this.doc.subtitle)}</p>` : nothing}</header>
      ${this.changes()}${this.facts()}${this.seats()}
      ${this.text(this.doc.note) ? html`<p class="card" dir="auto">${this.text(this.doc.note)}</p>` : nothing}
      ${this.about()}
      ${this.people()}${this.meeting()}${this.sharing()}
    </article>`;
  }

  /* Some programmes tell in the abstract what it is about, some in the description, some in both. */
  about() {
    const told = [...new Set([this.doc.abstract, this.doc.description].map((one) => this.text(one).trim()).filter(Boolean))];
    return told.length ? html`<section>${told.map(paragraphs)}</section>` : nothing;
  }

  /* What is other than it was planned, each in a sentence. */
  changes() {
    const { session } = this;
    const from = session.movedFrom;
    const told = [];
    if (session.cancelled) told.push(html`<b>${this.say('app_cancelled')}</b>`);
    if (from && from.room !== session.room) told.push(html`<b>${this.say('app_moved')}</b> <span><s dir="auto">${roomName(this, from.room)}</s>${ARROW}<span dir="auto">${roomName(this, session.room)}</span></span>`);
    if (from && from.start !== session.plannedStart) told.push(html`<b>${this.say('app_retimed')}</b> <span><s>${this.moment(from.start)}</s>${ARROW}${this.moment(session.plannedStart)}</span>`);
    if (!session.cancelled && delayOf(session) > 0) told.push(this.delay());
    const instead = this.tt.sessionById.get(session.replacedBy);
    if (instead) told.push(html`<span>${this.say('app_instead')} <a href="#/session/${encodeURIComponent(instead.id)}" dir="auto">${this.text(instead.title)}</a></span>`);
    return told.length ? html`<div class="told ${session.cancelled ? 'cancelled' : ''}">${told.map((one) => html`<p>${one}</p>`)}</div>` : nothing;
  }

  delay() {
    const { session } = this;
    const [planned, expected] = session.start > session.plannedStart ? [session.plannedStart, session.start] : [session.plannedEnd, session.end];
    return html`<b>${this.say('app_late', { n: delayOf(session) })}</b> <span class="numbers"><s>${this.time(planned)}</s>${ARROW}${this.time(expected)}</span>`;
  }

  /* A time, with its day where that is another one than the session's. */
  moment(at) {
    const sameDay = this.date(at) === this.date(this.session.start);
    return sameDay ? this.time(at) : `${this.date(at, 'short')} ${this.time(at)}`;
  }

  facts() {
    const { session } = this;
    const { tt } = this;
    const late = session.start !== session.plannedStart || session.end !== session.plannedEnd;
    const isOn = phaseOf(session, this.clock) === 'now';
    const language = this.languageName(this.doc.language);
    const fact = (key, value) => (value ? html`<dt>${this.say(key)}</dt><dd>${value}</dd>` : nothing);
    return html`<dl class="facts">
      ${fact('app_when', html`${this.date(session.start)} · <time>${spanText(this, session)}</time>${isOn ? html` · ${leftText(this, session)}` : nothing}`)}
      ${fact('app_planned', late && spanText(this, { start: session.plannedStart, end: session.plannedEnd }))}
      ${fact('app_where', session.room && html`<span dir="auto">${roomName(this, session.room)}</span> ${isFull(tt, tt.roomById.get(session.room), this.clock) && this.isAhead ? html`<span class="chip standing">${this.say('board_full')}</span>` : nothing}`)}
      ${fact('app_also_in', session.alsoIn.length > 0 && html`<span dir="auto">${session.alsoIn.map((id) => roomName(this, id)).join(', ')}</span>`)}
      ${fact('app_spoken', language)}
    </dl>`;
  }

  get isAhead() {
    return ['now', 'later'].includes(phaseOf(this.session, this.clock));
  }

  languageName(tag) {
    try {
      return tag ? new Intl.DisplayNames(this.lang, { type: 'language' }).of(tag) : '';
    } catch {
      return tag;               /* not a language tag: as it came */
    }
  }

  /* Where there are seats, for somebody who finds this one full. */
  seats() {
    const { session, tt, clock } = this;
    if (!this.isAhead || !isFull(tt, tt.roomById.get(session.room), clock)) return nothing;
    const places = seatsElsewhere(tt, session.room, session, clock);
    if (!places.length) return nothing;
    return html`<section class="card elsewhere"><h2>${this.say('board_seats_in')}</h2><ul>${places.map(({ room, session: other }) => html`<li><a href="#/session/${encodeURIComponent(other.id)}">
      <b dir="auto">${this.text(room.name)}</b><span class="soft" dir="auto">${this.text(other.title)}</span></a></li>`)}</ul></section>`;
  }

  people() {
    const people = (this.doc.people ?? []).map((one) => (typeof one === 'string' ? this.docs.people?.[one] : one)).filter(Boolean);
    if (!people.length) return nothing;
    return html`<section><h2>${this.say('app_speakers')}</h2>${people.map((person) => html`<div class="who">
      <h3 dir="auto">${this.text(person.name)}</h3>
      ${this.text(person.company) ? html`<p class="soft" dir="auto">${this.text(person.company)}</p>` : nothing}
      ${this.text(person.bio) ? html`<div class="bio">${paragraphs(this.text(person.bio))}</div>` : nothing}
      ${person.url ? html`<p>${outsideLink(person.url)}</p>` : nothing}</div>`)}</section>`;
  }

  /* Where and when one can talk with them at a table. */
  meeting() {
    const people = (this.doc.people ?? []).filter((one) => typeof one === 'string');
    const meetups = meetupsOfSession(this.docs, this.session.id, people, this.now);
    if (!meetups.length) return nothing;
    return html`<section class="card elsewhere"><h2>${this.say('meet_speaker')}</h2><ul>${meetups.map((meetup) => html`<li><a href="#/meet/${encodeURIComponent(meetup.id)}">
      <b dir="auto">${this.text(meetup.person)}</b><span class="soft numbers">${rangeText(this, meetup.start, meetup.end)}</span><span class="soft" dir="auto">${tableText(this, meetup.place)}</span></a>${timesToBook(this, meetup)}</li>`)}</ul></section>`;
  }

  /* ---- handing it on ------------------------------------------------------ */

  get path() {
    return `/#/session/${encodeURIComponent(this.session.id)}`;
  }

  sharing() {
    return html`<section class="card"><h2>${this.say('app_share_title')}</h2><div class="share">
      <img src="/api/v1/qr.svg?path=${encodeURIComponent(this.path)}" width="132" height="132" alt=${this.say('app_qr')}>
      <div class="by"><p class="soft">${this.say('app_qr_says')}</p><button @click=${this.share}>${icons.share}${this.say('app_share')}</button><p role="status">${this.shared}</p></div></div></section>`;
  }

  async share() {
    const url = new URL(this.path, location.origin).href;
    try {
      if (navigator.share) {
        await navigator.share({ title: this.text(this.session.title), url });
        return;
      }
      await navigator.clipboard.writeText(url);
      this.shared = this.say('app_copied');
    } catch (error) {
      if (error.name !== 'AbortError') this.shared = url;   /* to be copied by hand */
    }
  }
}

customElements.define('madang-session', Session);
