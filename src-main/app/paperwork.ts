import { join } from 'node:path';
import type { Language } from '../../src-shared/text/localized-text.ts';
import type { Customers } from '../customers/customers.ts';
import { createDocuments, loadInvoiceLabels } from '../documents/documents.ts';
import { loadAccountLabels, loadPaperLabels, loadReceiptLabels, loadTillPaperLabels } from '../printing/load-labels.ts';
import { createAccountPapers } from '../services/customers/account-papers.ts';
import { createLabelPress } from '../services/documents/label-press.ts';
import { createPapers } from '../services/papers.ts';
import { createReceipts } from '../services/receipts.ts';
import { createTillPaper } from '../services/till/till-paper.ts';
import type { DataFolder } from '../settings/data-folder.ts';
import { PROGRAM } from './program-files.ts';

/** Everything the till writes on: the words of every language, and what lays them out on paper, as a page and as a label. */
export function createPaperwork(
  { folder, now }: { readonly folder: DataFolder; readonly now: () => Date },
  {
    customers,
    logo,
  }: { readonly customers: Pick<Customers, 'find'>; readonly logo: NonNullable<Parameters<typeof createDocuments>[0]['logo']> },
) {
  const locales = join(PROGRAM.resources, 'locales');
  const fonts = join(PROGRAM.resources, 'fonts');
  const labels = loadReceiptLabels(locales);
  const paperLabels = loadPaperLabels(locales);
  const tillPaperLabels = loadTillPaperLabels(locales);
  const invoiceLabels = loadInvoiceLabels(locales);
  const accountLabels = loadAccountLabels(locales);
  const receipt = (language: Language) => labels[language];
  return {
    accountPapers: createAccountPapers({ receipt, account: (language) => accountLabels[language] }),
    receipts: createReceipts(receipt, (customerId) => customers.find(customerId)?.name ?? null),
    documents: createDocuments({ folder: folder.documents, fontsFolder: fonts, localesFolder: locales, now, logo }),
    invoiceLabels: (language: Language) => invoiceLabels[language],
    labelPress: createLabelPress({ fonts, locales }),
    papers: createPapers({ receipt, paper: (language) => paperLabels[language] }),
    tillPaper: createTillPaper({ receipt, paper: (language) => tillPaperLabels[language] }),
  };
}
