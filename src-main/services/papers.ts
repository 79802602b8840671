import type { SaleCompleted } from '../../src-shared/ledger/bodies.ts';
import type { Entry } from '../../src-shared/ledger/entry.ts';
import { buildOrder } from '../../src-shared/receipt/build-order.ts';
import type { ReceiptBlock, ReceiptDocument } from '../../src-shared/receipt/document.ts';
import type { ReceiptLabels } from '../../src-shared/receipt/labels.ts';
import { filledLabel, type PaperLabels } from '../../src-shared/receipt/paper-labels.ts';
import { isolatedText } from '../../src-shared/receipt/printable-text.ts';
import { textBlock } from '../../src-shared/receipt/receipt-words.ts';
import { buildLabelTest, buildSelfTest, type SelfTestFacts } from '../../src-shared/receipt/self-test.ts';
import type { PricedLine } from '../../src-shared/sale/priced-cart.ts';
import type { StoreSettings } from '../../src-shared/settings/store-settings.ts';
import type { Language } from '../../src-shared/text/localized-text.ts';

/** Papers that are no receipts, and what is written on any paper besides, in the words of the locale files. */
export interface Papers {
  /** What is to be prepared of a sale. */
  order(lines: readonly PricedLine[], sale: SaleCompleted, entry: Entry, settings: StoreSettings): ReceiptDocument;
  selfTest(facts: SelfTestFacts, language: Language): ReceiptDocument;
  /** The test of a printer of labels. */
  labelTest(facts: SelfTestFacts, language: Language): ReceiptDocument;
  /** The same paper, marked as a copy at its head and at its foot. */
  duplicate(document: ReceiptDocument): ReceiptDocument;
  /** The same paper, which says at its foot that another printer should have printed it. */
  insteadOf(document: ReceiptDocument, first: string, here: string): ReceiptDocument;
}

const RULE: ReceiptBlock = { kind: 'rule', style: 'single' };

export function createPapers(labelsOf: {
  readonly receipt: (language: Language) => ReceiptLabels;
  readonly paper: (language: Language) => PaperLabels;
}): Papers {
  return {
    order: (lines, sale, entry, settings) => {
      const language = settings.receiptLanguage;
      const cashierName = settings.people.find(({ personId }) => personId === entry.actor)?.name ?? entry.actor;
      const facts = { number: sale.receiptNumber, at: entry.at, cashierName, note: sale.note };
      return buildOrder(lines, facts, language, settings, { receipt: labelsOf.receipt(language), paper: labelsOf.paper(language) });
    },
    selfTest: (facts, language) => buildSelfTest(facts, language, labelsOf.paper(language)),
    labelTest: (facts, language) => buildLabelTest(facts, language, labelsOf.paper(language)),
    duplicate: (document) => {
      const banner = textBlock(labelsOf.paper(document.language).duplicate, { align: 'center', emphasis: 'strong', size: 2 });
      return { ...document, blocks: [banner, ...document.blocks, banner] };
    },
    insteadOf: (document, first, here) => {
      const name = (printer: string): string => isolatedText(printer, document.direction);
      const words = filledLabel(labelsOf.paper(document.language).insteadOf, { first: name(first), here: name(here) });
      return { ...document, blocks: [...document.blocks, RULE, textBlock(words, { align: 'center' })] };
    },
  };
}
