import type { AccountMovement } from '../../../src-shared/accounts/movement.ts';
import { pointsToTakeBack } from '../../../src-shared/accounts/points.ts';
import type { SaleCompleted } from '../../../src-shared/ledger/bodies.ts';
import type { StoredMovement } from '../../ledger/account-reads.ts';
import type { Till } from '../till.ts';

/**
 * Points taken back for what the ticket brings back of earlier ones: from whoever had them for the goods, whoever brings them. Read inside the
 * sale's transaction, like the returns themselves.
 */
export function pointsTakenBack(till: Till, sale: Pick<SaleCompleted, 'lines'>): readonly AccountMovement[] {
  const origins = new Set(sale.lines.flatMap(({ returnOf }) => (returnOf === undefined ? [] : [returnOf.saleId])));
  return [...origins].flatMap((saleId) => takenBackFor(till, saleId, sale) ?? []);
}

function takenBackFor(till: Till, saleId: string, sale: Pick<SaleCompleted, 'lines'>): AccountMovement | null {
  const earning = till.ledger.accounts.movementsOfSale(saleId).find(({ cause }) => cause === 'earned');
  const stored = till.ledger.findSale(saleId);
  if (earning === undefined || stored === null) return null;
  const earlier = till.ledger.returns.returnSalesOf(saleId);
  const returnedMinor = earlier.reduce(
    (sum, id) => sum + returnedOn(till.ledger.findSale(id)?.sale ?? null, saleId),
    returnedOn(sale, saleId),
  );
  const amount = pointsToTakeBack({
    earned: earning.amount,
    takenBack: earlier.reduce((sum, id) => sum + takenBackOn(till, id, saleId, earning), 0),
    totalMinor: soldMinor(stored.sale),
    returnedMinor,
  });
  const { accountId, customerId } = earning;
  return amount === 0 ? null : { accountId, customerId, cause: 'taken-back', amount: 0 - amount, saleId };
}

/** What of the goods sold on a ticket came back on another, tax in. */
function returnedOn(sale: Pick<SaleCompleted, 'lines'> | null, saleId: string): number {
  if (sale === null) return 0;
  return sale.lines.reduce((sum, { returnOf }) => (returnOf?.saleId === saleId ? sum - returnOf.share.totalMinor : sum), 0);
}

/** The goods that went out with the ticket: what came back on it, in an exchange, is not theirs to be returned. */
function soldMinor({ lines }: Pick<SaleCompleted, 'lines'>): number {
  return lines.reduce((sum, { totalMinor }) => sum + Math.max(0, totalMinor), 0);
}

function takenBackOn(till: Till, returnSaleId: string, saleId: string, { accountId }: StoredMovement): number {
  const movements = till.ledger.findSale(returnSaleId)?.sale.movements ?? [];
  const ours = movements.filter(
    (movement) => movement.cause === 'taken-back' && movement.accountId === accountId && movement.saleId === saleId,
  );
  return ours.reduce((sum, { amount }) => sum - amount, 0);
}
