import type { TaxGroup } from './tax-table.ts';

/** One tax as it stands on a day. */
export interface RateInForce {
  readonly taxId: string;
  readonly ratePpm: number;
}

/**
 * The taxes of a group in force on a day (`YYYY-MM-DD`), in the group's order: of each, the row with the latest `from` that is not after the
 * day, the later row when two begin together. A tax whose first row lies ahead is not in force yet and is left out; one at 0 % is in force.
 */
export function ratesOn(group: TaxGroup, day: string): readonly RateInForce[] {
  const inForce: RateInForce[] = [];
  for (const tax of group.taxes) {
    let row: TaxGroup['taxes'][number]['rates'][number] | null = null;
    for (const candidate of tax.rates) {
      // Dates of one form compare as text.
      if (candidate.from <= day && (row === null || candidate.from >= row.from)) row = candidate;
    }
    if (row !== null) inForce.push({ taxId: tax.taxId, ratePpm: row.ratePpm });
  }
  return inForce;
}
