import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_AMOUNT_MINOR } from './amount.ts';
import { formatDecimal, parseDecimal } from './decimal.ts';

function read(text: string, minorDigits = 2): number | string {
  const result = parseDecimal(text, minorDigits);
  return result.ok ? result.value.amountMinor : result.error;
}

describe('numbers as people and files write them', () => {
  test.each([
    ['12.5', 1_250],
    ['12,50', 1_250],
    ['0', 0],
    ['-0', 0],
    ['.5', 50],
    [',5', 50],
    ['5.', 500],
    ['+3', 300],
    ['-12.50', -1_250],
    ['\u221212,50', -1_250],
    [' 7 ', 700],
    ['007', 700],
    ['1 234,50', 123_450],
    ['1\u00A0234,50', 123_450],
    ['1\u202F234\u202F567,50', 123_456_750],
    ["1'234.50", 123_450],
    ['1\u2019234.50', 123_450],
    ['1.234,50', 123_450],
    ['1,234.50', 123_450],
    ['1,234,567', 123_456_700],
    ['1.234.567,8', 123_456_780],
    ['١٢٫٥', 1_250],
    ['١٬٢٣٤٫٥٠', 123_450],
    ['۱۲٫۵', 1_250],
    ['12٫5', 1_250],
    ['\u200E-1.234,50', -123_450],
    ['\u061C-١٬٢٣٤٫٥٠', -123_450],
    ['\u20661\u202F234,50\u2069', 123_450],
  ])('%j is %d', (text, amountMinor) => expect(read(text)).toBe(amountMinor));
});

describe('what is no number is refused, never guessed', () => {
  test.each([
    '1e3',
    '1E3',
    'NaN',
    'Infinity',
    '0x10',
    '12a',
    'DA 12',
    '12 DA',
    '--1',
    '-',
    '1-',
    '1+',
    '(12)',
    '.',
    ',',
    '٫',
    '-.',
    '1.2.3',
    '1,2,3',
    '1,23,456',
    '1,234,56',
    '12 34',
    '1 23',
    '1  234',
    '1 234.567.8',
    '1.234,567.8',
    '1,234.567,8',
    '1٫2٫3',
    '1 234\u00A0567',
    '1٫234.5',
    '½',
    '１２',
    '1\n2',
    '9'.repeat(65),
  ])('%j', (text) => expect(read(text)).toBe('malformed'));

  test('nothing at all is told apart', () => {
    for (const text of ['', '   ', '\u200E', '\u00A0']) expect(read(text)).toBe('empty');
  });

  test('too large is told apart, at the very bound', () => {
    expect(read('10000000000.00')).toBe(MAX_AMOUNT_MINOR);
    expect(read('10000000000.004')).toBe(MAX_AMOUNT_MINOR);
    expect(read('10000000000.005')).toBe('too-large');
    expect(read('-10000000000.01')).toBe('too-large');
    expect(read('9'.repeat(64))).toBe('too-large');
    expect(read(`${'0'.repeat(60)}1`)).toBe(100);
  });
});

test('a single separator is the decimal one in every language: 1,234 and 1.234 are never a thousand', () => {
  for (const text of ['1,234', '1.234']) {
    expect(parseDecimal(text, 2)).toEqual({ ok: true, value: { amountMinor: 123, exact: false, decimals: 3 } });
    expect(parseDecimal(text, 3)).toEqual({ ok: true, value: { amountMinor: 1_234, exact: true, decimals: 3 } });
  }
});

test('digits beyond the minor unit are rounded half away from zero, and said', () => {
  expect(parseDecimal('0.125', 2)).toEqual({ ok: true, value: { amountMinor: 13, exact: false, decimals: 3 } });
  expect(parseDecimal('-0.125', 2)).toEqual({ ok: true, value: { amountMinor: -13, exact: false, decimals: 3 } });
  expect(parseDecimal('0.1249', 2)).toEqual({ ok: true, value: { amountMinor: 12, exact: false, decimals: 4 } });
  expect(parseDecimal('0.120', 2)).toEqual({ ok: true, value: { amountMinor: 12, exact: true, decimals: 3 } });
  expect(parseDecimal('0.5', 0)).toEqual({ ok: true, value: { amountMinor: 1, exact: false, decimals: 1 } });
  expect(parseDecimal('9.995', 2)).toEqual({ ok: true, value: { amountMinor: 1_000, exact: false, decimals: 3 } });
  expect(parseDecimal('-0.001', 2)).toEqual({ ok: true, value: { amountMinor: 0, exact: false, decimals: 3 } });
});

test('what is written is read back the same', () => {
  const amount = fc.integer({ min: -MAX_AMOUNT_MINOR, max: MAX_AMOUNT_MINOR });
  fc.assert(
    fc.property(amount, fc.integer({ min: 0, max: 4 }), (amountMinor, minorDigits) => {
      const expected = { amountMinor, exact: true, decimals: minorDigits };
      expect(parseDecimal(formatDecimal(amountMinor, minorDigits), minorDigits)).toEqual({ ok: true, value: expected });
    }),
  );
});

test('any text at all is read or refused, never thrown at', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('0', '1', '9', '.', ',', '-', '٫', '٬', ' ', '٣', 'e') }),
  );
  fc.assert(
    fc.property(text, (typed) => {
      const result = parseDecimal(typed, 2);
      if (result.ok) expect(Math.abs(result.value.amountMinor)).toBeLessThanOrEqual(MAX_AMOUNT_MINOR);
    }),
  );
});

test('plain decimals pad and sign', () => {
  expect([formatDecimal(5, 2), formatDecimal(-5, 2), formatDecimal(-1_250, 2), formatDecimal(12, 0), formatDecimal(0, 3)]).toEqual([
    '0.05',
    '-0.05',
    '-12.50',
    '12',
    '0.000',
  ]);
});
