/*
 * A screen's board, drawn small: a scheme of its kind, of the screen's own shape, and not a picture
 * of it. Five hundred of them stand in one list; the very board is drawn for one that is opened.
 */
import { svg, html, css } from 'lit';

const W = 96;
const H = 54;

const SHAPES = {
  lobby: (w, h) => [0, 1, 2, 3].map((i) => svg`<rect class=${i === 1 ? 'on' : 'part'} x=${w * (0.06 + i * 0.17)} y=${h * 0.2} width=${w * 0.14} height=${h * (i % 2 ? 0.3 : 0.42)} rx="1"/><rect class="part" x=${w * (0.06 + i * 0.17)} y=${h * (i % 2 ? 0.55 : 0.67)} width=${w * 0.14} height=${h * (i % 2 ? 0.35 : 0.23)} rx="1"/>`)
    .concat(svg`<path class="now" d="M${w * 0.04} ${h * 0.46}h${w * 0.7}"/><rect class="part" x=${w * 0.78} y=${h * 0.2} width=${w * 0.16} height=${h * 0.7} rx="1"/>`),
  door: (w, h) => svg`<rect class="on" x=${w * 0.07} y=${h * 0.34} width=${w * 0.86} height=${h * 0.32} rx="1"/><rect class="part" x=${w * 0.07} y=${h * 0.73} width=${w * 0.86} height=${h * 0.17} rx="1"/>`,
  meetups: (w, h) => [0, 1, 2, 3].map((i) => svg`<rect class=${i === 0 ? 'on' : 'part'} x=${w * 0.07} y=${h * (0.22 + i * 0.18)} width=${w * 0.86} height=${h * 0.13} rx="1"/>`),
  table: (w, h) => svg`<circle class="on" cx=${w / 2} cy=${h * 0.52} r=${Math.min(w, h) * 0.22}/><rect class="part" x=${w * 0.2} y=${h * 0.82} width=${w * 0.6} height=${h * 0.09} rx="1"/>`,
  characters: (w, h) => [[0.2, 0.62], [0.4, 0.72], [0.6, 0.6], [0.8, 0.74], [0.5, 0.4]].map(([x, y], i) => svg`<circle class=${i === 4 ? 'on' : 'part'} cx=${w * x} cy=${h * y} r=${Math.min(w, h) * 0.1}/>`),
};

/** board: its name; label: what stands at its top, the room's name; size: [w, h] of the screen, or null. */
export function scheme(board, label, size) {
  const isTall = size && size[1] > size[0];
  const [w, h] = isTall ? [H, W] : [W, H];
  return html`<svg class="scheme ${isTall ? 'tall' : ''}" viewBox="0 0 ${w} ${h}" aria-hidden="true">
    ${(SHAPES[board] ?? SHAPES.lobby)(w, h)}<text x=${w * 0.07} y=${isTall ? 13 : 9.2}>${shorten(label, isTall ? 7 : 14)}</text></svg>`;
}

function shorten(label, most) {
  const letters = [...label];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : label;
}

export const schemeStyle = css`
  .scheme { width: 96px; height: 54px; border-radius: 5px; background: var(--ground); box-shadow: 0 0 0 1px var(--edge); }
  .scheme.tall { width: 46px; height: 82px; }
  .scheme text { font-size: 7.5px; font-weight: 700; fill: var(--ink); }
  .scheme .part { fill: var(--line); }
  .scheme .on { fill: oklch(var(--tone-l) var(--tone-c) var(--hue-1)); }
  .scheme .now { stroke: var(--warm); stroke-width: 1.5; }
`;
