/*
 * Where a sign-in link leads. Nothing happens by opening it: a link may be opened by a messenger's
 * preview or by mistake, and it works only once.
 */
import { css } from 'lit';
import { forgetDevice } from '../leaving.js';
import { problemText } from '/shared/problems.js';
import { homeOf, isOver, signIn } from '/shared/sign-in.js';
import { base } from '/shared/style.js';
import { View, html, nothing } from '/shared/view.js';

class SignIn extends View {
  static properties = { ...View.properties, problem: { state: true }, over: { state: true } };

  static styles = [base, css`
    section { max-width: 26rem; margin-inline: auto; padding-block-start: var(--space-5); }
    .choice { display: grid; gap: var(--space-2); }
  `];

  constructor() {
    super();
    Object.assign(this, { problem: '', over: false });
    this.busy = false;
  }

  get heading() {
    return this.say('me_sign_in_title');
  }

  willUpdate(changed) {
    if (changed.has('route') && changed.get('route')?.params.code !== this.route.params.code) Object.assign(this, { problem: '', over: false });
  }

  render() {
    return html`<section class="stack">
      <h1>${this.say('me_sign_in_title')}</h1>
      ${this.over ? html`<p class="problem" role="alert">${this.say('me_sign_in_used')}</p>
        <a class="button primary" href="#/">${this.say('me_sign_in_home')}</a>` : this.question()}
    </section>`;
  }

  question() {
    const name = this.me?.name;
    return html`<p>${this.say('me_sign_in')}</p>
      ${this.me ? html`<p class="problem" dir="auto">${this.say('me_sign_in_other', { name })}</p>` : nothing}
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      <div class="choice"><button class="primary" @click=${this.go}>${this.say('me_sign_in_go')}</button>
        ${this.me ? html`<a class="button" href="#/" dir="auto">${this.say('me_sign_in_stay', { name })}</a>` : nothing}</div>`;
  }

  go = async () => {
    if (this.busy) return;
    this.busy = true;
    this.problem = '';
    try {
      const { id, role } = await signIn(this.route.params.code);
      if (this.me && this.me.id !== id) forgetDevice();
      if (id) this.tell('joined');
      location.replace(id ? '#/me' : homeOf(role));
    } catch (problem) {
      if (isOver(problem)) this.over = true;
      else this.problem = problemText(this, problem);
    } finally {
      this.busy = false;
    }
  };
}

customElements.define('madang-sign-in', SignIn);
