/* Who is nobody here, or an attendee and no host: how one gets in. Nothing of guests is asked for. */
import { css } from 'lit';
import { base } from '/shared/style.js';
import { View, html } from '/shared/view.js';

class Door extends View {
  static properties = { ...View.properties, who: { attribute: false } };

  static styles = [base, css`
    section { max-width: 30rem; margin-inline: auto; padding-block: 10vh var(--space-5); }
    ol { display: grid; gap: var(--space-3); list-style: none; counter-reset: step; }
    li { display: grid; grid-template-columns: 2rem minmax(0, 1fr); counter-increment: step; }
    li::before { content: counter(step); font-weight: 800; color: var(--warm); font-variant-numeric: tabular-nums; }
  `];

  constructor() {
    super();
    this.who = {};
  }

  get heading() {
    return this.say('host_title');
  }

  render() {
    const isAttendee = this.who.role === 'attendee';
    return html`<section class="stack">
      <h1>${this.say('host_title')}</h1>
      <p>${this.say(isAttendee ? 'host_door_attendee' : 'host_door')}</p>
      <ol><li>${this.say('host_door_ask')}</li><li>${this.say('host_door_open')}</li><li>${this.say('host_door_then')}</li></ol>
      <p><a class="button" href="/">${this.say('host_door_app')}</a></p>
    </section>`;
  }
}

customElements.define('madang-door', Door);
