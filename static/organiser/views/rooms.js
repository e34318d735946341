/*
 * The rooms, for whoever stands at the doors and whoever runs the day: what is on and what comes, how
 * full it is by one tap, where those go who find it full; for organisers how late it runs, and seats.
 */
import { css } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { delayBy, FILLS, oldMarks, roomsNow } from '../rooms-plan.js';
import { DeskView, html, nothing } from '../view.js';
import { HOUR, MINUTE, progressOf, roomIndex } from '/shared/schedule.js';
import { hue, mark } from '/shared/signs.js';
import { base } from '/shared/style.js';
import { vars } from '/shared/vars.js';

const DELAYS = [5, 12];
const MOST_SEATS = 1_000_000;   /* as the server has it */

class Rooms extends DeskView {
  static properties = {
    ...DeskView.properties, busy: { state: true }, problem: { state: true }, done: { state: true }, editing: { state: true },
  };

  static styles = [base, css`
    .rooms { display: grid; gap: var(--space-3); grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); align-items: start; margin-block-start: var(--space-3); }
    .room { display: grid; gap: var(--space-3); grid-template-columns: minmax(0, 1fr); }
    .top { display: flex; align-items: center; gap: var(--space-2); min-height: var(--touch); }
    .top h2 { display: flex; align-items: center; gap: 0.4em; flex: 1 1 auto; min-width: 0; }
    .top .seats { flex: none; color: var(--ink-soft); font-size: var(--text-1); font-variant-numeric: tabular-nums; }
    .what { display: grid; gap: var(--space-1); }
    .what .title { font-weight: 650; }
    .what .left { font-weight: 700; font-variant-numeric: tabular-nums; }
    .segments { background: var(--surface-high); }
    .segments > [aria-pressed='true'] { background: var(--ink); color: var(--ground); box-shadow: none; }
    .old .segments > [aria-pressed='true'] { background: none; color: var(--ink); box-shadow: inset 0 0 0 2px var(--edge); }
    .said { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-2); min-height: 2rem; }
    .elsewhere { padding: var(--space-3); border-radius: var(--radius); background: var(--warm-soft); }
    .elsewhere li { display: flex; gap: 0.5em; }
    .elsewhere b { flex: none; }
    .elsewhere span { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .late { display: grid; gap: var(--space-2); padding-block-start: var(--space-3); border-block-start: 1px solid var(--line); }
    .late .row { gap: var(--space-2); }
    .late button { padding-inline: var(--space-3); }
    form { display: flex; align-items: end; gap: var(--space-2); flex-wrap: wrap; }
    form > div { flex: 1 1 6rem; }
    [aria-busy='true'], [aria-disabled='true'] { opacity: 0.6; }
  `];

  #last = new Map();              /* room id → what was asked for it last */

  constructor() {
    super();
    Object.assign(this, { busy: [], problem: null, done: null, editing: '' });
  }

  get heading() {
    return this.say('desk_nav_rooms');
  }

  /* ---- what is asked of the server ---------------------------------------- */

  /* Rooms do not wait for each other; in one room one thing comes after the other. words: what is then said. */
  async #ask(room, what, request, words) {
    const key = `${room.id} ${what}`;
    this.busy = [...this.busy, key];
    const before = this.#last.get(room.id);
    const mine = (async () => {
      await before;
      await this.#send(room, what, request, words);
    })();
    this.#last.set(room.id, mine);
    await mine;
    this.busy = this.busy.filter((one, i, all) => i !== all.indexOf(key));
  }

  async #send(room, what, request, words) {
    Object.assign(this, { problem: null, done: null });
    try {
      const answer = await this.api(...request);
      this.done = { room: room.id, words, action: this.isOrganiser && what !== 'undo' ? answer?.action ?? null : null };
      this.announce(`${this.#name(room)}: ${words}`);
      if (what === 'seats') this.editing = '';
    } catch (problem) {
      this.problem = { room: room.id, text: this.#whyNot(problem) };
    }
  }

  /* What is said on top of what is: it waits until that is known. */
  #isBusy(room) {
    return this.busy.some((key) => key.startsWith(`${room.id} `));
  }

  #whyNot(problem) {
    if (problem.code === 'nothing_to_delay') return this.say('desk_rooms_nothing_to_delay');
    if (problem.code === 'not_running') return this.say('desk_rooms_not_running');
    if (problem.code === 'changed_meanwhile') return this.say('desk_rooms_meanwhile');
    return this.fault(problem);
  }

  #fill(room, state) {
    this.#ask(room, state, ['PATCH', `/rooms/${room.id}`, { fill: state }], this.say(`desk_rooms_said_${state}`));
  }

  #delay(room, late, more) {
    const body = more === null ? { minutes: 0, from: late.session.id } : delayBy(late, more);
    if (!body || this.#isBusy(room)) return;
    const words = more === null ? this.say('desk_rooms_said_on_time') : this.say('desk_rooms_said_later', { n: body.minutes });
    this.#ask(room, `delay ${more}`, ['POST', `/rooms/${room.id}/delay`, body], words);
  }

  #end(room, { session }) {
    if (this.#isBusy(room)) return;
    this.#ask(room, 'end', ['POST', `/sessions/${session.id}/end`], this.say('desk_rooms_said_ended'));
  }

  #undo(room, action) {
    if (this.#isBusy(room)) return;
    this.#ask(room, 'undo', ['POST', `/actions/${action}/undo`, {}], this.say('desk_changes_undone_now'));
  }

  #saveSeats(event, room) {
    event.preventDefault();
    const value = new FormData(event.target).get('seats').trim();
    const capacity = value === '' ? null : Number(value);
    if (capacity !== null && !(Number.isInteger(capacity) && capacity >= 0 && capacity <= MOST_SEATS)) {
      this.problem = { room: room.id, text: this.say('desk_rooms_seats_wrong') };
      return;
    }
    this.#ask(room, 'seats', ['PATCH', `/rooms/${room.id}`, { capacity }, { rev: room.rev }], this.say('desk_rooms_said_seats'));
  }

  /* ---- drawing ---------------------------------------------------------------- */

  #name(room) {
    return this.text(room.name) || room.id;
  }

  render() {
    const rooms = this.now ? roomsNow(this.tt, this.clock) : [];
    const old = oldMarks(rooms);
    return html`<section>
      <h1>${this.heading}</h1>
      <p class="soft">${rooms.length ? this.say(old ? 'desk_rooms_look_again' : 'desk_rooms_lead', { n: old }) : this.say('desk_rooms_none')}</p>
      <ul class="rooms">${repeat(rooms, ({ room }) => room.id, (one) => this.#room(one))}</ul>
    </section>`;
  }

  #room(one) {
    const { room, late, seats, fill } = one;
    return html`<li class="card room ${fill.isOld ? 'old' : ''}" data-room=${room.id} ${vars({ '--hue': hue(roomIndex(this.tt, room.id)) })}>
      <div class="top"><h2 dir="auto">${mark(roomIndex(this.tt, room.id))}${this.#name(room)}</h2>${this.#seats(room)}</div>
      ${this.editing === room.id ? this.#seatsForm(room) : nothing}
      <div class="what">${one.on.map((session) => this.#on(session))}${one.on.length ? nothing : html`<p class="soft">${this.say('board_free_now')}</p>`}${this.#next(one)}</div>
      ${this.#fillOf(one)}
      ${seats ? this.#elsewhere(seats) : nothing}
      ${late && this.isOrganiser ? this.#late(room, late) : nothing}
      ${this.problem?.room === room.id ? html`<p class="problem" role="alert">${this.problem.text}</p>` : nothing}
      ${this.done?.room === room.id ? this.#done(room) : nothing}
    </li>`;
  }

  #seats(room) {
    const words = room.capacity === null || room.capacity === undefined ? this.say('desk_rooms_seats_unknown') : this.say('desk_rooms_seats', { n: room.capacity });
    if (!this.isOrganiser) return html`<span class="seats">${words}</span>`;
    return html`<button class="bare seats" aria-expanded=${this.editing === room.id} aria-label=${`${this.#name(room)}: ${words}. ${this.say('desk_rooms_seats_edit')}`}
      @click=${() => { this.editing = this.editing === room.id ? '' : room.id; }}>${words}</button>`;
  }

  #seatsForm(room) {
    return html`<form @submit=${(event) => this.#saveSeats(event, room)}>
      <div><label for="seats-${room.id}">${this.say('desk_rooms_seats_edit')}</label><input id="seats-${room.id}" name="seats" inputmode="numeric" maxlength="7" autocomplete="off" .value=${`${room.capacity ?? ''}`}></div>
      <button class="primary">${this.say('desk_rooms_save')}</button></form>`;
  }

  #on(session) {
    const { left, over } = progressOf(session, this.now);
    const words = over > 0 ? this.say('board_over', { n: over }) : left > 99 ? this.say('board_hours_left', { h: Math.floor(left / 60), m: left % 60 }) : this.say('board_minutes_left', { n: left });
    return html`<p data-session=${session.id}><span class="title" dir="auto">${this.text(session.title)}</span><br><span class="left">${words}</span> <span class="soft">· ${this.say('board_until', { time: this.time(session.end) })}</span></p>`;
  }

  #next({ next }) {
    if (!next) return nothing;
    const isFar = next.start - this.now > 12 * HOUR;
    return html`<p class="soft small">${this.say('board_next')} <time>${isFar ? html`${this.date(next.start, 'short')} ` : nothing}${this.time(next.start)}</time> <span dir="auto">${this.text(next.title)}</span></p>`;
  }

  #fillOf({ room, on, fill }) {
    const press = (state) => html`<button aria-pressed=${fill.state === state} aria-busy=${this.busy.includes(`${room.id} ${state}`)} @click=${() => this.#fill(room, state)}>${this.say(`desk_rooms_${state}`)}</button>`;
    return html`<div>
      <div class="segments" role="group" aria-label=${this.say('desk_rooms_fill', { room: this.#name(room) })}>${FILLS.map(press)}</div>
      <div class="said"><span class="small ${fill.isOld && on.length ? '' : 'soft'}">${this.#age(fill)}</span>
      ${fill.isOld && on.length ? html`<button @click=${() => this.#fill(room, fill.state)}>${this.say('desk_rooms_renew')}</button>` : nothing}</div></div>`;
  }

  #age({ state, at, minutes, isOld }) {
    if (state === null) return this.say('desk_rooms_unsaid');
    if (at === null) return nothing;
    const said = minutes < 1 ? this.say('desk_rooms_just_now') : minutes < 100 ? this.say('desk_rooms_ago', { n: minutes }) : this.say('desk_rooms_at', { time: this.time(Math.floor(at / MINUTE) * MINUTE) });
    return isOld ? `${said} · ${this.say('desk_rooms_old')}` : said;
  }

  #elsewhere(seats) {
    if (!seats.length) return html`<p class="elsewhere">${this.say('desk_rooms_nowhere')}</p>`;
    return html`<div class="elsewhere"><h3 class="small">${this.say('board_seats_in')}</h3><ul>${seats.map(({ room, session }) => html`<li><b dir="auto">${this.#name(room)}</b><span class="soft" dir="auto">${this.text(session.title)}</span></li>`)}</ul></div>`;
  }

  #late(room, late) {
    const isBusy = (what) => this.busy.includes(`${room.id} ${what}`);
    const waits = this.#isBusy(room);
    const about = (words) => `${this.#name(room)}: ${words}`;
    return html`<div class="late" role="group" aria-label=${this.say('desk_rooms_late_of', { room: this.#name(room) })}>
      <p class="small soft">${late.minutes > 0 ? this.say('desk_rooms_late', { n: late.minutes }) : this.say('desk_rooms_in_time')}</p>
      <div class="row">
        ${DELAYS.map((n) => html`<button aria-disabled=${!delayBy(late, n) || waits} aria-busy=${isBusy(`delay ${n}`)} @click=${() => this.#delay(room, late, n)}>${this.say('board_delay', { n })}</button>`)}
        ${late.minutes > 0 ? html`<button aria-disabled=${waits} aria-busy=${isBusy('delay null')} @click=${() => this.#delay(room, late, null)}>${this.say('desk_rooms_on_time')}</button>` : nothing}
        ${late.isOn ? html`<button aria-disabled=${waits} aria-busy=${isBusy('end')} aria-label=${about(this.say('desk_rooms_end'))} @click=${() => this.#end(room, late)}>${this.say('desk_rooms_end')}</button>` : nothing}
      </div></div>`;
  }

  #done(room) {
    const { words, action } = this.done;
    return html`<p class="said"><span>${words}</span>${action ? html`<button aria-disabled=${this.#isBusy(room)} @click=${() => this.#undo(room, action)}>${this.say('desk_changes_undo')}</button>` : nothing}</p>`;
  }
}

customElements.define('madang-desk-rooms', Rooms);
