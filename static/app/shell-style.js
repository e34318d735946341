/* The app's own looks, besides those of every shell: tab bar (a rail where there is room), the page, the sheet. */
import { css } from 'lit';

export const shellStyle = css`
  :host { --bar: 60px; padding-bottom: calc(var(--bar) + env(safe-area-inset-bottom)); }

  .bell { position: relative; }
  .badge { position: absolute; inset-block-start: 3px; inset-inline-end: 0; min-width: 1.5em; padding: 0 0.35em; border-radius: 1em; background: var(--warm); color: var(--warm-ink); font-size: 0.6875rem; font-weight: 800; line-height: 1.5; text-align: center; }

  nav {
    position: fixed; z-index: 3; inset: auto 0 0; display: flex; padding-bottom: env(safe-area-inset-bottom);
    background: var(--surface); border-block-start: 1px solid var(--line);
  }
  nav a { flex: 1 1 0; display: grid; justify-items: center; align-content: center; gap: 2px; min-width: 0; min-height: var(--bar); color: var(--ink-soft); font-size: 0.75rem; font-weight: 600; line-height: 1.2; text-decoration: none; text-align: center; }
  nav a[aria-current] { color: var(--ink); font-weight: 750; }
  nav a[aria-current] .icon { color: var(--warm); }
  nav a:focus-visible { outline-offset: -4px; }

  /* Above the tabs; in a sheet, on top of it. */
  madang-place-bar { position: fixed; z-index: 3; inset: auto 0 calc(var(--bar) + env(safe-area-inset-bottom)); }
  .sheet madang-place-bar { position: static; flex: none; }
  :host([urgent]) { --above: 60px; padding-bottom: calc(var(--bar) + var(--above) + env(safe-area-inset-bottom)); }

  main { padding: var(--space-2) var(--space-4) var(--space-5); }

  .sheet {
    width: 100%; max-width: 640px; max-height: calc(100dvh - 28px - env(safe-area-inset-top)); height: 100dvh; margin: auto auto 0; padding: 0; overflow: hidden;
    border: 0; border-radius: 18px 18px 0 0; background: var(--ground); color: var(--ink);
  }
  .sheet[open] { display: flex; flex-direction: column; animation: rise 0.24s cubic-bezier(0.2, 0.8, 0.3, 1); }
  .sheet::backdrop { background: var(--shade); }
  .sheet-bar { flex: none; display: flex; justify-content: flex-end; padding: var(--space-1) var(--space-2) 0; }
  .sheet-body { flex: 1 1 auto; overflow: auto; overscroll-behavior: contain; padding: 0 var(--space-4) calc(var(--space-5) + env(safe-area-inset-bottom)); }
  @keyframes rise { from { transform: translateY(40px); opacity: 0; } }

  @media (min-width: 900px) {
    :host { --rail: 208px; padding: 0 0 0 var(--rail); }
    header { max-width: 1040px; padding-inline: var(--space-5); }
    :host([urgent]) { padding-bottom: 60px; }
    madang-place-bar { inset: auto 0 0 var(--rail); }
    main { max-width: 1040px; padding: var(--space-3) var(--space-5) var(--space-6); }
    nav { inset: var(--band, 0) auto 0 0; width: var(--rail); flex-direction: column; gap: 2px; padding: var(--space-5) var(--space-3); border: 0; border-inline-end: 1px solid var(--line); }
    nav a { flex: none; grid-auto-flow: column; justify-content: start; justify-items: start; align-items: center; gap: var(--space-3); min-height: 48px; padding: 0 var(--space-3); border-radius: var(--radius); font-size: var(--text-2); }
    nav a[aria-current] { background: var(--surface-high); }
    .sheet { height: auto; min-height: 40vh; max-height: calc(100dvh - 80px); margin: auto; border-radius: 18px; }
  }
`;
