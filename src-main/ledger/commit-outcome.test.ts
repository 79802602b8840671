import { execFileSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { refusal } from '../../src-shared/contract/refusal.ts';
import { fail } from '../../src-shared/result.ts';
import { createDatabase } from './ledger-database.ts';
import { LedgerFile } from './ledger-file.ts';
import { sampleSale } from './testing/sample-sale.ts';
import { sell, TestTerminal } from './testing/test-terminal.ts';
import { verifyFolder } from './verify.ts';

let terminal: TestTerminal;

beforeEach(() => {
  terminal = new TestTerminal();
});
afterEach(() => {
  terminal.remove();
});

/** Fails once, at the given sale. */
function once(at: number, error: () => Error): () => void {
  let commits = 0;
  return () => {
    commits += 1;
    if (commits === at) throw error();
  };
}

const diskError = (): Error => new Database.SqliteError('disk I/O error', 'SQLITE_IOERR_FSYNC');
const busy = (): Error => new Database.SqliteError('database is locked', 'SQLITE_BUSY');
/** The first commit of an opened ledger notes its session; sales follow. */
const SECOND_SALE = 3;

async function expectWhole(sales: number): Promise<void> {
  const report = await verifyFolder(terminal.folder, { quickCheck: true });
  expect(report.fault).toBeNull();
  expect(report.totals.sales).toBe(sales);
}

describe('a commit that throws is unknown, and looked up', () => {
  test('it was there: the sale is completed, and selling stops on this file', async () => {
    const ledger = terminal.open({ afterCommit: once(SECOND_SALE, diskError) });
    sell(ledger, 'sale-1');
    const second = sell(ledger, 'sale-2');
    expect(second).toMatchObject({ alreadyCompleted: false, sale: { receiptSeq: 2 } });
    expect(ledger.head()).toMatchObject({ seq: 3, hash: second.entry.hash });
    expect(ledger.state()).toEqual({ state: 'stopped', finding: 'io' });
    expect(ledger.completeSale(sampleSale('sale-3'))).toEqual(fail(refusal('ledger.stopped', { finding: 'io' })));
    expect(sell(ledger, 'sale-2')).toEqual({ ...second, alreadyCompleted: true });
    ledger.close();
    const again = terminal.open();
    expect(sell(again, 'sale-2')).toEqual({ ...second, alreadyCompleted: true });
    expect(sell(again, 'sale-3').sale.receiptSeq).toBe(3);
    again.close();
    await expectWhole(3);
  });

  test('it was not there: nothing was sold, and the same id goes through after a restart', async () => {
    const ledger = terminal.open({ beforeCommit: once(SECOND_SALE, diskError) });
    sell(ledger, 'sale-1');
    expect(ledger.completeSale(sampleSale('sale-2'))).toEqual(fail(refusal('ledger.stopped', { finding: 'io' })));
    expect(ledger.head().seq).toBe(2);
    expect(ledger.counts().sales).toBe(1);
    ledger.close();
    const again = terminal.open();
    expect(sell(again, 'sale-2')).toMatchObject({ alreadyCompleted: false, sale: { receiptSeq: 2 } });
    again.close();
    await expectWhole(2);
  });

  test('somebody else held the lock: nothing was sold, and the next try goes through', async () => {
    const ledger = terminal.open({ beforeCommit: once(SECOND_SALE, busy) });
    sell(ledger, 'sale-1');
    expect(ledger.completeSale(sampleSale('sale-2'))).toEqual(fail(refusal('ledger.stopped', { finding: 'busy' })));
    expect(ledger.state().state).toBe('selling');
    expect(sell(ledger, 'sale-2').sale.receiptSeq).toBe(2);
    ledger.close();
    await expectWhole(2);
  });

  test.each([
    ['after it was written', 'afterCommit', true],
    ['before it was written', 'beforeCommit', false],
  ] as const)('the file is gone %s: the outcome stays unknown until the file is back', async (_name, point, there) => {
    const elsewhere = `${terminal.databasePath}.elsewhere`;
    const ledger = terminal.open({
      [point]: once(SECOND_SALE, () => {
        for (const suffix of ['', '-wal']) renameSync(`${terminal.databasePath}${suffix}`, `${elsewhere}${suffix}`);
        return diskError();
      }),
    });
    sell(ledger, 'sale-1');
    expect(ledger.completeSale(sampleSale('sale-2'))).toEqual(fail(refusal('ledger.outcome-unknown', { finding: 'io' })));
    expect(ledger.state()).toEqual({ state: 'stopped', finding: 'io' });
    expect(() => ledger.close()).not.toThrow();
    for (const suffix of ['', '-wal']) {
      rmSync(`${terminal.databasePath}${suffix}`, { force: true });
      renameSync(`${elsewhere}${suffix}`, `${terminal.databasePath}${suffix}`);
    }
    const again = terminal.open();
    expect(sell(again, 'sale-2').alreadyCompleted).toBe(there);
    again.close();
    await expectWhole(2);
  });

  test('it is seen but cannot be written a second time: the outcome is unknown, not done', () => {
    const ledger = terminal.open({ afterCommit: once(SECOND_SALE, diskError) });
    sell(ledger, 'sale-1');
    const reader = new Database(terminal.databasePath, { readonly: true });
    reader.exec('BEGIN; SELECT count(*) FROM entry');
    reader.prepare('SELECT count(*) FROM entry').get();
    expect(ledger.completeSale(sampleSale('sale-2'))).toMatchObject({ ok: false, error: { code: 'ledger.outcome-unknown' } });
    reader.close();
    ledger.close();
  });

  test('a fault of the program at the commit rolls back and goes on to the caller', () => {
    const ledger = terminal.open({ beforeCommit: once(SECOND_SALE, () => new Error('a fault')) });
    sell(ledger, 'sale-1');
    expect(() => ledger.completeSale(sampleSale('sale-2'))).toThrow('a fault');
    expect(ledger.state().state).toBe('selling');
    expect(sell(ledger, 'sale-2').sale.receiptSeq).toBe(2);
    ledger.close();
  });
});

describe('a disk that refuses', () => {
  test('a full database rolls the transaction back and stops the ledger', () => {
    const path = join(terminal.folder, 'small.db');
    const file = new LedgerFile(path, createDatabase(path), {});
    file.db.pragma('max_page_count = 40');
    const fill = (): unknown =>
      file.transact(
        ({ session }) => {
          for (let n = 0; n < 100; n += 1) session.begin({ openedAt: 'x'.repeat(100_000), bootId: String(n), programVersion: '' });
          file.db.exec('CREATE TABLE filler AS SELECT zeroblob(1000000) AS b');
        },
        () => false,
      );
    expect(fill()).toEqual({ kind: 'not-done', finding: 'no-space' });
    expect(file.stopped).toBe('no-space');
    expect(file.db.prepare('SELECT count(*) AS n FROM session').get()).toEqual({ n: 0 });
    expect(
      file.transact(
        () => 1,
        () => false,
      ),
    ).toEqual({ kind: 'not-done', finding: 'no-space' });
    file.close();
  });

  test('a program that may not write says so and stops', () => {
    terminal.sellAndClose(1);
    const ledger = terminal.open();
    const reader = new Database(terminal.databasePath);
    reader.exec('BEGIN IMMEDIATE');
    expect(ledger.completeSale(sampleSale('sale-2'))).toEqual(fail(refusal('ledger.stopped', { finding: 'busy' })));
    reader.exec('ROLLBACK');
    reader.close();
    expect(sell(ledger, 'sale-2').sale.receiptSeq).toBe(2);
    ledger.close();
  });

  test('somebody else’s entry in our place stops the ledger before a second one of its number is made', () => {
    const ledger = terminal.open();
    sell(ledger, 'sale-1');
    const intruder = new Database(terminal.databasePath);
    intruder.exec(
      "INSERT INTO entry SELECT position + 1, id || 'x', type, v, at, bytes, hash, sig, key_id FROM entry ORDER BY position DESC LIMIT 1",
    );
    intruder.close();
    expect(ledger.completeSale(sampleSale('sale-2'))).toEqual(fail(refusal('ledger.stopped', { finding: 'corrupt' })));
    expect(ledger.state()).toEqual({ state: 'stopped', finding: 'corrupt' });
    ledger.close();
  });
});

/** A file system of its own, three megabytes large; null where this user may not mount one. */
function smallDisk(): { readonly path: string; release(): void } | null {
  const path = mkdtempSync(join(tmpdir(), 'contacto-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    rmSync(path, { recursive: true });
    return null;
  }
  const release = (): void => {
    // Lazily: a connection that a failed test left open must not keep it.
    execFileSync('umount', ['-l', path]);
    rmSync(path, { recursive: true });
  };
  return { path, release };
}

const disk = process.platform === 'linux' ? smallDisk() : null;

test.skipIf(disk === null)('a disk that fills up while selling loses no completed sale, and sells again once there is room', async () => {
  const full = new TestTerminal(join(disk!.path, 'data'));
  try {
    const ledger = full.open();
    const sold: string[] = [];
    let last = ledger.completeSale(sampleSale('sale-0'));
    while (last.ok) {
      sold.push(last.value.sale.saleId);
      last = ledger.completeSale(sampleSale(`sale-${sold.length}`, { lines: 40 }));
    }
    expect(last.error).toEqual(refusal('ledger.stopped', { finding: 'no-space' }));
    expect(ledger.state()).toEqual({ state: 'stopped', finding: 'no-space' });
    expect(sell(ledger, 'sale-0').alreadyCompleted).toBe(true);
    ledger.close();
    execFileSync('mount', ['-o', 'remount,size=16m', disk!.path]);
    const again = full.open();
    for (const saleId of sold) expect(sell(again, saleId).alreadyCompleted, saleId).toBe(true);
    expect(sell(again, 'sale-last').alreadyCompleted).toBe(false);
    again.close();
    const report = await verifyFolder(full.folder, { quickCheck: true });
    expect(report.fault).toBeNull();
    expect(report.totals.sales).toBe(sold.length + 1);
    execFileSync('mount', ['-o', 'remount,ro', disk!.path]);
    expect(full.tryOpen()).toMatchObject({ ok: false, error: { code: 'ledger.read-only' } });
  } finally {
    disk!.release();
  }
});
