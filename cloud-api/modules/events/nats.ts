import { jetstream, jetstreamManager, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { connect, type NatsConnection, nanos } from '@nats-io/transport-node';
import { sql } from 'kysely';
import type { Database } from '../../platform/database.ts';
import { type EventPlace, type HeldEvent, readEvents } from './outbox.ts';
import type { StepLeft } from './relay.ts';

const CONSUMER = 'nats';
const STREAM = 'CONTACTO_EVENTS';
const SUBJECTS = 'contacto.*.>';
/** Kept for those who come late or replay. */
const STREAM_AGE_MS = 30 * 86_400_000;
/** An event published twice within this is stored once. Longer than a lease, which is how long two processes can disagree. */
const DUPLICATE_WINDOW_MS = 600_000;
/** Published under one lease. */
const BATCH = 100;
const LEASE_SECONDS = 60;
const ACK_TIMEOUT_MS = 5_000;

/** Publishes the outbox to a JetStream stream. */
export interface NatsPublisher {
  step(): Promise<StepLeft>;
  close(): Promise<void>;
}

/** Where an event is published: `contacto.<merchant>.<type>`, the type's own dots included. */
function subjectOf({ merchantId, event }: HeldEvent): string {
  return `contacto.${merchantId}.${event.type}`;
}

/** Connects when there is first something to publish; a NATS that is away delays events and loses none. */
export function createNatsPublisher(database: Database, url: string): NatsPublisher {
  let connecting: Promise<NatsConnection> | null = null;
  const connection = (): Promise<NatsConnection> => {
    connecting ??= openStream(url).catch((error: unknown) => {
      connecting = null;
      throw error;
    });
    return connecting;
  };
  return {
    step: async () => publishBatch(database, await connection()),
    close: async () => {
      const open = await connecting?.catch(() => null);
      await open?.close();
    },
  };
}

async function openStream(url: string): Promise<NatsConnection> {
  const { username, password, host, protocol } = new URL(url);
  const connection = await connect({
    servers: host,
    name: 'contacto-cloud',
    maxReconnectAttempts: -1,
    ...(username === '' ? {} : { user: decodeURIComponent(username), pass: decodeURIComponent(password) }),
    ...(protocol === 'tls:' ? { tls: {} } : {}),
  });
  try {
    const { streams } = await jetstreamManager(connection);
    const held = await streams.list(SUBJECTS).next();
    if (!held.some(({ config }) => config.name === STREAM))
      await streams.add({
        name: STREAM,
        subjects: [SUBJECTS],
        retention: RetentionPolicy.Limits,
        storage: StorageType.File,
        max_age: nanos(STREAM_AGE_MS),
        duplicate_window: nanos(DUPLICATE_WINDOW_MS),
      });
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/**
 * Publishes the next events in order, each with its id as `Nats-Msg-Id`. No transaction is open meanwhile: a lease on the checkpoint keeps the
 * other processes away. One that dies leaves a place from before its last events, and they are published again and stored once.
 */
async function publishBatch(database: Database, connection: NatsConnection): Promise<StepLeft> {
  const lease = await takeLease(database);
  if (lease === null) return 'nothing';
  let reached: EventPlace = lease.place;
  try {
    const { events, more } = await readEvents(database.all, null, lease.place, BATCH);
    const stream = jetstream(connection);
    for (const held of events) {
      await stream.publish(subjectOf(held), JSON.stringify(held.event), { msgID: held.event.id, timeout: ACK_TIMEOUT_MS });
      reached = held.place;
    }
    if (!more) return 'nothing';
    return events.length === 0 ? 'soon' : 'more';
  } finally {
    await endLease(database, lease.until, reached);
  }
}

interface Lease {
  readonly place: EventPlace;
  /** As PostgreSQL writes it; also what the lease is known by. */
  readonly until: string;
}

/** Null while another process has it. */
async function takeLease(database: Database): Promise<Lease | null> {
  const { rows } = await sql<{ xid: string; seq: number; until: string }>`
    INSERT INTO event_checkpoint (consumer, leased_until) VALUES (${CONSUMER}, now() + make_interval(secs => ${LEASE_SECONDS}))
    ON CONFLICT (consumer) DO UPDATE SET leased_until = excluded.leased_until
    WHERE event_checkpoint.leased_until IS NULL OR event_checkpoint.leased_until < now()
    RETURNING xid::text AS xid, seq, leased_until::text AS until`.execute(database.all);
  const [row] = rows;
  return row === undefined ? null : { place: { xid: row.xid, seq: row.seq }, until: row.until };
}

/** One whose time is over is another's by now, and its place with it. */
async function endLease(database: Database, until: string, { xid, seq }: EventPlace): Promise<void> {
  await sql`
    UPDATE event_checkpoint SET xid = ${xid}::xid8, seq = ${seq}, leased_until = NULL
    WHERE consumer = ${CONSUMER} AND leased_until = ${until}::timestamptz`.execute(database.all);
}
