/*
 * What several views draw alike: a session as a row, the chips of its change, its star, its room.
 * `view` is the View that draws.
 */
import { css } from 'lit';
import { html, nothing } from '/shared/view.js';
import { icons } from './icons.js';
import { stars } from './stars.js';
import { changeOf, chipOf, delayOf, isByTrack, phaseOf, progressOf, signIndex } from '../shared/schedule.js';
import { ARROW, hue, mark } from '/shared/signs.js';
import { vars } from '/shared/vars.js';

/* The words of the walls are the words here. */
export function leftText(view, session) {
  const { left, over } = progressOf(session, view.now);
  if (over > 0) return view.say('board_over', { n: over });
  if (left > 99) return view.say('board_hours_left', { h: Math.floor(left / 60), m: left % 60 });
  return view.say('board_minutes_left', { n: left });
}

export function roomName(view, id) {
  const room = view.tt.roomById.get(id);
  return room ? view.text(room.name) || id : id ?? '';
}

export function trackName(view, id) {
  return view.text(view.tt.trackById.get(id)?.name);
}

/** Where it is, and where it is broadcast to. */
export function placeText(view, session) {
  return [session.room, ...session.alsoIn].filter(Boolean).map((id) => roomName(view, id)).join(', ');
}

export function spanText(view, { start, end }) {
  return end > start ? `${view.time(start)}–${view.time(end)}` : view.time(start);
}

/** What differs from the programme as it was, the old value struck through: loud is 'fresh' or 'standing'; brief: where the times stand beside. */
export function changeChip(view, session, loud, { brief = false } = {}) {
  const kind = changeOf(session);
  if (!kind || !loud) return nothing;
  const chip = (inner) => html`<span class="chip ${loud} ${kind}">${inner}</span>`;
  const from = session.movedFrom;
  if (kind === 'cancelled') return chip(view.say('board_cancelled'));
  if (kind === 'moved') return chip(html`<s dir="auto">${roomName(view, from.room)}</s>${ARROW}<span dir="auto">${roomName(view, session.room)}</span>`);
  if (kind === 'retimed') return chip(html`<s>${view.time(from.start)}</s>${ARROW}${view.time(session.start)}`);
  const late = chip(view.say('board_delay', { n: delayOf(session) }));
  if (brief) return late;
  const [planned, expected] = session.start > session.plannedStart ? [session.plannedStart, session.start] : [session.plannedEnd, session.end];
  return html`${late}<span class="times small"><s>${view.time(planned)}</s> ${view.time(expected)}</span>`;
}

/** The chip that a session wears now; seen maps ids to when this page saw them change. */
export function chipNow(view, session, { seen = new Map(), brief = false } = {}) {
  return changeChip(view, session, chipOf(session, seen.get(session.id), view.clock), { brief });
}

export function starButton(view, session, look = '') {
  const on = stars.isStarred(session.id);
  const key = on ? 'app_star_remove' : 'app_star_add';
  return html`<button class="star ${look} ${on ? 'on' : ''} ${stars.isPending(session.id) ? 'pending' : ''}" aria-pressed=${on}
    aria-label=${view.say(key, { title: view.text(session.title) })} @click=${() => stars.toggle(session.id)}>${icons.star}</button>`;
}

/** One session of a list. seen as for chipNow; dated: with the day, for lists over several days. */
export function sessionRow(view, session, { seen, dated = false } = {}) {
  const phase = phaseOf(session, view.clock);
  const sign = signIndex(view.tt, session);
  const place = placeText(view, session);
  const people = session.people.map((name) => view.text(name)).join(', ');
  const isBreak = session.type === 'break';
  return html`<article class="session ${phase} ${sign < 0 ? 'plain' : ''}" data-session=${session.id} ${vars({ '--hue': hue(sign) })}>
    <p class="meta">${mark(sign)}<span class="when">${dated ? html`${view.date(session.start, 'short')} ` : nothing}<time>${spanText(view, session)}</time></span>${place ? html`<span class="where" dir="auto">${place}</span>` : nothing}
      ${phase === 'now' ? html`<span class="left">${leftText(view, session)}</span>` : nothing}</p>
    <h3 class="title"><a href="#/session/${encodeURIComponent(session.id)}" dir="auto">${view.text(session.title)}</a></h3>
    ${people ? html`<p class="people" dir="auto">${people}</p>` : nothing}
    <p class="signs">${chipNow(view, session, { seen })}${isByTrack(view.tt) && session.track ? html`<span class="track" dir="auto">${trackName(view, session.track)}</span>` : nothing}</p>
    ${isBreak ? nothing : starButton(view, session)}
  </article>`;
}

export const partStyle = css`
  .star { position: relative; z-index: 1; padding: 0; border-color: transparent; background: none; color: var(--ink-soft); }
  .star.on { color: var(--warm); }
  .star.on .icon { fill: currentColor; }
  .star.pending .icon { stroke-dasharray: 3 3; fill-opacity: 0.35; }

  .session { position: relative; display: grid; grid-template-columns: minmax(0, 1fr) var(--touch); column-gap: var(--space-2); padding: var(--space-3) var(--space-1) var(--space-3) var(--space-4); border-radius: 14px; background: var(--surface); }
  .session > * { grid-column: 1; }
  .session .star { grid-column: 2; grid-row: 1 / span 4; align-self: center; }
  .session.now { background: oklch(var(--lift-l) var(--lift-c) var(--hue)); }
  .session:has(a:focus-visible) { outline: 3px solid var(--warm); outline-offset: -3px; }
  .session .title a { text-decoration: none; }
  .session .title a:focus-visible { outline: none; }
  .session .title a::after { content: ''; position: absolute; inset: 0; border-radius: inherit; }
  .session .title { font-size: var(--text-2); font-weight: 700; line-height: 1.35; }
  .meta { display: flex; flex-wrap: wrap; align-items: center; gap: 0 0.6em; color: var(--ink-soft); font-size: var(--text-1); font-weight: 500; font-variant-numeric: tabular-nums; }
  .meta .mark { width: 0.8em; height: 0.8em; }
  .meta .left { color: var(--ink); font-weight: 700; }
  .people, .track { color: var(--ink-soft); font-size: var(--text-1); }
  .people { overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
  .signs { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-1) var(--space-2); }
  .signs:has(.chip) { padding-block-start: var(--space-1); }
  .session.now.plain { background: var(--surface-high); }
  .session.past { background: none; box-shadow: inset 0 0 0 1px var(--line); }
  .session.past .title { color: var(--ink-soft); font-weight: 600; }
  .session.off .title { color: var(--ink-soft); text-decoration: line-through; }
`;
