import { sql } from 'kysely';
import type { TerminalResponse } from '../../../src-shared/contract/cloud-api.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import type { TerminalCaller } from '../../platform/tokens.ts';
import { assertActive } from '../terminals/service.ts';

/**
 * What a day of a terminal comes to by the rows that were read from its entries, and up to which entries that is: the terminal computes the
 * same of its own (`src-shared/ledger/digest.ts`) and compares.
 */
export function digestOfTerminal(database: Database, caller: TerminalCaller, day: string): Promise<TerminalResponse<'digest'>> {
  const compute = async (tx: Tx) => {
    await assertActive(tx, caller);
    const reach = await tx
      .selectFrom('terminal_epoch')
      .select(['epoch', 'projected_seq as seq'])
      .where('merchant_id', '=', caller.merchantId)
      .where('terminal_id', '=', caller.terminalId)
      .orderBy('epoch')
      .execute();
    const entries = await countEntries(tx, caller, day);
    const sums = await sumTickets(tx, caller, day);
    const tickets = sums.reduce((sum, row) => sum + row.tickets, 0);
    const money = sums.map(({ currency, totalMinor, payableMinor }) => ({ currency, totalMinor, payableMinor }));
    return { digest: { day, entries, tickets, money, last: await selectLast(tx, caller, day) }, reach };
  };
  // What is read while entries come in is still of one moment.
  return asMerchant(database, caller.merchantId, compute, 'repeatable read');
}

async function countEntries(tx: Tx, { merchantId, terminalId }: TerminalCaller, day: string): Promise<number> {
  const { rows } = await sql<{ entries: number }>`
    SELECT count(*) AS entries FROM journal_entry WHERE merchant_id = ${merchantId} AND terminal_id = ${terminalId} AND day = ${day}::date`.execute(
    tx,
  );
  return rows[0]?.entries ?? 0;
}

async function sumTickets(tx: Tx, { merchantId, terminalId }: TerminalCaller, day: string) {
  const { rows } = await sql<{ currency: string; tickets: number; totalMinor: number; payableMinor: number }>`
    SELECT currency, count(*) AS tickets, sum(total_minor)::int8 AS "totalMinor", sum(payable_minor)::int8 AS "payableMinor"
    FROM sale JOIN journal_entry USING (merchant_id, terminal_id, epoch, seq)
    WHERE merchant_id = ${merchantId} AND terminal_id = ${terminalId} AND day = ${day}::date
    GROUP BY currency ORDER BY currency COLLATE "C"`.execute(tx);
  return rows;
}

async function selectLast(tx: Tx, { merchantId, terminalId }: TerminalCaller, day: string) {
  const { rows } = await sql<{ epoch: number; seq: number; hash: string }>`
    SELECT epoch, seq, hash FROM journal_entry JOIN entry USING (merchant_id, terminal_id, epoch, seq)
    WHERE merchant_id = ${merchantId} AND terminal_id = ${terminalId} AND day = ${day}::date
    ORDER BY epoch DESC, seq DESC LIMIT 1`.execute(tx);
  return rows[0] ?? null;
}
