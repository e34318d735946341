/* Members in the order of the page, and what it says of each. Without a DOM. */
import { dateOf, HOUR, instant, MINUTE, startOfDate } from '../shared/schedule.js';

export const ROLES = ['organiser', 'steward', 'host', 'screen'];

const DAY = 24 * HOUR;
const A_MONTH = 30;

/** Those of GET /members by role, in the order of ROLES; a role that nobody has is left out. */
export function groupsOf(members) {
  return ROLES.map((role) => ({ role, members: members.filter((one) => one.role === role) })).filter((group) => group.members.length);
}

/** When one was seen last: 'here' (within a minute), 'unseen', or the instant in ms. */
export function seenOf({ last_seen: seen }, now) {
  if (!seen) return 'unseen';
  return now - instant(seen) < MINUTE ? 'here' : instant(seen);
}

/** The day that a new token's last one is where nobody says otherwise: "2031-06-19". `at`: ms. */
export function usualLastDay(at, zone) {
  return dateOf(at + A_MONTH * DAY, zone);
}

/** The end of a conference day, which is in the small hours of the next, as the server takes it; '' where it is no day. */
export function endOfDay(date, zone) {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight)) return '';
  return new Date(startOfDate(new Date(midnight + DAY).toISOString().slice(0, 10), zone)).toISOString();
}
