import { z } from 'zod';
import { wellFormedSchema } from '../text/well-formed.ts';

const idSchema = wellFormedSchema.min(1).max(64);

const pdfRequestSchema = z.discriminatedUnion('kind', [
  /**
   * The receipt of a completed sale. Like a second paper it is a copy: it needs `receipt.reprint`, is booked in the journal with the next
   * number, and says DUPLICATA.
   */
  z.object({ kind: z.literal('receipt'), saleId: idSchema, paper: z.enum(['roll', 'a4']) }),
  /** An invoice or credit note on A4: its original where it was issued for a page, else the next duplicate. */
  z.object({ kind: z.literal('invoice'), document: z.enum(['invoice', 'credit-note']), number: idSchema }),
  /** Any other paper the print queue still holds (Z, closure, statement, slip), by its job. */
  z.object({ kind: z.literal('report'), jobId: idSchema }),
]);

/** A document as a file: kept in the data folder under `path`, and here for the screen to show, print or put elsewhere. */
export const pdfFileSchema = z.object({ name: z.string(), path: z.string(), pdfBase64: z.string() });
export type PdfFile = z.infer<typeof pdfFileSchema>;

/**
 * Documents as PDF. Refused with `sale.unknown` or `print.job-unknown`, with `document.unwritable` when the folder takes no file (`path`,
 * `detail`), and with `document.failed` when it cannot be made.
 */
export const DOCUMENTS_API = {
  'document.pdf': { request: pdfRequestSchema, response: pdfFileSchema },
} as const satisfies Record<string, { request: z.ZodType; response: z.ZodType }>;
