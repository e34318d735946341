/*
 * A screen's name, over everything, while the desk asks which one it is. By the
 * server's clock, so that several that are asked together answer together.
 */
export function nameSign(root) {
  const sign = document.createElement('div');
  const [name, place] = ['sign-name', 'sign-place'].map((kind) => {
    const line = document.createElement('p');
    line.className = kind;
    sign.append(line);
    return line;
  });
  sign.className = 'sign';
  return {
    /** doc: of the screen, or null; now: the server's time. */
    draw(doc, now) {
      const isAsked = Boolean(doc) && now < Date.parse(doc.identify_until ?? '');
      if (!isAsked) {
        sign.remove();
        return;
      }
      name.textContent = doc.name;
      place.textContent = doc.place ?? '';
      sign.style.setProperty('--length', String(Math.max(4, [...doc.name].length)));
      if (!sign.isConnected) root.append(sign);
    },
  };
}
