import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { checkWholeChain } from './boot-checks.ts';
import { prepareCheckpointReads } from './checkpoint-table.ts';
import { configureWriter, openRaw, type WritableDb } from './database.ts';
import { syncFile, syncFolder } from './durable-file.ts';
import { prepareEntryReads } from './entry-table.ts';
import type { LedgerOpenFailure } from './ledger.ts';
import type { LedgerFolder } from './ledger-folder.ts';
import { MIGRATIONS, migrate, SCHEMA_VERSION, schemaState } from './migrate.ts';
import type { Migration } from './migrations/migration.ts';
import { rebuildFacts } from './rebuild-facts.ts';
import { prepareSaleReads } from './sale-tables.ts';

/** The files SQLite keeps for one database in WAL. */
export const DATABASE_SUFFIXES = ['', '-wal', '-shm'] as const;

/** Makes an empty ledger where none is. */
export function createDatabase(path: string): WritableDb {
  const db = openRaw(path, false);
  try {
    // The files SQLite keeps beside it take over its permissions.
    chmodSync(path, 0o600);
    configureWriter(db);
    migrate(db, MIGRATIONS, () => undefined);
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

export function removeDatabase(path: string): void {
  for (const suffix of DATABASE_SUFFIXES) rmSync(`${path}${suffix}`, { force: true });
}

/**
 * Opens a ledger's database (`path`: the folder's own, or the replacement of a restore) with its schema brought up to date, after a copy of what it was. A schema of the future, another program's
 * database and an emptied file are refused, and left as they are.
 */
export function openDatabase(path: string, folder: LedgerFolder, nowMs: number): Result<WritableDb, LedgerOpenFailure> {
  if (!existsSync(path)) return fail({ code: 'ledger.missing', params: { folder: folder.root } });
  const db = openRaw(path, true);
  let opened: Result<WritableDb, LedgerOpenFailure>;
  try {
    opened = bringUpToDate(db, folder, nowMs);
  } catch (error) {
    db.close();
    throw error;
  }
  if (!opened.ok) db.close();
  return opened;
}

function bringUpToDate(db: WritableDb, folder: LedgerFolder, nowMs: number): Result<WritableDb, LedgerOpenFailure> {
  const state = schemaState(db);
  switch (state.kind) {
    case 'current':
      return ok(db);
    case 'newer':
      return fail({ code: 'ledger.newer-schema', params: { found: state.found, known: SCHEMA_VERSION } });
    case 'not-a-ledger':
    case 'altered':
      return fail({ code: 'ledger.corrupt', params: { finding: state.kind === 'altered' ? 'schema' : state.kind } });
    case 'empty':
      return fail({ code: 'ledger.missing', params: { folder: folder.root } });
    case 'older':
      return upgrade(db, folder, { from: state.found, nowMs }, MIGRATIONS);
  }
}

/** Thrown inside the migration's transaction, to roll it back. */
class ChainBrokenError extends Error {
  readonly failure: LedgerOpenFailure;

  constructor(failure: LedgerOpenFailure) {
    super('The chain does not hold after the migration');
    this.failure = failure;
  }
}

/** A copy, then every step in one transaction with the facts that its tables are to hold, and the whole chain checked before it is committed. */
export function upgrade(
  db: WritableDb,
  folder: Pick<LedgerFolder, 'kept'>,
  { from, nowMs }: { readonly from: number; readonly nowMs: number },
  migrations: readonly Migration[],
): Result<WritableDb, LedgerOpenFailure> {
  mkdirSync(folder.kept, { recursive: true });
  const copy = join(folder.kept, `schema-${from}-${nowMs}.db`);
  db.prepare('VACUUM INTO ?').run(copy);
  syncFile(copy);
  syncFolder(folder.kept);
  configureWriter(db);
  const entries = countEntries(db);
  try {
    migrate(db, migrations, () => {
      rebuildFacts(db);
      const reads = { entries: prepareEntryReads(db), checkpoints: prepareCheckpointReads(db), sales: prepareSaleReads(db) };
      const walked = checkWholeChain(reads);
      if (!walked.ok) throw new ChainBrokenError(walked.error);
      if (walked.value !== entries) throw new ChainBrokenError({ code: 'ledger.corrupt', params: { finding: 'migration' } });
    });
  } catch (error) {
    if (error instanceof ChainBrokenError) return fail(error.failure);
    throw error;
  }
  return ok(db);
}

function countEntries(db: WritableDb): number {
  return db.prepare<[], number>('SELECT count(*) FROM entry').pluck().get() ?? 0;
}
