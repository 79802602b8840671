import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { StoredSale } from '../../ledger/ledger.ts';
import { positionOf } from '../../ledger/position.ts';
import { currentTillId } from '../till/sessions.ts';
import type { Till } from '../till.ts';

/** Acts after which the tickets before them are counted: they are corrected by a return from then on. */
const ENDS_OF_A_SESSION = ['till.closed', 'period.closed'] as const;

/** Whether a ticket can be taken back whole: the last one of this till, itself no such taking back, and the till not closed since. */
export function isVoidable(till: Till, stored: StoredSale): boolean {
  return voidProblem(till, stored) === null;
}

/** Why it cannot, or null. */
export function voidProblem(till: Till, { sale, entry }: StoredSale): Refusal | null {
  const { returns } = till.ledger;
  const voided = returns.voidOf(sale.saleId);
  if (voided !== null) return refusal('return.voided', { receiptNumber: voided.reversalNumber });
  const last = till.ledger.recentSales(1)[0];
  const isLast = last?.sale.saleId === sale.saleId && sale.tillId === currentTillId(till);
  if (!isLast || sale.voids !== undefined || sale.layawayId !== undefined) return refusal('return.not-the-last');
  // Another till knows it and has given something of it back: the rest is returned too, and nothing twice.
  const isReturnedElsewhere = till.learned.returned(sale.saleId).size > 0 || till.learned.foreignReturned(sale.saleId) > 0;
  if (isReturnedElsewhere) return refusal('return.not-the-last');
  // A credit note is never taken back: the invoice it corrects would be short of goods that were sold after all.
  if (returns.creditNotesOn(sale.saleId).length > 0) return refusal('return.credit-noted');
  return returns.hasActAfter(positionOf(entry), ENDS_OF_A_SESSION) ? refusal('return.till-closed') : null;
}
