import { v7 as uuidv7 } from 'uuid';
import type { EventData, EventType } from '../../../src-shared/contract/events.ts';
import type { Tx } from '../../platform/database.ts';
import { notify } from '../../platform/notify.ts';

export { type HeldEvent, readEvents } from './outbox.ts';
export type { StepLeft } from './relay.ts';

export interface NewEvent<T extends EventType> {
  readonly merchantId: string;
  readonly type: T;
  /** What it is about, as the type's own summary says; 1 to 200 characters. */
  readonly subject: string;
  readonly data: EventData<T>;
}

/**
 * Tells the outside that something has happened, when and only when the caller's transaction commits. Consumers see events of one merchant in
 * an order in which every transaction's own stand as they were written.
 */
export async function emitEvent<T extends EventType>(tx: Tx, { merchantId, type, subject, data }: NewEvent<T>): Promise<void> {
  await tx
    .insertInto('event_outbox')
    .values({ merchant_id: merchantId, event_id: uuidv7(), type, subject, data: JSON.stringify(data) })
    .execute();
  await notify(tx, 'events', merchantId);
}

/** Empties the outbox, and what each consumer knows of it. What was not carried out yet is not; webhooks that were begun go on. */
export async function forgetEvents(tx: Tx): Promise<void> {
  await tx.deleteFrom('event_outbox').execute();
  await tx.deleteFrom('event_checkpoint').execute();
}
