/*
 * Follows a value that changes quickly, in steps: the first change is taken at once, and while
 * others come, the latest of them every `every` ms. So leafing through twenty parts asks the server for
 * a few pictures, and the last is always among them.
 */
export class Pace {
  #take;
  #every;
  #env;
  #value;
  #timer = null;
  #takenAt = -Infinity;

  constructor(every, take, env = { now: () => performance.now(), setTimeout: (...args) => setTimeout(...args) }) {
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
