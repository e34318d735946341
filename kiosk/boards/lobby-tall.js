/*
 * The lobby board on a tall screen: a lane a room, on now above and next below, the day's shape as a
 * thin strip. More rooms, or more of the day, than two entries a lane come as further pages.
 */
import { arrangeDay, chipOf, isFull, phaseOf, progressOf, roomNow } from '/shared/schedule.js';
import { lineCount, paginate, textWidth } from '/shared/layout.js';
import { ARROW, classMap, html, hue, mark, nothing, vars } from './board.js';
import { changesOf, clockOf, dots, hintOf, newsOf, qrOf, saekdong } from './rail.js';

const LANE_MIN = 12.8;
const HEAD = 12; // the room's name at a lane's side, or, where a name is too long for that,
const HEAD_ROW = 5; // in a row above
const NAME = 4;
const SIDE = 2.6;
const FIXED = 12.8 + 3.6 + 2.4; // header, paddings, dots
const PER_LANE = 2;

export function tallBoard(board) {
  const plan = planTall(board);
  return html`<div class="board tall">
    ${saekdong}
    <div class="tall-head ${board.stale ? 'stale-head' : ''}">${clockOf(board, board.shown)}${qrOf(board)}</div>
    ${board.noticeLine()}${hintOf(board, board.shown)}
    ${plan ? lanes(board, plan) : html`<div class="lanes">${board.emptyYard()}</div>`}
    ${board.told ? html`<footer class="tall-foot">${changesOf(board, board.shown, 1)}${newsOf(board, 2)}</footer>` : nothing}
    ${plan ? html`<p class="pages">${dots(board, plan.pages.length)}</p>` : nothing}
  </div>`;
}

/* {pages: [[{room, entries}]], common, laneHeight: what a lane has for its entries, headed: names above} */
function planTall(board) {
  const { tt, clock, shown: { day, mode } } = board;
  if (!day?.sessions.length) return null;
  const { columns, bands, alongside } = arrangeDay(tt, day);
  const rank = (s) => (phaseOf(s, clock) === 'now' ? 0 : 1) + (alongside.includes(s) ? 0.5 : 0);
  const common = [...bands.map((b) => b.session), ...alongside].filter((s) => phaseOf(s, clock) !== 'past').sort((a, b) => rank(a) - rank(b) || a.start - b.start);
  const room = 100 - FIXED - (board.notice ? 6 : 0) - (mode === 'during' ? 0 : 6) - (common.length ? 5 : 0) - (board.told ? 7.6 : 0);
  const headed = columns.some((c) => !fitsAside(board, c.room));
  const groups = paginate(columns, Math.max(1, Math.floor(room / (LANE_MIN + (headed ? HEAD_ROW : 0) + 0.8))));
  const laneHeight = Math.min(26, room / Math.max(...groups.map((g) => g.length)) - 0.8) - (headed ? HEAD_ROW : 0);
  return { pages: pagesOf(board, groups, day), common, laneHeight, headed };
}

/* Whether a room's name stands beside its lane: at most two lines, no word broken. */
function fitsAside(board, room) {
  const width = HEAD - (board.byTrack ? 2 : 4.2);
  return board.langs.every((lang) => {
    const name = board.shortRoom(room.id, lang);
    return lineCount(name, width, NAME) <= 2 && name.split(' ').every((word) => textWidth(word) * NAME <= width + 0.6);
  });
}

/* The pages of now and next for all rooms; then the rest of the day, and between its parts those pages again. */
function pagesOf(board, groups, day) {
  const lanes = groups.map((group) => group.map(({ room }) => ({ room, chunks: paginate(entriesOf(board, room, day), PER_LANE) })));
  const chunk = (group, k) => group.map(({ room, chunks }) => ({ room, entries: chunks[k] ?? [] }));
  const now = lanes.map((group) => chunk(group, 0));
  const depth = Math.max(1, ...lanes.flat().map((lane) => lane.chunks.length));
  const capacity = Math.max(...groups.map((group) => group.length));
  const later = (k) => paginate(lanes.flat().filter((lane) => lane.chunks[k]), capacity).map((group) => chunk(group, k));
  return depth < 2 ? now : Array.from({ length: depth - 1 }, (_, i) => [...now, ...later(i + 1)]).flat();
}

function entriesOf(board, room, day) {
  const view = roomNow(board.tt, room.id, day, board.clock);
  const rest = [...view.off, view.next, ...view.later].filter(Boolean);
  const gone = view.gone.filter((g) => g.from >= day.start && g.from < day.end).map((g) => ({ gone: g, start: g.from }));
  return [...view.on, ...[...rest, ...gone].sort((a, b) => a.start - b.start)];
}

function lanes(board, plan) {
  const page = plan.pages[board.page(plan.pages.length)];
  return html`${common(board, plan.common)}<div class="lanes">${page.map((lane) => laneView(board, lane, plan))}</div>`;
}

/* What is for everyone, a break or the keynote: now or soonest; others of the day take turns. */
function common(board, sessions) {
  if (!sessions.length) return nothing;
  const session = sessions[board.page(sessions.length)];
  const now = phaseOf(session, board.clock) === 'now';
  return html`<div class="common ${now ? 'now' : ''}" data-session=${session.id}><span class="times">${board.time(session.start)}–${board.time(session.end)}</span>
    ${board.titleAndPlace(session)}${dots(board, sessions.length)}</div>`;
}

function laneView(board, { room, entries }, plan) {
  const index = board.roomIndex(room.id);
  return html`<section class="lane ${plan.headed ? 'headed' : ''}" ${vars({ '--hue': hue(board.byTrack ? -1 : index) })}>
    <div class="where-and-left"><h2 ${vars({ '--lines': '2' })}>${board.byTrack ? nothing : mark(index)}${board.words((lang) => board.shortRoom(room.id, lang), 'clamp')}</h2>
      ${isFull(board.tt, room, board.clock) ? html`<p class="full">${board.say('board_full')}</p>` : nothing}${left(board, entries)}</div>
    <div class="entries">${entries.length ? entries.map((entry) => entryView(board, entry, entries, plan))
      : html`<p class="entry quiet">${board.say('board_done')}</p>`}</div>
    ${shapeOf(board, room)}
  </section>`;
}

/* What is left of the talk on now, under the room's name. */
function left(board, entries) {
  const on = entries.find((entry) => !entry.gone && phaseOf(entry, board.clock) === 'now');
  return on ? html`<p class="remains">${board.left(progressOf(on, board.now))}</p>` : nothing;
}

function entryView(board, entry, entries, plan) {
  if (entry.gone) return goneEntry(board, entry.gone);
  const phase = phaseOf(entry, board.clock);
  const chip = chipOf(entry, board.seen.get(entry.id), board.clock);
  const hueOf = { '--hue': hue(board.signIndex(entry)) };
  const { lines, speakers } = linesOf(board, entries, plan);
  if (phase === 'now') {
    const progress = progressOf(entry, board.now);
    return html`<article class="entry now" data-session=${entry.id} ${vars({ ...hueOf, '--size': '3.2', '--lines': `${lines.get(entry)}`, '--share': `${progress.share}` })}>
      ${chip ? html`<p class="row meta">${board.chip(entry, chip)}</p>` : nothing}
      <h3 class="title">${board.lines(entry.title, lines.get(entry))}</h3>
      ${speakers ? html`<p class="row speakers">${board.speakers(entry)}</p>` : nothing}
      <span class="bar"></span></article>`;
  }
  return html`<article class=${classMap({ entry: true, lined: true, [phase]: true })} data-session=${entry.id} ${vars({ ...hueOf, '--size': '2.4', '--lines': `${lines.get(entry)}` })}>
    <span class="at">${board.time(entry.start)}</span><h3 class="title">${board.lines(entry.title, lines.get(entry))}</h3>
    ${chip ? html`<p class="aside">${board.chip(entry, chip)}</p>` : nothing}</article>`;
}

/* {lines, speakers}: lines for the titles of a lane, as many as they want, taken from the longest until they fit; whether speakers fit too. */
function linesOf(board, entries, { laneHeight, headed }) {
  const width = board.units - 4.4 - (headed ? 0 : HEAD) - SIDE;
  const lines = new Map();
  const heights = new Map();
  let free = laneHeight - 0.7;
  for (const entry of entries) {
    const now = !entry.gone && phaseOf(entry, board.clock) === 'now';
    const chip = !entry.gone && chipOf(entry, board.seen.get(entry.id), board.clock);
    const wanted = Math.max(...board.forms((entry.gone?.session ?? entry).title).map((t) => lineCount(t, now ? width : width - (chip ? 18 : 7.6), now ? 3.2 : 2.4)));
    lines.set(entry, Math.min(3, wanted));
    heights.set(entry, now ? 3.72 : 2.79);
    free -= (now ? 1.1 + (chip ? 2.8 : 0) : 0.8);
  }
  const used = () => entries.reduce((sum, e) => sum + lines.get(e) * heights.get(e), 0);
  while (used() > free) {
    const longest = entries.reduce((a, b) => (lines.get(b) >= lines.get(a) ? b : a));
    if (lines.get(longest) === 1) break;
    lines.set(longest, lines.get(longest) - 1);
  }
  return { lines, speakers: free - used() > 2.6 };
}

function goneEntry(board, { session, from, sameRoom }) {
  return html`<article class="entry lined gone" data-gone=${session.id} ${vars({ '--size': '2.4', '--lines': '1' })}><span class="at">${board.time(from)}</span>
    <div class="row left-from"><span class="to">${ARROW}${sameRoom ? board.time(session.start) : board.words((l) => board.shortRoom(session.room, l))}</span>${board.title(session.title, 'clamp one')}</div></article>`;
}

/* The day of a room as a strip of blocks, and where now is in it. */
function shapeOf(board, room) {
  const { day } = board.shown;
  const share = (at) => Math.min(1, Math.max(0, (at - day.first) / Math.max(1, day.last - day.first)));
  const blocks = day.sessions.filter((s) => s.room === room.id && !s.cancelled);
  return html`<div class="shape" aria-hidden="true">${blocks.map((s) => html`<i class=${phaseOf(s, board.clock) === 'past' ? 'past' : ''}
    ${vars({ '--from': `${share(s.start)}`, '--long': `${share(s.end) - share(s.start)}` })}></i>`)}<b ${vars({ '--from': `${share(board.now)}` })}></b></div>`;
}
