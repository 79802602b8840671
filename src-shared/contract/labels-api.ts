import { z } from 'zod';
import { productSchema } from '../catalog/product.ts';
import { labelSizeSchema, MAX_COPIES } from '../label/label.ts';
import { quantityMilliSchema } from '../money/amount.ts';
import { languageSchema } from '../text/localized-text.ts';
import { wellFormedSchema } from '../text/well-formed.ts';
import { printJobSchema } from './terminal-state.ts';

const idSchema = wellFormedSchema.min(1).max(64);
export const MAX_LABELLED_PRODUCTS = 200;

const shelfItemSchema = z.object({ productId: idSchema, copies: z.int().min(1).max(MAX_COPIES) });

/** What is to be put on labels. */
const labelContentSchema = z.discriminatedUnion('template', [
  z.object({
    template: z.literal('shelf'),
    /** With the price of a kilogram or litre where the product's name tells how much is in it. */
    withUnitPrice: z.boolean(),
    withCode: z.boolean(),
    items: z.array(shelfItemSchema).min(1).max(MAX_LABELLED_PRODUCTS),
  }),
  z.object({
    template: z.literal('weight'),
    productId: idSchema,
    /** A reading of the scale, which its label uses up; or null, and `weightMilliKg` was typed. */
    readingId: idSchema.nullable(),
    weightMilliKg: quantityMilliSchema.nullable(),
    /** One of the settings' label patterns; null: the first. */
    pattern: wellFormedSchema.max(32).nullable(),
    copies: z.int().min(1).max(MAX_COPIES),
  }),
]);

const labelRequestSchema = z.object({ content: labelContentSchema, size: labelSizeSchema, language: languageSchema });

/**
 * Labels for shelves and weighed packages. Refused with `product.unknown`, `label.no-price`, `label.no-code`, `label.not-weighed`,
 * `label.no-pattern`, `label.weight-needed`, `label.not-possible` (`pattern`, `reason`) and `label.too-narrow` (`width`, `most` in mm).
 */
export const LABELS_API = {
  /** What a code is of, without ringing it up. Refused with `product.unknown`. */
  'label.product': { request: z.object({ code: wellFormedSchema.min(1).max(200) }), response: z.object({ product: productSchema }) },
  /** The first label as it would come out, as PNG in base64. Uses nothing up. */
  'label.preview': {
    request: labelRequestSchema,
    response: z.object({ widthPx: z.int(), heightPx: z.int(), pngBase64: z.string(), labels: z.int() }),
  },
  /** `printerId` null: the label printer of the settings. Refused with `label.printer-needed` where there is none. */
  'label.print': {
    request: labelRequestSchema.extend({ printerId: idSchema.nullable() }),
    response: z.object({ job: printJobSchema, labels: z.int() }),
  },
} as const satisfies Record<string, { request: z.ZodType; response: z.ZodType }>;
