/*
 * The door of the organiser's desk: where a sign-in link leads (`#sign-in/CODE`), and what whoever
 * is no organiser sees. The link works once, so nothing happens by opening it alone.
 */
import { LitElement, css, html, nothing } from 'lit';
import { firstLanguage, LANGUAGE, NAMES, otherLanguage } from '/shared/language.js';
import { problemText } from '/shared/problems.js';
import { codeIn, homeOf, isOver, signIn } from '/shared/sign-in.js';
import { store } from '/shared/store.js';
import { base } from '/shared/style.js';
import { loadLocales, word } from '/shared/words.js';

class OrganiserDoor extends LitElement {
  static properties = {
    me: { attribute: false }, tongue: { state: true }, code: { state: true },
    problem: { state: true }, over: { state: true }, busy: { state: true },
  };

  static styles = [base, css`
    header { display: flex; align-items: center; justify-content: space-between; min-height: 52px; padding-inline: var(--space-4) var(--space-2); font-weight: 750; font-size: var(--text-3); }
    header button { font-size: var(--text-1); color: var(--ink-soft); }
    main { max-width: 28rem; margin-inline: auto; padding: 10vh var(--space-4) var(--space-5); }
    main button { min-height: 64px; font-size: var(--text-3); }
  `];

  /** me: {role, name} of whoever is here; role null for nobody. */
  constructor(me) {
    super();
    Object.assign(this, { me, tongue: firstLanguage(), code: codeIn(location.hash), problem: '', over: false, busy: false });
  }

  willUpdate() {
    document.documentElement.lang = this.tongue;
    document.title = this.say(this.code ? 'desk_door_sign_in_title' : 'desk_title');
  }

  say(key, params) {
    return word(this.tongue, key, params);
  }

  render() {
    const other = otherLanguage(this.tongue);
    return html`<header><span>Madang</span><button class="bare" lang=${other} @click=${() => this.#speak(other)}>${NAMES[other]}</button></header>
      <main class="stack">${this.code ? this.#signIn() : this.#closed()}</main>`;
  }

  #closed() {
    const { role } = this.me;
    return html`<h1>${this.say('desk_title')}</h1>
      <p>${this.say(role ? 'desk_door_other' : 'desk_door')}</p>
      <p class="soft">${this.say('desk_door_how')}</p>
      <p><a class="button" href=${homeOf(role ?? 'attendee')}>${this.say('desk_door_away')}</a></p>`;
  }

  #signIn() {
    const { role, name } = this.me;
    if (this.over) {
      return html`<h1>${this.say('desk_door_sign_in_title')}</h1>
        <p class="problem" role="alert">${this.say('desk_door_used')}</p>
        <p><a class="button" href="/organiser/">${this.say('desk_door_desk')}</a></p>`;
    }
    return html`<h1>${this.say('desk_door_sign_in_title')}</h1>
      <p>${this.say('desk_door_sign_in')}</p>
      ${role ? html`<p class="soft" dir="auto">${this.say('desk_door_as', { name: name || this.say(`desk_role_${role}`) })}</p>` : nothing}
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      <button class="primary" aria-busy=${this.busy} @click=${this.#go}>${this.say('desk_door_go')}</button>`;
  }

  #go = async () => {
    if (this.busy) return;
    this.busy = true;
    this.problem = '';
    try {
      const { role } = await signIn(this.code);
      location.replace(homeOf(role));
    } catch (problem) {
      if (isOver(problem)) this.over = true;
      else this.problem = problemText(this, problem);
    } finally {
      this.busy = false;
    }
  };

  async #speak(lang) {
    store.set(LANGUAGE, lang);
    await loadLocales(undefined, [lang]);
    this.tongue = lang;
  }
}

customElements.define('madang-organiser-door', OrganiserDoor);

export const pageFor = (me) => new OrganiserDoor(me);
