import { z } from 'zod';
import { positiveAmountMinorSchema } from '../money/amount.ts';
import { localizedTextSchema } from '../text/localized-text.ts';

/** What a product is counted in. The quantity is thousandths of it. */
export const UNITS = ['piece', 'kg', 'm', 'l'] as const;
export const unitSchema = z.enum(UNITS);
export type Unit = z.infer<typeof unitSchema>;

export const MAX_BARCODES_PER_PRODUCT = 50;
export const MAX_CODE_LENGTH = 64;

export const productSchema = z.object({
  productId: z.string().min(1).max(MAX_CODE_LENGTH),
  /** The shop's own code. Unique within the catalog. */
  sku: z.string().min(1).max(MAX_CODE_LENGTH),
  /** Short number keyed for goods without a barcode (price look-up), or the item reference inside an in-store label. */
  plu: z.string().min(1).max(MAX_CODE_LENGTH).nullable(),
  /** Canonical GTINs, or other codes as printed. */
  barcodes: z.array(z.string().min(1).max(MAX_CODE_LENGTH)).max(MAX_BARCODES_PER_PRODUCT),
  name: localizedTextSchema,
  categoryId: z.string().min(1).max(MAX_CODE_LENGTH).nullable(),
  taxGroupId: z.string().min(1).max(MAX_CODE_LENGTH),
  unit: unitSchema,
  /** Sold by weight or measure: the screen asks for the quantity before the line is added. */
  weighed: z.boolean(),
  /** Price of one unit. Null: no price is known and the cashier is asked for one. */
  unitPriceMinor: positiveAmountMinorSchema.nullable(),
  priceIncludesTax: z.boolean(),
  /** Name of a picture in the shop's picture folder, or of one of the drawings shipped with the program. */
  image: z.string().max(200).nullable(),
});
export type Product = z.infer<typeof productSchema>;

export const categorySchema = z.object({
  categoryId: z.string().min(1).max(MAX_CODE_LENGTH),
  name: localizedTextSchema,
  /** One of the palette's names; the screen maps it to a colour that keeps its contrast in light and dark. */
  colour: z.enum(['red', 'orange', 'amber', 'green', 'teal', 'blue', 'indigo', 'purple', 'pink', 'brown', 'grey']),
  position: z.int().min(0),
});
export type Category = z.infer<typeof categorySchema>;

/** One place on the quick-key page of a category. */
export const quickKeySchema = z.object({
  productId: z.string(),
  categoryId: z.string(),
  position: z.int().min(0),
});
export type QuickKey = z.infer<typeof quickKeySchema>;
