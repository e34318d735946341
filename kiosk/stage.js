/*
 * The stage: makes a screen's boards, feeds the one that is on, and makes it
 * again when it fails. The audience sees the last good picture all the while.
 *
 * A board is a custom element. It owns no data: the stage sets its properties,
 * at each tick and each change, and waits for its updateComplete. Another board
 * that is to be seen is made out of sight, and takes the place of the old one
 * when it has rendered; boards that take turns are kept meanwhile. A board that
 * throws while it renders, or anywhere else (see failed()), is given the last
 * documents that it did render, so that its picture and its clock go on, and a
 * new one is made out of sight from the newest documents. If that fails too,
 * another is made, with growing pauses, and after HOPELESS of them the stage
 * asks for the page to be loaded again; the picture still stays until that
 * happens.
 *
 * Before the first board has rendered there is `face`: plain words, no
 * components, nothing that could fail.
 */
const RETRY_MIN_MS = 1_000;
const RETRY_MAX_MS = 30_000;
const HOPELESS = 6;
const SOUND_MS = 60_000;        /* without a failure for this long all is well */

export class Stage {
  #root;
  #face;
  #hopeless;
  #setTimeout;
  #scene = null;                /* what is to be seen */
  #props = null;
  #on = null;                   /* what is seen: {scene, board, goodDocs, broken} */
  #kept = new Map();            /* scene key → board, of those that take turns */
  #making = false;
  #waiting = null;              /* identity of the pause before the next try */
  #failures = 0;

  /**
   * root      the element that holds the board
   * face      what stands there before; replaced by the first board
   * hopeless  called when making it again has not helped
   */
  constructor({ root, face, hopeless, setTimeout = globalThis.setTimeout.bind(globalThis) }) {
    this.#root = root;
    this.#face = face;
    this.#hopeless = hopeless;
    this.#setTimeout = setTimeout;
    root.replaceChildren(face);
  }

  /**
   * Shows a scene, {key, entry, props, turns}, with these properties and its own.
   *
   * entry  {tag, load}: the board, of boards/index.js
   * turns  the keys of all scenes that come again
   */
  show(scene, props) {
    const another = this.#scene?.key !== scene.key;
    this.#scene = scene;
    this.#props = props;
    for (const key of this.#kept.keys()) if (!scene.turns.includes(key)) this.#kept.delete(key);
    if (this.#on) this.#feed(this.#on);
    if (this.#on?.scene.key === scene.key) this.#on.scene = scene;
    if (!another) return;
    this.#waiting = null;
    this.#make();
  }

  /** Something in the board threw outside of its rendering. */
  failed(error) {
    console.error(error);
    if (this.#on) {
      this.#on.broken = true;
      this.#kept.delete(this.#on.scene.key);
    }
    this.#again();
  }

  async #feed(on) {
    const props = { ...this.#props, ...on.scene.props, ...(on.broken && { docs: on.goodDocs }) };
    try {
      await give(on.board, props);
      if (on === this.#on && !on.broken) on.goodDocs = props.docs;
    } catch (error) {
      if (on === this.#on && !on.broken) this.failed(error);
    }
  }

  #isWell() {
    return this.#on?.scene.key === this.#scene.key && !this.#on.broken;
  }

  async #make() {
    if (this.#making || this.#isWell()) return;
    this.#making = true;
    const scene = this.#scene;
    let board = null;
    try {
      await scene.entry.load();
      board = this.#kept.get(scene.key) ?? document.createElement(scene.entry.tag);
      board.classList.add('coming');
      this.#root.append(board);
      const props = this.#props;
      await give(board, { ...props, ...scene.props });
      this.#making = false;
      this.#enter(scene, board, props);
    } catch (error) {
      board?.remove();
      this.#kept.delete(scene.key);
      this.#making = false;
      console.error(error);
      if (scene.key === this.#scene.key) this.#again();
      else this.#make();                        /* something else is to be seen by now */
    }
  }

  /* While it was made, something else may have become what is to be seen. */
  #enter(scene, board, props) {
    board.classList.remove('coming');
    (this.#on?.board ?? this.#face).remove();
    this.#on = { scene, board, goodDocs: props.docs, broken: false };
    if (this.#scene.turns.includes(scene.key)) this.#kept.set(scene.key, board);
    const failures = this.#failures;
    this.#setTimeout(() => {
      if (failures === this.#failures && !this.#on.broken) this.#failures = 0;
    }, SOUND_MS);
    this.#make();
    if (this.#props !== props) this.#feed(this.#on);
  }

  #again() {
    if (this.#making || this.#waiting) return;
    const pause = {};
    this.#waiting = pause;
    const wait = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** this.#failures);
    this.#failures += 1;
    if (this.#failures >= HOPELESS) this.#hopeless();
    this.#setTimeout(() => {
      if (this.#waiting !== pause) return;
      this.#waiting = null;
      this.#make();
    }, wait);
  }
}

/* Rejects when the board could not render these properties. */
async function give(board, props) {
  Object.assign(board, props);
  await board.updateComplete;
}
