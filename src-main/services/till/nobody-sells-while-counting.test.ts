import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StoreSettings } from '../../../src-shared/settings/store-settings.ts';
import { looseCash } from '../../../src-shared/till/cash-count.ts';
import { TestTerminal } from '../../app/terminal.fixture.ts';
import { verifyFolder } from '../../ledger/verify.ts';

const TILL = 'till-1';

let shop: TestTerminal;

beforeEach(async () => {
  shop = new TestTerminal();
  await shop.startDemo();
});
afterEach(async () => {
  expect((await verifyFolder(shop.root, { quickCheck: true })).fault).toBeNull();
  await shop.end();
});

async function withRules(rules: Partial<StoreSettings['tillRules']>): Promise<void> {
  const { settings } = shop.till;
  await shop.must('settings.save', { settings: { ...settings, tillRules: { ...settings.tillRules, ...rules } }, reason: 'test' });
}

async function trySelling(amountMinor: number) {
  await shop.must('cart.add-ad-hoc', { name: 'X', unitPriceMinor: amountMinor, quantityMilli: 1_000, taxGroupId: null, code: null });
  const { cart } = await shop.must('terminal.state', {});
  const tender = { tenderId: 'card', kind: 'card' as const, amountMinor, card: null, reference: null };
  const paid = await shop.must('cart.command', {
    cartId: cart?.cartId ?? '',
    revision: cart?.revision ?? 0,
    command: { kind: 'tender.add', tender },
  });
  return shop.call('sale.complete', { cartId: paid.cart.cartId, revision: paid.cart.revision });
}

test('a colleague who need not open a till sells nothing into one that is counted', async () => {
  await withRules({ openingRequired: false, sharedTill: false });
  const view = await shop.must('till.count-begin', { tillId: TILL, takeOver: false });
  if (view.stage !== 'counting') throw new Error(view.stage);
  const { sheet } = view;
  const tenders = sheet.tenders.map(({ tenderId }) => ({ tenderId, countedMinor: 0 }));
  await shop.must('till.count-commit', { countId: sheet.countId, cash: looseCash(0), tenders });
  await shop.must('person.sign-in', { personId: 'karim' });
  expect(await trySelling(10_000)).toMatchObject({ ok: false, error: { code: 'till.not-hers' } });
  await shop.must('person.sign-in', { personId: 'amina' });
  const closed = await shop.must('till.close', { countId: sheet.countId, reasons: [], heldTickets: 'carry-over' });
  expect(closed.report.figures.counts.sales).toBe(0);
});

test('where no till is open and none has to be, selling goes on', async () => {
  await withRules({ openingRequired: false, sharedTill: false, moreTills: [{ tillId: 'till-2', name: 'Caisse 2' }] });
  const view = await shop.must('till.count-begin', { tillId: TILL, takeOver: false });
  if (view.stage !== 'counting') throw new Error(view.stage);
  const tenders = view.sheet.tenders.map(({ tenderId }) => ({ tenderId, countedMinor: 0 }));
  await shop.must('till.count-commit', { countId: view.sheet.countId, cash: looseCash(0), tenders });
  await shop.must('till.close', { countId: view.sheet.countId, reasons: [], heldTickets: 'carry-over' });
  await shop.must('till.open', { tillId: 'till-2', float: looseCash(0) });
  await shop.must('person.sign-in', { personId: 'karim' });
  expect(await trySelling(10_000)).toMatchObject({ ok: true });
});
