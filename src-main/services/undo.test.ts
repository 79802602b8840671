import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cart, CartCommand } from '../../src-shared/sale/cart.ts';
import { newCart } from '../../src-shared/sale/new-cart.ts';
import type { PricingRules } from '../../src-shared/sale/price-cart.ts';
import { reduceCart } from '../../src-shared/sale/reduce-cart.ts';
import { takenBack } from './undo.ts';

const RULES: PricingRules = {
  day: '2026-11-20',
  minorDigits: 2,
  taxGroups: [{ taxGroupId: 'exempt', name: { en: 'Exempt' }, taxes: [] }],
  stampDuty: 'off',
  cashRoundingMinor: null,
  denominationsMinor: [],
  tenders: [],
};

type Act = { readonly kind: 'add' | 'undo' } | { readonly kind: 'void' | 'more' | 'fewer'; readonly at: number };

const actArbitrary: fc.Arbitrary<Act> = fc.oneof(
  fc.constant<Act>({ kind: 'add' }),
  fc.constant<Act>({ kind: 'undo' }),
  fc.record({ kind: fc.constantFrom('void' as const, 'more' as const, 'fewer' as const), at: fc.nat(20) }),
);

function commandOf(act: Act, cart: Cart): CartCommand | null {
  if (act.kind === 'add') {
    const item = {
      productId: null,
      code: null,
      sku: null,
      name: { en: 'x' },
      unit: 'piece' as const,
      unitPriceMinor: 100,
      priceIncludesTax: true,
      taxGroupId: 'exempt',
      labelPriceMinor: null,
    };
    return { kind: 'line.add', item, quantityMilli: 1_000, merge: false };
  }
  if (act.kind === 'undo' || !('at' in act) || cart.lines.length === 0) return null;
  const line = cart.lines[act.at % cart.lines.length]!;
  if (act.kind === 'void') return { kind: 'line.void', lineId: line.lineId };
  const quantityMilli = act.kind === 'more' ? line.quantityMilli + 2_000 : Math.max(1_000, line.quantityMilli - 1_000);
  return { kind: 'line.quantity', lineId: line.lineId, quantityMilli };
}

/** What the ticket and its events account for of a line: what is on it or was voided with it, and what was told as reduced. */
function accountedMilli({ lines, events }: Cart, lineId: string): number {
  const voided = events.flatMap((event) => (event.kind === 'line-voided' ? [event.line] : []));
  const whole = [...lines, ...voided].find((line) => line.lineId === lineId)?.quantityMilli ?? 0;
  const reductions = events.filter((event) => event.kind === 'quantity-reduced').filter((event) => event.lineId === lineId);
  return reductions.reduce((sum, { fromMilli, toMilli }) => sum + fromMilli - toMilli, whole);
}

test('whatever is added, taken off and taken back: all goods that were ever on the ticket are on it, or told as voided or reduced', () => {
  fc.assert(
    fc.property(fc.array(actArbitrary, { maxLength: 60 }), (acts) => {
      let time = Date.UTC(2026, 10, 20);
      const nowIso = () => {
        time += 1_000;
        return new Date(time).toISOString();
      };
      let history: Cart[] = [newCart({ cartId: 'c', currency: 'DZD', personId: 'p', nowIso: nowIso() })];
      const mostMilli = new Map<string, number>();
      for (const act of acts) {
        const cart = history.at(-1)!;
        const before = history.at(-2);
        if (act.kind === 'undo') {
          if (before !== undefined) history = [...history.slice(0, -2), takenBack(cart, before, { personId: 'p', nowIso: nowIso() })];
        } else {
          const command = commandOf(act, cart);
          if (command === null) continue;
          const context = { nowIso: nowIso(), newId: () => String(cart.revision + 1), personId: 'p', rules: RULES };
          const change = reduceCart(cart, command, context);
          if (change.ok) history.push(change.value.cart);
        }
        const now = history.at(-1)!;
        expect(now.revision).toBeGreaterThanOrEqual(cart.revision);
        for (const { lineId, quantityMilli } of now.lines) mostMilli.set(lineId, Math.max(quantityMilli, mostMilli.get(lineId) ?? 0));
        const on = now.lines.map((line) => line.lineId);
        const told = now.events.flatMap((event) => (event.kind === 'line-voided' ? [event.line.lineId] : []));
        expect([...on, ...told].sort()).toEqual([...mostMilli.keys()].sort());
        for (const [lineId, most] of mostMilli) expect(accountedMilli(now, lineId)).toBeGreaterThanOrEqual(most);
        expect(now.events.map((event) => event.at)).toEqual(now.events.map((event) => event.at).sort());
      }
    }),
  );
});

test('a change of price that is taken back is not told, for it never was', () => {
  const cart = newCart({ cartId: 'c', currency: 'DZD', personId: 'p', nowIso: '2026-11-20T10:00:00.000Z' });
  const context = (revision: number) => ({
    nowIso: '2026-11-20T10:00:01.000Z',
    newId: () => String(revision),
    personId: 'p',
    rules: RULES,
  });
  const added = reduceCart(cart, commandOf({ kind: 'add' }, cart)!, context(1));
  if (!added.ok) throw new Error(added.error.code);
  const lineId = added.value.cart.lines[0]!.lineId;
  const cheaper = reduceCart(added.value.cart, { kind: 'line.price', lineId, unitPriceMinor: 50, reason: null }, context(2));
  if (!cheaper.ok) throw new Error(cheaper.error.code);
  expect(cheaper.value.cart.events).toHaveLength(1);
  const restored = takenBack(cheaper.value.cart, added.value.cart, { personId: 'p', nowIso: '2026-11-20T10:00:02.000Z' });
  expect(restored.events).toEqual([]);
  expect(restored.lines[0]!.unitPriceMinor).toBe(100);
});

test('a reduction that is taken back is not told, for the goods are there again', () => {
  const at = '2026-11-20T10:00:01.000Z';
  const context = { nowIso: at, newId: () => '1', personId: 'p', rules: RULES };
  const done = (cart: Cart, command: CartCommand): Cart => {
    const change = reduceCart(cart, command, context);
    if (!change.ok) throw new Error(change.error.code);
    return change.value.cart;
  };
  const empty = newCart({ cartId: 'c', currency: 'DZD', personId: 'p', nowIso: at });
  const five = done(done(empty, commandOf({ kind: 'add' }, empty)!), { kind: 'line.quantity', lineId: '1', quantityMilli: 5_000 });
  const two = done(five, { kind: 'line.quantity', lineId: '1', quantityMilli: 2_000 });
  expect(two.events).toHaveLength(1);
  expect(takenBack(two, five, { personId: 'p', nowIso: at })).toMatchObject({ lines: [{ quantityMilli: 5_000 }], events: [] });
});
