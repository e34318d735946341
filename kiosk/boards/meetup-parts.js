/*
 * What the board of all meetups and a table's own screen share: guests, chips, times, places. Functions
 * from a board (see board.js) and a table or guest (see static/shared/meetups.js) to templates.
 */
import { MINUTE, progressOf } from '/shared/schedule.js';
import { shortNames, textWidth } from '/shared/layout.js';
import { isHeld, placesOf } from '/shared/meetups.js';
import { html, mark, nothing, text, vars, word } from './board.js';

const SOON = 60 * MINUTE; // so near, minutes say more than the hour
const SHORT = 6; // a name in em that leaves its number room
const RING = 44; // radius of the ring, in a box of 100

/* ---- places and hosts ---- */

export function placeIndex(board, place) {
  return placesOf(board.docs).indexOf(place);
}

/*
 * Mark and name of a table's place, to be found from afar: as far as it must be short, it loses what
 * all places have in common ("Lobby, booth 4" → "booth 4"), and never its end.
 */
export function placeOf(board, table, { width = 20, size = 4.1 } = {}) {
  const names = board.langs.map((lang) => shortPlace(board, table.place, lang, width / size));
  const long = names.some((name) => textWidth(name) * size > width);
  return html`${mark(placeIndex(board, table.place))}<span class="name ${long ? 'long' : ''}">${board.words((lang) => names[board.langs.indexOf(lang)] ?? names[0], 'clamp cut')}</span>`;
}

function shortPlace(board, place, lang, ems) {
  const places = placesOf(board.docs);
  const names = places.map((id) => board.roomName(id, lang));
  const at = places.indexOf(place);
  const short = shortNames(names, ems, 1)[at];
  const words = names[at].split(' ');
  const left = short.split(' ').length;
  return textWidth(short) < 3 && left < words.length ? words.slice(-left - 1).join(' ') : short; // not the number alone
}

/* The host, and smaller the company; where there is no name, the meetup's title. */
export function hostOf(board, { host, title }) {
  return html`${board.title(text(host.name, board.lang) ? host.name : title, 'clamp one')}${host.company ? html`<small>${board.title(host.company, 'clamp one')}</small>` : nothing}`;
}

/* What it is about: its own title, or the talk that it belongs to. */
export function aboutOf(board, { host, title, session }) {
  const about = (host.name && title) || session?.title;
  return about ? board.title(about, 'clamp one') : nothing;
}

/* ---- guests ---- */

/* The name, or the number that is called out. */
export function guestName(board, guest) {
  return guest.name ? board.words(() => guest.name, 'clamp one') : html`<span class="number">${numberOf(board, guest)}</span>`;
}

/* The number behind a name: two may have the same. */
export function numberBehind(board, guest) {
  return guest.name ? html`<small>${numberOf(board, guest)}</small>` : nothing;
}

function numberOf(board, { number }) {
  return board.say('board_meet_number', { n: number });
}

export function figureOf(board, guest) {
  if (!guest.picture) return nothing;
  const { failed, arrived } = board.lost;
  return html`<img class="figure" src=${guest.picture} alt="" decoding="async" @error=${failed} @load=${arrived}>`;
}

/* So many guests, then how many more. */
export function guestsOf(board, guests, most, numbers = true) {
  const shown = guests.length > most ? guests.slice(0, Math.max(1, most - 1)) : guests;
  const more = guests.length - shown.length;
  return html`${shown.map((guest) => guestOf(board, guest, { number: numbers && guests.length === 1 }))}
    ${more ? html`<span class="more">${board.say('board_meet_more', { n: more })}</span>` : nothing}`;
}

export function guestOf(board, guest, { time = '', number = false } = {}) {
  return html`<span class="guest" data-guest=${guest.number}>${time ? html`<span class="times">${time}</span>` : nothing}${figureOf(board, guest)}${guestName(board, guest)}${number ? numberBehind(board, guest) : nothing}</span>`;
}

/* The next of a table, with the hour of those who have booked one that is still ahead. */
export function nextOf(board, { next, slots }, most) {
  const start = ({ slot }) => slots.find(({ id }) => id === slot)?.start ?? 0;
  return next.slice(0, most).map((guest) => guestOf(board, guest, { time: start(guest) > board.now ? board.time(start(guest)) : '' }));
}

/* {share, left, over} of the chat that ends last; null while nobody said when it ends. */
export function chatOf(table, now) {
  const timed = table.talking.filter(({ since, until }) => since !== null && until !== null);
  if (!timed.length) return null;
  const last = timed.reduce((a, b) => (b.until > a.until ? b : a));
  return progressOf({ start: last.since, end: last.until }, now);
}

/* How much of the chat has gone, as a ring. It fills, and then stays: no alarm. */
export function ringOf({ share }) {
  return html`<svg class="ring" viewBox="0 0 100 100" aria-hidden="true"><circle cx="50" cy="50" r=${RING}></circle>
    <circle class="gone" cx="50" cy="50" r=${RING} pathLength="1" stroke-dasharray="1" ${vars({ '--share': `${share}` })}></circle></svg>`;
}

/* ---- how a table stands ---- */

/* From when to when, as far as is known now. */
export function timesOf(board, { start, end }) {
  return html`<p class="times">${board.time(start)}–${board.time(end)}</p>`;
}

/* How a table stands where it isn't simply open, or to be. */
export function chipOf(board, { state, late, now, plannedStart }) {
  const chip = (kind, inner) => html`<span class="chip ${kind}">${inner}</span>`;
  if (state === 'cancelled') return chip('fresh cancelled', board.say('board_cancelled'));
  if (state === 'ended') return chip('standing', board.say('board_meet_ended'));
  if (state === 'closed') return chip('standing', board.say('board_meet_closed'));
  if (state === 'paused' && now.length) return chip('standing', board.say('board_meet_paused'));
  return late ? html`<span class="late"><s>${board.time(plannedStart)}</s>${chip('standing', board.say('board_delay', { n: late }))}</span>` : nothing;
}

export function pauseText(board, { pausedUntil }) {
  return pausedUntil === null ? board.say('board_meet_paused') : board.say('board_meet_paused_until', { time: board.time(pausedUntil) });
}

/* When a table that is ahead opens; where that depends on a talk that runs over, just that. */
export function opensText(board, { start, session }) {
  const minutes = Math.ceil((start - board.now) / MINUTE);
  if (minutes <= 0) return session ? board.say('board_meet_after_talk') : board.say('board_meet_opens_at', { time: board.time(start) });
  return start - board.now <= SOON ? board.say('board_meet_opens_in', { n: minutes }) : board.say('board_meet_opens_at', { time: board.time(start) });
}

/* How many wait and how long; '' where there is no line to stand in. */
export function waitText(lang, { walkIn, waiting, waitMinutes, state }) {
  if (!waiting && !(walkIn && isHeld({ state }))) return '';
  if (!waiting) return word(lang, 'board_meet_no_line');
  const people = word(lang, 'board_meet_waiting', { n: waiting });
  if (!waitMinutes) return people;
  const [low, high] = waitMinutes;
  return `${people} · ${low < high ? word(lang, 'board_meet_wait', { low, high }) : word(lang, 'board_meet_about', { n: high })}`;
}

/* Free slots by their times, or why there are none to be had. */
export function freeOf(board, table, most) {
  const { free, slots, opens, draw, state } = table;
  if (!['ahead', 'open', 'paused'].includes(state) || !slots.some(({ start }) => start > board.now)) return nothing;
  if (opens !== null && opens > board.now) {
    return html`<p class="free">${board.say(draw ? 'board_meet_draw_at' : 'board_meet_booking_from', { time: board.time(opens) })}</p>`;
  }
  if (!free.length) return html`<p class="free none">${board.say('board_meet_booked_up')}</p>`;
  return html`<p class="free">${board.say('board_meet_free')}${free.slice(0, most).map(({ start }) => html`<b>${board.time(start)}</b>`)}${free.length > most ? html`<span class="more">+${free.length - most}</span>` : nothing}</p>`;
}

