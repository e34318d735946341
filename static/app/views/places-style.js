/* One's own places: quiet cards; what asks for something at once is warm and comes first. */
import { css } from 'lit';

export const placesStyle = css`
  .all { display: grid; gap: var(--space-2); grid-template-columns: minmax(0, 1fr); }
  ul { display: grid; gap: var(--space-2); grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); align-items: start; }
  .place { display: grid; gap: var(--space-2); grid-template-columns: minmax(0, 1fr); padding: var(--space-3) var(--space-4) var(--space-3); border-radius: 14px; background: var(--surface); }
  .place.pressing { background: var(--warm-soft); box-shadow: inset 0 0 0 2px var(--warm); }
  .place.is-talking, .place.is-arrived { background: var(--surface-high); box-shadow: inset 0 0 0 1px var(--edge); }
  .place.ended { background: none; box-shadow: inset 0 0 0 1px var(--line); }

  .kind { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 var(--space-3); color: var(--ink-soft); font-size: var(--text-1); font-variant-numeric: tabular-nums; }
  .kind b { font-weight: 700; }
  .pressing .kind { color: var(--ink); font-size: var(--text-2); }
  .pressing .kind :is(b, span) { font-weight: 750; }
  h3 { font-size: var(--text-3); font-weight: 700; line-height: 1.3; }
  h3 a { display: inline-flex; align-items: center; min-height: var(--touch); margin-block: -10px; text-decoration: none; }
  h3 a:hover { text-decoration: underline; text-underline-offset: 0.2em; }
  .where { display: flex; flex-wrap: wrap; gap: 0 0.8em; font-weight: 600; font-variant-numeric: tabular-nums; }
  .where:empty { display: none; }
  .topic { padding-inline-start: var(--space-3); border-inline-start: 3px solid var(--line); color: var(--ink-soft); overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; }
  .pressing .topic { border-color: var(--warm); color: var(--ink); }
  .come { font-size: var(--text-4); font-weight: 750; line-height: 1.3; text-wrap: balance; }
  .ahead { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.8em; font-variant-numeric: tabular-nums; }
  .ahead b { font-size: var(--text-4); font-weight: 750; }
  .clash { display: flex; align-items: flex-start; gap: var(--space-2); font-size: var(--text-1); }
  .clash .icon { width: 18px; height: 18px; margin-block-start: 1px; color: var(--warm); }

  .row { gap: var(--space-2); }
  .actions { margin-inline: 0 calc(-1 * var(--space-2)); }
  .actions:has(> .bare:first-child) { margin-inline-start: calc(-1 * var(--space-2)); }
  .actions .bare { color: var(--ink-soft); font-weight: 600; }
  .pressing .actions .bare { color: var(--ink); }
  .wide { flex: 1 1 100%; min-height: 52px; margin-inline-end: var(--space-2); font-size: var(--text-3); }
  .wide + .bare { margin-inline-start: calc(-1 * var(--space-2)); }
  .sure { display: grid; gap: var(--space-2); padding-block-start: var(--space-2); border-block-start: 1px solid var(--line); }
  .pressing .sure { border-color: var(--warm); }
  .choices { display: grid; gap: var(--space-2); }
  .choices button { justify-content: start; padding-block: var(--space-2); text-align: start; }
  .choice { display: grid; }

  .progress { position: relative; height: 6px; border-radius: 3px; background: var(--line); overflow: hidden; }
  .progress::before { content: ''; position: absolute; inset: 0; background: var(--warm); transform: scaleX(var(--share)); transform-origin: left; transition: transform 1s linear; }
  .progress:dir(rtl)::before { transform-origin: right; }
`;
