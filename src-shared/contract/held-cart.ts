import { z } from 'zod';
import { wellFormedSchema } from '../text/well-formed.ts';

const idSchema = wellFormedSchema.min(1).max(64);

/** A ticket put aside, as it stands in a list. `totalMinor` with tax; `label` is what the cashier called it, and may be empty. */
export const heldCartSchema = z.object({
  cartId: idSchema,
  label: z.string().max(100),
  heldAt: z.iso.datetime(),
  personId: idSchema,
  lineCount: z.int(),
  totalMinor: z.int(),
});
export type HeldCart = z.infer<typeof heldCartSchema>;
