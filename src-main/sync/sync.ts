import type { SyncState } from '../../src-shared/contract/sync-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { type CallFailure, CloudClient } from './cloud-client.ts';
import { enrolTerminal } from './enrol.ts';
import { readEnrolment, type StoredEnrolment, writeEnrolment } from './enrolment-file.ts';
import { PushLoop } from './push-loop.ts';
import type { PushOptions } from './push-machine.ts';
import type { SyncLedger } from './sync-ledger.ts';

/** An enrolment that is not answered by then is asked again by the person. */
const ENROL_TIMEOUT_MS = 30_000;

export interface SyncOptions {
  readonly ledger: SyncLedger;
  /** File of the enrolment. */
  readonly path: string;
  readonly programVersion: string;
  readonly now: () => Date;
  readonly log: PushOptions['log'];
  readonly onChange: () => void;
}

export type EnrolFailure = CallFailure | { readonly kind: 'already-enrolled' } | { readonly kind: 'not-kept'; readonly detail: string };

/** The terminal's line to the cloud: enrolled once, then sending for as long as the program runs. Nothing of selling waits for it. */
export class Sync {
  readonly #options: SyncOptions;
  #enrolment: StoredEnrolment | null = null;
  #loop: PushLoop | null = null;

  constructor(options: SyncOptions) {
    this.#options = options;
    const read = readEnrolment(options.path);
    if (!read.ok) options.log.warn('the enrolment cannot be read: enrol this terminal again', { detail: read.error.detail });
    else if (read.value !== null && read.value.terminal === options.ledger.terminal) this.#begin(read.value);
  }

  /** Where the cloud is that this terminal belongs to; null when it belongs to none. */
  get cloudUrl(): string | null {
    return this.#enrolment?.cloudUrl ?? null;
  }

  /** Something was written to the ledger. */
  committed(): void {
    this.#loop?.committed();
  }

  /** The network is back, or a person asks. */
  retry(): void {
    this.#loop?.retry();
  }

  async enrol(cloudUrl: string, code: string): Promise<Result<null, EnrolFailure>> {
    if (this.#enrolment !== null) return fail({ kind: 'already-enrolled' });
    const { ledger, programVersion, path } = this.#options;
    const request = { code, cloudUrl, programVersion, signal: AbortSignal.timeout(ENROL_TIMEOUT_MS) };
    const enrolled = await enrolTerminal(new CloudClient(cloudUrl), ledger, request);
    if (!enrolled.ok) return enrolled;
    try {
      writeEnrolment(path, enrolled.value);
    } catch (error) {
      // The code answers the same terminal again: nothing is lost but this attempt.
      return fail({ kind: 'not-kept', detail: error instanceof Error ? error.message : String(error) });
    }
    this.#begin(enrolled.value);
    this.#options.onChange();
    return ok(null);
  }

  state(): SyncState {
    const { ledger } = this.#options;
    const loop = this.#loop;
    const place = this.#enrolment;
    const [oldest] = ledger.entriesAfter(ledger.acknowledged(), 1);
    const waiting = { waiting: ledger.counts().unacknowledged, oldestAt: oldest === undefined ? null : timeOf(oldest.bytes) };
    if (loop === null || place === null) return { ...NOT_ENROLLED, ...waiting };
    const { state } = loop;
    return {
      ...waiting,
      enrolled: { merchant: place.merchantName, store: place.storeName, terminal: place.terminalName, cloudUrl: place.cloudUrl },
      state: state.kind,
      lastSuccessAt: loop.lastSuccessMs === null ? null : new Date(loop.lastSuccessMs).toISOString(),
      retryAt: state.kind === 'waiting' ? new Date(state.retryAtMs).toISOString() : null,
      trouble: state.kind === 'waiting' ? state.failure.kind : null,
      halt: state.kind === 'halted' ? state.halt : null,
      clockOffsetMs: loop.clockOffsetMs,
    };
  }

  async stop(): Promise<void> {
    await this.#loop?.stop();
  }

  #begin(enrolment: StoredEnrolment): void {
    this.#enrolment = enrolment;
    const { ledger, now, log, onChange } = this.#options;
    this.#loop = new PushLoop({
      ledger,
      now,
      log,
      onChange,
      client: new CloudClient(enrolment.cloudUrl),
      random: Math.random,
      serverEpoch: () => this.#enrolment?.serverEpoch ?? null,
      keepServerEpoch: (serverEpoch) => {
        this.#keep({ ...enrolment, serverEpoch });
      },
    });
  }

  /** A disk that refuses only costs a comparison at the next start. */
  #keep(enrolment: StoredEnrolment): void {
    this.#enrolment = enrolment;
    try {
      writeEnrolment(this.#options.path, enrolment);
    } catch (error) {
      this.#options.log.warn('the enrolment could not be kept', { detail: error instanceof Error ? error.message : String(error) });
    }
  }
}

const NOT_ENROLLED = {
  enrolled: null,
  state: 'not-enrolled',
  lastSuccessAt: null,
  retryAt: null,
  trouble: null,
  halt: null,
  clockOffsetMs: null,
} as const;

/** The `at` of an entry; null where the bytes do not say, which other checks put into words. */
function timeOf(bytes: Uint8Array): string | null {
  const at = /"at":"([^"]{10,40})"/.exec(new TextDecoder().decode(bytes))?.[1];
  return at ?? null;
}
