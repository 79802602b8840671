import { z } from 'zod';
import { invoiceDocumentSchema } from '../../src-shared/documents/invoice-document.ts';
import { invoiceLabelsSchema } from '../../src-shared/documents/invoice-labels.ts';
import { receiptDocumentSchema } from '../../src-shared/receipt/document.ts';
import { documentLogoSchema } from './document-logo.ts';
import { renderInvoicePdf } from './invoice-pdf.ts';
import { renderReceiptPdf } from './receipt-pdf.ts';

/** One PDF to be made, as it is handed to the worker. `madeAt` is part of the file. */
export const pdfJobSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('receipt'),
    document: receiptDocumentSchema,
    paper: z.enum(['roll', 'a4']),
    logo: documentLogoSchema.nullable(),
    madeAt: z.iso.datetime(),
  }),
  z.object({ kind: z.literal('invoice'), document: invoiceDocumentSchema, labels: invoiceLabelsSchema, madeAt: z.iso.datetime() }),
]);
export type PdfJob = z.infer<typeof pdfJobSchema>;

export function renderPdfJob(job: PdfJob, fontsFolder: string): Promise<Uint8Array> {
  const options = { fontsFolder, now: new Date(job.madeAt) };
  switch (job.kind) {
    case 'receipt':
      return renderReceiptPdf(job.document, job.paper, { ...options, logo: job.logo });
    case 'invoice':
      return renderInvoicePdf(job.document, job.labels, options);
  }
}
