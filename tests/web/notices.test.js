/*
 * Notices in words, from what a session was to what it became; and when to show them.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inbox, noticeOf } from '../../static/app/notice-text.js';
import { Notifier } from '../../static/app/notify.js';
import { setLocale, text, word } from '../../static/shared/words.js';
import { FakeStorage } from '../lib/fake-storage.js';
import { FakeTime } from '../lib/fake-time.js';
import { at, kakao } from './boards/fixtures.js';

for (const lang of ['ko', 'en']) setLocale(lang, JSON.parse(readFileSync(new URL(`../../data/locales/${lang}.json`, import.meta.url))));

const iso = (ms) => new Date(ms).toISOString();
const format = (lang, options) => (ms) => new Intl.DateTimeFormat(lang, { timeZone: 'Asia/Seoul', ...options }).format(ms);
const words = (lang) => ({
  say: (key, params) => word(lang, key, params), text: (value) => text(value, lang),
  time: format('en-GB', { hour: '2-digit', minute: '2-digit' }), date: format(lang, { month: 'long', day: 'numeric' }),
});

const docs = kakao();
docs.rooms.r103.name = '103';
docs.rooms.r105.name = '105';
docs.sessions.a12.title = 'gRPC';

const was = { room: 'r103', start: iso(at('14:00')), end: iso(at('14:45')), status: 'scheduled' };
const notice = (changes, to = {}, more = {}) => ({ id: 'n1', session: 'a12', changes, from: was, to: { ...was, ...to }, at: iso(at('13:00')), rev: 1, ...more });
const said = (changes, to, lang = 'ko', from = docs) => noticeOf(notice(changes, to), from, words(lang)).sentence;
const shifted = (minutes) => ({ start: iso(at('14:00') + minutes * 60_000), end: iso(at('14:45') + minutes * 60_000) });

test('one clear sentence for each change', () => {
  assert.equal(said(['moved'], { room: 'r105' }), '103 → 105');
  assert.equal(said(['late'], shifted(12)), '14:00 → 14:12, 12분 늦어져요');
  assert.equal(said(['late'], shifted(12), 'en'), '14:00 → 14:12, 12 min later');
  assert.equal(said(['retimed'], shifted(-30)), '14:00 → 13:30, 30분 빨라져요');
  assert.equal(said(['retimed'], shifted(120), 'en'), '14:00 → 16:00, 2 hours later');
  assert.equal(said(['retimed'], shifted(60), 'en'), '14:00 → 15:00, 1 hour later');
  assert.equal(said(['retimed'], shifted(105)), '14:00 → 15:45, 1시간 45분 늦어져요');
  assert.equal(said(['late'], { end: iso(at('14:55')) }), '14:45 → 14:55, 10분 늦게 끝나요');
  assert.equal(said(['cancelled'], { status: 'cancelled' }), '취소되었어요');
  assert.equal(said(['gone'], { status: 'hidden' }, 'en'), 'No longer in the programme');
  assert.equal(said(['restored']), '원래대로 열려요');
});

test('a move and a delay together; another day with its date', () => {
  assert.equal(said(['moved', 'late'], { room: 'r105', ...shifted(12) }), '103 → 105 · 14:00 → 14:12, 12분 늦어져요');
  assert.equal(said(['retimed'], shifted(24 * 60)), '8월 29일 14:00 → 8월 30일 14:00');
  assert.equal(said(['moved', 'cancelled'], { room: 'r105', status: 'cancelled' }), '취소되었어요', 'where it would have been is no news');
  assert.equal(said(['restored', 'moved'], { room: 'r105' }), '103 → 105');
});

test('there is a sentence whatever is missing', () => {
  for (const lang of ['ko', 'en']) {
    assert.equal(noticeOf({ id: 'n', session: 'a12' }, docs, words(lang)).sentence, word(lang, 'notice_changed'));
    assert.equal(noticeOf(notice(['moved'], { room: 'r105' }), {}, words(lang)).title, word(lang, 'notice_session_unknown'));
    assert.match(said(['moved'], { room: 'demolished' }, lang), /^103 → \S/);
    assert.ok(said(['something_new'], {}, lang));
  }
});

/* ---- of places at tables ---- */

docs.rooms.t4 = { id: 't4', name: { ko: '테이블 4', en: 'Table 4' } };
docs.people.kim = { id: 'kim', name: '김마당' };
docs.meetups = { m1: { id: 'm1', host: 'kim', place: 't4' } };
docs.slots = { 'm1-2': { id: 'm1-2', meetup: 'm1', expected_start: iso(at('14:30')) } };

const ofPlace = (word, more = {}) => ({ id: 'n9', place: 'b17', meetup: 'm1', slot: 'm1-2', changes: word ? [word] : [], until: null, at: iso(at('14:00')), rev: 1, ...more });
const place = (word, lang = 'ko', more) => noticeOf(ofPlace(word, more), docs, words(lang));

test('every word about a place is a sentence in both languages, with its table and time', () => {
  for (const lang of ['ko', 'en']) {
    for (const one of ['seat', 'two_ahead', 'called', 'choose', 'absent', 'moved', 'elsewhere', 'cancelled', 'restored', 'lapsed', 'drawn', 'not_drawn', 'ended']) {
      const { sentence, title, kind } = place(one, lang);
      assert.deepEqual([title, kind], ['김마당', `place_${one}`]);
      assert.ok(sentence && !/[{}_]/.test(sentence), `${one}: ${sentence}`);
    }
    assert.equal(place('something_new', lang).sentence, word(lang, 'notice_changed'));
    assert.equal(place(null, lang).kind, 'place');
  }
  assert.equal(place('called', 'en', { until: iso(at('14:03')) }).sentence, 'It is your turn. Come to Table 4 by 14:03');
  assert.equal(place('seat', 'ko', { until: iso(at('14:10')) }).sentence, '자리가 났어요. 14:10까지 확인해 주세요.');
  assert.equal(place('moved', 'en').sentence, 'Your time has changed: now at 14:30');
  assert.equal(noticeOf(ofPlace('called'), {}, words('ko')).title, word('ko', 'meet_host_unknown'));
});

test('a place\'s notice leads to it: what is to be done now to one\'s places, the rest to the table', () => {
  assert.deepEqual(['called', 'choose', 'seat', 'moved', 'absent'].map((one) => place(one).hash), ['#/meet', '#/meet', '#/meet', '#/meet/m1', '#/meet/m1']);
});

test('newest first', () => {
  const notices = { a: { id: 'a', at: iso(at('13:00')) }, b: { id: 'b', at: iso(at('13:10')) }, c: { id: 'c' } };
  assert.deepEqual(inbox({ notices }).map(({ id }) => id), ['b', 'a', 'c']);
  assert.deepEqual(inbox({}), []);
});

/* A device with the app open; visible says whether it is looked at. */
function device({ visible = false, permission = 'granted', worker = true, storage = new FakeStorage() } = {}) {
  const time = new FakeTime();
  const told = [];
  const env = {
    storage, setTimeout: time.setTimeout, focus() {},
    document: { visibilityState: visible ? 'visible' : 'hidden' },
    Notification: class {
      static permission = permission;

      static async requestPermission() { this.permission = permission === 'default' ? 'granted' : permission; }

      constructor(title, { body, tag }) { told.push(['page', title, body, tag]); }
    },
    worker: worker ? { addEventListener() {}, getRegistration: async () => ({ active: {}, showNotification: async (title, { body, tag, data }) => { told.push(['worker', title, body, tag, data.hash]); } }) } : undefined,
  };
  const notifier = new Notifier(env);
  notifier.addEventListener('toast', ({ detail }) => told.push(['toast', detail.text, detail.hash]));
  const take = async (notices, more) => {
    notifier.take({ docs: { ...docs, notices: Object.fromEntries(notices.map((one) => [one.id, one])) }, me: { id: 'me' }, words: words('ko'), seen: false, ...more });
    await time.advance(1000);
    return told.splice(0);
  };
  return { notifier, take, storage, env };
}

async function willing(options) {
  const one = device(options);
  await one.notifier.ask();
  return one;
}

const moved = notice(['moved'], { room: 'r105' });

test('in the background a notification, through the service worker where there is one', async () => {
  const phone = await willing();
  assert.deepEqual(await phone.take([moved]), [['worker', 'gRPC', '103 → 105', 'n1-1', '#/session/a12']]);
  const plain = await willing({ worker: false });
  assert.deepEqual(await plain.take([moved]), [['page', 'gRPC', '103 → 105', 'n1-1']]);
});

test('in a rehearsal no notification, and what it told is told again in earnest', async () => {
  const rehearsed = { ...docs, notices: { n1: moved }, rehearsal: { main: {} } };
  const phone = await willing();
  assert.deepEqual(await phone.take([], { docs: rehearsed }), []);
  assert.deepEqual(await phone.take([moved]), [['worker', 'gRPC', '103 → 105', 'n1-1', '#/session/a12']]);
  const seen = await willing({ visible: true });
  assert.equal((await seen.take([], { docs: rehearsed })).length, 1, 'a toast');
  assert.deepEqual(await seen.take([], { docs: { ...rehearsed } }), [], 'once');
  assert.equal((await seen.take([moved])).length, 1);
});

test('on screen a toast, and nothing where the notices themselves are seen', async () => {
  const phone = await willing({ visible: true });
  assert.deepEqual(await phone.take([moved]), [['toast', 'gRPC: 103 → 105', '#/session/a12']]);
  assert.deepEqual(await phone.take([{ ...moved, rev: 2 }], { seen: true }), []);
  phone.env.document.visibilityState = 'hidden';
  assert.deepEqual(await phone.take([{ ...moved, rev: 2 }]), [], 'seen is told');
});

test('once for each state, also after the page is loaded again', async () => {
  const phone = await willing();
  await phone.take([moved]);
  assert.deepEqual(await phone.take([moved]), []);
  const again = device({ storage: phone.storage });
  assert.deepEqual(await again.take([moved]), []);
  assert.equal((await again.take([notice(['moved', 'late'], { room: 'r105', ...shifted(5) }, { rev: 2 })])).length, 1);
  await again.take([]);
  assert.equal(phone.storage.getItem('madang-shown'), '{}', 'what was read is forgotten');
});

test('several at once are one', async () => {
  const phone = await willing();
  const told = await phone.take([moved, notice(['cancelled'], {}, { id: 'n2', session: 'a13' })]);
  assert.equal(told.length, 1);
  assert.equal(told[0][1], '세션 2개가 바뀌었어요');
  assert.match(told[0][2], /gRPC: 103 → 105/);
  assert.equal(told[0][4], '#/notices');
});

test('one\'s turn stays on screen until it is seen, also among others', async () => {
  const phone = await willing();
  const [told] = await phone.take([moved, ofPlace('called')]);
  assert.deepEqual([told[1], told[4]], ['김마당', '#/meet']);
  const [both] = await phone.take([moved, ofPlace('moved', { id: 'n8', rev: 2 }), ofPlace('ended', { id: 'n7' })]);
  assert.equal(both[1], '새 알림 2개');
});

test('nothing without leave, and leave is asked for only when told to', async () => {
  const phone = device({ permission: 'default' });
  assert.equal(phone.notifier.on, false);
  assert.deepEqual(await phone.take([moved]), []);
  assert.equal(await phone.notifier.ask(), true);
  assert.equal((await phone.take([{ ...moved, rev: 2 }])).length, 1);
  phone.notifier.off();
  assert.deepEqual(await phone.take([{ ...moved, rev: 3 }]), []);
  const refused = device({ permission: 'denied' });
  assert.equal(await refused.notifier.ask(), false);
});

test('nobody signed in is told nothing; broken or full storage tells all the same', async () => {
  const phone = await willing();
  assert.deepEqual(await phone.take([moved], { me: null }), []);
  phone.storage.setItem('madang-shown', '{not json');
  assert.equal((await phone.take([moved])).length, 1);
  const full = await willing({ visible: true });
  full.storage.full = true;
  assert.equal((await full.take([moved])).length, 1);
});
