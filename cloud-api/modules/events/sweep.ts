import { sql } from 'kysely';
import type { Database } from '../../platform/database.ts';

/** Events, and what became of them, are kept this long. */
const KEPT_DAYS = 30;
/** And no longer than this for a consumer that does not come for them. */
const LONGEST_KEPT_DAYS = 90;
/** Deleted in one statement: a long one would hold up the readers behind it. */
const BATCH = 5_000;

/**
 * Deletes old events that every consumer has passed, with their deliveries, and notes how far: a stream that would go on from before is told
 * that it has missed some.
 */
export async function sweepEvents(database: Database, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000);
  const longBefore = new Date(now.getTime() - LONGEST_KEPT_DAYS * 86_400_000);
  for (;;) {
    const deleted = await database.all.transaction().execute(async (tx) => {
      const { rows } = await sql<{ xid: string }>`
        WITH old AS (
          SELECT merchant_id, event_id FROM event_outbox
          WHERE at < ${before}
            AND (at < ${longBefore} OR xid < coalesce((SELECT min(xid) FROM event_checkpoint WHERE consumer <> 'swept'), '0'))
          ORDER BY xid, seq LIMIT ${BATCH}
        )
        DELETE FROM event_outbox USING old
        WHERE event_outbox.merchant_id = old.merchant_id AND event_outbox.event_id = old.event_id
        RETURNING event_outbox.xid::text AS xid`.execute(tx);
      if (rows.length === 0) return 0;
      const last = rows.map(({ xid }) => BigInt(xid)).reduce((one, other) => (one > other ? one : other));
      await sql`
        INSERT INTO event_checkpoint (consumer, xid) VALUES ('swept', ${String(last + 1n)}::xid8)
        ON CONFLICT (consumer) DO UPDATE SET xid = greatest(event_checkpoint.xid, excluded.xid)`.execute(tx);
      return rows.length;
    });
    if (deleted < BATCH) return;
  }
}
