/*
 * <madang-character>: the builder. Play: whatever is tapped is a figure, each step can be taken
 * back, and nothing is lost on the way: what is not saved yet is kept on this device (draft.js).
 *
 * Saving without having joined asks for a name right there, joins, and saves. The preview and the
 * thumbnails are pictures that the server draws, the same for everyone and kept by the browser; they follow the choice
 * at a pace that a hurried thumb can't turn into a storm (pace.js).
 */
import { draft } from '../character/draft.js';
import { begin, changed, redone, undone } from '../character/history.js';
import { diceIcon, redoIcon, saveIcon, undoIcon } from '../character/icons.js';
import { minePanel } from '../character/mine.js';
import { Pace, Pause } from '../character/pace.js';
import { isOfTheFace, slotPanel, slotsInOrder, slotTabs } from '../character/panel.js';
import { choiceOf, pictureOf, recipeOf, rolled, sameFigure, sentenceOf, stepped, unknownIn, withColour, withPart } from '../character/recipe.js';
import { characterStyle } from '../character/style.js';
import { NAME_MOST, faultOfName } from '../name.js';
import { store } from '../../shared/store.js';
import { base } from '/shared/style.js';
import { View, html, nothing } from '/shared/view.js';
import { call } from '/shared/api.js';
import { LostPictures } from '/shared/pictures.js';

const PREVIEW_MS = 160;
const THUMBNAILS_MS = 400;
const SWIPE_PX = 32;
const LOOKS = ['figure', 'face', 'small'];
const ON_THE_WALL = ['builder_saved_shown', 'builder_now_shown']; // what was told, and may be so no longer
const SMALL = [24, 44, 96]; // as in a list, as in a bar, as on a card

export class Character extends View {
  static properties = {
    set: { state: true }, history: { state: true }, slot: { state: true }, look: { state: true }, previewed: { state: true },
    thumbed: { state: true }, doing: { state: true }, told: { state: true }, asking: { state: true }, answer: { state: true },
  };
  static styles = [base, characterStyle];

  #preview = new Pace(PREVIEW_MS, (choice) => { this.previewed = choice; });
  #thumbnails = new Pause(THUMBNAILS_MS, (choice) => { this.thumbed = choice; });
  #lost = new LostPictures();
  #loading = false;
  #pressedAt = null; // where a finger came down on the preview
  #swiped = false;
  #untouched = true; // nothing chosen here yet: what is saved may still take its place

  constructor() {
    super();
    Object.assign(this, { set: null, history: null, slot: null, look: 'figure', doing: null, told: null, asking: false, answer: null });
  }

  get heading() {
    return this.say('builder_title');
  }

  get choice() {
    return this.history.present;
  }

  /* My document: what a write answered is newer than what the live connection has brought so far. */
  get mine() {
    return this.answer && !(this.me?.rev > this.answer.rev) ? this.answer : this.me;
  }

  get saved() {
    const avatar = this.mine?.avatar;
    return Boolean(avatar) && avatar.set === this.set.set && sameFigure(choiceOf(this.set, avatar), this.choice);
  }

  willUpdate(changes) {
    if (changes.has('me') && changes.get('me') && !this.me) this.#gone();
    const back = changes.has('status') && this.status.state === 'live';
    if (back) this.#lost.again();
    if (changes.has('me') && ON_THE_WALL.includes(this.told) && !this.mine?.shown) this.told = null;
    if (!this.set && (!this.told || back)) this.#load();
    else if (this.set && changes.has('me') && this.#untouched && this.me?.avatar && !this.saved) this.#begin(choiceOf(this.set, this.me.avatar));
  }

  /* My document went: for a moment, with a state that is taken anew, or with me. Who leaves the device leaves no figure behind. */
  #gone() {
    this.answer = null;
    if (!this.set || store.get('signed-in') !== null) return;
    this.told = null;
    this.#untouched = true;
    this.#begin(rolled(this.set, choiceOf(this.set, null), Math.random));
  }

  async #load() {
    if (this.#loading) return;
    this.#loading = true;
    try {
      const { current, sets } = await call('GET', '/api/v1/avatar/parts');
      const set = sets.find((one) => one.set === current);
      const kept = draft.get();
      const from = kept ?? this.me?.avatar;
      const start = choiceOf(set, from);
      this.set = set;
      this.slot = slotsInOrder(set)[0].id;
      this.#untouched = !kept;
      this.#begin(from ? start : rolled(set, start, Math.random));
      if (unknownIn(set, from) > 0) this.told = 'builder_dropped';
    } catch {
      this.told = 'builder_waiting';
    } finally {
      this.#loading = false;
    }
  }

  #begin(choice) {
    this.history = begin(choice);
    this.#show();
  }

  #show() {
    this.#preview.follow(this.choice);
    this.#thumbnails.follow(this.choice);
  }

  /* ---- choosing ---------------------------------------------------------- */

  #take(history) {
    if (history === this.history) return;
    this.history = history;
    this.told = null;
    this.#untouched = false;
    this.#remember();
    this.#show();
  }

  #remember() {
    draft.set(this.saved ? null : { ...recipeOf(this.set, this.choice), own: this.choice.own });
  }

  #choose = {
    part: (slot, part) => this.#take(changed(this.history, withPart(this.choice, slot, part), `slot ${slot}`, Date.now())),
    colour: (colour, value) => this.#take(changed(this.history, withColour(this.choice, colour, value), `colour ${colour}`, Date.now())),
  };

  async #leaf(steps) {
    this.#take(changed(this.history, stepped(this.set, this.choice, this.slot, steps), `slot ${this.slot}`, Date.now()));
    await this.updateComplete;
    this.#showChosen();
  }

  /* Its place among twenty others. */
  #showChosen() {
    this.renderRoot.querySelector('.part :checked')?.scrollIntoView({ block: 'nearest' });
  }

  #roll() {
    this.#take(changed(this.history, rolled(this.set, this.choice, Math.random), null, Date.now()));
  }

  async #showSlot(slot, { focus = false } = {}) {
    this.slot = slot;
    if (this.look !== 'small') this.look = isOfTheFace(slot) ? 'face' : 'figure';
    await this.updateComplete;
    const tab = this.renderRoot.getElementById(`tab-${slot}`);
    tab.scrollIntoView({ inline: 'center', block: 'nearest' });
    if (focus) tab.focus();
    window.scrollTo(0, 0);
    this.renderRoot.getElementById('panel').scrollTo(0, 0);
    this.#showChosen();
  }

  /* ---- the preview: a swipe leafs, a tap looks from nearer or further ------ */

  #pressed = (event) => {
    this.#pressedAt = event.isPrimary ? { x: event.clientX, y: event.clientY } : null;
    this.#swiped = false;
  };

  #released = ({ clientX, clientY }) => {
    if (!this.#pressedAt) return;
    const [dx, dy] = [clientX - this.#pressedAt.x, clientY - this.#pressedAt.y];
    this.#pressedAt = null;
    if (Math.abs(dx) < SWIPE_PX || Math.abs(dx) < Math.abs(dy)) return;
    this.#swiped = true;
    this.#leaf(dx < 0 ? 1 : -1);
  };

  #tapped = () => {
    if (!this.#swiped) this.look = LOOKS[(LOOKS.indexOf(this.look) + 1) % LOOKS.length];
    this.#swiped = false;
  };

  #keyed = (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!steps) return;
    event.preventDefault();
    this.#leaf(steps);
  };

  /* ---- asking the server ----------------------------------------------------- */

  /* One thing at a time; what came of it is told by a word. */
  async #ask(doing, ask) {
    if (this.doing) return;
    this.doing = doing;
    this.told = null;
    try {
      this.told = await ask();
    } catch (problem) {
      this.told = wordOf(problem);
    } finally {
      this.doing = null;
    }
  }

  async #save() {
    if (!this.mine) {
      this.asking = true;
      await this.updateComplete;
      this.renderRoot.getElementById('name').focus();
      return;
    }
    await this.#ask('builder_saving', () => this.#keep());
  }

  async #keep() {
    const choice = this.choice;
    this.answer = await call('PUT', '/api/v1/me/avatar', recipeOf(this.set, choice));
    this.#untouched = this.saved;
    this.#remember();
    if (!sameFigure(choice, choiceOf(this.set, this.mine.avatar))) return 'builder_elsewhere';
    return this.answer.shown ? 'builder_saved_shown' : 'builder_saved';
  }

  async #join(event) {
    event.preventDefault();
    const name = this.renderRoot.getElementById('name').value.trim();
    if (faultOfName(name)) {
      this.told = 'builder_name_wrong';
      return;
    }
    await this.#ask('builder_saving', async () => {
      if (!this.mine) {
        this.answer = await call('POST', '/api/v1/attendees', { name, language: this.lang });
        this.tell('joined', this.answer);
      }
      this.asking = false;
      return this.#keep();
    });
  }

  #mineActions = {
    show: (shown) => this.#ask('builder_saving', async () => {
      this.answer = await call('PATCH', '/api/v1/me', { shown });
      if (this.answer.shown !== shown) return 'builder_barred';
      return shown ? 'builder_now_shown' : 'builder_now_hidden';
    }),
    takeAway: () => this.#ask('builder_saving', async () => {
      this.answer = await call('DELETE', '/api/v1/me/avatar');
      this.#untouched = false;
      this.#remember();
      return 'builder_taken_away';
    }),
    tell: (word) => { this.told = word; },
  };

  /* ---- drawing ------------------------------------------------------------------ */

  render() {
    if (!this.set) return html`<h1>${this.heading}</h1><div class="waiting"><p role="status">${this.told ? this.say(this.told) : nothing}</p>
      ${this.told ? html`<button class="primary" @click=${() => { this.told = null; this.#load(); }}>${this.say('builder_again')}</button>` : nothing}</div>`;
    const text = (value) => this.text(value);
    const { set, slot, choice } = this;
    return html`<h1>${this.heading}</h1>
      <div class="builder">
        <div class="top">${this.#stage()}${slotTabs({ set, slot, choice, text, label: this.say('builder_slots'), show: (id, how) => this.#showSlot(id, how) })}</div>
        ${slotPanel({ set, slot, choice, base: this.thumbed, lost: this.#lost, text, choose: this.#choose })}
        <div class="side">
          <p class="sentence" aria-live="polite">${sentenceOf(set, this.previewed, text)}</p>
          ${minePanel(this, this.mine, this.#mineActions)}
        </div>
        ${this.#bottom()}
      </div>`;
  }

  #stage() {
    const { past, future } = this.history;
    const view = this.look === 'figure' ? 'figure' : 'face';
    const picture = pictureOf(this.set, this.previewed, view);
    const { failed, arrived } = this.#lost;
    return html`<div class="stage">
      <div class="steps">
        <button class="tool" aria-label=${this.say('builder_undo')} ?disabled=${past.length === 0} @click=${() => this.#take(undone(this.history))}>${undoIcon}</button>
        <button class="tool" aria-label=${this.say('builder_redo')} ?disabled=${future.length === 0} @click=${() => this.#take(redone(this.history))}>${redoIcon}</button>
      </div>
      <button class="preview ${this.look}" aria-label=${this.say(`builder_look_${this.look}`)} @pointerdown=${this.#pressed} @pointerup=${this.#released} @click=${this.#tapped} @keydown=${this.#keyed}>
        ${this.look === 'small' ? SMALL.map((size) => html`<img src=${picture} width=${size} height=${size} alt="" draggable="false" @error=${failed} @load=${arrived}>`)
    : html`<img src=${picture} alt="" draggable="false" @error=${failed} @load=${arrived}>`}
        <span class="later">${this.say('builder_picture_later')}</span></button>
      <div class="steps"><button class="tool dice" aria-label=${this.say('builder_dice')} title=${this.say('builder_dice_keeps')} @click=${() => this.#roll()}>${diceIcon}</button></div>
    </div>`;
  }

  #bottom() {
    const done = this.saved;
    return html`<div class="bottom">
      <p class="told ${this.told ? '' : 'empty'}" role="status">${this.doing || this.told ? this.say(this.doing ?? this.told) : nothing}</p>
      ${this.asking && !this.mine ? html`<form @submit=${this.#join}>
        <label for="name">${this.say('builder_name')}</label>
        <div class="row"><input id="name" name="name" autocomplete="nickname" maxlength=${NAME_MOST} dir="auto" required aria-describedby="name-why">
          <button class="primary" ?disabled=${Boolean(this.doing)}>${this.say('builder_name_save')}</button></div>
        <p class="small soft" id="name-why">${this.say('builder_name_why')}</p>
      </form>` : html`<button class="primary save" aria-disabled=${done ? 'true' : 'false'} @click=${() => (done ? null : this.#save())}>${done ? saveIcon : nothing}${this.say(done ? 'builder_is_saved' : 'builder_save')}</button>`}
    </div>`;
  }
}

function wordOf({ status, code }) {
  if (status === 0) return 'builder_offline';
  if (status === 401) return 'builder_signed_out';
  if (status === 429 || status === 503) return 'builder_busy';
  return code === 'invalid_field' ? 'builder_name_wrong' : 'builder_failed';
}

customElements.define('madang-character', Character);
