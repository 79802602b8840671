import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigitOf, fieldCheckDigitOf, hasValidCheckDigit } from './check-digit.ts';

const payload = fc.string({ unit: fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'), minLength: 2, maxLength: 20 });
const withCheckDigit = (digits: string): string => digits + String(checkDigitOf(digits));

describe('the standard check digit', () => {
  it.each([
    ['629104150021', 3],
    ['950110153100', 0],
    ['03600024145', 7],
    ['9501234', 6],
    ['37610425002123456', 9],
    ['0952123454321', 3],
  ])('of %s is %i', (digits, expected) => {
    expect(checkDigitOf(digits)).toBe(expected);
    expect(hasValidCheckDigit(`${digits}${expected}`)).toBe(true);
  });

  it('does not change with leading zeros', () => {
    fc.assert(
      fc.property(payload, fc.nat({ max: 8 }), (digits, zeros) => {
        expect(checkDigitOf('0'.repeat(zeros) + digits)).toBe(checkDigitOf(digits));
      }),
    );
  });

  it('catches every single wrong digit', () => {
    fc.assert(
      fc.property(payload, fc.nat(), fc.integer({ min: 1, max: 9 }), (digits, pick, change) => {
        const code = withCheckDigit(digits);
        const at = pick % code.length;
        const wrong = (Number(code[at]) + change) % 10;
        expect(hasValidCheckDigit(code.slice(0, at) + String(wrong) + code.slice(at + 1))).toBe(false);
      }),
    );
  });

  it('catches two neighbours changed round unless they differ by five, as its weights have it', () => {
    fc.assert(
      fc.property(payload, fc.nat(), (digits, pick) => {
        const code = withCheckDigit(digits);
        const at = pick % (code.length - 1);
        const [first = '', second = ''] = code.slice(at, at + 2);
        const isCaught = !hasValidCheckDigit(code.slice(0, at) + second + first + code.slice(at + 2));
        const difference = Math.abs(Number(first) - Number(second));
        expect(isCaught).toBe(difference !== 0 && difference !== 5);
      }),
    );
  });

  it('is not found in what is not digits', () => {
    for (const text of ['', '5', '12a', '１２３', '٠٠', '-12', '1 7']) expect(hasValidCheckDigit(text)).toBe(false);
  });
});

describe('the check digit of a price or weight field', () => {
  // The two worked examples of GS1 General Specifications 7.9.3 and 7.9.4.
  it.each([
    ['2875', 9],
    ['14685', 6],
    ['0000', 0],
    ['00000', 0],
  ])('of %s is %i', (field, expected) => {
    expect(fieldCheckDigitOf(field)).toBe(expected);
  });

  it.each([4, 5])('catches every single wrong digit of %i', (length) => {
    const seen = fc.string({
      unit: fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'),
      minLength: length,
      maxLength: length,
    });
    fc.assert(
      fc.property(seen, fc.nat({ max: length - 1 }), fc.integer({ min: 1, max: 9 }), (field, at, change) => {
        const wrong = (Number(field[at]) + change) % 10;
        expect(fieldCheckDigitOf(field.slice(0, at) + String(wrong) + field.slice(at + 1))).not.toBe(fieldCheckDigitOf(field));
      }),
    );
  });

  it('follows the weighting factors as section 7.9.2 defines them, for every field', () => {
    const units = (digit: number, factor: number): number => (digit * factor) % 10;
    const tens = (digit: number, factor: number): number => Math.floor((digit * factor) / 10);
    const twoMinus = (digit: number): number => (units(digit, 2) - tens(digit, 2) + 10) % 10;
    const fiveMinus = (digit: number): number => (units(digit, 5) - tens(digit, 5) + 10) % 10;
    const fivePlus = (digit: number): number => (units(digit, 5) + tens(digit, 5)) % 10;
    for (let value = 0; value < 100_000; value += 1) {
      const field = String(value).padStart(5, '0');
      const [a = 0, b = 0, c = 0, d = 0, e = 0] = Array.from(field, Number);
      const five = fivePlus(a) + twoMinus(b) + fiveMinus(c) + fivePlus(d) + twoMinus(e);
      if ((five + fiveMinus(fieldCheckDigitOf(field))) % 10 !== 0) expect.fail(field);
      const four = twoMinus(b) + twoMinus(c) + 3 * d + fiveMinus(e);
      if (a === 0 && fieldCheckDigitOf(field.slice(1)) !== (3 * four) % 10) expect.fail(field.slice(1));
    }
  });
});
