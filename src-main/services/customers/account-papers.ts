import { readAccountId } from '../../../src-shared/accounts/account.ts';
import type { AccountLabels } from '../../../src-shared/accounts/account-labels.ts';
import { type AccountPaperParts, layawayPaper, slipPaper, statementPaper } from '../../../src-shared/accounts/account-papers.ts';
import type { Statement } from '../../../src-shared/contract/customers-api.ts';
import type { AccountSlip, LayawayOpened } from '../../../src-shared/ledger/account-bodies.ts';
import type { Entry } from '../../../src-shared/ledger/entry.ts';
import type { ReceiptDocument } from '../../../src-shared/receipt/document.ts';
import type { ReceiptLabels } from '../../../src-shared/receipt/labels.ts';
import type { StoreSettings } from '../../../src-shared/settings/store-settings.ts';
import type { Language } from '../../../src-shared/text/localized-text.ts';

/** As many characters of the entry's signature as stand on a receipt. */
const SIGNATURE_CHARACTERS = 8;

/** How slips, statements and what was put aside become papers, in the words of the locale files. */
export interface AccountPapers {
  ofSlip(slip: AccountSlip, entry: Entry, settings: StoreSettings, facts: OfSlip): ReceiptDocument;
  ofStatement(statement: Statement, language: Language, settings: StoreSettings): ReceiptDocument;
  ofLayaway(layaway: LayawayOpened, at: string, customerName: string | null, settings: StoreSettings): ReceiptDocument;
  labels(language: Language): AccountLabels;
}

interface OfSlip {
  readonly customerName: string | null;
  readonly balance: number;
  readonly expiresOn: string | null;
}

export function createAccountPapers(labels: {
  readonly receipt: (language: Language) => ReceiptLabels;
  readonly account: (language: Language) => AccountLabels;
}): AccountPapers {
  const parts = (settings: StoreSettings, language: Language): AccountPaperParts => ({
    settings,
    receipt: labels.receipt(language),
    account: labels.account(language),
  });
  return {
    ofSlip: (slip, entry, settings, { customerName, balance, expiresOn }) => {
      const cashierName = settings.people.find(({ personId }) => personId === entry.actor)?.name ?? entry.actor;
      const giftCard = slip.purpose === 'gift-card' ? { code: giftCodeOf(slip), expiresOn } : null;
      const signature = entry.sig.slice(0, SIGNATURE_CHARACTERS);
      return slipPaper(slip, { at: entry.at, cashierName, signature, customerName, balance, giftCard }, parts(settings, slip.language));
    },
    ofStatement: (statement, language, settings) => statementPaper(statement, language, parts(settings, language)),
    ofLayaway: (layaway, at, customerName, settings) => {
      const language = settings.receiptLanguage;
      return layawayPaper(layaway, { at, customerName }, language, parts(settings, language));
    },
    labels: labels.account,
  };
}

/** The number of the card a slip was written for. @throws Error for a slip of another purpose. */
export function giftCodeOf(slip: AccountSlip): string {
  const [movement] = slip.movements;
  if (movement === undefined) throw new Error('A slip without a movement');
  return readAccountId(movement.accountId).holder;
}
