/* What the grid of the programme looks like, and what stands around it. */
import { css } from 'lit';

export const pageStyle = css`
  .page { display: grid; gap: var(--space-2); grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr); height: calc(100vh - var(--desk-top) - var(--desk-bottom) - 40px); height: calc(100dvh - var(--desk-top) - var(--desk-bottom) - 40px); min-height: 26rem; }
  .tools { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); }
  .tools h1 { margin-inline-end: auto; }
  .tools select { width: auto; min-width: 0; max-width: 100%; }
  @media (max-width: 699px) { .tools select { flex: 1 1 40%; order: 1; } }
  .middle { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-3); min-height: 0; }
  .panel { min-height: 0; overflow: auto; border-radius: 14px; background: var(--surface); padding: var(--space-4); }
  .bar { display: grid; gap: var(--space-2); padding: var(--space-2) var(--space-3); border: 1px solid var(--edge); border-radius: 14px; background: var(--surface-high); min-height: calc(var(--touch) + 2 * var(--space-2)); align-content: center; }
  .bar .row { gap: var(--space-2); }
  .bar .words { flex: 1 1 14rem; min-width: 0; display: grid; gap: 2px; }
  .bar strong { font-weight: 700; }
  .bar select { width: auto; }
  @media (max-width: 699px) { .bar :is(button, select) { padding-inline: var(--space-3); } }
  .clash { color: var(--ink); font-weight: 650; }
  .clash::before { content: '!'; display: inline-block; width: 1.3em; height: 1.3em; margin-inline-end: 0.4em; border-radius: 50%; background: var(--warm); color: var(--warm-ink); font-weight: 800; line-height: 1.3; text-align: center; }
  .several[aria-pressed='true'] { border-color: var(--ink); background: var(--ink); color: var(--ground); }
  @media (hover: hover) and (min-width: 900px) { .several { display: none; } }
  .unplaced { display: grid; gap: var(--space-2); }
  .unplaced button { justify-content: start; width: 100%; text-align: start; padding-block: var(--space-2); }
  @media (max-width: 899px) {
    .middle.beside > madang-desk-grid { display: none; }
  }
  @media (min-width: 900px) {
    .page { height: calc(100vh - var(--desk-top) - 28px); height: calc(100dvh - var(--desk-top) - 28px); margin-block-end: calc(-1 * var(--space-5)); }
    .middle.beside { grid-template-columns: minmax(0, 1fr) 22rem; }
  }
`;

export const panelStyle = css`
  form, .body { display: grid; gap: var(--space-3); grid-template-columns: minmax(0, 1fr); align-content: start; }
  .head { display: flex; align-items: start; justify-content: space-between; gap: var(--space-2); }
  .head button { flex: none; white-space: nowrap; }
  .head h2 { padding-block: 0.55em; }
  .field { display: grid; gap: var(--space-1); }
  .pair { display: grid; gap: var(--space-3); grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); }
  .people { display: grid; gap: var(--space-1); }
  .people li { display: flex; align-items: center; justify-content: space-between; gap: var(--space-2); padding-inline-start: var(--space-3); border-radius: var(--radius); background: var(--ground); }
  .acts { display: grid; gap: var(--space-2); grid-template-columns: repeat(2, minmax(0, 1fr)); }
`;

export const gridStyle = css`
  :host { min-height: 0; --gutter: 3.2rem; }
  .scroll { position: relative; height: 100%; contain: strict; overflow: auto; overscroll-behavior: contain; border: 1px solid var(--line); border-radius: 14px; background: var(--ground); scroll-padding: 4rem var(--space-2) var(--space-2) 4rem; }
  .heads, .body { display: grid; grid-template-columns: var(--gutter) repeat(var(--count), minmax(var(--column, 9.5rem), 1fr)); min-width: max-content; }
  .heads { position: sticky; z-index: 5; inset-block-start: 0; background: var(--surface); border-block-end: 1px solid var(--line); }
  .corner { position: sticky; z-index: 1; inset-inline-start: 0; background: var(--surface); }
  .heads button { justify-content: space-between; gap: var(--space-1); width: 100%; padding: 0 var(--space-2); border: 0; border-radius: 0; background: none; border-inline-start: 1px solid var(--line); font-weight: 700; text-align: start; }
  .heads button:focus-visible { outline-offset: -3px; }
  .heads .name { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .none-head { display: flex; align-items: center; padding: 0 var(--space-2); border-inline-start: 1px solid var(--line); color: var(--ink-soft); font-weight: 700; }
  .hours { position: sticky; z-index: 3; inset-inline-start: 0; height: var(--sheet); background: var(--ground); }
  .hours time { position: absolute; inset-block-start: var(--top); inset-inline-end: var(--space-1); translate: 0 -50%; color: var(--ink-soft); font-size: var(--text-1); font-weight: 600; }
  .hours time:first-child { translate: 0 10%; }
  .columns { display: contents; }
  .column { position: relative; height: var(--sheet); border-inline-start: 1px solid var(--line); background: repeating-linear-gradient(var(--line) 0 1px, transparent 1px var(--hour)); }
  .time-line { position: absolute; inset-inline: 0; height: 2px; inset-block-start: var(--top); background: var(--warm); opacity: 0.7; pointer-events: none; }

  .block {
    position: absolute; z-index: 1; inset-block-start: calc(var(--top) + 1px); height: calc(var(--height) - 2px);
    inset-inline-start: calc(100% / var(--lanes) * var(--lane) + 2px); width: calc(100% / var(--lanes) - 4px);
    padding: 3px 6px 2px 9px; border-radius: 8px; overflow: hidden; contain: layout paint style; content-visibility: auto; cursor: grab; user-select: none; -webkit-user-select: none;
    background: oklch(var(--lift-l) var(--lift-c) var(--hue)); box-shadow: inset 4px 0 0 oklch(var(--tone-l) var(--tone-c) var(--hue)); font-size: var(--text-1); line-height: 1.25;
  }
  /* Whole lines alone: a title in as many as leave one for the times. */
  .block .text { display: block; max-height: calc(var(--lines) * 1.25em); overflow: hidden; }
  .block .title { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: var(--of-title); overflow: hidden; font-weight: 650; }
  .block .when, .block .who { display: block; color: var(--ink-soft); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
  .block .late { color: var(--ink); font-weight: 700; }
  .block .mark { margin-inline-end: 0.3em; }
  .block.past { background: var(--surface); }
  .block.off { background: none; box-shadow: inset 0 0 0 1px var(--edge); }
  .block.off .title { text-decoration: line-through; }
  .block[aria-selected='true'] { outline: 3px solid var(--ink); outline-offset: -3px; touch-action: none; }
  .block:focus-visible { outline: 3px solid var(--warm); outline-offset: -3px; border-radius: 8px; }
  .block.moving { z-index: 4; will-change: transform; cursor: grabbing; box-shadow: inset 4px 0 0 var(--warm), inset 0 0 0 2px var(--warm); }
  .block.leaves { opacity: 0.5; }
  .dragging .block { cursor: grabbing; }
`;
