import {
  LINE_FAULTS,
  type LineFault,
  type ScaleStatus,
  type ScaleTrouble,
  type ScaleView,
} from '../../../src-shared/contract/device-state.ts';
import type { ScaleItem, ScaleProtocol, ScaleReading } from '../codec/scale/scale-protocol.ts';
import type { Line, LineConnection } from '../transport/line.ts';
import { pause, withLimit } from '../transport/time-limit.ts';
import { IdleWait } from './idle-wait.ts';
import { keepOpen } from './keep-open.ts';
import { NOTHING_WEIGHED, offeredMilliKg, sold, tareableMilliKg, unseen, viewOf, type Weighing, weigh, withTare } from './weighing.ts';

/** Between an answer and the next question. A cashier sees the weight settle, and a scale at 9600 baud is not hurried. */
const POLL_MS = 200;
/** A scale answers within its next measurement, a tenth of a second; some first wait for the load to settle. */
const ANSWER_MS = 1_000;
/** After a question without an answer nothing is asked for as long, so that a late answer is never taken for the answer to the next question. */
const QUIET_MS = 1_000;
/** Questions without an answer before it is called silent. */
const SILENT_AFTER = 3;
/** ... and before the port is opened anew, which wakes some adapters. */
const REOPEN_AFTER = 15;
/** More than this for one question is no scale talking. */
const MAX_ANSWER_BYTES = 512;
/** How long after somebody last looked a scale that weighs against a price is still asked. */
const WANTED_MS = 10_000;
const ABORTED = AbortSignal.abort();

export interface ScaleSessionOptions {
  readonly line: Line;
  readonly protocol: ScaleProtocol;
  readonly newId: () => string;
  /** `view()` or `status()` has become another. */
  readonly onChange: () => void;
}

/** How one question ended; a fault of the line ends the connection with it. */
type Exchange = 'answered' | 'unanswered' | LineFault;

/**
 * One scale: keeps its port open, asks again and again, and holds what it says under the rules of `weighing.ts`.
 *
 * States: no port (fault of the line) → open, waiting → answered (a state of the load, or a fault of the scale) → three questions unanswered:
 * silent or garbled → answered again at any time. A lost port is opened again by itself.
 */
export class ScaleSession {
  private readonly options: ScaleSessionOptions;
  private readonly stopped = new AbortController();
  private running: Promise<void> | null = null;
  private weighing: Weighing = NOTHING_WEIGHED;
  private fault: ScaleTrouble | null = null;
  private unitPriceMinor: number | null = null;
  private wantedUntilMs = 0;
  /** It has answered, or (where it is not asked before a weight is wanted) its port was opened. */
  private isKnown = false;
  private readonly idle = new IdleWait();
  private shown = '';

  constructor(options: ScaleSessionOptions) {
    this.options = options;
  }

  start(): void {
    const { line } = this.options;
    this.running ??= keepOpen(
      {
        line,
        use: (connection) => this.converse(connection),
        onOpened: () => {
          this.isKnown ||= this.options.protocol.weighsAgainstPrice;
          // A scale that was silent is still so until it has answered.
          this.show(isLineFault(this.fault) ? null : this.fault, unseen(this.weighing));
        },
        onFault: (fault) => {
          this.show(fault, unseen(this.weighing));
        },
      },
      this.stopped.signal,
    );
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  /** The scale at this moment. */
  view(): ScaleView {
    return this.fault === null ? viewOf(this.weighing) : { state: 'fault', fault: this.fault };
  }

  /** Whether it can be weighed with, not what lies on it. */
  status(): Pick<ScaleStatus, 'state' | 'fault'> {
    if (this.fault !== null && !isAboutPrice(this.fault)) return { state: 'trouble', fault: this.fault };
    if (this.weighing.state === 'outside-zero') return { state: 'trouble', fault: 'scale.outside-zero' };
    return { state: this.isKnown ? 'ready' : 'connecting', fault: null };
  }

  /** A weight is wanted now, for goods at this price: what a scale that weighs against a price needs to be told. */
  want(unitPriceMinor: number | null): void {
    this.unitPriceMinor = unitPriceMinor;
    this.wantedUntilMs = performance.now() + WANTED_MS;
    this.idle.wake();
  }

  /** The weight that may be sold under this id, thousandths of a kilogram; null when that reading is gone. */
  offered(readingId: string): number | null {
    return this.fault === null ? offeredMilliKg(this.weighing, readingId, performance.now()) : null;
  }

  /** The weight under this id has been sold: it is not offered again. */
  use(readingId: string): void {
    if (this.offered(readingId) !== null) this.show(this.fault, sold(this.weighing));
  }

  /** Takes off a tare: of so much, or (null) what lies there now. False: what lies there is not known. */
  tare(tareMilliKg: number | null): boolean {
    const taken = tareMilliKg ?? tareableMilliKg(this.weighing);
    if (taken === null || this.fault !== null) return false;
    this.show(null, withTare(this.weighing, taken));
    return true;
  }

  /** Asks until the port is lost, or (null) until it is better opened anew. */
  private async converse(connection: LineConnection): Promise<LineFault | null> {
    const { signal } = this.stopped;
    let unanswered = 0;
    let garbled = false;
    while (!signal.aborted && unanswered < REOPEN_AFTER) {
      if (!this.isDue()) {
        this.show(isAboutPrice(this.fault) ? null : this.fault, unseen(this.weighing));
        const lost = await this.idle.on(connection, signal);
        if (lost !== null) return lost;
        continue;
      }
      const garbage = { bytes: 0 };
      const exchange = await this.exchange(connection, garbage);
      if (isLineFault(exchange)) return exchange;
      garbled = exchange === 'unanswered' && (garbled || garbage.bytes > 0);
      unanswered = exchange === 'answered' ? 0 : unanswered + 1;
      if (exchange === 'unanswered') {
        const silence = garbled ? 'scale.garbled' : 'scale.silent';
        this.show(unanswered < SILENT_AFTER ? this.fault : silence, unseen(this.weighing));
      }
      await pause(exchange === 'answered' ? POLL_MS : QUIET_MS, signal);
    }
    return null;
  }

  private isDue(): boolean {
    return !this.options.protocol.weighsAgainstPrice || performance.now() < this.wantedUntilMs;
  }

  private async exchange(connection: LineConnection, garbage: { bytes: number }): Promise<Exchange> {
    // What came unasked is no answer to what is asked now.
    const leftover = await connection.read(ABORTED);
    if (leftover?.ok === false) return leftover.error;
    const ask = this.options.protocol.ask(this.unitPriceMinor);
    if (!ask.ok) {
      this.show(ask.error, unseen(this.weighing));
      return 'answered';
    }
    return withLimit(ANSWER_MS, this.stopped.signal, async (limited) => {
      const asked = await connection.write(ask.value, limited);
      if (!asked.ok) return asked.error;
      for (let received = 0; received < MAX_ANSWER_BYTES; ) {
        const read = await connection.read(limited);
        if (read === null) return 'unanswered';
        if (!read.ok) return read.error;
        received += read.value.length;
        const outcome = await this.take(this.options.protocol.push(read.value), connection, limited, garbage);
        if (outcome !== null) return outcome;
      }
      return 'unanswered';
    });
  }

  /** Acts on what the scale said; null when it has not said all yet. */
  private async take(
    items: readonly ScaleItem[],
    connection: LineConnection,
    limited: AbortSignal,
    garbage: { bytes: number },
  ): Promise<Exchange | null> {
    let outcome: Exchange | null = null;
    for (const item of items) {
      if (item.kind === 'garbage') garbage.bytes += item.bytes.length;
      if (item.kind === 'send') {
        const sent = await connection.write(item.bytes, limited);
        if (!sent.ok) return sent.error;
      }
      if (item.kind === 'reading') {
        this.hear(item.reading);
        outcome = 'answered';
      }
    }
    return outcome;
  }

  private hear(reading: ScaleReading): void {
    this.isKnown = true;
    if (reading.kind === 'fault') this.show(reading.fault, unseen(this.weighing));
    else this.show(null, weigh(this.weighing, reading, { nowMs: performance.now(), newId: this.options.newId }));
  }

  private show(fault: ScaleTrouble | null, weighing: Weighing): void {
    this.fault = fault;
    this.weighing = weighing;
    const shown = JSON.stringify([this.view(), this.status()]);
    if (shown === this.shown) return;
    this.shown = shown;
    this.options.onChange();
  }
}

function isLineFault(code: string | null): code is LineFault {
  return LINE_FAULTS.some((fault) => fault === code);
}

/** Of the goods asked about, not of the scale: it ends with the question. */
function isAboutPrice(fault: ScaleTrouble | null): boolean {
  return fault === 'scale.price-needed' || fault === 'scale.price-too-large';
}
