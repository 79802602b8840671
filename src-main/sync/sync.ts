// Longer than a file should be: it ties both ways of the line, what watches over them and what is asked from afar; each has a file of its own.
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import type { Neighbours } from '../../src-shared/contract/cloud-api.ts';
import type { CommandOutcome, HeartbeatAnswer } from '../../src-shared/contract/heartbeat.ts';
import type { SyncState } from '../../src-shared/contract/sync-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { type CallFailure, CloudClient } from './cloud-client.ts';
import { DigestWatch } from './digest-watch.ts';
import { enrolTerminal } from './enrol.ts';
import { readEnrolment, type StoredEnrolment, writeEnrolment } from './enrolment-file.ts';
import { EpochRequests } from './epoch-request.ts';
import { type HeartbeatFacts, HeartbeatLoop } from './heartbeat-loop.ts';
import { NeighbourWatch } from './neighbour-watch.ts';
import { NudgeListener } from './pull/nudges.ts';
import { PullLoop } from './pull/pull-loop.ts';
import type { PullStore } from './pull/pull-machine.ts';
import { listPulledBack, type PulledBack } from './pulled-back.ts';
import { PushLoop } from './push-loop.ts';
import type { PushOptions } from './push-machine.ts';
import { type Deed, RemoteOrders } from './remote-orders.ts';
import type { SyncLedger } from './sync-ledger.ts';
import { lineViewOf, NOT_ENROLLED } from './sync-view.ts';
import { TokenKeeper } from './token-keeper.ts';

/** An enrolment that is not answered by then is asked again by the person. */
const ENROL_TIMEOUT_MS = 30_000;
/** A diagnostics file on a slow line. */
const SEND_FILE_TIMEOUT_MS = 120_000;
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
  readonly remote: RemoteHost;
  /** The cloud has named the tills of this store. */
  readonly onNeighbours: (neighbours: Neighbours) => void;
}

/** What only the program around can tell or do when somebody far away asks. */
export interface RemoteHost {
  readonly facts: () => Pick<HeartbeatFacts, 'devices' | 'freeDiskBytes'>;
  /** The diagnostics file; null where it could not be made. */
  readonly diagnostics: () => Promise<{ readonly fileName: string; readonly gzipBase64: string } | null>;
  /** Begins the program anew; null where the shell cannot. */
  readonly restart: (() => void) | null;
  /** Locked, unlocked, or a message has come or gone. */
  readonly onOrders: () => void;
}

/** Both ways of the line, which share nothing but the token: each goes on when the other fails. */
interface Line {
  readonly push: PushLoop;
  readonly pull: PullLoop;
  readonly store: PullStore;
  readonly nudges: NudgeListener;
  readonly neighbours: NeighbourWatch;
  readonly heartbeat: HeartbeatLoop;
  readonly digests: DigestWatch;
  readonly client: CloudClient;
  readonly tokens: TokenKeeper;
}

export type EnrolFailure = CallFailure | { readonly kind: 'already-enrolled' } | { readonly kind: 'not-kept'; readonly detail: string };

/** The terminal's line to the cloud: enrolled once, then sending for as long as the program runs. Nothing of selling waits for it. */
export class Sync {
  readonly #options: SyncOptions;
  readonly #stopped = new AbortController();
  #enrolment: StoredEnrolment | null = null;
  #line: Line | null = null;
  #daysLookedAtOn: string | null = null;
  #pulledBackAt: { readonly epoch: number; readonly found: readonly PulledBack[] } | null = null;
  /** What was asked from afar: it holds whether the terminal reaches the cloud or not. */
  readonly orders: RemoteOrders;

  constructor(options: SyncOptions) {
    this.#options = options;
    this.orders = new RemoteOrders({
      path: join(dirname(options.path), 'remote-orders.json'),
      now: options.now,
      perform: (deed, commandId) => this.#perform(deed, commandId),
      canRestart: options.remote.restart !== null,
      onChange: () => {
        options.remote.onOrders();
        this.#line?.heartbeat.wake();
      },
      warn: (message, fields) => {
        options.log.warn(message, fields);
      },
    });
    const read = readEnrolment(options.path);
    if (!read.ok) options.log.warn('the enrolment cannot be read: enrol this terminal again', { detail: read.error.detail });
    else if (read.value !== null && read.value.terminal === options.ledger.terminal) this.#begin(read.value);
  }

  /** Where the cloud is that this terminal belongs to; null when it belongs to none. */
  get cloudUrl(): string | null {
    return this.#enrolment?.cloudUrl ?? null;
  }

  /** By how much the cloud's clock is ahead of this one; null where the cloud has not told since the start. */
  get clockOffsetMs(): number | null {
    return this.#line?.push.clockOffsetMs ?? null;
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
    this.#line?.heartbeat.wake();
  }

  /** Everything is pulled anew, though nothing is missing. */
  download(): void {
    this.#line?.pull.download();
  }

  async enrol(cloudUrl: string, code: string): Promise<Result<null, EnrolFailure>> {
    if (this.#enrolment !== null) return fail({ kind: 'already-enrolled' });
    const { ledger, programVersion, path } = this.#options;
    const request = { code, cloudUrl, programVersion, signal: this.#within(ENROL_TIMEOUT_MS) };
    const enrolled = await enrolTerminal(new CloudClient(cloudUrl), ledger, request);
    if (!enrolled.ok) return enrolled;
    if (this.#stopped.signal.aborted) return fail({ kind: 'unreachable', detail: 'the program stops' });
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
    const waiting = { waiting: ledger.counts().unacknowledged, oldestAt: this.#oldestAt() };
    if (line === null || place === null) return { ...NOT_ENROLLED, ...waiting };
    return { ...waiting, ...lineViewOf(place, line), digest: line.digests.view, pulledBack: [...this.#pulledBack()] };
  }

  /** Looked for on the disk once for each epoch: the state is asked for with every scan. */
  #pulledBack(): readonly PulledBack[] {
    const { epoch } = this.#options.ledger.head();
    if (this.#pulledBackAt?.epoch !== epoch) {
      this.#pulledBackAt = { epoch, found: listPulledBack(join(dirname(this.#options.path), PULLED_BACK)) };
    }
    return this.#pulledBackAt.found;
  }

  /** Ends whatever is under way, with an answer or without. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    const line = this.#line;
    await Promise.all([
      line?.push.stop(),
      line?.pull.stop(),
      line?.nudges.stop(),
      line?.neighbours.stop(),
      line?.heartbeat.stop(),
      line?.digests.stop(),
      line?.store.stop(),
    ]);
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
    const heartbeat = this.#newHeartbeat(client, tokens);
    const digests = new DigestWatch({
      ...shared,
      now: () => new Date(now().getTime() + (this.clockOffsetMs ?? 0)),
      ledger,
      path: join(folder, 'digests.json'),
      warn: (message, fields) => {
        log.warn(message, fields);
      },
    });
    const nudges = new NudgeListener({
      ...shared,
      onNudge: (nudge) => {
        if (nudge === 'changes') pull.nudged();
        else heartbeat.wake();
      },
    });
    const push = new PushLoop({
      ...shared,
      ledger,
      onChange: () => {
        onChange();
        heartbeat.changed();
        this.#lookAtDays();
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
        this.#keep({ ...(this.#enrolment ?? enrolment), serverEpoch });
      },
    });
    const neighbours = new NeighbourWatch({ client, tokens, onNeighbours: this.#options.onNeighbours });
    this.#line = { push, pull, store, nudges, neighbours, heartbeat, digests, client, tokens };
  }

  #newHeartbeat(client: CloudClient, tokens: TokenKeeper): HeartbeatLoop {
    const { ledger, now, log, remote, programVersion } = this.#options;
    return new HeartbeatLoop({
      client,
      tokens,
      now,
      orders: this.orders,
      facts: () => {
        const oldestAt = this.#oldestAt();
        const ageMs = oldestAt === null ? null : Math.max(0, now().getTime() - Date.parse(oldestAt));
        const oldestUnsentSeconds = ageMs === null ? null : Math.floor(ageMs / 1_000);
        return { programVersion, unsentEntries: ledger.counts().unacknowledged, oldestUnsentSeconds, ...remote.facts() };
      },
      onAnswer: (answer) => {
        this.#hear(answer);
      },
      restart: () => remote.restart?.(),
      warn: (message, fields) => {
        log.warn(message, fields);
      },
    });
  }

  /** The back office may have renamed or moved this terminal, or let it back in. */
  #hear({ standing, terminalName, storeId, storeName }: HeartbeatAnswer): void {
    const enrolment = this.#enrolment;
    if (enrolment === null) return;
    const isOther = enrolment.terminalName !== terminalName || enrolment.storeId !== storeId || enrolment.storeName !== storeName;
    if (isOther) {
      this.#keep({ ...enrolment, terminalName, storeId, storeName });
      this.#options.onChange();
    }
    const state = this.#line?.push.state;
    if (standing === 'active' && state?.kind === 'halted' && state.halt.code === 'terminal.suspended') this.retry();
  }

  /** The `at` of the oldest entry the cloud has not acknowledged. */
  #oldestAt(): string | null {
    const { ledger } = this.#options;
    const [oldest] = ledger.entriesAfter(ledger.acknowledged(), 1);
    return oldest === undefined ? null : timeOf(oldest.bytes);
  }

  async #perform(deed: Deed, commandId: string): Promise<CommandOutcome> {
    if (deed === 'sync-now') {
      this.#line?.push.retry();
      this.#line?.pull.retry();
      return 'done';
    }
    const line = this.#line;
    const made = await this.#options.remote.diagnostics();
    if (line === null || made === null) return 'failed';
    const signal = this.#within(SEND_FILE_TIMEOUT_MS);
    const token = await line.tokens.token(signal);
    if (!token.ok) return 'failed';
    const sent = await line.client.call('sendDiagnostics', { token: token.value, signal, body: { commandId, ...made } });
    return sent.ok ? 'done' : 'failed';
  }

  #within(ms: number): AbortSignal {
    return AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(ms)]);
  }

  /** Once a day, as soon as everything is sent; the watch itself looks again at what differs. */
  #lookAtDays(): void {
    const line = this.#line;
    const today = this.#options.now().toISOString().slice(0, 10);
    if (line === null || line.push.state.kind !== 'idle' || this.#daysLookedAtOn === today) return;
    this.#daysLookedAtOn = today;
    void line.digests.look();
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

/** The `at` of an entry; null where the bytes do not say, which other checks put into words. */
function timeOf(bytes: Uint8Array): string | null {
  const at = /"at":"([^"]{10,40})"/.exec(new TextDecoder().decode(bytes))?.[1];
  return at ?? null;
}
