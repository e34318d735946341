/* Puts one board on the page with the properties of one scene, as the shell would. */
import { loadLocales } from '/shared/words.js';
import { boards } from '/kiosk/boards/index.js';
import { scenes as programme } from '/fixtures.js';
import { meetupScenes, tableScenes } from '/meetup-fixtures.js';

const scenes = { ...programme, ...meetupScenes, ...tableScenes };

const address = new URLSearchParams(location.search);
document.documentElement.setAttribute('theme', address.get('theme') ?? 'dark');
const { tag, load } = boards[address.get('board') ?? 'lobby'];
await Promise.all([load(), loadLocales()]);
const lang = address.get('lang') ?? 'ko';
const board = Object.assign(document.createElement(tag), { langs: address.get('langs')?.split(',') ?? ['ko', 'en'], lang, qr: '/api/v1/qr.svg?path=/kiosk/' }, scenes[address.get('scene') ?? 'day']());
document.querySelector('#stage').append(board);
await board.updateComplete;
await document.fonts.ready;
window.board = board;
