/* The views of the desk, one line each, as those of the app (static/app/views/index.js). */
export const views = [
  { name: 'tables', path: '#/', tag: 'madang-tables', load: () => import('./tables.js') },
  { name: 'table', path: '#/table/{id}', tag: 'madang-table', load: () => import('./table.js') },
  { name: 'setup', path: '#/new', tag: 'madang-setup', load: () => import('./setup.js') },
  { name: 'edit', path: '#/table/{id}/edit', tag: 'madang-setup', load: () => import('./setup.js') },
  { name: 'sign-in', path: '#sign-in/{code}', tag: 'madang-sign-in', load: () => import('./sign-in.js') },
  { name: 'door', path: '#/door', tag: 'madang-door', load: () => import('./door.js') },
];
