/*
 * What a notice says: from its `from`, `to` and `changes` to words. Pure; `words` gives
 * {say(key, params), text(value), time(at), date(at)} of the reader's language and the event's zone.
 */
import { MINUTE, dateOf, instant, timetable } from '../shared/schedule.js';

/*
 * {id, session, title, at, rev, kind, parts, sentence}. kind is the weightiest of its changes,
 * for the sign beside it; parts are {label, from, to, tail} each, to be set as chips; sentence
 * says the same in one line, for the browser's notification and for ears.
 */
export function noticeOf(notice, docs, words) {
  const tt = timetable(docs);
  const changes = new Set(notice.changes ?? []);
  const title = words.text(tt.sessionById.get(notice.session)?.title ?? docs.sessions?.[notice.session]?.title) || words.say('notice_session_unknown');
  const parts = plainParts(changes, words) ?? [...roomParts(notice, tt, words), ...timeParts(notice, tt, words)];
  if (!parts.length) parts.push({ tail: words.say('notice_changed') });
  return {
    id: notice.id, session: notice.session, title, at: instant(notice.at), rev: notice.rev ?? 0,
    kind: KINDS.find((kind) => changes.has(kind)) ?? 'retimed', parts,
    sentence: parts.map((part) => [part.from && `${part.from} → ${part.to}`, part.tail].filter(Boolean).join(', ')).join(' · '),
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

/* Several at once are one notification: {title, body, tag, session: id or null}. */
export function announcementOf(read, words) {
  if (read.length === 1) {
    const [{ id, rev, title, sentence, session }] = read;
    return { title, body: sentence, tag: `${id}-${rev}`, session };
  }
  return { title: words.say('notice_several', { n: read.length }), body: read.map(({ title, sentence }) => `${title}: ${sentence}`).join('\n'), tag: read.map(({ id, rev }) => `${id}-${rev}`).join(' '), session: null };
}
