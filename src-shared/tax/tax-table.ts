import { z } from 'zod';
import { localizedTextSchema } from '../text/localized-text.ts';
import { wellFormedSchema } from '../text/well-formed.ts';

/** A rate in parts per million: 19 % is 190,000. Covers 8.875 % and the like without fractions. */
export const ratePpmSchema = z.int().min(0).max(1_000_000);

/** One tax at one rate from a day on. The row in force is the last one whose `from` is not after the day of the sale. */
const datedRateSchema = z.object({
  from: z.iso.date(),
  ratePpm: ratePpmSchema,
});

const taxSchema = z.object({
  /** Printed beside the figures, such as `TVA`. */
  taxId: wellFormedSchema.min(1).max(32),
  name: localizedTextSchema,
  rates: z.array(datedRateSchema).min(1).max(100),
});

/** What applies to a product: no tax at all, one, or several side by side (each on the price without tax). */
export const taxGroupSchema = z.object({
  taxGroupId: wellFormedSchema.min(1).max(64),
  name: localizedTextSchema,
  taxes: z.array(taxSchema).max(8),
});
export type TaxGroup = z.infer<typeof taxGroupSchema>;
