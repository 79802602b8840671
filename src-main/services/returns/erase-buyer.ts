import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { authorize } from '../authorize.ts';
import type { Till } from '../till.ts';

/**
 * Erases the data of an invoice's buyer at her wish, under the right `customer.edit`. The documents that name her keep their numbers and
 * figures. The journal tells of it first: data that are gone without a word could have been lost.
 */
export function eraseBuyer(till: Till, number: string, reason: string): Result<Record<string, never>, Refusal> {
  const stored = till.ledger.returns.invoiceByNumber('invoice', number);
  if (stored === null) return fail(refusal('invoice.unknown', { number }));
  const right = authorize(till, 'customer.edit', { receiptNumber: number });
  if (!right.ok) return right;
  const { buyerId } = stored;
  const told = till.ledger.append({ type: 'buyer.erased', v: 1, body: { buyerId, reason } }, right.value.person.personId);
  if (!told.ok) return told;
  return till.ledger.buyers.erase(buyerId) ? ok({}) : fail(refusal('ledger.stopped'));
}
