import type { EntryBody, SaleCompleted } from './bodies.ts';
import type { Entry } from './entry.ts';
import { saleKind } from './totals.ts';

/**
 * The rows reports read, derived from an entry and from nothing else: the writer stores them with it, a check recomputes them, and another
 * machine that holds the entries comes to the same. Amounts in minor units, quantities in thousandths.
 */
export type Projection = ProjectedSale | ProjectedDuplicate;

export interface ProjectedSale {
  readonly kind: 'sale';
  readonly sale: SaleRow;
  readonly lines: readonly SaleLineRow[];
  readonly tenders: readonly SaleTenderRow[];
  readonly taxes: readonly SaleTaxRow[];
}

export interface ProjectedDuplicate {
  readonly kind: 'duplicate';
  readonly duplicate: DuplicateRow;
}

/** A copy of a receipt after the original. */
export interface DuplicateRow {
  readonly saleId: string;
  readonly copy: number;
  readonly epoch: number;
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
}

export interface SaleRow {
  readonly receiptSeq: number;
  readonly saleId: string;
  readonly receiptNumber: string;
  readonly epoch: number;
  readonly seq: number;
  readonly kind: 'sale' | 'return';
  readonly at: string;
  readonly businessDate: string;
  readonly tillId: string;
  readonly actor: string;
  readonly currency: string;
  readonly discountMinor: number;
  readonly exclusiveMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
  readonly stampDutyMinor: number;
  readonly roundingMinor: number;
  readonly payableMinor: number;
  readonly changeMinor: number;
}

export interface SaleLineRow {
  readonly receiptSeq: number;
  readonly lineNo: number;
  readonly productId: string | null;
  readonly sku: string | null;
  readonly unit: string;
  readonly quantityMilli: number;
  readonly unitPriceMinor: number;
  readonly listPriceMinor: number;
  readonly taxGroupId: string;
  readonly grossMinor: number;
  readonly lineDiscountMinor: number;
  readonly cartDiscountMinor: number;
  readonly exclusiveMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
}

export interface SaleTenderRow {
  readonly receiptSeq: number;
  readonly tenderNo: number;
  readonly tenderId: string;
  readonly kind: string;
  readonly amountMinor: number;
}

export interface SaleTaxRow {
  readonly receiptSeq: number;
  readonly taxNo: number;
  readonly taxGroupId: string;
  readonly taxId: string | null;
  readonly ratePpm: number;
  readonly baseMinor: number;
  readonly taxMinor: number;
}

/** Where and when an entry stands: all of it that rows take beside the body. */
export type EntryPlace = Pick<Entry, 'epoch' | 'seq' | 'at' | 'actor'>;

/** The rows of an entry; null when its type has none. */
export function projectEntry(place: EntryPlace, read: EntryBody): Projection | null {
  if (read.type === 'sale.completed') return projectSale(place, read.body);
  if (read.type === 'receipt.duplicated') {
    const { epoch, seq, at, actor } = place;
    return { kind: 'duplicate', duplicate: { saleId: read.body.saleId, copy: read.body.copy, epoch, seq, at, actor } };
  }
  return null;
}

function projectSale(place: EntryPlace, sale: SaleCompleted): ProjectedSale {
  return { kind: 'sale', sale: saleRow(place, sale), lines: lineRows(sale), tenders: tenderRows(sale), taxes: taxRows(sale) };
}

function saleRow(place: EntryPlace, sale: SaleCompleted): SaleRow {
  const { totals } = sale;
  return {
    receiptSeq: sale.receiptSeq,
    saleId: sale.saleId,
    receiptNumber: sale.receiptNumber,
    epoch: place.epoch,
    seq: place.seq,
    kind: saleKind(sale),
    at: place.at,
    businessDate: sale.businessDate,
    tillId: sale.tillId,
    actor: place.actor,
    currency: sale.currency,
    discountMinor: totals.discountMinor,
    exclusiveMinor: totals.exclusiveMinor,
    taxMinor: totals.taxMinor,
    totalMinor: totals.totalMinor,
    stampDutyMinor: totals.stampDutyMinor,
    roundingMinor: totals.roundingMinor,
    payableMinor: totals.payableMinor,
    changeMinor: totals.changeMinor,
  };
}

function lineRows(sale: SaleCompleted): SaleLineRow[] {
  return sale.lines.map((line, index) => ({
    receiptSeq: sale.receiptSeq,
    lineNo: index + 1,
    productId: line.productId,
    sku: line.sku,
    unit: line.unit,
    quantityMilli: line.quantityMilli,
    unitPriceMinor: line.unitPriceMinor,
    listPriceMinor: line.listPriceMinor,
    taxGroupId: line.taxGroupId,
    grossMinor: line.grossMinor,
    lineDiscountMinor: line.lineDiscountMinor,
    cartDiscountMinor: line.cartDiscountMinor,
    exclusiveMinor: line.exclusiveMinor,
    taxMinor: line.taxMinor,
    totalMinor: line.totalMinor,
  }));
}

function tenderRows(sale: SaleCompleted): SaleTenderRow[] {
  return sale.tenders.map((tender, index) => ({
    receiptSeq: sale.receiptSeq,
    tenderNo: index + 1,
    tenderId: tender.tenderId,
    kind: tender.kind,
    amountMinor: tender.amountMinor,
  }));
}

function taxRows(sale: SaleCompleted): SaleTaxRow[] {
  return sale.taxes.map((tax, index) => ({
    receiptSeq: sale.receiptSeq,
    taxNo: index + 1,
    taxGroupId: tax.taxGroupId,
    taxId: tax.taxId,
    ratePpm: tax.ratePpm,
    baseMinor: tax.baseMinor,
    taxMinor: tax.taxMinor,
  }));
}
