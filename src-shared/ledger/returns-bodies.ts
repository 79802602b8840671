import { z } from 'zod';
import { amountMinorSchema, currencyCodeSchema } from '../money/amount.ts';
import { approvalSchema } from '../people/approval.ts';
import { languageSchema } from '../text/localized-text.ts';
import { noteSchema } from '../text/note.ts';
import { hashSchema } from './entry.ts';

const idSchema = z.string().min(1).max(64);
const numberSchema = z.string().min(1).max(64);

/** A ticket taken back whole, by the ticket of the next number, which holds the same with the opposite sign (docs/adr/0016). */
const saleVoidedV1 = z.object({
  saleId: idSchema,
  receiptNumber: numberSchema,
  reversalSaleId: idSchema,
  reversalNumber: numberSchema,
  reason: noteSchema,
  approval: approvalSchema.nullable(),
});

/**
 * What makes an invoice or a credit note of a ticket: the ticket's entry has every figure, so none is repeated but the sum. The buyer is
 * known by an id and a salted hash, which says nothing about her once her data are erased.
 */
const invoiceShape = {
  number: numberSchema,
  /** Gapless within the terminal and the kind. */
  seq: z.int().min(1),
  businessDate: z.iso.date(),
  tillId: idSchema,
  /** The ticket whose lines are on it. */
  saleId: idSchema,
  receiptNumber: numberSchema,
  currency: currencyCodeSchema,
  language: languageSchema,
  /** What its original was put on: the roll of the receipt printer, or a page. */
  medium: z.enum(['roll', 'page']),
  /** Above zero, also on a credit note. */
  totalMinor: amountMinorSchema,
  buyerId: idSchema,
  buyerHash: hashSchema,
};
const invoiceIssuedV1 = z.object({ ...invoiceShape, approval: approvalSchema.nullable() });
export type InvoiceIssued = z.infer<typeof invoiceIssuedV1>;

/** Lines of `saleId` that come back from the ticket of an invoice. */
const creditNoteIssuedV1 = z.object({
  ...invoiceShape,
  /** The invoice it corrects, and the ticket that invoice is of. */
  invoiceNumber: numberSchema,
  invoicedSaleId: idSchema,
});
export type CreditNoteIssued = z.infer<typeof creditNoteIssuedV1>;

/** A page of it was made, or a further paper: copy 1 is the original of a document that was issued for a page. */
const invoicePrintedV1 = z.object({
  kind: z.enum(['invoice', 'credit-note']),
  number: numberSchema,
  copy: z.int().min(1),
  medium: z.enum(['roll', 'page']),
  reason: noteSchema.nullable(),
});

/** A buyer's data were erased; the documents that name her keep their numbers. */
const buyerErasedV1 = z.object({ buyerId: idSchema, reason: noteSchema });

export const RETURNS_BODIES = {
  'sale.voided': { 1: saleVoidedV1 },
  'invoice.issued': { 1: invoiceIssuedV1 },
  'credit-note.issued': { 1: creditNoteIssuedV1 },
  'invoice.printed': { 1: invoicePrintedV1 },
  'buyer.erased': { 1: buyerErasedV1 },
} as const;
