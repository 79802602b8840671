import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { PrintJob } from '../../../src-shared/contract/terminal-state.ts';
import { isInvoiceable } from '../../../src-shared/documents/build-invoice.ts';
import { type Buyer, buyerSchema } from '../../../src-shared/documents/buyer.ts';
import type { InvoiceDocument } from '../../../src-shared/documents/invoice-document.ts';
import { invoiceOnRoll } from '../../../src-shared/documents/invoice-roll.ts';
import type { EntryBody } from '../../../src-shared/ledger/bodies.ts';
import type { NewPrintJob } from '../../../src-shared/receipt/print-job.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { StoredSale } from '../../ledger/ledger.ts';
import type { StoredInvoice } from '../../ledger/returns-reads.ts';
import { authorize } from '../authorize.ts';
import { bookingDayAt, currentTillId, entryInstant } from '../till/sessions.ts';
import { signedIn, type Till } from '../till.ts';
import { creditNoteAct, documentNumber } from './credit-notes.ts';
import { documentOf, invoiceDocument } from './invoice-documents.ts';

const MAX_BUYERS_SHOWN = 20;

export interface InvoicesOfSale {
  readonly invoice: InvoiceDocument | null;
  readonly creditNotes: InvoiceDocument[];
  readonly originalsDue: string[];
}

/** The invoice of a ticket and the credit notes that correct it. */
export function invoicesOf(till: Till, saleId: string): Result<InvoicesOfSale, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const { returns } = till.ledger;
  const stored = returns.invoiceOf(saleId);
  const shown = (invoice: StoredInvoice): InvoiceDocument[] => {
    const document = invoiceDocument(till, invoice, Math.max(1, returns.lastInvoiceCopy(invoice.kind, invoice.number)));
    return document === null ? [] : [document];
  };
  const notes = [...returns.creditNotesOf(saleId), ...returns.creditNotesOn(saleId)];
  const all = stored === null ? notes : [stored, ...notes];
  const originalsDue = all.filter(({ kind, number }) => returns.lastInvoiceCopy(kind, number) === 0).map(({ number }) => number);
  return ok({ invoice: stored === null ? null : (shown(stored)[0] ?? null), creditNotes: notes.flatMap(shown), originalsDue });
}

/**
 * Makes the invoice of a ticket, under the right `invoice.issue`, at any time after it. A ticket has one: asked for again, the first is
 * answered. What came back of the ticket before it had an invoice gets its credit notes with it, so that the two always add up.
 */
export function issueInvoice(
  till: Till,
  saleId: string,
  asked: Buyer,
  wanted: Medium,
): Result<{ readonly invoice: InvoiceDocument }, Refusal> {
  const asking = signedIn(till);
  if (!asking.ok) return asking;
  const existing = till.ledger.returns.invoiceOf(saleId);
  const before = existing === null ? null : invoiceDocument(till, existing, 1);
  if (before !== null) return ok({ invoice: before });
  const stored = till.ledger.findSale(saleId);
  if (stored === null) return fail(refusal('sale.unknown'));
  if (!isInvoiceable(stored.sale) || till.ledger.returns.voidOf(saleId) !== null) return fail(refusal('invoice.nothing-sold'));
  // The credit note of what came back there would be missing, and the invoice would say more than was sold.
  if (till.learned.returned(saleId).size > 0) return fail(refusal('invoice.returned-elsewhere'));
  const buyer = buyerSchema.safeParse(asked);
  if (!buyer.success) return fail(refusal('invoice.buyer-incomplete'));
  const right = authorize(till, 'invoice.issue', { receiptNumber: stored.sale.receiptNumber });
  if (!right.ok) return right;
  const buyerId = till.newId();
  // Kept first: a buyer without an invoice harms nobody, an invoice without its buyer is worth nothing.
  const buyerHash = till.ledger.buyers.keep(buyerId, buyer.data);
  if (buyerHash === null) return fail(refusal('ledger.stopped'));
  const { person, approval } = right.value;
  const medium = till.settings.receiptPrinterId === null ? 'page' : wanted;
  const acts = invoiceActs(till, stored, { buyerId, buyerHash, approval, medium });
  const recorded = till.ledger.record({
    actor: person.personId,
    acts,
    printJobs: (entries) => acts.flatMap((act, index) => invoiceJob(till, stored, act, entries[index]?.sig ?? null)),
  });
  if (!recorded.ok) return recorded;
  till.printing.wake();
  const issued = till.ledger.returns.invoiceOf(saleId);
  const document = issued === null ? null : invoiceDocument(till, issued, 1);
  if (document === null) throw new Error(`The invoice of ${saleId} is not where it was put`);
  return ok({ invoice: document });
}

type Medium = InvoiceBody['medium'];
type InvoiceBody = Extract<EntryBody, { readonly type: 'invoice.issued' }>['body'];

function invoiceActs(
  till: Till,
  { sale }: StoredSale,
  decided: Pick<InvoiceBody, 'buyerId' | 'buyerHash' | 'approval' | 'medium'>,
): readonly Extract<EntryBody, { readonly type: 'invoice.issued' | 'credit-note.issued' }>[] {
  const { returns } = till.ledger;
  const businessDate = bookingDayAt(till, entryInstant(till));
  const seq = returns.nextInvoiceSeq('invoice');
  const body: InvoiceBody = {
    number: documentNumber(till, 'invoice', seq),
    seq,
    businessDate,
    tillId: currentTillId(till),
    saleId: sale.saleId,
    receiptNumber: sale.receiptNumber,
    currency: sale.currency,
    language: sale.language,
    totalMinor: sale.totals.payableMinor,
    ...decided,
  };
  const firstNote = returns.nextInvoiceSeq('credit-note');
  const cameBack = returns.returnSalesOf(sale.saleId).flatMap((id) => till.ledger.findSale(id)?.sale ?? []);
  const notes = cameBack.map((back, index) => creditNoteAct(till, back, { ...body, saleId: sale.saleId }, firstNote + index, businessDate));
  return [{ type: 'invoice.issued', v: 1, body }, ...notes];
}

function invoiceJob(
  till: Till,
  stored: StoredSale,
  act: Extract<EntryBody, { readonly type: 'invoice.issued' | 'credit-note.issued' }>,
  signature: string | null,
): readonly NewPrintJob[] {
  const printerId = till.settings.receiptPrinterId;
  if (printerId === null || act.body.medium === 'page') return [];
  const isInvoice = act.type === 'invoice.issued';
  const ticket = isInvoice ? stored : till.ledger.findSale(act.body.saleId);
  if (ticket === null) return [];
  const corrects = isInvoice ? null : { number: act.body.invoiceNumber, saleId: act.body.invoicedSaleId };
  const document = documentOf(till, ticket, { kind: isInvoice ? 'invoice' : 'credit-note', issued: act.body, corrects, signature }, 1);
  const { number } = act.body;
  const paper = invoiceOnRoll(document, till.invoiceLabels(document.language));
  return [{ jobId: till.newId(), printerId, title: number, saleId: null, copy: 1, document: paper }];
}

/** One more paper of a document, marked, with its event in the same transaction. */
export function printInvoice(
  till: Till,
  kind: StoredInvoice['kind'],
  number: string,
  reason: string | null,
): Result<{ readonly job: PrintJob; readonly copy: number }, Refusal> {
  const { returns } = till.ledger;
  const printerId = till.settings.receiptPrinterId;
  if (printerId === null) return fail(refusal('print.not-possible', { fault: 'printer.unknown' }));
  const stored = returns.invoiceByNumber(kind, number);
  const copy = returns.lastInvoiceCopy(kind, number) + 1;
  const document = stored === null ? null : invoiceDocument(till, stored, copy);
  if (document === null) return fail(refusal('invoice.unknown', { number }));
  const right = authorize(till, 'receipt.reprint', { receiptNumber: number });
  if (!right.ok) return right;
  const jobId = till.newId();
  const recorded = till.ledger.record({
    actor: right.value.person.personId,
    acts: [{ type: 'invoice.printed', v: 1, body: { kind, number, copy, medium: 'roll', reason } }],
    printJobs: () => [
      { jobId, printerId, title: number, saleId: null, copy, document: invoiceOnRoll(document, till.invoiceLabels(document.language)) },
    ],
  });
  if (!recorded.ok) return recorded;
  till.printing.wake();
  const job = till.printing.jobs().find((candidate) => candidate.jobId === jobId);
  return job === undefined ? fail(refusal('print.job-unknown')) : ok({ job, copy });
}

/** Buyers of before, so that nobody types a register number twice. */
export function buyersLike(till: Till, query: string): Result<{ readonly buyers: Buyer[] }, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  return ok({ buyers: [...till.ledger.returns.buyersLike(query, MAX_BUYERS_SHOWN)] });
}
