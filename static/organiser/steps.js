/*
 * One step of an organiser at a time: proposed, its reach seen, then applied or taken back; and
 * undone, as long as it is the last. Knows of requests and answers, nothing of views.
 *
 *   steps.propose(request, words)   words: whatever the view says of it, kept with it
 *   await steps.apply()             true where it is done
 *   steps.mine(), steps.takeBack()  after `changed`: mine all the same, or theirs
 *   await steps.undo()
 *
 * A request is {method, path, body, rev, bases}: bases {id: document}, the sessions as they were when it was thought of. `step`
 * is null or {request, words, state, reach, problem, change}, where state goes
 *
 *   asking    the server is asked what it reaches (`reach` is that of the last target, or null)
 *   ready     `reach` is what the server said
 *   applying  on its way
 *   changed   somebody changed one of its sessions meanwhile: `change` {id, document, who, at}
 *   failed    `problem` says why; it can be applied again or taken back
 *
 * While one goes over the grid many targets follow each other: one question is under way at a time,
 * and the next is about the newest. Tells of each `change`, and of a `done` step.
 */
import { call, newKey } from '../shared/api.js';

const KEPT = 50;                /* steps to undo, one after the other */

export class Steps extends EventTarget {
  step = null;
  /** The last fault of an undo: a Problem, or null. */
  fault = null;
  /** True while an undo is under way. */
  undoing = false;

  #ask;
  #done = [];                   /* [{action, words}], the last one last */
  #asking = false;

  constructor({ ask = call } = {}) {
    super();
    this.#ask = ask;
  }

  /** What can be undone next: {action, words}, or null. */
  get last() {
    return this.#done.at(-1) ?? null;
  }

  propose(request, words) {
    this.fault = null;
    this.#become({ request, words, state: 'asking', reach: this.step?.reach ?? null, problem: null, change: null, key: newKey() });
    this.#preview();
  }

  takeBack() {
    if (this.step && this.step.state !== 'applying') this.#become(null);
  }

  /** What was tried with this step besides applying it was refused. */
  fail(step, problem) {
    if (this.step === step) this.#become({ ...step, state: 'failed', problem });
  }

  async #preview() {
    if (this.#asking) return;
    this.#asking = true;
    while (this.step?.state === 'asking') {
      const { step } = this;
      const came = await this.#reachOf(step.request);
      if (this.step === step) this.#become({ ...step, ...came });
      else if (this.step?.state === 'changed' && came.reach) this.#become({ ...this.step, reach: came.reach });
    }
    this.#asking = false;
  }

  async #reachOf(request) {
    const { method, path, body = {}, rev } = request;
    try {
      return { state: 'ready', reach: await this.#ask('POST', `/api/v1/preview?method=${method}&path=${encodeURIComponent(path)}`, body, { rev }) };
    } catch (problem) {
      return this.#refused(request, problem);
    }
  }

  async #refused(request, problem) {
    const document = problem.status === 412 ? problem.members?.document : null;
    if (!document) return { state: 'failed', problem };
    return { state: 'changed', problem: null, change: await this.#whoChanged(document) };
  }

  /** Resolves true where it is done. With the same key however often: it is done once. */
  async apply() {
    const { step } = this;
    if (!step || !['asking', 'ready', 'failed'].includes(step.state)) return false;
    const { method, path, body, rev } = step.request;
    this.#become({ ...step, state: 'applying', problem: null });
    try {
      const answer = await this.#ask(method, path, body, { rev, key: step.key });
      if (answer?.action) this.#done = [...this.#done, { action: answer.action, words: step.words }].slice(-KEPT);
      this.#become(null);
      this.dispatchEvent(new CustomEvent('done', { detail: { words: step.words, answer } }));
      return true;
    } catch (problem) {
      const { key, ...fresh } = step;
      const isLost = problem.status === 0 || problem.status >= 500;
      this.#become({ ...fresh, ...await this.#refused(step.request, problem), key: isLost ? key : newKey() });
      return false;
    }
  }

  /** What somebody else made of it is overwritten, by what is proposed here. */
  async mine() {
    const { step } = this;
    if (step?.state !== 'changed') return false;
    this.#become({ ...step, state: 'ready', change: null, request: rebased(step.request, step.change.document), key: newKey() });
    return this.apply();
  }

  /** The sessions as they are now, by id: whether somebody changed what is proposed. */
  async heard(sessions) {
    const { step } = this;
    if (!step || !['asking', 'ready', 'failed'].includes(step.state)) return;
    const id = Object.keys(step.request.bases ?? {}).find((one) => sessions?.[one] && sessions[one].rev > step.request.bases[one].rev);
    if (id === undefined) return;
    this.#become({ ...step, state: 'changed', change: { id, document: sessions[id], who: null, at: null } });
    const change = await this.#whoChanged(sessions[id]);
    if (this.step?.state === 'changed' && this.step.change.id === id) this.#become({ ...this.step, change: { ...this.step.change, who: change.who, at: change.at } });
  }

  async #whoChanged(document) {
    const change = { id: document.id, document, who: null, at: null };
    try {
      const { actions } = await this.#ask('GET', '/api/v1/actions');
      const found = actions.find(({ about }) => about.includes(`sessions/${document.id}`));
      return { ...change, who: found?.who ?? null, at: found?.at ?? null };
    } catch {
      return change;
    }
  }

  async undo() {
    const { last } = this;
    if (!last || this.undoing || this.step) return false;
    this.undoing = true;
    this.fault = null;
    this.#tell();
    try {
      await this.#ask('POST', `/api/v1/actions/${encodeURIComponent(last.action)}/undo`);
      this.#done = this.#done.slice(0, -1);
      return true;
    } catch (problem) {
      this.fault = problem;
      if (problem.status === 409 || problem.status === 404) this.#done = this.#done.slice(0, -1);
      return false;
    } finally {
      this.undoing = false;
      this.#tell();
    }
  }

  #become(step) {
    this.step = step;
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new Event('change'));
  }
}

/* The same request, standing on this document. */
function rebased(request, document) {
  const { id, rev } = document;
  if (!(id in (request.bases ?? {}))) return request;
  const bases = { ...request.bases, [id]: document };
  if (!request.body?.changes) return { ...request, rev, bases };
  const path = `/api/v1/sessions/${encodeURIComponent(id)}`;
  return { ...request, bases, body: { ...request.body, changes: request.body.changes.map((one) => (one.path === path ? { ...one, if_match: rev } : one)) } };
}
