import { sql } from 'kysely';
import { fromKysely, type PgBoss } from 'pg-boss';
import { v7 as uuidv7 } from 'uuid';
import type { Database, Tx } from '../../platform/database.ts';
import { type HeldEvent, readEvents, type StepLeft } from '../events/service.ts';
import { DELIVERY_QUEUE, type DeliveryJob } from './queue.ts';

const CONSUMER = 'webhooks';
/** Events turned into deliveries in one transaction. */
const BATCH = 200;

/**
 * Makes a delivery, and the job that sends it, for each new event and each address that wants it; its place in the outbox moves on in the same
 * transaction. So each is made exactly once, by whichever process comes first.
 */
export function fanOut(database: Database, boss: PgBoss): Promise<StepLeft> {
  return database.all.transaction().execute(async (tx) => {
    await tx
      .insertInto('event_checkpoint')
      .values({ consumer: CONSUMER })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const place = await tx
      .selectFrom('event_checkpoint')
      .select([sql<string>`xid::text`.as('xid'), 'seq'])
      .where('consumer', '=', CONSUMER)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    // Another process is at it.
    if (place === undefined) return 'nothing';
    const { events, more } = await readEvents(tx, null, place, BATCH);
    const last = events.at(-1);
    if (last === undefined) return more ? 'soon' : 'nothing';
    await makeDeliveries(tx, boss, events);
    await tx.updateTable('event_checkpoint').set(last.place).where('consumer', '=', CONSUMER).execute();
    return more ? 'more' : 'nothing';
  });
}

async function makeDeliveries(tx: Tx, boss: PgBoss, events: readonly HeldEvent[]): Promise<void> {
  const endpoints = await tx
    .selectFrom('webhook_endpoint')
    .select(['merchant_id', 'endpoint_id', 'types'])
    .where('merchant_id', 'in', [...new Set(events.map(({ merchantId }) => merchantId))])
    .where('state', '=', 'enabled')
    .execute();
  const deliveries = events.flatMap(({ merchantId, event }) =>
    endpoints
      .filter(({ merchant_id, types }) => merchant_id === merchantId && (types === null || types.includes(event.type)))
      .map(({ endpoint_id }) => ({ merchant_id: merchantId, delivery_id: uuidv7(), endpoint_id, event_id: event.id })),
  );
  if (deliveries.length === 0) return;
  await tx.insertInto('webhook_delivery').values(deliveries).execute();
  await sendJobs(tx, boss, deliveries);
}

/** Asks for the deliveries to be sent, when the caller's transaction commits. */
export async function sendJobs(
  tx: Tx,
  boss: PgBoss,
  deliveries: readonly { readonly merchant_id: string; readonly delivery_id: string; readonly endpoint_id: string }[],
): Promise<void> {
  const jobs = deliveries.map(({ merchant_id: merchantId, delivery_id: deliveryId, endpoint_id: endpointId }) => ({
    data: { merchantId, deliveryId } satisfies DeliveryJob,
    group: { id: endpointId },
  }));
  await boss.insert(DELIVERY_QUEUE, jobs, { db: fromKysely(tx) });
}
