import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Refusal } from '../contract/refusal.ts';
import { MAX_AMOUNT_MINOR } from '../money/amount.ts';
import type { Result } from '../result.ts';
import { type Cart, type CartLine, MAX_CART_LINES } from './cart.ts';
import { type PricingRules, priceCart, pricingRulesOf } from './price-cart.ts';
import { type PricedCart, pricedCartSchema } from './priced-cart.ts';
import { cartArbitrary, returnOf, rulesArbitrary, sampleCart, sampleRules, sampleTender } from './ticket-arbitraries.ts';

const RULES = sampleRules();

function priced(cart: Cart, rules: PricingRules = RULES): PricedCart {
  const result = priceCart(cart, rules);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function refused(result: Result<unknown, Refusal>): Refusal | null {
  return result.ok ? null : result.error;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

/** Any ticket that can be priced: a discount by amount may be too large for what the lines come to. */
function forEveryTicket(check: (cart: Cart, ticket: PricedCart, rules: PricingRules) => void): void {
  fc.assert(
    fc.property(cartArbitrary, rulesArbitrary, (cart, rules) => {
      const result = priceCart(cart, rules);
      if (!result.ok) expect(result.error.code).toBe('cart.discount-too-large');
      else check(cart, result.value, rules);
    }),
    { numRuns: 400 },
  );
}

describe('any ticket at all', () => {
  test('gross − discounts = net, exclusive + tax = total, on every line and on the ticket', () => {
    forEveryTicket((_, { lines, totals }) => {
      for (const line of lines) {
        expect(line.grossMinor - line.lineDiscountMinor - line.cartDiscountMinor).toBe(line.netMinor);
        expect(line.exclusiveMinor + line.taxMinor).toBe(line.totalMinor);
        expect(line.priceIncludesTax ? line.totalMinor : line.exclusiveMinor).toBe(line.netMinor);
      }
      expect(totals.exclusiveMinor + totals.taxMinor).toBe(totals.totalMinor);
      expect(totals.subtotalMinor - totals.discountMinor).toBe(sum(lines.map((line) => line.netMinor)));
    });
  });

  test('the ticket is the sum of its lines, and its tax rows are the sum of their taxes', () => {
    forEveryTicket((_, { lines, taxes, totals }) => {
      expect(totals.subtotalMinor).toBe(sum(lines.map((line) => line.grossMinor)));
      expect(totals.discountMinor).toBe(sum(lines.map((line) => line.lineDiscountMinor + line.cartDiscountMinor)));
      expect(totals.exclusiveMinor).toBe(sum(lines.map((line) => line.exclusiveMinor)));
      expect(totals.totalMinor).toBe(sum(lines.map((line) => line.totalMinor)));
      expect(totals.taxMinor).toBe(sum(lines.map((line) => line.taxMinor)));
      expect(totals.taxMinor).toBe(sum(taxes.map((row) => row.taxMinor)));
    });
  });

  test('discounts never turn a line, nor make it more', () => {
    forEveryTicket((_, { lines }) => {
      for (const line of lines) {
        const way = line.quantityMilli < 0 ? -1 : 1;
        for (const figure of [
          line.grossMinor,
          line.lineDiscountMinor,
          line.cartDiscountMinor,
          line.netMinor,
          line.exclusiveMinor,
          line.taxMinor,
        ]) {
          expect(figure * way).toBeGreaterThanOrEqual(0);
        }
      }
    });
  });

  test('the discount of the ticket never turns what the lines come to', () => {
    forEveryTicket((_, { lines }) => {
      const restMinor = sum(lines.map((line) => line.grossMinor - line.lineDiscountMinor));
      const netMinor = sum(lines.map((line) => line.netMinor));
      expect(netMinor * Math.sign(restMinor)).toBeGreaterThanOrEqual(0);
      expect(Math.abs(netMinor)).toBeLessThanOrEqual(Math.abs(restMinor));
    });
  });

  test('the return of everything is the exact negative, to the tax row', () => {
    forEveryTicket((cart, ticket, rules) => {
      const back = priced(returnOf(cart), rules);
      const negative = (figure: number) => 0 - figure;
      expect(
        back.lines.map((l) => [
          l.grossMinor,
          l.lineDiscountMinor,
          l.cartDiscountMinor,
          l.netMinor,
          l.exclusiveMinor,
          l.taxMinor,
          l.totalMinor,
        ]),
      ).toEqual(
        ticket.lines.map((l) =>
          [l.grossMinor, l.lineDiscountMinor, l.cartDiscountMinor, l.netMinor, l.exclusiveMinor, l.taxMinor, l.totalMinor].map(negative),
        ),
      );
      expect(back.taxes).toEqual(
        ticket.taxes.map((row) => ({ ...row, baseMinor: negative(row.baseMinor), taxMinor: negative(row.taxMinor) })),
      );
      expect(back.totals.totalMinor).toBe(negative(ticket.totals.totalMinor));
    });
  });

  test('every figure fits the contract', () => {
    forEveryTicket((_, ticket) => {
      expect(pricedCartSchema.safeParse(ticket).error).toBeUndefined();
      expect(JSON.parse(JSON.stringify(ticket))).toEqual(ticket);
    });
  });

  test('each line carries its share of a discount by per cent, to one unit', () => {
    forEveryTicket((cart, { lines }) => {
      if (cart.discount?.kind !== 'percent') return;
      for (const line of lines) {
        const exact = ((line.grossMinor - line.lineDiscountMinor) * cart.discount.percentMilli) / 100_000;
        // The group's own half unit of rounding, spread by weight, and one of the allocation.
        expect(Math.abs(line.cartDiscountMinor - exact)).toBeLessThan(1.5 + 1e-6);
      }
    });
  });
});

describe('discounts', () => {
  test('an amount comes off the lines by their worth, to the centime', () => {
    const { lines, totals } = priced(
      sampleCart([{ unitPriceMinor: 333 }, { unitPriceMinor: 333 }, { unitPriceMinor: 334 }], {
        discount: { kind: 'amount', amountMinor: 100, reason: null },
      }),
    );
    expect(lines.map((line) => line.cartDiscountMinor)).toEqual([33, 33, 34]);
    expect(totals).toMatchObject({ subtotalMinor: 1_000, discountMinor: 100, totalMinor: 900 });
  });

  test('12.5 % on a line, then 10 % on the ticket', () => {
    const { lines } = priced(
      sampleCart([{ unitPriceMinor: 1_000, discount: { kind: 'percent', percentMilli: 12_500, reason: null } }], {
        discount: { kind: 'percent', percentMilli: 10_000, reason: null },
      }),
    );
    expect(lines[0]).toMatchObject({ grossMinor: 1_000, lineDiscountMinor: 125, cartDiscountMinor: 88, netMinor: 787 });
  });

  test('an amount off a ticket with a return comes off what is bought; the return is given back whole', () => {
    const { lines } = priced(
      sampleCart([{ unitPriceMinor: 10_000 }, { unitPriceMinor: 9_900, quantityMilli: -1_000 }], {
        discount: { kind: 'amount', amountMinor: 100, reason: null },
      }),
    );
    expect(lines.map((line) => line.cartDiscountMinor)).toEqual([100, 0]);
  });

  test('more than the line or the ticket is refused with what there is', () => {
    const off = (amountMinor: number) => ({ kind: 'amount', amountMinor, reason: null }) as const;
    const limit = { code: 'cart.discount-too-large', params: { limitMinor: 1_000 } };
    expect(refused(priceCart(sampleCart([{ unitPriceMinor: 1_000, discount: off(1_001) }]), RULES))).toEqual(limit);
    expect(refused(priceCart(sampleCart([{ unitPriceMinor: 1_000, quantityMilli: -1_000, discount: off(1_001) }]), RULES))).toEqual(limit);
    expect(refused(priceCart(sampleCart([{ unitPriceMinor: 1_000 }], { discount: off(1_001) }), RULES))).toEqual(limit);
    expect(priced(sampleCart([{ unitPriceMinor: 1_000, discount: off(1_000) }])).totals.totalMinor).toBe(0);
    expect(priced(sampleCart([{ unitPriceMinor: 1_000 }], { discount: off(1_000) })).totals.totalMinor).toBe(0);
  });

  test('the whole price off leaves a ticket of nothing, settled', () => {
    const free = priced(sampleCart([{}], { discount: { kind: 'percent', percentMilli: 100_000, reason: null } }));
    expect(free).toMatchObject({ settled: true, totals: { totalMinor: 0, discountMinor: 10_000 } });
  });
});

describe('quantities and labels', () => {
  test('a weight is priced to the nearest centime', () => {
    expect(priced(sampleCart([{ unit: 'kg', unitPriceMinor: 89_900, quantityMilli: 1_257 }])).lines[0]?.grossMinor).toBe(113_004);
  });

  test('a label decides the price, whatever weight times price says, also when the pack comes back', () => {
    const line: Partial<CartLine> = { unit: 'kg', unitPriceMinor: 89_900, quantityMilli: 1_257, labelPriceMinor: 113_000 };
    expect(priced(sampleCart([line])).totals.totalMinor).toBe(113_000);
    expect(priced(sampleCart([{ ...line, quantityMilli: -1_257 }])).totals.totalMinor).toBe(-113_000);
  });

  test('pieces are counted, weighed goods are one each, returns count too', () => {
    const cart = sampleCart([{ quantityMilli: 3_000 }, { unit: 'kg', quantityMilli: 2_500 }, { quantityMilli: -2_000 }]);
    expect(priced(cart).itemCount).toBe(6);
  });
});

describe('bounds', () => {
  test('a line, a ticket and its tax beyond the largest amount are refused', () => {
    const tooLarge = { code: 'cart.amount-too-large', params: {} };
    const half: Partial<CartLine> = { unitPriceMinor: MAX_AMOUNT_MINOR / 2 };
    expect(refused(priceCart(sampleCart([{ unitPriceMinor: MAX_AMOUNT_MINOR, quantityMilli: 2_000 }]), RULES))).toEqual(tooLarge);
    expect(refused(priceCart(sampleCart([half, half, { unitPriceMinor: 1 }]), RULES))).toEqual(tooLarge);
    expect(refused(priceCart(sampleCart([half, { ...half, quantityMilli: -2_000 }]), RULES))).toEqual(tooLarge);
    expect(refused(priceCart(sampleCart([{ unitPriceMinor: MAX_AMOUNT_MINOR, priceIncludesTax: false }]), RULES))).toEqual(tooLarge);
    const onTop: Partial<CartLine> = { ...half, priceIncludesTax: false };
    expect(refused(priceCart(sampleCart([onTop, { ...onTop, quantityMilli: -1_000 }]), RULES))).toEqual(tooLarge);
    const halfOff = { kind: 'percent', percentMilli: 50_000, reason: null } as const;
    expect(refused(priceCart(sampleCart([half, half, half], { discount: halfOff }), RULES))).toEqual(tooLarge);
    expect(priced(sampleCart([half, half])).totals.totalMinor).toBe(MAX_AMOUNT_MINOR);
  });

  test('duty that would lift the sum over the bound is refused before it can be tendered', () => {
    const cart = sampleCart([{ unitPriceMinor: MAX_AMOUNT_MINOR }]);
    expect(refused(priceCart(cart, sampleRules({ stampDuty: 'dz' })))?.code).toBe('cart.amount-too-large');
  });

  test('the longest ticket is priced', () => {
    const cart = sampleCart(
      Array.from({ length: MAX_CART_LINES }, (_, index) => ({ unitPriceMinor: 100 + index, priceIncludesTax: index % 2 === 0 })),
    );
    expect(priced(cart).lines).toHaveLength(MAX_CART_LINES);
  });

  test('a line of a tax group the shop no longer has is refused', () => {
    expect(refused(priceCart(sampleCart([{ taxGroupId: 'gone' }]), RULES))?.code).toBe('cart.tax-group-unknown');
  });
});

test('an open ticket shows what is left in cash and otherwise, and what to hand over', () => {
  const rules = sampleRules({ stampDuty: 'dz', cashRoundingMinor: 500 });
  const cart = sampleCart([{ unitPriceMinor: 137_000 }]);
  expect(priced(cart, rules)).toMatchObject({
    settled: false,
    remainingCashMinor: 138_500,
    remainingOtherMinor: 137_000,
    quickCashMinor: [138_500, 139_000, 140_000, 150_000, 200_000],
    totals: { totalMinor: 137_000, payableMinor: 137_000, tenderedMinor: 0, changeMinor: 0 },
  });
  expect(priced({ ...cart, tenders: [sampleTender('cash', 150_000)] }, rules)).toMatchObject({
    settled: true,
    quickCashMinor: [],
    totals: { payableMinor: 138_500, stampDutyMinor: 1_400, roundingMinor: 100, tenderedMinor: 150_000, changeMinor: 11_500 },
  });
});

test('an empty ticket has nothing to pay', () => {
  expect(priced(sampleCart([]))).toMatchObject({
    lines: [],
    taxes: [],
    itemCount: 0,
    quickCashMinor: [],
    totals: { totalMinor: 0, payableMinor: 0 },
  });
});

describe('currencies with 0 and 3 decimals', () => {
  test('19 % inside a price of whole units', () => {
    const { totals } = priced(
      sampleCart([{ unitPriceMinor: 1_000 }, { unitPriceMinor: 1 }]),
      sampleRules({ minorDigits: 0, stampDuty: 'dz' }),
    );
    expect(totals).toMatchObject({ totalMinor: 1_001, taxMinor: 160, exclusiveMinor: 841 });
  });

  test('cash rounded to 50 thousandths', () => {
    const ticket = priced(sampleCart([{ unitPriceMinor: 12_345 }]), sampleRules({ minorDigits: 3, cashRoundingMinor: 50 }));
    expect([ticket.remainingCashMinor, ticket.remainingOtherMinor]).toEqual([12_350, 12_345]);
  });
});

describe('the rules of a day', () => {
  const settings = {
    currency: 'TND',
    taxGroups: RULES.taxGroups,
    stampDuty: 'off',
    cashRoundingMinor: 50,
    denominationsMinor: [1_000],
    tenders: RULES.tenders,
  } as unknown as Parameters<typeof pricingRulesOf>[0]; // Only what pricing reads.

  test('come from the settings and ISO 4217', () => {
    expect(pricingRulesOf(settings, '2026-03-01')).toEqual({
      day: '2026-03-01',
      minorDigits: 3,
      taxGroups: RULES.taxGroups,
      stampDuty: 'off',
      cashRoundingMinor: 50,
      denominationsMinor: [1_000],
      tenders: RULES.tenders,
    });
  });

  test('an unknown currency is not guessed at', () => {
    expect(() => pricingRulesOf({ ...settings, currency: 'ABC' }, '2026-03-01')).toThrow(RangeError);
  });
});
