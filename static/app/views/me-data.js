/* One's data: taking it along, deleting it for good, and leaving this device. */
import { css } from 'lit';
import { call } from '/shared/api.js';
import { problemText } from '/shared/problems.js';
import { base } from '/shared/style.js';
import { View, html, nothing } from '/shared/view.js';

class MeData extends View {
  static properties = { ...View.properties, asking: { state: true }, sure: { state: true }, said: { state: true } };

  static styles = [base, css`
    .asks { display: grid; gap: var(--space-3); padding: var(--space-4); border-radius: var(--radius); background: var(--ground); }
    .out { border-block-start: 1px solid var(--line); padding-block-start: var(--space-3); }
  `];

  constructor() {
    super();
    Object.assign(this, { asking: null, sure: false, said: '' });
    this.busy = false;
  }

  render() {
    return html`<section class="stack" aria-labelledby="data">
      <div><h2 id="data">${this.say('me_data')}</h2><p class="soft">${this.say('me_data_hint')}</p></div>
      <div class="row"><a class="button" href="/api/v1/me/export" download>${this.say('me_export')}</a>
        <button class="bare" aria-expanded=${this.asking === 'delete'} @click=${() => this.ask('delete')}>${this.say('me_delete')}</button></div>
      ${this.asking === 'delete' ? this.deletion() : nothing}
      <div class="out"><button class="bare" aria-expanded=${this.asking === 'leave'} @click=${() => this.ask('leave')}>${this.say('me_sign_out')}</button></div>
      ${this.asking === 'leave' ? this.leaving() : nothing}
      ${this.said ? html`<p class="problem" role="alert">${this.said}</p>` : nothing}
    </section>`;
  }

  deletion() {
    return html`<form class="asks" @submit=${this.delete}>
      <p>${this.say('me_delete_what')}</p>
      <label for="confirm" dir="auto">${this.say('me_delete_type', { name: this.me.name })}</label>
      <input id="confirm" dir="auto" autocomplete="off" @input=${this.typed}>
      <div class="row"><button class="danger" ?disabled=${!this.sure}>${this.say('me_delete_go')}</button>
        <button type="button" class="bare" @click=${() => this.ask(null)}>${this.say('me_cancel')}</button></div>
    </form>`;
  }

  leaving() {
    return html`<div class="asks"><p>${this.say('me_sign_out_sure')}</p>
      <div class="row"><button class="primary" @click=${this.leave}>${this.say('me_sign_out_go')}</button>
        <button class="bare" @click=${() => this.ask(null)}>${this.say('me_cancel')}</button></div></div>`;
  }

  async ask(what) {
    Object.assign(this, { asking: this.asking === what ? null : what, sure: false, said: '' });
    await this.updateComplete;
    this.renderRoot.querySelector('#confirm')?.focus();
  }

  typed = (event) => {
    this.sure = plain(event.target.value) === plain(this.me.name);
  };

  delete = async (event) => {
    event.preventDefault();
    if (this.sure) await this.end('DELETE', '/api/v1/me', 'me_deleted');
  };

  leave = () => this.end('POST', '/api/v1/sign-out', 'me_signed_out');

  /* Whoever is no longer known to the server has left as well. */
  async end(method, path, farewell) {
    if (this.busy) return;
    this.busy = true;
    try {
      await call(method, path, method === 'POST' ? {} : undefined);
    } catch (problem) {
      this.said = problemText(this, problem);
      if (problem.status !== 401) return;
    } finally {
      this.busy = false;
    }
    this.asking = null;
    this.tell('left', { farewell: this.say(farewell) });
  }
}

const plain = (name) => name.normalize('NFC').trim().replace(/\s+/g, ' ');

customElements.define('madang-me-data', MeData);
