/*
 * Drafts as the desk tells them: pure functions from documents; no DOM, no words.
 *
 *   {kind, subject: {collection, id, title}, fields: [{name, from, to}], isOld}
 *
 * kind    as of log.js: names the words of what would be done
 * isOld   the document was changed since its author saw it: the draft would be refused
 */
import { kindOf } from './log.js';
import { namesOf, valueOf } from './comparison.js';

const API = '/api/v1/';

/** What one change of a draft, {method, path, body?, if_match?}, would do. */
export function tellChange({ method, path, body = {}, if_match: seen }, docs) {
  const [collection, id = null, verb = null] = path.replace(API, '').split('/');
  const names = namesOf(null, docs);
  const doc = collection === 'event' ? Object.values(docs.event ?? {})[0] : docs[collection]?.[id];
  const title = doc?.title ?? doc?.name ?? doc?.text ?? body.title ?? body.name ?? body.text ?? '';
  return {
    kind: kindOf(`${collection}.${verb ?? method.toLowerCase()}`),
    subject: { collection, id, title },
    fields: method === 'DELETE' ? [] : Object.entries(body).map(([name, to]) => ({ name, from: verb ? null : valueOf(name, doc?.[name], names), to: valueOf(name, to, names) })),
    isOld: Boolean(seen) && doc !== undefined && doc.rev !== seen,
  };
}

/** The drafts, the newest first. */
export function draftsOf(docs) {
  return Object.values(docs.drafts ?? {}).sort((a, b) => Number(b.id.slice(1)) - Number(a.id.slice(1)));
}
