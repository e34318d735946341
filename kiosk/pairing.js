/*
 * What a screen shows while it belongs nowhere: its code, large enough to be read
 * from a ladder, and the QR that leads to the desk. In both languages at once:
 * who comes by has no time to wait for theirs.
 *
 *   fleet    what the screen is to the desk (fleet.js); of it state, code, path, trouble
 *   host     where the desk is found, "madang.example"
 */
import { LitElement, css, html, nothing } from 'lit';
import { LANGUAGES, word } from '/shared/words.js';

class Pairing extends LitElement {
  static properties = { state: { attribute: false }, code: { attribute: false }, path: { attribute: false }, trouble: { attribute: false }, host: { attribute: false }, use: { attribute: false }, docs: { attribute: false } };

  static styles = css`
    :host { display: block; container-type: size; width: 100%; height: 100%; min-height: 100vh; background: var(--ground); color: var(--ink); font-family: var(--font); word-break: keep-all; line-height: 1.25; }
    section { --u: min(1cqh, 0.62cqw); box-sizing: border-box; min-height: 100%; display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; gap: calc(5 * var(--u)); padding: calc(7 * var(--u)) calc(8 * var(--u)); }
    h1, p { margin: 0; font: inherit; }
    .line { display: block; }
    h1 { font-size: calc(5 * var(--u)); font-weight: 750; }
    .soft { color: var(--ink-soft); }
    .code { margin-block: calc(3 * var(--u)); font-size: calc(23 * var(--u)); font-weight: 780; line-height: 1; letter-spacing: -0.01em; white-space: nowrap; font-variant-numeric: tabular-nums; }
    .steps { display: grid; gap: calc(1.6 * var(--u)); font-size: calc(3 * var(--u)); }
    .where { font-weight: 700; overflow-wrap: anywhere; }
    figure { margin: 0; padding: calc(3 * var(--u)); border-radius: calc(3 * var(--u)); background: var(--paper); }
    img { display: block; width: calc(46 * var(--u)); height: calc(46 * var(--u)); }
    .plain { grid-column: 1 / -1; display: grid; gap: calc(3 * var(--u)); justify-items: start; font-size: max(1rem, calc(3 * var(--u))); }
    .plain h1 { font-size: max(1.4rem, calc(5 * var(--u))); }
    :is(button, a) { cursor: pointer; display: inline-flex; align-items: center; min-height: max(var(--touch), calc(7 * var(--u))); padding: 0 1.2em; border: 1px solid var(--edge); border-radius: var(--radius); background: var(--surface-high); color: inherit; font: inherit; font-weight: 700; text-decoration: none; }
    button { background: var(--ink); color: var(--ground); }
    :is(button, a):focus-visible { outline: 3px solid var(--warm); outline-offset: 3px; }
    .row { display: flex; flex-wrap: wrap; gap: calc(2 * var(--u)); }
    .taken { cursor: auto; }

    @container (max-aspect-ratio: 1/1) {
      section { --u: min(0.62cqh, 1.1cqw); grid-template-columns: minmax(0, 1fr); align-content: center; justify-items: center; text-align: center; gap: calc(7 * var(--u)); padding: calc(5 * var(--u)); }
      .code { font-size: calc(21 * var(--u)); }
      img { width: calc(56 * var(--u)); height: calc(56 * var(--u)); }
      .plain { justify-items: center; }
      .row { justify-content: center; }
    }
  `;

  constructor() {
    super();
    Object.assign(this, { state: 'asking', code: null, path: null, trouble: null, host: '', use: () => {} });
  }

  render() {
    if (this.state === 'taken') return this.#taken();
    return this.state === 'waiting' && this.code ? this.#waiting() : this.#asking();
  }

  #waiting() {
    return html`<section>
      <div>
        <h1>${both('screen_pair_title')}</h1>
        <p class="code">${this.code}</p>
        <div class="steps"><p>${both('screen_pair_how')}</p><p class="where">${this.host}/organiser/</p></div>
      </div>
      <figure><img src="/api/v1/qr.svg?path=${encodeURIComponent(this.path)}" alt=""></figure>
    </section>`;
  }

  #asking() {
    return html`<section><div class="plain"><h1>${both('screen_pair_asking')}</h1>${this.trouble ? html`<p>${both(`screen_pair_${this.trouble}`)}</p>` : nothing}</div></section>`;
  }

  #taken() {
    return html`<section class="taken"><div class="plain"><h1>${both('screen_taken_title')}</h1><p>${both('screen_taken')}</p>
      <p class="row"><button @click=${() => this.use()}>${bothInLine('screen_taken_use')}</button><a href="/kiosk/?board=lobby">${bothInLine('screen_taken_lobby')}</a></p></div></section>`;
  }
}

function both(key) {
  return LANGUAGES.map((lang, i) => html`<span lang=${lang} class="line ${i > 0 ? 'soft' : ''}">${word(lang, key)}</span>`);
}

function bothInLine(key) {
  return LANGUAGES.map((lang, i) => html`${i > 0 ? ' · ' : nothing}<span lang=${lang}>${word(lang, key)}</span>`);
}

customElements.define('madang-pairing', Pairing);
