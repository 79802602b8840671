import type { PdfFile } from '../../../src-shared/contract/documents-api.ts';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { InvoiceDocument } from '../../../src-shared/documents/invoice-document.ts';
import type { ReceiptDocument } from '../../../src-shared/receipt/document.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { fileNameOf } from '../../documents/save-document.ts';
import { errorFields } from '../log.ts';
import type { Till } from '../till.ts';

/**
 * Any printable document (Z report, closure, statement, slip) as a PDF file in the data folder. The right to see it is the caller's matter.
 * `title` names the file; the document's own by default.
 */
export function renderReportPdf(
  till: Till,
  document: ReceiptDocument,
  options: { readonly paper: 'roll' | 'a4'; readonly title?: string },
): Promise<Result<PdfFile, Refusal>> {
  return savePdf(till, options.title ?? document.title, () => till.documents.report(document, options));
}

/** An invoice or a credit note on A4, as `renderReportPdf`. A copy is named apart from its original. */
export function renderInvoicePdf(till: Till, document: InvoiceDocument): Promise<Result<PdfFile, Refusal>> {
  const title = document.copy > 1 ? `${document.number}-${String(document.copy)}` : document.number;
  return savePdf(till, title, () => till.documents.invoice(document));
}

async function savePdf(till: Till, title: string, make: () => Promise<Uint8Array>): Promise<Result<PdfFile, Refusal>> {
  const name = fileNameOf(title, 'pdf');
  let bytes: Uint8Array;
  try {
    bytes = await make();
  } catch (error) {
    till.log.error('a PDF could not be made', { title, ...errorFields(error) });
    return fail(refusal('document.failed', { title }));
  }
  try {
    const path = await till.documents.save(name, bytes);
    return ok({ name, path, pdfBase64: Buffer.from(bytes).toString('base64') });
  } catch (error) {
    till.log.error('a PDF could not be saved', { name, ...errorFields(error) });
    return fail(refusal('document.unwritable', { name, detail: error instanceof Error ? error.message : String(error) }));
  }
}
