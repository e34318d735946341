/*
 * A day of the event, rehearsed on a copy: which one, from when, how fast, with which script; then
 * how far it has come, and its end. The documents say whether one is played; the server is asked
 * for its steps.
 */
import { css } from 'lit';
import { daysOf, minutes, progress, readScript, SPEEDS } from '../rehearsal.js';
import { DeskView, html, nothing } from '../view.js';
import { base } from '/shared/style.js';

const LOOK_EVERY_MS = 2_000;
const LIMIT_MS = 60_000;        /* the script is tried out, and a large file copied */

class Rehearsal extends DeskView {
  static properties = {
    ...DeskView.properties, day: { state: true }, speed: { state: true }, script: { state: true }, name: { state: true },
    asked: { state: true }, going: { state: true }, problem: { state: true }, seen: { state: true },
  };

  static styles = [base, css`
    section { max-width: 46rem; }
    .card { display: grid; gap: var(--space-5); grid-template-columns: minmax(0, 1fr); }
    .field { display: grid; gap: var(--space-2); }
    legend { padding: 0; font-weight: 650; }
    fieldset { min-width: 0; margin: 0; padding: 0; border: 0; display: grid; gap: var(--space-2); }
    .segments { background: var(--ground); }
    input[type='time'] { max-width: 10rem; }
    input[type='file'] { padding: var(--space-2) var(--space-3); }
    .clock { font-size: 3.5rem; font-weight: 750; line-height: 1; font-variant-numeric: tabular-nums; }
    progress { width: 100%; height: 10px; accent-color: var(--warm); }
    .ends { display: flex; justify-content: space-between; }
    .steps li { display: grid; grid-template-columns: 3.4rem minmax(0, 1fr) auto; gap: var(--space-3); padding-block: var(--space-2); border-block-start: 1px solid var(--line); }
    .steps code { font: inherit; }
    .done { font-weight: 650; }
    .act > * { flex: 1 1 12rem; min-height: 52px; }
  `];

  #timer = null;

  constructor() {
    super();
    Object.assign(this, { day: null, speed: 60, script: null, name: '', asked: false, going: '', problem: '', seen: null });
  }

  get heading() {
    return this.say('desk_nav_rehearsal');
  }

  /* What is played, as all pages know it; or null. */
  get #mark() {
    return this.docs.rehearsal?.main ?? null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#look();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  /* The clock runs fast: each second counts. */
  shouldUpdate() {
    return true;
  }

  willUpdate(changed) {
    const was = changed.get('docs')?.rehearsal?.main ?? null;
    if (!changed.has('docs') || Boolean(was) === Boolean(this.#mark)) return;
    Object.assign(this, { going: '', asked: false, seen: null });
    if (this.isConnected) this.#look();
  }

  async #look() {
    clearTimeout(this.#timer);
    try {
      this.seen = await this.api('GET', '/rehearsal');
    } catch {
      /* the documents say what matters; it is asked again */
    }
    const isOpen = !this.seen || this.seen.rehearsal?.script.some(({ done }) => !done);
    if (this.isConnected && isOpen) this.#timer = setTimeout(() => this.#look(), LOOK_EVERY_MS);
  }

  async #take(file) {
    this.problem = '';
    this.script = file ? readScript(await file.text().catch(() => '')) : null;
    this.name = file?.name ?? '';
    if (file && !this.script) this.problem = this.say('desk_rehearsal_script_wrong');
  }

  #begin = async () => {
    const from = this.renderRoot.querySelector('[type=time]').value;
    const wish = { day: this.#chosen.id, speed: this.speed, ...(from && { from }), ...(this.script && { script: this.script }) };
    await this.#go('beginning', 'rehearsal_runs', () => this.api('POST', '/rehearsal', wish, { limit: LIMIT_MS }));
  };

  #end = () => this.#go('ending', 'no_rehearsal', () => this.api('DELETE', '/rehearsal'));

  /* An answer that was lost is asked for again: that it is so already is as good. */
  async #go(where, already, ask) {
    Object.assign(this, { going: where, problem: '' });
    this.announce(this.say(`desk_rehearsal_${where}`));
    try {
      await ask();
    } catch (problem) {
      if (problem.code === already) return;
      Object.assign(this, { going: '', asked: false });
      this.problem = problem.status === 422 ? this.say('desk_rehearsal_refused', { detail: problem.detail }) : this.fault(problem);
    }
  }

  get #chosen() {
    const days = daysOf(this.docs);
    return days.find(({ id }) => id === this.day) ?? days.find(({ until }) => until > this.now) ?? days[0] ?? null;
  }

  /* What was chosen stays while it is asked for: it may be refused. */
  render() {
    return html`<section class="stack">
      <h1>${this.heading}</h1>
      ${this.going ? html`<div class="card"><p>${this.say(`desk_rehearsal_${this.going}`)}</p><progress aria-label=${this.say(`desk_rehearsal_${this.going}`)}></progress></div>` : nothing}
      <div class="stack" ?hidden=${Boolean(this.going)}>${this.#present()}</div>
    </section>`;
  }

  #trouble() {
    return this.problem ? html`<p class="problem" role="alert" dir="auto">${this.problem}</p>` : nothing;
  }

  #present() {
    return this.#mark ? this.#running(this.#mark) : this.#form();
  }

  /* ---- before ------------------------------------------------------------ */

  #form() {
    const day = this.#chosen;
    if (!day) return html`<p class="soft">${this.say('desk_rehearsal_none')}</p>`;
    return html`<p class="soft">${this.say('desk_rehearsal_intro')}</p>
      ${this.#last()}
      <div class="card">
        ${this.#days(day)}
        <div class="field"><label for="from">${this.say('desk_rehearsal_from')}</label><input id="from" type="time" required .defaultValue=${this.time(day.from)}></div>
        ${this.#speeds(day)}
        <div class="field"><label for="script">${this.say('desk_rehearsal_script')}</label>
          <input id="script" type="file" accept=".json,application/json" aria-describedby="hint" @change=${({ target }) => this.#take(target.files[0])}>
          <p id="hint" class="soft small">${this.script ? this.say('desk_rehearsal_steps', { n: this.script.length }) : this.say('desk_rehearsal_hint')}</p></div>
        ${this.#trouble()}
        ${this.#sure()}
      </div>`;
  }

  #days(day) {
    return html`<fieldset><legend>${this.say('desk_rehearsal_day')}</legend><div class="segments">${daysOf(this.docs).map(({ id, from }) => html`
      <button aria-pressed=${id === day.id} @click=${() => { this.day = id; }}>${this.date(from, 'short')}</button>`)}</div></fieldset>`;
  }

  #speeds(day) {
    return html`<fieldset><legend>${this.say('desk_rehearsal_speed')}</legend><div class="segments">${SPEEDS.map((speed) => html`
      <button aria-pressed=${speed === this.speed} @click=${() => { this.speed = speed; }}>${this.say('desk_rehearsal_times', { n: speed })}</button>`)}</div>
      <p class="soft small">${this.say('desk_rehearsal_takes', { n: minutes(day.from, day.until, this.speed) })}</p></fieldset>`;
  }

  #sure() {
    const isReady = this.status.state === 'live' && !(this.name && !this.script);
    if (!this.asked) return html`<div class="row act"><button class="primary" ?disabled=${!isReady} @click=${() => { this.asked = true; }}>${this.say('desk_rehearsal_begin')}</button></div>`;
    return html`<div class="stack"><p class="problem">${this.say('desk_rehearsal_sure')}</p>
      <div class="row act"><button @click=${() => { this.asked = false; }}>${this.say('desk_rehearsal_no')}</button>
      <button class="primary" ?disabled=${!isReady} @click=${this.#begin}>${this.say('desk_rehearsal_yes')}</button></div></div>`;
  }

  #last() {
    const last = this.seen?.last;
    if (!last) return nothing;
    const { ended_by: by, detail, done, steps } = last;
    return html`<p class=${by === 'script' ? 'problem' : 'soft'} data-last=${by} dir="auto">${this.say(`desk_rehearsal_last_${by}`, { detail: detail ?? '', done, steps })}</p>`;
  }

  /* ---- while it is played --------------------------------------------------- */

  #running({ speed, ...mark }) {
    const [from, until] = [Date.parse(mark.from), Date.parse(mark.until)];
    return html`<div class="card">
        <p>${this.say('desk_rehearsal_running', { n: speed })}</p>
        <p class="clock"><time>${this.now ? this.time(this.now) : '––:––'}</time></p>
        <div class="field"><progress max="1" .value=${progress(from, until, this.now)} aria-label=${this.say('desk_rehearsal_progress')}></progress>
          <p class="ends soft small"><time>${this.time(from)}</time><span>${this.say('desk_rehearsal_left', { n: minutes(this.now, until, speed) })}</span><time>${this.time(until)}</time></p></div>
        ${this.#steps()}
        ${this.#trouble()}
        <div class="row act"><button class="primary" @click=${this.#end}>${this.say('desk_rehearsal_stop')}</button></div>
      </div>`;
  }

  #steps() {
    const script = this.seen?.rehearsal?.script ?? [];
    if (!script.length) return nothing;
    return html`<ol class="steps">${script.map(({ at, method, path, done }) => html`<li>
      <time>${this.time(Date.parse(at))}</time><code>${method} ${path.replace('/api/v1', '')}</code>
      <span class=${done ? 'done' : 'soft'}>${this.say(done ? 'desk_rehearsal_done' : 'desk_rehearsal_waiting')}</span></li>`)}</ol>`;
  }
}

customElements.define('madang-desk-rehearsal', Rehearsal);
