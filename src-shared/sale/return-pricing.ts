import type { TaxGroup } from '../tax/tax-table.ts';
import type { Cart, CartLine } from './cart.ts';
import type { PricedLine, TaxTotal } from './priced-cart.ts';
import type { ReturnOf } from './return-line.ts';

/** A line whose figures are its share of a sold line. */
export type ReturnLine = CartLine & { readonly returnOf: ReturnOf };

export function isReturnLine<L extends CartLine>(line: L): line is L & ReturnLine {
  return line.returnOf !== undefined;
}

/** A line that comes back with its figures, which are decided already. */
export function pricedReturnLine(line: ReturnLine): PricedLine {
  const { taxes: _taxes, ...figures } = line.returnOf.share;
  return { ...line, ...figures };
}

/**
 * The tax rows of a ticket: those worked out for its sold lines, and with them what its returned lines bring back, at the rates of their own
 * sale. Rows stand in the order of the tax groups; groups that the shop has given up stand last.
 */
export function withReturnedTaxes(sold: readonly TaxTotal[], returned: readonly ReturnLine[], groups: readonly TaxGroup[]): TaxTotal[] {
  if (returned.length === 0) return [...sold];
  const rows = new Map<string, TaxTotal>();
  const add = (row: TaxTotal): void => {
    const key = JSON.stringify([row.taxGroupId, row.taxId, row.ratePpm]);
    const before = rows.get(key) ?? { ...row, baseMinor: 0, taxMinor: 0 };
    rows.set(key, { ...before, baseMinor: before.baseMinor + row.baseMinor, taxMinor: before.taxMinor + row.taxMinor });
  };
  for (const row of sold) add(row);
  for (const { taxGroupId, returnOf } of returned) {
    const { exclusiveMinor: baseMinor, taxes } = returnOf.share;
    for (const tax of taxes) add({ taxGroupId, ...tax, baseMinor });
  }
  const places = new Map(groups.map((group, index) => [group.taxGroupId, index]));
  const placeOf = ({ taxGroupId }: TaxTotal): number => places.get(taxGroupId) ?? groups.length;
  return [...rows.values()].sort((a, b) => placeOf(a) - placeOf(b));
}

/** The one receipt that all of a ticket's lines come back from; null when goods are sold on it or several receipts meet on it. */
export function receiptReturnedAlone(lines: readonly Pick<CartLine, 'returnOf'>[]): string | null {
  const saleId = lines[0]?.returnOf?.saleId;
  return saleId !== undefined && lines.every((line) => line.returnOf?.saleId === saleId) ? saleId : null;
}

/**
 * What rounding left owed by earlier refunds of the receipt this ticket brings back: counted only while it brings back nothing else, since a
 * ticket has one rounding and it cannot be told apart.
 */
export function owedRoundingOf(cart: Pick<Cart, 'lines' | 'owedRounding'>): number {
  const { owedRounding } = cart;
  return owedRounding !== undefined && receiptReturnedAlone(cart.lines) === owedRounding.saleId ? owedRounding.amountMinor : 0;
}
