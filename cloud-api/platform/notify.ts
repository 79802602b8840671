import { sql } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Database, ServerDriver, Tx } from './database.ts';

/** One channel for the whole product: a process listens once, whatever its modules subscribe to. */
const CHANNEL = 'contacto';
/** Between attempts to hear again. */
const RECONNECT_MS = 1_000;
/** A connection that went silent is noticed by TCP. */
const KEEP_ALIVE_MS = 10_000;

/** What a nudge is about. It carries no data: whoever is woken looks for itself. */
export type Topic = 'changes' | 'commands' | 'events';

/** Hears what other transactions, of this process and of the others on the same database, have committed. */
export interface Notifier {
  /**
   * Calls `wake` after a transaction that notified this topic of this merchant has committed, and once after a time of deafness, when
   * nobody knows what was missed. With `null` for any merchant. A nudge may be one too many: `wake` is cheap and repeatable. Returns how to end it.
   */
  subscribe(topic: Topic, merchantId: string | null, wake: (merchantId: string | null) => void): () => void;
  close(): Promise<void>;
}

/** Nudges, when `tx` commits, whoever subscribed to this topic of this merchant. Many in one transaction count as one. */
export async function notify(tx: Tx, topic: Topic, merchantId: string): Promise<void> {
  await sql`SELECT pg_notify(${CHANNEL}, ${`${topic} ${merchantId}`})`.execute(tx);
}

interface Subscription {
  readonly topic: Topic;
  readonly merchantId: string | null;
  readonly wake: (merchantId: string | null) => void;
}

/** Listens on the database. It returns when it hears. */
export async function createNotifier({ driver }: Pick<Database, 'driver'>, log: Logger): Promise<Notifier> {
  const subscriptions = new Set<Subscription>();
  const subscribe: Notifier['subscribe'] = (topic, merchantId, wake) => {
    const subscription = { topic, merchantId, wake };
    subscriptions.add(subscription);
    return () => subscriptions.delete(subscription);
  };
  const heard = (payload: string): void => {
    const [topic, merchantId = ''] = payload.split(' ');
    for (const { wake } of [...subscriptions].filter((one) => one.topic === topic && (one.merchantId ?? merchantId) === merchantId))
      wake(merchantId);
  };
  if (driver.kind === 'embedded') {
    const unlisten = await driver.pglite.listen(CHANNEL, heard);
    return { subscribe, close: () => unlisten() };
  }
  const hearing = await keepHearing(driver, heard, log, () => {
    for (const { wake, merchantId } of [...subscriptions]) wake(merchantId);
  });
  return { subscribe, close: () => hearing.close() };
}

/** A connection of its own that is made anew whenever it is lost. `missed` is called each time it hears again. */
async function keepHearing(
  { url }: ServerDriver,
  heard: (payload: string) => void,
  log: Logger,
  missed: () => void,
): Promise<{ close(): Promise<void> }> {
  let isClosed = false;
  let client: pg.Client;
  let again: NodeJS.Timeout | undefined;

  const lost = (): void => {
    if (isClosed) return;
    log.warn('the connection that hears notifications was lost');
    retry();
  };
  const retry = (): void => {
    again = setTimeout(() => {
      connect().then(missed, retry);
    }, RECONNECT_MS);
  };
  const connect = async (): Promise<void> => {
    client = await openListener(url, heard, lost);
    // It was closed while the connection was being made.
    if (isClosed) await client.end();
  };
  await connect();
  return {
    close: async () => {
      isClosed = true;
      clearTimeout(again);
      await client.end();
    },
  };
}

/** @throws Error when the server cannot be reached; `lost` is called once, when it was reached and is not any more. */
async function openListener(url: string, heard: (payload: string) => void, lost: () => void): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'contacto-cloud-listener',
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  });
  client.on('notification', ({ payload = '' }) => {
    heard(payload);
  });
  // The end follows; unheard, the error would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  client.once('end', lost);
  return client;
}
