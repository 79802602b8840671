import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { moveOnHand, type StockDelta } from './on-hand.ts';

/** A movement read from an entry of a terminal. `quantityMilli` is signed thousandths of the product's unit. */
export interface EntryMovement {
  /** Terminal, epoch and number of the entry: the same entry read again is the same movement. */
  readonly movementId: string;
  /** From 1. */
  readonly lineNo: number;
  readonly storeId: string;
  readonly productId: string;
  readonly kind: 'sale';
  readonly quantityMilli: number;
  readonly at: string;
  readonly actor: string;
  readonly entry: { readonly terminalId: string; readonly epoch: number; readonly seq: number };
}

/** Entries of one epoch, both ends in it, whose movements are made anew. */
export interface ReplacedEntries {
  readonly terminalId: string;
  readonly epoch: number;
  readonly first: number;
  readonly last: number;
}

interface DeltaRow {
  readonly store_id: string;
  readonly product_id: string;
  readonly quantity_milli: number;
}

/**
 * Stores movements of entries, those that are there already left out, and moves the figures by what was new. With `replaced`, what was read
 * from those entries before is taken back in the same step, so that no figure shows the time between.
 */
export async function takeEntryMovements(
  tx: Tx,
  merchantId: string,
  movements: readonly EntryMovement[],
  replaced: ReplacedEntries | null,
): Promise<void> {
  const gone = replaced === null ? [] : await removeMovements(tx, merchantId, replaced);
  const come = movements.length === 0 ? [] : await insertMovements(tx, merchantId, movements);
  await moveOnHand(tx, merchantId, [...gone, ...come], false);
}

async function insertMovements(tx: Tx, merchantId: string, movements: readonly EntryMovement[]): Promise<readonly StockDelta[]> {
  const rows = movements.map(({ movementId, lineNo, storeId, productId, kind, quantityMilli, at, actor, entry }) => ({
    movement_id: movementId,
    line_no: lineNo,
    store_id: storeId,
    product_id: productId,
    kind,
    quantity_milli: quantityMilli,
    at,
    actor,
    terminal_id: entry.terminalId,
    epoch: entry.epoch,
    seq: entry.seq,
  }));
  const { rows: sums } = await sql<DeltaRow>`
    WITH come AS (
      INSERT INTO stock_movement (merchant_id, movement_id, line_no, store_id, product_id, kind, quantity_milli, at, actor, terminal_id, epoch, seq)
      SELECT ${merchantId}::uuid, movement_id, line_no, store_id, product_id, kind, quantity_milli, at, actor, terminal_id, epoch, seq
      FROM json_populate_recordset(NULL::stock_movement, ${JSON.stringify(rows)}::json)
      ON CONFLICT DO NOTHING
      RETURNING store_id, product_id, quantity_milli
    )
    SELECT store_id, product_id, sum(quantity_milli)::int8 AS quantity_milli FROM come GROUP BY store_id, product_id`.execute(tx);
  return sums.map(deltaOf);
}

async function removeMovements(
  tx: Tx,
  merchantId: string,
  { terminalId, epoch, first, last }: ReplacedEntries,
): Promise<readonly StockDelta[]> {
  const { rows: sums } = await sql<DeltaRow>`
    WITH gone AS (
      DELETE FROM stock_movement
      WHERE merchant_id = ${merchantId} AND terminal_id = ${terminalId} AND epoch = ${epoch} AND seq BETWEEN ${first} AND ${last}
      RETURNING store_id, product_id, quantity_milli
    )
    SELECT store_id, product_id, -sum(quantity_milli)::int8 AS quantity_milli FROM gone GROUP BY store_id, product_id`.execute(tx);
  return sums.map(deltaOf);
}

function deltaOf({ store_id: storeId, product_id: productId, quantity_milli: quantityMilli }: DeltaRow): StockDelta {
  return { storeId, productId, quantityMilli };
}
