import type { PrintFault } from '../../../src-shared/receipt/print-fault.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { faultOf, type PrinterCondition } from '../codec/escpos/status.ts';
import type { EncodedJob } from '../codec/escpos/writer.ts';
import type { PrinterProfile } from '../profiles/printer-profile.ts';
import { pause, withLimit } from '../transport/time-limit.ts';
import type { Transport, TransportFault } from '../transport/transport.ts';
import { Conversation, DEFAULT_SESSION_LIMITS, notSent, type PrinterWord, type PrintOutcome, type SessionLimits } from './conversation.ts';

/**
 * How closely an idle printer is watched. Milliseconds. On a held connection: from one look to the next, and for an answer; on brief ones:
 * from the end of one to the next. With the time to connect, each adds up to less than a second from a fault to the screen.
 */
export interface WatchLimits {
  readonly heldMs: number;
  readonly answerMs: number;
  readonly briefMs: number;
  readonly connectMs: number;
}

const DEFAULT_WATCH_LIMITS: WatchLimits = { heldMs: 250, answerMs: 300, briefMs: 550, connectMs: 400 };

export interface PrinterState {
  readonly state: 'unknown' | 'ready' | 'working' | 'trouble';
  readonly fault: PrintFault | null;
  readonly paperNearEnd: boolean;
  /** Level of the drawer's sensor pin; null: this printer does not tell, or has not told yet. */
  readonly drawerPinHigh: boolean | null;
}

export interface PrinterSessionOptions {
  readonly printerId: string;
  readonly profile: PrinterProfile;
  readonly transport: Transport;
  /** Other tills print on it too: no connection is held, whatever the profile allows. */
  readonly isShared?: boolean;
  readonly limits?: SessionLimits;
  readonly watchLimits?: WatchLimits;
}

/** How long a look may take; a connection that is null takes what the transport allows. */
interface Look {
  readonly answerMs: number;
  readonly connectMs: number | null;
}

const NEVER = new AbortController().signal;

const UNREACHED: ReadonlySet<PrintFault> = new Set([
  'printer.unreachable',
  'printer.refused',
  'printer.no-driver',
  'printer.denied',
  'printer.connection-lost',
]);

/** `mended`: it was in trouble and is well. `mute`: it tells nothing, and watching is of no use. `over`: the signal aborted. */
export type WatchEnd = 'mended' | 'mute' | 'over';

/**
 * One printer: asks it how it is, sends, and waits until it says that everything is on paper. It never sends twice; whether to try again is
 * the queue's to decide, from the outcome. There is never more than one connection: between jobs a printer that tells changes by itself is
 * held, and its connection serves the next job too; any other is asked on connections of their own, closed before a job opens its own.
 */
export class PrinterSession {
  readonly printerId: string;
  readonly profile: PrinterProfile;
  private readonly transport: Transport;
  private readonly limits: SessionLimits;
  private readonly watchLimits: WatchLimits;
  private readonly holds: boolean;
  private readonly asks: boolean;
  private current: PrinterState = { state: 'unknown', fault: null, paperNearEnd: false, drawerPinHigh: null };
  private listener: (() => void) | null = null;
  private busyWith: 'nothing' | 'job' | 'look' = 'nothing';
  private held: Conversation | null = null;
  /** It has answered a question once, so that silence means something. */
  private hasAnswered = false;

  constructor(options: PrinterSessionOptions) {
    this.printerId = options.printerId;
    this.profile = options.profile;
    this.transport = options.transport;
    this.limits = options.limits ?? DEFAULT_SESSION_LIMITS;
    this.watchLimits = options.watchLimits ?? DEFAULT_WATCH_LIMITS;
    this.asks = options.transport.answers && options.profile.status.realTime;
    this.holds = this.asks && options.profile.status.automatic && options.profile.status.confirms && options.isShared !== true;
  }

  state(): PrinterState {
    return this.current;
  }

  /** Called whenever `state()` has become another. */
  onState(listener: () => void): void {
    this.listener = listener;
  }

  /**
   * Sends one job. `aboutToWrite` runs just before the first byte and must have made that durable when it returns. One thing at a time: a
   * second call while one runs is a bug and throws.
   */
  print(job: EncodedJob, aboutToWrite: () => void, signal: AbortSignal): Promise<PrintOutcome> {
    return this.alone('job', async () => {
      const outcome = await this.printOn(this.held, job, aboutToWrite, signal);
      this.become(outcome.kind === 'printed' ? null : outcome.fault);
      return outcome;
    });
  }

  /** Asks the printer once how it is. Null: it can print, as far as it says. */
  probe(signal: AbortSignal): Promise<PrintFault | null> {
    return this.alone('look', async () => {
      const { answerMs } = this.limits;
      const word = await this.look({ answerMs, connectMs: null }, signal);
      const fault = word.kind === 'mute' ? null : word.fault;
      this.become(fault);
      return fault;
    });
  }

  /** Keeps `state()` true while there is nothing to print, until the signal aborts. Never more than one connection, and none at the end but a held one. */
  watch(signal: AbortSignal): Promise<WatchEnd> {
    if (!this.asks) return Promise.resolve('mute');
    return this.alone('look', async () => {
      let wasInTrouble = this.current.state === 'trouble';
      const isOver = (): boolean => signal.aborted;
      while (!isOver()) {
        if (this.current.state !== 'unknown' || this.held !== null) await this.rest(signal);
        const word = isOver() ? null : await this.look(this.watchLimits, signal);
        if (word === null || isOver()) break;
        if (word.kind === 'mute' && !this.hasAnswered) {
          this.become(null);
          return wasInTrouble ? 'mended' : 'mute';
        }
        this.become(word.kind === 'mute' ? 'printer.unreachable' : word.fault);
        if (wasInTrouble && this.current.fault === null) return 'mended';
        wasInTrouble = this.current.fault !== null;
      }
      return 'over';
    });
  }

  /** Gives the printer back, when its settings have changed or the program ends. Not while it is at something. */
  async release(): Promise<void> {
    const { held } = this;
    this.held = null;
    await held?.close();
  }

  private async alone<T>(what: 'job' | 'look', use: () => Promise<T>): Promise<T> {
    if (this.busyWith !== 'nothing') throw new Error(`printer ${this.printerId} was given a second job while at one`);
    this.busyWith = what;
    try {
      return await use();
    } finally {
      this.busyWith = 'nothing';
    }
  }

  private async printOn(held: Conversation | null, job: EncodedJob, aboutToWrite: () => void, signal: AbortSignal): Promise<PrintOutcome> {
    const opened = held === null ? await this.open(signal) : ok(held);
    if (!opened.ok) return notSent(opened.error);
    const conversation = opened.value;
    this.held = null;
    const outcome = await conversation.print(job, aboutToWrite, signal);
    if (outcome.kind === 'not-sent' && !conversation.isAlive && held !== null) {
      // The held connection had died unnoticed (a printer switched off and on), and not one byte of the job left on it.
      conversation.destroy();
      return this.printOn(null, job, aboutToWrite, signal);
    }
    await this.keepOrClose(conversation);
    return outcome;
  }

  /**
   * One look, on the held connection where there is one. A held one that has died tells nothing of the printer: it is asked on a new one.
   * Aborting ends the connecting only: a question once asked is waited for, or its answer would be taken for the next one's.
   */
  private async look(given: Look, signal: AbortSignal): Promise<PrinterWord> {
    const { held } = this;
    const opened = held === null ? await this.openWithin(given.connectMs, signal) : ok(held);
    if (!opened.ok) return { kind: 'lost', fault: opened.error };
    const conversation = opened.value;
    this.held = null;
    const word = await conversation.howIsIt(given.answerMs, NEVER);
    if (word.kind === 'told' && this.holds) await conversation.askToBeTold(NEVER);
    if (held !== null && word.kind !== 'told') {
      conversation.destroy();
      return this.look(given, signal);
    }
    await this.keepOrClose(conversation);
    return word;
  }

  private async keepOrClose(conversation: Conversation): Promise<void> {
    this.hasAnswered ||= conversation.hasAnswered;
    if (this.holds && conversation.hasAnswered && conversation.isAlive) this.held = conversation;
    else if (conversation.isAlive) await conversation.close();
    else conversation.destroy();
  }

  private async rest(signal: AbortSignal): Promise<void> {
    await this.held?.attend(this.watchLimits.heldMs, signal);
    if (this.held?.isAlive === false) {
      this.held.destroy();
      this.held = null;
    }
    // A printer that hangs up after every answer must not be called again at once.
    if (this.held === null) await pause(this.watchLimits.briefMs, signal);
  }

  private openWithin(connectMs: number | null, signal: AbortSignal): Promise<Result<Conversation, TransportFault>> {
    return connectMs === null ? this.open(signal) : withLimit(connectMs, signal, (limited) => this.open(limited));
  }

  private async open(signal: AbortSignal): Promise<Result<Conversation, TransportFault>> {
    const opened = await this.transport.open(signal);
    if (!opened.ok) return fail(opened.error);
    const { profile, limits, asks } = this;
    const awaitsConfirmation = this.transport.answers && profile.status.confirms;
    const onCondition = (condition: PrinterCondition): void => {
      const fault = faultOf(condition);
      const well = this.busyWith === 'job' ? 'working' : 'ready';
      const told = profile.drawer?.readsPin === true ? condition.drawerPinHigh : null;
      this.show({
        state: fault === null ? well : 'trouble',
        fault,
        paperNearEnd: condition.paper === 'near-end',
        drawerPinHigh: told ?? this.current.drawerPinHigh,
      });
    };
    return ok(new Conversation({ connection: opened.value, profile, limits, asks, awaitsConfirmation, onCondition }));
  }

  private become(fault: PrintFault | null): void {
    // Of a printer that is not reached nothing is known; what was known of its drawer and its paper would be an old story.
    const known = fault === null || !UNREACHED.has(fault) ? this.current : { paperNearEnd: false, drawerPinHigh: null };
    this.show({ ...known, state: fault === null ? 'ready' : 'trouble', fault });
  }

  private show(next: PrinterState): void {
    const { state, fault, paperNearEnd, drawerPinHigh } = this.current;
    this.current = next;
    const isSame = state === next.state && fault === next.fault && paperNearEnd === next.paperNearEnd;
    if (!isSame || drawerPinHigh !== next.drawerPinHigh) this.listener?.();
  }
}
