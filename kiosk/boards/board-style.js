/* Styles that the boards share. --u is 1 % of the board's height; on a phone text is in rem. */
import { css } from 'lit';
import { signStyle } from '/shared/signs.js';
import { takeoverStyle } from './takeover.js';

export const boardStyle = [signStyle, css`
  :host {
    display: block; container-type: size; width: 100%; height: 100%; overflow: hidden;
    background: var(--ground); color: var(--ink); font-family: var(--font);
    font-variant-numeric: tabular-nums; font-weight: 500; line-height: 1.2;
    word-break: keep-all; overflow-wrap: anywhere; text-wrap: balance;
  }
  .board { --u: 1cqh; position: relative; width: 100%; height: 100%; box-sizing: border-box; translate: var(--shift, 0 0); }
  .board.phone { --u: 7.4px; min-height: 100%; height: auto; translate: none; }
  :host(.flows) { container-type: normal; height: auto; min-height: 100vh; overflow: visible; }
  h1, h2, h3, p, ul, ol { margin: 0; padding: 0; font: inherit; }
  ul, ol { list-style: none; }

  .words { display: inline-grid; min-width: 0; max-width: 100%; }
  .words > span { grid-area: 1 / 1; opacity: 0; visibility: hidden; transition: opacity var(--slow) ease, visibility var(--slow); min-width: 0; }
  .words > .on { opacity: 1; visibility: visible; }
  .words.clamp { display: grid; grid-template-columns: minmax(0, 1fr); }
  .words.clamp > span { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: var(--lines, 3); overflow: hidden; }
  .words.cut > span { text-wrap: wrap; }
  .words.one > span { display: block; white-space: nowrap; text-overflow: ellipsis; }

  .chip .words { justify-items: center; }

  .stale { color: var(--ink-soft); font-size: calc(1.9 * var(--u)); display: flex; align-items: center; gap: 0.5em; }
  .stale::before { content: ''; width: 0.5em; height: 0.5em; border-radius: 50%; box-shadow: inset 0 0 0 0.12em var(--warm); }

  /* The five colours as on a child's saekdong sleeve: the yard's lively edge. */
  .saekdong { position: absolute; z-index: 3; inset: 0 0 auto; height: calc(0.7 * var(--u)); display: flex; }
  .saekdong i { flex: 1; background: oklch(var(--tone-l) var(--tone-c) var(--hue)); }

  @media (prefers-reduced-motion: reduce) {
    .words > span { transition: none; }
  }
`, takeoverStyle];
