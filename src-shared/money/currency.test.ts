import { expect, test } from 'vitest';
import { minorDigitsOf } from './currency.ts';

test('minor digits follow ISO 4217, also where Intl says otherwise', () => {
  const expected = { DZD: 2, EUR: 2, JPY: 0, KRW: 0, TND: 3, IQD: 3, KWD: 3, CLF: 4, UYW: 4, XAF: 0, ZWG: 2 };
  for (const [code, digits] of Object.entries(expected)) expect([code, minorDigitsOf(code)]).toEqual([code, digits]);
  expect(new Intl.NumberFormat('en', { style: 'currency', currency: 'IQD' }).resolvedOptions().maximumFractionDigits).toBe(0);
});

test('a code that ISO 4217 does not list has no minor digits', () => {
  for (const code of ['', 'ABC', 'dzd', 'DZ', 'toString', ' DZD']) expect(minorDigitsOf(code)).toBeNull();
});

test('the table holds all 179 currencies of list one, each once', () => {
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
  const listed = letters
    .flatMap((a) => letters.flatMap((b) => letters.map((c) => a + b + c)))
    .filter((code) => minorDigitsOf(code) !== null);
  expect(listed).toHaveLength(179);
});
