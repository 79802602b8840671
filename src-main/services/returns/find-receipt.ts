import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { FoundReceipt, ReceiptSummary, ReturnableReceipt } from '../../../src-shared/contract/returns-api.ts';
import { parseReceiptQr } from '../../../src-shared/receipt/receipt-qr.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { itemsOf } from '../../../src-shared/sale/price-cart.ts';
import { returnableMilli } from '../../../src-shared/sale/return-cart.ts';
import { paidByTender } from '../../../src-shared/sale/return-refund.ts';
import { toWesternDigits } from '../../../src-shared/text/digits.ts';
import type { StoredSale } from '../../ledger/ledger.ts';
import { writtenNumber } from '../complete-sale.ts';
import { signedIn, type Till } from '../till.ts';
import { foreignReturnedOf, knownSale, nameOf, ticketOf } from './returnable.ts';
import { isVoidable } from './void-rule.ts';

/** As they are typed from paper: with the letters before the number or without, with or without its leading zeroes. */
const TYPED_NUMBER = /^(?:([A-Z0-9]{1,8})-)?0*(\d{1,15})$/;

/** Finds a receipt by what was scanned or typed. A QR names its sale; a receipt that it says is another till's is told as that. */
export function findReceipt(till: Till, text: string): Result<FoundReceipt, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const qr = parseReceiptQr(text);
  if (qr !== null) {
    const stored = knownSale(till, qr.saleId);
    if (stored !== null) return ok({ kind: 'found', receipt: returnableReceipt(till, stored), silent: [] });
    const { terminal, receiptNumber, saleId, totalMinor } = qr;
    const refundedMinor = foreignReturnedOf(till, saleId);
    return ok({ kind: 'foreign', receipt: { terminal, receiptNumber, saleId, totalMinor }, refundedMinor, silent: [] });
  }
  const stored = byTypedNumber(till, text) ?? learnedByNumber(till, text);
  if (stored === null) return ok({ kind: 'unknown', text, silent: [] });
  return ok({ kind: 'found', receipt: returnableReceipt(till, stored), silent: [] });
}

export function findReceiptOf(till: Till, saleId: string): Result<FoundReceipt, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const stored = knownSale(till, saleId);
  if (stored === null) return ok({ kind: 'unknown', text: saleId, silent: [] });
  return ok({ kind: 'found', receipt: returnableReceipt(till, stored), silent: [] });
}

/** A number without letters is this terminal's; with letters they must be those on the receipt, which may be of before a change of them. */
function byTypedNumber(till: Till, text: string): StoredSale | null {
  const typed = TYPED_NUMBER.exec(asTyped(text));
  if (typed === null) return null;
  const [, prefix, digits] = typed;
  const saleId = till.ledger.returns.saleOfReceipt(Number(digits));
  const stored = saleId === null ? null : till.ledger.findSale(saleId);
  if (stored === null || prefix === undefined) return stored;
  return stored.sale.receiptNumber.startsWith(`${prefix}-`) ? stored : null;
}

function asTyped(text: string): string {
  return toWesternDigits(text).trim().toUpperCase().replaceAll(' ', '');
}

/** A whole number with its letters, as it stands on paper: another till can be asked for it. Null for anything else. */
export function wholeNumberOf(text: string): string | null {
  const [, prefix, digits] = TYPED_NUMBER.exec(asTyped(text)) ?? [];
  return prefix === undefined || digits === undefined ? null : writtenNumber(prefix, Number(digits));
}

/** A neighbour's, by its whole number. Where two tills number alike the number names neither, and the QR has to. */
function learnedByNumber(till: Till, text: string): StoredSale | null {
  const number = wholeNumberOf(text);
  const [saleId, another] = number === null ? [] : till.learned.salesOfNumber(number);
  return saleId === undefined || another !== undefined ? null : till.learned.sale(saleId);
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
    isVoided: voidedByOf(till, sale.saleId) !== null,
  };
}

/** The number of the ticket that takes this one back whole, here or at another till. */
function voidedByOf(till: Till, saleId: string): string | null {
  return till.ledger.returns.voidOf(saleId)?.reversalNumber ?? till.learned.voidedBy(saleId);
}

/** A receipt with what can still come back of it. Nothing can of one that was taken back whole, or that takes another back. */
function returnableReceipt(till: Till, stored: StoredSale): ReturnableReceipt {
  const { sale } = stored;
  const ticket = ticketOf(till, stored);
  const voidedBy = voidedByOf(till, sale.saleId);
  const isGone = voidedBy !== null || sale.voids !== undefined;
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
    voidedBy,
    isVoidable: isVoidable(till, stored),
    invoiceNumber: till.ledger.returns.invoiceOf(sale.saleId)?.number ?? till.learned.invoiceNumber(sale.saleId),
    soldAt: stored.entry.terminal === till.ledger.terminal ? null : (till.lan.named(stored.entry.terminal)?.name ?? stored.entry.terminal),
  };
}
