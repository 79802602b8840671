import type { PrintJobStore } from '../../src-main/printing/print-job-store.ts';
import type { ReceiptDocument } from '../../src-shared/receipt/document.ts';
import type { NewPrintJob, PrintJobMove, StoredPrintJob } from '../../src-shared/receipt/print-job.ts';
import { kindOf } from '../../src-shared/receipt/print-job-kind.ts';

/** A print job store without a disk, for tests of what stands on one. `moves` is everything that happened, in order. */
export class MemoryPrintJobs implements PrintJobStore {
  readonly moves: string[] = [];
  private readonly jobs = new Map<string, StoredPrintJob>();

  insert(job: NewPrintJob): void {
    this.jobs.set(job.jobId, {
      ...job,
      kind: kindOf(job),
      insteadOf: null,
      state: 'queued',
      fault: null,
      bytesWritten: false,
      attempts: 0,
      createdAt: '2026-11-20T09:00:00.000Z',
      settledAt: null,
    });
  }

  list(limit: number): readonly StoredPrintJob[] {
    return [...this.jobs.values()].reverse().slice(0, limit);
  }

  unsettled(limit: number): readonly StoredPrintJob[] {
    return [...this.jobs.values()].filter((job) => job.settledAt === null).slice(0, limit);
  }

  find(jobId: string): StoredPrintJob | null {
    return this.jobs.get(jobId) ?? null;
  }

  next(printerId: string): StoredPrintJob | null {
    return [...this.jobs.values()].find((job) => job.printerId === printerId && job.state === 'queued') ?? null;
  }

  markSending(jobId: string): PrintJobMove {
    return this.move(jobId, 'sending', (job) => job.state === 'queued' && { state: 'sending', attempts: job.attempts + 1 });
  }

  markWrote(jobId: string): PrintJobMove {
    return this.move(jobId, 'wrote', (job) => job.state === 'sending' && { bytesWritten: true });
  }

  markPrinted(jobId: string): PrintJobMove {
    const done = { state: 'printed', fault: null, settledAt: '2026-11-20T09:00:01.000Z' } as const;
    return this.move(jobId, 'printed', (job) => (job.state === 'sending' || job.state === 'unconfirmed') && done);
  }

  markUnconfirmed(jobId: string, fault: string | null): PrintJobMove {
    return this.move(jobId, 'unconfirmed', (job) => job.state === 'sending' && { state: 'unconfirmed', fault });
  }

  markFailed(jobId: string, fault: string): PrintJobMove {
    return this.move(jobId, 'failed', (job) => (job.state === 'queued' || job.state === 'sending') && { state: 'failed', fault });
  }

  requeue(jobId: string, fault: string | null): PrintJobMove {
    const mayGo = (job: StoredPrintJob): boolean => !job.bytesWritten && (job.state === 'sending' || job.state === 'failed');
    return this.move(jobId, 'queued', (job) => mayGo(job) && { state: 'queued', fault });
  }

  giveUp(jobId: string): PrintJobMove {
    const done = { state: 'failed', settledAt: '2026-11-20T09:00:01.000Z' } as const;
    return this.move(jobId, 'given-up', (job) => (job.state === 'unconfirmed' || job.state === 'failed') && done);
  }

  reroute(jobId: string, printerId: string, document: ReceiptDocument): PrintJobMove {
    const mayGo = (job: StoredPrintJob): boolean => job.state === 'queued' && !job.bytesWritten && job.insteadOf === null;
    return this.move(jobId, 'rerouted', (job) => mayGo(job) && { insteadOf: job.printerId, printerId, document });
  }

  recoverAfterCrash(): { readonly requeued: number; readonly unconfirmed: number } {
    const sending = [...this.jobs.values()].filter((job) => job.state === 'sending');
    for (const job of sending) {
      this.jobs.set(job.jobId, {
        ...job,
        state: job.bytesWritten ? 'unconfirmed' : 'queued',
        fault: job.bytesWritten ? 'print.interrupted' : null,
      });
    }
    const unconfirmed = sending.filter((job) => job.bytesWritten).length;
    return { requeued: sending.length - unconfirmed, unconfirmed };
  }

  private move(jobId: string, name: string, change: (job: StoredPrintJob) => Partial<StoredPrintJob> | false): PrintJobMove {
    const job = this.jobs.get(jobId);
    const changed = job === undefined ? false : change(job);
    if (job === undefined || changed === false) return 'not-in-state';
    this.jobs.set(jobId, { ...job, ...changed });
    this.moves.push(`${jobId} ${name}`);
    return 'moved';
  }
}
