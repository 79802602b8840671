import { z } from 'zod';
import type { WEBHOOK_ROUTES, WebhookDelivery } from '../../../src-shared/contract/events-routes.ts';
import { asMerchant, type Tx } from '../../platform/database.ts';
import { type Page, pageOfRows, readCursor } from '../../platform/page.ts';
import { Problem } from '../../platform/problem.ts';
import type { EndpointKey, WebhookParts } from './endpoints.ts';
import { sendJobs } from './fan-out.ts';

const REPLAY_LIMIT = 1_000;
const ATTEMPTS_LIMIT = 200;

const placeSchema = z.strictObject({ id: z.uuid() });

type DeliveriesQuery = z.infer<typeof WEBHOOK_ROUTES.deliveries.query>;

/** What was sent to an address, the newest first. @throws Problem `not-found`. */
export function listDeliveries({ database }: WebhookParts, key: EndpointKey, query: DeliveriesQuery): Promise<Page<WebhookDelivery>> {
  const place = readCursor(query.cursor, placeSchema);
  const { merchantId, endpointId } = key;
  return asMerchant(database, merchantId, async (tx) => {
    await assertEndpoint(tx, key);
    const rows = await tx
      .selectFrom('webhook_delivery as delivery')
      .innerJoin('event_outbox as event', (join) =>
        join.onRef('event.merchant_id', '=', 'delivery.merchant_id').onRef('event.event_id', '=', 'delivery.event_id'),
      )
      .select(['delivery_id', 'delivery.event_id', 'type', 'state', 'created_at', 'settled_at'])
      .where('delivery.merchant_id', '=', merchantId)
      .where('endpoint_id', '=', endpointId)
      .$if(query.state !== undefined, (found) => found.where('state', '=', query.state ?? 'dead'))
      .$if(place !== null, (found) => found.where('delivery_id', '<', place?.id ?? ''))
      .orderBy('delivery_id', 'desc')
      .limit(query.limit + 1)
      .execute();
    return pageOfRows(rows, query.limit, deliveryOf, (row) => ({ id: row.delivery_id }));
  });
}

/** @throws Problem `not-found`. */
export function listAttempts(
  { database }: WebhookParts,
  key: EndpointKey,
  deliveryId: string,
): Promise<{ items: z.input<typeof WEBHOOK_ROUTES.attempts.response>['items'] }> {
  return asMerchant(database, key.merchantId, async (tx) => {
    await assertEndpoint(tx, key);
    const rows = await tx
      .selectFrom('webhook_attempt as attempt')
      .innerJoin('webhook_delivery as delivery', (join) =>
        join.onRef('delivery.merchant_id', '=', 'attempt.merchant_id').onRef('delivery.delivery_id', '=', 'attempt.delivery_id'),
      )
      .select(['attempt.at', 'status', 'fault', 'ms'])
      .where('attempt.merchant_id', '=', key.merchantId)
      .where('endpoint_id', '=', key.endpointId)
      .where('attempt.delivery_id', '=', deliveryId)
      .orderBy('attempt_id')
      .limit(ATTEMPTS_LIMIT)
      .execute();
    return { items: rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() })) };
  });
}

/**
 * Sends once more what was given up at an address, or one delivery whatever became of it: under the same id, with all attempts anew.
 * @returns how many. @throws Problem `not-found`.
 */
export async function replay({ database, jobs }: WebhookParts, key: EndpointKey, deliveryId: string | null): Promise<number> {
  const { merchantId, endpointId } = key;
  const boss = await jobs.boss();
  await asMerchant(database, merchantId, (tx) => assertEndpoint(tx, key));
  // The jobs are not the requests' to write, so this one runs as the owner, for this merchant alone.
  return database.all.transaction().execute(async (tx) => {
    const chosen = tx
      .selectFrom('webhook_delivery')
      .select('delivery_id')
      .where('merchant_id', '=', merchantId)
      .where('endpoint_id', '=', endpointId)
      .$if(deliveryId === null, (found) => found.where('state', '=', 'dead'))
      .$if(deliveryId !== null, (found) => found.where('delivery_id', '=', deliveryId ?? ''))
      .orderBy('delivery_id')
      .limit(REPLAY_LIMIT)
      .forUpdate();
    const revived = await tx
      .updateTable('webhook_delivery')
      .set({ state: 'waiting', settled_at: null })
      .where('merchant_id', '=', merchantId)
      .where('delivery_id', 'in', chosen)
      .returning(['merchant_id', 'delivery_id', 'endpoint_id'])
      .execute();
    if (deliveryId !== null && revived.length === 0) throw new Problem('not-found');
    if (revived.length > 0) await sendJobs(tx, boss, revived);
    return revived.length;
  });
}

async function assertEndpoint(tx: Tx, { merchantId, endpointId }: EndpointKey): Promise<void> {
  const found = await tx
    .selectFrom('webhook_endpoint')
    .select('endpoint_id')
    .where('merchant_id', '=', merchantId)
    .where('endpoint_id', '=', endpointId)
    .executeTakeFirst();
  if (found === undefined) throw new Problem('not-found');
}

function deliveryOf(row: {
  delivery_id: string;
  event_id: string;
  type: string;
  state: 'waiting' | 'delivered' | 'dead';
  created_at: Date;
  settled_at: Date | null;
}): WebhookDelivery {
  return {
    deliveryId: row.delivery_id,
    eventId: row.event_id,
    type: row.type,
    state: row.state,
    createdAt: row.created_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
  };
}
