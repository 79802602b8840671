import { z } from 'zod';

const wordSchema = z.string().min(1).max(48);

/** The words of labels in one language: resources/locales/<language>/label-paper.json. */
export const labelWordsSchema = z.strictObject({
  perKilogram: wordSchema,
  perLitre: wordSchema,
  perMetre: wordSchema,
  weight: wordSchema,
  packed: wordSchema,
});
export type LabelWords = z.infer<typeof labelWordsSchema>;
