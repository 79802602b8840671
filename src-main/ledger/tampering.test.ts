import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import type Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readMark } from './high-water-mark.ts';
import { CHECKPOINT_EVERY_ENTRIES } from './journal.ts';
import type { LedgerOpenFailure } from './ledger.ts';
import { faultInWords, type LedgerFault } from './ledger-fault.ts';
import { sell, TestTerminal } from './testing/test-terminal.ts';
import { verifyFolder } from './verify.ts';

/** Sales in the ledger that is tampered with: entries 2 to 13, after the terminal's own first. */
const SALES = 12;
const HEAD_SEQ = SALES + 1;
/** Whole ledgers are made and checked for every example. */
const LONG_MS = 60_000;

let terminal: TestTerminal;

beforeEach(() => {
  terminal = new TestTerminal();
  terminal.sellAndClose(SALES);
});
afterEach(() => {
  terminal.remove();
});

async function fault(): Promise<LedgerFault | null> {
  return (await verifyFolder(terminal.folder, { quickCheck: false })).fault;
}

/** What a start says; the ledger is closed again when it says nothing. */
function openFailure(): LedgerOpenFailure | null {
  const opened = terminal.tryOpen();
  if (!opened.ok) return opened.error;
  opened.value.close();
  return null;
}

const position = (seq: number): number => 2 ** 32 + seq;

test('an untouched ledger has no fault, and opens', async () => {
  expect(await fault()).toBeNull();
  expect(openFailure()).toBeNull();
});

/** Changes the value of one column to something else of its kind. */
function spoil(db: Database.Database, table: string, column: string, where: string): void {
  const type = db.prepare(`SELECT typeof(${column}) FROM ${table} WHERE ${where}`).pluck().get();
  const changed = {
    integer: `${column} + 1`,
    text: `${column} || 'x'`,
    null: `'x'`,
    blob: `CAST(substr(${column}, 1, 10) || CAST(char(unicode(substr(hex(substr(${column}, 11, 1)), 1, 1)) + 1) AS BLOB) || substr(${column}, 12) AS BLOB)`,
  }[String(type)];
  const done = db.prepare(`UPDATE ${table} SET ${column} = ${changed ?? ''} WHERE ${where}`).run();
  if (done.changes !== 1) throw new Error(`Nothing to spoil in ${table}`);
}

describe('an entry that was changed is named, in whichever column', () => {
  test.each(['id', 'type', 'v', 'at', 'key_id'])('%s', async (column) => {
    terminal.tamper((db) => spoil(db, 'entry', column, `position = ${position(7)}`));
    expect(await fault()).toMatchObject({ code: 'columns', epoch: 1, seq: 7 });
    expect(openFailure()).toMatchObject({ code: 'ledger.corrupt', params: { finding: 'columns', epoch: 1, seq: 7 } });
  });

  test.each([
    ['bytes', 'hash'],
    ['hash', 'hash'],
    ['sig', 'signature'],
  ] as const)('%s', async (column, code) => {
    terminal.tamper((db) => spoil(db, 'entry', column, `position = ${position(7)}`));
    expect(await fault()).toMatchObject({ code, epoch: 1, seq: 7 });
  });

  test('position', async () => {
    terminal.tamper((db) => db.exec(`UPDATE entry SET position = position + 1000 WHERE position = ${position(7)}`));
    expect(await fault()).toMatchObject({ code: 'seq-gap', epoch: 1, seq: 8 });
    expect(openFailure()).toMatchObject({ code: 'ledger.corrupt', params: { finding: 'seq-gap' } });
  });
});

test(
  'any single bit turned in any entry’s bytes is found at that entry',
  async () => {
    const original = readFileSync(terminal.databasePath);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: HEAD_SEQ }), fc.nat(), fc.integer({ min: 0, max: 7 }), async (seq, at, bit) => {
        terminal.tamper((db) => {
          const bytes = db
            .prepare<[], Buffer>(`SELECT bytes FROM entry WHERE position = ${position(seq)}`)
            .pluck()
            .get()!;
          bytes[at % bytes.length]! ^= 1 << bit;
          db.prepare(`UPDATE entry SET bytes = ? WHERE position = ${position(seq)}`).run(bytes);
        });
        expect(await fault()).toMatchObject({ code: 'hash', seq });
        writeFileSync(terminal.databasePath, original);
      }),
      { numRuns: 40 },
    );
  },
  LONG_MS,
);

test('an entry rewritten with a hash that fits is betrayed by its signature', async () => {
  const { nodeDigest } = await import('./entry-crypto.ts');
  const rewrite = (db: Database.Database, seq: number): void => {
    const bytes = db
      .prepare<[], Buffer>(`SELECT bytes FROM entry WHERE position = ${position(seq)}`)
      .pluck()
      .get()!;
    const changed = Buffer.from(bytes.toString('utf8').replace('"totalMinor":450000', '"totalMinor":150000'));
    const hash = Buffer.from(nodeDigest.sha256(changed), 'hex');
    db.prepare(`UPDATE entry SET bytes = ?, hash = ? WHERE position = ${position(seq)}`).run(changed, hash);
  };
  terminal.tamper((db) => rewrite(db, HEAD_SEQ));
  expect(await fault()).toMatchObject({ seq: HEAD_SEQ });
  expect(openFailure()).toMatchObject({ code: 'ledger.corrupt' });
});

test('entries left out, doubled or swapped are found where the order breaks', async () => {
  const original = readFileSync(terminal.databasePath);
  const cases: readonly (readonly [string, number])[] = [
    [`DELETE FROM entry WHERE position = ${position(5)}`, 6],
    [
      `UPDATE entry SET position = 1 << 40 WHERE position = ${position(5)};
       UPDATE entry SET position = ${position(5)} WHERE position = ${position(6)};
       UPDATE entry SET position = ${position(6)} WHERE position = 1 << 40`,
      5,
    ],
    [
      `UPDATE entry SET (id, type, v, at, bytes, hash, sig, key_id) =
        (SELECT id, type, v, at, bytes, hash, sig, key_id FROM entry WHERE position = ${position(4)}) WHERE position = ${position(5)}`,
      5,
    ],
    [
      `INSERT INTO entry (position, id, type, v, at, bytes, hash, sig, key_id)
        SELECT position + 1, id, type, v, at, bytes, hash, sig, key_id FROM entry WHERE position = ${position(HEAD_SEQ)}`,
      HEAD_SEQ + 1,
    ],
  ];
  for (const [sql, seq] of cases) {
    terminal.tamper((db) => db.exec(sql));
    expect(await fault(), sql).toMatchObject({ code: 'seq-gap', seq });
    expect(openFailure(), sql).toMatchObject({ code: 'ledger.corrupt' });
    writeFileSync(terminal.databasePath, original);
  }
});

describe('a tail that is lost', () => {
  test('the last entries deleted with everything derived from them: the mark knows better', async () => {
    terminal.tamper((db) => {
      db.exec(`DELETE FROM entry WHERE position > ${position(10)}`);
      for (const table of ['sale', 'sale_line', 'sale_tender', 'sale_tax']) db.exec(`DELETE FROM ${table} WHERE receipt_seq > 9`);
      db.exec('DELETE FROM print_job WHERE number > 9');
    });
    expect(await fault()).toMatchObject({ code: 'mark-ahead', seq: 10 });
    const params = { markEpoch: 1, markSeq: HEAD_SEQ, headEpoch: 1, headSeq: 10 };
    expect(openFailure()).toEqual({ code: 'ledger.tail-lost', params });
  });

  test('the last entries deleted and the mark with them: the rows of their sales remain', async () => {
    terminal.tamper((db) => db.exec(`DELETE FROM entry WHERE position > ${position(10)}`));
    rmSync(terminal.markPath);
    expect(await fault()).toMatchObject({ code: 'projection-extra', seq: 10 });
    expect(openFailure()).toMatchObject({ code: 'ledger.corrupt', params: { finding: 'projection-extra' } });
  });

  test('an older copy of the database is not taken for the newer one', async () => {
    const copy = `${terminal.databasePath}.copy`;
    copyFileSync(terminal.databasePath, copy);
    terminal.sellAndClose(3, 100);
    copyFileSync(copy, terminal.databasePath);
    expect(await fault()).toMatchObject({ code: 'mark-ahead', seq: HEAD_SEQ });
    expect(openFailure()).toMatchObject({ code: 'ledger.tail-lost', params: { markSeq: HEAD_SEQ + 3, headSeq: HEAD_SEQ } });
  });

  test('an older copy on which somebody went on is told from the one the mark was taken of', async () => {
    const mark = `${terminal.markPath}.copy`;
    const older = `${terminal.databasePath}.copy`;
    copyFileSync(terminal.databasePath, older);
    const olderMark = `${terminal.markPath}.older`;
    copyFileSync(terminal.markPath, olderMark);
    terminal.sellAndClose(2, 100);
    copyFileSync(terminal.markPath, mark);
    copyFileSync(older, terminal.databasePath);
    copyFileSync(olderMark, terminal.markPath);
    terminal.sellAndClose(3, 200);
    copyFileSync(mark, terminal.markPath);
    expect(await fault()).toMatchObject({ code: 'mark-other' });
    expect(openFailure()).toMatchObject({ code: 'ledger.corrupt', params: { finding: 'mark', seq: HEAD_SEQ + 2 } });
  });

  test('a WAL cut short loses sales silently for SQLite, and not for us', async () => {
    const ledger = terminal.open();
    const sold = Array.from({ length: 5 }, (_, index) => sell(ledger, `late-${index}`));
    // As after a power cut: the mark was written, the program never closed, and the end of the WAL is gone.
    await vi.waitFor(() => expect(readMark(terminal.markPath)).toMatchObject({ mark: { seq: ledger.head().seq } }));
    const crashed = new TestTerminal();
    for (const name of ['ledger.db', 'ledger.db-wal', 'ledger.mark', 'identity.json', 'terminal.key']) {
      copyFileSync(`${terminal.folder}/${name}`, `${crashed.folder}/${name}`);
    }
    ledger.close();
    const wal = `${crashed.databasePath}-wal`;
    truncateSync(wal, readFileSync(wal).length - 60_000);
    const opened = crashed.tryOpen();
    expect(opened).toMatchObject({ ok: false, error: { code: 'ledger.tail-lost', params: { markSeq: sold.at(-1)!.entry.seq } } });
    crashed.remove();
  });

  test('a mark that is gone keeps nobody from selling, and is said', () => {
    rmSync(terminal.markPath);
    const ledger = terminal.open();
    expect(ledger.state()).toEqual({ state: 'selling', warnings: ['mark-missing'] });
    ledger.close();
    const again = terminal.open();
    expect(again.state()).toEqual({ state: 'selling', warnings: [] });
    again.close();
  });
});

describe('rows derived from entries are recomputed', () => {
  test.each([
    ['sale', 'total_minor', 'receipt_seq = 4', 'projection-differs', 'sale.totalMinor'],
    ['sale', 'business_date', 'receipt_seq = 4', 'projection-differs', 'sale.businessDate'],
    ['sale', 'actor', 'receipt_seq = 4', 'projection-differs', 'sale.actor'],
    ['sale', 'seq', 'receipt_seq = 4', 'projection-differs', 'sale.seq'],
    ['sale_line', 'quantity_milli', 'part = 4 * 4096 + 2', 'projection-differs', 'lines.1.quantityMilli'],
    ['sale_line', 'tax_group_id', 'part = 4 * 4096 + 2', 'projection-differs', 'lines.1.taxGroupId'],
    ['sale_tender', 'amount_minor', 'part = 4 * 4096 + 1', 'projection-differs', 'tenders.0.amountMinor'],
    ['sale_tax', 'tax_minor', 'part = 4 * 4096 + 1', 'projection-differs', 'taxes.0.taxMinor'],
  ] as const)('%s.%s changed', async (table, column, where, code, detail) => {
    terminal.tamper((db) => spoil(db, table, column, where));
    expect(await fault()).toEqual({ code, detail, epoch: 1, seq: 5 });
  });

  test.each([
    ['DELETE FROM sale WHERE receipt_seq = 4', { code: 'projection-missing', seq: 5 }],
    ['DELETE FROM sale_line WHERE part = 4 * 4096 + 2', { code: 'projection-differs', detail: 'lines.count', seq: 5 }],
    ['DELETE FROM sale_tender WHERE receipt_seq = 4', { code: 'projection-differs', detail: 'tenders.count', seq: 5 }],
    ['INSERT INTO sale_tender SELECT part + 1, tender_id, kind, amount_minor FROM sale_tender WHERE receipt_seq = 4', { seq: 5 }],
    [
      'INSERT INTO sale_tax SELECT part + (5000 << 12), tax_group_id, tax_id, rate_ppm, base_minor, tax_minor FROM sale_tax LIMIT 1',
      { code: 'projection-extra', detail: 'taxes' },
    ],
    [`INSERT INTO receipt_duplicate VALUES ('sale-1', 2, 1, 3, '', '')`, { code: 'projection-extra', detail: 'duplicates' }],
    [
      `INSERT INTO print_job SELECT number + 50, 'j', kind, printer_id, NULL, title, 'sale-99', 1, 'queued', NULL, 0, 0, '', NULL FROM print_job LIMIT 1`,
      { code: 'print-job-orphan' },
    ],
    ['UPDATE acked SET position = 99, entries = 3', { code: 'acknowledged' }],
    [`UPDATE acked SET position = ${position(4)}, entries = 9`, { code: 'acknowledged', seq: 4 }],
  ])('%s', async (sql, expected) => {
    terminal.tamper((db) => db.exec(sql));
    expect(await fault()).toMatchObject(expected);
  });
});

describe(
  'beyond the first checkpoint',
  () => {
    beforeEach(() => {
      terminal.sellAndClose(CHECKPOINT_EVERY_ENTRIES + 10, 1_000);
    });

    test('a start does not look at what lies before it; a whole check does', async () => {
      terminal.tamper((db) => spoil(db, 'entry', 'bytes', `position = ${position(7)}`));
      expect(openFailure()).toBeNull();
      expect(await fault()).toMatchObject({ code: 'hash', seq: 7 });
    });

    test('a checkpoint that was changed is found by a start and by a whole check', async () => {
      terminal.tamper((db) => spoil(db, 'checkpoint', 'receipt_seq', '1 = 1'));
      expect(await fault()).toMatchObject({ code: 'checkpoint', seq: CHECKPOINT_EVERY_ENTRIES });
      expect(openFailure()).toMatchObject({ code: 'ledger.corrupt' });
    });

    test('a checkpoint whose entry is another is found by a start', () => {
      terminal.tamper((db) => spoil(db, 'checkpoint', 'hash', '1 = 1'));
      expect(openFailure()).toMatchObject({ code: 'ledger.corrupt', params: { finding: 'checkpoint', seq: CHECKPOINT_EVERY_ENTRIES } });
    });
  },
  LONG_MS,
);

test(
  'bytes of the file itself turned at random are found, or hit nothing that counts',
  async () => {
    const original = readFileSync(terminal.databasePath);
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bytes = Buffer.from(original);
        bytes[at % bytes.length]! ^= flip;
        writeFileSync(terminal.databasePath, bytes);
        for (const suffix of ['-wal', '-shm']) rmSync(`${terminal.databasePath}${suffix}`, { force: true });
        const report = await verifyFolder(terminal.folder, { quickCheck: true });
        if (report.fault !== null) return;
        // Free bytes of a page, and figures SQLite keeps for itself: all that the ledger holds is still there.
        expect(report.totals).toMatchObject({ entries: HEAD_SEQ, sales: SALES, grossMinor: SALES * 450_000 });
      }),
      { numRuns: 150 },
    );
    writeFileSync(terminal.databasePath, original);
  },
  LONG_MS,
);

test('a fault is told in words that name the entry', async () => {
  terminal.tamper((db) => spoil(db, 'sale', 'total_minor', 'receipt_seq = 4'));
  const found = await fault();
  expect(faultInWords(found!)).toBe('entry 5 of epoch 1: the rows derived from it were changed (sale.totalMinor)');
  expect(faultInWords({ code: 'empty', detail: '', epoch: 0, seq: 0 })).toBe('the ledger holds no entry');
});
