import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InvoiceDocument } from '../../src-shared/documents/invoice-document.ts';
import { type InvoiceLabels, invoiceLabelsSchema } from '../../src-shared/documents/invoice-labels.ts';
import type { ReceiptDocument } from '../../src-shared/receipt/document.ts';
import { LANGUAGES, type Language } from '../../src-shared/text/localized-text.ts';
import type { DocumentLogo } from './document-logo.ts';
import { PdfPress } from './pdf-press.ts';
import { saveDocument } from './save-document.ts';

export interface DocumentsOptions {
  /** The data folder's `documents`. */
  readonly folder: string;
  /** resources/fonts and resources/locales. */
  readonly fontsFolder: string;
  readonly localesFolder: string;
  readonly now: () => Date;
  /** The shop's picture; asked for where a document has a place for it. None where this is left out. */
  readonly logo?: () => Promise<DocumentLogo | null>;
}

/** Documents as PDF files: made on a thread of their own, kept in the data folder. */
export interface Documents {
  /** Any printable document: a receipt on a page of the roll's width, a report, a closure or a statement on A4. */
  report(document: ReceiptDocument, on: { readonly paper: 'roll' | 'a4' }): Promise<Uint8Array>;
  invoice(document: InvoiceDocument): Promise<Uint8Array>;
  /** Puts a file in the folder, whole or not at all, and answers with its path. Rejects with the system's error. */
  save(name: string, bytes: Uint8Array): Promise<string>;
  stop(): Promise<void>;
}

export function createDocuments({ folder, fontsFolder, localesFolder, now, logo }: DocumentsOptions): Documents {
  const press = new PdfPress(fontsFolder);
  const labels = loadInvoiceLabels(localesFolder);
  return {
    report: async (document, { paper }) => {
      const picture = document.blocks.some(({ kind }) => kind === 'logo') ? ((await logo?.()) ?? null) : null;
      return press.make({ kind: 'receipt', document, paper, logo: picture, madeAt: now().toISOString() });
    },
    invoice: (document) => press.make({ kind: 'invoice', document, labels: labels[document.language], madeAt: now().toISOString() }),
    save: (name, bytes) => saveDocument(folder, name, bytes),
    stop: () => press.stop(),
  };
}

/** Part of the program, as the receipt's words are: one that does not fit is a broken installation, and throws at the start. */
export function loadInvoiceLabels(localesFolder: string): Readonly<Record<Language, InvoiceLabels>> {
  const entries = LANGUAGES.map((language) => {
    const file = join(localesFolder, language, 'invoice-paper.json');
    const parsed = invoiceLabelsSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (!parsed.success) throw new Error(`${file}: ${parsed.error.message}`);
    return [language, parsed.data] as const;
  });
  // fromEntries forgets which keys there are; there is one entry for each language.
  return Object.fromEntries(entries) as Record<Language, InvoiceLabels>;
}
