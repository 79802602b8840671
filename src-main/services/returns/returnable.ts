import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { SaleCompleted } from '../../../src-shared/ledger/bodies.ts';
import type { ReturnableTicket } from '../../../src-shared/sale/return-cart.ts';
import type { ForeignReceipt } from '../../../src-shared/sale/return-line.ts';
import { type SoldLine, shareOfLine, soldLines } from '../../../src-shared/sale/return-share.ts';
import type { StoredSale } from '../../ledger/ledger.ts';
import type { Till } from '../till.ts';

/** What the ledger says of a receipt whose goods come back: asked when it is found, when its lines are taken, and when they are completed. */

/** A ticket of this till, or one of a neighbour that has been learnt. */
export function knownSale(till: Till, saleId: string): StoredSale | null {
  return till.ledger.findSale(saleId) ?? till.learned.sale(saleId);
}

/** A receipt as the return's own arithmetic takes it: what came back here and, as far as is known, at the other tills. */
export function ticketOf(till: Till, { sale }: StoredSale): ReturnableTicket {
  return {
    saleId: sale.saleId,
    receiptNumber: sale.receiptNumber,
    lines: soldLines(sale),
    returned: sumOf(till.ledger.returns.returned(sale.saleId), till.learned.returned(sale.saleId)),
    owedRoundingMinor: owedRoundingOf(till, sale.saleId),
  };
}

/** What rounding left owed by the refunds of a ticket, here and at the other tills. */
export function owedRoundingOf(till: Till, saleId: string): number {
  return till.ledger.returns.owedRounding(saleId) + till.learned.owedRounding(saleId);
}

/** What has been given back of a ticket's tenders, by their line ids, here and at the other tills. */
export function refundedOf(till: Till, saleId: string): ReadonlyMap<string, number> {
  return sumOf(till.ledger.returns.refunded(saleId), till.learned.refunded(saleId));
}

/** What was given back for a ticket by tills that did not know its lines. */
export function foreignReturnedOf(till: Till, saleId: string): number {
  return till.ledger.returns.foreignReturned(saleId) + till.learned.foreignReturned(saleId);
}

function sumOf<K>(own: ReadonlyMap<K, number>, others: ReadonlyMap<K, number>): ReadonlyMap<K, number> {
  if (others.size === 0) return own;
  const sum = new Map(own);
  for (const [key, amount] of others) sum.set(key, (sum.get(key) ?? 0) + amount);
  return sum;
}

/** A ticket taken back whole has nothing left to return, and one that takes another back never had. */
export function goneProblem(till: Till, saleId: string): Refusal | null {
  const voided = till.ledger.returns.voidOf(saleId);
  const reversalNumber = voided?.reversalNumber ?? till.learned.voidedBy(saleId);
  if (reversalNumber !== null) return refusal('return.voided', { receiptNumber: reversalNumber });
  const invoiced = till.ledger.findSale(saleId) === null ? till.learned.invoiceNumber(saleId) : null;
  // Its credit note has to come from the till whose invoice it corrects.
  if (invoiced !== null) return refusal('return.invoiced-elsewhere', { number: invoiced });
  const voids = knownSale(till, saleId)?.sale.voids;
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
    // One whose lines are known comes back with them, or not at all: else its goods would come back once each way.
    const isKnown = knownSale(till, receipt.saleId) !== null;
    const limitMinor = isKnown ? 0 : receipt.totalMinor - foreignReturnedOf(till, receipt.saleId);
    if (totalMinor > limitMinor) return refusal('return.exceeds-receipt', { limitMinor: Math.max(0, limitMinor) });
  }
  return null;
}

/**
 * More than a ticket came to, where a till that did not know its lines has given money back for it too: then lines alone no longer say how
 * much is left. `comingBack`: thousandths by line number, on the ticket in the making. Null when all is well.
 */
export function beyondReceiptProblem(till: Till, stored: StoredSale, comingBack: ReadonlyMap<number, number>): Refusal | null {
  const foreignMinor = foreignReturnedOf(till, stored.sale.saleId);
  if (foreignMinor === 0) return null;
  const ticket = ticketOf(till, stored);
  const worthMinor = (returned: ReadonlyMap<number, number>): number =>
    ticket.lines.reduce((sum, sold, index) => sum + worthOfPart(sold, returned.get(index + 1) ?? 0), 0);
  const limitMinor = worthOf(stored.sale) - foreignMinor - worthMinor(ticket.returned);
  const askedMinor = worthMinor(sumOf(ticket.returned, comingBack)) - worthMinor(ticket.returned);
  return askedMinor > limitMinor ? refusal('return.exceeds-receipt', { limitMinor: Math.max(0, limitMinor) }) : null;
}

/** Two tills that could not ask each other may have taken back more than was sold: it is worth the line, and no more. */
function worthOfPart(sold: SoldLine, returnedMilli: number): number {
  const quantityMilli = Math.min(sold.line.quantityMilli, returnedMilli);
  return quantityMilli <= 0 ? 0 : 0 - shareOfLine(sold, 0, quantityMilli).totalMinor;
}

/** What the goods that went out with a ticket came to, tax in. */
function worthOf({ lines }: SaleCompleted): number {
  return lines.reduce((sum, { totalMinor }) => sum + Math.max(0, totalMinor), 0);
}

/** Names stay outside the journal; a person who has left the settings is known by her id. */
export function nameOf(till: Till, personId: string): string {
  return till.settings.people.find((person) => person.personId === personId)?.name ?? personId;
}
