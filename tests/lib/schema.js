/*
 * Checks a value against a JSON Schema, as far as data/openapi.json and
 * tests/rules/ use it.
 *
 *   const wrong = check(schema, value, root);   // [] or ["/docs/rooms/r1/name: …"]
 *
 * Stricter than the standard in one thing: a member of an object that no part
 * of the schema describes is wrong too, so that the description cannot fall
 * behind the server. A keyword that is not known here throws; so does a format.
 */
const annotations = new Set(['description', 'title', 'default', 'readOnly', 'examples', '$defs']);

/* Not whether the thing exists: only its form. */
const formats = {
  uuid: (s) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(s),
  uri: (s) => /^[a-z][a-z0-9+.-]*:([a-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9a-f]{2})+$/i.test(s) && URL.canParse(s),
  date: (s) => /^\d{4}-\d\d-\d\d$/.test(s) && new Date(`${s}T00:00:00Z`).toJSON()?.startsWith(s) === true,
  'date-time': (s) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(s) && !Number.isNaN(Date.parse(s)),
  color: (s) => /^#[0-9a-f]{6}$/i.test(s),
};

export function check(schema, value, root) {
  const wrong = [];
  const described = visit(schema, value, '', { root, wrong });
  undescribed(value, described, '', wrong);
  return wrong;
}

/** The object that a "#/…" reference names. */
export function resolve(reference, root) {
  let at = root;
  for (const part of reference.replace(/^#\//, '').split('/')) {
    at = at?.[part.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  if (at === undefined) throw new Error(`nothing at ${reference}`);
  return at;
}

/* Gives what the schema describes of the value: 'all', or {member: what}. */
function visit(schema, value, at, context) {
  if (schema === true) return 'all';
  if (schema === false) {
    context.wrong.push(`${at}: is not allowed`);
    return 'all';
  }
  if (schema.$ref) return visit(resolve(schema.$ref, context.root), value, at, context);
  const found = {};
  let all = Object.keys(schema).length === 0;
  for (const [keyword, wanted] of Object.entries(schema)) {
    if (annotations.has(keyword)) continue;
    const rule = rules[keyword];
    if (!rule) throw new Error(`this checker does not know "${keyword}" (${at})`);
    const described = rule(wanted, value, at, context, schema);
    if (described === 'all') all = true;
    else merge(found, described);
  }
  if (!isObject(value) && !Array.isArray(value)) return 'all';
  /* {"type":"object"} alone says: any object. */
  if (schema.type === 'object' && !schema.properties && !schema.additionalProperties && !schema.required) all = true;
  return all ? 'all' : found;
}

const rules = {
  type(wanted, value, at, { wrong }) {
    if (![wanted].flat().some((type) => isType(value, type))) wrong.push(`${at}: ${show(value)} is not ${wanted}`);
  },
  const(wanted, value, at, { wrong }) {
    if (value !== wanted) wrong.push(`${at}: ${show(value)} is not ${show(wanted)}`);
  },
  enum(wanted, value, at, { wrong }) {
    if (!wanted.includes(value)) wrong.push(`${at}: ${show(value)} is none of ${wanted}`);
  },
  pattern(wanted, value, at, { wrong }) {
    if (typeof value === 'string' && !new RegExp(wanted, 'u').test(value)) wrong.push(`${at}: ${show(value)} does not match ${wanted}`);
  },
  format(wanted, value, at, { wrong }) {
    if (!formats[wanted]) throw new Error(`this checker does not know the format "${wanted}" (${at})`);
    if (typeof value === 'string' && !formats[wanted](value)) wrong.push(`${at}: ${show(value)} is no ${wanted}`);
  },
  minimum(wanted, value, at, { wrong }) { if (value < wanted) wrong.push(`${at}: ${value} < ${wanted}`); },
  maximum(wanted, value, at, { wrong }) { if (value > wanted) wrong.push(`${at}: ${value} > ${wanted}`); },
  minLength(wanted, value, at, { wrong }) { if (value?.length < wanted) wrong.push(`${at}: is too short`); },
  maxLength(wanted, value, at, { wrong }) { if (value?.length > wanted) wrong.push(`${at}: is too long`); },
  minItems(wanted, value, at, { wrong }) { if (value?.length < wanted) wrong.push(`${at}: has too few items`); },
  maxItems(wanted, value, at, { wrong }) { if (value?.length > wanted) wrong.push(`${at}: has too many items`); },
  minProperties(wanted, value, at, { wrong }) { if (isObject(value) && Object.keys(value).length < wanted) wrong.push(`${at}: has too few members`); },
  maxProperties(wanted, value, at, { wrong }) { if (isObject(value) && Object.keys(value).length > wanted) wrong.push(`${at}: has too many members`); },
  uniqueItems(wanted, value, at, { wrong }) {
    if (Array.isArray(value) && new Set(value.map((item) => JSON.stringify(item))).size < value.length) wrong.push(`${at}: has an item twice`);
  },
  required(wanted, value, at, { wrong }) {
    if (!isObject(value)) return;
    for (const name of wanted) if (!Object.hasOwn(value, name)) wrong.push(`${at}: lacks ${name}`);
  },
  properties(wanted, value, at, context) {
    const found = {};
    if (!isObject(value)) return found;
    for (const [name, schema] of Object.entries(wanted)) {
      if (Object.hasOwn(value, name)) found[name] = visit(schema, value[name], `${at}/${name}`, context);
    }
    return found;
  },
  propertyNames(wanted, value, at, context) {
    if (isObject(value)) for (const name of Object.keys(value)) visit(wanted, name, `${at}/${name}`, context);
  },
  additionalProperties(wanted, value, at, context, schema) {
    const found = {};
    if (!isObject(value)) return found;
    for (const name of Object.keys(value)) {
      if (Object.hasOwn(schema.properties ?? {}, name)) continue;
      if (wanted === false) context.wrong.push(`${at}/${name}: is not allowed`);
      else found[name] = visit(wanted, value[name], `${at}/${name}`, context);
    }
    return found;
  },
  items(wanted, value, at, context) {
    const found = {};
    if (!Array.isArray(value)) return found;
    value.forEach((item, i) => { found[i] = visit(wanted, item, `${at}/${i}`, context); });
    return found;
  },
  allOf(wanted, value, at, context) {
    const found = {};
    let all = false;
    for (const schema of wanted) {
      const described = visit(schema, value, at, context);
      if (described === 'all') all = true;
      else merge(found, described);
    }
    return all ? 'all' : found;
  },
  anyOf(wanted, value, at, context) { return choose(wanted, value, at, context, 1, Infinity); },
  oneOf(wanted, value, at, context) { return choose(wanted, value, at, context, 1, 1); },
};

function choose(schemas, value, at, context, least, most) {
  const fits = [];
  const why = [];
  for (const schema of schemas) {
    const inner = { root: context.root, wrong: [] };
    const described = visit(schema, value, at, inner);
    if (inner.wrong.length === 0) fits.push(described);
    else why.push(...inner.wrong);
  }
  if (fits.length < least) context.wrong.push(`${at}: fits none: ${why.join('; ')}`);
  if (fits.length > most) context.wrong.push(`${at}: fits ${fits.length} of one`);
  if (fits.includes('all')) return 'all';
  return fits.reduce((all, one) => merge(all, one), {});
}

function undescribed(value, described, at, wrong) {
  if (described === 'all' || (!isObject(value) && !Array.isArray(value))) return;
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(described, name)) wrong.push(`${at}/${name}: is not described`);
    else undescribed(value[name], described[name], `${at}/${name}`, wrong);
  }
}

function merge(into, from) {
  for (const [name, what] of Object.entries(from ?? {})) {
    if (what === 'all' || !into[name]) into[name] = what;
    else if (into[name] !== 'all') merge(into[name], what);
  }
  return into;
}

function isObject(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isType(value, type) {
  switch (type) {
    case 'null': return value === null;
    case 'array': return Array.isArray(value);
    case 'object': return isObject(value);
    case 'integer': return Number.isInteger(value);
    default: return typeof value === type;
  }
}

function show(value) {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
