import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleRules } from '../sale/ticket-arbitraries.ts';
import { computeTaxes, type TaxableLine, type TaxComputation } from './compute-taxes.ts';
import { type RateInForce, ratesOn } from './rates.ts';

const { taxGroups, day } = sampleRules();

function compute(lines: readonly TaxableLine[]): TaxComputation {
  const result = computeTaxes(lines, taxGroups, day);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function ratesOf(taxGroupId: string): readonly RateInForce[] {
  return taxGroups.filter((group) => group.taxGroupId === taxGroupId).flatMap((group) => ratesOn(group, day));
}

function inclusive(taxGroupId: string, ...nets: readonly number[]): TaxableLine[] {
  return nets.map((netMinor) => ({ taxGroupId, priceIncludesTax: true, netMinor }));
}

function exclusive(taxGroupId: string, ...nets: readonly number[]): TaxableLine[] {
  return nets.map((netMinor) => ({ taxGroupId, priceIncludesTax: false, netMinor }));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

const lineArbitrary: fc.Arbitrary<TaxableLine> = fc.record({
  taxGroupId: fc.constantFrom(...taxGroups.map((group) => group.taxGroupId)),
  priceIncludesTax: fc.boolean(),
  netMinor: fc.oneof(
    fc.integer({ min: -300, max: 300 }),
    fc.integer({ min: -10_000_000, max: 10_000_000 }),
    fc.integer({ min: -(10 ** 12), max: 10 ** 12 }),
  ),
});
const linesArbitrary = fc.array(lineArbitrary, { maxLength: 25 });

describe('figures that others got wrong', () => {
  test('19 % included without decimals closes: the tax gives way, the price does not', () => {
    for (let price = 1; price <= 500; price++) {
      const { lines, taxes } = compute(inclusive('normal', price, price, price));
      expect(sum(lines.map((line) => line.totalMinor))).toBe(3 * price);
      expect((taxes[0]?.baseMinor ?? 0) + (taxes[0]?.taxMinor ?? 0)).toBe(3 * price);
    }
  });

  test('540.00 tax in stays 540.00, alone and cut into lines', () => {
    expect(compute(inclusive('normal', 54_000)).lines).toEqual([{ exclusiveMinor: 45_378, taxMinor: 8_622, totalMinor: 54_000 }]);
    for (const parts of [[18_000, 18_000, 18_000], [53_999, 1], Array.from({ length: 54 }, () => 1_000)]) {
      const { lines, taxes } = compute(inclusive('normal', ...parts));
      expect(sum(lines.map((line) => line.totalMinor))).toBe(54_000);
      expect(taxes).toEqual([{ taxGroupId: 'normal', taxId: 'normal-0', ratePpm: 190_000, baseMinor: 45_378, taxMinor: 8_622 }]);
    }
  });

  test('9.90 + 5 % is 10.40, whole', () => {
    expect(compute(exclusive('five', 990)).lines).toEqual([{ exclusiveMinor: 990, taxMinor: 50, totalMinor: 1_040 }]);
  });

  test('three lines of 0.10 + 19 % bear 0.06, not three times 0.02 rounded each', () => {
    const { lines, taxes } = compute(exclusive('normal', 10, 10, 10));
    expect(taxes[0]?.taxMinor).toBe(6);
    expect(sum(lines.map((line) => line.taxMinor))).toBe(6);
    expect(compute(exclusive('normal', 3, 3, 3)).lines.map((line) => line.taxMinor)).toEqual([1, 1, 0]);
  });
});

test('several taxes side by side: inside a price their sum is taken once and shared by their rates', () => {
  const { taxes, lines } = compute(inclusive('several', 111_375));
  expect(lines[0]).toEqual({ exclusiveMinor: 100_000, taxMinor: 11_375, totalMinor: 111_375 });
  expect(taxes.map((tax) => [tax.baseMinor, tax.taxMinor])).toEqual([
    [100_000, 8_875],
    [100_000, 2_500],
    [100_000, 0],
  ]);
});

test('a group without tax still shows its base', () => {
  expect(compute(inclusive('exempt', 500)).taxes).toEqual([{ taxGroupId: 'exempt', taxId: null, ratePpm: 0, baseMinor: 500, taxMinor: 0 }]);
});

test('tax rows stand in the order of the tax groups, whatever the order of the lines', () => {
  const { taxes } = compute([...inclusive('exempt', 1), ...exclusive('reduced', 1), ...inclusive('normal', 1), ...exclusive('normal', 1)]);
  expect(taxes.map((tax) => tax.taxGroupId)).toEqual(['normal', 'reduced', 'exempt']);
});

test('a group the shop no longer has is refused by name', () => {
  expect(computeTaxes(inclusive('gone', 1), taxGroups, day)).toEqual({
    ok: false,
    error: { code: 'cart.tax-group-unknown', params: { taxGroupId: 'gone' } },
  });
});

test('exclusive + tax = total on every line, and the side of the price is the price', () => {
  fc.assert(
    fc.property(linesArbitrary, (lines) => {
      for (const [index, tax] of compute(lines).lines.entries()) {
        expect(tax.exclusiveMinor + tax.taxMinor).toBe(tax.totalMinor);
        expect(lines[index]?.priceIncludesTax ? tax.totalMinor : tax.exclusiveMinor).toBe(lines[index]?.netMinor);
      }
    }),
  );
});

test('the tax rows add up to the taxes of the lines, group by group', () => {
  fc.assert(
    fc.property(linesArbitrary, (lines) => {
      const { lines: taxed, taxes } = compute(lines);
      for (const { taxGroupId } of taxGroups) {
        const own = taxed.filter((_, index) => lines[index]?.taxGroupId === taxGroupId);
        const rows = taxes.filter((tax) => tax.taxGroupId === taxGroupId);
        expect(sum(rows.map((row) => row.taxMinor))).toBe(sum(own.map((line) => line.taxMinor)));
        for (const row of rows) expect(row.baseMinor).toBe(sum(own.map((line) => line.exclusiveMinor)));
      }
    }),
  );
});

test('a full return is the exact negative', () => {
  fc.assert(
    fc.property(linesArbitrary, (lines) => {
      const back = compute(lines.map((line) => ({ ...line, netMinor: 0 - line.netMinor })));
      const out = compute(lines);
      expect(back.lines).toEqual(
        out.lines.map((l) => ({ exclusiveMinor: 0 - l.exclusiveMinor, taxMinor: 0 - l.taxMinor, totalMinor: 0 - l.totalMinor })),
      );
      expect(back.taxes).toEqual(out.taxes.map((t) => ({ ...t, baseMinor: 0 - t.baseMinor, taxMinor: 0 - t.taxMinor })));
    }),
  );
});

test('each tax is its rate of the sum to half a unit, and each line carries its share to one', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('normal', 'reduced', 'several', 'whole'),
      fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 20 }),
      (taxGroupId, nets) => {
        const rates = ratesOf(taxGroupId);
        const { lines, taxes } = compute(exclusive(taxGroupId, ...nets));
        const whole = sum(nets);
        for (const [index, row] of taxes.entries())
          expect(Math.abs(row.taxMinor * 1e6 - whole * (rates[index]?.ratePpm ?? 0)) * 2).toBeLessThanOrEqual(1e6);
        const taxMinor = sum(taxes.map((row) => row.taxMinor));
        for (const line of lines) {
          const off = BigInt(line.taxMinor) * BigInt(whole) - BigInt(taxMinor) * BigInt(line.exclusiveMinor);
          expect(whole === 0 || (off < BigInt(whole) && off > -BigInt(whole))).toBe(true);
        }
      },
    ),
  );
});

test('tax inside a price is its part of the price to half a unit', () => {
  fc.assert(
    fc.property(fc.constantFrom('normal', 'reduced', 'several', 'whole'), fc.integer({ min: 0, max: 10 ** 9 }), (taxGroupId, netMinor) => {
      const rates = ratesOf(taxGroupId);
      const ppm = sum(rates.map((rate) => rate.ratePpm));
      const { taxes } = compute(inclusive(taxGroupId, netMinor));
      const taxMinor = BigInt(sum(taxes.map((row) => row.taxMinor)));
      const twiceOff = 2n * (taxMinor * BigInt(1_000_000 + ppm) - BigInt(netMinor) * BigInt(ppm));
      expect(twiceOff <= BigInt(1_000_000 + ppm) && twiceOff >= -BigInt(1_000_000 + ppm)).toBe(true);
      expect(sum(taxes.map((row) => row.taxMinor)) + (taxes[0]?.baseMinor ?? 0)).toBe(netMinor);
    }),
  );
});
