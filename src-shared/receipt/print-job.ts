import type { PrintJob } from '../contract/terminal-state.ts';
import type { ReceiptDocument } from './document.ts';
import type { PrintJobKind } from './print-job-kind.ts';

/**
 * A job as it enters the queue, in the same transaction as the fact it prints. The cash drawer is not part of it: a drawer that springs
 * open when a job is sent again, minutes later and with nobody before it, is worse than one that stays shut.
 */
export interface NewPrintJob {
  readonly jobId: string;
  /** Left out: a receipt when it is of a sale, else a document. */
  readonly kind?: PrintJobKind;
  readonly printerId: string;
  /** For the queue's list, such as the receipt's number. */
  readonly title: string;
  readonly saleId: string | null;
  /** 1 the original; above: a copy, marked as duplicate on the paper. */
  readonly copy: number;
  readonly document: ReceiptDocument;
}

/** A job as the queue holds it. */
export interface StoredPrintJob extends PrintJob {
  readonly document: ReceiptDocument;
  /** Bytes of the present attempt may be on the paper: only a person can say. False again once requeued. */
  readonly bytesWritten: boolean;
  /** Times it was begun to be sent. */
  readonly attempts: number;
  /** When nothing was left to be done about it: it printed, or a person gave it up. Null while it waits or asks. */
  readonly settledAt: string | null;
}

/** What became of a step of a job: `not-in-state` when it does not stand where the step starts from. Nothing was changed then. */
export type PrintJobMove = 'moved' | 'not-in-state' | 'not-stored';
