/*
 * <madang-table>: the screen that stands on one table. Who is up, as large as it goes, with a ring that
 * fills while they talk; who is next; and the code by which a guest says that he is here.
 *
 * Which table: `meetup`, or `room`, for whatever meetup is held there now. The code is for this screen
 * alone, so it must be signed in; if it isn't, all else is shown, and what to do.
 */
import { dayShown, findRoom } from '/shared/schedule.js';
import { isVacant, tableAt, tableOf } from '/shared/meetups.js';
import { textWidth } from '/shared/layout.js';
import { LostPictures } from '/shared/pictures.js';
import { Presence } from '/shared/presence.js';
import { Board, classMap, html, hue, nothing, text, vars, word } from './board.js';
import { boardStyle } from './board-style.js';
import { tableStyle } from './table-style.js';
import {
  aboutOf, chatOf, chipOf, figureOf, freeOf, guestName, hostOf, nextOf, numberBehind, opensText, pauseText, placeIndex, placeOf, ringOf, timesOf, waitText,
} from './meetup-parts.js';
import { clockOf, saekdong } from './rail.js';

const MOST = 3; // guests side by side
const NAMES = { wide: [10, 8.4, 7, 5.8, 4.8, 4], tall: [5.4, 4.8, 4.2] }; // of who is up alone, in units of 1 % of the height

export class MadangTable extends Board {
  static properties = { ...Board.properties, meetup: { attribute: false } };

  static styles = [boardStyle, tableStyle];

  constructor() {
    super();
    this.meetup = null;
    this.lost = new LostPictures();
    this.presence = new Presence({ changed: () => this.requestUpdate() });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.presence.watch(null);
  }

  willUpdate(changed) {
    super.willUpdate(changed);
    this.shown = dayShown(this.tt, this.now);
    this.table = this.find();
    if (changed.has('stale') && !this.stale) this.lost.again();
    this.presence.watch(this.isConnected && this.hasCode ? this.table.id : null);
  }

  find() {
    const { now, docs, clock: { heard } } = this;
    if (!now) return null;
    if (this.meetup) return tableOf(docs, this.meetup, now, heard);
    const room = findRoom(this.tt, this.room);
    return room ? tableAt(docs, room.id, now, heard) : null;
  }

  /* Nobody comes to a table that is over. */
  get hasCode() {
    return this.table !== null && this.table.state !== 'cancelled' && this.table.state !== 'ended';
  }

  picture() {
    const { shape, table } = this;
    const frame = (inner, more = '') => html`<div class="board at-table ${shape} ${more}" ${vars({ '--hue': hue(table ? placeIndex(this, table.place) : -1), '--s': '1', '--round': `${this.ring}` })}>${saekdong}${inner}</div>`;
    if (!table) return frame(html`${clockOf(this, this.shown)}<div class="rest"><p>${this.words((lang) => this.whyNone(lang))}</p></div>`, 'without');
    return frame(html`<header>
        <div class="whose"><div class="top"><h1 class="place">${placeOf(this, table, { width: shape === 'wide' ? this.units - 50 : this.units - 8, size: 5.6 })}</h1></div>
          <p class="host">${hostOf(this, table)}</p><p class="about">${aboutOf(this, table)}</p></div>
        ${clockOf(this, this.shown)}</header>
      <section class=${classMap({ stage: true, calling: table.called.length > 0 })} role="status">${this.stage()}</section>
      <aside class="side">${this.hasCode ? this.code() : nothing}<div class="then">${this.coming()}</div></aside>`, this.hasCode ? '' : 'codeless');
  }

  whyNone(lang) {
    if (!this.now || !this.docs.meetups) return word(lang, 'screen_waiting');
    const asked = String(this.meetup ?? this.room ?? '');
    if (!asked) return word(lang, 'board_table_unasked');
    const room = this.meetup ? null : findRoom(this.tt, this.room);
    return room ? word(lang, 'board_table_nothing') : word(lang, 'board_table_unknown', { table: asked });
  }

  /* ---- who is up ---- */

  /* What is left for them of the width, and of it for the ring: as in table-style.js. */
  get inner() {
    return this.shape === 'wide' ? this.units - 55.4 : this.units - 12.4;
  }

  get ring() {
    return this.shape === 'wide' ? Math.min(46, this.inner * 0.44) : 16;
  }

  stage() {
    const { called, talking, arrived } = this.table;
    const chat = chatOf(this.table, this.now);
    if (called.length) return this.people(called, html`<p class="label come">${this.say('board_meet_come')}</p>`);
    if (talking.length) return this.people(talking, html`<p class="label">${this.say('board_meet_talking')}</p>`, chat);
    if (arrived.length) return this.people(arrived, html`<p class="label">${this.say('board_table_welcome')}</p>`);
    return html`<div class="still"><p>${this.still()}</p>${this.stillBelow()}</div>`;
  }

  still() {
    const { table } = this;
    if (table.state === 'cancelled') return this.say('board_table_cancelled');
    if (table.state === 'ended') return this.say('board_table_ended');
    if (table.state === 'ahead') return opensText(this, table);
    if (table.state === 'paused') return pauseText(this, table);
    if (isVacant(table)) return this.say('board_meet_vacant');
    if (table.state === 'closed') return this.say('board_meet_closed');
    return this.say(table.walkIn || table.next.length ? 'board_meet_soon' : 'board_meet_booked_only');
  }

  stillBelow() {
    return this.table.state === 'ahead' || this.table.state === 'open' ? html`<p class="below">${this.words((lang) => text(this.table.note, lang))}</p>` : nothing;
  }

  people(guests, label, chat = null) {
    const left = chat ? html`<p class="left">${this.left(chat)}</p>` : nothing;
    if (guests.length === 1) return this.alone(guests[0], label, left, chat);
    const shown = guests.slice(0, guests.length > MOST ? MOST - 1 : MOST);
    return html`<div class="group"><div class="labels">${label}${left}</div>
      <ul ${vars({ '--figure': `${Math.min(this.ring, this.inner / shown.length - 3)}` })}>${shown.map((guest) => html`<li data-guest=${guest.number}>${figureOf(this, guest)}<p class="name">${guestName(this, guest)}</p></li>`)}
      ${guests.length > shown.length ? html`<li class="more"><p class="name">${this.say('board_meet_more', { n: guests.length - shown.length })}</p></li>` : nothing}</ul>
      ${chat ? html`<div class="bar"><i ${vars({ '--share': `${chat.share}` })}></i></div>` : nothing}</div>`;
  }

  /* One guest: in the ring the character, or the number, which beside it would stand there twice. */
  alone(guest, label, left, chat) {
    const wide = this.shape === 'wide';
    const size = (wide ? NAMES.wide : NAMES.tall).find((one) => textWidth(guest.name ?? '') * one <= (wide ? this.inner - this.ring - 3 : this.inner)) ?? 4;
    const inRing = guest.picture ? figureOf(this, guest) : html`<b>${guest.number}</b>`;
    const round = guest.picture || chat ? html`<div class="round">${chat ? ringOf(chat) : nothing}${inRing}</div>` : nothing;
    const named = guest.name || round === nothing;
    return html`<div class="alone" data-guest=${guest.number}>${round}<div class="words-of">${label}
      ${named ? html`<p class="name" ${vars({ '--size': `${size}` })}>${guestName(this, guest)}</p>` : nothing}
      ${guest.name ? html`<p class="number">${numberBehind(this, guest)}</p>` : nothing}${left}</div></div>`;
  }

  /* ---- the code, the next ---- */

  code() {
    const { picture, why } = this.presence.shown;
    if (picture) return html`<figure class="code"><img src=${picture} alt=""><figcaption>${this.say('board_table_here')}</figcaption></figure>`;
    if (why === 'asking') return html`<figure class="code"><span class="coming"></span><figcaption>${this.say('board_table_here')}</figcaption></figure>`;
    return html`<p class="no-code">${this.say(why === 'signed_out' ? 'board_table_sign_in' : 'board_table_no_code')}</p>`;
  }

  coming() {
    const { table } = this;
    const wait = this.words((lang) => waitText(lang, table));
    const none = table.state === 'ended' || table.state === 'cancelled';
    return html`<div class="hours">${timesOf(this, table)}${chipOf(this, table)}</div>
      ${none ? nothing : html`<h2>${this.say('board_next')}</h2>
      ${table.next.length ? html`<p class="next">${nextOf(this, table, MOST)}</p>` : html`<p class="none">${this.say('board_table_nobody_next')}</p>`}
      <p class="wait">${wait}</p>${freeOf(this, table, MOST)}`}`;
  }
}

customElements.define('madang-table', MadangTable);
