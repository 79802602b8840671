import { z } from 'zod';
import { unitSchema } from '../catalog/product.ts';
import { amountMinorSchema, currencyCodeSchema, positiveAmountMinorSchema, quantityMilliSchema } from '../money/amount.ts';
import { ratePpmSchema } from '../tax/tax-table.ts';
import { languageSchema } from '../text/localized-text.ts';
import { buyerSchema } from './buyer.ts';

const textSchema = z.string().max(500);
const numberSchema = z.string().min(1).max(64);

/** Everything on one row adds up: exclusive + tax = total, as on the receipt it is taken from. */
const invoiceLineSchema = z.object({
  lineNo: z.int().min(1),
  name: textSchema,
  sku: textSchema.nullable(),
  unit: unitSchema,
  quantityMilli: quantityMilliSchema,
  /** In the mode of `priceIncludesTax`. */
  unitPriceMinor: positiveAmountMinorSchema,
  priceIncludesTax: z.boolean(),
  /** Discounts of the line and its share of the ticket's, in the mode of the price. */
  discountMinor: amountMinorSchema,
  /** Rates on this line, together; 0 for exempt goods. */
  ratePpm: ratePpmSchema,
  exclusiveMinor: amountMinorSchema,
  taxMinor: amountMinorSchema,
  totalMinor: amountMinorSchema,
});

/**
 * An invoice or a credit note, ready to be laid out on A4 or on a receipt roll: texts are in the document's language, amounts are minor units
 * of `currency` and the layout formats them (`formatAmount` with `shownDecimals` and `digits`). Nothing on it is to be added up by a layout.
 * Amounts of a credit note are positive: what the buyer is credited.
 */
export const invoiceDocumentSchema = z.object({
  kind: z.enum(['invoice', 'credit-note']),
  /** Gapless within the terminal and the kind. */
  number: numberSchema,
  /** Day of business on which it was issued. */
  date: z.iso.date(),
  /** 1 the original; above: marked as a duplicate. */
  copy: z.int().min(1),
  /** Made while practising: worth nothing, and says so. */
  training: z.boolean(),
  language: languageSchema,
  currency: currencyCodeSchema,
  shownDecimals: z.int().min(0).max(4),
  digits: z.enum(['western', 'eastern']),
  shop: z.object({
    tradeName: textSchema,
    legalForm: textSchema.nullable(),
    address: z.array(textSchema),
    phone: textSchema.nullable(),
    identifiers: z.array(z.object({ label: textSchema, value: textSchema })),
    capitalMinor: positiveAmountMinorSchema.nullable(),
  }),
  /** Null when the buyer's data have been erased since: the numbers stay, the person does not. */
  buyer: buyerSchema.nullable(),
  /** The ticket it was made from. For a credit note: the ticket on which the goods came back. */
  receipt: z.object({ number: numberSchema, date: z.iso.date(), sellerName: textSchema }),
  /** What a credit note corrects; null on an invoice. */
  corrects: z.object({ number: numberSchema, date: z.iso.date() }).nullable(),
  lines: z.array(invoiceLineSchema),
  /** One row for each tax at each rate; `name` null where nothing is due (exempt). */
  taxes: z.array(
    z.object({ name: textSchema.nullable(), ratePpm: ratePpmSchema, baseMinor: amountMinorSchema, taxMinor: amountMinorSchema }),
  ),
  totals: z.object({
    discountMinor: amountMinorSchema,
    exclusiveMinor: amountMinorSchema,
    taxMinor: amountMinorSchema,
    totalMinor: amountMinorSchema,
    stampDutyMinor: amountMinorSchema,
    roundingMinor: amountMinorSchema,
    payableMinor: amountMinorSchema,
  }),
  /** The payable amount in words; null beyond what can be said. */
  inWords: textSchema.nullable(),
  /** How it was paid, or given back. `detail`: card and reference, never more than brand and last four. */
  payments: z.array(z.object({ name: textSchema, amountMinor: amountMinorSchema, detail: textSchema.nullable() })),
  /** A few characters of the signature of the entry that issued it. */
  signature: z.string().max(16),
});
export type InvoiceDocument = z.infer<typeof invoiceDocumentSchema>;
export type InvoiceLine = InvoiceDocument['lines'][number];
