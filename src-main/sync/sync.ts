import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import type { Neighbours } from '../../src-shared/contract/cloud-api.ts';
import type { PullView, SyncState } from '../../src-shared/contract/sync-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { type CallFailure, CloudClient } from './cloud-client.ts';
import { enrolTerminal } from './enrol.ts';
import { readEnrolment, type StoredEnrolment, writeEnrolment } from './enrolment-file.ts';
import { EpochRequests } from './epoch-request.ts';
import { NeighbourWatch } from './neighbour-watch.ts';
import { NudgeListener } from './pull/nudges.ts';
import { PullLoop } from './pull/pull-loop.ts';
import type { PullFailure, PullStore } from './pull/pull-machine.ts';
import { PushLoop } from './push-loop.ts';
import type { PushOptions } from './push-machine.ts';
import type { SyncLedger } from './sync-ledger.ts';
import { TokenKeeper } from './token-keeper.ts';

/** An enrolment that is not answered by then is asked again by the person. */
const ENROL_TIMEOUT_MS = 30_000;
/** Folder, beside the enrolment, of own entries that were pulled back. */
const PULLED_BACK = 'pulled-back';
/** As the contract takes it. */
const MAX_MACHINE_NAME = 100;

export interface SyncOptions {
  readonly ledger: SyncLedger;
  /** File of the enrolment. */
  readonly path: string;
  readonly programVersion: string;
  readonly now: () => Date;
  readonly log: PushOptions['log'];
  readonly onChange: () => void;
  /** Where what is pulled from a place in the cloud is kept. */
  readonly pullStore: (place: StoredEnrolment) => PullStore;
  /** The cloud has named the tills of this store. */
  readonly onNeighbours: (neighbours: Neighbours) => void;
}

/** Both ways of the line, which share nothing but the token: each goes on when the other fails. */
interface Line {
  readonly push: PushLoop;
  readonly pull: PullLoop;
  readonly store: PullStore;
  readonly nudges: NudgeListener;
  readonly neighbours: NeighbourWatch;
}

export type EnrolFailure = CallFailure | { readonly kind: 'already-enrolled' } | { readonly kind: 'not-kept'; readonly detail: string };

/** The terminal's line to the cloud: enrolled once, then sending for as long as the program runs. Nothing of selling waits for it. */
export class Sync {
  readonly #options: SyncOptions;
  #enrolment: StoredEnrolment | null = null;
  #line: Line | null = null;

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
    this.#line?.push.committed();
  }

  /** The network is back, or a person asks. */
  retry(): void {
    this.#line?.push.retry();
    this.#line?.pull.retry();
    this.#line?.neighbours.retry();
  }

  /** Everything is pulled anew, though nothing is missing. */
  download(): void {
    this.#line?.pull.download();
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
    const line = this.#line;
    const place = this.#enrolment;
    const [oldest] = ledger.entriesAfter(ledger.acknowledged(), 1);
    const waiting = { waiting: ledger.counts().unacknowledged, oldestAt: oldest === undefined ? null : timeOf(oldest.bytes) };
    if (line === null || place === null) return { ...NOT_ENROLLED, ...waiting };
    const { push: loop, pull, store } = line;
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
      pull: pullViewOf(pull, store),
    };
  }

  async stop(): Promise<void> {
    const line = this.#line;
    await Promise.all([line?.push.stop(), line?.pull.stop(), line?.nudges.stop(), line?.neighbours.stop(), line?.store.stop()]);
  }

  #begin(enrolment: StoredEnrolment): void {
    this.#enrolment = enrolment;
    const { ledger, now, log, onChange } = this.#options;
    const folder = dirname(this.#options.path);
    const client = new CloudClient(enrolment.cloudUrl);
    const tokens = new TokenKeeper({ ledger, client, now });
    const store = this.#options.pullStore(enrolment);
    const shared = { client, tokens, now, log, onChange, random: Math.random };
    const pull = new PullLoop({ ...shared, store });
    const nudges = new NudgeListener({
      ...shared,
      onNudge: (nudge) => {
        if (nudge === 'changes') pull.nudged();
      },
    });
    const push = new PushLoop({
      ...shared,
      ledger,
      onChange: () => {
        onChange();
        // What was edited here has been sent: what the cloud says of it waits no more.
        if (this.#line?.push.state.kind === 'idle') store.settle();
      },
      renewal: {
        requests: new EpochRequests(join(folder, 'epoch-request.json')),
        pulledBackFolder: join(folder, PULLED_BACK),
        machine: hostname().slice(0, MAX_MACHINE_NAME) || 'unnamed',
      },
      serverEpoch: () => this.#enrolment?.serverEpoch ?? null,
      keepServerEpoch: (serverEpoch) => {
        this.#keep({ ...enrolment, serverEpoch });
      },
    });
    const neighbours = new NeighbourWatch({ client, tokens, onNeighbours: this.#options.onNeighbours });
    this.#line = { push, pull, store, nudges, neighbours };
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
  pull: null,
} as const;

function pullViewOf({ state, lastSuccessMs }: PullLoop, store: PullStore): PullView {
  return {
    ...store.facts(),
    state: state.kind,
    progress: state.kind === 'snapshot' ? { rows: state.rows, of: state.of } : null,
    lastSuccessAt: lastSuccessMs === null ? null : new Date(lastSuccessMs).toISOString(),
    retryAt: state.kind === 'waiting' ? new Date(state.retryAtMs).toISOString() : null,
    trouble: state.kind === 'waiting' ? troubleOf(state.failure) : state.kind === 'halted' ? state.code : null,
  };
}

/** The stable code of what went wrong. */
function troubleOf(failure: PullFailure): string {
  return 'code' in failure ? failure.code : failure.kind;
}

/** The `at` of an entry; null where the bytes do not say, which other checks put into words. */
function timeOf(bytes: Uint8Array): string | null {
  const at = /"at":"([^"]{10,40})"/.exec(new TextDecoder().decode(bytes))?.[1];
  return at ?? null;
}
