import type { ReceiptDocument } from '../../../src-shared/receipt/document.ts';
import type { NewPrintJob } from '../../../src-shared/receipt/print-job.ts';
import type { Till } from '../till.ts';
import type { TillPaper } from './till-paper.ts';

/** The print job of a slip or a report, to be stored with its entry: none where the shop prints nothing. */
export function paperJob(till: Till, document: (paper: TillPaper) => ReceiptDocument, copy = 1): readonly NewPrintJob[] {
  const printerId = till.settings.receiptPrinterId;
  if (printerId === null) return [];
  const made = document(till.tillPaper);
  return [{ jobId: till.newId(), printerId, title: made.title, saleId: null, copy, document: made }];
}
