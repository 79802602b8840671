import { buildCreditNote, buildInvoice } from '../../../src-shared/documents/build-invoice.ts';
import type { InvoiceDocument } from '../../../src-shared/documents/invoice-document.ts';
import type { InvoiceIssued } from '../../../src-shared/ledger/returns-bodies.ts';
import type { StoredSale } from '../../ledger/ledger.ts';
import type { StoredInvoice } from '../../ledger/returns-reads.ts';
import type { Till } from '../till.ts';
import { nameOf } from './returnable.ts';

/** As many characters of the signature as stand on a receipt. */
const SIGNATURE_CHARACTERS = 8;

/** What is known of a document when its paper is made: in the transaction that issues it, before its rows can be asked. */
export interface IssuedDocument {
  readonly kind: 'invoice' | 'credit-note';
  readonly issued: Pick<InvoiceIssued, 'number' | 'businessDate' | 'buyerId'>;
  /** Of a credit note: the invoice's number and ticket. */
  readonly corrects: { readonly number: string; readonly saleId: string } | null;
  /** Of the entry that issues it; null: not known any more. */
  readonly signature: string | null;
}

/** An invoice or credit note as it stands in the journal, with the buyer as she is known now. */
export function invoiceDocument(till: Till, stored: StoredInvoice, copy: number): InvoiceDocument | null {
  const sale = till.ledger.findSale(stored.saleId);
  if (sale === null) return null;
  const corrected = stored.correctsSaleId === null ? null : till.ledger.returns.invoiceOf(stored.correctsSaleId);
  const corrects = corrected === null ? null : { number: corrected.number, saleId: corrected.saleId };
  const signature = till.ledger.entryAt(stored.position)?.sig ?? null;
  return documentOf(till, sale, { kind: stored.kind, issued: stored, corrects, signature }, copy);
}

/** `stored` is the ticket whose lines are on it. */
export function documentOf(till: Till, { sale, entry }: StoredSale, document: IssuedDocument, copy: number): InvoiceDocument {
  const { issued, corrects } = document;
  const facts = {
    number: issued.number,
    date: issued.businessDate,
    copy,
    buyer: till.ledger.buyers.find(issued.buyerId),
    sellerName: nameOf(till, entry.actor),
    signature: document.signature?.slice(0, SIGNATURE_CHARACTERS) ?? '',
    training: false,
  };
  if (corrects === null) return buildInvoice(sale, facts, till.settings);
  const invoice = till.ledger.returns.invoiceByNumber('invoice', corrects.number);
  return buildCreditNote(
    sale,
    {
      ...facts,
      corrects: { number: corrects.number, date: invoice?.businessDate ?? issued.businessDate },
      invoicedSaleId: corrects.saleId,
    },
    till.settings,
  );
}

/** An invoice or credit note of this terminal by its number; null when there is none. For whoever puts it on a page. */
export function invoiceByNumber(till: Till, kind: StoredInvoice['kind'], number: string, copy: number): InvoiceDocument | null {
  const stored = till.ledger.returns.invoiceByNumber(kind, number);
  return stored === null ? null : invoiceDocument(till, stored, copy);
}
