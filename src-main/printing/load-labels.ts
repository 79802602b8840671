import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { type AccountLabels, accountLabelsSchema } from '../../src-shared/accounts/account-labels.ts';
import { type ReceiptLabels, receiptLabelsSchema } from '../../src-shared/receipt/labels.ts';
import { type PaperLabels, paperLabelsSchema } from '../../src-shared/receipt/paper-labels.ts';
import { LANGUAGES, type Language } from '../../src-shared/text/localized-text.ts';
import { type TillPaperLabels, tillPaperLabelsSchema } from '../../src-shared/till/till-paper-labels.ts';

/**
 * The words of receipts in every language, from resources/locales. They are part of the program: one that is missing or does not fit is a
 * broken installation, and throws before anything is sold.
 */
export function loadReceiptLabels(localesFolder: string): Readonly<Record<Language, ReceiptLabels>> {
  return loadLabels(localesFolder, 'receipt.json', receiptLabelsSchema);
}

/** The same of order tickets, self-tests and what is written on papers besides. */
export function loadPaperLabels(localesFolder: string): Readonly<Record<Language, PaperLabels>> {
  return loadLabels(localesFolder, 'paper.json', paperLabelsSchema);
}

/** The same of slips and statements of customers' accounts. */
export function loadAccountLabels(localesFolder: string): Readonly<Record<Language, AccountLabels>> {
  return loadLabels(localesFolder, 'account-paper.json', accountLabelsSchema);
}

/** The same of the till's slips, its X, its Z and the closures. */
export function loadTillPaperLabels(localesFolder: string): Readonly<Record<Language, TillPaperLabels>> {
  return loadLabels(localesFolder, 'till-paper.json', tillPaperLabelsSchema);
}

function loadLabels<T>(localesFolder: string, name: string, schema: z.ZodType<T>): Readonly<Record<Language, T>> {
  const entries = LANGUAGES.map((language) => {
    const file = join(localesFolder, language, name);
    const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (!parsed.success)
      throw new Error(`${file}: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`);
    return [language, parsed.data] as const;
  });
  // fromEntries forgets which keys there are; there is one entry for each language.
  return Object.fromEntries(entries) as Record<Language, T>;
}
