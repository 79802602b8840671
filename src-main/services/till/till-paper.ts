import type { Entry } from '../../../src-shared/ledger/entry.ts';
import type { PeriodClosed, TillClosed, TillMovement } from '../../../src-shared/ledger/till-bodies.ts';
import type { ReceiptDocument } from '../../../src-shared/receipt/document.ts';
import type { ReceiptLabels } from '../../../src-shared/receipt/labels.ts';
import type { StoreSettings } from '../../../src-shared/settings/store-settings.ts';
import type { Language } from '../../../src-shared/text/localized-text.ts';
import {
  buildPeriodDocument,
  buildXDocument,
  buildZDocument,
  type PaperFacts,
  type XReport,
} from '../../../src-shared/till/report-document.ts';
import { buildSlip } from '../../../src-shared/till/slip-document.ts';
import type { TillPaperLabels } from '../../../src-shared/till/till-paper-labels.ts';

type Place = Pick<Entry, 'at' | 'terminal' | 'sig' | 'actor'>;

/** How the till's facts become paper, in the words of the locale files. Without a `language` it is that of the shop's receipts. */
export interface TillPaper {
  slip(movement: TillMovement, place: Place, settings: StoreSettings): ReceiptDocument;
  x(x: XReport, place: Place, settings: StoreSettings, language?: Language): ReceiptDocument;
  z(z: TillClosed, place: Place, settings: StoreSettings, copy: number, language?: Language): ReceiptDocument;
  period(closed: PeriodClosed, place: Place, settings: StoreSettings, copy: number, language?: Language): ReceiptDocument;
}

export function createTillPaper(labelsOf: {
  readonly receipt: (language: Language) => ReceiptLabels;
  readonly paper: (language: Language) => TillPaperLabels;
}): TillPaper {
  const facts = (place: Place, settings: StoreSettings, copy: number, language = settings.receiptLanguage): PaperFacts => ({
    at: place.at,
    terminal: place.terminal,
    signature: place.sig,
    copy,
    language,
    labels: { receipt: labelsOf.receipt(language), paper: labelsOf.paper(language) },
    nameOf: (personId) => settings.people.find((person) => person.personId === personId)?.name ?? personId,
    actor: place.actor,
  });
  return {
    slip: (movement, place, settings) => {
      const tills = [settings.till, ...settings.tillRules.moreTills];
      const name = tills.find(({ tillId }) => tillId === movement.tillId)?.name ?? movement.tillId;
      return buildSlip(movement, name, facts(place, settings, 1), settings);
    },
    x: (x, place, settings, language) => buildXDocument(x, facts(place, settings, 1, language), settings),
    z: (z, place, settings, copy, language) => buildZDocument(z, facts(place, settings, copy, language), settings),
    period: (closed, place, settings, copy, language) => buildPeriodDocument(closed, facts(place, settings, copy, language), settings),
  };
}
