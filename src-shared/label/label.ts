import { z } from 'zod';

const textSchema = z.string().max(500);
const directionSchema = z.enum(['ltr', 'rtl']);
const lineSchema = z.object({ text: textSchema, direction: directionSchema });
export type LabelLine = z.infer<typeof lineSchema>;

/** Below this a price cannot be read from the aisle, above it no label printer is wide enough. Millimetres. */
const LABEL_SIZE_MM = { width: { min: 25, max: 110 }, height: { min: 15, max: 150 } } as const;

export const labelSizeSchema = z.object({
  widthMm: z.int().min(LABEL_SIZE_MM.width.min).max(LABEL_SIZE_MM.width.max),
  heightMm: z.int().min(LABEL_SIZE_MM.height.min).max(LABEL_SIZE_MM.height.max),
});
export type LabelSize = z.infer<typeof labelSizeSchema>;

/**
 * One label, free of any printer: what it says, in final words with figures set apart, and how large it is. Where things stand is
 * `layout-label.ts`; how they become dots or commands is the printers' matter.
 */
export const labelSchema = labelSizeSchema.extend({
  direction: directionSchema,
  /** The goods, in the shop's first language and then in another one. */
  names: z.array(lineSchema).min(1).max(2),
  /** What is to be paid, with its currency: the largest thing on it. */
  price: lineSchema,
  /** Small lines: weight, price of a kilogram, date. */
  facts: z.array(lineSchema).max(4),
  barcode: z.object({ symbology: z.enum(['ean-13', 'ean-8', 'code-128']), data: z.string().regex(/^[\u0020-\u007E]{1,48}$/) }).nullable(),
});
export type Label = z.infer<typeof labelSchema>;

/** As many of one label as a person may ask for at once: a roll has about a thousand. */
export const MAX_COPIES = 500;
