/**
 * Draws the demo shop's pictures: `node build/draw-demo-pictures.ts` writes one SVG a name into resources/demo/pictures. A name is
 * `<shape>-<colour>`, as the column `image` of resources/demo/products.tsv gives it. Drawn here so that they belong to the product, look
 * like one family, and stay small enough to be in every installer.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Tone {
  readonly base: string;
  readonly dark: string;
  readonly light: string;
}

const TONES: Readonly<Record<string, Tone>> = {
  beige: { base: '#e3c79a', dark: '#b98f57', light: '#f5e6cb' },
  blue: { base: '#4d8fd1', dark: '#2c639c', light: '#cfe3f7' },
  brown: { base: '#96653f', dark: '#643f23', light: '#dcc0a6' },
  green: { base: '#5fa653', dark: '#376f30', light: '#d3ebcd' },
  grey: { base: '#8d98a3', dark: '#5c6670', light: '#dde3e8' },
  orange: { base: '#ee9240', dark: '#b8621b', light: '#fce2c6' },
  pink: { base: '#e98bac', dark: '#b6537a', light: '#fbdce7' },
  purple: { base: '#8c6bb8', dark: '#5b3f85', light: '#e2d6f1' },
  red: { base: '#d9534c', dark: '#97302b', light: '#f8d0ce' },
  white: { base: '#eef1f4', dark: '#aab4be', light: '#ffffff' },
  yellow: { base: '#f2c53d', dark: '#b88d12', light: '#fcefc2' },
};

const STEM = '#6f5237';
const LEAF = '#5fa653';

const rect = (x: number, y: number, w: number, h: number, r: number, fill: string): string =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${r}" fill="${fill}"/>`;
const disc = (cx: number, cy: number, r: number, fill: string): string => `<circle cx="${cx}" cy="${cy}" r="${r}" fill="${fill}"/>`;
const oval = (cx: number, cy: number, rx: number, ry: number, fill: string): string =>
  `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${fill}"/>`;
const path = (d: string, fill: string): string => `<path d="${d}" fill="${fill}"/>`;
const line = (d: string, stroke: string, width: number): string =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
const tilted = (degrees: number, inner: string): string => `<g transform="rotate(${degrees} 48 48)">${inner}</g>`;

/** Every shape is drawn in a box of 96 by 96. */
const SHAPES: Readonly<Record<string, (tone: Tone) => string>> = {
  apple: (t) =>
    path('M48 32C36 22 16 28 16 52c0 20 14 34 24 34 4 0 5-2 8-2s4 2 8 2c10 0 24-14 24-34 0-24-20-30-32-20z', t.base) +
    oval(32, 48, 5, 9, t.light) +
    line('M48 32c0-8 2-12 6-16', STEM, 4) +
    path('M54 22c6-8 14-8 20-6-2 8-12 12-20 6z', LEAF),
  bag: (t) =>
    path('M26 18h44l-3 8 7 54c0 5-4 8-8 8H30c-4 0-8-3-8-8l7-54z', t.base) +
    path('M26 18l4-6 4 6 5-6 4 6 5-6 5 6 4-6 5 6 4-6 4 6z', t.dark) +
    rect(32, 42, 32, 28, 6, t.light) +
    disc(48, 56, 8, t.dark),
  baguette: (t) =>
    tilted(
      -40,
      rect(6, 36, 84, 24, 12, t.base) + line('M24 40l8 14M40 40l8 14M56 40l8 14M72 40l6 12', t.dark, 4) + line('M16 42h62', t.light, 3),
    ),
  banana: (t) =>
    path('M20 20c2 34 22 56 58 54 4 0 6-6 2-8-26-6-42-22-48-48-2-6-12-4-12 2z', t.base) + line('M27 22c5 24 20 42 46 48', t.dark, 3),
  bar: (t) =>
    tilted(
      -18,
      rect(14, 28, 68, 40, 5, t.base) +
        rect(46, 28, 36, 40, 3, t.dark) +
        line('M58 30v36M70 30v36M48 48h32', t.base, 2.5) +
        rect(20, 40, 20, 16, 4, t.light),
    ),
  bottle: (t) =>
    rect(41, 8, 14, 9, 3, t.dark) +
    path('M42 17h12v10c0 5 12 9 12 21v32c0 5-3 8-8 8H38c-5 0-8-3-8-8V48c0-12 12-16 12-21z', t.base) +
    rect(30, 50, 36, 22, 0, t.light) +
    line('M36 58h24M36 65h16', t.dark, 3),
  box: (t) =>
    rect(20, 18, 56, 68, 4, t.base) +
    rect(20, 18, 56, 12, 4, t.dark) +
    rect(28, 40, 40, 26, 4, t.light) +
    disc(48, 53, 8, t.base) +
    line('M32 76h32', t.light, 3),
  broom: (t) =>
    line('M64 12L44 54', STEM, 6) +
    path('M34 50l20 10-6 28-34-14z', '#e3c79a') +
    line('M34 56l20 10', t.dark, 5) +
    line('M28 62l-8 12M38 68l-5 12M46 70l-3 14', '#b98f57', 3),
  bulb: (t) =>
    path('M48 12c-16 0-26 11-26 25 0 10 6 15 10 22h32c4-7 10-12 10-22 0-14-10-25-26-25z', t.base) +
    rect(36, 62, 24, 7, 3, '#8d98a3') +
    rect(38, 71, 20, 7, 3, '#8d98a3') +
    line('M40 42l8 8 8-8', t.dark, 3),
  cake: (t) =>
    path('M16 46h64v34c0 4-3 6-6 6H22c-3 0-6-2-6-6z', t.base) +
    path('M16 46c0-10 14-16 32-16s32 6 32 16c0 8-8 8-10 2-3 8-10 8-12 0-2 8-16 8-18 0-2 8-11 8-13 0-3 6-11 6-11-2z', t.light) +
    rect(16, 64, 64, 6, 0, t.dark) +
    disc(48, 24, 7, '#d9534c'),
  can: (t) =>
    rect(26, 16, 44, 66, 6, t.base) +
    oval(48, 18, 22, 6, '#dde3e8') +
    oval(48, 18, 15, 3.5, '#aab4be') +
    rect(26, 38, 44, 24, 0, t.light) +
    disc(48, 50, 8, t.dark) +
    path('M26 76h44v4c0 4-3 6-6 6H32c-3 0-6-2-6-6z', '#aab4be'),
  candle: (t) =>
    [24, 42, 60]
      .map(
        (x) =>
          rect(x, 36, 12, 50, 2, t.base) +
          rect(x, 36, 12, 6, 2, t.dark) +
          path(`M${x + 6} 16c5 7 6 10 6 13a6 6 0 0 1-12 0c0-3 1-6 6-13z`, '#f2c53d'),
      )
      .join(''),
  candy: (t) =>
    path('M12 36l20 8v12l-20 10zM84 36l-20 8v12l20 10z', t.dark) +
    disc(48, 50, 21, t.base) +
    line('M38 36c8 8 8 20 0 28M50 31c8 10 8 28 0 38', t.light, 4),
  carton: (t) =>
    path('M30 26l8-14h20l8 14z', t.light) +
    rect(38, 6, 20, 8, 2, t.dark) +
    rect(28, 26, 40, 62, 3, t.base) +
    rect(28, 44, 40, 26, 0, t.light) +
    path('M48 48c8 9 9 11 9 14a9 9 0 0 1-18 0c0-3 1-5 9-14z', t.base),
  chicken: (t) =>
    path('M20 56c0-20 16-34 34-34 16 0 28 12 28 28 0 20-18 32-36 32-14 0-26-10-26-26z', t.base) +
    path('M22 66L8 80c-3 3 2 8 5 5 0 5 7 5 7 0l14-12z', t.light) +
    path('M44 50c4-10 16-12 24-6-2 10-14 16-24 6z', t.dark) +
    oval(58, 32, 12, 4, t.light),
  croissant: (t) =>
    path('M10 64c2-28 18-44 38-44s36 16 38 44c-6 4-14 0-18-8-4-8-10-12-20-12s-16 4-20 12c-4 8-12 12-18 8z', t.base) +
    line('M30 26l8 20M48 21v23M66 26l-8 20M18 42l14 12M78 42L64 54', t.dark, 3.5),
  cube: (t) =>
    path('M48 14l32 16v36L48 84 16 66V30z', t.base) +
    path('M48 14l32 16-32 16-32-16z', t.light) +
    path('M48 46v38l32-18V30z', t.dark) +
    disc(38, 28, 3, t.dark) +
    disc(52, 32, 3, t.dark) +
    disc(56, 24, 3, t.dark),
  egg: (t) =>
    path('M34 22c12 0 22 20 22 36 0 14-10 24-22 24S12 72 12 58c0-16 10-36 22-36z', t.dark) +
    path('M58 16c14 0 26 22 26 40 0 16-12 28-26 28S32 72 32 56c0-18 12-40 26-40z', t.base) +
    oval(48, 42, 5, 9, t.light),
  fish: (t) =>
    path('M8 48c10-18 28-26 44-24 14 2 22 10 28 18l12-12c2 12 2 24 0 36L80 54c-6 8-14 16-28 18-16 2-34-6-44-24z', t.base) +
    path('M30 28c6 12 6 28 0 40-10-4-17-10-22-20 5-10 12-16 22-20z', t.dark) +
    disc(22, 44, 3.5, '#ffffff') +
    line('M46 38c4 6 4 14 0 20M58 36c4 8 4 16 0 24', t.light, 3),
  flatbread: (t) =>
    oval(48, 52, 40, 32, t.dark) +
    oval(48, 48, 40, 32, t.base) +
    [
      [34, 40],
      [54, 34],
      [64, 52],
      [42, 58],
      [28, 54],
    ]
      .map(([x = 0, y = 0]) => oval(x, y, 5, 3.5, t.dark))
      .join('') +
    line('M18 38c8-10 20-15 34-15', t.light, 4),
  grapes: (t) =>
    [
      [30, 36],
      [48, 34],
      [66, 36],
      [38, 50],
      [58, 50],
      [48, 64],
      [48, 80],
    ]
      .map(([x = 0, y = 0]) => disc(x, y, 11, t.base) + disc(x - 3, y - 3, 3, t.light))
      .join('') +
    line('M48 24V10', STEM, 4) +
    path('M50 20c6-10 18-10 24-6-4 10-16 14-24 6z', LEAF),
  icecream: (t) =>
    path('M30 44h36L48 90z', '#e3c79a') +
    line('M38 48l14 26M58 48L46 76', '#b98f57', 2.5) +
    disc(38, 36, 14, t.base) +
    disc(58, 36, 14, t.dark) +
    disc(48, 22, 14, t.light),
  jar: (t) =>
    rect(28, 12, 40, 13, 4, t.dark) +
    rect(24, 25, 48, 62, 12, t.base) +
    rect(24, 42, 48, 28, 0, t.light) +
    line('M32 52h32M32 60h20', t.dark, 3),
  jug: (t) =>
    rect(40, 6, 16, 9, 3, t.dark) +
    path('M40 15h16v8l16 12v45c0 5-3 8-8 8H28c-5 0-8-3-8-8V35l20-12z', t.base) +
    path('M60 34c6 4 6 14 0 18z', '#ffffff') +
    rect(28, 56, 40, 22, 4, t.light) +
    line('M34 64h28M34 71h16', t.dark, 3),
  leaf: (t) =>
    [
      [-34, 34],
      [34, 34],
      [-14, 22],
      [14, 22],
      [0, 20],
    ]
      .map(
        ([angle = 0], i) =>
          `<g transform="rotate(${angle} 48 84)">${path('M48 84C34 66 32 36 48 12c16 24 14 54 0 72z', i % 2 === 0 ? t.base : t.dark)}${line('M48 78V30', t.light, 2)}</g>`,
      )
      .join(''),
  loaf: (t) =>
    path('M12 44c0-14 14-20 36-20s36 6 36 20c0 6-4 9-6 10v24c0 4-3 6-6 6H24c-3 0-6-2-6-6V54c-2-1-6-4-6-10z', t.base) +
    line('M34 32l6 14M52 30l6 14', t.dark, 4) +
    line('M22 62v14', t.light, 4),
  long: (t) =>
    tilted(
      40,
      rect(38, 16, 20, 70, 10, t.base) +
        oval(44, 46, 3, 20, t.light) +
        path('M48 18c-12-2-16-8-16-14 8 0 12 2 16 6 4-4 8-6 16-6 0 6-4 12-16 14z', LEAF),
    ),
  melon: (t) =>
    disc(48, 50, 38, t.dark) +
    oval(48, 50, 28, 38, t.base) +
    oval(48, 50, 14, 38, t.dark) +
    oval(48, 50, 6, 38, t.light) +
    line('M48 12c0-4 2-6 6-6', STEM, 4),
  pack: (t) =>
    path('M16 30h64v50c0 4-3 6-6 6H22c-3 0-6-2-6-6z', t.base) +
    path('M16 30l6-12h52l6 12z', t.dark) +
    rect(26, 42, 44, 30, 6, t.light) +
    line('M34 52h28M34 61h18', t.dark, 3.5),
  pepper: (t) =>
    path('M48 28c-18-8-32 2-30 20 2 22 12 40 22 40 4 0 5-3 8-3s4 3 8 3c10 0 20-18 22-40 2-18-12-28-30-20z', t.base) +
    line('M48 30c-4 16-4 34 0 50', t.dark, 3) +
    oval(32, 46, 4, 10, t.light) +
    line('M48 28c0-8 2-12 8-16', '#376f30', 6),
  pot: (t) =>
    path('M22 30h52l-6 52c0 3-3 4-6 4H34c-3 0-6-1-6-4z', t.base) +
    rect(18, 22, 60, 9, 4, t.dark) +
    path('M26 46h44l-2 20H28z', t.light) +
    disc(48, 56, 7, t.dark),
  roll: (t) =>
    rect(18, 30, 46, 52, 4, t.base) +
    oval(64, 56, 14, 26, t.light) +
    oval(64, 56, 5, 9, t.dark) +
    line('M28 40v32M42 40v32', t.light, 3) +
    oval(20, 56, 6, 26, t.base),
  round: (t) =>
    disc(48, 54, 34, t.base) +
    path('M66 25a34 34 0 0 1-8 61 40 40 0 0 0 8-61z', t.dark) +
    oval(34, 42, 6, 10, t.light) +
    path('M48 22c-8 2-14-2-16-8 8-2 14 0 16 8zM48 22c8 2 14-2 16-8-8-2-14 0-16 8z', LEAF),
  sack: (t) =>
    path('M24 26c-6 16-12 34-8 54 1 4 4 6 8 6h48c4 0 7-2 8-6 4-20-2-38-8-54z', t.base) +
    path('M28 12c8 4 12 0 20 0s12 4 20 0l4 14H24z', t.dark) +
    rect(30, 42, 36, 30, 6, t.light) +
    line('M48 48v18M42 52l6 5 6-5M42 60l6 5 6-5', t.dark, 3),
  sausage: (t) =>
    line('M20 30c0 30 20 46 54 42', t.dark, 20) +
    line('M20 30c0 30 20 46 54 42', t.base, 15) +
    line('M24 34c2 18 14 28 34 30', t.light, 3) +
    line('M18 20l2 8M82 70l-8 2', t.dark, 5),
  soap: (t) =>
    rect(12, 40, 72, 38, 16, t.dark) +
    rect(12, 34, 72, 38, 16, t.base) +
    rect(26, 44, 44, 18, 8, t.light) +
    disc(70, 22, 8, '#cfe3f7') +
    disc(56, 16, 5, '#cfe3f7') +
    disc(80, 12, 4, '#cfe3f7'),
  spray: (t) =>
    rect(32, 34, 32, 54, 6, t.base) +
    path('M36 34c0-8 4-10 4-14h16c0 4 4 6 4 14z', t.dark) +
    path('M36 8h24v12H36l-12-2v-4z', t.dark) +
    rect(32, 50, 32, 24, 0, t.light) +
    disc(16, 10, 2.5, t.base) +
    disc(12, 18, 2.5, t.base) +
    disc(18, 24, 2.5, t.base),
  steak: (t) =>
    path('M14 42c4-20 26-28 46-22 18 5 26 20 22 36-4 18-22 28-38 22-8-3-10-10-18-12-8-3-14-12-12-24z', t.light) +
    path('M22 44c3-13 20-19 35-15 14 4 20 14 17 26-3 13-15 20-27 16-7-3-9-9-16-12-6-3-10-8-9-15z', t.base) +
    oval(42, 42, 8, 6, t.light) +
    line('M58 48c4 4 4 10 0 14', t.light, 3),
  tube: (t) =>
    tilted(
      35,
      path('M30 12h36l-6 56H36z', t.base) +
        rect(28, 8, 40, 8, 2, t.dark) +
        rect(38, 68, 20, 16, 4, t.dark) +
        path('M34 30h28l-2 20H36z', t.light),
    ),
  wedge: (t) =>
    path('M10 62L76 26c6 8 10 18 10 30v26c0 2-2 4-4 4H14c-2 0-4-2-4-4z', t.base) +
    path('M10 62h76v20c0 2-2 4-4 4H14c-2 0-4-2-4-4z', t.dark) +
    disc(58, 48, 6, t.light) +
    disc(34, 74, 5, t.light) +
    disc(66, 74, 6, t.light),
};

function drawing(image: string): string {
  const [shapeName = '', toneName = ''] = image.split('-');
  const shape = SHAPES[shapeName];
  const tone = TONES[toneName];
  if (shape === undefined || tone === undefined) throw new Error(`No drawing for ${image}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">${shape(tone)}</svg>\n`;
}

const demo = join(import.meta.dirname, '..', 'resources', 'demo');
const [header = '', ...rows] = readFileSync(join(demo, 'products.tsv'), 'utf8').trimEnd().split('\n');
const column = header.split('\t').indexOf('image');
const images = new Set(rows.map((row) => row.split('\t')[column] ?? ''));
mkdirSync(join(demo, 'pictures'), { recursive: true });
for (const image of images) writeFileSync(join(demo, 'pictures', `${image}.svg`), drawing(image));
console.log(`${images.size} pictures`);
