/*
 * The signs that all pages share: the mark beside a hue, for those who don't see it, the arrow
 * from an old value to a new one, and the chips of changes.
 */
import { css, html, nothing, svg } from 'lit';

export const ARROW = html`<svg class="arrow" viewBox="0 0 12 10" aria-hidden="true"><path d="M0.8 5H10M6.6 1.2 10.6 5 6.6 8.8"/></svg>`;

/* What can't wait, beside its colour and its word. */
export const SIREN = html`<svg class="siren" viewBox="0 0 48 48" aria-hidden="true"><path fill="currentColor" d="M24 3.5a4 4 0 0 1 3.5 2l18 32a4 4 0 0 1-3.5 6H6a4 4 0 0 1-3.5-6l18-32a4 4 0 0 1 3.5-2zM21.5 16l1 13h3l1-13zM24 32.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z" fill-rule="evenodd"/></svg>`;

/* Eight hues and seven shapes: 56 pairs before one repeats. */
const SHAPES = [
  svg`<circle cx="5" cy="5" r="4.2"/>`,
  svg`<path d="M1.2 1.2h7.6v7.6H1.2z"/>`,
  svg`<path d="M5 .8 9.6 9H.4z"/>`,
  svg`<path d="M5 .2 9.8 5 5 9.8.2 5z"/>`,
  svg`<path d="M.6 7.8a4.4 4.4 0 0 1 8.8 0z"/>`,
  svg`<path d="M3.4.8h3.2v2.6h2.6v3.2H6.6v2.6H3.4V6.6H.8V3.4h2.6z"/>`,
  svg`<path d="M5 .8a4.2 4.2 0 1 0 0 8.4A4.2 4.2 0 0 0 5 .8m0 2.3a1.9 1.9 0 1 1 0 3.8 1.9 1.9 0 0 1 0-3.8"/>`,
];

export function mark(index) {
  if (index < 0) return nothing;
  return html`<svg class="mark" viewBox="0 0 10 10" aria-hidden="true">${SHAPES[index % SHAPES.length]}</svg>`;
}

/** For `--hue` of an element that holds a mark. */
export function hue(index) {
  return index < 0 ? 'var(--hue-7)' : `var(--hue-${index % 8 + 1})`;
}

export const signStyle = css`
  .mark { width: 0.62em; height: 0.62em; flex: none; fill: oklch(var(--tone-l) var(--tone-c) var(--hue)); fill-rule: evenodd; }
  .arrow { width: 0.95em; height: 0.8em; margin: 0 0.28em; flex: none; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; }
  :dir(rtl) > .arrow { scale: -1 1; }
  s { text-decoration-thickness: 0.1em; opacity: 0.78; }

  .chip { display: inline-flex; align-items: center; flex: none; padding: 0.12em 0.42em; border-radius: 0.36em; font-weight: 700; white-space: nowrap; }
  .chip.fresh { background: var(--warm); color: var(--warm-ink); }
  .chip.standing { background: var(--warm-soft); color: var(--ink); }
  .chip.cancelled { background: none; color: var(--ink); box-shadow: inset 0 0 0 0.1em currentColor; }
  .chip.cancelled.fresh { background: var(--alarm); color: var(--alarm-ink); box-shadow: none; }
  .times { white-space: nowrap; font-weight: 600; }
`;
