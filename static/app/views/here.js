/*
 * Where a table's code leads (`#here/CODE`): one is there, and sees what comes now; or, without a
 * place or without a name yet, whom one can meet there. A code is "MEETUP.STEP.MAC", good for a
 * minute at most; whom it is of is only the server's to believe, but where to look is told by it.
 */
import { css } from 'lit';
import { call } from '/shared/api.js';
import { icons } from '../icons.js';
import { meetProblem } from '../meet-text.js';
import { store } from '../../shared/store.js';
import { base } from '/shared/style.js';
import { View, html, nothing } from '/shared/view.js';
import './places.js';

export class Here extends View {
  static properties = { ...View.properties, state: { state: true } };

  static styles = [base, css`
    :host { max-width: 34rem; margin-inline: auto; }
    .sign { display: grid; place-items: center; width: 72px; height: 72px; margin-inline: auto; border-radius: 50%; background: var(--surface); color: var(--warm); }
    .sign .icon { width: 34px; height: 34px; }
    .head { display: grid; gap: var(--space-2); padding-block: var(--space-4) 0; text-align: center; text-wrap: balance; }
  `];

  constructor() {
    super();
    this.state = { step: 'asking' }; /* asking, here {meetup, kind}, problem {text, again} */
    this.asked = null;               /* the code that was sent */
  }

  get heading() {
    return this.say('meet_here_title');
  }

  willUpdate(changed) {
    if (changed.has('route') && this.asked !== this.route.params.code) this.state = { step: 'asking' };
    if (this.asked === this.route.params.code || this.route.name !== 'here') return;
    if (this.me) this.send();
    else if (!store.get('signed-in')) this.toTable();
  }

  async send() {
    const { code } = this.route.params;
    this.asked = code;
    this.state = { step: 'asking' };
    try {
      const { place } = await call('POST', '/api/v1/presence', { code });
      if (code === this.asked) this.state = { step: 'here', meetup: place.meetup, kind: place.state };
    } catch (problem) {
      if (code === this.asked) this.refused(problem);
    }
  }

  /* Nobody's place: the meetup lies over the list, so that its cross leads there. */
  refused(problem) {
    if (problem.code !== 'no_place') {
      this.state = { step: 'problem', text: meetProblem(this, problem), again: problem.status === 0 || problem.status >= 429 };
      return;
    }
    this.toTable();
  }

  get table() {
    return this.route.params.code.split('.')[0];
  }

  toTable() {
    this.asked = this.route.params.code;
    location.replace('#/meet');
    location.hash = `#/meet/${encodeURIComponent(this.table)}`;
  }

  render() {
    const { step } = this.state;
    return html`<div class="stack">
      <div class="head"><span class="sign">${icons.meet}</span><h1>${this.say(step === 'here' ? 'meet_here_done' : 'meet_here_title')}</h1></div>
      ${this.outcome()}
    </div>`;
  }

  outcome() {
    const { docs, now, lang, status, me, state } = this;
    if (state.step === 'asking') return html`<p role="status">${this.say('meet_here_asking')}</p>`;
    if (state.step === 'problem') return html`<p class="problem" role="alert">${state.text}</p>
      ${state.again ? html`<button class="primary" @click=${() => this.send()}>${this.say('meet_here_again')}</button>` : nothing}
      <a class="button" href="#/meet/${encodeURIComponent(this.table)}">${this.say('meet_here_table')}</a>`;
    return html`<p role="status">${this.say(state.kind === 'arrived' ? 'meet_here_arrived' : 'meet_here_waiting')}</p>
      <madang-places .docs=${docs} .now=${now} .lang=${lang} .status=${status} .me=${me} .only=${state.meetup}></madang-places>
      <a class="button" href="#/meet">${this.say('meet_here_all')}</a>`;
  }
}

customElements.define('madang-here', Here);
