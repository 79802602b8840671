import { sql } from 'kysely';
import type { PageQuery } from '../../../src-shared/contract/route.ts';
import { type AccountBalance, accountCursorSchema, type ListedMovement } from '../../../src-shared/contract/sales-routes.ts';
import { asMerchant, type Database } from '../../platform/database.ts';
import { type Page, pageOfRows, readCursor } from '../../platform/page.ts';

/** What stands on each account of a customer: the sum of its movements at all terminals. None for a customer nobody has heard of. */
export function listBalances(database: Database, merchantId: string, customerId: string): Promise<AccountBalance[]> {
  return asMerchant(database, merchantId, async (tx) => {
    const { rows } = await sql<{ account_id: string; balance: number; movements: number; last_at: Date }>`
      SELECT account_id, sum(amount)::int8 AS balance, count(*) AS movements, max(at) AS last_at FROM account_movement
      WHERE merchant_id = ${merchantId} AND customer_id = ${customerId} GROUP BY account_id ORDER BY account_id COLLATE "C"`.execute(tx);
    return rows.map(({ account_id: accountId, balance, movements, last_at }) => ({
      accountId,
      balance,
      movements,
      lastAt: last_at.toISOString(),
    }));
  });
}

/** What changed the accounts of a customer, the newest first. */
export function listAccountMovements(
  database: Database,
  merchantId: string,
  customerId: string,
  { cursor, limit }: PageQuery,
): Promise<Page<ListedMovement>> {
  const place = readCursor(cursor, accountCursorSchema);
  return asMerchant(database, merchantId, async (tx) => {
    let found = tx
      .selectFrom('account_movement')
      .select(['terminal_id', 'epoch', 'seq', 'n', 'store_id', 'account_id', 'cause', 'amount', 'at', 'actor', 'document'])
      .select(sql<string>`business_date::text`.as('business_date'))
      .where('merchant_id', '=', merchantId)
      .where('customer_id', '=', customerId)
      .orderBy('at', 'desc')
      .orderBy('terminal_id', 'desc')
      .orderBy('epoch', 'desc')
      .orderBy('seq', 'desc')
      .orderBy('n', 'desc')
      .limit(limit + 1);
    if (place !== null) {
      const { terminalId, epoch, seq, n } = place;
      const last = sql`SELECT at, terminal_id, epoch, seq, n FROM account_movement
        WHERE merchant_id = ${merchantId} AND terminal_id = ${terminalId} AND epoch = ${epoch} AND seq = ${seq} AND n = ${n}`;
      found = found.where(sql<boolean>`(at, terminal_id, epoch, seq, n) < (${last})`);
    }
    const rows = await found.execute();
    const itemOf = (row: (typeof rows)[number]): ListedMovement => {
      const { terminal_id: terminalId, epoch, seq, n, store_id: storeId, account_id: accountId, cause, amount, actor, document } = row;
      return {
        accountId,
        cause,
        amount,
        at: row.at.toISOString(),
        businessDate: row.business_date,
        storeId,
        terminalId,
        epoch,
        seq,
        n,
        actor,
        document,
      };
    };
    return pageOfRows(rows, limit, itemOf, ({ terminal_id: terminalId, epoch, seq, n }) => ({ terminalId, epoch, seq, n }));
  });
}
