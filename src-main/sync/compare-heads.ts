import type { EpochHead } from '../../src-shared/contract/cloud-api.ts';
import type { HashedPlace, OutboxPlace, SyncLedger } from './sync-ledger.ts';

/**
 * What a look at the server's heads comes to.
 * - `send-from`: the server has all entries up to there and none after it. `tailOf`: the epoch whose chain is closed to the ordinary push, so
 *   that what is left of it travels as a tail; null where none is.
 * - `server-ahead`: the server holds entries under this terminal's name that this journal does not: its tail was lost, it was restored, or
 *   another machine writes under the name.
 * - `forked`: server and journal hold different entries at the same place.
 * - `quarantined`: the epoch is closed, and this journal has gone on in it.
 */
export type Comparison =
  | { readonly kind: 'send-from'; readonly place: OutboxPlace; readonly hash: string | null; readonly tailOf: number | null }
  | { readonly kind: 'server-ahead' | 'forked' | 'quarantined'; readonly epoch: number; readonly seq: number };

export interface ServerSide {
  readonly heads: readonly EpochHead[];
  /** Whether the cloud has the entry of a place, in a chain or aside. */
  readonly has: (place: HashedPlace) => boolean;
  /** Another machine goes on under this terminal's name: what this one has goes aside, the epoch it writes in too. */
  readonly isSuperseded: boolean;
}

type CompareLedger = Pick<SyncLedger, 'epochEnds' | 'entriesAfter' | 'acknowledged'>;

interface Known {
  readonly place: OutboxPlace;
  readonly hash: string | null;
}

const BEGINNING: Known = { place: { epoch: 1, seq: 0 }, hash: null };

/** Walks the journal's epochs in order and finds the first entry the server does not have. */
export function compareHeads(ledger: CompareLedger, server: ServerSide): Comparison {
  const ends = ledger.epochEnds();
  const own = ends.at(-1);
  if (own === undefined) return { kind: 'send-from', ...BEGINNING, tailOf: null };
  let known = BEGINNING;
  for (const end of server.isSuperseded ? ends : ends.slice(0, -1)) {
    if (!server.has(end)) return restOf(ledger, server, known, end);
    known = { place: end, hash: end.hash };
  }
  return server.isSuperseded ? { kind: 'send-from', ...known, tailOf: own.epoch } : compareCurrent(ledger, server.heads, known, own);
}

/** The epoch that is being written in. */
function compareCurrent(ledger: CompareLedger, heads: readonly EpochHead[], known: Known, own: HashedPlace): Comparison {
  const { epoch } = own;
  const ahead = heads.find((head) => head.epoch > epoch && head.lastSeq > 0);
  if (ahead !== undefined) return { kind: 'server-ahead', epoch: ahead.epoch, seq: ahead.lastSeq };
  const head = heads.find((each) => each.epoch === epoch);
  if (head === undefined || head.lastSeq === 0) return { kind: 'send-from', ...known, tailOf: null };
  if (head.lastSeq > own.seq) return { kind: 'server-ahead', epoch, seq: head.lastSeq };
  if (!holdsSame(ledger, head)) return { kind: 'forked', epoch, seq: head.lastSeq };
  if (head.state === 'quarantined' && own.seq > head.lastSeq) return { kind: 'quarantined', epoch, seq: head.lastSeq + 1 };
  return { kind: 'send-from', place: { epoch, seq: head.lastSeq }, hash: head.lastHash, tailOf: null };
}

/** Where to go on with an epoch of which the server has not all, and nothing more is written in: behind what is known to be there. */
function restOf(ledger: CompareLedger, { heads, has }: ServerSide, before: Known, end: HashedPlace): Comparison {
  const { epoch } = end;
  const head = heads.find((each) => each.epoch === epoch);
  if (head === undefined || head.lastSeq === 0)
    return { kind: 'send-from', ...before, tailOf: head?.state === 'quarantined' ? epoch : null };
  const isBeginning = head.lastSeq <= end.seq && holdsSame(ledger, head);
  if (isBeginning && head.state === 'open') {
    return { kind: 'send-from', place: { epoch, seq: head.lastSeq }, hash: head.lastHash, tailOf: null };
  }
  const acknowledged = placeWithHash(ledger, ledger.acknowledged());
  if (acknowledged?.epoch === epoch && has(acknowledged)) {
    return { kind: 'send-from', place: acknowledged, hash: acknowledged.hash, tailOf: epoch };
  }
  const known = isBeginning ? { place: { epoch, seq: head.lastSeq }, hash: head.lastHash } : before;
  return { kind: 'send-from', ...known, tailOf: epoch };
}

function holdsSame(ledger: CompareLedger, head: EpochHead): boolean {
  return placeWithHash(ledger, { epoch: head.epoch, seq: head.lastSeq })?.hash === head.lastHash;
}

/** The journal's own entry at a place; null when it has none there. */
export function placeWithHash(ledger: Pick<SyncLedger, 'entriesAfter'>, { epoch, seq }: OutboxPlace): HashedPlace | null {
  if (seq === 0) return null;
  const [entry] = ledger.entriesAfter({ epoch, seq: seq - 1 }, 1);
  return entry?.epoch === epoch && entry.seq === seq ? { epoch, seq, hash: entry.hash } : null;
}
