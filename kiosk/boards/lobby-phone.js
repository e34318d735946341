/* The lobby board on a phone, where its QR code leads: now and next by room, then the day as a list. Scrolls. */
import { arrangeDay, chipOf, isFull, phaseOf, progressOf, roomNow } from '/shared/schedule.js';
import { ARROW, html, hue, mark, nothing, vars } from './board.js';
import { hintOf, newsOf, replacement, roomLabel } from './rail.js';

export function phoneBoard(board) {
  const { day } = board.shown;
  return html`<div class="board phone">
    <header><div><h1>${board.title(board.tt.event.title || 'Madang')}</h1>
      <p class="sub">${board.now ? board.words((lang) => board.date(lang, board.now)) : nothing}</p></div><p class="big">${board.now ? board.time(board.now) : nothing}</p></header>
    ${board.staleSign()}${board.noticeLine()}${hintOf(board, board.shown)}
    ${day?.sessions.length ? html`${nowList(board, day)}${newsOf(board, 12)}${dayList(board, day)}` : board.emptyYard()}
  </div>`;
}

function nowList(board, day) {
  if (board.shown.mode !== 'during') return nothing;
  const { columns, bands, alongside } = arrangeDay(board.tt, day);
  const common = [...bands.map((b) => b.session), ...alongside].filter((s) => phaseOf(s, board.clock) === 'now');
  const rooms = columns.map(({ room }) => ({ room, view: roomNow(board.tt, room.id, day, board.clock) })).filter(({ view }) => view.on.length || view.next || view.gone.length);
  return html`<section><h2>${board.say('board_now')}</h2>${common.map((s) => card(board, s))}${rooms.map((r) => roomCard(board, r))}</section>`;
}

function roomCard(board, { room, view }) {
  const { on, next } = view;
  const gone = view.gone.filter((g) => !g.sameRoom).map((g) => html`<p class="then"><span class="to">${ARROW}${board.words((l) => board.shortRoom(g.session.room, l))}</span>${board.title(g.session.title)}</p>`);
  const then = next ? html`<p class="then"><span class="times">${board.time(next.start)}</span>${board.title(next.title)}</p>` : nothing;
  if (on.length) return html`${on.slice(0, -1).map((s) => card(board, s))}${card(board, on.at(-1), html`${gone}${then}`)}`;
  return html`<article class="card" ${vars({ '--hue': hue(board.byTrack ? -1 : board.roomIndex(room.id)) })}><p class="what">${roomName(board, room.id)}</p>
    <p class="who">${board.say('board_free_now')}</p>${gone}${then}</article>`;
}

function roomName(board, id) {
  if (!id) return nothing;
  const full = isFull(board.tt, board.tt.roomById.get(id), board.clock);
  return html`<b ${vars({ '--hue': hue(board.roomIndex(id)) })}>${board.byTrack ? nothing : mark(board.roomIndex(id))}${roomLabel(board, id)}</b>${full ? html`<span class="chip standing">${board.say('board_full')}</span>` : nothing}`;
}

function card(board, session, more = nothing) {
  const phase = phaseOf(session, board.clock);
  const chip = chipOf(session, board.seen.get(session.id), board.clock);
  const progress = progressOf(session, board.now);
  return html`<article class="card ${phase}" data-session=${session.id} ${vars({ '--hue': hue(board.signIndex(session)), '--share': `${progress.share}` })}>
    <p class="what">${roomName(board, session.room)}${chip ? board.chip(session, chip) : nothing}</p>
    <h3 class="title">${board.title(session.title)}</h3>
    ${session.people.length ? html`<p class="who">${board.speakers(session)}</p>` : nothing}
    ${session.cancelled && session.replacedBy ? html`<p class="instead">${ARROW}${board.title(replacement(board, session))}</p>` : nothing}
    ${phase === 'now' ? html`<p class="foot"><strong>${board.left(progress)}</strong><span>${board.say('board_until', { time: board.time(session.end) })}</span></p>` : nothing}
    ${more}${phase === 'now' ? html`<span class="bar"></span>` : nothing}</article>`;
}

function dayList(board, day) {
  const times = [...new Set(day.sessions.map((s) => s.start))];
  return html`<section><h2>${board.words((lang) => board.date(lang, day.first))}</h2>${times.map((at) => html`
    <h3 class="time-head">${board.time(at)}</h3>${day.sessions.filter((s) => s.start === at).map((s) => card(board, s))}`)}</section>`;
}
