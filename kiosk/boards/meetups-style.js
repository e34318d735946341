/* Styles of the board of meetups. Lengths are calc(n * var(--u)): n % of the board's height; --s is the cards' scale. */
import { css } from 'lit';
import { rail, notes, tall as tallHead, phone as phoneHead } from './lobby-style.js';

const yard = css`
  .meet .yard { position: absolute; inset: calc(2.6 * var(--u)) calc(44.4 * var(--u)) calc(2.4 * var(--u)) calc(2.4 * var(--u)); display: flex; flex-direction: column; }
  .meet-head { flex: none; height: calc(6.8 * var(--u)); display: flex; align-items: flex-start; justify-content: space-between; gap: calc(2 * var(--u)); }
  .meet-head h1 { font-size: calc(4.2 * var(--u)); font-weight: 780; letter-spacing: -0.025em; line-height: 1.2; white-space: nowrap; }
  .meet-head .dots { height: calc(5 * var(--u)); }
  .meet .rail { width: calc(42 * var(--u)); gap: calc(2.2 * var(--u)); }
  .meet .rail .qr { margin-top: auto; }
  .meet .news { min-height: 0; }
  .meet .figure { height: 1.7em; width: 1.7em; margin-block: -0.35em; flex: none; }
  .meet .lost { visibility: hidden; }
  .tables { flex: 1; min-height: 0; display: grid; gap: calc(1.2 * var(--u)); grid-template-columns: repeat(var(--columns), minmax(0, 1fr)); grid-template-rows: repeat(var(--rows), minmax(0, calc(30 * var(--s) * var(--u)))); }
  .tables.dense, .tables.flat { grid-template-rows: repeat(var(--rows), minmax(0, 1fr)); }
  .meet .empty h1 { font-size: calc(5.4 * var(--u)); }
`;

const calls = css`
  .calls { display: flex; flex-direction: column; }
  .calls h2, .rail .calls h2 { display: flex; align-items: center; justify-content: space-between; padding-bottom: calc(1.2 * var(--u)); font-size: calc(3.6 * var(--u)); font-weight: 780; letter-spacing: -0.02em; line-height: 1.15; color: var(--ink); }
  .calls.quiet h2 { padding: calc(2 * var(--u)); font-size: calc(2.3 * var(--u)); font-weight: 600; letter-spacing: 0; color: var(--ink-soft); border-radius: calc(1 * var(--u)); box-shadow: inset 0 0 0 calc(0.14 * var(--u)) var(--line); }
  .calls ol { display: flex; flex-direction: column; gap: calc(1 * var(--u)); }
  .calls li {
    display: grid; grid-template: 'figure whom' auto 'figure whither' auto / auto minmax(0, 1fr); align-items: center; column-gap: calc(1.2 * var(--u)); box-sizing: border-box;
    min-height: calc(11 * var(--u)); align-content: center; padding: calc(0.8 * var(--u)) calc(1.8 * var(--u)); border-radius: calc(1 * var(--u)); background: var(--warm); color: var(--warm-ink);
  }
  .calls .figure { grid-area: figure; height: calc(9.4 * var(--u)); width: calc(9.4 * var(--u)); margin: calc(-0.4 * var(--u)) 0 calc(-0.4 * var(--u)) calc(-1 * var(--u)); }
  .whom { grid-area: whom; font-size: calc(4.6 * var(--size) * var(--u)); font-weight: 800; letter-spacing: -0.02em; line-height: 1.12; }
  .whither { grid-area: whither; display: flex; align-items: center; gap: 0.22em; font-size: calc(3.4 * var(--u)); font-weight: 750; line-height: 1.15; min-width: 0; }
  .calls small { color: inherit; font-weight: 650; font-size: max(0.55em, calc(1.9 * var(--u))); margin: 0; flex: none; }
  .whom { display: flex; align-items: baseline; gap: 0.3em; min-width: 0; }
  .whom .words > span { text-align: left; }
  .calls .mark { fill: currentColor; }
  .calls .whither .arrow { margin: 0; }
  .calls.close li { grid-template: 'figure whom whither' auto / auto minmax(0, 1fr) auto; min-height: calc(5.6 * var(--u)); padding-block: calc(0.4 * var(--u)); column-gap: calc(0.8 * var(--u)); }
  .calls.close .figure { height: calc(4.8 * var(--u)); width: calc(4.8 * var(--u)); margin: 0 0 0 calc(-0.8 * var(--u)); }
  .calls.close .whom { font-size: calc(2.9 * var(--u)); }
  .calls.close .whither { font-size: calc(2.7 * var(--u)); max-width: calc(18 * var(--u)); }
  .calls.close ol { gap: calc(0.7 * var(--u)); }
`;

const table = css`
  .table { position: relative; min-width: 0; min-height: 0; box-sizing: border-box; display: flex; flex-direction: column; padding: calc(1.3 * var(--s) * var(--u)) calc(1.5 * var(--s) * var(--u)) calc(1.2 * var(--s) * var(--u)) calc(2 * var(--s) * var(--u)); border-radius: calc(1 * var(--u)); background: var(--surface); overflow: hidden; }
  .table::before { content: ''; position: absolute; inset: 0 auto 0 0; width: calc(0.6 * var(--u)); background: oklch(var(--tone-l) var(--tone-c) var(--hue)); }
  .table.calling { box-shadow: inset 0 0 0 calc(0.3 * var(--u)) var(--warm); }
  .table.calling::before { background: var(--warm); }
  .table.ahead, .table.ended, .table.cancelled, .table.closed { background: none; box-shadow: inset 0 0 0 calc(0.14 * var(--u)) var(--line); }
  .table.ended { color: var(--ink-dim); }
  .table.ended::before { opacity: 0.3; }
  .where { flex: none; }
  .what { flex: 1; min-height: 0; display: flex; flex-direction: column; }
  .top { display: flex; align-items: center; justify-content: space-between; gap: calc(1.2 * var(--u)); }
  .place { display: flex; align-items: center; gap: 0.26em; min-width: 0; font-size: calc(4.1 * var(--s) * var(--u)); font-weight: 780; letter-spacing: -0.02em; line-height: 1.12; }
  .place .name, .whither .name { min-width: 0; }
  .place .long { font-size: 0.58em; line-height: 1.08; letter-spacing: -0.01em; }
  .whither .long { font-size: 0.68em; line-height: 1.08; }
  .place .words, .whither .words { --lines: 2; }
  .place .mark, .whither .mark { flex: none; }
  .place .mark { width: 0.5em; height: 0.5em; }
  .top > .times { flex: none; font-size: calc(2.1 * var(--s) * var(--u)); color: var(--ink-soft); }
  .who { display: flex; align-items: center; justify-content: space-between; gap: calc(1.2 * var(--u)); }
  .who .chip { font-size: calc(1.95 * var(--s) * var(--u)); }
  .host { display: flex; align-items: baseline; gap: 0.35em; flex: 1; min-width: 0; font-size: calc(3.2 * var(--s) * var(--u)); font-weight: 700; letter-spacing: -0.012em; line-height: 1.2; }
  .meet .table small { margin: 0; font-size: max(0.62em, calc(1.9 * var(--u))); }
  .meet .host small { flex: 1; min-width: 0; }
  .about { font-size: calc(1.95 * var(--s) * var(--u)); line-height: 1.3; color: var(--ink-soft); min-height: 1.3em; }
  .late { display: inline-flex; align-items: center; gap: 0.5em; flex: none; }
  .late s { font-size: calc(1.95 * var(--s) * var(--u)); color: var(--ink-soft); }
  .cancelled .host, .cancelled .about { text-decoration: line-through; text-decoration-thickness: 0.07em; color: var(--ink-soft); }
  .meet .words.clamp { display: grid; }

  .doing { flex: 1; min-height: 0; display: flex; flex-direction: column; justify-content: center; gap: calc(0.7 * var(--s) * var(--u)); padding-block: calc(0.8 * var(--s) * var(--u)); }
  .full .now, .full .now p { font-size: calc(3.2 * var(--s) * var(--u)); }
  .full .now.still { font-size: calc(2.6 * var(--s) * var(--u)); }
  .full .now .figure { height: 2em; width: 2em; }
  .now, .now p { display: flex; align-items: center; gap: 0.6em; min-width: 0; font-size: calc(2.6 * var(--s) * var(--u)); font-weight: 700; line-height: 1.2; white-space: nowrap; }
  .now .left { margin-inline-start: auto; flex: none; font-size: calc(2.1 * var(--s) * var(--u)); font-weight: 650; color: var(--ink-soft); }
  .now.still { color: var(--ink-soft); font-size: calc(2.4 * var(--s) * var(--u)); font-weight: 650; }
  .now.talk { display: block; }
  .now.vacant { color: var(--ink); }
  .bar { margin-top: calc(0.7 * var(--s) * var(--u)); height: calc(0.6 * var(--s) * var(--u)); border-radius: 1em; background: oklch(var(--done-l) var(--done-c) var(--hue)); overflow: hidden; }
  .bar i { display: block; height: 100%; width: calc(var(--share) * 100%); border-radius: 1em; background: oklch(var(--tone-l) var(--tone-c) var(--hue)); transition: width 1s linear; }
  .come { padding: 0.24em 0.5em; margin-inline: -0.5em; border-radius: 0.32em; background: var(--warm); color: var(--warm-ink); }
  .come strong { font-weight: 800; flex: none; }
  .meet .come small { color: inherit; }
  .guest { display: inline-flex; align-items: center; gap: 0.3em; min-width: 0; }
  .guest .words > span { text-align: left; }
  .guest small, .guest .number, .guest .times { flex: none; }
  .guest:has(> .number) { flex: none; }
  .now .left .words { justify-items: end; }
  .more { flex: none; color: var(--ink-soft); font-size: 0.9em; }
  .come .more { color: inherit; }

  .foot { flex: none; font-size: calc(2 * var(--s) * var(--u)); line-height: 1.35; color: var(--ink-soft); }
  .next, .offer { display: flex; align-items: center; gap: 0.7em; min-width: 0; white-space: nowrap; }
  .next { color: var(--ink); font-weight: 600; }
  .next .label { flex: none; color: var(--ink-soft); font-weight: 500; }
  .next .times { color: var(--ink-soft); }
  .offer { justify-content: space-between; min-height: 1.35em; }
  .wait { font-weight: 650; color: var(--ink); min-width: 0; }
  .free { display: flex; gap: 0.5em; flex: none; }
  .free b { color: var(--ink); font-weight: 700; }
`;

const flat = css`
  .flat .table { flex-direction: row; gap: calc(1.4 * var(--u)); padding-block: calc(0.9 * var(--u)); }
  .flat .where { width: calc(22 * var(--u)); display: flex; flex-direction: column; justify-content: center; }
  .flat .wait { font-size: calc(1.95 * var(--u)); line-height: 1.35; padding-top: calc(0.3 * var(--u)); }
  .flat .host small { display: none; } /* the name needs all of it */
  .flat .late ~ .free .more { display: none; }
  .flat .late s { display: none; }
  .flat :is(.come, .next) .figure { display: none; }
  .flat .what { min-width: 0; }
  .flat .doing { padding-block: 0 calc(0.3 * var(--u)); }
`;

const tall = css`
  .meet.tall { display: flex; flex-direction: column; padding: calc(2.2 * var(--u)) calc(2.4 * var(--u)) calc(2.4 * var(--u)); }
  .meet .tall-head { flex: none; column-gap: calc(1.2 * var(--u)); }
  .meet .tall-head .clock .time { font-size: calc(8 * var(--u)); }
  .meet .tall-head .clock .date { font-size: calc(1.8 * var(--u)); white-space: nowrap; padding-top: calc(0.6 * var(--u)); }
  .meet .tall-head .qr img { width: calc(9.4 * var(--u)); height: calc(9.4 * var(--u)); }
  .meet .tall-head .qr figcaption { font-size: calc(1.8 * var(--u)); }
  .tall .calls { flex: none; height: calc(12.2 * var(--u)); margin-block: calc(0.4 * var(--u)) calc(1.2 * var(--u)); justify-content: center; }
  .tall .calls h2 { font-size: calc(2.6 * var(--u)); padding-bottom: calc(0.7 * var(--u)); }
  .tall .calls.quiet h2 { flex: 1; justify-content: center; text-align: center; padding: 0 calc(2 * var(--u)); }
  .tall .calls ol { display: grid; grid-template-columns: 1fr 1fr; gap: calc(0.6 * var(--u)); flex: 1; }
  .tall .calls li { min-height: 0; padding: 0 calc(1 * var(--u)); column-gap: calc(0.6 * var(--u)); }
  .tall .calls li:only-child { grid-column: 1 / -1; }
  .tall .calls .figure { height: calc(4.4 * var(--u)); width: calc(4.4 * var(--u)); margin: 0 0 0 calc(-0.6 * var(--u)); }
  .tall .calls .whom { font-size: calc(3.2 * var(--size) * var(--u)); }
  .tall .calls .whither { font-size: calc(2.5 * var(--u)); max-width: none; }
  .tall .calls.close .whom { font-size: calc(2.2 * var(--u)); }
  .tall .calls.close .whither { font-size: calc(2 * var(--u)); max-width: calc(14 * var(--u)); }
  .tall .calls.close .figure { height: calc(2.5 * var(--u)); width: calc(2.5 * var(--u)); }
  .tall .calls ol { grid-auto-rows: minmax(0, 1fr); min-height: 0; }
  .tall .calls.close li { padding: 0 calc(0.9 * var(--u)); column-gap: calc(0.4 * var(--u)); }
  .meet.tall { padding-bottom: 0; }
  .tall .pages { flex: none; }
`;

const phone = css`
  .phone.meet { display: block; }
  .phone .invite { display: inline-flex; align-items: center; min-height: 44px; box-sizing: border-box; margin-bottom: 16px; padding: 8px 16px; border-radius: 10px; background: var(--ink); color: var(--ground); font-weight: 700; text-decoration: none; }
  .phone .tables { display: flex; flex-direction: column; gap: 10px; }
  .phone .calls { padding-bottom: 20px; }
  .phone .table { min-height: 150px; }
  .phone .top { flex-wrap: wrap; }
  .phone .place { padding: 0; font-size: calc(3.4 * var(--u)); }
  .phone .offer, .phone .next { flex-wrap: wrap; column-gap: 0.7em; row-gap: 0; }
`;

const motion = css`
  @media (prefers-reduced-motion: reduce) {
    .bar i { transition: none; }
  }
`;

export const meetupsStyle = [rail, notes, tallHead, phoneHead, yard, calls, table, flat, tall, phone, motion];
