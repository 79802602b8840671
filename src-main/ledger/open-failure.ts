import type { LedgerOpenFailure } from './ledger.ts';
import { type StorageFault, storageFault } from './storage-fault.ts';

/** What the storage threw while a ledger was being opened, as a failure. Throws the error on when it is not the storage's. */
export function openFailure(error: unknown, folder: string): LedgerOpenFailure {
  const fault = storageFault(error);
  if (fault === null) throw error;
  return faultFailure(fault, folder, error instanceof Error ? error.message : String(error));
}

export function faultFailure(fault: StorageFault, folder: string, detail: string): LedgerOpenFailure {
  switch (fault) {
    case 'no-space':
      return { code: 'ledger.no-space', params: { folder } };
    case 'read-only':
      return { code: 'ledger.read-only', params: { folder } };
    case 'corrupt':
      return { code: 'ledger.corrupt', params: { finding: 'file', detail } };
    case 'io':
    case 'busy':
      return { code: 'ledger.failed', params: { folder, detail } };
  }
}
