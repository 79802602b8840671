import { buildCreditNote } from '../../../src-shared/documents/build-invoice.ts';
import { invoiceOnRoll } from '../../../src-shared/documents/invoice-roll.ts';
import type { EntryBody, SaleCompleted } from '../../../src-shared/ledger/bodies.ts';
import type { Entry } from '../../../src-shared/ledger/entry.ts';
import { readBody } from '../../../src-shared/ledger/read-body.ts';
import type { CreditNoteIssued } from '../../../src-shared/ledger/returns-bodies.ts';
import type { NewPrintJob } from '../../../src-shared/receipt/print-job.ts';
import type { StoredInvoice } from '../../ledger/returns-reads.ts';
import { currentTillId } from '../till/sessions.ts';
import type { Till } from '../till.ts';
import { documentOf } from './invoice-documents.ts';

const NUMBER_DIGITS = 6;

/**
 * The number of a document: its kind's letters and the terminal's own, the epoch once the journal has begun another, and the sequence. After
 * a loss the sequence goes on from what is left of it, and the epoch keeps a number that is on paper somewhere from being given again.
 */
export function documentNumber(till: Till, kind: StoredInvoice['kind'], seq: number): string {
  const { returns, till: own } = till.settings;
  const { epoch } = till.ledger.head();
  const letters = kind === 'invoice' ? returns.invoicePrefix : returns.creditNotePrefix;
  return `${letters}${own.receiptPrefix}-${epoch === 1 ? '' : `${epoch}-`}${String(seq).padStart(NUMBER_DIGITS, '0')}`;
}

type CreditNoteAct = Extract<EntryBody, { readonly type: 'credit-note.issued' }>;

/** The credit notes a ticket asks for: one for each invoiced ticket that something comes back of on it. Its acts, in the same transaction. */
export function creditNotesFor(till: Till, sale: SaleCompleted): readonly CreditNoteAct[] {
  const saleIds = new Set(sale.lines.flatMap(({ returnOf, quantityMilli }) => (returnOf && quantityMilli < 0 ? [returnOf.saleId] : [])));
  const invoices = [...saleIds].flatMap((saleId) => till.ledger.returns.invoiceOf(saleId) ?? []);
  const firstSeq = till.ledger.returns.nextInvoiceSeq('credit-note');
  return invoices.map((invoice, index) => creditNoteAct(till, sale, invoice, firstSeq + index, sale.businessDate));
}

/** `invoice` is the one that is corrected; it may be issued only now. */
export function creditNoteAct(
  till: Till,
  sale: SaleCompleted,
  invoice: Pick<StoredInvoice, 'number' | 'saleId' | 'buyerId'>,
  seq: number,
  businessDate: string,
): CreditNoteAct {
  const facts = {
    number: documentNumber(till, 'credit-note', seq),
    date: businessDate,
    copy: 1,
    buyer: null,
    sellerName: '',
    signature: '',
    training: false,
    corrects: { number: invoice.number, date: businessDate },
    invoicedSaleId: invoice.saleId,
  };
  const { totals } = buildCreditNote(sale, facts, till.settings);
  const body: CreditNoteIssued = {
    number: facts.number,
    seq,
    businessDate,
    tillId: currentTillId(till),
    saleId: sale.saleId,
    receiptNumber: sale.receiptNumber,
    currency: sale.currency,
    language: sale.language,
    totalMinor: totals.payableMinor,
    buyerId: invoice.buyerId,
    medium: till.settings.receiptPrinterId === null ? 'page' : 'roll',
    // Of a buyer who was erased meanwhile nothing is left to be hashed.
    buyerHash: till.ledger.buyers.hashOf(invoice.buyerId) ?? '0'.repeat(64),
    invoiceNumber: invoice.number,
    invoicedSaleId: invoice.saleId,
  };
  return { type: 'credit-note.issued', v: 1, body };
}

/** The paper of the credit notes among a ticket's acts, on the receipt printer. */
export function creditNoteJobs(till: Till, sale: SaleCompleted, acts: readonly Entry[]): readonly NewPrintJob[] {
  const printerId = till.settings.receiptPrinterId;
  if (printerId === null) return [];
  return acts.flatMap((entry) => {
    const read = readBody(entry);
    if (!read.ok || read.value.type !== 'credit-note.issued') return [];
    const { body } = read.value;
    const document = documentOf(
      till,
      { sale, entry },
      {
        kind: 'credit-note',
        issued: body,
        corrects: { number: body.invoiceNumber, saleId: body.invoicedSaleId },
        signature: entry.sig,
      },
      1,
    );
    const paper = invoiceOnRoll(document, till.invoiceLabels(document.language));
    return [{ jobId: `${sale.saleId}-${body.number}`, printerId, title: body.number, saleId: null, copy: 1, document: paper }];
  });
}
