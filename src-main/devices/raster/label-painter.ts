import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Label } from '../../../src-shared/label/label.ts';
import { type LabelMark, layoutLabel, type MeasureText } from '../../../src-shared/label/layout-label.ts';
import { type Bitmap, blacken, blackenAt, blankBitmap } from './bitmap.ts';
import { drawable, RECEIPT_FONTS, registerFonts } from './fonts.ts';

const WEIGHTS = { normal: 600, strong: 800 } as const;
/** As on receipts: below half, so that thin joins of Arabic letters do not break. */
const BLACK_FROM_ALPHA = 105;
const DIGITS_MM = 2.3;

/** Draws labels as dots. */
export interface LabelPainter {
  readonly measure: MeasureText;
  /** The whole label. Throws when its bars do not fit its width. */
  paint(label: Label, dotsPerMm: number): Bitmap;
  /** The dots of one text, cut to its ink; null where it leaves none. `left` and `top` are where it stands on the label. */
  text(mark: Extract<LabelMark, { kind: 'text' }>): { readonly bitmap: Bitmap; readonly left: number; readonly top: number } | null;
}

export function createLabelPainter(fontsFolder: string): LabelPainter {
  registerFonts(fontsFolder);
  const measuring = createCanvas(8, 8).getContext('2d');
  const measure: MeasureText = (text, pixels, strong) => {
    measuring.font = fontOf(pixels, strong);
    return measuring.measureText(drawable(text, fontsFolder)).width;
  };
  return {
    measure,
    paint: (label, dotsPerMm) => {
      const marks = layoutLabel(label, dotsPerMm, measure);
      if (marks === null) throw new Error('the bars do not fit the label');
      return paintMarks(marks, Math.round(label.widthMm * dotsPerMm), Math.round(label.heightMm * dotsPerMm), dotsPerMm, fontsFolder);
    },
    text: (mark) => paintText(mark, fontsFolder),
  };
}

function fontOf(pixels: number, strong: boolean): string {
  return `${String(strong ? WEIGHTS.strong : WEIGHTS.normal)} ${String(pixels)}px ${RECEIPT_FONTS}`;
}

function paintMarks(marks: readonly LabelMark[], width: number, height: number, dotsPerMm: number, fontsFolder: string): Bitmap {
  const bitmap = blankBitmap(width, height);
  const context = contextOf(width, height);
  for (const mark of marks) {
    if (mark.kind === 'text') {
      drawText(context, mark, fontsFolder, 0, 0);
      continue;
    }
    const { modules, moduleDots, left, top, height: barsHeight, data } = mark;
    for (const { index, 0: run } of modules.matchAll(/1+/g))
      blacken(bitmap, left + index * moduleDots, top, run.length * moduleDots, barsHeight);
    const pixels = Math.round(DIGITS_MM * dotsPerMm);
    const digits = {
      kind: 'text',
      text: data,
      direction: 'ltr',
      left,
      width: modules.length * moduleDots,
      baseline: top + barsHeight + pixels,
      pixels,
      strong: false,
      align: 'center',
    } as const;
    drawText(context, digits, fontsFolder, 0, 0);
  }
  addInk(context, width, height, bitmap);
  return bitmap;
}

function paintText(mark: Extract<LabelMark, { kind: 'text' }>, fontsFolder: string): ReturnType<LabelPainter['text']> {
  const above = 2 * mark.pixels;
  const height = 3 * mark.pixels;
  const context = contextOf(mark.width, height);
  drawText(context, { ...mark, baseline: above, left: 0 }, fontsFolder, 0, 0);
  const whole = blankBitmap(mark.width, height);
  const ink = addInk(context, mark.width, height, whole);
  if (ink === null) return null;
  const bitmap = blankBitmap(ink.right - ink.left + 1, ink.bottom - ink.top + 1);
  addInk(context, mark.width, height, bitmap, ink);
  return { bitmap, left: mark.left + ink.left, top: mark.baseline - above + ink.top };
}

function contextOf(width: number, height: number): SKRSContext2D {
  const context = createCanvas(width, height).getContext('2d');
  // Otherwise the host's language picks letter forms, and the same label would differ from machine to machine.
  context.lang = 'ar';
  context.fillStyle = '#000';
  return context;
}

function drawText(context: SKRSContext2D, mark: Extract<LabelMark, { kind: 'text' }>, fontsFolder: string, dx: number, dy: number): void {
  context.font = fontOf(mark.pixels, mark.strong);
  context.direction = mark.direction;
  context.textAlign = mark.align;
  const x = mark.align === 'left' ? mark.left : mark.align === 'right' ? mark.left + mark.width : mark.left + mark.width / 2;
  context.fillText(drawable(mark.text, fontsFolder), x + dx, mark.baseline + dy);
}

interface Ink {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Takes the ink over into the bitmap, `from` on; answers where there is some. */
function addInk(context: SKRSContext2D, width: number, height: number, bitmap: Bitmap, from?: Ink): Ink | null {
  const { data } = context.getImageData(0, 0, width, height);
  const found = { left: width, top: height, right: -1, bottom: -1 };
  for (let y = from?.top ?? 0; y <= (from?.bottom ?? height - 1); y++) {
    for (let x = from?.left ?? 0; x <= (from?.right ?? width - 1); x++) {
      if ((data[4 * (y * width + x) + 3] ?? 0) < BLACK_FROM_ALPHA) continue;
      blackenAt(bitmap, x - (from?.left ?? 0), y - (from?.top ?? 0));
      found.left = Math.min(found.left, x);
      found.right = Math.max(found.right, x);
      found.top = Math.min(found.top, y);
      found.bottom = y;
    }
  }
  return found.right < 0 ? null : found;
}
