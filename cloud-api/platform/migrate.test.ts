import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { expect, test } from 'vitest';
import { hasServer, onServer, serverDatabase } from '../testing/test-database.ts';
import { asMerchant, openDatabase } from './database.ts';
import { latestVersion, migrateToLatest } from './migrate.ts';

const isThere = await hasServer();
const SOME_MERCHANT = '01900000-0000-7000-8000-000000000001';
/** A database is made and migrated. */
const MIGRATED_MS = 180_000;

/** A role that may log in and nothing else, owner of a database of its own. */
async function plainOwner() {
  const role = `contacto_plain_${randomBytes(6).toString('hex')}`;
  const made = await serverDatabase();
  if (made.config.kind !== 'server') throw new Error('not on a server');
  const url = new URL(made.config.url);
  await onServer(`CREATE ROLE ${role} LOGIN PASSWORD 'plain'; ALTER DATABASE ${url.pathname.slice(1)} OWNER TO ${role}`);
  url.username = role;
  url.password = 'plain';
  return {
    role,
    config: { ...made.config, url: url.href },
    remove: async () => {
      await made.remove();
      await onServer(`DROP ROLE ${role}`);
    },
  };
}

test.skipIf(!isThere)(
  'a role that may make no roles is told what it lacks, and migrates once it has it',
  { timeout: MIGRATED_MS },
  async () => {
    const owner = await plainOwner();
    const database = await openDatabase(owner.config);
    try {
      await expect(migrateToLatest(database)).rejects.toThrow(`GRANT contacto_request TO ${owner.role}`);
      // Another database of the server may have made it; this is what the message says to do.
      await onServer('CREATE ROLE contacto_request NOLOGIN').catch((error: unknown) => {
        if (!(error instanceof pg.DatabaseError)) throw error;
      });
      await onServer(`GRANT contacto_request TO ${owner.role}`);
      expect(await migrateToLatest(database)).toBe(latestVersion());
      const role = await asMerchant(database, SOME_MERCHANT, (tx) => sql<{ role: string }>`SELECT current_user AS role`.execute(tx));
      expect(role.rows).toEqual([{ role: 'contacto_request' }]);
    } finally {
      await database.close();
      await owner.remove();
    }
  },
);

test.skipIf(!isThere)(
  'a migration that was changed after it was run is refused, but for one known to be the same',
  { timeout: MIGRATED_MS },
  async () => {
    const made = await serverDatabase();
    const database = await openDatabase(made.config);
    try {
      await migrateToLatest(database);
      const pretend = (sha256: string) => sql`UPDATE schema_migration SET sha256 = ${sha256} WHERE version = 1`.execute(database.all);
      await pretend('0e6bc05c5edab4791fcdc91d380c732500bc70dae620dffc8062d6af3fa3aa80');
      expect(await migrateToLatest(database)).toBe(0);
      await pretend('0'.repeat(64));
      await expect(migrateToLatest(database)).rejects.toThrow('is not the one this database was made with');
    } finally {
      await database.close();
      await made.remove();
    }
  },
);

test.skipIf(!isThere)('processes that start at once migrate once, and each goes on', { timeout: MIGRATED_MS }, async () => {
  const made = await serverDatabase();
  const databases = await Promise.all(Array.from({ length: 3 }, () => openDatabase(made.config)));
  try {
    const applied = await Promise.all(databases.map((database) => migrateToLatest(database)));
    expect(applied.reduce((sum, count) => sum + count, 0)).toBe(latestVersion());
    // On every connection there is: none is left within a transaction that failed.
    for (const { all } of databases) await Promise.all(Array.from({ length: 8 }, () => all.selectFrom('merchant').selectAll().execute()));
  } finally {
    for (const database of databases) await database.close();
    await made.remove();
  }
});

test.skipIf(!isThere)('a migration that fails leaves nothing behind', { timeout: MIGRATED_MS }, async () => {
  const made = await serverDatabase();
  const database = await openDatabase(made.config);
  try {
    const text = 'CREATE TABLE half (one int); SELECT 1 / 0;';
    await expect(migrateToLatest(database, [{ version: 1, name: 'half', text, sha256: '' }])).rejects.toThrow('division by zero');
    const { rows } = await sql`SELECT FROM pg_class WHERE relname = 'half'`.execute(database.all);
    expect(rows).toEqual([]);
  } finally {
    await database.close();
    await made.remove();
  }
});
