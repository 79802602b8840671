import { setTimeout } from 'node:timers/promises';
import type { Rebuild } from '../../../src-shared/contract/ledger-routes.ts';
import { asMerchant, type Database } from '../../platform/database.ts';
import { type Acting, audit } from '../audit/service.ts';
import { type RebuildState, readRebuild, rebuildNextPage, requestRebuild } from './rebuild.ts';

export { digestOfTerminal } from './digest.ts';
export { Projector } from './projector.ts';

/** Between looks at a page that another process is at. */
const POLL_MS = 200;

/** Begins to make a merchant's rows again from nothing; a projector of any process does it. While one is under way, that one goes on. */
export function startRebuild(database: Database, acting: Acting, now: Date): Promise<Rebuild> {
  const { merchantId } = acting.caller;
  const by = 'id' in acting.caller ? acting.caller.id : acting.caller.terminalId;
  return asMerchant(database, merchantId, async (tx) => {
    const state = await requestRebuild(tx, merchantId, by, now);
    await audit(tx, acting, { act: 'projections.rebuilt', subject: merchantId }, now);
    return rebuildOf(state);
  });
}

/** @throws Problem `not-found` when none was ever asked for. */
export function readRebuildState(database: Database, merchantId: string): Promise<Rebuild> {
  return asMerchant(database, merchantId, async (tx) => rebuildOf(await readRebuild(tx, merchantId)));
}

/** Asks for a rebuild in the name of the command line and returns when it is finished, by this process or by another. */
export async function rebuildMerchant(database: Database, merchantId: string, now: () => Date): Promise<Rebuild> {
  const caller = { kind: 'system', merchantId, id: 'command-line' } as const;
  let state = await startRebuild(database, { caller, request: { address: '' } }, now());
  while (state.finishedAt === null) {
    if (!(await rebuildNextPage(database, merchantId, now()))) await setTimeout(POLL_MS);
    state = await readRebuildState(database, merchantId);
  }
  return state;
}

function rebuildOf({ requestedBy, requestedAt, entries, finishedAt }: RebuildState): Rebuild {
  return { requestedBy, requestedAt: requestedAt.toISOString(), entries, finishedAt: finishedAt?.toISOString() ?? null };
}
