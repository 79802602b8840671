import { expect, test } from 'vitest';
import { FONTS_FOLDER } from '../../../tests/fakes/printing-resources.ts';
import { type Bitmap, isBlack } from './bitmap.ts';
import { createLinePainter } from './line-painter.ts';

const WIDTH = 384;
const painter = createLinePainter(FONTS_FOLDER, WIDTH);
const NORMAL = { emphasis: 'normal', size: 1 } as const;

/** First and last column with ink, in the rows given. */
function inkOf(bitmap: Bitmap, fromRow = 0, toRow = bitmap.rows): readonly [number, number] {
  let left = bitmap.widthDots;
  let right = -1;
  for (let y = fromRow; y < toRow; y++) {
    for (let x = 0; x < bitmap.widthDots; x++) {
      if (!isBlack(bitmap, x, y)) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
  }
  return [left, right];
}

test('start is the right edge in Arabic and the left one in French', () => {
  expect(inkOf(painter.text('قهوة', 'start', NORMAL, 'rtl'))[1]).toBeGreaterThan(WIDTH - 5);
  expect(inkOf(painter.text('Café', 'start', NORMAL, 'ltr'))[0]).toBeLessThan(5);
});

test('what is in the middle is in the middle', () => {
  const [left, right] = inkOf(painter.text('قهوة', 'center', NORMAL, 'rtl'));
  expect(Math.abs(left - (WIDTH - 1 - right))).toBeLessThan(6);
});

test('strong is blacker, double is larger', () => {
  const black = (bitmap: Bitmap): number => bitmap.bits.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
  const normal = painter.text('قهوة', 'start', NORMAL, 'rtl');
  const strong = painter.text('قهوة', 'start', { ...NORMAL, emphasis: 'strong' }, 'rtl');
  const double = painter.text('قهوة', 'start', { ...NORMAL, size: 2 }, 'rtl');
  expect(black(strong)).toBeGreaterThan(black(normal) * 1.15);
  expect(double.rows).toBeGreaterThan(normal.rows * 1.5);
});

test('in a right-to-left table the last digits stand under each other', () => {
  const style = NORMAL;
  const room = painter.valueWidth('\u206612.345,50\u2069', style, 'rtl');
  const [, wide] = inkOf(painter.pair('', '\u206612.345,50\u2069', style, 'rtl', room));
  const [, narrow] = inkOf(painter.pair('', '\u206645,00\u2069', style, 'rtl', room));
  expect(Math.abs(wide - narrow)).toBeLessThanOrEqual(1);
});

test('an override in the text turns nothing round', () => {
  // What a person typed is cleaned before it comes here; should one slip through, its effect ends with its isolate.
  const clean = painter.pair('\u2068abc\u2069', '\u206645,00\u2069', NORMAL, 'rtl', 0);
  const evil = painter.pair('\u2068abc\u202E\u2069', '\u206645,00\u2069', NORMAL, 'rtl', 0);
  expect(inkOf(evil)).toEqual(inkOf(clean));
});

test('a label too long wraps, its value stands on the last line, and nothing is drawn over anything', () => {
  const one = painter.pair('قهوة', '45,00', NORMAL, 'rtl', 0);
  const many = painter.pair('تشكيلة حلويات تقليدية باللوز علبة هدية من أربع وعشرين قطعة', '45,00', NORMAL, 'rtl', 0);
  expect(many.rows).toBeGreaterThanOrEqual(2 * one.rows);
  expect(inkOf(many, 0, one.rows)[0]).toBeGreaterThan(60);
  expect(inkOf(many, many.rows - one.rows)[0]).toBeLessThan(5);
});

test('signs that reach out of the usual line are not cut off', () => {
  const plain = painter.text('محمد', 'start', NORMAL, 'rtl');
  const stacked = painter.text('مُحَمَّدٌ ٱللَّٰهِ', 'start', NORMAL, 'rtl');
  expect(stacked.rows).toBeGreaterThanOrEqual(plain.rows);
  expect(inkOf(stacked, 0, 1)[1]).toBe(-1);
  expect(inkOf(stacked, stacked.rows - 1)[1]).toBe(-1);
});

test('a heap of marks does not take the roll with it', () => {
  expect(painter.text(`a${'\u0301'.repeat(400)}`, 'start', NORMAL, 'ltr').rows).toBeLessThanOrEqual(160);
});
