/* The boards a screen can show: name in the address → custom element and its module. One line each. */
export const boards = {
  lobby: { tag: 'madang-lobby', load: () => import('./lobby.js') },
  door: { tag: 'madang-door', load: () => import('./door.js') },
  characters: { tag: 'madang-characters', load: () => import('./characters.js') },
  meetups: { tag: 'madang-meetups', load: () => import('./meetups.js') },
  table: { tag: 'madang-table', load: () => import('./table.js') },
};
