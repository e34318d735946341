/*
 * An urgent announcement in place of a whole board: what is said, in all languages of the screen at
 * once, as large as it goes; a sign and a word besides the colour; what time it is, and until when it
 * holds. Several take turns.
 */
import { css, html, nothing } from 'lit';
import { announcementsNow } from '/shared/schedule.js';
import { lineCount } from '/shared/layout.js';
import { SIREN } from '/shared/signs.js';
import { vars } from '/shared/vars.js';
import { text, word } from '/shared/words.js';

/* In units of 1 % of the height, as in the styles below. */
const SIZES = [14, 12, 10.4, 9, 7.8, 6.8, 6, 5.2, 4.6, 4, 3.4, 2.8, 2.4, 2.1, 1.85];
const LEADING = 1.24;
const SIDE = { wide: 7, tall: 4 };
const AROUND = { wide: 34, tall: 29 };  /* stripes, head and foot */
const GAP = 4;                          /* between languages */

export function urgentNow(board) {
  return announcementsNow(board.tt, board.now).urgent;
}

/** urgent: of urgentNow, at least one. */
export function takeover(board, urgent) {
  const at = board.page(urgent.length);
  const one = urgent[at];
  const { shape } = board;
  const said = board.forms(one.text);
  const langOf = (form) => board.langs.find((lang) => text(one.text, lang) === form);
  const until = Date.parse(one.until ?? '');
  return html`<div class="board takeover ${shape}" role="alert" ${vars({ '--size': `${shape === 'phone' ? 4 : sizeOf(board, said)}` })}>
    <header><h1>${SIREN}<span>${either(board, (lang) => word(lang, 'board_urgent'))}</span>${urgent.length > 1 ? html`<small>${at + 1} / ${urgent.length}</small>` : nothing}</h1>
      ${board.now ? html`<time>${board.time(board.now)}</time>` : nothing}</header>
    <div class="said">${said.map((form) => html`<p lang=${langOf(form)} dir="auto">${form}</p>`)}</div>
    <footer>${Number.isNaN(until) ? nothing : html`<p>${either(board, (lang) => word(lang, 'board_until', { time: board.time(until) }))}</p>`}${board.staleSign()}</footer>
  </div>`;
}

/* Madang's own words in all languages of the screen. */
function either(board, make) {
  return [...new Set(board.langs.map(make))].join(' · ');
}

/* The largest size at which all languages have room. */
function sizeOf(board, said) {
  const width = board.units - 2 * SIDE[board.shape];
  const height = 100 - AROUND[board.shape] - GAP * (said.length - 1);
  const taken = (size) => said.reduce((sum, form) => sum + lineCount(form, width, size) * size * LEADING, 0);
  return SIZES.find((size) => taken(size) <= height) ?? SIZES.at(-1);
}

export const takeoverStyle = css`
  .takeover { display: flex; flex-direction: column; padding: calc(8 * var(--u)) calc(7 * var(--u)); background: var(--alarm); color: var(--alarm-ink); translate: none; overflow: hidden; }
  .takeover::before, .takeover::after { content: ''; position: absolute; inset: 0 0 auto; height: calc(3.2 * var(--u)); background: repeating-linear-gradient(-45deg, var(--alarm-ink) 0 calc(3 * var(--u)), transparent 0 calc(6 * var(--u))); }
  .takeover::after { inset: auto 0 0; }
  .takeover header { flex: none; white-space: nowrap; display: flex; align-items: center; justify-content: space-between; gap: calc(3 * var(--u)); }
  .takeover h1 { display: flex; align-items: center; gap: calc(2 * var(--u)); font-size: calc(5.6 * var(--u)); font-weight: 780; }
  .takeover .siren { width: calc(11 * var(--u)); height: calc(11 * var(--u)); flex: none; }
  .takeover time { font-size: calc(8.4 * var(--u)); font-weight: 750; letter-spacing: -0.02em; }
  .takeover .said { flex: 1 1 auto; min-height: 0; overflow: hidden; display: flex; flex-direction: column; justify-content: center; gap: calc(4 * var(--u)); font-size: calc(var(--size) * var(--u)); font-weight: 780; line-height: 1.24; letter-spacing: -0.015em; text-wrap: pretty; }
  .takeover footer { flex: none; min-height: calc(3.4 * var(--u)); display: flex; align-items: center; gap: calc(4 * var(--u)); font-size: calc(2.8 * var(--u)); font-weight: 650; }
  .takeover h1 small { font-size: calc(3 * var(--u)); font-weight: 650; }
  .takeover .stale { color: inherit; font-size: calc(2.4 * var(--u)); }
  .takeover .stale::before { box-shadow: inset 0 0 0 0.12em currentColor; }
  .takeover.tall { padding: calc(7 * var(--u)) calc(4 * var(--u)); }
  .takeover:is(.tall, .phone) h1 { font-size: calc(3.2 * var(--u)); gap: calc(1.4 * var(--u)); }
  .takeover:is(.tall, .phone) .siren { width: calc(6 * var(--u)); height: calc(6 * var(--u)); }
  .takeover:is(.tall, .phone) time { font-size: calc(4.8 * var(--u)); }
  .takeover.phone { min-height: 100vh; min-height: 100svh; padding: 48px 24px; }
  .takeover.phone .said { padding-block: 24px; }
`;
