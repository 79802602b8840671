import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SaleReceipt } from '../../../src-shared/contract/terminal-state.ts';
import { receiptQrData } from '../../../src-shared/receipt/receipt-qr.ts';
import { Tills } from '../../app/tills.fixture.ts';
import { verifyFolder } from '../../ledger/verify.ts';

let tills: Tills;
beforeEach(async () => {
  tills = await Tills.open(3);
}, 60_000);
afterEach(() => tills.end());

const TERMS = { reasonId: 'defective', note: null, disposition: 'restock' as const };

/** Three pieces and one, sold by the first till. */
async function soldAtFirst(): Promise<SaleReceipt> {
  const [three = '', one = ''] = tills.shop(0).codes;
  return tills.shop(0).sell([
    { code: three, pieces: 3 },
    { code: one, pieces: 1 },
  ]);
}

/** A till that asked for leave has had the time to use it. */
function later(): void {
  for (const { test: shop } of tills.shops) shop.clock.now = new Date(shop.clock.now.getTime() + 10_000);
}

const find = (n: number, text: string) => tills.shop(n).must('return.find', { by: 'text', text });

function take(n: number, saleId: string, lineNo: number, pieces: number) {
  return tills.shop(n).call('return.take', { saleId, lines: [{ lineNo, quantityMilli: pieces * 1_000, ...TERMS }] });
}

const qrOf = (sale: SaleReceipt, terminal: string) =>
  receiptQrData({ terminal, receiptNumber: sale.receiptNumber, saleId: sale.saleId, totalMinor: sale.payableMinor, signature: null }, null);

test('a receipt of another till is found by its QR and by its whole number, with its lines and who sold it', async () => {
  const sale = await soldAtFirst();
  expect(sale.receiptNumber).toBe('A1-000001');
  for (const text of [qrOf(sale, tills.terminal(0)), 'a1-1']) {
    const found = await find(1, text);
    expect(found).toMatchObject({ kind: 'found', silent: [], receipt: { soldAt: 'Caisse 1', receiptNumber: 'A1-000001' } });
    expect(found).toMatchObject({ receipt: { lines: [{ returnableMilli: 3_000 }, { returnableMilli: 1_000 }] } });
  }
  expect(await find(1, '1')).toMatchObject({ kind: 'unknown' });
});

test('goods come back at another till, in its own journal, and never twice at any', async () => {
  const sale = await soldAtFirst();
  await find(1, sale.receiptNumber);
  expect(await take(1, sale.saleId, 1, 2)).toMatchObject({ ok: true });
  const back = await tills.shop(1).payBack();
  expect(back.receiptNumber).toBe('B1-000001');
  expect(await find(0, sale.receiptNumber)).toMatchObject({ receipt: { lines: [{ returnedMilli: 2_000, returnableMilli: 1_000 }, {}] } });
  expect(await take(0, sale.saleId, 1, 2)).toMatchObject({ ok: false, error: { code: 'return.exceeds', params: { left: '1' } } });
  later();
  await find(2, sale.receiptNumber);
  expect(await take(2, sale.saleId, 1, 2)).toMatchObject({ ok: false, error: { code: 'return.exceeds' } });
  expect(await take(2, sale.saleId, 1, 1)).toMatchObject({ ok: true });
  await tills.shop(2).payBack();
  expect(await find(1, sale.receiptNumber)).toMatchObject({ receipt: { lines: [{ returnableMilli: 0 }, { returnableMilli: 1_000 }] } });
  for (const { test: shop } of tills.shops) expect((await verifyFolder(shop.root, { quickCheck: true })).fault).toBeNull();
});

test('all parts of a receipt, given back at three tills, come to what was paid', async () => {
  const sale = await soldAtFirst();
  const parts: number[] = [];
  for (const [n, lineNo, pieces] of [
    [1, 1, 1],
    [2, 1, 1],
    [0, 1, 1],
    [1, 2, 1],
  ] as const) {
    await find(n, sale.receiptNumber);
    expect(await take(n, sale.saleId, lineNo, pieces)).toMatchObject({ ok: true });
    parts.push((await tills.shop(n).payBack()).payableMinor);
    later();
  }
  expect(parts.reduce((sum, part) => sum + part, 0)).toBe(0 - sale.payableMinor);
});

test('a return that two tills chose at the same time is completed at one', async () => {
  const sale = await soldAtFirst();
  for (const n of [1, 2]) {
    await find(n, sale.receiptNumber);
    expect(await take(n, sale.saleId, 2, 1)).toMatchObject({ ok: true });
    await tills.shop(n).pay({ kind: 'cash' });
  }
  const carts = [tills.till(1).ticket?.cart, tills.till(2).ticket?.cart];
  const completed = await Promise.all(
    carts.map((cart, n) => tills.shop(n + 1).call('sale.complete', { cartId: cart?.cartId ?? '', revision: cart?.revision ?? 0 })),
  );
  expect(completed.filter(({ ok }) => ok)).toHaveLength(1);
  const refused = completed.find(({ ok }) => !ok);
  expect(refused).toMatchObject({ error: { code: 'return.busy-elsewhere', params: { receiptNumber: 'A1-000001' } } });
});

test('what came back elsewhere while the tills were apart is heard when they meet, and refused then though the till is off again', async () => {
  const sale = await soldAtFirst();
  await find(1, sale.receiptNumber);
  const all = tills.book();
  tills.till(0).lan.know({ ...all, terminals: all.terminals.filter(({ terminal }) => terminal !== tills.terminal(1)) });
  await take(1, sale.saleId, 2, 1);
  await tills.shop(1).payBack();
  expect(await find(0, sale.receiptNumber)).toMatchObject({ receipt: { lines: [{}, { returnableMilli: 1_000 }] } });
  await tills.know(all);
  await tills.shop(1).test.close();
  expect(await find(0, sale.receiptNumber)).toMatchObject({ silent: ['Caisse 2'], receipt: { lines: [{}, { returnableMilli: 0 }] } });
  expect(await take(0, sale.saleId, 2, 1)).toMatchObject({ ok: false, error: { code: 'return.exceeds' } });
});

test('a receipt of a till that does not answer is told as that till’s, and which till was silent', async () => {
  const sale = await soldAtFirst();
  const terminal = tills.terminal(0);
  await tills.shop(0).test.close();
  const found = await find(1, qrOf(sale, terminal));
  expect(found).toMatchObject({ kind: 'foreign', silent: ['Caisse 1'], receipt: { terminal, saleId: sale.saleId } });
});

test('money given back elsewhere without the lines is money off what the lines can bring', async () => {
  const sale = await soldAtFirst();
  const receipt = { terminal: tills.terminal(0), receiptNumber: sale.receiptNumber, saleId: sale.saleId, totalMinor: sale.payableMinor };
  const all = tills.book();
  tills.till(1).lan.know({ ...all, terminals: all.terminals.filter(({ terminal }) => terminal !== tills.terminal(0)) });
  // The second till could not ask the first, and gave the goods back by the price of now.
  const { products } = await tills.shop(1).must('catalog.quick-keys', { categoryId: null });
  const product = products.find(({ unit, weighed, unitPriceMinor }) => unit === 'piece' && !weighed && unitPriceMinor !== null);
  const asked = { productId: product?.productId ?? '', quantityMilli: 1_000, unitPriceMinor: 1_00, foreignReceipt: receipt, ...TERMS };
  await tills.shop(1).must('return.take-without-receipt', asked);
  await tills.shop(1).payBack();
  await tills.know(all);
  await find(0, sale.receiptNumber);
  for (const [lineNo, pieces] of [
    [1, 3],
    [2, 1],
  ] as const) {
    expect(await take(0, sale.saleId, lineNo, pieces)).toMatchObject({ ok: true });
  }
  await tills.shop(0).must('return.take', {
    saleId: sale.saleId,
    lines: [
      { lineNo: 1, quantityMilli: 3_000, ...TERMS },
      { lineNo: 2, quantityMilli: 1_000, ...TERMS },
    ],
  });
  await tills.shop(0).pay({ kind: 'cash' });
  const cart = tills.till(0).ticket?.cart;
  const completed = await tills.shop(0).call('sale.complete', { cartId: cart?.cartId ?? '', revision: cart?.revision ?? 0 });
  expect(completed).toMatchObject({ ok: false, error: { code: 'return.exceeds-receipt' } });
});

test('a receipt that was voided, or invoiced, at its own till comes back at no other', async () => {
  const voided = await soldAtFirst();
  await tills.shop(0).must('sale.void', { saleId: voided.saleId, reason: 'mistake' });
  expect(await find(1, voided.receiptNumber)).toMatchObject({ receipt: { isVoided: true, lines: [{ returnableMilli: 0 }, {}] } });
  expect(await take(1, voided.saleId, 1, 1)).toMatchObject({ ok: false, error: { code: 'return.voided' } });
  const invoiced = await soldAtFirst();
  const buyer = { name: 'SARL Atlas', address: ['Alger'], phone: null, identifiers: [{ label: 'NIF', value: '0001' }] };
  const issued = await tills.shop(0).call('invoice.issue', { saleId: invoiced.saleId, buyer, medium: 'page' });
  expect(issued).toMatchObject({ ok: true });
  await find(1, invoiced.receiptNumber);
  expect(await take(1, invoiced.saleId, 1, 1)).toMatchObject({ ok: false, error: { code: 'return.invoiced-elsewhere' } });
});

test('a ticket that came back in part at another till is neither voided nor invoiced', async () => {
  const sale = await soldAtFirst();
  await find(1, sale.receiptNumber);
  await take(1, sale.saleId, 2, 1);
  await tills.shop(1).payBack();
  expect(await tills.shop(0).call('sale.void', { saleId: sale.saleId, reason: 'mistake' })).toMatchObject({
    ok: false,
    error: { code: 'return.not-the-last' },
  });
  const buyer = { name: 'SARL Atlas', address: ['Alger'], phone: null, identifiers: [{ label: 'NIF', value: '0001' }] };
  expect(await tills.shop(0).call('invoice.issue', { saleId: sale.saleId, buyer, medium: 'page' })).toMatchObject({
    ok: false,
    error: { code: 'invoice.returned-elsewhere' },
  });
});
