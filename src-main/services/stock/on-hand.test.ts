import { afterEach, beforeEach, expect, test } from 'vitest';
import { ReturnsShop } from '../../app/returns-shop.fixture.ts';
import { onHandOf } from './on-hand.ts';

let shop: ReturnsShop;
beforeEach(async () => {
  shop = await ReturnsShop.open();
});
afterEach(async () => {
  await shop.end();
});

/** The server's figure, with this till's own entries counted up to one. */
function tell(productId: string, onHandThousandths: number, counted: { readonly epoch: number; readonly seq: number }): void {
  const row = { productId, onHandThousandths, countedEpoch: counted.epoch, countedSeq: counted.seq };
  const { catalog, ledger } = shop.test.till;
  catalog.keepPage(
    { changes: [{ kind: 'stock', id: productId, version: ledger.head().seq, row }], cursor: 'c', origin: 'o' },
    '2026-11-20T10:00:00.000Z',
  );
}

test('what is on hand is the server’s figure and the own sales it has not counted, exactly, whenever it counts them', async () => {
  const { till } = shop.test;
  const [code = '', other = ''] = shop.codes;
  const productId = till.catalog.lookup(code)?.productId ?? '';
  expect(onHandOf(till, productId)).toBeNull();
  await shop.sell([{ code, pieces: 3 }]);
  const afterFirst = till.ledger.head();
  await shop.sell([
    { code, pieces: 2 },
    { code: other, pieces: 7 },
  ]);
  // Nothing counted yet, then the first ticket, then all: what the shop has is the same each time.
  tell(productId, 10_000, { epoch: 0, seq: 0 });
  expect(onHandOf(till, productId)).toBe(5_000);
  tell(productId, 7_000, afterFirst);
  expect(onHandOf(till, productId)).toBe(5_000);
  tell(productId, 5_000, till.ledger.head());
  expect(onHandOf(till, productId)).toBe(5_000);
  await shop.sell([{ code, pieces: 6 }]);
  expect(onHandOf(till, productId)).toBe(-1_000);
  const preview = await shop.must('price.preview', { kind: 'goods', productId, quantityMilli: 1_000, unitPriceMinor: null });
  expect(preview.onHand).toEqual({ quantityMilli: -1_000, unit: 'piece' });
});
