/*
 * What an import did, or would do, as the desk tells it: pure functions from the server's report and
 * the documents; no DOM, no words.
 *
 *   [{name, entries: [{id, collection, title, again?, place?, from?, to?, fields?: [{name, from, to}]}]}]
 *
 * name     added, moved, changed, vanished, made: in this order, those that are empty left out
 * place, from, to   {room, start}: a text or null, ms or null
 * fields   what was changed: from and to are texts of documents, numbers, instants, or null
 */
const ORDER = ['added', 'moved', 'changed', 'vanished', 'made'];
const KEPT_WITHIN = ['rooms', 'tracks', 'people'];

export function partsOf(report, docs) {
  const entries = {
    added: report.added.map((one) => ({ ...named(one, 'sessions'), again: Boolean(one.again), place: placeOf(one) })),
    moved: report.moved.map((one) => ({ ...named(one, 'sessions'), from: placeOf(one.from), to: placeOf(one.to) })),
    changed: report.changed.map((one) => ({ ...named(one, one.collection), fields: fieldsOf(one.fields, namesOf(report, docs)) })),
    vanished: report.vanished.map((one) => ({ ...named(one, 'sessions'), place: placeOf(one) })),
    made: KEPT_WITHIN.flatMap((collection) => report.made[collection].map((one) => named(one, collection))),
  };
  return ORDER.map((name) => ({ name, entries: entries[name] })).filter((part) => part.entries.length);
}

/** How many documents it touches. */
export function reachOf(report) {
  return partsOf(report, {}).reduce((sum, { entries }) => sum + entries.length, 0);
}

/** [{kind, where, titles, from, until}]: where is a room's or a person's name, a text; '' of a slot. */
export function clashesOf(report, docs) {
  const names = namesOf(report, docs);
  return report.clashes.map(({ kind, room, person, sessions, from, until }) => ({
    kind, where: names(room ?? person), titles: sessions.map(names), from: Date.parse(from), until: Date.parse(until),
  }));
}

function named({ id, title }, collection) {
  return { id, collection, title };
}

function placeOf({ room_name: room, start }) {
  return { room: room ?? null, start: start ? Date.parse(start) : null };
}

/** id → what it is called, be it here already or only in the report's file (null: there is none); '' for what nobody knows. */
export function namesOf(report, docs) {
  const known = new Map();
  for (const collection of ['rooms', 'tracks', 'people', 'sessions']) {
    for (const doc of Object.values(docs[collection] ?? {})) known.set(doc.id, doc.title ?? doc.name);
    for (const one of report?.made[collection] ?? []) known.set(one.id, one.title);
  }
  for (const one of report ? [...report.added, ...report.moved] : []) known.set(one.id, one.title);
  return (id) => known.get(id) ?? '';
}

function fieldsOf(fields, names) {
  return Object.entries(fields).map(([name, { from, to }]) => ({ name, from: valueOf(name, from, names), to: valueOf(name, to, names) }));
}

/** The value of a document's field as a text of documents, a number, or null: ids by their names, a list by those of its members. */
export function valueOf(name, value, names) {
  if (value === null || value === undefined || value === '') return null;
  if (['room', 'track', 'replaced_by'].includes(name)) return names(value) || value;
  if (Array.isArray(value)) return value.map((one) => textIn(names(typeof one === 'object' ? one?.id : one)) || textIn(one)).filter(Boolean).join(', ') || null;
  if (typeof value === 'boolean') return String(value);
  return value;
}

function textIn(value) {
  if (typeof value !== 'object' || value === null) return value === null || value === undefined ? '' : String(value);
  return Object.values(value).find((one) => typeof one === 'string' && one) ?? '';
}
