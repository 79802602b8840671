import { expect, test } from 'vitest';
import { ratesOn } from './rates.ts';
import type { TaxGroup } from './tax-table.ts';

const name = { fr: 'TVA' };

function group(...taxes: readonly (readonly (readonly [string, number])[])[]): TaxGroup {
  return {
    taxGroupId: 'g',
    name,
    taxes: taxes.map((rows, index) => ({ taxId: `t${index}`, name, rates: rows.map(([from, ratePpm]) => ({ from, ratePpm })) })),
  };
}

test('a rate holds from its day on, to the day before the next', () => {
  const vat = group([
    ['2000-01-01', 170_000],
    ['2017-01-01', 190_000],
  ]);
  const on = (day: string) => ratesOn(vat, day).map((rate) => rate.ratePpm);
  expect([on('1999-12-31'), on('2000-01-01'), on('2016-12-31'), on('2017-01-01'), on('2030-01-01')]).toEqual([
    [],
    [170_000],
    [170_000],
    [190_000],
    [190_000],
  ]);
});

test('rows count by their dates, not by the order in which somebody typed them', () => {
  const vat = group([
    ['2017-01-01', 190_000],
    ['2000-01-01', 170_000],
  ]);
  expect(ratesOn(vat, '2026-01-01')).toEqual([{ taxId: 't0', ratePpm: 190_000 }]);
});

test('of two rows of one day the later one corrects the earlier one', () => {
  expect(
    ratesOn(
      group([
        ['2020-01-01', 1],
        ['2020-01-01', 2],
      ]),
      '2020-01-01',
    ),
  ).toEqual([{ taxId: 't0', ratePpm: 2 }]);
});

test('a tax lowered to 0 % is in force, one that begins tomorrow is not', () => {
  const both = group(
    [
      ['2000-01-01', 190_000],
      ['2026-01-01', 0],
    ],
    [['2026-03-02', 10_000]],
  );
  expect(ratesOn(both, '2026-03-01')).toEqual([{ taxId: 't0', ratePpm: 0 }]);
  expect(ratesOn(both, '2026-03-02')).toHaveLength(2);
});
