/*
 * The next free times of a meetup as links: a tap leads to the time, where the second one books it.
 */
import { css } from 'lit';
import { placesAt, shutBy, slotsAhead } from './meet-plan.js';
import { html, nothing } from '/shared/view.js';

const MOST = 3;

/** `view` is the View that shows them; nothing where nobody can book now, or one has a place there. */
export function timesToBook(view, meetup) {
  const { docs, now } = view;
  if (shutBy(meetup, now) || (meetup.opens !== null && meetup.opens > now) || placesAt(docs, meetup).length) return nothing;
  const free = slotsAhead(meetup, now).filter((slot) => slot.free > 0);
  if (!free.length) return nothing;
  const name = view.text(meetup.person);
  return html`<p class="book-at">${free.slice(0, MOST).map((slot) => {
    const words = view.say('meet_book_at', { time: view.time(slot.start) });
    return html`<a class="button" href="#/meet/${encodeURIComponent(meetup.id)}/${encodeURIComponent(slot.id)}" aria-label="${words}, ${name}">${words}</a>`;
  })}</p>`;
}

export const bookAtStyle = css`
  .book-at { position: relative; display: flex; gap: var(--space-2); padding-block-start: var(--space-2); }
  .book-at .button { flex: 0 1 7.5rem; padding-inline: var(--space-1); white-space: nowrap; font-size: var(--text-1); font-variant-numeric: tabular-nums; }
`;
