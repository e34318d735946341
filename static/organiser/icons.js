/* The desk's icons: 24 by 24, one line of one weight, in the colour of the text. */
import { svg, html } from 'lit';

const icon = (shape) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${shape}</svg>`;

export const icons = {
  programme: icon(svg`<rect x="3.6" y="4.6" width="16.8" height="15" rx="2"/><path d="M3.6 9.2h16.8M9.2 9.2v10.4M14.8 9.2v10.4"/>`),
  rooms: icon(svg`<path d="M5.6 20V4.4h9.2V20M3.4 20h17.2M14.8 7.4h3.6V20M11.6 12v1.2"/>`),
  announcements: icon(svg`<path d="M4 10v4.4h3.2l8.8 4.2V5.8L7.2 10zM8 14.6l1.4 4.8h2.2l-1-3.6M19 10.2c.8 1.2.8 2.8 0 4"/>`),
  characters: icon(svg`<circle cx="12" cy="12" r="8.4"/><path d="M8.6 14.2c1.8 2.3 5 2.3 6.8 0M9.2 9.6v.9M14.8 9.6v.9"/>`),
  screens: icon(svg`<rect x="3.2" y="4.8" width="17.6" height="11.6" rx="1.8"/><path d="M12 16.4v3.2M8.4 19.8h7.2"/>`),
  changes: icon(svg`<path d="M4.4 12a7.8 7.8 0 1 0 2.5-5.7L4.4 8.6M4.4 4.2v4.4h4.4M12 7.8v4.6l3.2 1.9"/>`),
  members: icon(svg`<circle cx="9" cy="8.4" r="3.4"/><path d="M3.2 19.2c.4-3.6 2.6-5.4 5.8-5.4s5.4 1.8 5.8 5.4M15.4 5.4a3.2 3.2 0 0 1 0 6M17.2 14.4c2.2.6 3.4 2.2 3.6 4.8"/>`),
  rehearsal: icon(svg`<path d="M5 5.2v13.6L13 12zM14.2 5.2v13.6l6.4-6.8z"/>`),
  more: icon(svg`<path d="M5.4 12h.01M12 12h.01M18.6 12h.01"/>`),
};
