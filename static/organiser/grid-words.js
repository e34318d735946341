/*
 * What the grid says: of a move, of what it reaches, of what somebody else made of it meanwhile.
 * Pure; `view` is who speaks: say, text, time, date, docs, tt (view.js).
 */
import { instant, MINUTE } from '../shared/schedule.js';
import { textWidth } from '../shared/layout.js';

const FIGURES = ['phones', 'screens', 'stars', 'bookings'];
const TITLE_MOST = 26;          /* em of a title inside a sentence */

/** {figures: [words], clashes: [words]} of what /preview says; `about`: the ids that it is about. */
export function reachWords(view, reach, about = []) {
  const figures = FIGURES.filter((name) => reach[name] > 0).map((name) => view.say(`desk_programme_reach_${name}`, { n: reach[name] }));
  const clashes = (reach.clashes ?? []).map((clash) => clashWords(view, clash, about));
  return { figures, clashes: [...new Set(clashes)] };
}

function clashWords(view, clash, about) {
  const [own, other = own] = about.includes(clash.sessions[0]) ? clash.sessions : [...clash.sessions].reverse();
  const time = view.time(instant(clash.from));
  if (clash.kind === 'slot') {
    return view.say('desk_programme_clash_slot', { title: titleOf(view, own), n: Math.round((instant(clash.until) - instant(clash.from)) / MINUTE) });
  }
  const name = clash.kind === 'person' ? view.text(view.docs.people?.[clash.person]?.name) : roomName(view, clash.room);
  return view.say(clash.kind === 'person' ? 'desk_programme_clash_person' : 'desk_programme_clash_room', { name, time, title: titleOf(view, other) });
}

/** What moves are called: of one session its title and the way, of several how many and how far. */
export function moveWords(view, moves) {
  const [{ id, from, to }] = moves;
  const place = ({ start, room }) => `${view.time(start)} · ${roomName(view, room)}`;
  if (moves.length === 1) return view.say('desk_programme_move_one', { title: titleOf(view, id), from: place(from), to: place(to) });
  const minutes = new Set(moves.map((one) => Math.round((one.to.start - one.from.start) / MINUTE)));
  const rooms = new Set(moves.map((one) => (one.to.room === one.from.room ? '' : `${roomName(view, one.from.room)} → ${roomName(view, one.to.room)}`)));
  const parts = [
    minutes.size === 1 && !minutes.has(0) ? view.say('desk_programme_minutes', { n: signed([...minutes][0]) }) : '',
    ...[...rooms].filter(Boolean),
  ].filter(Boolean);
  return view.say('desk_programme_move_many', { n: moves.length, how: parts.join(', ') });
}

export function signed(n) {
  return n > 0 ? `+${n}` : `\u2212${Math.abs(n)}`;
}

/** What is different in a session's document: ["10:00 → 10:30", "101 → 102"]. */
export function differenceWords(view, before, after) {
  const change = (one, other) => (one === other ? [] : [`${one || '–'} → ${other || '–'}`]);
  const text = (value) => shortened(view.text(value));
  const names = ({ people }) => (people ?? []).map((id) => view.text(view.docs.people?.[id]?.name) || id).join(', ');
  const status = ({ status: one }) => view.say(`desk_programme_status_${one}`);
  const minutes = ({ duration }) => view.say('desk_programme_minutes', { n: duration });
  const found = [
    ...change(whenOf(view, before.start), whenOf(view, after.start)),
    ...change(whenOf(view, before.expected_end), whenOf(view, after.expected_end)).slice(before.start === after.start ? 0 : 1),
    ...change(roomName(view, before.room), roomName(view, after.room)),
    ...change(minutes(before), minutes(after)),
    ...change(text(before.title), text(after.title)),
    ...change(names(before), names(after)),
    ...change(status(before), status(after)),
    ...change(text(before.note), text(after.note)),
  ];
  return found.length ? found : [view.say('desk_programme_changed_other')];
}

function whenOf(view, value) {
  const at = instant(value);
  return at === null ? '' : view.time(at);
}

export function titleOf(view, id) {
  return shortened(view.text(view.docs.sessions?.[id]?.title));
}

function shortened(title) {
  let short = title;
  while (textWidth(short) > TITLE_MOST) short = short.slice(0, -1);
  return short === title ? title : `${short.trimEnd()}…`;
}

export function roomName(view, id) {
  return view.text(view.docs.rooms?.[id]?.name) || view.say('desk_programme_no_room');
}
