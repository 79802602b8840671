import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RefusalCode } from '../contract/refusal.ts';
import { MAX_QUANTITY_MILLI } from '../money/amount.ts';
import {
  type Cart,
  type CartCommand,
  type CartEvent,
  type CartItem,
  cartSchema,
  MAX_CART_EVENTS,
  MAX_CART_LINES,
  MAX_CART_TENDERS,
} from './cart.ts';
import { type PricingRules, priceCart } from './price-cart.ts';
import { pricedCartSchema } from './priced-cart.ts';
import { type CartChange, type CartContext, reduceCart } from './reduce-cart.ts';
import { commandSketchArbitrary, rulesArbitrary, sampleCart, sampleItem, sampleRules, sampleTender } from './ticket-arbitraries.ts';

function contextWith(rules: PricingRules = sampleRules()): CartContext {
  let ids = 0;
  return { nowIso: '2026-03-01T10:00:00.000Z', newId: () => `id-${++ids}`, personId: 'cashier', rules };
}

function done(cart: Cart, command: CartCommand, context = contextWith()): CartChange {
  const result = reduceCart(cart, command, context);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function refusedCode(cart: Cart, command: CartCommand, context = contextWith()): RefusalCode | null {
  const result = reduceCart(cart, command, context);
  return result.ok ? null : result.error.code;
}

function add(item: Partial<CartItem> = {}, quantityMilli = 1_000, merge = true): CartCommand {
  return { kind: 'line.add', item: sampleItem(item), quantityMilli, merge };
}

const one = sampleCart([{}]);
const payCash = { kind: 'tender.add', tender: sampleTender('cash', 20_000) } as const;

describe('adding lines', () => {
  test('the same piece again is counted on its line', () => {
    const { cart, changedLineId } = done(one, add());
    expect(cart.lines).toHaveLength(1);
    expect(cart.lines[0]?.quantityMilli).toBe(2_000);
    expect(changedLineId).toBe('line-1');
  });

  test('the line it is counted on may be any, and stays in its place', () => {
    const cart = sampleCart([{}, { productId: 'p2' }]);
    expect(done(cart, add()).cart.lines.map((line) => line.quantityMilli)).toEqual([2_000, 1_000]);
  });

  test.each([
    ['another product', {}, { productId: 'p2' }],
    ['something rung up by hand', { productId: null }, { productId: null }],
    ['another price', {}, { unitPriceMinor: 9_900 }],
    ['a price changed by hand to what the catalog now asks', { listPriceMinor: 12_000 }, {}],
    ['a line with a discount', { discount: { kind: 'percent', percentMilli: 1_000, reason: null } }, {}],
    ['a line with a note', { note: 'gift' }, {}],
    ['a returned line', { quantityMilli: -1_000 }, {}],
    ['weighed goods', { unit: 'kg' }, { unit: 'kg' }],
    ['a label price', { labelPriceMinor: 500 }, { labelPriceMinor: 500 }],
    ['another tax group', {}, { taxGroupId: 'reduced' }],
    ['the other price mode', {}, { priceIncludesTax: false }],
  ] as const)('%s begins a line of its own', (_, line, item) => {
    const { cart, changedLineId } = done(sampleCart([line]), add(item));
    expect(cart.lines).toHaveLength(2);
    expect(changedLineId).toBe(cart.lines[1]?.lineId);
  });

  test('a return, or a wish not to merge, begins a line of its own', () => {
    expect(done(one, add({}, -1_000)).cart.lines).toHaveLength(2);
    expect(done(one, add({}, 1_000, false)).cart.lines).toHaveLength(2);
  });

  test('what cannot be is refused', () => {
    expect(refusedCode(one, add({}, 0))).toBe('cart.quantity-out-of-range');
    expect(refusedCode(one, add({}, MAX_QUANTITY_MILLI + 1_000, false))).toBe('cart.quantity-out-of-range');
    expect(refusedCode(one, add({}, MAX_QUANTITY_MILLI))).toBe('cart.quantity-out-of-range');
    expect(refusedCode(one, add({}, 1_500))).toBe('cart.quantity-not-whole');
    expect(refusedCode(one, add({ unitPriceMinor: 1_000_000_000_000 }, 2_000))).toBe('cart.amount-too-large');
    expect(refusedCode(one, add({ taxGroupId: 'gone', productId: 'p2' }))).toBe('cart.tax-group-unknown');
    expect(refusedCode(sampleCart(Array.from({ length: MAX_CART_LINES }, () => ({}))), add({ productId: 'p2' }))).toBe(
      'cart.too-many-lines',
    );
  });
});

describe('altering lines', () => {
  const label = sampleCart([{ unit: 'kg', quantityMilli: 750, labelPriceMinor: 4_990 }]);
  const quantity = (quantityMilli: number, lineId = 'line-1'): CartCommand => ({ kind: 'line.quantity', lineId, quantityMilli });
  const price = (unitPriceMinor: number): CartCommand => ({ kind: 'line.price', lineId: 'line-1', unitPriceMinor, reason: 'damaged' });

  test('a quantity is replaced, within its bounds', () => {
    expect(done(one, quantity(3_000)).cart.lines[0]?.quantityMilli).toBe(3_000);
    expect(refusedCode(one, quantity(0))).toBe('cart.quantity-out-of-range');
    expect(refusedCode(one, quantity(500))).toBe('cart.quantity-not-whole');
    expect(refusedCode(one, quantity(1_000, 'gone'))).toBe('cart.line-unknown');
  });

  test('a quantity that falls or changes sign leaves who, when, from and to; one that rises leaves nothing', () => {
    const three = done(one, quantity(3_000)).cart;
    expect(three.events).toEqual([]);
    const told = { kind: 'quantity-reduced', at: '2026-03-01T10:00:00.000Z', personId: 'cashier', lineId: 'line-1' };
    const fewer = done(three, quantity(1_000)).cart;
    expect(fewer.events).toEqual([{ ...told, fromMilli: 3_000, toMilli: 1_000 }]);
    const back = done(fewer, quantity(-1_000)).cart;
    expect(done(back, quantity(2_000)).cart.events.slice(1)).toEqual([
      { ...told, fromMilli: 1_000, toMilli: -1_000 },
      { ...told, fromMilli: -1_000, toMilli: 2_000 },
    ]);
  });

  test('the quantity under a label only changes its sign: the same pack comes back', () => {
    expect(refusedCode(label, quantity(1_500))).toBe('cart.label-price-fixed');
    expect(done(label, quantity(-750)).priced.totals.totalMinor).toBe(-4_990);
  });

  test('a price by hand takes the place of the label, and frees the quantity', () => {
    const { cart } = done(label, price(6_000));
    expect(cart.lines[0]).toMatchObject({ unitPriceMinor: 6_000, labelPriceMinor: null, listPriceMinor: 10_000 });
    expect(done(cart, quantity(1_500)).priced.totals.totalMinor).toBe(9_000);
  });

  test('a price by hand leaves who, when, from, to and why; the same price leaves nothing', () => {
    const expected: CartEvent = {
      kind: 'price-changed',
      at: '2026-03-01T10:00:00.000Z',
      personId: 'cashier',
      lineId: 'line-1',
      fromMinor: 10_000,
      toMinor: 9_000,
      reason: 'damaged',
    };
    expect(done(one, price(9_000)).cart.events).toEqual([expected]);
    expect(done(one, price(10_000)).cart.events).toEqual([]);
  });

  test('a line voided leaves itself in the events', () => {
    const { cart, changedLineId } = done(one, { kind: 'line.void', lineId: 'line-1' });
    expect(cart.lines).toEqual([]);
    expect(cart.events).toEqual([{ kind: 'line-voided', at: '2026-03-01T10:00:00.000Z', personId: 'cashier', line: one.lines[0] }]);
    expect(changedLineId).toBeNull();
  });

  test('the journal of a ticket has an end', () => {
    const event: CartEvent = {
      kind: 'price-changed',
      at: '2026-03-01T10:00:00.000Z',
      personId: 'p',
      lineId: 'l',
      fromMinor: 1,
      toMinor: 2,
      reason: null,
    };
    const full = { ...one, events: Array.from({ length: MAX_CART_EVENTS }, () => event) };
    expect(refusedCode(full, { kind: 'line.void', lineId: 'line-1' })).toBe('cart.too-many-lines');
  });

  test('discounts beyond the line or the ticket are refused, also when the ticket shrinks under them', () => {
    const off = (amountMinor: number) => ({ kind: 'amount', amountMinor, reason: null }) as const;
    expect(refusedCode(one, { kind: 'line.discount', lineId: 'line-1', discount: off(10_001) })).toBe('cart.discount-too-large');
    expect(refusedCode(one, { kind: 'cart.discount', discount: off(10_001) })).toBe('cart.discount-too-large');
    const discounted = sampleCart([{}, { productId: 'p2' }], { discount: off(15_000) });
    expect(refusedCode(discounted, { kind: 'line.void', lineId: 'line-1' })).toBe('cart.discount-too-large');
    expect(refusedCode(discounted, add({ productId: 'p3' }, -1_000))).toBe('cart.discount-too-large');
  });

  test('voiding the last line takes the discount of the ticket with it', () => {
    const discounted = sampleCart([{}], { discount: { kind: 'amount', amountMinor: 100, reason: null } });
    expect(done(discounted, { kind: 'line.void', lineId: 'line-1' }).cart).toMatchObject({ lines: [], discount: null });
  });
});

describe('paying', () => {
  const paying = done(one, { kind: 'tender.add', tender: sampleTender('cash', 5_000) }).cart;

  test('while a tender stands, nothing moves the total', () => {
    const lineId = 'line-1';
    const commands: readonly CartCommand[] = [
      add(),
      { kind: 'line.quantity', lineId, quantityMilli: 2_000 },
      { kind: 'line.price', lineId, unitPriceMinor: 1, reason: null },
      { kind: 'line.discount', lineId, discount: null },
      { kind: 'line.void', lineId },
      { kind: 'cart.discount', discount: null },
    ];
    expect(commands.map((command) => refusedCode(paying, command))).toEqual(commands.map(() => 'cart.tenders-present'));
  });

  test('notes stay possible, and taking the tender off frees the ticket', () => {
    expect(done(paying, { kind: 'cart.note', note: 'call back' }).cart.note).toBe('call back');
    expect(done(paying, { kind: 'line.note', lineId: 'line-1', note: 'gift' }).cart.lines[0]?.note).toBe('gift');
    const freed = done(paying, { kind: 'tender.remove', tenderLineId: paying.tenders[0]?.tenderLineId ?? '' }).cart;
    expect(done(freed, add()).cart.lines[0]?.quantityMilli).toBe(2_000);
  });

  test('an empty ticket takes no money', () => {
    expect(refusedCode(sampleCart([]), payCash)).toBe('cart.empty');
  });

  test('a tender the shop does not take, or calls otherwise, is refused', () => {
    const voucher = { ...sampleTender('cash', 100), tenderId: 'voucher' };
    const disguised = { ...sampleTender('cash', 100), tenderId: 'card' };
    for (const tender of [voucher, disguised]) expect(refusedCode(one, { kind: 'tender.add', tender })).toBe('cart.tender-unknown');
    expect(refusedCode(paying, { kind: 'tender.remove', tenderLineId: 'gone' })).toBe('cart.tender-unknown');
  });

  test('one more tender than a ticket can have is refused', () => {
    const tenders = Array.from({ length: MAX_CART_TENDERS }, (_, index) => sampleTender('cash', 1, `t${index}`));
    expect(refusedCode({ ...one, tenders }, payCash)).toBe('cart.too-many-tenders');
  });

  test('a tender gets an id of its own, not the one it came with', () => {
    expect(done(one, payCash).cart.tenders).toEqual([{ ...sampleTender('cash', 20_000), tenderLineId: 'id-1' }]);
  });
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

test('whatever is sent in whatever order: nothing throws, every ticket prices and fits the contract, no total moves under a payment', () => {
  fc.assert(
    fc.property(fc.array(commandSketchArbitrary, { maxLength: 40 }), rulesArbitrary, (sketches, rules) => {
      const context = contextWith(rules);
      let cart = deepFreeze(sampleCart([]));
      for (const sketch of sketches) {
        const before = cart;
        const result = reduceCart(before, sketch(before, rules), context);
        if (!result.ok) continue;
        cart = deepFreeze(result.value.cart);
        expect(cart.revision).toBe(before.revision + 1);
        expect(priceCart(cart, rules)).toEqual({ ok: true, value: result.value.priced });
        expect(cartSchema.safeParse(cart).error).toBeUndefined();
        expect(pricedCartSchema.safeParse(result.value.priced).error).toBeUndefined();
        expect(new Set(cart.lines.map((line) => line.lineId)).size).toBe(cart.lines.length);
        if (before.tenders.length > 0)
          expect(cart.lines.map((line) => ({ ...line, note: null }))).toEqual(before.lines.map((line) => ({ ...line, note: null })));
        const { changedLineId } = result.value;
        if (changedLineId !== null) expect(cart.lines.some((line) => line.lineId === changedLineId)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('random tickets do get paid: the sequences above reach settled tickets with tenders', () => {
  let settled = 0;
  const sequences = fc.sample(fc.array(commandSketchArbitrary, { minLength: 20, maxLength: 40 }), { numRuns: 200, seed: 7 });
  for (const sketches of sequences) {
    const context = contextWith();
    let cart = sampleCart([]);
    for (const sketch of sketches) {
      const result = reduceCart(cart, sketch(cart, context.rules), context);
      if (!result.ok) continue;
      cart = result.value.cart;
      if (result.value.priced.settled && cart.tenders.length > 0) settled += 1;
    }
  }
  expect(settled).toBeGreaterThan(50);
});
