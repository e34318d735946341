/* My day looks like a page of a diary: times at the edge, one line down the day. */
import { css } from 'lit';

export const dayStyle = css`
  :host { max-width: 44rem; }
  .date { padding-block: var(--space-2); }
  ol { display: grid; gap: var(--space-2); grid-template-columns: minmax(0, 1fr); }

  .one { position: relative; display: grid; grid-template-columns: 3.4rem minmax(0, 1fr) var(--touch); gap: 0 var(--space-2); padding: var(--space-3) 0 var(--space-3) var(--space-3); border-radius: 14px; background: var(--surface); overflow: hidden; }
  .one.is-now { background: var(--surface-high); box-shadow: inset 0 0 0 1px var(--edge); }
  .when { display: grid; align-content: start; line-height: 1.35; }
  .when .from { font-size: var(--text-3); font-weight: 700; }
  .when .to { font-size: var(--text-1); color: var(--ink-soft); }
  .what { display: grid; gap: var(--space-1); align-content: start; min-width: 0; }
  .title { font-size: var(--text-3); font-weight: 650; line-height: 1.35; text-decoration: none; text-wrap: pretty; }
  .title::after { content: ''; position: absolute; inset: 0 var(--touch) 0 0; }
  .title:hover { text-decoration: underline; text-underline-offset: 0.2em; }
  .where { display: flex; align-items: baseline; flex-wrap: wrap; gap: 0 var(--space-2); color: var(--ink-soft); }
  .where .left { margin-inline-start: auto; color: var(--ink); font-variant-numeric: tabular-nums; }
  .chips:empty { display: none; }
  .chips { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); }
  .one.is-past :is(.title, .from) { color: var(--ink-soft); font-weight: 550; }
  .one.cancelled .from { text-decoration: line-through; color: var(--ink-soft); }
  .other { position: relative; display: flex; align-items: center; justify-content: space-between; gap: var(--space-2); min-height: var(--touch); margin-inline-end: calc(-1 * var(--touch) - var(--space-2)); }
  .other a { display: flex; align-items: center; min-height: var(--touch); text-decoration: underline; text-underline-offset: 0.2em; }

  .sign-of { display: grid; justify-items: center; align-self: start; color: var(--warm); }
  .sign-of .icon { width: 22px; height: 22px; }
  .one > .star { align-self: start; margin-block-start: -6px; }
  .progress { position: absolute; inset: auto 0 0; height: 3px; background: var(--line); }
  .progress::before { content: ''; position: absolute; inset: 0; background: var(--warm); transform: scaleX(var(--share)); transform-origin: left; }
  .progress:dir(rtl)::before { transform-origin: right; }

  .entry:is(.of-gap, .of-walk) { display: grid; grid-template-columns: 3.4rem minmax(0, 1fr); gap: 0 var(--space-2); align-items: center; padding-inline-start: var(--space-3); color: var(--ink-soft); font-size: var(--text-1); }
  .of-gap { padding-block: var(--space-2); }
  .walker { display: flex; }
  .of-walk .icon { width: 18px; height: 18px; }
  .of-now { display: flex; align-items: center; gap: var(--space-2); color: var(--warm); font-weight: 700; font-size: var(--text-1); font-variant-numeric: tabular-nums; }
  .of-now::after { content: ''; flex: 1; height: 2px; border-radius: 1px; background: currentColor; }
  .of-clash { position: relative; min-height: var(--touch); display: flex; align-items: flex-start; gap: var(--space-2); padding: var(--space-2) var(--space-3); border-radius: var(--radius); background: var(--warm-soft); font-size: var(--text-1); }
  .of-clash .icon { width: 18px; height: 18px; margin-block-start: 1px; color: var(--warm); }
  .of-clash a::after { content: ''; position: absolute; inset: 0; }
  .of-clash a { text-underline-offset: 0.2em; }

  .empty { display: grid; justify-items: center; gap: var(--space-2); padding: var(--space-6) var(--space-4); text-align: center; text-wrap: balance; }
  .empty .sign { display: grid; place-items: center; width: 72px; height: 72px; border-radius: 50%; background: var(--surface); color: var(--warm); }
  .empty .sign .icon { width: 34px; height: 34px; }
  .empty .button { margin-block-start: var(--space-3); }
  .address { font-size: var(--text-1); color: var(--ink-soft); user-select: all; word-break: break-all; }
  [role='status']:empty { display: none; }
`;
