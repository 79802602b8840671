import { once } from 'node:events';
import type { Response } from 'express';
import type { RequestFacts, StreamAnswer } from './routes.ts';

/** A comment this often keeps proxies from closing a quiet stream, and notices a caller who has vanished; and the caller is looked at anew. */
const KEEP_ALIVE_MS = 20_000;
/** How long a caller waits before it connects again. */
const RETRY_MS = 2_000;

export interface SentEvent {
  /** What the caller sends back as `Last-Event-ID` to go on from here. */
  readonly id?: string;
  readonly event: string;
  readonly data: unknown;
}

export interface EventStream {
  /** Ends when the caller hangs up, is let in no longer, or the process is asked to end. */
  readonly signal: AbortSignal;
  /** Whether the caller would still be let in; asked before something is told. Ends the stream where not. */
  isStillGood(): Promise<boolean>;
  /** Returns when the caller can take more: one who reads slowly is not written for in memory. */
  send(event: SentEvent): Promise<void>;
}

/** An answer of server-sent events (WHATWG HTML, 9.2) that lasts until `run` returns or its signal ends: at the latest soon after the caller's token does. */
export function streamEvents(
  { signal, stopping, isStillGood }: Pick<RequestFacts, 'signal' | 'stopping' | 'isStillGood'>,
  run: (stream: EventStream) => Promise<void>,
): StreamAnswer {
  return async (response) => {
    const lapsed = new AbortController();
    const ending = AbortSignal.any([signal, stopping, lapsed.signal]);
    response.status(200).set({ 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
    response.write(`retry: ${RETRY_MS}\n\n`);
    const lookAnew = async (): Promise<boolean> => {
      // The database being away is no reason: it is asked again soon.
      const isGood = await isStillGood().catch(() => true);
      if (!isGood) lapsed.abort();
      return isGood;
    };
    const keepAlive = setInterval(() => {
      // To one who does not read, nothing is written that would have to be kept for her.
      if (!response.writableNeedDrain) response.write(': \n\n');
      void lookAnew();
    }, KEEP_ALIVE_MS);
    try {
      await run({ signal: ending, isStillGood: lookAnew, send: (event) => write(response, event, ending) });
    } catch (error) {
      // Whoever hung up while something was being written is told nothing.
      if (!ending.aborted) throw error;
    } finally {
      clearInterval(keepAlive);
      response.end();
    }
  };
}

/** Resolves when `signal` ends; at once when it has. */
export async function ended(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

async function write(response: Response, { id, event, data }: SentEvent, signal: AbortSignal): Promise<void> {
  // JSON has no line breaks of its own, so the data is one line.
  const text = `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  if (!response.write(text)) await once(response, 'drain', { signal });
}
