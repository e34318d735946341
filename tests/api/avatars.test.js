/*
 * Characters: the catalogue, pictures of any recipe, what an attendee wears,
 * and what the world sees of it.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { assertProblem, attend, startHouse, tokenFor } from '../lib/house.js';

const catalogue = JSON.parse(await readFile(new URL('../../data/avatar/v1/catalogue.json', import.meta.url), 'utf8'));
const defaults = (list) => Object.fromEntries(list.map((one) => [one.id, one.default]));
const plain = { set: 'v1', parts: defaults(catalogue.slots), colours: defaults(catalogue.colours) };
const other = (list) => [list.find((one) => (one.parts ?? one.palette).length > 1)]
  .map((one) => [one.id, (one.parts ?? one.palette).find(({ id }) => id !== one.default).id])[0];
const [slot, part] = other(catalogue.slots);
const [palette, colour] = other(catalogue.colours);
const query = (recipe, more = '') => `recipe=${encodeURIComponent(typeof recipe === 'string' ? recipe : JSON.stringify(recipe))}${more}`;
const svgOf = (recipe, more) => `/api/v1/avatar.svg?${query(recipe, more)}`;
const pngOf = (recipe, more) => `/api/v1/avatar.png?${query(recipe, more)}`;

/* What must never become a character; and the code that says so. */
const hostile = [
  [{}, 'invalid_field'],
  [{ set: 'v0' }, 'unknown_set'],
  [{ set: '../../schema' }, 'unknown_set'],
  [{ set: ['v1'] }, 'invalid_field'],
  [{ set: 'v1', extra: 1 }, 'unknown_field'],
  [{ set: 'v1', parts: [] }, 'invalid_field'],
  [{ set: 'v1', parts: 'hair' }, 'invalid_field'],
  [{ set: 'v1', parts: { [slot]: '../x' } }, 'unknown_part'],
  [{ set: 'v1', parts: { [slot]: '..%2fx' } }, 'unknown_part'],
  [{ set: 'v1', parts: { [slot]: 'x'.repeat(1500) } }, 'unknown_part'],
  [{ set: 'v1', parts: { [slot]: 12 } }, 'invalid_field'],
  [{ set: 'v1', parts: { [slot]: null } }, 'invalid_field'],
  [{ set: 'v1', parts: { '__proto__x': 'none' } }, 'unknown_part'],
  [{ set: 'v1', colours: { [palette]: 'red"/><script>alert(1)</script>' } }, 'unknown_colour'],
  [{ set: 'v1', colours: { [palette]: 'url(https://evil.example/x)' } }, 'unknown_colour'],
  [{ set: 'v1', colours: { [palette]: '#000000' } }, 'unknown_colour'],
  [{ set: 'v1', colours: { nothing: 'black' } }, 'unknown_colour'],
  [`{"set":"v1","parts":{"${slot}":"${part}","${slot}":"${part}"}}`, 'invalid_field'],
];

describe('characters', () => {
  let server;
  before(async () => { server = await startHouse(); });
  after(() => server.stop());

  const someone = async (language = 'ko') => {
    const me = await attend(server, 'Kim', language);
    return { ...me, as: server.as(me.token) };
  };
  const shown = async () => (await server.state('characters')).docs.characters;

  test('the catalogue is served as it stands, and 304 after', async () => {
    const answer = await server.api('GET', '/api/v1/avatar/parts');
    assert.deepEqual(answer.json, { current: 'v1', sets: [catalogue] });
    assert.equal(answer.headers.get('content-encoding'), 'gzip');
    const again = await server.api('GET', '/api/v1/avatar/parts', undefined, { 'if-none-match': answer.headers.get('etag') });
    assert.equal(again.status, 304);
  });

  test('one recipe gives the same bytes, however it is written', async () => {
    const short = await server.api('GET', svgOf({ set: 'v1' }, '&lang=ko'));
    const long = await server.api('GET', svgOf({ colours: plain.colours, set: 'v1', parts: plain.parts }, '&lang=ko'));
    assert.equal(short.status, 200, short.text);
    assert.equal(short.text, long.text);
    assert.equal(short.headers.get('etag'), long.headers.get('etag'));
    assert.equal(short.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.match(short.headers.get('content-security-policy'), /^default-src 'none'/);
    assert.match(short.text, /^<svg [^>]*role="img" aria-label="[^"]+" lang="ko"><title>[^<]+<\/title><desc>[^<]+<\/desc>/);
    assert.doesNotMatch(short.text, /\bid=|<script|url\(|href/);
    const again = await server.api('GET', svgOf({ set: 'v1' }, '&lang=ko'), undefined, { 'if-none-match': short.headers.get('etag') });
    assert.equal(again.status, 304);
    assert.equal((await server.api('HEAD', svgOf({ set: 'v1' }, '&lang=ko'))).text, '');
  });

  test('what is chosen is drawn', async () => {
    const pictures = new Set();
    for (const recipe of [{ set: 'v1' }, { set: 'v1', parts: { [slot]: part } }, { set: 'v1', colours: { [palette]: colour } }]) {
      pictures.add((await server.api('GET', svgOf(recipe, '&lang=en'))).text);
    }
    assert.equal(pictures.size, 3);
  });

  test('the language is the one asked for, else the reader\'s, else English', async () => {
    const lang = async (more, header) => {
      const answer = await server.api('GET', svgOf({ set: 'v1' }, more), undefined, { 'accept-language': header });
      return `${/ lang="(..)"/.exec(answer.text)[1]} ${answer.headers.get('vary')}`;
    };
    assert.equal(await lang('&lang=ko', 'en'), 'ko null');
    assert.equal(await lang('&lang=ko-KR', 'en'), 'ko null');
    assert.equal(await lang('', 'fr, en;q=0.3, ko;q=0.8'), 'ko accept-language');
    assert.equal(await lang('&lang=fr', 'ko'), 'ko accept-language');
    assert.equal(await lang('', 'fr'), 'en accept-language');
    const me = await someone('ko');
    await me.as('PUT', '/api/v1/me/avatar', { set: 'v1' });
    const own = await server.api('GET', `/avatars/${me.id}.svg`, undefined, { 'accept-language': 'fr' });
    assert.match(own.text, / lang="ko"/);
    assert.equal(own.headers.get('vary'), 'accept-language');
    assertProblem(await server.api('GET', svgOf({ set: 'v1' }, '&lang=%22%3E')), 422, 'invalid_field', /^lang:/);
  });

  test('the face is a part of the figure, and no other view is there', async () => {
    const box = async (more) => / viewBox="([^"]+)"/.exec((await server.api('GET', svgOf({ set: 'v1' }, more))).text)[1];
    assert.equal(await box(''), catalogue.views.figure.join(' '));
    assert.equal(await box('&view=figure'), catalogue.views.figure.join(' '));
    assert.equal(await box('&view=face'), catalogue.views.face.join(' '));
    for (const view of ['', 'back', 'FACE', '../face']) assertProblem(await server.api('GET', svgOf({ set: 'v1' }, `&view=${view}`)), 422, 'invalid_field', /^view:/);
  });

  /* The first bytes of a PNG: its signature, and the header with both sides. */
  const png = async (where) => {
    const answer = await fetch(new URL(where, server.url));
    const bytes = Buffer.from(await answer.arrayBuffer());
    assert.equal(answer.status, 200, bytes.toString());
    assert.equal(answer.headers.get('content-type'), 'image/png');
    assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), bytes, headers: answer.headers };
  };

  test('a PNG has the size asked for', async () => {
    for (const [more, pixels] of [['', 256], ['&size=16', 16], ['&size=1024', 1024], ['&size=99&view=face', 99]]) {
      const { width, height } = await png(pngOf({ set: 'v1' }, more));
      assert.deepEqual([width, height], [pixels, pixels]);
    }
    for (const size of ['15', '1025', '0', '-64', '64px', '6e2', '', ' 64', '99999999999999999999', '64.5', '0x40']) {
      assertProblem(await server.api('GET', pngOf({ set: 'v1' }, `&size=${encodeURIComponent(size)}`)), 422, 'invalid_field', /^size:/);
    }
  });

  test('a PNG asked for by many at once is one, the same for all', async () => {
    const all = await Promise.all(Array.from({ length: 40 }, () => png(pngOf({ set: 'v1', parts: { [slot]: part } }, '&size=200'))));
    for (const one of all) assert.deepEqual(one.bytes, all[0].bytes);
    const again = await fetch(new URL(pngOf({ set: 'v1', parts: { [slot]: part } }, '&size=200'), server.url), { headers: { 'if-none-match': all[0].headers.get('etag') } });
    assert.equal(again.status, 304);
  });

  test('more pictures than may wait are told to come again, and none is lost', async () => {
    const palettes = catalogue.colours.filter((one) => one.palette.length > 1);
    const recipes = [];
    for (const one of palettes) for (const { id } of one.palette) for (const size of [1001, 1002, 1003, 1004]) recipes.push(pngOf({ set: 'v1', colours: { [one.id]: id } }, `&size=${size}`));
    const answers = await Promise.all(recipes.slice(0, 200).map((where) => fetch(new URL(where, server.url))));
    const busy = answers.filter(({ status }) => status === 503);
    assert.ok(answers.length > 100 && busy.length > 0, `${busy.length} of ${answers.length}`);
    for (const one of busy) assert.ok(Number(one.headers.get('retry-after')) > 0);
    for (const one of answers) {
      assert.ok([200, 503].includes(one.status), String(one.status));
      await one.arrayBuffer();
    }
    assert.ok(answers.filter(({ status }) => status === 200).length >= 64);
  });

  test('a hostile recipe is refused by name, and draws nothing', async () => {
    for (const [recipe, code] of hostile) {
      assertProblem(await server.api('GET', svgOf(recipe)), 422, code);
      assertProblem(await server.api('GET', pngOf(recipe)), 422, code);
    }
    assertProblem(await server.api('GET', svgOf({ set: 'v1', parts: { [slot]: '../x' } })), 422, 'unknown_part', new RegExp(`^parts\\.${slot}: .*\\.\\./x`));
    assertProblem(await server.api('GET', '/api/v1/avatar.svg'), 422, 'invalid_field', /^recipe:/);
    for (const text of ['', '{', 'v1', '{"set":"v1"', `${'['.repeat(500)}`, '{"set":"v1","parts":{"a":{"b":{}}}}', '{"set":"\\u0000"}']) {
      assertProblem(await server.api('GET', svgOf(text)), 400, 'malformed_json');
    }
    for (const raw of ['recipe=%ff%fe', 'recipe=%c0%80', 'recipe=%7B%7F%7D', `recipe=${'%7B'.repeat(2120)}`]) {
      assertProblem(await server.api('GET', `/api/v1/avatar.svg?${raw}`), 400, 'bad_query');
    }
    /* libwebsockets closes the connection at a NUL. */
    for (const raw of ['recipe=%00', 'recipe=%7B%22set%22:%22v1%22%7D%00']) {
      await assert.rejects(fetch(new URL(`/api/v1/avatar.svg?${raw}`, server.url)));
    }
    /* Decoded once, and no more. */
    assertProblem(await server.api('GET', `/api/v1/avatar.svg?recipe=${encodeURIComponent(encodeURIComponent('{"set":"v1"}'))}`), 400, 'malformed_json');
  });

  test('one builds a character, and sees it in one\'s own document', async () => {
    const me = await someone();
    assert.equal(me.picture, null);
    const made = await me.as('PUT', '/api/v1/me/avatar', { set: 'v1', parts: { [slot]: part } });
    assert.equal(made.status, 200, made.text);
    assert.deepEqual(made.json.avatar, { ...plain, parts: { ...plain.parts, [slot]: part } });
    assert.match(made.json.picture, new RegExp(`^/avatars/${me.id}\\.svg\\?v=[0-9a-f]{16}$`));
    assert.equal(made.json.rev, me.rev + 1);
    const own = await me.as('GET', '/api/v1/me');
    assert.deepEqual(own.json, Object.fromEntries(Object.entries(made.json).filter(([name]) => name !== 'seq')));

    const picture = await server.as(null)('GET', made.json.picture);
    assert.equal(picture.status, 200);
    assert.equal(picture.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    const composed = await server.api('GET', svgOf(made.json.avatar, '&lang=en'));
    assert.equal((await server.api('GET', `${made.json.picture}&lang=en`)).text, composed.text);
    const drawn = await png(made.json.picture.replace('.svg', '.png'));
    assert.equal(drawn.headers.get('cache-control'), 'public, max-age=31536000, immutable');

    const same = await me.as('PUT', '/api/v1/me/avatar', made.json.avatar);
    assert.equal(same.json.rev, made.json.rev); /* nothing changed, and nobody is told */
    assert.equal(same.json.seq, made.json.seq);
    const changed = await me.as('PUT', '/api/v1/me/avatar', { set: 'v1', colours: { [palette]: colour } });
    assert.notEqual(changed.json.picture, made.json.picture);
    /* The address of before shows how it is now, and is asked for again. */
    for (const where of [made.json.picture, `/avatars/${me.id}.svg`]) {
      const late = await server.api('GET', where);
      assert.equal(late.headers.get('cache-control'), 'no-cache');
      assert.equal((await server.api('GET', where, undefined, { 'if-none-match': late.headers.get('etag') })).status, 304);
    }
  });

  test('a recipe that is refused changes nothing', async () => {
    const me = await someone();
    const made = (await me.as('PUT', '/api/v1/me/avatar', { set: 'v1' })).json;
    for (const [recipe, code] of hostile) assertProblem(await me.as('PUT', '/api/v1/me/avatar', recipe, { 'content-type': 'application/json' }), 422, code);
    const members = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`slot${i}`, 'none']));
    assertProblem(await me.as('PUT', '/api/v1/me/avatar', { set: 'v1', parts: members }), 422, 'invalid_field');
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`slot${i}`, 'none']));
    assertProblem(await me.as('PUT', '/api/v1/me/avatar', { set: 'v1', parts: many }), 413, 'too_large');
    for (const text of ['', '[]', '"v1"', 'null']) assert.equal((await me.as('PUT', '/api/v1/me/avatar', text, { 'content-type': 'application/json' })).status, 400);
    assertProblem(await me.as('PUT', '/api/v1/me/avatar', Buffer.from('{"set":"v1\xff"}', 'latin1'), { 'content-type': 'application/json' }), 400, 'malformed_json');
    assert.equal((await me.as('GET', '/api/v1/me')).json.rev, made.rev);
    assert.equal((await shown())[me.id].picture, made.picture);
  });

  test('If-Match keeps two devices from writing over each other', async () => {
    const me = await someone();
    const one = await me.as('PUT', '/api/v1/me/avatar', { set: 'v1' }, { 'if-match': `"${me.rev}"` });
    assert.equal(one.status, 200, one.text);
    const two = await me.as('PUT', '/api/v1/me/avatar', { set: 'v1', parts: { [slot]: part } }, { 'if-match': `"${me.rev}"` });
    assertProblem(two, 412, 'changed_meanwhile');
    assert.equal(two.json.document.rev, one.json.rev);
    assertProblem(await me.as('DELETE', '/api/v1/me/avatar', undefined, { 'if-match': `"${me.rev}"` }), 412, 'changed_meanwhile');
    assert.equal((await me.as('PUT', '/api/v1/me/avatar', { set: 'v1', parts: { [slot]: part } }, { 'if-match': `"${one.json.rev}"` })).status, 200);
  });

  test('the world sees who has a character, and no longer when it is taken off', async () => {
    const me = await someone();
    assert.equal((await shown())[me.id], undefined);
    const made = (await me.as('PUT', '/api/v1/me/avatar', { set: 'v1' })).json;
    const { at, ...character } = (await shown())[me.id];
    assert.deepEqual(character, { id: me.id, name: 'Kim', picture: made.picture, rev: made.rev });
    assert.match(at, /^2019-08-29T00:0/);
    const off = await me.as('DELETE', '/api/v1/me/avatar');
    assert.equal(off.json.avatar, null);
    assert.equal(off.json.picture, null);
    assert.equal((await shown())[me.id], undefined);
    assertProblem(await server.api('GET', `/avatars/${me.id}.svg`), 404, 'not_found');
    assert.equal((await me.as('DELETE', '/api/v1/me/avatar')).json.rev, off.json.rev);
  });

  test('whom a steward takes from the wall cannot come back by themselves', async () => {
    const me = await someone();
    await me.as('PUT', '/api/v1/me/avatar', { set: 'v1' });
    const steward = server.as(await tokenFor(server, 'steward'));
    assert.equal((await steward('DELETE', `/api/v1/characters/${me.id}`)).status, 200);
    assert.equal((await shown())[me.id], undefined);
    assert.equal((await me.as('GET', '/api/v1/me')).json.shown, false);
    await me.as('PUT', '/api/v1/me/avatar', { set: 'v1', parts: { [slot]: part } });
    await me.as('DELETE', '/api/v1/me/avatar');
    await me.as('PUT', '/api/v1/me/avatar', { set: 'v1' });
    assert.equal((await shown())[me.id], undefined);
    assert.equal((await server.api('GET', `/avatars/${me.id}.svg`)).status, 200);
    assertProblem(await steward('DELETE', '/api/v1/characters/nobody'), 404, 'not_found');
  });

  test('nobody has a picture who has no character, or is not there', async () => {
    const me = await someone();
    for (const id of [me.id, 'nobody', 'x'.repeat(64), '..%2f..%2fetc', '%2e%2e', `${me.id}'--`]) {
      for (const ending of ['svg', 'png']) assertProblem(await server.api('GET', `/avatars/${id}.${ending}`), 404, 'not_found');
    }
  });
});

test('characters are there again after a restart, and a picture that waits keeps nobody from stopping', async () => {
  const first = await startHouse();
  const me = await attend(first, 'Kim', 'ko');
  await first.as(me.token)('PUT', '/api/v1/me/avatar', { set: 'v1' });
  const state = (await first.state('characters')).docs;
  const asked = Array.from({ length: 30 }, (_, i) => fetch(new URL(pngOf({ set: 'v1' }, `&size=${900 + i}`), first.url)).then((answer) => answer.status, () => 0));
  await asked[0]; /* the others wait by now */
  const stopped = await first.stop({ keep: true });
  assert.ok(stopped.ms < 2000, `${stopped.ms} ms`);
  for (const status of await Promise.all(asked)) assert.ok([200, 503, 0].includes(status), String(status));
  const second = await startHouse({ db: first.db });
  assert.deepEqual((await second.state('characters')).docs, state);
  await second.stop();
});
