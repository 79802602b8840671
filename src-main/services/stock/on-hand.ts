import { stockChangesOf } from '../../../src-shared/stock/stock-changes.ts';
import { positionOf } from '../../ledger/position.ts';
import type { Till } from '../till.ts';

/**
 * On hand of a product in the store, in thousandths of its unit: the server's figure and what this till has moved since the last of its own
 * entries that is counted in it. May be below zero. Null where the server has told no figure.
 */
export function onHandOf(till: Pick<Till, 'catalog' | 'ledger'>, productId: string): number | null {
  const figure = till.catalog.changes.stock(productId);
  if (figure === null) return null;
  const { sums } = till.ledger;
  const counted = { epoch: figure.countedEpoch, seq: figure.countedSeq };
  const run = sums.runOf({ after: positionOf(counted), through: positionOf(till.ledger.head()) });
  let onHandMilli = figure.onHandMilli;
  for (const saleId of sums.salesWith(productId, run)) {
    const stored = till.ledger.findSale(saleId);
    if (stored === null) continue;
    for (const change of stockChangesOf({ type: 'sale.completed', v: 1, body: stored.sale })) {
      if (change.productId === productId) onHandMilli += change.quantityMilli;
    }
  }
  return onHandMilli;
}
