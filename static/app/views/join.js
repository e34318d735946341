/*
 * Joining: one field, one tap. Stands inside other views where a name is needed, and as a sheet
 * where a star was tapped without one. Then the shell hears `joined`.
 */
import { css } from 'lit';
import { call } from '/shared/api.js';
import { NAME_MOST, faultOfName } from '../name.js';
import { problemText } from '/shared/problems.js';
import { stars } from '../stars.js';
import { base } from '/shared/style.js';
import { View, html, nothing } from '/shared/view.js';

export class Join extends View {
  static properties = { ...View.properties, fault: { state: true }, busy: { state: true } };

  static styles = [base, css`
    form { display: grid; gap: var(--space-2); }
    .line { display: flex; gap: var(--space-2); flex-wrap: wrap; }
    .line input { flex: 1 1 10rem; }
    .line button { flex: 0 1 auto; }
    .fault { color: var(--ink); font-weight: 650; }
    .fault::before { content: '! '; color: var(--warm); font-weight: 800; }
    .have { margin-block-start: var(--space-3); }
  `];

  constructor() {
    super();
    Object.assign(this, { fault: '', busy: false });
  }

  get heading() {
    return this.say('day_join_title');
  }

  /* As a sheet it has done its work. */
  updated(changed) {
    if (!changed.has('me') || !this.me || this.route.name !== 'join') return;
    if (history.state?.sheets) history.back();
    else location.replace('#/me');
  }

  render() {
    if (this.me) return nothing;
    return html`<section class="stack">
      <div><h2>${this.say('day_join_title')}</h2><p class="soft">${this.say('day_join')}</p></div>
      ${stars.waiting ? html`<p class="problem">${this.say('day_join_kept', { n: stars.waiting })}</p>` : nothing}
      <form novalidate @submit=${this.join}>
        <label for="name">${this.say('join_name')}</label>
        <div class="line">
          <input id="name" name="name" autocomplete="nickname" enterkeyhint="go" dir="auto" placeholder=${this.say('join_hint')}
            aria-invalid=${this.fault ? 'true' : 'false'} aria-describedby="fault" @input=${this.typed}>
          <button class="primary" aria-busy=${this.busy}>${this.say('join_go')}</button>
        </div>
        <p id="fault" class="fault" role="alert" ?hidden=${!this.fault}>${this.fault}</p>
      </form>
      <p class="soft small have">${this.say('join_have')}</p>
    </section>`;
  }

  typed = (event) => {
    if (this.fault && !faultOfName(event.target.value)) this.fault = '';
  };

  join = async (event) => {
    event.preventDefault();
    const input = this.renderRoot.querySelector('input');
    this.fault = this.faultText(faultOfName(input.value));
    if (this.fault) input.focus();
    if (this.fault || this.busy) return;
    this.busy = true;
    try {
      await call('POST', '/api/v1/attendees', { name: input.value.trim(), language: this.lang });
      this.tell('joined');
    } catch (problem) {
      this.fault = problem.code === 'invalid_field' ? this.say('join_refused') : problemText(this, problem);
    } finally {
      this.busy = false;
    }
  };

  faultText(fault) {
    if (fault === 'blank') return this.say('join_blank');
    return fault === 'long' ? this.say('join_long', { n: NAME_MOST }) : '';
  }
}

customElements.define('madang-join', Join);
