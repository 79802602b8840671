import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addEntryPartitions } from '../modules/ingest/partitions.ts';
import { openDatabase } from '../platform/database.ts';
import { migrateToLatest } from '../platform/migrate.ts';
import { describeSchema } from '../testing/describe-schema.ts';
import { embeddedDatabase, hasServer, serverDatabase } from '../testing/test-database.ts';

const HELD = join(import.meta.dirname, '../../docs/cloud-schema.sql');
/** A database is made and migrated. */
const MIGRATED_MS = 180_000;
const onServer = await hasServer();

describe.each([
  ['the embedded database', true],
  ['a PostgreSQL server', onServer],
] as const)('on %s', (name, isThere) => {
  test.skipIf(!isThere)('the migrations make what docs/cloud-schema.sql holds', { timeout: MIGRATED_MS }, async () => {
    const testDatabase = name === 'a PostgreSQL server' ? await serverDatabase() : embeddedDatabase();
    const database = await openDatabase(testDatabase.config);
    try {
      await migrateToLatest(database);
      const made = await describeSchema(database);
      expect(made, 'After a change of the migrations: npx node build/write-cloud-schema.ts').toBe(readFileSync(HELD, 'utf8'));
      // Months come with time, and are no part of it.
      await addEntryPartitions(database, new Date());
      expect(await describeSchema(database)).toBe(made);
    } finally {
      await database.close();
      await testDatabase.remove();
    }
  });
});

test('every table whose key begins with a merchant is closed to the others', () => {
  const text = readFileSync(HELD, 'utf8');
  const tables = text.split('\n\n').slice(1);
  const ofMerchants = tables.filter((table) => table.includes('PRIMARY KEY (merchant_id'));
  expect(ofMerchants.length).toBeGreaterThan(10);
  for (const table of ofMerchants) {
    const [head = ''] = table.split('\n');
    expect(head).toContain('row-level security');
  }
});
