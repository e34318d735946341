/* What fields of documents are called at the desk, and what stood and stands in them. `view` is the View that says it. */
import { html, nothing } from './view.js';

const KNOWN = new Set(['title', 'subtitle', 'abstract', 'description', 'type', 'track', 'room', 'also_in', 'start', 'duration', 'length', 'language', 'people', 'url', 'status', 'name', 'company', 'bio', 'zone', 'colour', 'capacity']);
const INSTANT = /^\d{4}-\d{2}-\d{2}T.*Z$/;

/** A field nobody has named in words is called as the server calls it. */
export function fieldName(view, name) {
  return KNOWN.has(name) ? view.say(`desk_field_${name}`) : name;
}

/** from and to: texts of documents, numbers, instants, or null (see comparison.js). */
export function fromTo(view, { from, to }) {
  return html`${from === null ? nothing : html`<del>${valueText(view, from)}</del> → `}<ins>${to === null ? view.say('desk_import_nothing') : valueText(view, to)}</ins>`;
}

function valueText(view, value) {
  if (typeof value === 'string' && INSTANT.test(value)) return `${view.date(Date.parse(value), 'short')} ${view.time(Date.parse(value))}`;
  return view.text(value);
}
