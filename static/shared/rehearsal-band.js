/*
 * The band that lies over every page and board while a rehearsal is played. Its code comes with
 * the first one: a page asks for it when the documents have a `rehearsal`.
 *
 *   show(mark, lang)   mark: the document rehearsal/main; nothing: the event itself is back
 *
 * What sticks to the top of a page sticks below it, by `--band`, its height; a wall, which shows
 * exactly what fits, makes room by the attribute `rehearsal` of the root (kiosk/screen.css).
 */
import { LitElement, css, html } from 'lit';
import { word } from './words.js';

class Band extends LitElement {
  static properties = { mark: { attribute: false }, lang: { reflect: true } };

  static styles = css`
    :host { position: sticky; z-index: 4; inset-block-start: 0; display: block; flex: none; border-block-end: 1px solid var(--warm); background: var(--warm-soft); color: var(--ink); }
    p { margin: 0; padding: calc(var(--space-1) + env(safe-area-inset-top)) var(--space-4) var(--space-1); font-size: max(var(--text-1), 2vmin); font-weight: 650; line-height: 1.4; text-align: center; text-wrap: balance; word-break: keep-all; }
  `;

  render() {
    return html`<p role="status">${word(this.lang, 'screen_rehearsal', { speed: this.mark.speed })}</p>`;
  }
}

customElements.define('madang-rehearsal-band', Band);

const root = document.documentElement;
const height = new ResizeObserver(([{ borderBoxSize: [box] }]) => root.style.setProperty('--band', `${box.blockSize}px`));
let band = null;

export function show(mark, lang) {
  root.toggleAttribute('rehearsal', Boolean(mark));
  if (!mark) {
    height.disconnect();
    root.style.removeProperty('--band');
    band?.remove();
    band = null;
    return;
  }
  band ??= document.createElement('madang-rehearsal-band');
  Object.assign(band, { mark, lang });
  if (band.isConnected) return;
  document.body.prepend(band);
  height.observe(band);
}
