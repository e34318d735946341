/*
 * <madang-lobby>: the whole day at a glance. On a wide screen rooms are columns and time runs
 * down beside a rail (grid.js says where everything goes); on a tall one each room is a lane with now
 * and next; on a phone, which the QR code brings here, it is a list.
 */
import { repeat } from 'lit/directives/repeat.js';
import { guard } from 'lit/directives/guard.js';
import { announcementsNow, changesOfDay, dayShown, isFull, progressOf, MINUTE } from '/shared/schedule.js';
import { soften } from '/shared/layout.js';
import { ARROW, Board, classMap, html, hue, mark, nothing, text, vars } from './board.js';
import { boardStyle } from './board-style.js';
import { lobbyStyle } from './lobby-style.js';
import { planGrid } from '/shared/grid.js';
import { changesOf, clockOf, dots, hintOf, legendOf, newsOf, qrOf, replacement, saekdong } from './rail.js';
import { tallBoard } from './lobby-tall.js';
import { phoneBoard } from './lobby-phone.js';

/* In units of 1 % of the height; the style sheet uses the same. */
const RAIL = 37.6;
const MARGIN = 2.4;
const AXIS = 7.4;
const TOP = 2.6;
const BOTTOM = 3;
const HEAD = [0, 6.4, 10.8];
const ALONGSIDE = 4.8;
const NOTICE = 6;

export class MadangLobby extends Board {
  static styles = [boardStyle, lobbyStyle];

  willUpdate(changed) {
    super.willUpdate(changed);
    this.shown = dayShown(this.tt, this.now);
    if (this.shape === 'wide') this.planWide();
  }

  /* Planning is arithmetic over the whole day: once a minute or a change, not once a second. */
  planWide() {
    const { day } = this.shown;
    const key = [this.docs, day, Math.floor(this.now / MINUTE), this.stale?.since, this.box, this.notice, ...this.langs];
    if (this.planKey?.length === key.length && key.every((part, i) => part === this.planKey[i])) return;
    this.planKey = key;
    this.topOf = ({ headLines }) => TOP + (this.notice ? NOTICE : 0) + HEAD[headLines];
    this.plan = day?.sessions.length ? planGrid({
      tt: this.tt, day, clock: this.clock, seen: this.seen, names: this.forms, marks: this.byTrack,
      width: this.units - RAIL - 2 * MARGIN - AXIS,
      height: (plan) => 100 - this.topOf(plan) - BOTTOM - (plan.alongside.length ? ALONGSIDE : 0),
    }) : null;
  }

  picture() {
    if (this.shape === 'phone') return phoneBoard(this);
    if (this.shape === 'tall') return tallBoard(this);
    return html`<div class="board wide">
      ${saekdong}
      <div class="yard">${this.noticeLine()}${this.plan ? this.timetable() : this.emptyYard()}</div>
      <aside class=${classMap({ rail: true, calm: !this.told })}>
        ${clockOf(this, this.shown)}${hintOf(this, this.shown)}
        <div class="told">${changesOf(this, this.shown, this.changesAtOnce)}${newsOf(this, this.byTrack ? 4 : 5)}</div>
        ${legendOf(this, this.shown.day)}${qrOf(this)}
      </aside>
    </div>`;
  }

  get newsCount() {
    return announcementsNow(this.tt, this.now).info.length;
  }

  /* As many as the rail holds beside an announcement and the legend of tracks. */
  get changesAtOnce() {
    return (this.newsCount ? 2 : 4) - (this.byTrack && !this.newsCount ? 1 : 0);
  }

  /* Whether the rail has anything to tell; if not, the QR code gets its room. */
  get told() {
    return this.newsCount > 0 || changesOfDay(this.shown.day, this.seen, this.clock).length > 0;
  }

  noticeLine() {
    return this.notice ? html`<p class="notice">${this.title(this.notice, 'clamp one')}</p>` : nothing;
  }

  emptyYard() {
    return html`<div class="empty"><h1>${this.title(this.tt.event.title || 'Madang')}</h1><p>${this.say('board_no_programme')}</p></div>`;
  }

  /* ---- the timetable ---- */

  timetable() {
    const { plan } = this;
    const at = this.page(plan.pages.length);
    const page = plan.pages[at];
    const nowShown = this.now >= page.start && this.now < page.end;
    return html`<div class="timetable" ${vars({ '--now-y': String(page.top(this.now)), '--axis': `${AXIS}`, '--head': `${HEAD[plan.headLines]}` })}>
      ${guard([plan, at, this.lang], () => this.pageView(page, nowShown))}
      ${nowShown ? html`<div class="now-line"><span>${this.time(this.now)}</span></div>` : nothing}
      ${this.alongside()}
      <p class="pages">${dots(this, plan.pages.length)}</p>
    </div>`;
  }

  pageView(page, nowShown) {
    const covered = (l) => nowShown && Math.abs(l.y - page.top(this.now)) < 2.9;
    const next = page.cells.filter((c) => c.phase === 'next').reduce((first, c) => Math.min(first, c.start), Infinity);
    const label = (l) => html`<li class=${classMap({ past: l.time < this.now })} ${vars({ '--y': `${l.y}` })}>${this.time(l.time)}
      ${l.time === next && l.room > 5.4 ? html`<small>${this.say('board_next')}</small>` : nothing}</li>`;
    return html`
      <header class="heads ${this.plan.headLines > 1 ? 'two' : ''}">${page.columns.map((column) => this.head(column))}</header>
      <div class="grid" ${vars({ '--height': `${this.plan.height}` })}>
        <ol class="axis">${page.labels.filter((l) => !covered(l)).map(label)}</ol>
        ${repeat(page.bands, (b, i) => `${b.session.id} ${i}`, (band) => this.band(band))}
        ${repeat(page.cells, (c) => c.session?.id ?? `gone ${c.gone[0].session.id}`, (cell) => this.cell(cell))}
      </div>`;
  }

  head({ room, x, width, names }) {
    const index = this.byTrack ? -1 : this.roomIndex(room.id);
    const full = isFull(this.tt, room, this.clock);
    return html`<h2 class="head" ${vars({ '--x': `${x}`, '--w': `${width}`, '--hue': hue(index), '--lines': String(this.plan.headLines) })}>
      ${mark(index)}${this.words((lang) => names[this.langs.indexOf(lang)] ?? names[0], 'clamp')}
      ${full ? html`<span class="full">${this.say('board_full')}</span>` : nothing}</h2>`;
  }

  cell(cell) {
    if (!cell.session) return this.goneCell(cell);
    const { session, phase } = cell;
    return html`<article class=${classMap({ cell: true, [phase]: true, changed: cell.chip === 'fresh', cancelled: session.cancelled, bare: !cell.lines })}
      data-session=${session.id} ${vars(this.place(cell))}>
      ${phase === 'now' ? html`<div class="done"></div>` : nothing}
      ${this.byTrack && cell.lines ? mark(this.signIndex(session)) : nothing}
      ${cell.lines ? this.cellText(cell) : nothing}
    </article>`;
  }

  cellText(cell) {
    const { session, chip } = cell;
    return html`
      ${cell.gone.slice(0, cell.goneRows).map((gone) => html`<p class="row left-from">${gone.cancelled ? this.chip(gone.session, 'standing') : this.goneWhere(gone)}${this.title(gone.session.title, 'clamp one')}</p>`)}
      ${cell.meta ? html`<p class="row meta">${this.chip(session, chip ?? 'standing')}</p>` : nothing}
      ${cell.time ? html`<p class="row meta">${this.time(session.start)}</p>` : nothing}
      <h3 class="title">${this.cellTitle(cell)}</h3>
      ${session.cancelled && session.replacedBy && cell.speakers ? html`<p class="row instead">${ARROW}${this.title(replacement(this, session), 'clamp one')}</p>`
        : cell.speakers ? html`<p class="row speakers">${this.speakers(session)}</p>` : nothing}
      ${cell.foot ? this.foot(cell) : nothing}`;
  }

  /* Balanced where it is whole; a title that is cut fills its lines first. */
  cellTitle({ session, gone, textWidth, size, lines, cut }) {
    const kind = lines === 1 ? 'clamp one' : cut ? 'clamp cut' : 'clamp';
    return this.words((lang) => soften(text((session ?? gone[0].session).title, lang), textWidth, size), kind);
  }

  foot({ session, until }) {
    return html`<p class="foot"><strong>${this.left(progressOf(session, this.now))}</strong>
      ${until ? html`<span>${this.say('board_until', { time: this.time(session.end) })}</span>` : nothing}</p>`;
  }

  /* Where a talk left: an arrow with its new room (or hour) until it would have ended here. */
  goneCell(cell) {
    const [gone] = cell.gone;
    return html`<article class="cell gone" data-gone=${gone.session.id} ${vars({ ...this.place(cell), '--hue': hue(this.byTrack ? this.signIndex(gone.session) : this.roomIndex(gone.session.room)) })}>
      <p class="where">${this.goneWhere(gone)}</p>
      ${cell.lines ? html`<h3 class="title">${this.cellTitle(cell)}</h3>` : nothing}
    </article>`;
  }

  goneWhere({ session, sameRoom }) {
    return html`<span class="to">${ARROW}${sameRoom ? this.time(session.start) : this.words((lang) => this.shortRoom(session.room, lang))}</span>`;
  }

  place({ session, x, y, width, height, lines, size }) {
    return {
      '--x': `${x}`, '--y': `${y}`, '--w': `${width}`, '--h': `${height}`, '--lines': `${lines}`, '--size': `${size}`,
      '--hue': hue(session ? this.signIndex(session) : -1),
    };
  }

  band(band) {
    const { session, phase } = band;
    const place = { ...this.place(band), '--lines': '1' };
    if (!band.text) return html`<div class="band ${phase}" ${vars(place)}></div>`;
    return html`<div class="band ${phase} ${session.cancelled ? 'cancelled' : ''}" data-session=${session.id} ${vars(place)}>
      ${phase === 'now' ? html`<div class="done"></div>` : nothing}
      <h3 class="title">${band.rooms === null ? this.titleAndPlace(session) : this.title(session.title, 'clamp one')}</h3>
      ${band.chip ? html`<p class="meta">${this.chip(session, band.chip)}</p>` : nothing}
      ${phase === 'now' ? html`<p class="foot"><strong>${this.left(progressOf(session, this.now))}</strong></p>` : nothing}
    </div>`;
  }

  /* What is open elsewhere while talks run, one line at the foot; more than fit take turns. */
  alongside() {
    const { plan } = this;
    if (!plan.alongside.length) return nothing;
    const items = plan.alongside[this.page(plan.alongside.length)];
    return html`<footer class="alongside"><h2>${this.say('board_also_on')}</h2><ul>${items.map((s) => html`<li>
      <span class="times">${this.time(s.start)}–${this.time(s.end)}</span>${this.titleAndPlace(s)}</li>`)}</ul></footer>`;
  }
}

customElements.define('madang-lobby', MadangLobby);
