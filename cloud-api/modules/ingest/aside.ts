import type { Tx } from '../../platform/database.ts';
import type { TerminalCaller } from '../../platform/tokens.ts';
import type { CheckedEntry } from './check-batch.ts';

/** Entries that are kept aside, and why: found at a fork, sent after it, or brought as a tail. */
type AsideReason = 'fork' | 'after-fork' | 'tail';

/**
 * Keeps entries that fit no chain, in the order they come. Only what goes on from an entry that is held or aside already, or begins its epoch:
 * so whoever finds the last entry of a tail here knows that all of it is. False where it does not, and nothing was kept.
 */
export async function putAside(tx: Tx, caller: TerminalCaller, tail: readonly CheckedEntry[], reason: AsideReason): Promise<boolean> {
  const [first] = tail;
  if (first === undefined) return true;
  if (!(await hasBefore(tx, caller, first))) return false;
  const rows = tail.map(({ entry, text }) => ({
    merchant_id: caller.merchantId,
    terminal_id: caller.terminalId,
    epoch: entry.epoch,
    seq: entry.seq,
    hash: entry.hash,
    text,
    sig: entry.sig,
    reason,
  }));
  await tx
    .insertInto('quarantined_entry')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return true;
}

/** Entries that have found their place in the chain are not aside any more. */
export async function takeFromAside(tx: Tx, { merchantId, terminalId }: TerminalCaller, entries: readonly CheckedEntry[]): Promise<void> {
  const [first] = entries;
  if (first === undefined) return;
  await tx
    .deleteFrom('quarantined_entry')
    .where('merchant_id', '=', merchantId)
    .where('terminal_id', '=', terminalId)
    .where('epoch', '=', first.entry.epoch)
    .where(
      'hash',
      'in',
      entries.map(({ entry }) => entry.hash),
    )
    .execute();
}

/** Whether the cloud has the very entry that this one follows. */
async function hasBefore(tx: Tx, { merchantId, terminalId }: TerminalCaller, { entry }: CheckedEntry): Promise<boolean> {
  if (entry.seq === 1) return true;
  for (const table of ['entry', 'quarantined_entry'] as const) {
    const before = await tx
      .selectFrom(table)
      .select('seq')
      .where('merchant_id', '=', merchantId)
      .where('terminal_id', '=', terminalId)
      .where('epoch', '=', entry.epoch)
      .where('seq', '=', entry.seq - 1)
      .where('hash', '=', entry.prev)
      .executeTakeFirst();
    if (before !== undefined) return true;
  }
  return false;
}
