import { sql } from 'kysely';
import { type Closure, type ClosureQuery, saleCursorSchema, type TillSession } from '../../../src-shared/contract/sales-routes.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { type Page, pageOfRows, readCursor } from '../../platform/page.ts';

/** The Zs of a merchant's tills, the newest first. */
export function listClosures(database: Database, merchantId: string, query: ClosureQuery): Promise<Page<Closure>> {
  return asMerchant(database, merchantId, async (tx) => {
    const rows = await actsOf(tx, merchantId, 'closed', query)
      .select(['number', 'amount_minor', 'variance_minor', sql<string>`business_date::text`.as('business_date')])
      .execute();
    return pageOfRows(rows, query.limit, closureOf, placeOf);
  });

  function closureOf(
    row: ActRow & { number: number | null; amount_minor: number | null; variance_minor: number | null; business_date: string },
  ): Closure {
    const { terminal_id: terminalId, epoch, seq, store_id: storeId } = row;
    return {
      sessionId: row.session_id ?? '',
      storeId,
      terminalId,
      epoch,
      seq,
      tillId: row.till_id ?? '',
      zNumber: row.number ?? 0,
      closedAt: row.at.toISOString(),
      closedBy: row.actor,
      closedOn: row.business_date,
      totalMinor: row.amount_minor ?? 0,
      varianceMinor: row.variance_minor ?? 0,
    };
  }
}

/** Till sessions, the newest first; each with its closing where it has one. */
export function listTillSessions(database: Database, merchantId: string, query: ClosureQuery): Promise<Page<TillSession>> {
  return asMerchant(database, merchantId, async (tx) => {
    const rows = await actsOf(tx, merchantId, 'opened', query).select('amount_minor').execute();
    const closings = await selectClosings(
      tx,
      merchantId,
      rows.flatMap(({ session_id }) => session_id ?? []),
    );
    const sessionOf = (row: (typeof rows)[number]): TillSession => {
      const closing = closings.get(row.session_id ?? '');
      return {
        sessionId: row.session_id ?? '',
        storeId: row.store_id,
        terminalId: row.terminal_id,
        epoch: row.epoch,
        seq: row.seq,
        tillId: row.till_id ?? '',
        openedAt: row.at.toISOString(),
        openedBy: row.actor,
        floatMinor: row.amount_minor ?? 0,
        closedAt: closing?.at.toISOString() ?? null,
        zNumber: closing?.number ?? null,
      };
    };
    return pageOfRows(rows, query.limit, sessionOf, placeOf);
  });
}

type ActRow = Awaited<ReturnType<ReturnType<typeof actsOf>['executeTakeFirstOrThrow']>>;

function placeOf({ terminal_id: terminalId, epoch, seq }: Pick<ActRow, 'terminal_id' | 'epoch' | 'seq'>) {
  return { terminalId, epoch, seq };
}

/** Acts of a kind, a page and one more. */
function actsOf(tx: Tx, merchantId: string, kind: 'opened' | 'closed', { cursor, limit, storeId, terminalId }: ClosureQuery) {
  const place = readCursor(cursor, saleCursorSchema);
  let found = tx
    .selectFrom('till_act')
    .select(['terminal_id', 'epoch', 'seq', 'store_id', 'till_id', 'session_id', 'at', 'actor'])
    .where('merchant_id', '=', merchantId)
    .where('kind', '=', kind)
    .orderBy('at', 'desc')
    .orderBy('terminal_id', 'desc')
    .orderBy('epoch', 'desc')
    .orderBy('seq', 'desc')
    .limit(limit + 1);
  if (storeId !== undefined) found = found.where('store_id', '=', storeId);
  if (terminalId !== undefined) found = found.where('terminal_id', '=', terminalId);
  if (place === null) return found;
  const last = sql`SELECT at, terminal_id, epoch, seq FROM till_act
    WHERE merchant_id = ${merchantId} AND terminal_id = ${place.terminalId} AND epoch = ${place.epoch} AND seq = ${place.seq} AND kind = ${kind}`;
  return found.where(sql<boolean>`(at, terminal_id, epoch, seq) < (${last})`);
}

async function selectClosings(tx: Tx, merchantId: string, sessionIds: readonly string[]) {
  if (sessionIds.length === 0) return new Map<string | null, never>();
  const rows = await tx
    .selectFrom('till_act')
    .select(['session_id', 'at', 'number'])
    .where('merchant_id', '=', merchantId)
    .where('kind', '=', 'closed')
    .where('session_id', 'in', sessionIds)
    .execute();
  return new Map(rows.map((row) => [row.session_id, row]));
}
