import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { CartOutcome } from '../../../src-shared/contract/terminal-api.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { type ChosenReturn, putReturns, putUnreceipted, returnExceeds } from '../../../src-shared/sale/return-cart.ts';
import type { Disposition, ForeignReceipt, ReturnTerms } from '../../../src-shared/sale/return-line.ts';
import { shareOfLine } from '../../../src-shared/sale/return-share.ts';
import { cartItemOf } from '../add-product.ts';
import { authorize } from '../authorize.ts';
import { contextOf, openTicket, takeChange } from '../ticket.ts';
import { signedIn, type Till } from '../till.ts';
import { foreignProblem, goneProblem, knownSale, ticketOf } from './returnable.ts';

export interface AskedTerms {
  readonly reasonId: string;
  readonly note: string | null;
  readonly disposition: Disposition;
}

export interface AskedReturn {
  readonly saleId: string;
  readonly lines: readonly ({ readonly lineNo: number; readonly quantityMilli: number } & AskedTerms)[];
}

/**
 * Puts what comes back of a receipt on the open ticket, under the right `return.with-receipt`. How much may come back is asked of the ledger
 * here, and once more in the transaction that completes the ticket.
 */
export function takeReturn(till: Till, asked: AskedReturn): Result<CartOutcome, Refusal> {
  const ticket = openTicket(till);
  if (!ticket.ok) return ticket;
  const stored = knownSale(till, asked.saleId);
  if (stored === null) return fail(refusal('sale.unknown'));
  const gone = goneProblem(till, asked.saleId);
  if (gone !== null) return fail(gone);
  const strange = reasonProblem(till, asked.lines);
  if (strange !== null) return fail(strange);
  const context = contextOf(till, ticket.value.cart);
  if (!context.ok) return context;
  const choose = (approval: ReturnTerms['approval']): ChosenReturn[] =>
    asked.lines.map(({ lineNo, quantityMilli, ...terms }) => ({
      lineNo,
      quantityMilli,
      terms: { ...terms, approval, foreignReceipt: null },
    }));
  const returnable = ticketOf(till, stored);
  // Tried before the right is asked for: a colleague's leave is not used up by a return that cannot be.
  const tried = putReturns(ticket.value.cart, returnable, choose(null), context.value);
  if (!tried.ok) return tried;
  const cameBack = tried.value.priced.lines.filter(({ returnOf }) => returnOf?.saleId === asked.saleId);
  const totalMinor = cameBack.reduce((sum, line) => sum + line.totalMinor, 0);
  const right = authorize(till, 'return.with-receipt', { receiptNumber: stored.sale.receiptNumber, totalMinor });
  if (!right.ok) return right;
  const put =
    right.value.approval === null ? tried : putReturns(ticket.value.cart, returnable, choose(right.value.approval), context.value);
  return put.ok ? takeChange(till, withCustomer(put.value, stored.sale.customerId)) : put;
}

/** The ticket is the customer's whose receipt it brings back, so that her accounts can take the money. */
function withCustomer<C extends { readonly cart: object; readonly priced: object }>(change: C, customerId: string | undefined): C {
  if (customerId === undefined || 'customerId' in change.cart) return change;
  return { ...change, cart: { ...change.cart, customerId }, priced: { ...change.priced, customerId } };
}

function reasonProblem(till: Till, asked: readonly AskedTerms[]): Refusal | null {
  const known = new Set(till.settings.returns.reasons.map(({ reasonId }) => reasonId));
  return asked.every(({ reasonId }) => known.has(reasonId)) ? null : refusal('return.reason-needed');
}

export interface AskedUnreceipted extends AskedTerms {
  readonly productId: string;
  readonly quantityMilli: number;
  readonly unitPriceMinor: number | null;
  readonly foreignReceipt: ForeignReceipt | null;
}

/**
 * Goods that come back without a receipt of this till, under the right `return.without-receipt`: never at more than the catalog asks, and for
 * the receipt of another till never for more than that receipt came to, as far as it is known here.
 */
export function takeWithoutReceipt(till: Till, asked: AskedUnreceipted): Result<CartOutcome, Refusal> {
  const product = till.catalog.productById(asked.productId);
  if (product === null) return fail(refusal('product.unknown'));
  const listPriceMinor = product.unitPriceMinor ?? asked.unitPriceMinor;
  if (listPriceMinor === null) return fail(refusal('cart.price-needed'));
  const unitPriceMinor = asked.unitPriceMinor ?? listPriceMinor;
  if (unitPriceMinor > listPriceMinor) return fail(refusal('return.price-too-high', { limitMinor: listPriceMinor }));
  const strange = reasonProblem(till, [asked]);
  if (strange !== null) return fail(strange);
  const ticket = openTicket(till);
  if (!ticket.ok) return ticket;
  const context = contextOf(till, ticket.value.cart);
  if (!context.ok) return context;
  const { reasonId, note, disposition, foreignReceipt, quantityMilli } = asked;
  const item = cartItemOf(product, { code: null, labelPriceMinor: null, unitPriceMinor });
  const putWith = (approval: ReturnTerms['approval']) =>
    putUnreceipted(
      ticket.value.cart,
      { item, listPriceMinor, quantityMilli, terms: { reasonId, note, disposition, approval, foreignReceipt } },
      context.value,
    );
  const tried = putWith(null);
  if (!tried.ok) return tried;
  const beyond = foreignProblem(till, tried.value.priced.lines);
  if (beyond !== null) return fail(beyond);
  const totalMinor = tried.value.priced.lines.at(-1)?.totalMinor ?? 0;
  const right = authorize(till, 'return.without-receipt', { productId: asked.productId, quantityMilli, totalMinor });
  if (!right.ok) return right;
  const put = putWith(right.value.approval);
  return put.ok ? takeChange(till, put.value) : put;
}

/** What would be given back for parts of a receipt. */
export function quoteReturn(
  till: Till,
  saleId: string,
  lines: readonly { readonly lineNo: number; readonly quantityMilli: number }[],
): Result<{ readonly totalMinor: number; readonly lines: { readonly lineNo: number; readonly totalMinor: number }[] }, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const stored = knownSale(till, saleId);
  if (stored === null) return fail(refusal('sale.unknown'));
  const ticket = ticketOf(till, stored);
  const quoted: { readonly lineNo: number; readonly totalMinor: number }[] = [];
  for (const { lineNo, quantityMilli } of lines) {
    const sold = ticket.lines[lineNo - 1];
    const beforeMilli = ticket.returned.get(lineNo) ?? 0;
    if (sold === undefined) return fail(refusal('cart.line-unknown'));
    const leftMilli = Math.max(0, sold.line.quantityMilli - beforeMilli);
    if (quantityMilli > leftMilli) return fail(returnExceeds(lineNo, leftMilli));
    quoted.push({ lineNo, totalMinor: 0 - shareOfLine(sold, beforeMilli, quantityMilli).totalMinor });
  }
  return ok({ totalMinor: quoted.reduce((sum, line) => sum + line.totalMinor, 0), lines: quoted });
}
