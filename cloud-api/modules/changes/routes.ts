import type { Logger } from 'pino';
import { PULL_ROUTES } from '../../../src-shared/contract/pull-api.ts';
import type { Database } from '../../platform/database.ts';
import type { Notifier } from '../../platform/notify.ts';
import { implement, type ServedRoute } from '../../platform/routes.ts';
import { sendNudges } from './nudges.ts';
import { pullChanges } from './pull.ts';
import { sendSnapshot } from './snapshot.ts';

/** What a terminal calls to have what the back office decided. */
export function pullRoutes(parts: {
  readonly database: Database;
  readonly notifier: Notifier;
  readonly log: Logger;
}): readonly ServedRoute[] {
  return implement(PULL_ROUTES, {
    changes: ({ caller, query }) => pullChanges(parts.database, caller, query),
    snapshot: ({ caller, request }) => sendSnapshot(parts, caller, request),
    nudges: ({ caller, request }) => Promise.resolve(sendNudges(parts, caller, request)),
  });
}
