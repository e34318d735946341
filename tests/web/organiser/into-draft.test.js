import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesOf, newestOf, putIntoDraft } from '../../../static/organiser/into-draft.js';
import { Problem } from '../../../static/shared/api.js';

const request = { method: 'PATCH', path: '/api/v1/sessions/s1', body: { room: 'r2' }, rev: 3, bases: {} };
const change = { method: 'PATCH', path: '/api/v1/sessions/s1', body: { room: 'r2' }, if_match: 3 };
const draft = (id, changes, rev = 1) => ({ id, title: id, changes, rev });

/* Answers in turn, a Problem thrown. */
function server(...answers) {
  const asked = [];
  const ask = async (method, path, body, env) => {
    asked.push({ method, path, body, rev: env?.rev });
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { ask, asked };
}

test('a step is one change of a draft, several as one are several', () => {
  assert.deepEqual(changesOf(request), [change]);
  assert.deepEqual(changesOf({ method: 'POST', path: '/api/v1/rooms/r1/delay', body: { minutes: 5 } }), [{ method: 'POST', path: '/api/v1/rooms/r1/delay', body: { minutes: 5 } }]);
  assert.deepEqual(changesOf({ method: 'POST', path: '/api/v1/changes', body: { changes: [change, change] } }), [change, change]);
});

test('it goes into the newest draft, or into a new one', async () => {
  assert.equal(newestOf({ d2: draft('d2', []), d10: draft('d10', []) }).id, 'd10');
  assert.equal(newestOf(undefined), null);
  const fresh = server({ id: 'd1' });
  await putIntoDraft(fresh.ask, {}, request, 'Draft');
  assert.deepEqual(fresh.asked, [{ method: 'POST', path: '/api/v1/drafts', body: { title: 'Draft', changes: [change] }, rev: undefined }]);
});

test('what another put in meanwhile stays in it', async () => {
  const other = { method: 'PATCH', path: '/api/v1/sessions/s9', body: {} };
  const it = server(new Problem({ status: 412, code: 'changed_meanwhile', members: { document: draft('d1', [other], 2) } }), { id: 'd1' });
  await putIntoDraft(it.ask, { d1: draft('d1', []) }, request, 'Draft');
  assert.deepEqual(it.asked.map(({ body, rev }) => [body.changes, rev]), [[[change], 1], [[other, change], 2]]);
  const refused = server(new Problem({ status: 422, code: 'invalid_field' }));
  await assert.rejects(putIntoDraft(refused.ask, { d1: draft('d1', []) }, request, 'Draft'), { status: 422 });
});
