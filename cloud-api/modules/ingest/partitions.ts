import { sql } from 'kysely';
import type { Database } from '../../platform/database.ts';

/** Months made ahead: a process that was down for weeks still finds the next one there. */
const MONTHS_AHEAD = 3;
/** Whoever waits for a lock on the entries holds up every push behind it, so it does not wait: the next run tries again. */
const LOCK_TIMEOUT_MS = 2_000;
/** Any number, the same in every process. */
const PARTITION_LOCK = 7_201_721;

/**
 * Gives the entries of this month and the next ones a partition of their own. It only ever adds: the default partition stays for whatever has
 * none, and a month of which it already holds something is left there, so that nothing is moved and nobody waits.
 */
export async function addEntryPartitions(database: Database, now: Date): Promise<void> {
  for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead += 1) {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
    const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1, 1));
    await addPartition(database, from, to);
  }
}

async function addPartition(database: Database, from: Date, to: Date): Promise<void> {
  const name = `entry_${from.toISOString().slice(0, 7).replace('-', '_')}`;
  await database.all.transaction().execute(async (tx) => {
    await sql`SELECT set_config('lock_timeout', ${`${LOCK_TIMEOUT_MS}ms`}, true), pg_advisory_xact_lock(${PARTITION_LOCK})`.execute(tx);
    const { rows } = await sql<{ is_needed: boolean }>`
      SELECT to_regclass(${name}) IS NULL
        AND NOT EXISTS (SELECT FROM entry_default WHERE received_at >= ${from} AND received_at < ${to}) AS is_needed`.execute(tx);
    if (rows[0]?.is_needed !== true) return;
    // Made apart and attached: pushes go on meanwhile, but for the moment in which the default partition is looked through.
    const table = sql.table(name);
    await sql`CREATE TABLE ${table} (LIKE entry INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`.execute(tx);
    // Requests reach it through its parent, whose policy holds; by itself it is closed to them.
    await sql`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`.execute(tx);
    await sql`ALTER TABLE entry ATTACH PARTITION ${table} FOR VALUES FROM (${sql.lit(from.toISOString())}) TO (${sql.lit(to.toISOString())})`.execute(
      tx,
    );
  });
}
