/* What all views look alike in: text, buttons, inputs, rows, chips, segments. In a view: `static styles = [base, css`…`]`. */
import { css } from 'lit';
import { signStyle } from '/shared/signs.js';

export const base = [signStyle, css`
  :host { display: block; font-size: var(--text-2); line-height: 1.45; word-break: keep-all; overflow-wrap: anywhere; }
  :host([hidden]), [hidden] { display: none !important; }
  *, ::before, ::after { box-sizing: border-box; }
  h1, h2, h3, h4, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; font: inherit; }
  ul, ol { list-style: none; }
  a { color: inherit; }
  time, .numbers { font-variant-numeric: tabular-nums; }
  :focus-visible { outline: 3px solid var(--warm); outline-offset: 2px; border-radius: 6px; }
  :is(h1, :focus:not(:focus-visible)) { outline: none; }

  h1 { font-size: var(--text-4); font-weight: 750; line-height: 1.25; text-wrap: balance; }
  h2 { font-size: var(--text-3); font-weight: 700; line-height: 1.3; text-wrap: balance; }
  h2 + p { margin-block-start: var(--space-1); }
  .soft { color: var(--ink-soft); }
  .small { font-size: var(--text-1); }
  .visually-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  .icon { width: 24px; height: 24px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }

  button, .button, input, select, textarea { font: inherit; color: inherit; border-radius: var(--radius); min-height: var(--touch); }
  button, .button {
    display: inline-flex; align-items: center; justify-content: center; gap: var(--space-2); min-width: var(--touch); padding: 0 var(--space-4);
    border: 1px solid var(--edge); background: var(--surface-high); font-weight: 650; text-decoration: none; cursor: pointer; touch-action: manipulation;
  }
  button.primary, .button.primary { border-color: var(--ink); background: var(--ink); color: var(--ground); }
  button.danger { border-color: var(--alarm); background: var(--alarm); color: var(--alarm-ink); }
  button.bare, .button.bare { border-color: transparent; background: none; padding: 0 var(--space-2); }
  button:disabled { opacity: 0.55; cursor: default; }
  input, select, textarea { width: 100%; padding: 0 var(--space-3); border: 1px solid var(--edge); background: var(--surface-high); font-size: max(1rem, 16px); }
  textarea { padding-block: var(--space-2); }
  ::placeholder { color: var(--ink-soft); opacity: 1; }
  label { font-weight: 650; }

  .card { padding: var(--space-4); border-radius: 14px; background: var(--surface); }
  .stack { display: grid; gap: var(--space-4); grid-template-columns: minmax(0, 1fr); }
  .row { display: flex; align-items: center; gap: var(--space-3); flex-wrap: wrap; }
  .problem { padding: var(--space-3) var(--space-4); border-radius: var(--radius); background: var(--warm-soft); color: var(--ink); }

  /* A choice of a few: buttons or links beside each other, the chosen one by aria-pressed, aria-selected or aria-current. */
  .segments { display: flex; padding: 3px; gap: 2px; border-radius: calc(var(--radius) + 3px); background: var(--surface); }
  .segments > * { flex: 1 1 0; min-height: var(--touch); padding: 0 var(--space-2); border: 0; background: none; color: var(--ink-soft); font-weight: 600; white-space: nowrap; }
  .segments > :is([aria-pressed='true'], [aria-selected='true'], [aria-current]) { background: var(--surface-high); color: var(--ink); font-weight: 700; box-shadow: 0 0 0 1px var(--line); }

  .chip { font-size: var(--text-1); line-height: 1.3; }

  @media (prefers-reduced-motion: reduce) {
    *, ::before, ::after { animation: none !important; transition: none !important; }
  }
`];
