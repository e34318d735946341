/*
 * A screen: the page that shows one board, or several in turn, for days, untouched.
 *
 * It joins the parts and has no logic of its own:
 *
 *   address    what the address asks for; where it asks for nothing,
 *   Fleet      what the desk says: pairing, the screen's document, locked out
 *   plan       which board is on, of either
 *   Feed       keeps the documents equal to the server's (static/shared/live.js)
 *   ticker     says when to draw: each full second of the server's time
 *   Stage      makes the boards, feeds the one that is on, makes it again when it fails
 *   Report     tells the desk how the screen is
 *   Watchdog   notices a page that stands still
 *   Reloader   loads the page again, after the server has answered
 *   Offline    the service worker, for a reload without a server
 *   sign-in    what a link opened here makes of this screen: a table's may show its code
 *
 * A board gets everything as properties, at each tick and each change: docs,
 * now, rate, langs, lang, room, meetup, stale, qr. It owns nothing and asks for nothing.
 */
import { boards } from './boards/index.js';
import { addressOf, asks, isLook, readAddress, languages } from './address.js';
import { makeFace } from './face.js';
import { Feed } from './feed.js';
import { Fleet } from './fleet.js';
import { nameSign } from './name.js';
import { planOfAddress, planOfDocument, topicsOf, turnAt } from './plan.js';
import { Report } from './report.js';
import { Stage } from './stage.js';
import { untilNextTick, fullSecond, languageAt } from '/shared/ticker.js';
import { Watchdog } from './watchdog.js';
import { ServerClock } from '/shared/clock.js';
import { Offline } from '/shared/offline.js';
import { Reloader } from '/shared/reload.js';
import { signInAlone } from '/shared/sign-in.js';
import { LANGUAGES, loadLocales } from '/shared/words.js';

const LEADS_TO = { meetups: '/#/meet', table: '/#/meet' };    /* other boards: the very board */
const ALL_SHOWN_MS = 60_000;    /* by then each language was shown, and its fonts used */
const WALL = '(min-width: 701px) and (min-height: 501px)';   /* as in screen.css */
const PAIRING = { tag: 'madang-pairing', load: () => import('./pairing.js') };

class Screen {
  #address = readAddress(location.search, boards);
  #clock = new ServerClock();
  #offline = new Offline();
  #reloader = new Reloader();
  #watchdog = new Watchdog({ bite: () => this.#reloader.request('trouble') });
  #build = null;
  #timer = null;
  #drawing = false;
  #signing = false;
  #band = null;                   /* rehearsal-band.js, once there was a rehearsal */
  #plan = null;                 /* null: nobody has said what to show */
  #shown = null;                /* the plan's board that is on */
  #face = makeFace();
  #sign = nameSign(document.body);
  #stage;
  #feed;
  #fleet = null;                /* null where the address says what to show */
  #report;

  constructor(root) {
    this.#stage = new Stage({ root, face: this.#face.element, hopeless: () => this.#reloader.request('trouble') });
    this.#feed = new Feed({
      as: isLook(location.search) ? 'desk' : 'screen',
      clock: this.#clock,
      on: {
        docs: () => this.#heard(),
        status: () => this.#heard(),
        hello: (hello) => this.#greeted(hello),
        refused: () => this.#fleet.refused(),
      },
    });
    if (!asks(location.search)) this.#joinFleet();
  }

  #joinFleet() {
    this.#fleet = new Fleet({
      on: {
        change: () => this.#planned(),
        own: (yes) => this.#feed.own(yes),
        reload: () => location.reload(),
      },
      env: { about: () => this.#about() },
    });
    this.#feed.own(this.#fleet.state !== 'asking');
    this.#report = new Report({ make: () => this.#reported(), refused: () => this.#fleet.refused() });
  }

  async start() {
    window.addEventListener('error', (event) => this.#caught(event.error ?? event.message));
    window.addEventListener('unhandledrejection', (event) => this.#caught(event.reason));
    window.addEventListener('contextmenu', (event) => { if (matchMedia(WALL).matches) event.preventDefault(); });
    document.addEventListener('visibilitychange', () => this.#stayAwake());
    this.#stayAwake();
    if (!isLook(location.search)) this.#keepFiles();
    window.addEventListener('hashchange', () => this.#signIn());
    await loadLocales();
    this.#planned();
    this.#tick();
    await this.#signIn();
    this.#fleet?.start();
  }

  /* By a link that was opened on this screen; one that could not be used for want of a network waits for it. */
  async #signIn() {
    if (this.#signing) return;
    this.#signing = true;
    const done = await signInAlone();
    this.#signing = false;
    if (done) location.reload();
  }

  /* ---- what is to be seen -------------------------------------------- */

  #heard() {
    this.#fleet?.heard(this.#feed.docs);
    this.#drawSoon();
  }

  /* The address or the desk has said what to show, or that nobody does. */
  #planned() {
    this.#plan = this.#planNow();
    const { boards: [{ board, room }], theme } = this.#plan ?? planOfAddress(this.#address);
    document.documentElement.setAttribute('theme', theme);
    this.#feed.follow(this.#plan ? topicsOf(this.#plan) : ['timetable'], { board, room });
    this.#keepCodes();
    this.#drawSoon();
  }

  #planNow() {
    if (!this.#fleet || this.#fleet.state === 'linked') return planOfAddress(this.#address);
    return this.#fleet.doc ? planOfDocument(this.#fleet.doc, boards) : null;
  }

  #scene(now) {
    if (!this.#plan) {
      const { state, code, path, trouble } = this.#fleet;
      const props = { state, code, path, trouble, host: location.host, use: () => this.#fleet.use() };
      return { key: 'pairing', entry: PAIRING, turns: [], props };
    }
    const turn = turnAt(this.#plan, now, this.#clock.rate);
    const { board, room, meetup } = turn;
    return { key: keyOf(turn), entry: boards[board], turns: this.#plan.boards.map(keyOf), props: { room, meetup, qr: this.#qr(turn) } };
  }

  #qr(turn) {
    const own = this.#fleet ? addressOf(turn, { languages: this.#plan.langs ?? [], theme: this.#plan.theme }) : location.pathname + location.search;
    return `/api/v1/qr.svg?path=${encodeURIComponent(LEADS_TO[turn.board] ?? own)}`;
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
    const { docs } = this.#feed;
    const now = this.#now();
    const langs = languages(this.#plan?.langs, docs, LANGUAGES);
    const { rate } = this.#clock;
    const lang = languageAt(now, rate, langs);
    const scene = this.#scene(now);
    document.documentElement.lang = lang;
    this.#face.draw(docs, now, lang);
    if (docs.rehearsal || this.#band) this.#rehearse(docs.rehearsal?.main, lang);
    this.#sign.draw(this.#fleet?.doc, now);
    this.#stage.show(scene, { docs, now, rate, langs, lang, stale: this.#stale() });
    if (scene.key === this.#shown) return;
    this.#shown = scene.key;
    this.#report?.soon();
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
    return this.#clock.sure || this.#feed.epoch !== null ? fullSecond(this.#clock.now()) : 0;
  }

  #stale() {
    const { state, since } = this.#feed.status;
    const old = state === 'stale' || state === 'closed';
    return old && since !== null ? { since } : null;
  }

  #caught(error) {
    /* Not an error: the browser says that a layout took two rounds. */
    if (/ResizeObserver loop/.test(String(error))) return;
    this.#stage.failed(error);
  }

  /* ---- what the desk is told ------------------------------------------- */

  #about() {
    const size = [innerWidth, innerHeight].map((side) => Math.max(1, Math.round(side * devicePixelRatio)));
    return { size, ...(this.#build && { version: this.#build }) };
  }

  #reported() {
    if (!this.#fleet.doc || this.#feed.status.state !== 'live') return null;
    const { board, room, meetup } = turnAt(this.#plan, this.#now(), this.#clock.rate);
    return { ...this.#about(), seq: this.#feed.seq, shows: { board, ...(room && { room }), ...(meetup && { meetup }) } };
  }

  /* ---- builds and files ---------------------------------------------- */

  async #greeted({ build }) {
    this.#tick();               /* the second of the server's time may be another */
    this.#signIn();
    if (!build || build === this.#build) return;
    const first = this.#build === null;
    this.#build = build;
    this.#report?.soon();
    if (first && await this.#offline.build() === build) return;
    const outdated = await this.#offline.renew(build);
    if (!first || (this.#offline.served && outdated)) this.#reloader.request('build');
  }

  async #keepFiles() {
    await this.#offline.register();
    const keep = () => {
      this.#keepCodes();
      this.#offline.keep(usedFonts());
    };
    keep();
    setTimeout(keep, ALL_SHOWN_MS);
  }

  #keepCodes() {
    if (this.#plan) this.#offline.keep(this.#plan.boards.map((turn) => this.#qr(turn)));
  }

  async #stayAwake() {
    try {
      if (document.visibilityState === 'visible') await navigator.wakeLock?.request('screen');
    } catch {
      /* not allowed here: the player's own settings must do */
    }
  }
}

function keyOf({ board, room, meetup }) {
  return [board, room, meetup].join('/');
}

function usedFonts() {
  return performance.getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((name) => new URL(name).pathname.startsWith('/fonts/'));
}

new Screen(document.getElementById('stage')).start();
