import type { PdfFile } from '../../../src-shared/contract/documents-api.ts';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../../src-shared/contract/terminal-api.ts';
import { fail, type Result } from '../../../src-shared/result.ts';
import { authorize } from '../authorize.ts';
import { invoicePdf } from '../returns/invoice-pdf.ts';
import { currentTillId } from '../till/sessions.ts';
import { signedIn, type Till } from '../till.ts';
import { renderReportPdf } from './save-pdf.ts';

/** What is asked for as a PDF. What it is a copy of, and whether that is booked, is decided before the file is made. */
export function documentPdf(till: Till, request: RequestOf<'document.pdf'>): Promise<Result<PdfFile, Refusal>> {
  if (request.kind === 'invoice') return invoicePdf(till, request.document, request.number);
  return request.kind === 'receipt' ? receiptPdf(till, request.saleId, request.paper) : reportPdf(till, request.jobId);
}

/** A PDF can be printed as often as one likes: it leaves the same trace as a second paper, and bears the same mark. */
async function receiptPdf(till: Till, saleId: string, paper: 'roll' | 'a4'): Promise<Result<PdfFile, Refusal>> {
  const stored = till.ledger.findSale(saleId);
  if (stored === null) return fail(refusal('sale.unknown'));
  const { sale, entry } = stored;
  const authorized = authorize(till, 'receipt.reprint', { saleId, receiptNumber: sale.receiptNumber });
  if (!authorized.ok) return authorized;
  const { person, approval } = authorized.value;
  const copy = till.ledger.lastReceiptCopy(saleId) + 1;
  const allowed = approval === null ? {} : { approval };
  const booked = till.ledger.record({
    actor: person.personId,
    acts: [
      {
        type: 'receipt.duplicated',
        v: 1,
        body: { saleId, receiptNumber: sale.receiptNumber, copy, tillId: currentTillId(till), reason: PDF_REASON, ...allowed },
      },
    ],
  });
  if (!booked.ok) return booked;
  const document = till.receipts.ofSale(sale, entry, till.settings, copy);
  return renderReportPdf(till, document, { paper, title: `${sale.receiptNumber}-${String(copy)}` });
}

/** In the journal, for the auditor: a file and no paper. */
const PDF_REASON = 'PDF';

async function reportPdf(till: Till, jobId: string): Promise<Result<PdfFile, Refusal>> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const job = till.ledger.printJobs.find(jobId);
  if (job === null) return fail(refusal('print.job-unknown'));
  if (job.saleId !== null && job.kind === 'receipt') return receiptPdf(till, job.saleId, 'roll');
  // An X or a Z among them says what a count should come to: nobody reads it out of the queue who may not read it on the screen.
  const right = authorize(till, 'report.view', { title: job.title });
  if (!right.ok) return right;
  return renderReportPdf(till, job.document, { paper: 'a4' });
}
