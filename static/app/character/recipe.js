/*
 * What is chosen of a catalogue (data/avatar/v1/catalogue.json): pure functions from a choice to
 * the next one.
 *
 *   choice   {parts: {slot: part}, colours: {colour: value}, own: […]}, complete and in the
 *            catalogue's order; own names what was chosen by hand: 'slot hair', 'colour skin'
 *
 * The dice leaves alone what was chosen by hand. It also gives nobody what says who somebody is
 * rather than how he looks today: a wheelchair, a hearing aid, a hijab or vitiligo are no costumes.
 */
const BARE = 'none'; // the part of a slot that is left empty: it has no colours
const NOT_BY_DICE = ['mobility', 'ears', 'marks', 'legs prosthesis', 'legs blade', 'companion guide-dog', 'hair hijab', 'hair hijab-draped', 'hair turban', 'hat kippah'];
const OFTEN_BARE = 0.62; // hats, beards, things in hand: one or two of them say more than eight…
const SELDOM_BARE = { background: 0.45 }; // …but a ground of one's own is nice to have

/** The choice that a recipe from anywhere makes: what the set does not know is as by default. */
export function choiceOf(set, recipe) {
  const parts = recipe?.parts ?? {};
  const colours = recipe?.colours ?? {};
  const own = recipe?.own;
  const known = (list, wanted, fallback) => (list.some(({ id }) => id === wanted) ? wanted : fallback);
  return {
    parts: Object.fromEntries(set.slots.map((slot) => [slot.id, known(slot.parts, parts[slot.id], slot.default)])),
    colours: Object.fromEntries(set.colours.map((colour) => [colour.id, known(colour.palette, colours[colour.id], colour.default)])),
    own: Array.isArray(own) ? own.filter((name) => typeof name === 'string') : [],
  };
}

/** How many things a recipe names that the set does not have. */
export function unknownIn(set, recipe) {
  const { parts, colours } = choiceOf(set, recipe);
  const lost = (asked, got) => Object.keys(asked ?? {}).filter((key) => asked[key] !== got[key]).length;
  return lost(recipe?.parts, parts) + lost(recipe?.colours, colours);
}

export function withPart(choice, slot, part) {
  return { ...choice, parts: { ...choice.parts, [slot]: part }, own: owned(choice, `slot ${slot}`) };
}

export function withColour(choice, colour, value) {
  return { ...choice, colours: { ...choice.colours, [colour]: value }, own: owned(choice, `colour ${colour}`) };
}

function owned({ own }, name) {
  return own.includes(name) ? own : [...own, name];
}

/** The part so many steps further in a slot, round and round. */
export function stepped(set, choice, slot, steps) {
  const { parts } = set.slots.find(({ id }) => id === slot);
  const at = parts.findIndex(({ id }) => id === choice.parts[slot]);
  return withPart(choice, slot, parts[(at + steps + parts.length) % parts.length].id);
}

/**
 * The colours of a slot that are to be seen with its present part: those that the part's own
 * description names (a red flag, but the yellow duck), and those that no part's does (of a beard).
 */
export function coloursOf(set, choice, slot) {
  if (choice.parts[slot] === BARE) return [];
  const { colours, parts } = set.slots.find(({ id }) => id === slot);
  const names = (part, colour) => JSON.stringify(part.say ?? '').includes(`{${colour}}`);
  const present = parts.find(({ id }) => id === choice.parts[slot]);
  return set.colours.filter(({ id }) => colours.includes(id) && (names(present, id) || !parts.some((part) => names(part, id))));
}

/** A figure by chance, but with taste. `random` gives numbers from 0 to 1, 1 not among them. */
export function rolled(set, choice, random) {
  const pick = (list) => list[Math.floor(random() * list.length)].id;
  const next = { parts: { ...choice.parts }, colours: { ...choice.colours }, own: choice.own };
  for (const { id, parts } of set.slots) {
    if (choice.own.includes(`slot ${id}`) || NOT_BY_DICE.includes(id)) continue;
    const worn = parts.filter((part) => part.id !== BARE && !NOT_BY_DICE.includes(`${id} ${part.id}`));
    const bare = parts.some((part) => part.id === BARE) && random() < (SELDOM_BARE[id] ?? OFTEN_BARE);
    next.parts[id] = bare ? BARE : pick(worn);
  }
  for (const { id, palette } of set.colours) if (!choice.own.includes(`colour ${id}`)) next.colours[id] = pick(palette);
  return next;
}

/** Whether both choose the same figure, whoever chose it. */
export function sameFigure(a, b) {
  const same = (one, other) => Object.keys(one).every((key) => one[key] === other[key]);
  return same(a.parts, b.parts) && same(a.colours, b.colours);
}

/** What the server is asked to keep. */
export function recipeOf(set, { parts, colours }) {
  return { set: set.set, parts, colours };
}

/** The address of a choice's picture. Equal pictures have equal addresses, so that one is fetched once: what is as by default is left out. */
export function pictureOf(set, { parts, colours }, view = 'figure') {
  const recipe = { set: set.set, parts: {}, colours: {} };
  for (const slot of set.slots) if (parts[slot.id] !== slot.default) recipe.parts[slot.id] = parts[slot.id];
  for (const colour of set.colours) if (colours[colour.id] !== colour.default) recipe.colours[colour.id] = colours[colour.id];
  return `/api/v1/avatar.svg?recipe=${encodeURIComponent(JSON.stringify(recipe))}&view=${view}`;
}

/** The figure in a sentence, as the server writes it into the picture. `text` gives a text's form in the reader's language. */
export function sentenceOf(set, { parts, colours }, text) {
  const colourName = (whole, id) => text(set.colours.find((colour) => colour.id === id)?.palette.find((one) => one.id === colours[id])?.name) || whole;
  const said = set.slots
    .map((slot) => text(slot.parts.find(({ id }) => id === parts[slot.id])?.say))
    .filter(Boolean)
    .map((say) => say.replace(/\{(\w+)\}/g, colourName));
  return text(set.sentence).replace('{list}', said.join(text(set.join)));
}
