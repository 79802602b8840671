import { receiptReturnedAlone } from '../sale/return-pricing.ts';
import type { EntryBody, SaleCompleted } from './bodies.ts';

/** The columns of the tables of returns and invoices; see `FACT_TABLES`. Quantities and amounts are sizes: above zero for what came back. */
export const RETURNS_FACT_TABLES = {
  /** What came back of a line. Below zero where a return was itself voided. */
  returned_line: ['sale_id', 'line_no', 'quantity_milli', 'total_minor', 'return_sale_id'],
  /** What rounding left owed by a refund of one receipt and nothing else. */
  returned_rounding: ['sale_id', 'owed_minor'],
  /** What of a tender was given back. */
  refunded_tender: ['sale_id', 'tender_line_id', 'amount_minor'],
  /** What was given back for the receipt of another till. */
  foreign_return: ['sale_id', 'total_minor'],
  sale_void: ['sale_id', 'reversal_sale_id', 'reversal_number'],
  /** `corrects_sale_id`: of a credit note, the ticket of the invoice it corrects. */
  invoice: ['kind', 'seq', 'number', 'sale_id', 'corrects_sale_id', 'buyer_id', 'business_date', 'medium', 'total_minor'],
  invoice_copy: ['kind', 'number', 'copy'],
} as const;

type ReturnsTable = keyof typeof RETURNS_FACT_TABLES;
type Cell = string | number | null;
type ReturnsFact = {
  [T in ReturnsTable]: { readonly table: T; readonly row: Readonly<Record<(typeof RETURNS_FACT_TABLES)[T][number], Cell>> };
}[ReturnsTable];

/** What an entry leaves in the tables of returns and invoices. A ticket on which nothing comes back leaves nothing, and pays for nothing. */
export function returnsFactsOf(read: EntryBody): readonly ReturnsFact[] {
  switch (read.type) {
    case 'sale.completed':
      return [...lineFacts(read.body), ...refundFacts(read.body)];
    case 'sale.voided': {
      const { saleId, reversalSaleId, reversalNumber } = read.body;
      return [{ table: 'sale_void', row: { sale_id: saleId, reversal_sale_id: reversalSaleId, reversal_number: reversalNumber } }];
    }
    case 'invoice.issued':
      return [invoiceFact('invoice', read.body, null)];
    case 'credit-note.issued':
      return [invoiceFact('credit-note', read.body, read.body.invoicedSaleId)];
    case 'invoice.printed': {
      const { kind, number, copy } = read.body;
      return [{ table: 'invoice_copy', row: { kind, number, copy } }];
    }
    default:
      return [];
  }
}

function lineFacts(sale: SaleCompleted): readonly ReturnsFact[] {
  return sale.lines.flatMap((line): readonly ReturnsFact[] => {
    if (line.returnOf !== undefined) {
      const { saleId, lineNo } = line.returnOf;
      const sizes = { quantity_milli: 0 - line.quantityMilli, total_minor: 0 - line.totalMinor };
      return [{ table: 'returned_line', row: { sale_id: saleId, line_no: lineNo, ...sizes, return_sale_id: sale.saleId } }];
    }
    const foreign = line.returnTerms?.foreignReceipt ?? null;
    return foreign === null ? [] : [{ table: 'foreign_return', row: { sale_id: foreign.saleId, total_minor: 0 - line.totalMinor } }];
  });
}

function refundFacts(sale: SaleCompleted): readonly ReturnsFact[] {
  const refunds = sale.tenders.flatMap(({ refundOf, amountMinor }): readonly ReturnsFact[] => {
    if (refundOf === undefined) return [];
    const { saleId, tenderLineId } = refundOf;
    return [{ table: 'refunded_tender', row: { sale_id: saleId, tender_line_id: tenderLineId, amount_minor: 0 - amountMinor } }];
  });
  const alone = sale.totals.roundingMinor === 0 ? null : receiptReturnedAlone(sale.lines);
  // Of a ticket taken back whole nothing can be returned any more, and nothing is owed.
  if (alone === null || alone === sale.voids?.saleId) return refunds;
  return [...refunds, { table: 'returned_rounding', row: { sale_id: alone, owed_minor: sale.totals.roundingMinor } }];
}

interface IssuedFigures {
  readonly seq: number;
  readonly number: string;
  readonly saleId: string;
  readonly buyerId: string;
  readonly businessDate: string;
  readonly medium: 'roll' | 'page';
  readonly totalMinor: number;
}

function invoiceFact(kind: 'invoice' | 'credit-note', issued: IssuedFigures, correctsSaleId: string | null): ReturnsFact {
  const { seq, number, saleId, buyerId, businessDate, medium, totalMinor } = issued;
  return {
    table: 'invoice',
    row: {
      kind,
      seq,
      number,
      sale_id: saleId,
      corrects_sale_id: correctsSaleId,
      buyer_id: buyerId,
      business_date: businessDate,
      medium,
      total_minor: totalMinor,
    },
  };
}
