/*
 * The contract of a view of the desk. A view is one custom element in views/, a DeskView, and one
 * line in views/index.js; its module is loaded when it is first opened, and the element lives on
 * as long as the page does. The shell (desk.js) sets, and sets anew at each change,
 *
 *   docs    {collection: {id: document}} of the topics timetable, meetups, characters, changelog and
 *           desk: new objects at each change, so that "is it the same" is ===
 *   now     the server's time, ms since 1970, by the second; 0 while nobody knows it
 *   lang    'ko' or 'en'
 *   status  {state, since} of the connection: connecting, live, stale, closed
 *   me      who works here: {role: 'organiser' | 'steward', name}
 *   route   {name, params} of the address: params.id of a path '#/screens/{id}'
 *
 * and a view has of View (/shared/view.js)
 *
 *   tt, zone            the timetable that docs make (/shared/schedule.js), and the event's zone
 *   say(key, params)    words of data/locales; text(value) of a document's field
 *   time(at), date(at)  for the reader, in the event's zone
 *   heading             (override) what the page is called; render() has one <h1> that says so
 *   shouldUpdate        (override to draw each second: by default ticks within a minute draw nothing)
 *
 * and of DeskView
 *
 *   api(method, path, body, {rev, key, limit})   asks the server, path without /api/v1; gives its JSON,
 *           throws a Problem (/shared/api.js). rev: If-Match; body: JSON, or a Blob as it is. Who is no
 *           longer known is led out by the shell
 *   fault(problem)      what a Problem is called, where the view knows nothing better
 *   announce(text)      says it to those who listen; what is seen the view shows itself
 *   isOrganiser         whether me may do what stewards may not
 *
 * A view owns no document: it asks, and the live connection brings what came of it. It is shown in
 * <main>, below the header and (on a phone) above the bar of the sections: what sticks to the bottom
 * sticks to `bottom: var(--desk-bottom)`, what sticks to the top to `top: var(--desk-top)`.
 */
import { View, html, nothing } from '/shared/view.js';
import { call } from '/shared/api.js';
import { problemText } from '/shared/problems.js';

export { html, nothing };

export class DeskView extends View {
  get zone() {
    return this.tt.zone;
  }

  get isOrganiser() {
    return this.me?.role === 'organiser';
  }

  async api(method, path, body, options = {}) {
    try {
      return await call(method, `/api/v1${path}`, body, options);
    } catch (problem) {
      if (problem.status === 401) this.tell('refused');
      throw problem;
    }
  }

  fault(problem) {
    return problemText(this, problem);
  }

  announce(text) {
    this.tell('announce', { text });
  }
}
