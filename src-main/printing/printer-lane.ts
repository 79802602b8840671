import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ReceiptDocument } from '../../src-shared/receipt/document.ts';
import type { PrintFault } from '../../src-shared/receipt/print-fault.ts';
import type { PrintJobMove, StoredPrintJob } from '../../src-shared/receipt/print-job.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { type EncodedJob, encodeDrawerPulse, encodeJobInTurns } from '../devices/codec/escpos/writer.ts';
import { encodeZplJob } from '../devices/codec/zpl/zpl-writer.ts';
import type { Bitmap } from '../devices/raster/bitmap.ts';
import type { LinePainter } from '../devices/raster/line-painter.ts';
import type { PrinterSession, PrinterState } from '../devices/session/printer-session.ts';
import type { PrintJobStore } from './print-job-store.ts';

/** Between two tries while a printer is away; each wait is twice the last. Milliseconds. */
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;
/** A drawer that could not be sent its pulse by then is not sent it at all. */
const DRAWER_LAPSE_MS = 5_000;
/** What a session says of something that we broke off ourselves. */
const CUT_SHORT: ReadonlySet<PrintFault> = new Set(['print.interrupted', 'printer.stalled']);
/** Jobs given to a backup in one go; more of them mean that both printers have been away for days. */
const MAX_HANDED_OVER = 1_000;

export interface LaneTimers {
  /** Waits `ms` milliseconds, or less when the signal aborts; never rejects. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** A clock that nobody sets. Milliseconds. */
  readonly nowMs: () => number;
}

/** What a lane may do with jobs it cannot get rid of. */
export interface LaneBackup {
  readonly printerId: string;
  /** How long the lane's own printer has to be in trouble first. */
  readonly afterMs: number;
  /** It is not in trouble itself, as far as it says. */
  readonly isWell: boolean;
}

export interface LaneOptions {
  readonly printerId: string;
  readonly store: PrintJobStore;
  /** Asked anew for each job, since the settings may change in between. */
  readonly session: () => PrinterSession | null;
  readonly painter: (widthDots: number) => LinePainter;
  /** The shop's picture at that width; null: none. */
  readonly logo: (widthDots: number) => Promise<Bitmap | null>;
  /** Who prints in this one's place; null: nobody. */
  readonly backup: () => LaneBackup | null;
  /** The paper of a job that the backup prints; null: it has to come out of its own printer. */
  readonly reroute: (job: StoredPrintJob, printerId: string) => ReceiptDocument | null;
  /** The backup has been given jobs. */
  readonly onRerouted: (printerId: string) => void;
  readonly timers: LaneTimers;
  readonly onChange: () => void;
  readonly onError: (error: unknown, jobId: string | null) => void;
}

interface DrawerRequest {
  readonly askedAtMs: number;
  readonly settle: (outcome: Result<void, PrintFault>) => void;
}

/** Everything that goes to one printer, one thing at a time: drawer pulses first, then jobs in their order. */
export class PrinterLane {
  private readonly options: LaneOptions;
  private running: Promise<void> | null = null;
  private drawerRequests: DrawerRequest[] = [];
  /** Ends the present wait between two tries. */
  private nudge = new AbortController();
  private nudged = false;
  private readonly cutOff = new AbortController();
  private stopping = false;
  private watched = false;
  /** The session last worked with: it may hold a connection, which another one on the same printer would not get. */
  private last: PrinterSession | null = null;
  private retryMs = FIRST_RETRY_MS;
  /** The job that is being sent. */
  private underWay: string | null = null;
  /** By the timers' clock; null while it is well. */
  private troubleSinceMs: number | null = null;

  constructor(options: LaneOptions) {
    this.options = options;
  }

  /** Something may be there to do: look now, also in the middle of a wait. */
  kick(): void {
    if (this.stopping) return;
    this.nudged = true;
    this.nudge.abort();
    this.running ??= this.run();
  }

  /** Keeps the printer's state true from now on, also while there is nothing to print. */
  watch(): void {
    this.watched = true;
    this.kick();
  }

  /** The printer has said how it is. */
  notice(state: PrinterState['state']): void {
    if (state === 'trouble') this.troubleSinceMs ??= this.options.timers.nowMs();
    else this.troubleSinceMs = null;
  }

  openDrawer(): Promise<Result<void, PrintFault>> {
    const session = this.options.session();
    if (session === null) return Promise.resolve(fail('printer.unknown'));
    if (session.profile.drawer === null) return Promise.resolve(fail('printer.no-drawer'));
    if (this.stopping) return Promise.resolve(fail('print.interrupted'));
    return new Promise((resolve) => {
      const settled = new AbortController();
      const request: DrawerRequest = {
        askedAtMs: this.options.timers.nowMs(),
        settle: (outcome) => {
          settled.abort();
          resolve(outcome);
        },
      };
      this.drawerRequests.push(request);
      void this.options.timers.wait(DRAWER_LAPSE_MS, settled.signal).then(() => {
        if (!this.drawerRequests.includes(request)) return;
        this.drawerRequests = this.drawerRequests.filter((other) => other !== request);
        request.settle(fail(session.state().fault ?? 'printer.busy'));
      });
      this.kick();
    });
  }

  /** Ends after what is being sent, which is cut off when `graceMs` are over. */
  async stop(graceMs: number): Promise<void> {
    this.stopping = true;
    this.nudge.abort();
    for (const request of this.drawerRequests.splice(0)) request.settle(fail('print.interrupted'));
    const { running } = this;
    if (running !== null) {
      const ended = new AbortController();
      void running.then(() => {
        ended.abort();
      });
      await this.options.timers.wait(graceMs, ended.signal);
      this.cutOff.abort();
      await running;
    }
    await this.last?.release();
  }

  private async run(): Promise<void> {
    try {
      for (;;) {
        this.nudged = false;
        const again = await this.tryTurn();
        if (this.stopping) return;
        if (again === 'idle' && !this.hasNews()) return;
        if (again === 'wait') await this.retryPause();
        if (again === 'broken') await this.untilNudged((signal) => this.options.timers.wait(LAST_RETRY_MS, signal));
      }
    } finally {
      this.running = null;
    }
  }

  /** The store or a session may break its word, as on a full disk. Ended by that, the printer would be watched by nobody and look well for ever. */
  private async tryTurn(): Promise<'more' | 'wait' | 'idle' | 'broken'> {
    try {
      this.settleUnderWay();
      return await this.turn();
    } catch (error) {
      this.options.onError(error, this.underWay);
      return 'broken';
    }
  }

  /** A job whose sending ended by an error: sent again where not one byte left, asked about where one may have. */
  private settleUnderWay(): void {
    const { underWay } = this;
    if (underWay === null) return;
    const { store } = this.options;
    if (store.find(underWay)?.state === 'sending' && store.requeue(underWay, 'print.interrupted') !== 'moved') {
      this.moved(store.markUnconfirmed(underWay, 'print.interrupted'));
    }
    this.underWay = null;
    this.options.onChange();
  }

  /** Kicked while the last turn was under way. */
  private hasNews(): boolean {
    return this.nudged;
  }

  private async turn(): Promise<'more' | 'wait' | 'idle'> {
    const session = this.options.session();
    if (this.last !== null && this.last !== session) {
      await this.last.release();
      this.troubleSinceMs = null;
    }
    this.last = session;
    const drawer = this.drawerRequests.shift();
    if (drawer !== undefined) {
      drawer.settle(await this.pulse(session, drawer));
      return 'more';
    }
    const job = this.options.store.next(this.options.printerId);
    if (job === null) return session === null ? 'idle' : await this.lookAfter(session);
    if (session === null) {
      this.moved(this.options.store.markFailed(job.jobId, 'printer.unknown'));
      return 'more';
    }
    const encoded = await this.encode(job, session);
    return encoded === null ? 'more' : await this.send(job, encoded, session);
  }

  /** With nothing to print: watch it, or, where it tells nothing by being watched, find out whether it is there at all. */
  private async lookAfter(session: PrinterSession): Promise<'more' | 'wait' | 'idle'> {
    if (this.watched) {
      const end = await this.untilNudged((signal) => session.watch(signal));
      if (end !== 'mute') return 'more';
    }
    const { state } = session.state();
    if (state === 'ready' || state === 'working') return 'idle';
    const fault = await session.probe(this.cutOff.signal);
    this.options.onChange();
    if (fault === null) this.retryMs = FIRST_RETRY_MS;
    return fault === null ? 'idle' : 'wait';
  }

  private async encode(job: StoredPrintJob, session: PrinterSession): Promise<EncodedJob | null> {
    try {
      const { widthDots, language } = session.profile;
      if (language === 'zpl') return encodeZplJob(job.document, session.profile, this.options.painter(widthDots).labels);
      const logo = job.document.blocks.some(({ kind }) => kind === 'logo') ? await this.options.logo(widthDots) : null;
      return await encodeJobInTurns(job.document, session.profile, this.options.painter(widthDots), nextTurn, logo);
    } catch (error) {
      this.options.onError(error, job.jobId);
      if (this.options.store.find(job.jobId)?.state === 'queued') {
        this.moved(this.options.store.markFailed(job.jobId, 'print.not-encodable'));
      }
      return null;
    }
  }

  private async send(job: StoredPrintJob, encoded: EncodedJob, session: PrinterSession): Promise<'more' | 'wait'> {
    const { store } = this.options;
    const { jobId } = job;
    const begun = store.markSending(jobId);
    // While it was being drawn somebody may have said that it is not wanted any more.
    if (begun !== 'moved' && store.find(jobId)?.state !== 'queued') return 'more';
    this.moved(begun);
    this.underWay = jobId;
    const next = await this.sendOut(jobId, encoded, session);
    this.underWay = null;
    return next;
  }

  private async sendOut(jobId: string, encoded: EncodedJob, session: PrinterSession): Promise<'more' | 'wait'> {
    const { store } = this.options;
    const aboutToWrite = (): void => {
      this.moved(store.markWrote(jobId));
    };
    const outcome = await session.print(encoded, aboutToWrite, this.cutOff.signal);
    switch (outcome.kind) {
      case 'printed':
        this.retryMs = FIRST_RETRY_MS;
        this.moved(store.markPrinted(jobId));
        return 'more';
      case 'unconfirmed':
        this.moved(store.markUnconfirmed(jobId, outcome.fault));
        return 'more';
      case 'not-sent':
        this.moved(store.requeue(jobId, outcome.fault));
        return this.handOver() ? 'more' : 'wait';
    }
  }

  /**
   * Gives everything that waits here to the backup, once this printer has been in trouble for as long as the rule says. Only jobs are
   * queued of which not one byte has left, so that nothing can come out twice. True when anything went.
   */
  private handOver(): boolean {
    const backup = this.options.backup();
    if (backup === null || !backup.isWell || this.handOverInMs(backup) > 0) return false;
    const { store, printerId, reroute } = this.options;
    let isMoved = false;
    for (const { jobId, ...listed } of store.unsettled(MAX_HANDED_OVER)) {
      if (listed.printerId !== printerId || listed.state !== 'queued' || listed.insteadOf !== null) continue;
      const job = store.find(jobId);
      const document = job === null ? null : reroute(job, backup.printerId);
      if (document === null) continue;
      this.moved(store.reroute(jobId, backup.printerId, document));
      isMoved = true;
    }
    if (isMoved) this.options.onRerouted(backup.printerId);
    return isMoved;
  }

  private handOverInMs({ afterMs }: LaneBackup): number {
    const { troubleSinceMs } = this;
    return troubleSinceMs === null ? afterMs : troubleSinceMs + afterMs - this.options.timers.nowMs();
  }

  /** The time it may still take is for connecting and asking: once the pulse has left, it is waited for like a job. */
  private async pulse(session: PrinterSession | null, { askedAtMs }: DrawerRequest): Promise<Result<void, PrintFault>> {
    const encoded = session === null ? null : encodeDrawerPulse(session.profile);
    if (session === null || encoded === null) return fail('printer.no-drawer');
    const { timers, onChange } = this.options;
    const left = new AbortController();
    const late = new AbortController();
    void timers.wait(Math.max(0, askedAtMs + DRAWER_LAPSE_MS - timers.nowMs()), left.signal).then(() => {
      if (!left.signal.aborted) late.abort();
    });
    const aboutToWrite = (): void => {
      left.abort();
    };
    const outcome = await session.print(encoded, aboutToWrite, AbortSignal.any([this.cutOff.signal, late.signal]));
    left.abort();
    onChange();
    if (outcome.kind === 'printed') return ok(undefined);
    return fail(late.signal.aborted && CUT_SHORT.has(outcome.fault) ? 'printer.busy' : outcome.fault);
  }

  /** Before the next try: a while that grows, or until the printer says that it is mended. */
  private async retryPause(): Promise<void> {
    const backup = this.options.backup();
    const handOverMs = backup === null ? 0 : this.handOverInMs(backup);
    const waitMs = handOverMs > 0 ? Math.min(this.retryMs, handOverMs) : this.retryMs;
    this.retryMs = Math.min(LAST_RETRY_MS, this.retryMs * 2);
    await this.untilNudged(async (signal) => {
      const over = new AbortController();
      const end = (): void => {
        over.abort();
      };
      signal.addEventListener('abort', end);
      const watching = this.last?.watch(over.signal).then((how) => {
        if (how === 'mended') end();
      });
      await this.options.timers.wait(waitMs, over.signal);
      end();
      await watching;
    });
  }

  /** Does something that ends when there is news; not at all when there is some already. */
  private async untilNudged<T>(use: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
    if (this.nudged || this.stopping) return null;
    this.nudge = new AbortController();
    return use(this.nudge.signal);
  }

  private moved(move: PrintJobMove): void {
    if (move !== 'moved') throw new Error(`a print job of ${this.options.printerId} was moved by somebody else: ${move}`);
    this.options.onChange();
  }
}
