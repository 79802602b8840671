import { accessSync, constants } from 'node:fs';
import { fail, type Result } from '../../src-shared/result.ts';
import { acquireInstanceLock, type InstanceLock } from './instance-lock.ts';
import type { LedgerOpenFailure } from './ledger.ts';
import type { LedgerFolder } from './ledger-folder.ts';

/** Takes the folder's lock, or says who has it. Throws what the storage says of a folder that cannot be written to. */
export function takeLock(folder: LedgerFolder, nowMs: number): Result<InstanceLock, LedgerOpenFailure> {
  accessSync(folder.root, constants.W_OK);
  const lock = acquireInstanceLock(folder.root, nowMs);
  return lock.ok ? lock : fail({ code: 'ledger.locked', params: { folder: folder.root, ...lock.error.holder } });
}
