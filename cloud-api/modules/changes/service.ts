import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { PulledKind } from '../../../src-shared/contract/pull-api.ts';
import { tokenise } from '../../../src-shared/text/fold.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { notify } from '../../platform/notify.ts';
import { type Page, pageOfRows, readCursor } from '../../platform/page.ts';
import { Problem } from '../../platform/problem.ts';

/** Words of a search that count; more are a paste by mistake. */
const MAX_SEARCH_WORDS = 12;
/** Lists of rows are ordered by id. */
const rowCursorSchema = z.string().min(1).max(200);

/** One row as it is from now on. */
export interface RecordedChange {
  readonly kind: PulledKind;
  readonly id: string;
  /** The store whose terminals pull it; null: those of every store of the merchant. */
  readonly storeId: string | null;
  /** In the shape of its kind (`pull-api.ts`). Null: it is deleted. */
  readonly row: object | null;
  /** Texts the back office finds it by. */
  readonly foundBy?: readonly string[];
}

/**
 * Writes rows that terminals pull, in the caller's transaction and in one statement, and nudges the terminals when it commits. The log counts
 * their versions itself. A row that says what is held already is left alone, and so is pulled by nobody; of two of one id the last counts. A
 * `stock` row is `{ productId, onHandThousandths }`: which of its own entries are counted is added for each terminal when it pulls.
 * @returns the new versions by `kind/id`; of rows that were left alone there is none.
 */
export async function recordChanges(tx: Tx, merchantId: string, changes: readonly RecordedChange[]): Promise<ReadonlyMap<string, number>> {
  if (changes.length === 0) return new Map();
  const last = new Map(changes.map((change) => [`${change.storeId ?? ''}/${change.kind}/${change.id}`, change]));
  const rows = [...last.values()].map(({ kind, id, storeId, row, foundBy }) => ({
    scope: storeId ?? merchantId,
    kind,
    id,
    row,
    words: row === null || foundBy === undefined ? null : [...new Set([merchantWord(merchantId), ...foundBy.flatMap(tokenise)])],
  }));
  // In the order of the key, so that two who write the same rows wait for each other and never cross.
  const written = await sql<{ kind: string; row_id: string; version: number }>`
    INSERT INTO change_log (merchant_id, scope, kind, row_id, row, words)
    SELECT ${merchantId}::uuid, scope, kind, id, row, array_to_tsvector(words)
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS change(scope uuid, kind text COLLATE "C", id text COLLATE "C", row jsonb, words text[])
    ORDER BY scope, kind, id
    ON CONFLICT (merchant_id, scope, kind, row_id) DO UPDATE
    SET row = excluded.row, words = excluded.words, version = nextval('change_version'), xid = pg_current_xact_id(), changed_at = now()
    WHERE change_log.row IS DISTINCT FROM excluded.row
    RETURNING kind, row_id, version`.execute(tx);
  if (written.rows.length > 0) await notify(tx, 'changes', merchantId);
  return new Map(written.rows.map(({ kind, row_id, version }) => [`${kind}/${row_id}`, version]));
}

/** A word no text has: letters and digits are cut apart in those that come from texts. */
function merchantWord(merchantId: string): string {
  return `merchant:${merchantId}`;
}

/**
 * Lets one edit of the merchant's back office be decided and written after another, until the transaction ends: what was read still holds
 * when it is written, and two never wait for each other crosswise. Not for what the entries of terminals move.
 */
export async function lockEdits(tx: Tx, merchantId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`edits ${merchantId}`}, 0))`.execute(tx);
}

/** A row as it is held. */
export interface HeldRow {
  readonly id: string;
  readonly version: number;
  /** As it was written; parsed where it is used. */
  readonly row: unknown;
}

export interface RowPlace {
  readonly merchantId: string;
  readonly kind: PulledKind;
  /** As in a recorded change. */
  readonly storeId: string | null;
}

function heldRows(tx: Tx, { merchantId, kind, storeId }: RowPlace) {
  return tx
    .selectFrom('change_log')
    .select(['row_id as id', 'version', 'row'])
    .where('merchant_id', '=', merchantId)
    .where('scope', '=', storeId ?? merchantId)
    .where('kind', '=', kind)
    .where('row', 'is not', null);
}

/** A row that is there; null otherwise. */
export async function readRow(tx: Tx, place: RowPlace, id: string): Promise<HeldRow | null> {
  return (await heldRows(tx, place).where('row_id', '=', id).executeTakeFirst()) ?? null;
}

/** Which of the ids are there. */
export async function presentIds(tx: Tx, place: RowPlace, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await heldRows(tx, place)
    .where(sql<boolean>`row_id = ANY(${[...new Set(ids)]}::text[])`)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** All rows of a kind of which there are few. */
export async function allRows<T>(tx: Tx, place: RowPlace, schema: z.ZodType<T>): Promise<readonly T[]> {
  const rows = await heldRows(tx, place).orderBy('row_id').execute();
  return rows.map(({ row }) => schema.parse(row));
}

interface RowsWanted {
  readonly cursor?: string | undefined;
  readonly limit: number;
  /** Every word of it, or its beginning, must be found. */
  readonly search?: string | undefined;
  /** Further conditions on the table's columns. */
  readonly where?: readonly RawBuilder<boolean>[];
}

export interface Held<T> {
  readonly version: number;
  readonly row: T;
}

/** The rows of a kind that are there, by id, a page at a time. */
export function listRows<T>(
  database: Database,
  place: RowPlace,
  { cursor, limit, search, where = [] }: RowsWanted,
  schema: z.ZodType<T>,
): Promise<Page<Held<T>>> {
  const after = readCursor(cursor, rowCursorSchema);
  return asMerchant(database, place.merchantId, async (tx) => {
    let rows = heldRows(tx, place);
    if (after !== null) rows = rows.where('row_id', '>', after);
    for (const condition of where) rows = rows.where(condition);
    const words = search === undefined ? [] : tokenise(search).slice(0, MAX_SEARCH_WORDS);
    if (words.length > 0) rows = rows.where(sql<boolean>`words @@ ${wordQuery(place.merchantId, words)}::tsquery`);
    const found = await rows
      .orderBy('row_id')
      .limit(limit + 1)
      .execute();
    return pageOfRows(
      found,
      limit,
      ({ version, row }) => ({ version, row: schema.parse(row) }),
      ({ id }) => id,
    );
  });
}

/** Words of the fold are letters, digits and points: nothing of them ends a quotation. */
function wordQuery(merchantId: string, words: readonly string[]): string {
  return [`'${merchantWord(merchantId)}'`, ...words.map((word) => `'${word}':*`)].join(' & ');
}

/**
 * Makes a row or changes it. Under the lock of edits.
 * @param base the version it was read at; null for one that must not be there.
 * @throws Problem `not-found` when there is nothing to change; `conflict`, with the version that is held, when it is not what was read.
 */
export async function putRow<T extends object>(
  tx: Tx,
  place: RowPlace,
  {
    id,
    base,
    row,
    foundBy = [],
  }: { readonly id: string; readonly base: number | null; readonly row: T; readonly foundBy?: readonly string[] },
): Promise<Held<T>> {
  const held = await readRow(tx, place, id);
  assertBase(held, base);
  const { merchantId, kind, storeId } = place;
  const versions = await recordChanges(tx, merchantId, [{ kind, id, storeId, row, foundBy }]);
  return { version: versions.get(`${kind}/${id}`) ?? held?.version ?? 0, row };
}

/** Deletes a row. Under the lock of edits. Problems as `putRow`. */
export async function deleteRow(tx: Tx, place: RowPlace, id: string, base: number): Promise<void> {
  assertBase(await readRow(tx, place, id), base);
  const { merchantId, kind, storeId } = place;
  await recordChanges(tx, merchantId, [{ kind, id, storeId, row: null }]);
}

/** Compares an edit with what is held. Problems as `putRow`. */
export function assertBase(held: HeldRow | null, base: number | null): void {
  if (held === null && base !== null) throw new Problem('not-found');
  if (held !== null && held.version !== base) throw new Problem('conflict', { id: held.id, version: held.version });
}

/** @throws Problem `request.malformed` when the row's own id is not that of the address. */
export function assertSameId(ofAddress: string, ofRow: string): void {
  if (ofAddress !== ofRow) throw new Problem('request.malformed', { at: 'row', detail: 'The row is another one than the address says.' });
}
