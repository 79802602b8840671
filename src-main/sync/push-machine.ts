import type { PushAnswer, ServerHeads } from '../../src-shared/contract/cloud-api.ts';
import { signAssertion } from './assertion.ts';
import { backoffMs } from './backoff.ts';
import { type CallFailure, type CloudClient, type EncodedBody, encodeBody } from './cloud-client.ts';
import { type Comparison, compareHeads } from './compare-heads.ts';
import { type BatchLimits, FULL_BATCH, nextBatch, type OutboxBatch } from './outbox-batch.ts';
import type { OutboxPlace, SyncLedger } from './sync-ledger.ts';

/** When nothing wakes it, it looks by itself: a commit or the network coming up is what usually does. */
const IDLE_LOOK_MS = 30_000;
/** A terminal with nothing to send compares its heads this often: a server that has lost what it had gets it back though nobody sells. */
const IDLE_COMPARE_MS = 60_000;
/** A token is renewed this long before its end. */
const TOKEN_MARGIN_MS = 60_000;

/**
 * Why sending has stopped until somebody has looked. Selling goes on, and the entries wait in the ledger.
 * `server-ahead`, `forked`: what the server holds is not what this journal holds. `refused`: the cloud will not have this terminal, or an entry.
 */
export interface Halt {
  readonly reason: 'server-ahead' | 'forked' | 'quarantined' | 'refused' | 'entry-too-large' | 'update-needed';
  /** The cloud's code, where it gave one. */
  readonly code: string | null;
  readonly epoch: number | null;
  readonly seq: number | null;
}

/**
 *   starting ── heads compared ──► idle ◄──────── nothing waits (heads compared now and then)
 *      │                            │ ▲                 │
 *      │                     a commit │ acknowledged    │
 *      │                            ▼ │                 │
 *      ├───────────────────────► sending ───────────────┘
 *      │ no answer, 429, 5xx        │
 *      ▼                            ▼
 *   waiting (full jitter, woken by the network) ──► starting
 *      any ── 4xx that time does not mend ──► halted ── retry() ──► starting
 */
export type PushState =
  | { readonly kind: 'starting' | 'idle' | 'sending' }
  | { readonly kind: 'waiting'; readonly retryAtMs: number; readonly failure: CallFailure }
  | { readonly kind: 'halted'; readonly halt: Halt };

export interface PushOptions {
  readonly ledger: SyncLedger;
  /** Only what it asks of the cloud: a simulated network stands in its place. */
  readonly client: Pick<CloudClient, 'call'>;
  readonly now: () => Date;
  readonly random: () => number;
  /** The database epoch of the last answer, kept over restarts; null when there was none yet. */
  readonly serverEpoch: () => string | null;
  readonly keepServerEpoch: (serverEpoch: string) => void;
  readonly onChange: () => void;
  readonly log: {
    info(message: string, fields?: Readonly<Record<string, unknown>>): void;
    warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  };
}

interface PreparedBatch {
  readonly batch: OutboxBatch;
  readonly encoded: EncodedBody;
}

/**
 * Sends the ledger's unacknowledged entries, one request at a time: each step makes one request, or finds that there is none to make, and
 * says how long to wait for the next. Who calls it keeps the time (`PushLoop`), so that a simulation can keep it too.
 */
export class PushMachine {
  readonly #options: PushOptions;
  readonly #signal: AbortSignal;
  #state: PushState = { kind: 'starting' };
  #limits: BatchLimits = FULL_BATCH;
  #failures = 0;
  #token: { readonly text: string; readonly endsAtMs: number } | null = null;
  #lastSuccessMs: number | null = null;
  #comparedAtMs = 0;
  /** By how much the server's clock is ahead of ours, at the last answer that told. */
  #clockOffsetMs: number | null = null;
  #ahead: Promise<PreparedBatch | null> = Promise.resolve(null);

  /** `signal` ends the request under way. */
  constructor(options: PushOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
  }

  get state(): PushState {
    return this.#state;
  }

  get lastSuccessMs(): number | null {
    return this.#lastSuccessMs;
  }

  get clockOffsetMs(): number | null {
    return this.#clockOffsetMs;
  }

  /** The network is back, or a person asks: a halt is looked at again, and failures of before do not count. */
  retry(): void {
    this.#failures = 0;
    if (this.#state.kind === 'halted') this.#enter({ kind: 'starting' });
  }

  /** One request, or the finding that there is none to make. Answers how many milliseconds to wait for the next step. */
  async step(): Promise<number> {
    const { kind } = this.#state;
    if (kind === 'halted') return IDLE_LOOK_MS;
    const failure = (await this.#signIn()) ?? (this.#isComparisonDue() ? await this.#compare() : null);
    if (failure !== null) return this.#fail(failure);
    // The comparison may have halted it; the compiler does not see the state change across the call.
    if ((this.#state as PushState).kind === 'halted') return IDLE_LOOK_MS;
    const prepared = await this.#nextPrepared();
    if (prepared === null) {
      this.#enter({ kind: 'idle' });
      return IDLE_LOOK_MS;
    }
    this.#enter({ kind: 'sending' });
    const { batch, encoded } = prepared;
    const answering = this.#options.client.call('push', { ...this.#withToken(), encoded });
    // One request is under way at a time; the next one's body is made meanwhile.
    this.#ahead = this.#prepare({ epoch: batch.epoch, seq: batch.lastSeq });
    const answer = await answering;
    if (!answer.ok) return this.#pushFailed(answer.error, batch);
    return this.#pushed(answer.value, batch);
  }

  /** The batch made ahead where it begins at the acknowledged place, else one made now. */
  async #nextPrepared(): Promise<PreparedBatch | null> {
    const ahead = await this.#ahead;
    this.#ahead = Promise.resolve(null);
    const { epoch, seq } = this.#options.ledger.acknowledged();
    if (ahead?.batch.after.epoch === epoch && ahead.batch.after.seq === seq && ahead.batch.entries.length <= this.#limits.entries)
      return ahead;
    return this.#prepare({ epoch, seq });
  }

  async #prepare(after: OutboxPlace): Promise<PreparedBatch | null> {
    const batch = nextBatch(this.#options.ledger, after, this.#limits);
    return batch === null ? null : { batch, encoded: await encodeBody({ epoch: batch.epoch, entries: batch.entries }) };
  }

  /** The server's word is compared with the own ledger before anything counts as sent. */
  #pushed({ serverEpoch, lastSeq, lastHash }: PushAnswer, { epoch }: OutboxBatch): number {
    const { ledger } = this.#options;
    this.#failures = 0;
    this.#limits = FULL_BATCH;
    this.#lastSuccessMs = this.#options.now().getTime();
    if (serverEpoch !== this.#options.serverEpoch()) return this.#restart();
    // An answer that is late says less than is known: the acknowledged place never falls for it.
    if (!ledger.acknowledge({ epoch, seq: lastSeq }, lastHash)) return this.#restart();
    this.#options.onChange();
    return 0;
  }

  #pushFailed(failure: CallFailure, batch: OutboxBatch): number {
    if (failure.kind !== 'refused') return this.#fail(failure);
    const { status, code, members } = failure;
    const seq = typeof members['seq'] === 'number' ? members['seq'] : null;
    const halt = (reason: Halt['reason']) => this.#halt({ reason, code, epoch: batch.epoch, seq });
    if (status === 401) {
      this.#token = null;
      return this.#restart();
    }
    if (status === 413) {
      if (batch.entries.length === 1) return halt('entry-too-large');
      this.#limits = { entries: Math.ceil(batch.entries.length / 2), bytes: FULL_BATCH.bytes };
      return 0;
    }
    if (status === 426) return halt('update-needed');
    if (code === 'ledger.gap') return this.#restart();
    if (code === 'ledger.fork') return halt('forked');
    if (code === 'ledger.quarantined') return halt('quarantined');
    return halt('refused');
  }

  /** After every start and trouble; and now and then while there is nothing to send. */
  #isComparisonDue(): boolean {
    const { kind } = this.#state;
    if (kind !== 'idle') return kind !== 'sending';
    return Math.abs(this.#options.now().getTime() - this.#comparedAtMs) >= IDLE_COMPARE_MS;
  }

  /** Compares what the server holds with the own journal. */
  async #compare(): Promise<CallFailure | null> {
    const heads = await this.#options.client.call('heads', this.#withToken());
    if (!heads.ok) return heads.error;
    this.#noteTime(heads.value);
    this.#comparedAtMs = this.#options.now().getTime();
    const comparison = compareHeads(this.#options.ledger, heads.value.epochs);
    if (comparison.kind === 'send-from') this.#resume(comparison, heads.value.serverEpoch);
    else this.#halt({ reason: comparison.kind, code: null, epoch: comparison.epoch, seq: comparison.seq });
    return null;
  }

  #resume({ place, hash }: Extract<Comparison, { kind: 'send-from' }>, serverEpoch: string): void {
    const { ledger, log } = this.#options;
    const acknowledged = ledger.acknowledged();
    const isBehind = place.epoch < acknowledged.epoch || (place.epoch === acknowledged.epoch && place.seq < acknowledged.seq);
    if (isBehind) {
      log.warn('the cloud has lost entries and is sent them again', { from: place.seq, to: acknowledged.seq, epoch: place.epoch });
      ledger.rewindAcknowledged(place);
    } else if (hash !== null) ledger.acknowledge(place, hash);
    if (serverEpoch !== this.#options.serverEpoch()) this.#options.keepServerEpoch(serverEpoch);
  }

  #noteTime({ serverTime }: ServerHeads): void {
    this.#clockOffsetMs = Date.parse(serverTime) - this.#options.now().getTime();
    this.#lastSuccessMs = this.#options.now().getTime();
    this.#failures = 0;
  }

  async #signIn(): Promise<CallFailure | null> {
    const { ledger, client, now } = this.#options;
    if (this.#token !== null && this.#token.endsAtMs - TOKEN_MARGIN_MS > now().getTime()) return null;
    const body = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: signAssertion(ledger, now()) };
    const answer = await client.call('token', { body, signal: this.#signal });
    if (!answer.ok) return answer.error;
    this.#token = { text: answer.value.access_token, endsAtMs: now().getTime() + answer.value.expires_in * 1_000 };
    return null;
  }

  #withToken(): { readonly token: string; readonly signal: AbortSignal } {
    return { token: this.#token?.text ?? '', signal: this.#signal };
  }

  #fail(failure: CallFailure): number {
    if (this.#signal.aborted) return 0;
    if (failure.kind === 'refused' && failure.status !== 401 && failure.status !== 408) {
      return this.#halt({ reason: failure.status === 426 ? 'update-needed' : 'refused', code: failure.code, epoch: null, seq: null });
    }
    if (failure.kind === 'refused') this.#token = null;
    this.#failures += 1;
    const asked = failure.kind === 'busy' ? failure.retryAfterMs : null;
    const waitMs = Math.max(1, asked ?? backoffMs(this.#failures, this.#options.random()));
    this.#enter({ kind: 'waiting', retryAtMs: this.#options.now().getTime() + waitMs, failure });
    return waitMs;
  }

  #halt(halt: Halt): number {
    this.#options.log.warn('nothing more is sent until somebody has looked', { ...halt });
    this.#enter({ kind: 'halted', halt });
    return IDLE_LOOK_MS;
  }

  #restart(): number {
    this.#enter({ kind: 'starting' });
    // A server that contradicts itself is not asked without a breath in between.
    this.#failures += 1;
    return this.#failures > 1 ? Math.max(1, backoffMs(this.#failures, this.#options.random())) : 0;
  }

  #enter(state: PushState): void {
    const isOther = state.kind !== this.#state.kind || state.kind === 'waiting' || state.kind === 'halted';
    this.#state = state;
    if (isOther) this.#options.onChange();
  }
}
