/* Styles of the lobby board. Lengths are calc(n * var(--u)): n % of the board's height. */
import { css } from 'lit';

const wide = css`
  .yard { position: absolute; inset: calc(2.6 * var(--u)) calc(40 * var(--u)) 0 calc(2.4 * var(--u)); display: flex; flex-direction: column; }
  .timetable { position: relative; flex: 1; min-height: 0; }
  .heads { position: relative; height: calc(6.4 * var(--u)); margin-left: calc(var(--axis) * var(--u)); }
  .heads.two { height: calc(10.8 * var(--u)); }
  .head {
    position: absolute; left: calc(var(--x) * var(--u)); width: calc((var(--w) - 0.8) * var(--u)); bottom: calc(1.1 * var(--u));
    display: flex; align-items: center; gap: 0.24em; font-size: calc(4 * var(--u)); font-weight: 750; line-height: 1.08; letter-spacing: -0.01em;
  }
  .head .full { margin-left: 0.5em; font-size: calc(1.9 * var(--u)); letter-spacing: 0; font-weight: 700; padding: 0.2em 0.5em; border-radius: 0.36em; background: var(--ink); color: var(--ground); flex: none; }

  .grid { position: relative; height: calc(var(--height) * var(--u)); margin-left: calc(var(--axis) * var(--u)); }
  .axis { position: absolute; left: calc(-1 * var(--axis) * var(--u)); }
  .axis li { position: absolute; white-space: nowrap; top: calc((var(--y) + 0.55) * var(--u)); font-size: calc(2.3 * var(--u)); font-weight: 600; color: var(--ink-soft); transition: top 0.9s ease; }
  .axis small { display: block; margin: 0; color: var(--ink-soft); }
  .axis li.past { color: var(--ink-dim); font-weight: 500; }

  .cell, .band {
    position: absolute; box-sizing: border-box; overflow: hidden;
    left: calc(var(--x) * var(--u)); width: calc((var(--w) - 0.7) * var(--u));
    top: calc(var(--y) * var(--u)); height: calc((var(--h) - 0.6) * var(--u));
    padding: calc(0.7 * var(--u)) calc(0.9 * var(--u)) calc(0.7 * var(--u)) calc(1.1 * var(--u));
    border-radius: calc(0.7 * var(--u)); background: var(--surface);
    transition: top 0.9s ease, height 0.9s ease, background-color 0.9s;
  }
  .cell { display: flex; flex-direction: column; }
  .cell::before { content: ''; position: absolute; inset: 0 auto 0 0; width: calc(0.36 * var(--u)); background: oklch(var(--tone-l) var(--tone-c) var(--hue)); opacity: 0.55; }
  .cell > .mark { position: absolute; top: calc(1.1 * var(--u)); right: calc(0.9 * var(--u)); width: calc(1.5 * var(--u)); height: calc(1.5 * var(--u)); }
  .cell > .mark ~ .title, .cell > .mark ~ .row { padding-right: calc(2 * var(--u)); }
  .title { font-size: calc(var(--size) * var(--u)); font-weight: 600; letter-spacing: -0.012em; }
  .row { font-size: calc(1.9 * var(--u)); line-height: 1.26; min-height: calc(2.4 * var(--u)); white-space: nowrap; }
  .meta { display: flex; align-items: center; gap: 0.3em; letter-spacing: -0.025em; margin-bottom: calc(0.3 * var(--u)); color: var(--ink-soft); }
  .meta .times { color: var(--ink); }
  .speakers { color: var(--ink-soft); margin-top: calc(0.3 * var(--u)); }
  .speakers .words, .instead .words { display: grid; }
  .instead { display: flex; align-items: center; margin-top: calc(0.3 * var(--u)); color: var(--ink); font-weight: 600; }

  .cell.past, .band.past { background: none; color: var(--ink-dim); }
  .cell.past::before { opacity: 0.28; }
  .cell.past .title, .band.past .title { font-weight: 500; }
  .cell.past > .mark { opacity: 0.5; }
  .cell.bare { background: var(--surface); padding: 0; }
  .cell.next { background: var(--surface-high); }
  .cell.next::before { opacity: 1; }
  .cell.later .title { color: var(--ink); }

  .cell.now, .band.now { background: oklch(var(--lift-l) var(--lift-c) var(--hue)); z-index: 2; }
  .cell.now::before { opacity: 1; width: calc(0.6 * var(--u)); z-index: 1; }
  .cell.now .title { font-weight: 700; }
  .cell.now > :not(.done, .mark), .band.now > :not(.done) { position: relative; }
  .cell.now .speakers { color: var(--ink); }
  .done {
    position: absolute; inset: 0 0 auto; height: clamp(0px, calc((var(--now-y) - var(--y)) * var(--u)), 100%);
    background: oklch(var(--done-l) var(--done-c) var(--hue)); border-bottom: calc(0.24 * var(--u)) solid var(--warm); box-sizing: border-box;
  }
  .foot { display: flex; align-items: baseline; gap: 0.6em; margin-top: auto; padding-top: calc(0.3 * var(--u)); font-size: calc(2.4 * var(--u)); white-space: nowrap; }
  .foot strong { font-weight: 750; color: var(--ink); }
  .foot > span { font-size: calc(1.9 * var(--u)); color: var(--ink-soft); margin-left: auto; }

  .cell.off .title, .cell.cancelled .title, .band.cancelled .title, .title.cancelled { text-decoration: line-through; text-decoration-thickness: 0.08em; color: var(--ink-soft); }
  .cell.off { background: none; box-shadow: inset 0 0 0 calc(0.14 * var(--u)) var(--line); }
  .cell.gone { background: none; border: calc(0.18 * var(--u)) dashed oklch(var(--tone-l) var(--tone-c) var(--hue)); color: var(--ink-soft); }
  .cell.gone::before { content: none; }
  .cell.gone .where { font-size: calc(3.2 * var(--u)); font-weight: 750; color: var(--ink); white-space: nowrap; }
  .cell.gone .title { font-weight: 500; text-decoration: line-through; text-decoration-thickness: 0.06em; }
  .to { display: inline-flex; align-items: center; flex: none; }
  .to .arrow, .instead .arrow { color: var(--warm); margin-left: 0; }
  .left-from { display: flex; gap: 0.5em; align-items: center; color: var(--ink-soft); }
  .left-from .to { color: var(--ink); font-weight: 700; }
  .left-from .words.one { text-decoration: line-through; }
  .left-from .old { display: none; }
  .changed { box-shadow: inset 0 0 0 calc(0.22 * var(--u)) var(--warm); }

  .band { display: flex; align-items: baseline; gap: calc(1.6 * var(--u)); --tone-c: 0; background: none; box-shadow: inset 0 0 0 calc(0.14 * var(--u)) var(--line); padding-block: calc(0.45 * var(--u)); white-space: nowrap; }
  .past small { color: var(--ink-dim); }
  .band .meta { font-size: calc(1.9 * var(--u)); color: var(--ink-soft); margin: 0; }
  .band .foot { margin: 0 0 0 auto; padding: 0; }
  .band.past { box-shadow: none; }
  .band.now { --lift-c: 0.012; --done-c: 0.016; --hue: 80; box-shadow: none; }
  .band.now .title { font-weight: 700; }

  .now-line { position: absolute; z-index: 1; left: calc((var(--axis) - 0.6) * var(--u)); right: calc(0.7 * var(--u)); top: calc((var(--head) + var(--now-y)) * var(--u)); height: 0; border-bottom: calc(0.24 * var(--u)) solid var(--warm); translate: 0 -100%; pointer-events: none; }
  .now-line span { position: absolute; right: calc(100% - 0.3 * var(--u)); top: 0; translate: 0 -50%; padding: 0.08em 0.34em; border-radius: 0.3em; white-space: nowrap; font-size: calc(2.3 * var(--u)); font-weight: 750; line-height: 1.25; background: var(--warm); color: var(--warm-ink); }
  .pages { position: absolute; right: calc(0.7 * var(--u)); bottom: calc(0.7 * var(--u)); }
  .alongside { position: absolute; left: 0; right: calc(0.7 * var(--u)); bottom: calc(3 * var(--u)); height: calc(4.2 * var(--u)); display: flex; align-items: center; gap: calc(1.6 * var(--u)); font-size: calc(1.9 * var(--u)); white-space: nowrap; overflow: hidden; }
  .alongside h2 { color: var(--ink-soft); font-weight: 600; }
  .alongside ul { display: flex; gap: calc(2.6 * var(--u)); min-width: 0; }
  .alongside li { display: flex; gap: 0.55em; align-items: baseline; font-weight: 600; min-width: 0; }
  .alongside .times { color: var(--ink-soft); font-weight: 500; }
`;

export const rail = css`
  small { margin-left: 0.7em; font-size: calc(1.9 * var(--u)); font-weight: 500; color: var(--ink-soft); }
  .rail { position: absolute; inset: 0 0 0 auto; width: calc(37.6 * var(--u)); box-sizing: border-box; padding: calc(3 * var(--u)) calc(2.6 * var(--u)) calc(2.6 * var(--u)); display: flex; flex-direction: column; background: var(--surface); overflow: hidden; }
  .clock .event { font-size: calc(2.1 * var(--u)); font-weight: 650; color: var(--ink-soft); }
  .clock .time { font-size: calc(11.8 * var(--u)); font-weight: 700; line-height: 1.08; letter-spacing: -0.035em; margin-left: -0.04em; }
  .clock .date { font-size: calc(2.3 * var(--u)); font-weight: 600; }
  .clock .stale { margin-top: calc(0.8 * var(--u)); }
  .hint { margin-top: calc(1.6 * var(--u)); padding: calc(1 * var(--u)) calc(1.3 * var(--u)); font-size: calc(2.4 * var(--u)); font-weight: 650; border-radius: calc(0.7 * var(--u)); background: var(--warm-soft); }
  .hint.farewell { background: none; padding: 0; font-size: calc(3.6 * var(--u)); font-weight: 700; line-height: 1.25; }
  .told { flex: 1; min-height: 0; overflow: hidden; padding-top: calc(2.4 * var(--u)); display: flex; flex-direction: column; gap: calc(2.4 * var(--u)); }
  .rail h2, .tall-foot h2 { font-size: calc(1.9 * var(--u)); font-weight: 650; color: var(--ink-soft); display: flex; align-items: center; justify-content: space-between; padding-bottom: calc(0.7 * var(--u)); }
  .changes li { padding: calc(0.95 * var(--u)) 0; border-top: calc(0.12 * var(--u)) solid var(--line); }
  .changes .what { display: flex; align-items: center; gap: 0.55em; font-size: calc(2 * var(--u)); font-weight: 600; white-space: nowrap; }
  .changes .title { font-size: calc(2.4 * var(--u)); margin-top: calc(0.5 * var(--u)); }
  .changes .place { font-weight: 700; }
  .changes .instead { font-size: calc(2 * var(--u)); }
  .changes .old { display: none; }
  .news li { font-size: calc(2.4 * var(--u)); line-height: 1.3; padding: calc(0.95 * var(--u)) 0; border-top: calc(0.12 * var(--u)) solid var(--line); text-wrap: pretty; }
  .legend { display: grid; grid-template-columns: 1fr 1fr; gap: calc(0.7 * var(--u)) calc(1.6 * var(--u)); padding: calc(1.4 * var(--u)) 0 calc(1.8 * var(--u)); font-size: calc(1.9 * var(--u)); color: var(--ink-soft); }
  .legend li { display: flex; align-items: center; gap: 0.4em; }
  .legend .mark { width: 0.85em; height: 0.85em; }
  .qr { margin: 0; display: flex; align-items: center; gap: calc(1.8 * var(--u)); }
  .qr img { width: calc(15 * var(--u)); height: calc(15 * var(--u)); border-radius: calc(0.7 * var(--u)); background: var(--paper); flex: none; }
  .calm .qr { flex-direction: column; align-items: flex-start; gap: calc(1.4 * var(--u)); }
  .calm .qr img { width: calc(24 * var(--u)); height: calc(24 * var(--u)); }
  .qr figcaption { font-size: calc(2.1 * var(--u)); font-weight: 600; line-height: 1.35; }
  .dots { display: inline-flex; gap: calc(0.8 * var(--u)); align-items: center; font-size: calc(1.9 * var(--u)); color: var(--ink-soft); }
  .dots i { width: calc(0.9 * var(--u)); height: calc(0.9 * var(--u)); border-radius: 50%; background: var(--line); }
  .dots i.at { background: var(--ink); }
`;

export const notes = css`
  .notice { box-sizing: border-box; height: calc(5 * var(--u)); margin-bottom: calc(1 * var(--u)); padding: 0 calc(1.6 * var(--u)); display: flex; align-items: center; font-size: calc(2.4 * var(--u)); font-weight: 650; border-radius: calc(0.7 * var(--u)); background: var(--warm-soft); }
  .empty { margin: auto; text-align: center; padding-bottom: calc(8 * var(--u)); }
  .empty h1 { font-size: calc(7 * var(--u)); font-weight: 750; letter-spacing: -0.02em; }
  .empty p { font-size: calc(3 * var(--u)); color: var(--ink-soft); margin-top: calc(1.6 * var(--u)); }
`;

export const tall = css`
  .tall { display: flex; flex-direction: column; padding: calc(2.2 * var(--u)) calc(2.2 * var(--u)) calc(1.4 * var(--u)); }
  .tall-head { height: calc(12.8 * var(--u)); display: grid; grid-template: 'event event qr' auto 'time date qr' auto 'time stale qr' auto 'time caption qr' 1fr / auto minmax(0, 1fr) auto; gap: 0 calc(1.6 * var(--u)); }
  .tall-head .clock, .tall-head .qr { display: contents; }
  .tall-head .event { grid-area: event; font-size: calc(1.9 * var(--u)); }
  .tall-head .clock .time { grid-area: time; font-size: calc(8.6 * var(--u)); }
  .tall-head .clock .date { grid-area: date; font-size: calc(1.9 * var(--u)); padding-top: calc(1 * var(--u)); }
  .tall-head .clock .stale { grid-area: stale; margin: 0; }
  .tall-head .qr img { grid-area: qr; width: calc(10.8 * var(--u)); height: calc(10.8 * var(--u)); }
  .tall-head .qr figcaption { grid-area: caption; font-size: calc(1.85 * var(--u)); line-height: 1.2; font-weight: 500; color: var(--ink-soft); padding-top: calc(0.4 * var(--u)); }
  .tall .hint { margin: 0 0 calc(1 * var(--u)); }
  .stale-head figcaption { display: none; } /* no room for both, and the page behind the code cannot answer now */
  .common { height: calc(4.2 * var(--u)); display: flex; align-items: center; gap: calc(1.2 * var(--u)); padding: 0 calc(1.2 * var(--u)); margin-bottom: calc(0.8 * var(--u)); border-radius: calc(0.7 * var(--u)); box-shadow: inset 0 0 0 calc(0.14 * var(--u)) var(--line); font-size: calc(2.4 * var(--u)); font-weight: 650; white-space: nowrap; overflow: hidden; }
  .common .times { font-size: calc(1.9 * var(--u)); color: var(--ink-soft); font-weight: 500; }
  .common.now { background: var(--surface-high); box-shadow: none; }
  .common .dots { margin-left: auto; }
  .lanes { flex: 1; min-height: 0; display: flex; flex-direction: column; gap: calc(0.8 * var(--u)); }
  .lane { flex: 1 1 0; min-height: 0; max-height: calc(26 * var(--u)); position: relative; display: grid; grid-template-columns: calc(12 * var(--u)) minmax(0, 1fr); background: var(--surface); border-radius: calc(0.8 * var(--u)); overflow: hidden; }
  .lane::before { content: ''; position: absolute; inset: 0 auto 0 0; width: calc(0.5 * var(--u)); background: oklch(var(--tone-l) var(--tone-c) var(--hue)); }
  .where-and-left { min-width: 0; display: flex; flex-direction: column; padding: calc(1 * var(--u)) calc(0.5 * var(--u)) calc(1 * var(--u)) calc(1.3 * var(--u)); }
  .where-and-left h2 { display: flex; align-items: center; gap: calc(0.5 * var(--u)); font-size: calc(4 * var(--u)); font-weight: 750; line-height: 1.02; letter-spacing: -0.02em; }
  .where-and-left .mark { width: calc(1.7 * var(--u)); height: calc(1.7 * var(--u)); }
  .where-and-left .remains { margin-top: auto; font-size: calc(2.2 * var(--u)); font-weight: 750; line-height: 1.1; }
  .where-and-left .full { align-self: start; margin-top: calc(0.5 * var(--u)); font-size: calc(1.85 * var(--u)); font-weight: 700; line-height: 1.1; padding: 0.15em 0.45em; border-radius: 0.36em; background: var(--ink); color: var(--ground); }
  .lane.headed { grid-template: calc(5 * var(--u)) minmax(0, 1fr) / minmax(0, 1fr); }
  .headed .where-and-left { flex-direction: row; align-items: center; gap: calc(1 * var(--u)); padding: 0 calc(1.2 * var(--u)) 0 calc(1.3 * var(--u)); white-space: nowrap; }
  .headed h2 { --lines: 1 !important; min-width: 0; }
  .headed .full { align-self: center; margin: 0; }
  .headed .remains { margin: 0 0 0 auto; }
  .headed .shape { left: 0; }
  .entries { min-width: 0; display: flex; flex-direction: column; padding-bottom: calc(0.7 * var(--u)); }
  .entry { position: relative; padding: calc(0.5 * var(--u)) calc(1.2 * var(--u)) calc(0.3 * var(--u)); display: grid; grid-template-columns: minmax(0, 1fr); }
  .entry .title { line-height: 1.16; }
  .entry.now { flex: 1; background: oklch(var(--lift-l) var(--lift-c) var(--hue)); align-content: center; padding-bottom: calc(0.6 * var(--u)); }
  .entry.now .title { font-weight: 700; }
  .entry.now .bar { position: absolute; left: 0; bottom: 0; height: calc(0.4 * var(--u)); width: calc(var(--share) * 100%); background: var(--warm); }
  .entry.lined { grid-template-columns: calc(7 * var(--u)) minmax(0, 1fr) auto; align-items: baseline; column-gap: calc(0.6 * var(--u)); }
  .entry.lined .aside { font-size: calc(1.9 * var(--u)); }
  .entry.lined .aside :is(.times, .old) { display: none; }
  .entry.lined .at { font-size: calc(2.3 * var(--u)); font-weight: 600; color: var(--ink-soft); }
  .entry.lined .row { grid-column: 2 / -1; margin: 0; }
  .entry.off .title, .entry.gone .title { text-decoration: line-through; color: var(--ink-soft); }
  .entry.quiet { color: var(--ink-soft); font-size: calc(2.2 * var(--u)); margin-block: auto; }
  .shape { position: absolute; left: calc(12 * var(--u)); right: 0; bottom: 0; height: calc(0.45 * var(--u)); }
  .shape i { position: absolute; top: 0; bottom: 0; left: calc(var(--from) * 100%); width: calc(var(--long) * 100% - 2px); background: oklch(var(--tone-l) var(--tone-c) var(--hue)); opacity: 0.4; }
  .shape i.past { opacity: 0.16; }
  .shape b { position: absolute; top: 0; bottom: 0; width: calc(0.4 * var(--u)); left: calc(var(--from) * 100%); background: var(--warm); }
  .tall-foot { display: grid; grid-template-columns: 1fr 1fr; gap: calc(2.4 * var(--u)); padding-top: calc(1.4 * var(--u)); }
  .tall-foot > :only-child { grid-column: 1 / -1; }
  .tall-foot { height: calc(7.6 * var(--u)); box-sizing: border-box; padding-top: calc(1 * var(--u)); overflow: hidden; }
  .tall-foot h2, .tall-foot .dots { display: none; }
  .tall-foot li.changed, .tall-foot li { border: 0; padding: 0; --lines: 1 !important; }
  .tall-foot .news li { --lines: 2 !important; }
  .tall-foot .instead { display: none; }
  .tall .pages { position: static; box-sizing: border-box; text-align: right; height: calc(2.4 * var(--u)); padding-top: calc(0.6 * var(--u)); }
`;

export const phone = css`
  .phone { padding: 20px 16px 40px; font-size: 1rem; }
  .phone header { display: flex; justify-content: space-between; align-items: baseline; gap: 12px; padding-bottom: 12px; }
  .phone h1 { font-size: 1.25rem; font-weight: 750; min-width: 0; }
  .phone .big { white-space: nowrap; font-size: 1.6rem; font-weight: 700; }
  .phone .stale, .phone .sub { font-size: 0.875rem; color: var(--ink-soft); }
  .phone h2 { font-size: 1.0625rem; font-weight: 700; padding: 24px 0 8px; }
  .phone .hint, .phone .notice { height: auto; margin: 0 0 12px; padding: 12px 14px; font-size: 1.0625rem; border-radius: 10px; }
  .phone .card { position: relative; padding: 12px 14px 12px 18px; border-radius: 10px; background: var(--surface); margin-bottom: 8px; overflow: hidden; --lines: 6; }
  .phone .card::before { content: ''; position: absolute; inset: 0 auto 0 0; width: 4px; background: oklch(var(--tone-l) var(--tone-c) var(--hue)); }
  .phone .card.now { background: oklch(var(--lift-l) var(--lift-c) var(--hue)); }
  .phone .card.past, .phone .card.past .what { color: var(--ink-dim); }
  .phone .card .what { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; font-size: 0.9375rem; color: var(--ink-soft); padding-bottom: 3px; }
  .phone .card .what b { color: var(--ink); font-weight: 700; display: inline-flex; align-items: center; gap: 6px; }
  .phone .card .title { font-size: 1.0625rem; font-weight: 650; line-height: 1.3; }
  .phone .card.now .title { font-size: 1.1875rem; font-weight: 700; }
  .phone .card.off .title { text-decoration: line-through; color: var(--ink-soft); }
  .phone .card .who { font-size: 0.9375rem; color: var(--ink-soft); padding-top: 3px; }
  .phone .card .then { font-size: 0.9375rem; margin-top: 10px; padding-top: 8px; border-top: 1px solid var(--line); display: flex; gap: 10px; align-items: baseline; }
  .phone .bar { position: absolute; left: 0; bottom: 0; height: 3px; width: calc(var(--share) * 100%); background: var(--warm); }
  .phone .foot { font-size: 1.0625rem; padding-top: 6px; }
  .phone .foot > span, .phone .dots { font-size: 0.9375rem; }
  .phone .time-head { position: sticky; top: 0; z-index: 1; background: var(--ground); padding: 14px 0 6px; font-size: 1.0625rem; font-weight: 700; }
  .phone .empty h1 { font-size: 1.75rem; }
  .phone .empty p { font-size: 1.0625rem; }
  .phone .empty { padding: 30vh 0; }
  .phone .news li { padding: 10px 14px; margin-bottom: 8px; border-radius: 10px; background: var(--surface); font-size: 1rem; line-height: 1.4; --lines: 8; }
`;

const motion = css`
  @media (prefers-reduced-motion: reduce) {
    .cell, .band, .axis li { transition: none; }
  }
`;

export const lobbyStyle = [wide, rail, notes, tall, phone, motion];
