/*
 * All tables as an organiser sees them: what needs somebody on top. Pure functions from tables
 * (../shared/meetups.js) and the time; no DOM, no words.
 *
 *   {table, why: [{word, n}], worst}    what is wrong with each, the worst first
 */
import { MINUTE } from '../shared/schedule.js';

const CHAT_OVER = 5;            /* minutes a chat may run over before anybody is told */
const IDLE = 3 * MINUTE;        /* somebody waits, and nobody is called */
const LONG_WAIT = 40;           /* minutes, the higher end of the estimate */
const MANY_NO_SHOWS = 3;
const LATE = 5;

const ORDER = ['attention', 'open', 'ahead', 'over'];

/** {attention, open, ahead, over}: the tables of this day and each part's rows in their order. */
export function overviewOf(tables, now) {
  const rows = tables.map((table) => rowOf(table, now));
  const parts = Object.fromEntries(ORDER.map((part) => [part, rows.filter((row) => row.part === part)]));
  parts.attention.sort((a, b) => b.worst - a.worst);
  parts.ahead.sort((a, b) => a.table.start - b.table.start);
  return parts;
}

export function rowOf(table, now) {
  const why = whyOf(table, now).sort((a, b) => b.weight - a.weight);
  return { table, why, worst: why[0]?.weight ?? 0, part: partOf(table, why) };
}

function partOf({ state }, why) {
  if (why.length) return 'attention';
  if (state === 'ended' || state === 'cancelled') return 'over';
  return state === 'ahead' ? 'ahead' : 'open';
}

function whyOf(table, now) {
  const { state, talking, called, arrived, waiting, waitMinutes, noShows, late } = table;
  const why = [];
  const add = (word, weight, n = 0) => why.push({ word, weight, n });
  if (state === 'cancelled') return why;
  const over = Math.max(0, ...talking.map(({ until }) => (until === null ? 0 : Math.floor((now - until) / MINUTE))));
  if (over >= CHAT_OVER) add('over', 4, over);
  if (state === 'ended') return why;
  if (state === 'paused' && table.pausedUntil !== null && table.pausedUntil <= now) add('pause_over', 6, Math.floor((now - table.pausedUntil) / MINUTE));
  if (state === 'paused' && table.pausedUntil === null && waiting) add('pause_open', 5, waiting);
  const isIdle = ['open', 'closed'].includes(state) && !talking.length && !called.length && !arrived.length;
  if (isIdle && waiting && now - table.start >= IDLE) add('idle', 5, waiting);
  if (waitMinutes && waitMinutes[1] >= LONG_WAIT) add('long', 3, waitMinutes[1]);
  if (late >= LATE) add('late', 2, late);
  if (noShows >= MANY_NO_SHOWS) add('no_shows', 1, noShows);
  return why;
}
