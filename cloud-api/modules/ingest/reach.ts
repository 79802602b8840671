import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';

/** Of entries' texts held in memory for one page: entries may be as large as a request, and a page of them larger than the process. */
const MAX_PAGE_BYTES = 16_000_000;

/**
 * Up to which of the entries behind `after`, and not behind `through`, their texts come to no more than a page holds: at least the next one.
 * `after` itself when there is none.
 */
export async function reachOfPage(
  tx: Tx,
  { merchantId, terminalId, epoch }: { readonly merchantId: string; readonly terminalId: string; readonly epoch: number },
  after: number,
  through: number,
): Promise<number> {
  const { rows } = await sql<{ reach: number | null }>`
    SELECT max(seq) AS reach FROM (
      SELECT seq, sum(octet_length(text)) OVER (ORDER BY seq) AS bytes, row_number() OVER (ORDER BY seq) AS number FROM entry
      WHERE merchant_id = ${merchantId} AND terminal_id = ${terminalId} AND epoch = ${epoch} AND seq > ${after} AND seq <= ${through}
    ) AS page WHERE bytes <= ${MAX_PAGE_BYTES} OR number = 1`.execute(tx);
  return rows[0]?.reach ?? after;
}
