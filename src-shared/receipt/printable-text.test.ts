import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText } from '../../tests/fakes/any-text.ts';
import { isolatedFigure, isolatedText, printableText } from './printable-text.ts';

const LEFT_TO_RIGHT_OVERRIDE = '\u202D';
const RIGHT_TO_LEFT_OVERRIDE = '\u202E';

test('overrides, embeddings and isolates in a name are taken out', () => {
  expect(printableText(`Lait ${RIGHT_TO_LEFT_OVERRIDE}00,5${LEFT_TO_RIGHT_OVERRIDE}\u2066\u2067\u2068\u2069\u200E\u200F\u061C`)).toBe(
    'Lait 00,5',
  );
});

test('controls become one space, so that no byte of a name is a command', () => {
  expect(printableText('a\u001B@b\r\n\tc\u0000\u009Bd\u2028e')).toBe('a @b c d e');
});

test('what stands for a lost character is an empty box, not a question mark', () => {
  expect(printableText('Caf\uFFFD \uD83D')).toBe('Caf\u25A1 \u25A1');
});

test('an Arabic name in a Latin line is isolated, a Latin one is left alone; in an Arabic line both are isolated', () => {
  expect(isolatedText('قهوة 250 غ', 'ltr')).toBe('\u2068قهوة 250 غ\u2069');
  expect(isolatedText('Coca-Cola', 'ltr')).toBe('Coca-Cola');
  expect(isolatedText('Coca-Cola', 'rtl')).toBe('\u2068Coca-Cola\u2069');
});

test('a phone number does not break and is read from the left', () => {
  expect(isolatedFigure('021 23 45 67', 'rtl')).toBe('\u2066021\u00A023\u00A045\u00A067\u2069');
});

test.each([
  ['رقم 0555 12 34 56', 'رقم \u20660555\u00A012\u00A034\u00A056\u2069'],
  ['اتصل على +213 21 23 45', 'اتصل على \u2066+213\u00A021\u00A023\u00A045\u2069'],
  ['المبلغ 1 234,50 دج', 'المبلغ \u20661\u00A0234,50\u2069 دج'],
  ['علبة من 24 قطعة 3 كغ', 'علبة من 24 قطعة 3 كغ'],
])('figures with spaces in an Arabic text keep their order: %s', (text, isolated) => {
  expect(isolatedText(text, 'ltr')).toBe(`\u2068${isolated}\u2069`);
});

test('isolates always stand in pairs around a text that holds none', () => {
  fc.assert(
    fc.property(anyText(0, 30), fc.constantFrom('ltr' as const, 'rtl' as const), (text, direction) => {
      const isolated = isolatedText(text, direction);
      expect(isolated.replace(/[\u2066-\u2069]/g, '').replaceAll('\u00A0', ' ')).toBe(printableText(text).replaceAll('\u00A0', ' '));
      let depth = 0;
      for (const character of isolated) {
        depth += /[\u2066-\u2068]/.test(character) ? 1 : character === '\u2069' ? -1 : 0;
        expect(depth).toBeGreaterThanOrEqual(0);
      }
      expect(depth).toBe(0);
      expect(printableText(text)).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069\uFFFD]/);
    }),
  );
});
