import { existsSync, mkdirSync } from 'node:fs';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { checkTail, compareMark } from './boot-checks.ts';
import { knownDamage } from './damage-note.ts';
import { createSigner } from './entry-crypto.ts';
import { HighWaterMark, readMark } from './high-water-mark.ts';
import { writeIdentity } from './identity.ts';
import type { InstanceLock } from './instance-lock.ts';
import { markOf } from './journal.ts';
import type { Ledger, LedgerOpenFailure, OpenLedgerOptions } from './ledger.ts';
import { openDatabase } from './ledger-database.ts';
import { type FailPoints, LedgerFile } from './ledger-file.ts';
import { type LedgerFolder, ledgerFolder } from './ledger-folder.ts';
import { faultFailure, openFailure } from './open-failure.ts';
import { finishRestore } from './restore-steps.ts';
import { identifyOrSetUp, type Keyed } from './set-up.ts';
import { takeLock } from './take-lock.ts';
import { TerminalLedger } from './terminal-ledger.ts';

/**
 * Opens a terminal's ledger for writing: takes the folder's lock, ends a restore that was cut short, checks the recent chain and the
 * high-water mark, and makes sure that a commit means the disk. On a failure nothing was changed and the folder is free again.
 */
export function openLedger(options: OpenLedgerOptions, failPoints: FailPoints = {}): Result<Ledger, LedgerOpenFailure> {
  const folder = ledgerFolder(options.folder);
  try {
    if (!existsSync(folder.root)) {
      if (!options.createIfMissing) return fail({ code: 'ledger.not-set-up', params: { folder: folder.root } });
      mkdirSync(folder.root, { recursive: true, mode: 0o700 });
    }
    const lock = takeLock(folder, options.clock.nowMs());
    if (!lock.ok) return lock;
    let opened: Result<Ledger, LedgerOpenFailure> | null = null;
    try {
      opened = openLocked(folder, lock.value, options, failPoints);
      return opened;
    } finally {
      if (opened?.ok !== true) lock.value.release();
    }
  } catch (error) {
    return fail(openFailure(error, folder.root));
  }
}

function openLocked(
  folder: LedgerFolder,
  lock: InstanceLock,
  options: OpenLedgerOptions,
  failPoints: FailPoints,
): Result<Ledger, LedgerOpenFailure> {
  finishRestore(folder);
  const damage = knownDamage(folder.root);
  if (damage !== null) return fail(damage);
  const keyed = identifyOrSetUp(folder, options);
  if (!keyed.ok) return keyed;
  const db = openDatabase(folder.database, folder, options.clock.nowMs());
  if (!db.ok) return db;
  let ledger: Result<Ledger, LedgerOpenFailure> | null = null;
  try {
    const file = new LedgerFile(folder.database, db.value, failPoints);
    ledger = checkAndCompose(folder, file, lock, keyed.value, options);
    return ledger;
  } finally {
    if (ledger?.ok !== true) db.value.close();
  }
}

function checkAndCompose(
  folder: LedgerFolder,
  file: LedgerFile,
  lock: InstanceLock,
  { identity, key }: Keyed,
  { clock, programVersion }: OpenLedgerOptions,
): Result<Ledger, LedgerOpenFailure> {
  const state = checkTail(file.tables, identity);
  if (!state.ok) return state;
  const { end, totals } = state.value;
  const reading = readMark(folder.mark);
  const lost = compareMark(file.tables, end, reading, identity.epoch);
  if (lost !== null) return fail(lost);
  const openedAfterCrash = !file.tables.session.wasClosed();
  const session = { openedAt: new Date(clock.nowMs()).toISOString(), bootId: clock.bootId, programVersion };
  const begun = file.transact(
    (tables) => {
      tables.session.begin(session);
    },
    () => false,
  );
  if (begun.kind !== 'done') return fail(faultFailure(begun.finding, folder.root, 'session'));
  const mark = new HighWaterMark(folder.mark, reading.kind === 'mark' ? reading.count : 0);
  mark.advance(markOf(state.value));
  // Without a mark a lost tail cannot be seen; only the very first entry has had no chance to be marked.
  const warnings = reading.kind !== 'mark' && totals.entries > 1 ? ['mark-missing'] : [];
  const author = { terminal: identity.terminal, bootId: clock.bootId, signer: createSigner(key) };
  const keepEpoch = (epoch: number): void => {
    writeIdentity(folder.root, { ...identity, epoch });
  };
  // A program that ended right after an epoch's first entry has not noted the epoch; the number is not given again.
  if (end.epoch > identity.epoch) keepEpoch(end.epoch);
  const parts = {
    file,
    lock,
    mark,
    state: state.value,
    key,
    author,
    identity,
    keepEpoch,
    clock,
    programVersion,
    openedAfterCrash,
    warnings,
  };
  return ok(new TerminalLedger(parts));
}
