/*
 * The views of the desk, one line each; ../view.js says what a view is.
 *
 *   name, path, tag, load   as those of the app (static/app/views/index.js)
 *   roles                   who sees it
 *   icon                    its name in ../icons.js: the view is a section of the navigation, called
 *                           by the word desk_nav_NAME, in this order. Without one it is reached from
 *                           another view, and `under` names that view's section
 *
 * The first that a role sees is the one that opens.
 */
const ORGANISER = ['organiser'];
const BOTH = ['organiser', 'steward'];

export const views = [
  { name: 'programme', path: '#/programme', tag: 'madang-desk-programme', roles: ORGANISER, icon: 'programme', load: () => import('./programme.js') },
  { name: 'rooms', path: '#/rooms', tag: 'madang-desk-rooms', roles: BOTH, icon: 'rooms', load: () => import('./rooms.js') },
  { name: 'announcements', path: '#/announcements', tag: 'madang-desk-announcements', roles: ORGANISER, icon: 'announcements', load: () => import('./announcements.js') },
  { name: 'screens', path: '#/screens', tag: 'madang-desk-screens', roles: ORGANISER, icon: 'screens', load: () => import('./screens.js') },
  { name: 'pair-new', path: '#/screens/pair', tag: 'madang-desk-screen-pair', roles: BOTH, under: 'screens', load: () => import('./screen-pair.js') },
  { name: 'pair', path: '#/screens/pair/{code}', tag: 'madang-desk-screen-pair', roles: BOTH, under: 'screens', load: () => import('./screen-pair.js') },
  { name: 'changes', path: '#/changes', tag: 'madang-desk-changes', roles: ORGANISER, icon: 'changes', load: () => import('./changes.js') },
  { name: 'import', path: '#/changes/import', tag: 'madang-desk-import', roles: ORGANISER, under: 'changes', load: () => import('./import.js') },
  { name: 'drafts', path: '#/changes/drafts', tag: 'madang-desk-drafts', roles: ORGANISER, under: 'changes', load: () => import('./drafts.js') },
  { name: 'members', path: '#/members', tag: 'madang-desk-members', roles: ORGANISER, icon: 'members', load: () => import('./members.js') },
  { name: 'rehearsal', path: '#/rehearsal', tag: 'madang-desk-rehearsal', roles: ORGANISER, icon: 'rehearsal', load: () => import('./rehearsal.js') },
];
