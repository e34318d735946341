/*
 * A screen: the page that shows one board for days, untouched.
 *
 * It joins the parts and has no logic of its own:
 *
 *   Live       keeps the documents equal to the server's (static/shared/live.js)
 *   ticker     says when to draw: each full second of the server's time
 *   Stage      makes the board, feeds it, makes it again when it fails
 *   Watchdog   notices a page that stands still
 *   Reloader   loads the page again, after the server has answered
 *   Offline    the service worker, for a reload without a server
 *   sign-in    what a link opened here makes of this screen: a table's may show its code
 *
 * A board gets everything as properties, at each tick and each change: docs,
 * now, rate, langs, lang, room, meetup, stale, qr. It owns nothing and asks for nothing.
 */
import { boards } from './boards/index.js';
import { readAddress, languages } from './address.js';
import { Stage } from './stage.js';
import { untilNextTick, fullSecond, languageAt } from '/shared/ticker.js';
import { Watchdog } from './watchdog.js';
import { ServerClock } from '/shared/clock.js';
import { Keep } from '/shared/keep.js';
import { Live } from '/shared/live.js';
import { Offline } from '/shared/offline.js';
import { Reloader } from '/shared/reload.js';
import { signInAlone } from '/shared/sign-in.js';
import { LANGUAGES, loadLocales, text, word } from '/shared/words.js';

/* other boards: the timetable */
const TOPICS = { meetups: ['timetable', 'meetups'], table: ['timetable', 'meetups'], characters: ['timetable', 'characters'] };
const LEADS_TO = { meetups: '/#/meet', table: '/#/meet' };    /* other boards: this very page */
const ALL_SHOWN_MS = 60_000;    /* by then each language was shown, and its fonts used */
const WALL = '(min-width: 701px) and (min-height: 501px)';   /* as in screen.css */

class Screen {
  #address = readAddress(location.search, boards);
  #qr = `/api/v1/qr.svg?path=${encodeURIComponent(LEADS_TO[this.#address.board] ?? location.pathname + location.search)}`;
  #clock = new ServerClock();
  #offline = new Offline();
  #reloader = new Reloader();
  #watchdog = new Watchdog({ bite: () => this.#reloader.request('trouble') });
  #build = null;
  #timer = null;
  #drawing = false;
  #signing = false;
  #band = null;                   /* rehearsal-band.js, once there was a rehearsal */
  #face = makeFace();
  #stage;
  #live;

  constructor(root) {
    const { board, room, theme } = this.#address;
    document.documentElement.setAttribute('theme', theme);
    this.#stage = new Stage({
      root,
      face: this.#face.element,
      entry: boards[board],
      hopeless: () => this.#reloader.request('trouble'),
    });
    const topics = TOPICS[board] ?? ['timetable'];
    this.#live = new Live({
      topics,
      as: 'screen',
      params: { board, room },
      clock: this.#clock,
      keep: new Keep(topics.join(',')),
      on: {
        docs: () => this.#drawSoon(),
        status: () => this.#drawSoon(),
        hello: (hello) => this.#greeted(hello),
      },
    });
  }

  async start() {
    window.addEventListener('error', (event) => this.#caught(event.error ?? event.message));
    window.addEventListener('unhandledrejection', (event) => this.#caught(event.reason));
    window.addEventListener('contextmenu', (event) => { if (matchMedia(WALL).matches) event.preventDefault(); });
    document.addEventListener('visibilitychange', () => this.#stayAwake());
    this.#stayAwake();
    this.#keepFiles();
    window.addEventListener('hashchange', () => this.#signIn());
    await loadLocales();
    this.#tick();
    this.#signIn();
    await this.#live.start();
  }

  /* By a link that was opened on this screen; one that could not be used for want of a network waits for it. */
  async #signIn() {
    if (this.#signing) return;
    this.#signing = true;
    const done = await signInAlone();
    this.#signing = false;
    if (done) location.reload();
  }

  /* ---- drawing ------------------------------------------------------- */

  /* The next tick is set first: whatever happens in this one, there is a next. */
  #tick() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tick(), untilNextTick(this.#clock.now(), this.#clock.rate));
    this.#watchdog.ticked();
    requestAnimationFrame(() => this.#watchdog.painted());
    this.#draw();
  }

  /* Changes may come by the thousand after a night without network: one drawing
     a frame is enough. In a hidden page, where no frames are, the tick draws. */
  #drawSoon() {
    if (this.#drawing) return;
    this.#drawing = true;
    requestAnimationFrame(() => {
      this.#drawing = false;
      this.#draw();
    });
  }

  #draw() {
    const { docs } = this.#live;
    const now = this.#now();
    const langs = languages(this.#address.langs, docs, LANGUAGES);
    const { rate } = this.#clock;
    const lang = languageAt(now, rate, langs);
    document.documentElement.lang = lang;
    this.#face.draw(docs, now, lang);
    if (docs.rehearsal || this.#band) this.#rehearse(docs.rehearsal?.main, lang);
    this.#stage.show({
      docs, now, rate, langs, lang, room: this.#address.room, meetup: this.#address.meetup, stale: this.#stale(), qr: this.#qr,
    });
  }

  async #rehearse(mark, lang) {
    try {
      this.#band ??= await import('/shared/rehearsal-band.js');
      this.#band.show(mark, lang);
    } catch {
      /* no network: at the next tick */
    }
  }

  /* 0 while there is nothing to know the time by but a device that may be wrong. */
  #now() {
    return this.#clock.sure || this.#live.epoch !== null ? fullSecond(this.#clock.now()) : 0;
  }

  #stale() {
    const { state, since } = this.#live.status;
    const old = state === 'stale' || state === 'closed';
    return old && since !== null ? { since } : null;
  }

  #caught(error) {
    /* Not an error: the browser says that a layout took two rounds. */
    if (/ResizeObserver loop/.test(String(error))) return;
    this.#stage.failed(error);
  }

  /* ---- builds and files ---------------------------------------------- */

  async #greeted({ build }) {
    this.#tick();               /* the second of the server's time may be another */
    this.#signIn();
    if (!build || build === this.#build) return;
    const first = this.#build === null;
    this.#build = build;
    if (first && await this.#offline.build() === build) return;
    const outdated = await this.#offline.renew(build);
    if (!first || (this.#offline.served && outdated)) this.#reloader.request('build');
  }

  async #keepFiles() {
    await this.#offline.register();
    const keep = () => this.#offline.keep([this.#qr, ...usedFonts()]);
    keep();
    setTimeout(keep, ALL_SHOWN_MS);
  }

  async #stayAwake() {
    try {
      if (document.visibilityState === 'visible') await navigator.wakeLock?.request('screen');
    } catch {
      /* not allowed here: the player's own settings must do */
    }
  }
}

function usedFonts() {
  return performance.getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((name) => new URL(name).pathname.startsWith('/fonts/'));
}

/* What stands on a screen until its board does: the time, the event's name. */
function makeFace() {
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

new Screen(document.getElementById('stage')).start();
