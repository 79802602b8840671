import { z } from 'zod';
import { ACCOUNT_KINDS, accountIdSchema } from '../accounts/account.ts';
import { unitSchema } from '../catalog/product.ts';
import { customerIdSchema } from '../customers/customer-id.ts';
import { amountMinorSchema, currencyCodeSchema, positiveAmountMinorSchema, quantityMilliSchema } from '../money/amount.ts';
import { approvalSchema } from '../people/approval.ts';
import { localizedTextSchema } from '../text/localized-text.ts';
import { noteSchema } from '../text/note.ts';
import { wellFormedSchema } from '../text/well-formed.ts';
import { refundOfSchema, returnLineShape } from './return-line.ts';

export { noteSchema } from '../text/note.ts';

export const MAX_CART_LINES = 2_000;
export const MAX_CART_TENDERS = 50;
/** A ticket whose journal is longer than this is not being sold on; the reducer refuses to lengthen it. */
export const MAX_CART_EVENTS = 10_000;

const idSchema = wellFormedSchema.min(1).max(64);

/** `percentMilli` is thousandths of a per cent: 12.5 % is 12,500. An amount is in the mode of the price (with or without tax). */
export const discountSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('percent'), percentMilli: z.int().min(1).max(100_000), reason: noteSchema.nullable() }),
  z.object({ kind: z.literal('amount'), amountMinor: positiveAmountMinorSchema.min(1), reason: noteSchema.nullable() }),
]);
export type Discount = z.infer<typeof discountSchema>;

/** What is put in the cart: a product at a price, or something rung up by hand (`productId` null). */
export const cartItemSchema = z.object({
  productId: idSchema.nullable(),
  /** The code as scanned or keyed, for the journal; null when chosen by name. */
  code: wellFormedSchema.max(200).nullable(),
  sku: wellFormedSchema.max(64).nullable(),
  name: localizedTextSchema,
  unit: unitSchema,
  unitPriceMinor: positiveAmountMinorSchema,
  priceIncludesTax: z.boolean(),
  taxGroupId: wellFormedSchema.min(1).max(64),
  /** The price printed on a scanned price label, kept as it is: the quantity was derived from it, so it is not priced again. */
  labelPriceMinor: positiveAmountMinorSchema.nullable(),
  /**
   * How the weight of weighed goods was come by, at a till with a scale: from the scale, or typed. Absent where nothing was weighed: pieces,
   * a weight on a label, a till without a scale.
   */
  measured: z.enum(['scale', 'keyed']).optional(),
});
export type CartItem = z.infer<typeof cartItemSchema>;

export const cartLineSchema = cartItemSchema.extend({
  lineId: idSchema,
  quantityMilli: quantityMilliSchema.refine((q) => q !== 0),
  /** The price the catalog gave, kept beside a price changed by hand. */
  listPriceMinor: positiveAmountMinorSchema,
  discount: discountSchema.nullable(),
  note: noteSchema.nullable(),
  ...returnLineShape,
});
export type CartLine = z.infer<typeof cartLineSchema>;

/** The last five take from an account, which the tender names. */
export const tenderKindSchema = z.enum(['cash', 'card', 'cheque', 'transfer', 'mobile', 'voucher', 'other', ...ACCOUNT_KINDS]);
export type TenderKind = z.infer<typeof tenderKindSchema>;

/** Money offered. Positive from the customer, negative to the customer. Of a card only these four are ever held. */
export const cartTenderSchema = z.object({
  tenderLineId: idSchema,
  tenderId: idSchema,
  kind: tenderKindSchema,
  amountMinor: amountMinorSchema.refine((a) => a !== 0),
  card: z
    .object({
      brand: wellFormedSchema.max(32).nullable(),
      lastFour: z
        .string()
        .regex(/^\d{4}$/)
        .nullable(),
      approvalCode: wellFormedSchema.max(32).nullable(),
      terminalId: wellFormedSchema.max(32).nullable(),
    })
    .nullable(),
  reference: wellFormedSchema.max(64).nullable(),
  /** What is paid from; with the kinds that take from an account, and no others. */
  accountId: accountIdSchema.optional(),
  /** On a refund: the tender it goes back to, which bounds it. */
  refundOf: refundOfSchema.optional(),
});
export type CartTender = z.infer<typeof cartTenderSchema>;

/** Who allowed it; absent where the person had the right herself. */
const allowedShape = { approval: approvalSchema.optional() };

/** What the journal must tell of a ticket beside its lines: goods taken off and prices changed, each with who and, of a price, why. */
export const cartEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('line-voided'), at: z.iso.datetime(), personId: idSchema, line: cartLineSchema, ...allowedShape }),
  z.object({
    kind: z.literal('price-changed'),
    at: z.iso.datetime(),
    personId: idSchema,
    lineId: idSchema,
    fromMinor: positiveAmountMinorSchema,
    toMinor: positiveAmountMinorSchema,
    reason: noteSchema.nullable(),
    ...allowedShape,
  }),
  z.object({
    kind: z.literal('quantity-reduced'),
    at: z.iso.datetime(),
    personId: idSchema,
    lineId: idSchema,
    fromMilli: quantityMilliSchema,
    toMilli: quantityMilliSchema,
    ...allowedShape,
  }),
  /** A discount over the person's own limit that a colleague allowed; `lineId` null: of the whole ticket. In thousandths of a per cent. */
  z.object({
    kind: z.literal('discount-allowed'),
    at: z.iso.datetime(),
    personId: idSchema,
    lineId: idSchema.nullable(),
    percentMilli: z.int().min(0),
    approval: approvalSchema,
  }),
]);
export type CartEvent = z.infer<typeof cartEventSchema>;

/** A ticket in the making. `cartId` becomes the sale's id, so that completing twice can be told from two sales. */
export const cartSchema = z.object({
  cartId: idSchema,
  /** Raised by every change; a command that names an older revision is refused, so that a double tap counts once. */
  revision: z.int().min(0),
  currency: currencyCodeSchema,
  openedAt: z.iso.datetime(),
  personId: idSchema,
  lines: z.array(cartLineSchema).max(MAX_CART_LINES),
  discount: discountSchema.nullable(),
  note: noteSchema.nullable(),
  tenders: z.array(cartTenderSchema).max(MAX_CART_TENDERS),
  events: z.array(cartEventSchema).max(MAX_CART_EVENTS),
  /** Whose ticket it is, where that is known. */
  customerId: customerIdSchema.optional(),
  /** What was put aside and is being sold on this ticket: its lines are as they were agreed. */
  layawayId: idSchema.optional(),
  /** What cash rounding left owed to the customer (below zero: gave her too much) over earlier returns of one receipt. */
  owedRounding: z.object({ saleId: idSchema, amountMinor: amountMinorSchema }).optional(),
});
export type Cart = z.infer<typeof cartSchema>;

/** Everything a person can do to a ticket before it is completed. Held in one union: the reducer, the wire and the journal agree on it. */
export const cartCommandSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('line.add'), item: cartItemSchema, quantityMilli: quantityMilliSchema, merge: z.boolean() }),
  z.object({ kind: z.literal('line.quantity'), lineId: idSchema, quantityMilli: quantityMilliSchema }),
  z.object({ kind: z.literal('line.price'), lineId: idSchema, unitPriceMinor: positiveAmountMinorSchema, reason: noteSchema.nullable() }),
  z.object({ kind: z.literal('line.discount'), lineId: idSchema, discount: discountSchema.nullable() }),
  z.object({ kind: z.literal('line.note'), lineId: idSchema, note: noteSchema.nullable() }),
  z.object({ kind: z.literal('line.void'), lineId: idSchema }),
  z.object({ kind: z.literal('cart.discount'), discount: discountSchema.nullable() }),
  z.object({ kind: z.literal('cart.note'), note: noteSchema.nullable() }),
  z.object({ kind: z.literal('cart.customer'), customerId: customerIdSchema.nullable() }),
  z.object({ kind: z.literal('tender.add'), tender: cartTenderSchema.omit({ tenderLineId: true }) }),
  z.object({ kind: z.literal('tender.remove'), tenderLineId: idSchema }),
]);
export type CartCommand = z.infer<typeof cartCommandSchema>;
