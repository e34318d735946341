/*
 * Moving sessions about the grid: how far they go, where that leaves them, and what is to be asked
 * of the server. Pure; a plan is what planDay gave (grid-layout.js).
 *
 * A distance is {minutes, columns}. It is that of the one which is held: it comes to stand on full
 * five minutes by the clock of the venue, and the others keep their distance from it. None leaves
 * the day or the rooms.
 */
import { MINUTE } from '../shared/schedule.js';

export const SNAP = 5;          /* minutes */

/** The distance that px and columns come to for the block that is held, with `ids` going along. */
export function distanceOf(plan, held, ids, { px, columns }) {
  const block = plan.blocks.get(held);
  const wanted = (block.session.start - plan.start) / MINUTE + px / plan.scale;
  const from = (block.session.start - plan.start) / MINUTE;
  const minutes = Math.abs(px / plan.scale) < SNAP / 2 ? 0 : Math.round(wanted / SNAP) * SNAP - from;
  return kept(plan, ids, { minutes, columns });
}

/** A distance one step further: by the keyboard, or a button. */
export function stepped(plan, held, ids, { minutes, columns }, step) {
  const session = plan.blocks.get(held).session;
  const at = (session.start - plan.start) / MINUTE + minutes;
  const next = step.minutes > 0 ? Math.floor(at / SNAP) * SNAP + step.minutes : Math.ceil(at / SNAP) * SNAP + step.minutes;
  return kept(plan, ids, { minutes: step.minutes ? next - (at - minutes) : minutes, columns: columns + step.columns });
}

/* Held inside the grid; a session of a day that is longer than the grid stays where it is. */
function kept(plan, ids, { minutes, columns }) {
  const blocks = ids.map((id) => plan.blocks.get(id)).filter(Boolean);
  const earliest = Math.min(...blocks.map(({ session }) => session.start));
  const latest = Math.max(...blocks.map(({ session }) => session.end));
  const limits = { up: Math.min(0, (plan.start - earliest) / MINUTE), down: Math.max(0, (plan.end - latest) / MINUTE) };
  const left = -Math.min(...blocks.map(({ column }) => column));
  const right = plan.columns.length - 1 - Math.max(...blocks.map(({ column }) => column));
  return { minutes: clamp(minutes, limits.up, limits.down), columns: clamp(columns, left, right) };
}

function clamp(n, low, high) {
  return Math.min(high, Math.max(low, n)) || 0;
}

/**
 * Where they would be: [{id, from: {start, room}, to: {start, room}}], instants in ms. Who goes to
 * another room alone keeps the planned time; who goes to another time is planned for what is shown.
 * `room`: the room they all go to, by id, in place of a distance in columns.
 */
export function movesOf(plan, ids, { minutes, columns, room }) {
  return ids.map((id) => plan.blocks.get(id)).filter(Boolean).map(({ id, session, column }) => ({
    id,
    from: { start: session.plannedStart, room: session.room },
    to: {
      start: minutes ? session.start + minutes * MINUTE : session.plannedStart,
      room: room !== undefined ? room : columns ? plan.columns[column + columns].id : session.room,
    },
  })).filter(({ from, to }) => from.start !== to.start || from.room !== to.room);
}

/** What to ask of the server (Steps); null: nothing. docs: the sessions' documents, by id. */
export function requestOf(moves, docs) {
  const changes = moves.map(({ id, from, to }) => ({
    method: 'PATCH',
    path: `/api/v1/sessions/${encodeURIComponent(id)}`,
    body: {
      ...(from.start !== to.start && { start: new Date(to.start).toISOString().replace('.000Z', 'Z') }),
      ...(from.room !== to.room && { room: to.room }),
    },
    base: docs[id],
  }));
  return together(changes);
}

/* Several writes {method, path, body, base}, each on the document that is its base, as one. */
function together(changes) {
  const bases = Object.fromEntries(changes.map(({ base }) => [base.id, base]));
  if (changes.length === 0) return null;
  if (changes.length === 1) {
    const [{ base, ...alone }] = changes;
    return { ...alone, rev: base.rev, bases };
  }
  return {
    method: 'POST',
    path: '/api/v1/changes',
    body: { changes: changes.map(({ base, ...one }) => ({ ...one, if_match: base.rev })) },
    bases,
  };
}
