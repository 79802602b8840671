import { setTimeout as delay } from 'node:timers/promises';
import { NUDGE_EVENTS } from '../../../src-shared/contract/pull-api.ts';
import { asMerchant, type Database } from '../../platform/database.ts';
import { type EventStream, ended, streamEvents } from '../../platform/event-stream.ts';
import type { Notifier, Topic } from '../../platform/notify.ts';
import { Problem } from '../../platform/problem.ts';
import type { RequestFacts, StreamAnswer } from '../../platform/routes.ts';
import type { TerminalCaller } from '../../platform/tokens.ts';
import { assertKnown } from '../terminals/service.ts';

/** What happens within this of a nudge is told by the next one: a busy shop does not make its terminals pull at every sale. */
const GATHER_MS = 1_000;
/** After this the terminal connects anew, with a token that is looked at: one that was revoked listens no longer. */
const LONGEST_MS = 15 * 60_000;

interface NudgeParts {
  readonly database: Database;
  readonly notifier: Notifier;
}

/** Tells a terminal, as server-sent events, when there is something to pull or to do; once at the beginning, for it was deaf until then. */
export function sendNudges({ database, notifier }: NudgeParts, caller: TerminalCaller, request: RequestFacts): StreamAnswer {
  const { merchantId } = caller;
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(LONGEST_MS)]);
  return streamEvents({ ...request, signal }, async (stream) => {
    const pending = new Set<Topic>(NUDGE_EVENTS);
    let wake: () => void = () => undefined;
    const subscriptions = NUDGE_EVENTS.map((topic) =>
      notifier.subscribe(topic, merchantId, () => {
        pending.add(topic);
        wake();
      }),
    );
    try {
      while (!stream.signal.aborted) {
        // What becomes of a terminal is told as a command is: one that was revoked hears nothing more.
        if (pending.has('commands') && !(await isKnown(database, caller))) return;
        await sendAll(stream, pending);
        await delay(GATHER_MS, undefined, { signal: stream.signal });
        if (pending.size > 0) continue;
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await Promise.race([woken, ended(stream.signal)]);
      }
    } finally {
      for (const end of subscriptions) end();
    }
  });
}

function isKnown(database: Database, caller: TerminalCaller): Promise<boolean> {
  return asMerchant(database, caller.merchantId, (tx) => assertKnown(tx, caller)).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Problem) return false;
      throw error;
    },
  );
}

async function sendAll(stream: EventStream, pending: Set<Topic>): Promise<void> {
  const topics = [...pending];
  pending.clear();
  for (const topic of topics) await stream.send({ event: topic, data: {} });
}
