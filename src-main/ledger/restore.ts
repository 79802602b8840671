import { existsSync, mkdirSync, statSync } from 'node:fs';
import type { LedgerTotals } from '../../src-shared/ledger/totals.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { journalEnd } from './boot-checks.ts';
import { copyFileDurably, syncFile } from './durable-file.ts';
import { entryOf } from './entry-table.ts';
import { readMark } from './high-water-mark.ts';
import { createIdentity, readIdentity, readKey, setIdentityAside } from './identity.ts';
import type { JournalState } from './journal.ts';
import type { LedgerOpenFailure, RecoverySummary } from './ledger.ts';
import { openDatabase } from './ledger-database.ts';
import { LedgerFile } from './ledger-file.ts';
import { type LedgerFolder, ledgerFolder } from './ledger-folder.ts';
import { beginEpoch, nextEpoch } from './new-epoch.ts';
import { faultFailure, openFailure } from './open-failure.ts';
import type { RecoverOptions } from './recover.ts';
import { finishRestore, writeRestoreNote } from './restore-steps.ts';
import type { Keyed } from './set-up.ts';
import { takeLock } from './take-lock.ts';
import { verifyLedger } from './verify.ts';
import { markWitness, replacedWitness } from './witness.ts';

export interface RestoreOptions extends RecoverOptions {
  /** A file `backup` made, or a ledger a former restore set aside. */
  readonly backup: string;
  /** Go on under a new key where the terminal's own cannot be had back; the cloud must then be told of it. */
  readonly newKey: boolean;
  /** The last receipt number on paper (its running number, without the prefix); null where nobody knows it. See ADR 0010. */
  readonly lastReceipt: number | null;
}

export type RestoreFailure =
  | LedgerOpenFailure
  /** `restore.unusable`: it is no ledger, or its chain does not hold; `finding`, `epoch` and `seq` say where. */
  | { readonly code: 'restore.not-found' | 'restore.unusable'; readonly params: Readonly<Record<string, string | number>> };

/**
 * Puts a backup in the place of the ledger. The backup is checked whole and given its new epoch aside from the folder's own files; only then
 * a note is written and the files change places, so that a crash leaves the old state or the new. What is replaced is kept beside. In an
 * empty folder, on a new machine, the terminal goes on under its name with a new key.
 */
export async function restoreLedger(options: RestoreOptions): Promise<Result<RecoverySummary, RestoreFailure>> {
  const folder = ledgerFolder(options.folder);
  try {
    mkdirSync(folder.root, { recursive: true, mode: 0o700 });
    const lock = takeLock(folder, options.clock.nowMs());
    if (!lock.ok) return lock;
    try {
      return await restoreLocked(folder, options);
    } finally {
      lock.value.release();
    }
  } catch (error) {
    return fail(openFailure(error, folder.root));
  }
}

async function restoreLocked(folder: LedgerFolder, options: RestoreOptions): Promise<Result<RecoverySummary, RestoreFailure>> {
  finishRestore(folder);
  if (!existsSync(options.backup)) return fail({ code: 'restore.not-found', params: { path: options.backup } });
  for (const suffix of ['', '-wal']) {
    if (existsSync(`${options.backup}${suffix}`)) copyFileDurably(`${options.backup}${suffix}`, `${folder.replacement}${suffix}`);
  }
  const db = openDatabase(folder.replacement, folder, options.clock.nowMs());
  if (!db.ok) return db;
  const file = new LedgerFile(folder.replacement, db.value, {});
  let begun: Result<RecoverySummary, RestoreFailure>;
  try {
    const report = await verifyLedger({ database: folder.replacement, quickCheck: true });
    if (report.fault !== null) {
      const { code, epoch, seq } = report.fault;
      return fail({ code: 'restore.unusable', params: { path: options.backup, finding: code, epoch, seq } });
    }
    begun = goOn(folder, file, report.totals, options);
    if (begun.ok) file.moveWalIntoDatabase();
  } finally {
    file.close();
  }
  if (!begun.ok) return begun;
  expectNoWal(folder.replacement);
  syncFile(folder.replacement);
  writeRestoreNote(folder, { keptAs: `replaced-${options.clock.nowMs()}`, epoch: begun.value.epoch });
  finishRestore(folder);
  return begun;
}

/** Only the main file is renamed: what still lay in a WAL beside it would be lost without a word. */
function expectNoWal(path: string): void {
  const wal = statSync(`${path}-wal`, { throwIfNoEntry: false });
  if (wal !== undefined && wal.size > 0) throw new Error(`The WAL of ${path} was not moved into it`);
}

function goOn(
  folder: LedgerFolder,
  file: LedgerFile,
  totals: LedgerTotals,
  options: RestoreOptions,
): Result<RecoverySummary, RestoreFailure> {
  const last = file.tables.entries.last();
  if (last === null) return fail({ code: 'restore.unusable', params: { path: options.backup, finding: 'empty' } });
  const entry = entryOf(last);
  const state: JournalState = { end: journalEnd(entry), totals };
  const keyed = identityFor(entry.terminal, folder, options);
  if (!keyed.ok) return keyed;
  const { clock, programVersion, actor, lastReceipt } = options;
  const witnesses = [...markWitness(readMark(folder.mark)), ...replacedWitness(folder.database, entry.terminal)];
  const request = { ...keyed.value, clock, programVersion, actor, finding: 'restored', state, witnesses, lastReceipt } as const;
  const begun = beginEpoch(file, request);
  if (!begun.ok) return fail(faultFailure(begun.error, folder.root, 'new epoch'));
  return ok({ epoch: nextEpoch(request), recovered: begun.value });
}

/** The folder's own identity; a new one under the same name where there is none, or by a person's word where it is of no more use. */
function identityFor(terminal: string, folder: LedgerFolder, { clock, protector, newKey }: RestoreOptions): Result<Keyed, RestoreFailure> {
  const read = readIdentity(folder.root);
  const usable = read.ok && read.value.state === 'ready';
  if (usable && read.value.terminal !== terminal) {
    return fail({ code: 'ledger.foreign', params: { terminal: read.value.terminal, found: terminal } });
  }
  if (usable) {
    const key = readKey(folder.root, read.value, protector);
    if (key.ok) return ok({ identity: read.value, key: key.value });
    if (!newKey) return fail({ code: 'ledger.key-unreadable', params: { detail: key.error.detail } });
  }
  if (!read.ok && read.error.code === 'damaged' && !newKey) {
    return fail({ code: 'ledger.identity-damaged', params: { detail: read.error.detail } });
  }
  setIdentityAside(folder.root, `replaced-${clock.nowMs()}`);
  return ok(createIdentity(folder.root, protector, clock.nowMs(), terminal));
}
