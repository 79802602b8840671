import { afterEach, beforeEach, expect, test } from 'vitest';
import { receiptQrData } from '../../../src-shared/receipt/receipt-qr.ts';
import { ReturnsShop } from '../../app/returns-shop.fixture.ts';
import { positionOf } from '../../ledger/position.ts';
import { verifyFolder } from '../../ledger/verify.ts';

let shop: ReturnsShop;

beforeEach(async () => {
  shop = await ReturnsShop.open();
});
afterEach(() => shop.end());

const TERMS = { reasonId: 'defective', note: null, disposition: 'restock' as const };

test('a receipt is found by its QR, by its number and by the number without its letters', async () => {
  const sale = await shop.sell([{ code: shop.codes[0] ?? '', pieces: 2 }]);
  const qr = receiptQrData({ terminal: 'T', receiptNumber: sale.receiptNumber, saleId: sale.saleId, totalMinor: 1, signature: null }, null);
  for (const text of [qr, sale.receiptNumber, sale.receiptNumber.toLowerCase(), '1', '٠٠٠٠٠١']) {
    const found = await shop.must('return.find', { by: 'text', text });
    expect(found).toMatchObject({ kind: 'found', receipt: { saleId: sale.saleId } });
  }
  expect(await shop.must('return.find', { by: 'text', text: 'X9-1' })).toMatchObject({ kind: 'unknown' });
  expect(await shop.must('return.find', { by: 'text', text: '99' })).toMatchObject({ kind: 'unknown' });
});

test('a part comes back in cash: found, chosen, paid back, printed, and counted once', async () => {
  const sale = await shop.sell([{ code: shop.codes[0] ?? '', pieces: 3 }]);
  const outcome = await shop.must('return.take', { saleId: sale.saleId, lines: [{ lineNo: 1, quantityMilli: 1_000, ...TERMS }] });
  expect(outcome.cart.lines[0]).toMatchObject({ quantityMilli: -1_000, returnOf: { saleId: sale.saleId, lineNo: 1 } });
  const { proposals } = await shop.must('return.refunds', { cartId: outcome.cart.cartId });
  expect(proposals).toEqual([expect.objectContaining({ kind: 'cash', amountMinor: outcome.cart.remainingCashMinor })]);
  const back = await shop.payBack();
  expect(back.payableMinor).toBeLessThan(0);
  expect(shop.test.till.ledger.counts()).toMatchObject({ sales: 1, returns: 1 });
  const { document } = await shop.must('receipt.preview', { saleId: back.saleId });
  expect(JSON.stringify(document.blocks)).toContain(sale.receiptNumber);
  const found = await shop.must('return.find', { by: 'sale', saleId: sale.saleId });
  expect(found).toMatchObject({ receipt: { lines: [{ soldMilli: 3_000, returnedMilli: 1_000, returnableMilli: 2_000 }] } });
});

async function take(saleId: string, chosen: readonly (readonly [lineNo: number, pieces: number])[]) {
  const lines = chosen.map(([lineNo, pieces]) => ({ lineNo, quantityMilli: pieces * 1_000, ...TERMS }));
  return shop.call('return.take', { saleId, lines });
}

async function mustTake(saleId: string, chosen: readonly (readonly [number, number])[]) {
  const taken = await take(saleId, chosen);
  if (!taken.ok) throw new Error(taken.error.code);
  return taken.value;
}

async function verified(): Promise<void> {
  const report = await verifyFolder(shop.test.root, { quickCheck: true });
  expect(report.fault).toBeNull();
}

test('two parts come back, the third is refused, and the money of both is what was paid', async () => {
  const sale = await shop.sell([
    { code: shop.codes[0] ?? '', pieces: 2 },
    { code: shop.codes[1] ?? '', pieces: 1 },
  ]);
  await mustTake(sale.saleId, [[1, 1]]);
  const first = await shop.payBack();
  await mustTake(sale.saleId, [
    [1, 1],
    [2, 1],
  ]);
  const second = await shop.payBack();
  expect(first.payableMinor + second.payableMinor).toBe(0 - sale.payableMinor);
  expect(await take(sale.saleId, [[1, 1]])).toMatchObject({
    ok: false,
    error: { code: 'return.exceeds', params: { lineNo: 1, left: '0' } },
  });
  await verified();
});

test('the same piece on two tickets at once comes back once: the second is refused when it is to be completed', async () => {
  const sale = await shop.sell([{ code: shop.codes[0] ?? '', pieces: 1 }]);
  const first = await mustTake(sale.saleId, [[1, 1]]);
  await shop.must('cart.hold', { cartId: first.cart.cartId, label: 'later' });
  await mustTake(sale.saleId, [[1, 1]]);
  await shop.payBack();
  const { cart } = await shop.must('cart.recall', { cartId: first.cart.cartId });
  await shop.pay({ kind: 'cash' });
  const again = await shop.call('sale.complete', { cartId: cart.cartId, revision: cart.revision + 1 });
  expect(again).toMatchObject({ ok: false, error: { code: 'return.exceeds' } });
});

test('a choice made again takes the place of the one before', async () => {
  const sale = await shop.sell([
    { code: shop.codes[0] ?? '', pieces: 3 },
    { code: shop.codes[1] ?? '', pieces: 1 },
  ]);
  await mustTake(sale.saleId, [
    [1, 1],
    [2, 1],
  ]);
  const { cart } = await mustTake(sale.saleId, [[1, 3]]);
  expect(cart.lines.map(({ quantityMilli }) => quantityMilli)).toEqual([-3_000]);
  expect(cart.events).toEqual([expect.objectContaining({ kind: 'line-voided' })]);
});

test('what came back keeps its price and its quantity, and nothing comes back by a quantity below zero', async () => {
  const sale = await shop.sell([{ code: shop.codes[0] ?? '', pieces: 2 }]);
  const { cart } = await mustTake(sale.saleId, [[1, 1]]);
  const lineId = cart.lines[0]?.lineId ?? '';
  const edits = [
    { kind: 'line.price', lineId, unitPriceMinor: 1, reason: null },
    { kind: 'line.quantity', lineId, quantityMilli: -2_000 },
    { kind: 'line.discount', lineId, discount: { kind: 'percent', percentMilli: 1_000, reason: null } },
  ] as const;
  for (const command of edits) {
    const answer = await shop.call('cart.command', { cartId: cart.cartId, revision: cart.revision, command });
    expect(answer).toMatchObject({ ok: false, error: { code: 'return.line-fixed' } });
  }
  await shop.ring([{ code: shop.codes[1] ?? '', pieces: 1 }]);
  const now = (await shop.must('terminal.state', {})).cart;
  const sold = now?.lines.find(({ quantityMilli }) => quantityMilli > 0);
  const command = { kind: 'line.quantity', lineId: sold?.lineId ?? '', quantityMilli: -1_000 } as const;
  const below = await shop.call('cart.command', { cartId: cart.cartId, revision: now?.revision ?? 0, command });
  expect(below).toMatchObject({ ok: false, error: { code: 'return.by-return-screen' } });
});

test('an exchange pays the difference in one ticket, at the price of then for what comes back', async () => {
  const sale = await shop.sell([{ code: shop.codes[0] ?? '', pieces: 1 }]);
  await mustTake(sale.saleId, [[1, 1]]);
  await shop.ring([{ code: shop.codes[0] ?? '', pieces: 3 }]);
  const { cart } = await shop.must('terminal.state', {});
  expect(cart?.totals.totalMinor).toBe(2 * sale.totalMinor);
  await shop.pay({ kind: 'cash' });
  const exchanged = await shop.complete();
  expect(exchanged.totalMinor).toBe(2 * sale.totalMinor);
  await verified();
});

test('a card gets back no more than it paid, by name of its last four; the rest is cash', async () => {
  const sale = await shop.sell([{ code: shop.codes[0] ?? '', pieces: 4 }], 1_000);
  const { cart } = await mustTake(sale.saleId, [[1, 4]]);
  const { proposals } = await shop.must('return.refunds', { cartId: cart.cartId });
  expect(proposals[0]).toMatchObject({ kind: 'card', amountMinor: -1_000, card: { lastFour: '4242' } });
  const card = { tenderId: 'card', kind: 'card', card: null, reference: null } as const;
  const refundOf = proposals[0]?.refundOf;
  if (refundOf === undefined) throw new Error('no way back to the card');
  const strange = { kind: 'tender.add', tender: { ...card, amountMinor: -500 } } as const;
  const tooMuch = { kind: 'tender.add', tender: { ...card, amountMinor: -1_001, refundOf } } as const;
  const at = { cartId: cart.cartId, revision: cart.revision };
  expect(await shop.call('cart.command', { ...at, command: strange })).toMatchObject({ error: { code: 'return.tender-not-original' } });
  expect(await shop.call('cart.command', { ...at, command: tooMuch })).toMatchObject({
    error: { code: 'return.tender-exceeds-paid', params: { limitMinor: 1_000 } },
  });
  const back = await shop.payBack();
  expect(back.payableMinor).toBe(0 - sale.payableMinor);
});

test('goods without a receipt come back at the price of now or a lower one, never a higher', async () => {
  const { hits } = await shop.must('catalog.search', { query: 'a', language: 'fr', limit: 20 });
  const product = hits.find(({ product: { unit, unitPriceMinor } }) => unit === 'piece' && unitPriceMinor !== null)?.product;
  if (product === undefined || product.unitPriceMinor === null) throw new Error('no goods to bring back');
  const asked = { productId: product.productId, quantityMilli: 1_000, foreignReceipt: null, ...TERMS };
  const high = await shop.call('return.take-without-receipt', { ...asked, unitPriceMinor: product.unitPriceMinor + 1 });
  expect(high).toMatchObject({ error: { code: 'return.price-too-high' } });
  const low = await shop.must('return.take-without-receipt', { ...asked, unitPriceMinor: product.unitPriceMinor - 500 });
  expect(low.cart.totals.totalMinor).toBe(500 - product.unitPriceMinor);
  await shop.payBack();
  await verified();
});

test('for the receipt of another till no more goes back here than it came to, over several returns', async () => {
  const { hits } = await shop.must('catalog.search', { query: 'a', language: 'fr', limit: 20 });
  const product = hits.find(({ product: { unit, unitPriceMinor } }) => unit === 'piece' && unitPriceMinor !== null)?.product;
  if (product === undefined || product.unitPriceMinor === null) throw new Error('no goods to bring back');
  const identity = { terminal: 'other', receiptNumber: 'B-7', saleId: 'elsewhere', totalMinor: product.unitPriceMinor };
  const found = await shop.must('return.find', { by: 'text', text: receiptQrData({ ...identity, signature: 'x' }, null) });
  expect(found).toMatchObject({ kind: 'foreign', receipt: identity, refundedMinor: 0 });
  const asked = { productId: product.productId, quantityMilli: 1_000, unitPriceMinor: null, foreignReceipt: identity, ...TERMS };
  await shop.must('return.take-without-receipt', asked);
  expect(await shop.call('return.take-without-receipt', asked)).toMatchObject({ error: { code: 'return.exceeds-receipt' } });
  await shop.payBack();
  expect(await shop.call('return.take-without-receipt', asked)).toMatchObject({
    error: { code: 'return.exceeds-receipt', params: { limitMinor: 0 } },
  });
});

test('the last ticket is voided by the next number, to nothing in every sum; then nothing of it comes back', async () => {
  const kept = await shop.sell([{ code: shop.codes[1] ?? '', pieces: 1 }]);
  const sale = await shop.sell([{ code: shop.codes[0] ?? '', pieces: 2 }], 1_000);
  expect(await shop.call('sale.void', { saleId: kept.saleId, reason: 'r' })).toMatchObject({ error: { code: 'return.not-the-last' } });
  const { sale: reversal } = await shop.must('sale.void', { saleId: sale.saleId, reason: 'Mauvais client' });
  expect(reversal).toMatchObject({ totalMinor: 0 - sale.totalMinor, payableMinor: 0 - sale.payableMinor, changeMinor: 0 });
  expect(shop.test.till.ledger.counts().grossMinor).toBe(kept.totalMinor);
  const stored = shop.test.till.ledger.findSale(reversal.saleId);
  expect(stored?.sale.tenders.map(({ kind, amountMinor }) => [kind, amountMinor])).toContainEqual(['card', -1_000]);
  expect(await take(sale.saleId, [[1, 1]])).toMatchObject({ error: { code: 'return.voided' } });
  expect(await shop.call('sale.void', { saleId: sale.saleId, reason: 'r' })).toMatchObject({ error: { code: 'return.voided' } });
  expect(await shop.call('sale.void', { saleId: reversal.saleId, reason: 'r' })).toMatchObject({ error: { code: 'return.not-the-last' } });
  await verified();
});

test('a voided return gives the goods back to their receipt: they can come back again', async () => {
  const sale = await shop.sell([{ code: shop.codes[0] ?? '', pieces: 2 }]);
  await mustTake(sale.saleId, [[1, 2]]);
  const back = await shop.payBack();
  await shop.must('sale.void', { saleId: back.saleId, reason: 'r' });
  await mustTake(sale.saleId, [[1, 2]]);
  const again = await shop.payBack();
  expect(again.payableMinor).toBe(back.payableMinor);
  await verified();
});

test('a ticket is not voided while another one stands on the counter', async () => {
  const sale = await shop.sell([{ code: shop.codes[0] ?? '', pieces: 1 }]);
  expect(await shop.must('return.find', { by: 'sale', saleId: sale.saleId })).toMatchObject({ receipt: { isVoidable: true } });
  await shop.ring([{ code: shop.codes[0] ?? '', pieces: 1 }]);
  expect(await shop.call('sale.void', { saleId: sale.saleId, reason: 'r' })).toMatchObject({ error: { code: 'cart.not-empty' } });
});

test('receipts are listed by day, newest first, a page at a time', async () => {
  const numbers: string[] = [];
  for (const day of ['2026-11-20T10:00:00Z', '2026-11-21T10:00:00Z', '2026-11-22T10:00:00Z']) {
    shop.test.clock.now = new Date(day);
    for (let index = 0; index < 3; index += 1) numbers.push((await shop.sell([{ code: shop.codes[0] ?? '', pieces: 1 }])).receiptNumber);
  }
  const list = async (date: string | null, before: number | null, limit = 2) =>
    (await shop.must('return.receipts', { date, before, limit })).receipts.map(({ receiptNumber }) => receiptNumber);
  expect(await list('2026-11-21', null)).toEqual([numbers[5], numbers[4]]);
  expect(await list('2026-11-21', 5)).toEqual([numbers[3]]);
  expect(await list(null, null, 100)).toEqual(numbers.toReversed());
  expect(await list('2026-11-25', null)).toEqual([]);
  expect(await list('2026-01-01', null)).toEqual([]);
});

test('an act after a ticket is seen, and one before it is not', async () => {
  const { ledger } = shop.test.till;
  const opening = { type: 'drawer.opened', v: 1, body: { tillId: shop.test.till.settings.till.tillId, reason: 'r' } } as const;
  ledger.append(opening, 'amina');
  const sale = await shop.sell([{ code: shop.codes[0] ?? '', pieces: 1 }]);
  const entry = ledger.findSale(sale.saleId)?.entry;
  const position = entry === undefined ? 0 : positionOf(entry);
  expect(ledger.returns.hasActAfter(position, ['drawer.opened'])).toBe(false);
  ledger.append(opening, 'amina');
  expect(ledger.returns.hasActAfter(position, ['till.closed', 'drawer.opened'])).toBe(true);
});

test('a long receipt comes back at once, to the centime', async () => {
  const bought = shop.codes.slice(0, 30).map((code) => ({ code, pieces: 1 }));
  const sale = await shop.sell(bought);
  const found = await shop.must('return.find', { by: 'sale', saleId: sale.saleId });
  if (found.kind !== 'found') throw new Error('not found');
  await mustTake(
    sale.saleId,
    found.receipt.lines.map(({ lineNo }) => [lineNo, 1] as const),
  );
  const back = await shop.payBack();
  expect(back.payableMinor).toBe(0 - sale.payableMinor);
  const again = await shop.must('return.find', { by: 'sale', saleId: sale.saleId });
  expect(again).toMatchObject({ receipt: { lines: found.receipt.lines.map(() => ({ returnableMilli: 0 })) } });
});
