/*
 * A conference with tables to meet speakers at, as live documents: if(kakao) at ten to three, five
 * tables of today and one of tomorrow; and own places in each of their states.
 */
import { at, kakao } from '../boards/fixtures.js';

export const NOW = at('14:50');
const iso = (ms) => new Date(ms).toISOString().replace('.000Z', 'Z');
const MINUTE = 60_000;

const LONG = 'Practical Microservices in gRPC Go feat. GraphQL, Kafka(서포터즈 기사 개발기)를 두 팀에서 함께 쓰려면 어디서부터 시작하는 것이 좋을지 궁금해요. 작은 팀이라 두려워요';

/* id, host, place, start, end, minutes, seats, more */
const TABLES = [
  ['m1', '강윤창(perl.kang)', 't1', '14:45', '15:45', 10, 1, { session: 'a11' }],
  ['m2', '조규태(cavin.wow)', 't2', '14:45', '15:45', 10, 3, { session: 'a13', title: { ko: '사내 도구와 팀 문화', en: 'Tools and how teams feel' } }],
  ['m3', '박이랑(bernard.park)', 't3', '15:20', '16:00', 20, 1, {}],
  ['m4', '김수범(greg.47)', 't4', '16:00', '17:00', 15, 2, { session: 'a15', draw: true, opens: iso(at('15:00')) }],
  ['m5', '김준휘(james.j)', 't1', '16:45', '17:30', 15, 1, { status: 'cancelled' }],
  ['m6', '김은수(bill.23)', 't2', '16:45', '17:45', 10, 1, { walk_in: false }],
  ['m7', '정원천(hardy.jung)', 't3', '11:45', '12:45', 10, 1, { date: '2019-08-30', session: 'b0' }],
];

const LINES = {
  m1: { state: 'open', waiting: 4, wait_minutes: [18, 30] },
  m2: { state: 'paused', paused_until: iso(at('15:05')), waiting: 0, wait_minutes: [0, 0] },
  m3: { state: 'ahead', waiting: 0, wait_minutes: null },
  m5: { state: 'cancelled' },
};

export function meetings() {
  const docs = { ...kakao(), meetups: {}, slots: {}, lines: {} };
  for (const n of [1, 2, 3, 4]) docs.rooms[`t${n}`] = { id: `t${n}`, name: { ko: `테이블 ${n}`, en: `Table ${n}` }, kind: 'table', order: 20 + n };
  for (const [id, host, place, start, end, minutes, seats, { date, ...more }] of TABLES) {
    docs.people[host] = { id: host, name: host, company: host.length % 2 ? '카카오' : '카카오뱅크' };
    addTable(docs, { id, host, place, start: at(start, date), end: at(end, date), minutes, seats, more });
  }
  docs.meetups.m1.note = { ko: '로그를 오래 모아 본 이야기라면 무엇이든 좋아요. 실패담을 더 환영해요.', en: 'Anything about collecting logs. Failures are welcome.' };
  return docs;
}

function addTable(docs, { id, host, place, start, end, minutes, seats, more }) {
  docs.meetups[id] = { id, title: null, note: null, host, session: null, place, start: iso(start), end: iso(end), slot_minutes: minutes, seats, walk_in: true, draw: false, opens: null, status: 'open', rev: 1, ...more };
  docs.lines[id] = { id, state: 'ahead', expected_start: iso(start), expected_end: iso(end), paused_until: null, walk_in: docs.meetups[id].walk_in, waiting: 0, wait_minutes: null, present: 0, now: [], next: [], chats: 0, no_shows: 0, seed_hash: null, seed: null, rev: 1, ...LINES[id] };
  for (let n = 0, from = start; from + minutes * MINUTE <= end; n += 1, from += minutes * MINUTE) {
    const taken = id === 'm6' ? seats : (n * 5 + id.charCodeAt(1)) % (seats + 1);
    docs.slots[`${id}-${n}`] = {
      id: `${id}-${n}`, meetup: id, start: iso(from), end: iso(from + minutes * MINUTE), expected_start: iso(from), expected_end: iso(from + minutes * MINUTE),
      seats, free: seats - taken, waiting: taken === seats && n % 2 ? 3 : 0, topics: ['Perl에서 벗어나는 길', 'How do you test it?', 'モニタリング'].slice(0, taken), rev: 1,
    };
  }
}

/** Own documents: a place in this state, as the server has it. */
export function own(number, meetup, state, { slot = null, ...more } = {}) {
  const docs = meetings();
  const times = slot ? { start: docs.slots[slot].start, end: docs.slots[slot].end } : { start: null, end: null };
  return {
    id: `b${number}`, number, meetup, slot, state, topic: '로그를 한곳으로 모을 때 무엇부터 정하셨나요?', ...times, waiting_place: null, ahead: null, wait_minutes: null, present: false, choose: false,
    confirm_by: null, until: null, since: iso(NOW - 4 * MINUTE), made_at: iso(NOW - 9 * MINUTE), ended_at: null, why: null, rev: 1, ...more,
  };
}

/** The own collections that such places make. */
export function mine(...places) {
  const sort = (wanted) => Object.fromEntries(places.filter((one) => (one.slot !== null) === wanted).map((one) => [one.id, one]));
  return { bookings: sort(true), places: sort(false) };
}

const soon = (minutes) => iso(NOW + minutes * MINUTE);
const ended = (why, minutes = 5) => ({ ended_at: iso(NOW - minutes * MINUTE), why });

/** Each state by its name: {bookings, places}. */
export const STATES = {
  booked: mine(own(11, 'm3', 'booked', { slot: 'm3-0' }), own(12, 'm6', 'booked', { slot: 'm6-2', topic: LONG })),
  confirm: mine(own(13, 'm1', 'booked', { slot: 'm1-4', confirm_by: soon(9) })),
  waiting: mine(own(14, 'm6', 'waiting', { slot: 'm6-1', waiting_place: 3 })),
  line: mine(own(15, 'm1', 'waiting', { ahead: 2, wait_minutes: [6, 10] })),
  present: mine(own(16, 'm2', 'waiting', { ahead: 0, wait_minutes: [0, 4], present: true })),
  called: mine(own(17, 'm1', 'called', { until: soon(3) })),
  choose: mine(own(18, 'm1', 'called', { until: soon(3), choose: true }), own(19, 'm3', 'booked', { slot: 'm3-0' }), own(20, 'm2', 'arrived')),
  arrived: mine(own(21, 'm1', 'arrived')),
  talking: mine(own(22, 'm1', 'talking', { until: soon(6) })),
  no_show: mine(own(23, 'm1', 'no_show', ended(null))),
  ended: mine(own(24, 'm1', 'left', ended('lapsed', 3)), own(25, 'm2', 'left', ended('cancelled', 6)), own(26, 'm3', 'done', ended(null, 8))),
  draw: mine(own(27, 'm4', 'waiting', { slot: 'm4-0' })),
};

const WORDS = [['called', 'm1', null], ['seat', 'm1', 'm1-4'], ['two_ahead', 'm2', null], ['moved', 'm3', 'm3-0'], ['cancelled', 'm5', 'm5-0'], ['choose', 'm3', 'm3-0'], ['absent', 'm6', 'm6-0']];

/** Notices of places, one of each of some words. */
export function notices() {
  return Object.fromEntries(WORDS.map(([word, meetup, slot], i) => [`n${i}`, { id: `n${i}`, place: `b${i}`, meetup, slot, changes: [word], until: ['called', 'seat'].includes(word) ? soon(3 + i) : null, at: iso(NOW - i * MINUTE), rev: 1 }]));
}

export const ME = { id: 'a1', name: '김마당', language: 'ko', pass: 'x', picture: null, calendar: '/x.ics', rev: 1 };
