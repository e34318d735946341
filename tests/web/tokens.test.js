/* The contrasts that look.md asks for, computed from the tokens themselves. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync(new URL('../../static/shared/tokens.css', import.meta.url), 'utf8');

function block(selector) {
  const start = css.indexOf(`${selector} {`);
  const found = {};
  for (const [, name, value] of css.slice(start, css.indexOf('\n}', start)).matchAll(/(--[\w-]+): ([^;]+);/g)) found[name] = value;
  return found;
}

/* OKLCH → relative luminance, by way of linear sRGB (clipped to its gamut as a screen would). */
function luminance([l, c, h]) {
  const a = c * Math.cos(h * Math.PI / 180);
  const b = c * Math.sin(h * Math.PI / 180);
  const L = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const M = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const S = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb = [4.0767416621 * L - 3.3077115913 * M + 0.2309699292 * S, -1.2684380046 * L + 2.6097574011 * M - 0.3413193965 * S, -0.0041960863 * L - 0.7034186147 * M + 1.707614701 * S];
  const [r, g, bl] = rgb.map((v) => Math.min(1, Math.max(0, v)));
  return 0.2126 * r + 0.7152 * g + 0.0722 * bl;
}

const colour = (value) => /oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/.exec(value).slice(1).map(Number);

function contrast(a, b) {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const base = block(':root');
const hues = Object.entries(base).filter(([name]) => /^--hue-/.test(name)).map(([, value]) => parseFloat(value));
const themes = { dark: block(":root, :root[theme='dark']"), light: block(":root[theme='light']"), 'light by the system': block(':root:not([theme])') };

for (const [name, theme] of Object.entries(themes)) {
  const of = (token) => colour(theme[token]);
  const tone = (kind, hue) => [parseFloat(theme[`--${kind}-l`]), parseFloat(theme[`--${kind}-c`]), hue];

  test(`${name}: main text has 7:1 on every ground`, () => {
    for (const ground of ['--ground', '--surface', '--surface-high', '--warm-soft']) assert.ok(contrast(of('--ink'), of(ground)) >= 7, `${ground} ${contrast(of('--ink'), of(ground))}`);
    for (const hue of hues) for (const kind of ['lift', 'done']) assert.ok(contrast(of('--ink'), tone(kind, hue)) >= 7, `${kind} ${hue} ${contrast(of('--ink'), tone(kind, hue))}`);
  });

  test(`${name}: quieter text has 4.5:1`, () => {
    for (const ground of ['--ground', '--surface', '--surface-high']) assert.ok(contrast(of('--ink-soft'), of(ground)) >= 4.5);
    for (const hue of hues) for (const kind of ['lift', 'done']) assert.ok(contrast(of('--ink-soft'), tone(kind, hue)) >= 4.5, `${kind} ${hue}`);
    assert.ok(contrast(of('--ink-dim'), of('--ground')) >= 4.5, `dim ${contrast(of('--ink-dim'), of('--ground'))}`);
  });

  test(`${name}: chips and alarms can be read, marks and the edges of controls seen`, () => {
    assert.ok(contrast(of('--warm'), of('--warm-ink')) >= 4.5);
    assert.ok(contrast(of('--alarm'), of('--alarm-ink')) >= 6, `${contrast(of('--alarm'), of('--alarm-ink'))}`);
    assert.ok(contrast(of('--warm'), of('--ground')) >= 3);
    for (const hue of hues) assert.ok(contrast(tone('tone', hue), of('--ground')) >= 3);
    for (const ground of ['--ground', '--surface']) assert.ok(contrast(of('--edge'), of(ground)) >= 3, `${ground} ${contrast(of('--edge'), of(ground))}`);
  });
}

test('both light blocks say the same', () => {
  assert.deepEqual(themes.light, themes['light by the system']);
});

test('there are eight hues, none twice', () => {
  assert.equal(new Set(hues).size, 8);
});
