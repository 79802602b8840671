import type { Neighbours } from '../../src-shared/contract/cloud-api.ts';
import type { CloudClient } from './cloud-client.ts';
import type { TokenKeeper } from './token-keeper.ts';

/** A till that was revoked is turned away by the others this long after, while they reach the cloud. */
const ASK_INTERVAL_MS = 600_000;
/** After an attempt that came to nothing. */
const RETRY_INTERVAL_MS = 60_000;

export interface NeighbourWatchOptions {
  readonly client: Pick<CloudClient, 'call'>;
  readonly tokens: TokenKeeper;
  readonly onNeighbours: (neighbours: Neighbours) => void;
}

/** Asks the cloud now and then which tills stand in this store, and hands the answer on. What was heard last holds while the cloud is away. */
export class NeighbourWatch {
  readonly #options: NeighbourWatchOptions;
  readonly #stopped = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #asking: Promise<void> = Promise.resolve();

  constructor(options: NeighbourWatchOptions) {
    this.#options = options;
    this.retry();
  }

  /** The network is back, or a person asks. */
  retry(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#asking = this.#asking.then(() => this.#ask());
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#asking;
  }

  async #ask(): Promise<void> {
    const { signal } = this.#stopped;
    if (signal.aborted) return;
    const { tokens, client, onNeighbours } = this.#options;
    const token = await tokens.token(signal);
    const answer = token.ok ? await client.call('neighbours', { token: token.value, signal }) : token;
    if (this.#stopped.signal.aborted) return;
    if (answer.ok) onNeighbours(answer.value);
    else if (token.ok && answer.error.kind === 'refused' && answer.error.status === 401) tokens.refused(token.value);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.retry(), answer.ok ? ASK_INTERVAL_MS : RETRY_INTERVAL_MS).unref();
  }
}
