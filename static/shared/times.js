/*
 * Times as people read them, in the zone of the event. Formatters are costly to make, so each is
 * made once.
 */
const formats = new Map();

function format(locale, options, zone, at) {
  const key = `${locale} ${zone} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, { ...options, timeZone: zone }));
  return formats.get(key).format(at);
}

/** "14:05", in every language: a timetable is a table. */
export function timeText(zone, at) {
  return format('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, zone, at);
}

/** Weekday, month and day; length 'long' or 'short'. */
export function dateText(lang, zone, at, length = 'long') {
  return format(lang === 'en' ? 'en-GB' : lang, { weekday: length, month: length, day: 'numeric' }, zone, at);
}

/** Year, month and day: for what may be years away. */
export function fullDateText(lang, zone, at) {
  return format(lang === 'en' ? 'en-GB' : lang, { year: 'numeric', month: 'short', day: 'numeric' }, zone, at);
}
