import { fail, ok, type Result } from '../../src-shared/result.ts';
import { checkTail } from './boot-checks.ts';
import { knownDamage } from './damage-note.ts';
import { readMark } from './high-water-mark.ts';
import { writeIdentity } from './identity.ts';
import type { LedgerOpenFailure, OpenLedgerOptions, RecoverySummary } from './ledger.ts';
import { openDatabase } from './ledger-database.ts';
import { LedgerFile } from './ledger-file.ts';
import { type LedgerFolder, ledgerFolder } from './ledger-folder.ts';
import { beginEpoch, nextEpoch } from './new-epoch.ts';
import { faultFailure, openFailure } from './open-failure.ts';
import { finishRestore } from './restore-steps.ts';
import { identifyOrSetUp, type Keyed } from './set-up.ts';
import { takeLock } from './take-lock.ts';
import { markWitness } from './witness.ts';

export type RecoverOptions = Omit<OpenLedgerOptions, 'createIfMissing'> & { readonly actor: string };

/**
 * Goes on with a ledger whose tail is lost, by the word of a person who knows it (`actor`): nothing is deleted, a new epoch begins whose
 * first entry names what is missing. For a journal that `openLedger` refuses with `ledger.tail-lost` or for its mark; one whose chain is
 * broken needs `restoreLedger`.
 */
export function recoverLedger(options: RecoverOptions): Result<RecoverySummary, LedgerOpenFailure> {
  const folder = ledgerFolder(options.folder);
  try {
    const lock = takeLock(folder, options.clock.nowMs());
    if (!lock.ok) return lock;
    try {
      return recoverLocked(folder, options);
    } finally {
      lock.value.release();
    }
  } catch (error) {
    return fail(openFailure(error, folder.root));
  }
}

function recoverLocked(folder: LedgerFolder, options: RecoverOptions): Result<RecoverySummary, LedgerOpenFailure> {
  finishRestore(folder);
  const damage = knownDamage(folder.root);
  if (damage !== null) return fail(damage);
  const keyed = identifyOrSetUp(folder, { ...options, createIfMissing: false });
  if (!keyed.ok) return keyed;
  const db = openDatabase(folder.database, folder, options.clock.nowMs());
  if (!db.ok) return db;
  const file = new LedgerFile(folder.database, db.value, {});
  try {
    return goOn(folder, file, keyed.value, options);
  } finally {
    file.close();
  }
}

function goOn(folder: LedgerFolder, file: LedgerFile, keyed: Keyed, options: RecoverOptions): Result<RecoverySummary, LedgerOpenFailure> {
  const state = checkTail(file.tables, keyed.identity);
  if (!state.ok) return state;
  const { clock, programVersion, actor } = options;
  const witnesses = markWitness(readMark(folder.mark));
  const found = { finding: 'tail-lost', state: state.value, witnesses, lastReceipt: null } as const;
  const request = { ...keyed, clock, programVersion, actor, ...found };
  const epoch = nextEpoch(request);
  // First, so that this number is not given again should the entry not come to be.
  writeIdentity(folder.root, { ...keyed.identity, epoch });
  const begun = beginEpoch(file, request);
  if (!begun.ok) return fail(faultFailure(begun.error, folder.root, 'new epoch'));
  return ok({ epoch, recovered: begun.value });
}
