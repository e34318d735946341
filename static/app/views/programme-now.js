/* The top of the programme: a line for each room, with what is on and how long still, and what comes next. */
import { repeat } from 'lit/directives/repeat.js';
import { html, nothing } from '/shared/view.js';
import { chipNow, leftText } from '../parts.js';
import { doorNow, isByTrack, isFull, MINUTE, progressOf, roomIndex, signIndex } from '/shared/schedule.js';
import { hue, mark } from '/shared/signs.js';
import { vars } from '/shared/vars.js';

const MANY = 6;           /* rooms; of more, so many are shown until one asks for all */
const SOON = 120 * MINUTE;

/** shown: of dayShown. */
export function nowAndNext(view, { day, mode, next }) {
  if (mode === 'closed') return html`<p class="lead">${view.say('board_closed')}</p>`;
  if (mode === 'over') return html`<p class="lead">${view.say('board_next_day', { date: view.date(next.first), time: view.time(next.first) })}</p>`;
  if (mode === 'before') return html`<p class="lead">${before(view, day)}</p>`;
  const rooms = view.tt.rooms.map((room) => ({ room, ...doorNow(view.tt, room.id, day, view.clock) })).filter(({ on, next: coming }) => on.length || coming);
  const shown = view.whole ? rooms : rooms.slice(0, MANY);
  return html`<section class="now" aria-labelledby="now"><h2 id="now">${view.say('app_now')}</h2>
    <ul class="rooms">${repeat(shown, ({ room }) => room.id, (one) => line(view, one))}</ul>
    ${rooms.length > MANY ? html`<button class="fold" aria-expanded=${view.whole} @click=${() => { view.whole = !view.whole; }}>${view.say(view.whole ? 'app_rooms_fewer' : 'app_rooms_all', { n: rooms.length })}</button>` : nothing}
  </section>`;
}

function before(view, day) {
  const wait = Math.ceil((day.first - view.now) / MINUTE);
  if (wait * MINUTE <= SOON) return view.say('board_starts_in', { n: wait });
  const isToday = view.date(day.first) === view.date(view.now);
  return isToday ? view.say('board_starts_at', { time: view.time(day.first) }) : view.say('board_starts_on', { date: view.date(day.first), time: view.time(day.first) });
}

/* A room's own sign, or, where signs go by track, that of its session. */
function line(view, { room, on, next }) {
  const byTrack = isByTrack(view.tt);
  const sign = byTrack ? -1 : roomIndex(view.tt, room.id);
  return html`<li class="room" ${vars({ '--hue': hue(sign) })}>
    <h3 class="name">${mark(sign)}<span class="which" dir="auto">${view.text(room.name) || room.id}</span>${isFull(view.tt, room, view.clock) ? html`<span class="chip standing">${view.say('board_full')}</span>` : nothing}
      ${on.length === 1 ? left(view, on[0]) : nothing}</h3>
    ${repeat(on, ({ id }) => id, (session) => current(view, session, { alone: on.length === 1, byTrack }))}
    ${on.length ? nothing : html`<p class="idle">${view.say('board_free_now')}</p>`}
    ${next ? html`<p class="next"><span class="soft">${view.say('board_next')}</span> <time>${view.time(next.start)}</time> <a href="#/session/${encodeURIComponent(next.id)}" dir="auto">${view.text(next.title)}</a> ${chipNow(view, next, { seen: view.seen, brief: true })}</p>` : nothing}
  </li>`;
}

function left(view, session) {
  return html`<span class="left"><b>${leftText(view, session)}</b> · ${view.say('board_until', { time: view.time(session.end) })}</span>`;
}

function current(view, session, { alone, byTrack }) {
  const { share } = progressOf(session, view.now);
  const own = byTrack ? { '--hue': hue(signIndex(view.tt, session)) } : {};
  const chip = chipNow(view, session, { seen: view.seen });
  return html`<div class="current" data-session=${session.id} ${vars({ '--share': `${share}`, ...own })}>
    <a href="#/session/${encodeURIComponent(session.id)}" dir="auto">${view.text(session.title)}</a>
    ${chip === nothing ? nothing : html`<p class="small">${chip}</p>`}${alone ? nothing : html`<p class="name">${left(view, session)}</p>`}
    <div class="bar" aria-hidden="true"></div></div>`;
}
