import { sql } from 'kysely';
import type { PulledKind } from '../../../src-shared/contract/pull-api.ts';
import type { Tx } from '../../platform/database.ts';
import { notify } from '../../platform/notify.ts';

/** One row as it is from now on. */
export interface RecordedChange {
  readonly kind: PulledKind;
  readonly id: string;
  /** The store whose terminals pull it; null: those of every store of the merchant. */
  readonly storeId: string | null;
  /** In the shape of its kind (`pull-api.ts`). Null: it is deleted. */
  readonly row: object | null;
}

/** Which rows may be written: any, or only those that are not there. */
type Writing = 'any' | 'absent';

/**
 * Writes rows that terminals pull, in the caller's transaction and in one statement. The log counts their versions itself. A row that says
 * what is held already is left alone, and so is pulled by nobody; of two of one id the last counts. A `stock` row is
 * `{ productId, onHandThousandths }`: what each terminal's own counted entries are is added when it pulls.
 * @returns how many rows were changed.
 */
export async function recordChanges(tx: Tx, merchantId: string, changes: readonly RecordedChange[]): Promise<number> {
  return (await write(tx, merchantId, changes, 'any')).size;
}

/**
 * Writes rows that must not be there yet.
 * @returns the ids of those that are, in any of the kinds given; they are left as they were. Throw to undo the others.
 */
export async function recordNewRows(tx: Tx, merchantId: string, changes: readonly RecordedChange[]): Promise<readonly string[]> {
  const written = await write(tx, merchantId, changes, 'absent');
  return changes.filter(({ kind, id }) => !written.has(`${kind}/${id}`)).map(({ id }) => id);
}

async function write(tx: Tx, merchantId: string, changes: readonly RecordedChange[], writing: Writing): Promise<ReadonlySet<string>> {
  if (changes.length === 0) return new Set();
  const last = new Map(changes.map((change) => [`${change.storeId ?? ''}/${change.kind}/${change.id}`, change]));
  const rows = [...last.values()].map(({ kind, id, storeId, row }) => ({ scope: storeId ?? merchantId, kind, id, row }));
  const replaceable = writing === 'any' ? sql`change_log.row IS DISTINCT FROM excluded.row` : sql`change_log.row IS NULL`;
  // In the order of the key, so that two who write the same rows wait for each other and never cross.
  const written = await sql<{ kind: string; row_id: string }>`
    INSERT INTO change_log (merchant_id, scope, kind, row_id, row)
    SELECT ${merchantId}, scope, kind, id, row
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS change(scope uuid, kind text, id text COLLATE "C", row jsonb)
    ORDER BY scope, kind, id
    ON CONFLICT (merchant_id, scope, kind, row_id) DO UPDATE
    SET row = excluded.row, version = nextval('change_version'), xid = pg_current_xact_id(), changed_at = now()
    WHERE ${replaceable}
    RETURNING kind, row_id`.execute(tx);
  if (written.rows.length > 0) await notify(tx, 'changes', merchantId);
  return new Set(written.rows.map(({ kind, row_id }) => `${kind}/${row_id}`));
}

/** A row as it is held. */
export interface HeldRow {
  readonly id: string;
  readonly version: number;
  /** As it was written; parsed where it is used. */
  readonly row: unknown;
}

interface Place {
  readonly merchantId: string;
  readonly kind: PulledKind;
  /** As in a recorded change. */
  readonly storeId: string | null;
}

/** The rows of these ids that are there, locked until the transaction ends, so that what was decided on them still holds when it is written. */
export async function lockRows(tx: Tx, place: Place, ids: readonly string[]): Promise<ReadonlyMap<string, HeldRow>> {
  const { merchantId, kind, storeId } = place;
  const { rows } = await sql<HeldRow>`
    SELECT row_id AS id, version, row FROM change_log
    WHERE merchant_id = ${merchantId} AND scope = ${storeId ?? merchantId} AND kind = ${kind} AND row_id = ANY(${[...ids]}::text[]) AND row IS NOT NULL
    ORDER BY row_id FOR UPDATE`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

/** A row that is there; null otherwise. */
export async function readRow(tx: Tx, place: Place, id: string): Promise<HeldRow | null> {
  const { merchantId, kind, storeId } = place;
  const found = await tx
    .selectFrom('change_log')
    .select(['row_id as id', 'version', 'row'])
    .where('merchant_id', '=', merchantId)
    .where('scope', '=', storeId ?? merchantId)
    .where('kind', '=', kind)
    .where('row_id', '=', id)
    .where('row', 'is not', null)
    .executeTakeFirst();
  return found ?? null;
}

/** The rows of a kind that are there, by id, from the one after `after`. */
export function listRows(
  tx: Tx,
  place: Place,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<readonly HeldRow[]> {
  const { merchantId, kind, storeId } = place;
  return tx
    .selectFrom('change_log')
    .select(['row_id as id', 'version', 'row'])
    .where('merchant_id', '=', merchantId)
    .where('scope', '=', storeId ?? merchantId)
    .where('kind', '=', kind)
    .where('row_id', '>', after ?? '')
    .where('row', 'is not', null)
    .orderBy('row_id')
    .limit(limit)
    .execute();
}
