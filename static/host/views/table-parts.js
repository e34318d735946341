/* What a table is made of on the desk: who is up, the buttons, a row of the queue. `view` is the Table that draws. */
import { actsOf, chatTime, countdown } from '../desk.js';
import { face, languageOf } from '../words.js';
import { problemText } from '/shared/problems.js';
import { html, nothing } from '/shared/view.js';
import { vars } from '/shared/vars.js';

const PAUSES = [5, 15, 30];
const FAULTS = ['paused', 'forbidden', 'closed', 'talking_elsewhere', 'past_slot', 'too_early'];

/* ---- who is up ------------------------------------------------------------------ */

export function upCards(view) {
  const { up } = view.desk;
  if (!up.length) return nobody(view);
  const isAlone = up.length === 1;
  const together = isAlone ? null : talkOf(up);
  return html`${together ? html`<div class="together">${timer(view, together)}</div>` : nothing}
    <ul class="up ${isAlone ? 'alone' : 'several'}">${up.map((one) => html`<li>${card(view, one, isAlone, together && one.state === 'talking')}</li>`)}</ul>`;
}

/* A group talks by one clock. */
function talkOf(up) {
  const talking = up.filter(({ state }) => state === 'talking');
  const isOne = talking.length > 1 && new Set(talking.map(({ until }) => until)).size === 1;
  return isOne ? talking.reduce((first, one) => (one.since < first.since ? one : first)) : null;
}

function card(view, guest, isAlone, isTimed) {
  return html`<article class="guest ${guest.state}" data-place=${guest.id}>
    ${face(guest, view.lost, isAlone ? 'big' : '')}
    <div class="who"><p class="state-of">${view.say(`host_guest_${guest.state}`)}</p><h2 class="name" dir="auto">${guest.name}</h2>${facts(view, guest)}</div>
    <p class="topic" dir="auto">${guest.topic}</p>
    ${isTimed ? nothing : timer(view, guest)}
    ${isAlone ? nothing : html`<div class="row acts">${actsOf(guest, view.now).map((act) => button(view, { act, ids: [guest.id], primary: false }, guest))}</div>`}
  </article>`;
}

function facts(view, { chats, noShows, language, choose, number }) {
  const all = [
    chats === 0 ? view.say('host_first_chat') : view.say('host_chats', { n: chats }),
    languageOf(view, language),
    noShows ? view.say('host_no_shows', { n: noShows }) : '',
    choose ? view.say('host_choosing') : '',
    view.say('host_number', { n: number }),
  ];
  return html`<p class="facts">${all.filter(Boolean).map((one) => html`<span>${one}</span>`)}</p>`;
}

/* A chat in minutes, never in seconds: nobody talks well against a stopwatch. */
function timer(view, guest) {
  if (guest.state === 'talking') {
    const { minutes, left, over, share } = chatTime(guest, view.now);
    const rest = left === null ? '' : over > 0 ? view.say('board_over', { n: over }) : view.say('board_minutes_left', { n: left });
    return html`<div class="timer ${over > 0 ? 'over' : ''}"><p><span>${view.say('host_since', { n: minutes })}</span><strong>${rest}</strong></p>
      <span class="track" aria-hidden="true" ${vars({ '--share': share })}></span></div>`;
  }
  if (guest.state === 'called' && guest.until !== null) {
    const left = countdown(guest.until, view.now);
    return html`<div class="timer"><p><span>${view.say('host_coming')}</span><strong class="numbers">${view.say('host_call_left', { left })}</strong></p></div>`;
  }
  return nothing;
}

function nobody(view) {
  const { table, desk } = view;
  const first = desk.bar.some(({ act }) => act === 'next') ? desk.first : null;
  let words = view.say(desk.queue.length ? 'host_free_later' : 'host_free');
  if (table.state === 'ahead' && !first) words = view.say('board_starts_at', { time: view.time(table.start) });
  if (table.state === 'paused') words = table.pausedUntil ? view.say('host_paused_until', { time: view.time(table.pausedUntil) }) : view.say('host_paused');
  if (table.state === 'ended' || table.state === 'cancelled') words = view.say(`host_over_${table.state}`, { n: table.chats });
  if (first) return html`<div class="nobody"><p class="soft">${view.say('host_first_is')}</p><div class="first">${face(first, view.lost)}<p><strong dir="auto">${first.name}</strong><span class="soft" dir="auto">${first.topic}</span></p></div></div>`;
  return html`<p class="nobody">${words}</p>`;
}

/* ---- buttons ---------------------------------------------------------------------- */

export function bar(view) {
  if (view.pausing) return pauses(view);
  const [first, ...others] = view.desk.bar;
  if (!first) return nothing;
  const isMain = !['pause', 'resume'].includes(first.act) || view.table.state === 'paused';
  return html`<div class="bar" role="group" aria-label=${view.say('host_bar')}>
    ${button(view, { ...first, primary: isMain })}
    ${others.length ? html`<div class="others">${others.map((one) => button(view, one))}</div>` : nothing}</div>`;
}

function pauses(view) {
  const choose = (minutes) => () => view.tap('pause', [], minutes);
  return html`<div class="bar pausing" role="group" aria-label=${view.say('host_pause_how_long')}>
    <p>${view.say('host_pause_how_long')}</p>
    <div class="others">${PAUSES.map((n) => html`<button @click=${choose(n)}>${view.say('host_minutes', { n })}</button>`)}</div>
    <div class="others"><button @click=${choose(null)}>${view.say('host_pause_open')}</button>
      <button class="bare" @click=${() => { view.pausing = false; }}>${view.say('me_cancel')}</button></div></div>`;
}

/* In words that say what it does to whom; a group is one button, told by how many. */
function button(view, { act, ids, primary }, guest = null) {
  const isBusy = view.taps.busy(act === 'return' ? 'arrived' : act, ids);
  const name = guest ? guest.name : '';
  const label = labelOf(view, act, ids);
  return html`<button class=${primary ? 'primary' : ''} data-act=${act} aria-busy=${isBusy} aria-label=${name ? `${label}, ${name}` : nothing}
    @click=${() => view.tap(act === 'return' ? 'arrived' : act, ids)}>${label}</button>`;
}

function labelOf(view, act, ids) {
  if (act === 'next' && view.desk.up.length) return view.say('host_act_next_early');
  if (ids.length > 1 && ['arrived', 'start', 'finish'].includes(act)) return view.say(`host_act_all_${act}`, { n: ids.length });
  return view.say(`host_act_${act}`);
}

export function faultText(view, { act, ids, problem, state }) {
  const names = [...(view.list.guests ?? []), ...view.missed].filter(({ id }) => ids.includes(id)).map(({ name }) => name).join(', ');
  if (problem.status === 0) return view.say('host_fault_offline', { act: labelOf(view, act, ids) });
  if (problem.code === 'wrong_state' && state) {
    const now = view.say(`host_guest_${state}`);
    return names ? view.say('host_fault_state', { name: names, state: now }) : view.say('host_fault_state_nobody', { state: now });
  }
  return FAULTS.includes(problem.code) ? view.say(`host_fault_${problem.code}`) : problemText(view, problem);
}

/* ---- the queue --------------------------------------------------------------------- */

/** One who comes later; tapped, the row opens and shows all of the topic and what can be done. */
export function queueRow(view, guest, acts = actsOf(guest, view.now)) {
  const isOpen = view.opened === guest.id;
  const when = guest.slot && guest.start !== null ? html`<time>${view.time(guest.start)}</time>` : html`<span>${view.say(guest.slot ? 'host_slot' : 'host_line')}</span>`;
  const signs = [
    guest.state === 'arrived' || guest.present ? view.say('host_present') : '',
    guest.choose ? view.say('host_choosing') : '',
    guest.confirmBy !== null ? view.say('host_unconfirmed', { time: view.time(guest.confirmBy) }) : '',
  ].filter(Boolean);
  return html`<li class="waiting-one ${isOpen ? 'open' : ''}" data-place=${guest.id}>
    <button class="bare row-head" aria-expanded=${isOpen} @click=${() => view.open(guest.id)}>
      ${face(guest, view.lost, 'small')}
      <span class="lines"><span class="line"><span class="when">${when}</span> <strong dir="auto">${guest.name}</strong>${signs.map((one) => html`<span class="chip standing">${one}</span>`)}</span>
        <span class="topic soft" dir="auto">${guest.topic}</span></span>
    </button>
    ${isOpen ? html`<div class="more">${facts(view, guest)}${acts.length ? html`<div class="row acts">${acts.map((act) => button(view, { act, ids: [guest.id], primary: false }, guest))}</div>` : nothing}</div>` : nothing}
    ${acts[0] === 'return' && !isOpen ? html`<div class="more">${button(view, { act: 'return', ids: [guest.id], primary: false }, guest)}</div>` : nothing}
  </li>`;
}
