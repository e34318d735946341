/*
 * My day: what is starred and whom one meets, in the order of time, with what clashes and what lies between; and the
 * address of the same as a calendar.
 */
import { repeat } from 'lit/directives/repeat.js';
import { call } from '/shared/api.js';
import { HOUR, chipOf, progressOf, signIndex } from '/shared/schedule.js';
import { hue, mark } from '/shared/signs.js';
import { vars } from '/shared/vars.js';
import { planOf } from '../day-plan.js';
import { icons } from '../icons.js';
import { timesHeld } from '../meet-plan.js';
import { ownTitle } from '../meet-text.js';
import { changeChip, leftText, partStyle, roomName, starButton } from '../parts.js';
import { problemText } from '/shared/problems.js';
import { stars } from '../stars.js';
import { base } from '/shared/style.js';
import { View, html, nothing } from '/shared/view.js';
import { dayStyle } from './day-style.js';
import './join.js';
import './places.js';

export class Day extends View {
  static properties = { ...View.properties, asking: { state: true }, said: { state: true } };

  static styles = [base, partStyle, dayStyle];

  constructor() {
    super();
    Object.assign(this, { asking: false, said: '' });
    this.redrawOn(stars);
  }

  get heading() {
    return this.say('day_title');
  }

  render() {
    const plan = planOf(this.tt, stars.all(), this.clock, this.me ? timesHeld(this.docs) : []);
    return html`<div class="stack">
      <h1>${this.say('day_title')}</h1>
      ${this.me ? nothing : html`<madang-join class="card" .lang=${this.lang} .me=${this.me}></madang-join>`}
      ${this.me ? html`<madang-places .docs=${this.docs} .now=${this.now} .lang=${this.lang} .status=${this.status} .me=${this.me} .without=${farOff(plan, this.now)}></madang-places>` : nothing}
      ${this.me && stars.waiting ? html`<p class="problem" role="status">${this.say('day_waiting', { n: stars.waiting })}</p>` : nothing}
      ${plan.days.map((one) => this.day(one))}
      ${plan.missing.length ? html`<p class="soft">${this.say('day_missing', { n: plan.missing.length })}</p>` : nothing}
      ${plan.days.length ? nothing : this.empty()}
      ${this.me && stars.all().length ? this.feed() : nothing}
    </div>`;
  }

  empty() {
    return html`<section class="empty">
      <span class="sign">${icons.star}</span>
      <h2>${this.say('day_empty_title')}</h2>
      <p class="soft">${this.say('day_empty')}</p>
      <a class="button primary" href="#/">${this.say('day_to_programme')}</a>
    </section>`;
  }

  /* ---- the list ---- */

  day({ day, entries }) {
    const several = this.tt.days.length > 1;
    return html`<section aria-labelledby="day-${day.number}">
      <h2 id="day-${day.number}" class="date">${several ? this.say('day_day', { n: day.number, date: this.date(day.first) }) : this.date(day.first)}</h2>
      <ol>${repeat(entries, (entry) => `${entry.kind} ${entry.session?.id ?? entry.start ?? entry.to} ${entry.other?.id ?? ''}`, (entry) => html`<li class="entry of-${entry.kind}">${this.entry(entry)}</li>`)}</ol>
    </section>`;
  }

  entry(entry) {
    switch (entry.kind) {
      case 'clash': return html`${icons.clash}<span><b>${this.say('day_clash', { n: entry.minutes })}</b>
        <a href=${hashOf(entry.other)} dir="auto">${ownTitle(this, entry.other)}</a></span>`;
      case 'gap': return html`<time>${this.time(entry.start)}</time><span>${this.gap(entry.minutes)}</span>`;
      case 'walk': return html`<span class="walker">${icons.walk}</span><span>${entry.minutes
        ? this.say('day_walk', { n: entry.minutes, room: roomName(this, entry.to) }) : this.say('day_walk_at_once', { room: roomName(this, entry.to) })}</span>`;
      case 'now': return html`<span>${this.say('day_now', { time: this.time(this.now) })}</span>`;
      case 'place': return this.booked(entry);
      default: return this.session(entry);
    }
  }

  gap(minutes) {
    if (minutes <= 90) return this.say('day_gap_minutes', { n: minutes });
    const [n, m] = [Math.floor(minutes / 60), minutes % 60];
    return m ? this.say('day_gap_hours_minutes', { n, m }) : this.say('day_gap_hours', { n });
  }

  session({ session, phase, replacement, again }) {
    const sign = signIndex(this.tt, session);
    const title = this.text(session.title);
    const name = html`<a class="title" href=${hashOf(session)} dir="auto">${title}</a>`;
    return html`<article class="one is-${phase} ${session.cancelled ? 'cancelled' : ''}" ${vars({ '--hue': hue(sign) })}>
      <div class="when"><time class="from">${this.time(session.start)}</time><time class="to">${this.time(session.end)}</time></div>
      <div class="what">
        ${session.cancelled ? html`<s>${name}</s>` : name}
        <p class="where">${mark(sign)}<span dir="auto">${roomName(this, session.room)}</span>${phase === 'now' ? html`<b class="left">${leftText(this, session)}</b>` : nothing}</p>
        <p class="chips">${changeChip(this, session, chipOf(session, null, this.clock) ?? 'standing')}</p>
        ${replacement ? html`<p class="other">${this.link(replacement, this.say('day_instead', { title: this.text(replacement.title) }))}${starButton(this, replacement)}</p>` : nothing}
        ${again ? html`<p class="other">${this.link(again, this.say('day_again', { when: this.when(again, session) }))}${starButton(this, again)}</p>` : nothing}
      </div>
      ${starButton(this, session)}
      ${phase === 'now' ? html`<div class="progress" ${vars({ '--share': progressOf(session, this.now).share })}></div>` : nothing}
    </article>`;
  }

  /* Its topic, and what can be done about it, stand above; and at the table that this leads to. */
  booked({ session, phase }) {
    return html`<article class="one is-${phase} booked">
      <div class="when"><time class="from">${this.time(session.start)}</time><time class="to">${this.time(session.end)}</time></div>
      <div class="what">
        <a class="title" href=${hashOf(session)} dir="auto">${ownTitle(this, session)}</a>
        <p class="where"><span dir="auto">${roomName(this, session.room)}</span>${phase === 'now' ? html`<b class="left">${leftText(this, session)}</b>` : nothing}</p>
      </div>
      <span class="sign-of" aria-hidden="true">${icons.meet}</span>
      ${phase === 'now' ? html`<div class="progress" ${vars({ '--share': progressOf(session, this.now).share })}></div>` : nothing}
    </article>`;
  }

  link(session, words) {
    return html`<a href=${hashOf(session)} dir="auto">${words}</a>`;
  }

  /* The day is named where it is another one. */
  when(session, beside) {
    const sameDay = this.date(session.start) === this.date(beside.start);
    return sameDay ? this.time(session.start) : `${this.date(session.start, 'short')} ${this.time(session.start)}`;
  }

  /* ---- the calendar ---- */

  feed() {
    const address = new URL(this.me.calendar, location.href);
    return html`<section class="card stack" aria-labelledby="feed">
      <div><h2 id="feed">${this.say('day_feed_title')}</h2><p class="soft">${this.say('day_feed')}</p></div>
      <div class="row">
        <a class="button primary" href="webcal:${address.href.slice(address.protocol.length)}">${this.say('day_feed_open')}</a>
        <button @click=${() => this.copy(address.href)}>${this.say('day_feed_copy')}</button>
        <button class="bare" aria-expanded=${this.asking} @click=${() => { this.asking = !this.asking; }}>${this.say('day_feed_new')}</button>
      </div>
      ${this.asking ? html`<div class="problem stack">
        <p>${this.say('day_feed_new_sure')}</p>
        <div class="row"><button class="primary" @click=${this.renew}>${this.say('day_feed_new')}</button>
          <button class="bare" @click=${() => { this.asking = false; }}>${this.say('me_cancel')}</button></div>
      </div>` : nothing}
      <p class="address" translate="no">${address.href}</p>
      <p role="status" class="small">${this.said}</p>
    </section>`;
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.said = this.say('day_copied');
    } catch {
      this.said = this.say('day_copy_failed');
    }
  }

  renew = async () => {
    try {
      await call('POST', '/api/v1/me/calendar', {});
      this.said = this.say('day_feed_new_done');
    } catch (problem) {
      this.said = problemText(this, problem);
    }
    this.asking = false;
  };
}

/* Bookings that are in the list below, and need nothing yet: their ids. */
function farOff({ days }, now) {
  const booked = days.flatMap(({ entries }) => entries).filter(({ kind, session }) => kind === 'place' && session.start - now > HOUR);
  return booked.map(({ session }) => session.id);
}

const hashOf = ({ id, meetup }) => (meetup ? `#/meet/${encodeURIComponent(meetup)}` : `#/session/${encodeURIComponent(id)}`);

customElements.define('madang-day', Day);
