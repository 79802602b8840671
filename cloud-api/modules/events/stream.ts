import { setTimeout as delay } from 'node:timers/promises';
import { EVENTS, eventTypeSchema } from '../../../src-shared/contract/events.ts';
import { eventPlaceSchema } from '../../../src-shared/contract/events-routes.ts';
import type { OfficeRight } from '../../../src-shared/contract/route.ts';
import { asMerchant, type Database } from '../../platform/database.ts';
import { type EventStream, streamEvents } from '../../platform/event-stream.ts';
import type { Notifier } from '../../platform/notify.ts';
import { Problem } from '../../platform/problem.ts';
import type { OfficeCaller, RequestFacts, StreamAnswer } from '../../platform/routes.ts';
import { type EventPlace, placeOfNow, readEvents } from './outbox.ts';

/** Events read at a time. */
const BATCH = 200;
/** The nudge is what wakes; this is for one that was lost. */
const LOOK_EVERY_MS = 30_000;
/** While an event waits for an older transaction to end. */
const LOOK_SOON_MS = 250;
/** A stream ends after this, and its caller connects again: by then a right or a session may have gone. */
const STREAM_MS = 15 * 60_000;

export interface EventParts {
  readonly database: Database;
  readonly notifier: Notifier;
}

/**
 * The merchant's events of the types the caller may see, from `Last-Event-ID` on or from now. Each carries as its id where to go on from.
 * @throws Problem `request.malformed` for a `Last-Event-ID` that is not ours.
 */
export async function eventStream({ database, notifier }: EventParts, caller: OfficeCaller, request: RequestFacts): Promise<StreamAnswer> {
  const from = placeOf(request.header('last-event-id'));
  const begun = from ?? (await asMerchant(database, caller.merchantId, placeOfNow));
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(STREAM_MS)]);
  return streamEvents({ ...request, signal }, async (stream) => {
    const bell = new Bell();
    const end = notifier.subscribe('events', caller.merchantId, () => {
      bell.ring();
    });
    try {
      if (from !== null && (await isSwept(database, from))) await stream.send({ event: 'missed', data: {} });
      await follow(database, caller, begun, stream, bell);
    } finally {
      end();
    }
  });
}

async function follow(database: Database, caller: OfficeCaller, from: EventPlace, stream: EventStream, bell: Bell): Promise<void> {
  let place = from;
  while (!stream.signal.aborted) {
    const { events, more } = await asMerchant(database, caller.merchantId, (tx) => readEvents(tx, caller.merchantId, place, BATCH));
    if (events.length > 0 && !(await stream.isStillGood())) return;
    for (const { place: at, event } of events) {
      place = at;
      if (maySee(caller.rights, event.type)) await stream.send({ id: `${at.xid}-${at.seq}`, event: event.type, data: event });
    }
    if (events.length < BATCH) await bell.wait(more ? LOOK_SOON_MS : LOOK_EVERY_MS, stream.signal);
  }
}

/** A type this process does not know yet is for nobody: it cannot tell who may see it. */
function maySee(rights: ReadonlySet<OfficeRight>, type: string): boolean {
  const known = eventTypeSchema.safeParse(type);
  return known.success && rights.has(EVENTS[known.data].right);
}

function placeOf(lastEventId: string | undefined): EventPlace | null {
  if (lastEventId === undefined || lastEventId === '') return null;
  const parsed = eventPlaceSchema.safeParse(lastEventId);
  const [xid = '0', seq] = lastEventId.split('-');
  if (!parsed.success || !Number.isSafeInteger(Number(seq)) || BigInt(xid) >= 2n ** 64n)
    throw new Problem('request.malformed', { at: 'Last-Event-ID', detail: 'It is not one of this stream.' });
  return { xid, seq: Number(seq) };
}

/** Whether events behind this place have been swept away since. */
async function isSwept(database: Database, { xid }: EventPlace): Promise<boolean> {
  const swept = await database.all
    .selectFrom('event_checkpoint')
    .select('consumer')
    .where('consumer', '=', 'swept')
    .where('xid', '>', xid)
    .executeTakeFirst();
  return swept !== undefined;
}

/** Wakes one waiter; rung while nobody waits, the next wait is over at once. */
class Bell {
  #isRung = false;
  #wake: () => void = () => undefined;

  ring(): void {
    this.#isRung = true;
    this.#wake();
  }

  /** Until it is rung, or the time is over, or the signal ends. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    const done = new AbortController();
    this.#wake = () => {
      done.abort();
    };
    if (!this.#isRung) await delay(ms, undefined, { signal: AbortSignal.any([done.signal, signal]) }).catch(() => undefined);
    this.#isRung = false;
  }
}
