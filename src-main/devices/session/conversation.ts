import type { PrintFault } from '../../../src-shared/receipt/print-fault.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { AUTOMATIC_STATUS, askStatus } from '../codec/escpos/commands.ts';
import { faultOf, GOOD_CONDITION, type PrinterCondition, StatusDecoder, withRealTimeAnswer } from '../codec/escpos/status.ts';
import type { EncodedJob } from '../codec/escpos/writer.ts';
import type { PrinterProfile } from '../profiles/printer-profile.ts';
import { withLimit } from '../transport/time-limit.ts';
import type { Connection, TransportFault } from '../transport/transport.ts';

/** How long the session waits for the printer's word. Milliseconds. */
export interface SessionLimits {
  /** For an answer to one question in real time, before and during a job. */
  readonly answerMs: number;
  /** Between two such questions while a job is being printed. */
  readonly pollMs: number;
  /** For the confirmation, on top of the time the paper itself takes. */
  readonly confirmMs: number;
  /** For a person to close the cover or put paper in, while a job is half out. */
  readonly mendMs: number;
}

export const DEFAULT_SESSION_LIMITS: SessionLimits = { answerMs: 1_500, pollMs: 1_000, confirmMs: 10_000, mendMs: 180_000 };

/** What became of bytes that were to go to a printer. */
export type PrintOutcome =
  /** All of it is out, and the printer said so (or is of a kind that cannot say, and took everything). */
  | { readonly kind: 'printed' }
  /** Bytes left and nobody knows what is on the paper: only a person can say. */
  | { readonly kind: 'unconfirmed'; readonly bytesWritten: number; readonly fault: PrintFault }
  /** Not one byte left: it may be sent again without asking. */
  | { readonly kind: 'not-sent'; readonly fault: PrintFault };

export function notSent(fault: PrintFault): PrintOutcome {
  return { kind: 'not-sent', fault };
}

/** What a printer says when it is asked how it is. */
export type PrinterWord =
  | { readonly kind: 'told'; readonly fault: PrintFault | null }
  /** Nothing at all. Many cheap ones never answer, and are well. */
  | { readonly kind: 'mute' }
  | { readonly kind: 'lost'; readonly fault: TransportFault };

const QUESTIONS = [1, 2, 3, 4] as const;

export interface ConversationOptions {
  readonly connection: Connection;
  readonly profile: PrinterProfile;
  readonly limits: SessionLimits;
  /** The printer answers questions in real time. */
  readonly asks: boolean;
  /** The printer tells when a job is on paper. */
  readonly awaitsConfirmation: boolean;
  readonly onCondition: (condition: PrinterCondition) => void;
}

/** What is said on one connection, one thing at a time. The caller ends it. */
export class Conversation {
  private readonly options: ConversationOptions;
  private readonly decoder = new StatusDecoder();
  private condition: PrinterCondition = GOOD_CONDITION;
  /** What came since the last `DLE EOT`: the answer does not say to which. */
  private answers: number[] = [];
  private answered = false;
  private tells = false;
  private confirmed = false;
  private lost: TransportFault | null = null;

  constructor(options: ConversationOptions) {
    this.options = options;
  }

  /** False once the connection carries nothing any more. */
  get isAlive(): boolean {
    return this.lost === null;
  }

  /** It has answered a question on this connection. */
  get hasAnswered(): boolean {
    return this.answered;
  }

  close(): Promise<boolean> {
    return this.options.connection.close();
  }

  destroy(): void {
    this.lost ??= 'printer.connection-lost';
    this.options.connection.destroy();
  }

  /** The questions in real time, each answered within `answerMs`. A connection on which it has answered before and is mute is lost. */
  async howIsIt(answerMs: number, signal: AbortSignal): Promise<PrinterWord> {
    if (!this.options.asks) return { kind: 'mute' };
    let condition = GOOD_CONDITION;
    for (const n of QUESTIONS) {
      const answer = await this.ask(n, answerMs, signal);
      if (!answer.ok) this.lost ??= answer.error;
      if (this.lost !== null) return { kind: 'lost', fault: this.lost };
      if (!answer.ok || answer.value === null) return { kind: 'mute' };
      condition = withRealTimeAnswer(condition, n, answer.value);
    }
    this.answered = true;
    this.learn(condition);
    return { kind: 'told', fault: faultOf(condition) };
  }

  /** From now on it tells unasked what changes, until its next `ESC @`. */
  async askToBeTold(signal: AbortSignal): Promise<void> {
    if (this.tells) return;
    this.tells = true;
    const written = await this.options.connection.write(Uint8Array.from(AUTOMATIC_STATUS), signal);
    if (!written.ok) this.lost ??= written.error;
  }

  /** Takes in what it tells unasked, for `ms` at most; ends early when that is news. */
  async attend(ms: number, signal: AbortSignal): Promise<void> {
    const before = this.condition;
    await this.listen(ms, () => faultOf(this.condition) !== faultOf(before) || this.condition.paper !== before.paper, signal);
  }

  /**
   * Sends one job. Printed with a confirmation, or not sent for what the printer told, the connection can be used further. `aboutToWrite`
   * runs just before the first byte; from then on the outcome is never `not-sent`, since whoever noted it has to count on bytes.
   */
  async print(job: EncodedJob, aboutToWrite: () => void, signal: AbortSignal): Promise<PrintOutcome> {
    const { connection, awaitsConfirmation } = this.options;
    const fault = (await this.obstacle(signal)) ?? this.lost ?? (signal.aborted ? 'print.interrupted' : null);
    if (fault !== null) return notSent(fault);
    // An answer that came before a byte of this job left belongs to another one.
    this.confirmed = false;
    this.tells = false;
    const bytesBefore = connection.bytesWritten;
    try {
      aboutToWrite();
    } catch (error) {
      this.destroy();
      throw error;
    }
    const written = await connection.write(job.bytes, signal);
    const bytesWritten = connection.bytesWritten - bytesBefore;
    if (!written.ok) {
      this.destroy();
      return { kind: 'unconfirmed', bytesWritten, fault: signal.aborted ? 'print.interrupted' : written.error };
    }
    if (!awaitsConfirmation) {
      // Without a confirmation, how the connection ends is the only word there is.
      const closed = await connection.close();
      this.lost ??= 'printer.connection-lost';
      return closed ? { kind: 'printed' } : { kind: 'unconfirmed', bytesWritten, fault: 'printer.silent' };
    }
    const missing = await this.confirmation(job.paperDots, signal);
    if (missing === null) return { kind: 'printed' };
    await connection.close();
    this.lost ??= 'printer.connection-lost';
    return { kind: 'unconfirmed', bytesWritten, fault: missing };
  }

  /** Why it cannot print now, as far as it says. */
  private async obstacle(signal: AbortSignal): Promise<PrintFault | null> {
    const hadAnswered = this.answered;
    const word = await this.howIsIt(this.options.limits.answerMs, signal);
    if (word.kind === 'told' || word.kind === 'lost') return word.fault;
    // Mute from the beginning is a printer's kind; falling mute is a connection that has died without a word.
    if (hadAnswered && !signal.aborted) this.lost ??= 'printer.connection-lost';
    return null;
  }

  private async ask(n: (typeof QUESTIONS)[number], answerMs: number, signal: AbortSignal): Promise<Result<number | null, TransportFault>> {
    this.answers = [];
    const written = await this.options.connection.write(Uint8Array.from(askStatus(n)), signal);
    if (!written.ok) return written;
    await this.listen(answerMs, () => this.answers.length > 0, signal);
    return ok(this.answers[0] ?? null);
  }

  /** Waits for the answer to `GS r 1`, asking in between what holds it up. Null: everything is on paper. */
  private async confirmation(paperDots: number, signal: AbortSignal): Promise<PrintFault | null> {
    const { limits, profile } = this.options;
    const patienceMs = (paperDots * 1_000) / profile.slowestDotsPerSecond + limits.confirmMs;
    const startedAt = performance.now();
    let wellSince = startedAt;
    let fault: PrintFault | null = null;
    for (;;) {
      await this.listen(limits.pollMs, () => this.confirmed, signal);
      if (!this.confirmed && this.lost === null) {
        const word = await this.howIsIt(limits.answerMs, signal);
        fault = word.kind === 'mute' ? null : word.fault;
      }
      if (this.confirmed) return null;
      if (signal.aborted) return 'print.interrupted';
      if (this.lost !== null) return this.lost;
      const now = performance.now();
      // Mended, it gets its time anew: it goes on printing by itself where the paper ended.
      if (fault !== null) wellSince = now;
      if (now - wellSince >= patienceMs || now - startedAt >= patienceMs + limits.mendMs) return fault ?? 'printer.silent';
    }
  }

  /** Takes in what the printer says until `heard`, for `ms` at most. */
  private listen(ms: number, heard: () => boolean, signal: AbortSignal): Promise<void> {
    return withLimit(ms, signal, async (limited) => {
      while (!heard() && this.lost === null) {
        const chunk = await this.options.connection.read(limited);
        if (chunk === null) return;
        if (chunk.ok) this.take(chunk.value);
        else this.lost = chunk.error;
      }
    });
  }

  private take(bytes: Uint8Array): void {
    for (const report of this.decoder.push(bytes)) {
      if (report.kind === 'real-time') this.answers.push(report.byte);
      if (report.kind === 'automatic') this.learn(report.condition);
      if (report.kind !== 'confirmation') continue;
      this.confirmed = true;
      this.learn({ ...this.condition, paper: report.paper });
    }
  }

  private learn(condition: PrinterCondition): void {
    this.condition = condition;
    this.options.onCondition(condition);
  }
}
