/*
 * The programme desk: a day as a grid. What is moved, changed in the form, or said of a room that is
 * late is one step (../steps.js): the bar below says what it reaches, applies it or takes it back,
 * and undoes what was applied.
 */
import { DeskView, html, nothing } from '../view.js';
import { movesOf, requestOf, stepped } from '../grid-drag.js';
import { planDay } from '../grid-layout.js';
import { chosen, NONE, pruned } from '../grid-selection.js';
import { differenceWords, moveWords, reachWords, titleOf } from '../grid-words.js';
import { putIntoDraft } from '../into-draft.js';
import { Steps } from '../steps.js';
import './programme-editor.js';
import './programme-grid.js';
import './programme-room.js';
import { pageStyle } from './programme-style.js';
import { base } from '/shared/style.js';
import { dayShown, instant } from '/shared/schedule.js';

const NARROW = window.matchMedia('(max-width: 699px)');
const STILL = { minutes: 0, columns: 0 };

class Programme extends DeskView {
  static properties = {
    ...DeskView.properties, chosenDay: { state: true }, roomId: { state: true }, selection: { state: true }, panel: { state: true }, several: { state: true }, drafted: { state: true }, drafting: { state: true },
  };

  static styles = [base, pageStyle];

  #steps = new Steps({ ask: (method, path, body, options) => this.api(method, path.replace('/api/v1', ''), body, options) });
  #planned = {};                /* the last plan, and what it was made of */
  #spoken = '';
  #isHeld = false;              /* the pointer goes over the grid with something */

  constructor() {
    super();
    /* panel: {what: 'session' | 'room' | 'unplaced', id} beside the grid, or null */
    Object.assign(this, { chosenDay: null, roomId: null, selection: NONE, panel: null, several: false, drafted: '', drafting: false });
    this.redrawOn(this.#steps);
    this.#steps.addEventListener('done', ({ detail }) => this.#done(detail));
  }

  connectedCallback() {
    super.connectedCallback();
    NARROW.addEventListener('change', this.#narrowed);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    NARROW.removeEventListener('change', this.#narrowed);
  }

  #narrowed = () => this.requestUpdate();

  get heading() {
    return this.say('desk_nav_programme');
  }

  /* ---- what is shown --------------------------------------------------------- */

  get #day() {
    return this.tt.days.find(({ date }) => date === this.chosenDay) ?? dayShown(this.tt, this.now).day;
  }

  /* The same object as long as it is the same day of the same programme: the grid draws nothing then. */
  get #plan() {
    const { tt } = this;
    const day = this.#day;
    if (!day) return null;
    const only = NARROW.matches ? this.#room(day) : undefined;
    const made = this.#planned;
    if (made.sessions !== this.docs.sessions || made.rooms !== this.docs.rooms || made.event !== this.docs.event || made.day !== day.date || made.only !== only) {
      this.#planned = { sessions: this.docs.sessions, rooms: this.docs.rooms, event: this.docs.event, day: day.date, only, plan: planDay(tt, day, { only }) };
    }
    return this.#planned.plan;
  }

  #room(day) {
    const rooms = planDay(this.tt, day).columns.map(({ id }) => id);
    return rooms.includes(this.roomId) ? this.roomId : rooms[0];
  }

  willUpdate(changed) {
    if (changed.has('docs')) {
      this.#steps.heard(this.docs.sessions);
      const plan = this.#plan;
      if (plan) this.selection = pruned(this.selection, plan);
    }
  }

  updated() {
    const { step } = this.#steps;
    if (this.#isHeld) return;
    if (step?.state === 'ready' || step?.state === 'changed' || step?.state === 'failed') this.#speak(this.#stepWords(step).join('. '));
  }

  /* Each thing is said once. */
  #speak(words) {
    if (words !== this.#spoken) this.announce(words);
    this.#spoken = words;
  }

  render() {
    const plan = this.now ? this.#plan : null;
    if (!plan) return html`<section class="stack"><h1>${this.heading}</h1>${this.now ? html`<p class="soft">${this.say('desk_programme_empty')}</p>` : nothing}</section>`;
    return html`<div class="page" @keydown=${this.#keys} @pick=${({ detail }) => { this.selection = detail.selection; this.drafted = ''; }} @open=${({ detail }) => this.#open('session', detail.id)}
        @room=${({ detail }) => this.#open('room', detail.id)} @move=${({ detail }) => this.#move(detail)} @drop=${() => this.#drop()} @apply=${() => this.#steps.apply()} @take-back=${() => this.#takeBack()}
        @propose=${({ detail }) => this.#steps.propose(detail.request, { text: detail.words, about: detail.about ?? [] })} @withdraw=${() => this.#steps.takeBack()} @close=${() => this.#close()}>
      ${this.#tools()}
      <div class=${this.panel ? 'middle beside' : 'middle'}>
        <madang-desk-grid .tt=${this.tt} .plan=${plan} .selection=${this.selection} .moving=${this.#moving} .several=${this.several} .clock=${this.#minute} .lang=${this.lang}></madang-desk-grid>
        ${this.#panel()}
      </div>
      ${this.#bar()}
    </div>`;
  }

  /* The clock by the minute: the same object within it. */
  get #minute() {
    const minute = Math.floor(this.now / 60_000);
    if (this.kept?.minute !== minute) this.kept = { minute, clock: this.clock };
    return this.kept.clock;
  }

  /* Until what was applied is there, or somebody else's is. */
  get #moving() {
    const { step } = this.#steps;
    const { distance } = step?.words ?? {};
    const isThere = distance && Object.entries(step.request.bases).some(([id, { rev }]) => this.docs.sessions?.[id]?.rev !== rev);
    return distance && !isThere ? distance : null;
  }

  #tools() {
    const { days } = this.tt;
    const day = this.#day;
    const plan = this.#plan;
    const all = NARROW.matches ? planDay(this.tt, day).columns : [];
    const unplaced = this.#unplaced.length;
    return html`<div class="tools"><h1>${this.heading}</h1>
      ${days.length > 1 ? html`<select aria-label=${this.say('desk_programme_day')} @change=${(event) => { this.chosenDay = event.target.value; }}>
        ${days.map((one) => html`<option value=${one.date} ?selected=${one.date === day.date}>${this.date(one.first, 'short')}</option>`)}</select>` : nothing}
      ${NARROW.matches ? html`<select aria-label=${this.say('desk_programme_room')} @change=${(event) => { this.roomId = event.target.value || null; }}>
        ${all.map(({ id, room }) => html`<option value=${id ?? ''} ?selected=${id === plan.columns[0]?.id}>${this.text(room?.name) || this.say('desk_programme_no_room')}</option>`)}</select>` : nothing}
      ${unplaced ? html`<button aria-pressed=${this.panel?.what === 'unplaced'} @click=${() => this.#open('unplaced')}>${this.say('desk_programme_unplaced', { n: unplaced })}</button>` : nothing}
      <button @click=${() => this.#open('session', null)}>${this.say('desk_programme_new')}</button>
    </div>`;
  }

  /* Hidden, or without a time: in no grid. */
  get #unplaced() {
    return Object.values(this.docs.sessions ?? {}).filter(({ status, start }) => status === 'hidden' || !start);
  }

  #panel() {
    const { panel, docs, now, lang, status, me } = this;
    if (!panel) return nothing;
        if (panel.what === 'unplaced') {
      return html`<aside class="panel unplaced" aria-label=${this.say('desk_programme_unplaced', { n: this.#unplaced.length })}>
        ${this.#unplaced.map(({ id, title, status: is }) => html`<button @click=${() => this.#open('session', id)}><span dir="auto">${this.text(title)}</span>${is === 'hidden' ? html`<span class="chip standing">${this.say('desk_programme_status_hidden')}</span>` : nothing}</button>`)}
        <button class="bare" @click=${() => this.#close()}>${this.say('desk_programme_close')}</button></aside>`;
    }
    if (panel.what === 'room') return html`<aside class="panel"><madang-desk-room .docs=${docs} .now=${now} .lang=${lang} .status=${status} .me=${me} .room=${panel.id} .day=${this.#day.date}></madang-desk-room></aside>`;
    return html`<aside class="panel"><madang-desk-editor .docs=${docs} .now=${now} .lang=${lang} .status=${status} .me=${me} .session=${panel.id} .day=${this.#day.date} .room=${this.#plan.columns[0]?.id ?? ''}></madang-desk-editor></aside>`;
  }

  /* ---- the bar ------------------------------------------------------------------ */

  #bar() {
    const { step, last, fault, undoing } = this.#steps;
    return html`<section class="bar" aria-label=${this.say('desk_programme_bar')}>${step ? this.#stepBar(step) : this.#restBar(last, fault, undoing)}</section>`;
  }

  /* [what is proposed, what it reaches or why not, clashes …] */
  #stepWords(step) {
    const words = [step.words.text];
    if (step.state === 'changed') return [...words, ...this.#changeWords(step)];
    if (step.state === 'failed') return [...words, this.#problemWords(step.problem)];
    if (!step.reach) return [...words, this.say('desk_programme_reach_asking')];
    const { figures, clashes } = reachWords(this, step.reach, step.words.about);
    return [...words, figures.length ? this.say('desk_programme_reach', { list: figures.join(', ') }) : this.say('desk_programme_reach_none'), ...clashes];
  }

  #changeWords({ request, change }) {
    const who = change.who ?? this.say('desk_programme_somebody');
    const time = change.at ? this.time(instant(change.at)) : '';
    const differences = differenceWords(this, request.bases[change.id] ?? {}, change.document).join(', ');
    return [this.say('desk_programme_changed', { who: [who, time].filter(Boolean).join(' · '), title: titleOf(this, change.id), what: differences })];
  }

  #problemWords(problem) {
    if (problem.status === 422) return this.say('desk_programme_refused', { detail: problem.detail });
    if (problem.status === 404) return this.say('desk_programme_gone');
    return this.fault(problem);
  }

  #stepBar(step) {
    const [what, reach, ...clashes] = this.#stepWords(step);
    const isChanged = step.state === 'changed';
    return html`<div class="row"><div class="words">
        <strong dir="auto">${what}</strong><span class=${isChanged || step.state === 'failed' ? 'clash' : 'reach'} aria-busy=${step.state === 'asking'}>${reach}</span>
        ${clashes.slice(0, 3).map((one) => html`<span class="clash" dir="auto">${one}</span>`)}
        ${clashes.length > 3 ? html`<span class="soft small">${this.say('desk_programme_clash_more', { n: clashes.length - 3 })}</span>` : nothing}
      </div>
      ${isChanged ? html`<button @click=${() => this.#takeBack()}>${this.say('desk_programme_theirs')}</button><button class="primary" @click=${() => this.#steps.mine()}>${this.say('desk_programme_mine')}</button>`
    : html`<button @click=${() => this.#takeBack()} ?disabled=${step.state === 'applying'}>${this.say('desk_programme_take_back')}</button>
        <button ?disabled=${step.state !== 'ready' || this.drafting} @click=${() => this.#intoDraft()}>${this.say('desk_programme_into_draft')}</button>
        <button class="primary" aria-busy=${step.state === 'applying'} @click=${() => this.#steps.apply()}>${this.say('desk_programme_apply')}</button>`}
    </div>`;
  }

  #restBar(last, fault, undoing) {
    const { ids } = this.selection;
    const undo = last || undoing ? html`<button aria-busy=${undoing} @click=${() => this.#undo()}>${this.say('desk_programme_undo')}</button>` : nothing;
    if (fault) return html`<div class="row"><span class="words clash">${fault.status === 409 ? this.say('desk_programme_undo_not') : this.fault(fault)}</span>${undo}</div>`;
    if (ids.length && !this.panel && !this.drafted) return html`<div class="row"><strong class="words" dir="auto">${ids.length === 1 ? titleOf(this, ids[0]) : this.say('desk_programme_selected', { n: ids.length })}</strong>${this.#selectedActs(ids)}${undo}</div>`;
    return html`<div class="row"><span class="words soft" dir="auto">${this.drafted ? this.say('desk_programme_drafted', { title: this.drafted }) : last ? this.say('desk_programme_done', { what: last.words.text }) : this.say(NARROW.matches ? 'desk_programme_hint_touch' : 'desk_programme_hint')}</span>${undo}</div>`;
  }

  /* What dragging does, without dragging. */
  #selectedActs(ids) {
    const nudge = (minutes) => this.#move({ ids, distance: stepped(this.#plan, ids[0], ids, STILL, { minutes, columns: 0 }) });
    const rooms = this.tt.rooms.map((room) => [room.id, this.text(room.name)]);
    return html`${ids.length === 1 ? html`<button @click=${() => this.#open('session', ids[0])}>${this.say('desk_programme_open')}</button>` : nothing}
      <button @click=${() => nudge(-5)}>${this.say('desk_programme_minutes', { n: '\u22125' })}</button>
      <button @click=${() => nudge(5)}>${this.say('desk_programme_minutes', { n: '+5' })}</button>
      <select aria-label=${this.say('desk_programme_to_room')} @change=${(event) => this.#toRoom(ids, event.target)}><option value="">${this.say('desk_programme_to_room')}</option>${rooms.map(([id, name]) => html`<option value=${id}>${name}</option>`)}</select>
      <button class="several" aria-pressed=${this.several} @click=${() => { this.several = !this.several; }}>${this.say('desk_programme_several')}</button>
      <button @click=${() => { this.selection = NONE; this.several = false; }}>${this.say('desk_programme_none')}</button>`;
  }

  /* ---- steps ------------------------------------------------------------------------ */

  #drop() {
    this.#isHeld = false;
    this.requestUpdate();
  }

  #move({ ids, distance, isHeld = false }) {
    this.#isHeld = isHeld;
    const plan = this.#plan;
    const moves = movesOf(plan, ids, distance);
    const request = requestOf(moves, this.docs.sessions);
    if (!request) {
      this.#steps.takeBack();
      return;
    }
    this.#steps.propose(request, { text: moveWords(this, moves), about: ids, distance: { ids, ...distance } });
  }

  #toRoom(ids, select) {
    const room = select.value;
    select.value = '';
    if (room) this.#move({ ids, distance: { ...STILL, room } });
  }

  /* Not now, but with others as one: it waits in a draft, which Changes shows. */
  async #intoDraft() {
    const { step } = this.#steps;
    this.drafting = true;
    try {
      const ask = (method, path, body, options) => this.api(method, path.replace('/api/v1', ''), body, options);
      const { title } = await putIntoDraft(ask, this.docs.drafts, step.request, this.say('desk_programme_draft_title', { time: this.time(this.now) }));
      if (this.#steps.step === step) this.#shut();
      this.drafted = this.text(title);
      this.#speak(this.say('desk_programme_drafted', { title: this.drafted }));
    } catch (problem) {
      this.#steps.fail(step, problem);
    } finally {
      this.drafting = false;
    }
  }

  #takeBack() {
    this.#isHeld = false;
    const isForm = this.panel?.what === 'session' && !this.#steps.step?.words.distance;
    this.#steps.takeBack();
    if (isForm) this.renderRoot.querySelector('madang-desk-editor')?.forget();
    this.#speak(this.say('desk_programme_taken_back'));
  }

  #done({ words, answer }) {
    this.#speak(this.say('desk_programme_done', { what: words.text }));
    this.drafted = '';
    if (this.panel?.what === 'session' && !words.distance) {
      this.#close();
      if (answer?.id) this.selection = chosen(answer.id);
    }
  }

  async #undo() {
    const { last } = this.#steps;
    if (await this.#steps.undo()) this.#speak(this.say('desk_programme_undone', { what: last.words.text }));
  }

  #open(what, id = null) {
    this.#steps.takeBack();
    this.panel = { what, id };
  }

  /* Nothing is proposed any more, and the form that proposed it is closed. */
  #shut() {
    const isForm = this.panel?.what === 'session' && !this.#steps.step.words.distance;
    if (isForm) this.#close();
    else this.#steps.takeBack();
  }

  async #close() {
    this.#steps.takeBack();
    const id = this.panel?.id;
    this.panel = null;
    await this.updateComplete;
    this.renderRoot.querySelector('madang-desk-grid')?.focusOn(id);
  }

  /* The keys of the whole view; those of the grid are its own. */
  #keys = (event) => {
    const isText = event.composedPath()[0]?.matches?.('input, textarea, select');
    if ((event.ctrlKey || event.metaKey) && event.key === 'z' && !isText) {
      event.preventDefault();
      this.#undo();
    } else if (event.key === 'Escape' && this.panel) this.#close();
    else if (event.key === 'Escape' && this.#steps.step) this.#takeBack();
  };
}

customElements.define('madang-desk-programme', Programme);
