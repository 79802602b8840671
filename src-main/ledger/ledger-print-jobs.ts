import type { PrintJob } from '../../src-shared/contract/terminal-state.ts';
import type { ReceiptDocument } from '../../src-shared/receipt/document.ts';
import type { PrintJobMove, StoredPrintJob } from '../../src-shared/receipt/print-job.ts';
import type { LedgerClock, PrintJobs } from './ledger.ts';
import type { LedgerFile } from './ledger-file.ts';
import type { PrintJobWrites } from './print-job-table.ts';

/** The print queue's store: each step a durable transaction of its own. Jobs come in with their entry, through the ledger. */
export class LedgerPrintJobs implements PrintJobs {
  readonly #file: LedgerFile;
  readonly #clock: LedgerClock;

  constructor(file: LedgerFile, clock: LedgerClock) {
    this.#file = file;
    this.#clock = clock;
  }

  list(limit: number): readonly PrintJob[] {
    return this.#file.tables.printJobs.list(limit);
  }

  unsettled(limit: number): readonly PrintJob[] {
    return this.#file.tables.printJobs.unsettled(limit);
  }

  find(jobId: string): StoredPrintJob | null {
    return this.#file.tables.printJobs.find(jobId);
  }

  next(printerId: string): StoredPrintJob | null {
    return this.#file.tables.printJobs.next(printerId);
  }

  markSending(jobId: string): PrintJobMove {
    return this.#move((jobs) => jobs.markSending(jobId));
  }

  markWrote(jobId: string): PrintJobMove {
    return this.#move((jobs) => jobs.markWrote(jobId));
  }

  markPrinted(jobId: string): PrintJobMove {
    return this.#move((jobs) => jobs.markPrinted(jobId, this.#now()));
  }

  markUnconfirmed(jobId: string, fault: string | null): PrintJobMove {
    return this.#move((jobs) => jobs.markUnconfirmed(jobId, fault));
  }

  markFailed(jobId: string, fault: string): PrintJobMove {
    return this.#move((jobs) => jobs.markFailed(jobId, fault));
  }

  requeue(jobId: string, fault: string | null): PrintJobMove {
    return this.#move((jobs) => jobs.requeue(jobId, fault));
  }

  giveUp(jobId: string): PrintJobMove {
    return this.#move((jobs) => jobs.giveUp(jobId, this.#now()));
  }

  reroute(jobId: string, printerId: string, document: ReceiptDocument): PrintJobMove {
    return this.#move((jobs) => jobs.reroute(jobId, printerId, document));
  }

  recoverAfterCrash(): { readonly requeued: number; readonly unconfirmed: number } {
    const outcome = this.#file.transact(
      (tables) => tables.printJobs.recoverAfterCrash(),
      () => false,
    );
    return outcome.kind === 'done' ? outcome.value : { requeued: 0, unconfirmed: 0 };
  }

  #now(): string {
    return new Date(this.#clock.nowMs()).toISOString();
  }

  /** A commit of unknown outcome counts as not stored: the ledger has then stopped, and the job is looked at again after a restart. */
  #move(step: (jobs: PrintJobWrites) => boolean): PrintJobMove {
    const outcome = this.#file.transact(
      (tables) => step(tables.printJobs),
      () => false,
    );
    if (outcome.kind !== 'done') return 'not-stored';
    return outcome.value ? 'moved' : 'not-in-state';
  }
}
