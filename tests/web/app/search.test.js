import assert from 'node:assert/strict';
import { test } from 'node:test';
import { search } from '../../../static/app/search.js';

const session = (id, hour, more) => ({ [id]: { id, start: `2031-05-20T0${hour}:00:00Z`, duration: 30, people: [], ...more } });
const docs = {
  event: { main: { id: 'main', zone: 'Asia/Seoul' } },
  rooms: { r1: { id: 'r1', name: { ko: '가온 마당', en: 'Central yard' } } },
  tracks: { t1: { id: 't1', name: '데이터' } },
  people: { p1: { id: 'p1', name: '이한글(hangul.lee)', company: { ko: '카카오', en: 'Kakao' } } },
  sessions: {
    ...session('k8s', 1, { title: 'K8s에서 텔레메트리', abstract: { ko: '관측', en: 'Watching a Café in the cloud' }, room: 'r1' }),
    ...session('kotlin', 2, { title: { ko: '코틀린 이야기', en: 'A tale of Kotlin' }, people: ['p1', 'gone'], track: 't1' }),
    ...session('food', 3, { title: '초당옥수수의 취소를 막아라!', abstract: 'Kotlin is named here only' }),
    ...session('odd', 4, { title: null, room: 'no-such-room', people: [{ name: 'Inline Person' }] }),
  },
};
const found = (query) => search(docs, query).map(({ id }) => id);

test('titles, people, companies, rooms, tracks and abstracts, in every language', () => {
  assert.deepEqual(found('텔레'), ['k8s']);
  assert.deepEqual(found('tale of'), ['kotlin']);
  assert.deepEqual(found('hangul'), ['kotlin']);
  assert.deepEqual(found('kakao'), ['kotlin']);
  assert.deepEqual(found('central'), ['k8s']);
  assert.deepEqual(found('데이터'), ['kotlin']);
  assert.deepEqual(found('watching'), ['k8s']);
  assert.deepEqual(found('inline'), ['odd']);
});

test('without case, width and accents', () => {
  for (const query of ['k8S', 'Ｋ８ｓ', 'cafe', 'CAFÉ']) assert.deepEqual(found(query), ['k8s'], query);
});

test('Hangul as it is typed, jamo by jamo', () => {
  for (const query of ['ㅊ', '초', '촏', '초다', '초당', '초당ㅇ', '초당오', '초당옥', '초당옥ㅅ', '초당옥수']) assert.ok(found(query).includes('food'), query);
  assert.deepEqual(found('코틀ㄹ'), ['kotlin']);
  assert.deepEqual(found('코틀리'), ['kotlin']);
  assert.deepEqual(found('코틈'), []);
});

test('by initial consonants', () => {
  assert.deepEqual(found('ㅊㄷㅇㅅㅅ'), ['food']);
  assert.deepEqual(found('ㅋㅋㅇ'), ['kotlin']);
  assert.deepEqual(found('ㅁㄷ'), ['k8s']);
  assert.deepEqual(found('ㅎㅎㅎ'), []);
});

test('every word must be there; what has it in the title comes first', () => {
  assert.deepEqual(found('kotlin'), ['kotlin', 'food']);
  assert.deepEqual(found('named kotlin'), ['food']);
  assert.deepEqual(found('kotlin 없는말'), []);
  for (const query of ['', '  ', '\n']) assert.deepEqual(found(query), []);
});

test('nothing that one may type is special, and no documents are no answer', () => {
  for (const query of ['.*', '(?', '\\', '$&', '__proto__', '\u0000', '\ud800']) assert.deepEqual(found(query), [], query);
  assert.deepEqual(search({}, 'x'), []);
});
