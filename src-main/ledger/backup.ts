import { mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { openRaw, openReadable, type ReadableDb } from './database.ts';
import { renameDurably, syncFile } from './durable-file.ts';
import { prepareEntryReads } from './entry-table.ts';
import type { BackupSummary, CopyFailure } from './ledger.ts';
import { schemaState } from './migrate.ts';
import { placeOf } from './position.ts';
import { copyFault } from './storage-fault.ts';
import { verifyLedger } from './verify.ts';

/** Pages copied between two turns of the event loop: some half a millisecond, so that a scan is not held up. */
const PAGES_PER_TURN = 200;

/**
 * Copies the ledger while it is in use, with SQLite's backup API, into a file that stands by itself (no WAL). The copy is opened and checked
 * before it takes its name; what lay at `path` before is then replaced. `check: 'whole'` verifies every entry of the copy first, as long as
 * that takes: a damaged ledger then never takes the place of a good backup. `'end'` looks at the schema and the newest entry only.
 */
export async function backUp(source: ReadableDb, path: string, check: 'end' | 'whole'): Promise<Result<BackupSummary, CopyFailure>> {
  const temporary = `${path}.${String(process.pid)}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    rmSync(temporary, { force: true });
    await copyPages(source, temporary);
    makeStandAlone(temporary);
    const verdict = checkCopy(source, temporary);
    if (!verdict.ok) return verdict;
    const { fault } = check === 'whole' ? await verifyLedger({ database: temporary, quickCheck: true }) : { fault: null };
    if (fault !== null) return fail({ code: 'copy.not-verified', params: { finding: fault.code, epoch: fault.epoch, seq: fault.seq } });
    syncFile(temporary);
    renameDurably(temporary, path);
    return ok({ head: verdict.value, bytes: statSync(path).size });
  } catch (error) {
    return fail({ code: 'copy.not-written', params: { fault: copyFault(error), path } });
  } finally {
    rmSync(temporary, { force: true });
  }
}

/**
 * SQLite begins a backup again whenever another connection has written, and would never end beside a busy till: a connection that only reads
 * holds one snapshot all the while. The writer's own changes find their way into the copy by themselves.
 */
async function copyPages(source: ReadableDb, path: string): Promise<void> {
  const snapshot = source.readonly;
  if (snapshot) source.exec('BEGIN; SELECT count(*) FROM sqlite_schema');
  try {
    await source.backup(path, { progress: () => PAGES_PER_TURN });
  } finally {
    if (snapshot) source.exec('COMMIT');
  }
}

/** A copy of a WAL database says of itself that it is one, and could then not be opened from a read-only place. */
function makeStandAlone(path: string): void {
  const db = openRaw(path, true);
  try {
    db.pragma('journal_mode = DELETE');
  } finally {
    db.close();
  }
}

/**
 * The copy is a ledger, and ends in an entry which the source has at that very place. Reading all of it is for `verifyLedger`, which takes a
 * backup as it takes a ledger: beside a selling till it would hold that up.
 */
function checkCopy(source: ReadableDb, path: string): Result<BackupSummary['head'], CopyFailure> {
  const copy = openReadable(path);
  try {
    if (schemaState(copy).kind !== 'current') return fail({ code: 'copy.not-verified', params: { finding: 'schema' } });
    const last = prepareEntryReads(copy).last();
    if (last === null || prepareEntryReads(source).at(last.position)?.hash !== last.hash) {
      return fail({ code: 'copy.not-verified', params: { finding: 'head' } });
    }
    return ok({ ...placeOf(last.position), hash: last.hash });
  } finally {
    copy.close();
  }
}
