import type { PrintJob } from '../../src-shared/contract/terminal-state.ts';
import type { ReceiptDocument } from '../../src-shared/receipt/document.ts';
import type { PrintJobMove, StoredPrintJob } from '../../src-shared/receipt/print-job.ts';

/**
 * Where print jobs are kept. A job is put in by the transaction that completes the sale, so that a sale without its job, or a job without
 * its sale, cannot be; the queue only moves it on:
 *
 *     queued ──markSending──▶ sending ──markPrinted──▶ printed (settled)
 *       ▲ ◀──requeue, no byte───┤  └──markWrote (the flag bytesWritten, not a state)
 *       │                       ├──markUnconfirmed──▶ unconfirmed ──▶ printed | given up | replaced by a marked copy, a job of its own
 *       └──requeue──────────────┴──markFailed──────▶ failed       ──▶ queued | given up
 *
 * `bytesWritten` is on disk before the first byte leaves, so that after a crash a job is sent again by itself only when it is certain that
 * none did. Every method is one durable step of its own, and synchronous.
 */
export interface PrintJobStore {
  /** Newest first. Without the documents: it is read at every change, and there can be hundreds. */
  list(limit: number): readonly PrintJob[];
  /** Every job that waits or asks, oldest first. */
  unsettled(limit: number): readonly PrintJob[];
  find(jobId: string): StoredPrintJob | null;
  /** The queued job of a printer that has waited longest. */
  next(printerId: string): StoredPrintJob | null;

  /** queued → sending; one attempt more. The fault of the attempt before stays shown until this one ends. */
  markSending(jobId: string): PrintJobMove;
  /** sending: the next thing that happens is the first byte. */
  markWrote(jobId: string): PrintJobMove;
  /** sending or unconfirmed → printed; clears the fault; settled. */
  markPrinted(jobId: string): PrintJobMove;
  /** sending → unconfirmed. */
  markUnconfirmed(jobId: string, fault: string | null): PrintJobMove;
  /** queued or sending → failed: it cannot be printed as things are, and a person is asked. */
  markFailed(jobId: string, fault: string): PrintJobMove;
  /**
   * sending without a byte written, or failed → queued, in its old place, showing the fault it waits for. Never from a state in which
   * bytes went out: that paper is replaced by a marked copy, which is a job and an entry of its own.
   */
  requeue(jobId: string, fault: string | null): PrintJobMove;
  /** unconfirmed or failed → failed and settled: nobody is asked about it any more. */
  giveUp(jobId: string): PrintJobMove;
  /**
   * queued, without a byte written → queued for another printer, in its old place, with a document that says so. Once: a job that has moved
   * stays where it is.
   */
  reroute(jobId: string, printerId: string, document: ReceiptDocument): PrintJobMove;
  /** At start: every job left in sending becomes queued when nothing was written, unconfirmed when something was. */
  recoverAfterCrash(): { readonly requeued: number; readonly unconfirmed: number };
}
