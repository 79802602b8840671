import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ScaleView } from '../../src-shared/contract/device-state.ts';
import { TestTerminal } from '../app/terminal.fixture.ts';
import { previewPrice } from './preview-price.ts';
import { addChosen, type CounterScale } from './read-scale.ts';
import { typedChangeRefusal } from './typed-weight.ts';

vi.setConfig({ testTimeout: 30_000 });

const CURCUMA = '6139990044030';
const TOMATOES = 'FL-003';

let shop: TestTerminal;
beforeEach(async () => {
  shop = new TestTerminal();
  await shop.startDemo();
});
afterEach(() => shop.end());

/** A scale that says what the test says, and offers that weight under the id `r`. */
function scaleThat(view: ScaleView): CounterScale {
  return {
    view: () => view,
    want: () => undefined,
    offered: (readingId) => (view.state === 'stable' && readingId === view.readingId ? view.weightMilliKg : null),
    use: () => undefined,
    tare: () => true,
  };
}
const STABLE = scaleThat({ state: 'stable', readingId: 'r', weightMilliKg: 1_235, tareMilliKg: 0 });
const BROKEN = scaleThat({ state: 'fault', fault: 'scale.silent' });
const EMPTY = scaleThat({ state: 'empty', tareMilliKg: 0 });

const choose = (quantityMilli: number | null, readingId?: string) => ({
  productId: TOMATOES,
  quantityMilli,
  unitPriceMinor: null,
  code: null,
  ...(readingId === undefined ? {} : { readingId }),
});
const forbidTyping = (): void => {
  shop.till.settings = { ...shop.till.settings, weighing: { ...shop.till.settings.weighing, typedWeight: 'without-scale' } };
};
const lastLine = () => shop.till.ticket?.cart.lines.at(-1);

describe('a weight on a line', () => {
  test('says that it came from the scale', () => {
    expect(addChosen(shop.till, STABLE, choose(null, 'r'))).toMatchObject({ ok: true });
    expect(lastLine()).toMatchObject({ quantityMilli: 1_235, measured: 'scale' });
  });

  test('says that it was typed beside a scale, and nothing where there is none', () => {
    addChosen(shop.till, EMPTY, choose(750));
    expect(lastLine()).toMatchObject({ quantityMilli: 750, measured: 'keyed' });
    addChosen(shop.till, null, choose(500));
    expect(lastLine()).not.toHaveProperty('measured');
  });

  test('from the scale becomes typed when it is changed by hand, and not when it is typed as it stands', async () => {
    addChosen(shop.till, STABLE, choose(null, 'r'));
    const edit = async (quantityMilli: number) => {
      const { cart } = shop.till.ticket!;
      const command = { kind: 'line.quantity' as const, lineId: lastLine()!.lineId, quantityMilli };
      await shop.must('cart.command', { cartId: cart.cartId, revision: cart.revision, command });
    };
    await edit(1_235);
    expect(lastLine()).toMatchObject({ quantityMilli: 1_235, measured: 'scale' });
    await edit(1_000);
    expect(lastLine()).toMatchObject({ quantityMilli: 1_000, measured: 'keyed' });
  });

  test('goods by the piece are never measured', () => {
    const productId = shop.till.catalog.lookup(CURCUMA)!.productId;
    addChosen(shop.till, EMPTY, { ...choose(2_000), productId });
    expect(lastLine()).not.toHaveProperty('measured');
  });
});

describe('where the shop wants its scale used', () => {
  beforeEach(forbidTyping);

  test('a typed weight is refused, a weighed one taken', () => {
    expect(addChosen(shop.till, EMPTY, choose(750))).toMatchObject({ ok: false, error: { code: 'scale.typing-not-allowed' } });
    expect(addChosen(shop.till, STABLE, choose(null, 'r'))).toMatchObject({ ok: true });
  });

  test('a scale that does not work, or none, leaves typing', () => {
    expect(addChosen(shop.till, BROKEN, choose(750))).toMatchObject({ ok: true });
    expect(addChosen(shop.till, null, choose(500))).toMatchObject({ ok: true });
  });

  test('a weighed line keeps its weight; a line of pieces changes', () => {
    addChosen(shop.till, STABLE, choose(null, 'r'));
    const weighed = lastLine()!.lineId;
    const change = (lineId: string, quantityMilli: number) =>
      typedChangeRefusal(shop.till, EMPTY, { kind: 'line.quantity', lineId, quantityMilli });
    expect(change(weighed, 900)).toMatchObject({ code: 'scale.typing-not-allowed' });
    expect(change(weighed, -1_235)).toBeNull();
    addChosen(shop.till, EMPTY, { ...choose(1_000), productId: shop.till.catalog.lookup(CURCUMA)!.productId });
    expect(change(lastLine()!.lineId, 5_000)).toBeNull();
  });
});

describe('what something would cost', () => {
  test('of goods, with an empty counter and beside others, is what it then costs, and nothing is changed', () => {
    const request = { kind: 'goods', productId: TOMATOES, quantityMilli: 1_235, unitPriceMinor: null } as const;
    expect(previewPrice(shop.till, request)).toEqual({ ok: true, value: { lineTotalMinor: 14_820, totalMinor: 14_820, onHand: null } });
    expect(shop.till.ticket?.cart.lines ?? []).toEqual([]);
    addChosen(shop.till, STABLE, choose(null, 'r'));
    const { revision } = shop.till.ticket!.cart;
    expect(previewPrice(shop.till, request)).toEqual({ ok: true, value: { lineTotalMinor: 14_820, totalMinor: 29_640, onHand: null } });
    expect(shop.till.ticket!.cart.revision).toBe(revision);
  });

  test('of a discount is the total it leaves; of one too large the refusal it would be', () => {
    addChosen(shop.till, STABLE, choose(null, 'r'));
    const { cartId } = shop.till.ticket!.cart;
    const preview = (amountMinor: number) =>
      previewPrice(shop.till, {
        kind: 'edit',
        cartId,
        command: { kind: 'cart.discount', discount: { kind: 'amount', amountMinor, reason: null } },
      });
    expect(preview(820)).toEqual({ ok: true, value: { lineTotalMinor: null, totalMinor: 14_000, onHand: null } });
    expect(preview(14_821)).toMatchObject({ ok: false, error: { code: 'cart.discount-too-large' } });
    expect(previewPrice(shop.till, { kind: 'edit', cartId: 'other', command: { kind: 'cart.discount', discount: null } })).toMatchObject({
      ok: false,
      error: { code: 'cart.not-found' },
    });
  });

  test('of a product that is gone, or has no price yet, is said to be so', () => {
    const request = { kind: 'goods', productId: 'gone', quantityMilli: 1_000, unitPriceMinor: null } as const;
    expect(previewPrice(shop.till, request)).toMatchObject({ ok: false, error: { code: 'product.unknown' } });
  });
});
