/*
 * What can be wrong in a picture of a board without anyone looking: run inside the page. Returns a
 * list of complaints. `least` is the smallest text in shares of the screen's height (null on a phone).
 */
export function complaints({ least }) {
  const found = [];
  const all = [];
  const collect = (node) => {
    for (const child of node.children) {
      all.push(child);
      if (child.shadowRoot) collect(child.shadowRoot);
      collect(child);
    }
  };
  collect(document.body);
  const shown = (el) => getComputedStyle(el).visibility !== 'hidden' && el.getClientRects().length > 0;
  const ownText = (el) => [...el.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  const name = (el) => `<${el.tagName.toLowerCase()} class="${el.getAttribute('class') ?? ''}"> “${el.textContent.trim().slice(0, 40)}”`;
  for (const el of all.filter((e) => ownText(e) && shown(e))) {
    const size = parseFloat(getComputedStyle(el).fontSize) / innerHeight * 100;
    if (least && size < least - 0.01) found.push(`text of ${size.toFixed(2)} %: ${name(el)}`);
    const box = el.getBoundingClientRect();
    if (box.right > innerWidth + 1 || box.left < -1) found.push(`beyond the sides: ${name(el)}`);
    if (least && (box.bottom > innerHeight + 1 || box.top < -1)) found.push(`beyond top or bottom: ${name(el)}`);
    const clipped = clipOf(el, box);
    if (clipped) found.push(`cut ${clipped}: ${name(el)}`);
  }
  if (document.documentElement.scrollWidth > innerWidth + 1) found.push('the page scrolls sideways');
  return found;

  /* Where an element's own words are, which may be outside of its box. */
  function drawnOf(el) {
    const range = document.createRange();
    range.selectNodeContents(el);
    return range.getBoundingClientRect();
  }

  /* The nearest ancestor that hides what overflows, if part of this text lies outside of it. */
  function clipOf(el, box) {
    for (let up = el.parentNode; up; up = up.parentNode ?? up.host) {
      if (up instanceof ShadowRoot) up = up.host;
      if (!(up instanceof Element) || getComputedStyle(up).overflowY !== 'hidden') continue;
      const limit = up.getBoundingClientRect();
      if (box.bottom > limit.bottom + 2 || box.top < limit.top - 2) return `by ${Math.round(Math.max(box.bottom - limit.bottom, limit.top - box.top))}px below or above in .${up.className}`;
      if ([el, up].some((one) => getComputedStyle(one).textOverflow === 'ellipsis')) continue;
      const drawn = drawnOf(el);
      if (drawn.right > limit.right + 2 || drawn.left < limit.left - 2) return `by ${Math.round(drawn.right - limit.right)}px at the side in .${up.className}`;
    }
    return null;
  }
}
