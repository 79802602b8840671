import { v7 as uuidv7 } from 'uuid';
import { eventSchema } from '../../../src-shared/contract/events.ts';
import type { Database } from '../../platform/database.ts';
import type { Seal } from '../../platform/seal.ts';
import { type SendOutcome, type SendPolicy, sendWebhook, type WebhookMessage } from './send.ts';

export interface DeliverParts {
  readonly database: Database;
  readonly seal: Seal;
  readonly policy: SendPolicy;
  readonly now: () => Date;
}

interface DeliveryKey {
  readonly merchantId: string;
  readonly deliveryId: string;
}

/** Thrown so that the queue tries again. */
class NotTaken extends Error {}

/**
 * One attempt at a delivery: gather, send, note. Nothing is locked while it is sent; two attempts at once, after a lost process, give the
 * receiver the same message twice, under the same id.
 * @throws NotTaken when it is to be tried again.
 */
export async function deliver(parts: DeliverParts, key: DeliveryKey): Promise<void> {
  const { now, policy } = parts;
  const found = await gather(parts, key);
  if (found === null) {
    // Switched off since: it waits for a replay.
    await giveUp(parts, key);
    return;
  }
  const startedAt = now();
  const startedMs = performance.now();
  const outcome = await sendWebhook(found.message, policy, startedAt);
  await note(parts, key, found.endpointId, { ...outcome, at: startedAt, ms: Math.round(performance.now() - startedMs) });
  if (outcome.outcome === 'failed') throw new NotTaken(outcome.fault ?? 'failed');
}

/** Marks a delivery as dead that was never taken. */
export async function giveUp({ database, now }: DeliverParts, { merchantId, deliveryId }: DeliveryKey): Promise<void> {
  await database.all
    .updateTable('webhook_delivery')
    .set({ state: 'dead', settled_at: now() })
    .where('merchant_id', '=', merchantId)
    .where('delivery_id', '=', deliveryId)
    .where('state', '=', 'waiting')
    .execute();
}

/** How a webhook's secret is bound to its row. */
export function secretOwner(merchantId: string, endpointId: string): string {
  return `webhook ${merchantId} ${endpointId}`;
}

/** Null when there is nothing to send any more: delivered, removed, switched off. */
async function gather(
  { database, seal, now }: DeliverParts,
  { merchantId, deliveryId }: DeliveryKey,
): Promise<{ readonly endpointId: string; readonly message: WebhookMessage } | null> {
  const row = await database.all
    .selectFrom('webhook_delivery as delivery')
    .innerJoin('webhook_endpoint as endpoint', (join) =>
      join.onRef('endpoint.merchant_id', '=', 'delivery.merchant_id').onRef('endpoint.endpoint_id', '=', 'delivery.endpoint_id'),
    )
    .innerJoin('event_outbox as event', (join) =>
      join.onRef('event.merchant_id', '=', 'delivery.merchant_id').onRef('event.event_id', '=', 'delivery.event_id'),
    )
    .select(['endpoint.endpoint_id', 'url', 'secret', 'former_secret', 'former_until'])
    .select(['event.event_id', 'event.type', 'event.subject', 'event.data', 'event.at'])
    .where('delivery.merchant_id', '=', merchantId)
    .where('delivery_id', '=', deliveryId)
    .where('delivery.state', '=', 'waiting')
    .where('endpoint.state', '=', 'enabled')
    .executeTakeFirst();
  if (row === undefined) return null;
  const owner = secretOwner(merchantId, row.endpoint_id);
  const isFormerGood = row.former_until !== null && row.former_until > now();
  const secrets = [row.secret, ...(isFormerGood && row.former_secret !== null ? [row.former_secret] : [])];
  const event = { id: row.event_id, type: row.type, at: row.at.toISOString(), subject: row.subject, data: row.data };
  const message = {
    url: row.url,
    id: row.event_id,
    body: JSON.stringify(eventSchema.parse(event)),
    secrets: secrets.map((secret) => seal.open(secret, owner)),
  };
  return { endpointId: row.endpoint_id, message };
}

async function note(
  { database, now }: DeliverParts,
  { merchantId, deliveryId }: DeliveryKey,
  endpointId: string,
  { outcome, status, fault, at, ms }: SendOutcome & { readonly at: Date; readonly ms: number },
): Promise<void> {
  await database.all.transaction().execute(async (tx) => {
    const attempt = { merchant_id: merchantId, delivery_id: deliveryId, attempt_id: uuidv7(), at, status, fault, ms };
    await tx.insertInto('webhook_attempt').values(attempt).execute();
    if (outcome === 'failed') return;
    await tx
      .updateTable('webhook_delivery')
      .set({ state: outcome === 'taken' ? 'delivered' : 'dead', settled_at: now() })
      .where('merchant_id', '=', merchantId)
      .where('delivery_id', '=', deliveryId)
      .execute();
    // A receiver that answers 410 asks not to be sent to again (Standard Webhooks).
    if (outcome === 'gone')
      await tx
        .updateTable('webhook_endpoint')
        .set({ state: 'disabled' })
        .where('merchant_id', '=', merchantId)
        .where('endpoint_id', '=', endpointId)
        .execute();
  });
}
