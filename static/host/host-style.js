/* What the desk's header has besides that of every shell. */
import { css } from 'lit';

export const hostStyle = css`
  .back { margin-inline-start: calc(-1 * var(--space-2)); font-size: var(--text-3); }
  .arrow-back { width: 0.6em; height: 0.6em; border: solid currentColor; border-width: 0 0 2.5px 2.5px; rotate: 45deg; border-radius: 1px; }
  .arrow-back:dir(rtl) { rotate: -135deg; }
`;
