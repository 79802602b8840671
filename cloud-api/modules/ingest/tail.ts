import type { z } from 'zod';
import type { PushAnswer } from '../../../src-shared/contract/cloud-api.ts';
import type { EPOCH_ROUTES, PlaceState } from '../../../src-shared/contract/epochs-api.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { Problem } from '../../platform/problem.ts';
import type { TerminalCaller } from '../../platform/tokens.ts';
import { assertActive, loadKeys } from '../terminals/service.ts';
import { putAside, takeFromAside } from './aside.ts';
import { type CheckedEntry, checkBatch } from './check-batch.ts';
import { holdsName } from './epoch-grants.ts';
import { findFork, type IngestParts, lockEpoch, store } from './service.ts';

type Tail = z.infer<(typeof EPOCH_ROUTES)['tail']['body']>;
type Place = z.infer<(typeof EPOCH_ROUTES)['places']['body']>['places'][number];

/** What became of the entries of one batch. */
export interface TailTaken {
  readonly taken: number;
  readonly aside: number;
  readonly known: number;
}

/**
 * Takes entries of an epoch whose chain is closed to the ordinary push. Those of the machine that goes on under the name are taken into the
 * chain where they go on with it; all others are kept aside. What is there already is skipped. Answers the last of them as had.
 * @throws Problem `ledger.bad-entry`, `ledger.gap` where what comes before them is not there, `terminal.…`
 */
export async function takeTail(parts: IngestParts, caller: TerminalCaller, tail: Tail): Promise<PushAnswer> {
  const { database, identity } = parts;
  const { merchantId, terminalId } = caller;
  const keys = await asMerchant(database, merchantId, async (tx) => {
    await assertActive(tx, caller);
    return loadKeys(tx, caller);
  });
  const { epoch, requestId } = tail;
  const checked = await checkBatch(tail.entries, { terminalId, epoch, keys });
  if (!checked.ok) throw new Problem('ledger.bad-entry', { ...checked.error, epoch, serverEpoch: identity.serverEpoch });
  const brought = await asMerchant(database, merchantId, async (tx) =>
    bringTail(tx, caller, checked.value, await holdsName(tx, caller, requestId, epoch)),
  );
  parts.metrics.entriesTaken(brought.taken);
  if (brought.taken > 0) parts.onStored(merchantId);
  const last = checked.value.at(-1);
  if (last === undefined) throw new Error('A tail without entries');
  return { serverEpoch: identity.serverEpoch, lastSeq: last.entry.seq, lastHash: last.entry.hash };
}

/**
 * Brings entries of one epoch, in order and each following the one before, to where they belong. `mayExtend`: they may go on with a closed
 * chain. An open one takes whatever goes on with it.
 * @throws Problem `ledger.gap`
 */
export async function bringTail(tx: Tx, caller: TerminalCaller, entries: readonly CheckedEntry[], mayExtend: boolean): Promise<TailTaken> {
  const [start] = entries;
  if (start === undefined) return { taken: 0, aside: 0, known: 0 };
  const { epoch } = start.entry;
  const head = await lockEpoch(tx, caller, epoch);
  const below = entries.filter(({ entry }) => entry.seq <= head.lastSeq);
  const parting = await findFork(tx, caller, below);
  const rest = entries.filter(({ entry }) => entry.seq >= (parting ?? head.lastSeq + 1));
  const known = entries.length - rest.length;
  const [first] = rest;
  if (first === undefined) return { taken: 0, aside: 0, known };
  const goesOn = parting === null && first.entry.seq === head.lastSeq + 1 && first.entry.prev === head.lastHash;
  if (goesOn && (mayExtend || head.state === 'open')) {
    await store(tx, caller, rest);
    await takeFromAside(tx, caller, rest);
    return { taken: rest.length, aside: 0, known };
  }
  if (await putAside(tx, caller, rest, 'tail')) return { taken: 0, aside: rest.length, known };
  throw new Problem('ledger.gap', { epoch, lastSeq: head.lastSeq, lastHash: head.lastHash, seq: first.entry.seq });
}

/** Whether the entries of these places are in the chain, aside, or not here. */
export function findPlaces(
  { database }: { readonly database: Database },
  caller: TerminalCaller,
  places: readonly Place[],
): Promise<PlaceState[]> {
  return asMerchant(database, caller.merchantId, async (tx) => {
    await assertActive(tx, caller);
    const states: PlaceState[] = [];
    for (const place of places) states.push(await stateOfPlace(tx, caller, place));
    return states;
  });
}

async function stateOfPlace(tx: Tx, { merchantId, terminalId }: TerminalCaller, { epoch, seq, hash }: Place): Promise<PlaceState> {
  for (const [table, state] of [
    ['entry', 'held'],
    ['quarantined_entry', 'aside'],
  ] as const) {
    const found = await tx
      .selectFrom(table)
      .select('seq')
      .where('merchant_id', '=', merchantId)
      .where('terminal_id', '=', terminalId)
      .where('epoch', '=', epoch)
      .where('seq', '=', seq)
      .where('hash', '=', hash)
      .executeTakeFirst();
    if (found !== undefined) return state;
  }
  return 'missing';
}
