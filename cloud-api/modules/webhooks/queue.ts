import type { PgBoss } from 'pg-boss';
import { z } from 'zod';
import { type DeliverParts, deliver, giveUp } from './deliver.ts';

export const DELIVERY_QUEUE = 'webhook-delivery';
const DEAD_QUEUE = 'webhook-dead';
/** Deliveries one process has under way. */
const AT_ONCE = 10;
/** Of them, to one address: a receiver that never answers holds up its own alone. */
const AT_ONCE_PER_ENDPOINT = 2;
/** An attempt that is not done by then has lost its process, and is made again. */
const EXPIRE_SECONDS = 120;

const deliveryJobSchema = z.object({ merchantId: z.uuid(), deliveryId: z.uuid() });
export type DeliveryJob = z.infer<typeof deliveryJobSchema>;

/** After the first attempt: `retryLimit` more, the delays doubling with jitter from the first up to the longest. */
export interface RetryPolicy {
  readonly retryLimit: number;
  readonly firstDelaySeconds: number;
  readonly longestDelaySeconds: number;
  /** Between looks for a delivery whose time has come. */
  readonly lookEverySeconds: number;
}

/** A day and a quarter in all: a receiver that is down over night loses nothing. */
export const DEFAULT_RETRIES: RetryPolicy = { retryLimit: 15, firstDelaySeconds: 10, longestDelaySeconds: 21_600, lookEverySeconds: 5 };

/** Begins to send what waits, and to mark what was given up. */
export async function startDeliveries(boss: PgBoss, parts: DeliverParts, retries: RetryPolicy): Promise<void> {
  await boss.createQueue(DEAD_QUEUE, { retryLimit: 10, retryBackoff: true, notify: true });
  const policy = {
    retryLimit: retries.retryLimit,
    retryDelay: retries.firstDelaySeconds,
    retryBackoff: retries.firstDelaySeconds > 0,
    expireInSeconds: EXPIRE_SECONDS,
    deadLetter: DEAD_QUEUE,
    notify: true,
    ...(retries.firstDelaySeconds > 0 ? { retryDelayMax: retries.longestDelaySeconds } : {}),
  };
  await boss.createQueue(DELIVERY_QUEUE, policy);
  // A queue that is there already keeps the policy it was made with until it is told.
  await boss.updateQueue(DELIVERY_QUEUE, policy);
  const polling = { pollingIntervalSeconds: retries.lookEverySeconds, notifyPollingIntervalSeconds: retries.lookEverySeconds };
  await boss.work(DELIVERY_QUEUE, { ...polling, localConcurrency: AT_ONCE, localGroupConcurrency: AT_ONCE_PER_ENDPOINT }, async ([job]) => {
    if (job !== undefined) await deliver(parts, deliveryJobSchema.parse(job.data));
  });
  // The queue's own list of the dead also holds those whose process was lost at the last attempt.
  await boss.work(DEAD_QUEUE, polling, async ([job]) => {
    if (job !== undefined) await giveUp(parts, deliveryJobSchema.parse(job.data));
  });
}
