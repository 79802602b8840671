import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SaleCompleted, saleCompletedV1 } from '../ledger/bodies.ts';
import type { Cart } from './cart.ts';
import { buildSaleCompleted, businessDateOf, type SaleFacts } from './complete-sale.ts';
import { type PricingRules, priceCart } from './price-cart.ts';
import type { PricedCart } from './priced-cart.ts';
import { cartArbitrary, sampleCart, sampleRules, sampleTender } from './ticket-arbitraries.ts';

const FACTS: SaleFacts = {
  receiptNumber: 'A000001',
  receiptSeq: 1,
  businessDate: '2026-03-01',
  tillId: 'till-1',
  language: 'fr',
  perpetualBefore: { signedMinor: 0, absoluteMinor: 0, tickets: 0 },
};

function priced(cart: Cart, rules: PricingRules = sampleRules()): PricedCart {
  const result = priceCart(cart, rules);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function saleOf(ticket: PricedCart, facts: Partial<SaleFacts> = {}): SaleCompleted {
  const result = buildSaleCompleted(ticket, { ...FACTS, ...facts });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

describe('what is not a sale', () => {
  test('an empty ticket', () => {
    expect(buildSaleCompleted(priced(sampleCart([])), FACTS)).toEqual({ ok: false, error: { code: 'cart.empty', params: {} } });
  });

  test('a ticket that is not paid, by a centime', () => {
    const short = priced(sampleCart([{}], { tenders: [sampleTender('cash', 9_999)] }));
    expect(buildSaleCompleted(short, FACTS)).toEqual({ ok: false, error: { code: 'cart.not-settled', params: { remainingMinor: 1 } } });
  });

  test('one more than the perpetual sums can hold', () => {
    const paid = priced(sampleCart([{}], { tenders: [sampleTender('cash', 10_000)] }));
    const full = { signedMinor: 0, absoluteMinor: Number.MAX_SAFE_INTEGER - 9_999, tickets: 1 };
    expect(buildSaleCompleted(paid, { ...FACTS, perpetualBefore: full })).toMatchObject({
      ok: false,
      error: { code: 'cart.amount-too-large' },
    });
  });
});

test('a return lowers the signed perpetual sum and raises the absolute one', () => {
  const returned = priced(sampleCart([{ quantityMilli: -1_000 }], { tenders: [sampleTender('cash', -10_000)] }));
  const before = { signedMinor: 25_000, absoluteMinor: 25_000, tickets: 3 };
  expect(saleOf(returned, { perpetualBefore: before }).perpetual).toEqual({ signedMinor: 15_000, absoluteMinor: 35_000, tickets: 4 });
});

test('duty and rounding are not turnover: the perpetual sums count the goods', () => {
  const rules = sampleRules({ stampDuty: 'dz', cashRoundingMinor: 500 });
  const paid = priced(sampleCart([{ unitPriceMinor: 100_200 }], { tenders: [sampleTender('cash', 101_500)] }), rules);
  expect(saleOf(paid).perpetual.signedMinor).toBe(100_200);
});

/** Any ticket that can be priced, paid in full by card, or by cash where it is to be given back. */
const saleArbitrary = cartArbitrary
  .filter((cart) => cart.lines.length > 0 && priceCart(cart, sampleRules()).ok)
  .map((cart) => {
    const { totalMinor } = priced(cart).totals;
    const tenders = totalMinor === 0 ? [] : [sampleTender(totalMinor > 0 ? 'card' : 'cash', totalMinor)];
    return priced({ ...cart, tenders });
  });

test('receipt = journal = report: sums over the journal, by rate, are the sums of the receipts and of their lines', () => {
  fc.assert(
    fc.property(fc.array(saleArbitrary, { minLength: 1, maxLength: 15 }), (tickets) => {
      let perpetualBefore = FACTS.perpetualBefore;
      const journal = tickets.map((ticket, index) => {
        const sale = saleOf(ticket, { receiptSeq: index + 1, receiptNumber: `A${index + 1}`, perpetualBefore });
        perpetualBefore = sale.perpetual;
        // As it is read back from the file, by the schema of the journal.
        return saleCompletedV1.parse(JSON.parse(JSON.stringify(sale)));
      });
      const taxRows = journal.flatMap((sale) => sale.taxes);
      const receiptRows = tickets.flatMap((ticket) => ticket.taxes);
      for (const key of new Set(taxRows.map(rowKey))) {
        const reported = taxRows.filter((row) => rowKey(row) === key);
        const printed = receiptRows.filter((row) => rowKey(row) === key);
        expect(sum(reported.map((row) => row.taxMinor))).toBe(sum(printed.map((row) => row.taxMinor)));
        expect(sum(reported.map((row) => row.baseMinor))).toBe(sum(printed.map((row) => row.baseMinor)));
      }
      const journalLines = journal.flatMap((sale) => sale.lines);
      expect(sum(taxRows.map((row) => row.taxMinor))).toBe(sum(journalLines.map((line) => line.taxMinor)));
      for (const groupId of new Set(journalLines.map((line) => line.taxGroupId))) {
        const inGroup = sum(journalLines.filter((line) => line.taxGroupId === groupId).map((line) => line.taxMinor));
        expect(sum(taxRows.filter((row) => row.taxGroupId === groupId).map((row) => row.taxMinor))).toBe(inGroup);
      }
      expect(sum(journal.map((sale) => sale.totals.tenderedMinor - sale.totals.changeMinor))).toBe(
        sum(journal.map((sale) => sale.totals.totalMinor)),
      );
      expect(perpetualBefore.signedMinor).toBe(sum(journalLines.map((line) => line.totalMinor)));
      expect(perpetualBefore.absoluteMinor).toBe(sum(tickets.map((ticket) => Math.abs(ticket.totals.totalMinor))));
      expect(perpetualBefore.tickets).toBe(tickets.length);
    }),
  );
});

function rowKey(row: { readonly taxGroupId: string; readonly taxId: string | null; readonly ratePpm: number }): string {
  return JSON.stringify([row.taxGroupId, row.taxId, row.ratePpm]);
}

describe('the day of business is the shop’s, not that of Greenwich', () => {
  test.each([
    ['2026-03-01T22:59:59.999Z', 'Africa/Algiers', '2026-03-01'],
    ['2026-03-01T23:00:00.000Z', 'Africa/Algiers', '2026-03-02'],
    ['2026-12-31T23:30:00.000Z', 'Africa/Algiers', '2027-01-01'],
    ['2026-03-29T00:30:00.000Z', 'Europe/Paris', '2026-03-29'],
    ['2026-07-31T22:00:00.000Z', 'Europe/Paris', '2026-08-01'],
    ['2026-03-01T04:59:00.000Z', 'America/New_York', '2026-02-28'],
    ['2024-02-29T12:00:00.000Z', 'UTC', '2024-02-29'],
  ])('%s in %s is %s', (instant, zone, day) => expect(businessDateOf(instant, zone)).toBe(day));

  test('an unknown zone or instant is not guessed at', () => {
    expect(() => businessDateOf('2026-03-01T12:00:00.000Z', 'Mars/Olympus')).toThrow(RangeError);
    expect(() => businessDateOf('yesterday', 'UTC')).toThrow(RangeError);
  });
});
