import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { recordChanges } from '../changes/service.ts';
import { raiseTasks } from '../tasks/service.ts';

/** How much the figure of one product in one store changes, in thousandths of its unit. */
export interface StockDelta {
  readonly storeId: string;
  readonly productId: string;
  readonly quantityMilli: number;
}

interface StockFigure {
  readonly store_id: string;
  readonly product_id: string;
  readonly on_hand_milli: number;
  readonly is_kept: boolean;
}

/** One delta for each store and product. */
function sumDeltas(deltas: readonly StockDelta[]): readonly StockDelta[] {
  const sums = new Map<string, StockDelta>();
  for (const { storeId, productId, quantityMilli } of deltas) {
    const key = `${storeId}/${productId}`;
    sums.set(key, { storeId, productId, quantityMilli: (sums.get(key)?.quantityMilli ?? 0) + quantityMilli });
  }
  return [...sums.values()];
}

/**
 * Moves the figures by what their movements changed, in the transaction of the movements; tells the terminals, and the people where more was
 * sold than there was. Stock that the back office has never received, counted or moved in a store is not kept there: its figure is summed
 * all the same, and nobody is told of it.
 * @param isKept whether these are the back office's own movements, from which on the stock is kept.
 */
export async function moveOnHand(tx: Tx, merchantId: string, deltas: readonly StockDelta[], isKept: boolean): Promise<void> {
  const moved = sumDeltas(deltas).filter(({ quantityMilli }) => isKept || quantityMilli !== 0);
  if (moved.length === 0) return;
  const figures = await addToFigures(tx, merchantId, moved, isKept);
  const kept = figures.filter((figure) => figure.is_kept);
  const changes = kept.map(({ store_id: storeId, product_id: productId, on_hand_milli: onHandThousandths }) => ({
    kind: 'stock' as const,
    id: productId,
    storeId,
    row: { productId, onHandThousandths },
  }));
  await recordChanges(tx, merchantId, changes);
  await tellOversold(tx, merchantId, kept, moved);
}

/** A figure that falls below zero opens its task, again if it was done; one that was below already has its task, done or not. */
async function tellOversold(tx: Tx, merchantId: string, figures: readonly StockFigure[], moved: readonly StockDelta[]): Promise<void> {
  const byKey = new Map(moved.map((delta) => [`${delta.storeId}/${delta.productId}`, delta.quantityMilli]));
  const below = figures.filter((figure) => figure.on_hand_milli < 0);
  const hasFallen = ({ store_id, product_id, on_hand_milli }: StockFigure) =>
    on_hand_milli - (byKey.get(`${store_id}/${product_id}`) ?? 0) >= 0;
  await raiseTasks(tx, merchantId, below.filter(hasFallen).map(oversold), 'open');
  await raiseTasks(tx, merchantId, below.filter((figure) => !hasFallen(figure)).map(oversold), 'once');
}

function oversold({ store_id: storeId, product_id: productId, on_hand_milli: onHandThousandths }: StockFigure) {
  return { kind: 'stock.oversold', subject: `${storeId}/${productId}`, detail: { storeId, productId, onHandThousandths } };
}

async function addToFigures(tx: Tx, merchantId: string, deltas: readonly StockDelta[], isKept: boolean): Promise<readonly StockFigure[]> {
  const rows = deltas.map(({ storeId, productId, quantityMilli }) => ({
    store_id: storeId,
    product_id: productId,
    quantity_milli: quantityMilli,
  }));
  // In the order of the key, so that two who move the same products wait for each other and never cross.
  const { rows: figures } = await sql<StockFigure>`
    INSERT INTO stock_on_hand AS held (merchant_id, store_id, product_id, on_hand_milli, is_kept)
    SELECT ${merchantId}::uuid, store_id, product_id, quantity_milli, ${isKept}::boolean
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS delta(store_id uuid, product_id text COLLATE "C", quantity_milli int8)
    ORDER BY store_id, product_id
    ON CONFLICT (merchant_id, store_id, product_id) DO UPDATE
    SET on_hand_milli = held.on_hand_milli + excluded.on_hand_milli, is_kept = held.is_kept OR excluded.is_kept
    RETURNING store_id, product_id, on_hand_milli, is_kept`.execute(tx);
  return figures;
}

/** Brings every figure of a merchant to the sum of its movements, should it be another: the last step of making rows again. */
export async function restateOnHand(tx: Tx, merchantId: string): Promise<void> {
  // Whoever adds a movement moves its figure too: with these locked, the sums stand still.
  await sql`SELECT 1 FROM stock_on_hand WHERE merchant_id = ${merchantId} ORDER BY store_id, product_id COLLATE "C" FOR UPDATE`.execute(tx);
  const { rows } = await sql<{ store_id: string; product_id: string; off_by: number }>`
    SELECT store_id, product_id, coalesce(moved.total, 0) - coalesce(held.on_hand_milli, 0) AS off_by
    FROM (SELECT store_id, product_id, sum(quantity_milli)::int8 AS total FROM stock_movement WHERE merchant_id = ${merchantId} GROUP BY 1, 2) AS moved
    FULL JOIN (SELECT store_id, product_id, on_hand_milli FROM stock_on_hand WHERE merchant_id = ${merchantId}) AS held USING (store_id, product_id)
    WHERE coalesce(moved.total, 0) <> coalesce(held.on_hand_milli, 0)`.execute(tx);
  const deltas = rows.map((row) => ({ storeId: row.store_id, productId: row.product_id, quantityMilli: row.off_by }));
  await moveOnHand(tx, merchantId, deltas, false);
}
