/* One host's looks: the table large, times as a grid under the thumb, what one gets in a card below. */
import { css } from 'lit';

export const meetupStyle = css`
  .head { display: grid; gap: var(--space-1); }
  .title { font-size: var(--text-3); font-weight: 600; }
  .facts { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-1) var(--space-3); padding-block-start: var(--space-1); font-weight: 650; font-variant-numeric: tabular-nums; }
  .table { padding: 2px 0.6em; border-radius: 0.5em; background: var(--surface-high); box-shadow: inset 0 0 0 1px var(--line); }
  .after { display: inline-flex; align-items: center; min-height: var(--touch); color: var(--ink-soft); text-underline-offset: 0.2em; }
  .told { padding: var(--space-3) var(--space-4); border-radius: var(--radius); background: var(--warm-soft); font-weight: 600; }
  .said { padding: var(--space-3) var(--space-4); border-radius: var(--radius); background: var(--surface-high); box-shadow: inset 0 0 0 1px var(--edge); font-weight: 650; }
  .said:empty { display: none; }
  .gone { padding: var(--space-6) 0; color: var(--ink-soft); text-align: center; }
  .plain { white-space: pre-line; max-width: 65ch; }
  section { display: grid; gap: var(--space-2); grid-template-columns: minmax(0, 1fr); }

  .slots { display: grid; gap: var(--space-2); grid-template-columns: repeat(auto-fill, minmax(92px, 1fr)); }
  .slot { display: grid; gap: 0; align-content: center; justify-items: center; width: 100%; height: 100%; min-height: 58px; padding: var(--space-2) var(--space-1); border-color: var(--line); line-height: 1.3; }
  .slot time { font-size: var(--text-3); font-weight: 750; }
  .slot span { font-size: var(--text-1); font-weight: 600; text-align: center; }
  .slot.free { border-color: var(--edge); }
  .slot.full { background: none; }
  .slot.full :is(time, span) { color: var(--ink-soft); }
  .slot.mine { background: var(--warm-soft); border-color: var(--warm); }
  .slot[aria-expanded='true'] { border-color: var(--ink); background: var(--ink); }
  .slot[aria-expanded='true'] :is(time, span) { color: var(--ground); }

  .asking { gap: var(--space-3); margin-block-start: var(--space-1); padding: var(--space-4); border-radius: 14px; background: var(--surface); scroll-margin-block: var(--space-4); }
  .asking h3 { display: flex; flex-wrap: wrap; gap: 0 0.8em; font-size: var(--text-3); font-weight: 750; font-variant-numeric: tabular-nums; }
  .topics { display: grid; gap: var(--space-1); padding-block-start: var(--space-1); }
  .topics li { padding-inline-start: var(--space-3); border-inline-start: 3px solid var(--line); }
  .around { display: grid; gap: 2px; font-size: var(--text-1); font-variant-numeric: tabular-nums; }
  .around div { display: grid; grid-template-columns: 4.2em minmax(0, 1fr); }
  .around dt { color: var(--ink-soft); font-weight: 600; }
  .around dd { overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
  .clash { display: flex; align-items: flex-start; gap: var(--space-2); font-size: var(--text-1); font-weight: 600; }
  .clash .icon { width: 18px; height: 18px; margin-block-start: 1px; color: var(--warm); }
  .queue { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.8em; font-variant-numeric: tabular-nums; }
  .queue b { font-size: var(--text-4); font-weight: 750; }
  form { display: grid; gap: var(--space-2); }
  textarea { resize: vertical; }
  #count { justify-self: end; margin-block-start: -4px; }
  .wide { width: 100%; min-height: 52px; font-size: var(--text-3); }
  .row { gap: var(--space-2); }
`;
