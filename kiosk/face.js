/* What stands on a screen until its board does: the time, the event's name. No components, nothing that could fail. */
import { text, word } from '/shared/words.js';

export function makeFace() {
  const element = document.createElement('div');
  const line = (name) => {
    const part = document.createElement('p');
    part.className = name;
    element.append(part);
    return part;
  };
  element.className = 'face';
  const [time, title, note] = ['face-time', 'face-title', 'face-note'].map(line);
  return {
    element,
    draw(docs, now, lang) {
      if (!element.isConnected) return;
      const event = Object.values(docs.event ?? {})[0];
      time.textContent = now ? clockText(now, event?.zone) : '––:––';
      title.textContent = text(event?.title, lang);
      note.textContent = word(lang, 'screen_waiting');
    },
  };
}

function clockText(now, zone) {
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  try {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone }).format(now);
  } catch {
    return new Intl.DateTimeFormat('en-GB', options).format(now);
  }
}
