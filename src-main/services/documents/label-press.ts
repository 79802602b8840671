import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import type { Label } from '../../../src-shared/label/label.ts';
import { type LabelWords, labelWordsSchema } from '../../../src-shared/label/label-words.ts';
import { layoutLabel } from '../../../src-shared/label/layout-label.ts';
import { LANGUAGES, type Language } from '../../../src-shared/text/localized-text.ts';
import { type Bitmap, isBlack } from '../../devices/raster/bitmap.ts';
import { createLabelPainter } from '../../devices/raster/label-painter.ts';

/** Black and white as bytes of RGBA in one word, on the little-endian machines there are. */
const INK = 0xff000000;
const PAPER = 0xffffffff;

/** What labels are made with beside the shop's own data: words, and a look at them before they are printed. */
export interface LabelPress {
  words(language: Language): LabelWords;
  /** Whether the bars have the width that scanners want. */
  fits(label: Label, dotsPerMm: number): boolean;
  picture(label: Label, dotsPerMm: number): Promise<{ readonly widthPx: number; readonly heightPx: number; readonly png: Uint8Array }>;
}

/** Throws when the words of a language are missing or do not fit: the installation is broken. */
export function createLabelPress(folders: { readonly fonts: string; readonly locales: string }): LabelPress {
  const painter = createLabelPainter(folders.fonts);
  const words = new Map(LANGUAGES.map((language) => [language, readWords(folders.locales, language)]));
  return {
    words: (language) => words.get(language) ?? readWords(folders.locales, language),
    fits: (label, dotsPerMm) => layoutLabel(label, dotsPerMm, painter.measure) !== null,
    picture: (label, dotsPerMm) => pictureOf(painter.paint(label, dotsPerMm)),
  };
}

function readWords(folder: string, language: Language): LabelWords {
  return labelWordsSchema.parse(JSON.parse(readFileSync(join(folder, language, 'label-paper.json'), 'utf8')));
}

async function pictureOf(bitmap: Bitmap): ReturnType<LabelPress['picture']> {
  const { widthDots, rows } = bitmap;
  const canvas = createCanvas(widthDots, rows);
  const context = canvas.getContext('2d');
  const picture = context.createImageData(widthDots, rows);
  const pixels = new Uint32Array(picture.data.buffer, picture.data.byteOffset, widthDots * rows);
  for (let y = 0, at = 0; y < rows; y++) {
    for (let x = 0; x < widthDots; x++, at++) pixels[at] = isBlack(bitmap, x, y) ? INK : PAPER;
  }
  context.putImageData(picture, 0, 0);
  return { widthPx: widthDots, heightPx: rows, png: await canvas.encode('png') };
}
