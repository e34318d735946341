/*
 * A storm of writes over a server that is killed again and again: what was
 * asked, what was answered, and what the file must say after that.
 *
 *   const ledger = new Ledger();
 *   const asker = new Asker(() => server, token, ledger);
 *   await asker.ask('POST', path, body)     the answer; throws Lost where none came
 *   await asker.again()                     asks what was lost once more, by its key
 *   ledger.assertHolds(rows)                the rows of `places` keep every answer
 *
 * A place's document says its revision, and each change of the row counts one:
 * a row at the revision of an answer must be as that answer said, one further
 * on must be something that may follow, and one behind has lost what was told.
 */
import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';

const RECENT = 400;

/* What may become of a place in any number of steps, as contract.md's states go. */
const NEXT = {
  booked: ['called', 'arrived', 'talking', 'no_show', 'left'],
  waiting: ['booked', 'called', 'left'],
  called: ['arrived', 'talking', 'waiting', 'no_show', 'left'],
  arrived: ['talking', 'waiting', 'no_show', 'left'],
  talking: ['done'],
  done: [],
  no_show: ['arrived'],
  left: ['booked'],
};

function mayBecome(from, to) {
  const seen = new Set([from]);
  for (const state of seen) for (const next of NEXT[state]) seen.add(next);
  return seen.has(to);
}

/** No answer came: the server is gone. */
export class Lost extends Error {}

export class Ledger {
  #said = new Map();            /* id → the last document that an answer told */
  #made = new Set();            /* ids of places that an answer has made */
  #answers = [];                /* the last ones that the server keeps, to ask again */
  counts = {};

  take(request, answer) {
    const { status, json, text } = answer;
    for (const doc of [json?.booking, json?.place, ...(json?.places ?? [])].filter(Boolean)) this.#note(doc);
    const isMade = status === 201 || json?.code === 'slot_full';
    if (isMade) this.#made.add((json.booking ?? json.place).id);
    if (status < 300 || isMade) {
      this.#answers.push({ request, status, text });
      if (this.#answers.length > RECENT) this.#answers.splice(randomInt(RECENT), 1);
    }
    const name = `${request.name} ${json?.code ?? status}`;
    this.counts[name] = (this.counts[name] ?? 0) + 1;
  }

  #note(doc) {
    const said = this.#said.get(doc.id);
    if (!said || said.rev <= doc.rev) this.#said.set(doc.id, doc);
  }

  /** So many answers of before, at random. */
  some(count) {
    return Array.from({ length: Math.min(count, this.#answers.length) }, () => this.#answers[randomInt(this.#answers.length)]);
  }

  /** rows: all of the table `places`, by sqlite3's -json. */
  assertHolds(rows) {
    const byId = new Map(rows.map((row) => [`b${row.id}`, row]));
    for (const [id, doc] of this.#said) {
      const row = byId.get(id);
      assert.ok(row, `${id} was told, and is lost: ${JSON.stringify(doc)}`);
      assert.deepEqual([row.meetup, row.slot ?? null, row.topic], [doc.meetup, doc.slot, doc.topic], id);
      assert.ok(row.rev >= doc.rev, `${id} was told to be at ${doc.rev}, and is at ${row.rev}`);
      if (row.rev === doc.rev) assert.deepEqual([row.state, row.present, row.choose], [doc.state, Number(doc.present), Number(doc.choose)], id);
      else assert.ok(mayBecome(doc.state, row.state), `${id} was told to be ${doc.state}, and is ${row.state}`);
    }
    assert.deepEqual([...byId.keys()].filter((id) => !this.#made.has(id)), [], 'places that nobody was told of');
    assert.equal(new Set(rows.map(({ topic }) => topic)).size, rows.length, 'one asking made two places');
  }
}

export class Asker {
  #server;
  #token;
  #ledger;
  #lost = null;

  constructor(server, token, ledger) {
    this.#server = server;
    this.#token = token;
    this.#ledger = ledger;
  }

  /** A write with a key of its own. `name` counts it. */
  ask(name, method, path, body) {
    return this.#send({ name, method, path, body, key: randomUUID() });
  }

  /** What a read says. */
  async read(path) {
    return (await this.#fetch({ method: 'GET', path })).json;
  }

  /** What was lost is asked again: it is answered now, and the same answer comes a second time. */
  async again() {
    if (!this.#lost) return false;
    const request = this.#lost;
    this.#lost = null;
    const answer = await this.#send(request);
    if (answer.status < 300 || answer.json?.code === 'slot_full') await this.assertSame({ request, ...answer });
    return true;
  }

  /** The key of before gives the answer of before, byte for byte. */
  async assertSame({ request, status, text }) {
    const now = await this.#fetch(request);
    assert.deepEqual([now.status, now.text], [status, text], `${request.method} ${request.path} again`);
  }

  async #send(request) {
    this.#lost = request;
    const answer = await this.#fetch(request);
    this.#lost = null;
    assert.ok([200, 201, 404, 409].includes(answer.status), `${request.method} ${request.path}: ${answer.text}`);
    this.#ledger.take({ ...request, asker: this }, answer);
    return answer;
  }

  async #fetch({ method, path, body, key }) {
    try {
      return await this.#server().api(method, path, body, { authorization: `Bearer ${this.#token}`, ...(key && { 'idempotency-key': key }) });
    } catch (error) {
      throw new Lost(error.message);
    }
  }
}
