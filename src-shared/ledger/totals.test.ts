import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EntryBody, LedgerRecovered, SaleCompleted } from './bodies.ts';
import { advancePerpetual, advanceTotals, type LedgerTotals, NO_TOTALS } from './totals.ts';

/** As much of a sale as totals look at. */
function saleBody(receiptSeq: number, totalMinor: number, quantities: readonly number[], before = NO_TOTALS.perpetual): EntryBody {
  const lines = quantities.map((quantityMilli) => ({ quantityMilli }));
  const body = { receiptSeq, lines, totals: { totalMinor }, perpetual: advancePerpetual(before, totalMinor) };
  return { type: 'sale.completed', v: 1, body: body as unknown as SaleCompleted };
}

const voided = { type: 'drawer.opened', v: 1, body: { tillId: 't', reason: 'r' } } satisfies EntryBody;

const ticket = fc.record({
  totalMinor: fc.integer({ min: -1_000_000, max: 1_000_000 }),
  quantities: fc.array(
    fc.integer({ min: -5_000, max: 5_000 }).filter((q) => q !== 0),
    { minLength: 1, maxLength: 4 },
  ),
});

test('totals are the sums of the tickets, whatever stands between them', () => {
  fc.assert(
    fc.property(fc.array(fc.option(ticket)), (acts) => {
      let totals: LedgerTotals = NO_TOTALS;
      for (const act of acts) {
        const read = act === null ? voided : saleBody(totals.receiptSeq + 1, act.totalMinor, act.quantities, totals.perpetual);
        const advanced = advanceTotals(totals, read);
        if (!advanced.ok) throw new Error(advanced.error);
        totals = advanced.value;
      }
      const tickets = acts.filter((act) => act !== null);
      const signedMinor = tickets.reduce((sum, each) => sum + each.totalMinor, 0);
      expect(totals.entries).toBe(acts.length);
      expect(totals.sales + totals.returns).toBe(tickets.length);
      expect(totals.receiptSeq).toBe(tickets.length);
      expect(totals.returns).toBe(tickets.filter((each) => each.quantities.every((q) => q < 0)).length);
      expect(totals.grossMinor).toBe(signedMinor);
      expect(totals.perpetual).toEqual({
        signedMinor,
        absoluteMinor: tickets.reduce((sum, each) => sum + Math.abs(each.totalMinor), 0),
        tickets: tickets.length,
      });
    }),
  );
});

test('a receipt number that skips or repeats, and perpetual totals that do not go on, are named', () => {
  const one = advanceTotals(NO_TOTALS, saleBody(1, 100, [1_000]));
  if (!one.ok) throw new Error(one.error);
  const after = one.value;
  expect(advanceTotals(after, saleBody(1, 100, [1_000], after.perpetual))).toMatchObject({ error: 'receipt-number' });
  expect(advanceTotals(after, saleBody(3, 100, [1_000], after.perpetual))).toMatchObject({ error: 'receipt-number' });
  expect(advanceTotals(after, saleBody(2, 100, [1_000]))).toMatchObject({ error: 'perpetual' });
});

test('sums beyond the exact integers are refused before they are wrong', () => {
  const full = { ...NO_TOTALS, perpetual: { signedMinor: 0, absoluteMinor: Number.MAX_SAFE_INTEGER, tickets: 3 } };
  expect(advanceTotals(full, saleBody(1, 1, [1_000], full.perpetual))).toMatchObject({ error: 'overflow' });
});

test('a recovery may skip receipt numbers that were given out, and never takes one back', () => {
  const at = (receiptSeq: number): EntryBody => ({
    type: 'ledger.recovered',
    v: 1,
    body: { receiptSeq, perpetual: { signedMinor: 5, absoluteMinor: 5, tickets: 9 } } as unknown as LedgerRecovered,
  });
  const before = { ...NO_TOTALS, receiptSeq: 7 };
  expect(advanceTotals(before, at(9))).toMatchObject({ ok: true, value: { receiptSeq: 9, perpetual: { tickets: 9 } } });
  expect(advanceTotals(before, at(6))).toMatchObject({ error: 'receipt-number' });
});

test('an entry this program cannot interpret counts and adds nothing', () => {
  expect(advanceTotals(NO_TOTALS, null)).toEqual({ ok: true, value: { ...NO_TOTALS, entries: 1 } });
});
