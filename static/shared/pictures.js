/*
 * Pictures that did not come, and come later without anybody's doing: a page that lost its network
 * for a minute must not stand with gaps for the rest of the day.
 *
 *   <img @error=${lost.failed} @load=${lost.arrived}>
 *
 * A picture that failed has the class `lost`. One of them is asked for again after a pause that
 * grows; when it comes, so are the others. So a server that is away gets one question from a page,
 * not a hundred. again() asks at once, for who knows that the network is back.
 */
const FIRST_MS = 2_000;
const LONGEST_MS = 30_000;

export class LostPictures {
  #lost = new Set(); // <img>; who failed last, is last
  #pause = FIRST_MS;
  #timer = null;
  #env;

  constructor(env = { setTimeout: (...args) => setTimeout(...args), clearTimeout: (id) => clearTimeout(id) }) {
    this.#env = env;
  }

  failed = ({ target }) => {
    target.classList.add('lost');
    this.#lost.delete(target);
    this.#lost.add(target);
    this.#timer ??= this.#env.setTimeout(() => this.#ask(), this.#pause);
  };

  arrived = ({ target }) => {
    target.classList.remove('lost');
    if (!this.#lost.delete(target)) return;
    this.#pause = FIRST_MS;
    this.#here().forEach(reload);
  };

  again() {
    this.#env.clearTimeout(this.#timer);
    this.#pause = FIRST_MS;
    this.#ask();
  }

  #ask() {
    this.#timer = null;
    this.#pause = Math.min(LONGEST_MS, this.#pause * 2);
    this.#here().slice(0, 1).forEach(reload);
  }

  /* Those that are still to be seen; the rest is forgotten. */
  #here() {
    for (const image of this.#lost) if (!image.isConnected) this.#lost.delete(image);
    return [...this.#lost];
  }
}

function reload(image) {
  image.setAttribute('src', image.getAttribute('src'));
}
