import type { ReceiptDocument } from '../../src-shared/receipt/document.ts';
import type { StoredPrintJob } from '../../src-shared/receipt/print-job.ts';
import type { StoreSettings } from '../../src-shared/settings/store-settings.ts';
import type { Till } from './till.ts';

const MS_PER_SECOND = 1_000;

/** Who prints in the place of a printer in trouble, and after how long. */
export interface BackupRule {
  readonly printerId: string;
  readonly afterMs: number;
}

/** Null: nobody. */
export function backupOf(settings: StoreSettings, printerId: string): BackupRule | null {
  const rule = settings.printing.backups.find((candidate) => candidate.printerId === printerId);
  return rule === undefined ? null : { printerId: rule.backupPrinterId, afterMs: rule.afterSeconds * MS_PER_SECOND };
}

/**
 * The paper of a job that another printer prints, which says so at its foot. Null when it has to come out of its own: a test of that one, or
 * anything but labels where the backup prints nothing else.
 */
export function documentElsewhere(till: Till, job: StoredPrintJob, printerId: string): ReceiptDocument | null {
  const printsLabelsOnly = till.printing.profile(printerId)?.language === 'zpl';
  if (job.kind === 'self-test' || (printsLabelsOnly && job.kind !== 'label')) return null;
  const nameOf = (id: string): string => till.settings.printers.find((printer) => printer.printerId === id)?.name ?? id;
  return till.papers.insteadOf(job.document, nameOf(job.printerId), nameOf(printerId));
}
