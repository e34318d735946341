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
const DESK = ['organiser', 'steward'];

export const views = [
  { name: 'screens', path: '#/screens', tag: 'madang-desk-screens', roles: ORGANISER, icon: 'screens', load: () => import('./screens.js') },
  { name: 'pair-new', path: '#/screens/pair', tag: 'madang-desk-screen-pair', roles: DESK, under: 'screens', load: () => import('./screen-pair.js') },
  { name: 'pair', path: '#/screens/pair/{code}', tag: 'madang-desk-screen-pair', roles: DESK, under: 'screens', load: () => import('./screen-pair.js') },
  { name: 'changes', path: '#/changes', tag: 'madang-desk-changes', roles: ORGANISER, icon: 'changes', load: () => import('./changes.js') },
  { name: 'import', path: '#/changes/import', tag: 'madang-desk-import', roles: ORGANISER, under: 'changes', load: () => import('./import.js') },
];
