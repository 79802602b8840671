import { sql } from 'kysely';
import { asMerchant, type Database } from '../../platform/database.ts';
import type { TerminalCaller } from '../../platform/tokens.ts';

/**
 * Read from the end of the text, where the canonical order puts it: what the entry says may hold a zero character, over which PostgreSQL would
 * read none of it. A quotation mark within a text is escaped, so that no text can pass for the member.
 */
const prevOf = sql`substring(right(text, 1200) FROM '.*"prev":"([0-9a-f]{64})","seq":')`;

interface TailRow {
  readonly epoch: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly lastHash: string;
  readonly entries: number;
  readonly receivedAt: string;
}

/**
 * The tails of a terminal that are kept aside: each is a run of entries, every one following the one before. Followed from its beginning by the
 * hash each entry names; two that part later are two tails, and what they have in common counts in both.
 */
export function listTails(database: Database, { merchantId, terminalId }: TerminalCaller): Promise<TailRow[]> {
  return asMerchant(database, merchantId, async (tx) => {
    const { rows } = await sql<Omit<TailRow, 'receivedAt'> & { receivedAt: Date }>`
      WITH RECURSIVE aside AS (
        SELECT epoch, seq, hash, ${prevOf} AS prev, received_at FROM quarantined_entry
        WHERE merchant_id = ${merchantId} AND terminal_id = ${terminalId}
      ), run AS (
        SELECT epoch, seq AS first_seq, seq, hash, received_at FROM aside AS first
        WHERE NOT EXISTS (SELECT FROM aside WHERE aside.epoch = first.epoch AND aside.seq = first.seq - 1 AND aside.hash = first.prev)
        UNION ALL
        SELECT run.epoch, run.first_seq, aside.seq, aside.hash, least(run.received_at, aside.received_at)
        FROM run JOIN aside ON aside.epoch = run.epoch AND aside.seq = run.seq + 1 AND aside.prev = run.hash
      )
      SELECT epoch, first_seq AS "firstSeq", seq AS "lastSeq", hash AS "lastHash", seq - first_seq + 1 AS entries, received_at AS "receivedAt"
      FROM run WHERE NOT EXISTS (SELECT FROM aside WHERE aside.epoch = run.epoch AND aside.seq = run.seq + 1 AND aside.prev = run.hash)
      ORDER BY epoch, first_seq, hash`.execute(tx);
    return rows.map((row) => ({ ...row, receivedAt: row.receivedAt.toISOString() }));
  });
}
