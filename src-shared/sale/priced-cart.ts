import { z } from 'zod';
import { amountMinorSchema } from '../money/amount.ts';
import { ratePpmSchema } from '../tax/tax-table.ts';
import { cartLineSchema, cartSchema } from './cart.ts';

export const MAX_QUICK_AMOUNTS = 6;

/**
 * A line with its money worked out. Amounts of one line add up: gross − lineDiscount − cartDiscount = net (in the mode of its price), and
 * exclusive + tax = total. Sums over the lines are the ticket's totals to the minor unit.
 */
export const pricedLineSchema = cartLineSchema.extend({
  /** Quantity × unit price, rounded half away from zero; or the label's price. */
  grossMinor: amountMinorSchema,
  lineDiscountMinor: amountMinorSchema,
  /** This line's share of the ticket's discount. */
  cartDiscountMinor: amountMinorSchema,
  netMinor: amountMinorSchema,
  exclusiveMinor: amountMinorSchema,
  taxMinor: amountMinorSchema,
  totalMinor: amountMinorSchema,
});
export type PricedLine = z.infer<typeof pricedLineSchema>;

/** One tax at one rate over the whole ticket, whichever the modes of the prices. */
export const taxTotalSchema = z.object({
  taxGroupId: z.string(),
  /** Null for a group without any tax (exempt): it still shows its base. */
  taxId: z.string().nullable(),
  ratePpm: ratePpmSchema,
  baseMinor: amountMinorSchema,
  taxMinor: amountMinorSchema,
});
export type TaxTotal = z.infer<typeof taxTotalSchema>;

export const ticketTotalsSchema = z.object({
  /** Sum of the lines' gross amounts, in the mode of their prices. */
  subtotalMinor: amountMinorSchema,
  discountMinor: amountMinorSchema,
  exclusiveMinor: amountMinorSchema,
  taxMinor: amountMinorSchema,
  /** What the goods cost, tax in. */
  totalMinor: amountMinorSchema,
  /** Stamp duty on the part paid in cash, as the tenders stand. */
  stampDutyMinor: amountMinorSchema,
  /** Cash rounding, signed, as the tenders stand. */
  roundingMinor: amountMinorSchema,
  /** total + stamp duty + rounding. */
  payableMinor: amountMinorSchema,
  tenderedMinor: amountMinorSchema,
  changeMinor: amountMinorSchema,
});

/** The cart as the screen shows it: every figure is here, the screen computes none. */
export const pricedCartSchema = cartSchema.extend({
  lines: z.array(pricedLineSchema),
  taxes: z.array(taxTotalSchema),
  totals: ticketTotalsSchema,
  /** Pieces, and one for each weighed line; things returned count as things sold do. */
  itemCount: z.int(),
  /** What is left if the rest is paid in cash (with its duty and rounding); negative when it is to be given back. */
  remainingCashMinor: amountMinorSchema,
  /** What is left if the rest is paid otherwise. */
  remainingOtherMinor: amountMinorSchema,
  /** Amounts people really hand over for what is left in cash: the exact one first, then the next that notes and coins make. */
  quickCashMinor: z.array(amountMinorSchema).max(MAX_QUICK_AMOUNTS),
  /**
   * The sale can be completed: nothing is left to pay. Or so little that no coin pays it: then `remainingOtherMinor` may still be paid
   * otherwise, and the rounding covers it if it is not.
   */
  settled: z.boolean(),
});
export type PricedCart = z.infer<typeof pricedCartSchema>;
