import { z } from 'zod';
import { localizedTextSchema } from '../text/localized-text.ts';
import { wellFormedSchema } from '../text/well-formed.ts';

const MAX_TARES = 12;
const MAX_TARE_MILLI_KG = 99_999;

/** Something goods are weighed in, with what it weighs empty: one touch takes it off. */
const knownTareSchema = z.object({
  tareId: wellFormedSchema.min(1).max(64),
  name: localizedTextSchema,
  tareMilliKg: z.int().min(1).max(MAX_TARE_MILLI_KG),
});
export type KnownTare = z.infer<typeof knownTareSchema>;

/** How goods sold by the kilogram are weighed at the till. A file from before this existed lets weights be typed. */
export const weighingShape = {
  weighing: z
    .object({
      /** `without-scale`: only while no scale is set up, or while the one there is does not work. A typed weight is marked on its line. */
      typedWeight: z.enum(['always', 'without-scale']),
      knownTares: z
        .array(knownTareSchema)
        .max(MAX_TARES)
        .refine((tares) => new Set(tares.map(({ tareId }) => tareId)).size === tares.length, { message: 'two of one id' }),
    })
    .default({ typedWeight: 'always', knownTares: [] }),
};
