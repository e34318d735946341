/*
 * Telling of notices that have come: by the browser's notification while the app is in the
 * background, by a toast while it is on screen. Once for each state of a notice and device;
 * those that come together are one. In a rehearsal nothing is told but by toasts. There is no push service behind this (it would be another
 * host): a notice is told while the app is open somewhere, or asleep with its connection alive.
 *
 *   notifier.permission     'granted', 'denied', 'default' (ask first) or 'unsupported'
 *   notifier.on             whether notifications are to be shown on this device
 *   await notifier.ask()    only by a tap: browsers want it, and so do people
 *   notifier.take({docs, me, words, seen})   whenever documents change; seen: the notices are
 *                           on screen just now, nobody need be told
 *
 * Events: 'toast' {text, hash}, 'open' {hash}, 'change'.
 */
import { deviceStorage } from '../shared/store.js';
import { announcementOf, inbox, news, noticeOf } from './notice-text.js';

const SHOWN = 'madang-shown';
const WANTED = 'madang-notify';
const TURN_MS = [300, 150, 300, 150, 300]; // Android shakes so for what can't wait
const TOGETHER_MS = 400; // what comes within this time is told at once

/** What Notifier needs from a browser. Tests pass their own. */
export function browserEnvironment() {
  return {
    storage: deviceStorage(),
    Notification: globalThis.Notification,
    worker: globalThis.navigator?.serviceWorker,
    document: globalThis.document,
    setTimeout: (...args) => globalThis.setTimeout(...args),
    focus: () => globalThis.focus(),
  };
}

export class Notifier extends EventTarget {
  #env;
  #last = null;
  #waiting = false;
  #rehearsed = null; // what was told in a rehearsal, which the device does not remember

  constructor(env = browserEnvironment()) {
    super();
    this.#env = env;
    env.worker?.addEventListener('message', ({ data }) => {
      if (typeof data?.open === 'string') this.#tell('open', { hash: data.open });
    });
  }

  get permission() {
    return this.#env.Notification?.permission ?? 'unsupported';
  }

  get on() {
    return this.permission === 'granted' && this.#read(WANTED, false) === true;
  }

  async ask() {
    if (this.permission === 'default') await this.#env.Notification.requestPermission();
    this.#write(WANTED, this.permission === 'granted');
    this.#tell('change');
    return this.on;
  }

  off() {
    this.#write(WANTED, false);
    this.#tell('change');
  }

  take(seen) {
    this.#last = seen;
    if (this.#waiting || !seen.me) return;
    this.#waiting = true;
    this.#env.setTimeout(() => {
      this.#waiting = false;
      this.#announce(this.#last);
    }, TOGETHER_MS);
  }

  #announce({ docs, me, words, seen }) {
    if (!me) return;
    const isRehearsal = Boolean(docs.rehearsal);
    const { fresh, shown } = news(inbox(docs), (isRehearsal && this.#rehearsed) || this.#read(SHOWN, {}));
    this.#rehearsed = isRehearsal ? shown : null;
    if (!isRehearsal) this.#write(SHOWN, shown);
    if (!fresh.length || seen) return;
    const announcement = announcementOf(fresh.map((notice) => noticeOf(notice, docs, words)), words);
    if (this.#env.document.visibilityState === 'visible') {
      const { title, body, hash, several } = announcement;
      this.#tell('toast', { text: several ? title : `${title}: ${body}`, hash });
    } else if (this.on && !isRehearsal) {
      this.#show(announcement).catch(() => {}); // the notice stands in the app all the same
    }
  }

  /* Android knows notifications only by way of the service worker. */
  async #show({ title, body, tag, hash, pressing }) {
    const options = { body, tag, data: { hash }, requireInteraction: pressing, ...(pressing ? { vibrate: TURN_MS } : {}) };
    const registration = await this.#env.worker?.getRegistration();
    if (registration?.active) {
      await registration.showNotification(title, options);
      return;
    }
    const notification = new this.#env.Notification(title, options);
    notification.onclick = () => {
      this.#env.focus();
      notification.close();
      this.#tell('open', { hash });
    };
  }

  #read(key, otherwise) {
    try {
      return JSON.parse(this.#env.storage.getItem(key)) ?? otherwise;
    } catch {
      return otherwise;
    }
  }

  #write(key, value) {
    try {
      this.#env.storage.setItem(key, JSON.stringify(value));
    } catch {
      /* Full or forbidden: something may be told twice. */
    }
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** The notifier of this device. */
export const notifier = new Notifier();
