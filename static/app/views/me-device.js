/* Taking one's name along to another device: a link that works once, as a code and to copy. */
import { css } from 'lit';
import { call } from '/shared/api.js';
import { instant } from '/shared/schedule.js';
import { icons } from '../icons.js';
import { problemText } from '/shared/problems.js';
import { base } from '/shared/style.js';
import { View, html, nothing } from '/shared/view.js';

class MeDevice extends View {
  static properties = { ...View.properties, link: { state: true }, said: { state: true }, busy: { state: true } };

  static styles = [base, css`
    .code { width: 100%; max-width: 16rem; margin-inline: auto; padding: var(--space-4); border-radius: 14px; background: var(--paper); }
    .code img { display: block; width: 100%; aspect-ratio: 1; }
    .address { font-size: var(--text-1); color: var(--ink-soft); user-select: all; word-break: break-all; }
    [role='status']:empty { display: none; }
  `];

  constructor() {
    super();
    Object.assign(this, { link: null, said: '', busy: false });
  }

  render() {
    return html`<section class="stack" aria-labelledby="device">
      <div><h2 id="device">${this.say('me_device')}</h2><p class="soft">${this.say('me_device_hint')}</p></div>
      ${this.link ? this.made() : nothing}
      <div class="row">
        ${this.link ? html`<button class="primary" @click=${this.copy}>${this.say('me_link_copy')}</button>
          ${navigator.share ? html`<button @click=${this.share}>${icons.share}${this.say('me_link_share')}</button>` : nothing}` : nothing}
        <button class=${this.link ? 'bare' : ''} aria-busy=${this.busy} @click=${this.make}>${this.say('me_link_make')}</button>
      </div>
      <p role="status" class="small">${this.said}</p>
    </section>`;
  }

  made() {
    const { qr, until } = this.link;
    return html`<div class="code"><img src="data:image/svg+xml,${encodeURIComponent(qr)}" alt=${this.say('me_link_alt')}></div>
      <p class="problem">${this.say('me_link_once', { until: this.time(instant(until)) })}</p>
      <p class="address" translate="no">${this.address}</p>`;
  }

  get address() {
    return new URL(this.link.path, location.href).href;
  }

  make = async () => {
    if (this.busy) return;
    Object.assign(this, { busy: true, said: '' });
    try {
      this.link = await call('POST', '/api/v1/me/links', {});
    } catch (problem) {
      this.said = problemText(this, problem);
    }
    this.busy = false;
  };

  copy = async () => {
    try {
      await navigator.clipboard.writeText(this.address);
      this.said = this.say('day_copied');
    } catch {
      this.said = this.say('day_copy_failed');
    }
  };

  share = () => navigator.share({ url: this.address }).catch(() => {}); // thought better of it
}

customElements.define('madang-me-device', MeDevice);
