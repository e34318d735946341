/* What the views of this section have in common: the way from one to the other. */
import { html } from '../view.js';

const PARTS = [['changes', '#/changes'], ['import', '#/changes/import']];

export function parts(view, here) {
  return html`<nav aria-label=${view.say('desk_nav_changes')}><ul class="segments">
    ${PARTS.map(([name, href]) => html`<li><a class="button" href=${href} aria-current=${name === here ? 'page' : 'false'}>${view.say(`desk_part_${name}`)}</a></li>`)}
  </ul></nav>`;
}
