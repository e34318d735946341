/*
 * The stage: makes a screen's board, feeds it, and makes it again when it
 * fails. The audience sees the last good picture all the while.
 *
 * A board is a custom element. It owns no data: the stage sets its properties,
 * at each tick and each change, and waits for its updateComplete. A board that
 * throws while it renders, or anywhere else (see failed()), is given the last
 * documents that it did render, so that its picture and its clock go on, and a
 * new one is made out of sight from the newest documents. When that has
 * rendered, it takes the place of the old. If it fails too, another is made,
 * with growing pauses, and after HOPELESS of them the stage asks for the page
 * to be loaded again; the picture still stays until that happens.
 *
 * Before the first board has rendered there is `face`: plain words, no
 * components, nothing that could fail.
 */
const RETRY_MIN_MS = 1_000;
const RETRY_MAX_MS = 30_000;
const HOPELESS = 6;
const SOUND_MS = 60_000;        /* a board that ran this long was a good one */

export class Stage {
  #root;
  #face;
  #entry;
  #hopeless;
  #setTimeout;
  #board = null;
  #props = null;
  #goodDocs = null;
  #broken = false;              /* the board on stage gets #goodDocs only */
  #making = false;
  #failures = 0;
  #made = 0;

  /**
   * root      the element that holds the board
   * face      what stands there before; replaced by the first board
   * entry     {tag, load}: the board, of boards/index.js
   * hopeless  called when making it again has not helped
   */
  constructor({ root, face, entry, hopeless, setTimeout = globalThis.setTimeout.bind(globalThis) }) {
    this.#root = root;
    this.#face = face;
    this.#entry = entry;
    this.#hopeless = hopeless;
    this.#setTimeout = setTimeout;
    root.replaceChildren(face);
  }

  /** Shows the board with these properties. */
  show(props) {
    this.#props = props;
    if (this.#board) this.#feed(this.#board);
    else if (!this.#making) this.#make();
  }

  /** Something in the board threw outside of its rendering. */
  failed(error) {
    console.error(error);
    this.#broken = this.#board !== null;
    this.#again();
  }

  async #feed(board) {
    const props = this.#broken ? { ...this.#props, docs: this.#goodDocs } : this.#props;
    try {
      await give(board, props);
      if (board === this.#board && !this.#broken) this.#goodDocs = props.docs;
    } catch (error) {
      if (board === this.#board && !this.#broken) this.failed(error);
    }
  }

  async #make() {
    this.#making = true;
    let board;
    try {
      await this.#entry.load();
      board = document.createElement(this.#entry.tag);
      board.classList.add('coming');
      this.#root.append(board);
      const props = this.#props;
      await give(board, props);
      this.#making = false;
      this.#enter(board, props);
    } catch (error) {
      board?.remove();
      this.#making = false;
      console.error(error);
      this.#again();
    }
  }

  #enter(board, props) {
    board.classList.remove('coming');
    (this.#board ?? this.#face).remove();
    this.#board = board;
    this.#broken = false;
    this.#goodDocs = props.docs;
    this.#made += 1;
    const made = this.#made;
    this.#setTimeout(() => {
      if (made === this.#made && !this.#broken) this.#failures = 0;
    }, SOUND_MS);
    if (this.#props !== props) this.#feed(board);
  }

  #again() {
    if (this.#making) return;
    this.#making = true;
    const wait = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** this.#failures);
    this.#failures += 1;
    if (this.#failures >= HOPELESS) this.#hopeless();
    this.#setTimeout(() => this.#make(), wait);
  }
}

/* Rejects when the board could not render these properties. */
async function give(board, props) {
  Object.assign(board, props);
  await board.updateComplete;
}
