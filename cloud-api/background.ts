import type { Logger } from 'pino';
import { sweepDeletions } from './modules/changes/era.ts';
import { createNatsPublisher } from './modules/events/nats.ts';
import { Relay } from './modules/events/relay.ts';
import { sweepEvents } from './modules/events/sweep.ts';
import { addEntryPartitions } from './modules/ingest/partitions.ts';
import { sweepTerminals } from './modules/terminals/sweep.ts';
import type { DeliverParts } from './modules/webhooks/deliver.ts';
import { fanOut } from './modules/webhooks/fan-out.ts';
import { DEFAULT_RETRIES, type RetryPolicy, startDeliveries } from './modules/webhooks/queue.ts';
import type { Database } from './platform/database.ts';
import { addRecurring, type Jobs, type RecurringJob } from './platform/jobs.ts';
import type { Notifier } from './platform/notify.ts';

export interface BackgroundParts {
  readonly database: Database;
  readonly notifier: Notifier;
  readonly jobs: Jobs;
  readonly log: Logger;
  readonly now: () => Date;
  readonly webhooks: Omit<DeliverParts, 'database' | 'now'> & { readonly retries?: RetryPolicy };
  readonly natsUrl: string | null;
}

/** What this process does without being asked: carries events out, sends webhooks, sweeps. Others on the database may do the same beside it. */
export interface Background {
  stop(): Promise<void>;
}

export async function startBackground(parts: BackgroundParts): Promise<Background> {
  const { database, jobs, notifier, log, now, webhooks, natsUrl } = parts;
  const boss = await jobs.boss();
  await startDeliveries(boss, { ...webhooks, database, now }, webhooks.retries ?? DEFAULT_RETRIES);
  const nats = natsUrl === null ? null : createNatsPublisher(database, natsUrl);
  const relays = [
    new Relay('webhooks', () => fanOut(database, boss), log),
    ...(nats === null ? [] : [new Relay('nats', () => nats.step(), log)]),
  ];
  const wake = (): void => {
    for (const relay of relays) relay.wake();
  };
  const unsubscribe = notifier.subscribe('events', null, wake);
  for (const job of recurring(parts, wake)) await addRecurring(boss, job, log);
  // A database that was never served has no month of its own yet.
  await addEntryPartitions(database, now()).catch((error: unknown) => {
    log.warn({ err: error }, 'partitions of entries are made later');
  });
  wake();
  return {
    stop: async () => {
      unsubscribe();
      for (const relay of relays) await relay.stop();
      await nats?.close();
    },
  };
}

function recurring({ database, now }: BackgroundParts, wake: () => void): readonly RecurringJob[] {
  return [
    // For a nudge that was lost, and for what an outage of a consumer left behind.
    {
      name: 'carry-events',
      cron: '* * * * *',
      work: () => {
        wake();
        return Promise.resolve();
      },
    },
    { name: 'sweep-terminals', cron: '17 * * * *', work: () => sweepTerminals(database, now()) },
    { name: 'sweep-events', cron: '23 2 * * *', work: () => sweepEvents(database, now()) },
    { name: 'sweep-deletions', cron: '37 2 * * *', work: () => sweepDeletions(database, now()) },
    { name: 'entry-partitions', cron: '41 3 * * *', work: () => addEntryPartitions(database, now()) },
  ];
}
