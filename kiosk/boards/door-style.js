/* Styles of the door board. */
import { css } from 'lit';
import { rail, notes } from './lobby-style.js';

const door = css`
  madang-lobby { height: 100%; }
  .door { display: flex; flex-direction: column; padding: calc(3.4 * var(--u)) calc(3.4 * var(--u)) calc(2.6 * var(--u)); }
  .door-head { display: flex; justify-content: space-between; align-items: flex-start; gap: calc(4 * var(--u)); }
  .door-head h1 { display: flex; align-items: center; gap: 0.22em; min-width: 0; font-size: calc(var(--size) * var(--u)); font-weight: 780; line-height: 1.05; letter-spacing: -0.02em; }
  .door-head .clock { text-align: right; flex: none; }
  .door-head .clock .event { display: none; }
  .door-head .clock .time { font-size: calc(8.6 * var(--u)); }
  .door-head .clock .date { font-size: calc(2.1 * var(--u)); color: var(--ink-soft); }
  .door-head .clock .stale { justify-content: flex-end; }
  .body { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(0, 1fr) calc(46 * var(--u)); gap: calc(3.4 * var(--u)); padding-top: calc(2.6 * var(--u)); }
  .stage { min-height: 0; display: flex; flex-direction: column; gap: calc(1.6 * var(--u)); }

  .big { position: relative; flex: 1; min-height: 0; box-sizing: border-box; padding: calc(3 * var(--u)) calc(3.4 * var(--u)) calc(2.6 * var(--u)); border-radius: calc(1.4 * var(--u)); overflow: hidden; display: flex; flex-direction: column; justify-content: center; }
  .big.now { background: oklch(var(--lift-l) var(--lift-c) var(--hue)); }
  .big.coming { background: var(--surface); }
  .big::before { content: ''; position: absolute; inset: 0 auto 0 0; width: calc(0.9 * var(--u)); background: oklch(var(--tone-l) var(--tone-c) var(--hue)); }
  .label { display: flex; align-items: center; flex-wrap: wrap; gap: calc(0.6 * var(--u)) 0.7em; font-size: calc(3 * var(--u)); font-weight: 700; padding-bottom: calc(1.4 * var(--u)); }
  .label small, .quiet small { font-size: 0.86em; }
  .label .words > span > small:first-child { margin: 0; }
  .label .old { display: none; }
  .big .title { font-size: calc(var(--size) * var(--u)); font-weight: 750; line-height: 1.16; letter-spacing: -0.02em; }
  .big .who { font-size: calc(3.2 * var(--u)); line-height: 1.25; color: var(--ink-soft); font-weight: 600; padding-top: calc(1.4 * var(--u)); }
  .big.now .who { color: var(--ink); }
  .who .words { display: grid; }
  .off-sign { padding: calc(2 * var(--u)) calc(3 * var(--u)); border-radius: calc(1.4 * var(--u)); background: var(--surface); }
  .off-sign .label { font-size: calc(2.6 * var(--u)); padding-bottom: calc(0.9 * var(--u)); }
  .off-sign .title { font-size: calc(3.4 * var(--u)); font-weight: 650; line-height: 1.2; text-decoration: line-through; text-decoration-thickness: 0.06em; color: var(--ink-soft); }
  .off-sign .instead { display: flex; align-items: center; font-size: calc(3.4 * var(--u)); font-weight: 700; padding-top: calc(0.9 * var(--u)); }
  .instead .arrow, .gone .arrow, .no-seats .arrow { color: var(--warm); }
  .big .who { padding-bottom: calc(1.6 * var(--u)); }
  .bar { margin-top: auto; height: calc(1.1 * var(--u)); border-radius: 1em; background: oklch(var(--done-l) var(--done-c) var(--hue)); overflow: hidden; flex: none; }
  .bar i { display: block; height: 100%; width: calc(var(--share) * 100%); border-radius: 1em; background: var(--warm); transition: width 1s linear; }
  .left { font-size: calc(6.4 * var(--u)); font-weight: 780; letter-spacing: -0.02em; padding-top: calc(1 * var(--u)); }

  .quiet { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.8em; font-size: calc(3.2 * var(--u)); font-weight: 650; padding: calc(1.6 * var(--u)) calc(2 * var(--u)); border-radius: calc(1 * var(--u)); box-shadow: inset 0 0 0 calc(0.16 * var(--u)) var(--line); }
  .rest { margin: auto 0; }
  .rest .hint { background: none; margin: 0; padding: 0; font-size: calc(6 * var(--u)); font-weight: 700; color: var(--ink-soft); line-height: 1.2; letter-spacing: -0.02em; }

  .gone { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: calc(3 * var(--u)); align-items: center; padding: calc(2 * var(--u)) calc(3 * var(--u)); border: calc(0.24 * var(--u)) dashed oklch(var(--tone-l) var(--tone-c) var(--hue)); border-radius: calc(1.4 * var(--u)); }
  .gone:only-child { flex: 1; }
  .gone .to { display: flex; align-items: center; font-size: calc(8 * var(--u)); font-weight: 780; letter-spacing: -0.02em; }
  .gone .to .arrow { margin-left: 0; }
  .gone .title { font-size: calc(3.4 * var(--u)); font-weight: 650; }
  .gone .who { font-size: calc(2.6 * var(--u)); color: var(--ink-soft); padding-top: calc(0.8 * var(--u)); }
  .no-seats { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: calc(3 * var(--u)); align-items: center; padding: calc(1.8 * var(--u)) calc(3 * var(--u)); border-radius: calc(1.4 * var(--u)); background: var(--ink); color: var(--ground); }
  .no-seats .word { font-size: calc(8 * var(--u)); font-weight: 800; letter-spacing: -0.02em; }
  .no-seats h3 { font-size: calc(2.2 * var(--u)); font-weight: 650; padding-bottom: calc(0.5 * var(--u)); }
  .no-seats li { display: grid; grid-template-columns: calc(13 * var(--u)) minmax(0, 1fr); font-size: calc(2.6 * var(--u)); line-height: 1.35; }
  .no-seats .arrow { color: inherit; margin-left: 0; }

  .side { min-height: 0; display: flex; flex-direction: column; overflow: hidden; }
  .side > h2 { font-size: calc(2.2 * var(--u)); font-weight: 650; color: var(--ink-soft); display: flex; justify-content: space-between; padding-bottom: calc(0.9 * var(--u)); }
  .side ol { flex: 1; min-height: 0; overflow: hidden; }
  .side li { display: grid; grid-template-columns: calc(11.4 * var(--u)) minmax(0, 1fr); padding: calc(1.2 * var(--u)) 0; border-top: calc(0.12 * var(--u)) solid var(--line); align-items: baseline; }
  .side .at { white-space: nowrap; font-size: calc(2.7 * var(--u)); font-weight: 650; color: var(--ink-soft); }
  .side .title { font-size: calc(2.7 * var(--u)); font-weight: 600; line-height: 1.24; }
  .side .next .title, .side .next .at { font-size: calc(3.4 * var(--u)); font-weight: 700; color: var(--ink); }
  .side .who { font-size: calc(2.2 * var(--u)); color: var(--ink-soft); padding-top: calc(0.4 * var(--u)); }
  .side .off .title { text-decoration: line-through; color: var(--ink-soft); }
  .side .meta { display: flex; align-items: center; gap: 0.5em; font-size: calc(2 * var(--u)); padding-top: calc(0.6 * var(--u)); }
  .side .none { flex: 1; font-size: calc(2.7 * var(--u)); color: var(--ink-soft); }
  .side .told { flex: none; padding: calc(1.4 * var(--u)) 0; font-size: calc(2.4 * var(--u)); font-weight: 600; line-height: 1.3; border-top: calc(0.12 * var(--u)) solid var(--line); display: block; }
  .side .qr img { width: calc(12 * var(--u)); height: calc(12 * var(--u)); }
`;

const tall = css`
  .tall .gone .title .words > span { text-wrap: wrap; }
  .tall.crowded .big .who, .tall.crowded .side .told { display: none; }
  .tall.crowded .big { padding-block: calc(1.2 * var(--u)); }
  .tall.crowded .label { padding-bottom: calc(0.8 * var(--u)); }
  .tall .left { font-size: calc(4.8 * var(--u)); }
  .tall .gone { --lines: 2 !important; }
  .tall .door-head { flex-direction: column-reverse; gap: calc(1 * var(--u)); }
  .tall .door-head .clock { text-align: left; }
  .tall .door-head .clock .time { font-size: calc(8 * var(--u)); }
  .tall .body { grid-template-columns: minmax(0, 1fr); grid-template-rows: minmax(0, 1fr) auto; gap: calc(2 * var(--u)); padding-top: calc(1.6 * var(--u)); }
  .tall .side ol { flex: none; }
  .tall .side .qr { position: absolute; top: calc(3.4 * var(--u)); right: calc(3.4 * var(--u)); width: calc(12 * var(--u)); flex-direction: column; align-items: flex-end; gap: calc(0.6 * var(--u)); }
  .tall .side .qr img { width: calc(10.6 * var(--u)); height: calc(10.6 * var(--u)); }
  .tall .side .qr figcaption { display: none; }
  .tall .side { overflow: visible; }
  .tall .big { padding: calc(2 * var(--u)) calc(2.6 * var(--u)); }
  .tall .off-sign .title, .tall .off-sign .instead { font-size: calc(2.6 * var(--u)); }
  .tall .off-sign .label { font-size: calc(2.2 * var(--u)); }
  .tall .big .who, .tall .label { font-size: calc(2.4 * var(--u)); }
  .tall .side .next .title, .tall .side .next .at { font-size: calc(2.9 * var(--u)); }
  .tall .side .title, .tall .side .at { font-size: calc(2.4 * var(--u)); }
  .tall .no-seats, .tall .gone { gap: calc(1.6 * var(--u)); padding-inline: calc(2 * var(--u)); }
  .tall .no-seats .word, .tall .gone .to { font-size: calc(5.6 * var(--u)); }
  .tall .gone .title { font-size: calc(2.8 * var(--u)); }
  .tall .no-seats li { grid-template-columns: calc(9 * var(--u)) minmax(0, 1fr); font-size: calc(2.4 * var(--u)); }
  .tall .rest .hint { font-size: calc(4 * var(--u)); }
`;

const phone = css`
  .phone.door { padding: 18px 16px 32px; gap: 4px; }
  .phone .door-head { gap: 12px; align-items: center; }
  .phone .door-head h1 { font-size: 1.625rem; }
  .phone .door-head .clock .time { font-size: 1.75rem; }
  .phone .door-head .clock .date { font-size: 0.8125rem; }
  .phone .body { display: block; }
  .phone .big { --size: 3.4 !important; padding: 18px; margin-bottom: 12px; }
  .phone .big .title { font-size: 1.5rem; }
  .phone .label, .phone .big .who { font-size: 1rem; }
  .phone .bar { margin-top: 14px; height: 6px; }
  .phone .left { font-size: 1.5rem; }
  .phone .gone, .phone .no-seats { margin-bottom: 12px; padding: 14px 18px; grid-template-columns: minmax(0, 1fr); gap: 8px; }
  .phone .gone .to, .phone .no-seats .word { font-size: 2rem; }
  .phone .gone .title { font-size: 1.125rem; }
  .phone .gone .who, .phone .no-seats h3, .phone .no-seats li { font-size: 1rem; }
  .phone .off-sign { padding: 14px 18px; margin-bottom: 12px; }
  .phone .off-sign .label { font-size: 0.9375rem; }
  .phone .off-sign .title, .phone .off-sign .instead { font-size: 1.125rem; }
  .phone .quiet { font-size: 1.125rem; margin-bottom: 12px; }
  .phone .rest .hint { font-size: 1.5rem; padding: 24px 0; }
  .phone .side > h2, .phone .side .who, .phone .side .meta { font-size: 0.9375rem; }
  .phone .side .title, .phone .side .at, .phone .side .told, .phone .side .none { font-size: 1.0625rem; }
  .phone .side .next .title, .phone .side .next .at { font-size: 1.1875rem; }
  .phone .side li { grid-template-columns: 64px minmax(0, 1fr); }
  .phone .side .qr { display: none; }
  .phone .stale { font-size: 0.875rem; }
  @media (prefers-reduced-motion: reduce) { .bar i { transition: none; } }
`;

export const doorStyle = [rail, notes, door, tall, phone];
