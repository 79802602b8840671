import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { RequestOf } from '../../src-shared/contract/terminal-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Handlers } from '../ipc/router.ts';
import { archiveJournal } from '../services/journal/archive-journal.ts';
import { journalView, listJournal, showEntry } from '../services/journal/list-journal.ts';
import { exportSales, salesReport } from '../services/journal/sales-report.ts';
import { switchTraining } from '../services/journal/training.ts';
import { lookAtVerification, verifyJournal } from '../services/journal/verify-journal.ts';
import type { Till } from '../services/till.ts';

interface JournalParts {
  /** Null until the terminal is set up. */
  readonly till: () => Till | null;
  /** Practice shows on every screen. */
  readonly tellState: () => void;
}

type Answer<T> = Result<T, Refusal>;

/** Ties the journal, the sales report and practice. */
export function journalHandlers({ till: tillOf, tellState }: JournalParts) {
  const onTill =
    <Request, Response>(use: (till: Till, request: Request) => Answer<Response> | Promise<Answer<Response>>) =>
    async (request: Request): Promise<Answer<Response>> => {
      const till = tillOf();
      return till === null ? fail(refusal('setup.needed')) : await use(till, request);
    };
  return {
    'journal.view': onTill((till) => journalView(till)),
    'journal.list': onTill((till, request: RequestOf<'journal.list'>) => listJournal(till, request)),
    'journal.entry': onTill((till, { position }: RequestOf<'journal.entry'>) => showEntry(till, position)),
    'journal.verify': onTill((till) => verifyJournal(till)),
    'journal.verification': onTill((till) => lookAtVerification(till)),
    'journal.archive': onTill(async (till, { month }: RequestOf<'journal.archive'>) => {
      const written = await archiveJournal(till, { month, folder: till.archives });
      return written.ok ? ok({ path: written.value.path, entries: written.value.entries, bytes: written.value.bytes }) : written;
    }),
    'sales-report.show': onTill((till, wanted: RequestOf<'sales-report.show'>) => salesReport(till, wanted)),
    'sales-report.csv': onTill((till, wanted: RequestOf<'sales-report.csv'>) => exportSales(till, wanted)),
    'training.switch': onTill((till, { on }: RequestOf<'training.switch'>) => {
      const switched = switchTraining(till, on);
      if (switched.ok) tellState();
      return switched;
    }),
  } satisfies Partial<Handlers>;
}
