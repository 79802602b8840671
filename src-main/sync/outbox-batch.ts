import type { PushedEntry } from '../../src-shared/contract/cloud-api.ts';
import { MAX_PUSH_BYTES, MAX_PUSH_ENTRIES } from '../../src-shared/contract/cloud-api.ts';
import type { OutboxEntry, OutboxPlace, SyncLedger } from './sync-ledger.ts';

export interface OutboxBatch {
  readonly epoch: number;
  readonly after: OutboxPlace;
  readonly entries: readonly PushedEntry[];
  readonly lastSeq: number;
  readonly lastHash: string;
}

/** How much goes into one request. */
export interface BatchLimits {
  readonly entries: number;
  readonly bytes: number;
}

export const FULL_BATCH: BatchLimits = { entries: MAX_PUSH_ENTRIES, bytes: MAX_PUSH_BYTES };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The entries to send after a place: of one epoch, in order, within the limits, but one at least. Null when there are none. */
export function nextBatch(ledger: Pick<SyncLedger, 'entriesAfter'>, after: OutboxPlace, limits: BatchLimits): OutboxBatch | null {
  const waiting = ledger.entriesAfter(after, limits.entries);
  const [first] = waiting;
  if (first === undefined) return null;
  const chosen: OutboxEntry[] = [];
  let bytes = 0;
  for (const entry of waiting) {
    bytes += entry.bytes.length;
    if (entry.epoch !== first.epoch || (chosen.length > 0 && bytes > limits.bytes)) break;
    chosen.push(entry);
  }
  const last = chosen.at(-1) ?? first;
  const entries = chosen.map((entry) => ({ text: utf8.decode(entry.bytes), hash: entry.hash, sig: entry.sig }));
  return { epoch: first.epoch, after, entries, lastSeq: last.seq, lastHash: last.hash };
}
