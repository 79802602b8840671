import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { ReturnableTicket } from '../../../src-shared/sale/return-cart.ts';
import type { ForeignReceipt } from '../../../src-shared/sale/return-line.ts';
import { soldLines } from '../../../src-shared/sale/return-share.ts';
import type { StoredSale } from '../../ledger/ledger.ts';
import type { Till } from '../till.ts';

/** What the ledger says of a receipt whose goods come back: asked when it is found, when its lines are taken, and when they are completed. */

/** A receipt as the return's own arithmetic takes it. */
export function ticketOf(till: Till, { sale }: StoredSale): ReturnableTicket {
  const { returns } = till.ledger;
  return {
    saleId: sale.saleId,
    receiptNumber: sale.receiptNumber,
    lines: soldLines(sale),
    returned: returns.returned(sale.saleId),
    owedRoundingMinor: returns.owedRounding(sale.saleId),
  };
}

/** A ticket taken back whole has nothing left to return, and one that takes another back never had. */
export function goneProblem(till: Till, saleId: string): Refusal | null {
  const voided = till.ledger.returns.voidOf(saleId);
  if (voided !== null) return refusal('return.voided', { receiptNumber: voided.reversalNumber });
  const voids = till.ledger.findSale(saleId)?.sale.voids;
  return voids === undefined ? null : refusal('return.voided', { receiptNumber: voids.receiptNumber });
}

interface ForeignLine {
  readonly totalMinor: number;
  readonly returnTerms?: { readonly foreignReceipt: ForeignReceipt | null } | undefined;
}

/** More for another till's receipt, together with what was given back for it here before, than that receipt came to; null when not. */
export function foreignProblem(till: Till, lines: readonly ForeignLine[]): Refusal | null {
  const asked = new Map<string, { readonly receipt: ForeignReceipt; readonly totalMinor: number }>();
  for (const { totalMinor, returnTerms } of lines) {
    const receipt = returnTerms?.foreignReceipt ?? null;
    if (receipt === null) continue;
    asked.set(receipt.saleId, { receipt, totalMinor: (asked.get(receipt.saleId)?.totalMinor ?? 0) - totalMinor });
  }
  for (const { receipt, totalMinor } of asked.values()) {
    // One of this till's own comes back with its lines, or not at all: else its goods would come back once each way.
    const isOwn = till.ledger.findSale(receipt.saleId) !== null;
    const limitMinor = isOwn ? 0 : receipt.totalMinor - till.ledger.returns.foreignReturned(receipt.saleId);
    if (totalMinor > limitMinor) return refusal('return.exceeds-receipt', { limitMinor: Math.max(0, limitMinor) });
  }
  return null;
}

/** Names stay outside the journal; a person who has left the settings is known by her id. */
export function nameOf(till: Till, personId: string): string {
  return till.settings.people.find((person) => person.personId === personId)?.name ?? personId;
}
