/*
 * The document store: a fold of changes over a snapshot.
 *
 * What the server knows is a set of documents, (collection, id) → JSON. A
 * snapshot gives all of them as of a seq; a change gives, whole, the ones that
 * a commit touched. Documents are last-write-wins by key, so taking a change
 * is replacing and deleting, and "snapshot plus changes" equals a snapshot
 * taken later. The server's own snapshot is made by the same fold.
 *
 * `docs` is never altered in place. A change gives a new object for `docs` and
 * for each collection that it touches, and leaves the others as they are, so a
 * view can tell by identity whether there is anything to draw.
 *
 * Private documents (topic `me`) are in no snapshot. The server sends all of
 * them when their owner connects, as a change whose `why` is "me": it replaces
 * the collections that it names.
 *
 * Nothing here knows of networks, storage or conferences.
 */
export class Documents {
  /** The server's journal that `seq` counts in; null before the first reset. */
  epoch = null;
  seq = 0;
  /** {collection: {id: document}} */
  docs = {};
  #covered = new Set();         /* collections of the snapshot */

  /**
   * Takes a snapshot {epoch, seq, docs} in place of everything held but the
   * private documents, of which it knows nothing; or in place of those too,
   * where it comes with `own`, as parts() gave them.
   */
  reset({ epoch, seq, docs, own = this.parts().own }) {
    mustBeSeq(seq);
    if (docs === null || typeof docs !== 'object') throw new TypeError('a snapshot has docs');
    this.epoch = epoch;
    this.seq = seq;
    this.docs = { ...own, ...docs };
    this.#covered = new Set(Object.keys(docs));
  }

  /** {docs, own}: the collections that everybody may see, and the private ones. */
  parts() {
    const part = (wanted) => Object.fromEntries(Object.entries(this.docs).filter(([name]) => this.#covered.has(name) === wanted));
    return { docs: part(true), own: part(false) };
  }

  /** Forgets the private documents; says whether there were any. */
  forget() {
    const { docs, own } = this.parts();
    if (Object.keys(own).length === 0) return false;
    this.docs = docs;
    return true;
  }

  /**
   * Takes a change {seq, set?, del?, why?}; says whether any document changed.
   *
   * A change older than what is held would bring back old documents and is
   * left out; but only of collections that the snapshot spoke of, for of the
   * private ones it knew nothing. One of the same seq is taken: a server may
   * cut one commit, or what was missed, into several frames.
   */
  apply({ seq, set = {}, del = {}, why }) {
    mustBeSeq(seq);
    const late = seq < this.seq;
    const taken = ([name]) => !late || !this.#covered.has(name);
    const fresh = new Map();
    const writable = (name) => {
      if (!fresh.has(name)) fresh.set(name, copy(this.docs[name]));
      return fresh.get(name);
    };
    for (const [name, ids] of Object.entries(del).filter(taken)) {
      for (const id of ids) {
        if (Object.hasOwn(this.docs[name] ?? {}, id)) delete writable(name)[id];
      }
    }
    for (const [name, entries] of Object.entries(set).filter(taken)) {
      if (why === 'me') fresh.set(name, copy(null));
      for (const [id, doc] of Object.entries(entries)) writable(name)[id] = doc;
    }
    if (!late) this.seq = seq;
    if (fresh.size === 0) return false;

    this.docs = copy(this.docs);
    for (const [name, collection] of fresh) this.docs[name] = collection;
    return true;
  }
}

/* Without a prototype, so that no id from outside (`__proto__`) is special. */
function copy(object) {
  return Object.assign(Object.create(null), object);
}

function mustBeSeq(seq) {
  if (!Number.isSafeInteger(seq) || seq < 0) throw new TypeError(`not a seq: ${seq}`);
}
