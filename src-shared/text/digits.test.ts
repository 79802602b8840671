import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTypedNumber, toEasternDigits, toWesternDigits } from './digits.ts';

function typed(text: string, decimals: number): number | string {
  const parsed = parseTypedNumber(text, decimals);
  return parsed.ok ? parsed.value : parsed.error.code;
}

describe('digits', () => {
  it('change from Eastern to Western and nothing else does', () => {
    expect(toWesternDigits('٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ 42 كغ ٫')).toBe('0123456789 0123456789 42 كغ ٫');
    expect(toEasternDigits('1 234,50 DA')).toBe('١ ٢٣٤,٥٠ DA');
  });

  it('come back', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(toWesternDigits(toEasternDigits(text))).toBe(text);
      }),
    );
  });
});

describe('a typed number', () => {
  it.each([
    ['12,5', 2, 1_250],
    ['12.50', 2, 1_250],
    ['١٢٫٥', 2, 1_250],
    ['۱۲٫۵', 3, 12_500],
    ['١٬٢٣٤٫٥', 2, 123_450],
    ["1'234,50", 2, 123_450],
    ['1\u202F234\u00A0567,89', 2, 123_456_789],
    ['\u2066-3\u2069', 3, -3_000],
    ['\u22121,5', 1, -15],
    ['-0', 2, 0],
    ['007', 0, 7],
    [',5', 2, 50],
    ['5,', 2, 500],
    ['999999999999999', 0, 999_999_999_999_999],
    ['0000000000000000000000,10', 2, 10],
    ['', 2, 'number.empty'],
    ['  ', 2, 'number.empty'],
    ['-', 2, 'number.malformed'],
    ['.', 2, 'number.malformed'],
    ['1,234.50', 2, 'number.malformed'],
    ['1.234.567', 3, 'number.malformed'],
    ['12a', 2, 'number.malformed'],
    ['1e5', 2, 'number.malformed'],
    ['--5', 2, 'number.malformed'],
    ['1,234', 2, 'number.too-many-decimals'],
    ['1,0', 0, 'number.too-many-decimals'],
    ['1000000000000000', 0, 'number.too-large'],
    ['10000000000000', 2, 'number.too-large'],
  ])('%j with %i decimals is %s', (text, decimals, expected) => {
    expect(typed(text, decimals)).toBe(expected);
  });

  it('is what was meant, in any digits and with any separator', () => {
    const separator = fc.constantFrom('.', ',', '\u066B');
    const whole = fc.integer({ min: 0, max: 9_999_999 });
    fc.assert(
      fc.property(whole, fc.nat({ max: 99 }), separator, fc.boolean(), fc.boolean(), (units, cents, point, isEastern, isNegative) => {
        const western = `${isNegative ? '-' : ''}${units}${point}${String(cents).padStart(2, '0')}`;
        const value = units * 100 + cents;
        expect(typed(isEastern ? toEasternDigits(western) : western, 2)).toBe(isNegative && value !== 0 ? -value : value);
      }),
    );
  });

  it('is a safe integer or a refusal, whatever was typed', () => {
    const keys = fc.string({ unit: fc.constantFrom('0', '9', '٣', '۴', '.', ',', '٫', ' ', '-', 'x'), maxLength: 24 });
    fc.assert(
      fc.property(keys, fc.integer({ min: 0, max: 4 }), (text, decimals) => {
        const parsed = parseTypedNumber(text, decimals);
        if (parsed.ok) expect(Number.isSafeInteger(parsed.value) && !Object.is(parsed.value, -0)).toBe(true);
      }),
    );
  });
});
