/* Two ways to follow a value that changes quickly, so that a hurried thumb is no storm. */
const TIMERS = { now: () => performance.now(), setTimeout: (...args) => setTimeout(...args), clearTimeout: (id) => clearTimeout(id) };

/*
 * In steps: the first change is taken at once, and while others come, the latest of them every
 * `every` ms. So leafing through twenty parts asks the server for a few pictures, and the last is
 * always among them.
 */
export class Pace {
  #take;
  #every;
  #env;
  #value;
  #timer = null;
  #takenAt = -Infinity;

  constructor(every, take, env = TIMERS) {
    this.#every = every;
    this.#take = take;
    this.#env = env;
  }

  follow(value) {
    this.#value = value;
    if (this.#timer !== null) return;
    const wait = this.#every - (this.#env.now() - this.#takenAt);
    if (wait <= 0) this.#taken();
    else this.#timer = this.#env.setTimeout(() => this.#taken(), wait);
  }

  #taken() {
    this.#timer = null;
    this.#takenAt = this.#env.now();
    this.#take(this.#value);
  }
}

/*
 * For what costs more: the first change is taken at once, and of those that follow only the one
 * after which nothing came for `quiet` ms. A hurried thumb makes two sets of thumbnails, not ten.
 */
export class Pause {
  #take;
  #quiet;
  #env;
  #timer = null;

  constructor(quiet, take, env = TIMERS) {
    this.#quiet = quiet;
    this.#take = take;
    this.#env = env;
  }

  follow(value) {
    const alone = this.#timer === null;
    this.#env.clearTimeout(this.#timer);
    if (alone) this.#take(value);
    this.#timer = this.#env.setTimeout(() => {
      this.#timer = null;
      if (!alone) this.#take(value);
    }, this.#quiet);
  }
}
