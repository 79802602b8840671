import { TERMINAL_ROUTES } from '../src-shared/contract/cloud-api.ts';
import { DIAGNOSTICS_ROUTES } from '../src-shared/contract/diagnostics-api.ts';
import { epochRoutes } from './modules/ingest/routes.ts';
import { heads, type IngestParts, pullBack, push } from './modules/ingest/service.ts';
import { digestOfTerminal } from './modules/projections/service.ts';
import { keepDiagnostics } from './modules/terminals/diagnostics.ts';
import { heartbeat } from './modules/terminals/heartbeat.ts';
import { neighbours } from './modules/terminals/neighbours.ts';
import { enrol, issueToken } from './modules/terminals/service.ts';
import { implement, type ServedRoute } from './platform/routes.ts';

/** What a terminal calls: enrolment, sign-in, its ledger, its state. */
export function terminalRoutes(ingest: IngestParts): readonly ServedRoute[] {
  const ledgerAndState = implement(TERMINAL_ROUTES, {
    enrol: ({ body }) => enrol(ingest, body),
    token: ({ body }) => issueToken(ingest, body.assertion),
    heads: ({ caller }) => heads(ingest, caller),
    push: ({ caller, body }) => push(ingest, caller, body),
    pullBack: ({ caller, query }) => pullBack(ingest, caller, query),
    digest: ({ caller, query }) => digestOfTerminal(ingest.database, caller, query.day),
    heartbeat: ({ caller, body }) => heartbeat(ingest, caller, body),
    neighbours: ({ caller }) => neighbours(ingest.database, caller),
  });
  const diagnostics = implement(DIAGNOSTICS_ROUTES, {
    sendDiagnostics: async ({ caller, body }) => {
      await keepDiagnostics(ingest, caller, body);
      return {};
    },
  });
  return [...ledgerAndState, ...diagnostics, ...epochRoutes(ingest)];
}
