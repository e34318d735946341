/*
 * Stars that were wished for and that the server has not confirmed: kept on the device, in the
 * order of wishing, the last wish for a session in place of earlier ones. Every call reads and
 * writes the storage, so that two windows of the app share one list.
 *
 * A wish is {session, star: true|false, owner: attendee's id or null, stamp}: made before its
 * maker had a name, it belongs to whoever joins on this device next.
 */
const KEY = 'madang-wishes';
const MOST = 500;

export class Wishes {
  #storage;
  #memory = '[]'; // where there is no storage, or it is full

  constructor(storage) {
    this.#storage = storage;
  }

  /** Wishes of owner, oldest first. */
  of(owner) {
    return this.#read().filter((wish) => wish.owner === owner);
  }

  /** Keeps a wish; false where there are too many already. */
  add({ session, star, owner }) {
    const others = this.#read().filter((wish) => wish.session !== session || wish.owner !== owner);
    if (others.length >= MOST) return false;
    const stamp = Math.max(0, ...this.#read().map((wish) => wish.stamp)) + 1;
    this.#write([...others, { session, star, owner, stamp }]);
    return true;
  }

  /** Takes away this very wish; a later one for the same session stays. */
  remove({ session, owner, stamp }) {
    this.#write(this.#read().filter((wish) => wish.session !== session || wish.owner !== owner || wish.stamp !== stamp));
  }

  /** What was wished for without a name becomes owner's. */
  adopt(owner) {
    const nobodys = this.of(null);
    for (const wish of nobodys) {
      this.remove(wish);
      this.add({ ...wish, owner });
    }
    return nobodys.length;
  }

  clear() {
    this.#write([]);
  }

  /* What another program, an older app or a broken device left there counts as nothing. */
  #read() {
    let kept;
    try {
      kept = JSON.parse(this.#storage?.getItem(KEY) ?? this.#memory);
    } catch {
      kept = [];
    }
    return Array.isArray(kept) ? kept.filter(isWish) : [];
  }

  #write(wishes) {
    const text = JSON.stringify(wishes);
    try {
      if (wishes.length) this.#storage.setItem(KEY, text);
      else this.#storage.removeItem(KEY);
      this.#memory = '[]';
    } catch {
      this.#memory = text;
    }
  }
}

function isWish(wish) {
  return typeof wish?.session === 'string' && typeof wish.star === 'boolean' && Number.isSafeInteger(wish.stamp)
    && (wish.owner === null || typeof wish.owner === 'string');
}
