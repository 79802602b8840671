import { createHash } from 'node:crypto';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { addAdHoc } from '../../services/add-ad-hoc.ts';
import { addProduct } from '../../services/add-product.ts';
import { completeSale } from '../../services/complete-sale.ts';
import { beginTicket, changeTicket } from '../../services/ticket.ts';
import type { Till } from '../../services/till.ts';
import { isTicketOpen } from '../command.ts';
import type { Invoice } from './invoices.ts';
import type { SaleLine } from './sale-line.ts';

const PRICE_REASON = 'replay';

const CART_PREFIX = 'replay-';

/** The ticket of an invoice has the same id in every run, so that an invoice whose sale is in the journal is known again. */
export function cartIdOf(invoiceNo: string): string {
  return `${CART_PREFIX}${createHash('sha256').update(invoiceNo).digest('hex').slice(0, 32)}`;
}

/** Total with tax of an invoice already in the journal; null where it is not. */
export function totalInJournal(till: Till, invoiceNo: string): number | null {
  return till.ledger.findSale(cartIdOf(invoiceNo))?.sale.totals.totalMinor ?? null;
}

/** Whether goods lie on the counter that no replay rang up. A replay that was killed leaves a ticket of its own, which may be dropped. */
export function isForeignTicketOpen(till: Till): boolean {
  return isTicketOpen(till) && till.ticket?.cart.cartId.startsWith(CART_PREFIX) !== true;
}

/**
 * Rings one invoice up through the use cases of the screen, pays it in cash and completes it. Answers with its total, tax in.
 */
export function ringUpInvoice(till: Till, invoice: Invoice, cashTenderId: string): Result<number, Refusal> {
  if (till.person === null) return fail(refusal('person.needed'));
  const begun = beginTicket(till, till.person.personId, cartIdOf(invoice.invoiceNo));
  if (!begun.ok) return begun;
  for (const line of invoice.lines) {
    const added = ringUpLine(till, line);
    if (!added.ok) return added;
  }
  return pay(till, cashTenderId);
}

function ringUpLine(till: Till, line: SaleLine): Result<unknown, Refusal> {
  const product = line.code === '' ? null : till.catalog.bySku(line.code);
  const { name, quantityMilli, unitPriceMinor } = line;
  const code = line.code === '' ? null : line.code;
  if (product === null) return addAdHoc(till, { name, unitPriceMinor, quantityMilli, taxGroupId: null, code });
  const added = addProduct(till, { productId: product.productId, quantityMilli, unitPriceMinor, code });
  if (!added.ok || added.value.kind !== 'added') return added;
  const { cart, changedLineId } = added.value.outcome;
  const rung = cart.lines.find((candidate) => candidate.lineId === changedLineId);
  if (rung === undefined || rung.unitPriceMinor === unitPriceMinor) return added;
  return changeTicket(till, { kind: 'line.price', lineId: rung.lineId, unitPriceMinor, reason: PRICE_REASON });
}

function pay(till: Till, cashTenderId: string): Result<number, Refusal> {
  const due = till.ticket?.priced.remainingCashMinor ?? 0;
  if (due !== 0) {
    const tender = { tenderId: cashTenderId, kind: 'cash' as const, amountMinor: due, card: null, reference: null };
    const paid = changeTicket(till, { kind: 'tender.add', tender });
    if (!paid.ok) return paid;
  }
  const { cart } = till.ticket ?? {};
  if (cart === undefined) return fail(refusal('cart.not-found'));
  const completed = completeSale(till, cart.cartId, cart.revision);
  return completed.ok ? ok(completed.value.sale.totalMinor) : completed;
}
