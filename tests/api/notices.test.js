/*
 * What those with a star are told when a session changes: some seconds later,
 * once, and nobody else. The window is the server's own; the tests wait for
 * frames and documents, not for a time.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertProblem, at, attend, makeMorning, patch, startHouse, until } from '../lib/house.js';
import { Socket } from '../lib/live-client.js';

const star = async (server, who, id) => {
  const answer = await server.as(who.token)('PUT', `/api/v1/me/stars/${id}`);
  assert.equal(answer.status, 200, answer.text);
};
const listen = async (server, who) => {
  const socket = await Socket.open(server, { topics: 'me' }, { token: who.token });
  await socket.frame((frame) => frame.why === 'me');
  return socket;
};
/* All that this socket was told besides what it got on connecting. */
const told = (socket) => socket.changes.filter((frame) => frame.why !== 'me')
  .flatMap((frame) => Object.values(frame.set.notices ?? {}));
const notice = (socket, test = () => true, from = 0) => socket.until(() => told(socket).slice(from).find(test), 'a notice');
const unread = async (server, who) => {
  const socket = await Socket.open(server, { topics: 'me' }, { token: who.token });
  const { set } = await socket.frame((frame) => frame.why === 'me');
  socket.close();
  return Object.values(set.notices);
};

/* They mostly wait for the window to end, so each has a house of its own, and they wait together. */
describe('notices', { concurrency: true }, () => {
  const open = async (options) => {
    const server = await startHouse(options);
    return [server, await makeMorning(server)];
  };

  test('a change is told to those with the star, on all their devices, and to no other', async () => {
    const [server, ids] = await open();
    const [kim, lee] = [await attend(server, 'Kim'), await attend(server, 'Lee')];
    await star(server, kim, ids.one);
    await star(server, lee, ids.three);
    const sockets = [await listen(server, kim), await listen(server, kim)];
    const other = await listen(server, lee);
    const done = (await patch(server, ids.one, { room: ids.B })).json;
    /* lee's comes behind kim's: what lee has seen by then is all there was. */
    await patch(server, ids.three, { status: 'cancelled' });
    for (const socket of sockets) {
      const one = await notice(socket);
      assert.deepEqual({ ...one, id: 'x', at: 'x' }, {
        id: 'x', session: ids.one, changes: ['moved'], at: 'x', rev: 1,
        from: { room: ids.A, start: at('10:00'), end: at('10:45'), status: 'scheduled' },
        to: { room: ids.B, start: at('10:00'), end: at('10:45'), status: 'scheduled' },
      });
    }
    assert.deepEqual((await notice(other)).changes, ['cancelled']);
    assert.deepEqual(told(other).map(({ session }) => session), [ids.three]);
    assert.equal(told(sockets[0]).length, 1);
    assert.equal((await server.state()).seq, done.seq + 1, 'notices take no seq');
    for (const socket of [...sockets, other]) socket.close();
    await server.stop();
  });

  test('what is taken back within the window nobody hears of; a delay is told of all that follows', async () => {
    const [server, ids] = await open();
    const [park, choi] = [await attend(server, 'Park'), await attend(server, 'Choi')];
    await star(server, park, ids.four);
    for (const id of [ids.one, ids.two]) await star(server, choi, id);
    const sockets = [await listen(server, park), await listen(server, choi)];
    const action = (await patch(server, ids.four, { start: at('14:00') })).json.action;
    await server.good('POST', `/api/v1/actions/${action}/undo`);
    await server.good('POST', `/api/v1/rooms/${ids.A}/delay`, { minutes: 60, from: ids.one });
    await notice(sockets[1], ({ session }) => session === ids.two);
    const [one, two] = await unread(server, choi).then((all) => [ids.one, ids.two].map((id) => all.find(({ session }) => session === id)));
    assert.deepEqual([one.changes, two.changes], [['late'], ['late']]);
    assert.deepEqual([one.from.start, one.to.start], [at('10:00'), at('11:00')]);
    assert.deepEqual(told(sockets[0]), []);
    /* Taken back while it is unread: the same notice says so. */
    await server.good('POST', `/api/v1/rooms/${ids.A}/delay`, { minutes: 0, from: ids.one });
    const back = await notice(sockets[1], ({ session, rev }) => session === ids.one && rev === 2);
    assert.equal(back.id, one.id);
    assert.deepEqual([back.changes, back.from], [['restored'], back.to]);
    for (const socket of sockets) socket.close();
    await server.stop();
  });

  test('a notice stays until it is read, by its owner alone', async () => {
    const [server, ids] = await open();
    const [kang, jung] = [await attend(server, 'Kang'), await attend(server, 'Jung')];
    for (const who of [kang, jung]) for (const id of [ids.one, ids.four]) await star(server, who, id);
    const [mine, theirs] = [await listen(server, kang), await listen(server, jung)];
    const read = (who, path, headers) => server.as(who.token)('DELETE', `/api/v1/me/notices${path}`, undefined, headers);
    await patch(server, ids.one, { status: 'cancelled' });
    await patch(server, ids.four, { room: ids.A });
    await mine.until(() => told(mine).length === 2, 'two notices');
    await theirs.until(() => told(theirs).length === 2, 'two notices');
    const [first, second] = told(mine);
    assert.equal((await unread(server, kang)).length, 2);
    assert.equal((await read(jung, `/${first.id}`)).json.read, 0, 'not jung\'s to read');
    assert.equal((await unread(server, kang)).length, 2);

    const stale = await read(kang, `/${first.id}`, { 'if-match': '"7"' });
    assertProblem(stale, 412, 'changed_meanwhile');
    assert.deepEqual(stale.json.document, first);
    assert.equal((await read(kang, `/${first.id}`, { 'if-match': '"1"' })).json.read, 1);
    assert.deepEqual((await mine.frame(({ del }) => del?.notices)).del, { notices: [first.id] });
    assert.equal((await read(kang, `/${first.id}`)).json.read, 0, 'again, and it is no error');
    assert.deepEqual((await unread(server, kang)).map(({ id }) => id), [second.id]);
    assert.equal((await read(kang, '')).json.read, 1);
    assert.equal((await read(kang, '')).json.read, 0);
    assert.equal((await unread(server, jung)).length, 2);
    assertProblem(await server.as(null)('DELETE', '/api/v1/me/notices'), 401, 'unauthorized');
    for (const socket of [mine, theirs]) socket.close();
    await server.stop();
  });

  test('what an import moves is told too', async () => {
    const server = await startHouse();
    const frab = (start) => `<schedule><conference><acronym>x</acronym><title>x</title><time_zone_name>Asia/Seoul</time_zone_name></conference>
      <day date="2019-08-30" index="1"><room name="Hall"><event id="7"><start>${start}</start><duration>00:45</duration><room>Hall</room>
      <title>Imported</title></event></room></day></schedule>`;
    await server.good('POST', '/api/v1/imports?confirm=1', frab('10:00'));
    const { id } = Object.values((await server.state()).docs.sessions).find(({ title }) => title === 'Imported');
    const yoon = await attend(server, 'Yoon');
    await star(server, yoon, id);
    const socket = await listen(server, yoon);
    await server.good('POST', '/api/v1/imports?dry_run=1', frab('11:00'));
    await server.good('POST', '/api/v1/imports', frab('12:00'));
    assert.deepEqual((await notice(socket)).to, { room: Object.values((await server.state()).docs.rooms).find(({ name }) => name === 'Hall').id, start: at('12:00', 30), end: at('12:45', 30), status: 'scheduled' });
    assert.deepEqual(told(socket).map(({ changes }) => changes), [['retimed']]);
    socket.close();
    await server.stop();
  });

  test('the window is the machine\'s time also in a rehearsal, and the clock\'s own changes are no news', async () => {
    const [server, ids] = await open({ now: '2019-08-29T00:59:30Z', speed: 60 });
    const kim = await attend(server);
    for (const id of [ids.one, ids.three]) await star(server, kim, id);
    const socket = await listen(server, kim);
    await until('the first session to begin', async () => (await server.good('GET', `/api/v1/sessions/${ids.one}`)).status === 'live');
    await patch(server, ids.three, { room: ids.B });
    const { session, changes } = await notice(socket);
    assert.deepEqual([session, changes], [ids.three, ['moved']]);
    assert.equal(told(socket).length, 1);
    socket.close();
    await server.stop();
  });

  test('a kill between a move and the end of its window: it is told after the restart', async () => {
    let [server, ids] = await open();
    const [kim, lee] = [await attend(server, 'Kim'), await attend(server, 'Lee')];
    await star(server, kim, ids.one);
    await patch(server, ids.one, { room: ids.B });
    assert.deepEqual(await unread(server, kim), [], 'the window is open');
    await server.kill();
    server = await startHouse({ db: server.db });
    await until('the notice', async () => (await unread(server, kim)).length === 1);
    const [one] = await unread(server, kim);
    assert.deepEqual([one.session, one.changes], [ids.one, ['moved']]);
    assert.deepEqual(await unread(server, lee), []);
    /* And only once: told is told. */
    await server.kill();
    server = await startHouse({ db: server.db });
    assert.deepEqual(await unread(server, kim), [one]);
    await server.stop();
  });
});
