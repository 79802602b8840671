import type { PrintJobStore } from '../src-main/printing/print-job-store.ts';
import type { PrintJob } from '../src-shared/contract/terminal-state.ts';
import type { ReceiptDocument } from '../src-shared/receipt/document.ts';
import type { PrintJobMove, StoredPrintJob } from '../src-shared/receipt/print-job.ts';

/** A print job store that forgets what was printed, so that what stays in memory is the queue's. */
export class DrainedJobs implements PrintJobStore {
  private readonly jobs = new Map<string, StoredPrintJob>();

  insert(jobId: string, document: ReceiptDocument): void {
    const createdAt = new Date().toISOString();
    const job = {
      jobId,
      kind: 'receipt' as const,
      insteadOf: null,
      printerId: 'p1',
      title: jobId,
      saleId: null,
      copy: 1,
      document,
      createdAt,
    };
    this.jobs.set(jobId, { ...job, state: 'queued', fault: null, bytesWritten: false, attempts: 0, settledAt: null });
  }

  /** Once nothing is left, or `broken`. */
  async drained(broken: () => boolean): Promise<void> {
    while (this.jobs.size > 0 && !broken()) await new Promise((resolve) => setTimeout(resolve, 1));
  }

  list(limit: number): readonly PrintJob[] {
    return [...this.jobs.values()].slice(0, limit);
  }

  unsettled(limit: number): readonly PrintJob[] {
    return this.list(limit);
  }

  find(jobId: string): StoredPrintJob | null {
    return this.jobs.get(jobId) ?? null;
  }

  next(): StoredPrintJob | null {
    for (const job of this.jobs.values()) if (job.state === 'queued') return job;
    return null;
  }

  markSending(jobId: string): PrintJobMove {
    return this.move(jobId, { state: 'sending' });
  }

  markWrote(jobId: string): PrintJobMove {
    return this.move(jobId, { bytesWritten: true });
  }

  markPrinted(jobId: string): PrintJobMove {
    return this.jobs.delete(jobId) ? 'moved' : 'not-in-state';
  }

  markUnconfirmed(jobId: string): PrintJobMove {
    return this.move(jobId, { state: 'unconfirmed' });
  }

  markFailed(jobId: string): PrintJobMove {
    return this.move(jobId, { state: 'failed' });
  }

  requeue(jobId: string): PrintJobMove {
    return this.move(jobId, { state: 'queued', bytesWritten: false });
  }

  giveUp(jobId: string): PrintJobMove {
    return this.markPrinted(jobId);
  }

  reroute(): PrintJobMove {
    return 'not-in-state';
  }

  recoverAfterCrash(): { readonly requeued: number; readonly unconfirmed: number } {
    return { requeued: 0, unconfirmed: 0 };
  }

  private move(jobId: string, changes: Partial<StoredPrintJob>): PrintJobMove {
    const job = this.jobs.get(jobId);
    if (job === undefined) return 'not-in-state';
    this.jobs.set(jobId, { ...job, ...changes });
    return 'moved';
  }
}
