import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, test, vi } from 'vitest';
import { FONTS_FOLDER } from '../../../tests/fakes/printing-resources.ts';
import { fontCoverage } from './font-coverage.ts';
import { drawable, RECEIPT_FONTS, registerFonts } from './fonts.ts';

registerFonts(FONTS_FOLDER);

test('the receipt font has every letter of French and Arabic, and no Chinese', () => {
  const coverage = fontCoverage(readFileSync(join(FONTS_FOLDER, 'Cairo-SemiBold.ttf')));
  for (const letter of 'AZaz09éèàùçœŒæÀÉ€«»’–…×ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإآؤئءپچڤگ٠١٢٣٤٥٦٧٨٩،؛؟') {
    expect([letter, coverage.has(letter.codePointAt(0) ?? 0)]).toEqual([letter, true]);
  }
  expect(coverage.has(0x5496)).toBe(false);
});

test('what is no font is not taken for one', () => {
  expect(() => fontCoverage(new Uint8Array(200))).toThrow('no character map');
});

describe('every sign leaves ink on the paper', () => {
  const ink = (text: string): number => {
    const context = createCanvas(400, 60).getContext('2d');
    context.font = `600 22px ${RECEIPT_FONTS}`;
    context.fillText(drawable(text, FONTS_FOLDER), 5, 40);
    const { data } = context.getImageData(0, 0, 400, 60);
    return data.reduce((sum, value, index) => (index % 4 === 3 && value >= 105 ? sum + 1 : sum), 0);
  };

  test.each(['Кофе', '咖啡', 'コーヒー', '커피', 'קפה', 'ελ', 'ⵜⵉⴼ', 'कॉफ़ी', '☕', '∞', '👍', '👩‍👩‍👧', '𝔸', '\u25A1'])('%s', (text) => {
    expect(ink(text)).toBeGreaterThan(10);
  });
});

test('an emoji of several parts is one box, and what a font has is left alone', () => {
  expect(drawable('a👩‍👩‍👧b👍🏽c☕️', FONTS_FOLDER)).toBe('a□b□c☕️');
  expect(drawable('a\0b', FONTS_FOLDER)).toBe('ab');
  expect(drawable('قهوة 250 غ', FONTS_FOLDER)).toBe('قهوة 250 غ');
});

test('fonts that are not there stop the program before it measures with others', async () => {
  // The fonts of this process are registered: a fresh module has none yet.
  vi.resetModules();
  const { registerFonts: fresh } = await import('./fonts.ts');
  expect(() => {
    fresh('/nowhere');
  }).toThrow('no usable font');
});
