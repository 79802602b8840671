import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emitEvent } from './modules/events/service.ts';
import { sweepEvents } from './modules/events/sweep.ts';
import { addEntryPartitions } from './modules/ingest/partitions.ts';
import { createMerchant } from './modules/merchants/service.ts';
import { sweepTerminals } from './modules/terminals/sweep.ts';
import { type Database, openDatabase } from './platform/database.ts';
import { migrateToLatest } from './platform/migrate.ts';
import { embeddedDatabase, hasServer, serverDatabase, type TestDatabase } from './testing/test-database.ts';

const onServer = await hasServer();
const DAY_MS = 86_400_000;

describe.each([
  ['the embedded database', true],
  ['a PostgreSQL server', onServer],
] as const)('on %s', (name, isThere) => {
  describe.skipIf(!isThere)('what is done by itself', () => {
    let testDatabase: TestDatabase;
    let database: Database;
    let merchantId: string;
    let storeId: string;
    beforeAll(async () => {
      testDatabase = name === 'a PostgreSQL server' ? await serverDatabase() : embeddedDatabase();
      database = await openDatabase(testDatabase.config);
      await migrateToLatest(database);
      ({ merchantId, storeId } = await createMerchant(database, uuidv7, { merchant: 'El Baraka', store: 'Alger' }));
    });
    afterAll(async () => {
      await database.close();
      await testDatabase.remove();
    });

    const partitions = async (): Promise<string[]> => {
      const { rows } = await sql<{ name: string }>`
        SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'entry'::regclass ORDER BY 1`.execute(database.all);
      return rows.map((row) => row.name);
    };

    test('months of entries are made ahead, once, by several processes at a time', async () => {
      const now = new Date('2027-11-20T10:00:00Z');
      await Promise.all([addEntryPartitions(database, now), addEntryPartitions(database, now), addEntryPartitions(database, now)]);
      await addEntryPartitions(database, now);
      expect(await partitions()).toEqual(['entry_2027_11', 'entry_2027_12', 'entry_2028_01', 'entry_2028_02', 'entry_default']);
    });

    test('a month of which the default partition holds something is left there', async () => {
      await sql`
        INSERT INTO entry (merchant_id, terminal_id, epoch, seq, received_at, id, type, v, at, actor, text, hash, sig, key_id)
        VALUES (${merchantId}, 't', 1, 1, '2030-05-03', ${uuidv7()}, 'x', 1, now(), 'a', '{}', 'h', 's', 'k')`.execute(database.all);
      await addEntryPartitions(database, new Date('2030-04-10T00:00:00Z'));
      const made = await partitions();
      expect(made).toEqual(expect.arrayContaining(['entry_2030_04', 'entry_2030_06', 'entry_2030_07']));
      expect(made).not.toContain('entry_2030_05');
    });

    test('what has expired is swept, and what is used or still good stays', async () => {
      const now = new Date('2027-06-01T00:00:00Z');
      const code = (hash: string, expiresDaysAgo: number, usedAt: Date | null) =>
        database.all
          .insertInto('enrolment_code')
          .values({
            code_hash: hash,
            merchant_id: merchantId,
            store_id: storeId,
            terminal_name: 'Caisse 1',
            replaces: null,
            expires_at: new Date(now.getTime() - expiresDaysAgo * DAY_MS),
            used_at: usedAt,
          })
          .execute();
      await code('old', 31, null);
      await code('recent', 1, null);
      await code('used', 400, now);
      const assertions = [
        { jti: 'old', expires_at: new Date(now.getTime() - 3 * DAY_MS) },
        { jti: 'still refused', expires_at: new Date(now.getTime() - DAY_MS / 2) },
      ];
      await database.all.insertInto('used_assertion').values(assertions).execute();
      await sweepTerminals(database, now);
      const codes = await database.all.selectFrom('enrolment_code').select('code_hash').orderBy('code_hash').execute();
      expect(codes.map(({ code_hash }) => code_hash)).toEqual(['recent', 'used']);
      expect(await database.all.selectFrom('used_assertion').select('jti').execute()).toEqual([{ jti: 'still refused' }]);
    });

    test('old events go when every consumer has passed them, and after 90 days in any case', async () => {
      const raise = (about: string) =>
        database.all
          .transaction()
          .execute((tx) => emitEvent(tx, { merchantId, type: 'task.raised', subject: about, data: { kind: 'test', about } }));
      const left = async () => (await database.all.selectFrom('event_outbox').select('subject').execute()).map(({ subject }) => subject);
      await raise('passed');
      await sql`INSERT INTO event_checkpoint (consumer, xid) VALUES ('webhooks', pg_current_xact_id())`.execute(database.all);
      await raise('not passed');
      await sweepEvents(database, new Date(Date.now() + 10 * DAY_MS));
      expect(await left()).toEqual(['passed', 'not passed']);
      await sweepEvents(database, new Date(Date.now() + 31 * DAY_MS));
      expect(await left()).toEqual(['not passed']);
      await sweepEvents(database, new Date(Date.now() + 91 * DAY_MS));
      expect(await left()).toEqual([]);
      const swept = await database.all.selectFrom('event_checkpoint').select('consumer').where('consumer', '=', 'swept').execute();
      expect(swept).toHaveLength(1);
    });
  });
});
