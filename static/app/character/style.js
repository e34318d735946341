/* Styles of the builder. On a phone: preview and tabs above, parts below, save at the thumb; on a wide screen preview beside parts. */
import { css } from 'lit';

const phone = css`
  /* The drawings have a dark outline: on a dark page they stand on a lighter plate. */
  :host { --preview: clamp(132px, 26vh, 260px); --plate: light-dark(transparent, oklch(0.42 0.02 265)); }
  h1 { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .waiting { display: grid; justify-items: center; gap: var(--space-4); padding: 20vh 0; text-align: center; color: var(--ink-soft); }
  .builder { display: grid; grid-template-columns: minmax(0, 1fr); }
  .top { position: sticky; z-index: 1; inset-block-start: 52px; margin-inline: calc(-1 * var(--space-4)); background: var(--ground); box-shadow: 0 1px 0 var(--line); }

  .stage { display: grid; grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr); align-items: center; padding: 0 var(--space-4); }
  .steps { display: flex; flex-direction: column; gap: var(--space-2); justify-content: flex-end; align-items: flex-start; height: 100%; padding-block-end: var(--space-1); }
  .steps:last-child { align-items: flex-end; }
  .tool { width: 48px; height: 48px; padding: 0; border-radius: 50%; }
  .tool:disabled { opacity: 0.4; }
  .dice { width: 60px; height: 60px; background: var(--warm); border-color: var(--warm); color: var(--warm-ink); }
  .dice .icon { width: 32px; height: 32px; }
  .dice:active .icon { rotate: 90deg; }
  .preview { width: var(--preview); height: var(--preview); padding: 0; border: 0; background: none; border-radius: 18px; touch-action: pan-y; user-select: none; }
  .preview img { display: block; pointer-events: none; }
  .preview img { background: var(--plate); }
  .preview:not(.small) img { width: 100%; height: 100%; border-radius: 18px; }
  .preview.small { display: flex; align-items: center; justify-content: center; gap: var(--space-3); }
  .preview.small img { border-radius: 22%; }
  .preview .later { display: none; padding: var(--space-3); color: var(--ink-soft); font-size: var(--text-1); }
  .preview:has(.lost) { display: grid; place-content: center; background: var(--surface); }
  .preview .lost { position: absolute; visibility: hidden; }
  .preview .lost ~ .later { display: block; }

  .slots { display: flex; gap: 2px; overflow-x: auto; padding: var(--space-1) var(--space-4); scrollbar-width: none; scroll-padding-inline: 60px; }
  .slots::-webkit-scrollbar { display: none; }
  .slots button { flex: none; padding: 0 var(--space-3); border: 0; border-radius: var(--touch); background: none; color: var(--ink-soft); font-weight: 600; white-space: nowrap; }
  .slots [aria-selected='true'] { background: var(--ink); color: var(--ground); font-weight: 750; }
  .slots .own::after { content: ''; width: 6px; height: 6px; border-radius: 50%; background: var(--warm); }
  .slots button:focus-visible { outline-offset: -3px; border-radius: var(--touch); }

  #panel { padding-block: var(--space-2) var(--space-4); }
  fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
  .swatches { display: flex; flex-wrap: wrap; margin: 0 -4px var(--space-2); }
  legend { padding: var(--space-1) 4px; font-weight: 700; }
  legend .soft { font-weight: 600; }
  .swatch { position: relative; width: 44px; height: 44px; padding: 4px; cursor: pointer; }
  .swatch::before { content: ''; display: block; height: 100%; border-radius: 50%; background: var(--swatch); box-shadow: inset 0 0 0 1px var(--edge); }
  .swatch:has(:checked)::before { box-shadow: 0 0 0 3px var(--ground), 0 0 0 5px var(--ink); margin: 3px; height: calc(100% - 6px); }
  .swatch svg { position: absolute; inset: 10px; width: 24px; height: 24px; fill: none; stroke: white; stroke-width: 3; stroke-linecap: round; stroke-linejoin: round; pointer-events: none; }
  .swatch .under { stroke: black; stroke-width: 6; }
  .swatch input, .part input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; scroll-margin-block: calc(var(--preview) + 120px) 140px; }
  .swatch:has(:focus-visible), .part:has(:focus-visible) { outline: 3px solid var(--warm); outline-offset: 1px; border-radius: 16px; }

  .parts { display: grid; grid-template-columns: repeat(auto-fill, minmax(96px, 1fr)); gap: var(--space-2); }
  .parts legend { float: left; }
  .part { position: relative; display: flex; flex-direction: column; align-items: center; gap: 2px; padding: 4px 4px 6px; border-radius: 14px; background: var(--surface); box-shadow: inset 0 0 0 1px var(--line); cursor: pointer; text-align: center; font-size: var(--text-1); font-weight: 600; line-height: 1.25; touch-action: manipulation; }
  .part img { width: 100%; aspect-ratio: 1; border-radius: 11px; background: var(--plate); pointer-events: none; }
  .part .lost { visibility: hidden; }
  .part:has(:checked) { background: var(--surface-high); box-shadow: inset 0 0 0 3px var(--ink); font-weight: 750; }

  .side { display: grid; gap: var(--space-3); grid-template-columns: minmax(0, 1fr); padding-block-end: var(--space-3); }
  .sentence { color: var(--ink-soft); }
  .mine { display: grid; gap: var(--space-3); grid-template-columns: minmax(0, 1fr); }
  .mine img { border-radius: 14px; background: var(--plate); }
  .mine .name { flex: 1 1 0; font-size: var(--text-3); font-weight: 750; }
  .toggle { display: flex; align-items: center; gap: var(--space-3); min-height: var(--touch); cursor: pointer; }
  .toggle input { appearance: none; position: relative; flex: none; width: 52px; height: 32px; min-height: 0; padding: 0; border: 2px solid var(--edge); border-radius: 16px; background: none; cursor: pointer; }
  .toggle input::before { content: ''; position: absolute; inset-block-start: 4px; inset-inline-start: 4px; width: 20px; height: 20px; border-radius: 50%; background: var(--ink-soft); transition: inset-inline-start 0.15s; }
  .toggle input:checked { background: var(--ink); border-color: var(--ink); }
  .toggle input:checked::before { inset-inline-start: 24px; background: var(--ground); }

  .bottom { position: sticky; z-index: 1; inset-block-end: calc(60px + env(safe-area-inset-bottom)); margin: 0 calc(-1 * var(--space-4)); padding: var(--space-2) var(--space-4); background: var(--ground); box-shadow: 0 -1px 0 var(--line); }
  .save { width: 100%; min-height: 50px; font-size: var(--text-3); }
  .save[aria-disabled='true'] { background: none; border-color: transparent; color: var(--ink); cursor: default; }
  .save .icon { color: var(--warm); stroke-width: 2.6; }
  .told { padding-block-end: var(--space-2); font-weight: 600; }
  .told.empty { padding: 0; }
  form { display: grid; gap: var(--space-1); }
  form .row { flex-wrap: nowrap; gap: var(--space-2); }
  form input { flex: 1 1 0; min-width: 0; }
  form button { flex: none; }
`;

const wide = css`
  @media (min-width: 900px) {
    :host { --preview: 340px; }
    h1 { position: static; width: auto; height: auto; margin: 0; padding-block-end: var(--space-3); clip-path: none; white-space: normal; }
    .builder { grid-template: 'stage slots' auto 'stage panel' auto 'bottom panel' auto 'side panel' 1fr / 400px minmax(0, 1fr); gap: 0 var(--space-5); }
    .top { display: contents; }
    .stage { grid-area: stage; grid-template-columns: auto auto; justify-content: center; gap: var(--space-3) var(--space-4); }
    .preview { grid-column: 1 / -1; grid-row: 1; }
    .steps { flex-direction: row; height: auto; align-items: center; justify-content: center; }
    .slots { grid-area: slots; flex-wrap: wrap; padding: 0 0 var(--space-3); align-self: start; }
    #panel { grid-area: panel; align-self: start; max-height: calc(100dvh - 240px); padding: 4px; margin: -4px; overflow-y: auto; }
    .swatch input, .part input { scroll-margin-block: 12px; }
    .parts { grid-template-columns: repeat(auto-fill, minmax(112px, 1fr)); }
    .side { grid-area: side; align-content: start; }
    .bottom { grid-area: bottom; position: static; margin: 0; padding: var(--space-4) 0; box-shadow: none; }
  }
`;

export const characterStyle = [phone, wide];
