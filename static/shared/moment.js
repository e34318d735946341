/* Days and times as forms ask for them, in the zone of the event, and back. */
import { dateOf, startOfDate, HOUR, MINUTE } from './schedule.js';

const DAY_STARTS = 4 * 60;      /* minutes: what is earlier belongs to the night before */

/** The instant of "14:30" on a day of the conference ("2019-08-29"); null where either is none. */
export function instantOf(date, time, zone) {
  const [, hour, minute] = /^(\d\d):(\d\d)/.exec(time ?? '') ?? [];
  if (hour === undefined || !/^\d{4}-\d\d-\d\d$/.test(date ?? '')) return null;
  const minutes = Number(hour) * 60 + Number(minute);
  return startOfDate(date, zone) + ((minutes - DAY_STARTS + 1440) % 1440) * MINUTE;
}

/** As the server writes instants. */
export function written(at) {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** The days of the conference, and today where it has none yet. */
export function daysOf(tt, now) {
  const days = tt.days.map(({ date }) => date);
  return days.length ? days : [dateOf(now, tt.zone)];
}

/** The next full half hour. */
export function nextHalfHour(now) {
  return Math.ceil(now / (HOUR / 2)) * (HOUR / 2);
}
