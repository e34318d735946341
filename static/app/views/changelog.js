/* What was released of the programme, version by version: for everybody. Taken anew each time somebody comes here. */
import { css } from 'lit';
import { call } from '/shared/api.js';
import { changeLine } from '/shared/changelog.js';
import { problemText } from '/shared/problems.js';
import { base } from '/shared/style.js';
import { View, html, nothing } from '/shared/view.js';

class Changelog extends View {
  static properties = { ...View.properties, releases: { state: true }, problem: { state: true } };

  static styles = [base, css`
    :host { max-width: 44rem; }
    .head { display: flex; gap: var(--space-3); justify-content: space-between; align-items: baseline; }
    .lines > li { padding-block: var(--space-2); border-block-start: 1px solid var(--line); }
    .lines { margin-block-start: var(--space-3); }
    .title { font-weight: 650; }
    .what { margin-inline-end: var(--space-1); }
    del { color: var(--ink-soft); text-decoration-thickness: 1px; }
    ins { text-decoration: none; font-weight: 600; }
  `];

  constructor() {
    super();
    Object.assign(this, { releases: null, problem: '' });
  }

  get heading() {
    return this.say('changelog_title');
  }

  connectedCallback() {
    super.connectedCallback();
    this.#take();
  }

  willUpdate(changed) {
    if (changed.has('status') && this.problem && this.status.state === 'live') this.#take();
  }

  async #take() {
    this.problem = '';
    try {
      ({ releases: this.releases } = await call('GET', '/api/v1/changelog'));
    } catch (problem) {
      this.problem = problemText(this, problem);
    }
  }

  render() {
    const { releases } = this;
    return html`<div class="stack">
      <h1>${this.heading}</h1>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${releases && !releases.length ? html`<p class="soft">${this.say('changelog_none')}</p>` : nothing}
      ${(releases ?? []).map((release) => this.#release(release))}
    </div>`;
  }

  #release({ version, at, note, changes, more }) {
    return html`<article class="card">
      <div class="head"><h2 dir="auto">${version}</h2><time class="small soft">${this.date(Date.parse(at), 'short')} ${this.time(Date.parse(at))}</time></div>
      ${note ? html`<p dir="auto">${this.text(note)}</p>` : nothing}
      ${changes.length ? html`<ul class="lines">${changes.map((change) => html`<li>${changeLine(this, change)}</li>`)}</ul>` : html`<p class="soft">${this.say('changelog_nothing')}</p>`}
      ${more ? html`<p class="soft">${this.say('changelog_more', { n: more })}</p>` : nothing}
    </article>`;
  }
}

customElements.define('madang-changelog', Changelog);
