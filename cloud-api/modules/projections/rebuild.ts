import { sql } from 'kysely';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { Problem } from '../../platform/problem.ts';
import { restateOnHand } from '../stock/service.ts';
import { endOfPage, lockTerminal, PAGE_ENTRIES, selectEntries } from './pages.ts';
import { clearRange, projectEntries } from './project-entries.ts';
import type { EpochPlace } from './write-rows.ts';

/** How far a rebuild is. `entries`: made again so far. */
export interface RebuildState {
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly entries: number;
  readonly finishedAt: Date | null;
}

/** The number above all numbers of entries. */
const BEYOND_LAST_SEQ = 2_147_483_647;

/**
 * Asks for everything that was read from a merchant's entries to be made again from nothing. It is done page by page beside the daily work:
 * no figure is ever half made, and a process that stops is taken over from. Asked for while one is under way, that one goes on.
 * @throws Problem `not-found` for a merchant there is none of
 */
export async function requestRebuild(tx: Tx, merchantId: string, requestedBy: string, now: Date): Promise<RebuildState> {
  await sql`
    INSERT INTO projection_rebuild AS held (merchant_id, requested_by, requested_at)
    SELECT merchant_id, ${requestedBy}, ${now.toISOString()}::timestamptz FROM merchant WHERE merchant_id = ${merchantId}
    ON CONFLICT (merchant_id) DO UPDATE
    SET requested_by = excluded.requested_by, requested_at = excluded.requested_at, terminal_id = '', epoch = 0, seq = 0, entries = 0, finished_at = NULL
    WHERE held.finished_at IS NOT NULL`.execute(tx);
  return readRebuild(tx, merchantId);
}

/** @throws Problem `not-found` when none was ever asked for. */
export async function readRebuild(tx: Tx, merchantId: string): Promise<RebuildState> {
  const row = await tx.selectFrom('projection_rebuild').selectAll().where('merchant_id', '=', merchantId).executeTakeFirst();
  if (row === undefined) throw new Problem('not-found');
  return { requestedBy: row.requested_by, requestedAt: row.requested_at, entries: row.entries, finishedAt: row.finished_at };
}

/** Merchants whose rebuild is under way. */
export async function selectRebuilding(database: Database): Promise<readonly string[]> {
  const rows = await database.all.selectFrom('projection_rebuild').select('merchant_id').where('finished_at', 'is', null).execute();
  return rows.map((row) => row.merchant_id);
}

/** Makes one page of a rebuild again, or ends it. False when another process is at it, or nothing is left to do. */
export function rebuildNextPage(database: Database, merchantId: string, now: Date, pageEntries: number = PAGE_ENTRIES): Promise<boolean> {
  return asMerchant(database, merchantId, async (tx) => {
    const rebuild = await tx
      .selectFrom('projection_rebuild')
      .select(['terminal_id', 'epoch', 'seq', 'entries'])
      .where('merchant_id', '=', merchantId)
      .where('finished_at', 'is', null)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (rebuild === undefined) return false;
    const next = await selectNextEpoch(tx, merchantId, rebuild);
    const own = tx.updateTable('projection_rebuild').where('merchant_id', '=', merchantId);
    if (next === null) {
      await restateOnHand(tx, merchantId);
      await own.set({ finished_at: now }).execute();
      return true;
    }
    const { terminalId, epoch, after } = next;
    const done = await rebuildPage(tx, { merchantId, terminalId, epoch }, after, pageEntries);
    await own.set({ terminal_id: terminalId, epoch, seq: after + done, entries: rebuild.entries + done }).execute();
    return true;
  });
}

interface Cursor {
  readonly terminal_id: string;
  readonly epoch: number;
  readonly seq: number;
}

/** The epoch the cursor stands in while something of it is left, else the one behind it; null at the end. */
async function selectNextEpoch(
  tx: Tx,
  merchantId: string,
  cursor: Cursor,
): Promise<{ terminalId: string; epoch: number; after: number } | null> {
  const row = await tx
    .selectFrom('terminal_epoch')
    .select(['terminal_id', 'epoch'])
    .where('merchant_id', '=', merchantId)
    .where('projected_seq', '>', 0)
    .where(
      sql<boolean>`((terminal_id, epoch) > (${cursor.terminal_id}, ${cursor.epoch})
        OR (terminal_id = ${cursor.terminal_id} AND epoch = ${cursor.epoch} AND projected_seq > ${cursor.seq}))`,
    )
    .orderBy('terminal_id')
    .orderBy('epoch')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const isSame = row.terminal_id === cursor.terminal_id && row.epoch === cursor.epoch;
  return { terminalId: row.terminal_id, epoch: row.epoch, after: isSame ? cursor.seq : 0 };
}

/** Up to where the entries are interpreted: what comes after, the daily work will read for the first time. */
async function rebuildPage(tx: Tx, place: EpochPlace, after: number, pageEntries: number): Promise<number> {
  await lockTerminal(tx, place);
  const { projected_seq: projected } = await tx
    .selectFrom('terminal_epoch')
    .select('projected_seq')
    .where('merchant_id', '=', place.merchantId)
    .where('terminal_id', '=', place.terminalId)
    .where('epoch', '=', place.epoch)
    .executeTakeFirstOrThrow();
  const through = await endOfPage(tx, place, after, Math.min(projected, after + pageEntries));
  await projectEntries(tx, place, await selectEntries(tx, place, after, through), 'again');
  // Rows of entries that are not there belong to nothing.
  if (through === projected) await clearRange(tx, { ...place, first: projected + 1, last: BEYOND_LAST_SEQ });
  return through - after;
}
