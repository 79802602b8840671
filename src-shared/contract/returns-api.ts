import { z } from 'zod';
import { productSchema, unitSchema } from '../catalog/product.ts';
import { buyerSchema } from '../documents/buyer.ts';
import { invoiceDocumentSchema } from '../documents/invoice-document.ts';
import { amountMinorSchema, positiveAmountMinorSchema, quantityMilliSchema } from '../money/amount.ts';
import { cartTenderSchema, tenderKindSchema } from '../sale/cart.ts';
import { dispositionSchema, foreignReceiptSchema } from '../sale/return-line.ts';
import { localizedTextSchema } from '../text/localized-text.ts';
import { noteSchema } from '../text/note.ts';
import { wellFormedSchema } from '../text/well-formed.ts';
import { printJobSchema, saleReceiptSchema } from './terminal-state.ts';

const idSchema = wellFormedSchema.min(1).max(64);
const numberSchema = wellFormedSchema.min(1).max(64);
const chosenQuantitySchema = quantityMilliSchema.min(1);
const MAX_PAGE = 100;
const MAX_CHOSEN = 2_000;

/** A receipt in a list. */
export const receiptSummarySchema = z.object({
  saleId: idSchema,
  receiptNumber: numberSchema,
  receiptSeq: z.int(),
  at: z.iso.datetime(),
  businessDate: z.iso.date(),
  sellerName: z.string(),
  payableMinor: amountMinorSchema,
  itemCount: z.int(),
  kind: z.enum(['sale', 'return', 'reversal']),
  isVoided: z.boolean(),
});
export type ReceiptSummary = z.infer<typeof receiptSummarySchema>;

const returnableLineSchema = z.object({
  lineNo: z.int().min(1),
  name: localizedTextSchema,
  sku: z.string().nullable(),
  unit: unitSchema,
  soldMilli: quantityMilliSchema,
  returnedMilli: quantityMilliSchema,
  returnableMilli: quantityMilliSchema,
  /** What stands on the open ticket of it already. */
  chosenMilli: quantityMilliSchema,
  unitPriceMinor: positiveAmountMinorSchema,
  /** What was paid for the line, tax in and discounts off. */
  totalMinor: amountMinorSchema,
});
export type ReturnableLine = z.infer<typeof returnableLineSchema>;

/** A receipt of this till, or of another one of the store that could be asked, with what can still come back of it. */
export const returnableReceiptSchema = receiptSummarySchema.extend({
  lines: z.array(returnableLineSchema),
  tenders: z.array(
    z.object({ name: localizedTextSchema, kind: tenderKindSchema, amountMinor: amountMinorSchema, lastFour: z.string().nullable() }),
  ),
  voidedBy: numberSchema.nullable(),
  /** It can be taken back whole: the last ticket of the till, nothing of it returned, the till not closed since. */
  isVoidable: z.boolean(),
  invoiceNumber: numberSchema.nullable(),
  /** The other till of the store that sold it; null: this one. */
  soldAt: z.string().nullable(),
});
export type ReturnableReceipt = z.infer<typeof returnableReceiptSchema>;

/** Names of the store's other tills that were asked and did not answer: what is said may be less than they know. */
const silentShape = { silent: z.array(z.string()) };

const foundReceiptSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('found'), receipt: returnableReceiptSchema, ...silentShape }),
  /** Of another till: what stood on it is not known here. */
  z.object({ kind: z.literal('foreign'), receipt: foreignReceiptSchema, refundedMinor: amountMinorSchema, ...silentShape }),
  z.object({ kind: z.literal('unknown'), text: z.string(), ...silentShape }),
]);
export type FoundReceipt = z.infer<typeof foundReceiptSchema>;

const termsShape = { reasonId: idSchema, note: noteSchema.nullable(), disposition: dispositionSchema };

const chosenLineSchema = z.object({ lineNo: z.int().min(1), quantityMilli: chosenQuantitySchema });

const issuedSchema = z.object({ kind: z.enum(['invoice', 'credit-note']), number: numberSchema });

/** `cartOutcome` is the terminal's own: handed in, since the two files would otherwise import each other. */
export function returnsApi<Outcome extends z.ZodType>(cartOutcomeSchema: Outcome) {
  return {
    /** A scanned QR, a number typed with or without its prefix, or a receipt of the list. Needs no right: finding gives nothing back. */
    'return.find': {
      request: z.discriminatedUnion('by', [
        z.object({ by: z.literal('text'), text: z.string().max(1_000) }),
        z.object({ by: z.literal('sale'), saleId: idSchema }),
      ]),
      response: foundReceiptSchema,
    },
    /** Newest first. `date` null: of any day. `before`: the sequence of the last one seen. */
    'return.receipts': {
      request: z.object({ date: z.iso.date().nullable(), before: z.int().min(1).nullable(), limit: z.int().min(1).max(MAX_PAGE) }),
      response: z.object({ receipts: z.array(receiptSummarySchema) }),
    },
    /** What would be given back for these parts, before anything is done. */
    'return.quote': {
      request: z.object({ saleId: idSchema, lines: z.array(chosenLineSchema).max(MAX_CHOSEN) }),
      response: z.object({
        totalMinor: amountMinorSchema,
        lines: z.array(z.object({ lineNo: z.int(), totalMinor: amountMinorSchema })),
      }),
    },
    /** Puts what comes back of one receipt on the open ticket, in the place of what stood there of it. */
    'return.take': {
      request: z.object({ saleId: idSchema, lines: z.array(chosenLineSchema.extend(termsShape)).min(1).max(MAX_CHOSEN) }),
      response: cartOutcomeSchema,
    },
    /** Without a receipt of this till. `unitPriceMinor` null: the catalog's; a lower one may be typed. */
    'return.take-without-receipt': {
      request: z.object({
        productId: idSchema,
        quantityMilli: chosenQuantitySchema,
        unitPriceMinor: positiveAmountMinorSchema.nullable(),
        foreignReceipt: foreignReceiptSchema.nullable(),
        ...termsShape,
      }),
      response: cartOutcomeSchema,
    },
    /** The goods a scanned code is on, for what comes back without a receipt; null when the catalog does not know it. */
    'return.goods': {
      request: z.object({ text: z.string().max(1_000), symbology: wellFormedSchema.max(32).nullable() }),
      response: z.object({ product: productSchema.nullable() }),
    },
    /** How the money of the open ticket goes back, each to be added as a tender as it stands. Empty when none is to be given back. */
    'return.refunds': {
      request: z.object({ cartId: idSchema }),
      response: z.object({ proposals: z.array(cartTenderSchema.omit({ tenderLineId: true })) }),
    },
    /** Takes the last ticket of this till back whole. */
    'sale.void': {
      request: z.object({ saleId: idSchema, reason: noteSchema }),
      response: z.object({ sale: saleReceiptSchema, creditNotes: z.array(issuedSchema) }),
    },
    /** The invoice of a receipt and its credit notes, as documents; `invoice` null while it has none. */
    'invoice.of-sale': {
      request: z.object({ saleId: idSchema }),
      response: z.object({
        invoice: invoiceDocumentSchema.nullable(),
        creditNotes: z.array(invoiceDocumentSchema),
        /** Numbers of those issued for a page of which none has been made yet: the next one is the original. */
        originalsDue: z.array(numberSchema),
      }),
    },
    /**
     * Asked for again, the same invoice: a receipt has one. `roll` prints it on the receipt printer; of a `page` (and where there is no
     * printer) the original is the first PDF that is made of it.
     */
    'invoice.issue': {
      request: z.object({ saleId: idSchema, buyer: buyerSchema, medium: z.enum(['roll', 'page']) }),
      response: z.object({ invoice: invoiceDocumentSchema }),
    },
    /** One more paper of an invoice or credit note, marked as a duplicate and told in the journal. */
    'invoice.print': {
      request: issuedSchema.extend({ reason: noteSchema.nullable() }),
      response: z.object({ job: printJobSchema, copy: z.int() }),
    },
    /** At the buyer's wish: her data go, the documents stay. */
    'invoice.erase-buyer': { request: z.object({ number: numberSchema, reason: noteSchema }), response: z.object({}) },
    /** Buyers of before whose name or number holds this text, the newest first. */
    'invoice.buyers': {
      request: z.object({ query: wellFormedSchema.max(120) }),
      response: z.object({ buyers: z.array(buyerSchema) }),
    },
  } as const;
}
