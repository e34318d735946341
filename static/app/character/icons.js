/* The builder's icons, of the kind of ../icons.js. */
import { html, svg } from 'lit';

const icon = (shape) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${shape}</svg>`;

export const undoIcon = icon(svg`<path d="M8.6 5 4.4 9.2l4.2 4.2M4.8 9.2h9a5.4 5.4 0 0 1 0 10.8H9"/>`);
export const redoIcon = icon(svg`<path d="m15.4 5 4.2 4.2-4.2 4.2M19.2 9.2h-9a5.4 5.4 0 0 0 0 10.8H15"/>`);
export const diceIcon = icon(svg`<rect x="4" y="4" width="16" height="16" rx="3.6"/><path d="M8.6 8.6v.1M15.4 15.3v.1M15.4 8.6v.1M8.6 15.3v.1M12 12v.1" stroke-width="2.6"/>`);
export const saveIcon = icon(svg`<path d="m5 12.6 4.6 4.6L19 7.4"/>`);
