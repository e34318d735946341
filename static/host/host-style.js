/* The shell's own looks: the header and the page below it. */
import { css } from 'lit';

export const hostStyle = css`
  :host { min-height: 100vh; min-height: 100dvh; }

  header {
    position: sticky; z-index: 2; inset-block-start: 0; display: flex; align-items: center; gap: var(--space-2);
    min-height: 52px; padding: env(safe-area-inset-top) var(--space-2) 0 var(--space-4); background: var(--ground);
  }
  .event { flex: 1 1 0; min-width: 0; font-weight: 750; font-size: var(--text-3); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
  .back { margin-inline-start: calc(-1 * var(--space-2)); font-size: var(--text-3); }
  .arrow-back { width: 0.6em; height: 0.6em; border: solid currentColor; border-width: 0 0 2.5px 2.5px; rotate: 45deg; border-radius: 1px; }
  .arrow-back:dir(rtl) { rotate: -135deg; }
  .clock { font-weight: 700; font-size: var(--text-3); }
  .stale { display: flex; align-items: center; gap: 0.4em; color: var(--ink-soft); font-size: var(--text-1); white-space: nowrap; font-variant-numeric: tabular-nums; }
  .stale::before { content: ''; width: 0.55em; height: 0.55em; border-radius: 50%; box-shadow: inset 0 0 0 0.14em var(--warm); }
  .language { font-size: var(--text-1); color: var(--ink-soft); }

  main { padding: 0 var(--space-4) var(--space-5); }
  .waiting { padding: 20vh var(--space-4) 0; text-align: center; color: var(--ink-soft); }

  @media (min-width: 900px) {
    header, main { max-width: 1120px; margin-inline: auto; padding-inline: var(--space-5); }
  }
`;
