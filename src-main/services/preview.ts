import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { ReceiptDocument } from '../../src-shared/receipt/document.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { openTicket } from './ticket.ts';
import { signedIn, type Till } from './till.ts';

/** The receipt of a completed sale as it was printed, or (null) that of the open ticket as it would be. */
export function previewOf(till: Till, saleId: string | null): Result<{ readonly document: ReceiptDocument }, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  if (saleId !== null) {
    const stored = till.ledger.findSale(saleId);
    if (stored === null) return fail(refusal('sale.unknown'));
    return ok({ document: till.receipts.ofSale(stored.sale, stored.entry, till.settings, 1) });
  }
  const ticket = openTicket(till);
  if (!ticket.ok) return ticket;
  return ok({ document: till.receipts.ofTicket(ticket.value.priced, till.settings, person.value, till.now(), till.training) });
}
