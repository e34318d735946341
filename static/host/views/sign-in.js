/* Where a sign-in link for a host or an organiser leads. It works once, so nothing happens by opening it alone. */
import { css } from 'lit';
import { problemText } from '/shared/problems.js';
import { homeOf, isOver, signIn } from '/shared/sign-in.js';
import { base } from '/shared/style.js';
import { View, html, nothing } from '/shared/view.js';

class SignIn extends View {
  static properties = { ...View.properties, problem: { state: true }, over: { state: true }, busy: { state: true } };

  static styles = [base, css`
    section { max-width: 26rem; margin-inline: auto; padding-block-start: 10vh; }
    button { min-height: 64px; font-size: var(--text-3); }
  `];

  constructor() {
    super();
    Object.assign(this, { problem: '', over: false, busy: false });
  }

  get heading() {
    return this.say('host_sign_in_title');
  }

  willUpdate(changed) {
    if (changed.has('route') && changed.get('route')?.params.code !== this.route.params.code) Object.assign(this, { problem: '', over: false });
  }

  render() {
    return html`<section class="stack">
      <h1>${this.say('host_sign_in_title')}</h1>
      ${this.over ? html`<p class="problem" role="alert">${this.say('host_sign_in_used')}</p><a class="button" href="#/">${this.say('host_to_tables')}</a>` : html`
        <p>${this.say('host_sign_in')}</p>
        ${this.me ? html`<p class="soft" dir="auto">${this.say('host_sign_in_as', { name: this.me.name })}</p>` : nothing}
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
        <button class="primary" aria-busy=${this.busy} @click=${this.go}>${this.say('host_sign_in_go')}</button>`}
    </section>`;
  }

  go = async () => {
    if (this.busy) return;
    this.busy = true;
    this.problem = '';
    try {
      const { role } = await signIn(this.route.params.code);
      /* From here on the page is somebody else's: it begins anew. */
      this.tell('joined');
      window.location.replace(homeOf(role));
    } catch (problem) {
      if (isOver(problem)) this.over = true;
      else this.problem = problemText(this, problem);
    } finally {
      this.busy = false;
    }
  };
}

customElements.define('madang-sign-in', SignIn);
