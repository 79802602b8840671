import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { JournalFilter } from '../../../src-shared/contract/journal-api.ts';
import { TestTerminal } from '../../app/terminal.fixture.ts';
import { verifyFolder } from '../../ledger/verify.ts';
import { verifyArchive } from '../../ledger/verify-archive.ts';

/** Threads are started on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

const ANY: JournalFilter = { types: null, personId: null, from: null, to: null, receiptNumber: null };

let shop: TestTerminal;

beforeEach(async () => {
  shop = new TestTerminal();
  await shop.startDemo();
});
afterEach(async () => {
  await shop.end();
});

async function ring(amountMinor: number): Promise<{ readonly cartId: string; readonly revision: number }> {
  await shop.must('cart.add-ad-hoc', { name: 'Article', unitPriceMinor: amountMinor, quantityMilli: 1_000, taxGroupId: null, code: null });
  const { cart } = await shop.must('terminal.state', {});
  if (cart === null) throw new Error('no ticket');
  return { cartId: cart.cartId, revision: cart.revision };
}

async function sell(amountMinor: number, kind: 'cash' | 'card' = 'card'): Promise<string> {
  const tender = { tenderId: kind, kind, amountMinor, card: null, reference: null };
  const paid = await shop.must('cart.command', { ...(await ring(amountMinor)), command: { kind: 'tender.add', tender } });
  const { cartId, revision } = paid.cart;
  return (await shop.must('sale.complete', { cartId, revision })).sale.receiptNumber;
}

const list = async (filter: Partial<JournalFilter> = {}, before: number | null = null, limit = 100) =>
  shop.must('journal.list', { filter: { ...ANY, ...filter }, before, limit });
const typesOf = async (filter: Partial<JournalFilter> = {}) => (await list(filter)).rows.map(({ type }) => type);

describe('the list', () => {
  test('holds every entry once, newest first, page by page', async () => {
    for (const amount of [10_000, 20_000, 30_000]) await sell(amount);
    const whole = await list();
    expect(whole.rows.map(({ seq }) => seq)).toEqual(whole.rows.map((_, index) => whole.rows.length - index));
    expect(whole.rows).toHaveLength(shop.till.ledger.counts().entries);
    const paged: number[] = [];
    for (let before: number | null = null, page = 0; page < 20; page += 1) {
      const { rows, next } = await list({}, before, 2);
      paged.push(...rows.map(({ position }) => position));
      before = next;
      if (next === null) break;
    }
    expect(paged).toEqual(whole.rows.map(({ position }) => position));
  });

  test('is filtered by type, by person and by day', async () => {
    await sell(10_000);
    await shop.must('drawer.open', { reason: 'monnaie' });
    expect(await typesOf({ types: ['drawer.opened'] })).toEqual(['drawer.opened']);
    expect(await typesOf({ types: ['sale.completed', 'drawer.opened'] })).toEqual(['drawer.opened', 'sale.completed']);
    expect(await typesOf({ types: ['sale.completed'], personId: 'karim' })).toEqual([]);
    expect(await typesOf({ types: ['sale.completed'], personId: 'amina' })).toEqual(['sale.completed']);
    shop.clock.now = new Date('2026-11-21T10:00:00Z');
    await sell(20_000);
    expect((await list({ types: ['sale.completed'], from: '2026-11-21' })).rows).toHaveLength(1);
    expect((await list({ types: ['sale.completed'], to: '2026-11-20' })).rows).toHaveLength(1);
    expect(await typesOf({ from: '2026-11-22' })).toEqual([]);
    expect(
      await shop.call('journal.list', { filter: { ...ANY, from: '2026-11-22', to: '2026-11-20' }, before: null, limit: 5 }),
    ).toMatchObject({ ok: false, error: { code: 'journal.days-reversed' } });
  });

  test('of a receipt are its sale and what was done to it since', async () => {
    const number = await sell(10_000);
    await sell(20_000);
    const [receipt] = (await shop.must('sale.recent', { limit: 2 })).sales.filter(({ receiptNumber }) => receiptNumber === number);
    await shop.must('receipt.reprint', { saleId: receipt?.saleId ?? '', reason: 'perdu' });
    expect(await typesOf({ receiptNumber: number })).toEqual(['receipt.duplicated', 'sale.completed']);
    expect(await typesOf({ receiptNumber: 'ZZ-000001' })).toEqual([]);
  });

  test('an entry says who, when and what in members a person understands', async () => {
    const number = await sell(10_000);
    const [row] = (await list({ types: ['sale.completed'] })).rows;
    expect(row).toMatchObject({ by: 'Amina', at: '2026-11-20T10:00:00.000Z' });
    expect(row?.facts).toContainEqual({ key: 'receiptNumber', kind: 'text', value: number });
    expect(row?.facts).toContainEqual({ key: 'totalMinor', kind: 'money', value: 10_000, currency: 'DZD' });
    const shown = await shop.must('journal.entry', { position: row?.position ?? 0 });
    expect(JSON.parse(shown.json)).toMatchObject({ type: 'sale.completed', body: { receiptNumber: number } });
    expect(shown.signature).toHaveLength(88);
  });

  test('is for who may read it', async () => {
    await shop.must('person.sign-in', { personId: 'karim' });
    expect(await shop.call('journal.list', { filter: ANY, before: null, limit: 5 })).toMatchObject({
      ok: false,
      error: { code: 'permission.needed', params: { permission: 'journal.view' } },
    });
  });
});

describe('the check', () => {
  async function verdict() {
    await shop.must('journal.verify', {});
    await expect.poll(async () => (await shop.must('journal.verification', {})).state, { timeout: 30_000 }).not.toBe('running');
    return shop.must('journal.verification', {});
  }

  test('of a whole journal says so, and leaves an entry', async () => {
    await sell(10_000);
    expect(await verdict()).toMatchObject({ state: 'whole', fault: null });
    expect(await typesOf({ types: ['journal.verified'] })).toEqual(['journal.verified']);
  });
});

describe('an archive', () => {
  test('of a month holds its entries, and is checked in an empty folder without the terminal', async () => {
    await sell(10_000);
    const november = shop.till.ledger.head().seq;
    shop.clock.now = new Date('2026-12-01T09:00:00Z');
    await sell(20_000);
    const written = await shop.must('journal.archive', { month: '2026-11' });
    expect(written.entries).toBe(november);
    const elsewhere = mkdtempSync(join(tmpdir(), 'contacto-elsewhere-'));
    copyFileSync(written.path, join(elsewhere, 'archive.jsonl.gz'));
    await shop.close();
    const report = await verifyArchive(join(elsewhere, 'archive.jsonl.gz'));
    expect(report).toMatchObject({ fault: null, entries: november, last: { seq: november } });
    expect(readdirSync(elsewhere)).toEqual(['archive.jsonl.gz']);
    rmSync(elsewhere, { recursive: true });
  });

  test('months follow each other without a gap', async () => {
    await sell(10_000);
    shop.clock.now = new Date('2026-12-01T09:00:00Z');
    await sell(20_000);
    const first = await shop.must('journal.archive', { month: '2026-11' });
    const second = await shop.must('journal.archive', { month: '2026-12' });
    const last = (await verifyArchive(first.path)).last;
    const report = await verifyArchive(second.path);
    expect(report.fault).toBeNull();
    expect(report.last?.seq).toBe((last?.seq ?? 0) + report.entries);
    expect(await shop.call('journal.archive', { month: '2026-10' })).toMatchObject({ ok: false, error: { code: 'journal.month-empty' } });
  });
});

describe('practice', () => {
  test('moves no figure: not the receipts, the totals, the X, the report, the perpetual sums', async () => {
    await sell(10_000, 'cash');
    const read = async () => ({
      counts: { ...shop.till.ledger.counts(), entries: 0, unacknowledged: 0 },
      x: (await shop.must('till.x', { tillId: 'till-1', print: false })).figures,
      report: (await shop.must('sales-report.show', { span: 'day', day: '2026-11-20' })).report,
    });
    const before = await read();
    await shop.must('training.switch', { on: true });
    expect((await shop.must('terminal.state', {})).training).toBe(true);
    expect(await sell(55_000, 'cash')).toBe('T-C1-0001');
    expect(await sell(56_000)).toBe('T-C1-0002');
    const { cartId } = await ring(7_000);
    await shop.must('cart.void', { cartId, reason: null });
    await shop.must('training.switch', { on: false });
    expect(await read()).toEqual(before);
    expect(await sell(20_000)).toBe('C1-000002');
    expect(await typesOf({ types: ['training.sale', 'training.ticket-voided', 'training.switched', 'cart.voided'] })).toEqual([
      'training.switched',
      'training.ticket-voided',
      'training.sale',
      'training.sale',
      'training.switched',
    ]);
    const { root } = shop;
    await shop.close();
    expect((await verifyFolder(root, { quickCheck: true })).fault).toBeNull();
  });

  test('says so on the paper, and has no code to scan as a receipt', async () => {
    await shop.must('training.switch', { on: true });
    await sell(10_000);
    const [job] = shop.till.ledger.printJobs.list(1);
    const { document } = shop.till.ledger.printJobs.find(job?.jobId ?? '') ?? {};
    expect(JSON.stringify(document)).toContain('FORMATION');
    expect(document?.blocks.some(({ kind }) => kind === 'qr')).toBe(false);
  });

  test('outlives a crash', async () => {
    await shop.must('training.switch', { on: true });
    await shop.close();
    await shop.start();
    expect((await shop.must('terminal.state', {})).training).toBe(true);
  });

  test('begins and ends at an empty counter, and does nothing with money', async () => {
    await ring(10_000);
    expect(await shop.call('training.switch', { on: true })).toMatchObject({ ok: false, error: { code: 'training.ticket-open' } });
    const { cartId } = await ring(10_000);
    await shop.must('cart.hold', { cartId, label: '' });
    expect(await shop.call('training.switch', { on: true })).toMatchObject({ ok: false, error: { code: 'training.tickets-held' } });
    await shop.must('cart.recall', { cartId });
    await shop.must('cart.void', { cartId, reason: null });
    await shop.must('training.switch', { on: true });
    for (const refused of [
      shop.call('drawer.open', { reason: 'x' }),
      shop.call('till.x', { tillId: 'till-1', print: false }),
      shop.call('till.move', { movementId: 'm1', kind: 'paid-in', amountMinor: 100, reason: 'x' }),
    ]) {
      expect(await refused).toMatchObject({ ok: false, error: { code: 'training.not-here' } });
    }
    expect(await typesOf({ types: ['drawer.opened', 'till.movement', 'till.x-read'] })).toEqual([]);
  });

  test('is for who may switch it', async () => {
    await shop.must('person.sign-in', { personId: 'karim' });
    expect(await shop.call('training.switch', { on: true })).toMatchObject({
      ok: false,
      error: { code: 'permission.needed', params: { permission: 'training.switch' } },
    });
  });
});

describe('the sales report', () => {
  test('agrees with the Z to the minor unit, from every side', async () => {
    for (const [amount, kind] of [
      [12_345, 'cash'],
      [23_456, 'card'],
      [999, 'card'],
    ] as const) {
      await sell(Math.round(amount / 500) * 500, kind);
      shop.clock.now = new Date(shop.clock.now.getTime() + 50 * 60_000);
    }
    await shop.must('person.sign-in', { personId: 'karim' });
    await sell(40_000);
    await shop.must('person.sign-in', { personId: 'amina' });
    const { report, compared } = await shop.must('sales-report.show', { span: 'day', day: '2026-11-20' });
    const { figures } = await shop.must('till.x', { tillId: 'till-1', print: false });
    expect(report.figures.totals).toEqual(figures.totals);
    expect(report.figures.taxes).toEqual(figures.taxes);
    expect(report.figures.tenders).toEqual(figures.tenders);
    const sum = (rows: readonly { readonly totalMinor: number }[]): number => rows.reduce((total, row) => total + row.totalMinor, 0);
    const sides = [report.hours, report.days, report.people, report.categories, report.products];
    expect(sides.map(sum)).toEqual(sides.map(() => figures.totals.totalMinor));
    expect(report.people.map(({ personId }) => personId)).toEqual(['karim', 'amina']);
    expect(report.hours.map(({ hour }) => hour)).toEqual([11, 12, 13]);
    expect(compared.from).toBe('2026-11-13');
    expect(compared.figures.totals.totalMinor).toBe(0);
  });

  test('as rows for a spreadsheet has the same figures', async () => {
    await sell(12_000);
    const { fileName, csv } = await shop.must('sales-report.csv', { span: 'month', day: '2026-11-20' });
    expect(fileName).toBe('sales-month-2026-11-01.csv');
    expect(csv.split('\r\n')).toEqual(expect.arrayContaining(['total,total,,,,120.00,DZD', 'day,2026-11-20,,1,,120.00,DZD']));
  });
});
