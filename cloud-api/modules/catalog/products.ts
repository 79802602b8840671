import { sql } from 'kysely';
import type { z } from 'zod';
import { type Product, productSchema } from '../../../src-shared/catalog/product.ts';
import type { CATALOG_ROUTES } from '../../../src-shared/contract/catalog-routes.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import type { Page } from '../../platform/page.ts';
import { Problem } from '../../platform/problem.ts';
import { assertBase, type Held, listRows, lockEdits, presentIds, type RecordedChange, readRow, recordChanges } from '../changes/service.ts';
import { emitEvent } from '../events/service.ts';
import { categoriesOf, productsOf } from './places.ts';
import { assignCodes, releaseCodes, type TakenCode } from './product-codes.ts';

export type HeldProduct = Held<Product>;

/** Products by id, of those that fit. */
export function listProducts(
  database: Database,
  merchantId: string,
  query: z.infer<(typeof CATALOG_ROUTES)['listProducts']['query']>,
): Promise<Page<HeldProduct>> {
  const { code, categoryId } = query;
  const where = [];
  // As the index has it.
  if (categoryId !== undefined) where.push(sql<boolean>`kind IN ('product', 'quick-key') AND row ->> 'categoryId' = ${categoryId}`);
  if (code !== undefined) {
    where.push(sql<boolean>`row_id IN (SELECT product_id FROM product_code WHERE merchant_id = ${merchantId}::uuid AND code = ${code})`);
  }
  return listRows(database, productsOf(merchantId), { ...query, where }, productSchema);
}

/** @throws Problem `not-found` */
export async function readProduct(database: Database, merchantId: string, productId: string): Promise<HeldProduct> {
  const held = await asMerchant(database, merchantId, (tx) => readRow(tx, productsOf(merchantId), productId));
  if (held === null) throw new Problem('not-found');
  return { version: held.version, row: productSchema.parse(held.row) };
}

/**
 * Makes a product or changes it.
 * @throws Problem `conflict` when it is not what it was read as, or another product has one of its codes (`takenBy`); `row.unknown-reference`
 */
export function putProduct(database: Database, merchantId: string, product: Product, base: number | null): Promise<HeldProduct> {
  return asMerchant(database, merchantId, async (tx) => {
    await lockEdits(tx, merchantId);
    const held = await readRow(tx, productsOf(merchantId), product.productId);
    assertBase(held, base);
    const versions = await writeProducts(tx, merchantId, [product]);
    const version = versions.get(`product/${product.productId}`) ?? held?.version;
    if (version === undefined) throw new Error('a product that was not there was left as it was');
    return { version, row: product };
  });
}

/** @throws Problem `not-found`, `conflict` */
export async function deleteProduct(database: Database, merchantId: string, productId: string, base: number): Promise<void> {
  await asMerchant(database, merchantId, async (tx) => {
    await lockEdits(tx, merchantId);
    assertBase(await readRow(tx, productsOf(merchantId), productId), base);
    await releaseCodes(tx, merchantId, productId);
    const { rows: keys } = await sql<{ row_id: string }>`
      SELECT row_id FROM change_log WHERE merchant_id = ${merchantId} AND scope = ${merchantId} AND kind = 'quick-key'
      AND row ->> 'productId' = ${productId}`.execute(tx);
    const gone = (kind: RecordedChange['kind'], id: string): RecordedChange => ({ kind, id, storeId: null, row: null });
    await recordChanges(tx, merchantId, [gone('product', productId), ...keys.map(({ row_id }) => gone('quick-key', row_id))]);
    await emitEvent(tx, { merchantId, type: 'catalog.changed', subject: productId, data: { changed: 1 } });
  });
}

/**
 * Makes and replaces products, whatever they were before; all of them or none.
 * @returns how many were not as they are now.
 * @throws Problem `conflict`, `row.unknown-reference`
 */
export function replaceProducts(database: Database, merchantId: string, products: readonly Product[]): Promise<number> {
  return asMerchant(database, merchantId, async (tx) => {
    await lockEdits(tx, merchantId);
    return (await writeProducts(tx, merchantId, products)).size;
  });
}

/** Under the lock of edits. Of two of one id the last counts. */
async function writeProducts(tx: Tx, merchantId: string, given: readonly Product[]): Promise<ReadonlyMap<string, number>> {
  const products = [...new Map(given.map((product) => [product.productId, product])).values()];
  const named = products.flatMap(({ categoryId }) => categoryId ?? []);
  const categories = await presentIds(tx, categoriesOf(merchantId), named);
  const lost = products.filter(({ categoryId }) => categoryId !== null && !categories.has(categoryId));
  const [first] = lost;
  if (first !== undefined) {
    throw new Problem('row.unknown-reference', {
      at: 'categoryId',
      productId: first.productId,
      products: lost.map(({ productId }) => productId),
    });
  }
  const taken = await assignCodes(tx, merchantId, products);
  if (taken[0] !== undefined) throw takenProblem(taken, taken[0]);
  const versions = await recordChanges(
    tx,
    merchantId,
    products.map((row) => ({ kind: 'product', id: row.productId, storeId: null, row, foundBy: foundBy(row) })),
  );
  const subject = products.length === 1 && products[0] !== undefined ? products[0].productId : 'catalog';
  if (versions.size > 0) await emitEvent(tx, { merchantId, type: 'catalog.changed', subject, data: { changed: versions.size } });
  return versions;
}

function takenProblem(taken: readonly TakenCode[], first: TakenCode): Problem {
  return new Problem('conflict', { ...first, at: first.kind, products: [...new Set(taken.map(({ productId }) => productId))] });
}

function foundBy({ name, sku, plu, barcodes }: Product): readonly string[] {
  return [...Object.values(name), sku, ...(plu === null ? [] : [plu]), ...barcodes];
}
