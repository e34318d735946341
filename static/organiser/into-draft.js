/*
 * Putting a step into a draft instead of applying it: into the newest one that there is, or a new
 * one. What two organisers put in at once is all in it.
 */
import { Problem } from '../shared/api.js';

const TRIES = 3;

/** The changes that a request of a step (steps.js) comes to, as a draft has them. */
export function changesOf({ path, method, body, rev }) {
  if (path === '/api/v1/changes') return body.changes;
  return [{ method, path, ...(body !== undefined && { body }), ...(rev && { if_match: rev }) }];
}

/** The draft that a step goes into: the one made last, or null. */
export function newestOf(drafts) {
  return Object.values(drafts ?? {}).sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true })).at(-1) ?? null;
}

/** Gives the draft as it is then; throws a Problem. ask: call of /shared/api.js; title: of a new one. */
export async function putIntoDraft(ask, drafts, request, title) {
  const more = changesOf(request);
  let draft = newestOf(drafts);
  if (!draft) return ask('POST', '/api/v1/drafts', { title, changes: more });
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask('PATCH', `/api/v1/drafts/${encodeURIComponent(draft.id)}`, { changes: [...draft.changes, ...more] }, { rev: draft.rev });
    } catch (problem) {
      const isOld = problem instanceof Problem && problem.status === 412 && problem.members.document;
      if (!isOld || tries === TRIES) throw problem;
      draft = problem.members.document;
    }
  }
}
