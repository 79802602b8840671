import fc from 'fast-check';
import { expect, test } from 'vitest';
import { multiplyDivideRounded } from '../../../src-shared/money/rounding.ts';
import { saleLineOf } from './sale-line.ts';
import type { SalesRow } from './sales-file.ts';

function row(changed: Partial<SalesRow>): SalesRow {
  return {
    InvoiceNo: '536365',
    StockCode: '85123A',
    Description: 'WHITE HANGING HEART',
    Quantity: '6',
    InvoiceDate: '2010-12-01 08:26:00',
    UnitPrice: '2.55',
    lineNumber: 2,
    ...changed,
  };
}

function line(changed: Partial<SalesRow>) {
  const made = saleLineOf(row(changed), 2);
  if (!made.ok) throw new Error(made.error);
  return made.value;
}

test('a plain row is rung up as it stands', () => {
  expect(line({})).toEqual({
    invoiceNo: '536365',
    at: new Date('2010-12-01T08:26:00Z'),
    code: '85123A',
    name: 'WHITE HANGING HEART',
    quantityMilli: 6_000,
    unitPriceMinor: 255,
    changes: [],
  });
});

test('a third decimal is rounded half away from zero, and said', () => {
  expect(line({ UnitPrice: '0.001' })).toMatchObject({ unitPriceMinor: 0, changes: ['price-rounded'] });
  expect(line({ UnitPrice: '1.005' })).toMatchObject({ unitPriceMinor: 101, changes: ['price-rounded'] });
  expect(line({ UnitPrice: '1.000' })).toMatchObject({ unitPriceMinor: 100, changes: [] });
});

test('a negative price gives its sign to the quantity, and is said', () => {
  expect(line({ UnitPrice: '-11062.06', Quantity: '1' })).toMatchObject({
    unitPriceMinor: 1_106_206,
    quantityMilli: -1_000,
    changes: ['price-sign-moved-to-quantity'],
  });
  expect(line({ UnitPrice: '-1.00', Quantity: '-2' })).toMatchObject({ unitPriceMinor: 100, quantityMilli: 2_000 });
});

test('whatever the signs, the amount of the row is the amount of the line', () => {
  fc.assert(
    fc.property(fc.integer({ min: -9_999, max: 9_999 }), fc.integer({ min: -999_999, max: 999_999 }), (quantity, priceMinor) => {
      fc.pre(quantity !== 0);
      const made = line({ Quantity: String(quantity), UnitPrice: (priceMinor / 100).toFixed(2) });
      expect(multiplyDivideRounded(made.quantityMilli, made.unitPriceMinor, 1_000)).toBe(0 + quantity * priceMinor);
    }),
  );
});

test('a blank description is rung up under its code, and edge spaces and controls go', () => {
  expect(line({ Description: '  ' })).toMatchObject({ name: '85123A', changes: ['description-blank'] });
  expect(line({ Description: '\u202E HEART \u0000' })).toMatchObject({ name: 'HEART', changes: [] });
});

test('what cannot be a line is refused with its reason', () => {
  expect(saleLineOf(row({ Quantity: '0' }), 2)).toEqual({ ok: false, error: 'quantity-zero' });
  expect(saleLineOf(row({ Quantity: 'six' }), 2)).toEqual({ ok: false, error: 'quantity-unreadable' });
  expect(saleLineOf(row({ Quantity: '1.0005' }), 2)).toEqual({ ok: false, error: 'quantity-unreadable' });
  expect(saleLineOf(row({ Quantity: '99999999999' }), 2)).toEqual({ ok: false, error: 'quantity-too-large' });
  expect(saleLineOf(row({ UnitPrice: '' }), 2)).toEqual({ ok: false, error: 'price-unreadable' });
  expect(saleLineOf(row({ InvoiceNo: ' ' }), 2)).toEqual({ ok: false, error: 'invoice-missing' });
  expect(saleLineOf(row({ InvoiceDate: 'yesterday' }), 2)).toEqual({ ok: false, error: 'date-unreadable' });
});
