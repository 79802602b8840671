import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cart, CartLine, Discount } from './cart.ts';
import { priceCart } from './price-cart.ts';
import type { PricedCart } from './priced-cart.ts';
import { sampleCart, sampleRules } from './ticket-arbitraries.ts';
import { rightsNeeded, rightsToGoBack } from './ticket-rights.ts';

function priced(lines: readonly Partial<CartLine>[], changes: Partial<Cart> = {}): PricedCart {
  const cart = sampleCart(lines, changes);
  // Lines keep the ids they are given: which of them is gone is what the rights are about.
  const named = { ...cart, lines: cart.lines.map((line, index) => ({ ...line, ...lines[index] })) };
  const result = priceCart(named, sampleRules());
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

const percent = (percentMilli: number): Discount => ({ kind: 'percent', percentMilli, reason: null });
const amount = (amountMinor: number): Discount => ({ kind: 'amount', amountMinor, reason: null });
const LIMIT_MILLI = 5_000;

const linesArbitrary = fc.array(
  fc.record({
    unitPriceMinor: fc.integer({ min: 1, max: 5_000_000 }),
    quantityMilli: fc.integer({ min: 1, max: 50 }).map((n) => n * 1_000),
  }),
  { minLength: 1, maxLength: 20 },
);
const withIds = (lines: readonly Partial<CartLine>[]): Partial<CartLine>[] =>
  lines.map((line, index) => ({ ...line, lineId: `l${index}`, productId: `p${index}` }));

test('a per cent within the limit is never asked for, on lines or on the ticket, however it rounds', () => {
  fc.assert(
    fc.property(linesArbitrary, fc.integer({ min: 1, max: LIMIT_MILLI }), (lines, percentMilli) => {
      const plain = priced(withIds(lines));
      const onTicket = priced(withIds(lines), { discount: percent(percentMilli) });
      const onLines = priced(withIds(lines).map((line) => ({ ...line, discount: percent(percentMilli) })));
      expect(rightsNeeded(plain, onTicket, LIMIT_MILLI)).toEqual([]);
      expect(rightsNeeded(plain, onLines, LIMIT_MILLI)).toEqual([]);
    }),
  );
});

test('a per cent above the limit is asked for, unless a centime is all that it is above', () => {
  fc.assert(
    fc.property(linesArbitrary, fc.integer({ min: LIMIT_MILLI + 1, max: 100_000 }), (lines, percentMilli) => {
      const plain = priced(withIds(lines));
      const discounted = priced(withIds(lines), { discount: percent(percentMilli) });
      const gross = plain.lines.reduce((sum, line) => sum + line.grossMinor, 0);
      const aboveMinor = (gross * (percentMilli - LIMIT_MILLI)) / 100_000;
      fc.pre(aboveMinor > 3);
      expect(rightsNeeded(plain, discounted, LIMIT_MILLI)).toMatchObject([{ permission: 'discount.over-limit' }]);
    }),
  );
});

test('two discounts that are each within the limit are counted together', () => {
  const line = { lineId: 'l', unitPriceMinor: 100_000, discount: percent(5_000) };
  const before = priced([line]);
  const after = priced([line], { discount: percent(5_000) });
  expect(rightsNeeded(before, after, LIMIT_MILLI)).toEqual([
    { permission: 'discount.over-limit', subject: { cartId: 'cart', percentMilli: 9_750 } },
  ]);
});

test('an amount within the limit grows over it as lines are taken off, and is asked for then', () => {
  const lines = withIds([{ unitPriceMinor: 90_000 }, { unitPriceMinor: 10_000 }]);
  const before = priced(lines, { discount: amount(5_000) });
  expect(rightsNeeded(priced(lines), before, LIMIT_MILLI)).toEqual([]);
  const after = priced(lines.slice(1), { discount: amount(5_000) });
  expect(rightsNeeded(before, after, LIMIT_MILLI).map(({ permission }) => permission)).toEqual(['line.void', 'discount.over-limit']);
});

test('what was allowed once is not asked for again by what does not make it more', () => {
  const lines = withIds([{ unitPriceMinor: 90_000 }, { unitPriceMinor: 10_000 }]);
  const allowed = priced(lines, { discount: percent(20_000) });
  const more = priced([...lines, { lineId: 'l9', productId: 'p9', unitPriceMinor: 333 }], { discount: percent(20_000) });
  expect(rightsNeeded(allowed, more, LIMIT_MILLI)).toEqual([]);
  expect(rightsNeeded(allowed, priced(lines, { discount: percent(21_000) }), LIMIT_MILLI)).toHaveLength(1);
});

test('prices and goods that leave are asked for by themselves, with the figures', () => {
  const before = priced(withIds([{ unitPriceMinor: 90_000, quantityMilli: 3_000 }, { unitPriceMinor: 10_000 }]));
  const after = priced(withIds([{ unitPriceMinor: 80_000, quantityMilli: 2_000 }]));
  expect(rightsNeeded(before, after, 0)).toEqual([
    { permission: 'line.void', subject: { cartId: 'cart', lineId: 'l0', fromMilli: 3_000, toMilli: 2_000 } },
    { permission: 'price.change', subject: { cartId: 'cart', lineId: 'l0', fromMinor: 90_000, toMinor: 80_000 } },
    { permission: 'line.void', subject: { cartId: 'cart', lineId: 'l1', fromMilli: 1_000, toMilli: 0 } },
  ]);
  const goingBack = (listPriceMinor: number) => {
    const restored = { ...after, lines: after.lines.map((line) => ({ ...line, listPriceMinor })) };
    return rightsToGoBack(before, restored, 0).map(({ permission }) => permission);
  };
  // To the price of the catalog anybody goes back; to one that somebody had allowed, not.
  expect(goingBack(80_000)).toEqual(['line.void', 'line.void']);
  expect(goingBack(90_000)).toEqual(['line.void', 'price.change', 'line.void']);
});

test('adding goods needs no right at all', () => {
  fc.assert(
    fc.property(linesArbitrary, (lines) => {
      expect(
        rightsNeeded(priced(withIds(lines.slice(1))), priced(withIds(lines.slice(1)).concat({ lineId: 'new', productId: 'new' })), 0),
      ).toEqual([]);
    }),
  );
});
