import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { FoundReceipt, ReceiptSummary, ReturnableReceipt } from '../../../src-shared/contract/returns-api.ts';
import { parseReceiptQr } from '../../../src-shared/receipt/receipt-qr.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { itemsOf } from '../../../src-shared/sale/price-cart.ts';
import { returnableMilli } from '../../../src-shared/sale/return-cart.ts';
import { paidByTender } from '../../../src-shared/sale/return-refund.ts';
import { toWesternDigits } from '../../../src-shared/text/digits.ts';
import type { StoredSale } from '../../ledger/ledger.ts';
import { signedIn, type Till } from '../till.ts';
import { nameOf, ticketOf } from './returnable.ts';
import { isVoidable } from './void-rule.ts';

/** As they are typed from paper: with the letters before the number or without, with or without its leading zeroes. */
const TYPED_NUMBER = /^(?:([A-Z0-9]{1,8})-)?0*(\d{1,15})$/;

/** Finds a receipt by what was scanned or typed. A QR names its sale; a receipt that it says is another till's is told as that. */
export function findReceipt(till: Till, text: string): Result<FoundReceipt, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const qr = parseReceiptQr(text);
  if (qr !== null) {
    const stored = till.ledger.findSale(qr.saleId);
    if (stored !== null) return ok({ kind: 'found', receipt: returnableReceipt(till, stored) });
    const { terminal, receiptNumber, saleId, totalMinor } = qr;
    const refundedMinor = till.ledger.returns.foreignReturned(saleId);
    return ok({ kind: 'foreign', receipt: { terminal, receiptNumber, saleId, totalMinor }, refundedMinor });
  }
  const stored = byTypedNumber(till, text);
  return ok(stored === null ? { kind: 'unknown', text } : { kind: 'found', receipt: returnableReceipt(till, stored) });
}

export function findReceiptOf(till: Till, saleId: string): Result<FoundReceipt, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const stored = till.ledger.findSale(saleId);
  return ok(stored === null ? { kind: 'unknown', text: saleId } : { kind: 'found', receipt: returnableReceipt(till, stored) });
}

/** A number without letters is this terminal's; with letters they must be those on the receipt, which may be of before a change of them. */
function byTypedNumber(till: Till, text: string): StoredSale | null {
  const typed = TYPED_NUMBER.exec(toWesternDigits(text).trim().toUpperCase().replaceAll(' ', ''));
  if (typed === null) return null;
  const [, prefix, digits] = typed;
  const saleId = till.ledger.returns.saleOfReceipt(Number(digits));
  const stored = saleId === null ? null : till.ledger.findSale(saleId);
  if (stored === null || prefix === undefined) return stored;
  return stored.sale.receiptNumber.startsWith(`${prefix}-`) ? stored : null;
}

/** Receipts in a list, newest first. */
export function listReceipts(
  till: Till,
  asked: { readonly date: string | null; readonly before: number | null; readonly limit: number },
): Result<{ readonly receipts: ReceiptSummary[] }, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const { returns } = till.ledger;
  const sales = returns.receiptsOfDay(asked.date, asked.limit, asked.before).flatMap((receiptSeq) => {
    const saleId = returns.saleOfReceipt(receiptSeq);
    const stored = saleId === null ? null : till.ledger.findSale(saleId);
    return stored === null ? [] : [summaryOf(till, stored)];
  });
  return ok({ receipts: sales });
}

function summaryOf(till: Till, { entry, sale }: StoredSale): ReceiptSummary {
  const comesBack = sale.lines.every((line) => line.quantityMilli < 0);
  return {
    saleId: sale.saleId,
    receiptNumber: sale.receiptNumber,
    receiptSeq: sale.receiptSeq,
    at: entry.at,
    businessDate: sale.businessDate,
    sellerName: nameOf(till, entry.actor),
    payableMinor: sale.totals.payableMinor,
    itemCount: sale.lines.reduce((sum, line) => sum + itemsOf(line), 0),
    kind: sale.voids !== undefined ? 'reversal' : comesBack ? 'return' : 'sale',
    isVoided: till.ledger.returns.voidOf(sale.saleId) !== null,
  };
}

/** A receipt with what can still come back of it. Nothing can of one that was taken back whole, or that takes another back. */
function returnableReceipt(till: Till, stored: StoredSale): ReturnableReceipt {
  const { sale } = stored;
  const ticket = ticketOf(till, stored);
  const voided = till.ledger.returns.voidOf(sale.saleId);
  const isGone = voided !== null || sale.voids !== undefined;
  const chosen = new Map(
    (till.ticket?.cart.lines ?? []).flatMap(({ returnOf, quantityMilli }) =>
      returnOf?.saleId === sale.saleId ? [[returnOf.lineNo, 0 - quantityMilli] as const] : [],
    ),
  );
  const paid = paidByTender(sale.tenders, sale.totals.changeMinor);
  return {
    ...summaryOf(till, stored),
    lines: ticket.lines.map((sold, index) => {
      const { line } = sold;
      const lineNo = index + 1;
      const returnedMilli = ticket.returned.get(lineNo) ?? 0;
      return {
        lineNo,
        name: line.name,
        sku: line.sku,
        unit: line.unit,
        soldMilli: line.quantityMilli,
        returnedMilli,
        returnableMilli: isGone ? 0 : returnableMilli(sold, returnedMilli),
        chosenMilli: chosen.get(lineNo) ?? 0,
        unitPriceMinor: line.unitPriceMinor,
        totalMinor: line.totalMinor,
      };
    }),
    tenders: sale.tenders.map(({ tenderId, tenderLineId, kind, card }) => ({
      name: till.settings.tenders.find((type) => type.tenderId === tenderId)?.name ?? { fr: tenderId },
      kind,
      amountMinor: paid.get(tenderLineId) ?? 0,
      lastFour: card?.lastFour ?? null,
    })),
    voidedBy: voided?.reversalNumber ?? null,
    isVoidable: isVoidable(till, stored),
    invoiceNumber: till.ledger.returns.invoiceOf(sale.saleId)?.number ?? null,
  };
}
