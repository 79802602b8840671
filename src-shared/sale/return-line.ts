import { z } from 'zod';
import { amountMinorSchema } from '../money/amount.ts';
import { approvalSchema } from '../people/approval.ts';
import { ratePpmSchema } from '../tax/tax-table.ts';
import { noteSchema } from '../text/note.ts';
import { wellFormedSchema } from '../text/well-formed.ts';

const idSchema = wellFormedSchema.min(1).max(64);

/**
 * What of a sold line comes back, in money: never above zero, and adding up as a priced line does. `taxes` has one row for each tax of the
 * line's group at the rate of the sale, which may not be the rate of today.
 */
export const lineShareSchema = z.object({
  grossMinor: amountMinorSchema,
  lineDiscountMinor: amountMinorSchema,
  cartDiscountMinor: amountMinorSchema,
  netMinor: amountMinorSchema,
  exclusiveMinor: amountMinorSchema,
  taxMinor: amountMinorSchema,
  totalMinor: amountMinorSchema,
  taxes: z.array(z.object({ taxId: z.string().nullable(), ratePpm: ratePpmSchema, taxMinor: amountMinorSchema })).max(8),
});
export type LineShare = z.infer<typeof lineShareSchema>;

/** Where a line that comes back was sold. Its price is locked: the figures are its share of that line and of nothing else. */
export const returnOfSchema = z.object({
  saleId: idSchema,
  receiptNumber: wellFormedSchema.min(1).max(32),
  /** From 1, as on the receipt. */
  lineNo: z.int().min(1),
  share: lineShareSchema,
});
export type ReturnOf = z.infer<typeof returnOfSchema>;

/** `restock`: back on the shelf. `waste`: not to be sold again. */
export const dispositionSchema = z.enum(['restock', 'waste']);
export type Disposition = z.infer<typeof dispositionSchema>;

/** The receipt of another till as its QR told it. What stood on it is not known here; how much it came to is. */
export const foreignReceiptSchema = z.object({
  terminal: wellFormedSchema.min(1).max(64),
  receiptNumber: wellFormedSchema.min(1).max(32),
  saleId: idSchema,
  totalMinor: amountMinorSchema,
});
export type ForeignReceipt = z.infer<typeof foreignReceiptSchema>;

/** Why goods come back, where they go, and who allowed it. On every line that comes back. */
export const returnTermsSchema = z.object({
  /** One of the settings' reasons. */
  reasonId: idSchema,
  note: noteSchema.nullable(),
  disposition: dispositionSchema,
  approval: approvalSchema.nullable(),
  /** Only without a receipt of this till. */
  foreignReceipt: foreignReceiptSchema.nullable(),
});
export type ReturnTerms = z.infer<typeof returnTermsSchema>;

/** What a line carries that comes back, and no other line has. */
export const returnLineShape = { returnOf: returnOfSchema.optional(), returnTerms: returnTermsSchema.optional() };

/** The tender of the sale that money goes back to. */
export const refundOfSchema = z.object({ saleId: idSchema, tenderLineId: idSchema });
export type RefundOf = z.infer<typeof refundOfSchema>;
