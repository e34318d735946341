/*
 * Which sessions of the grid are selected, and the way from one to the next. Pure: a selection is
 * {ids: [id], anchor, focus}, replaced and never altered; a plan is what planDay gave.
 */
export const NONE = { ids: [], anchor: null, focus: null };

/** This one alone. */
export function chosen(id) {
  return { ids: [id], anchor: id, focus: id };
}

/** This one too, or not any more. */
export function toggled({ ids }, id) {
  return { ids: ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id], anchor: id, focus: id };
}

/** From the anchor up to this one: what begins between them in the rooms between them. */
export function extended(selection, plan, id) {
  const from = plan.blocks.get(selection.anchor);
  const to = plan.blocks.get(id);
  if (!from || !to) return chosen(id);
  const columns = [from.column, to.column].sort((a, b) => a - b);
  const times = [from.session.start, to.session.start].sort((a, b) => a - b);
  const ids = plan.columns.slice(columns[0], columns[1] + 1).flatMap(({ blocks }) => blocks)
    .filter(({ session }) => session.start >= times[0] && session.start <= times[1]).map((block) => block.id);
  return { ids, anchor: selection.anchor, focus: id };
}

/** Without what is not in the grid any more. */
export function pruned(selection, plan) {
  const ids = selection.ids.filter((id) => plan.blocks.has(id));
  const there = (id) => (plan.blocks.has(id) ? id : null);
  if (ids.length === selection.ids.length && there(selection.focus) === selection.focus) return selection;
  return { ids, anchor: there(selection.anchor), focus: there(selection.focus) };
}

/** The session that the grid is entered at: that of the focus, what is on, or the first. */
export function entryOf(plan, { focus }, now) {
  if (plan.blocks.has(focus)) return focus;
  const all = plan.columns.flatMap(({ blocks }) => blocks);
  return (all.find(({ session }) => session.end > now) ?? all[0])?.id ?? null;
}

/** The id one goes to from `id`: 'up', 'down', 'left', 'right', 'first' or 'last' of the room; itself where there is none. */
export function walked(plan, id, way) {
  const here = plan.blocks.get(id);
  if (!here) return id;
  const { blocks } = plan.columns[here.column];
  const at = blocks.indexOf(here);
  if (way === 'up') return (blocks[at - 1] ?? here).id;
  if (way === 'down') return (blocks[at + 1] ?? here).id;
  if (way === 'first') return blocks[0].id;
  if (way === 'last') return blocks.at(-1).id;
  const step = way === 'left' ? -1 : 1;
  for (let column = here.column + step; plan.columns[column]; column += step) {
    const nearest = nearestTo(plan.columns[column].blocks, here.session.start);
    if (nearest) return nearest.id;
  }
  return id;
}

function nearestTo(blocks, at) {
  return blocks.reduce((best, one) => (!best || Math.abs(one.session.start - at) < Math.abs(best.session.start - at) ? one : best), null);
}
