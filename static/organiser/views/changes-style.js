/* What the views of the changes look alike in. */
import { css } from 'lit';

export const partsStyle = css`
  section { max-width: 60rem; }
  .segments { max-width: 32rem; }
  .segments > li { display: grid; padding: 0; }
  .segments .button { min-height: var(--touch); padding: 0 var(--space-2); border: 0; background: none; color: var(--ink-soft); font-weight: 600; }
  .segments [aria-current='page'] { background: var(--surface-high); color: var(--ink); font-weight: 700; box-shadow: 0 0 0 1px var(--line); }
`;
