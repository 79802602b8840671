import type { EpochHead } from '../../src-shared/contract/cloud-api.ts';
import type { OutboxPlace, SyncLedger } from './sync-ledger.ts';

/** Epochs looked at in one comparison: a terminal begins one after a loss, which is seldom. */
const MAX_EPOCHS = 1_000;

/**
 * What a look at the server's heads comes to.
 * - `send-from`: the server holds all entries up to there and none after it.
 * - `server-ahead`: the server holds entries of an epoch that this journal does not: its tail was lost, or it was restored.
 * - `forked`: server and journal hold different entries at the same place.
 */
export type Comparison =
  | { readonly kind: 'send-from'; readonly place: OutboxPlace; readonly hash: string | null }
  | { readonly kind: 'server-ahead' | 'forked' | 'quarantined'; readonly epoch: number; readonly seq: number };

/** Walks the journal's epochs in order and finds the first entry the server does not hold. */
export function compareHeads(ledger: Pick<SyncLedger, 'head' | 'entriesAfter'>, heads: readonly EpochHead[]): Comparison {
  const own = ledger.head();
  let from: { place: OutboxPlace; hash: string | null } = { place: { epoch: 1, seq: 0 }, hash: null };
  let next = ledger.entriesAfter(from.place, 1)[0];
  for (let looked = 0; next !== undefined && looked < MAX_EPOCHS; looked += 1) {
    const { epoch } = next;
    const head = heads.find((each) => each.epoch === epoch);
    if (head === undefined || head.lastSeq === 0) break;
    if (epoch === own.epoch && head.lastSeq > own.seq) return { kind: 'server-ahead', epoch, seq: head.lastSeq };
    const [held] = ledger.entriesAfter({ epoch, seq: head.lastSeq - 1 }, 1);
    if (held?.epoch !== epoch || held.seq !== head.lastSeq) return { kind: 'server-ahead', epoch, seq: head.lastSeq };
    if (held.hash !== head.lastHash) return { kind: 'forked', epoch, seq: head.lastSeq };
    from = { place: { epoch, seq: head.lastSeq }, hash: head.lastHash };
    next = ledger.entriesAfter(from.place, 1)[0];
    if (next?.epoch === epoch && head.state === 'quarantined') return { kind: 'quarantined', epoch, seq: next.seq };
    if (next?.epoch === epoch) break;
  }
  const ahead = heads.find((head) => head.epoch > own.epoch && head.lastSeq > 0);
  if (ahead !== undefined) return { kind: 'server-ahead', epoch: ahead.epoch, seq: ahead.lastSeq };
  return { kind: 'send-from', ...from };
}
