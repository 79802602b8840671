import type { Heartbeat, HeartbeatAnswer } from '../../src-shared/contract/heartbeat.ts';
import type { CloudClient } from './cloud-client.ts';
import type { RemoteOrders } from './remote-orders.ts';
import type { TokenKeeper } from './token-keeper.ts';

/** Told this often when nothing changes. */
const INTERVAL_MS = 60_000;
/** Changes within this are told together. */
const SETTLE_MS = 5_000;
/** Rounds in one go: each may bring commands, whose outcome is told in the next. */
const MAX_ROUNDS = 5;

export type HeartbeatFacts = Omit<Heartbeat, 'clock' | 'locked'>;

export interface HeartbeatOptions {
  readonly client: Pick<CloudClient, 'call'>;
  readonly tokens: TokenKeeper;
  readonly orders: RemoteOrders;
  readonly facts: () => HeartbeatFacts;
  readonly now: () => Date;
  /** The back office may have renamed or moved this terminal, or suspended it. */
  readonly onAnswer: (answer: HeartbeatAnswer) => void;
  readonly restart: () => void;
  readonly warn: (message: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** Tells the cloud every minute, and when something changes, how this terminal is, and does what it is asked in return. */
export class HeartbeatLoop {
  readonly #options: HeartbeatOptions;
  readonly #stopped = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #timerEndsAtMs = 0;
  #beating: Promise<void> = Promise.resolve();
  #told = '';

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#schedule(0);
  }

  /** Something may have changed: told soon, if it has. */
  changed(): void {
    if (toldOf(this.#options.facts()) !== this.#told) this.#schedule(SETTLE_MS);
  }

  /** At once: the cloud has something for this terminal, or the network is back. */
  wake(): void {
    this.#schedule(0);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#beating;
  }

  #schedule(inMs: number): void {
    if (this.#stopped.signal.aborted) return;
    const endsAtMs = performance.now() + inMs;
    if (this.#timer !== null && this.#timerEndsAtMs <= endsAtMs) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timerEndsAtMs = endsAtMs;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#beating = this.#beating.then(() => this.#beatUntilDone());
    }, inMs);
    this.#timer.unref();
  }

  async #beatUntilDone(): Promise<void> {
    try {
      for (let round = 0; round < MAX_ROUNDS && !this.#stopped.signal.aborted; round += 1) {
        if (!(await this.#beat())) break;
      }
    } catch (error) {
      this.#options.warn('what was asked from afar could not be done', { detail: error instanceof Error ? error.message : String(error) });
    }
    if (!this.#stopped.signal.aborted) this.#schedule(INTERVAL_MS);
  }

  /** One heartbeat. True when it brought commands, whose outcome is to be told. */
  async #beat(): Promise<boolean> {
    const { client, tokens, orders, facts, now, onAnswer, restart } = this.#options;
    const { signal } = this.#stopped;
    const token = await tokens.token(signal);
    if (!token.ok) return false;
    const own = facts();
    const body = { ...own, clock: now().toISOString(), locked: orders.view.lockedAt !== null, done: orders.report };
    const answer = await client.call('heartbeat', { token: token.value, signal, body });
    if (!answer.ok) {
      if (answer.error.kind === 'refused' && answer.error.status === 401) tokens.refused(token.value);
      return false;
    }
    this.#told = toldOf(own);
    onAnswer(answer.value);
    // That it will be done was told in this very call, or the disk says it.
    if (orders.isRestartWanted) restart();
    return orders.take(answer.value.commands);
  }
}

/** What is worth telling before its time: not how many entries wait, or how old they are, which changes with every sale. */
function toldOf({ programVersion, devices }: HeartbeatFacts): string {
  return JSON.stringify([programVersion, devices]);
}
