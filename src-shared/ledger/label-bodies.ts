import { z } from 'zod';

const idSchema = z.string().min(1).max(64);

/**
 * Labels that were sent to a printer: which prices were put on the shelves, when and by whom. `priceMinor` is the price as it stands on the
 * label; of a weighed package, what it costs.
 */
const labelsPrintedV1 = z.object({
  printerId: idSchema,
  jobId: idSchema,
  template: z.enum(['shelf', 'weight']),
  labels: z
    .array(z.object({ productId: idSchema, priceMinor: z.int(), copies: z.int().min(1) }))
    .min(1)
    .max(200),
});

export const LABEL_BODIES = { 'labels.printed': { 1: labelsPrintedV1 } } as const satisfies Record<string, Record<number, z.ZodType>>;
