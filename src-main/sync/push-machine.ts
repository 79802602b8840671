// Longer than a file should be: one machine, whose states and steps are read together.
import type { PushAnswer, ServerHeads } from '../../src-shared/contract/cloud-api.ts';
import { MAX_PLACES } from '../../src-shared/contract/epochs-api.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { backoffMs } from './backoff.ts';
import { type CallFailure, type CloudClient, type EncodedBody, encodeBody } from './cloud-client.ts';
import { type Comparison, compareHeads, placeWithHash } from './compare-heads.ts';
import { type BatchLimits, FULL_BATCH, nextBatch, type OutboxBatch } from './outbox-batch.ts';
import { type RenewalParts, renewEpoch } from './renew-epoch.ts';
import { type OwnClocks, ServerClock } from './server-clock.ts';
import type { HashedPlace, OutboxPlace, SyncLedger } from './sync-ledger.ts';
import { TokenKeeper } from './token-keeper.ts';

/** When nothing wakes it, it looks by itself: a commit or the network coming up is what usually does. */
const IDLE_LOOK_MS = 30_000;
/** A terminal with nothing to send compares its heads this often: a server that has lost what it had gets it back though nobody sells. */
const IDLE_COMPARE_MS = 60_000;

/**
 * Why sending has stopped until somebody has looked. Selling goes on, and the entries wait in the ledger.
 * `refused`: the cloud will not have this terminal, or an entry. `epoch-not-begun`: this disk would not take the beginning of a new epoch.
 * `superseded`: another machine goes on under this terminal's name; what this one writes is still brought to the cloud, and kept aside there.
 */
export interface Halt {
  readonly reason: 'superseded' | 'epoch-not-begun' | 'refused' | 'entry-too-large' | 'update-needed';
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
 *   starting ── journal and cloud have parted ──► a new epoch is begun ──► starting
 *      any ── 4xx that time does not mend ──► halted ── retry() ──► starting
 */
export type PushState =
  | { readonly kind: 'starting' | 'idle' | 'sending' }
  | { readonly kind: 'waiting'; readonly retryAtMs: number; readonly failure: CallFailure }
  | { readonly kind: 'halted'; readonly halt: Halt };

export interface PushOptions extends OwnClocks {
  readonly ledger: SyncLedger;
  /** Only what it asks of the cloud: a simulated network stands in its place. */
  readonly client: Pick<CloudClient, 'call'>;
  /** Shared with whoever else calls the cloud; one of its own where none is given. */
  readonly tokens?: TokenKeeper;
  readonly renewal: Pick<RenewalParts, 'requests' | 'pulledBackFolder' | 'machine'>;
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
  /** Closed to the ordinary push. */
  readonly isTail: boolean;
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
  readonly #tokens: TokenKeeper;
  #token = '';
  /** The epoch whose entries travel as a tail; null where none does. */
  #tailOf: number | null = null;
  #isSuperseded = false;
  #lastSuccessMs: number | null = null;
  #comparedAtMs = 0;
  readonly #serverClock: ServerClock;
  #ahead: Promise<PreparedBatch | null> = Promise.resolve(null);

  /** `signal` ends the request under way. */
  constructor(options: PushOptions, signal: AbortSignal) {
    this.#options = options;
    this.#serverClock = new ServerClock(options);
    this.#tokens = options.tokens ?? new TokenKeeper(options);
    this.#signal = signal;
  }

  get state(): PushState {
    return this.#state;
  }

  get lastSuccessMs(): number | null {
    return this.#lastSuccessMs;
  }

  get clockOffsetMs(): number | null {
    return this.#serverClock.offsetMs;
  }

  /** The network is back, or a person asks: a halt is looked at again, and failures of before do not count. */
  retry(): void {
    this.#failures = 0;
    if (this.#state.kind === 'halted') this.#enter({ kind: 'starting' });
  }

  /** One request, or the finding that there is none to make. Answers how many milliseconds to wait for the next step. Never rejects. */
  async step(): Promise<number> {
    try {
      return await this.#step();
    } catch (error) {
      // A disk that would not be read: the next step looks at everything anew.
      this.#options.log.warn('sending was cut short', { detail: error instanceof Error ? error.message : String(error) });
      this.#ahead = Promise.resolve(null);
      this.#failures += 1;
      this.#enter({ kind: 'starting' });
      return Math.max(1, backoffMs(this.#failures, this.#options.random()));
    }
  }

  async #step(): Promise<number> {
    if (this.#state.kind === 'halted' && this.#state.halt.reason !== 'superseded') return IDLE_LOOK_MS;
    const failure = (await this.#signIn()) ?? (this.#isComparisonDue() ? await this.#compare() : null);
    if (failure !== null) return this.#fail(failure);
    // The comparison may have halted it; the compiler does not see the state change across the call.
    const { kind } = this.#state;
    if (kind === 'halted' && !this.#isSuperseded) return IDLE_LOOK_MS;
    const prepared = await this.#nextPrepared();
    if (prepared === null) return this.#nothingWaits();
    this.#enter({ kind: 'sending' });
    const { batch, encoded, isTail } = prepared;
    const answering = this.#options.client.call(isTail ? 'tail' : 'push', { ...this.#withToken(), encoded });
    // One request is under way at a time; the next one's body is made meanwhile.
    this.#ahead = this.#prepare({ epoch: batch.epoch, seq: batch.lastSeq }).catch(() => null);
    const answer = await answering;
    if (!answer.ok) return this.#pushFailed(answer.error, batch);
    return this.#pushed(answer.value, batch);
  }

  #nothingWaits(): number {
    if (this.#isSuperseded && this.#state.kind === 'halted') return IDLE_LOOK_MS;
    if (this.#isSuperseded) return this.#halt({ reason: 'superseded', code: 'ledger.superseded', epoch: null, seq: null });
    this.#enter({ kind: 'idle' });
    return IDLE_LOOK_MS;
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
    if (batch === null) return null;
    const { epoch, entries } = batch;
    const isTail = epoch === this.#tailOf;
    const body = isTail ? { epoch, entries, requestId: this.#options.renewal.requests.latest } : { epoch, entries };
    return { batch, isTail, encoded: await encodeBody(body) };
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
      this.#tokens.refused(this.#token);
      return this.#restart();
    }
    if (status === 413) {
      if (batch.entries.length === 1) return halt('entry-too-large');
      this.#limits = { entries: Math.ceil(batch.entries.length / 2), bytes: FULL_BATCH.bytes };
      return 0;
    }
    if (status === 426) return halt('update-needed');
    // The comparison finds out what has happened, and what to do about it.
    if (code === 'ledger.gap' || code === 'ledger.fork' || code === 'ledger.quarantined') return this.#restart();
    return halt('refused');
  }

  /** After every start and trouble; and now and then while there is nothing to send. */
  #isComparisonDue(): boolean {
    const { kind } = this.#state;
    if (kind !== 'idle' && kind !== 'halted') return kind !== 'sending';
    return Math.abs(this.#options.now().getTime() - this.#comparedAtMs) >= IDLE_COMPARE_MS;
  }

  /** Compares what the server has with the own journal; where the two have parted, an epoch of its own is begun. */
  async #compare(): Promise<CallFailure | null> {
    const heads = await this.#options.client.call('heads', this.#withToken());
    if (!heads.ok) return heads.error;
    this.#noteTime(heads.value);
    this.#comparedAtMs = this.#options.now().getTime();
    const found = await this.#compareWith(heads.value, false);
    if (!found.ok) return found.error;
    if (found.value.kind === 'send-from') {
      this.#isSuperseded = false;
      this.#resume(found.value, heads.value.serverEpoch);
      return null;
    }
    this.#options.log.warn('journal and cloud have parted', { ...found.value });
    return this.#renew(heads.value);
  }

  async #compareWith({ epochs }: ServerHeads, isSuperseded: boolean): Promise<Result<Comparison, CallFailure>> {
    const { ledger, client } = this.#options;
    const acknowledged = placeWithHash(ledger, ledger.acknowledged());
    const ends = ledger.epochEnds();
    const asked = [...(isSuperseded ? ends : ends.slice(0, -1)), ...(acknowledged === null ? [] : [acknowledged])].slice(-MAX_PLACES);
    const isSimple = ends.length === 1 && !isSuperseded;
    const answer = isSimple ? ok({ states: [] }) : await client.call('places', { ...this.#withToken(), body: { places: asked } });
    if (!answer.ok) return answer;
    const missing = new Set(asked.filter((_, index) => answer.value.states[index] === 'missing').map(keyOf));
    return ok(compareHeads(ledger, { heads: epochs, isSuperseded, has: (place) => !missing.has(keyOf(place)) }));
  }

  async #renew(heads: ServerHeads): Promise<CallFailure | null> {
    const { ledger, client, renewal, log } = this.#options;
    const renewed = await renewEpoch({ ledger, client, ...renewal }, heads.epochs, this.#withToken());
    switch (renewed.kind) {
      case 'failed':
        return renewed.failure;
      case 'not-kept':
        this.#halt({ reason: 'epoch-not-begun', code: renewed.code, epoch: null, seq: null });
        return null;
      case 'renewed':
        log.warn('a new epoch has begun', { ...renewed });
        return this.#compare();
      case 'superseded': {
        this.#isSuperseded = true;
        const found = await this.#compareWith(heads, true);
        if (!found.ok) return found.error;
        if (found.value.kind === 'send-from') this.#resume(found.value, heads.serverEpoch);
        return null;
      }
    }
  }

  #resume({ place, hash, tailOf }: Extract<Comparison, { kind: 'send-from' }>, serverEpoch: string): void {
    const { ledger, log } = this.#options;
    this.#tailOf = tailOf;
    // What was made ahead may have been made for the other way.
    this.#ahead = Promise.resolve(null);
    const acknowledged = ledger.acknowledged();
    const isBehind = place.epoch < acknowledged.epoch || (place.epoch === acknowledged.epoch && place.seq < acknowledged.seq);
    if (isBehind) {
      log.warn('the cloud has lost entries and is sent them again', { from: place.seq, to: acknowledged.seq, epoch: place.epoch });
      ledger.rewindAcknowledged(place);
    } else if (hash !== null) ledger.acknowledge(place, hash);
    if (serverEpoch !== this.#options.serverEpoch()) this.#options.keepServerEpoch(serverEpoch);
  }

  #noteTime({ serverTime }: ServerHeads): void {
    this.#serverClock.tell(serverTime);
    this.#lastSuccessMs = this.#options.now().getTime();
    this.#failures = 0;
  }

  async #signIn(): Promise<CallFailure | null> {
    const token = await this.#tokens.token(this.#signal);
    if (!token.ok) return token.error;
    this.#token = token.value;
    return null;
  }

  #withToken(): { readonly token: string; readonly signal: AbortSignal } {
    return { token: this.#token, signal: this.#signal };
  }

  #fail(failure: CallFailure): number {
    if (this.#signal.aborted) return 0;
    if (failure.kind === 'refused' && failure.status !== 401 && failure.status !== 408) {
      return this.#halt({ reason: failure.status === 426 ? 'update-needed' : 'refused', code: failure.code, epoch: null, seq: null });
    }
    if (failure.kind === 'refused') this.#tokens.refused(this.#token);
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

function keyOf({ epoch, seq, hash }: HashedPlace): string {
  return `${epoch}/${seq}/${hash}`;
}
