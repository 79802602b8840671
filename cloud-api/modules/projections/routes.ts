import { LEDGER_ROUTES } from '../../../src-shared/contract/ledger-routes.ts';
import type { Database } from '../../platform/database.ts';
import { implement, type ServedRoute } from '../../platform/routes.ts';
import { readEntry, searchJournal } from '../journal/service.ts';
import { listDeadLetters, readDeadLetter, retryDeadLetter, settleDeadLetter } from './dead-letters.ts';
import type { Projector } from './projector.ts';
import { readRebuildState, startRebuild } from './service.ts';

interface LedgerRouteParts {
  readonly database: Database;
  readonly projector: Projector;
  readonly now: () => Date;
}

/** The journal, what of it could not be read, and reading it all again. */
export function ledgerRoutes({ database, projector, now }: LedgerRouteParts): readonly ServedRoute[] {
  return implement(LEDGER_ROUTES, {
    searchJournal: ({ caller, query }) => searchJournal(database, caller.merchantId, query),
    readEntry: ({ caller, params }) => readEntry(database, caller.merchantId, params),
    listDeadLetters: ({ caller, query }) => listDeadLetters(database, caller.merchantId, query),
    readDeadLetter: ({ caller, params }) => readDeadLetter(database, caller.merchantId, params),
    retryDeadLetter: (call) => retryDeadLetter(database, call, call.params),
    settleDeadLetter: (call) => settleDeadLetter(database, call, call.params, call.body, now()),
    startRebuild: async (call) => {
      const started = await startRebuild(database, call, now());
      projector.wake();
      return started;
    },
    readRebuild: ({ caller }) => readRebuildState(database, caller.merchantId),
  });
}
