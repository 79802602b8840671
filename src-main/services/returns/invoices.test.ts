import { afterEach, beforeEach, expect, test } from 'vitest';
import { ReturnsShop } from '../../app/returns-shop.fixture.ts';
import { verifyFolder } from '../../ledger/verify.ts';

let shop: ReturnsShop;

beforeEach(async () => {
  shop = await ReturnsShop.open();
});
afterEach(() => shop.end());

const BUYER = {
  name: 'SARL Les Oliviers',
  address: ['3, rue des Frères', '06000 Béjaïa'],
  phone: null,
  identifiers: [{ label: 'NIF', value: '000206000000001' }],
};
const TERMS = { reasonId: 'defective', note: null, disposition: 'waste' as const };

test('a receipt gets one invoice, whenever it is asked for: the same figures, a number of its own, the sum in words', async () => {
  const sale = await shop.sell([{ code: shop.codes[0] ?? '', pieces: 2 }]);
  const { invoice } = await shop.must('invoice.issue', { saleId: sale.saleId, buyer: BUYER, medium: 'roll' });
  expect(invoice).toMatchObject({ kind: 'invoice', buyer: BUYER, copy: 1, totals: { payableMinor: sale.payableMinor } });
  expect(invoice.number).toMatch(/^F[A-Z0-9]+-000001$/);
  expect(invoice.inWords).toMatch(/dinars algériens/);
  const again = await shop.must('invoice.issue', { saleId: sale.saleId, buyer: { ...BUYER, name: 'Other' }, medium: 'roll' });
  expect(again.invoice).toEqual(invoice);
  const other = await shop.sell([{ code: shop.codes[1] ?? '', pieces: 1 }]);
  expect((await shop.must('invoice.issue', { saleId: other.saleId, buyer: BUYER, medium: 'roll' })).invoice.number).toMatch(/-000002$/);
  expect((await verifyFolder(shop.test.root, { quickCheck: true })).fault).toBeNull();
});

test('a return of an invoiced receipt brings its credit note with it, and all of them together come to the invoice', async () => {
  const sale = await shop.sell([{ code: shop.codes[0] ?? '', pieces: 3 }]);
  const { invoice } = await shop.must('invoice.issue', { saleId: sale.saleId, buyer: BUYER, medium: 'roll' });
  for (const pieces of [1, 2]) {
    await shop.must('return.take', { saleId: sale.saleId, lines: [{ lineNo: 1, quantityMilli: pieces * 1_000, ...TERMS }] });
    await shop.payBack();
  }
  const { creditNotes } = await shop.must('invoice.of-sale', { saleId: sale.saleId });
  expect(creditNotes.map(({ kind, corrects }) => [kind, corrects?.number])).toEqual([
    ['credit-note', invoice.number],
    ['credit-note', invoice.number],
  ]);
  const credited = (figure: 'totalMinor' | 'taxMinor' | 'payableMinor') => creditNotes.reduce((sum, { totals }) => sum + totals[figure], 0);
  for (const figure of ['totalMinor', 'taxMinor', 'payableMinor'] as const) expect(credited(figure)).toBe(invoice.totals[figure]);
  expect((await verifyFolder(shop.test.root, { quickCheck: true })).fault).toBeNull();
});

test('an invoice asked for after a return comes with the credit note of that return', async () => {
  const sale = await shop.sell([{ code: shop.codes[0] ?? '', pieces: 2 }]);
  await shop.must('return.take', { saleId: sale.saleId, lines: [{ lineNo: 1, quantityMilli: 1_000, ...TERMS }] });
  await shop.payBack();
  await shop.must('invoice.issue', { saleId: sale.saleId, buyer: BUYER, medium: 'roll' });
  const { invoice, creditNotes } = await shop.must('invoice.of-sale', { saleId: sale.saleId });
  expect(invoice?.totals.totalMinor).toBe(sale.totalMinor);
  expect(creditNotes.map(({ totals }) => totals.totalMinor)).toEqual([sale.totalMinor / 2]);
});

test('the void of an invoiced ticket is a credit note of the whole', async () => {
  const sale = await shop.sell([{ code: shop.codes[0] ?? '', pieces: 2 }]);
  const { invoice } = await shop.must('invoice.issue', { saleId: sale.saleId, buyer: BUYER, medium: 'roll' });
  const { creditNotes } = await shop.must('sale.void', { saleId: sale.saleId, reason: 'r' });
  expect(creditNotes).toHaveLength(1);
  const shown = (await shop.must('invoice.of-sale', { saleId: sale.saleId })).creditNotes[0];
  expect(shown?.totals).toEqual(invoice.totals);
  expect(await shop.call('invoice.issue', { saleId: sale.saleId, buyer: BUYER, medium: 'roll' })).toMatchObject({
    ok: true,
    value: { invoice: { number: invoice.number } },
  });
});

test('nothing of the buyer is in the signed bytes, and she can be erased without breaking anything', async () => {
  const sale = await shop.sell([{ code: shop.codes[0] ?? '', pieces: 1 }]);
  await shop.must('invoice.issue', { saleId: sale.saleId, buyer: BUYER, medium: 'roll' });
  const { ledger } = shop.test.till;
  const journal = ledger
    .entriesAfter({ epoch: 1, seq: 0 }, 1_000)
    .map(({ bytes }) => Buffer.from(bytes).toString('utf8'))
    .join('\n');
  expect(journal).toContain('invoice.issued');
  for (const told of [BUYER.name, ...BUYER.address, BUYER.identifiers[0]?.value ?? '']) expect(journal).not.toContain(told);
  const number = ledger.returns.invoiceOf(sale.saleId)?.number ?? '';
  await shop.must('invoice.erase-buyer', { number, reason: 'asked for' });
  expect((await shop.must('invoice.of-sale', { saleId: sale.saleId })).invoice).toMatchObject({ buyer: null });
  expect((await verifyFolder(shop.test.root, { quickCheck: true })).fault).toBeNull();
});

test('a further paper of an invoice is marked and told; a buyer of before is offered again', async () => {
  const sale = await shop.sell([{ code: shop.codes[0] ?? '', pieces: 1 }]);
  const { invoice } = await shop.must('invoice.issue', { saleId: sale.saleId, buyer: BUYER, medium: 'roll' });
  expect(await shop.must('invoice.print', { kind: 'invoice', number: invoice.number, reason: null })).toMatchObject({ copy: 2 });
  expect(await shop.must('invoice.print', { kind: 'invoice', number: invoice.number, reason: null })).toMatchObject({ copy: 3 });
  expect(await shop.call('invoice.print', { kind: 'invoice', number: 'F-9', reason: null })).toMatchObject({
    error: { code: 'invoice.unknown' },
  });
  expect((await shop.must('invoice.buyers', { query: 'oliv' })).buyers).toEqual([BUYER]);
  expect((await shop.must('invoice.buyers', { query: '%' })).buyers).toEqual([]);
});

test('a return alone and a buyer without a name get no invoice', async () => {
  const sale = await shop.sell([{ code: shop.codes[0] ?? '', pieces: 1 }]);
  const nobody = await shop.call('invoice.issue', { saleId: sale.saleId, buyer: { ...BUYER, name: '  ' }, medium: 'roll' });
  expect(nobody.ok).toBe(false);
  await shop.must('return.take', { saleId: sale.saleId, lines: [{ lineNo: 1, quantityMilli: 1_000, ...TERMS }] });
  const back = await shop.payBack();
  expect(await shop.call('invoice.issue', { saleId: back.saleId, buyer: BUYER, medium: 'roll' })).toMatchObject({
    error: { code: 'invoice.nothing-sold' },
  });
});
