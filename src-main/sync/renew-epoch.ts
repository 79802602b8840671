import type { EpochHead } from '../../src-shared/contract/cloud-api.ts';
import type { EpochGrant } from '../../src-shared/contract/epochs-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { CallFailure, CloudClient } from './cloud-client.ts';
import { placeWithHash } from './compare-heads.ts';
import type { EpochRequests } from './epoch-request.ts';
import { type PulledBack, PulledBackTail } from './pulled-back.ts';
import type { LostEnd, SyncLedger } from './sync-ledger.ts';

/** Pages of own entries pulled back at most, of 500 each: more than a till writes in a year. */
const MAX_PAGES = 10_000;

export interface RenewalParts {
  readonly ledger: SyncLedger;
  readonly client: Pick<CloudClient, 'call'>;
  readonly requests: EpochRequests;
  /** Folder for own entries that are pulled back. */
  readonly pulledBackFolder: string;
  /** This machine's own name, for the people who have to find it. */
  readonly machine: string;
}

/**
 * What asking for an epoch of its own came to. `superseded`: another machine goes on under this terminal's name. `not-kept`: this disk would
 * not take what has to be written; `code` says why.
 */
export type Renewal =
  | { readonly kind: 'renewed'; readonly epoch: number; readonly finding: EpochGrant['finding']; readonly pulledBack: PulledBack | null }
  | { readonly kind: 'superseded' }
  | { readonly kind: 'not-kept'; readonly code: string }
  | { readonly kind: 'failed'; readonly failure: CallFailure };

/**
 * Goes on after journal and cloud have parted: asks for the next epoch, pulls the own entries back that the journal does not have, and begins
 * the epoch behind them. Cut short anywhere it is done again from the beginning: the request is the same, so is its grant, and the file of
 * what was pulled back is written anew. Nothing of either side is overwritten, and selling waits for none of it but the last step.
 */
export async function renewEpoch(
  parts: RenewalParts,
  heads: readonly EpochHead[],
  withToken: { readonly token: string; readonly signal: AbortSignal },
): Promise<Renewal> {
  const { ledger, client, requests, machine } = parts;
  const { epoch, seq, hash } = ledger.head();
  try {
    const body = { requestId: requests.after(epoch), head: { epoch, seq, hash }, begunEpoch: ledger.begunEpoch(), machine };
    const granted = await client.call('beginEpoch', { ...withToken, body });
    if (!granted.ok) return refusedOr(granted.error);
    const tail = await pullBack(parts, heads, granted.value.epoch, withToken);
    if (!tail.ok) return { kind: 'failed', failure: tail.error };
    const { witnesses, pulledBack } = tail.value;
    const begun = ledger.beginEpoch({ ...granted.value, witnesses });
    return begun.ok ? { kind: 'renewed', ...granted.value, pulledBack } : { kind: 'not-kept', code: begun.error.code };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) throw error;
    return { kind: 'not-kept', code: error.code };
  }
}

function refusedOr(failure: CallFailure): Renewal {
  const isSuperseded = failure.kind === 'refused' && failure.code === 'ledger.superseded';
  return isSuperseded ? { kind: 'superseded' } : { kind: 'failed', failure };
}

/** Every own entry the cloud holds from this epoch on that is not in the journal. */
async function pullBack(
  parts: RenewalParts,
  heads: readonly EpochHead[],
  grantedEpoch: number,
  withToken: { readonly token: string; readonly signal: AbortSignal },
): Promise<Result<{ readonly witnesses: readonly LostEnd[]; readonly pulledBack: PulledBack | null }, CallFailure>> {
  const { ledger, pulledBackFolder } = parts;
  const tail = new PulledBackTail(ledger, pulledBackFolder, ledger.counts().perpetual);
  const own = ledger.head();
  for (const head of heads.filter(({ epoch, lastSeq }) => epoch >= own.epoch && lastSeq > 0)) {
    const pulled = await pullEpoch(parts, head, tail, withToken);
    if (!pulled.ok) {
      tail.giveUp();
      return pulled;
    }
  }
  return ok(tail.keep(grantedEpoch));
}

async function pullEpoch(
  { ledger, client }: RenewalParts,
  { epoch, lastSeq, lastHash }: EpochHead,
  tail: PulledBackTail,
  withToken: { readonly token: string; readonly signal: AbortSignal },
): Promise<Result<null, CallFailure>> {
  if (placeWithHash(ledger, { epoch, seq: lastSeq })?.hash === lastHash) return ok(null);
  let after = 0;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await client.call('pullBack', { ...withToken, query: { epoch, after } });
    if (!answer.ok) return answer;
    const { entries, more } = answer.value;
    for (const entry of entries) {
      after += 1;
      if (placeWithHash(ledger, { epoch, seq: after })?.hash !== entry.hash) tail.take(entry);
    }
    if (!more || entries.length === 0) return ok(null);
  }
  return fail({ kind: 'unreachable', detail: 'more pages than there can be' });
}
