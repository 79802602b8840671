import type { ChangesPage } from '../../../src-shared/contract/pull-api.ts';
import type { PullView } from '../../../src-shared/contract/sync-api.ts';
import type { Result } from '../../../src-shared/result.ts';
import { backoffMs } from '../backoff.ts';
import type { CallFailure, CloudClient } from '../cloud-client.ts';
import type { TokenKeeper } from '../token-keeper.ts';
import type { SnapshotFault } from './snapshot-stream.ts';

/** When no nudge wakes it, it looks by itself. */
const IDLE_LOOK_MS = 30_000;
/**
 * A change shows only when every transaction that began before it has ended, which may be after its nudge: where a nudge finds nothing, it is
 * looked again so many times, so long after.
 */
const LOOKS_AFTER_NUDGE = 3;
const NUDGED_LOOK_MS = 2_000;
/** Between two lots of rows that are put in force: scans go first. */
const BREATH_MS = 1;
/** While the store makes room for more. */
const ROOM_LOOK_MS = 500;

/** Why pulling came to nothing. `disk`: what came could not be kept; `code` is the disk's or the catalog's own. */
export type PullFailure = CallFailure | SnapshotFault | { readonly kind: 'disk'; readonly code: string; readonly detail: string };

export type PullFacts = Pick<PullView, 'products' | 'keptOwnProducts' | 'putAside' | 'asides'>;

/** Where what is pulled is kept and put in force. Nothing of it may block selling for longer than some milliseconds. */
export interface PullStore {
  /** Null: nothing was ever pulled from this cloud, and a snapshot is needed. */
  cursor(): string | null;
  /** It is busy making room, and takes no page meanwhile. */
  readonly isFull: boolean;
  /** Keeps a page with its cursor, both or neither. */
  keep(page: ChangesPage): Result<null, PullFailure>;
  /** Puts in force some of what was kept and could not be until now; true: there is more. Never throws. */
  settle(): boolean;
  /** What a screen shows of it. */
  facts(): PullFacts;
  /** Fetches everything and puts it in the place of what is there, with its cursor; or leaves what is there. */
  takeSnapshot(request: SnapshotRequest): Promise<Result<null, PullFailure>>;
  /** Ends what it still does by itself. */
  stop(): Promise<void>;
}

export interface SnapshotRequest {
  readonly token: string;
  readonly signal: AbortSignal;
  readonly onProgress: (rows: number, of: number) => void;
}

/**
 *   starting ──► pulling ──── the last page ───► idle ── a nudge, or the timer ──► pulling
 *                  │ ▲ page after page            │
 *     no cursor, or too old a one            "everything again"
 *                  ▼ │                            ▼
 *               snapshot ◄────────────────────────┘
 *      any ── no answer, 429, 5xx, a cut stream, a full disk ──► waiting (full jitter) ──► pulling
 *      any ── 4xx that time does not mend ──► halted ── retry(), or the timer ──► pulling
 */
export type PullState =
  | { readonly kind: 'starting' | 'idle' | 'pulling' }
  | { readonly kind: 'snapshot'; readonly rows: number; readonly of: number | null }
  | { readonly kind: 'waiting'; readonly retryAtMs: number; readonly failure: PullFailure }
  | { readonly kind: 'halted'; readonly code: string };

export interface PullOptions {
  readonly client: Pick<CloudClient, 'changes'>;
  readonly tokens: Pick<TokenKeeper, 'token' | 'refused'>;
  readonly store: PullStore;
  readonly now: () => Date;
  readonly random: () => number;
  readonly onChange: () => void;
  readonly log: { warn(message: string, fields?: Readonly<Record<string, unknown>>): void };
}

/**
 * Brings what was changed in the back office to this terminal, a page or a snapshot a step, and says how long to wait for the next step. Who
 * calls it keeps the time (`PullLoop`), so that a simulation can keep it too. It knows nothing of pushing: each goes on when the other fails.
 */
export class PullMachine {
  readonly #options: PullOptions;
  readonly #signal: AbortSignal;
  #state: PullState = { kind: 'starting' };
  #failures = 0;
  #wantsSnapshot = false;
  #looksLeft = 0;
  #lastSuccessMs: number | null = null;

  /** `signal` ends the request under way. */
  constructor(options: PullOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
  }

  get state(): PullState {
    return this.#state;
  }

  get lastSuccessMs(): number | null {
    return this.#lastSuccessMs;
  }

  /** The network is back, or a person asks: failures of before do not count. */
  retry(): void {
    this.#failures = 0;
  }

  /** The cloud says that there is something. */
  nudged(): void {
    this.#looksLeft = LOOKS_AFTER_NUDGE;
  }

  /** Everything is asked for anew at the next step. */
  wantSnapshot(): void {
    this.#wantsSnapshot = true;
    this.retry();
  }

  /** One request. Answers how many milliseconds to wait for the next step. */
  async step(): Promise<number> {
    try {
      return await this.#step();
    } catch (error) {
      // A disk that would not be read: nothing of it ends the pulling for good.
      if (!(error instanceof Error)) throw error;
      const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
      return this.#fail({ kind: 'disk', code, detail: error.message }, '');
    }
  }

  async #step(): Promise<number> {
    const { store, tokens } = this.#options;
    if (store.settle()) return BREATH_MS;
    const token = await tokens.token(this.#signal);
    if (!token.ok) return this.#fail(token.error, '');
    const cursor = this.#wantsSnapshot ? null : store.cursor();
    if (cursor === null) return this.#snapshot(token.value);
    if (store.isFull) return ROOM_LOOK_MS;
    return this.#page(token.value, cursor);
  }

  async #page(token: string, cursor: string): Promise<number> {
    const { client, store } = this.#options;
    // A look at whether there is anything, or still a refusal, is no news to a screen.
    if (this.#state.kind !== 'idle' && this.#state.kind !== 'halted') this.#enter({ kind: 'pulling' });
    const answer = await client.changes(cursor, { token, signal: this.#signal });
    if (!answer.ok) {
      if (answer.error.kind !== 'refused' || answer.error.code !== 'pull.snapshot-needed') return this.#fail(answer.error, token);
      this.#wantsSnapshot = true;
      return 0;
    }
    const kept = store.keep(answer.value);
    if (!kept.ok) return this.#fail(kept.error, token);
    if (answer.value.more || store.settle()) {
      this.#enter({ kind: 'pulling' });
      return 0;
    }
    return this.#succeed(answer.value.changes.length > 0);
  }

  async #snapshot(token: string): Promise<number> {
    this.#enter({ kind: 'snapshot', rows: 0, of: null });
    const onProgress = (rows: number, of: number): void => {
      this.#enter({ kind: 'snapshot', rows, of });
    };
    const taken = await this.#options.store.takeSnapshot({ token, signal: this.#signal, onProgress });
    if (!taken.ok) return this.#fail(taken.error, token);
    this.#wantsSnapshot = false;
    this.#enter({ kind: 'pulling' });
    // What was changed while it came down.
    return 0;
  }

  #succeed(hasChanged: boolean): number {
    this.#failures = 0;
    this.#looksLeft = hasChanged ? 0 : Math.max(0, this.#looksLeft - 1);
    this.#lastSuccessMs = this.#options.now().getTime();
    this.#enter({ kind: 'idle' });
    return this.#looksLeft > 0 ? NUDGED_LOOK_MS : IDLE_LOOK_MS;
  }

  #fail(failure: PullFailure, token: string): number {
    if (this.#signal.aborted) return 0;
    this.#failures += 1;
    if (failure.kind === 'refused') {
      if (failure.status !== 401 && failure.status !== 408) return this.#halt(failure.code);
      this.#options.tokens.refused(token);
    }
    const asked = failure.kind === 'busy' ? failure.retryAfterMs : null;
    const waitMs = Math.max(1, asked ?? backoffMs(this.#failures, this.#options.random()));
    this.#enter({ kind: 'waiting', retryAtMs: this.#options.now().getTime() + waitMs, failure });
    return waitMs;
  }

  #halt(code: string): number {
    if (this.#state.kind !== 'halted') this.#options.log.warn('the cloud does not let this terminal pull', { code });
    this.#enter({ kind: 'halted', code });
    return IDLE_LOOK_MS;
  }

  #enter(state: PullState): void {
    const isOther = state.kind !== this.#state.kind || state.kind === 'waiting' || state.kind === 'snapshot';
    this.#state = state;
    if (isOther) this.#options.onChange();
  }
}
