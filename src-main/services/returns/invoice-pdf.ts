import type { PdfFile } from '../../../src-shared/contract/documents-api.ts';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import { fail, type Result } from '../../../src-shared/result.ts';
import type { StoredInvoice } from '../../ledger/returns-reads.ts';
import { authorize } from '../authorize.ts';
import { renderInvoicePdf } from '../documents/save-pdf.ts';
import { signedIn, type Till } from '../till.ts';
import { invoiceByNumber } from './invoice-documents.ts';

/**
 * An invoice or credit note on A4. The first page of one that was issued for a page is its original; every other paper is a duplicate, which
 * is marked, needs the right to a second paper, and leaves its trace before the file is made.
 */
export async function invoicePdf(till: Till, kind: StoredInvoice['kind'], number: string): Promise<Result<PdfFile, Refusal>> {
  const copy = till.ledger.returns.lastInvoiceCopy(kind, number) + 1;
  const document = invoiceByNumber(till, kind, number, copy);
  if (document === null) return fail(refusal('invoice.unknown', { number }));
  const person = copy === 1 ? signedIn(till) : null;
  const right = copy === 1 ? null : authorize(till, 'receipt.reprint', { receiptNumber: number });
  if (right?.ok === false) return right;
  if (person?.ok === false) return person;
  const actor = right?.value.person.personId ?? person?.value.personId ?? '';
  const booked = till.ledger.record({
    actor,
    acts: [{ type: 'invoice.printed', v: 1, body: { kind, number, copy, medium: 'page', reason: null } }],
  });
  if (!booked.ok) return booked;
  return renderInvoicePdf(till, document);
}
