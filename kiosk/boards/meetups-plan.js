/* How large the tables of a board are, and how many stand on a page: in units of 1 % of its height. */
const WIDE = 42; // of a card at scale 1…
const HIGH = 26; // …with all its lines
const DENSE = 21.1; // without what it is about
const NARROWEST = 36;
const FLAT = { width: 50, height: 12.6 }; // of a card in two halves side by side, on an upright screen
const LARGEST = 1.8;

/** → {columns, rows, scale, kind: 'full', 'dense' or 'flat', capacity}; more than `capacity` take turns. */
export function planTables(count, { width, height, gap, upright }) {
  const most = (room, least) => Math.max(1, Math.floor((room + gap) / (least + gap)));
  const share = (room, parts) => (room + gap) / parts - gap;
  const full = [];
  for (let columns = 1; columns <= most(width, NARROWEST); columns++) {
    const rows = Math.max(1, Math.ceil(count / columns));
    const scale = Math.min(LARGEST, share(width, columns) / WIDE, share(height, rows) / HIGH);
    if (rows <= most(height, HIGH)) full.push({ columns, rows, scale: Math.max(1, scale), fit: scale, kind: 'full' });
  }
  const [best] = full.sort((a, b) => b.fit - a.fit || a.columns - b.columns);
  if (best) return finish(best);
  if (upright && width >= FLAT.width && count > most(height, DENSE)) return finish(filled(1, most(height, FLAT.height), count, 'flat'));
  return finish(filled(most(width, NARROWEST), most(height, DENSE), count, 'dense'));
}

/* As many columns as go; of the rows as many as the fullest page needs. */
function filled(columns, rows, count, kind) {
  const pages = Math.ceil(count / (columns * rows));
  return { columns, rows: Math.ceil(Math.ceil(count / pages) / columns), scale: 1, kind, most: columns * rows };
}

function finish({ columns, rows, scale, kind, most = columns * rows }) {
  return { columns, rows, scale, kind, capacity: most };
}
