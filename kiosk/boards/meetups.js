/*
 * <madang-meetups>: the tables at which one meets speakers and hosts, for a lobby. Each table says
 * where it is, who sits there, who is there now, who is next, how long the line is and what is free.
 * Who is called stands in a list of its own, always in the same place and whatever page is up: it is
 * what somebody looks for who has waited. Others' tables take turns in pages.
 */
import { repeat } from 'lit/directives/repeat.js';
import { dayShown } from '/shared/schedule.js';
import { calls, isVacant, tablesToday } from '/shared/meetups.js';
import { paginate, textWidth } from '/shared/layout.js';
import { LostPictures } from '/shared/pictures.js';
import { ARROW, Board, classMap, html, hue, nothing, vars, word } from './board.js';
import { boardStyle } from './board-style.js';
import { meetupsStyle } from './meetups-style.js';
import { planTables } from './meetups-plan.js';
import {
  aboutOf, chatOf, chipOf, figureOf, freeOf, guestName, guestsOf, hostOf, nextOf, numberBehind, opensText, pauseText, placeIndex, placeOf, timesOf, waitText,
} from './meetup-parts.js';
import { clockOf, dots, newsOf, saekdong } from './rail.js';

const RING_MS = 2_400;

/* The last line of a card, in em: all of it, the word for free hours and the rest of them, each hour. */
const LINE = 18.6;
const FREE = 5.2;
const HOUR = 3.4;

/* In units of 1 % of the height; meetups-style.js uses the same. */
const RAIL = 42;
const MARGIN = 2.4;
const GAP = 1.2;
const HEAD = { wide: 9.4, tall: 28.8 };
const FOOT = 2.4;
const PLACE = { wide: [{ width: 17, size: 3.4 }, { width: 14, size: 2.7 }], tall: [{ width: 12, size: 2.5 }, { width: 9, size: 2 }], phone: [{ width: 17, size: 3.4 }, { width: 14, size: 2.7 }] }; // of a call, large and close
const NAMES = [1, 0.84, 0.7]; // of who is called, in shares of the largest
const WHOM = { wide: 5.4, tall: 5, phone: 5.4 }; // in em of the largest: the name's room, and the number's behind it
const NUMBER = 1.7;
const CALLS = { wide: { few: 4, many: 8 }, tall: { few: 2, many: 6 }, phone: { few: 99, many: 99 } };

export class MadangMeetups extends Board {
  static styles = [boardStyle, meetupsStyle];

  constructor() {
    super();
    this.lost = new LostPictures();
    this.known = null; // calls that were there at the last painting; null: nothing was painted yet
  }

  willUpdate(changed) {
    super.willUpdate(changed);
    this.shown = dayShown(this.tt, this.now);
    this.today = tablesToday(this.docs, this.now, this.clock.heard);
    this.calls = calls(this.today.shown);
    if (changed.has('stale') && !this.stale) this.lost.again();
  }

  updated() {
    super.updated();
    this.ring();
  }

  /* A new call lights up once; those of the first documents are news to nobody. */
  ring() {
    const keys = this.calls.map(keyOf);
    const fresh = this.known ? keys.filter((key) => !this.known.has(key)) : [];
    if (this.docs.meetups) this.known = new Set(keys);
    if (!fresh.length || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    for (const key of fresh) this.renderRoot.querySelectorAll(`[data-call="${CSS.escape(key)}"]`).forEach(light);
  }

  get yard() {
    const width = this.shape === 'wide' ? this.units - RAIL - 2 * MARGIN : this.units - 2 * MARGIN;
    return { width, height: 100 - HEAD[this.shape] - FOOT, gap: GAP, upright: this.shape === 'tall' };
  }

  picture() {
    if (this.shape === 'phone') return this.phone();
    const { shown } = this.today;
    const plan = planTables(Math.max(1, shown.length), this.yard);
    const pages = paginate(shown, plan.capacity);
    return this.shape === 'wide' ? this.wide(plan, pages) : this.tall(plan, pages);
  }

  wide(plan, pages) {
    return html`<div class="board meet wide">${saekdong}
      <div class="yard">${this.head(pages)}${this.tables(plan, pages)}</div>
      <aside class=${classMap({ rail: true, calm: !this.calls.length })}>${clockOf(this, this.shown)}${this.callList()}${this.calls.length ? nothing : newsOf(this, 4)}${this.qrLine()}</aside></div>`;
  }

  tall(plan, pages) {
    return html`<div class="board meet tall">${saekdong}
      <div class=${classMap({ 'tall-head': true, 'stale-head': Boolean(this.stale) })}>${clockOf(this, this.shown)}${this.qrLine()}</div>
      ${this.callList()}${this.tables(plan, pages)}<p class="pages">${dots(this, pages.length)}</p></div>`;
  }

  phone() {
    const { shown } = this.today;
    return html`<div class="board meet phone"><header><div><h1>${this.say('board_meet_title')}</h1>
      <p class="sub">${this.now ? this.words((lang) => this.date(lang, this.now)) : nothing}</p></div><p class="big">${this.now ? this.time(this.now) : nothing}</p></header>
      ${this.staleSign()}<a class="invite" href="/#/meet">${this.say('board_meet_qr')}</a>
      ${this.calls.length ? this.callList() : nothing}${shown.length ? html`<div class="tables full" ${vars({ '--s': '1' })}>${shown.map((table) => this.card(table, 'full'))}</div>` : this.nobody()}</div>`;
  }

  head(pages) {
    return html`<header class="meet-head"><h1>${this.say('board_meet_title')}</h1>${dots(this, pages.length)}</header>`;
  }

  qrLine() {
    return this.qr ? html`<figure class="qr"><img src=${this.qr} alt=""><figcaption>${this.say('board_meet_qr')}</figcaption></figure>` : nothing;
  }

  /* Without a time or documents nothing can be said of today. */
  nobody() {
    const { next, over } = this.today;
    if (!this.now || !this.docs.meetups) return html`<div class="empty"><h1>${this.title(this.tt.event.title || 'Madang')}</h1></div>`;
    return html`<div class="empty"><h1>${this.say(over ? 'board_meet_none_left' : 'board_meet_none')}</h1>
      ${next ? html`<p>${this.words((lang) => word(lang, 'board_meet_then', { date: this.date(lang, next.at), time: this.time(next.at) }))}</p>` : nothing}</div>`;
  }

  /* ---- who is called ---- */

  callList() {
    if (!this.today.shown.length) return nothing;
    const { few, many } = CALLS[this.shape];
    const pages = paginate(this.calls, many);
    const close = this.calls.length > few;
    return html`<section class=${classMap({ calls: true, close, quiet: !pages.length })} role="status">
      <h2>${pages.length ? this.say('board_meet_come') : this.say('board_meet_calm')}${dots(this, pages.length)}</h2>
      ${pages.length ? html`<ol>${repeat(pages[this.page(pages.length)], keyOf, (call) => this.call(call, close))}</ol>` : nothing}</section>`;
  }

  call(call, close) {
    const { guest, table } = call;
    const width = WHOM[this.shape];
    const size = close ? 0 : NAMES.find((one) => textWidth(guest.name ?? '') * one <= width) ?? NAMES.at(-1);
    const numbered = !close && textWidth(guest.name ?? '') * NAMES[0] <= width - NUMBER;
    return html`<li data-call=${keyOf(call)} ${vars({ '--hue': hue(placeIndex(this, table.place)), '--lines': '2', '--size': `${size}` })}>${figureOf(this, guest)}
      <p class="whom">${guestName(this, guest)}${numbered ? numberBehind(this, guest) : nothing}</p><p class="whither">${ARROW}${placeOf(this, table, PLACE[this.shape][close ? 1 : 0])}</p></li>`;
  }

  /* ---- the tables ---- */

  tables(plan, pages) {
    if (!pages.length) return this.nobody();
    const page = pages[this.page(pages.length)];
    return html`<div class="tables ${plan.kind}" ${vars({ '--s': `${plan.scale}`, '--columns': `${plan.columns}`, '--rows': `${plan.rows}` })}>
      ${repeat(page, ({ id }) => id, (table) => this.card(table, plan.kind))}</div>`;
  }

  card(table, kind) {
    const flat = kind === 'flat';
    const doing = this.doing(table, flat);
    return html`<article class=${classMap({ table: true, [table.state]: true, calling: table.called.length > 0 })} data-table=${table.id} ${vars({ '--hue': hue(placeIndex(this, table.place)), '--lines': '2' })}>
      <div class="where"><div class="top"><h2 class="place">${placeOf(this, table, { width: flat ? 18.6 : 20 })}</h2>${flat ? nothing : timesOf(this, table)}</div>
        <div class="who"><p class="host">${hostOf(this, table)}</p>${flat ? nothing : chipOf(this, table)}</div>
        ${kind === 'full' ? html`<p class="about">${aboutOf(this, table)}</p>` : nothing}${flat ? this.wait(table) : nothing}</div>
      <div class="what"><div class="doing">${doing}</div>${this.foot(table, kind, doing.length)}</div></article>`;
  }

  wait(table) {
    return html`<p class="wait">${this.words((lang) => waitText(lang, table))}</p>`;
  }

  /* Who is there, or what may be done there: one or two rows. */
  doing(table, flat) {
    const { called, talking, arrived, state } = table;
    const rows = [];
    if (called.length) rows.push(html`<p class="now come"><strong>${this.say('board_meet_come')}</strong>${guestsOf(this, called, flat ? 1 : 2, !flat)}</p>`);
    if (talking.length) rows.push(this.talk(table, flat));
    else if (arrived.length) rows.push(html`<p class="now">${guestsOf(this, arrived, flat ? 1 : 2, !flat)}<span class="left">${this.say('board_meet_arrived')}</span></p>`);
    if (rows.length) return rows;
    const line = (text) => [html`<p class="now still">${text}</p>`];
    if (state === 'ahead') return line(opensText(this, table));
    if (state === 'paused') return line(pauseText(this, table));
    if (state !== 'open') return flat ? line(chipOf(this, table)) : [];
    if (isVacant(table)) return [html`<p class="now still vacant">${this.say('board_meet_vacant')}</p>`];
    return line(this.say(table.walkIn || table.next.length ? 'board_meet_soon' : 'board_meet_booked_only'));
  }

  talk(table, flat) {
    const chat = chatOf(table, this.now);
    return html`<div class="now talk"><p>${guestsOf(this, table.talking, flat ? 1 : 2, !flat)}${chat ? html`<span class="left">${this.left(chat)}</span>` : html`<span class="left">${this.say('board_meet_talking')}</span>`}</p>
      ${chat ? html`<div class="bar"><i ${vars({ '--share': `${chat.share}` })}></i></div>` : nothing}</div>`;
  }

  /* Two who are there leave the next no room in a small card; the more is to be said of the line, the fewer free hours. */
  foot(table, kind, rows) {
    if (table.state === 'cancelled' || table.state === 'ended') return nothing;
    const flat = kind === 'flat';
    const next = table.next.length && (rows < 2 || kind === 'full')
      ? html`<p class="next"><span class="label">${this.say('board_next')}</span>${nextOf(this, table, flat ? 2 : 3)}</p>` : nothing;
    const said = Math.max(...this.langs.map((lang) => textWidth(waitText(lang, table))));
    const most = Math.max(1, Math.min(3, Math.floor((LINE - said - FREE) / HOUR)));
    return html`<div class="foot">${next}${flat ? html`<div class="offer">${table.late ? chipOf(this, table) : nothing}${freeOf(this, table, table.late ? 1 : 2)}</div>`
      : html`<div class="offer">${this.wait(table)}${freeOf(this, table, most)}</div>`}</div>`;
  }
}

const keyOf = ({ guest, table }) => `${table.id} ${guest.number}`;

function light(element) {
  element.animate([{ opacity: 0.1, scale: '0.96' }, { opacity: 1, scale: '1' }, { opacity: 0.55, offset: 0.5 }, { opacity: 1 }], { duration: RING_MS, easing: 'ease-out' });
}

customElements.define('madang-meetups', MadangMeetups);
