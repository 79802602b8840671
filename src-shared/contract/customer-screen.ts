import { z } from 'zod';
import { unitSchema } from '../catalog/product.ts';
import { amountMinorSchema, currencyCodeSchema } from '../money/amount.ts';
import { languageSchema, localizedTextSchema } from '../text/localized-text.ts';

/**
 * What a customer may know of the till, and all that ever goes to the screen that faces her: no names of staff, no codes, no held tickets,
 * no notes, no figures of other sales. The wire carries these frames one way; whatever comes the other way ends the connection.
 */

/** Under `resources/`'s and the browser host's own address; the page itself is the same bundle as the till's. */
export const CUSTOMER_PATH = '/customer';
/** A folder inside the shop's pictures: what it shows between two sales. */
export const SLIDES_FOLDER = 'customer';
export const MAX_SLIDES = 50;
/** The last lines of a long ticket; the rest is told by the number of articles and the total. */
export const MAX_CUSTOMER_LINES = 40;
const MAX_QR_TEXT_LENGTH = 1_000;

const customerLineSchema = z.object({
  lineId: z.string(),
  name: localizedTextSchema,
  quantityMilli: z.int(),
  unit: unitSchema,
  unitPriceMinor: amountMinorSchema,
  /** What was taken off, above 0 where it was; the total is without it. */
  discountMinor: amountMinorSchema,
  totalMinor: amountMinorSchema,
});
export type CustomerLine = z.infer<typeof customerLineSchema>;

const ticketShape = {
  /** The last ones, in the order they were rung up. */
  lines: z.array(customerLineSchema).max(MAX_CUSTOMER_LINES),
  changedLineId: z.string().nullable(),
  itemCount: z.int(),
  discountMinor: amountMinorSchema,
  payableMinor: amountMinorSchema,
};

export const customerScreenSchema = z.object({
  shop: z.object({
    name: localizedTextSchema,
    language: languageSchema,
    currency: currencyCodeSchema,
    digits: z.enum(['western', 'eastern']),
    shownDecimals: z.int(),
    /** Addresses of pictures, relative to the page. */
    slides: z.array(z.string()).max(MAX_SLIDES),
    slideSeconds: z.int(),
  }),
  view: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('idle') }),
    z.object({ kind: z.literal('ticket'), ...ticketShape }),
    z.object({
      kind: z.literal('paying'),
      ...ticketShape,
      /** Negative: it goes to the customer. */
      leftMinor: amountMinorSchema,
      changeMinor: amountMinorSchema,
    }),
    z.object({
      kind: z.literal('paid'),
      payableMinor: amountMinorSchema,
      changeMinor: amountMinorSchema,
      /** As on the paper: a telephone opens the receipt by it. Null where the receipt has none. */
      receiptQr: z.string().max(MAX_QR_TEXT_LENGTH).nullable(),
    }),
  ]),
  /** To be paid by telephone: what the till asks to be shown while this ticket is open. */
  paymentQr: z.string().max(MAX_QR_TEXT_LENGTH).nullable(),
});
export type CustomerScreen = z.infer<typeof customerScreenSchema>;

/** The only frame of the customer's wire. */
export const customerFrameSchema = z.object({ kind: z.literal('customer'), screen: customerScreenSchema });
export type CustomerFrame = z.infer<typeof customerFrameSchema>;

const idSchema = z.string().min(1).max(64);

export const CUSTOMER_WINDOW_API = {
  /**
   * Opens the screen that faces the customer. `address`: where the browser is to open a window, good for one opening; null: the program has
   * opened it on the second screen itself.
   */
  'customer-window.open': { request: z.object({}), response: z.object({ address: z.string().nullable() }) },
  /** Shows the customer a code to pay the open ticket by; null takes it away. It goes by itself with the ticket. */
  'customer-window.payment-qr': {
    request: z.object({ cartId: idSchema, text: z.string().min(1).max(MAX_QR_TEXT_LENGTH).nullable() }),
    response: z.object({}),
  },
} as const;
