/* Styles of the board of characters. Lengths are calc(n * var(--u)): n % of the board's height. */
import { css } from 'lit';
import { rail, notes } from './lobby-style.js';

const yard = css`
  .yard { overflow: hidden; }
  .ground { position: absolute; inset: 0; width: 100%; height: 100%; }
  .sky { fill: var(--ground); }
  .moon { fill: oklch(calc(1.09 - 0.2 * var(--tone-l)) 0.05 95); }
  .hill { fill: color-mix(in oklch, var(--surface), var(--ground) 20%); }
  .hill.far { fill: color-mix(in oklch, var(--surface), var(--ground) 55%); }
  .plaster { fill: var(--surface-high); }
  .stones { fill: none; stroke: var(--line); stroke-width: 1.7; stroke-linecap: round; }
  .ridge, .tiles { fill: var(--line); }
  .tiles { stroke: var(--ground); stroke-width: 0.28; }
  .earth { fill: color-mix(in oklch, var(--surface), var(--line) 40%); }
  .raked { fill: none; stroke: var(--line); stroke-width: 0.2; opacity: 0.5; }
  .trunk { fill: none; stroke: color-mix(in oklch, var(--ink-dim), var(--ground) 35%); stroke-width: 0.85; stroke-linecap: round; }
  .leaf { fill: oklch(var(--tone-l) calc(var(--tone-c) * 0.6) var(--hue-4) / 0.65); }
  .fruit { fill: oklch(calc(var(--tone-l) * 0.55 + 0.33) 0.15 var(--hue-7)); }
  .calyx { fill: none; stroke: oklch(0.42 0.06 var(--hue-4)); stroke-width: 0.45; stroke-linecap: round; stroke-linejoin: round; }

  header { position: absolute; inset: calc(2.2 * var(--u)) calc(2.8 * var(--u)) auto; display: flex; align-items: flex-start; gap: calc(3 * var(--u)); }
  .titles { flex: 1; min-width: 0; }
  h1 { font-size: calc(5 * var(--u)); font-weight: 780; letter-spacing: -0.025em; line-height: 1.1; }
  .count { font-size: calc(2.4 * var(--u)); font-weight: 650; color: var(--ink-soft); padding-top: calc(0.5 * var(--u)); }
  header .clock { text-align: end; flex: none; }
  header .clock .event { display: none; }
  header .clock .time { font-size: calc(8.6 * var(--u)); }
  header .clock .date { font-size: calc(2.1 * var(--u)); color: var(--ink-soft); }
  header .clock .stale { justify-content: flex-end; }
  header .qr { flex-direction: column; align-items: center; gap: calc(0.6 * var(--u)); max-width: calc(18 * var(--u)); text-align: center; }
  header .qr img { width: calc(11.4 * var(--u)); height: calc(11.4 * var(--u)); }
  header .qr figcaption { font-size: calc(1.9 * var(--u)); line-height: 1.2; }
  .wide header .qr figcaption { white-space: nowrap; }
  .sign { display: inline-flex; align-items: baseline; gap: 0.34em; font-size: calc(3.4 * var(--u)); font-weight: 750; line-height: 1.2; padding-top: calc(0.7 * var(--u)); white-space: nowrap; }
  .sign .dots { align-self: center; margin-inline-start: calc(0.8 * var(--u)); font-weight: 600; }
  .newest { display: inline-block; margin-inline-start: calc(2 * var(--u)); font-size: calc(1.9 * var(--u)); color: var(--ink-soft); }

  .folk { position: absolute; inset: auto calc(2.4 * var(--u)) calc(1.6 * var(--u)); height: calc(var(--height) * var(--u)); }
  .folk li {
    position: absolute; left: calc((var(--x) - var(--w) / 2) * var(--u)); bottom: calc(var(--y) * var(--u)); width: calc(var(--w) * var(--u));
    display: flex; flex-direction: column; align-items: center; animation: appear 0.7s ease both;
    transition: left 0.9s ease, bottom 0.9s ease, width 0.9s ease;
  }
  .folk .front { animation: none; }
  .folk img { display: block; height: calc(var(--size) * var(--u)); width: calc(var(--size) * var(--u)); transition: height 0.9s ease, width 0.9s ease; }
  .folk .lost { visibility: hidden; }
  .folk p { max-width: 100%; height: calc(var(--foot) * var(--u)); font-size: calc(var(--text) * var(--u)); line-height: 1.5; font-weight: 600; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
  .folk.close p { height: auto; max-height: calc(var(--foot) * var(--u)); margin-bottom: auto; line-height: 1.16; letter-spacing: -0.02em; white-space: normal; overflow-wrap: anywhere; text-align: center; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
  .folk.close li { height: calc((var(--size) + var(--foot)) * var(--u)); }
  @keyframes appear { from { opacity: 0; } }

  .nobody { position: absolute; inset: 30% 0 0; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: calc(3 * var(--u)); text-align: center; }
  .nobody p { font-size: calc(5 * var(--u)); font-weight: 750; letter-spacing: -0.02em; }
  .nobody .qr { flex-direction: column; gap: calc(1.6 * var(--u)); }
  .nobody .qr img { width: calc(26 * var(--u)); height: calc(26 * var(--u)); }
  .nobody .qr figcaption { font-size: calc(2.8 * var(--u)); }
`;

const tall = css`
  .tall header { display: grid; grid-template: 'titles qr' auto 'clock qr' 1fr / minmax(0, 1fr) auto; gap: calc(1 * var(--u)) calc(2 * var(--u)); }
  .tall .titles { grid-area: titles; }
  .tall h1 { font-size: calc(4.2 * var(--u)); }
  .tall .count { font-size: calc(2.1 * var(--u)); }
  .tall header .clock { grid-area: clock; text-align: start; display: grid; grid-template-columns: auto 1fr; column-gap: calc(1.6 * var(--u)); }
  .tall header .clock .time { grid-row: 1 / 3; }
  .tall header .clock .date { grid-area: 2 / 2; align-self: end; padding-bottom: calc(1.3 * var(--u)); font-size: calc(1.9 * var(--u)); white-space: nowrap; }
  .tall header .clock .words { max-width: none; }
  .tall header .clock .stale { grid-area: 1 / 2; align-self: end; justify-content: flex-start; margin: 0; white-space: nowrap; }
  .tall header .qr { grid-area: qr; max-width: calc(14 * var(--u)); }
  .tall .newest { display: none; }
  .tall .sign { font-size: calc(2.8 * var(--u)); }
  .tall .nobody p { font-size: calc(3.4 * var(--u)); padding-inline: calc(4 * var(--u)); }
`;

const phone = css`
  .phone.yard { min-height: 100vh; overflow: hidden; display: flex; flex-direction: column; padding: 20px 12px 24px; box-sizing: border-box; }
  .phone header, .phone .folk, .phone .nobody { position: relative; inset: auto; }
  .phone header { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 8px 12px; padding: 0 4px; }
  .phone h1 { font-size: 1.375rem; }
  .phone .count, .phone .newest { font-size: 0.9375rem; }
  .phone .newest { display: block; margin: 0; padding-top: 2px; }
  .phone .titles { grid-row: 1 / 3; }
  .phone .sign { font-size: 1.1875rem; }
  .phone .sign .dots { font-size: 0.9375rem; }
  .phone header .clock .time { font-size: 1.5rem; }
  .phone header .clock .date { font-size: 0.8125rem; }
  .phone .stale { font-size: 0.875rem; }
  .phone .invite { grid-column: 1 / -1; justify-self: start; min-height: 44px; box-sizing: border-box; display: inline-flex; align-items: center; padding: 8px 16px; border-radius: 10px; background: var(--ink); color: var(--ground); font-weight: 700; text-decoration: none; }
  .phone .folk { margin-top: auto; }
  .phone header { margin-bottom: 16px; }
  .phone .nobody { flex: 1; gap: 20px; }
  .phone .nobody p { font-size: 1.5rem; }
`;

const motion = css`
  @media (prefers-reduced-motion: reduce) {
    .folk li, .folk img { animation: none; transition: none; }
  }
`;

export const charactersStyle = [rail, notes, yard, tall, phone, motion];
