import { setTimeout as delay } from 'node:timers/promises';
import type { PrintJob, TerminalStatus } from '../../src-shared/contract/terminal-state.ts';
import type { ReceiptDocument } from '../../src-shared/receipt/document.ts';
import type { PrintFault } from '../../src-shared/receipt/print-fault.ts';
import type { StoredPrintJob } from '../../src-shared/receipt/print-job.ts';
import type { Result } from '../../src-shared/result.ts';
import type { PrinterProfile } from '../devices/profiles/printer-profile.ts';
import type { Bitmap } from '../devices/raster/bitmap.ts';
import { createLinePainter, type LinePainter } from '../devices/raster/line-painter.ts';
import type { PrinterSession } from '../devices/session/printer-session.ts';
import type { PrintJobStore } from './print-job-store.ts';
import { type LaneBackup, type LaneTimers, PrinterLane } from './printer-lane.ts';

/** Unsettled jobs looked at: more of them means a printer has been away for days. */
const MAX_LOOKED_AT = 1_000;
const MAX_LISTED = 50;
const STOP_GRACE_MS = 3_000;

export type PrintWord = 'printed' | 'again' | 'give-up';

/** How a printer stands; its name, and what the level of its drawer's pin means, are the caller's to add. */
export interface PrinterCondition extends Pick<TerminalStatus['printer'], 'state' | 'fault' | 'paperNearEnd' | 'waiting' | 'asking'> {
  /** Null: it does not tell. */
  readonly drawerPinHigh: boolean | null;
}

export interface PrintQueueOptions {
  readonly store: PrintJobStore;
  /** The session that drives a printer; null when the settings name no such printer. */
  readonly printers: (printerId: string) => PrinterSession | null;
  /** resources/fonts. */
  readonly fontsFolder: string;
  /**
   * "Print it again" for a job of which bytes went out: books the duplicate and puts in a job for the marked copy, which settles this one,
   * all in one transaction. Answers with the new job's id; null when it was refused. Not called for a job of which no byte left: that one
   * is simply queued again.
   */
  readonly duplicate: (job: StoredPrintJob) => string | null;
  /** Something the screen shows has changed: a job, or a printer's state. */
  readonly onChange: (printerId: string) => void;
  /** For the log: a job that could not be encoded, or a store that broke its word. */
  readonly onError: (error: unknown, jobId: string | null) => void;
  readonly timers?: LaneTimers;
  /** The shop's picture at that width; null: none, or one that cannot be read. */
  readonly logo?: (widthDots: number) => Promise<Bitmap | null>;
  /** Who prints in the place of a printer that has been in trouble for `afterMs`; null: nobody. */
  readonly backupOf?: (printerId: string) => { readonly printerId: string; readonly afterMs: number } | null;
  /** The paper of a job that its backup prints, saying so; null: it has to come out of its own printer. */
  readonly reroute?: (job: StoredPrintJob, printerId: string) => ReceiptDocument | null;
}

export interface PrintQueue {
  /** Looks for work: call it once after composition and after every transaction that put a job in. */
  wake(): void;
  /** Keeps a printer's state true from now on, whether or not there is something to print. */
  watch(printerId: string): void;
  /**
   * Pulses the cash drawer. Not a job: a drawer that opens minutes later, with nobody before it, is worse than one that does not. It goes
   * before every waiting receipt, is sent once and never again by itself, and lapses when it cannot be sent at once. Call it after the
   * commit and before `wake`. Fails with the reason.
   */
  openDrawer(printerId: string): Promise<Result<void, PrintFault>>;
  /**
   * A person's word. `printed` and `again` on a job that asks, `give-up` also on one that still waits. Answers with the job as it then
   * stands, or with its marked copy; null when the job does not stand so that this can be said of it.
   */
  resolve(jobId: string, word: PrintWord): PrintJob | null;
  status(printerId: string): PrinterCondition;
  /** What that printer can do; null when the settings name no such printer or its profile cannot be used. */
  profile(printerId: string): PrinterProfile | null;
  /** Newest first. */
  jobs(): readonly PrintJob[];
  /** Lets what is being sent come to its end, or cuts it off when that takes long. What was not printed is in the store. */
  stop(): Promise<void>;
}

/**
 * The print queue over a store. Rules: a job is sent again by itself only when not one byte of it left; then it waits as queued, its fault
 * shown, with growing pauses and for as long as it takes. Bytes out and no confirmation: the job asks, and a second paper is a marked copy.
 * A job that waits goes to its printer's backup by rule, and only while not one byte of it has left.
 * One job at a time for each printer; printers do not wait for each other. Jobs that a crash left half sent are settled here first.
 */
export function createPrintQueue(options: PrintQueueOptions): PrintQueue {
  options.store.recoverAfterCrash();
  return new StoredPrintQueue(options);
}

const NO_SESSION = { state: 'none', fault: null, paperNearEnd: false, drawerPinHigh: null } as const;

class StoredPrintQueue implements PrintQueue {
  private readonly options: PrintQueueOptions;
  private readonly lanes = new Map<string, PrinterLane>();
  private readonly painters = new Map<number, LinePainter>();
  private readonly heard = new WeakSet<PrinterSession>();

  constructor(options: PrintQueueOptions) {
    this.options = options;
  }

  wake(): void {
    const waiting = this.options.store.unsettled(MAX_LOOKED_AT).filter((job) => job.state === 'queued');
    for (const printerId of new Set(waiting.map((job) => job.printerId))) this.lane(printerId).kick();
  }

  watch(printerId: string): void {
    this.lane(printerId).watch();
  }

  openDrawer(printerId: string): Promise<Result<void, PrintFault>> {
    return this.lane(printerId).openDrawer();
  }

  resolve(jobId: string, word: PrintWord): PrintJob | null {
    const job = this.options.store.find(jobId);
    if (job === null || job.settledAt !== null) return null;
    const settledAs = this.settle(job, word);
    if (settledAs === null) return null;
    this.options.onChange(job.printerId);
    this.wake();
    const after = this.options.store.find(settledAs);
    return after === null ? null : shown(after);
  }

  status(printerId: string): PrinterCondition {
    const jobs = this.options.store.unsettled(MAX_LOOKED_AT).filter((job) => job.printerId === printerId);
    const waiting = jobs.filter((job) => job.state === 'queued' || job.state === 'sending').length;
    const session = this.session(printerId);
    const { state, fault, paperNearEnd, drawerPinHigh } = session?.state() ?? NO_SESSION;
    return { state, fault, paperNearEnd, drawerPinHigh, waiting, asking: jobs.length - waiting };
  }

  profile(printerId: string): PrinterProfile | null {
    return this.session(printerId)?.profile ?? null;
  }

  jobs(): readonly PrintJob[] {
    return this.options.store.list(MAX_LISTED).map(shown);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.lanes.values()].map((lane) => lane.stop(STOP_GRACE_MS)));
  }

  /** The id of the job that stands for it from now on; null: not possible. */
  private settle(job: StoredPrintJob, word: PrintWord): string | null {
    const { store, duplicate } = this.options;
    const asks = job.state === 'unconfirmed' || job.state === 'failed';
    switch (word) {
      case 'printed':
        return job.state === 'unconfirmed' && store.markPrinted(job.jobId) === 'moved' ? job.jobId : null;
      case 'again':
        if (!asks) return null;
        if (job.bytesWritten) return duplicate(job);
        return store.requeue(job.jobId, null) === 'moved' ? job.jobId : null;
      case 'give-up':
        if (job.state === 'queued' && store.markFailed(job.jobId, 'print.given-up') !== 'moved') return null;
        return store.giveUp(job.jobId) === 'moved' ? job.jobId : null;
    }
  }

  private lane(printerId: string): PrinterLane {
    const existing = this.lanes.get(printerId);
    if (existing !== undefined) return existing;
    const lane = new PrinterLane({
      printerId,
      store: this.options.store,
      session: () => this.session(printerId),
      painter: (widthDots) => this.painter(widthDots),
      logo: (widthDots) => this.options.logo?.(widthDots) ?? Promise.resolve(null),
      backup: () => this.backup(printerId),
      reroute: (job, to) => this.options.reroute?.(job, to) ?? null,
      onRerouted: (to) => {
        this.lane(to).kick();
      },
      timers: this.options.timers ?? REAL_TIMERS,
      onChange: () => {
        this.options.onChange(printerId);
      },
      onError: this.options.onError,
    });
    this.lanes.set(printerId, lane);
    return lane;
  }

  private backup(printerId: string): LaneBackup | null {
    const rule = this.options.backupOf?.(printerId) ?? null;
    if (rule === null) return null;
    const backup = this.session(rule.printerId);
    return { ...rule, isWell: backup !== null && backup.state().state !== 'trouble' };
  }

  private session(printerId: string): PrinterSession | null {
    const session = this.options.printers(printerId);
    if (session !== null && !this.heard.has(session)) {
      this.heard.add(session);
      session.onState(() => {
        this.lane(printerId).notice(session.state().state);
        this.options.onChange(printerId);
      });
    }
    return session;
  }

  private painter(widthDots: number): LinePainter {
    let painter = this.painters.get(widthDots);
    if (painter === undefined) {
      painter = createLinePainter(this.options.fontsFolder, widthDots);
      this.painters.set(widthDots, painter);
    }
    return painter;
  }
}

function shown(job: PrintJob): PrintJob {
  const { jobId, kind, title, saleId, copy, state, printerId, insteadOf, createdAt, fault } = job;
  return { jobId, kind, title, saleId, copy, state, printerId, insteadOf, createdAt, fault };
}

const REAL_TIMERS: LaneTimers = {
  wait: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
  nowMs: () => performance.now(),
};
