/* The looks of one table: the guest large, the buttons under the thumb, the queue below. */
import { css } from 'lit';

export const faceStyle = css`
  .face { flex: none; width: 64px; height: 64px; border-radius: 18px; object-fit: cover; background: var(--surface-high); }
  .face.big { width: 116px; height: 116px; border-radius: 28px; }
  .face.small { width: 44px; height: 44px; border-radius: 13px; }
  .face.lost { visibility: hidden; }
  .initials { display: grid; place-items: center; color: var(--ink-soft); font-weight: 750; font-size: 1.25rem; }
  .initials.big { font-size: 2.25rem; }
  .initials.small { font-size: 0.9375rem; }
  .chip.state { background: var(--surface-high); box-shadow: inset 0 0 0 1px var(--line); }
  .chip.state.open { background: var(--ink); color: var(--ground); box-shadow: none; }
  .chip.state.paused { background: var(--warm-soft); box-shadow: none; }
  .chip.state.cancelled { background: none; }
  button[aria-busy='true'] { opacity: 0.6; }
`;

export const tableStyle = [faceStyle, css`
  .page { display: grid; gap: var(--space-5); grid-template-columns: minmax(0, 1fr); padding-block-end: 190px; }
  .now, .then { display: grid; gap: var(--space-3); align-content: start; grid-template-columns: minmax(0, 1fr); }
  .head { display: grid; gap: var(--space-1); }
  .meta { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--space-2); color: var(--ink-soft); font-weight: 600; }
  .behind { font-weight: 650; }
  .unknown { padding: var(--space-6) 0; text-align: center; }
  .nothing-here { max-width: 30rem; margin-inline: auto; padding-block-start: 12vh; }

  .up { display: grid; gap: var(--space-3); grid-template-columns: minmax(0, 1fr); }
  .guest { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--space-3) var(--space-4); padding: var(--space-4); border-radius: 18px; background: var(--surface); }
  .guest > :not(.face, .who) { grid-column: 1 / -1; }
  .guest.called { box-shadow: inset 0 0 0 2px var(--warm); }
  .who { display: grid; align-content: center; gap: 2px; }
  .state-of { color: var(--ink-soft); font-weight: 700; font-size: var(--text-1); }
  .called .state-of { color: var(--warm); }
  .alone .name { font-size: 1.625rem; font-weight: 780; line-height: 1.2; }
  .together { padding: var(--space-3) var(--space-4); border-radius: 18px; background: var(--surface); }
  .several .guest { gap: var(--space-2) var(--space-3); padding: var(--space-3); }
  .several .face { width: 52px; height: 52px; border-radius: 15px; }
  .several .topic { font-size: var(--text-2); }
  .several .acts > * { min-height: 48px; }
  .several .name { font-size: var(--text-3); font-weight: 750; }
  .guest .topic { font-size: var(--text-3); line-height: 1.45; white-space: pre-line; }
  .alone .topic { font-size: 1.1875rem; }
  .facts { display: flex; flex-wrap: wrap; gap: 0 0.9em; color: var(--ink-soft); font-size: var(--text-1); font-weight: 550; }
  .acts { gap: var(--space-2); }
  .acts > * { flex: 1 1 auto; min-height: 52px; }

  .timer p { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 var(--space-3); font-variant-numeric: tabular-nums; }
  .timer strong { font-size: var(--text-3); }
  .track { display: block; height: 6px; margin-block-start: var(--space-2); border-radius: 3px; background: linear-gradient(var(--ink-soft), var(--ink-soft)) no-repeat 0 0 / calc(var(--share) * 100%) 100% var(--line); }
  .track:dir(rtl) { background-position: 100% 0; }
  .over .track { background-color: var(--warm); background-image: none; }

  .nobody { display: grid; gap: var(--space-3); padding: var(--space-5) var(--space-4); border-radius: 18px; background: var(--surface); font-size: var(--text-3); }
  p.nobody { justify-items: center; text-align: center; padding-block: var(--space-6); color: var(--ink-soft); }
  .first { display: flex; align-items: center; gap: var(--space-3); }
  .first p { display: grid; min-width: 0; }
  .first .soft { font-size: var(--text-2); overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
  .upcoming { display: flex; flex-wrap: wrap; gap: 0 0.6em; font-weight: 600; }
  .upcoming.soft { padding-inline: var(--space-1); }
  .upcoming strong { flex: 1 0 100%; }

  .dock {
    position: fixed; z-index: 1; inset: auto 0 0; display: grid; gap: var(--space-2); grid-template-columns: minmax(0, 1fr);
    padding: var(--space-3) var(--space-4) calc(var(--space-3) + env(safe-area-inset-bottom)); background: var(--ground); border-block-start: 1px solid var(--line);
  }
  .dock:not(:has(*)) { display: none; }
  .bar { display: grid; gap: var(--space-2); grid-template-columns: minmax(0, 1fr); }
  .bar > button { min-height: 68px; font-size: 1.25rem; font-weight: 750; border-radius: 16px; }
  .others { display: flex; gap: var(--space-2); }
  .others > * { flex: 1 1 0; min-width: 0; min-height: 56px; padding: 0 var(--space-2); line-height: 1.2; border-radius: 14px; }
  .pausing > p { font-weight: 700; }
  .calm { background: var(--surface); }

  h2 { display: flex; align-items: baseline; gap: 0.5em; margin-block-start: var(--space-2); }
  .count { color: var(--ink-soft); font-size: var(--text-1); font-weight: 600; }
  .queue { display: grid; gap: var(--space-2); grid-template-columns: minmax(0, 1fr); }
  .waiting-one { border-radius: 14px; background: var(--surface); }
  .row-head { justify-content: start; gap: var(--space-3); width: 100%; min-height: 64px; padding: var(--space-2) var(--space-3); text-align: start; font-weight: 500; }
  .lines { display: grid; min-width: 0; flex: 1 1 auto; }
  .line { display: flex; flex-wrap: wrap; align-items: center; gap: 0 0.5em; }
  .when { color: var(--ink-soft); font-size: var(--text-1); font-weight: 700; font-variant-numeric: tabular-nums; }
  .row-head .topic { font-size: var(--text-1); overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 1; }
  .open .row-head .topic { display: block; font-size: var(--text-2); color: var(--ink); white-space: pre-line; }
  .more { display: grid; gap: var(--space-3); padding: 0 var(--space-3) var(--space-3); }

  .about { border-radius: 14px; background: var(--surface); }
  .about summary { display: flex; align-items: center; min-height: 52px; padding: 0 var(--space-4); font-weight: 650; cursor: pointer; border-radius: inherit; }
  .about summary::after { content: ''; width: 0.5em; height: 0.5em; margin-inline-start: auto; border: solid currentColor; border-width: 0 2px 2px 0; rotate: 45deg; }
  .about[open] summary::after { rotate: 225deg; }
  .about > .stack { padding: 0 var(--space-4) var(--space-4); }
  .note { white-space: pre-line; }
  dl { display: grid; gap: var(--space-1); }
  dl div { display: flex; justify-content: space-between; gap: var(--space-3); }
  dt { color: var(--ink-soft); }
  .screen { display: flex; gap: var(--space-4); align-items: start; justify-content: space-between; padding-block-start: var(--space-3); border-block-start: 1px solid var(--line); }
  .screen > div { display: grid; gap: var(--space-2); }
  .screen h2 { margin: 0; }
  .qr { flex: none; width: 112px; height: 112px; padding: 6px; border-radius: 10px; background: var(--paper); }

  @media (min-width: 900px) {
    .page { grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); gap: var(--space-6); padding-block: var(--space-4) var(--space-6); }
    .now { position: sticky; inset-block-start: 68px; }
    .dock { position: static; padding: 0; border: 0; }
  }
`];
