/*
 * <madang-characters>: the courtyard in which the characters stand. The newest walk in to the front
 * row; behind it everyone is found by name, a crowd in pages with guide words (crowd.js says who
 * stands where, and why so). Only who is to be seen has an element.
 *
 * Besides documents it remembers two things, so that people can trust their place: who has which
 * seat in front, and, in a crowd, the page as it was when it turned up. Who hides himself is gone at
 * once and leaves a gap; who comes meanwhile is in front and gets his place by name with the next page.
 */
import { repeat } from 'lit/directives/repeat.js';
import { dayShown } from '/shared/schedule.js';
import { pageAt } from '/shared/layout.js';
import { byAge, byName, guideWords, pagesOf, planCrowd, seatNewest, stand } from '/shared/crowd.js';
import { LostPictures } from '/shared/pictures.js';
import { Board, classMap, html, nothing, vars, word } from './board.js';
import { boardStyle } from './board-style.js';
import { charactersStyle } from './characters-style.js';
import { Ahead } from './characters-ahead.js';
import { courtyard } from './characters-yard.js';
import { clockOf, dots, saekdong } from './rail.js';

const TURN_MS = 8_000;
const WALK_MS = 2_400;
const BUILDER = '/#/character';

/* In units of 1 % of the height; characters-style.js uses the same. */
const HEAD = { wide: 18, tall: 25 };
const MARGIN = 2.4;
const FOOT = 1.6;

export class MadangCharacters extends Board {
  static styles = [boardStyle, charactersStyle];

  constructor() {
    super();
    this.front = []; // ids by seat
    this.held = null; // the pages of a crowd, as they were at this turn
    this.walking = new Set(); // ids to walk in after the next painting
    this.ahead = new Ahead();
    this.lost = new LostPictures();
  }

  willUpdate(changed) {
    super.willUpdate(changed);
    this.shown = dayShown(this.tt, this.now);
    if (changed.has('docs')) this.arrange();
    if (changed.has('stale') && !this.stale) this.lost.again();
    this.plan = planCrowd(this.newest.length, this.yard);
    this.front = seatNewest(this.front, this.newest, this.plan.front);
    this.turnPages();
  }

  noteChanges(before) {
    super.noteChanges(before);
    if (!before?.sessions && !before?.characters) return;
    for (const id of Object.keys(this.docs.characters ?? {})) if (!before.characters?.[id]) this.walking.add(id);
  }

  arrange() {
    this.people = this.docs.characters ?? {};
    this.newest = byAge(Object.values(this.people)).map(({ id }) => id);
  }

  /* What is left for them to stand on. */
  get yard() {
    if (this.shape === 'phone') return { width: (this.box.width - 24) / 7.4, height: 78 };
    return { width: this.units - 2 * MARGIN, height: 100 - HEAD[this.shape] - FOOT };
  }

  get turn() {
    return Math.floor(this.now / TURN_MS / (this.rate || 1));
  }

  turnPages() {
    const { plan, turn } = this;
    const { size, columns, rows, paged } = plan;
    const key = paged ? [turn, size, columns, rows, this.langs[0]].join() : null;
    if (key !== null && this.held?.key === key) return;
    const pages = pagesOf(plan, byName(Object.values(this.people), this.langs[0]), this.front);
    const at = pageAt(turn, pages.length, 1);
    this.held = { key, at, pages, words: paged ? guideWords(pages)[at] : null };
    if (paged) this.ahead.fetch(pages[(at + 1) % pages.length].map(({ picture }) => picture));
  }

  updated() {
    super.updated();
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) {
      for (const id of this.walking) this.renderRoot.querySelectorAll(`.front[data-character="${CSS.escape(id)}"]`).forEach((one) => walkIn(one, this.box.width));
    }
    this.walking.clear();
  }

  picture() {
    const { shape } = this;
    const empty = this.newest.length === 0;
    return html`<div class=${classMap({ board: true, yard: true, [shape]: true, crowded: this.plan.paged })}>
      ${courtyard(this.units, shape)}${saekdong}
      <header>
        <div class="titles"><h1>${this.say('board_characters_title')}</h1>
          ${empty ? nothing : html`<p class="count">${this.words((lang) => word(lang, 'board_characters_count', { n: this.newest.length.toLocaleString(lang) }))}</p>`}
          ${this.sign()}
        </div>
        ${clockOf(this, this.shown)}${empty ? nothing : this.invitation()}
      </header>
      ${empty ? this.emptyYard() : this.folk()}
    </div>`;
  }

  /* Which names are up, and where the newest are to be found. */
  sign() {
    if (!this.held.words) return nothing;
    const [from, to] = this.held.words;
    return html`<p class="sign"><bdi>${from}</bdi><span aria-hidden="true">–</span><bdi>${to}</bdi>${dots({ page: () => this.held.at }, this.held.pages.length)}</p>
      <p class="newest">${this.say('board_characters_newest')}</p>`;
  }

  invitation() {
    if (this.shape === 'phone') return html`<a class="invite" href=${BUILDER}>${this.say('board_characters_qr')}</a>`;
    return html`<figure class="qr"><img src="/api/v1/qr.svg?path=${encodeURIComponent(BUILDER)}" alt=""><figcaption>${this.say('board_characters_qr')}</figcaption></figure>`;
  }

  emptyYard() {
    return html`<div class="nobody"><p>${this.say('board_characters_empty')}</p>${this.invitation()}</div>`;
  }

  folk() {
    const { at, pages } = this.held;
    const back = pages[at].map(({ id }) => id);
    const places = stand(this.plan, this.yard, this.front, back).filter(({ id }) => this.people[id]);
    const height = Math.max(...places.map(({ y, size, foot }) => y + size + foot));
    const behind = places.length - this.front.length;
    return html`<ul class=${classMap({ folk: true, close: this.plan.close })} ${vars({ '--height': `${height}` })}>${repeat(places, (place, i) => (i < behind ? `${this.plan.paged ? at : ''}:${place.id}` : `front:${place.id}`), (place, i) => this.person(place, i >= behind))}</ul>`;
  }

  person({ id, x, y, size, width, text, foot }, front) {
    const { name, picture } = this.people[id];
    const { failed, arrived } = this.lost;
    return html`<li class=${front ? 'front' : ''} data-character=${id} ${vars({ '--x': `${x}`, '--y': `${y}`, '--size': `${size}`, '--w': `${width}`, '--text': `${text}`, '--foot': `${foot}` })}>
      <img src=${picture} alt="" decoding="async" @error=${failed} @load=${arrived}><p dir="auto">${name}</p></li>`;
  }
}

/* From the nearer edge to the place, as one who has time. */
function walkIn(element, width) {
  const { left, right } = element.getBoundingClientRect();
  const from = left + right < width ? -right : width - left;
  element.animate([{ transform: `translateX(${from}px)` }, { transform: 'none' }], { duration: WALK_MS, easing: 'cubic-bezier(.3,.5,.3,1)' });
}

customElements.define('madang-characters', MadangCharacters);
