/* Text from outside, shown as text: its line breaks stand, and what looks like a web address can be followed. */
import { html, nothing } from 'lit';

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`]+/g;
const NOT_AT_THE_END = /[.,;:!?)\]}'"»]+$/;

/** Paragraphs with links. */
export function paragraphs(text) {
  return text.split(/\n\s*\n/).filter((one) => one.trim()).map((one) => html`<p dir="auto" class="plain">${withLinks(one.trim())}</p>`);
}

/** A link to an address from outside; nothing where it is none of the web's. */
export function outsideLink(address, words = address) {
  return isOfTheWeb(address) ? html`<a href=${address} target="_blank" rel="noopener noreferrer" dir="ltr">${words}</a>` : nothing;
}

function withLinks(text) {
  const parts = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = found.replace(NOT_AT_THE_END, '');
    if (!isOfTheWeb(address)) continue;
    parts.push(text.slice(from, index), outsideLink(address));
    from = index + address.length;
  }
  return [...parts, text.slice(from)];
}

function isOfTheWeb(address) {
  try {
    return ['http:', 'https:'].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}
