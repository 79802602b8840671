import { fail, ok, type Result } from '../result.ts';
import type { EntryBody, Perpetual, SaleCompleted } from './bodies.ts';

/** What the whole journal adds up to, entry after entry: kept beside it for speed, recomputed by whoever checks it. */
export interface LedgerTotals {
  readonly entries: number;
  /** Tickets with at least one line of positive quantity. */
  readonly sales: number;
  /** Tickets on which goods only came back. */
  readonly returns: number;
  /** Sum of the tickets' totals with tax. */
  readonly grossMinor: number;
  /** The last receipt number given out. */
  readonly receiptSeq: number;
  readonly perpetual: Perpetual;
}

export const NO_TOTALS: LedgerTotals = {
  entries: 0,
  sales: 0,
  returns: 0,
  grossMinor: 0,
  receiptSeq: 0,
  perpetual: { signedMinor: 0, absoluteMinor: 0, tickets: 0 },
};

/** `receipt-number`: a gap or a repeat. `perpetual`: not the sum of what came before. `overflow`: beyond what an exact integer holds. */
export type TotalsFault = 'receipt-number' | 'perpetual' | 'overflow';

/** The perpetual total after a ticket of this total with tax. */
export function advancePerpetual(before: Perpetual, totalMinor: number): Perpetual {
  return {
    signedMinor: before.signedMinor + totalMinor,
    absoluteMinor: before.absoluteMinor + Math.abs(totalMinor),
    tickets: before.tickets + 1,
  };
}

/** A ticket on which goods only came back is a return, whatever it came to. */
export function saleKind(sale: Pick<SaleCompleted, 'lines'>): 'sale' | 'return' {
  return sale.lines.some((line) => line.quantityMilli > 0) ? 'sale' : 'return';
}

/** The totals after one more entry; `null` stands for an entry this program cannot interpret, which counts and adds nothing. */
export function advanceTotals(before: LedgerTotals, read: EntryBody | null): Result<LedgerTotals, TotalsFault> {
  const counted = { ...before, entries: before.entries + 1 };
  if (read?.type === 'sale.completed') return addSale(counted, read.body);
  if (read?.type === 'ledger.recovered') {
    // Numbers may be skipped over lost entries, never taken back.
    if (read.body.receiptSeq < before.receiptSeq) return fail('receipt-number');
    return ok({ ...counted, receiptSeq: read.body.receiptSeq, perpetual: read.body.perpetual });
  }
  return ok(counted);
}

function addSale(counted: LedgerTotals, sale: SaleCompleted): Result<LedgerTotals, TotalsFault> {
  if (sale.receiptSeq !== counted.receiptSeq + 1) return fail('receipt-number');
  const { totalMinor } = sale.totals;
  const perpetual = advancePerpetual(counted.perpetual, totalMinor);
  if (!samePerpetual(perpetual, sale.perpetual)) return fail('perpetual');
  const grossMinor = counted.grossMinor + totalMinor;
  if (!Number.isSafeInteger(grossMinor) || !Number.isSafeInteger(perpetual.absoluteMinor)) return fail('overflow');
  const kind = saleKind(sale);
  return ok({
    ...counted,
    sales: counted.sales + (kind === 'sale' ? 1 : 0),
    returns: counted.returns + (kind === 'return' ? 1 : 0),
    grossMinor,
    receiptSeq: sale.receiptSeq,
    perpetual,
  });
}

export function sameTotals(a: LedgerTotals, b: LedgerTotals): boolean {
  return (
    a.entries === b.entries &&
    a.sales === b.sales &&
    a.returns === b.returns &&
    a.grossMinor === b.grossMinor &&
    a.receiptSeq === b.receiptSeq &&
    samePerpetual(a.perpetual, b.perpetual)
  );
}

function samePerpetual(a: Perpetual, b: Perpetual): boolean {
  return a.signedMinor === b.signedMinor && a.absoluteMinor === b.absoluteMinor && a.tickets === b.tickets;
}
