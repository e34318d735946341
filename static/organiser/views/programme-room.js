/*
 * A room on the day: it runs late, what is on is over, it changes places with another. Each is a
 * step of the view around it: `propose` {request, words, about}, bubbling.
 */
import { lateOf } from '../grid-late.js';
import { roomName, titleOf } from '../grid-words.js';
import { DeskView, html, nothing } from '../view.js';
import { panelStyle } from './programme-style.js';
import { base } from '/shared/style.js';
import { delayOf } from '/shared/schedule.js';

const LATER = [5, 12];          /* minutes */

class Room extends DeskView {
  static properties = { ...DeskView.properties, room: { attribute: false }, day: { attribute: false } };
  static styles = [base, panelStyle];

  firstUpdated() {
    this.renderRoot.querySelector('h2')?.focus();
  }

  render() {
    const day = this.tt.days.find(({ date }) => date === this.day);
    const late = lateOf(this.tt, this.room, day, this.clock);
    const others = this.tt.rooms.filter(({ id, kind }) => id !== this.room && (kind ?? 'room') === 'room');
    return html`<section class="body">
      <div class="head"><h2 tabindex="-1" dir="auto">${roomName(this, this.room)}</h2><button class="bare" @click=${() => this.tell('close')}>${this.say('desk_programme_close')}</button></div>
      ${late ? this.#late(late) : html`<p class="soft">${this.say('desk_programme_room_over')}</p>`}
      ${others.length ? html`<div class="field"><label for="swap">${this.say('desk_programme_swap')}</label>
        <select id="swap" @change=${(event) => this.#swap(event.target)}><option value="">${this.say('desk_programme_swap_with')}</option>
        ${others.map(({ id, name }) => html`<option value=${id}>${this.text(name)}</option>`)}</select></div>` : nothing}
    </section>`;
  }

  #late({ session, isOn, minutes }) {
    const late = delayOf(session);
    return html`<div><p class="soft small">${this.say(isOn ? 'desk_programme_room_on' : 'desk_programme_room_next')}</p>
        <p dir="auto"><strong>${this.text(session.title)}</strong></p>
        <p class="numbers">${this.time(session.start)}–${this.time(session.end)} ${late ? html`<span class="chip standing">${this.say('board_delay', { n: late })}</span>` : nothing}</p></div>
      <div class="acts">
        ${LATER.map((n) => html`<button @click=${() => this.#delay(session, minutes + n)}>${this.say('board_delay', { n })}</button>`)}
        ${isOn ? html`<button @click=${() => this.#end(session)}>${this.say('desk_programme_end')}</button>` : nothing}
        ${minutes ? html`<button @click=${() => this.#delay(session, 0)}>${this.say('desk_programme_on_time')}</button>` : nothing}
      </div>
      <p class="soft small">${this.say('desk_programme_late_hint')}</p>`;
  }

  #propose(path, body, words, about = []) {
    this.tell('propose', { request: { method: 'POST', path: `/api/v1${path}`, body, bases: {} }, words, about });
  }

  #delay(session, minutes) {
    const room = roomName(this, this.room);
    const words = minutes ? this.say('desk_programme_late_words', { room, n: minutes }) : this.say('desk_programme_on_time_words', { room });
    this.#propose(`/rooms/${encodeURIComponent(this.room)}/delay`, { minutes, from: session.id }, words, [session.id]);
  }

  #end(session) {
    this.#propose(`/sessions/${encodeURIComponent(session.id)}/end`, {}, this.say('desk_programme_end_words', { title: titleOf(this, session.id) }), [session.id]);
  }

  #swap(select) {
    const other = select.value;
    if (!other) return;
    select.value = '';
    this.#propose(`/rooms/${encodeURIComponent(this.room)}/swap`, { room: other }, this.say('desk_programme_swap_words', { one: roomName(this, this.room), other: roomName(this, other) }));
  }
}

customElements.define('madang-desk-room', Room);
