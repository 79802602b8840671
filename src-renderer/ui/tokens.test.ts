import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { categorySchema } from '../../src-shared/catalog/product.ts';

/** Contrast as WCAG 2.2 defines it (relative luminance of sRGB), over the colours as they stand in tokens.css. */
const CSS = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

function tokenPairs(css: string): ReadonlyMap<string, Record<Theme, string>> {
  const base = css.slice(0, css.indexOf(':root[data-theme'));
  const found = base.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g);
  return new Map([...found].map(([, name, light, dark]) => [name!, { light: light!, dark: dark! }]));
}

const TOKENS = tokenPairs(CSS);

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string, theme: Theme): number {
  const [a, b] = [one, other].map((name) => {
    const token = TOKENS.get(name);
    if (token === undefined) throw new Error(`tokens.css has no colour named ${name}`);
    return luminance(token[theme]);
  });
  return (Math.max(a!, b!) + 0.05) / (Math.min(a!, b!) + 0.05);
}

const SURFACES = ['surface-page', 'surface-panel', 'surface-sunken'];
const CATEGORY_COLOURS = categorySchema.shape.colour.options;

const TEXT_PAIRS: [string, string][] = [
  ...SURFACES.flatMap((surface) =>
    ['text', 'text-quiet', 'accent', 'danger', 'warning', 'success'].map((text): [string, string] => [text, surface]),
  ),
  ...['accent-soft', 'danger-soft', 'warning-soft', 'success-soft', 'surface-pressed', 'surface-marked'].flatMap(
    (surface): [string, string][] => [
      ['text', surface],
      ['text-quiet', surface],
    ],
  ),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-pressed'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-pressed'],
  ['accent', 'accent-soft'],
  ['danger', 'danger-soft'],
  ['warning', 'warning-soft'],
  ['success', 'success-soft'],
  ...CATEGORY_COLOURS.flatMap((colour): [string, string][] => [
    ['text', `category-${colour}-soft`],
    ['text-quiet', `category-${colour}-soft`],
  ]),
];

/** What is not text but must be seen: focus rings, the edges of controls, the marks of categories. */
const GRAPHIC_PAIRS: [string, string][] = [
  ...[...SURFACES, 'accent-soft', ...CATEGORY_COLOURS.map((colour) => `category-${colour}-soft`)].map((surface): [string, string] => [
    'focus',
    surface,
  ]),
  ...SURFACES.map((surface): [string, string] => ['border-strong', surface]),
  ...CATEGORY_COLOURS.flatMap((colour): [string, string][] => [
    [`category-${colour}-edge`, 'surface-panel'],
    [`category-${colour}-edge`, `category-${colour}-soft`],
  ]),
];

describe.each(THEMES)('the %s theme', (theme) => {
  test.each(TEXT_PAIRS)('%s on %s has the 4.5:1 that text needs', (text, surface) => {
    expect(contrast(text, surface, theme)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(GRAPHIC_PAIRS)('%s on %s has the 3:1 that a mark needs', (mark, surface) => {
    expect(contrast(mark, surface, theme)).toBeGreaterThanOrEqual(3);
  });
});
