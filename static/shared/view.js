/*
 * What all views of a page share: the properties that its shell sets, and words, times and dates
 * for the reader. A view owns no document and reads no clock; what it changes it asks of the
 * server (call of /shared/api.js), and the live connection brings what came of it.
 *
 *   docs    {collection: {id: doc}}, a new object at each change
 *   now     the server's time, ms since 1970, by the second; 0 while nobody knows it
 *   lang    'ko' or 'en'
 *   status  {state, since} of Live
 *   me      the signed-in attendee's own document, or null
 *   route   {name, params} of the address
 *
 * Events that the shell listens to, all bubbling and composed: `joined` (there is a cookie now),
 * `left` {farewell} (there is none any more), `language` {lang}.
 */
import { LitElement, html, nothing } from 'lit';
import { timetable, MINUTE } from '/shared/schedule.js';
import { dateText, timeText } from '/shared/times.js';
import { text, word } from '/shared/words.js';

export { html, nothing };

export class View extends LitElement {
  static properties = {
    docs: { attribute: false }, now: { attribute: false }, lang: { attribute: false },
    status: { attribute: false }, me: { attribute: false }, route: { attribute: false },
  };

  constructor() {
    super();
    /* `lang` is every element's own: what the shell set before the module was there stands in the attribute. */
    Object.assign(this, { docs: {}, now: 0, lang: this.getAttribute('lang') || 'ko', status: { state: 'connecting', since: null }, me: null, route: { name: '', params: {} } });
  }

  /* Nothing on a phone counts seconds: a tick within the minute draws nothing. */
  shouldUpdate(changed) {
    if (changed.size > 1 || !changed.has('now')) return true;
    return minuteOf(changed.get('now')) !== minuteOf(this.now);
  }

  /** Draws anew whenever `source` tells of a `change`, while the view is on the page. */
  redrawOn(source) {
    const redraw = () => this.requestUpdate();
    this.addController({
      hostConnected: () => source.addEventListener('change', redraw),
      hostDisconnected: () => source.removeEventListener('change', redraw),
    });
  }

  /** What the page is called while this view is shown; the shell puts the event's title behind it. */
  get heading() {
    return '';
  }

  /** Gives the heading the focus: somebody came here. */
  focusHeading() {
    const heading = this.renderRoot.querySelector('h1');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
  }

  /** The timetable that docs make (schedule.js). */
  get tt() {
    return timetable(this.docs);
  }

  /** {now, heard}, as schedule.js asks for it. */
  get clock() {
    const { state, since } = this.status;
    return { now: this.now, heard: state === 'stale' ? since ?? this.now : this.now };
  }

  say(key, params = {}) {
    return word(this.lang, key, params);
  }

  text(value) {
    return text(value, this.lang);
  }

  time(at) {
    return timeText(this.tt.zone, at);
  }

  date(at, length = 'long') {
    return dateText(this.lang, this.tt.zone, at, length);
  }

  /** Tells the shell. */
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }
}

function minuteOf(at) {
  return Math.floor(at / MINUTE);
}
