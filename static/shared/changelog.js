/*
 * What was released, for the public: pure functions from documents, and their one template.
 *
 *   release   {id, version, at, note, changes: [{what, id, title, from, to}], more}
 */
import { html, nothing } from 'lit';

/** The releases, the newest first. */
export function releasesOf(docs) {
  return Object.values(docs.releases ?? {}).sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || Number(b.id.slice(1)) - Number(a.id.slice(1)));
}

/** What the next version may be called: "v2" after "v1", "1.10" after "1.9". */
export function nextVersion(releases) {
  const last = releases[0]?.version;
  if (!last) return 'v1';
  return /\d+$/.test(last) ? last.replace(/\d+$/, (n) => String(Number(n) + 1)) : `${last} 2`;
}

/**
 * {from, to}: what stood there and what does now, as texts of documents, each null where there is none. A place
 * is {room, start}: a room's name and ms.
 */
export function sidesOf({ what, from, to }, docs) {
  if (what === 'cancelled') return { from: placeOf(from, docs), to: to?.replaced_by ? docs.sessions?.[to.replaced_by]?.title ?? null : null };
  if (what === 'people') return { from: namesOf(from, docs), to: namesOf(to, docs) };
  return { from: isPlace(from) ? placeOf(from, docs) : from, to: isPlace(to) ? placeOf(to, docs) : to };
}

export function isPlace(side) {
  return side !== null && typeof side === 'object' && 'start' in side;
}

function placeOf(place, docs) {
  if (!place) return null;
  return { room: docs.rooms?.[place.room]?.name ?? null, start: place.start ? Date.parse(place.start) : null };
}

function namesOf(ids, docs) {
  const names = (ids ?? []).map((id) => docs.people?.[id]?.name).filter(Boolean);
  return names.length ? names : null;
}

/** One change of a release, as `view` (view.js) says it. */
export function changeLine(view, change) {
  const { from, to } = sidesOf(change, view.docs);
  const side = (value) => {
    if (isPlace(value)) return [value.start === null ? null : `${view.date(value.start, 'short')} ${view.time(value.start)}`, view.text(value.room)].filter(Boolean).join(' · ');
    return Array.isArray(value) ? value.map((one) => view.text(one)).join(', ') : view.text(value);
  };
  const isMinutes = change.what === 'duration';
  const told = (value) => (isMinutes && value !== null ? view.say('changelog_minutes', { n: value }) : side(value));
  return html`<p class="title" dir="auto">${view.text(change.title)}</p>
    <p dir="auto"><span class="what small soft">${view.say(`changelog_what_${change.what}`)}</span>
      ${from === null ? nothing : html`<del>${told(from)}</del>`}${from !== null && to !== null ? ' → ' : nothing}${to === null ? nothing : html`<ins>${told(to)}</ins>`}</p>`;
}
