import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CartEdit } from '../../../src-shared/contract/terminal-api.ts';
import { ReturnsShop } from '../../app/returns-shop.fixture.ts';
import { verifyFolder } from '../../ledger/verify.ts';

/** Calls that no screen makes and whoever opens the developer tools can: money must not leave twice for the same goods. */

let shop: ReturnsShop;

beforeEach(async () => {
  shop = await ReturnsShop.open();
});
afterEach(async () => {
  expect((await verifyFolder(shop.test.root, { quickCheck: true })).fault).toBeNull();
  await shop.end();
});

const TERMS = { reasonId: 'defective', note: null, disposition: 'restock' as const };
const BUYER = { name: 'SARL Les Oliviers', address: ['Béjaïa'], phone: null, identifiers: [{ label: 'NIF', value: '000206000000001' }] };
const code = (index: number): string => shop.codes[index] ?? '';

async function edit(command: CartEdit) {
  const { cart } = await shop.must('terminal.state', {});
  return shop.call('cart.command', { cartId: cart?.cartId ?? '', revision: cart?.revision ?? 0, command });
}

test('a line named twice in one choice comes back once', async () => {
  const sale = await shop.sell([{ code: code(0), pieces: 1 }]);
  const line = { lineNo: 1, quantityMilli: 1_000, ...TERMS };
  const taken = await shop.call('return.take', { saleId: sale.saleId, lines: [line, line] });
  expect(taken).toMatchObject({ ok: false, error: { code: 'return.exceeds', params: { lineNo: 1 } } });
});

test('a receipt of this till is none of another till', async () => {
  const sale = await shop.sell([{ code: code(0), pieces: 1 }]);
  const stored = shop.test.till.ledger.findSale(sale.saleId)?.sale;
  const foreignReceipt = { terminal: 'other', receiptNumber: 'X-1', saleId: sale.saleId, totalMinor: sale.totalMinor };
  const productId = stored?.lines[0]?.productId ?? '';
  const asked = { productId, quantityMilli: 1_000, unitPriceMinor: null, foreignReceipt, ...TERMS };
  expect(await shop.call('return.take-without-receipt', asked)).toMatchObject({ error: { code: 'return.exceeds-receipt' } });
});

test('money that comes in names no tender it goes back to, which would make room for a second refund', async () => {
  const sale = await shop.sell([{ code: code(0), pieces: 2 }], 5_000);
  const stored = shop.test.till.ledger.findSale(sale.saleId)?.sale;
  const card = stored?.tenders.find(({ kind }) => kind === 'card');
  await shop.ring([{ code: code(0), pieces: 1 }]);
  const refundOf = { saleId: sale.saleId, tenderLineId: card?.tenderLineId ?? '' };
  const tender = { tenderId: 'card', kind: 'card' as const, amountMinor: 1_000, card: null, reference: null, refundOf };
  expect(await edit({ kind: 'tender.add', tender })).toMatchObject({ ok: false, error: { code: 'return.tender-not-original' } });
});

test('a return that has its credit note is not voided: nothing would stand against the credit note', async () => {
  const sale = await shop.sell([{ code: code(0), pieces: 2 }]);
  await shop.must('invoice.issue', { saleId: sale.saleId, buyer: BUYER, medium: 'roll' });
  await shop.must('return.take', { saleId: sale.saleId, lines: [{ lineNo: 1, quantityMilli: 1_000, ...TERMS }] });
  const back = await shop.payBack();
  expect(await shop.call('sale.void', { saleId: back.saleId, reason: 'mistake' })).toMatchObject({
    ok: false,
    error: { code: 'return.credit-noted' },
  });
});

test('an invoice and its credit note are of the till that is sold on and of the day that is booked', async () => {
  const { settings } = shop.test.till;
  const tillRules = { ...settings.tillRules, moreTills: [{ tillId: 'till-2', name: 'Caisse 2' }] };
  await shop.must('settings.save', { settings: { ...settings, tillRules }, reason: 'test' });
  await shop.must('till.open', { tillId: 'till-2', float: { pieces: [], looseMinor: 0 } });
  const sale = await shop.sell([{ code: code(0), pieces: 2 }]);
  // The clock is put back: the journal's days do not go back with it.
  shop.test.clock.now = new Date('2026-11-19T10:00:00Z');
  await shop.must('invoice.issue', { saleId: sale.saleId, buyer: BUYER, medium: 'roll' });
  await shop.must('return.take', { saleId: sale.saleId, lines: [{ lineNo: 1, quantityMilli: 1_000, ...TERMS }] });
  await shop.payBack();
  for (const type of ['invoice.issued', 'credit-note.issued'] as const) {
    expect(shop.test.till.ledger.lastActOf(type)?.body).toMatchObject({ tillId: 'till-2', businessDate: '2026-11-20' });
  }
});

test('an approved return is of the parts that were approved', async () => {
  const sale = await shop.sell([{ code: code(0), pieces: 3 }]);
  await shop.must('person.sign-in', { personId: 'karim' });
  const choose = (pieces: number) => ({ saleId: sale.saleId, lines: [{ lineNo: 1, quantityMilli: pieces * 1_000, ...TERMS }] });
  const refused = await shop.call('return.take', choose(1));
  if (refused.ok) throw new Error('it was not refused');
  const { permission: _permission, ...subject } = refused.error.params;
  const proof = { kind: 'person' as const, personId: 'amina', pin: null };
  await shop.must('approval.give', { permission: 'return.with-receipt', subject, proof, reason: 'one of them' });
  expect(await shop.call('return.take', choose(3))).toMatchObject({ error: { code: 'permission.needed' } });
  expect(await shop.call('return.take', choose(1))).toMatchObject({ ok: true });
});
