import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Steps } from '../../../static/organiser/steps.js';
import { Problem } from '../../../static/shared/api.js';

const request = (start, rev = 3) => ({ method: 'PATCH', path: '/api/v1/sessions/s1', body: { start }, rev, bases: { s1: { id: 's1', rev } } });
const tick = () => new Promise(setImmediate);

/* A server whose answers are given one by one: {asked, answer(value or Problem)}. */
function server() {
  const asked = [];
  const waiting = [];
  const ask = (method, path, body, env = {}) => new Promise((resolve, reject) => {
    asked.push({ method, path, body, ...env });
    waiting.push({ resolve, reject });
  });
  const answer = async (value) => {
    const { resolve, reject } = waiting.shift();
    if (value instanceof Error) reject(value);
    else resolve(value);
    await tick();
  };
  return { asked, answer, steps: new Steps({ ask }) };
}

test('a target is asked about, and the newest after it, never two at a time', async () => {
  const { asked, answer, steps } = server();
  for (const start of ['10:00', '10:05', '10:10']) steps.propose(request(start), start);
  assert.equal(asked.length, 1);
  await answer({ phones: 1 });
  assert.equal(steps.step.state, 'asking');
  assert.deepEqual(asked.map(({ body }) => body.start), ['10:00', '10:10']);
  assert.match(asked[0].path, /^\/api\/v1\/preview\?method=PATCH&path=%2Fapi%2Fv1%2Fsessions%2Fs1$/);
  await answer({ phones: 2 });
  assert.deepEqual([steps.step.state, steps.step.reach.phones], ['ready', 2]);
  steps.takeBack();
  assert.equal(steps.step, null);
});

test('applied, it can be undone; the answer of a question before is not heard any more', async () => {
  const { asked, answer, steps } = server();
  steps.propose(request('10:00'), 'words');
  const done = steps.apply();
  assert.equal(steps.step.state, 'applying');
  steps.takeBack();
  assert.equal(steps.step.state, 'applying', 'what is on its way is not taken back');
  await answer({ phones: 1 });
  await answer({ action: '7' });
  assert.equal(await done, true);
  assert.equal(steps.step, null);
  assert.deepEqual(steps.last, { action: '7', words: 'words' });
  assert.equal(asked[1].rev, 3);
  const undone = steps.undo();
  assert.equal(steps.undoing, true);
  assert.equal(await steps.undo(), false);
  await answer({ action: '8' });
  assert.equal(await undone, true);
  assert.equal(steps.last, null);
  assert.equal(asked.at(-1).path, '/api/v1/actions/7/undo');
});

test('where somebody was quicker: who, what, and mine all the same or theirs', async () => {
  const { asked, answer, steps } = server();
  const changed = new Problem({ status: 412, code: 'changed_meanwhile', members: { document: { id: 's1', rev: 5, room: 'r2' } } });
  steps.propose(request('10:00'), 'words');
  await answer({ phones: 1 });
  const first = steps.apply();
  await answer(changed);
  await answer({ actions: [{ who: 'else', about: ['rooms/r1'] }, { who: '김', at: 'then', about: ['sessions/s1'] }] });
  assert.equal(await first, false);
  assert.deepEqual(steps.step.change, { id: 's1', document: { id: 's1', rev: 5, room: 'r2' }, who: '김', at: 'then' });
  assert.equal(await steps.apply(), false, 'not without a word');
  const mine = steps.mine();
  assert.equal(asked.at(-1).rev, 5);
  assert.notEqual(asked.at(-1).key, asked[1].key);
  await answer({ action: '9' });
  assert.equal(await mine, true);
});

test('what another changes is told before anything is applied', async () => {
  const { answer, steps } = server();
  steps.propose(request('10:00'), 'words');
  await answer({ phones: 1 });
  await steps.heard({ s1: { id: 's1', rev: 3 }, s2: { id: 's2', rev: 9 } });
  assert.equal(steps.step.state, 'ready');
  const heard = steps.heard({ s1: { id: 's1', rev: 4 } });
  assert.equal(steps.step.state, 'changed');
  await answer(new Problem({ status: 0, code: 'offline' }));
  await heard;
  assert.equal(steps.step.change.who, null);
  steps.takeBack();
  assert.equal(steps.step, null);
});

test('of several as one, mine stands on the present revision of the one that was changed', async () => {
  const { asked, answer, steps } = server();
  const changes = ['s1', 's2'].map((id) => ({ method: 'PATCH', path: `/api/v1/sessions/${id}`, body: { room: 'r2' }, if_match: 1 }));
  steps.propose({ method: 'POST', path: '/api/v1/changes', body: { changes }, bases: { s1: { id: 's1', rev: 1 }, s2: { id: 's2', rev: 1 } } }, 'words');
  await answer({});
  const heard = steps.heard({ s2: { id: 's2', rev: 4 } });
  await answer({ actions: [] });
  await heard;
  const mine = steps.mine();
  assert.deepEqual(asked.at(-1).body.changes.map((one) => one.if_match), [1, 4]);
  await answer({ action: '1' });
  assert.equal(await mine, true);
});

test('a refusal stays with its step; a lost answer is asked again with its key', async () => {
  const { asked, answer, steps } = server();
  steps.propose(request('10:00'), 'words');
  await answer(new Problem({ status: 422, code: 'invalid_field', detail: 'start: …' }));
  assert.equal(steps.step.state, 'failed');
  for (const problem of [new Problem({ status: 0, code: 'offline' }), new Problem({ status: 422, code: 'invalid_field' }), null]) {
    const done = steps.apply();
    await answer(problem ?? { action: '2' });
    assert.equal(await done, problem === null);
  }
  assert.equal(asked[1].key, asked[2].key);
  assert.notEqual(asked[2].key, asked[3].key);
});

test('what cannot be undone any more is said, and not offered again', async () => {
  const { answer, steps } = server();
  steps.propose(request('10:00'), 'words');
  await answer({});
  const done = steps.apply();
  await answer({ action: '2' });
  await done;
  const undone = steps.undo();
  await answer(new Problem({ status: 409, code: 'changed_meanwhile' }));
  assert.equal(await undone, false);
  assert.deepEqual([steps.fault.code, steps.last], ['changed_meanwhile', null]);
});
