/* What a Problem of /shared/api.js is called on a page, where the view knows nothing better. */
export function problemText(view, { status = 0 } = {}) {
  if (status === 0) return view.say('me_error_offline');
  return view.say(status === 429 || status >= 500 ? 'me_error_busy' : 'me_error');
}
