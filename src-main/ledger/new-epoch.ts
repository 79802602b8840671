import type { LedgerRecovered } from '../../src-shared/ledger/bodies.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { createSigner, type TerminalKey } from './entry-crypto.ts';
import type { Identity } from './identity.ts';
import { beginningOf, type Draft, draftEntries, type JournalState, stampOf, storeDraft } from './journal.ts';
import type { LedgerClock } from './ledger.ts';
import type { LedgerFile } from './ledger-file.ts';
import { comparePlaces } from './position.ts';
import type { StorageFault } from './storage-fault.ts';
import type { Witness } from './witness.ts';

/**
 * Receipt numbers left out after a restore where nothing is left that knows which were printed since the backup: more than a hundred days of
 * a thousand tickets, so that no number on paper comes again.
 */
export const UNWITNESSED_GAP = 100_000;

/** Why a new epoch begins. The journal keeps it; of a restore on nobody's word it says `restored-unwitnessed`. */
export type RecoveryFinding = 'tail-lost' | 'restored' | 'forked';

export interface NewEpoch {
  readonly identity: Identity;
  readonly key: TerminalKey;
  readonly clock: LedgerClock;
  readonly programVersion: string;
  readonly actor: string;
  readonly finding: RecoveryFinding;
  /** Where the journal ends that is gone on with. */
  readonly state: JournalState;
  /** What else knows how far the journal had come. */
  readonly witnesses: readonly Witness[];
  /** The last receipt number on paper, by a person's word; null where nobody was asked. */
  readonly lastReceipt: number | null;
  /** The number the cloud has granted; absent where nobody was asked. */
  readonly granted?: number;
}

/** The number of the epoch to come: never one that was begun here before, even if nothing of it is left. */
export function nextEpoch({ identity, state, witnesses, granted }: Pick<NewEpoch, 'identity' | 'state' | 'witnesses' | 'granted'>): number {
  if (granted !== undefined) return granted;
  return Math.max(identity.epoch, state.end.epoch, ...witnesses.map((witness) => witness.epoch)) + 1;
}

/**
 * Begins an epoch on top of the journal as it is, with an entry that says what is known to be missing. The cloud may hold entries after the
 * journal's end: going on under the same epoch would make two entries of one number.
 */
export function beginEpoch(file: LedgerFile, request: NewEpoch): Result<LedgerRecovered, StorageFault> {
  const { body, draft } = draftEpoch(request);
  const stored = file.transact(
    (tables) => {
      storeDraft(tables, draft);
      // The queue is as old as the journal: what it still held has most likely been printed since, and a person has to say.
      tables.printJobs.doubtUnsettled();
    },
    () => false,
  );
  return stored.kind === 'done' ? ok(body) : fail(stored.finding);
}

/** The first entry of the epoch, ready to be stored. */
export function draftEpoch(request: NewEpoch): { readonly body: LedgerRecovered; readonly draft: Draft } {
  const { identity, key, clock, state } = request;
  const body = recoveredBody(request);
  const beginning: JournalState = { end: beginningOf(nextEpoch(request), state.end.wallMs), totals: state.totals };
  const draft = draftEntries(
    beginning,
    [{ read: { type: 'ledger.recovered', v: 1, body }, actor: request.actor }],
    stampOf(clock, beginning.end),
    { terminal: identity.terminal, bootId: clock.bootId, signer: createSigner(key) },
  );
  if (!draft.ok) throw new Error(`The first entry of the epoch does not fit: ${draft.error}`);
  return { body, draft: draft.value };
}

function recoveredBody({ identity, programVersion, finding, state, witnesses, lastReceipt }: NewEpoch): LedgerRecovered {
  const { end, totals } = state;
  const lostToSeq = Math.max(0, ...witnesses.filter(({ epoch }) => epoch === end.epoch).map(({ seq }) => seq));
  const lost = lostToSeq > end.seq;
  const isBlind = finding === 'restored' && lastReceipt === null && !witnesses.some((witness) => comparePlaces(witness, end) >= 0);
  const known = [totals, ...witnesses];
  const receiptSeq = Math.max(...known.map((each) => each.receiptSeq), lastReceipt ?? 0);
  return {
    finding: isBlind ? 'restored-unwitnessed' : finding,
    publicKeySpki: identity.publicKeySpki,
    programVersion,
    previous: { epoch: end.epoch, seq: end.seq, hash: end.hash },
    lostFromSeq: lost ? end.seq + 1 : null,
    lostToSeq: lost ? lostToSeq : null,
    receiptSeq: receiptSeq + (isBlind ? UNWITNESSED_GAP : 0),
    perpetual: known.reduce((most, each) => (each.perpetual.tickets > most.perpetual.tickets ? each : most)).perpetual,
  };
}
