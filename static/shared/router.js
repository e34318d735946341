/*
 * Which view an address asks for. The address of a view is the part behind `#`, so that one page
 * holds the app and the browser's own back and forward lead through it.
 */

/**
 * {view, params} of the first view whose pattern fits the hash: `#/session/{id}` fits
 * `#/session/s17` with params.id "s17". Whatever fits none is the first view.
 */
export function match(views, hash) {
  const parts = partsOf(hash);
  for (const view of views) {
    const params = fit(partsOf(view.path), parts);
    if (params) return { view, params };
  }
  return { view: views[0], params: {} };
}

/** The hash that leads to a view: the reverse of match. */
export function address(view, params = {}) {
  return view.path.replace(/\{(\w+)\}/g, (whole, name) => encodeURIComponent(params[name]));
}

function partsOf(hash) {
  return hash.replace(/^#/, '').split('/').filter(Boolean);
}

function fit(pattern, parts) {
  if (pattern.length !== parts.length) return null;
  const params = {};
  for (const [i, one] of pattern.entries()) {
    const [, name] = /^\{(\w+)\}$/.exec(one) ?? [];
    const value = decode(parts[i]);
    if (value === null || (!name && one !== value)) return null;
    if (name) params[name] = value;
  }
  return params;
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
