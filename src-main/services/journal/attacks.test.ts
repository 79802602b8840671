import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { FACT_TABLES, type FactTable } from '../../../src-shared/ledger/facts.ts';
import { FAULT_GROUPS, faultGroup } from '../../../src-shared/report/fault-groups.ts';
import { looseCash } from '../../../src-shared/till/cash-count.ts';
import { TestTerminal } from '../../app/terminal.fixture.ts';
import { faultInWords, type LedgerFault } from '../../ledger/ledger-fault.ts';
import { verifyFolder } from '../../ledger/verify.ts';

/**
 * Somebody with the file in his hands, who knows SQLite and our tables. What is done to entries as such is in `ledger/tampering.test.ts`; here
 * it is a day of a real shop, and the tables that reports, returns and accounts are read from.
 */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let shop: TestTerminal;
let database: string;
let whole: Buffer;

const FACTS = Object.keys(FACT_TABLES) as FactTable[];

beforeAll(async () => {
  shop = new TestTerminal();
  await shop.startDemo();
  await aDay(shop);
  await shop.close();
  database = join(shop.root, 'ledger.db');
  // A reader of the program may have kept the log from being folded back at the close.
  const db = new Database(database);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  whole = readFileSync(database);
});
afterAll(async () => {
  await shop.end();
});

async function sell(on: TestTerminal, amountMinor: number): Promise<string> {
  await on.must('cart.add-ad-hoc', { name: 'Article', unitPriceMinor: amountMinor, quantityMilli: 1_000, taxGroupId: null, code: null });
  const { cart } = await on.must('terminal.state', {});
  if (cart === null) throw new Error('no ticket');
  const tender = { tenderId: 'card', kind: 'card' as const, amountMinor, card: null, reference: null };
  const paid = await on.must('cart.command', { cartId: cart.cartId, revision: cart.revision, command: { kind: 'tender.add', tender } });
  const { cartId, revision } = paid.cart;
  return (await on.must('sale.complete', { cartId, revision })).sale.saleId;
}

async function aDay(on: TestTerminal): Promise<void> {
  await sell(on, 10_000);
  await sell(on, 20_000);
  const last = await sell(on, 30_000);
  await on.must('receipt.reprint', { saleId: last, reason: 'perdu' });
  await on.must('till.move', { movementId: 'move-1', kind: 'paid-in', amountMinor: 50_000, reason: 'monnaie' });
  await on.must('drawer.open', { reason: 'monnaie' });
  await on.must('sale.void', { saleId: last, reason: 'erreur' });
  const view = await on.must('till.count-begin', { tillId: 'till-1', takeOver: false });
  if (view.stage !== 'counting') throw new Error(view.stage);
  const tenders = view.sheet.tenders.map(({ tenderId }) => ({ tenderId, countedMinor: tenderId === 'card' ? 30_000 : 0 }));
  await on.must('till.count-commit', { countId: view.sheet.countId, cash: looseCash(50_000), tenders });
  await on.must('till.close', { countId: view.sheet.countId, reasons: [], heldTickets: 'carry-over' });
  await on.must('period.close', { period: 'day', name: '2026-11-20' });
}

async function fault(): Promise<LedgerFault | null> {
  return (await verifyFolder(shop.root, { quickCheck: false })).fault;
}

/** Works on the closed file and puts it back as it was. */
async function after(work: (db: Database.Database) => void): Promise<LedgerFault | null> {
  writeFileSync(database, whole);
  for (const suffix of ['-wal', '-shm']) rmSync(`${database}${suffix}`, { force: true });
  const db = new Database(database);
  work(db);
  db.close();
  try {
    return await fault();
  } finally {
    writeFileSync(database, whole);
  }
}

function tablesWithRows(): readonly FactTable[] {
  const db = new Database(database, { readonly: true });
  const filled = FACTS.filter((table) => Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()) > 0);
  db.close();
  return filled;
}

test('the day has no fault before anybody touches it', async () => {
  expect(await fault()).toBeNull();
});

describe('the tables that reports are read from', () => {
  test('a figure changed in any of them is found, at its entry', async () => {
    const filled = tablesWithRows();
    expect(filled).toEqual(expect.arrayContaining(['act', 'till_act', 'period_closure', 'returned_line', 'sale_void']));
    for (const table of filled) {
      for (const column of FACT_TABLES[table]) {
        const found = await after((db) => {
          const value = db
            .prepare(`SELECT typeof(${column}) FROM ${table} WHERE ${firstOf(db, table)}`)
            .pluck()
            .get();
          const changed = value === 'integer' ? `${column} + 1` : value === 'text' ? `${column} || 'x'` : `'1'`;
          const other = column === 'period' ? `'year'` : changed;
          db.prepare(`UPDATE ${table} SET ${column} = ${other} WHERE ${firstOf(db, table)}`).run();
        });
        expect(found, `${table}.${column}`).not.toBeNull();
        expect(faultGroup(found?.code ?? ''), `${table}.${column}`).toBe('rows');
      }
    }
  });

  test('a row taken out or put in is found, in any of them', async () => {
    for (const table of tablesWithRows()) {
      const gone = await after((db) => db.prepare(`DELETE FROM ${table} WHERE ${firstOf(db, table)}`).run());
      expect(gone?.code, table).toBe('projection-missing');
    }
    const added = await after((db) => {
      db.exec(`INSERT INTO till_act SELECT position, n + 90, kind, till_id, session_id, at, actor, ref, subject, number, amount_minor,
        variance_minor, business_date FROM till_act LIMIT 1`);
    });
    expect(added).toMatchObject({ code: 'projection-extra', detail: 'till_act' });
  });

  test('what was found is said in words, and the screen has words of its own for each', async () => {
    const found = await after((db) => db.exec('DELETE FROM sale_void'));
    expect(found).not.toBeNull();
    if (found !== null) expect(faultInWords(found)).toMatch(/rows derived from it are missing/);
    for (const codes of Object.values(FAULT_GROUPS)) for (const code of codes) expect(FAULT_GROUPS[faultGroup(code)]).toContain(code);
  });
});

function firstOf(db: Database.Database, table: FactTable): string {
  const { position, n } = db.prepare(`SELECT position, n FROM ${table} LIMIT 1`).get() as { readonly position: number; readonly n: number };
  return `position = ${position} AND n = ${n}`;
}

/** The files of a database that are there: a reader elsewhere in the program may have kept the log from being folded back. */
function partsOf(file: string): readonly string[] {
  return ['', '-wal', '-shm'].map((suffix) => `${file}${suffix}`).filter((part) => existsSync(part));
}

describe('the terminal itself', () => {
  test('does not open on an older copy of its database, and says what is gone', async () => {
    const victim = new TestTerminal();
    await victim.startDemo();
    await sell(victim, 10_000);
    await victim.close();
    const file = join(victim.root, 'ledger.db');
    for (const part of partsOf(file)) copyFileSync(part, `${part}.older`);
    await victim.start();
    await victim.must('person.sign-in', { personId: 'amina' });
    await sell(victim, 20_000);
    await victim.close();
    const older = partsOf(file).filter((part) => existsSync(`${part}.older`));
    for (const part of partsOf(file)) rmSync(part);
    for (const part of older) copyFileSync(`${part}.older`, part);
    expect(await victim.start()).toMatchObject({ ok: false, error: { code: 'ledger.tail-lost' } });
    await victim.end();
  });

  test('writes down that its clock was put back, and goes on in order', async () => {
    const victim = new TestTerminal();
    await victim.startDemo();
    await sell(victim, 10_000);
    victim.clock.now = new Date(victim.clock.now.getTime() - 3_600_000);
    await sell(victim, 20_000);
    const filter = { types: ['clock.moved'], personId: null, from: null, to: null, receiptNumber: null };
    const { rows } = await victim.must('journal.list', { filter, before: null, limit: 10 });
    expect(rows).toHaveLength(1);
    const { root } = victim;
    await victim.close();
    expect((await verifyFolder(root, { quickCheck: false })).fault).toBeNull();
    await victim.end();
  });

  test('names on the screen the first entry that does not hold', async () => {
    const victim = new TestTerminal();
    await victim.startDemo();
    await sell(victim, 10_000);
    await victim.close();
    const db = new Database(join(victim.root, 'ledger.db'));
    const place = Number(db.prepare('SELECT position FROM till_act LIMIT 1').pluck().get());
    db.exec('UPDATE till_act SET amount_minor = 1');
    db.close();
    await victim.start();
    await victim.must('person.sign-in', { personId: 'amina' });
    await victim.must('journal.verify', {});
    await expect.poll(async () => (await victim.must('journal.verification', {})).state, { timeout: 30_000 }).toBe('broken');
    const { fault: found } = await victim.must('journal.verification', {});
    expect(found).toMatchObject({ code: 'projection-differs', epoch: 1, seq: place % 2 ** 32 });
    const filter = { types: ['journal.verified'], personId: null, from: null, to: null, receiptNumber: null };
    const { rows } = await victim.must('journal.list', { filter, before: null, limit: 10 });
    expect(rows).toHaveLength(1);
    await victim.end();
  });
});

test('every event that an inspector asks for is an entry', async () => {
  const { ENTRY_BODIES } = await import('../../../src-shared/ledger/bodies.ts');
  const { cartEventSchema } = await import('../../../src-shared/sale/cart.ts');
  const events = {
    'sign-in and out': ['person.signed-in', 'person.signed-out', 'sign-in.failed'],
    opening: ['till.opened', 'terminal.initialised'],
    closing: ['till.counted', 'till.closed', 'period.closed'],
    configuration: ['settings.changed', 'person.created', 'person.changed'],
    'drawer opened without sale': ['drawer.opened'],
    'training mode': ['training.switched', 'training.sale'],
    'failure of the chain': ['journal.verified', 'ledger.recovered'],
    'clock change': ['clock.moved'],
    'cancelled sale': ['cart.voided', 'sale.voided'],
    duplicates: ['receipt.duplicated', 'report.duplicated', 'document.duplicated'],
    archives: ['journal.exported'],
    ticket: ['sale.completed'],
  };
  for (const [event, types] of Object.entries(events)) for (const type of types) expect(Object.keys(ENTRY_BODIES), event).toContain(type);
  // A cancelled line and a changed price stand in the ticket they were done on; a return is a ticket of negative quantities.
  expect(cartEventSchema.options.map(({ shape }) => shape.kind.value)).toEqual(expect.arrayContaining(['line-voided', 'price-changed']));
});
