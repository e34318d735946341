/*
 * What can be done with a saved character: shown on the wall or not, shared as a picture, taken
 * away. Taking away asks nothing back, for the figure stays in the builder and can be saved again.
 */
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';

const SHARED_PX = 512;
const NAME = 'madang.png';
const PNG = 'image/png';

/** view: for its words; mine: the attendee's document or null; actions {show(shown), takeAway(), tell(word)}. */
export function minePanel(view, mine, { show, takeAway, tell }) {
  if (!mine?.picture) return nothing;
  const png = pngOf(mine.picture);
  return html`<section class="mine card" aria-label=${view.say('builder_mine')}>
    <div class="row"><img src=${mine.picture} width="56" height="56" alt=""><p class="name" dir="auto">${mine.name}</p></div>
    <label class="toggle"><input type="checkbox" role="switch" .checked=${live(mine.shown)} @change=${(event) => show(event.target.checked)}><span>${view.say('builder_shown')}</span></label>
    <div class="row">
      <a class="button" href=${png} download=${NAME} @click=${(event) => share(event, png, tell)}>${view.say('builder_share')}</a>
      <button class="bare" @click=${takeAway}>${view.say('builder_take_away')}</button>
    </div>
  </section>`;
}

/** "/avatars/ID.svg?v=HASH" → its picture in pixels. */
export function pngOf(picture) {
  const [path, query] = picture.split('?');
  return `${path.replace(/\.svg$/, '.png')}?${query ? `${query}&` : ''}size=${SHARED_PX}`;
}

/* A phone that can hand a picture on does that; any other device downloads it, by the link itself. */
async function share(event, png, tell) {
  if (!navigator.canShare?.({ files: [new File([''], NAME, { type: PNG })] })) return;
  event.preventDefault();
  const { href } = event.currentTarget;
  try {
    const answer = await fetch(href);
    if (!answer.ok) throw new Error(`${answer.status}`);
    await navigator.share({ files: [new File([await answer.blob()], NAME, { type: PNG })] });
  } catch (error) {
    if (error.name !== 'AbortError') tell('builder_failed');
  }
}
