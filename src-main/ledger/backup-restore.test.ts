// Long because a restore is one story: backup, loss, restore and what was cut short between, on the same terminals.
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Result } from '../../src-shared/result.ts';
import { backUp as backUpFrom } from './backup.ts';
import { openReadable } from './database.ts';
import type { Ledger, RecoverySummary } from './ledger.ts';
import { openDatabase } from './ledger-database.ts';
import { LedgerFile } from './ledger-file.ts';
import { type LedgerFolder, ledgerFolder } from './ledger-folder.ts';
import { UNWITNESSED_GAP } from './new-epoch.ts';
import { recoverLedger } from './recover.ts';
import { type RestoreFailure, type RestoreOptions, restoreLedger } from './restore.ts';
import { sell, TestTerminal } from './testing/test-terminal.ts';
import { verifyFolder, verifyLedger } from './verify.ts';

/** Backups are taken and restored many times over. */
const LONG_MS = 60_000;

let terminal: TestTerminal;

beforeEach(() => {
  terminal = new TestTerminal();
});
afterEach(() => {
  terminal.remove();
});

const backupPath = (): string => join(terminal.folder, 'backups', 'ledger-1.db');

async function backUp(ledger: Ledger): Promise<void> {
  const backup = await ledger.backup(backupPath());
  if (!backup.ok) throw new Error(JSON.stringify(backup.error));
}

function restore(overrides: Partial<RestoreOptions> = {}): Promise<Result<RecoverySummary, RestoreFailure>> {
  const options = { ...terminal.options(), actor: 'manager', backup: backupPath(), newKey: false, lastReceipt: null };
  return restoreLedger({ ...options, ...overrides });
}

/** Five sales, a backup, three more sales: what a restore finds. */
async function eightSalesBackupAfterFive(): Promise<void> {
  const ledger = terminal.open();
  for (let number = 1; number <= 5; number += 1) sell(ledger, `sale-${number}`);
  await backUp(ledger);
  for (let number = 6; number <= 8; number += 1) sell(ledger, `sale-${number}`);
  ledger.close();
}

async function expectWhole(): Promise<void> {
  expect((await verifyFolder(terminal.folder, { quickCheck: true })).fault).toBeNull();
}

describe('a backup', () => {
  test(
    'is a ledger of its own that verifies, taken while the till sells on',
    async () => {
      const ledger = terminal.open();
      for (let number = 1; number <= 150; number += 1) sell(ledger, `sale-${number}`);
      const taking = ledger.backup(backupPath());
      for (let number = 151; number <= 170; number += 1) {
        sell(ledger, `sale-${number}`);
        await new Promise(setImmediate);
      }
      const backup = await taking;
      if (!backup.ok) throw new Error(backup.error.code);
      expect(readdirSync(join(terminal.folder, 'backups'))).toEqual(['ledger-1.db']);
      const report = await verifyLedger({ database: backupPath(), quickCheck: true });
      expect(report.fault).toBeNull();
      expect(report.end).toEqual(backup.value.head);
      expect(backup.value.head.seq).toBeGreaterThanOrEqual(151);
      ledger.close();
      await expectWhole();
    },
    LONG_MS,
  );

  test(
    'through a reader beside the till is one snapshot, however much is sold meanwhile',
    async () => {
      const ledger = terminal.open();
      for (let number = 1; number <= 300; number += 1) sell(ledger, `sale-${number}`);
      const head = ledger.head().seq;
      const reader = openReadable(terminal.databasePath);
      const taking = backUpFrom(reader, backupPath(), 'end');
      const state = { taken: false };
      void taking.finally(() => {
        state.taken = true;
      });
      for (let number = 301; !state.taken; number += 1) {
        sell(ledger, `sale-${number}`);
        await new Promise(setImmediate);
      }
      expect(await taking).toMatchObject({ ok: true, value: { head: { seq: head } } });
      expect(ledger.head().seq).toBeGreaterThan(head);
      reader.close();
      ledger.close();
      expect((await verifyLedger({ database: backupPath(), quickCheck: true })).fault).toBeNull();
    },
    LONG_MS,
  );

  test('replaces the one before only when it is whole', async () => {
    const ledger = terminal.open();
    sell(ledger, 'sale-1');
    await backUp(ledger);
    sell(ledger, 'sale-2');
    await backUp(ledger);
    expect((await verifyLedger({ database: backupPath(), quickCheck: true })).totals.sales).toBe(2);
    ledger.close();
  });

  test('of a damaged ledger does not replace a good one, where all of it is checked', async () => {
    await eightSalesBackupAfterFive();
    const good = readFileSync(backupPath());
    terminal.tamper((db) => db.exec('UPDATE sale SET total_minor = total_minor + 1 WHERE receipt_seq = 2'));
    const reader = openReadable(terminal.databasePath);
    expect(await backUpFrom(reader, backupPath(), 'whole')).toMatchObject({
      ok: false,
      error: { code: 'copy.not-verified', params: { finding: 'projection-differs', epoch: 1, seq: 3 } },
    });
    reader.close();
    expect(readFileSync(backupPath()).equals(good)).toBe(true);
    expect(readdirSync(join(terminal.folder, 'backups'))).toEqual(['ledger-1.db']);
  });

  test('to a place that cannot be written is a failure, and leaves nothing', async () => {
    const ledger = terminal.open();
    mkdirSync(join(terminal.folder, 'backups', 'ledger-1.db', 'in-the-way'), { recursive: true });
    expect(await ledger.backup(backupPath())).toMatchObject({
      ok: false,
      error: { code: 'copy.not-written', params: { path: backupPath() } },
    });
    expect(readdirSync(join(terminal.folder, 'backups'))).toEqual(['ledger-1.db']);
    ledger.close();
  });
});

describe('a restore', () => {
  test('begins a new epoch that says what is missing, and gives no printed number twice', async () => {
    await eightSalesBackupAfterFive();
    const restored = await restore();
    expect(restored).toMatchObject({
      ok: true,
      value: {
        epoch: 2,
        recovered: {
          finding: 'restored',
          previous: { epoch: 1, seq: 6 },
          lostFromSeq: 7,
          lostToSeq: 9,
          receiptSeq: 8,
          perpetual: { tickets: 8, signedMinor: 8 * 450_000 },
        },
      },
    });
    const ledger = terminal.open();
    expect(ledger.head()).toMatchObject({ epoch: 2, seq: 1 });
    expect(sell(ledger, 'sale-5').alreadyCompleted).toBe(true);
    expect(sell(ledger, 'sale-9')).toMatchObject({ entry: { epoch: 2, seq: 2 }, sale: { receiptSeq: 9, perpetual: { tickets: 9 } } });
    expect(ledger.counts()).toMatchObject({ entries: 8, sales: 6 });
    ledger.close();
    await expectWhole();
  });

  test('ties its epoch to the one before: an entry taken from its end is missed', async () => {
    await eightSalesBackupAfterFive();
    await restore();
    terminal.tamper((db) => {
      db.exec('DELETE FROM entry WHERE epoch = 1 AND seq = 6; DELETE FROM sale WHERE receipt_seq = 5');
      for (const table of ['sale_line', 'sale_tender', 'sale_tax']) db.exec(`DELETE FROM ${table} WHERE receipt_seq = 5`);
    });
    expect((await verifyFolder(terminal.folder, { quickCheck: false })).fault).toMatchObject({ code: 'epoch-link', epoch: 2, seq: 1 });
  });

  test('keeps what it replaces, whole', async () => {
    await eightSalesBackupAfterFive();
    await restore();
    const kept = readdirSync(join(terminal.folder, 'kept'));
    expect(kept).toHaveLength(1);
    const report = await verifyLedger({ database: join(terminal.folder, 'kept', kept[0]!, 'ledger.db'), quickCheck: true });
    expect(report.fault).toBeNull();
    expect(report.totals.sales).toBe(8);
  });

  test('can itself be undone by restoring what was kept, in an epoch of its own', async () => {
    await eightSalesBackupAfterFive();
    await restore();
    terminal.sellAndClose(2, 9);
    const [kept] = readdirSync(join(terminal.folder, 'kept'));
    const undone = await restore({ backup: join(terminal.folder, 'kept', kept!, 'ledger.db') });
    expect(undone).toMatchObject({ ok: true, value: { epoch: 3, recovered: { previous: { epoch: 1, seq: 9 }, receiptSeq: 10 } } });
    terminal.sellAndClose(1, 11);
    await expectWhole();
  });

  test('of an unprinted job asks a person: the paper may be out by now', async () => {
    await eightSalesBackupAfterFive();
    await restore();
    const ledger = terminal.open();
    expect(ledger.printJobs.next('receipt')).toBeNull();
    expect(ledger.printJobs.unsettled(10).map(({ state }) => state)).toEqual(Array(5).fill('unconfirmed'));
    ledger.close();
  });

  test.each([
    ['is gone', () => rmSync(terminal.databasePath)],
    ['is empty', () => writeFileSync(terminal.databasePath, '')],
    ['is garbage', () => writeFileSync(terminal.databasePath, 'x'.repeat(9_000))],
  ])('brings back a ledger that %s', async (_name, ruin) => {
    await eightSalesBackupAfterFive();
    ruin();
    expect(terminal.tryOpen().ok).toBe(false);
    expect(await restore()).toMatchObject({ ok: true, value: { recovered: { lostFromSeq: 7, lostToSeq: 9 } } });
    terminal.sellAndClose(1, 9);
    await expectWhole();
  });

  test('on a new machine goes on under the terminal’s name with a key of its own', async () => {
    await eightSalesBackupAfterFive();
    const before = terminal.open();
    const { terminal: name, keyId } = before;
    before.close();
    const machine = new TestTerminal();
    try {
      const finding = { finding: 'restored-unwitnessed', receiptSeq: 5 + UNWITNESSED_GAP };
      expect(await restore({ folder: machine.folder })).toMatchObject({ ok: true, value: { epoch: 2, recovered: finding } });
      const ledger = machine.open();
      expect(ledger.terminal).toBe(name);
      expect(ledger.keyId).not.toBe(keyId);
      expect(sell(ledger, 'sale-6').sale.receiptSeq).toBe(6 + UNWITNESSED_GAP);
      ledger.close();
      const report = await verifyFolder(machine.folder, { quickCheck: true });
      expect(report.fault).toBeNull();
      expect(report.keys.map((key) => [key.epoch, key.keyId])).toEqual([
        [1, keyId],
        [2, ledger.keyId],
      ]);
    } finally {
      machine.remove();
    }
  });

  test('on a new machine goes on after the last number on paper, where a person gives it', async () => {
    await eightSalesBackupAfterFive();
    const machine = new TestTerminal();
    try {
      const recovered = { finding: 'restored', receiptSeq: 8 };
      expect(await restore({ folder: machine.folder, lastReceipt: 8 })).toMatchObject({ ok: true, value: { recovered } });
      machine.sellAndClose(1, 9);
      expect((await verifyFolder(machine.folder, { quickCheck: true })).fault).toBeNull();
    } finally {
      machine.remove();
    }
  });

  test.each([
    ['is gone', () => rmSync(terminal.markPath)],
    ['is behind', (mark: Buffer) => writeFileSync(terminal.markPath, mark)],
  ])('with a mark that %s asks the ledger it replaces which numbers are on paper', async (_name, spoil) => {
    terminal.sellAndClose(2);
    const early = readFileSync(terminal.markPath);
    await eightSalesBackupAfterFive();
    const closing = terminal.open();
    closing.append({ type: 'drawer.opened', v: 1, body: { tillId: 'till-1', reason: 'change' } }, 'manager');
    closing.close();
    spoil(early);
    expect(await restore()).toMatchObject({
      ok: true,
      value: { recovered: { finding: 'restored', lostFromSeq: 7, lostToSeq: 10, receiptSeq: 8, perpetual: { tickets: 8 } } },
    });
    terminal.sellAndClose(1, 9);
    await expectWhole();
  });

  test('with a mark from before the backup and an unreadable ledger leaves numbers out', async () => {
    terminal.sellAndClose(2);
    const early = readFileSync(terminal.markPath);
    await eightSalesBackupAfterFive();
    writeFileSync(terminal.markPath, early);
    writeFileSync(terminal.databasePath, 'x'.repeat(9_000));
    const recovered = { finding: 'restored-unwitnessed', receiptSeq: 5 + UNWITNESSED_GAP };
    expect(await restore()).toMatchObject({ ok: true, value: { recovered } });
  });

  test('does not rename a file while a reader keeps part of it in the WAL', () => {
    terminal.sellAndClose(1);
    const opened = openDatabase(terminal.databasePath, ledgerFolder(terminal.folder), 0);
    if (!opened.ok) throw new Error(opened.error.code);
    const file = new LedgerFile(terminal.databasePath, opened.value, {});
    const reader = openReadable(terminal.databasePath);
    reader.exec('BEGIN; SELECT count(*) FROM entry');
    file.transact(({ session }) => session.begin({ openedAt: 'now', bootId: 'boot', programVersion: 'test' }), Boolean);
    expect(() => file.moveWalIntoDatabase()).toThrow('keeps the WAL');
    reader.exec('COMMIT');
    file.moveWalIntoDatabase();
    expect(statSync(`${terminal.databasePath}-wal`).size).toBe(0);
    reader.close();
    file.close();
  });

  test('without the terminal’s key goes on only by a person’s word', async () => {
    await eightSalesBackupAfterFive();
    rmSync(join(terminal.folder, 'terminal.key'));
    expect(await restore()).toMatchObject({ ok: false, error: { code: 'ledger.key-unreadable' } });
    expect(await restore({ newKey: true })).toMatchObject({ ok: true, value: { epoch: 2 } });
    terminal.sellAndClose(1, 9);
    await expectWhole();
  });

  test.each([
    ['that is not there', 'restore.not-found', () => rmSync(backupPath())],
    ['that is no ledger', 'ledger.corrupt', () => writeFileSync(backupPath(), 'x'.repeat(9_000))],
    [
      'in which an entry was changed',
      'restore.unusable',
      () => {
        const db = new Database(backupPath());
        const trigger = db.prepare<[], string>("SELECT sql FROM sqlite_schema WHERE name = 'entry_is_never_changed'").pluck().get()!;
        db.exec("DROP TRIGGER entry_is_never_changed; UPDATE entry SET bytes = CAST(bytes || 'x' AS BLOB) WHERE seq = 3");
        db.exec(trigger);
        db.close();
      },
    ],
  ])('from a backup %s changes nothing', async (_name, code, ruin) => {
    await eightSalesBackupAfterFive();
    ruin();
    const before = readFileSync(terminal.databasePath);
    expect(await restore()).toMatchObject({ ok: false, error: { code } });
    expect(readFileSync(terminal.databasePath).equals(before)).toBe(true);
    terminal.sellAndClose(1, 9);
    await expectWhole();
  });

  test('from another terminal’s backup changes nothing', async () => {
    await eightSalesBackupAfterFive();
    const other = new TestTerminal();
    const ledger = other.open();
    await ledger.backup(backupPath());
    ledger.close();
    other.remove();
    expect(await restore()).toMatchObject({ ok: false, error: { code: 'ledger.foreign' } });
    terminal.sellAndClose(1, 9);
    await expectWhole();
  });

  test('is refused while the terminal is open', async () => {
    await eightSalesBackupAfterFive();
    const ledger = terminal.open();
    expect(await restore()).toMatchObject({ ok: false, error: { code: 'ledger.locked' } });
    ledger.close();
  });
});

/** The folder as a crash leaves it: without the lock, which died with its holder. */
function copyOf(source: TestTerminal): TestTerminal {
  const copy = new TestTerminal();
  cpSync(source.folder, copy.folder, { recursive: true, filter: (path) => !/lock\.(db|json)$|-shm$/.test(path) });
  return copy;
}

describe('a restore cut short', () => {
  let restored: Buffer;
  let before: TestTerminal;

  beforeEach(async () => {
    await eightSalesBackupAfterFive();
    before = copyOf(terminal);
    expect((await restore()).ok).toBe(true);
    restored = readFileSync(terminal.databasePath);
  });
  afterEach(() => {
    before.remove();
  });

  test.each([
    ['with a whole replacement', 1],
    ['with half a replacement', 0.5],
  ])('before its note, %s, is forgotten', (_name, share) => {
    const { replacement } = ledgerFolder(before.folder);
    writeFileSync(replacement, restored.subarray(0, restored.length * share));
    writeFileSync(`${replacement}-wal`, '');
    const ledger = before.open();
    expect(ledger.counts().sales).toBe(8);
    expect(ledger.head().epoch).toBe(1);
    expect(readdirSync(before.folder).filter((name) => name.includes('replacement'))).toEqual([]);
    ledger.close();
  });

  test.each<[string, (folder: LedgerFolder) => void]>([
    ['at its note', () => undefined],
    ['with a folder made for the old ledger', ({ kept }) => mkdirSync(join(kept, 'replaced-1'), { recursive: true })],
    [
      'with the old ledger moved away',
      ({ kept, database }) => {
        mkdirSync(join(kept, 'replaced-1'), { recursive: true });
        renameSync(database, join(kept, 'replaced-1', 'ledger.db'));
      },
    ],
    ['with the new ledger in its place', ({ replacement, database }) => renameSync(replacement, database)],
  ])('%s, is completed by the next start', async (_name, cut) => {
    const folder = ledgerFolder(before.folder);
    writeFileSync(folder.replacement, restored);
    writeFileSync(folder.restoreNote, JSON.stringify({ keptAs: 'replaced-1', epoch: 2 }));
    cut(folder);
    const ledger = before.open();
    expect(ledger.head()).toMatchObject({ epoch: 2, seq: 1 });
    expect(sell(ledger, 'sale-9').sale.receiptSeq).toBe(9);
    ledger.close();
    expect(existsSync(folder.restoreNote)).toBe(false);
    expect(existsSync(folder.replacement)).toBe(false);
    expect((await verifyFolder(before.folder, { quickCheck: true })).fault).toBeNull();
  });
});

describe('going on without what is lost', () => {
  test('begins a new epoch on the ledger as it is, by a person’s word', async () => {
    await eightSalesBackupAfterFive();
    copyFileSync(backupPath(), terminal.databasePath);
    expect(terminal.tryOpen()).toMatchObject({ ok: false, error: { code: 'ledger.tail-lost' } });
    const recovered = recoverLedger({ ...terminal.options(), actor: 'manager' });
    expect(recovered).toMatchObject({
      ok: true,
      value: { epoch: 2, recovered: { finding: 'tail-lost', lostFromSeq: 7, lostToSeq: 9, receiptSeq: 8 } },
    });
    const ledger = terminal.open();
    const [, first] = ledger.entriesAfter({ epoch: 1, seq: 5 }, 10);
    expect(JSON.parse(Buffer.from(first!.bytes).toString())).toMatchObject({
      type: 'ledger.recovered',
      actor: 'manager',
      epoch: 2,
      seq: 1,
    });
    expect(sell(ledger, 'sale-9').sale).toMatchObject({ receiptSeq: 9, perpetual: { tickets: 9 } });
    ledger.close();
    await expectWhole();
  });

  test('prints nothing of the old queue by itself: the mark of what was printed may be lost with the tail', async () => {
    await eightSalesBackupAfterFive();
    copyFileSync(backupPath(), terminal.databasePath);
    expect(recoverLedger({ ...terminal.options(), actor: 'manager' })).toMatchObject({ ok: true });
    const ledger = terminal.open();
    expect(ledger.printJobs.next('receipt')).toBeNull();
    expect(ledger.printJobs.unsettled(10).map(({ state }) => state)).toEqual(Array(5).fill('unconfirmed'));
    ledger.close();
  });

  test('counts an epoch that was begun and left nothing', async () => {
    await eightSalesBackupAfterFive();
    copyFileSync(backupPath(), terminal.databasePath);
    const path = join(terminal.folder, 'identity.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"epoch": 1', '"epoch": 4'));
    expect(recoverLedger({ ...terminal.options(), actor: 'manager' })).toMatchObject({ ok: true, value: { epoch: 5 } });
    terminal.sellAndClose(1, 9);
    await expectWhole();
  });

  test('does not touch a ledger whose chain is broken', () => {
    terminal.sellAndClose(3);
    terminal.tamper((db) => db.exec('DELETE FROM entry WHERE seq = 3'));
    expect(recoverLedger({ ...terminal.options(), actor: 'manager' })).toMatchObject({ ok: false, error: { code: 'ledger.corrupt' } });
  });
});

test('an older database under a mark that is gone too is betrayed by the epoch that was begun since', async () => {
  await eightSalesBackupAfterFive();
  await restore();
  copyFileSync(backupPath(), terminal.databasePath);
  rmSync(terminal.markPath);
  expect(terminal.tryOpen()).toMatchObject({ ok: false, error: { code: 'ledger.tail-lost', params: { markEpoch: 2, headEpoch: 1 } } });
});
