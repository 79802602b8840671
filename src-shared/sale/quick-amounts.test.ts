import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quickCashAmounts } from './quick-amounts.ts';

const DZD = [200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500];
const EUR = [50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1];

describe('what a customer in Algiers hands over', () => {
  test.each([
    [137_000, [137_000, 140_000, 150_000, 200_000]],
    [4_500, [4_500, 5_000, 10_000, 20_000, 50_000, 100_000]],
    [111_000, [111_000, 112_000, 115_000, 120_000, 150_000, 200_000]],
    [1_234_000, [1_234_000, 1_235_000, 1_240_000, 1_250_000, 1_300_000, 1_400_000]],
    [200_000, [200_000]],
    [190_000, [190_000, 200_000]],
  ])('for %d centimes', (due, amounts) => expect(quickCashAmounts(due, DZD)).toEqual(amounts));
});

test('in euros, 17.35 asks for 17.40 (less likely 17.50), 18, 20, 50', () => {
  expect(quickCashAmounts(1_735, EUR)).toEqual([1_735, 1_740, 1_750, 1_800, 2_000, 5_000]);
});

test('nothing due has no amount, money to be given back only the exact one', () => {
  expect(quickCashAmounts(0, DZD)).toEqual([]);
  expect(quickCashAmounts(-4_500, DZD)).toEqual([-4_500]);
});

test('without denominations, or with ones typed in any order and twice, nothing breaks', () => {
  expect(quickCashAmounts(137_000, [])).toEqual([137_000]);
  expect(quickCashAmounts(137_000, [...DZD.toReversed(), ...DZD])).toEqual(quickCashAmounts(137_000, DZD));
});

test('always the exact sum first, then more, ascending, none twice, at most six, and never a note that could be kept back', () => {
  const denominations = fc.oneof(fc.constantFrom(DZD, EUR), fc.uniqueArray(fc.integer({ min: 1, max: 10_000 }), { maxLength: 30 }));
  fc.assert(
    fc.property(fc.oneof(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 10 ** 12 })), denominations, (due, notes) => {
      const amounts = quickCashAmounts(due, notes);
      expect(amounts[0]).toBe(due);
      expect(amounts.length).toBeLessThanOrEqual(6);
      expect(amounts).toEqual([...new Set(amounts)].sort((a, b) => a - b));
      const largest = Math.max(0, ...notes);
      for (const amount of amounts.slice(1)) {
        expect(amount - due).toBeLessThan(largest);
        expect(amount).toBeLessThanOrEqual(10 ** 12);
      }
    }),
  );
});
