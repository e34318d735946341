/*
 * Live documents for looking at the boards: if(kakao) 2019 as the demo has it, and a generated
 * conference that is too much for any screen. Each scene is {docs, now, …properties of the board}.
 */
const KAKAO = `
11:00 101 카카오에서 컨테이너를 사용하는 방법 | 정원천(hardy.jung)
11:00 102 오픈소스 데이터베이스, 흐르는 은행 데이터에 빨대를 꽂아보다. | 성동찬(chan.chan)
11:00 103 서비스 장애를 극복하는 게임플랫폼 구축하기 (Build a fault tolerant system) | 엄익상(leo.eom)
11:00 104 리액트: 그것마저 결정해주마 | 이재승(landvibe.podo)
11:00 105 서버 성능테스트 Tip - 사례를 통해 얻은 교훈들 | 문진섭(arther.moon), 신호용(hoyongsh.ngle)
12:00 101 클라우드를 위해 변화하고 있는 카카오 데이터센터 네트워크 | 서상덕(milo.seo)
12:00 102 Telemetry on K8S | 송지현(jenny.ssong), 임성국(issac.lim)
12:00 103 초당옥수수의 취소를 막아라! : 수만 건의 주문을 1초내에 처리하는 기술 | 고희경(sally.vic), 마태일(dwayne.m)
12:00 104 FE 개발자가 브라우저를 확장하기 | 황현구(copy.left)
12:00 105 컨테이너 CI/CD를 하나의 Jenkins pipeline으로으로 관리하기 | 서강혁(pilsner.suh)
14:00 101 Massive Computing in Cloud and kakao | 공용준(andrew.kong)
14:00 102 Microservice에서 쏟아지는 로그를 Perl5를 사용하여 로그수집기들로 잘 보내고 활용하기 | 강윤창(perl.kang)
14:00 103 Practical Microservices in gRPC Go feat. GraphQL, Kafka(서포터즈 기사 개발기) | 강태훈(travis.kang), 김민영(zest.ly), 문주성(ether.moon), 양진선(david.y), 이하건(brian.lee)
14:00 104 프론트엔드 기술로 동료들 삶의 질 높여주기 (카카오뱅크 Fun 프로젝트 개발기) | 조규태(cavin.wow)
14:00 105 카카오뱅크 모바일앱 DevOps | 박이랑(bernard.park)
15:00 101 카카오톡 적용 사례를 통해 살펴보는 카카오 클라우드의 Kubernetes as a Service | 김수범(greg.47), 홍석용(dennis.hong)
15:00 102 Airflow를 활용하여 아름다운 데이터 파이프라인 구성하기 | 최주원(brandon.hg)
15:00 103 돈이 오고가는 금융프로젝트인 펌 뱅킹 서비스에서의 코틀린 적용 사례 | 강현식(kaka.wesome)
15:00 104 안드로이드 빌드: 설탕 없는 세계 | 김용욱(leonardo.kim)
15:00 105 자동화된 클라우드를 위하여 | 이주원(ashon.lee), 정기훈(lev.jung)
16:00 101 클라우드 환경에서의 Serverless Service 개발 | 김준휘(james.j)
16:00 102 광고 데이터 처리 시스템 소개 | 박성훈(k.ey)
16:00 103 광고서버 연대기 | 김진욱(bosco.j)
16:00 104 다음웹툰의 UX (New tab : Top) | 함태윤(erkas.c)
16:00 105 카카오 애플리케이션 모니터링 NEO | 김은수(bill.23)`.trim().split('\n');

const KST = '+09:00';
export const at = (time, date = '2019-08-29') => Date.parse(`${date}T${time}:00${KST}`);
const utc = (ms) => new Date(ms).toISOString().replace('.000', '');

function session(id, start, duration, room, title, more = {}) {
  return { id, title, room, start: utc(start), duration, expected_start: utc(start), expected_end: utc(start + duration * 60_000), type: 'talk', people: [], status: 'scheduled', rev: 1, ...more };
}

/* The first day of if(kakao) 2019 and a little of the second. */
export function kakao() {
  const docs = {
    event: { main: { id: 'main', title: { ko: 'if(kakao) 개발자 컨퍼런스 2019', en: 'if(kakao) dev 2019' }, zone: 'Asia/Seoul', languages: ['ko', 'en'] } },
    days: { d1: { id: 'd1', date: '2019-08-29', start: utc(at('09:00')), end: utc(at('18:00')) }, d2: { id: 'd2', date: '2019-08-30', start: utc(at('09:00', '2019-08-30')), end: utc(at('18:00', '2019-08-30')) } },
    rooms: { hall: { id: 'hall', name: { ko: '그랜드볼룸', en: 'Grand Ballroom' }, kind: 'room', order: 0 }, lobby: { id: 'lobby', name: { ko: '로비', en: 'Lobby' }, kind: 'lobby', order: 9 } },
    tracks: {}, people: {}, sessions: {}, announcements: {},
  };
  for (const n of [101, 102, 103, 104, 105]) docs.rooms[`r${n}`] = { id: `r${n}`, name: { ko: `그랜드볼룸 ${n}`, en: `Grand Ballroom ${n}` }, kind: 'room', order: n, capacity: 300 - (n - 101) * 40, fill: 'free' };
  KAKAO.forEach((line, i) => {
    const [, time, room, title, speakers] = /^(\S+) (\d+) (.*) \| (.*)$/.exec(line);
    const people = speakers.split(', ').map((name) => { docs.people[name] = { id: name, name }; return name; });
    for (const [date, k] of [['2019-08-29', 'a'], ['2019-08-30', 'b']]) {
      docs.sessions[`${k}${i}`] = session(`${k}${i}`, at(time, date), 45, `r${room}`, title, { people });
    }
  });
  const common = [['registration', '09:00', 60, 'lobby', '등록', 'Registration'], ['keynote', '10:00', 50, 'hall', '키노트', 'Keynote'], ['lunch', '12:45', 75, 'lobby', '점심', 'Lunch']];
  for (const [id, time, minutes, room, ko, en] of common) {
    docs.sessions[id] = session(id, at(time), minutes, room, { ko, en }, { type: id === 'keynote' ? 'talk' : 'break' });
  }
  docs.sessions.booths = session('booths', at('10:00'), 420, 'lobby', { ko: '계열사 채용·Q&A 부스', en: 'Recruiting and Q&A booths' }, { type: 'booth' });
  return docs;
}

const WORDS = {
  ko: ['분산 추적을 운영 환경에 들여오기까지 겪은 일들', '수억 건의 메시지를 밤새 옮긴 이야기: 무중단 마이그레이션과 되돌리기', '작은 팀의 접근성', '한글 입력기가 브라우저에서 하는 일과 하지 않는 일', '검색 품질을 사람의 눈으로 다시 재어 보기'],
  en: ['Panel: what federated real-time communication still owes to the free software community, and who is going to pay for it', 'Garbage collection, explained with a broom', 'A year of on-call in a team of four: numbers, stories, and the runbook we should have written first', 'Reproducible builds', 'Internationalisation beyond translation: calendars, names, line breaks'],
};

/* 24 rooms, two dense days from 10:00 to 18:30, lightning talks in one room, two talks at a time in another. */
export function crowded() {
  const docs = {
    event: { main: { id: 'main', title: 'Everything Conference', zone: 'Asia/Seoul' } }, days: {}, rooms: {}, tracks: {}, people: {}, sessions: {}, announcements: {},
  };
  for (let t = 0; t < 6; t++) docs.tracks[`t${t}`] = { id: `t${t}`, name: { ko: ['플랫폼', '데이터', '프론트엔드', '보안', '커뮤니티', '하드웨어'][t], en: ['Platform', 'Data', 'Front-end', 'Security', 'Community', 'Hardware'][t] } };
  for (let r = 0; r < 24; r++) {
    const room = `r${r}`;
    docs.rooms[room] = { id: room, name: r % 5 === 3 ? `Workshop Space ${r}` : `Hall ${String.fromCharCode(65 + r)}`, kind: 'room', order: r };
    for (const date of ['2026-09-12', '2026-09-13']) fillRoom(docs, r, date);
  }
  return docs;
}

function fillRoom(docs, r, date) {
  const length = r === 7 ? 15 : [45, 30, 60, 25][r % 4];
  let start = at('10:00', date) + (r % 3) * 5 * 60_000;
  for (let k = 0; start < at('18:00', date); k++) {
    const id = `s${r}-${date}-${k}`;
    const title = k % 2 ? WORDS.ko[(r + k) % 5] : WORDS.en[(r * 2 + k) % 5];
    docs.people[`p${(r + k) % 40}`] = { id: `p${(r + k) % 40}`, name: k % 2 ? '김하늘' : 'Alex Whitfield' };
    docs.sessions[id] = session(id, start, length, `r${r}`, title, { people: [`p${(r + k) % 40}`], track: `t${(r + k) % 6}` });
    if (r === 4 && k % 4 === 1) docs.sessions[`${id}x`] = session(`${id}x`, start + 600_000, length, `r${r}`, `Second stage: ${title}`, { track: `t${r % 6}` });
    start += (length + (r === 7 ? 0 : 10)) * 60_000;
  }
}

/* A morning with everything that can happen to a programme. */
export function eventful() {
  const docs = kakao();
  const patch = (id, change) => { docs.sessions[id] = { ...docs.sessions[id], ...change }; };
  const move = (id, room, time = '14:02') => patch(id, { room, moved_from: { room: docs.sessions[id].room, start: docs.sessions[id].start, at: utc(at(time)) } });
  const delay = (id, minutes) => patch(id, { expected_start: utc(Date.parse(docs.sessions[id].start) + minutes * 60_000), expected_end: utc(Date.parse(docs.sessions[id].expected_end) + minutes * 60_000) });
  move('a17', 'r105', '14:09'); // 15:00, 103 → 105
  patch('a19', { room: 'r103', moved_from: { room: 'r105', start: docs.sessions.a19.start, at: utc(at('14:10')) } });
  move('a12', 'r105', '13:50'); // on now, went from 103
  patch('a14', { status: 'cancelled' });
  patch('a23', { status: 'cancelled', replaced_by: 'extra' });
  docs.sessions.extra = session('extra', at('16:00'), 45, 'r104', '열린 토론: 웹툰과 접근성', { status: 'scheduled' });
  for (const id of ['a11', 'a16', 'a21']) delay(id, 12);
  docs.rooms.r101 = { ...docs.rooms.r101, fill: 'full', fill_at: utc(at('14:05')) };
  docs.announcements.n1 = { id: 'n1', level: 'info', text: { ko: '분실물은 등록 데스크에 있습니다. 오늘 18시까지 찾아가 주세요.', en: 'Lost and found is at the registration desk until 18:00 today.' }, from: utc(at('13:00')), until: null };
  return docs;
}

/* The fire alarm; `times`: said over and over. */
export function urgent(times = 1, until = null) {
  const docs = eventful();
  const said = (words) => Array(times).fill(words).join(' ');
  docs.announcements.u1 = { id: 'u1', level: 'urgent', text: { ko: said('화재 경보가 울렸습니다. 가까운 비상구로 천천히 나가 주세요.'), en: said('The fire alarm has gone off. Please leave calmly by the nearest exit.') }, from: utc(at('14:20')), until: until && utc(until) };
  return docs;
}

/* The keynote and the first talk of 101 are shown in 103 as well. */
export function broadcast() {
  const docs = kakao();
  for (const id of ['keynote', 'a0']) docs.sessions[id] = { ...docs.sessions[id], also_in: ['r103'] };
  return docs;
}

function withTracks() {
  const docs = kakao();
  ['인프라|Infrastructure', '데이터|Data', '프론트엔드|Front-end', '금융|Finance'].forEach((name, i) => {
    const [ko, en] = name.split('|');
    docs.tracks[`t${i}`] = { id: `t${i}`, name: { ko, en } };
  });
  Object.values(docs.sessions).filter((s) => s.type === 'talk').forEach((s, i) => { docs.sessions[s.id] = { ...s, track: `t${(i * 7) % 4}` }; });
  return docs;
}

const FOLK = ['김하늘', '이서준', 'Zoë Müller', '박지우', '최가온', 'أمل الخطيب', '정도윤', 'Nguyễn Thị Bình', '한별', '李雷', 'Ada', '오세훈린', 'Bartholomew Featherstonehaugh-Cholmondeley', '윤슬', '나', '황보라', 'דנה לוי', '강바람', '서리', 'たなか ゆき'];

/* So many characters, one a minute, the last just now. */
export function folk(count, now) {
  const docs = { ...kakao(), characters: {} };
  for (let i = 0; i < count; i++) {
    const name = i < FOLK.length ? FOLK[i] : `${FOLK[(i * 7) % FOLK.length].split(' ')[0]} ${'가나다라마바사아자차카타파하'[i % 14]}${'ABCDEFGHKLMNPRST'[(i >> 2) % 16]}`;
    docs.characters[`c${i}`] = { id: `c${i}`, name, picture: `/avatars/c${i}.svg?v=1`, at: utc(now - (count - 1 - i) * 60_000), rev: 1 };
  }
  return docs;
}

const yard = (count, more) => () => ({ docs: folk(count, at('14:18')), now: at('14:18'), ...more });

export const scenes = {
  day: () => ({ docs: kakao(), now: at('14:18') }),
  morning: () => ({ docs: kakao(), now: at('10:20') }),
  lunch: () => ({ docs: kakao(), now: at('13:05') }),
  tracks: () => ({ docs: withTracks(), now: at('11:31') }),
  eventful: () => ({ docs: eventful(), now: at('14:24') }),
  urgent: () => ({ docs: urgent(), now: at('14:24') }),
  urgent_long: () => ({ docs: urgent(11, at('15:30')), now: at('14:24'), stale: { since: at('14:22') } }),
  urgent_door: () => ({ docs: urgent(), now: at('14:24'), room: 'r101' }),
  stale: () => ({ docs: kakao(), now: at('15:21'), stale: { since: at('15:02') } }),
  before: () => ({ docs: kakao(), now: at('18:00', '2019-08-28') }),
  evening: () => ({ docs: kakao(), now: at('17:02') }),
  closed: () => ({ docs: kakao(), now: at('19:00', '2019-08-30') }),
  crowded: () => ({ docs: crowded(), now: at('13:40', '2026-09-12') }),
  empty: () => ({ docs: {}, now: at('08:30') }),
  bare: () => ({ docs: { event: kakao().event, sessions: {} }, now: at('08:30') }),
  full: () => ({ docs: eventful(), now: at('14:24'), room: 'r101' }),
  left: () => ({ docs: eventful(), now: at('14:24'), room: 'r103' }),
  late: () => ({ docs: eventful(), now: at('14:05'), room: 'r102' }),
  cancelled: () => ({ docs: eventful(), now: at('14:24'), room: '그랜드볼룸 105' }),
  door: () => ({ docs: kakao(), now: at('12:18'), room: 'r103' }),
  shown: () => ({ docs: broadcast(), now: at('10:20'), room: 'r103' }),
  between: () => ({ docs: kakao(), now: at('13:05'), room: 'r103' }),
  done: () => ({ docs: kakao(), now: at('17:05'), room: 'r103' }),
  nobody: yard(0),
  alone: yard(1),
  few: yard(7),
  folk: yard(46),
  crowd: yard(1_742),
  alarm: () => ({ docs: { ...urgent(), characters: folk(46, at('14:24')).characters }, now: at('14:24'), stale: { since: at('14:22') } }),
  unknown: () => ({ docs: kakao(), now: at('14:18'), room: '207호' }),
};
