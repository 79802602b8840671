import { z } from 'zod';
import { amountMinorSchema } from '../money/amount.ts';
import { noteSchema, type TenderKind, tenderKindSchema } from '../sale/cart.ts';
import { cashCountSchema } from './cash-count.ts';
import type { TillFigures } from './figures.ts';

/** What a person can hold in the hand and count beside cash: slips, cheques, vouchers. What is booked by the program alone is not counted. */
const COUNTED_KINDS: ReadonlySet<string> = new Set<TenderKind>(['card', 'cheque', 'transfer', 'mobile', 'voucher', 'other']);

export function isCounted(kind: TenderKind): boolean {
  return COUNTED_KINDS.has(kind);
}

const countedTenderSchema = z.object({
  tenderId: z.string().min(1).max(64),
  kind: tenderKindSchema,
  countedMinor: amountMinorSchema,
  expectedMinor: z.int(),
});

/** A finished count beside what was expected: cash as one pool, every other way to pay by itself. */
export const countResultSchema = z.object({
  cash: z.object({ count: cashCountSchema, countedMinor: amountMinorSchema, expectedMinor: z.int() }),
  others: z.array(countedTenderSchema),
});
export type CountResult = z.infer<typeof countResultSchema>;

/** Stands for the pool of cash where a difference is named. */
export const CASH_POOL = 'cash';

export interface Variance {
  /** `CASH_POOL`, or the tender's id. */
  readonly pool: string;
  /** Counted less expected: negative is missing. */
  readonly varianceMinor: number;
}

/** Where counted and expected differ, and by how much. */
export function variancesOf({ cash, others }: CountResult): readonly Variance[] {
  return [
    { pool: CASH_POOL, varianceMinor: cash.countedMinor - cash.expectedMinor },
    ...others.map(({ tenderId, countedMinor, expectedMinor }) => ({ pool: tenderId, varianceMinor: countedMinor - expectedMinor })),
  ].filter(({ varianceMinor }) => varianceMinor !== 0);
}

/** What is missing or over in all. */
export function totalVarianceMinor(result: CountResult): number {
  return variancesOf(result).reduce((sum, { varianceMinor }) => sum + varianceMinor, 0);
}

/** Whether a second person is to look: one way to pay is off by more than the limit, or all of them together are. */
export function isOverLimit(result: CountResult, limitMinor: number | null): boolean {
  if (limitMinor === null) return false;
  const variances = variancesOf(result).map(({ varianceMinor }) => Math.abs(varianceMinor));
  return Math.max(0, ...variances) > limitMinor || Math.abs(totalVarianceMinor(result)) > limitMinor;
}

/** What each pool should hold, of the figures at the moment of the count. */
export function expectedOf(figures: TillFigures, tenderId: string): number {
  const rows = [...figures.tenders, ...figures.accounts].filter((row) => row.tenderId === tenderId);
  return rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

export const varianceReasonSchema = z.object({ pool: z.string().min(1).max(64), reason: noteSchema });
export type VarianceReason = z.infer<typeof varianceReasonSchema>;
