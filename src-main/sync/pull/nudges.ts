import type { Readable } from 'node:stream';
import { createParser } from 'eventsource-parser';
import { NUDGE_EVENTS } from '../../../src-shared/contract/pull-api.ts';
import { backoffMs } from '../backoff.ts';
import type { CloudClient } from '../cloud-client.ts';
import type { TokenKeeper } from '../token-keeper.ts';

/** The cloud says something every twenty seconds; twice that long without a word, and the line is dead. */
const SILENCE_MS = 45_000;
/** Nothing that is said on it is longer. */
const MAX_EVENT_LENGTH = 65_536;

export type Nudge = (typeof NUDGE_EVENTS)[number];

export interface NudgeOptions {
  readonly client: Pick<CloudClient, 'open'>;
  readonly tokens: Pick<TokenKeeper, 'token' | 'refused'>;
  readonly random: () => number;
  readonly onNudge: (nudge: Nudge) => void;
  /** How long the cloud may say nothing. */
  readonly silenceMs?: number;
}

/**
 * Listens to what the cloud says as it happens, and connects again for as long as the program runs. Without it everything still comes, by
 * the timers: a line that cannot be had is nobody's trouble.
 */
export class NudgeListener {
  readonly #options: NudgeOptions;
  readonly #stopped = new AbortController();
  readonly #running: Promise<void>;
  #failures = 0;

  constructor(options: NudgeOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      await this.#listen();
      this.#failures += 1;
      await pause(Math.max(1, backoffMs(this.#failures, this.#options.random())), signal);
    }
  }

  /** One connection, until it ends in any way. */
  async #listen(): Promise<void> {
    const { client, tokens } = this.#options;
    const { signal } = this.#stopped;
    const token = await tokens.token(signal);
    if (!token.ok) return;
    const opened = await client.open('nudges', { token: token.value, signal, accept: 'identity' });
    if (opened.ok) await this.#hear(opened.value.stream);
    else if (opened.error.kind === 'refused' && opened.error.status === 401) tokens.refused(token.value);
  }

  async #hear(stream: Readable): Promise<void> {
    const silence = setTimeout(() => stream.destroy(), this.#options.silenceMs ?? SILENCE_MS);
    silence.unref();
    const parser = createParser({
      maxBufferSize: MAX_EVENT_LENGTH,
      onEvent: ({ event }) => {
        const nudge = NUDGE_EVENTS.find((each) => each === event);
        if (nudge === undefined) return;
        this.#failures = 0;
        this.#options.onNudge(nudge);
      },
      onError: (error) => {
        if (error.type === 'max-buffer-size-exceeded') stream.destroy();
      },
    });
    const decoder = new TextDecoder();
    try {
      for await (const bytes of stream as AsyncIterable<Buffer>) {
        silence.refresh();
        parser.feed(decoder.decode(bytes, { stream: true }));
      }
    } catch {
      // However it ended, it is opened again.
    } finally {
      clearTimeout(silence);
      stream.destroy();
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(end, ms);
    timer.unref();
    signal.addEventListener('abort', end, { once: true });
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    }
  });
}
