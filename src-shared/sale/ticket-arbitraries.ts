/** Tickets, rules and commands for tests: a small shop to write cases by hand in, and generators of any ticket at all. */
import fc from 'fast-check';
import type { TaxGroup } from '../tax/tax-table.ts';
import type { Cart, CartCommand, CartItem, CartLine, CartTender, Discount } from './cart.ts';
import { newCart } from './new-cart.ts';
import { type PricingRules, priceCart } from './price-cart.ts';

const name = { en: 'Thing' };

function taxGroup(taxGroupId: string, ...ratesPpm: readonly number[]): TaxGroup {
  return {
    taxGroupId,
    name,
    taxes: ratesPpm.map((ratePpm, index) => ({ taxId: `${taxGroupId}-${index}`, name, rates: [{ from: '2000-01-01', ratePpm }] })),
  };
}

const TAX_GROUPS = [
  taxGroup('normal', 190_000),
  taxGroup('reduced', 90_000),
  taxGroup('five', 50_000),
  taxGroup('exempt'),
  taxGroup('zero', 0),
  taxGroup('several', 88_750, 25_000, 1),
  taxGroup('whole', 1_000_000, 1_000_000),
];

const TENDERS = (['cash', 'card', 'cheque'] as const).map((kind) => ({ tenderId: kind, kind, name, opensDrawer: kind === 'cash' }));

/** DZD in 2026 without duty or cash rounding, unless said otherwise. */
export function sampleRules(changes: Partial<PricingRules> = {}): PricingRules {
  return {
    day: '2026-03-01',
    minorDigits: 2,
    taxGroups: TAX_GROUPS,
    stampDuty: 'off',
    cashRoundingMinor: null,
    denominationsMinor: [200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500],
    tenders: TENDERS,
    ...changes,
  };
}

export function sampleItem(changes: Partial<CartItem> = {}): CartItem {
  return {
    productId: 'p1',
    code: null,
    sku: null,
    name,
    unit: 'piece',
    unitPriceMinor: 10_000,
    priceIncludesTax: true,
    taxGroupId: 'normal',
    labelPriceMinor: null,
    ...changes,
  };
}

export function sampleCart(lines: readonly Partial<CartLine>[], changes: Partial<Cart> = {}): Cart {
  const empty = newCart({ cartId: 'cart', currency: 'DZD', personId: 'person', nowIso: '2026-03-01T09:00:00.000Z' });
  return { ...empty, lines: lines.map((line, index) => sampleLine(`line-${index + 1}`, line)), ...changes };
}

function sampleLine(lineId: string, changes: Partial<CartLine>): CartLine {
  const item = sampleItem(changes);
  return { quantityMilli: 1_000, listPriceMinor: item.unitPriceMinor, discount: null, note: null, ...changes, ...item, lineId };
}

export function sampleTender(kind: 'cash' | 'card' | 'cheque', amountMinor: number, tenderLineId: string = kind): CartTender {
  return { tenderLineId, tenderId: kind, kind, amountMinor, card: null, reference: null };
}

/** The same ticket with everything brought back. */
export function returnOf(cart: Cart): Cart {
  return { ...cart, lines: cart.lines.map((line) => ({ ...line, quantityMilli: 0 - line.quantityMilli })) };
}

const discountPercent: fc.Arbitrary<Discount> = fc
  .integer({ min: 1, max: 100_000 })
  .map((percentMilli) => ({ kind: 'percent', percentMilli, reason: null }));

/** Amounts small and large, so that both the fast and the wide arithmetic are met. */
const priceArbitrary = fc.oneof(
  fc.integer({ min: 0, max: 500 }),
  fc.integer({ min: 0, max: 2_000_000 }),
  fc.integer({ min: 0, max: 400_000_000 }),
);

const lineArbitrary: fc.Arbitrary<Partial<CartLine>> = fc
  .record({
    item: fc.record({
      unitPriceMinor: priceArbitrary,
      priceIncludesTax: fc.boolean(),
      taxGroupId: fc.constantFrom(...TAX_GROUPS.map((group) => group.taxGroupId)),
      labelPriceMinor: fc.option(fc.integer({ min: 0, max: 50_000 }), { freq: 6 }),
    }),
    pieces: fc.option(fc.integer({ min: 1, max: 50 })),
    weightMilli: fc.integer({ min: 1, max: 9_999 }),
    negative: fc.boolean(),
    discount: fc.option(discountPercent, { freq: 3 }),
    amountOff: fc.option(fc.integer({ min: 1, max: 1_000 }), { freq: 3 }),
  })
  .map(({ item, pieces, weightMilli, negative, discount, amountOff }) => {
    const size = pieces === null ? weightMilli : pieces * 1_000;
    // By amount only where it surely fits, so that every generated ticket can be priced.
    const fits = amountOff !== null && item.labelPriceMinor === null && pieces !== null && amountOff <= item.unitPriceMinor;
    const off: Discount | null = fits ? { kind: 'amount', amountMinor: amountOff, reason: null } : discount;
    return { ...item, unit: pieces === null ? 'kg' : 'piece', quantityMilli: negative ? 0 - size : size, discount: off };
  });

/** Any ticket without tenders: mixed modes, groups, signs, labels and discounts. A discount by amount on it may turn out too large. */
export const cartArbitrary: fc.Arbitrary<Cart> = fc
  .record({
    lines: fc.array(lineArbitrary, { maxLength: 20 }),
    oneWay: fc.boolean(),
    discount: fc.option(
      fc.oneof(
        discountPercent,
        fc.integer({ min: 1, max: 3_000 }).map((amountMinor): Discount => ({ kind: 'amount', amountMinor, reason: null })),
      ),
    ),
  })
  .map(({ lines, oneWay, discount }) =>
    sampleCart(oneWay ? lines.map((line) => ({ ...line, quantityMilli: Math.abs(line.quantityMilli ?? 1_000) })) : lines, { discount }),
  );

export const rulesArbitrary: fc.Arbitrary<PricingRules> = fc
  .record({
    stampDuty: fc.constantFrom('off' as const, 'dz' as const),
    day: fc.constantFrom('2024-06-01', '2026-03-01'),
    minorDigits: fc.constantFrom(0, 2, 3),
    cashRoundingMinor: fc.constantFrom(null, 1, 5, 100, 500, 1_000),
  })
  .map(sampleRules);

/** Commands as a person, a faulty screen or a child at the keys might send them; lines and tenders are named by their place. */
export type CommandSketch = (cart: Cart, rules: PricingRules) => CartCommand;

const itemArbitrary = fc
  .record({
    productId: fc.constantFrom('p1', 'p2', null),
    unit: fc.constantFrom('piece' as const, 'kg' as const),
    unitPriceMinor: fc.constantFrom(0, 990, 10_000, 333_333, 1_000_000_000_000),
    priceIncludesTax: fc.boolean(),
    taxGroupId: fc.constantFrom('normal', 'reduced', 'several', 'exempt', 'forgotten'),
    labelPriceMinor: fc.option(fc.constantFrom(0, 345, 99_999), { freq: 4 }),
  })
  .map(sampleItem);

const quantityArbitrary = fc.oneof(
  fc.constantFrom(1_000, 2_000, -1_000),
  fc.integer({ min: -5_000, max: 5_000 }),
  fc.constantFrom(0, 1_000_000_000, -1_000_000_000),
);

const anyDiscount: fc.Arbitrary<Discount | null> = fc.option(
  fc.oneof(
    discountPercent,
    fc.constantFrom(1, 500, 20_000, 1_000_000_000_000).map((amountMinor): Discount => ({ kind: 'amount', amountMinor, reason: null })),
  ),
);

export const commandSketchArbitrary: fc.Arbitrary<CommandSketch> = fc.oneof(
  { weight: 5, arbitrary: addSketch() },
  { weight: 6, arbitrary: lineSketch() },
  {
    weight: 1,
    arbitrary: anyDiscount.map(
      (discount): CommandSketch =>
        () => ({ kind: 'cart.discount', discount }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('n', null).map(
      (note): CommandSketch =>
        () => ({ kind: 'cart.note', note }),
    ),
  },
  { weight: 4, arbitrary: tenderSketch() },
  { weight: 2, arbitrary: fc.nat(5).map(takeTenderOff) },
);

function addSketch(): fc.Arbitrary<CommandSketch> {
  const command = fc.record({ item: itemArbitrary, quantityMilli: quantityArbitrary, merge: fc.boolean() });
  return command.map((fields) => () => ({ kind: 'line.add', ...fields }));
}

function takeTenderOff(place: number): CommandSketch {
  return (cart) => ({ kind: 'tender.remove', tenderLineId: cart.tenders[place]?.tenderLineId ?? 'none' });
}

function lineSketch(): fc.Arbitrary<CommandSketch> {
  return fc
    .record({
      place: fc.nat(5),
      kind: fc.constantFrom('line.quantity', 'line.price', 'line.discount', 'line.note', 'line.void'),
      quantityMilli: quantityArbitrary,
      unitPriceMinor: priceArbitrary,
      discount: anyDiscount,
    })
    .map(({ place, kind, quantityMilli, unitPriceMinor, discount }) => (cart): CartCommand => {
      const lineId = cart.lines[place]?.lineId ?? 'none';
      if (kind === 'line.quantity') return { kind, lineId, quantityMilli };
      if (kind === 'line.price') return { kind, lineId, unitPriceMinor, reason: null };
      if (kind === 'line.discount') return { kind, lineId, discount };
      return kind === 'line.note' ? { kind, lineId, note: 'n' } : { kind: 'line.void', lineId };
    });
}

function tenderSketch(): fc.Arbitrary<CommandSketch> {
  return fc
    .record({
      kind: fc.constantFrom('cash' as const, 'card' as const, 'cheque' as const),
      /** Null: what is left. */
      amountMinor: fc.option(fc.oneof(fc.constantFrom(1, 500, -500, 1_000_000_000_000), fc.integer({ min: -50_000, max: 50_000 })), {
        freq: 2,
      }),
      tenderId: fc.constantFrom(null, null, null, 'unheard-of'),
    })
    .map(({ kind, amountMinor, tenderId }) => (cart, rules): CartCommand => {
      const ticket = priceCart(cart, rules);
      const remainingMinor = ticket.ok ? (kind === 'cash' ? ticket.value.remainingCashMinor : ticket.value.remainingOtherMinor) : 0;
      const tender = { tenderId: tenderId ?? kind, kind, amountMinor: amountMinor ?? remainingMinor, card: null, reference: null };
      return { kind: 'tender.add', tender };
    });
}
