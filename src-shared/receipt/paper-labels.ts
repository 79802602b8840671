import { z } from 'zod';

const labelSchema = z.string().min(1).max(160);

/** The words of papers that are no receipts, in one language: resources/locales/<language>/paper.json. */
export const paperLabelsSchema = z.strictObject({
  order: labelSchema,
  note: labelSchema,
  pieces: labelSchema,
  duplicate: labelSchema,
  /** With `{{here}}` and `{{first}}`. */
  insteadOf: labelSchema,
  selfTest: labelSchema,
  printer: labelSchema,
  profile: labelSchema,
  widths: labelSchema,
  codePages: labelSchema,
  accents: labelSchema,
  arabic: labelSchema,
  mixed: labelSchema,
  symbols: labelSchema,
  darkness: labelSchema,
  drawer: labelSchema,
  cut: labelSchema,
});
export type PaperLabels = z.infer<typeof paperLabelsSchema>;

/** A sentence of the labels with its gaps filled. */
export function filledLabel(label: string, values: Readonly<Record<string, string>>): string {
  return label.replace(/\{\{(\w+)\}\}/g, (gap, name: string) => values[name] ?? gap);
}
