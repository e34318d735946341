/*
 * The pieces of the rail beside the lobby's timetable: clock, what has changed, announcements, the marks'
 * meanings, the QR code. Functions from a board (see board.js) to templates.
 */
import { changesOfDay, announcementsNow, MINUTE } from '/shared/schedule.js';
import { paginate } from '/shared/layout.js';
import { ARROW, html, hue, mark, nothing, text, vars, word } from './board.js';

export function clockOf(board, shown) {
  const { tt, now } = board;
  return html`<div class="clock">
    <p class="event" dir="auto">${board.title(tt.event.title, 'clamp one')}</p>
    <p class="time">${now ? board.time(now) : '––:––'}</p>
    <p class="date">${now ? board.words((lang) => dateLine(board, lang, shown)) : nothing}</p>
    ${board.staleSign()}
  </div>`;
}

function dateLine(board, lang, { day }) {
  const date = board.date(lang, board.now, board.shape === 'tall' ? 'short' : 'long');
  const today = day && board.now >= day.start && board.now < day.end;
  return today && board.tt.days.length > 1 ? `${date} · ${word(lang, 'board_day_n', { n: day.number })}` : date;
}

/* One line for the hours around the programme: when it starts, when it goes on, or the farewell. */
export function hintOf(board, { day, mode, next }) {
  if (mode === 'before') return html`<p class="hint">${board.words((lang) => startsLine(board, lang, day))}</p>`;
  if (mode === 'over') return html`<p class="hint">${board.words((lang) => word(lang, 'board_next_day', { date: board.date(lang, next.first), time: board.time(next.first) }))}</p>`;
  if (mode === 'closed') return html`<p class="hint farewell">${board.say('board_closed')}</p>`;
  return nothing;
}

function startsLine(board, lang, day) {
  const minutes = Math.ceil((day.first - board.now) / MINUTE);
  if (minutes <= 120) return word(lang, 'board_starts_in', { n: minutes });
  if (board.now >= day.start) return word(lang, 'board_starts_at', { time: board.time(day.first) });
  return word(lang, 'board_starts_on', { date: board.date(lang, day.first), time: board.time(day.first) });
}

/* What has just changed, `most` at a time; more of them take turns. */
export function changesOf(board, { day }, most) {
  const pages = paginate(changesOfDay(day, board.seen, board.clock), most);
  if (!pages.length) return nothing;
  return html`<section class="changes"><h2>${board.say('board_changes')}${dots(board, pages.length)}</h2>
    <ul>${pages[board.page(pages.length)].map((change) => changeLine(board, change))}</ul></section>`;
}

function changeLine(board, { kind, session, at }) {
  const fresh = at !== null && board.now - at < 20 * MINUTE ? 'fresh' : 'standing';
  return html`<li ${vars({ '--lines': '2' })}>
    <p class="what">${board.chip(session, fresh)}${kind === 'moved' || kind === 'retimed' ? html`<span class="times">${board.time(session.start)}</span>`
      : html`<span class="place">${board.words((lang) => board.shortRoom(session.room, lang))}</span>`}</p>
    <p class="title ${kind}">${board.title(session.title)}</p>
    ${kind === 'cancelled' && session.replacedBy ? html`<p class="instead">${ARROW}${board.title(replacement(board, session), 'clamp one')}</p>` : nothing}
  </li>`;
}

/* The title of what comes instead of a cancelled talk: a session's, or the text itself. */
export function replacement(board, session) {
  return board.tt.sessionById.get(session.replacedBy)?.title ?? session.replacedBy;
}

/* Announcements, one at a time in so many lines; a phone has room for all. */
export function newsOf(board, lines) {
  const { info } = announcementsNow(board.tt, board.now);
  if (!info.length) return nothing;
  const shown = board.shape === 'phone' ? info : [info[board.page(info.length)]];
  return html`<section class="news"><h2>${board.say('board_announcements')}${dots(board, board.shape === 'phone' ? 1 : info.length)}</h2>
    <ul>${shown.map((a) => html`<li ${vars({ '--lines': `${lines}` })}>${board.title(a.text)}</li>`)}</ul></section>`;
}

export function legendOf(board, day) {
  if (!board.byTrack || !day) return nothing;
  const used = board.tt.tracks.map((track, i) => ({ track, i })).filter(({ track }) => day.sessions.some((s) => s.track === track.id));
  if (used.length < 2 || used.length > 8) return nothing;
  return html`<ul class="legend">${used.map(({ track, i }) => html`<li ${vars({ '--hue': hue(i) })}>${mark(i)}${board.title(track.name, 'clamp one')}</li>`)}</ul>`;
}

export function qrOf(board) {
  if (!board.qr) return nothing;
  return html`<figure class="qr"><img src=${board.qr} alt=""><figcaption>${board.say('board_qr')}</figcaption></figure>`;
}

export function dots(board, count) {
  if (count < 2) return nothing;
  const at = board.page(count);
  if (count > 12) return html`<span class="dots">${at + 1} / ${count}</span>`;
  return html`<span class="dots" aria-hidden="true">${Array.from({ length: count }, (_, i) => html`<i class=${i === at ? 'at' : ''}></i>`)}</span>`;
}

export function roomLabel(board, id) {
  return board.words((lang) => text(board.tt.roomById.get(id)?.name ?? id, lang));
}

/* The yard's lively edge: five colours, as on a child's saekdong sleeve. */
export const saekdong = html`<div class="saekdong" aria-hidden="true">${[1, 2, 3, 4, 5].map((n) => html`<i ${vars({ '--hue': `var(--hue-${n})` })}></i>`)}</div>`;
