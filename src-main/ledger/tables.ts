import type { Statement } from 'better-sqlite3';
import { type AccountReads, prepareAccountReads } from './account-reads.ts';
import { type AckedReads, type AckedWrites, prepareAckedReads, prepareAckedWrites } from './acked-table.ts';
import { type CheckpointReads, type InsertCheckpoint, prepareCheckpointReads, prepareInsertCheckpoint } from './checkpoint-table.ts';
import type { WritableDb } from './database.ts';
import { type EntryReads, type InsertEntry, prepareEntryReads, prepareInsertEntry } from './entry-table.ts';
import { type FactReads, type InsertFacts, prepareFactReads, prepareInsertFacts } from './fact-tables.ts';
import { type PrintJobReads, type PrintJobWrites, preparePrintJobReads, preparePrintJobWrites } from './print-job-table.ts';
import { type BuyerWrites, prepareBuyerWrites, prepareReturnsReads, type ReturnsReads } from './returns-reads.ts';
import { type InsertProjection, prepareInsertProjection, prepareSaleReads, type SaleReads } from './sale-tables.ts';
import { prepareSession, type SessionTable } from './session-table.ts';
import { prepareTillReads, type TillReads } from './till-reads.ts';
import { prepareTillSums, type TillSums } from './till-sums.ts';

/** Every statement of the writer, prepared once for a connection: preparing costs more than running. */
export interface Tables {
  readonly begin: Statement<[]>;
  readonly commit: Statement<[]>;
  readonly rollback: Statement<[]>;
  readonly entries: EntryReads & { readonly insert: InsertEntry };
  readonly sales: SaleReads & { readonly insert: InsertProjection };
  readonly facts: FactReads & { readonly insert: InsertFacts };
  readonly checkpoints: CheckpointReads & { readonly insert: InsertCheckpoint };
  readonly printJobs: PrintJobReads & PrintJobWrites;
  readonly accounts: AccountReads;
  readonly returns: ReturnsReads;
  readonly till: TillReads;
  readonly sums: TillSums;
  readonly buyers: BuyerWrites;
  readonly acked: AckedReads & AckedWrites;
  readonly session: SessionTable;
}

export function prepareTables(db: WritableDb): Tables {
  return {
    begin: db.prepare('BEGIN IMMEDIATE'),
    commit: db.prepare('COMMIT'),
    rollback: db.prepare('ROLLBACK'),
    entries: { ...prepareEntryReads(db), insert: prepareInsertEntry(db) },
    sales: { ...prepareSaleReads(db), insert: prepareInsertProjection(db) },
    facts: { ...prepareFactReads(db), insert: prepareInsertFacts(db) },
    checkpoints: { ...prepareCheckpointReads(db), insert: prepareInsertCheckpoint(db) },
    printJobs: { ...preparePrintJobReads(db), ...preparePrintJobWrites(db) },
    accounts: prepareAccountReads(db),
    returns: prepareReturnsReads(db),
    till: prepareTillReads(db, prepareEntryReads(db)),
    sums: prepareTillSums(db),
    buyers: prepareBuyerWrites(db),
    acked: { ...prepareAckedReads(db), ...prepareAckedWrites(db) },
    session: prepareSession(db),
  };
}
