/*
 * The gate of the organiser's desk. It asks the server who this browser is, and only for an
 * organiser or a steward does it load the desk (desk.js) and its views; everybody else gets the
 * door, by which one signs in with a link, and no document of anybody.
 *
 * Without a network nobody can say who is here: then the gate goes by what the device remembers,
 * and the server refuses what it has to refuse.
 */
import { call } from '/shared/api.js';
import { firstLanguage } from '/shared/language.js';
import { codeIn } from '/shared/sign-in.js';
import { store } from '/shared/store.js';
import { loadLocales } from '/shared/words.js';

const ROLES = ['organiser', 'steward'];

async function whoAmI() {
  try {
    return await call('GET', '/api/v1/caller');
  } catch {
    return { role: store.get('role'), name: '' };
  }
}

async function open() {
  const [who] = await Promise.all([whoAmI(), loadLocales(undefined, [firstLanguage()])]);
  const isDesk = ROLES.includes(who.role) && !codeIn(location.hash);
  if (isDesk && store.get('role') !== who.role) store.set('role', who.role);
  const { pageFor } = await (isDesk ? import('./desk.js') : import('./door.js'));
  document.body.replaceChildren(pageFor(who));
}

/* A sign-in link that is opened where the desk stands already leads to the door. */
window.addEventListener('hashchange', () => {
  if (codeIn(location.hash)) location.reload();
});

open();
