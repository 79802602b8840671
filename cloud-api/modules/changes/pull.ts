import { type RawBuilder, sql } from 'kysely';
import type { Change, ChangesPage } from '../../../src-shared/contract/pull-api.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { Problem } from '../../platform/problem.ts';
import type { TerminalCaller } from '../../platform/tokens.ts';
import { assertActive } from '../terminals/service.ts';
import { formatCursor, type PullCursor, parseCursor } from './cursor.ts';
import { canGoOnFrom } from './era.ts';

/** A terminal's place, and which of its own entries the stock figures of this instant have counted. */
export interface PullScope {
  readonly merchantId: string;
  readonly storeId: string;
  readonly countedEpoch: number;
  readonly countedSeq: number;
}

interface ChangeRow extends Change {
  readonly xid: string;
}

/**
 * What has changed since the cursor, oldest first. It ends below the oldest transaction that is still open, so that one which commits later
 * than others that began after it is not skipped: ids alone are handed out before the commit, and lose rows (LEDGER-AND-SYNC, rule 15).
 * @throws Problem `pull.snapshot-needed` without a cursor, or with one that cannot be gone on from; `terminal.…`
 */
export function pullChanges(
  database: Database,
  caller: TerminalCaller,
  { cursor: text, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<ChangesPage> {
  return readConsistently(database, caller, async (tx) => {
    const scope = await selectScope(tx, caller);
    const cursor = text === undefined ? null : parseCursor(text);
    if (cursor === null || cursor.storeId !== scope.storeId || !(await canGoOnFrom(tx, scope.merchantId, cursor))) {
      throw new Problem('pull.snapshot-needed');
    }
    const rows = await selectChanges(tx, scope, cursor, limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const more = rows.length > page.length;
    // At the end the cursor moves on although nothing came: an idle terminal's does not grow old.
    const end = await cursorNow(tx, scope);
    const next = more && last !== undefined ? { ...end, xid: last.xid, version: last.version } : end;
    const changes = page.map(({ kind, id, version, row }) => ({ kind, id, version, row }));
    return { changes, cursor: formatCursor(next), more };
  });
}

/** One transaction that sees one instant, whatever is committed meanwhile. It writes nothing, so that it holds up nobody's pull. */
export function readConsistently<T>(database: Database, caller: TerminalCaller, read: (tx: Tx) => Promise<T>): Promise<T> {
  return asMerchant(
    database,
    caller.merchantId,
    async (tx) => {
      await assertActive(tx, caller);
      return read(tx);
    },
    'repeatable read',
  );
}

/** @throws Error when the terminal is not there, which `assertActive` has ruled out. */
export async function selectScope(tx: Tx, { merchantId, terminalId }: TerminalCaller): Promise<PullScope> {
  const { store_id } = await tx
    .selectFrom('terminal')
    .select('store_id')
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .executeTakeFirstOrThrow();
  // Entries are counted in order: up to the first epoch that is not counted whole, or else the last there is.
  const counted = await tx
    .selectFrom('terminal_epoch')
    .select(['epoch', 'projected_seq'])
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .orderBy(sql`projected_seq < last_seq DESC, CASE WHEN projected_seq < last_seq THEN epoch ELSE -epoch END`)
    .limit(1)
    .executeTakeFirst();
  return { merchantId, storeId: store_id, countedEpoch: counted?.epoch ?? 0, countedSeq: counted?.projected_seq ?? 0 };
}

/** The cursor after everything that this transaction sees and that no open one comes before. */
export async function cursorNow(tx: Tx, { storeId }: PullScope): Promise<PullCursor> {
  const { rows } = await sql<{ era_id: string; xid: string }>`
    SELECT era_id, pg_snapshot_xmin(pg_current_snapshot())::text AS xid FROM pull_era ORDER BY pull_era.xid DESC LIMIT 1`.execute(tx);
  const [now] = rows;
  if (now === undefined) throw new Error('No process has begun on this database');
  return { eraId: now.era_id, storeId, xid: now.xid, version: 0 };
}

async function selectChanges(tx: Tx, scope: PullScope, cursor: PullCursor, limit: number): Promise<readonly ChangeRow[]> {
  const of = (scopeId: string): RawBuilder<unknown> => sql`(
    SELECT kind, row_id, version, xid, ${rowFor(scope)} AS row FROM change_log
    WHERE merchant_id = ${scope.merchantId} AND scope = ${scopeId} AND (xid, version) > (${cursor.xid}::xid8, ${cursor.version}::bigint)
      AND xid < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY xid, version LIMIT ${limit})`;
  // Each half comes in order from its own index range, however many other stores there are.
  const { rows } = await sql<ChangeRow>`
    SELECT kind, row_id AS id, version, row, xid::text AS xid
    FROM (${of(scope.merchantId)} UNION ALL ${of(scope.storeId)}) AS change
    ORDER BY change.xid, change.version LIMIT ${limit}`.execute(tx);
  return rows;
}

/** The row as this terminal is told it: a stock figure with how far its own entries are counted in it. */
export function rowFor({ countedEpoch, countedSeq }: PullScope): RawBuilder<unknown> {
  return sql`CASE WHEN kind = 'stock'
    THEN row || jsonb_build_object('countedEpoch', ${countedEpoch}::int, 'countedSeq', ${countedSeq}::int) ELSE row END`;
}
