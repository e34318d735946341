/*
 * What all boards share: the properties that the shell sets, words in two languages laid over each
 * other, times in the event's zone, marks and chips, the memory of what changed before this
 * screen's eyes, the turn of a changed cell, and what is urgent in place of all that. A board draws its
 * picture(); it owns no data and reads no clock: `now` is given.
 *
 *   docs   {collection: {id: doc}}, a new object at each change
 *   now    the server's time, ms since 1970; rate, its speed (a rehearsal may run at 60)
 *   langs  the languages of this screen; lang, the one shown at present
 *   room   id or name (door board); stale, null or {since}; qr, address of an SVG
 *   notice a line for the top of the board, by language or plain (used by the door board)
 */
import { LitElement, html, nothing } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { timetable, changedBetween, changeOf, delayOf, isByTrack, roomIndex, signIndex, signedRooms, MINUTE } from '/shared/schedule.js';
import { PAGE_MS, pageAt, shortNames } from '/shared/layout.js';
import { word, text } from '/shared/words.js';
import { ARROW, hue, mark } from '/shared/signs.js';
import { dateText, timeText } from '/shared/times.js';
import { vars } from '/shared/vars.js';
import { takeover, urgentNow } from './takeover.js';

export { html, nothing, classMap, vars, word, text, ARROW, hue, mark };

const SHIFTS = [[0, 0], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1]];
const SHIFT_EVERY = 3 * MINUTE;

export class Board extends LitElement {
  static properties = {
    docs: { attribute: false }, now: { attribute: false }, rate: { attribute: false },
    langs: { attribute: false }, lang: { attribute: false }, room: { attribute: false },
    stale: { attribute: false }, qr: { attribute: false }, notice: { attribute: false },
    box: { state: true },
  };

  constructor() {
    super();
    Object.assign(this, { docs: {}, now: 0, rate: 1, langs: ['ko', 'en'], lang: 'ko', room: null, stale: null, qr: null, notice: null });
    this.box = { width: 1920, height: 1080 };
    this.seen = new Map(); // session id → when this screen saw it change
    this.turning = new Set(); // ids to turn after the next painting
    this.resized = new ResizeObserver(() => this.measure());
  }

  connectedCallback() {
    super.connectedCallback();
    this.measure();
    this.resized.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.resized.disconnect();
  }

  /* On a phone the host is as high as its list; what counts is then the window. */
  measure() {
    const rect = this.getBoundingClientRect();
    const width = rect.width || innerWidth;
    const height = Math.min(rect.height || innerHeight, innerHeight);
    if (width !== this.box.width || height !== this.box.height) this.box = { width, height };
  }

  willUpdate(changed) {
    if (changed.has('docs')) this.noteChanges(changed.get('docs'));
    this.tt = timetable(this.docs);
    this.clock = { now: this.now, heard: this.stale?.since ?? this.now };
    this.classList.toggle('flows', this.shape === 'phone');
  }

  /* What is urgent takes the board's place; on a phone, which scrolls, it fills the screen above it. */
  render() {
    const urgent = urgentNow(this);
    if (!urgent.length) return this.picture();
    return html`${takeover(this, urgent)}${this.shape === 'phone' ? this.picture() : nothing}`;
  }

  /* The first documents after the empty start are news to nobody. */
  noteChanges(before) {
    if (!before?.sessions) return;
    for (const id of changedBetween(timetable(before), timetable(this.docs))) {
      this.seen.set(id, this.now);
      this.turning.add(id);
    }
  }

  updated() {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    for (const id of this.turning) {
      for (const cell of this.renderRoot.querySelectorAll(`[data-session="${CSS.escape(id)}"]`)) if (!still) turn(cell);
    }
    this.turning.clear();
    this.shift();
  }

  /* Everything moves by a pixel every few minutes, against burn-in. */
  shift() {
    const [x, y] = SHIFTS[pageAt(this.now, SHIFTS.length, SHIFT_EVERY)];
    this.style.setProperty('--shift', `${x}px ${y}px`);
  }

  /* 'phone', 'tall' or 'wide': which of the three designs this box gets. */
  get shape() {
    const { width, height } = this.box;
    if (Math.min(width, height) < 480) return 'phone';
    return width < height * 0.95 ? 'tall' : 'wide';
  }

  /* The board's width in units of 1 % of its height. */
  get units() {
    return this.box.width / this.box.height * 100;
  }

  page(count) {
    return pageAt(this.now, count, PAGE_MS * (this.rate || 1));
  }

  /* ---- words ---- */

  /* All forms of a text in the languages of this screen; the same form once. */
  forms = (value) => [...new Set(this.langs.map((lang) => text(value, lang)))];

  /*
   * Words for each language laid over each other, so that the alternation moves nothing. `make`
   * gives a text, or [text, aside] for one with a smaller remark behind it.
   */
  words(make, kind = '') {
    const texts = this.langs.map(make).map((t) => [t].flat());
    const view = ([main, aside]) => (aside ? html`${main}${main ? ' ' : ''}<small dir="auto">${aside}</small>` : main);
    const alike = texts.every((t) => t.join('\n') === texts[0].join('\n'));
    if (alike) return html`<span class="words ${kind}"><span class="on" dir="auto">${view(texts[0])}</span></span>`;
    return html`<span class="words ${kind}">${this.langs.map((lang, i) => html`<span lang=${lang} dir="auto"
      class=${classMap({ on: lang === this.lang })} aria-hidden=${lang === this.lang ? 'false' : 'true'}>${view(texts[i])}</span>`)}</span>`;
  }

  say(key, params = {}) {
    return this.words((lang) => word(lang, key, params));
  }

  title(value, kind = 'clamp') {
    return this.words((lang) => text(value, lang), kind);
  }

  /* A title of at most so many lines; `--lines` on an element around it must say the same. */
  lines(value, count) {
    return this.title(value, count > 1 ? 'clamp' : 'clamp one');
  }

  /* A session's title and, smaller, where it is. */
  titleAndPlace(session) {
    return this.words((lang) => [text(session.title, lang), session.room ? this.roomName(session.room, lang) : ''], 'clamp one');
  }

  speakers(session) {
    return this.words((lang) => session.people.map((name) => text(name, lang)).join(', '), 'clamp one');
  }

  /* ---- times ---- */

  time(at) {
    return timeText(this.tt.zone, at);
  }

  date(lang, at, length = 'long') {
    return dateText(lang, this.tt.zone, at, length);
  }

  /* ---- rooms, marks ---- */

  roomName(id, lang) {
    const room = this.tt.roomById.get(id);
    return room ? text(room.name, lang) || id : id ?? '';
  }

  /* The name without what all columns' names share, for chips: "그랜드볼룸 103" → "103". */
  shortRoom(id, lang) {
    const rooms = signedRooms(this.tt);
    const at = rooms.findIndex((r) => r.id === id);
    return at < 0 ? this.roomName(id, lang) : shortNames(rooms.map((r) => this.roomName(r.id, lang)), 4, 1)[at];
  }

  /* Hue and mark go by track where the programme has several, else by room. */
  get byTrack() {
    return isByTrack(this.tt);
  }

  signIndex(session) {
    return signIndex(this.tt, session);
  }

  roomIndex(id) {
    return roomIndex(this.tt, id);
  }

  /* ---- chips ---- */

  /* The sign of a change: old value struck through beside the new one. */
  chip(session, loud) {
    const kind = changeOf(session);
    if (!kind) return nothing;
    const chip = (inner) => html`<span class="chip ${loud} ${kind}">${inner}</span>`;
    const from = session.movedFrom;
    if (kind === 'cancelled') return html`${chip(this.say('board_cancelled'))}<s class="old">${this.time(session.plannedStart)}</s>`;
    if (kind === 'moved') return chip(html`<s>${this.words((l) => this.shortRoom(from.room, l))}</s>${ARROW}${this.words((l) => this.shortRoom(session.room, l))}`);
    if (kind === 'retimed') return chip(html`<s>${this.time(from.start)}</s>${ARROW}${this.time(session.start)}`);
    const [planned, expected] = session.start > session.plannedStart ? [session.plannedStart, session.start] : [session.plannedEnd, session.end];
    return html`${chip(this.say('board_delay', { n: delayOf(session) }))}<span class="times"><s>${this.time(planned)}</s> ${this.time(expected)}</span>`;
  }

  /* Minutes left, or over, of what is on. */
  left({ left, over }) {
    if (over > 0) return this.say('board_over', { n: over });
    if (left > 99) return this.say('board_hours_left', { h: Math.floor(left / 60), m: left % 60 });
    return this.say('board_minutes_left', { n: left });
  }

  staleSign() {
    return this.stale ? html`<p class="stale">${this.say('board_as_of', { time: this.time(this.stale.since) })}</p>` : nothing;
  }
}

function turn(cell) {
  const edge = 'perspective(60vh) rotateX(-88deg)';
  cell.animate([{ transform: edge, opacity: 0.4 }, { transform: 'perspective(60vh) rotateX(0)', opacity: 1 }], { duration: 600, easing: 'cubic-bezier(.2,.8,.3,1)' });
}
