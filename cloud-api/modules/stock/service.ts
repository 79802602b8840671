import { sql } from 'kysely';
import type { PageQuery } from '../../../src-shared/contract/route.ts';
import {
  movementCursorSchema,
  type OnHandQuery,
  onHandCursorSchema,
  type StockDocument,
  type StockDocumentAnswer,
  type StockMovement,
} from '../../../src-shared/contract/stock-routes.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { type Page, pageOfRows, readCursor } from '../../platform/page.ts';
import { Problem } from '../../platform/problem.ts';
import type { OfficeCaller } from '../../platform/routes.ts';
import { moveOnHand } from './on-hand.ts';

export { type EntryMovement, takeEntryMovements } from './entry-movements.ts';
export { restateOnHand } from './on-hand.ts';

/** What a store has of each product, by product. */
export function listOnHand(
  database: Database,
  merchantId: string,
  storeId: string,
  query: OnHandQuery,
): Promise<Page<{ productId: string; onHandMilli: number; isKept: boolean }>> {
  const place = readCursor(query.cursor, onHandCursorSchema);
  return asMerchant(database, merchantId, async (tx) => {
    await assertStores(tx, merchantId, [storeId]);
    let found = tx
      .selectFrom('stock_on_hand')
      .select(['product_id', 'on_hand_milli', 'is_kept'])
      .where('merchant_id', '=', merchantId)
      .where('store_id', '=', storeId)
      .orderBy('product_id')
      .limit(query.limit + 1);
    if (query.productId !== undefined) found = found.where('product_id', '=', query.productId);
    if (query.below === 'zero') found = found.where('on_hand_milli', '<', 0);
    if (place !== null) found = found.where('product_id', '>', place.productId);
    const rows = await found.execute();
    const itemOf = (row: (typeof rows)[number]) => ({ productId: row.product_id, onHandMilli: row.on_hand_milli, isKept: row.is_kept });
    return pageOfRows(rows, query.limit, itemOf, (row) => ({ productId: row.product_id }));
  });
}

/** The movements of one product in one store, the newest first. */
export function listMovements(
  database: Database,
  merchantId: string,
  { storeId, productId }: { readonly storeId: string; readonly productId: string },
  { cursor, limit }: PageQuery,
): Promise<Page<StockMovement>> {
  const place = readCursor(cursor, movementCursorSchema);
  return asMerchant(database, merchantId, async (tx) => {
    await assertStores(tx, merchantId, [storeId]);
    let found = tx
      .selectFrom('stock_movement')
      .select(['movement_id', 'line_no', 'product_id', 'kind', 'quantity_milli', 'at', 'actor', 'terminal_id'])
      .where('merchant_id', '=', merchantId)
      .where('store_id', '=', storeId)
      .where('product_id', '=', productId)
      .orderBy('at', 'desc')
      .orderBy('movement_id', 'desc')
      .orderBy('line_no', 'desc')
      .limit(limit + 1);
    if (place !== null) {
      const { movementId, lineNo } = place;
      const last = sql`SELECT at, movement_id, line_no FROM stock_movement WHERE merchant_id = ${merchantId} AND movement_id = ${movementId} AND line_no = ${lineNo}`;
      found = found.where(sql<boolean>`(at, movement_id, line_no) < (${last})`);
    }
    const rows = await found.execute();
    const itemOf = (row: (typeof rows)[number]): StockMovement => ({
      movementId: row.movement_id,
      lineNo: row.line_no,
      productId: row.product_id,
      kind: row.kind,
      quantityMilli: row.quantity_milli,
      at: row.at.toISOString(),
      actor: row.actor,
      terminalId: row.terminal_id,
    });
    return pageOfRows(rows, limit, itemOf, (row) => ({ movementId: row.movement_id, lineNo: row.line_no }));
  });
}

/**
 * Does what a document of the back office says, once: asked for again with the same id it changes nothing and answers with the figures of now.
 * @throws Problem `not-found` for a store that is not the merchant's, `conflict` when the id was used for another document.
 */
export function makeStockDocument(
  database: Database,
  caller: OfficeCaller,
  document: StockDocument,
  now: Date,
): Promise<StockDocumentAnswer> {
  const { merchantId } = caller;
  return asMerchant(database, merchantId, async (tx) => {
    await assertStores(tx, merchantId, document.kind === 'transfer' ? [document.storeId, document.toStoreId] : [document.storeId]);
    const request = JSON.stringify(document);
    const { documentId, kind } = document;
    const made = await tx
      .insertInto('stock_document')
      .values({ merchant_id: merchantId, document_id: documentId, kind, request, made_by: caller.id, made_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .returning('made_at')
      .executeTakeFirst();
    if (made !== undefined) await moveByDocument(tx, caller, document, now);
    const madeAt = made?.made_at ?? (await selectSameDocument(tx, merchantId, documentId, request));
    return { documentId, madeAt: madeAt.toISOString(), figures: await selectFigures(tx, merchantId, document) };
  });
}

/** When the document was made that this one repeats. */
async function selectSameDocument(tx: Tx, merchantId: string, documentId: string, request: string): Promise<Date> {
  const held = await tx
    .selectFrom('stock_document')
    .select(['made_at', sql<boolean>`request = ${request}::jsonb`.as('is_same')])
    .where('merchant_id', '=', merchantId)
    .where('document_id', '=', documentId)
    .executeTakeFirstOrThrow();
  if (!held.is_same) throw new Problem('conflict', { documentId });
  return held.made_at;
}

interface DocumentMovement {
  readonly storeId: string;
  readonly productId: string;
  readonly quantityMilli: number;
}

/** The signed movements a document stands for; of a transfer two for each line. A count that found what was expected moves nothing. */
function movementsOf(document: StockDocument): readonly DocumentMovement[] {
  const { storeId } = document;
  switch (document.kind) {
    case 'receive':
    case 'adjust':
      return document.lines.map((line) => ({ storeId, ...line }));
    case 'count':
      return document.lines.map(({ productId, observedMilli, basisMilli }) => ({
        storeId,
        productId,
        quantityMilli: observedMilli - basisMilli,
      }));
    case 'transfer':
      return document.lines.flatMap(({ productId, quantityMilli }) => [
        { storeId, productId, quantityMilli: 0 - quantityMilli },
        { storeId: document.toStoreId, productId, quantityMilli },
      ]);
  }
}

async function moveByDocument(tx: Tx, { merchantId, id }: OfficeCaller, document: StockDocument, now: Date): Promise<void> {
  const movements = movementsOf(document);
  const rows = movements.map(({ storeId, productId, quantityMilli }, index) => ({
    merchant_id: merchantId,
    movement_id: document.documentId,
    line_no: index + 1,
    store_id: storeId,
    product_id: productId,
    kind: document.kind,
    quantity_milli: quantityMilli,
    at: now,
    actor: id,
    terminal_id: null,
    epoch: null,
    seq: null,
  }));
  await tx.insertInto('stock_movement').values(rows).execute();
  await moveOnHand(tx, merchantId, movements, true);
}

async function selectFigures(tx: Tx, merchantId: string, document: StockDocument): Promise<StockDocumentAnswer['figures']> {
  const products = document.lines.map(({ productId }) => productId);
  const stores = document.kind === 'transfer' ? [document.storeId, document.toStoreId] : [document.storeId];
  const rows = await tx
    .selectFrom('stock_on_hand')
    .select(['store_id', 'product_id', 'on_hand_milli', 'is_kept'])
    .where('merchant_id', '=', merchantId)
    .where('store_id', 'in', stores)
    .where('product_id', 'in', products)
    .orderBy('store_id')
    .orderBy('product_id')
    .execute();
  return rows.map((row) => ({ storeId: row.store_id, productId: row.product_id, onHandMilli: row.on_hand_milli, isKept: row.is_kept }));
}

/** @throws Problem `not-found` unless every one is a store of this merchant. */
async function assertStores(tx: Tx, merchantId: string, storeIds: readonly string[]): Promise<void> {
  const rows = await tx
    .selectFrom('store')
    .select('store_id')
    .where('merchant_id', '=', merchantId)
    .where('store_id', 'in', storeIds)
    .execute();
  if (rows.length !== new Set(storeIds).size) throw new Problem('not-found');
}
