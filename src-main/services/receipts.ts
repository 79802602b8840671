import type { SaleCompleted } from '../../src-shared/ledger/bodies.ts';
import type { Entry } from '../../src-shared/ledger/entry.ts';
import type { TrainingSale } from '../../src-shared/ledger/journal-bodies.ts';
import type { Person } from '../../src-shared/people/person.ts';
import { buildReceipt, previewReceipt } from '../../src-shared/receipt/build-receipt.ts';
import type { ReceiptDocument } from '../../src-shared/receipt/document.ts';
import type { ReceiptLabels } from '../../src-shared/receipt/labels.ts';
import type { PricedCart } from '../../src-shared/sale/priced-cart.ts';
import type { StoreSettings } from '../../src-shared/settings/store-settings.ts';
import type { Language } from '../../src-shared/text/localized-text.ts';

/** As many characters of the entry's signature as stand on the paper: enough to find and compare the entry, few enough to read out. */
const SIGNATURE_CHARACTERS = 8;
/** A practice ticket is in no sum; its paper shows none. */
const NO_PERPETUAL = { signedMinor: 0, absoluteMinor: 0, tickets: 0 } as const;

/** How facts become a receipt, in the words of the locale files. */
export interface Receipts {
  /** `copy` 1 is the original; above, the paper is marked as a duplicate. */
  ofSale(sale: SaleCompleted, entry: Entry, settings: StoreSettings, copy: number): ReceiptDocument;
  /** Of a ticket rung up for practice: marked so, and without a code that could be scanned as a receipt's. */
  ofTraining(sale: TrainingSale, entry: Entry, settings: StoreSettings): ReceiptDocument;
  /** The paper an open ticket would be. */
  ofTicket(ticket: PricedCart, settings: StoreSettings, cashier: Person, now: Date, training?: boolean): ReceiptDocument;
}

/** `customerNameOf` tells whose a ticket is, null once she has been erased; it is printed where the shop wants it. */
export function createReceipts(
  labelsOf: (language: Language) => ReceiptLabels,
  customerNameOf: (customerId: string) => string | null,
): Receipts {
  const nameIn = (customerId: string | undefined, settings: StoreSettings): string | null =>
    customerId === undefined || !settings.accounts.nameOnReceipt ? null : customerNameOf(customerId);
  return {
    ofSale: (sale, entry, settings, copy) =>
      buildReceipt(
        sale,
        {
          at: entry.at,
          terminal: entry.terminal,
          signature: entry.sig.slice(0, SIGNATURE_CHARACTERS),
          copy,
          cashierName: nameOf(entry.actor, settings),
          customerName: nameIn(sale.customerId, settings),
          training: false,
        },
        settings,
        labelsOf(sale.language),
      ),
    ofTraining: ({ cartId, trainingNumber, trainingSeq, ...sale }, entry, settings) =>
      buildReceipt(
        { ...sale, saleId: cartId, receiptNumber: trainingNumber, receiptSeq: trainingSeq, perpetual: NO_PERPETUAL },
        {
          at: entry.at,
          terminal: entry.terminal,
          signature: entry.sig.slice(0, SIGNATURE_CHARACTERS),
          copy: 1,
          cashierName: nameOf(entry.actor, settings),
          training: true,
        },
        settings,
        labelsOf(sale.language),
      ),
    ofTicket: (ticket, settings, cashier, now, training = false) => {
      const facts = { at: now.toISOString(), cashierName: cashier.name, customerName: nameIn(ticket.customerId, settings), training };
      return previewReceipt(ticket, facts, settings.receiptLanguage, settings, labelsOf(settings.receiptLanguage));
    },
  };
}

/** Names stay outside the journal; a person who has left the settings is known by her id. */
function nameOf(personId: string, settings: StoreSettings): string {
  return settings.people.find((person) => person.personId === personId)?.name ?? personId;
}
