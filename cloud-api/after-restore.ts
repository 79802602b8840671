import { voidPullCursors } from './modules/changes/era.ts';
import { forgetEvents } from './modules/events/service.ts';
import type { Database } from './platform/database.ts';

/**
 * Puts a database in order that was filled from a dump, before a process serves it: places in it count transactions of where it was dumped, and
 * those of this server may be higher or lower. Terminals send again what the dump does not hold by themselves. A restored disk needs nothing.
 */
export function settleRestored(database: Database): Promise<void> {
  return database.all.transaction().execute(async (tx) => {
    await voidPullCursors(tx);
    await forgetEvents(tx);
  });
}
