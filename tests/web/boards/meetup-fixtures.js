/*
 * Live documents of meetups for looking at the boards, on the day of if(kakao) 2019: so many tables,
 * in all the ways a table can stand.
 */
import { at, kakao, urgent } from './fixtures.js';

const utc = (ms) => new Date(ms).toISOString().replace('.000', '');
const MINUTE = 60_000;
const NOW = at('14:18');

const HOSTS = ['정원천|카카오', '성동찬|카카오뱅크', '엄익상|카카오게임즈', '이재승|카카오', 'Alex Whitfield|Open Yard Foundation', '서상덕|카카오', '송지현|카카오페이', '고희경|카카오커머스', '황현구|카카오', '서강혁|카카오', '공용준|카카오엔터프라이즈', 'Zoë Müller|Bundesdruckerei'];
const FOLK = ['새별', '하늘', 'Zoë', '박지우', 'أمل', '정도윤', 'Nguyễn Bình', '한별', '李雷', 'Ada', '윤슬', '나', '황보라', 'דנה לוי', '강바람', '서리'];
const LONG_PLACE = { ko: '2층 그랜드볼룸 앞 로비 채용 부스 ', en: 'Second floor lobby, recruiting booth ' };
const LONG_HOST = { ko: '바르톨로메우 페더스톤하우 촐몬들리', en: 'Bartholomew Featherstonehaugh-Cholmondeley' };
const LONG_COMPANY = { ko: '국제 자유 소프트웨어 실시간 통신 연구 재단', en: 'International Foundation for Free Real-Time Communication Research' };
const LONG_NAME = 'Maximiliana-Alexandrina von und zu Hohenlohe-Waldenburg';

function guest(number, state, { shown = true, since = NOW - 4 * MINUTE, until = null, slot = null, name } = {}) {
  const who = name ?? FOLK[number % FOLK.length];
  return { number, state, slot, since: utc(since), until: until && utc(until), name: shown ? who : null, picture: shown ? `/avatars/g${number}.svg?v=1` : null, attendee: shown ? `g${number}` : null };
}

/* What is going on at the table, by a number: each of the ways a table can stand. */
const SCENES = [
  (n, o) => ({ now: [guest(n * 10, 'talking', { ...o, until: NOW + 6 * MINUTE })], next: [guest(n * 10 + 1, 'waiting', o), guest(n * 10 + 2, 'booked', { ...o, shown: false, slot: `m${n}-5` }), guest(n * 10 + 3, 'waiting', o)], waiting: 5, wait_minutes: [6, 10] }),
  (n, o) => ({ now: [guest(n * 10, 'called', { ...o, since: NOW - n * 9_000, until: NOW + 2 * MINUTE })], next: [guest(n * 10 + 1, 'waiting', o)], waiting: 2, wait_minutes: [10, 20] }),
  (n, o) => ({ now: [guest(n * 10, 'talking', { ...o, shown: false, until: NOW - 3 * MINUTE, since: NOW - 13 * MINUTE })], next: [guest(n * 10 + 1, 'waiting', { ...o, shown: false })], waiting: 11, wait_minutes: [45, 70] }),
  () => ({ waiting: 0 }),
  (n, o) => ({ state: 'paused', paused_until: utc(at('14:30')), next: [guest(n * 10 + 1, 'waiting', o)], waiting: 3, wait_minutes: [18, 30] }),
  (n, o) => ({ now: [guest(n * 10, 'arrived', o)], next: [guest(n * 10 + 4, 'booked', { ...o, slot: `m${n}-6` })], waiting: 1, wait_minutes: [10, 10] }),
  () => ({ state: 'ahead', start: 30 }),
  (n, o) => ({ now: [guest(n * 10, 'talking', { ...o, until: NOW + 2 * MINUTE }), guest(n * 10 + 5, 'talking', { ...o, until: NOW + 2 * MINUTE })], next: [guest(n * 10 + 1, 'booked', { ...o, slot: `m${n}-5` })], waiting: 0 }),
  () => ({ state: 'cancelled' }),
  (n, o) => ({ state: 'open', late: 12, now: [guest(n * 10, 'called', { ...o, shown: false, since: NOW - n * 7_000, until: NOW + MINUTE })], next: [], waiting: 0 }),
  () => ({ state: 'ahead', start: 120, opens: 60 }),
  () => ({ state: 'ended', start: -120, long: 105 }),
];

/* `how` gives a table's scene by its number; {shown, name} go to its guests. */
function tables(count, { how = (n) => n % SCENES.length, guests = {}, long = false, docs = kakao() } = {}) {
  Object.assign(docs, { meetups: {}, slots: {}, lines: {} });
  for (let n = 0; n < count; n++) add(docs, n, SCENES[how(n)](n + 1, guests), long);
  return docs;
}

function add(docs, n, { start = -48, long: minutes = 120, late = 0, opens = null, ...line }, long) {
  const id = `m${n + 1}`;
  const [host, company] = HOSTS[n % HOSTS.length].split('|');
  const [from, to] = [NOW + start * MINUTE, NOW + (start + minutes) * MINUTE];
  const told = (ms) => utc(ms + late * MINUTE);
  docs.rooms[`t${n}`] = { id: `t${n}`, kind: 'table', order: 200 + n, name: long ? { ko: `${LONG_PLACE.ko}${n + 1}`, en: `${LONG_PLACE.en}${n + 1}` } : { ko: `테이블 ${n + 1}`, en: `Table ${n + 1}` } };
  docs.people[`h${n}`] = { id: `h${n}`, name: long ? LONG_HOST : host, company: long ? LONG_COMPANY : company };
  docs.meetups[id] = { id, title: null, note: null, host: `h${n}`, session: n % 3 ? `a${n % 25}` : null, place: `t${n}`, start: utc(from), end: utc(to), slot_minutes: 15, seats: n % 8 === 7 ? 3 : 1, walk_in: n % 7 !== 6, draw: false, opens: opens && utc(NOW + opens * MINUTE), status: 'open', rev: 1 };
  docs.lines[id] = { id, state: 'open', expected_start: told(from), expected_end: told(to), paused_until: null, walk_in: n % 7 !== 6, waiting: 0, wait_minutes: null, present: 0, now: [], next: [], chats: 3, no_shows: 0, seed_hash: null, seed: null, rev: 1, ...line };
  for (let k = 0; k < minutes / 15; k++) {
    const slot = `${id}-${k}`;
    docs.slots[slot] = { id: slot, meetup: id, start: utc(from + k * 15 * MINUTE), end: utc(from + (k + 1) * 15 * MINUTE), expected_start: told(from + k * 15 * MINUTE), expected_end: told(from + (k + 1) * 15 * MINUTE), seats: 1, free: (k + n) % 3 === 0 ? 1 : 0, waiting: 0, topics: [], rev: 1 };
  }
}

const wall = (docs, more) => () => ({ docs: docs(), now: NOW, ...more });
const CALLED = (n) => (n % 2 ? 1 : 9);

export const meetupScenes = {
  no_tables: wall(() => tables(0)),
  one_table: wall(() => tables(1)),
  three_tables: wall(() => tables(3)),
  twelve: wall(() => tables(12)),
  forty: wall(() => tables(40)),
  called: wall(() => tables(12, { how: (n) => [1, 0, 9, 2, 3, 5][n % 6] })),
  all_called: wall(() => tables(24, { how: CALLED })),
  all_paused: wall(() => tables(6, { how: () => 4 })),
  all_ended: wall(() => tables(5, { how: () => 11 })),
  tomorrow: () => ({ docs: tables(5), now: at('18:00', '2019-08-28') }),
  past: () => ({ docs: tables(5), now: at('22:00') }),
  hidden: wall(() => tables(9, { guests: { shown: false } })),
  long_names: wall(() => tables(12, { long: true, guests: { name: LONG_NAME } })),
  long_few: wall(() => tables(3, { long: true, guests: { name: LONG_NAME }, how: (n) => [0, 1, 5][n] })),
  rtl: wall(() => tables(9, { guests: { name: 'أمل الخطيب' } })),
  meet_unknown: () => ({ docs: {}, now: 0 }),
  meet_urgent: wall(() => tables(12, { docs: urgent() }), { now: at('14:24'), stale: { since: at('14:22') } }),
};

const screen = (scene, more = {}, options = {}) => () => ({ docs: tables(1, { how: () => scene, ...options }), now: NOW, meetup: 'm1', ...more });

export const tableScenes = {
  talking: screen(0),
  over_time: screen(2),
  come: screen(1),
  vacant: screen(3),
  paused: screen(4),
  here: screen(5),
  together: screen(7),
  ahead: screen(6),
  off: screen(8),
  ended: screen(11),
  late_table: screen(9),
  long_table: screen(0, {}, { long: true, guests: { name: LONG_NAME } }),
  at_place: screen(0, { meetup: null, room: '테이블 1' }),
  no_table: screen(0, { meetup: 'm99' }),
  unasked: screen(0, { meetup: null }),
  signed_out: () => ({ docs: renamed(tables(1)), now: NOW, meetup: 'unsigned' }),
  table_unknown: () => ({ docs: {}, now: 0, meetup: 'm1' }),
  table_urgent: () => ({ ...screen(0)(), docs: { ...screen(0)().docs, announcements: urgent().announcements }, now: at('14:24') }),
  table_stale: screen(0, { stale: { since: at('14:10') } }),
};

/* The stand answers 401 for the code of this one. */
function renamed(docs) {
  const { meetups: { m1 }, lines: { m1: line } } = docs;
  return { ...docs, meetups: { unsigned: { ...m1, id: 'unsigned' } }, lines: { unsigned: { ...line, id: 'unsigned' } }, slots: {} };
}
