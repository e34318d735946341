/* The programme's own looks. */
import { css } from 'lit';

export const programmeStyle = css`
  .waiting, .none { padding: var(--space-6) var(--space-4); text-align: center; color: var(--ink-soft); }
  .waiting { padding-top: 24vh; }
  .lead { padding: var(--space-4) 0; font-size: var(--text-3); font-weight: 650; text-wrap: balance; }

  .notices { display: grid; gap: var(--space-2); padding-bottom: var(--space-3); }
  .notice { padding: var(--space-3) var(--space-4); border-radius: 14px; background: var(--warm-soft); }
  .notice.urgent { background: var(--alarm); color: var(--alarm-ink); font-weight: 600; }

  .search { display: block; padding-bottom: var(--space-3); }
  .search .in { position: relative; display: block; }
  .search .icon { position: absolute; inset-block: 0; inset-inline-start: 12px; margin: auto; width: 20px; color: var(--ink-soft); pointer-events: none; }
  .search input { padding-inline-start: 42px; border-radius: 22px; }

  .now h2, .day > h2, .count { padding: var(--space-2) 0; font-size: var(--text-3); }
  .rooms { display: grid; gap: var(--space-2); grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); }
  .room { display: flex; flex-direction: column; gap: 2px; min-width: 0; padding: var(--space-3) var(--space-4); border-radius: 14px; background: var(--surface); }
  .room .name { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5em; color: var(--ink-soft); font-size: var(--text-1); font-weight: 650; }
  .room .mark { width: 0.8em; height: 0.8em; }
  .room a { text-decoration: none; }
  .room a:hover { text-decoration: underline; }
  .current { position: relative; padding-bottom: var(--space-2); }
  .current a { display: block; padding-block: 3px; font-weight: 700; line-height: 1.35; }
  .current a::before { content: ''; position: absolute; inset: -6px -6px 0; }
  .current .small { font-variant-numeric: tabular-nums; }
  .name .left { margin-inline-start: auto; font-weight: 500; font-variant-numeric: tabular-nums; white-space: nowrap; }
  .name .left b { color: var(--ink); font-weight: 700; }
  .bar { height: 4px; margin-top: var(--space-1); border-radius: 2px; overflow: hidden; background: oklch(var(--done-l) var(--done-c) var(--hue)); }
  .bar::before { content: ''; display: block; height: 100%; width: calc(100% * var(--share, 0)); background: oklch(var(--tone-l) var(--tone-c) var(--hue)); }
  .idle { color: var(--ink-soft); }
  .next { position: relative; display: flex; flex-wrap: wrap; align-items: center; gap: 0 0.5em; min-height: var(--touch); margin-top: auto; font-size: var(--text-1); font-variant-numeric: tabular-nums; }
  .next a { flex: 1 1 9em; min-width: 0; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; font-weight: 600; }
  .next a::before { content: ''; position: absolute; inset: 0; }

  .day { padding-top: var(--space-4); }
  .days { margin-bottom: var(--space-2); overflow-x: auto; }
  .days button { flex-wrap: wrap; gap: 0 0.4em; line-height: 1.25; }
  .choices { display: flex; flex-wrap: wrap; gap: var(--space-2); padding-bottom: var(--space-2); }
  .choices .segments { flex: 1 1 200px; }
  .only { align-self: center; min-height: 50px; border-color: transparent; background: var(--surface); color: var(--ink-soft); }
  .only .icon { width: 20px; }
  .only[aria-pressed='true'] { border-color: var(--warm); color: var(--ink); }
  .only[aria-pressed='true'] .icon { fill: var(--warm); color: var(--warm); }
  .fold { width: 100%; margin-top: var(--space-2); border-color: transparent; background: none; color: var(--ink-soft); font-size: var(--text-1); }

  .group { padding-top: var(--space-3); }
  .head { display: flex; align-items: center; gap: 0.5em; padding-bottom: var(--space-2); font-size: var(--text-3); font-weight: 750; font-variant-numeric: tabular-nums; }
  .rows { display: grid; gap: var(--space-2); grid-template-columns: repeat(auto-fill, minmax(min(100%, 380px), 1fr)); }
  /* Of a day of 600 sessions, a phone lays out what is to be seen. */
  .rows > li { display: grid; min-width: 0; content-visibility: auto; contain-intrinsic-size: auto 100px; }
`;
