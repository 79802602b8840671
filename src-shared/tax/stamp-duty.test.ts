import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stampDutyMinor } from './stamp-duty.ts';

const NOW = { rule: 'dz', day: '2026-03-01', minorDigits: 2 } as const;
const BEFORE = { ...NOW, day: '2024-12-31' } as const;

describe('Loi de finances 2025, art. 46', () => {
  test.each([
    [300, 0],
    [300.01, 5],
    [301, 5],
    [500, 5],
    [500.01, 6],
    [10_000, 100],
    [30_000, 300],
    [30_000.01, 451.5],
    [30_001, 451.5],
    [33_970, 510],
    [100_000, 1_500],
    [100_001, 2_002],
    [950_000, 19_000],
    [0, 0],
  ])('%d DA in cash bear %d DA', (cash, duty) => expect(stampDutyMinor(Math.round(cash * 100), NOW)).toBe(duty * 100));
});

describe('before 2025', () => {
  test.each([
    [20, 0],
    [20.01, 5],
    [100, 5],
    [501, 6],
    [10_000, 100],
    [30_001, 301],
    [1_000_000, 10_000],
    [5_000_000, 10_000],
  ])('%d DA in cash bear %d DA', (cash, duty) => expect(stampDutyMinor(Math.round(cash * 100), BEFORE)).toBe(duty * 100));
});

test('the regime changes with the day of business', () => {
  expect(stampDutyMinor(10_000_100, { ...NOW, day: '2024-12-31' })).toBe(100_100);
  expect(stampDutyMinor(10_000_100, { ...NOW, day: '2025-01-01' })).toBe(200_200);
});

test('the amounts are of the currency, whatever its decimals; half a unit is rounded up where there is none', () => {
  expect(stampDutyMinor(30_001_000, { ...NOW, minorDigits: 3 })).toBe(451_500);
  expect(stampDutyMinor(30_001, { ...NOW, minorDigits: 0 })).toBe(452);
});

test('none where the store has not turned it on, and none on money given back', () => {
  expect(stampDutyMinor(10_000_000, { ...NOW, rule: 'off' })).toBe(0);
  expect(stampDutyMinor(-10_000_000, NOW)).toBe(0);
});

test('duty never falls as the cash grows, and is of whole minor units', () => {
  const cash = fc.oneof(fc.integer({ min: 0, max: 12_000_000 }), fc.integer({ min: 0, max: 1_000_000_000_000 }));
  fc.assert(
    fc.property(cash, cash, fc.constantFrom(NOW, BEFORE), fc.constantFrom(0, 2, 3), (a, b, regime, minorDigits) => {
      const rule = { ...regime, minorDigits };
      const [less, more] = [stampDutyMinor(Math.min(a, b), rule), stampDutyMinor(Math.max(a, b), rule)];
      expect(less).toBeLessThanOrEqual(more);
      expect(Number.isSafeInteger(more)).toBe(true);
    }),
  );
});

test('at the edges of the bands one centime more never costs less', () => {
  for (const edge of [2_000, 30_000, 50_000, 3_000_000, 10_000_000]) {
    for (const rule of [NOW, BEFORE]) {
      expect(stampDutyMinor(edge, rule)).toBeLessThanOrEqual(stampDutyMinor(edge + 1, rule));
      expect(stampDutyMinor(edge - 1, rule)).toBeLessThanOrEqual(stampDutyMinor(edge, rule));
    }
  }
});
