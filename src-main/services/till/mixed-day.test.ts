import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { looseCash } from '../../../src-shared/till/cash-count.ts';
import { ReturnsShop } from '../../app/returns-shop.fixture.ts';
import { verifyFolder } from '../../ledger/verify.ts';

vi.setConfig({ testTimeout: 60_000 });

let shop: ReturnsShop;

beforeEach(async () => {
  shop = await ReturnsShop.open();
});
afterEach(async () => {
  expect((await verifyFolder(shop.test.root, { quickCheck: true })).fault).toBeNull();
  await shop.end();
});

const TERMS = { reasonId: 'defective', note: null, disposition: 'restock' as const };
const code = (index: number): string => shop.codes[index] ?? '';
const takeBack = (saleId: string, pieces: number) =>
  shop.must('return.take', { saleId, lines: [{ lineNo: 1, quantityMilli: pieces * 1_000, ...TERMS }] });

/** The cash a ticket moved, told from its entry alone. */
function cashOf(saleId: string): number {
  const sale = shop.test.till.ledger.findSale(saleId)?.sale;
  const cash = sale?.tenders.filter(({ kind }) => kind === 'cash').reduce((sum, { amountMinor }) => sum + amountMinor, 0) ?? 0;
  return cash - (sale?.totals.changeMinor ?? 0);
}

async function closed(tillId: string, cashMinor: number) {
  const view = await shop.must('till.count-begin', { tillId, takeOver: false });
  if (view.stage !== 'counting') throw new Error(view.stage);
  const { sheet } = view;
  const figures = new Map<string, number>();
  for (const { saleId } of (await shop.must('sale.recent', { limit: 100 })).sales) {
    const sale = shop.test.till.ledger.findSale(saleId)?.sale;
    if (sale?.tillId !== tillId) continue;
    for (const tender of sale.tenders) figures.set(tender.tenderId, (figures.get(tender.tenderId) ?? 0) + tender.amountMinor);
  }
  const tenders = sheet.tenders.map(({ tenderId }) => ({ tenderId, countedMinor: figures.get(tenderId) ?? 0 }));
  const counted = await shop.must('till.count-commit', { countId: sheet.countId, cash: looseCash(cashMinor), tenders });
  expect(counted).toMatchObject({ stage: 'counted', varianceMinor: 0 });
  return (await shop.must('till.close', { countId: sheet.countId, reasons: [], heldTickets: 'carry-over' })).report.figures;
}

test('exchanges, parts, voids of sales and of returns on two tills, over midnight: two Zs without a difference, and days that hold them', async () => {
  const { settings } = shop.test.till;
  const tillRules = { ...settings.tillRules, moreTills: [{ tillId: 'till-2', name: 'Caisse 2' }] };
  await shop.must('settings.save', { settings: { ...settings, tillRules, stampDuty: 'dz', cashRoundingMinor: 500 }, reason: 'test' });
  const cash = { 'till-1': 0, 'till-2': 20_000 };
  const first = await shop.sell([{ code: code(0), pieces: 3 }], 3_000);
  const second = await shop.sell([{ code: code(1), pieces: 4 }]);
  cash['till-1'] += cashOf(first.saleId) + cashOf(second.saleId);
  const voided = (await shop.must('sale.void', { saleId: second.saleId, reason: 'mistake' })).sale;
  cash['till-1'] += cashOf(voided.saleId);
  expect(cashOf(voided.saleId)).toBe(0 - cashOf(second.saleId));

  await shop.must('till.open', { tillId: 'till-2', float: looseCash(20_000) });
  const third = await shop.sell([{ code: code(2), pieces: 7 }]);
  await takeBack(first.saleId, 1);
  const part = await shop.payBack();
  const undone = (await shop.must('sale.void', { saleId: part.saleId, reason: 'mistake' })).sale;
  // Over midnight of the year's end.
  shop.test.clock.now = new Date('2026-12-31T23:30:00Z');
  await takeBack(first.saleId, 2);
  await shop.ring([{ code: code(1), pieces: 1 }]);
  const { cart } = await shop.must('terminal.state', {});
  const exchange = (cart?.totals.totalMinor ?? 0) < 0 ? await shop.payBack() : await shop.pay({ kind: 'cash' }).then(() => shop.complete());
  await takeBack(third.saleId, 3);
  const back = await shop.payBack();
  for (const { saleId } of [third, part, undone, exchange, back]) cash['till-2'] += cashOf(saleId);

  await shop.must('till.choose', { tillId: 'till-1' });
  const two = await closed('till-2', cash['till-2']);
  const one = await closed('till-1', cash['till-1']);
  for (const figures of [one, two]) {
    const { totals, tenders } = figures;
    expect(totals.totalMinor + totals.stampDutyMinor + totals.roundingMinor).toBe(totals.payableMinor);
    expect(tenders.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(totals.payableMinor);
    expect(figures.taxes.reduce((sum, { taxMinor }) => sum + taxMinor, 0)).toBe(totals.taxMinor);
  }
  let days = 0;
  for (let round = 0; round < 10; round += 1) {
    const { missing } = await shop.must('period.view', {});
    const [next] = missing;
    if (next === undefined) break;
    await shop.must('period.close', { period: next.period, name: next.name });
    if (next.period !== 'day') continue;
    const { figures } = await shop.must('report.show', { report: { kind: 'period', period: 'day', name: next.name } });
    days += figures.totals.payableMinor;
  }
  expect(days).toBe(one.totals.payableMinor + two.totals.payableMinor);
});
