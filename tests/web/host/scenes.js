/*
 * Tables for looking at the desk, without a server: each scene is {docs, now, guests, role, hash},
 * `guests` as GET /meetups/{id}/guests gives them (a number: that status instead).
 */
import { at, kakao } from '../boards/fixtures.js';

const NOW = at('14:20');
const utc = (ms) => (ms === null || ms === undefined ? null : new Date(ms).toISOString().replace('.000', ''));
const clock = (time) => (time ? utc(at(time)) : null);

const FOLK = [
  ['김민지', 'ko', true, '쿠버네티스 위에서 상태를 가진 서비스를 운영할 때, 노드가 바뀌는 순간 연결을 끊지 않으려면 어디부터 손대야 할까요? 지금은 30초쯤 끊겨요.'],
  ['Aleksandra Brzęczyszczykiewicz-Kowalska', 'pl', true, 'How you moved 400 services without a freeze, and what you would do differently'],
  ['박서준', 'ko', false, '신입 백엔드 개발자는 무엇을 먼저 공부하면 좋을까요?'],
  ['정하늘', 'ko', true, '오픈소스 첫 기여'],
  ['محمد الأحمد', 'ar', true, 'كيف نختبر قاعدة بيانات موزعة؟'],
  ['이도윤', 'ko', true, 'CI가 40분 걸려요'],
  ['최서연', 'ko', false, '이직 상담'],
  ['Mary O’Neill', 'en', true, 'Would you look at our retry policy?\nIt is two lines.'],
];

let made = 0;
function guest(state, time, i, more = {}) {
  made += 1;
  const [name, language, isShown, topic] = FOLK[i % FOLK.length];
  return {
    id: `b${20 + i}`, number: 20 + i, meetup: 'm1', slot: time ? `m1-${time}` : null, state, topic, start: clock(time), end: time ? utc(at(time) + 15 * 60_000) : null,
    waiting_place: null, ahead: null, wait_minutes: null, present: false, choose: false, confirm_by: null, until: null, since: utc(NOW - 60_000 * (2 + made % 20)),
    made_at: utc(NOW - 3_600_000), ended_at: null, why: null, rev: 3, name, language, picture: isShown ? `/avatars/a${i}.svg?v=1` : null, chats: i % 3, no_shows: i === 2 ? 1 : 0, ...more,
  };
}

function world({ line = {}, guests = [], meetup = {}, tables = 1 } = {}) {
  const docs = kakao();
  docs.people.host = { id: 'host', name: { ko: '정원천', en: 'Wonchun Jung' }, company: '카카오' };
  docs.rooms.t4 = { id: 't4', name: { ko: '라운지 4번 테이블', en: 'Lounge, table 4' }, kind: 'table', order: 20 };
  const own = {
    id: 'm1', title: null, note: { ko: '이력서는 가져오지 않아도 돼요. 편하게 물어보세요.', en: 'No need to bring a CV. Ask away.' }, host: 'host', session: 'a0', place: 't4',
    start: clock('13:00'), end: clock('16:00'), slot_minutes: 15, seats: 1, walk_in: true, draw: false, opens: null, status: 'open', rev: 4, ...meetup,
  };
  docs.meetups = { m1: own };
  docs.lines = { m1: lineOf('m1', { now: guests.filter(({ state }) => ['called', 'arrived', 'talking'].includes(state)), waiting: guests.filter(({ state, slot }) => state === 'waiting' && !slot).length, ...line }) };
  docs.slots = {};
  for (let i = 0; i < 12; i += 1) {
    const start = at('13:00') + i * 15 * 60_000;
    docs.slots[`m1-${i}`] = { id: `m1-${i}`, meetup: 'm1', start: utc(start), end: utc(start + 15 * 60_000), expected_start: utc(start), expected_end: utc(start + 15 * 60_000), seats: own.seats, free: i > 7 ? 1 : 0, waiting: 0, topics: [], rev: 1 };
  }
  if (tables > 1) others(docs);
  return docs;
}

function lineOf(id, more) {
  return {
    id, state: 'open', expected_start: clock('13:00'), expected_end: clock('16:00'), paused_until: null, walk_in: true, waiting: 0, wait_minutes: [6, 10], present: 0,
    now: [], next: [], chats: 5, no_shows: 1, seed_hash: null, seed: null, rev: 9, ...more,
  };
}

/* What an organiser sees besides. */
function others(docs) {
  const hosts = Object.keys(docs.people).slice(0, 11);
  const now = (state, i, since, until = null) => ({ number: 40 + i, state, slot: null, since: utc(since), until: utc(until), name: i % 2 ? FOLK[i % 8][0] : null, picture: null, attendee: null });
  const lines = [
    { now: [now('talking', 1, at('13:52'), at('14:07'))], waiting: 4, wait_minutes: [18, 31] },
    { waiting: 6, wait_minutes: [30, 55] },
    { state: 'paused', paused_until: clock('14:12'), waiting: 3 },
    { state: 'paused', paused_until: clock('14:35'), waiting: 0 },
    { now: [now('talking', 2, at('14:12'), at('14:27'))], waiting: 1, wait_minutes: [7, 12] },
    { now: [now('called', 3, at('14:18'), at('14:21'))], waiting: 2, wait_minutes: [2, 6] },
    { now: [now('talking', 4, at('14:05'), at('14:25')), now('talking', 5, at('14:05'), at('14:25'))], no_shows: 4 },
    { state: 'closed', waiting: 1, now: [now('arrived', 6, at('14:19'))] },
    { state: 'ahead', expected_start: clock('15:12'), expected_end: clock('16:00'), chats: 0, no_shows: 0 },
    { state: 'ahead', expected_start: clock('15:00'), expected_end: clock('17:00'), chats: 0, no_shows: 0 },
    { state: 'ended', expected_end: clock('14:00'), chats: 9 },
  ];
  hosts.forEach((host, i) => {
    const id = `m${i + 2}`;
    docs.rooms[`t${10 + i}`] = { id: `t${10 + i}`, name: { ko: `라운지 ${10 + i}번 테이블`, en: `Lounge, table ${10 + i}` }, kind: 'table', order: 30 + i };
    const start = lines[i].expected_start && i !== 8 ? lines[i].expected_start : clock(i === 8 ? '15:00' : '13:00');
    docs.meetups[id] = { ...docs.meetups.m1, id, host, session: null, note: null, place: `t${10 + i}`, start, end: lines[i].expected_end ?? clock('16:00'), title: i === 6 ? { ko: '카카오페이 채용 상담', en: 'Working at kakaopay' } : null };
    docs.lines[id] = lineOf(id, { expected_start: start, ...lines[i] });
  });
}

function scene(guests, { role = 'host', hash = '#/table/m1', now = NOW, ...more } = {}) {
  return { docs: world({ guests: typeof guests === 'number' ? [] : guests, ...more }), now, role, hash, guests: typeof guests === 'number' ? guests : { now: utc(now), meetup: 'm1', guests, done: 5, no_shows: 1 } };
}

const QUEUE = () => [guest('booked', '14:30', 1), guest('waiting', null, 2, { present: true }), guest('waiting', null, 3), guest('booked', '14:45', 4, { confirm_by: clock('14:28') }), guest('waiting', null, 5, { choose: true })];
const chat = (i, since, until, more = {}) => guest('talking', null, i, { since: clock(since), until: clock(until), ...more });

export const scenes = {
  talking: () => scene([chat(0, '14:14', '14:29'), ...QUEUE()]),
  over: () => scene([chat(1, '14:02', '14:17'), ...QUEUE()]),
  clash: () => scene([chat(0, '14:16', '14:36'), ...QUEUE()]),
  called: () => scene([guest('called', null, 4, { since: clock('14:18'), until: utc(NOW + 125_000) }), ...QUEUE()]),
  arrived: () => scene([guest('arrived', '14:15', 7, { since: clock('14:19') }), ...QUEUE()]),
  next: () => scene(QUEUE()),
  free: () => scene([], { line: { chats: 5 } }),
  paused: () => scene(QUEUE(), { line: { state: 'paused', paused_until: clock('14:40') } }),
  group: () => scene([
    guest('talking', '14:15', 0, { since: clock('14:15'), until: clock('14:30') }), guest('talking', '14:15', 3, { since: clock('14:15'), until: clock('14:30') }),
    guest('called', '14:15', 1, { since: clock('14:18'), until: utc(NOW + 65_000) }), guest('booked', '14:30', 5), guest('booked', '14:30', 7)], { meetup: { seats: 4 } }),
  coming: () => scene([
    guest('arrived', '14:15', 0), guest('arrived', '14:15', 3), guest('called', '14:15', 1, { until: utc(NOW + 65_000) }), guest('booked', '14:30', 5)], { meetup: { seats: 4 } }),
  ahead: () => scene([guest('booked', '15:00', 0), guest('booked', '15:15', 1)], { line: { state: 'ahead', expected_start: clock('15:12'), chats: 0 }, meetup: { start: clock('15:00') } }),
  ended: () => scene([], { line: { state: 'ended', chats: 11 }, now: at('16:10') }),
  foreign: () => scene(403, { meetup: { host: '정원천(hardy.jung)' } }),
  unknown: () => scene([], { hash: '#/table/m77' }),
  offline: () => scene(503),
  mine: () => scene([chat(0, '14:14', '14:29'), ...QUEUE()], { hash: '#/' }),
  none: () => scene([], { hash: '#/', meetup: { host: '정원천(hardy.jung)' } }),
  all: () => scene([chat(0, '14:14', '14:29'), ...QUEUE()], { role: 'organiser', hash: '#/', tables: 12 }),
  setup: () => scene([], { hash: '#/new' }),
  edit: () => scene([], { hash: '#/table/m1/edit' }),
  door: () => scene([], { role: null, hash: '#/' }),
  attendee: () => scene([], { role: 'attendee', hash: '#/' }),
  link: () => scene([], { role: null, hash: '#sign-in/abcdefgh234' }),
};
