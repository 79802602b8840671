import { z } from 'zod';
import { positiveAmountMinorSchema } from '../money/amount.ts';
import { localizedTextSchema } from '../text/localized-text.ts';
import { wellFormedSchema } from '../text/well-formed.ts';
import { cashPieceSchema } from '../till/cash-count.ts';

const MAX_TILLS = 20;
const MAX_REASONS = 12;
const LAST_MINUTE_OF_DAY = 1_439;
/** A hundred million units of a currency with two decimals: no drawer holds it. */
const USUAL_CASH_LIMIT_MINOR = 10_000_000_000;

const reasonsSchema = z.array(localizedTextSchema).max(MAX_REASONS).default([]);

/** How a shop keeps its tills. */
export const tillRulesSchema = z.object({
  /** Nothing is sold on a till that was not opened with a counted float. */
  openingRequired: z.boolean().default(false),
  /** Several people sell on one open till. Otherwise it belongs to who opened it, until it is handed over. */
  sharedTill: z.boolean().default(true),
  /** A difference above this, of one way to pay or of all together, needs a second person. Null: never. */
  varianceLimitMinor: positiveAmountMinorSchema.nullable().default(null),
  /** Sums of cash above this are a slip of the finger. */
  cashLimitMinor: positiveAmountMinorSchema.min(1).default(USUAL_CASH_LIMIT_MINOR),
  /** Minutes after midnight at which the business day begins: a bar that closes at three counts the night to the evening before. */
  dayStartsAtMinutes: z.int().min(0).max(LAST_MINUTE_OF_DAY).default(0),
  /** The piles cash is counted in, in the order of the screen. Empty: the denominations of the pay screen. */
  cashPieces: z.array(cashPieceSchema).max(40).default([]),
  /** Further tills (drawers) used on this terminal in turn, beside the one of its own. */
  moreTills: z
    .array(z.object({ tillId: wellFormedSchema.min(1).max(64), name: wellFormedSchema.min(1).max(64) }))
    .max(MAX_TILLS)
    .default([]),
  /** Reasons offered by one touch. Another one can always be typed. */
  reasons: z
    .object({ paidIn: reasonsSchema, paidOut: reasonsSchema, drop: reasonsSchema, bank: reasonsSchema, variance: reasonsSchema })
    .prefault({}),
});
export type TillRules = z.infer<typeof tillRulesSchema>;

/** The rules of tills in a store's settings. A file from before they existed has the loosest ones, and goes on as it did. */
export const tillRulesShape = { tillRules: tillRulesSchema.prefault({}) };
