/*
 * What can't wait, wherever one is in the app: one's turn at a table, a choice between two, a seat
 * to be confirmed. A bar above the tabs, which leads to it. The shell hears `urgent` {id, kind,
 * title}, or null, to leave room for it, say it in the page's title and be felt.
 */
import { css } from 'lit';
import { icons } from './icons.js';
import { countdowns, minutesTo, urgentOf } from './meet-plan.js';
import { tableText } from './meet-text.js';
import { base } from '/shared/style.js';
import { View, html, nothing } from '/shared/view.js';

class PlaceBar extends View {
  static styles = [base, css`
    a { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; align-items: center; gap: var(--space-3); min-height: 60px; padding: var(--space-2) var(--space-4); background: var(--warm); color: var(--warm-ink); text-decoration: none; }
    a:focus-visible { outline-color: var(--warm-ink); outline-offset: -5px; }
    b { display: block; font-weight: 750; line-height: 1.3; }
    .where { display: block; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; font-size: var(--text-1); font-weight: 600; }
    .left { font-weight: 750; font-variant-numeric: tabular-nums; white-space: nowrap; }
  `];

  shouldUpdate(changed) {
    if (changed.size > 1 || !changed.has('now')) return true;
    return countdowns(this.docs, changed.get('now')) !== countdowns(this.docs, this.now);
  }

  willUpdate(changed) {
    if (changed.has('docs') || changed.has('me')) this.urgent = this.me ? urgentOf(this.docs) : null;
  }

  updated() {
    const urgent = this.urgent && { id: this.urgent.id, kind: this.urgent.kind, title: this.say(`meet_${this.urgent.kind}_title`) };
    const told = JSON.stringify(urgent);
    if (told !== this.told) this.tell('urgent', urgent);
    this.told = told;
  }

  render() {
    const place = this.urgent;
    return html`<div role="alert">${place ? this.bar(place) : nothing}</div>`;
  }

  bar(place) {
    const { kind, meetup } = place;
    const n = minutesTo(kind === 'confirm' ? place.confirmBy : place.until, this.now);
    return html`<a href="#/meet">${icons.meet}
      <span><b>${this.say(`meet_${kind}_title`)}</b><span class="where" dir="auto">${[tableText(this, meetup?.place), this.text(meetup?.person)].filter(Boolean).join(' · ')}</span></span>
      ${n ? html`<span class="left">${this.say('meet_left', { n })}</span>` : nothing}</a>`;
  }
}

customElements.define('madang-place-bar', PlaceBar);
