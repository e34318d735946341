import { View, html } from '../view.js';
import { base } from '../style.js';

class Programme extends View {
  static styles = [base];

  render() {
    return html`<h1>${this.say('app_tab_programme')}</h1>
      <ul class="stack">${this.tt.sessions.map((session) => html`<li class="card"><time>${this.time(session.start)}</time> <span dir="auto">${this.text(session.title)}</span></li>`)}</ul>`;
  }
}

customElements.define('madang-programme', Programme);
