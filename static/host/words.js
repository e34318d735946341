/* What several views of the desk say alike. `view` is the View that says it. */
import { html, nothing } from '/shared/view.js';

/** The table's own title, else its host's name. */
export function titleOf(view, table) {
  return view.text(table.title) || view.text(table.host.name);
}

export function spanOf(view, { start, end }) {
  return `${view.time(start)}–${view.time(end)}`;
}

/** Open, paused until 14:30, closed…: as a chip. */
export function stateChip(view, table) {
  const { state, pausedUntil } = table;
  const words = state === 'paused' && pausedUntil ? view.say('host_state_paused_until', { time: view.time(pausedUntil) }) : view.say(`host_state_${state}`);
  return html`<span class="chip state ${state}">${words}</span>`;
}

/** "6–10 min"; '' where nobody knows. */
export function waitOf(view, range) {
  if (!range) return '';
  const [low, high] = range;
  return low === high ? view.say('host_minutes', { n: high }) : view.say('host_wait_range', { low, high });
}

/** "한국어", in the reader's language; '' where the browser does not know it. */
export function languageOf(view, tag) {
  try {
    return tag ? new Intl.DisplayNames([view.lang], { type: 'language' }).of(tag) : '';
  } catch {
    return '';
  }
}

/** The character, whole where it is big, or the first letters of the name. */
export function face(guest, lost, size = '') {
  if (guest.picture) return html`<img class="face ${size}" src=${size === 'big' ? guest.picture : `${guest.picture}&view=face`} alt="" @error=${lost.failed} @load=${lost.arrived}>`;
  return html`<span class="face initials ${size}" aria-hidden="true">${initials(guest.name) || nothing}</span>`;
}

/* One Hangul syllable says as much as two letters. */
function initials(name) {
  const [first = '', ...rest] = name.trim().split(/\s+/);
  const letter = (part) => [...part][0] ?? '';
  if (/^[\u3131-\uD79D]/.test(first)) return [...first].slice(-2).join('');
  return `${letter(first)}${letter(rest.at(-1) ?? '')}`.toUpperCase();
}
