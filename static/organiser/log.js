/*
 * The log of actions as the desk tells it: pure functions from GET /actions and the documents; no
 * DOM, no words.
 *
 *   {id, at, who, kind, note, subjects: [{collection, id, title}], more, undoneBy, undid}
 *
 * kind       names the words of what was done: `desk_changes_what_KIND`
 * note       what its author said of it, '' for nothing
 * subjects   what it is about, the first few, those that people know by name first; more: how many besides
 * undoneBy   {who, at} of who has put it back, or null
 * undid      the row's own {kind, subjects} that this one has put back, or null where it is no undo
 */
const KINDS = new Set([
  'sessions_post', 'sessions_patch', 'rooms_post', 'rooms_patch', 'rooms_delay', 'tracks_post', 'tracks_patch', 'people_post', 'people_patch', 'event_patch',
  'announcements_post', 'announcements_patch', 'announcements_delete', 'meetups_post', 'meetups_patch', 'imports_post', 'undo',
  'sessions_end', 'rooms_swap', 'changes_post', 'demo',
]);
const ORDER = ['sessions', 'meetups', 'announcements', 'rooms', 'people', 'tracks', 'event', 'days'];
const MOST = 3;

/** The kind of a step that the server calls `what`, "sessions.patch"; 'other' of those that nobody has heard of. */
export function kindOf(what) {
  const kind = what.replace('.', '_');
  return KINDS.has(kind) ? kind : 'other';
}

/** The actions, newest first, as rows. */
export function rowsOf(actions, docs) {
  const undoneBy = new Map(actions.map((action) => [action.id, action]));
  const undid = new Map(actions.filter((action) => action.undone_by).map((action) => [action.undone_by, action]));
  return actions.map((action) => {
    const by = undoneBy.get(action.undone_by);
    const original = undid.get(action.id);
    return {
      ...tellOf(action, docs),
      undoneBy: action.undone_by ? { who: by?.who ?? '', at: by ? Date.parse(by.at) : null } : null,
      undid: original ? tellOf(original, docs) : null,
    };
  });
}

function tellOf({ id, at, who, what, about, note }, docs) {
  const known = about.map((one) => subjectOf(one, docs)).sort((a, b) => ORDER.indexOf(a.collection) - ORDER.indexOf(b.collection));
  const main = known.filter(({ collection }) => collection === known[0].collection);
  return {
    id, who, at: Date.parse(at), kind: kindOf(what), note: note ?? '',
    subjects: main.slice(0, MOST), more: Math.max(0, main.length - MOST),
  };
}

/* What a document is called; '' where it is not there (any more). */
function subjectOf(name, docs) {
  const [collection, id] = name.split('/');
  const doc = docs[collection]?.[id];
  return { collection, id, title: doc?.title ?? doc?.name ?? doc?.text ?? '' };
}

/**
 * The newest page again, with the older ones that were taken before: what both hold, as the newest says.
 * Where the two don't meet the older ones are left out, for there would be a gap.
 */
export function merged(newest, older) {
  const known = new Set(newest.map(({ id }) => id));
  const from = older.findLastIndex(({ id }) => known.has(id));
  return from < 0 ? newest : [...newest, ...older.slice(from + 1)];
}

/** [{day, rows}]: by the day of the event's zone, as `dayOf` names it. */
export function byDay(rows, dayOf) {
  const days = [];
  for (const row of rows) {
    const day = dayOf(row.at);
    if (days.at(-1)?.day !== day) days.push({ day, at: row.at, rows: [] });
    days.at(-1).rows.push(row);
  }
  return days;
}
