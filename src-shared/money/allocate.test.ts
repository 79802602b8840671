import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocate } from './allocate.ts';
import { MAX_AMOUNT_MINOR } from './amount.ts';

const total = fc.integer({ min: -MAX_AMOUNT_MINOR, max: MAX_AMOUNT_MINOR });
const weight = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: MAX_AMOUNT_MINOR }));
const weights = fc.array(weight, { minLength: 1, maxLength: 40 });

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

test('the parts always add up to the whole', () => {
  fc.assert(
    fc.property(total, weights, (whole, parts) => {
      expect(sum(allocate(whole, parts))).toBe(whole);
    }),
  );
});

test('each part lies within one unit of its exact share, and has its sign', () => {
  fc.assert(
    fc.property(total, weights, (whole, parts) => {
      const all = BigInt(sum(parts));
      fc.pre(all > 0n);
      for (const [index, share] of allocate(whole, parts).entries()) {
        const off = BigInt(share) * all - BigInt(whole) * BigInt(parts[index] ?? 0);
        expect(off < all && off > -all).toBe(true);
        expect(share * whole).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});

test('no exchange of a unit between two parts would bring both nearer: the largest remainders were served', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10_000 }),
      fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 2, maxLength: 8 }),
      (whole, parts) => {
        const all = sum(parts);
        fc.pre(all > 0);
        const remainders = parts.map((part) => (whole * part) % all);
        const gotOne = allocate(whole, parts).map((share, index) => share - (whole * (parts[index] ?? 0) - (remainders[index] ?? 0)) / all);
        for (const [a, had] of gotOne.entries()) {
          for (const [b, other] of gotOne.entries()) {
            if (had === 1 && other === 0)
              expect((remainders[a] ?? 0) > (remainders[b] ?? 0) || (remainders[a] === remainders[b] && a < b)).toBe(true);
          }
        }
      },
    ),
  );
});

test('a part without weight gets nothing beside one that has some', () => {
  fc.assert(
    fc.property(total, weights, (whole, parts) => {
      fc.pre(sum(parts) > 0);
      for (const [index, share] of allocate(whole, parts).entries()) if (parts[index] === 0) expect(share).toBe(0);
    }),
  );
});

test('shares of a refund are the negatives of the shares of the sale; weights count by size', () => {
  fc.assert(
    fc.property(total, weights, (whole, parts) => {
      const mirrored = allocate(
        0 - whole,
        parts.map((part) => 0 - part),
      );
      expect(mirrored).toEqual(allocate(whole, parts).map((share) => 0 - share));
    }),
  );
});

test('equal remainders are served from the first on', () => {
  expect(allocate(100, [1, 1, 1])).toEqual([34, 33, 33]);
  expect(allocate(5, [1, 1, 1])).toEqual([2, 2, 1]);
  expect(allocate(-100, [1, 1, 1])).toEqual([-34, -33, -33]);
});

test('without any weight all parts count the same', () => {
  expect(allocate(5, [0, 0])).toEqual([3, 2]);
  expect(allocate(0, [0, 0])).toEqual([0, 0]);
});

test('nothing to share among nobody is nothing; something is a bug', () => {
  expect(allocate(0, [])).toEqual([]);
  expect(() => allocate(1, [])).toThrow(RangeError);
  expect(() => allocate(0.5, [1])).toThrow(RangeError);
});
