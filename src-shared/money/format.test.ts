import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UNITS } from '../catalog/product.ts';
import { LANGUAGES } from '../text/localized-text.ts';
import { parseDecimal } from './decimal.ts';
import { type AmountFormat, formatAmount, formatQuantity } from './format.ts';

const DINAR = { currency: 'DZD', digits: 'western', shownDecimals: 2 } as const;
const NARROW_NO_BREAK_SPACE = '\u202F';
const NO_BREAK_SPACE = '\u00A0';

function inEach(amountMinor: number, format: Omit<AmountFormat, 'language'>): readonly string[] {
  return LANGUAGES.map((language) => formatAmount(amountMinor, { ...format, language }));
}

test('separators are those of the language', () => {
  expect(inEach(123_456_750, DINAR)).toEqual([
    `1${NARROW_NO_BREAK_SPACE}234${NARROW_NO_BREAK_SPACE}567,50`,
    '1.234.567,50',
    '1,234,567.50',
  ]);
});

test('Eastern digits only in Arabic, with separators of their own', () => {
  expect(inEach(123_450, { ...DINAR, digits: 'eastern' })).toEqual([`1${NARROW_NO_BREAK_SPACE}234,50`, '١٬٢٣٤٫٥٠', '1,234.50']);
});

test('a minus stands before the figure; in Arabic a direction mark keeps it there', () => {
  expect(inEach(-1_250, DINAR)).toEqual(['-12,50', '\u200E-12,50', '-12.50']);
  expect(formatAmount(-1_250, { ...DINAR, language: 'ar', digits: 'eastern' })).toBe('\u061C-١٢٫٥٠');
});

test('the currency shows where the language puts it', () => {
  expect(inEach(123_450, { ...DINAR, withCurrency: true })).toEqual([
    `1${NARROW_NO_BREAK_SPACE}234,50${NO_BREAK_SPACE}DA`,
    `\u200F1.234,50${NO_BREAK_SPACE}د.ج.\u200F`,
    `DZD${NO_BREAK_SPACE}1,234.50`,
  ]);
});

test('fewer decimals are shown only while they tell the whole amount', () => {
  const short = { ...DINAR, shownDecimals: 0, language: 'en' } as const;
  expect([formatAmount(12_300, short), formatAmount(12_350, short), formatAmount(-12_301, short)]).toEqual(['123', '123.50', '-123.01']);
});

test('currencies with 0 and 3 decimals by ISO 4217 keep them, also where Intl knows none', () => {
  expect(formatAmount(1_234, { ...DINAR, currency: 'JPY', shownDecimals: 0, language: 'en' })).toBe('1,234');
  expect(formatAmount(1_234, { ...DINAR, currency: 'JPY', shownDecimals: 2, language: 'en' })).toBe('1,234.00');
  expect(formatAmount(1_234_567, { ...DINAR, currency: 'IQD', shownDecimals: 3, language: 'en' })).toBe('1,234.567');
  expect(formatAmount(1_234_000, { ...DINAR, currency: 'IQD', shownDecimals: 0, language: 'en', withCurrency: true })).toBe(
    `IQD${NO_BREAK_SPACE}1,234`,
  );
});

test('a sum beyond the exact floating point fractions is written to the last centime', () => {
  expect(formatAmount(9_007_199_254_740_991, { ...DINAR, language: 'en' })).toBe('90,071,992,547,409.91');
});

test('what is shown with decimals can be typed back', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }),
      fc.constantFrom(...LANGUAGES),
      fc.constantFrom('western' as const, 'eastern' as const),
      (amountMinor, language, digits) => {
        const read = parseDecimal(formatAmount(amountMinor, { ...DINAR, language, digits }), 2);
        expect(read).toEqual({ ok: true, value: { amountMinor, exact: true, decimals: 2 } });
      },
    ),
  );
});

test('a currency that ISO 4217 does not know is a bug, not a guess', () => {
  expect(() => formatAmount(1, { ...DINAR, currency: 'ABC', language: 'en' })).toThrow(RangeError);
});

test('weights show their grams, lengths and volumes what they need, pieces are bare', () => {
  const shown = (quantityMilli: number, unit: 'piece' | 'kg' | 'm' | 'l') =>
    LANGUAGES.map((language) => formatQuantity(quantityMilli, unit, language, 'western'));
  expect(shown(1_250, 'kg')).toEqual([`1,250${NARROW_NO_BREAK_SPACE}kg`, '1,250 كغ', '1.250 kg']);
  expect(shown(2_500, 'm')).toEqual([`2,5${NARROW_NO_BREAK_SPACE}m`, '2,5 م', '2.5 m']);
  expect(shown(1_000, 'l')).toEqual([`1${NARROW_NO_BREAK_SPACE}l`, '1 ل', '1 L']);
  expect(shown(3_000, 'piece')).toEqual(['3', '3', '3']);
  expect(formatQuantity(-2_000, 'piece', 'ar', 'eastern')).toBe('\u061C-٢');
});

test('a quantity never loses its figure or its sign, whatever the plurals of the language', () => {
  for (const quantityMilli of [-2_000, -1_000, 0, 1, 1_000, 2_000, 3_000, 11_000, 100_000]) {
    for (const language of LANGUAGES) {
      for (const unit of UNITS) {
        for (const digits of ['western', 'eastern'] as const) {
          const figure = formatQuantity(quantityMilli, unit, language, digits).replace(/\p{L}/gu, '');
          expect(parseDecimal(figure, 3)).toMatchObject({ ok: true, value: { amountMinor: quantityMilli } });
        }
      }
    }
  }
});
