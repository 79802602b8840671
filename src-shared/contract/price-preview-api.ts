import { z } from 'zod';
import { unitSchema } from '../catalog/product.ts';
import { amountMinorSchema, positiveAmountMinorSchema, quantityMilliSchema } from '../money/amount.ts';
import { discountSchema } from '../sale/cart.ts';
import { wellFormedSchema } from '../text/well-formed.ts';

const idSchema = wellFormedSchema.min(1).max(64);

/** What a pad is about to do to the open ticket. */
const pricedCommandSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('line.quantity'), lineId: idSchema, quantityMilli: quantityMilliSchema }),
  z.object({ kind: z.literal('line.discount'), lineId: idSchema, discount: discountSchema.nullable() }),
  z.object({ kind: z.literal('cart.discount'), discount: discountSchema.nullable() }),
]);

export const PRICE_PREVIEW_API = {
  /**
   * What something would cost, before it is done: nothing is changed. Refused as the act itself would be, so that what cannot be is said
   * while it is being typed.
   */
  'price.preview': {
    request: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('edit'), cartId: idSchema, command: pricedCommandSchema }),
      /** So much of a product; `unitPriceMinor` counts only where the catalog has no price. */
      z.object({
        kind: z.literal('goods'),
        productId: idSchema,
        quantityMilli: quantityMilliSchema,
        unitPriceMinor: positiveAmountMinorSchema.nullable(),
      }),
    ]),
    response: z.object({
      /** Of the line the act touches, tax in; null where it touches none. */
      lineTotalMinor: amountMinorSchema.nullable(),
      /** Of the whole ticket, tax in, as it would then stand. */
      totalMinor: amountMinorSchema,
      /** What the store has of the goods asked about, this till's own sales counted; null where the server has told nothing of it. */
      onHand: z.object({ quantityMilli: z.int(), unit: unitSchema }).nullable(),
    }),
  },
} as const;
