/* The desk's frame: a bar of sections below on a phone, a column of them beside on a laptop. */
import { css } from 'lit';

export const deskStyle = css`
  :host { --desk-top: calc(52px + env(safe-area-inset-top)); --desk-bottom: calc(60px + env(safe-area-inset-bottom)); padding-block-end: var(--desk-bottom); }
  header { padding-inline: var(--space-4) var(--space-2); }
  main { padding-block-start: var(--space-2); }
  nav { position: fixed; z-index: 3; inset: auto 0 0; padding-block-end: env(safe-area-inset-bottom); border-block-start: 1px solid var(--line); background: var(--surface); }
  .sections { display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); }
  .sections > li { display: grid; }
  .section {
    display: grid; justify-items: center; align-content: center; gap: 1px; min-width: 0; min-height: 60px; padding: 0 2px; border: 0; border-radius: 0; background: none;
    color: var(--ink-soft); font-size: 0.6875rem; font-weight: 600; line-height: 1.25; text-align: center; text-decoration: none;
  }
  .section[aria-current], .section[aria-expanded='true'] { color: var(--ink); font-weight: 750; }
  .section[aria-current] .icon { stroke-width: 2.3; }
  .section:focus-visible { outline-offset: -3px; }
  .more { position: absolute; inset: auto 0 100%; max-height: 70vh; overflow: auto; padding: var(--space-3) var(--space-4) var(--space-4); border-block-start: 1px solid var(--line); background: var(--surface); box-shadow: 0 0 32px var(--shade); }
  .more .section, .mine :is(a, button) { display: flex; justify-content: start; align-items: center; gap: var(--space-3); width: 100%; min-height: 48px; padding: 0 var(--space-2); border-radius: var(--radius); font-size: var(--text-2); text-align: start; }
  .mine { display: grid; gap: var(--space-1); }
  .more ul + .mine { margin-block-start: var(--space-3); padding-block-start: var(--space-3); border-block-start: 1px solid var(--line); }
  .mine :is(a, button) { border: 0; background: none; color: var(--ink-soft); font-weight: 600; text-decoration: none; }
  .who { padding: 0 var(--space-2); }
  .who b { display: block; font-weight: 700; }
  .side { display: none; }
  .renewed { padding: var(--space-2) var(--space-4); }

  @media (min-width: 900px) {
    :host { --desk-bottom: 0px; display: grid; grid-template: auto minmax(0, 1fr) / 208px minmax(0, 1fr); padding: 0; }
    header, main { max-width: none; margin: 0; padding-inline: var(--space-5); }
    header { grid-column: 2; }
    main { grid-column: 2; padding-block: var(--space-3) var(--space-6); }
    nav { position: sticky; inset: 0 auto auto; grid-area: 1 / 1 / span 2; display: flex; flex-direction: column; justify-content: space-between; height: 100vh; height: 100dvh; overflow: auto; padding: var(--space-4) var(--space-3); border: 0; border-inline-end: 1px solid var(--line); }
    .sections { grid-auto-flow: row; gap: 2px; }
    .section { display: flex; justify-content: start; align-items: center; gap: var(--space-3); min-height: var(--touch); padding: 0 var(--space-3); border-radius: var(--radius); font-size: var(--text-2); text-align: start; }
    .section[aria-current] { background: var(--surface-high); box-shadow: 0 0 0 1px var(--line); }
    .beyond { display: grid; }
    .side { display: grid; }
    .more, .opens { display: none !important; }
  }
  @media (max-width: 899px) {
    .beyond { display: none !important; }
  }
`;
