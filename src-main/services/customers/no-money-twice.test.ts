import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { accountIdOf } from '../../../src-shared/accounts/account.ts';
import { BIN_BAGS_MINOR, CustomerShop, tender } from '../../app/customer-shop.fixture.ts';
import { verifyFolder } from '../../ledger/verify.ts';

vi.setConfig({ testTimeout: 60_000 });

let shop: CustomerShop;

beforeEach(async () => {
  shop = new CustomerShop();
  await shop.startDemo();
});
afterEach(async () => {
  expect((await verifyFolder(shop.root, { quickCheck: true })).fault).toBeNull();
  await shop.end();
});

const TERMS = { reasonId: 'defective', note: null, disposition: 'restock' as const };

test('a refund that is none does not open the account of somebody else', async () => {
  const rich = await shop.create();
  await shop.take({ purpose: 'top-up', customerId: rich }, 20_000);
  const accountId = accountIdOf('store-credit', rich);
  const outcome = await shop.ring(1);
  const added = await shop.attempt(outcome, {
    kind: 'tender.add',
    tender: {
      tenderId: 'store-credit',
      kind: 'store-credit',
      amountMinor: BIN_BAGS_MINOR,
      card: null,
      reference: null,
      accountId,
      refundOf: { saleId: 'any', tenderLineId: 'any' },
    },
  });
  expect(added).toMatchObject({ ok: false });
  expect(await shop.balance(rich, 'store-credit')).toBe(20_000);
});

test('a voided return takes its credit back only where it is still there', async () => {
  const customerId = await shop.create();
  const saleId = await shop.sell(1, customerId, 'card');
  // In store credit, by choice.
  await shop.must('return.take', { saleId, lines: [{ lineNo: 1, quantityMilli: 1_000, ...TERMS }] });
  const { cart } = await shop.must('terminal.state', {});
  if (cart === null) throw new Error('no ticket');
  const credit = tender('store-credit', 0 - BIN_BAGS_MINOR, accountIdOf('store-credit', customerId));
  const paid = await shop.must('cart.command', { cartId: cart.cartId, revision: cart.revision, command: credit });
  const back = await shop.complete(paid);
  const out = await shop.take({ purpose: 'pay-out', customerId }, 0 - BIN_BAGS_MINOR, 'cash');
  expect(out).toMatchObject({ ok: true });
  expect(await shop.call('sale.void', { saleId: back.sale.saleId, reason: 'mistake' })).toMatchObject({
    ok: false,
    error: { code: 'account.insufficient' },
  });
  expect(await shop.balance(customerId, 'store-credit')).toBe(0);
});

/** Gives back as proposed until nothing is left, and completes. */
async function payBack(): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    const { cart } = await shop.must('terminal.state', {});
    if (cart === null) throw new Error('no ticket');
    const [proposed] = (await shop.must('return.refunds', { cartId: cart.cartId })).proposals;
    if (proposed === undefined) break;
    await shop.must('cart.command', { cartId: cart.cartId, revision: cart.revision, command: { kind: 'tender.add', tender: proposed } });
  }
  const { cart } = await shop.must('terminal.state', {});
  await shop.must('sale.complete', { cartId: cart?.cartId ?? '', revision: cart?.revision ?? 0 });
}

test('half of what was paid in points comes back in whole points, and the rest in cash', async () => {
  await shop.decide({ points: { minorPerPoint: 1, pointValueMinor: 1_000, minimumPoints: 1 } });
  const customerId = await shop.create();
  await shop.sell(3, customerId, 'card');
  const outcome = await shop.ring(2, customerId);
  const { sale } = await shop.complete(await shop.command(outcome, tender('points', 18_000, accountIdOf('points', customerId))));
  const before = await shop.balance(customerId, 'points');
  await shop.decide({ points: { minorPerPoint: 1, pointValueMinor: 2_000, minimumPoints: 1 } });
  await shop.must('return.take', { saleId: sale.saleId, lines: [{ lineNo: 1, quantityMilli: 1_000, ...TERMS }] });
  await payBack();
  expect(await shop.balance(customerId, 'points')).toBe(before + 4);
});
