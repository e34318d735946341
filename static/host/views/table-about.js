/* What a host changes less often: who may still come, the note, and the table's own screen. `view` is the Table that draws. */
import { html, nothing } from '/shared/view.js';

export function aboutTable(view) {
  const { table } = view;
  const note = view.text(table.note);
  const isOver = table.state === 'ended' || table.state === 'cancelled';
  return html`<details class="about"><summary>${view.say('host_about')}</summary>
    <div class="stack">
      ${note ? html`<p dir="auto" class="note">${note}</p>` : nothing}
      <dl>
        ${table.session ? fact(view.say('host_session'), html`<span dir="auto">${view.text(table.session.title)}</span>`) : nothing}
        ${fact(view.say('host_slots'), view.say('host_slots_of', { n: table.slots.length }))}
        ${fact(view.say('host_done'), view.say('host_people', { n: table.chats }))}
        ${fact(view.say('host_no_show_count'), view.say('host_people', { n: table.noShows }))}
      </dl>
      ${isOver ? nothing : html`<div class="row">${opening(view)}<a class="button" href="#/table/${encodeURIComponent(table.id)}/edit">${view.say('host_edit')}</a></div>`}
      ${screen(view)}
    </div></details>`;
}

function fact(name, value) {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function opening(view) {
  const isClosed = view.docs.meetups?.[view.table.id]?.status === 'closed';
  return html`<button aria-busy=${view.patching} @click=${() => view.set({ status: isClosed ? 'open' : 'closed' })}>${view.say(isClosed ? 'host_open' : 'host_close')}</button>`;
}

/* What guests scan when they come, and who is called, on a screen at the table. */
function screen(view) {
  const path = `/kiosk/?board=table&meetup=${encodeURIComponent(view.table.id)}`;
  return html`<div class="screen"><div><h2>${view.say('host_screen')}</h2><p class="soft small">${view.say('host_screen_hint')}</p>
      <p><a class="button" href=${path} target="_blank" rel="noopener">${view.say('host_screen_open')}</a></p></div>
    <img class="qr" loading="lazy" src="/api/v1/qr.svg?path=${encodeURIComponent(path)}" alt=${view.say('host_screen_alt')}></div>`;
}
