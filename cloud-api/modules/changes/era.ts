import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Database, Tx } from '../../platform/database.ts';
import type { PullCursor } from './cursor.ts';

/**
 * Notes that a process begins on this database, before it answers anybody. A database that counts its transactions from lower than it once
 * did was poured into another server: its changes are renumbered and every cursor is void.
 */
export function beginPullEra(database: Database): Promise<void> {
  return database.all.transaction().execute(async (tx) => {
    const { rows } = await sql`SELECT FROM pull_era WHERE xid >= pg_snapshot_xmax(pg_current_snapshot()) LIMIT 1`.execute(tx);
    if (rows.length > 0) await voidPullCursors(tx);
    await tx.insertInto('pull_era').values({ era_id: uuidv7() }).execute();
  });
}

/** Every terminal takes a snapshot next, whatever it has pulled; what there is counts as changed now. */
export async function voidPullCursors(tx: Tx): Promise<void> {
  await sql`UPDATE change_log SET xid = pg_current_xact_id()`.execute(tx);
  await sql`DELETE FROM swept_changes`.execute(tx);
  await sql`DELETE FROM pull_era`.execute(tx);
}

/**
 * Whether everything from the cursor on can be told. Not when the database was restored to before it (the era it names is unknown, or ended
 * before the transaction it names), and not when deletions after it were swept.
 */
export async function canGoOnFrom(tx: Tx, merchantId: string, { eraId, xid }: PullCursor): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM pull_era AS own WHERE own.era_id = ${eraId}
    AND NOT EXISTS (SELECT FROM pull_era AS next WHERE next.xid > own.xid AND next.xid < ${xid}::xid8)
    AND NOT EXISTS (SELECT FROM swept_changes WHERE merchant_id = ${merchantId} AND xid >= ${xid}::xid8)`.execute(tx);
  return rows.length > 0;
}

/** Deletions are told for so long. A terminal that was away for longer takes a snapshot. */
const DELETIONS_KEPT_DAYS = 180;

/** Forgets deletions that every terminal has had time to hear of. For a job; safe in several processes at once. */
export async function sweepDeletions(database: Database, now: Date): Promise<void> {
  const before = new Date(now.getTime() - DELETIONS_KEPT_DAYS * 86_400_000);
  await sql`
    WITH swept AS (DELETE FROM change_log WHERE row IS NULL AND changed_at < ${before.toISOString()}::timestamptz RETURNING merchant_id, xid),
    last AS (SELECT DISTINCT ON (merchant_id) merchant_id, xid FROM swept ORDER BY merchant_id, xid DESC)
    INSERT INTO swept_changes (merchant_id, xid) SELECT merchant_id, xid FROM last
    ON CONFLICT (merchant_id) DO UPDATE SET xid = excluded.xid WHERE swept_changes.xid < excluded.xid`.execute(database.all);
}
