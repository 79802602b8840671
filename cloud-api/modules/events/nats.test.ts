import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { sql } from 'kysely';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventSchema } from '../../../src-shared/contract/events.ts';
import { asMerchant, type Database, openDatabase } from '../../platform/database.ts';
import { migrateToLatest } from '../../platform/migrate.ts';
import { embeddedDatabase } from '../../testing/test-database.ts';
import { createMerchant } from '../merchants/service.ts';
import { createNatsPublisher } from './nats.ts';
import { Relay } from './relay.ts';
import { emitEvent } from './service.ts';

const NATS_URL = process.env['TEST_NATS_URL'] ?? 'nats://127.0.0.1:4222';

async function open(): Promise<NatsConnection | null> {
  const connection = await connect({ servers: new URL(NATS_URL).host }).catch(() => null);
  try {
    if (connection !== null) await (await jetstreamManager(connection)).getAccountInfo();
    return connection;
  } catch {
    await connection?.close();
    return null;
  }
}

const nats = await open();
if (nats === null) process.stdout.write(`The stream of events was NOT tried: no NATS with JetStream answers at ${NATS_URL}.\n`);

describe.skipIf(nats === null)('the stream of events', () => {
  const testDatabase = embeddedDatabase();
  let database: Database;
  let merchantId: string;
  beforeAll(async () => {
    database = await openDatabase(testDatabase.config);
    await migrateToLatest(database);
    merchantId = (await createMerchant(database, uuidv7, { merchant: 'El Baraka', store: 'Alger' })).merchantId;
  });
  afterAll(async () => {
    await nats?.close();
    await database.close();
    await testDatabase.remove();
  });

  const raise = (about: string) =>
    asMerchant(database, merchantId, (tx) =>
      emitEvent(tx, { merchantId, type: 'task.raised', subject: about, data: { kind: 'test', about } }),
    );
  /** What the stream holds of this merchant, which is this test's alone. */
  const held = async (): Promise<string[]> => {
    if (nats === null) return [];
    const consumer = await jetstream(nats).consumers.get('CONTACTO_EVENTS', { filter_subjects: `contacto.${merchantId}.>` });
    const subjects: string[] = [];
    const messages = await consumer.fetch({ max_messages: 100, expires: 1_000 });
    for await (const message of messages) {
      expect(message.subject).toBe(`contacto.${merchantId}.task.raised`);
      subjects.push(eventSchema.parse(message.json()).subject);
      if (message.info.pending === 0) break;
    }
    return subjects;
  };

  test('holds each event once and in order, though it was published again', async () => {
    const publisher = createNatsPublisher(database, NATS_URL);
    try {
      for (const about of ['one', 'two', 'three']) await raise(about);
      expect(await publisher.step()).toBe('nothing');
      // As after a process that died before it noted how far it was.
      await sql`UPDATE event_checkpoint SET xid = '0', seq = 0 WHERE consumer = 'nats'`.execute(database.all);
      await raise('four');
      await publisher.step();
      expect(await held()).toEqual(['one', 'two', 'three', 'four']);
    } finally {
      await publisher.close();
    }
  });

  test('is left alone while another process has the lease, and taken up when that is over', async () => {
    const publisher = createNatsPublisher(database, NATS_URL);
    try {
      await raise('five');
      await sql`UPDATE event_checkpoint SET leased_until = now() + interval '1 hour' WHERE consumer = 'nats'`.execute(database.all);
      await publisher.step();
      expect(await held()).not.toContain('five');
      await sql`UPDATE event_checkpoint SET leased_until = now() - interval '1 second' WHERE consumer = 'nats'`.execute(database.all);
      await publisher.step();
      expect(await held()).toContain('five');
    } finally {
      await publisher.close();
    }
  });
});

test('a NATS that is away delays events and loses none', async () => {
  const publisher = createNatsPublisher({} as Database, 'nats://127.0.0.1:1'); // It is not asked before there is a connection.
  const records: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => records.push(line) });
  const relay = new Relay('nats', () => publisher.step(), log);
  relay.wake();
  await relay.stop();
  expect(records.join()).toContain('events could not be carried on');
  await publisher.close();
});
