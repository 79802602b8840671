import { join } from 'node:path';

/** The files of one ledger in its folder. The instance lock's and the identity's are known to those alone. */
export interface LedgerFolder {
  readonly root: string;
  readonly database: string;
  readonly mark: string;
  /** The replacement of a restore under way, and the note that says it is whole. */
  readonly replacement: string;
  readonly restoreNote: string;
  /** What a whole check found wrong. */
  readonly damageNote: string;
  /** Copies made before a migration, and ledgers a restore replaced. */
  readonly kept: string;
}

export function ledgerFolder(root: string): LedgerFolder {
  return {
    root,
    database: join(root, 'ledger.db'),
    mark: join(root, 'ledger.mark'),
    replacement: join(root, 'ledger.replacement.db'),
    restoreNote: join(root, 'restore.json'),
    damageNote: join(root, 'ledger.damaged.json'),
    kept: join(root, 'kept'),
  };
}
