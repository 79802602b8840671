import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { Cart, CartCommand } from '../../../src-shared/sale/cart.ts';
import type { PricedCart } from '../../../src-shared/sale/priced-cart.ts';
import { returnableMilli, returnExceeds } from '../../../src-shared/sale/return-cart.ts';
import { isReturnLine, type ReturnLine } from '../../../src-shared/sale/return-pricing.ts';
import {
  type OriginalTender,
  paidByTender,
  type RefundProposal,
  refundProposals,
  refundTenderProblem,
} from '../../../src-shared/sale/return-refund.ts';
import { shareOfLine } from '../../../src-shared/sale/return-share.ts';
import type { Till } from '../till.ts';
import { beyondReceiptProblem, foreignProblem, goneProblem, knownSale, owedRoundingOf, refundedOf, ticketOf } from './returnable.ts';

/**
 * Whether what comes back on a ticket may still come back, as the ledger stands at this moment: asked in the transaction that completes it.
 * Two tickets may have been open on one receipt, one of them held for an hour.
 *
 * `return.exceeds`: more than is left. `return.changed`: it is left, and its share has become another by a return in between; the lines are
 * to be chosen again. Null when all is well.
 */
export function returnsProblem(till: Till, priced: PricedCart): Refusal | null {
  const comesBack = priced.lines.some((line) => line.quantityMilli < 0);
  if (!comesBack) return null;
  const taken = new Set<string>();
  for (const line of priced.lines.filter(isReturnLine)) {
    const { saleId, lineNo } = line.returnOf;
    const place = `${saleId} ${lineNo}`;
    const problem = taken.has(place) ? returnExceeds(lineNo, 0) : lineProblem(till, line);
    taken.add(place);
    if (problem !== null) return problem;
  }
  const { owedRounding } = priced;
  if (owedRounding !== undefined && owedRoundingOf(till, owedRounding.saleId) !== owedRounding.amountMinor) {
    return refusal('return.changed', { receiptNumber: priced.lines.find(isReturnLine)?.returnOf.receiptNumber ?? '' });
  }
  return foreignProblem(till, priced.lines) ?? beyondProblem(till, priced) ?? tendersProblem(till, priced);
}

/** Of every receipt whose goods come back on the ticket, whether they still come to no more than it did. */
function beyondProblem(till: Till, priced: PricedCart): Refusal | null {
  const byReceipt = Map.groupBy(priced.lines.filter(isReturnLine), ({ returnOf }) => returnOf.saleId);
  for (const [saleId, lines] of byReceipt) {
    const stored = knownSale(till, saleId);
    const comingBack = new Map(lines.map(({ returnOf, quantityMilli }) => [returnOf.lineNo, 0 - quantityMilli]));
    const problem = stored === null ? null : beyondReceiptProblem(till, stored, comingBack);
    if (problem !== null) return problem;
  }
  return null;
}

function lineProblem(till: Till, { returnOf, quantityMilli }: ReturnLine): Refusal | null {
  const { saleId, receiptNumber, lineNo, share } = returnOf;
  const stored = knownSale(till, saleId);
  if (stored === null) return refusal('sale.unknown');
  const gone = goneProblem(till, saleId);
  if (gone !== null) return gone;
  const ticket = ticketOf(till, stored);
  const sold = ticket.lines[lineNo - 1];
  if (sold === undefined) return refusal('cart.line-unknown');
  const beforeMilli = ticket.returned.get(lineNo) ?? 0;
  const leftMilli = returnableMilli(sold, beforeMilli);
  if (0 - quantityMilli > leftMilli) return returnExceeds(lineNo, leftMilli);
  const isSame = JSON.stringify(shareOfLine(sold, beforeMilli, 0 - quantityMilli)) === JSON.stringify(share);
  return isSame ? null : refusal('return.changed', { receiptNumber });
}

/** Every refund of the ticket against the tenders it goes back to, each with those of the ticket that go there too. */
function tendersProblem(till: Till, cart: Pick<Cart, 'lines' | 'tenders'>): Refusal | null {
  const taken: Cart['tenders'] = [];
  for (const tender of cart.tenders) {
    const problem = refundProblem(till, { lines: cart.lines, tenders: taken }, tender);
    if (problem !== null) return problem;
    taken.push(tender);
  }
  return null;
}

/** Why a tender may not give money back on this ticket, or null. Money that comes in is no refund of anything: it would make room for one. */
function refundProblem(till: Till, cart: Pick<Cart, 'lines' | 'tenders'>, tender: RefundProposal): Refusal | null {
  if (tender.amountMinor > 0) return tender.refundOf === undefined ? null : refusal('return.tender-not-original');
  return refundTenderProblem(tender, originalTenders(till, cart));
}

/** How the money of a ticket goes back; none where it takes money. */
export function proposalsFor(till: Till, priced: PricedCart): readonly RefundProposal[] {
  if (priced.totals.totalMinor >= 0 || priced.settled) return [];
  const tenderIds = new Set(till.settings.tenders.map(({ tenderId }) => tenderId));
  const originals = originalTenders(till, priced).filter(({ tender }) => tenderIds.has(tender.tenderId));
  return refundProposals(originals, {
    remainingCashMinor: priced.remainingCashMinor,
    remainingOtherMinor: priced.remainingOtherMinor,
    cashTenderId: till.settings.tenders.find(({ kind }) => kind === 'cash')?.tenderId ?? null,
    pointMinor: till.settings.accounts.points?.pointValueMinor ?? null,
  });
}

/** The tenders of every receipt that a ticket brings goods back from, with what was given back of them, on this ticket too. */
function originalTenders(till: Till, cart: Pick<Cart, 'lines' | 'tenders'>): readonly OriginalTender[] {
  const saleIds = new Set(cart.lines.filter(isReturnLine).map(({ returnOf }) => returnOf.saleId));
  return [...saleIds].flatMap((saleId) => {
    const stored = knownSale(till, saleId);
    if (stored === null) return [];
    const { tenders, totals } = stored.sale;
    const paid = paidByTender(tenders, totals.changeMinor);
    const refunded = refundedOf(till, saleId);
    return tenders.flatMap((tender): OriginalTender[] => {
      const { tenderLineId } = tender;
      if (tender.amountMinor <= 0) return [];
      const here = cart.tenders.filter(({ refundOf }) => refundOf?.saleId === saleId && refundOf.tenderLineId === tenderLineId);
      const refundedMinor = here.reduce((sum, { amountMinor }) => sum - amountMinor, refunded.get(tenderLineId) ?? 0);
      return [{ refundOf: { saleId, tenderLineId }, tender, paidMinor: paid.get(tenderLineId) ?? 0, refundedMinor }];
    });
  });
}

/**
 * Why a screen's edit of a ticket does not do, where it concerns what comes back. Goods come back by way of the return screen, where a right
 * is asked for it and a reason: never by a quantity below zero; and what came back from a receipt keeps its price and its quantity.
 */
export function returnEditProblem(till: Till, cart: Cart, command: CartCommand): Refusal | null {
  switch (command.kind) {
    case 'line.quantity':
    case 'line.price':
    case 'line.discount': {
      const line = cart.lines.find(({ lineId }) => lineId === command.lineId);
      if (line?.returnTerms !== undefined) return refusal('return.line-fixed');
      return command.kind === 'line.quantity' && command.quantityMilli < 0 ? refusal('return.by-return-screen') : null;
    }
    case 'tender.add':
      return refundProblem(till, cart, command.tender);
    default:
      return null;
  }
}
