/*
 * What the api tests of meetups share.
 */
import { at, attend, until } from './house.js';
import { Socket } from './live-client.js';

/**
 * A table of the speaker `host`, from twelve by the clock of Seoul, with four
 * slots of a quarter of an hour for one guest each. Gives the ids of the meetup
 * and of its slots. The world is told of them a little later.
 */
export async function openTable(server, host, more = {}) {
  const place = (await server.good('POST', '/api/v1/rooms', { name: 'Table', kind: 'table' })).id;
  const { id } = await server.good('POST', '/api/v1/meetups', {
    host, place, start: at('12:00'), end: at('13:00'), slot_minutes: 15, seats: 1, walk_in: true, ...more,
  });
  return { id, place, slots: [0, 1, 2, 3].map((n) => `${id}-${n}`) };
}

/** The same, once the world has been told. */
export async function makeMeetup(server, host, more) {
  const table = await openTable(server, host, more);
  await until('the table', async () => (await server.state('meetups')).docs.lines?.[table.id]);
  return table;
}

/** Attendees by these names, each with as(method, path, body, headers). */
export async function attendAll(server, ...names) {
  const come = names.map(async (name) => {
    const one = await attend(server, name);
    return { ...one, as: server.as(one.token), line: (meetup, method = 'POST', path = '') => server.as(one.token)(method, `/api/v1/meetups/${meetup}/line${path}`, method === 'POST' && !path ? { topic: `${name}'s topic` } : undefined), book: (slot, topic = `${name}'s topic`, headers) => server.as(one.token)('POST', `/api/v1/slots/${slot}/bookings`, { topic }, headers) };
  });
  return Promise.all(come);
}

/** All that is one's own: what the topic `me` begins with. */
export async function mine(server, who) {
  const socket = await Socket.open(server, { topics: 'me' }, { token: who.token });
  const { set } = await socket.frame((frame) => frame.why === 'me');
  socket.close();
  return set;
}
