import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanTyped, readTyped, showTyped, writeTyped } from './typed-number.ts';

const WEIGHT = { decimals: 3, scale: 3 };
const PRICE = { decimals: 2, scale: 2 };

describe('reading what is typed', () => {
  test.each([
    ['', null],
    ['1', 1_000],
    ['1,235', 1_235],
    ['1.2', 1_200],
    [',5', 500],
    ['1,', 1_000],
    ['٠٫٧٥', 750],
    ['۱۲', 12_000],
    ['007', 7_000],
    ['1,2,3', 1_230],
    ['2 kg', 2_000],
    ['1,23456', 1_234],
  ])('a weight typed as %j is %j thousandths', (typed, expected) => {
    expect(readTyped(typed, WEIGHT)).toBe(expected);
  });

  test('a shop that shows no decimals still stores them', () => {
    expect(readTyped('250', { decimals: 0, scale: 2 })).toBe(25_000);
  });

  test('a decimal mark where none is allowed ends the figure instead of making it a hundred times larger', () => {
    expect(readTyped('250,75', { decimals: 0, scale: 2 })).toBe(25_000);
  });

  test('binary fractions never come near it: 0.29 is 29 centimes', () => {
    expect(readTyped('0,29', PRICE)).toBe(29);
    expect(readTyped('1,15', PRICE)).toBe(115);
  });

  test('a burst of digits stays a safe integer', () => {
    const read = readTyped('9'.repeat(60), WEIGHT);
    expect(Number.isSafeInteger(read)).toBe(true);
  });
});

test('what is written reads back as the same figure', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999 }), fc.constantFrom(0, 2, 3), (value, scale) => {
      expect(readTyped(writeTyped(value, scale), { decimals: scale, scale })).toBe(value);
    }),
  );
});

test('what is shown, in any digits and with any mark, is read as what was typed', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 999_999_999 }),
      fc.constantFrom(',', '.', '٫'),
      fc.constantFrom<'western' | 'eastern'>('western', 'eastern'),
      (value, mark, digits) => {
        expect(readTyped(showTyped(writeTyped(value, 3), mark, digits), WEIGHT)).toBe(value);
      },
    ),
  );
});

test('cleaning what is clean changes nothing', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 0, max: 3 }), (text, decimals) => {
      const once = cleanTyped(text, decimals);
      expect(cleanTyped(once, decimals)).toBe(once);
    }),
  );
});
