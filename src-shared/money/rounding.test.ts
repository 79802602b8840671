import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_AMOUNT_MINOR, MAX_QUANTITY_MILLI } from './amount.ts';
import { extendedMinor } from './extend.ts';
import { divideRounded, multiplyDivideRounded, roundToMultiple } from './rounding.ts';

const amount = fc.integer({ min: -MAX_AMOUNT_MINOR, max: MAX_AMOUNT_MINOR });

test('halves go away from zero, on both sides', () => {
  expect([5n, -5n, 15n, -15n, 4n, -4n, 6n, -6n].map((n) => divideRounded(n, 10n))).toEqual([1n, -1n, 2n, -2n, 0n, 0n, 1n, -1n]);
  expect(divideRounded(5n, -10n)).toBe(-1n);
  expect(() => divideRounded(1n, 0n)).toThrow(RangeError);
});

test('the quotient is never further than half from the truth, and symmetric under sign', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.bigInt({ min: 1n, max: 10n ** 12n }), (numerator, denominator) => {
      const quotient = divideRounded(numerator, denominator);
      const twiceOff = 2n * (quotient * denominator - numerator);
      expect(twiceOff <= denominator && twiceOff >= -denominator).toBe(true);
      expect(divideRounded(-numerator, denominator)).toBe(-quotient);
    }),
  );
});

test('the fast arithmetic gives what the wide one gives', () => {
  fc.assert(
    fc.property(amount, fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 1, max: 2_000_000 }), (left, right, divisor) => {
      const wide = Number(divideRounded(BigInt(left) * BigInt(right), BigInt(divisor)));
      expect(multiplyDivideRounded(left, right, divisor)).toBe(wide);
    }),
    // Around the halves, where the two could part.
    {
      examples: [
        [-1, 1, 2],
        [1, 1, 2],
        [0, -5, 3],
        [-1, 1, 1_000],
        [9_007_199_254, 1_000_001, 2_000_000],
      ],
    },
  );
});

test('cash is rounded to the nearest coin, half away from zero', () => {
  expect([249, 250, 251, 749, 750, -249, -250, 0].map((a) => roundToMultiple(a, 500))).toEqual([0, 500, 500, 500, 1_000, 0, -500, 0]);
  expect(roundToMultiple(1_234, 1)).toBe(1_234);
  expect(roundToMultiple(3, 7)).toBe(0);
});

test('nothing is ever minus zero', () => {
  for (const value of [multiplyDivideRounded(-1, 1, 1_000), multiplyDivideRounded(0, -3, 7), roundToMultiple(-1, 500)])
    expect(value).toBe(0);
});

test('unit price × quantity in thousandths: 0.333 kg at 9.99 is 3.33, and back', () => {
  expect(extendedMinor(999, 333)).toEqual({ ok: true, value: 333 });
  expect(extendedMinor(999, -333)).toEqual({ ok: true, value: -333 });
  expect(extendedMinor(1, 500)).toEqual({ ok: true, value: 1 });
  expect(extendedMinor(1, 499)).toEqual({ ok: true, value: 0 });
});

test('a code scanned as a quantity overflows instead of becoming a price', () => {
  expect(extendedMinor(MAX_AMOUNT_MINOR, MAX_QUANTITY_MILLI)).toEqual({ ok: false, error: 'overflow' });
  expect(extendedMinor(MAX_AMOUNT_MINOR, 1_001)).toEqual({ ok: false, error: 'overflow' });
  expect(extendedMinor(MAX_AMOUNT_MINOR, -1_000)).toEqual({ ok: true, value: -MAX_AMOUNT_MINOR });
});
