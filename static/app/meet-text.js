/*
 * What the views of meetings say alike: waits, times with their day, tables, own things of the
 * day, and the server's problems, each with what to do about it. `view` is the View that says it.
 */
import { dateOf } from '../shared/schedule.js';
import { problemText } from '../shared/problems.js';

/** "about 6–10 min"; never one false number where there are two. */
export function waitText(view, range) {
  if (!range) return '';
  const [low, high] = range;
  if (high <= 0) return view.say('meet_wait_now');
  return low === high ? view.say('meet_wait_one', { n: high }) : view.say('meet_wait', { low, high });
}

/** The table or booth; '' where it has none. */
export function tableText(view, place) {
  return view.text(view.tt.roomById.get(place)?.name);
}

/** A time, with its day where that is not today. */
export function momentText(view, at) {
  return isToday(view, at) ? view.time(at) : `${view.date(at, 'short')} ${view.time(at)}`;
}

export function rangeText(view, start, end) {
  return end > start ? `${momentText(view, start)}–${view.time(end)}` : momentText(view, start);
}

function isToday(view, at) {
  return dateOf(at, view.tt.zone) === dateOf(view.now, view.tt.zone);
}

/** The title of a thing of one's own day: a session's, or whom one meets. */
export function ownTitle(view, { kind, title }) {
  return kind === 'place' ? view.say('meet_with', { name: view.text(title) }) : view.text(title);
}

/* Problems that one sentence is enough for; each is told with what it is about. */
const PROBLEMS = [
  'own_talk', 'own_table', 'closed', 'past_slot', 'not_open', 'wrong_state', 'slot_free', 'no_line', 'line_full', 'nobody_behind',
  'already_booked', 'already_waiting', 'invalid_code', 'stale_code', 'forbidden', 'paused',
];

/** A sentence that says what to do; `meetup` as meet-plan.js has it, or null. */
export function meetProblem(view, problem, meetup = null) {
  const { code, status, members = {} } = problem;
  if (status === 0) return view.say('meet_problem_offline');
  if (code === 'slot_full') return view.say('meet_problem_slot_full', { n: members.waiting_place ?? '' });
  if (code === 'overlap') return overlapText(view, members.booking);
  if (code === 'limit') return view.say('meet_problem_limit', { n: view.docs.event?.main?.max_bookings ?? 3 });
  if (code === 'not_open' && meetup?.opens > view.now) return view.say('meet_problem_not_open_until', { time: momentText(view, meetup.opens) });
  if (code === 'invalid_field') return view.say('meet_problem_topic');
  if (status === 404) return view.say('meet_problem_gone');
  return PROBLEMS.includes(code) ? view.say(`meet_problem_${code}`) : problemText(view, problem);
}

function overlapText(view, booking) {
  const host = view.text(view.docs.people?.[view.docs.meetups?.[booking?.meetup]?.host]?.name);
  const at = Date.parse(booking?.start ?? '');
  return host && at ? view.say('meet_problem_overlap_with', { name: host, time: momentText(view, at) }) : view.say('meet_problem_overlap');
}
