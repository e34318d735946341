/*
 * <madang-door>: the sign of one room. Now, as large as it goes, with what is left of it; next; later
 * today. Full: where there are seats instead. Moved away: an arrow and the new room. A room that the
 * programme doesn't know gets a calm line with what was asked for, above the lobby's board.
 */
import {
  announcementsNow, arrangeDay, chipOf, dayShown, doorNow, findRoom, isFull, phaseOf, progressOf, seatsElsewhere, MINUTE,
} from '/shared/schedule.js';
import { lineCount, paginate, textWidth } from '/shared/layout.js';
import { ARROW, Board, classMap, html, hue, mark, nothing, text, vars, word } from './board.js';
import { boardStyle } from './board-style.js';
import { doorStyle } from './door-style.js';
import { clockOf, dots, hintOf, qrOf, replacement, saekdong } from './rail.js';
import './lobby.js';

const NAMES = { wide: [11, 9.4, 8, 6.6, 5.6], tall: [9, 7.6, 6.4, 5.4] };
const TITLES = [10, 8.8, 7.6, 6.6, 5.6, 4.8, 4, 3.4];

export class MadangDoor extends Board {
  static styles = [boardStyle, doorStyle];

  willUpdate(changed) {
    super.willUpdate(changed);
    this.shown = dayShown(this.tt, this.now);
    this.place = findRoom(this.tt, this.room);
  }

  picture() {
    if (!this.place) return this.lobbyInstead();
    const { shape, place } = this;
    const view = doorNow(this.tt, place.id, this.shown.day, this.clock);
    const index = this.byTrack ? -1 : this.roomIndex(place.id);
    const crowded = this.signsOf(view).crowd.signs > 1 ? 'crowded' : '';
    return html`<div class="board door ${shape} ${crowded}" ${vars({ '--hue': hue(index) })}>
      ${saekdong}
      <header class="door-head"><h1 ${vars({ '--lines': '2', '--size': `${this.nameSize(place)}` })}>${mark(index)}${this.title(place.name, 'clamp')}</h1>${clockOf(this, this.shown)}</header>
      <div class="body"><div class="stage">${this.stage(view)}</div>${this.side(view)}</div>
    </div>`;
  }

  /* The largest size at which the room's name stays on one line beside the clock, or under it. */
  nameSize(place) {
    const width = this.shape === 'wide' ? this.units - 48 : this.units - 16;
    const longest = Math.max(...this.forms(place.name).map(textWidth));
    return NAMES[this.shape === 'wide' ? 'wide' : 'tall'].find((size) => longest * size <= width) ?? 4.6;
  }

  /* The room's id is perhaps only misspelt, or its documents are on their way: the whole programme helps both. */
  lobbyInstead() {
    const asked = String(this.room ?? '');
    const notice = Object.fromEntries(this.langs.map((lang) => [lang, asked ? word(lang, 'board_room_unknown', { room: asked }) : word(lang, 'board_room_unasked')]));
    return html`<madang-lobby .docs=${this.docs} .now=${this.now} .rate=${this.rate} .langs=${this.langs} .lang=${this.lang}
      .stale=${this.stale} .qr=${this.qr} .notice=${this.tt.rooms.length ? notice : null}></madang-lobby>`;
  }

  /* What stands above the talk on now: full, left for another room, cancelled; and how many things that makes. */
  signsOf(view) {
    const full = isFull(this.tt, this.place, this.clock);
    const gone = view.gone.filter((g) => this.now >= g.from - 60 * MINUTE);
    const cancelled = view.off.filter((s) => this.nearby(s));
    return { full, gone, cancelled, crowd: { signs: gone.length + cancelled.length + (full ? 1 : 0), cards: view.on.length } };
  }

  /* ---- the stage: now, or what stands in its place ---- */

  stage(view) {
    const { full, gone, cancelled, crowd } = this.signsOf(view);
    return html`
      ${full ? this.fullSign(view) : nothing}
      ${gone.map((g) => this.goneSign(g))}
      ${cancelled.map((s) => this.offSign(s))}
      ${view.on.length ? view.on.map((s) => this.big(s, crowd)) : this.idle(view, crowd)}`;
  }

  /* The largest size at which a title of at most three lines leaves its card room for the rest; `others` are signs above it. */
  titleSize(session, { signs, cards }) {
    const width = this.shape === 'wide' ? this.units - 66 : this.units - 15;
    const height = this.shape === 'wide' ? (78 - signs * 21) / Math.max(1, cards) - 25 : (66 - 9.5 * this.atOnce(signs) - signs * 15) / Math.max(1, cards) - 21;
    const lines = (size) => Math.max(...this.forms(session.title).map((t) => lineCount(t, width, size)));
    return TITLES.find((size) => lines(size) <= 3 && lines(size) * size * 1.16 <= height) ?? TITLES.at(-1);
  }

  big(session, crowd) {
    const chip = chipOf(session, this.seen.get(session.id), this.clock);
    const progress = progressOf(session, this.now);
    return html`<article class="big now" data-session=${session.id} ${vars({ '--size': `${this.titleSize(session, crowd)}`, '--lines': this.shape === 'tall' && crowd.signs > 1 ? '2' : '3', '--share': `${progress.share}`, '--hue': hue(this.signIndex(session)) })}>
      <p class="label">${this.words((lang) => [word(lang, 'board_now'), this.spanAndPlace(session, lang)])}${chip ? this.chip(session, chip) : nothing}</p>
      <h2 class="title">${this.title(session.title)}</h2>
      ${session.people.length ? html`<p class="who">${this.speakers(session)}</p>` : nothing}
      <div class="bar"><i></i></div><p class="left">${this.left(progress)}</p>
    </article>`;
  }

  /* Nothing on: what everyone is at (lunch, the keynote), the next talk writ large, or good-bye. */
  idle(view, crowd) {
    const occupied = crowd.signs + crowd.cards;
    const common = this.commonNow();
    const quiet = common ? html`<p class="quiet">${this.words((lang) => [word(lang, 'board_meanwhile', { title: text(common.title, lang) }), `${this.span(common)} ${common.room ? this.roomName(common.room, lang) : ''}`])}</p>` : nothing;
    if (view.next && this.shown.mode !== 'over') return html`${quiet}${occupied > 2 ? nothing : this.bigNext(view.next, { signs: crowd.signs, cards: crowd.cards + 1 })}`;
    return occupied ? nothing : html`${quiet}<div class="rest">${hintOf(this, this.shown) === nothing ? html`<p class="hint">${this.say('board_done')}</p>` : hintOf(this, this.shown)}</div>`;
  }

  bigNext(session, crowd) {
    const chip = chipOf(session, this.seen.get(session.id), this.clock);
    const minutes = Math.ceil((session.start - this.now) / MINUTE);
    return html`<article class="big coming" data-session=${session.id} ${vars({ '--size': `${this.titleSize(session, crowd)}`, '--lines': '3', '--hue': hue(this.signIndex(session)) })}>
      <p class="label">${this.words((lang) => [minutes <= 90 ? word(lang, 'board_next_in', { n: minutes }) : this.date(lang, session.start), this.spanAndPlace(session, lang)])}${chip ? this.chip(session, chip) : nothing}</p>
      <h2 class="title">${this.title(session.title)}</h2>
      ${session.people.length ? html`<p class="who">${this.speakers(session)}</p>` : nothing}</article>`;
  }

  span({ start, end }) {
    return `${this.time(start)}–${this.time(end)}`;
  }

  /* Behind its times, where a session takes place that is only shown here. */
  spanAndPlace(session, lang) {
    return this.isElsewhere(session) ? `${this.span(session)}, ${this.elsewhere(session, lang)}` : this.span(session);
  }

  isElsewhere({ room }) {
    return Boolean(room) && room !== this.place.id;
  }

  elsewhere({ room }, lang) {
    return word(lang, 'board_shown_here', { room: this.roomName(room, lang) });
  }

  commonNow() {
    const { day } = this.shown;
    if (!day) return null;
    const { bands } = arrangeDay(this.tt, day);
    return bands.map((b) => b.session).find((s) => phaseOf(s, this.clock) === 'now') ?? null;
  }

  offSign(session) {
    return html`<article class="off-sign" data-session=${session.id} ${vars({ '--lines': '2' })}>
      <p class="label">${this.chip(session, chipOf(session, this.seen.get(session.id), this.clock) ?? 'standing')}<small>${this.span(session)}</small></p>
      <p class="title">${this.title(session.title)}</p>
      ${session.replacedBy ? html`<p class="instead">${ARROW}${this.title(replacement(this, session), 'clamp one')}</p>` : nothing}</article>`;
  }

  goneSign({ session, sameRoom }) {
    return html`<article class="gone" data-gone=${session.id} ${vars({ '--lines': '2', '--hue': hue(this.byTrack ? this.signIndex(session) : this.roomIndex(session.room)) })}>
      <p class="to">${ARROW}${sameRoom ? this.time(session.start) : this.words((lang) => this.shortRoom(session.room, lang))}</p>
      <div><p class="title">${this.title(session.title)}</p><p class="who">${this.words((lang) => (sameRoom ? word(lang, 'board_retimed_to', { time: this.time(session.start) })
        : `${word(lang, 'board_moved_to', { room: this.roomName(session.room, lang) })} · ${this.time(session.start)}`))}</p></div></article>`;
  }

  fullSign(view) {
    const slot = view.on[0] ?? view.next ?? { start: this.now, end: this.now + 60 * MINUTE };
    const others = seatsElsewhere(this.tt, this.place.id, slot, this.clock);
    return html`<section class="no-seats"><p class="word">${this.say('board_full')}</p>
      ${others.length ? html`<div><h3>${this.say('board_seats_in')}</h3><ul>${others.map(({ room, session }) => html`<li ${vars({ '--hue': hue(this.roomIndex(room.id)) })}>
        <b>${ARROW}${this.words((lang) => this.shortRoom(room.id, lang))}</b>${this.title(session.title, 'clamp one')}</li>`)}</ul></div>` : nothing}</section>`;
  }

  /* How many of the coming talks are listed at a time; signs and announcements take room from them. */
  atOnce(signs) {
    const told = announcementsNow(this.tt, this.now).info.length ? 1 : 0;
    if (this.shape === 'phone') return 99;
    return this.shape === 'wide' ? 4 - told : Math.max(1, 3 - told - signs);
  }

  /* A cancelled talk is on the stage when people come for it, before that in the list. */
  nearby(session) {
    return this.now >= session.plannedStart - 30 * MINUTE;
  }

  /* ---- next and later ---- */

  side(view) {
    const { on, next } = view;
    const rest = [...(next && on.length ? [next] : []), ...view.later, ...view.off.filter((s) => !this.nearby(s))].sort((a, b) => a.start - b.start);
    const pages = paginate(rest, this.atOnce(this.signsOf(view).crowd.signs));
    const items = pages[this.page(pages.length)] ?? [];
    return html`<aside class="side"><h2>${this.say(items[0] === next && next ? 'board_next' : 'board_later')}${dots(this, pages.length)}</h2>
      ${items.length ? html`<ol>${items.map((s) => this.line(s, s === next))}</ol>` : html`<p class="none">${this.say('board_nothing_more')}</p>`}${this.news()}${qrOf(this)}</aside>`;
  }

  line(session, isNext) {
    const chip = chipOf(session, this.seen.get(session.id), this.clock);
    const isElsewhere = this.isElsewhere(session);
    const lines = Math.max(1, (isNext ? 3 : 2) - (this.shape === 'tall' ? 1 : 0) - (isElsewhere ? 1 : 0));
    const below = isElsewhere ? this.words((lang) => this.elsewhere(session, lang), 'clamp one') : isNext && session.people.length ? this.speakers(session) : null;
    return html`<li class=${classMap({ next: isNext, off: session.cancelled })} data-session=${session.id} ${vars({ '--lines': `${lines}` })}>
      <p class="at">${this.time(session.start)}</p><div><p class="title">${this.lines(session.title, lines)}</p>
      ${below ? html`<p class="who">${below}</p>` : nothing}
      ${chip ? html`<p class="meta">${this.chip(session, chip)}</p>` : nothing}</div></li>`;
  }

  news() {
    const { info } = announcementsNow(this.tt, this.now);
    if (!info.length) return nothing;
    return html`<p class="told" ${vars({ '--lines': '2' })}>${this.title(info[this.page(info.length)].text)}</p>`;
  }
}

customElements.define('madang-door', MadangDoor);
