/*
 * Pictures of the page to come, fetched while the present one stands: a page then turns up whole.
 * At most AT_ONCE at a time, so that a weak player and the network have room for other things;
 * a new list takes the place of what has not begun.
 */
const AT_ONCE = 4;

export class Ahead {
  #waiting = [];
  #running = 0;

  fetch(urls) {
    this.#waiting = urls.filter(Boolean);
    while (this.#running < AT_ONCE && this.#waiting.length) this.#next();
  }

  #next() {
    const image = new Image();
    this.#running += 1;
    image.onload = () => this.#done();
    image.onerror = () => this.#done();
    image.src = this.#waiting.shift();
  }

  #done() {
    this.#running -= 1;
    if (this.#waiting.length) this.#next();
  }
}
