/*
 * The choices of the builder: the slots as tabs, and of the slot that is up the colours and the
 * parts, each as a picture of the present figure with that part. Functions to templates; what is
 * chosen is told by `choose`.
 *
 * Parts and colours are native radio buttons: arrows, focus and what a screen reader says of them
 * are the browser's own.
 */
import { html, nothing, svg } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { vars } from '/shared/vars.js';
import { coloursOf, pictureOf, withPart } from './recipe.js';

const OF_THE_FACE = ['face', 'marks', 'beard', 'hair', 'hat', 'glasses', 'ears'];
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Whether a slot is best seen near. */
export function isOfTheFace(slot) {
  return OF_THE_FACE.includes(slot);
}

/** The set's slots in the order of the tabs: first who it is, at last where. */
export function slotsInOrder(set) {
  const last = (slot) => Number(slot.id === 'background');
  return [...set.slots].sort((a, b) => last(a) - last(b));
}

/** show(slot id, {focus}) puts a slot up. */
export function slotTabs({ set, slot, choice, text, label, show }) {
  const slots = slotsInOrder(set);
  const pressed = (event) => {
    const rtl = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1;
    const at = slots.findIndex(({ id }) => id === slot);
    const to = { Home: 0, End: slots.length - 1 }[event.key] ?? (STEPS[event.key] ? (at + STEPS[event.key] * rtl + slots.length) % slots.length : null);
    if (to === null) return;
    event.preventDefault();
    show(slots[to].id, { focus: true });
  };
  return html`<div class="slots" role="tablist" aria-label=${label} @keydown=${pressed}>${slots.map(({ id, name }) => html`
    <button role="tab" id="tab-${id}" aria-controls="panel" aria-selected=${id === slot ? 'true' : 'false'} tabindex=${id === slot ? 0 : -1}
      class=${choice.own.includes(`slot ${id}`) ? 'own' : ''} @click=${() => show(id)}>${text(name)}</button>`)}</div>`;
}

/** base: the choice that the thumbnails show, a little behind `choice` while that changes quickly; lost takes care of those that don't come. */
export function slotPanel({ set, slot, choice, base, lost, text, choose }) {
  const { name, parts } = set.slots.find(({ id }) => id === slot);
  return html`<div id="panel" role="tabpanel" aria-labelledby="tab-${slot}">
    ${repeat(coloursOf(set, choice, slot), ({ id }) => id, (colour) => swatches({ colour, choice, text, choose }))}
    <fieldset class="parts"><legend class="visually-hidden">${text(name)}</legend>${repeat(parts, ({ id }) => `${slot} ${id}`, (part) => html`
      <label class="part"><input type="radio" name="part-${slot}" .checked=${live(part.id === choice.parts[slot])} @change=${() => choose.part(slot, part.id)}>
        <img src=${pictureOf(set, withPart(base, slot, part.id), isOfTheFace(slot) ? 'face' : 'figure')} class=${isOfTheFace(slot) ? 'near' : ''} alt="" loading="lazy" decoding="async" @error=${lost.failed} @load=${lost.arrived}>
        <span>${text(part.name)}</span></label>`)}
    </fieldset>
  </div>`;
}

function swatches({ colour, choice, text, choose }) {
  const chosen = colour.palette.find(({ id }) => id === choice.colours[colour.id]);
  return html`<fieldset class="swatches"><legend>${text(colour.name)}<span class="soft"> ${text(chosen?.name)}</span></legend>
    ${colour.palette.map(({ id, name, tones }) => html`<label class="swatch" title=${text(name)} ${vars({ '--swatch': tones.base })}>
      <input type="radio" name="colour-${colour.id}" aria-label=${text(name)} .checked=${live(id === choice.colours[colour.id])} @change=${() => choose.colour(colour.id, id)}>
      ${id === choice.colours[colour.id] ? TICK : nothing}</label>`)}
  </fieldset>`;
}

const TICK = html`<svg viewBox="0 0 24 24" aria-hidden="true">${svg`<path class="under" d="m6 12.5 4 4 8-9"/><path d="m6 12.5 4 4 8-9"/>`}</svg>`;
