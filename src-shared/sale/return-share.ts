import type { SaleCompleted } from '../ledger/bodies.ts';
import { allocate } from '../money/allocate.ts';
import { multiplyDivideRounded } from '../money/rounding.ts';
import type { PricedLine, TaxTotal } from './priced-cart.ts';
import type { LineShare } from './return-line.ts';

/** A ticket as its return sees it. */
type SoldTicket = Pick<SaleCompleted, 'lines' | 'taxes'>;

interface TaxPart {
  readonly taxId: string | null;
  readonly ratePpm: number;
  readonly taxMinor: number;
}

/** A sold line with its tax told apart by tax, so that the parts of all lines add up to the tax rows of the receipt. */
export interface SoldLine {
  readonly line: PricedLine;
  readonly taxes: readonly TaxPart[];
}

/**
 * The lines of a ticket with their taxes apart. Where a group bears one tax it is the line's own; where it bears several, each line's tax is
 * shared by the receipt's tax rows, running over the lines: what the lines up to one have of each tax is their share of it, and the line has
 * the difference. So lines add up one way and taxes the other.
 */
export function soldLines({ lines, taxes }: SoldTicket): readonly SoldLine[] {
  const runningMinor = new Map<string, number>();
  return lines.map((line) => {
    if (line.returnOf !== undefined) return { line, taxes: line.returnOf.share.taxes };
    const rows = taxes.filter((row) => row.taxGroupId === line.taxGroupId);
    const before = runningMinor.get(line.taxGroupId) ?? 0;
    runningMinor.set(line.taxGroupId, before + line.taxMinor);
    return { line, taxes: taxParts(rows, before, line.taxMinor) };
  });
}

function taxParts(rows: readonly TaxTotal[], beforeMinor: number, taxMinor: number): readonly TaxPart[] {
  const weights = rows.map((row) => row.taxMinor);
  const through = allocate(rows.length === 0 ? 0 : beforeMinor + taxMinor, weights);
  const before = allocate(rows.length === 0 ? 0 : beforeMinor, weights);
  return rows.map(({ taxId, ratePpm }, index) => ({ taxId, ratePpm, taxMinor: (through[index] ?? 0) - (before[index] ?? 0) }));
}

/**
 * What the return of a part of a sold line gives back, when `beforeMilli` of its quantity had come back already: the share of everything
 * returned after it, less the share of what was returned before. Whatever the parts and their order, they add up to the line, centime for
 * centime, in every figure. Quantities are sizes, above zero; the figures are negative.
 *
 * @throws RangeError when more would come back than was sold: the caller has refused that.
 */
export function shareOfLine({ line, taxes }: SoldLine, beforeMilli: number, quantityMilli: number): LineShare {
  const soldMilli = line.quantityMilli;
  const afterMilli = beforeMilli + quantityMilli;
  if (beforeMilli < 0 || quantityMilli <= 0 || afterMilli > soldMilli) throw new RangeError(`${afterMilli} come back of ${soldMilli}`);
  const shareOf = (figureMinor: number): number =>
    multiplyDivideRounded(figureMinor, beforeMilli, soldMilli) - multiplyDivideRounded(figureMinor, afterMilli, soldMilli);
  const netMinor = shareOf(line.netMinor);
  const lineDiscountMinor = shareOf(line.lineDiscountMinor);
  const cartDiscountMinor = shareOf(line.cartDiscountMinor);
  const parts = taxes.map(({ taxId, ratePpm, taxMinor }) => ({ taxId, ratePpm, taxMinor: shareOf(taxMinor) }));
  const taxMinor = parts.reduce((sum, part) => sum + part.taxMinor, 0);
  return {
    grossMinor: netMinor + lineDiscountMinor + cartDiscountMinor,
    lineDiscountMinor,
    cartDiscountMinor,
    netMinor,
    exclusiveMinor: line.priceIncludesTax ? netMinor - taxMinor : netMinor,
    taxMinor,
    totalMinor: line.priceIncludesTax ? netMinor : netMinor + taxMinor,
    taxes: parts,
  };
}
