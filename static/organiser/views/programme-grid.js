/*
 * The grid itself: draws a plan (../grid-layout.js), and turns pointer and keys into events. It owns
 * neither sessions nor steps; what is moved is drawn where `moving` says, by transforms alone.
 *
 *   plan       of the day; one object as long as it says the same
 *   selection  as in ../grid-selection.js
 *   moving     {ids, minutes, columns, room}: what is drawn away from its place, or null
 *
 * Events: `pick` {selection}, `open` {id}, `room` {id}, `move` {ids, distance, isHeld} while something
 * is moved (isHeld: the pointer has not let go yet), `drop`, `apply` and `take-back` of what is moved.
 *
 * A mouse drags what it takes; a finger or a pen scrolls, and drags what is selected. During a drag
 * no template is drawn and no layout is asked for: where the pointer is becomes a distance once a
 * frame, and only a new distance becomes transforms.
 */
import { LitElement, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { distanceOf, stepped } from '../grid-drag.js';
import { topOf } from '../grid-layout.js';
import { chosen, entryOf, extended, toggled, walked } from '../grid-selection.js';
import { gridStyle } from './programme-style.js';
import { changeOf, delayOf, phaseOf, signIndex, HOUR } from '/shared/schedule.js';
import { hue, mark } from '/shared/signs.js';
import { base } from '/shared/style.js';
import { timeText } from '/shared/times.js';
import { vars } from '/shared/vars.js';
import { text, word } from '/shared/words.js';

const BEGINS_PX = 5;            /* a click may tremble */
const EDGE_PX = 44;             /* so near to an edge the grid scrolls along */
const SCROLL_PX = 14;           /* a frame, at most */
const LINE_PX = 16.25;          /* of the text in a block; what is around it */
const AROUND_PX = 7;
const WAYS = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right', Home: 'first', End: 'last' };
const STEPS = { ArrowUp: { minutes: -5, columns: 0 }, ArrowDown: { minutes: 5, columns: 0 }, ArrowLeft: { minutes: 0, columns: -1 }, ArrowRight: { minutes: 0, columns: 1 } };
const STILL = { minutes: 0, columns: 0 };

class Grid extends LitElement {
  static properties = {
    tt: { attribute: false }, plan: { attribute: false }, selection: { attribute: false }, moving: { attribute: false }, several: { attribute: false },
    clock: { attribute: false }, lang: { attribute: false },
  };

  static styles = [base, gridStyle];

  #drag = null;                 /* the press, and what became of it */
  #elements = new Map();        /* id → its block */
  #away = new Set();            /* ids that are drawn elsewhere */

  get #scroll() {
    return this.renderRoot.querySelector('.scroll');
  }

  #say(key, params) {
    return word(this.lang, key, params);
  }

  /* ---- drawing ------------------------------------------------------------- */

  /* What is moved is not drawn but put elsewhere. */
  shouldUpdate(changed) {
    if (!this.hasUpdated || changed.size > 1 || !changed.has('moving')) return true;
    if (!this.#drag?.isOn) this.#place(this.moving);
    return false;
  }

  willUpdate() {
    this.focusedId = this.renderRoot?.activeElement?.dataset?.id ?? null;
  }

  render() {
    const { plan } = this;
    const entry = entryOf(plan, this.selection, this.clock.now);
    return html`<div class="scroll" ${vars({ '--count': plan.columns.length, '--sheet': `${plan.height}px`, '--hour': `${plan.scale * 60}px` })}>
      <div class="heads"><span class="corner"></span>${plan.columns.map((column) => this.#head(column))}</div>
      <div class="body">
        <div class="hours">${plan.hours.map(({ at, top }) => html`<time ${vars({ '--top': `${top}px` })}>${timeText(this.tt.zone, at)}</time>`)}</div>
        <div class="columns" role="listbox" aria-multiselectable="true" aria-label=${this.#say('desk_programme_grid')}
          @pointerdown=${this.#press} @pointermove=${this.#go} @pointerup=${this.#release} @pointercancel=${this.#lost} @click=${this.#click} @dblclick=${this.#double} @keydown=${this.#key}>
          ${plan.columns.map((column) => html`<div class="column" role="group" aria-label=${this.#roomName(column)}>
            ${repeat(column.blocks, ({ id }) => id, (block) => this.#block(block, entry, column))}
            ${this.#isNow ? html`<div class="time-line" ${vars({ '--top': `${topOf(plan, this.clock.now)}px` })}></div>` : nothing}
          </div>`)}
        </div>
      </div>
    </div>`;
  }

  get #isNow() {
    return this.clock.now > this.plan.start && this.clock.now < this.plan.end;
  }

  #roomName({ room }) {
    return text(room?.name, this.lang) || this.#say('desk_programme_no_room');
  }

  #head(column) {
    if (!column.room) return html`<span class="none-head">${this.#roomName(column)}</span>`;
    return html`<button data-room=${column.id} @click=${() => this.#tell('room', { id: column.id })} aria-label=${this.#say('desk_programme_room_open', { room: this.#roomName(column) })}>
      <span class="name" dir="auto">${this.#roomName(column)}</span><span aria-hidden="true">⋯</span></button>`;
  }

  #block({ id, session, top, height, lane, lanes }, entry, column) {
    const phase = phaseOf(session, this.clock);
    const title = text(session.title, this.lang);
    const when = `${timeText(this.tt.zone, session.start)}–${timeText(this.tt.zone, session.end)}`;
    const late = delayOf(session);
    const lateWords = late ? this.#say('board_delay', { n: late }) : '';
    const people = session.people.map((one) => text(one, this.lang)).join(', ');
    const isOff = changeOf(session) === 'cancelled';
    const label = [title, when, lateWords, people, isOff ? this.#say('desk_programme_status_cancelled') : '', this.#roomName(column)].filter(Boolean).join(', ');
    const sign = signIndex(this.tt, session);
    const lines = Math.max(1, Math.floor((height - AROUND_PX) / LINE_PX));
    return html`<div class=${`block ${isOff ? 'off' : phase}`} role="option" data-id=${id} tabindex=${id === entry ? 0 : -1} aria-selected=${this.selection.ids.includes(id)} aria-label=${label}
      ${vars({ '--top': `${top}px`, '--height': `${height}px`, '--lane': lane, '--lanes': lanes, '--hue': hue(sign), '--lines': lines, '--of-title': Math.max(1, lines - 1) })}><span class="text">
      <span class="title" dir="auto">${mark(sign)}${title}</span>
      ${lines > 1 ? html`<span class="when numbers">${when}${late ? html` <span class="late">${lateWords}</span>` : nothing}</span>` : nothing}
      ${lines > 2 && people ? html`<span class="who" dir="auto">${people}</span>` : nothing}
    </span></div>`;
  }

  updated(changed) {
    if (changed.has('plan') || this.#elements.size === 0) this.#elements = new Map([...this.renderRoot.querySelectorAll('.block')].map((one) => [one.dataset.id, one]));
    if (!this.#drag?.isOn) this.#place(this.moving);
    if (this.focusedId && this.renderRoot.activeElement?.dataset?.id !== this.focusedId) this.#elements.get(this.focusedId)?.focus({ preventScroll: true });
    if (changed.has('plan') && changed.get('plan')?.start !== this.plan.start) this.#showNow();
  }

  /* The day opens where it is, not where it begins. */
  #showNow() {
    const at = this.#isNow ? this.clock.now - HOUR / 2 : this.plan.start + HOUR / 2;
    this.#scroll.scrollTop = topOf(this.plan, at);
  }

  /** Gives a session the focus, and brings it into sight. */
  focusOn(id) {
    const block = this.#elements.get(id);
    block?.focus({ preventScroll: true });
    block?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }

  /* Puts blocks where a distance says, and back what is not away any more. */
  #place(moving) {
    const ids = new Set(moving?.ids ?? []);
    for (const id of this.#away) if (!ids.has(id)) this.#shift(id, null);
    this.#away = ids;
    for (const id of ids) this.#shift(id, moving);
  }

  #shift(id, moving) {
    const element = this.#elements.get(id);
    const block = this.plan.blocks.get(id);
    if (!element || !block) return;
    element.classList.toggle('moving', Boolean(moving));
    if (!moving) {
      element.classList.remove('leaves');
      element.style.removeProperty('transform');
      return;
    }
    const target = moving.room === undefined ? block.column + moving.columns : this.plan.columns.findIndex((one) => one.id === moving.room);
    element.classList.toggle('leaves', target < 0);
    const x = target < 0 ? 0 : (target - block.column) * this.#columnWidth;
    element.style.transform = `translate(${x}px, ${moving.minutes * this.plan.scale}px)`;
  }

  get #columnWidth() {
    if (this.#drag?.isOn) return this.#drag.width;
    return this.renderRoot.querySelector('.column').getBoundingClientRect().width;
  }

  /* ---- the pointer ------------------------------------------------------------ */

  #press = (event) => {
    const id = event.target.closest('.block')?.dataset.id;
    const isSelected = this.selection.ids.includes(id);
    if (id === undefined || event.button !== 0 || !event.isPrimary || (event.pointerType !== 'mouse' && !isSelected)) return;
    this.#drag = { id, pointer: event.pointerId, x: event.clientX, y: event.clientY, isOn: false };
  };

  #go = (event) => {
    const drag = this.#drag;
    if (!drag || event.pointerId !== drag.pointer) return;
    drag.at = { x: event.clientX, y: event.clientY };
    if (!drag.isOn && Math.hypot(drag.at.x - drag.x, drag.at.y - drag.y) > BEGINS_PX) this.#begin(drag, event.currentTarget);
    if (drag.isOn) drag.frame ??= requestAnimationFrame(() => this.#frame());
  };

  /* All that has to be measured is measured once. */
  #begin(drag, listbox) {
    const scroll = this.#scroll;
    const ids = this.moving?.ids.includes(drag.id) ? this.moving.ids : this.selection.ids.includes(drag.id) ? this.selection.ids : [drag.id];
    if (ids.length === 1 && !this.selection.ids.includes(drag.id)) this.#tell('pick', { selection: chosen(drag.id) });
    const from = this.moving && this.moving.ids === ids && this.moving.room === undefined ? this.moving : STILL;
    Object.assign(drag, {
      ids, from, distance: from, width: this.#columnWidth, box: scroll.getBoundingClientRect(), scrolled: { x: scroll.scrollLeft, y: scroll.scrollTop }, isOn: true,
    });
    listbox.setPointerCapture(drag.pointer);
    window.addEventListener('keydown', this.#escape, true);
    scroll.classList.add('dragging');
  }

  #frame() {
    const drag = this.#drag;
    if (!drag?.isOn) return;
    drag.frame = null;
    const { x, y } = drag.at;
    const isScrolling = this.#scrollAlong(drag);
    const px = y - drag.y + drag.scroll.y - drag.scrolled.y + drag.from.minutes * this.plan.scale;
    const columns = Math.round((x - drag.x + drag.scroll.x - drag.scrolled.x) / drag.width) + drag.from.columns;
    const distance = distanceOf(this.plan, drag.id, drag.ids, { px, columns });
    if (distance.minutes !== drag.distance.minutes || distance.columns !== drag.distance.columns) {
      drag.distance = distance;
      this.#place({ ids: drag.ids, ...distance });
      this.#tell('move', { ids: drag.ids, distance, isHeld: true });
    }
    if (isScrolling) drag.frame = requestAnimationFrame(() => this.#frame());
  }

  /* Says whether it scrolls. Where it scrolled to is kept, so that nothing has to be asked. */
  #scrollAlong(drag) {
    drag.scroll ??= { ...drag.scrolled, most: { x: this.#scroll.scrollWidth - this.#scroll.clientWidth, y: this.#scroll.scrollHeight - this.#scroll.clientHeight } };
    const { scroll, box, at } = drag;
    const x = scrollBy(at.x, box.left, box.right, scroll.x, scroll.most.x);
    const y = scrollBy(at.y, box.top + EDGE_PX, box.bottom, scroll.y, scroll.most.y);
    if (x === scroll.x && y === scroll.y) return false;
    Object.assign(scroll, { x, y });
    this.#scroll.scrollTo(x, y);
    return true;
  }

  #release = (event) => {
    const drag = this.#drag;
    if (event.pointerId !== drag?.pointer) return;
    if (drag.isOn) this.#frame();
    this.#end(true);
  };

  #lost = (event) => {
    if (event.pointerId === this.#drag?.pointer) this.#end(false);
  };

  #escape = (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.#end(false);
  };

  #end(isKept) {
    const drag = this.#drag;
    this.#drag = null;
    if (!drag?.isOn) return;
    cancelAnimationFrame(drag.frame);
    window.removeEventListener('keydown', this.#escape, true);
    this.#scroll.classList.remove('dragging');
    this.clicked = performance.now();      /* the click that follows is none */
    this.focusOn(drag.id);
    if (isKept && (drag.distance.minutes || drag.distance.columns)) this.#tell('drop');
    else {
      this.#place(null);
      this.#tell('take-back');
    }
  }

  #click = (event) => {
    const id = event.target.closest('.block')?.dataset.id;
    if (id === undefined || performance.now() - (this.clicked ?? -1000) < 60) return;
    const { selection, plan } = this;
    const next = event.shiftKey ? extended(selection, plan, id) : event.ctrlKey || event.metaKey || this.several ? toggled(selection, id) : chosen(id);
    this.#tell('pick', { selection: next });
    this.focusOn(id);
  };

  #double = (event) => {
    const id = event.target.closest('.block')?.dataset.id;
    if (id !== undefined) this.#tell('open', { id });
  };

  /* ---- the keyboard -------------------------------------------------------------- */

  #key = (event) => {
    const id = event.target.closest('.block')?.dataset.id;
    if (id === undefined || event.ctrlKey || event.metaKey) return;
    const isTaken = this.moving ? this.#keyMoving(event, id) : event.altKey ? this.#keyBegin(event, id) : this.#keyWalking(event, id);
    if (!isTaken) return;
    event.preventDefault();
    event.stopPropagation();
  };

  #keyBegin({ key }, id) {
    if (!STEPS[key]) return false;
    const ids = this.selection.ids.includes(id) ? this.selection.ids : [id];
    if (!this.selection.ids.includes(id)) this.#tell('pick', { selection: chosen(id) });
    this.#tell('move', { ids, distance: stepped(this.plan, id, ids, STILL, STEPS[key]) });
    return true;
  }

  #keyMoving({ key }, id) {
    const { ids, room } = this.moving;
    if (key === 'Enter') this.#tell('apply');
    else if (key === 'Escape') this.#tell('take-back');
    else if (STEPS[key] && room === undefined) this.#tell('move', { ids, distance: stepped(this.plan, ids.includes(id) ? id : ids[0], ids, this.moving, STEPS[key]) });
    else return false;
    return true;
  }

  #keyWalking({ key, shiftKey }, id) {
    const { selection, plan } = this;
    if (WAYS[key]) {
      const next = walked(plan, id, WAYS[key]);
      const isNew = !selection.ids.includes(id);
      this.#tell('pick', { selection: shiftKey ? extended(isNew ? chosen(id) : selection, plan, next) : { ...selection, focus: next } });
      this.focusOn(next);
    } else if (key === ' ') this.#tell('pick', { selection: toggled(selection, id) });
    else if (key === 'Enter') this.#tell('open', { id });
    else if (key === 'Escape' && selection.ids.length) this.#tell('pick', { selection: { ids: [], anchor: null, focus: id } });
    else return false;
    return true;
  }
}

function scrollBy(at, low, high, now, most) {
  const by = at < low + EDGE_PX ? at - low - EDGE_PX : at > high - EDGE_PX ? at - high + EDGE_PX : 0;
  const step = Math.max(-SCROLL_PX, Math.min(SCROLL_PX, by / 3));
  return Math.max(0, Math.min(most, now + step));
}

customElements.define('madang-desk-grid', Grid);
