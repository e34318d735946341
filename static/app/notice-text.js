/*
 * What a notice says: of a session with a star, from its `from`, `to` and `changes` to words; of a
 * place at a table, a sentence for its last change. Pure; `words` gives {say(key, params),
 * text(value), time(at), date(at)} of the reader's language and the event's zone.
 */
import { MINUTE, dateOf, instant, timetable } from '../shared/schedule.js';

/*
 * {id, hash, title, at, rev, kind, parts, sentence}. kind is the weightiest of its changes,
 * for the sign beside it; parts are {label, from, to, tail} each, to be set as chips; sentence
 * says the same in one line, for the browser's notification and for ears. hash is where to see
 * more, pressing whether something is to be done at once.
 */
export function noticeOf(notice, docs, words) {
  return notice.place ? noticeOfPlace(notice, docs, words) : noticeOfSession(notice, docs, words);
}

const PLACE_WORDS = ['seat', 'two_ahead', 'called', 'choose', 'absent', 'moved', 'elsewhere', 'cancelled', 'restored', 'lapsed', 'drawn', 'not_drawn', 'ended'];
const PRESSING = ['called', 'choose', 'seat'];

/* {id, place, meetup, slot, changes: [word], until}: the weightiest word is the last one that was written. */
function noticeOfPlace(notice, docs, words) {
  const meetup = docs.meetups?.[notice.meetup];
  const word = (notice.changes ?? []).findLast((one) => PLACE_WORDS.includes(one)) ?? null;
  const title = words.text(docs.people?.[meetup?.host]?.name) || words.say('meet_host_unknown');
  const sentence = placeSentence(word, notice, docs, words);
  return {
    id: notice.id, hash: PRESSING.includes(word) ? '#/meet' : `#/meet/${encodeURIComponent(notice.meetup)}`, title, at: instant(notice.at), rev: notice.rev ?? 0,
    kind: word === null ? 'place' : `place_${word}`, parts: [{ tail: sentence }], sentence, pressing: PRESSING.includes(word),
  };
}

function placeSentence(word, notice, docs, words) {
  if (word === null) return words.say('notice_changed');
  const table = words.text(docs.rooms?.[docs.meetups?.[notice.meetup]?.place]?.name);
  const [until, start] = [instant(notice.until), instant(docs.slots?.[notice.slot]?.expected_start)];
  if (word === 'called') return until ? words.say('notice_place_called_until', { place: table, time: words.time(until) }) : words.say('notice_place_called', { place: table });
  if (word === 'seat' && until) return words.say('notice_place_seat_until', { time: words.time(until) });
  if (word === 'moved' && start) return words.say('notice_place_moved_to', { time: words.time(start) });
  return words.say(`notice_place_${word}`, word === 'elsewhere' ? { place: table } : {});
}

function noticeOfSession(notice, docs, words) {
  const tt = timetable(docs);
  const changes = new Set(notice.changes ?? []);
  const title = words.text(tt.sessionById.get(notice.session)?.title ?? docs.sessions?.[notice.session]?.title) || words.say('notice_session_unknown');
  const parts = plainParts(changes, words) ?? [...roomParts(notice, tt, words), ...timeParts(notice, tt, words)];
  if (!parts.length) parts.push({ tail: words.say('notice_changed') });
  return {
    id: notice.id, hash: `#/session/${encodeURIComponent(notice.session)}`, title, at: instant(notice.at), rev: notice.rev ?? 0,
    kind: KINDS.find((kind) => changes.has(kind)) ?? 'retimed', parts,
    sentence: parts.map((part) => [part.from && `${part.from} → ${part.to}`, part.tail].filter(Boolean).join(', ')).join(' · '), pressing: false,
  };
}

const KINDS = ['gone', 'cancelled', 'restored', 'moved', 'late', 'retimed'];

/* What ends a session, or brings it back, leaves nothing to say about rooms and hours… */
function plainParts(changes, words) {
  if (changes.has('gone')) return [{ tail: words.say('notice_gone') }];
  if (changes.has('cancelled')) return [{ tail: words.say('notice_cancelled') }];
  /* …unless it comes back elsewhere. */
  if (changes.has('restored') && changes.size === 1) return [{ tail: words.say('notice_restored') }];
  return null;
}

function roomParts({ from, to }, tt, words) {
  if (!from || !to || (from.room ?? null) === (to.room ?? null)) return [];
  const name = (room) => words.text(tt.roomById.get(room)?.name) || words.say('notice_room_unknown');
  return [{ from: name(from.room), to: name(to.room), tail: '' }];
}

function timeParts({ from, to }, tt, words) {
  const [old, now] = [instant(from?.start), instant(to?.start)];
  if (old === null || now === null) return [];
  if (old === now) return endParts(from, to, words);
  const otherDay = dateOf(old, tt.zone) !== dateOf(now, tt.zone);
  const show = (at) => (otherDay ? `${words.date(at)} ${words.time(at)}` : words.time(at));
  return [{ from: show(old), to: show(now), tail: otherDay ? '' : shift(now - old, words) }];
}

/* It begins as planned, but ends at another time. */
function endParts(from, to, words) {
  const [old, now] = [instant(from.end), instant(to.end)];
  if (old === null || now === null || old === now) return [];
  return [{ from: words.time(old), to: words.time(now), tail: words.say(now > old ? 'notice_ends_later' : 'notice_ends_earlier', { n: Math.round(Math.abs(now - old) / MINUTE) }) }];
}

function shift(ms, words) {
  const minutes = Math.round(Math.abs(ms) / MINUTE);
  const unit = minutes >= 60 && minutes % 60 === 0 ? 'hours' : minutes > 90 ? 'hours_minutes' : 'minutes';
  const n = unit === 'minutes' ? minutes : Math.floor(minutes / 60);
  return words.say(`notice_${ms > 0 ? 'later' : 'earlier'}_${unit}`, { n, m: minutes % 60 });
}

/** Newest first. */
export function inbox(docs) {
  return Object.entries(docs?.notices ?? {}).map(([id, notice]) => ({ id, ...notice }))
    .sort((a, b) => (instant(b.at) ?? 0) - (instant(a.at) ?? 0) || String(b.id).localeCompare(String(a.id)));
}

/*
 * What is to be shown now, of notices as the device remembers them: `shown` maps an id to the
 * rev last shown. Gives {fresh, shown}: fresh, the ones to show, and shown, what to remember, in
 * which what was read is forgotten.
 */
export function news(notices, shown) {
  const revOf = (id) => (Object.hasOwn(shown, id) ? shown[id] : -1);
  const fresh = notices.filter(({ id, rev = 0 }) => rev > revOf(id));
  return { fresh, shown: Object.fromEntries(notices.map(({ id, rev = 0 }) => [id, Math.max(rev, revOf(id))])) };
}

/* Several at once are one notification: {title, body, tag, hash, pressing, several}; the pressing one alone, where there is one. */
export function announcementOf(read, words) {
  const tag = read.map(({ id, rev }) => `${id}-${rev}`).join(' ');
  const one = read.length === 1 ? read[0] : read.find(({ pressing }) => pressing);
  if (one) return { title: one.title, body: one.sentence, tag, hash: one.hash, pressing: one.pressing, several: false };
  const ofPlaces = read.some(({ kind }) => kind.startsWith('place'));
  return {
    title: words.say(ofPlaces ? 'notice_several_all' : 'notice_several', { n: read.length }), body: read.map(({ title, sentence }) => `${title}: ${sentence}`).join('\n'),
    tag, hash: '#/notices', pressing: false, several: true,
  };
}
