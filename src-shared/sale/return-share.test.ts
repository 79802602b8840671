import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SaleCompleted } from '../ledger/bodies.ts';
import type { Cart } from './cart.ts';
import { buildSaleCompleted } from './complete-sale.ts';
import { newCart } from './new-cart.ts';
import { priceCart } from './price-cart.ts';
import { putReturns, type ReturnableTicket } from './return-cart.ts';
import { shareOfLine, soldLines } from './return-share.ts';
import { cartArbitrary, sampleCart, sampleRules, sampleTender } from './ticket-arbitraries.ts';

const TERMS = { reasonId: 'other', note: null, disposition: 'restock', approval: null, foreignReceipt: null } as const;
const PERPETUAL = { signedMinor: 0, absoluteMinor: 0, tickets: 0 };

type Rules = ReturnType<typeof sampleRules>;

/** The ticket as the ledger has it, paid in cash to the coin. */
function sold(cart: Cart, rules: Rules): SaleCompleted | null {
  const priced = priceCart(cart, rules);
  if (!priced.ok) return null;
  const due = priced.value.remainingCashMinor;
  const paid = priceCart({ ...cart, tenders: due === 0 ? [] : [sampleTender('cash', due)] }, rules);
  if (!paid.ok) return null;
  const facts = {
    receiptNumber: 'A-1',
    receiptSeq: 1,
    businessDate: rules.day,
    tillId: 't',
    language: 'fr',
    perpetualBefore: PERPETUAL,
  } as const;
  const sale = buildSaleCompleted(paid.value, facts);
  return sale.ok ? sale.value : null;
}

/** Returns of one receipt one after the other, as the ledger would come to know them. */
class Returns {
  readonly made: SaleCompleted[] = [];
  readonly #sale: SaleCompleted;
  readonly #rules: Rules;
  readonly #returned = new Map<number, number>();
  #owedMinor = 0;

  constructor(sale: SaleCompleted, rules: Rules) {
    this.#sale = sale;
    this.#rules = rules;
  }

  leftOf(lineNo: number): number {
    return Math.max(0, (this.#sale.lines[lineNo - 1]?.quantityMilli ?? 0) - (this.#returned.get(lineNo) ?? 0));
  }

  ticket(): ReturnableTicket {
    const { saleId, receiptNumber } = this.#sale;
    return { saleId, receiptNumber, lines: soldLines(this.#sale), returned: new Map(this.#returned), owedRoundingMinor: this.#owedMinor };
  }

  take(chosen: readonly { readonly lineNo: number; readonly quantityMilli: number }[]): void {
    if (chosen.length === 0) return;
    const empty = newCart({ cartId: `r${this.made.length}`, currency: 'DZD', personId: 'p', nowIso: '2026-03-02T09:00:00.000Z' });
    const context = { nowIso: '2026-03-02T09:00:00.000Z', newId: () => '1', personId: 'p', rules: this.#rules };
    const put = putReturns(
      empty,
      this.ticket(),
      chosen.map((choice) => ({ ...choice, terms: TERMS })),
      context,
    );
    if (!put.ok) throw new Error(put.error.code);
    const back = sold(put.value.cart, this.#rules);
    if (back === null) throw new Error('the return cannot be completed');
    this.made.push(back);
    this.#owedMinor += back.totals.roundingMinor;
    for (const { lineNo, quantityMilli } of chosen) this.#returned.set(lineNo, (this.#returned.get(lineNo) ?? 0) + quantityMilli);
  }
}

/** Whole pieces of piece goods, anything of what is weighed. */
function partOf(line: SaleCompleted['lines'][number] | undefined, leftMilli: number, thousandths: number): number {
  const step = line?.unit === 'piece' ? 1_000 : 1;
  return Math.min(leftMilli, Math.max(step, Math.floor((leftMilli * thousandths) / 1_000 / step) * step));
}

function returnAll(sale: SaleCompleted, rules: Rules, picks: readonly (readonly [number, number])[]): Returns {
  const returns = new Returns(sale, rules);
  for (const [pick, thousandths] of picks) {
    const lineNo = (pick % sale.lines.length) + 1;
    const leftMilli = returns.leftOf(lineNo);
    if (leftMilli > 0) returns.take([{ lineNo, quantityMilli: partOf(sale.lines[lineNo - 1], leftMilli, thousandths) }]);
  }
  const rest = sale.lines.map((_, index) => ({ lineNo: index + 1, quantityMilli: returns.leftOf(index + 1) }));
  returns.take(rest.filter(({ quantityMilli }) => quantityMilli > 0));
  return returns;
}

const onlySold = (cart: Cart): Cart => ({
  ...cart,
  cartId: 'sold',
  lines: cart.lines.map((line, index) => ({ ...line, lineId: String(index), quantityMilli: Math.abs(line.quantityMilli) })),
});
const picksArbitrary = fc.array(fc.tuple(fc.nat({ max: 30 }), fc.integer({ min: 1, max: 1_000 })), { maxLength: 12 });
const sum = (figures: readonly number[]): number => figures.reduce((total, figure) => total + figure, 0);

describe('returning everything, in any order of parts', () => {
  test.each([
    ['to the centime', null],
    ['in coins of 5 dinars', 500],
    ['in coins of 1 dinar', 100],
  ])('gives back exactly what was paid, %s: lines, discounts, every tax, the cash', (_, cashRoundingMinor) => {
    const rules = sampleRules({ cashRoundingMinor });
    fc.assert(
      fc.property(cartArbitrary, picksArbitrary, (cart, picks) => {
        const sale = sold(onlySold(cart), rules);
        if (sale === null || sale.lines.length === 0) return;
        const { made } = returnAll(sale, rules, picks);
        const figures = [
          'subtotalMinor',
          'discountMinor',
          'exclusiveMinor',
          'taxMinor',
          'totalMinor',
          'roundingMinor',
          'payableMinor',
        ] as const;
        for (const figure of figures)
          expect([figure, sum(made.map(({ totals }) => totals[figure]))]).toEqual([figure, 0 - sale.totals[figure]]);
        for (const row of sale.taxes) {
          const back = made.flatMap(({ taxes }) =>
            taxes.filter(
              ({ taxGroupId, taxId, ratePpm }) => taxGroupId === row.taxGroupId && taxId === row.taxId && ratePpm === row.ratePpm,
            ),
          );
          expect([row.taxId, sum(back.map(({ taxMinor }) => taxMinor)), sum(back.map(({ baseMinor }) => baseMinor))]).toEqual([
            row.taxId,
            0 - row.taxMinor,
            0 - row.baseMinor,
          ]);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('gives nobody money twice on the way: no part is more than the line, and none goes the other way', () => {
    fc.assert(
      fc.property(cartArbitrary, picksArbitrary, (cart, picks) => {
        const rules = sampleRules({ cashRoundingMinor: 500 });
        const sale = sold(onlySold(cart), rules);
        if (sale === null || sale.lines.length === 0) return;
        for (const { totals, lines } of returnAll(sale, rules, picks).made) {
          expect(totals.payableMinor).toBeLessThanOrEqual(0);
          for (const { netMinor, totalMinor } of lines) expect(Math.max(netMinor, totalMinor)).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('keeps every line consistent: gross less discounts is net, and without tax plus tax is the total', () => {
    fc.assert(
      fc.property(cartArbitrary, fc.integer({ min: 1, max: 1_000 }), (cart, thousandths) => {
        const sale = sold(onlySold(cart), sampleRules());
        if (sale === null) return;
        for (const line of soldLines(sale)) {
          const share = shareOfLine(line, 0, partOf(line.line, line.line.quantityMilli, thousandths));
          expect(share.grossMinor - share.lineDiscountMinor - share.cartDiscountMinor).toBe(share.netMinor);
          expect(share.exclusiveMinor + share.taxMinor).toBe(share.totalMinor);
          expect(sum(share.taxes.map(({ taxMinor }) => taxMinor))).toBe(share.taxMinor);
        }
      }),
      { numRuns: 100 },
    );
  });
});

test('a line at 10.00 for three gives back 3.33, 3.34 and 3.33', () => {
  const sale = sold(
    sampleCart([{ unitPriceMinor: 1_000, quantityMilli: 3_000, discount: { kind: 'amount', amountMinor: 2_000, reason: null } }]),
    sampleRules(),
  );
  const [line] = sale === null ? [] : soldLines(sale);
  if (line === undefined) throw new Error('nothing sold');
  expect([0, 1_000, 2_000].map((before) => shareOfLine(line, before, 1_000).totalMinor)).toEqual([-333, -334, -333]);
});

test('duty stays with the treasury: what comes back in parts is the goods, not the stamp', () => {
  const rules = sampleRules({ stampDuty: 'dz' });
  const sale = sold(sampleCart([{ unitPriceMinor: 100_000, quantityMilli: 3_000 }]), rules);
  if (sale === null) throw new Error('nothing sold');
  expect(sale.totals.stampDutyMinor).toBeGreaterThan(0);
  const { made } = returnAll(sale, rules, [[0, 400]]);
  expect(sum(made.map(({ totals }) => totals.stampDutyMinor))).toBe(0);
  expect(sum(made.map(({ totals }) => totals.payableMinor))).toBe(0 - sale.totals.totalMinor);
});

test('a ticket that came to nothing comes back for nothing', () => {
  const rules = sampleRules({ cashRoundingMinor: 500 });
  const sale = sold(sampleCart([{ unitPriceMinor: 0, quantityMilli: 2_000 }]), rules);
  if (sale === null) throw new Error('nothing sold');
  const { made } = returnAll(sale, rules, [[0, 500]]);
  expect(made.map(({ totals }) => totals.payableMinor)).toEqual([0, 0]);
});

test('1,114 lines come back one by one to the last centime', () => {
  const lines = Array.from({ length: 1_114 }, (_, index) => ({ unitPriceMinor: 99 + index, quantityMilli: 1_000 }));
  const discount = { kind: 'amount', amountMinor: 12_345, reason: null } as const;
  const sale = sold(sampleCart(lines, { discount }), sampleRules());
  if (sale === null) throw new Error('nothing sold');
  const back = soldLines(sale).map((line) => shareOfLine(line, 0, 1_000));
  expect(sum(back.map(({ totalMinor }) => totalMinor))).toBe(0 - sale.totals.totalMinor);
  expect(sum(back.map(({ cartDiscountMinor }) => cartDiscountMinor))).toBe(-12_345);
});

test('more than was sold is refused, and so is a piece cut in two', () => {
  const rules = sampleRules();
  const sale = sold(sampleCart([{ quantityMilli: 2_000 }]), rules);
  if (sale === null) throw new Error('nothing sold');
  const returns = new Returns(sale, rules);
  returns.take([{ lineNo: 1, quantityMilli: 1_000 }]);
  expect(() => returns.take([{ lineNo: 1, quantityMilli: 2_000 }])).toThrow('return.exceeds');
  expect(() => returns.take([{ lineNo: 1, quantityMilli: 500 }])).toThrow('cart.quantity-not-whole');
  expect(() => returns.take([{ lineNo: 2, quantityMilli: 1_000 }])).toThrow('cart.line-unknown');
});
