import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SaleCompleted } from '../../../src-shared/ledger/bodies.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { CartTender } from '../../../src-shared/sale/cart.ts';
import { buildSaleCompleted } from '../../../src-shared/sale/complete-sale.ts';
import { priceCart } from '../../../src-shared/sale/price-cart.ts';
import { cartArbitrary, returnOf, rulesArbitrary, sampleTender } from '../../../src-shared/sale/ticket-arbitraries.ts';
import { looseCash } from '../../../src-shared/till/cash-count.ts';
import { type MovementKind, type TillFigures, tillFigures } from '../../../src-shared/till/figures.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { positionOf } from '../../ledger/position.ts';
import { TestTerminal } from '../../ledger/testing/test-terminal.ts';

/**
 * The Z is the sum of the receipts, to the minor unit: what SQL adds up over the rows is what a person adds up over the papers. Tickets of
 * another till in between are in neither.
 */

interface Ring {
  readonly cart: Parameters<typeof returnOf>[0];
  readonly rules: Parameters<typeof priceCart>[1];
  readonly isReturn: boolean;
  readonly cashShare: number;
  readonly tillId: 'till-1' | 'till-2';
}

const ringArbitrary: fc.Arbitrary<Ring> = fc.record({
  cart: cartArbitrary,
  rules: rulesArbitrary,
  isReturn: fc.boolean(),
  cashShare: fc.integer({ min: 0, max: 100 }),
  tillId: fc.constantFrom('till-1' as const, 'till-2' as const),
});

const movementArbitrary = fc.record({
  kind: fc.constantFrom<MovementKind>('paid-in', 'paid-out', 'drop', 'bank'),
  amountMinor: fc.integer({ min: 1, max: 5_000_000 }),
});

/** Part by card, the rest in cash, handed over in round notes where it is a sale. Null where nothing can be sold. */
function complete(
  ring: Ring,
  saleId: string,
  facts: Parameters<Parameters<Ledger['completeSale']>[0]['build']>[0],
): Result<SaleCompleted, unknown> | null {
  const base = { ...(ring.isReturn ? returnOf(ring.cart) : ring.cart), cartId: saleId, tenders: [], currency: 'DZD' };
  const bare = priceCart(base, ring.rules);
  if (!bare.ok || bare.value.lines.length === 0) return null;
  const tenders: CartTender[] = [];
  const card = Math.trunc((bare.value.totals.totalMinor * (100 - ring.cashShare)) / 100);
  if (card !== 0) tenders.push(sampleTender('card', card));
  const half = priceCart({ ...base, tenders }, ring.rules);
  if (!half.ok) return null;
  const due = half.value.remainingCashMinor;
  const cash = due > 0 ? Math.ceil(due / 100_000) * 100_000 : due;
  if (cash !== 0) tenders.push(sampleTender('cash', cash));
  const priced = priceCart({ ...base, tenders }, ring.rules);
  if (!priced.ok) return null;
  const sale = buildSaleCompleted(priced.value, {
    receiptNumber: `C1-${String(facts.receiptSeq).padStart(6, '0')}`,
    receiptSeq: facts.receiptSeq,
    businessDate: '2026-03-01',
    tillId: ring.tillId,
    language: 'fr',
    perpetualBefore: facts.perpetualBefore,
  });
  return sale.ok ? ok(sale.value) : null;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

/** The figures as a person adds them up, receipt by receipt. */
function byHand(sales: readonly SaleCompleted[], floatMinor: number, movedMinor: number): unknown {
  const of = (member: keyof SaleCompleted['totals']): number => sum(sales.map(({ totals }) => totals[member]));
  const tendered = (kind: string): number =>
    sum(sales.flatMap(({ tenders }) => tenders.filter((tender) => tender.kind === kind).map(({ amountMinor }) => amountMinor)));
  return {
    totalMinor: of('totalMinor'),
    exclusiveMinor: of('exclusiveMinor'),
    taxMinor: of('taxMinor'),
    stampDutyMinor: of('stampDutyMinor'),
    roundingMinor: of('roundingMinor'),
    payableMinor: of('payableMinor'),
    cardMinor: tendered('card'),
    expectedCashMinor: floatMinor + tendered('cash') - of('changeMinor') + movedMinor,
  };
}

function said({ totals, tenders, cash }: TillFigures): unknown {
  const { totalMinor, exclusiveMinor, taxMinor, stampDutyMinor, roundingMinor, payableMinor } = totals;
  const cardMinor = sum(tenders.filter(({ kind }) => kind === 'card').map(({ amountMinor }) => amountMinor));
  return {
    totalMinor,
    exclusiveMinor,
    taxMinor,
    stampDutyMinor,
    roundingMinor,
    payableMinor,
    cardMinor,
    expectedCashMinor: cash.expectedMinor,
  };
}

function openTill(ledger: Ledger, tillId: string, floatMinor: number): number {
  const float = { ...looseCash(floatMinor), pieces: [] };
  const body = { sessionId: tillId, tillId, businessDate: '2026-03-01', currency: 'DZD', float, floatMinor, approval: null };
  const opened = ledger.append({ type: 'till.opened', v: 1, body }, 'amina');
  if (!opened.ok) throw new Error(opened.error.code);
  return positionOf(opened.value);
}

test('the figures of a till are the sum of its receipts, and add up among themselves', () => {
  // One journal for all runs: each begins a session of its own in it, behind those before.
  const terminal = new TestTerminal();
  const ledger = terminal.open();
  let run = 0;
  let receipts = 0;
  fc.assert(
    fc.property(
      fc.array(ringArbitrary, { minLength: 1, maxLength: 12 }),
      fc.array(movementArbitrary, { maxLength: 4 }),
      fc.integer({ min: 0, max: 10_000_000 }),
      (rings, movements, floatMinor) => {
        run += 1;
        const after = openTill(ledger, 'till-1', floatMinor);
        const sold: SaleCompleted[] = [];
        for (const [index, ring] of rings.entries()) {
          const made: { sale: SaleCompleted | null } = { sale: null };
          const answer = ledger.completeSale({
            saleId: `sale-${run}-${index}`,
            actor: 'amina',
            build: (facts) => {
              const sale = complete(ring, `sale-${run}-${index}`, facts);
              if (sale === null || !sale.ok) return { ok: false, error: { code: 'cart.empty', params: {} } };
              made.sale = sale.value;
              return ok(sale.value);
            },
            printJobs: () => [],
          });
          if (answer.ok && made.sale !== null && ring.tillId === 'till-1') sold.push(made.sale);
        }
        for (const [index, movement] of movements.entries()) {
          const body = { sessionId: 'till-1', tillId: 'till-1', movementId: `m${index}`, number: index + 1, ...movement };
          const rest = { businessDate: '2026-03-01', currency: 'DZD', reason: 'test', approval: null };
          ledger.append({ type: 'till.movement', v: 1, body: { ...body, ...rest } }, 'amina');
        }
        const stretch = { after, through: positionOf(ledger.head()) };
        const figures = tillFigures({ ...ledger.sums.summary(ledger.sums.runOf(stretch), stretch, 'till-1'), floatMinor });
        const moved = sum(movements.map(({ kind, amountMinor }) => (kind === 'paid-in' ? amountMinor : -amountMinor)));
        expect(said(figures)).toEqual(byHand(sold, floatMinor, moved));
        const { totals, taxes, tenders, counts } = figures;
        expect(totals.salesMinor + totals.returnsMinor).toBe(totals.totalMinor);
        expect(totals.totalMinor + totals.stampDutyMinor + totals.roundingMinor).toBe(totals.payableMinor);
        expect(sum(tenders.map(({ amountMinor }) => amountMinor))).toBe(totals.payableMinor);
        expect(sum(taxes.map(({ taxMinor }) => taxMinor))).toBe(totals.taxMinor);
        expect(counts.sales + counts.returns).toBe(sold.length);
        receipts += sold.length;
      },
    ),
    { numRuns: 25 },
  );
  ledger.close();
  // Most of what is drawn can be sold: a property over no receipts would hold of anything.
  expect(receipts).toBeGreaterThan(run);
});
