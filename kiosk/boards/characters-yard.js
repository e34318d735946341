/*
 * The courtyard itself: a low wall with its tiles, hills behind, a moon, a persimmon tree, raked
 * ground. One drawing as wide as the board, in units of 1 % of its height; colours in characters-style.js.
 */
import { svg } from 'lit';
import { html, nothing } from './board.js';

const SHAPES = {
  wide: { moon: [0.5, 8.4, 4.6], tree: [0.585, 1] },
  tall: { moon: [0.9, 20.8, 1.7], tree: [0.88, 0.52] },
  phone: { moon: [0.93, 12.4, 1.8], tree: [0.86, 0.66] },
};
const WALL = { wide: [16.5, 25.5], tall: [23.5, 31.5], phone: [21.5, 30] }; // top of the tiles, foot of the wall
const TILE = 2.2;
const FRUITS = [[-8.6, -7.2], [-5.4, -10.4], [-1.6, -6], [2, -11.2], [4.6, -7.4], [8.2, -9.6], [10.6, -4.8], [-10.6, -3.4], [6.6, -3]];
const LEAVES = [[-9.8, -5.6, 20], [-6.6, -8.4, -30], [-2.8, -9.6, 15], [0.6, -8.6, -40], [6.2, -11, 25], [7, -6, -15], [9.8, -7.4, 40], [3, -5, 10]];

export function courtyard(units, shape) {
  const [top, foot] = WALL[shape];
  const width = Math.max(units, 30);
  const { moon: [moonX, moonY, moonR], tree: [treeX, treeScale] } = SHAPES[shape];
  return html`<svg class="ground" viewBox="0 0 ${width} 100" preserveAspectRatio="xMidYMin slice" aria-hidden="true">
    <rect class="sky" width=${width} height=${foot}></rect>
    <circle class="moon" cx=${width * moonX} cy=${moonY} r=${moonR}></circle>
    ${shape === 'wide' ? svg`<path class="hill far" d="M0 ${top}V${top - 3}Q${width * 0.14} ${top - 9} ${width * 0.3} ${top - 3.4}T${width * 0.62} ${top - 4.6}T${width} ${top - 2.4}V${foot}H0Z"></path>` : nothing}
    <path class="hill" d="M0 ${top}V${top - 0.6}Q${width * 0.24} ${top - 5} ${width * 0.46} ${top - 0.8}T${width * 0.8} ${top - 2.2}T${width} ${top - 3.6}V${foot}H0Z"></path>
    ${wall(width, top, foot)}
    <rect class="earth" y=${foot} width=${width} height=${100 - foot}></rect>
    ${[0.12, 0.26, 0.44, 0.66, 0.9].map((share) => svg`<path class="raked" d=${`M0 ${foot + share * (100 - foot)}q${width / 4} ${1 + share * 2.4} ${width / 2} 0t${width / 2} 0`}></path>`)}
    ${tree(width * treeX, foot + 0.6, treeScale)}
  </svg>`;
}

/* Plaster with a course of stones, and tiles above as a row of arches. */
function wall(width, top, foot) {
  const tiles = Array.from({ length: Math.ceil(width / TILE) }, (_, i) => `M${i * TILE} ${top + 1.5}a${TILE / 2} ${TILE / 2} 0 0 1 ${TILE} 0z`).join('');
  const stones = Array.from({ length: Math.ceil(width / 5) }, (_, i) => `M${i * 5 + (i % 3) * 0.2} ${foot - 1.9}h${2 + (i % 2) * 0.7}`).join('');
  return svg`<rect class="plaster" y=${top + 1.2} width=${width} height=${foot - top - 1.2}></rect>
    <path class="stones" d=${stones}></path><rect class="ridge" y=${top + 1.3} width=${width} height="0.7"></rect><path class="tiles" d=${tiles}></path>`;
}

function tree(x, y, scale) {
  return svg`<g transform=${`translate(${x} ${y}) scale(${scale})`}>
    <path class="trunk" d="M-.9 0C-.4-5-1-8-.2-11C.4-14-3-15-7-17.4M-.2-10C1-13.4 5-14 8.6-16.6M-.2-11C.2-14 .4-17 1.6-20M-4-15.6C-6-17-6-19-5.6-20.6M5-14.4C8-14 9.6-12.6 11-11"></path>
    ${LEAVES.map(([dx, dy, turn]) => svg`<ellipse class="leaf" rx="1.5" ry=".75" transform=${`translate(${dx} ${dy - 8}) rotate(${turn})`}></ellipse>`)}
    ${FRUITS.map(([dx, dy]) => svg`<g transform=${`translate(${dx} ${dy - 8})`}><circle class="fruit" r="1.15"></circle><path class="calyx" d="M-.7-.85 0-.5 .7-.85"></path></g>`)}
  </g>`;
}
