/*
 * What a screen is to show, and when: pure. A plan is
 *
 *   {boards: [{board, room, meetup, seconds}], langs, theme}
 *
 * made of the screen's document, or of its address. Several boards take turns
 * by the server's clock, so that all screens with the same list change together.
 */
const TURN_SECONDS = 20;
const NEEDS = { meetups: ['meetups'], table: ['meetups'], characters: ['characters'] };   /* besides the timetable */
const LOBBY = { board: 'lobby', room: null, meetup: null, seconds: TURN_SECONDS };

/** Of an address as readAddress gives it. */
export function planOfAddress({ board, room, meetup, langs, theme }) {
  return { boards: [{ board, room, meetup, seconds: TURN_SECONDS }], langs, theme };
}

/** Of a document `screens/{id}`; what this build does not know of it has a sensible meaning. boards: {name: …}. */
export function planOfDocument(doc, boards) {
  const known = (Array.isArray(doc.boards) ? doc.boards : []).filter((one) => Object.hasOwn(boards, one?.board));
  return {
    boards: known.length > 0 ? known.map(turnOf) : [LOBBY],
    langs: Array.isArray(doc.languages) && doc.languages.length > 0 ? doc.languages : null,
    theme: doc.theme === 'light' ? 'light' : 'dark',
  };
}

function turnOf({ board, room = null, meetup = null, seconds }) {
  return { board, room, meetup, seconds: seconds > 0 ? seconds : TURN_SECONDS };
}

/** Which of the plan's boards is on at the server's time now, whose clock runs at `rate`. */
export function turnAt({ boards }, now, rate) {
  const all = boards.reduce((sum, { seconds }) => sum + seconds, 0);
  let at = (now / 1000 / Math.max(rate, 1)) % all;
  for (const one of boards) {
    if (at < one.seconds) return one;
    at -= one.seconds;
  }
  return boards[0];
}

/** What the live connection must bring for these boards. */
export function topicsOf({ boards }) {
  const more = new Set(boards.flatMap(({ board }) => NEEDS[board] ?? []));
  return ['timetable', ...['meetups', 'characters'].filter((topic) => more.has(topic))];
}
