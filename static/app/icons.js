/* The app's icons: 24 by 24, one line of one weight, in the colour of the text. */
import { svg, html } from 'lit';

const icon = (shape) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${shape}</svg>`;

export const icons = {
  programme: icon(svg`<path d="M4 5.5h16M4 12h16M4 18.5h10"/><path d="M17 16.2v2.8l1.8 1.4"/>`),
  day: icon(svg`<path d="m12 3.6 2.6 5.3 5.8.8-4.2 4.1 1 5.8L12 16.9l-5.2 2.7 1-5.8-4.2-4.1 5.8-.8z"/>`),
  meet: icon(svg`<path d="M3.6 4.6h11.2v8H9.4l-3.2 3v-3H3.6z"/><path d="M17.6 8.4h2.8v8h-2.6v3l-3.2-3h-3.4"/>`),
  go: icon(svg`<path d="m9 5.5 6.5 6.5L9 18.5"/>`),
  character: icon(svg`<circle cx="12" cy="12" r="8.4"/><path d="M8.6 14.2c1.8 2.3 5 2.3 6.8 0M9.2 9.6v.9M14.8 9.6v.9"/>`),
  me: icon(svg`<rect x="4" y="4" width="6.4" height="6.4" rx="1.2"/><rect x="13.6" y="4" width="6.4" height="6.4" rx="1.2"/><rect x="4" y="13.6" width="6.4" height="6.4" rx="1.2"/><path d="M13.6 13.6h2.6v2.6M20 17v3h-3.4M13.6 19.6v.4M20 13.6v.2"/>`),
  search: icon(svg`<circle cx="10.8" cy="10.8" r="6.3"/><path d="m15.6 15.6 4.6 4.6"/>`),
  close: icon(svg`<path d="m6 6 12 12M18 6 6 18"/>`),
  share: icon(svg`<path d="M12 15V3.8M8 7.6l4-4 4 4M5.5 11.5v8.7h13v-8.7"/>`),
  bell: icon(svg`<path d="M6.2 16.6v-6a5.8 5.8 0 0 1 11.6 0v6l1.6 1.8H4.6zM10 18.6a2.1 2.1 0 0 0 4 0"/>`),
  star: icon(svg`<path d="m12 3.6 2.6 5.3 5.8.8-4.2 4.1 1 5.8L12 16.9l-5.2 2.7 1-5.8-4.2-4.1 5.8-.8z"/>`),
  clash: icon(svg`<path d="M4 7.5h9.5a3 3 0 0 1 3 3v1M20 16.5h-9.5a3 3 0 0 1-3-3v-1"/>`),
  walk: icon(svg`<path d="M4 12h15M13.5 6.5 19 12l-5.5 5.5"/>`),
};
