/* Styles of a table's own screen. Lengths are calc(n * var(--u)): n % of its height. */
import { css } from 'lit';
import { rail, notes } from './lobby-style.js';

const frame = css`
  .at-table { display: grid; grid-template: auto auto minmax(0, 1fr) / minmax(0, 1fr) calc(40 * var(--u)); gap: calc(2 * var(--u)) calc(3 * var(--u)); padding: calc(3.2 * var(--u)) calc(3.2 * var(--u)) calc(3 * var(--u)); }
  .at-table header { grid-area: 1 / 1 / 2 / 3; display: flex; justify-content: space-between; gap: calc(4 * var(--u)); }
  .at-table .clock { flex: none; text-align: end; }
  .at-table .clock .event { display: none; }
  .at-table .clock .time { font-size: calc(8.4 * var(--u)); }
  .at-table .clock .date { font-size: calc(2 * var(--u)); color: var(--ink-soft); }
  .at-table .clock .stale { justify-content: flex-end; }
  .whose { flex: 1; min-width: 0; }
  .at-table small { margin: 0; font-size: max(0.6em, calc(1.9 * var(--u))); }
  .place { display: flex; align-items: center; gap: 0.26em; font-size: calc(5.6 * var(--u)); font-weight: 780; letter-spacing: -0.02em; line-height: 1.12; }
  .place .name { min-width: 0; --lines: 2; }
  .place .long { font-size: 0.6em; }
  .place .mark { width: 0.5em; height: 0.5em; flex: none; }
  .host { display: flex; align-items: baseline; gap: 0.35em; font-size: calc(3.8 * var(--u)); font-weight: 700; letter-spacing: -0.012em; line-height: 1.25; }
  .host small { flex: 1; min-width: 0; }
  .about { font-size: calc(2.3 * var(--u)); color: var(--ink-soft); line-height: 1.35; }
  .figure { object-fit: contain; }
  .lost { visibility: hidden; }
  .without { display: flex; flex-direction: column; }
  .rest { flex: 1; display: grid; place-content: center; text-align: center; }
  .rest p { font-size: calc(4.4 * var(--u)); font-weight: 700; line-height: 1.25; }
`;

const stage = css`
  .stage { grid-area: 3 / 1; min-height: 0; box-sizing: border-box; display: grid; align-items: center; padding: calc(2 * var(--u)) calc(3 * var(--u)); border-radius: calc(1.6 * var(--u)); background: oklch(var(--lift-l) var(--lift-c) var(--hue)); overflow: hidden; }
  .stage.calling { background: var(--warm); color: var(--warm-ink); }
  .alone { display: flex; align-items: center; justify-content: center; gap: calc(3 * var(--u)); min-width: 0; }
  .round { position: relative; flex: none; width: calc(var(--round) * var(--u)); height: calc(var(--round) * var(--u)); display: grid; place-items: center; }
  .round .figure { width: 74%; height: 74%; }
  .round > b { font-size: calc(0.4 * var(--round) * var(--u)); font-weight: 780; letter-spacing: -0.03em; }
  .ring { position: absolute; inset: 0; width: 100%; height: 100%; rotate: -90deg; }
  .ring circle { fill: none; stroke-width: 4.5; stroke: oklch(var(--done-l) var(--done-c) var(--hue)); }
  .ring .gone { stroke: oklch(var(--tone-l) var(--tone-c) var(--hue)); stroke-linecap: round; stroke-dashoffset: calc(1 - var(--share)); transition: stroke-dashoffset 1s linear; }
  .words-of { min-width: 0; }
  .label { font-size: calc(3 * var(--u)); font-weight: 700; line-height: 1.2; }
  .label.come { font-size: calc(6 * var(--u)); font-weight: 800; letter-spacing: -0.02em; }
  .alone .name { font-size: calc(var(--size) * var(--u)); font-weight: 800; letter-spacing: -0.025em; line-height: 1.16; padding-block: calc(0.4 * var(--u)); }
  .alone .name .words > span, .group .name .words > span { text-align: start; }
  .stage .number small { font-size: calc(3 * var(--u)); font-weight: 650; color: inherit; }
  .stage .left { font-size: calc(4 * var(--u)); font-weight: 700; padding-top: calc(0.8 * var(--u)); }

  .group { min-width: 0; }
  .labels { display: flex; align-items: baseline; justify-content: space-between; gap: calc(2 * var(--u)); }
  .group ul { display: flex; justify-content: center; align-items: center; gap: calc(2 * var(--u)); padding-block: calc(1.6 * var(--u)); }
  .group li { flex: 1 1 0; min-width: 0; max-width: calc(var(--figure) * var(--u)); display: flex; flex-direction: column; align-items: center; }
  .group .figure { width: calc(0.72 * var(--figure) * var(--u)); height: calc(0.72 * var(--figure) * var(--u)); }
  .group .name { max-width: 100%; font-size: calc(4 * var(--u)); font-weight: 750; }
  .group .left { padding: 0; font-size: calc(3.4 * var(--u)); }
  .bar { height: calc(1.2 * var(--u)); border-radius: 1em; background: oklch(var(--done-l) var(--done-c) var(--hue)); overflow: hidden; }
  .bar i { display: block; height: 100%; width: calc(var(--share) * 100%); border-radius: 1em; background: oklch(var(--tone-l) var(--tone-c) var(--hue)); transition: width 1s linear; }
  .still { text-align: center; }
  .still p { font-size: calc(6 * var(--u)); font-weight: 780; letter-spacing: -0.02em; line-height: 1.2; }
  .still .below { font-size: calc(2.6 * var(--u)); font-weight: 600; letter-spacing: 0; color: var(--ink-soft); padding-top: calc(1.6 * var(--u)); }
`;

const side = css`
  .side { grid-area: 3 / 2; min-height: 0; display: flex; flex-direction: column; gap: calc(2 * var(--u)); }
  .code { margin: 0; box-sizing: border-box; padding: calc(1 * var(--u)) calc(1.4 * var(--u)) calc(1.6 * var(--u)); border-radius: calc(1.6 * var(--u)); background: var(--paper); color: var(--paper-ink); display: flex; flex-direction: column; align-items: center; }
  .code img, .code .coming { width: calc(35 * var(--u)); height: calc(35 * var(--u)); }
  .code figcaption { font-size: calc(2.4 * var(--u)); font-weight: 700; line-height: 1.2; text-align: center; }
  .code .words { justify-items: center; }
  .no-code { box-sizing: border-box; min-height: calc(24 * var(--u)); padding: calc(2.4 * var(--u)); display: grid; align-items: center; border-radius: calc(1.6 * var(--u)); box-shadow: inset 0 0 0 calc(0.2 * var(--u)) var(--edge); font-size: calc(2.6 * var(--u)); font-weight: 650; line-height: 1.35; }
  .then { min-height: 0; font-size: calc(2.4 * var(--u)); line-height: 1.3; }
  .hours { display: flex; align-items: center; gap: 0.6em; font-weight: 650; }
  .hours .late { display: inline-flex; align-items: center; gap: 0.5em; }
  .then h2 { font-size: calc(2 * var(--u)); font-weight: 650; color: var(--ink-soft); padding-top: calc(1.2 * var(--u)); }
  .next { display: flex; flex-direction: column; align-items: flex-start; gap: calc(0.3 * var(--u)); font-size: calc(3 * var(--u)); font-weight: 700; }
  .guest { display: inline-flex; align-items: center; gap: 0.35em; max-width: 100%; white-space: nowrap; }
  .guest .figure { width: 1.5em; height: 1.5em; margin-block: -0.1em; flex: none; }
  .guest .times { color: var(--ink-soft); flex: none; }
  .none { color: var(--ink-soft); }
  .wait { font-weight: 650; padding-top: calc(0.8 * var(--u)); }
  .free { display: flex; flex-wrap: wrap; gap: 0 0.5em; color: var(--ink-soft); padding: 0; font-weight: 500; }
  .free b { color: var(--ink); }
`;

const tall = css`
  .tall.at-table { grid-template: auto auto minmax(0, 1fr) auto / minmax(0, 1fr); }
  .tall.at-table header { grid-area: 1 / 1; flex-direction: column-reverse; gap: calc(0.8 * var(--u)); }
  .tall.at-table .clock { text-align: start; display: grid; grid-template-columns: auto 1fr; align-items: end; column-gap: calc(1.6 * var(--u)); }
  .tall.at-table .clock .date { grid-area: 2 / 2; padding-bottom: calc(1.2 * var(--u)); }
  .tall.at-table .clock .stale { grid-area: 1 / 2; align-self: start; justify-content: flex-start; }
  .tall.at-table .clock .time { grid-row: 1 / 3; }
  .tall .stage { grid-area: 3 / 1; }
  .tall .stage { padding-block: calc(1.4 * var(--u)); }
  .tall .label { font-size: calc(2.6 * var(--u)); }
  .tall .stage .left { font-size: calc(3 * var(--u)); padding-top: calc(0.4 * var(--u)); }
  .tall .stage .number small { font-size: calc(2.2 * var(--u)); }
  .tall .alone { flex-direction: column; text-align: center; gap: calc(1.4 * var(--u)); }
  .tall .words-of { max-width: 100%; }
  .tall .place { font-size: calc(4.8 * var(--u)); }
  .tall .about:empty { display: none; }
  .tall .alone .name .words { display: inline-grid; }
  .tall .side { grid-area: 4 / 1; flex-direction: row; align-items: center; }
  .tall .code { flex: none; width: calc(25 * var(--u)); }
  .tall .code img, .tall .code .coming { width: calc(22 * var(--u)); height: calc(22 * var(--u)); }
  .tall .code figcaption { font-size: calc(2.1 * var(--u)); }
  .tall .no-code { flex: none; width: calc(27 * var(--u)); font-size: calc(2.2 * var(--u)); }
  .tall .then { flex: 1; min-width: 0; font-size: calc(2.1 * var(--u)); }
  .tall .next { font-size: calc(2.6 * var(--u)); }
  .tall .group .name { font-size: calc(3.2 * var(--u)); }
  .tall .label.come { font-size: calc(4.6 * var(--u)); }
  .tall .still p { font-size: calc(4.4 * var(--u)); }
  .tall .still .below { font-size: calc(2.2 * var(--u)); }
`;

const phone = css`
  .phone.at-table { display: flex; flex-direction: column; gap: 16px; padding: 20px 16px 32px; min-height: 100vh; }
  .phone.at-table header { flex-direction: column-reverse; gap: 8px; }
  .phone.at-table .clock { text-align: start; }
  .phone.at-table .clock .time { font-size: 2rem; }
  .phone .alone { flex-direction: column; text-align: center; }
  .phone .words-of { max-width: 100%; flex: none; }
  .phone .alone .name { font-size: min(calc(var(--size) * var(--u)), 2.5rem); }
  .phone .stage { padding: 24px 16px; }
`;

const motion = css`
  @media (prefers-reduced-motion: reduce) {
    .bar i, .ring .gone { transition: none; }
  }
`;

export const tableStyle = [rail, notes, frame, stage, side, tall, phone, motion];
