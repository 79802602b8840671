import { sql } from 'kysely';
import { type Category, type QuickKey, quickKeySchema } from '../../../src-shared/catalog/product.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { Problem } from '../../platform/problem.ts';
import { deleteRow, type Held, lockEdits, presentIds, putRow, type RecordedChange, recordChanges } from '../changes/service.ts';
import { emitEvent } from '../events/service.ts';
import { categoriesOf, productsOf } from './places.ts';

/** @throws Problem `conflict`, `not-found` */
export function putCategory(database: Database, merchantId: string, row: Category, base: number | null): Promise<Held<Category>> {
  return asMerchant(database, merchantId, async (tx) => {
    await lockEdits(tx, merchantId);
    const held = await putRow(tx, categoriesOf(merchantId), { id: row.categoryId, base, row });
    await tellChanged(tx, merchantId, row.categoryId);
    return held;
  });
}

/** @throws Problem `row.in-use` while products or quick keys are in it; `conflict`, `not-found` */
export async function deleteCategory(database: Database, merchantId: string, categoryId: string, base: number): Promise<void> {
  await asMerchant(database, merchantId, async (tx) => {
    await lockEdits(tx, merchantId);
    const { rows } = await sql<{ kind: string; row_id: string }>`
      SELECT kind, row_id FROM change_log
      WHERE merchant_id = ${merchantId} AND kind IN ('product', 'quick-key') AND row ->> 'categoryId' = ${categoryId} LIMIT 1`.execute(tx);
    const [user] = rows;
    if (user !== undefined) throw new Problem('row.in-use', { kind: user.kind, id: user.row_id });
    await deleteRow(tx, categoriesOf(merchantId), categoryId, base);
    await tellChanged(tx, merchantId, categoryId);
  });
}

/** The quick keys of a category's page, by position. */
export async function listQuickKeys(database: Database, merchantId: string, categoryId: string): Promise<QuickKey[]> {
  const keys = await asMerchant(database, merchantId, (tx) => selectQuickKeys(tx, merchantId, categoryId));
  return keys.sort((one, other) => one.position - other.position);
}

/**
 * Lays out a category's page anew: what is not among the keys goes.
 * @returns how many places changed.
 * @throws Problem `not-found`, `row.unknown-reference`
 */
export function putQuickKeys(
  database: Database,
  merchantId: string,
  categoryId: string,
  keys: readonly Pick<QuickKey, 'productId' | 'position'>[],
): Promise<number> {
  return asMerchant(database, merchantId, async (tx) => {
    await lockEdits(tx, merchantId);
    if (!(await presentIds(tx, categoriesOf(merchantId), [categoryId])).has(categoryId)) throw new Problem('not-found');
    const ids = keys.map(({ productId }) => productId);
    const known = await presentIds(tx, productsOf(merchantId), ids);
    const unknown = ids.find((id) => !known.has(id));
    if (unknown !== undefined) throw new Problem('row.unknown-reference', { at: 'productId', productId: unknown });
    const held = await selectQuickKeys(tx, merchantId, categoryId);
    const kept = new Set(keys.map(({ position }) => position));
    const place = (position: number, row: QuickKey | null): RecordedChange => ({
      kind: 'quick-key',
      id: `${categoryId}/${position}`,
      storeId: null,
      row,
    });
    const versions = await recordChanges(tx, merchantId, [
      ...held.filter(({ position }) => !kept.has(position)).map(({ position }) => place(position, null)),
      ...keys.map((key) => place(key.position, { ...key, categoryId })),
    ]);
    if (versions.size > 0) await tellChanged(tx, merchantId, categoryId);
    return versions.size;
  });
}

async function selectQuickKeys(tx: Tx, merchantId: string, categoryId: string): Promise<QuickKey[]> {
  const { rows } = await sql<{ row: unknown }>`
    SELECT row FROM change_log WHERE merchant_id = ${merchantId} AND kind = 'quick-key' AND row ->> 'categoryId' = ${categoryId}`.execute(
    tx,
  );
  return rows.map(({ row }) => quickKeySchema.parse(row));
}

function tellChanged(tx: Tx, merchantId: string, subject: string): Promise<void> {
  return emitEvent(tx, { merchantId, type: 'catalog.changed', subject, data: { changed: 1 } });
}
