import type { Response } from 'express';
import { NUDGE_EVENTS } from '../../../src-shared/contract/pull-api.ts';
import type { Notifier, Topic } from '../../platform/notify.ts';
import type { StreamAnswer } from '../../platform/routes.ts';
import type { TerminalCaller } from '../../platform/tokens.ts';

/** A comment this often shows proxies and the terminal that the line still stands. */
const KEEP_ALIVE_MS = 20_000;
/** Many changes within this are one nudge. */
const GATHER_MS = 500;
/** After this the terminal signs in anew: a token that was revoked listens no longer. */
const LONGEST_MS = 15 * 60_000;

/** Tells a terminal, as server-sent events, when there is something to pull or to do. Ends when it hangs up or the process is asked to end. */
export function sendNudges(
  { notifier, stopping }: { readonly notifier: Notifier; readonly stopping: AbortSignal },
  { merchantId }: TerminalCaller,
  signal: AbortSignal,
): StreamAnswer {
  return async (response) => {
    response.setHeader('Content-Type', 'text/event-stream');
    // nginx and its kin would gather what is sent.
    response.setHeader('X-Accel-Buffering', 'no');
    response.flushHeaders();
    const gathered = new GatheredNudges(response);
    const ends = NUDGE_EVENTS.map((topic) => notifier.subscribe(topic, merchantId, () => gathered.add(topic)));
    const keepAlive = setInterval(() => response.write(': alive\n\n'), KEEP_ALIVE_MS);
    // It may have been deaf until now, so that whoever connects looks once.
    for (const topic of NUDGE_EVENTS) gathered.add(topic);
    await aborted(AbortSignal.any([signal, stopping, AbortSignal.timeout(LONGEST_MS)]));
    clearInterval(keepAlive);
    for (const end of ends) end();
    gathered.close();
    response.end();
  };
}

class GatheredNudges {
  readonly #response: Response;
  readonly #topics = new Set<Topic>();
  #timer: NodeJS.Timeout | null = null;

  constructor(response: Response) {
    this.#response = response;
  }

  add(topic: Topic): void {
    this.#topics.add(topic);
    this.#timer ??= setTimeout(() => this.#send(), GATHER_MS);
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #send(): void {
    this.#timer = null;
    for (const topic of this.#topics) this.#response.write(`event: ${topic}\ndata: {}\n\n`);
    this.#topics.clear();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else
      signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
  });
}
