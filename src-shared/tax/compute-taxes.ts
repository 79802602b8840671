import { type Refusal, refusal } from '../contract/refusal.ts';
import { allocate } from '../money/allocate.ts';
import { multiplyDivideRounded } from '../money/rounding.ts';
import { fail, ok, type Result } from '../result.ts';
import type { TaxTotal } from '../sale/priced-cart.ts';
import { type RateInForce, ratesOn } from './rates.ts';
import type { TaxGroup } from './tax-table.ts';

const PPM = 1_000_000;

export interface TaxableLine {
  readonly taxGroupId: string;
  readonly priceIncludesTax: boolean;
  /** What the line costs after discounts, in the mode of its price. */
  readonly netMinor: number;
}

/** exclusive + tax = total, and the one of the price's mode is the net amount itself. */
export interface LineTax {
  readonly exclusiveMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
}

export interface TaxComputation {
  /** One for each line, in their order. */
  readonly lines: readonly LineTax[];
  /** One for each group and rate in use, in the order of the tax groups; with several taxes side by side each repeats the common base. */
  readonly taxes: TaxTotal[];
}

/** Lines that are rounded together: one tax group, one price mode, one sign. */
interface Bucket {
  readonly priceIncludesTax: boolean;
  readonly indexes: number[];
  readonly netsMinor: number[];
  sumMinor: number;
}

interface GroupWork {
  readonly group: TaxGroup;
  readonly rates: readonly RateInForce[];
  readonly buckets: Map<string, Bucket>;
  baseMinor: number;
  readonly taxesMinor: number[];
}

/**
 * The one tax kernel. Lines are put together by tax group, price mode and sign; each tax is computed once on the sum of such a bucket,
 * rounded half away from zero, and shared to the lines by the largest remainder. So the lines of a receipt add up to its tax rows, and
 * receipt, journal and report agree to the minor unit. Because signs are kept apart, a return of everything is the exact negative.
 *
 * Exclusive prices: each tax is its rate of the sum. Inclusive prices: the sum holds `Σ rates ÷ (1 + Σ rates)` of tax in all, which is
 * shared among the taxes by their rates; whatever rounding does, what the customer pays stays the price.
 *
 * Refused: `cart.tax-group-unknown` with `taxGroupId`.
 */
export function computeTaxes(lines: readonly TaxableLine[], taxGroups: readonly TaxGroup[], day: string): Result<TaxComputation, Refusal> {
  const works = new Map<string, GroupWork>();
  for (const [index, line] of lines.entries()) {
    let work = works.get(line.taxGroupId);
    if (work === undefined) {
      const group = taxGroups.find((candidate) => candidate.taxGroupId === line.taxGroupId);
      if (group === undefined) return fail(refusal('cart.tax-group-unknown', { taxGroupId: line.taxGroupId }));
      work = beginGroup(group, day);
      works.set(line.taxGroupId, work);
    }
    addToBucket(work, index, line);
  }
  const lineTaxes = new Array<LineTax>(lines.length);
  for (const work of works.values()) {
    for (const bucket of work.buckets.values()) taxBucket(work, bucket, lineTaxes);
  }
  const inOrder = taxGroups.flatMap((group) => works.get(group.taxGroupId) ?? []);
  return ok({ lines: lineTaxes, taxes: inOrder.flatMap(taxTotalsOf) });
}

function beginGroup(group: TaxGroup, day: string): GroupWork {
  const rates = ratesOn(group, day);
  return { group, rates, buckets: new Map(), baseMinor: 0, taxesMinor: rates.map(() => 0) };
}

function addToBucket(work: GroupWork, index: number, line: TaxableLine): void {
  const key = `${line.priceIncludesTax ? 'inclusive' : 'exclusive'}${line.netMinor < 0 ? '-' : '+'}`;
  let bucket = work.buckets.get(key);
  if (bucket === undefined) {
    bucket = { priceIncludesTax: line.priceIncludesTax, indexes: [], netsMinor: [], sumMinor: 0 };
    work.buckets.set(key, bucket);
  }
  bucket.indexes.push(index);
  bucket.netsMinor.push(line.netMinor);
  bucket.sumMinor += line.netMinor;
}

function taxBucket(work: GroupWork, bucket: Bucket, lineTaxes: LineTax[]): void {
  const parts = bucket.priceIncludesTax ? taxesInside(bucket.sumMinor, work.rates) : taxesOnTop(bucket.sumMinor, work.rates);
  const taxMinor = parts.reduce((sum, part) => sum + part, 0);
  work.baseMinor += bucket.priceIncludesTax ? bucket.sumMinor - taxMinor : bucket.sumMinor;
  for (const [rateIndex, part] of parts.entries()) work.taxesMinor[rateIndex] = (work.taxesMinor[rateIndex] ?? 0) + part;
  const shares = allocate(taxMinor, bucket.netsMinor);
  for (const [position, index] of bucket.indexes.entries()) {
    const netMinor = bucket.netsMinor[position] ?? 0;
    const shareMinor = shares[position] ?? 0;
    lineTaxes[index] = bucket.priceIncludesTax
      ? { exclusiveMinor: netMinor - shareMinor, taxMinor: shareMinor, totalMinor: netMinor }
      : { exclusiveMinor: netMinor, taxMinor: shareMinor, totalMinor: netMinor + shareMinor };
  }
}

function taxesOnTop(sumMinor: number, rates: readonly RateInForce[]): readonly number[] {
  return rates.map((rate) => multiplyDivideRounded(sumMinor, rate.ratePpm, PPM));
}

function taxesInside(sumMinor: number, rates: readonly RateInForce[]): readonly number[] {
  const ratesPpm = rates.map((rate) => rate.ratePpm);
  const totalPpm = ratesPpm.reduce((sum, ratePpm) => sum + ratePpm, 0);
  return allocate(multiplyDivideRounded(sumMinor, totalPpm, PPM + totalPpm), ratesPpm);
}

function taxTotalsOf(work: GroupWork): TaxTotal[] {
  const { taxGroupId } = work.group;
  if (work.rates.length === 0) return [{ taxGroupId, taxId: null, ratePpm: 0, baseMinor: work.baseMinor, taxMinor: 0 }];
  return work.rates.map((rate, index) => ({
    taxGroupId,
    taxId: rate.taxId,
    ratePpm: rate.ratePpm,
    baseMinor: work.baseMinor,
    taxMinor: work.taxesMinor[index] ?? 0,
  }));
}
