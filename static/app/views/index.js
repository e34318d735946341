/*
 * The views of the app, one line each:
 *
 *   name   of the route        path  its address (see ../router.js)
 *   tag    the custom element  load  its module, loaded when it is first shown
 *   tab    {word, icon}: it stands in the tab bar
 *   sheet  true: it lies over the view that one came from
 *
 * The first is shown where an address leads nowhere.
 */
export const views = [
  { name: 'programme', path: '#/', tag: 'madang-programme', load: () => import('./programme.js'), tab: { word: 'app_tab_programme', icon: 'programme' } },
  { name: 'session', path: '#/session/{id}', tag: 'madang-session', load: () => import('./session.js'), sheet: true },
  { name: 'day', path: '#/day', tag: 'madang-day', load: () => import('./day.js'), tab: { word: 'day_title', icon: 'day' } },
  { name: 'meet', path: '#/meet', tag: 'madang-meet', load: () => import('./meet.js'), tab: { word: 'meet_tab', icon: 'meet' } },
  { name: 'meetup', path: '#/meet/{id}', tag: 'madang-meetup', load: () => import('./meetup.js'), sheet: true },
  { name: 'meetup-slot', path: '#/meet/{id}/{slot}', tag: 'madang-meetup', load: () => import('./meetup.js'), sheet: true },
  { name: 'here', path: '#here/{code}', tag: 'madang-here', load: () => import('./here.js') },
  { name: 'character', path: '#/character', tag: 'madang-character', load: () => import('./character.js'), tab: { word: 'app_tab_character', icon: 'character' } },
  { name: 'me', path: '#/me', tag: 'madang-me', load: () => import('./me.js'), tab: { word: 'me_title', icon: 'me' } },
  { name: 'notices', path: '#/notices', tag: 'madang-notices', load: () => import('./notices.js') },
  { name: 'changelog', path: '#/changelog', tag: 'madang-changelog', load: () => import('./changelog.js') },
  { name: 'join', path: '#/join', tag: 'madang-join', load: () => import('./join.js'), sheet: true },
  { name: 'sign-in', path: '#sign-in/{code}', tag: 'madang-sign-in', load: () => import('./sign-in.js') },
];
