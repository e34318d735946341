/* Who did what, when, and one undo for each step: live, the newest first. */
import { css } from 'lit';
import { byDay, merged, rowsOf } from '../log.js';
import { DeskView, html, nothing } from '../view.js';
import { parts } from './changes-parts.js';
import { partsStyle } from './changes-style.js';
import { base } from '/shared/style.js';

const A_PAGE = 100;
const PACE_MS = 500;            /* a storm of changes is one question */
const ABOUT = ['event', 'rooms', 'tracks', 'people', 'sessions', 'announcements', 'meetups', 'drafts'];

class Changes extends DeskView {
  static properties = {
    ...DeskView.properties, actions: { state: true }, isAll: { state: true }, problem: { state: true }, refusal: { state: true }, busy: { state: true },
  };

  static styles = [base, partsStyle, css`
    nav { margin-block-start: var(--space-3); }
    h2 { padding-block: var(--space-4) var(--space-2); }
    .log { display: grid; border-radius: 14px; background: var(--surface); }
    .log > li { display: grid; grid-template-columns: 3.4rem minmax(0, 1fr) auto; gap: 0 var(--space-3); align-items: center; min-height: 60px; padding: var(--space-2) var(--space-2) var(--space-2) var(--space-4); }
    .log > li + li { border-block-start: 1px solid var(--line); }
    .log time { color: var(--ink-soft); }
    .undone .what { color: var(--ink-soft); text-decoration: line-through; text-decoration-thickness: 1px; }
    .note { display: block; }
    .about { display: block; font-weight: 650; }
    .log .problem { grid-column: 1 / -1; margin-block: var(--space-2); }
    .problem, .none { margin-block-end: var(--space-3); }
    .older { margin-block-start: var(--space-3); }
  `];

  #asking = null;
  #again = false;
  #timer = null;
  #stamp = [];

  constructor() {
    super();
    Object.assign(this, { actions: null, isAll: false, problem: '', refusal: null, busy: '' });
  }

  get heading() {
    return this.say('desk_nav_changes');
  }

  connectedCallback() {
    super.connectedCallback();
    this.#ask();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#timer = null;
  }

  willUpdate(changed) {
    const isBack = changed.has('status') && this.status.state === 'live' && changed.get('status')?.state !== 'live';
    if (isBack || (changed.has('docs') && this.#isNews())) this.#soon();
  }

  /* Has anything changed that actions are about? The clocks of the tables have none. */
  #isNews() {
    const stamp = ABOUT.map((name) => this.docs[name]);
    const isNews = this.#stamp.some((one, i) => one !== stamp[i]);
    this.#stamp = stamp;
    return isNews;
  }

  #soon() {
    if (this.isConnected) this.#timer ??= setTimeout(() => { this.#timer = null; this.#ask(); }, PACE_MS);
  }

  async #ask() {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = this.#take();
    await this.#asking;
    this.#asking = null;
    if (this.#again) this.#soon();
    this.#again = false;
  }

  async #take() {
    try {
      const { actions } = await this.api('GET', '/actions');
      const all = merged(actions, this.actions ?? []);
      if (all.length === actions.length) this.isAll = actions.length < A_PAGE;
      this.actions = all;
      this.problem = '';
    } catch (problem) {
      this.problem = this.fault(problem);
    }
  }

  #older = async () => {
    if (this.busy) return;
    this.busy = 'older';
    try {
      const { actions } = await this.api('GET', `/actions?before=${this.actions.at(-1).id}`);
      this.isAll = actions.length < A_PAGE;
      this.actions = [...this.actions, ...actions];
    } catch (problem) {
      this.problem = this.fault(problem);
    } finally {
      this.busy = '';
    }
  };

  async #undo(row) {
    if (this.busy) return;
    this.busy = row.id;
    this.refusal = null;
    try {
      await this.api('POST', `/actions/${row.id}/undo`, {});
      this.announce(this.say('desk_changes_undone_now'));
    } catch (problem) {
      this.refusal = { id: row.id, text: this.#whyNot(problem) };
    } finally {
      this.busy = '';
    }
    await this.#ask();
  }

  #whyNot(problem) {
    if (problem.code === 'undone_already') return this.say('desk_changes_undone_already');
    if (problem.code === 'changed_meanwhile') return this.say('desk_changes_later');
    return problem.status === 409 ? this.say('desk_changes_not_undone') : this.fault(problem);
  }

  render() {
    const rows = rowsOf(this.actions ?? [], this.docs);
    return html`<section>
      <h1>${this.heading}</h1>
      ${parts(this, 'changes')}
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${this.actions && !rows.length ? html`<p class="soft none">${this.say('desk_changes_none')}</p>` : nothing}
      ${byDay(rows, (at) => this.date(at)).map((day) => html`<h2>${day.day}</h2><ol class="log">${day.rows.map((row) => this.#row(row))}</ol>`)}
      ${rows.length && !this.isAll ? html`<p class="older"><button aria-busy=${this.busy === 'older'} @click=${this.#older}>${this.say('desk_changes_older')}</button></p>` : nothing}
    </section>`;
  }

  #row(row) {
    const isUndone = Boolean(row.undoneBy);
    const isUndo = row.kind === 'undo';
    const words = this.say(`desk_changes_what_${row.kind}`);
    return html`<li class=${isUndone ? 'undone' : ''} data-action=${row.id}>
      <time datetime=${new Date(row.at).toISOString()}>${this.time(row.at)}</time>
      <div>
        <span class="what"><span class="about" dir="auto">${this.#about(isUndo && row.undid ? row.undid : row)}</span>${isUndo && row.undid ? html`${words}: ${this.say(`desk_changes_what_${row.undid.kind}`)}` : words}</span>
        ${row.note ? html`<span class="note" dir="auto">${row.note}</span>` : nothing}
        <span class="small soft" dir="auto"> · ${row.who}${isUndone ? html` · ${row.undoneBy.who ? this.say('desk_changes_undone', { name: row.undoneBy.who }) : this.say('desk_changes_undone_by_somebody')}` : nothing}</span>
      </div>
      ${isUndone ? html`<span></span>` : html`<button aria-busy=${this.busy === row.id} aria-label=${`${this.say('desk_changes_undo')}: ${words}, ${this.#about(row)}`} @click=${() => this.#undo(row)}>${this.say('desk_changes_undo')}</button>`}
      ${this.refusal?.id === row.id ? html`<p class="problem" role="alert">${this.refusal.text}</p>` : nothing}
    </li>`;
  }

  #about({ subjects, more }) {
    const names = subjects.map(({ title }) => this.text(title)).filter(Boolean).join(', ');
    return more ? this.say('desk_changes_more', { names, n: more }) : names;
  }
}

customElements.define('madang-desk-changes', Changes);
